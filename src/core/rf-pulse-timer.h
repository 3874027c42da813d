/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <pulse/mainloop-api.h>
#include <pulse/sample.h>
#include <pulse/timeval.h>

typedef struct _RfPulseTimer RfPulseTimer;

/* Called in PulseAudio's thread. It may free the timer. */
typedef void (RfPulseTimerFunc) (void *user_data);

RfPulseTimer *rf_pulse_timer_new  (pa_mainloop_api  *api,
                                   pa_usec_t         interval,
                                   RfPulseTimerFunc *func,
                                   void             *user_data);
void          rf_pulse_timer_free (RfPulseTimer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfPulseTimer, rf_pulse_timer_free)
