/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder-canvas.h"

G_BEGIN_DECLS

gboolean rf_row_menu_open (RfLadderCanvas *canvas);

G_END_DECLS
