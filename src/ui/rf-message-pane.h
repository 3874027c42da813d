/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-ladder-view.h"
#include "rf-trace.h"

G_BEGIN_DECLS

#define RF_TYPE_MESSAGE_PANE (rf_message_pane_get_type ())
G_DECLARE_FINAL_TYPE (RfMessagePane, rf_message_pane, RF, MESSAGE_PANE, GtkBox)

GtkWidget *rf_message_pane_new         (void);
void       rf_message_pane_set_view    (RfMessagePane *self,
                                        RfLadderView  *view);
void       rf_message_pane_keep_page   (RfMessagePane *self,
                                        GSettings     *settings);
void       rf_message_pane_set_message (RfMessagePane *self,
                                        RfTrace       *trace,
                                        int            index);

G_END_DECLS
