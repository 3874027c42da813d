/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paint-tie"

#include "config.h"

#include "rf-paint.h"

#include "rf-replaced.h"

/* How many rows above its INVITE the call that is replaced may have been heard of last. A tie over
 * more of them could not be followed by eye, and would have to be looked for in each painting. */
#define REACH 64

#define BULGE 22.0 /* of the points that pull at the curve; it goes three quarters as far */
#define LINE_WIDTH 1.0
#define KNOT_RADIUS 2.5

static gboolean
is_message (RfPainter *self,
            guint      row)
{
  return rf_row_map_get_audio (self->map, row) < 0 && !rf_row_map_is_fold (self->map, row);
}

static const RfTraceMessage *
get_message (RfPainter *self,
             guint      row)
{
  return rf_trace_get_message (self->trace, rf_row_map_get_message (self->map, row));
}

static int
find_column (RfPainter *self,
             int        party)
{
  return rf_lifeline_map_find (rf_row_reader_get_lines (rf_layout_get_reader (self->layout)),
                               party);
}

/* Where the call was heard of last by whom the INVITE went to, or -1. */
static int
find_knot (RfPainter *self,
           guint      row,
           int        dialog,
           int        column)
{
  guint end = row > REACH ? row - REACH : 0;

  for (guint i = row; i > end; i--) {
    const RfTraceMessage *message = get_message (self, i - 1);

    if (is_message (self, i - 1) && message->dialog == dialog &&
        (find_column (self, message->from_party) == column ||
         find_column (self, message->to_party) == column))
      return (int) i - 1;
  }

  return -1;
}

/* A thin curve beside the lifeline, on the side that the INVITE does not come from. */
static void
paint_curve (RfPainter *self,
             double     x,
             double     side,
             double     top,
             double     bottom)
{
  cairo_set_dash (self->cr, NULL, 0, 0);
  cairo_set_line_width (self->cr, LINE_WIDTH);
  cairo_move_to (self->cr, x, bottom);
  cairo_curve_to (self->cr, x + side * BULGE, bottom, x + side * BULGE, top, x, top);
  cairo_stroke (self->cr);
  cairo_arc (self->cr, x, top, KNOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (self->cr);
}

static void
paint_tie (RfPainter *self,
           guint      row)
{
  const RfTraceMessage *invite = get_message (self, row);
  int from = find_column (self, invite->from_party);
  int to = find_column (self, invite->to_party);
  int dialog = rf_replaced_find_dialog (self->trace, invite->index);
  int knot = dialog >= 0 ? find_knot (self, row, dialog, to) : -1;
  double x, side;

  if (knot < 0 || from < 0 || to < 0 || from == to)
    return;
  side = to > from ? 1 : -1;
  x = rf_layout_get_column (self->layout, (guint) to);
  if (!rf_painter_reaches (self, x - BULGE, x + BULGE))
    return;
  rf_painter_colour (self, self->palette->phases[MIN (rf_trace_get_phase (self->trace,
                                                                          invite->index), 6)]);
  paint_curve (self, x, side, rf_painter_get_top (self, (guint) knot) + RF_PAINT_LINE,
               rf_painter_get_top (self, row) + RF_PAINT_LINE);
}

/**
 * rf_paint_ties:
 * @self: a painter
 * @first: first row to paint
 * @end: row after the last
 *
 * Ties each INVITE with Replaces (RFC 3891 §3), where the tie reaches into these rows, to the last
 * message above it of the call that it takes the place of.
 */
void
rf_paint_ties (RfPainter *self,
               guint      first,
               guint      end)
{
  guint to = MIN (end + REACH, self->n_rows);

  for (guint row = first; row < to; row++) {
    const RfTraceMessage *message = get_message (self, row);

    if (message->replaces && message->retransmission_of < 0 && is_message (self, row))
      paint_tie (self, row);
  }
}
