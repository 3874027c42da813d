/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder.h"
#include "rf-lifelines.h"

G_BEGIN_DECLS

/*
 * The lifelines of an #RfLadder, by column, and what a person does to them. Each command says
 * whether there was something to do.
 */

void         rf_ladder_set_lifelines      (RfLadder          *self,
                                           RfLifelines       *lifelines);
RfLifelines *rf_ladder_get_lifelines      (RfLadder          *self);
guint        rf_ladder_get_n_lifelines    (RfLadder          *self);
guint        rf_ladder_count_merged       (RfLadder          *self,
                                           guint              column);
char        *rf_ladder_dup_lifeline_label (RfLadder          *self,
                                           guint              column);
char        *rf_ladder_dup_lifeline_tip   (RfLadder          *self,
                                           guint              column);
void         rf_ladder_get_head_area      (RfLadder          *self,
                                           guint              column,
                                           cairo_rectangle_t *ret_area);
double       rf_ladder_get_lifeline_place (RfLadder          *self,
                                           guint              column);
double       rf_ladder_get_gutter         (RfLadder          *self);
double       rf_ladder_get_phases         (RfLadder          *self,
                                           double            *ret_brief);
int          rf_ladder_lifeline_at        (RfLadder          *self,
                                           double             x);
gboolean     rf_ladder_rename_lifeline    (RfLadder          *self,
                                           guint              column,
                                           const char        *name);
gboolean     rf_ladder_move_lifeline      (RfLadder          *self,
                                           guint              column,
                                           guint              to);
gboolean     rf_ladder_merge_lifelines    (RfLadder          *self,
                                           guint              column,
                                           guint              into);
gboolean     rf_ladder_split_lifeline     (RfLadder          *self,
                                           guint              column);

G_END_DECLS
