/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-explain.h"

G_BEGIN_DECLS

#define RF_TYPE_EXPLAIN_ROW (rf_explain_row_get_type ())
G_DECLARE_FINAL_TYPE (RfExplainRow, rf_explain_row, RF, EXPLAIN_ROW, GtkListBoxRow)

GtkWidget *rf_explain_row_new             (void);
void       rf_explain_row_set_explanation (RfExplainRow        *self,
                                           const RfExplanation *explanation);
int        rf_explain_row_get_link        (RfExplainRow *self);
guint      rf_explain_row_get_lines       (RfExplainRow *self,
                                           guint        *ret_first);

G_END_DECLS
