/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-ladder.h"

G_BEGIN_DECLS

RfLadderTheme rf_ladder_theme_of        (GtkWidget *widget);
void          rf_ladder_theme_draw_edge (GtkWidget          *widget,
                                         cairo_t            *cr,
                                         const GdkRectangle *area);

G_END_DECLS
