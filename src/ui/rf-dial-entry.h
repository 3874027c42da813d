/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_TYPE_DIAL_ENTRY (rf_dial_entry_get_type ())
G_DECLARE_FINAL_TYPE (RfDialEntry, rf_dial_entry, RF, DIAL_ENTRY, GtkBox)

GtkWidget *rf_dial_entry_new       (RfPhone *phone);
void       rf_dial_entry_set_phone (RfDialEntry *self,
                                    RfPhone     *phone);
void       rf_dial_entry_set_text  (RfDialEntry *self,
                                    const char  *text);
void       rf_dial_entry_set_targets (RfDialEntry *self,
                                      GListModel  *targets);
void       rf_dial_entry_dial        (RfDialEntry *self,
                                      const char  *address);

G_END_DECLS
