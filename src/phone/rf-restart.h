/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RF_RESTART_DEATHS         5
#define RF_RESTART_WINDOW_SECONDS 30
#define RF_RESTART_MAX_SECONDS    30

/**
 * RfRestart:
 *
 * How long to wait before the next core is started: not at all, but a core that died five times
 * within 30 seconds gets pauses of 1, 2, 4 … 30 seconds, until one has lived for 30 seconds. Plain
 * data, all zero at first.
 */
typedef struct {
  gint64 deaths[RF_RESTART_DEATHS]; /* µs; 0 while there are fewer */
  guint  next;
  guint  pause;                     /* seconds, of the newest death */
} RfRestart;

guint rf_restart_add_death (RfRestart *self,
                            gint64     now);

G_END_DECLS
