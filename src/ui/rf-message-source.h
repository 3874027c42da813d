/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-trace.h"

G_BEGIN_DECLS

#define RF_TYPE_MESSAGE_SOURCE (rf_message_source_get_type ())
G_DECLARE_FINAL_TYPE (RfMessageSource, rf_message_source, RF, MESSAGE_SOURCE, GtkScrolledWindow)

void rf_message_source_set_message (RfMessageSource      *self,
                                    const RfTraceMessage *message);
void rf_message_source_show_lines  (RfMessageSource      *self,
                                    guint                 first,
                                    guint                 n_lines);

G_END_DECLS
