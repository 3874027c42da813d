/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-call.h"

G_BEGIN_DECLS

#define RF_TYPE_TRANSFER_STEPS (rf_transfer_steps_get_type ())
G_DECLARE_FINAL_TYPE (RfTransferSteps, rf_transfer_steps, RF, TRANSFER_STEPS, GtkBox)

GtkWidget *rf_transfer_steps_new      (void);
void       rf_transfer_steps_set_call (RfTransferSteps *self,
                                       RfCall          *call);

G_END_DECLS
