/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-cast.h"
#include "rf-scenario.h"

G_BEGIN_DECLS

/**
 * RfPlay:
 *
 * Does the steps of a scenario, one after the other, with phones that are up. It waits for what a
 * step needs, takes the pause of a person, and lets the phone act; it never waits for a fixed time
 * alone.
 *
 * Signals:
 * - "stepped" (guint step): a step is done; step is the index of the next
 * - "narrated" (string say): what is to be told now
 * - "settled" (gboolean at_end): it has stopped after a single step, or after the last one, and the
 *   wire is quiet
 * - "failed" (string problem): it has stopped before a step that could not be done
 */
#define RF_TYPE_PLAY (rf_play_get_type ())
G_DECLARE_FINAL_TYPE (RfPlay, rf_play, RF, PLAY, GObject)

RfPlay *rf_play_new       (RfScenario *scenario,
                           RfCast     *cast);
void    rf_play_go        (RfPlay     *self,
                           gboolean    single);
void    rf_play_halt      (RfPlay     *self);
void    rf_play_abandon   (RfPlay     *self);
void    rf_play_set_speed (RfPlay     *self,
                           double      speed);
guint   rf_play_get_step  (RfPlay     *self);

G_END_DECLS
