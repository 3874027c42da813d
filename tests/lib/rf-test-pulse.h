/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * A real PulseAudio server for tests, with null sinks for its only devices, in a folder of its own.
 * It dies with the test.
 */
typedef struct _RfTestPulse RfTestPulse;

RfTestPulse         *rf_test_pulse_new          (const char *const *sinks);
void                 rf_test_pulse_free         (RfTestPulse *self);

void                 rf_test_pulse_start        (RfTestPulse *self);
void                 rf_test_pulse_stop         (RfTestPulse *self);
void                 rf_test_pulse_kill         (RfTestPulse *self);
void                 rf_test_pulse_freeze       (RfTestPulse *self, gboolean frozen);

const char          *rf_test_pulse_get_server   (RfTestPulse *self);
GSubprocessLauncher *rf_test_pulse_new_launcher (RfTestPulse *self, GSubprocessFlags flags);
char                *rf_test_pulse_control      (RfTestPulse *self,
                                                 const char  *argument,
                                                 ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTestPulse, rf_test_pulse_free)
