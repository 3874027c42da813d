/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-paint"

#include "config.h"

#include "rf-ladder-private.h"

#include "rf-paint.h"
#include "rf-palette.h"

/* What of the body is painted: a height, and the rows there. */
typedef struct {
  double top;
  double bottom;
  guint  first;
  guint  end;
} Part;

static void
init_painter (RfLadder  *self,
              RfPainter *painter,
              cairo_t   *cr)
{
  rf_painter_init (painter, cr, self->trace, self->layout, rf_palette_get (self->theme));
  painter->map = self->map;
  painter->spacing = self->spacing;
  painter->n_rows = rf_ladder_get_n_rows (self);
  painter->sight_start = self->sight_start;
  if (self->sight_width > 0) {
    painter->left = self->sight_left / self->scale;
    painter->right = (self->sight_left + self->sight_width) / self->scale;
  }
}

static void
paint_background (RfPainter *painter,
                  double     width,
                  double     top,
                  double     bottom)
{
  rf_painter_colour (painter, painter->palette->background);
  cairo_rectangle (painter->cr, 0, top, width, bottom - top);
  cairo_fill (painter->cr);
}

static void
clip_to_sight (RfLadder *self,
               cairo_t  *cr)
{
  if (self->sight_width <= 0)
    return;
  cairo_rectangle (cr, self->sight_left / self->scale, 0, self->sight_width / self->scale,
                   RF_LAYOUT_HEAD_HEIGHT);
  cairo_clip (cr);
}

/**
 * rf_ladder_paint_head:
 * @self: a ladder
 * @cr: where to paint; its origin is the top left of the heads
 *
 * Paints the heads of the lifelines, as far as they are in sight (rf_ladder_set_sight()).
 */
void
rf_ladder_paint_head (RfLadder *self,
                      cairo_t  *cr)
{
  g_auto (RfPainter) painter = { 0 };

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (cr != NULL);

  cairo_save (cr);
  cairo_scale (cr, self->scale, self->scale);
  init_painter (self, &painter, cr);
  paint_background (&painter, rf_layout_get_width (self->layout), 0, RF_LAYOUT_HEAD_HEIGHT);
  clip_to_sight (self, cr);
  rf_paint_heads (&painter);
  cairo_restore (cr);
}

static void
paint_selection (RfLadder  *self,
                 RfPainter *painter,
                 guint      first,
                 guint      end)
{
  int row = rf_ladder_get_selected_row (self);
  double top;

  if (row < (int) first || row >= (int) end)
    return;
  top = rf_painter_get_top (painter, (guint) row);
  rf_painter_colour (painter, painter->palette->selection);
  cairo_rectangle (painter->cr, 0, top,
                   rf_layout_get_width (self->layout), RF_LAYOUT_ROW_HEIGHT);
  cairo_fill (painter->cr);
  rf_painter_colour (painter, painter->palette->accent);
  cairo_rectangle (painter->cr, 0, top, 3, RF_LAYOUT_ROW_HEIGHT);
  cairo_fill (painter->cr);
}

static char *
dup_time (RfLadder *self,
          guint     place)
{
  return rf_row_time_dup (self->trace, self->time_mode, rf_row_map_get_message (self->map, place),
                          rf_ladder_get_previous (self, place));
}

static void
paint_message (RfLadder  *self,
               RfPainter *painter,
               guint      place)
{
  guint message = rf_row_map_get_message (self->map, place);
  g_autofree char *time = dup_time (self, place);
  g_auto (RfRow) row = { 0 };

  rf_row_reader_read (rf_layout_get_reader (self->layout), message, &row);
  if (rf_row_map_is_fold (self->map, place))
    rf_paint_fold (painter, &row, place, time,
                   rf_ladder_get_message_limit (self));
  else
    rf_paint_row (painter, &row, place, time);
}

