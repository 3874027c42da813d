/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-call-row.h"

G_BEGIN_DECLS

#define RF_TYPE_CALL_SIGHT (rf_call_sight_get_type ())
G_DECLARE_FINAL_TYPE (RfCallSight, rf_call_sight, RF, CALL_SIGHT, GObject)

RfCallSight *rf_call_sight_new  (GtkListBox  *list);
void         rf_call_sight_show (RfCallSight *self,
                                 RfCallRow   *row);
void         rf_call_sight_keep (RfCallSight *self);

G_END_DECLS
