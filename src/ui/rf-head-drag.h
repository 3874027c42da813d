/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder-heads.h"

G_BEGIN_DECLS

#define RF_TYPE_HEAD_DRAG (rf_head_drag_get_type ())
G_DECLARE_FINAL_TYPE (RfHeadDrag, rf_head_drag, RF, HEAD_DRAG, GObject)

RfHeadDrag *rf_head_drag_new    (RfLadderHeads  *heads,
                                 RfLadderCanvas *canvas);
void        rf_head_drag_cancel (RfHeadDrag     *self);
void        rf_head_drag_draw   (RfHeadDrag     *self,
                                 cairo_t        *cr);

G_END_DECLS
