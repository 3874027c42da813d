/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-history.h"

G_BEGIN_DECLS

char       *rf_words_history_name    (const RfHistoryRecord *record);
char       *rf_words_history_detail  (const RfHistoryRecord *record,
                                      const char            *separator);
const char *rf_words_history_kind    (const RfHistoryRecord *record);
const char *rf_words_history_icon    (const RfHistoryRecord *record);
char       *rf_words_history_time    (const RfHistoryRecord *record,
                                      GDateTime             *now);
char       *rf_words_history_moment  (const RfHistoryRecord *record);
char       *rf_words_history_problem (RfHistory *history);

G_END_DECLS
