/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder-canvas.h"
#include "rf-ladder-heads.h"
#include "rf-ladder-pace.h"
#include "rf-ladder-scroll.h"

G_BEGIN_DECLS

/* What the files of #RfLadderCanvas share. */
struct _RfLadderCanvas {
  GtkDrawingArea       parent_instance;

  RfLadder            *ladder;
  RfRowFilter         *filter;
  RfLifelines         *lifelines;
  RfLadderHeads       *heads;
  RfTimeMode           time_mode;
  gboolean             true_time;
  int                  limit;
  double               zoom;
  RfLadderScroll      *scroll;
  GtkScrollablePolicy  policies[2]; /* by GtkOrientation */
  RfLadderPace        *pace;
  guint                n_drawn;
  gboolean             is_sought;   /* something that passes the filter which was just set */
  int                  sought;      /* what was found of that, kept in sight sideways; or -1 */
  GtkGesture          *press;
};

/* In which ways the selected message is in sight. */
typedef struct {
  gboolean ways[2]; /* by GtkOrientation */
} RfLadderSight;

double   rf_ladder_canvas_get_offset      (RfLadderCanvas *self,
                                           GtkOrientation  orientation);
double   rf_ladder_canvas_get_head_height (RfLadderCanvas *self);
int      rf_ladder_canvas_message_at      (RfLadderCanvas *self,
                                           double          y);
int      rf_ladder_canvas_row_at          (RfLadderCanvas *self,
                                           double          y);
int      rf_ladder_canvas_phase_at        (RfLadderCanvas *self,
                                           double          x,
                                           double          y);
void     rf_ladder_canvas_place           (RfLadderCanvas *self);
void     rf_ladder_canvas_note_sight      (RfLadderCanvas *self,
                                           RfLadderSight  *ret_sight);
void     rf_ladder_canvas_keep_sight      (RfLadderCanvas      *self,
                                           const RfLadderSight *sight);
void     rf_ladder_canvas_stay_at_selected (RfLadderCanvas *self);
gboolean rf_ladder_canvas_query_tooltip   (GtkWidget      *widget,
                                           int             x,
                                           int             y,
                                           gboolean        keyboard_mode,
                                           GtkTooltip     *tooltip);
void     rf_ladder_canvas_seek_passing    (RfLadderCanvas *self);
void     rf_ladder_canvas_keep_passing    (RfLadderCanvas *self);
void     rf_ladder_canvas_let_passing_go  (RfLadderCanvas *self);
gboolean rf_ladder_canvas_draw            (GtkWidget      *widget,
                                           cairo_t        *cr);

G_END_DECLS
