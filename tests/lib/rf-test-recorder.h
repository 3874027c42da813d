/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-test-pulse.h"

#include <stdbool.h>

#define RF_TEST_RECORDER_RATE 8000

/* Listens to what a sink of a test's PulseAudio plays. */
typedef struct _RfTestRecorder RfTestRecorder;

RfTestRecorder *rf_test_recorder_new           (RfTestPulse *pulse, const char *sink);
void            rf_test_recorder_free          (RfTestRecorder *self);

bool            rf_test_recorder_wait_for_tone (RfTestRecorder *self,
                                                double          hertz,
                                                unsigned        seconds);
bool            rf_test_recorder_wait_for_rest (RfTestRecorder *self,
                                                double          hertz,
                                                unsigned        seconds);

void            rf_test_recorder_keep          (RfTestRecorder *self);
GArray         *rf_test_recorder_take          (RfTestRecorder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTestRecorder, rf_test_recorder_free)
