/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder.h"
#include "rf-layout.h"
#include "rf-lifeline-map.h"

G_BEGIN_DECLS

/* What the files of #RfLadder share. */
struct _RfLadder {
  GObject        parent_instance;

  RfTrace       *trace;
  RfLifelines   *lifelines; /* may be NULL */
  RfLifelineMap *lines;
  RfLayout      *layout;
  RfRowMap      *map;
  RfRowSpacing  *spacing;
  RfRowFilter   *filter; /* may be NULL */
  RfTimeMode     time_mode;
  RfLadderTheme  theme;
  double         scale;
  double         width;
  int            limit;
  int            selected;
  int            sound_of; /* call whose sound is selected, below that message; or -1 */
  gboolean       is_lazy;
  guint          sight_start;
  double         sight_left;
  double         sight_width; /* 0 where all of the width is in sight */
  guint          n_laid_out; /* messages that the layout has learnt from */
};

guint rf_ladder_get_message_limit (RfLadder *self);
int   rf_ladder_get_previous      (RfLadder *self,
                                   guint     row);
void  rf_ladder_emit_changed      (RfLadder *self);
void  rf_ladder_lay_out_anew      (RfLadder *self);
void  rf_ladder_show_anew         (RfLadder *self);

G_END_DECLS
