/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-history-entry.h"

G_BEGIN_DECLS

#define RF_TYPE_HISTORY_ROW (rf_history_row_get_type ())
G_DECLARE_FINAL_TYPE (RfHistoryRow, rf_history_row, RF, HISTORY_ROW, GtkListBoxRow)

GtkWidget      *rf_history_row_new         (RfHistoryEntry *entry);
RfHistoryEntry *rf_history_row_get_entry   (RfHistoryRow *self);
void            rf_history_row_update_time (RfHistoryRow *self,
                                            GDateTime    *now);

G_END_DECLS
