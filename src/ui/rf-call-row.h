/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-desk.h"

G_BEGIN_DECLS

#define RF_TYPE_CALL_ROW (rf_call_row_get_type ())
G_DECLARE_FINAL_TYPE (RfCallRow, rf_call_row, RF, CALL_ROW, GtkListBoxRow)

GtkWidget *rf_call_row_new              (RfDesk *desk,
                                         RfCall *call);
RfDesk    *rf_call_row_get_desk         (RfCallRow *self);
RfCall    *rf_call_row_get_call         (RfCallRow *self);
gboolean   rf_call_row_is_waiting       (RfCallRow *self);
gboolean   rf_call_row_is_wanted        (RfCallRow *self);
void       rf_call_row_request_transfer (RfCallRow *self,
                                         RfCall    *other);

G_END_DECLS
