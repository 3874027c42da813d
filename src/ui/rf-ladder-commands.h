/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder-canvas.h"

G_BEGIN_DECLS

#define RF_LADDER_ZOOM_STEP 1.1

void     rf_ladder_commands_install (GType           type);
void     rf_ladder_commands_jump    (RfLadderCanvas *canvas,
                                     RfLadderFind    what,
                                     gboolean        up);
gboolean rf_ladder_commands_go_to   (RfLadderCanvas *canvas,
                                     int             message);
void     rf_ladder_commands_unfold  (RfLadderCanvas *canvas);

G_END_DECLS
