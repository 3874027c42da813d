/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-ladder.h"
#include "rf-lifelines.h"

G_BEGIN_DECLS

#define RF_LADDER_MIN_ZOOM 0.5
#define RF_LADDER_MAX_ZOOM 4.0

#define RF_TYPE_LADDER_CANVAS (rf_ladder_canvas_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderCanvas, rf_ladder_canvas, RF, LADDER_CANVAS, GtkDrawingArea)

typedef struct _RfLadderHeads RfLadderHeads;

RfTrace  *rf_ladder_canvas_get_trace     (RfLadderCanvas *self);
void      rf_ladder_canvas_set_trace     (RfLadderCanvas *self,
                                          RfTrace        *trace);
int       rf_ladder_canvas_get_selected  (RfLadderCanvas *self);
void      rf_ladder_canvas_set_selected  (RfLadderCanvas *self,
                                          int             message);
int       rf_ladder_canvas_get_limit     (RfLadderCanvas *self);
void      rf_ladder_canvas_set_limit     (RfLadderCanvas *self,
                                          int             limit);
double    rf_ladder_canvas_get_zoom      (RfLadderCanvas *self);
void      rf_ladder_canvas_set_zoom      (RfLadderCanvas *self,
                                          double          zoom);
gboolean  rf_ladder_canvas_get_following (RfLadderCanvas *self);
void      rf_ladder_canvas_set_following (RfLadderCanvas *self,
                                          gboolean        following);
void      rf_ladder_canvas_go_to_start   (RfLadderCanvas *self);

RfLadder *rf_ladder_canvas_get_ladder    (RfLadderCanvas *self);
RfRowFilter *rf_ladder_canvas_get_filter (RfLadderCanvas *self);
RfLifelines *rf_ladder_canvas_get_lifelines (RfLadderCanvas *self);
RfLadderHeads *rf_ladder_canvas_get_heads (RfLadderCanvas *self);
void      rf_ladder_canvas_set_time_mode (RfLadderCanvas *self,
                                          RfTimeMode      mode);
void      rf_ladder_canvas_set_true_time (RfLadderCanvas *self,
                                          gboolean        true_time);
void      rf_ladder_canvas_select_spot   (RfLadderCanvas     *self,
                                          const RfLadderSpot *spot);
void      rf_ladder_canvas_select_row    (RfLadderCanvas *self,
                                          guint           row);
void      rf_ladder_canvas_press         (RfLadderCanvas *self,
                                          guint           row);
void      rf_ladder_canvas_activate      (RfLadderCanvas *self);
void      rf_ladder_canvas_reveal_selected (RfLadderCanvas *self);
gboolean  rf_ladder_canvas_set_folded    (RfLadderCanvas *self,
                                          int             message,
                                          gboolean        folded);
void      rf_ladder_canvas_unfold_all    (RfLadderCanvas *self);
int       rf_ladder_canvas_get_rows_of_page (RfLadderCanvas *self);

guint     rf_ladder_canvas_get_n_rows    (RfLadderCanvas *self);
int       rf_ladder_canvas_get_row_message (RfLadderCanvas *self,
                                            guint           row);
int       rf_ladder_canvas_get_selected_row (RfLadderCanvas *self);
char     *rf_ladder_canvas_dup_row_text  (RfLadderCanvas *self,
                                          guint           row);
void      rf_ladder_canvas_get_row_area  (RfLadderCanvas *self,
                                          guint           row,
                                          GdkRectangle   *ret_area);
double    rf_ladder_canvas_get_gutter    (RfLadderCanvas *self);
double    rf_ladder_canvas_get_covered   (RfLadderCanvas *self);
double    rf_ladder_canvas_get_margin    (RfLadderCanvas *self);

G_END_DECLS
