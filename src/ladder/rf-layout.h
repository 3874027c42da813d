/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-holds.h"
#include "rf-row-spacing.h"
#include "rf-row-time.h"
#include "rf-row.h"
#include "rf-ruler.h"
#include "rf-typesetter.h"

G_BEGIN_DECLS

/* On a grid of 16; rows of 24 with labels of 12 leave the arrow its own height below the text. */
#define RF_LAYOUT_GRID 16.0
#define RF_LAYOUT_ROW_HEIGHT RF_ROW_HEIGHT
#define RF_LAYOUT_HEAD_HEIGHT 48.0
#define RF_LAYOUT_HALF_HEAD 56.0 /* kept free at the left of the first lifeline */
#define RF_LAYOUT_FONT_SIZE RF_RULER_FONT_SIZE
#define RF_LAYOUT_ARROWHEAD 9.0
#define RF_LAYOUT_CHIP_PADDING 5.0
#define RF_LAYOUT_LABEL_SPACE 5.0 /* between label and detail */
#define RF_LAYOUT_LOOP_WIDTH 24.0
#define RF_LAYOUT_BRACKET_ARM 6.0
#define RF_LAYOUT_BRACKET_MARGIN 6.0 /* at its left, where it stands beside an edge */
#define RF_LAYOUT_BRIEF_PHASES 36.0  /* brackets with numbers, and that margin */
#define RF_LAYOUT_BAR_ALONE 288.0  /* of a bar with no second lifeline to reach to */
#define RF_LAYOUT_BAR_PADDING 40.0 /* beside the words on a bar, both sides together */

/**
 * RfLayout:
 *
 * Where the columns of a ladder stand, at scale 1. Learns from each message once, as it comes: what
 * it keeps of a message is only how much room its words ask for.
 */
typedef struct _RfLayout RfLayout;

RfLayout     *rf_layout_new             (RfTrace       *trace,
                                         RfLifelineMap *lines);
void          rf_layout_free            (RfLayout *self);
void          rf_layout_add             (RfLayout *self,
                                         guint     first,
                                         guint     count);
gboolean      rf_layout_make_room       (RfLayout *self,
                                         guint     message);
void          rf_layout_set_time_mode   (RfLayout   *self,
                                         RfTimeMode  mode);
void          rf_layout_set_width       (RfLayout *self,
                                         double    width);
double        rf_layout_get_width       (RfLayout *self);
double        rf_layout_get_min_width   (RfLayout *self);
gboolean      rf_layout_has_phases      (RfLayout *self);
gboolean      rf_layout_has_short_phases (RfLayout *self);
double        rf_layout_get_gutter      (RfLayout *self);
guint         rf_layout_get_n_columns   (RfLayout *self);
double        rf_layout_get_column      (RfLayout *self,
                                         int       column);
double        rf_layout_get_bracket     (RfLayout *self);
guint         rf_layout_find_column     (RfLayout *self,
                                         double    x);
RfHolds      *rf_layout_get_holds       (RfLayout *self);
RfRowReader  *rf_layout_get_reader      (RfLayout *self);
RfLifelineMap *rf_layout_get_lines      (RfLayout *self);
RfTypesetter *rf_layout_get_typesetter  (RfLayout *self);
double        rf_layout_measure         (RfLayout   *self,
                                         const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfLayout, rf_layout_free)

G_END_DECLS
