/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-scenario.h"

G_BEGIN_DECLS

/**
 * RfScenarioData:
 * @kind: (nullable): what kind of transfer it must be
 * @released_by: (nullable): who must release the original call
 * @parties: (element-type RfScenarioParty)
 * @steps: (element-type RfScenarioStep)
 * @strings: what the other fields point into
 *
 * What a scenario file says.
 */
typedef struct {
  GStringChunk *strings;
  const char   *title;
  const char   *summary;
  const char   *outcome;
  guint         status;
  const char   *kind;
  const char   *released_by;
  GArray       *parties;
  GArray       *steps;
} RfScenarioData;

RfScenarioData *rf_scenario_data_read (const char     *path,
                                       GError        **error);
void            rf_scenario_data_free (RfScenarioData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfScenarioData, rf_scenario_data_free)

G_END_DECLS
