/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"
#include "rf-scenario.h"

G_BEGIN_DECLS

/**
 * RfRunnerState:
 * @RF_RUNNER_STOPPED: no phone runs
 * @RF_RUNNER_STARTING: the phones are being started
 * @RF_RUNNER_READY: the phones are up and no step has been done
 * @RF_RUNNER_PLAYING: steps are being done
 * @RF_RUNNER_PAUSED: between two steps
 * @RF_RUNNER_FINISHED: all steps are done, and there is a verdict
 * @RF_RUNNER_FAILED: the phones could not be started, or a step could not be done; "problem" says
 *   why. In the latter case the phones are still up and play or step tries the same step again
 *
 * Where a runner stands.
 */
typedef enum {
  RF_RUNNER_STOPPED,
  RF_RUNNER_STARTING,
  RF_RUNNER_READY,
  RF_RUNNER_PLAYING,
  RF_RUNNER_PAUSED,
  RF_RUNNER_FINISHED,
  RF_RUNNER_FAILED,
} RfRunnerState;

/**
 * RfRunner:
 *
 * Acts a scenario once, with real phones over loopback, one core a party, and keeps their one
 * combined trace. Steps wait for the events that they need (a phone rings, a call is up), never for
 * a fixed time; what paces them is each step's pause, divided by "speed". A person may use any of
 * the phones by hand at any time; the next step then acts on what it finds, and is skipped where it
 * has been done.
 *
 * Properties, all notify but the first: "scenario" (construct only), "state" (i, #RfRunnerState),
 * "step" (u, index of the next step), "narration" (s, untranslated, nullable), "speed" (d,
 * writable, 1 is normal, 0 is without pauses), "problem" (s, nullable).
 *
 * Signals:
 * - "finished" (gboolean as_expected): all steps are done and what they caused has settled. Not
 *   emitted where a step fails; watch "state" for that.
 */
#define RF_TYPE_RUNNER (rf_runner_get_type ())
G_DECLARE_FINAL_TYPE (RfRunner, rf_runner, RF, RUNNER, GObject)

RfRunner     *rf_runner_new           (RfScenario          *scenario);
void          rf_runner_set_player    (RfRunner            *self,
                                       guint                party,
                                       const char          *player);
void          rf_runner_start_async   (RfRunner            *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean      rf_runner_start_finish  (RfRunner            *self,
                                       GAsyncResult        *result,
                                       GError             **error);
void          rf_runner_play          (RfRunner            *self);
void          rf_runner_pause         (RfRunner            *self);
void          rf_runner_step          (RfRunner            *self);
void          rf_runner_stop_async    (RfRunner            *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean      rf_runner_stop_finish   (RfRunner            *self,
                                       GAsyncResult        *result,
                                       GError             **error);
RfScenario   *rf_runner_get_scenario  (RfRunner            *self);
RfTrace      *rf_runner_get_trace     (RfRunner            *self);
guint         rf_runner_get_n_phones  (RfRunner            *self);
RfPhone      *rf_runner_get_phone     (RfRunner            *self,
                                       guint                party);
RfRunnerState rf_runner_get_state     (RfRunner            *self);
guint         rf_runner_get_next_step (RfRunner            *self);
const char   *rf_runner_get_narration (RfRunner            *self);
const char   *rf_runner_get_problem   (RfRunner            *self);
void          rf_runner_set_speed     (RfRunner            *self,
                                       double               speed);
void          rf_runner_listen_as     (RfRunner            *self,
                                       int                  party);
int           rf_runner_get_listener  (RfRunner            *self);
gboolean      rf_runner_get_verdict   (RfRunner            *self,
                                       char               **sentence);

G_END_DECLS