static void
paint_rows (RfLadder  *self,
            RfPainter *painter,
            guint      first,
            guint      end)
{
  paint_selection (self, painter, first, end);
  rf_paint_lifelines (painter, first, end);
  rf_paint_pauses (painter, first, end);
  for (guint i = first; i < end; i++) {
    int audio = rf_row_map_get_audio (self->map, i);

    if (audio >= 0)
      rf_paint_audio (painter, rf_trace_get_audio (self->trace, (guint) audio), i);
    else
      paint_message (self, painter, i);
  }
  rf_paint_ties (painter, first, end);
  rf_paint_phases (painter, first, end);
}

/* Up to cairo_restore() the painter paints rows, of which those in the clip are told. */
static Part
start_part (RfLadder  *self,
            RfPainter *painter,
            cairo_t   *cr)
{
  Part part;

  cairo_save (cr);
  cairo_scale (cr, self->scale, self->scale);
  init_painter (self, painter, cr);
  cairo_clip_extents (cr, NULL, &part.top, NULL, &part.bottom);
  part.first = rf_row_spacing_find (self->spacing, part.top, painter->n_rows);
  part.end = rf_row_spacing_find (self->spacing, part.bottom, painter->n_rows);
  /* The row that the clip ends in. */
  if (part.end < painter->n_rows && rf_painter_get_top (painter, part.end) < part.bottom)
    part.end++;

  return part;
}

/* What is painted before its turn to be read came has its room nonetheless. */
static void
make_room (RfLadder *self,
           guint     first,
           guint     end)
{
  gboolean moved = FALSE;

  for (guint i = first; i < end; i++) {
    guint message = rf_row_map_get_message (self->map, i);

    if (message >= self->n_laid_out)
      moved |= rf_layout_make_room (self->layout, message);
  }
  /* The width may be another, of which a view has to know. */
  if (moved)
    rf_ladder_emit_changed (self);
}

/**
 * rf_ladder_paint_body:
 * @self: a ladder
 * @cr: where to paint; its origin is the top left of the body
 *
 * Paints the part of the body that lies in the clip of @cr.
 */
void
rf_ladder_paint_body (RfLadder *self,
                      cairo_t  *cr)
{
  g_auto (RfPainter) painter = { 0 };
  Part part;

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (cr != NULL);

  part = start_part (self, &painter, cr);
  make_room (self, part.first, part.end);
  paint_background (&painter, rf_layout_get_width (self->layout), part.top, part.bottom);
  if (part.end > part.first)
    paint_rows (self, &painter, part.first, part.end);
  cairo_restore (cr);
}

/**
 * rf_ladder_paint_times:
 * @self: a ladder
 * @cr: where to paint; its origin is the top left of the body
 *
 * Paints the times of the rows in the clip of @cr over what is there. For a view that is scrolled
 * sideways: they stay at its left.
 */
void
rf_ladder_paint_times (RfLadder *self,
                       cairo_t  *cr)
{
  g_auto (RfPainter) painter = { 0 };
  Part part;

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (cr != NULL);

  part = start_part (self, &painter, cr);
  paint_background (&painter, rf_layout_get_width (self->layout), part.top, part.bottom);
  paint_selection (self, &painter, part.first, part.end);
  for (guint i = part.first; i < part.end; i++) {
    g_autofree char *time = dup_time (self, i);

    if (rf_row_map_get_audio (self->map, i) < 0)
      rf_paint_time (&painter, i, time);
  }
  cairo_restore (cr);
}

/**
 * rf_ladder_paint_phases:
 * @self: a ladder
 * @cr: where to paint; its origin is the top left of the body
 *
 * Paints the brackets of the phases, with their numbers and without their names, over what is
 * there from rf_ladder_get_phases() on. For a view in which the brackets are out of sight: there
 * they stay at its right.
 */
void
rf_ladder_paint_phases (RfLadder *self,
                        cairo_t  *cr)
{
  g_auto (RfPainter) painter = { 0 };
  Part part;

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (cr != NULL);

  part = start_part (self, &painter, cr);
  painter.is_brief = TRUE;
  paint_background (&painter, rf_layout_get_width (self->layout), part.top, part.bottom);
  paint_selection (self, &painter, part.first, part.end);
  rf_paint_phases (&painter, part.first, part.end);
  cairo_restore (cr);
}
