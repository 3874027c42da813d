/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RF_TYPE_LIFELINE_NAME (rf_lifeline_name_get_type ())
G_DECLARE_FINAL_TYPE (RfLifelineName, rf_lifeline_name, RF, LIFELINE_NAME, GtkPopover)

GtkWidget *rf_lifeline_name_new (GtkWidget  *relative_to,
                                 const char *name);

G_END_DECLS
