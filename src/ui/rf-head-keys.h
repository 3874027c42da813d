/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder-canvas.h"

G_BEGIN_DECLS

void     rf_head_keys_install (GType           canvas_type);
gboolean rf_head_keys_handle  (RfLadderCanvas *canvas,
                               GdkEventKey    *event);

G_END_DECLS
