/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_TYPE_ACCOUNT_BUTTON (rf_account_button_get_type ())
G_DECLARE_FINAL_TYPE (RfAccountButton, rf_account_button, RF, ACCOUNT_BUTTON, GtkMenuButton)

GtkWidget *rf_account_button_new       (void);
void       rf_account_button_set_phone (RfAccountButton *self,
                                        RfPhone         *phone);

G_END_DECLS
