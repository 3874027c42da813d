/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-lifelines.h"
#include "rf-trace.h"

G_BEGIN_DECLS

#define RF_TYPE_MESSAGE_EXPLANATION (rf_message_explanation_get_type ())
G_DECLARE_FINAL_TYPE (RfMessageExplanation, rf_message_explanation, RF, MESSAGE_EXPLANATION,
                      GtkScrolledWindow)

void rf_message_explanation_set_message (RfMessageExplanation *self,
                                         RfTrace              *trace,
                                         int                   index,
                                         RfLifelines          *lifelines);
guint rf_message_explanation_get_lines  (RfMessageExplanation *self,
                                         guint                *ret_first);

G_END_DECLS
