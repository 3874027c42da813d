/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-history.h"
#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_TYPE_PHONE_NOTICES (rf_phone_notices_get_type ())
G_DECLARE_FINAL_TYPE (RfPhoneNotices, rf_phone_notices, RF, PHONE_NOTICES, GtkBox)

GtkWidget *rf_phone_notices_new         (void);
void       rf_phone_notices_set_phone   (RfPhoneNotices *self,
                                         RfPhone        *phone);
void       rf_phone_notices_set_history (RfPhoneNotices *self,
                                         RfHistory      *history);

G_END_DECLS
