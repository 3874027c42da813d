/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder-canvas.h"

G_BEGIN_DECLS

#define RF_TYPE_LADDER_BAR (rf_ladder_bar_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderBar, rf_ladder_bar, RF, LADDER_BAR, GtkBox)

void rf_ladder_bar_set_canvas (RfLadderBar    *self,
                               RfLadderCanvas *canvas);
void rf_ladder_bar_keep_times (RfLadderBar    *self,
                               GSettings      *settings);
void rf_ladder_bar_search     (RfLadderBar    *self);

G_END_DECLS
