/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-scenario.h"
#include "rf-trace.h"

G_BEGIN_DECLS

gboolean rf_verdict_on_trace (RfScenario *scenario,
                              RfTrace    *trace,
                              char      **sentence);

G_END_DECLS
