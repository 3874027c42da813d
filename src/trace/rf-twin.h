/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfTwin:
 * @RF_TWIN_REQUEST: what a response answers; the INVITE that an ACK or a CANCEL is about
 * @RF_TWIN_ANSWER: the final answer to a request
 * @RF_TWIN_FIRST_COPY: the message that this one repeats
 * @RF_TWIN_REFER: the REFER that has led to this message, or that it reports on
 * @RF_TWIN_TRIGGERED: the INVITE that a REFER has led to
 * @RF_TWIN_DIALOG: the first message of the dialog
 * @RF_TWIN_REPLACED: the first message of the call that Replaces names, also within a Refer-To
 * @RF_TWIN_TARGET_DIALOG: the first message of the call that Target-Dialog names
 * @RF_TWIN_BEFORE: the message before it that is most like it: the one it repeats, the same on the
 *   hop before, one of its kind in the dialog, or any of its kind
 *
 * How another message belongs to one.
 */
typedef enum {
  RF_TWIN_REQUEST,
  RF_TWIN_ANSWER,
  RF_TWIN_FIRST_COPY,
  RF_TWIN_REFER,
  RF_TWIN_TRIGGERED,
  RF_TWIN_DIALOG,
  RF_TWIN_REPLACED,
  RF_TWIN_TARGET_DIALOG,
  RF_TWIN_BEFORE,
} RfTwin;

int   rf_twin_find      (RfTrace *trace,
                         guint    message,
                         RfTwin   twin);
guint rf_twin_get_place (RfTrace *trace,
                         guint    message,
                         guint   *ret_count);

G_END_DECLS
