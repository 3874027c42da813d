/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pulse"

#include "config.h"

#include "rf-pulse.h"

#include "rf-pulse-timer.h"

#include <pulse/error.h>
#include <pulse/subscribe.h>
#include <pulse/thread-mainloop.h>

#define AT_ONCE (1 * PA_USEC_PER_MSEC)
#define RETRY_MIN (1 * PA_USEC_PER_SEC)
#define RETRY_MAX (5 * PA_USEC_PER_SEC)

typedef struct {
  RfPulseWatchFunc *func;
  void             *user_data;
} Watch;

/*
 * The connection to PulseAudio and the thread that all sound runs in. The connection is made, and
 * made again after it was lost, in that thread: reading PulseAudio's settings and looking for its
 * server must not delay the core's start. The thread blocks all signals, as baresip's main loop has
 * to be the one that they wake.
 */
struct _RfPulse {
  pa_threaded_mainloop *loop;
  pa_mainloop_api      *api;
  pa_context           *context;
  RfPulseDevices       *devices;
  RfPulseTimer         *attempt; /* the next attempt to connect; NULL while none is due */
  pa_usec_t             pause;   /* before the attempt after the next */
  RfPulseState          state;
  char                 *error;
  GArray               *watches;
};

static void
notify (RfPulse *self)
{
  /* Backwards, so that a watch may remove itself. */
  for (guint i = self->watches->len; i > 0; i--) {
    Watch *watch = &g_array_index (self->watches, Watch, i - 1);

    watch->func (watch->user_data);
  }
}

static void
set_state (RfPulse *self, RfPulseState state)
{
  self->state = state;
  notify (self);
}

static void
drop_context (RfPulse *self)
{
  rf_pulse_devices_follow (self->devices, NULL);
  if (!self->context)
    return;
  pa_context_set_state_callback (self->context, NULL, NULL);
  pa_context_set_subscribe_callback (self->context, NULL, NULL);
  pa_context_disconnect (self->context);
  g_clear_pointer (&self->context, pa_context_unref);
}

static void connect_to_server (void *user_data);

static void
schedule_attempt (RfPulse *self, pa_usec_t delay)
{
  g_clear_pointer (&self->attempt, rf_pulse_timer_free);
  self->attempt = rf_pulse_timer_new (self->api, delay, connect_to_server, self);
}

static void
lose_server (RfPulse *self)
{
  g_free (self->error);
  self->error = g_strdup (pa_strerror (pa_context_errno (self->context)));
  g_debug ("no connection: %s", self->error);

  drop_context (self);
  schedule_attempt (self, self->pause);
  self->pause = MIN (self->pause * 2, RETRY_MAX);
  set_state (self, RF_PULSE_DOWN);
}

static void
on_context_state_changed (pa_context *context, void *user_data)
{
  RfPulse *self = user_data;
  pa_context_state_t state = pa_context_get_state (context);

  if (state == PA_CONTEXT_READY)
    rf_pulse_devices_follow (self->devices, context);
  else if (!PA_CONTEXT_IS_GOOD (state))
    lose_server (self);
}

static void
on_devices_changed (void *user_data)
{
  RfPulse *self = user_data;

  self->pause = RETRY_MIN;
  set_state (self, RF_PULSE_READY);
}

static pa_context *
make_context (RfPulse *self)
{
  pa_proplist *properties = pa_proplist_new ();
  pa_context *context;

  pa_proplist_sets (properties, PA_PROP_APPLICATION_NAME, "Referee");
  pa_proplist_sets (properties, PA_PROP_APPLICATION_ID, RF_APP_ID);
  pa_proplist_sets (properties, PA_PROP_APPLICATION_ICON_NAME, RF_APP_ID);
  pa_proplist_sets (properties, PA_PROP_APPLICATION_VERSION, RF_VERSION);
  context = pa_context_new_with_proplist (self->api, "Referee", properties);
  pa_proplist_free (properties);
  return context;
}

static void
connect_to_server (void *user_data)
{
  RfPulse *self = user_data;
  pa_context *context;

  g_clear_pointer (&self->attempt, rf_pulse_timer_free);
  context = self->context = make_context (self);
  if (!context) {
    lose_server (self);
    return;
  }
  pa_context_set_state_callback (context, on_context_state_changed, self);

  /* Whether it fails at once or later, the state callback may have been told already. */
  pa_context_ref (context);
  if (pa_context_connect (context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL) < 0
      && self->context == context)
    lose_server (self);
  pa_context_unref (context);
}

/**
 * rf_pulse_new:
 *
 * Starts the thread. No connection is made before rf_pulse_set_wanted().
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL when no thread could be started
 */
