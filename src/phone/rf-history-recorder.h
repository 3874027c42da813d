/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-history.h"
#include "rf-phone.h"

G_BEGIN_DECLS

/**
 * RfHistoryRecorder:
 *
 * Writes the calls of a phone into a history: each when it comes, so that one is not lost with the
 * program, and again with whatever is learned of it.
 */
#define RF_TYPE_HISTORY_RECORDER (rf_history_recorder_get_type ())
G_DECLARE_FINAL_TYPE (RfHistoryRecorder, rf_history_recorder, RF, HISTORY_RECORDER, GObject)

RfHistoryRecorder *rf_history_recorder_new  (RfHistory *history,
                                             RfPhone   *phone);
void               rf_history_recorder_note (RfHistoryRecorder *self,
                                             RfCall            *call);

G_END_DECLS
