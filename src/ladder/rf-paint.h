/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "rf-layout.h"
#include "rf-palette.h"
#include "rf-row-map.h"
#include "rf-trace-audio.h"

G_BEGIN_DECLS

/* Where in a row the line of its arrow is. It fills whole pixels at scale 1: it is sharp, and
 * painted in half the time. */
#define RF_PAINT_LINE 19.0

/**
 * RfPainter:
 * @cr: where to paint; its user unit is a pixel at scale 1
 * @map: which messages stand in which row; %NULL while only heads are painted
 * @spacing: where the rows stand; %NULL while only heads are painted
 * @n_rows: rows of the whole drawing
 * @sight_start: first row of what a person has before them: of a page of paper, or of a view
 * @is_brief: whether phases have their numbers only
 * @left: where begins what can be seen, which may be more than is painted
 * @right: where it ends
 * @clip_left: where begins what is painted
 * @clip_right: where it ends
 * @text: (nullable): what is written next, laid out
 *
 * What every part of the painting needs. Lives for one painting.
 */
typedef struct {
  cairo_t         *cr;
  RfTrace         *trace;
  RfLayout        *layout;
  RfRowMap        *map;
  RfRowSpacing    *spacing;
  guint            n_rows;
  guint            sight_start;
  gboolean         is_brief;
  double           left;
  double           right;
  double           clip_left;
  double           clip_right;
  const RfPalette *palette;
  PangoLayout     *text;
} RfPainter;

void   rf_painter_init     (RfPainter       *self,
                            cairo_t         *cr,
                            RfTrace         *trace,
                            RfLayout        *layout,
                            const RfPalette *palette);
void   rf_painter_clear    (RfPainter       *self);
void   rf_painter_colour   (RfPainter       *self,
                            RfColour         colour);
double rf_painter_set_text (RfPainter       *self,
                            const char      *text,
                            gboolean         bold,
                            double           max_width,
                            RfLabelCut       cut);
void   rf_painter_show_text (RfPainter      *self,
                             double          x,
                             double          y);
void   rf_painter_rounded  (RfPainter       *self,
                            double           x,
                            double           y,
                            double           width,
                            double           height,
                            double           radius);

gboolean rf_painter_reaches (RfPainter      *self,
                             double          left,
                             double          right);
double rf_painter_get_top  (RfPainter       *self,
                            guint            row);
double rf_painter_get_edge (RfPainter       *self,
                            guint            row);

/* The parts, each in its own file. */
void   rf_paint_heads      (RfPainter       *self);
void   rf_paint_measure_head (RfPainter         *self,
                              guint              column,
                              cairo_rectangle_t *ret_area);
void   rf_paint_lifelines  (RfPainter       *self,
                            guint            first,
                            guint            end);
void   rf_paint_row        (RfPainter       *self,
                            const RfRow     *row,
                            guint            place,
                            const char      *time);
void   rf_paint_fold       (RfPainter       *self,
                            const RfRow     *row,
                            guint            place,
                            const char      *time,
                            guint            limit);
void   rf_paint_audio      (RfPainter       *self,
                            const RfTraceAudio *audio,
                            guint            place);
void   rf_paint_time       (RfPainter       *self,
                            guint            place,
                            const char      *time);
void   rf_paint_pauses     (RfPainter       *self,
                            guint            first,
                            guint            end);
void   rf_paint_ties       (RfPainter       *self,
                            guint            first,
                            guint            end);
void   rf_paint_phases     (RfPainter       *self,
                            guint            first,
                            guint            end);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RfPainter, rf_painter_clear)

G_END_DECLS
