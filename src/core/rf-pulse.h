/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>
#include <pulse/context.h>

#include "rf-pulse-devices.h"

/**
 * RfPulseState:
 * @RF_PULSE_IDLE: nobody wants a connection
 * @RF_PULSE_CONNECTING: the first attempt is under way
 * @RF_PULSE_READY: connected, and the devices are known
 * @RF_PULSE_DOWN: there is no server; a new attempt is made every few seconds
 */
typedef enum {
  RF_PULSE_IDLE,
  RF_PULSE_CONNECTING,
  RF_PULSE_READY,
  RF_PULSE_DOWN,
} RfPulseState;

typedef struct _RfPulse RfPulse;

/* Called with the lock held, mostly in PulseAudio's thread, when the state or the devices have
 * changed. */
typedef void (RfPulseWatchFunc) (void *user_data);

RfPulse         *rf_pulse_new          (void);
void             rf_pulse_free         (RfPulse *self);

void             rf_pulse_lock         (RfPulse *self);
void             rf_pulse_unlock       (RfPulse *self);

/* All that follows is called with the lock held. */
void             rf_pulse_set_wanted   (RfPulse *self, bool wanted);
void             rf_pulse_retry_soon   (RfPulse *self);
void             rf_pulse_add_watch    (RfPulse *self, RfPulseWatchFunc *func, void *user_data);
void             rf_pulse_remove_watch (RfPulse *self, void *user_data);

RfPulseState     rf_pulse_get_state    (RfPulse *self);
const char      *rf_pulse_get_error    (RfPulse *self);
RfPulseDevices  *rf_pulse_get_devices  (RfPulse *self);
pa_context      *rf_pulse_get_context  (RfPulse *self);
pa_mainloop_api *rf_pulse_get_api      (RfPulse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfPulse, rf_pulse_free)
