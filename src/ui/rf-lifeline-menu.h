/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-ladder-lifelines.h"

G_BEGIN_DECLS

GMenuModel *rf_lifeline_menu_new     (RfLadder *ladder,
                                      guint     column);
GMenuModel *rf_lifeline_menu_new_all (RfLadder *ladder);
GtkWidget  *rf_lifeline_menu_popover_new (GMenuModel         *model,
                                          GtkWidget          *relative_to,
                                          const GdkRectangle *area);

G_END_DECLS
