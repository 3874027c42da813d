/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RF_SCENARIO_ERROR (rf_scenario_error_quark ())
GQuark rf_scenario_error_quark (void);

/**
 * RfScenarioError:
 * @RF_SCENARIO_ERROR_NOT_FOUND: there is no scenario of that name, or no such file
 * @RF_SCENARIO_ERROR_SYNTAX: the file does not say what it must; the message names file, group and
 *   key
 * @RF_SCENARIO_ERROR_TIMEOUT: what a step waits for did not come
 * @RF_SCENARIO_ERROR_FAILED: the phones could not be brought to act it
 */
typedef enum {
  RF_SCENARIO_ERROR_NOT_FOUND,
  RF_SCENARIO_ERROR_SYNTAX,
  RF_SCENARIO_ERROR_TIMEOUT,
  RF_SCENARIO_ERROR_FAILED,
} RfScenarioError;

/* How many faults a phone can be given. */
#define RF_SCENARIO_N_FAULTS 4

/**
 * RfScenarioParty:
 * @id: user part of its address and name of its group in the file: "kevin"
 * @label: "Kevin"
 * @role: "transferee", "transferor" or "target"
 * @consent: what becomes of a REFER that arrives: "always", "never" or "ask"
 * @tone_hz: what it says instead of a microphone
 * @ring_timeout: seconds until an unanswered call is answered 480; 0 for never, -1 for the phone's
 *   default
 * @release_after: seconds that a transferor has to release a call once its transfer has worked; -1
 *   for the phone's default
 * @faults: (array zero-terminated=1): what its phone does wrong, by the names that the core has for
 *   it
 *
 * One who takes part. Owned by the scenario.
 */
typedef struct {
  const char *id;
  const char *label;
  const char *role;
  const char *consent;
  guint       tone_hz;
  int         ring_timeout;
  int         release_after;
  const char *faults[RF_SCENARIO_N_FAULTS + 1];
} RfScenarioParty;

/**
 * RfStepAction:
 * @RF_STEP_DIAL: call the argument
 * @RF_STEP_ANSWER: answer the call that rings
 * @RF_STEP_REJECT: answer it with the argument, a status code
 * @RF_STEP_TRANSFER: transfer the newest call that is up to the argument
 * @RF_STEP_TRANSFER_TO: transfer the newest call that is up to whoever is at the other end of the
 *   call with the argument, a party; where that still rings there, once it is answered
 * @RF_STEP_CANCEL_TRANSFER: take back the transfer it asked for, or, where that is too late, stop
 *   following it
 * @RF_STEP_ACCEPT: agree to the transfer that somebody else asks for
 * @RF_STEP_DECLINE: do not agree to it
 * @RF_STEP_HANG_UP: end the newest call
 * @RF_STEP_HOLD: put the newest call that is up on hold
 * @RF_STEP_RESUME: take the newest held call back
 * @RF_STEP_TALK: talk for a second at least, at any speed: what makes a consultation of a call
 * @RF_STEP_WAIT: do nothing until the argument, a condition, is true of the party
 *
 * What a party does in a step. Whom to call is a party's id or a SIP URI, in which "{kevin}" stands
 * for the address and port of that party's phone. "Newest" is among the calls with one party where
 * the step names it.
 *
 * The conditions: "ringing" (a call waits for its answer), "ringing-there" (a call waits for the
 * answer of the other end), "established" (a call is up), "asked" (somebody asks to transfer a
 * call of it), "transfer-over" (the transfer that it asked for has ended one way or the other and,
 * where it worked, the original call has been released), "ended" (its newest call has ended),
 * "idle" (it has no call).
 */
typedef enum {
  RF_STEP_DIAL,
  RF_STEP_ANSWER,
  RF_STEP_REJECT,
  RF_STEP_TRANSFER,
  RF_STEP_TRANSFER_TO,
  RF_STEP_CANCEL_TRANSFER,
  RF_STEP_ACCEPT,
  RF_STEP_DECLINE,
  RF_STEP_HANG_UP,
  RF_STEP_HOLD,
  RF_STEP_RESUME,
  RF_STEP_TALK,
  RF_STEP_WAIT,
} RfStepAction;

/**
 * RfScenarioStep:
 * @party: id of the one who acts
 * @action: what it does
 * @call: (nullable): id of the one at the other end of the call that is meant; any where %NULL
 * @argument: (nullable): whom to call, the status code, or the condition
 * @pause_ms: what a person would take before it, once it can be done, at speed 1
 * @within_ms: how long to wait until it can be done
 * @say: (nullable): what is told while it happens; untranslated, passed through gettext for show
 *
 * One thing that a party does. Owned by the scenario.
 */
typedef struct {
  const char  *party;
  const char  *call;
  RfStepAction action;
  const char  *argument;
  guint        pause_ms;
  guint        within_ms;
  const char  *say;
} RfScenarioStep;

/**
 * RfScenario:
 *
 * A play for several phones, read from an .ini file: who takes part, what they do in which order,
 * and what must come of it. It never changes once it is read.
 */
#define RF_TYPE_SCENARIO (rf_scenario_get_type ())
G_DECLARE_FINAL_TYPE (RfScenario, rf_scenario, RF, SCENARIO, GObject)

char                 **rf_scenario_list                 (void);
RfScenario            *rf_scenario_load                 (const char *name,
                                                         GError    **error);
const char            *rf_scenario_get_name             (RfScenario *self);
const char            *rf_scenario_get_title            (RfScenario *self);
const char            *rf_scenario_get_summary          (RfScenario *self);
guint                  rf_scenario_get_n_parties        (RfScenario *self);
const RfScenarioParty *rf_scenario_get_party            (RfScenario *self,
                                                         guint       index);
int                    rf_scenario_find_party           (RfScenario *self,
                                                         const char *id);
guint                  rf_scenario_get_n_steps          (RfScenario *self);
const RfScenarioStep  *rf_scenario_get_step             (RfScenario *self,
                                                         guint       index);
const char            *rf_scenario_get_expected_outcome (RfScenario *self);
guint                  rf_scenario_get_expected_status  (RfScenario *self);
const char            *rf_scenario_get_expected_kind    (RfScenario *self);
const char            *rf_scenario_get_expected_releaser (RfScenario *self);

G_END_DECLS
