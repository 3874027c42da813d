/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"
#include "rf-scenario.h"

G_BEGIN_DECLS

/**
 * RfStepReadiness:
 * @RF_STEP_NOT_YET: something has to happen first
 * @RF_STEP_POSSIBLE: it can be done now; of a wait: its condition is true
 * @RF_STEP_ALREADY_DONE: a person was faster; nothing is left to do
 *
 * Whether a step can be done.
 */
typedef enum {
  RF_STEP_NOT_YET,
  RF_STEP_POSSIBLE,
  RF_STEP_ALREADY_DONE,
} RfStepReadiness;

/**
 * RfStepSight:
 * @phone: (transfer none): the phone of the party whose step it is
 * @target: (nullable): whom to call or transfer to, as a URI; %NULL while that party's phone is not
 *   ready
 * @with: (nullable): address of the one at the other end of the call that is meant; %NULL for any
 * @since: µs since 1970 of the last thing that a step did; what a person did after it counts
 * @transferred: (nullable): the party's call that a transfer was asked for on
 *
 * What a step is judged by.
 */
typedef struct {
  RfPhone    *phone;
  const char *target;
  const char *with;
  gint64      since;
  RfCall     *transferred;
} RfStepSight;

RfStepReadiness rf_step_look         (const RfScenarioStep *step,
                                      const RfStepSight    *sight,
                                      RfCall              **call);
RfCall         *rf_step_find_call_to (RfPhone              *phone,
                                      const char           *target);
char           *rf_step_dup_missing  (const RfScenarioStep *step,
                                      const char           *label);

G_END_DECLS
