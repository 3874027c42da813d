/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk-a11y.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RF_TYPE_LADDER_ACCESSIBLE (rf_ladder_accessible_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderAccessible, rf_ladder_accessible, RF, LADDER_ACCESSIBLE,
                      GtkWidgetAccessible)

void rf_ladder_accessible_selection_moved (AtkObject *accessible);
void rf_ladder_accessible_update          (AtkObject *accessible);
void rf_ladder_accessible_fold_changed    (AtkObject *accessible);
void rf_ladder_accessible_head_moved      (AtkObject *accessible);

G_END_DECLS