RfPulse *
rf_pulse_new (void)
{
  g_autoptr (RfPulse) self = g_new0 (RfPulse, 1);

  self->watches = g_array_new (FALSE, FALSE, sizeof (Watch));
  self->devices = rf_pulse_devices_new (on_devices_changed, self);
  self->pause = RETRY_MIN;
  self->loop = pa_threaded_mainloop_new ();
  if (!self->loop)
    return NULL;
  self->api = pa_threaded_mainloop_get_api (self->loop);
  pa_threaded_mainloop_set_name (self->loop, "rf-audio");
  if (pa_threaded_mainloop_start (self->loop) < 0)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * rf_pulse_free:
 * @self: (transfer full): the connection, not locked
 *
 * Gives up the connection and ends the thread. All streams and timers must have been freed before.
 */
void
rf_pulse_free (RfPulse *self)
{
  g_return_if_fail (self);

  if (self->loop) {
    rf_pulse_lock (self);
    g_clear_pointer (&self->attempt, rf_pulse_timer_free);
    drop_context (self);
    rf_pulse_unlock (self);
    pa_threaded_mainloop_stop (self->loop);
    pa_threaded_mainloop_free (self->loop);
  }
  rf_pulse_devices_free (self->devices);
  g_array_unref (self->watches);
  g_free (self->error);
  g_free (self);
}

/**
 * rf_pulse_lock:
 * @self: the connection
 *
 * Stops PulseAudio's thread at the next point where nothing of ours runs in it. Not to be called in
 * that thread, where the lock is always held.
 */
void
rf_pulse_lock (RfPulse *self)
{
  g_return_if_fail (self);

  pa_threaded_mainloop_lock (self->loop);
}

/**
 * rf_pulse_unlock:
 * @self: the connection
 *
 * Lets PulseAudio's thread go on.
 */
void
rf_pulse_unlock (RfPulse *self)
{
  g_return_if_fail (self);

  pa_threaded_mainloop_unlock (self->loop);
}

/**
 * rf_pulse_set_wanted:
 * @self: the connection
 * @wanted: whether there should be one
 *
 * Makes a connection and keeps it up, or gives it up.
 */
void
rf_pulse_set_wanted (RfPulse *self, bool wanted)
{
  g_return_if_fail (self);

  if (wanted == (self->state != RF_PULSE_IDLE))
    return;

  if (wanted) {
    schedule_attempt (self, AT_ONCE);
    set_state (self, RF_PULSE_CONNECTING);
  } else {
    g_clear_pointer (&self->attempt, rf_pulse_timer_free);
    drop_context (self);
    set_state (self, RF_PULSE_IDLE);
  }
}

/**
 * rf_pulse_retry_soon:
 * @self: the connection
 *
 * Looks for the server now instead of at the end of the pause: a call has begun, and somebody is
 * listening.
 */
void
rf_pulse_retry_soon (RfPulse *self)
{
  g_return_if_fail (self);

  if (self->state != RF_PULSE_DOWN || !self->attempt)
    return;
  self->pause = RETRY_MIN;
  schedule_attempt (self, AT_ONCE);
}

/**
 * rf_pulse_add_watch:
 * @self: the connection
 * @func: called when the state or the devices have changed
 * @user_data: data for @func, which also names the watch
 *
 * Adds a watch.
 */
void
rf_pulse_add_watch (RfPulse *self, RfPulseWatchFunc *func, void *user_data)
{
  Watch watch = { func, user_data };

  g_return_if_fail (self);
  g_return_if_fail (func);

  g_array_append_val (self->watches, watch);
}

/**
 * rf_pulse_remove_watch:
 * @self: the connection
 * @user_data: the data of the watch
 *
 * Removes a watch.
 */
void
rf_pulse_remove_watch (RfPulse *self, void *user_data)
{
  g_return_if_fail (self);

  for (guint i = self->watches->len; i > 0; i--)
    if (g_array_index (self->watches, Watch, i - 1).user_data == user_data)
      g_array_remove_index (self->watches, i - 1);
}

/**
 * rf_pulse_get_state:
 * @self: the connection
 *
 * Returns: the state
 */
RfPulseState
rf_pulse_get_state (RfPulse *self)
{
  g_return_val_if_fail (self, RF_PULSE_IDLE);

  return self->state;
}

/**
 * rf_pulse_get_error:
 * @self: the connection
 *
 * Returns: (nullable): why the last attempt failed, in PulseAudio's words
 */
const char *
rf_pulse_get_error (RfPulse *self)
{
  g_return_val_if_fail (self, NULL);

  return self->error;
}

/**
 * rf_pulse_get_devices:
 * @self: the connection
 *
 * Returns: (transfer none): the server's devices, none while there is no server
 */
RfPulseDevices *
rf_pulse_get_devices (RfPulse *self)
{
  g_return_val_if_fail (self, NULL);

  return self->devices;
}

/**
 * rf_pulse_get_context:
 * @self: the connection
 *
 * Returns: (transfer none) (nullable): libpulse's object for the connection
 */
pa_context *
rf_pulse_get_context (RfPulse *self)
{
  g_return_val_if_fail (self, NULL);

  return self->context;
}

/**
 * rf_pulse_get_api:
 * @self: the connection
 *
 * Returns: (transfer none): the loop that runs in the thread
 */
pa_mainloop_api *
rf_pulse_get_api (RfPulse *self)
{
  g_return_val_if_fail (self, NULL);

  return self->api;
}
