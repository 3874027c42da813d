/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What happens to a call, whatever number this baresip gives it. */
typedef enum {
  RF_CALL_EVENT_OTHER,
  RF_CALL_EVENT_RINGING,
  RF_CALL_EVENT_PROGRESS,
  RF_CALL_EVENT_ESTABLISHED,
  RF_CALL_EVENT_CLOSED,
} RfCallEvent;

gboolean    rf_compat_init        (void);
const char *rf_compat_get_version (void);
char      **rf_compat_dup_limits  (void);
RfCallEvent rf_compat_call_event  (int event);

G_END_DECLS
