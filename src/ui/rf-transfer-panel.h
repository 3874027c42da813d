/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-desk.h"

G_BEGIN_DECLS

#define RF_TYPE_TRANSFER_PANEL (rf_transfer_panel_get_type ())
G_DECLARE_FINAL_TYPE (RfTransferPanel, rf_transfer_panel, RF, TRANSFER_PANEL, GtkBox)

GtkWidget *rf_transfer_panel_new      (void);
void       rf_transfer_panel_set_call (RfTransferPanel *self,
                                       RfDesk          *desk,
                                       RfCall          *call);

G_END_DECLS
