/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RF_TYPE_NOTICE (rf_notice_get_type ())
G_DECLARE_FINAL_TYPE (RfNotice, rf_notice, RF, NOTICE, GtkInfoBar)

GtkWidget *rf_notice_new  (void);
void       rf_notice_show (RfNotice       *self,
                           GtkMessageType  type,
                           const char     *text);
void       rf_notice_hide (RfNotice *self);

G_END_DECLS
