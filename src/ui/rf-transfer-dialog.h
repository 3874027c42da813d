/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-desk.h"

G_BEGIN_DECLS

#define RF_TYPE_TRANSFER_DIALOG (rf_transfer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RfTransferDialog, rf_transfer_dialog, RF, TRANSFER_DIALOG, GtkDialog)

GtkWidget *rf_transfer_dialog_new (GtkWindow *parent,
                                   RfDesk    *desk,
                                   RfCall    *call,
                                   RfCall    *other);

G_END_DECLS
