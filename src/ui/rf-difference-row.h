/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-message-diff.h"

G_BEGIN_DECLS

#define RF_TYPE_DIFFERENCE_ROW (rf_difference_row_get_type ())
G_DECLARE_FINAL_TYPE (RfDifferenceRow, rf_difference_row, RF, DIFFERENCE_ROW, GtkListBoxRow)

GtkWidget *rf_difference_row_new (const RfDiffRow *diff);

G_END_DECLS
