/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

/* What a message in a trace has to look like; what is 0 or NULL does not matter. */
typedef struct {
  RfSipMethod method;
  guint       status;   /* 0 for the request */
  guint       sipfrag;
  guint       phase;
  const char *from;     /* what the sender's lifeline is headed with, in any case */
  const char *body;     /* a part of its body */
} RfTestPattern;

int          rf_test_find_message (RfTrace *trace, guint first, const RfTestPattern *pattern);
RfSipMessage rf_test_scan_message (RfTrace *trace, int index);
const char  *rf_test_get_sender   (RfTrace *trace, int index);
void         rf_test_show_messages (RfTrace *trace);
