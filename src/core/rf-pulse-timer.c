/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pulse-timer"

#include "config.h"

#include "rf-pulse-timer.h"

#include <pulse/rtclock.h>
#include <pulse/timeval.h>

/* How many beats a late timer makes up for; after a longer stop (a laptop slept) it starts anew. */
#define CATCH_UP_MAX 10

/*
 * A timer that keeps its pace: when one beat comes late the next ones are not moved, so that over a
 * call exactly as many frames are due as time has passed.
 */
struct _RfPulseTimer {
  pa_mainloop_api  *api;
  pa_time_event    *event;
  pa_usec_t         interval;
  pa_usec_t         due;
  RfPulseTimerFunc *func;
  void             *user_data;
};

/* The loop wants wall clock time, which may jump; only the distance to now is taken from it. */
static struct timeval
due_as_wall_clock (RfPulseTimer *self)
{
  pa_usec_t now = pa_rtclock_now ();
  struct timeval tv;

  pa_gettimeofday (&tv);
  if (self->due > now)
    pa_timeval_add (&tv, self->due - now);
  return tv;
}

static void
on_due (pa_mainloop_api *api, pa_time_event *event, const struct timeval *tv, void *user_data)
{
  RfPulseTimer *self = user_data;
  pa_usec_t now = pa_rtclock_now ();
  struct timeval next;

  self->due += self->interval;
  if (now > self->due + CATCH_UP_MAX * self->interval)
    self->due = now + self->interval;
  next = due_as_wall_clock (self);
  api->time_restart (event, &next);

  self->func (self->user_data);
}

/**
 * rf_pulse_timer_new:
 * @api: the loop, locked
 * @interval: microseconds between two calls
 * @func: what to call
 * @user_data: data for @func
 *
 * Starts a timer whose first beat is one @interval away.
 *
 * Returns: (transfer full): the timer
 */
RfPulseTimer *
rf_pulse_timer_new (pa_mainloop_api  *api,
                    pa_usec_t         interval,
                    RfPulseTimerFunc *func,
                    void             *user_data)
{
  RfPulseTimer *self;
  struct timeval tv;

  g_return_val_if_fail (api, NULL);
  g_return_val_if_fail (interval > 0, NULL);
  g_return_val_if_fail (func, NULL);

  self = g_new0 (RfPulseTimer, 1);
  self->api = api;
  self->interval = interval;
  self->due = pa_rtclock_now () + interval;
  self->func = func;
  self->user_data = user_data;
  tv = due_as_wall_clock (self);
  self->event = api->time_new (api, &tv, on_due, self);
  return self;
}

/**
 * rf_pulse_timer_free:
 * @self: (transfer full): the timer
 *
 * Ends a timer. With the loop locked, as it must be, no call follows.
 */
void
rf_pulse_timer_free (RfPulseTimer *self)
{
  g_return_if_fail (self);

  self->api->time_free (self->event);
  g_free (self);
}
