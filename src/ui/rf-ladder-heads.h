/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder-canvas.h"
#include "rf-ladder-lifelines.h"

G_BEGIN_DECLS

#define RF_TYPE_LADDER_HEADS (rf_ladder_heads_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderHeads, rf_ladder_heads, RF, LADDER_HEADS, GObject)

RfLadderHeads *rf_ladder_heads_new         (RfLadderCanvas *canvas);
GActionGroup  *rf_ladder_heads_get_actions (RfLadderHeads  *self);
int            rf_ladder_heads_get_cursor  (RfLadderHeads  *self);
void           rf_ladder_heads_set_cursor  (RfLadderHeads  *self,
                                            int             column);
int            rf_ladder_heads_find        (RfLadderHeads  *self,
                                            double          x,
                                            double          y);
void           rf_ladder_heads_get_area    (RfLadderHeads  *self,
                                            guint           column,
                                            GdkRectangle   *ret_area);
void           rf_ladder_heads_rename      (RfLadderHeads  *self,
                                            guint           column);
void           rf_ladder_heads_move        (RfLadderHeads  *self,
                                            guint           column,
                                            int             steps);
void           rf_ladder_heads_merge       (RfLadderHeads  *self,
                                            guint           column,
                                            int             into);
void           rf_ladder_heads_leave       (RfLadderHeads  *self);
gboolean       rf_ladder_heads_open_menu   (RfLadderHeads  *self);
void           rf_ladder_heads_open_list   (RfLadderHeads  *self,
                                            GtkWidget      *relative_to);
void           rf_ladder_heads_draw        (RfLadderHeads  *self,
                                            cairo_t        *cr);
char          *rf_ladder_heads_dup_text    (RfLadderHeads  *self);

G_END_DECLS
