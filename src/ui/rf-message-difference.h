/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-lifelines.h"
#include "rf-trace.h"

G_BEGIN_DECLS

#define RF_TYPE_MESSAGE_DIFFERENCE (rf_message_difference_get_type ())
G_DECLARE_FINAL_TYPE (RfMessageDifference, rf_message_difference, RF, MESSAGE_DIFFERENCE, GtkBox)

void rf_message_difference_set_messages (RfMessageDifference *self,
                                         RfTrace             *trace,
                                         int                  left,
                                         int                  right,
                                         RfLifelines         *lifelines);

G_END_DECLS
