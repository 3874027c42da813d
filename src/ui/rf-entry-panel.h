/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-lifelines.h"
#include "rf-trace.h"

G_BEGIN_DECLS

#define RF_TYPE_ENTRY_PANEL (rf_entry_panel_get_type ())
G_DECLARE_FINAL_TYPE (RfEntryPanel, rf_entry_panel, RF, ENTRY_PANEL, GtkBox)

GtkWidget *rf_entry_panel_new             (void);
void       rf_entry_panel_set_trace       (RfEntryPanel *self,
                                           RfTrace      *trace);
void       rf_entry_panel_set_lifelines   (RfEntryPanel *self,
                                           RfLifelines  *lifelines);
void       rf_entry_panel_update          (RfEntryPanel *self);
guint      rf_entry_panel_get_n_selected  (RfEntryPanel *self);
guint      rf_entry_panel_get_n_messages  (RfEntryPanel *self);
gboolean   rf_entry_panel_wants           (RfEntryPanel *self,
                                           guint         message);
void       rf_entry_panel_show_all        (RfEntryPanel *self);
void       rf_entry_panel_search          (RfEntryPanel *self);

G_END_DECLS
