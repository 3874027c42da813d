/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Nobody was told a number of seconds. */
#define RF_PATIENCE_NO_EXPIRY G_MAXUINT

/**
 * RfPatience:
 *
 * How long a transferor waits for the next report, in ms of a clock that only moves forward.
 * Reports that say nothing new prolong the wait by what a subscription lasts, but not for ever.
 */
typedef struct {
  gint64 since_ms; /* the last news */
  guint  code;     /* what it was, 0 before any report */
} RfPatience;

void  rf_patience_begin (RfPatience *self,
                         gint64      now_ms);
void  rf_patience_hear  (RfPatience *self,
                         guint       code,
                         gint64      now_ms);
guint rf_patience_left  (const RfPatience *self,
                         guint             expires,
                         gint64            now_ms);

G_END_DECLS
