/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-runner.h"

/**
 * RfTestPlay:
 *
 * A scenario on real cores, without sound and without pauses.
 */
typedef struct {
  RfScenario *scenario;
  RfRunner   *runner;
  gboolean    finished;
  gboolean    as_expected;
} RfTestPlay;

RfTestPlay *rf_test_play_new       (const char *scenario);
void        rf_test_play_free      (RfTestPlay *self);

void        rf_test_play_start     (RfTestPlay *self);
void        rf_test_play_to_end    (RfTestPlay *self);
void        rf_test_play_to_step   (RfTestPlay *self, guint step);

RfPhone    *rf_test_play_phone     (RfTestPlay *self, const char *party);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTestPlay, rf_test_play_free)
