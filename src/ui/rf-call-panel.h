/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-desk.h"

G_BEGIN_DECLS

#define RF_TYPE_CALL_PANEL (rf_call_panel_get_type ())
G_DECLARE_FINAL_TYPE (RfCallPanel, rf_call_panel, RF, CALL_PANEL, GtkBin)

GtkWidget *rf_call_panel_new          (RfPhone     *phone);
void       rf_call_panel_set_phone    (RfCallPanel *self,
                                       RfPhone     *phone);
RfCall    *rf_call_panel_get_selected (RfCallPanel *self);
RfDesk    *rf_call_panel_get_desk     (RfCallPanel *self);
gboolean   rf_call_panel_command      (RfCallPanel *self,
                                       const char  *command);

G_END_DECLS
