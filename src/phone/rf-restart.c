/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-restart"

#include "rf-restart.h"

/**
 * rf_restart_add_death:
 * @self: the deaths so far
 * @now: monotonic time in µs, not 0
 *
 * Returns: seconds to wait before the next start
 */
guint
rf_restart_add_death (RfRestart *self,
                      gint64     now)
{
  guint newest = (self->next + RF_RESTART_DEATHS - 1) % RF_RESTART_DEATHS;
  gint64 last = self->deaths[newest];
  gint64 window = RF_RESTART_WINDOW_SECONDS * G_USEC_PER_SEC;
  gint64 oldest;

  self->deaths[self->next] = now;
  self->next = (self->next + 1) % RF_RESTART_DEATHS;
  oldest = self->deaths[self->next];

  /* The pause is no part of the life of the core that follows it. */
  if (self->pause > 0 && now - last - self->pause * G_USEC_PER_SEC < window)
    self->pause = MIN (self->pause * 2, RF_RESTART_MAX_SECONDS);
  else if (oldest != 0 && now - oldest < window)
    self->pause = 1;
  else
    self->pause = 0;
  return self->pause;
}
