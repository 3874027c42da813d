/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-agent.h"

G_BEGIN_DECLS

/* What an INVITE with Replaces comes to. */
typedef struct {
  guint       code;   /* 0, or the status to refuse it with */
  const char *reason;
  RfLeg      *leg;    /* (nullable): the call to be replaced */
  gboolean    trusted; /* whether it may be replaced without asking */
} RfTakeover;

char      *rf_takeover_dup_replaces (const char *call_id,
                                     const char *to_tag,
                                     const char *from_tag);
gboolean   rf_takeover_is_misplaced (const struct sip_msg *request);
RfTakeover rf_takeover_judge        (RfAgent              *agent,
                                     const struct sip_msg *invite);

G_END_DECLS
