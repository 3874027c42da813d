/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-history.h"

G_BEGIN_DECLS

#define RF_TYPE_HISTORY_PANEL (rf_history_panel_get_type ())
G_DECLARE_FINAL_TYPE (RfHistoryPanel, rf_history_panel, RF, HISTORY_PANEL, GtkBin)

GtkWidget *rf_history_panel_new          (void);
void       rf_history_panel_set_history  (RfHistoryPanel *self,
                                          RfHistory      *history);
void       rf_history_panel_set_in_call (RfHistoryPanel *self,
                                         gboolean        in_call);
void       rf_history_panel_ask_to_clear (RfHistoryPanel *self);

G_END_DECLS
