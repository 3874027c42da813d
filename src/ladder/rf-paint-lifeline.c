/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paint-lifeline"

#include "config.h"

#include "rf-paint.h"

#include "rf-role.h"

#include <math.h>

#define HEAD_TOP 4.0
#define HEAD_BOTTOM 40.0
#define HEAD_RADIUS 6.0
#define HEAD_PADDING 16.0
#define HEAD_MIDDLE 22.0
#define NAME_MIDDLE 15.0
#define ROLE_MIDDLE 30.0
#define HEAD_MIN_WIDTH 96.0
/* Two of them beside each other stay apart in the least gap. */
#define HEAD_LEAST_ROOM 168.0
#define HEAD_MAX_WIDTH 336.0
#define HEAD_MARGIN 4.0 /* at either side */
/* How far from its lifeline a head, or a label, may reach. */
#define REACH (HEAD_MAX_WIDTH / 2)
#define HOLD_WIDTH 8.0
#define HATCH_STEP 6.0
/* A pause: a piece of each lifeline is torn out, and its length stands between them. */
#define TEAR_HEIGHT 12.0
#define TEAR_WIDTH 6.0

typedef struct {
  guint  column;
  double top;
  double bottom;
} Hatching;

static void
paint_centred (RfPainter  *self,
               const char *text,
               gboolean    bold,
               RfColour    colour,
               double      x,
               double      y,
               double      room)
{
  double width = rf_painter_set_text (self, text, bold, room, rf_label_get_cut (text));

  rf_painter_colour (self, colour);
  rf_painter_show_text (self, x - width / 2, y);
}

/* How wide a head may be: up to the middle between its lifeline and the next on either side. */
static double
find_room (RfPainter *self,
           guint      column)
{
  double x = rf_layout_get_column (self->layout, column);
  double left = x;
  double right = rf_layout_get_width (self->layout) - x;

  if (column > 0)
    left = (x - rf_layout_get_column (self->layout, column - 1)) / 2;
  if (column + 1 < rf_layout_get_n_columns (self->layout))
    right = (rf_layout_get_column (self->layout, column + 1) - x) / 2;

  return CLAMP (2 * (MIN (left, right) - HEAD_MARGIN), HEAD_LEAST_ROOM, HEAD_MAX_WIDTH);
}

static double
measure_head (RfPainter  *self,
              guint       column,
              const char *label,
              const char *subtitle)
{
  const double room = find_room (self, column) - 2 * HEAD_PADDING;
  double width = rf_painter_set_text (self, label, TRUE, room, rf_label_get_cut (label));

  if (subtitle)
    width = MAX (width, rf_painter_set_text (self, subtitle, FALSE, room, RF_LABEL_CUT_END));
  return MAX (width + 2 * HEAD_PADDING, HEAD_MIN_WIDTH);
}

static void
paint_head (RfPainter *self,
            guint      column)
{
  double x = rf_layout_get_column (self->layout, column);
  g_autofree char *label = rf_lifeline_map_dup_label (rf_layout_get_lines (self->layout), column);
  g_autofree char *subtitle = rf_role_dup_subtitle (self->trace, rf_layout_get_lines (self->layout),
                                                    column);
  double width = measure_head (self, column, label, subtitle);

  rf_painter_colour (self, self->palette->head);
  rf_painter_rounded (self, x - width / 2, HEAD_TOP, width, HEAD_BOTTOM - HEAD_TOP, HEAD_RADIUS);
  cairo_fill_preserve (self->cr);
  rf_painter_colour (self, self->palette->lifeline);
  cairo_set_line_width (self->cr, 1);
  cairo_stroke (self->cr);
  cairo_move_to (self->cr, x, HEAD_BOTTOM);
  cairo_line_to (self->cr, x, RF_LAYOUT_HEAD_HEIGHT);
  cairo_stroke (self->cr);

  paint_centred (self, label, TRUE, self->palette->text, x, subtitle ? NAME_MIDDLE : HEAD_MIDDLE,
                 width - HEAD_PADDING);
  if (subtitle)
    paint_centred (self, subtitle, FALSE, self->palette->dim, x, ROLE_MIDDLE, width - HEAD_PADDING);
}

/**
 * rf_paint_measure_head:
 * @self: a painter
 * @column: a lifeline
 * @ret_area: (out): where its head is painted
 */
void
rf_paint_measure_head (RfPainter         *self,
                       guint              column,
                       cairo_rectangle_t *ret_area)
{
  g_autofree char *label = rf_lifeline_map_dup_label (rf_layout_get_lines (self->layout), column);
  g_autofree char *subtitle = rf_role_dup_subtitle (self->trace, rf_layout_get_lines (self->layout),
                                                    column);
  double width = measure_head (self, column, label, subtitle);

  *ret_area = (cairo_rectangle_t) {
    .x = rf_layout_get_column (self->layout, column) - width / 2,
    .y = HEAD_TOP,
    .width = width,
    .height = HEAD_BOTTOM - HEAD_TOP,
  };
}

/* The columns whose heads or labels may reach into the clip. */
static void
find_clipped_columns (RfPainter *self,
                      guint     *first,
                      guint     *end)
{
  *first = rf_layout_find_column (self->layout, self->clip_left - REACH);
  *end = rf_layout_find_column (self->layout, self->clip_right + REACH);
}

/**
 * rf_paint_heads:
 * @self: a painter
 *
 * Paints the heads of the lifelines.
 */
void
rf_paint_heads (RfPainter *self)
{
  guint first, end;

  find_clipped_columns (self, &first, &end);
  for (guint column = first; column < end; column++)
    paint_head (self, column);
}

/*
 * Slanted lines in a narrow band over the lifeline, from fixed places, so that parts join unseen.
 */
static void
paint_hatching (RfPainter *self,
                double     x,
                double     top,
                double     bottom)
{
  double half = HOLD_WIDTH / 2;
  double start = floor (top / HATCH_STEP) * HATCH_STEP - HOLD_WIDTH;

  cairo_save (self->cr);
  cairo_rectangle (self->cr, x - half, top, HOLD_WIDTH, bottom - top);
  rf_painter_colour (self, self->palette->background);
  cairo_fill_preserve (self->cr);
  cairo_clip (self->cr);
  rf_painter_colour (self, self->palette->dim);
  cairo_set_line_width (self->cr, 1.2);
  for (double y = start; y < bottom + HOLD_WIDTH; y += HATCH_STEP) {
    cairo_move_to (self->cr, x - half, y + HOLD_WIDTH);
    cairo_line_to (self->cr, x + half, y);
  }
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
}

/* Where a span of a hold is hatched; nowhere where it ends before it begins. */
static Hatching
find_hatching (RfPainter        *self,
               const RfHoldSpan *span,
               guint             column,
               guint             first,
               guint             end)
{
  guint from = rf_row_map_find_from (self->map, span->first + 1);
  guint to = MIN (rf_row_map_find_from (self->map, span->last), end);

  return (Hatching) {
    .column = column,
    .top = from > first ? rf_row_spacing_get_bottom (self->spacing, from)
                        : rf_painter_get_top (self, first),
    .bottom = rf_painter_get_edge (self, to),
  };
}

static int
compare_hatchings (gconstpointer one,
                   gconstpointer other)
{
  const Hatching *a = one;
  const Hatching *b = other;

  if (a->column != b->column)
    return a->column < b->column ? -1 : 1;
  return a->top < b->top ? -1 : a->top > b->top;
}

/* Who waits in a hundred calls at once is hatched once. */
static void
paint_hatchings (RfPainter *self,
                 GArray    *hatchings)
{
  g_array_sort (hatchings, compare_hatchings);
  for (guint i = 0; i < hatchings->len;) {
    Hatching all = g_array_index (hatchings, Hatching, i);

    for (i++; i < hatchings->len; i++) {
      const Hatching *next = &g_array_index (hatchings, Hatching, i);

      if (next->column != all.column || next->top > all.bottom)
        break;
      all.bottom = MAX (all.bottom, next->bottom);
    }
    paint_hatching (self, rf_layout_get_column (self->layout, (int) all.column), all.top,
                    all.bottom);
  }
}

static void
paint_holds (RfPainter *self,
             guint      first,
             guint      end,
             guint      first_column,
             guint      end_column)
{
  g_autoptr (GArray) hatchings = g_array_new (FALSE, FALSE, sizeof (Hatching));
  RfHolds *holds = rf_layout_get_holds (self->layout);
  RfLifelineMap *lines = rf_layout_get_lines (self->layout);
  guint n_spans = rf_holds_get_n_spans (holds);
  guint first_message = rf_row_map_get_message (self->map, first);
  guint end_message = rf_row_map_get_message (self->map, end - 1) + 1;

  for (guint i = 0; i < n_spans; i++) {
    const RfHoldSpan *span = rf_holds_get_span (holds, i);
    int column = rf_lifeline_map_find (lines, span->party);
    Hatching hatching;

    if (span->last <= first_message || span->first >= end_message ||
        column < (int) first_column || column >= (int) end_column)
      continue;
    hatching = find_hatching (self, span, (guint) column, first, end);
    if (hatching.bottom > hatching.top)
      g_array_append_val (hatchings, hatching);
  }
  paint_hatchings (self, hatchings);
}

/**
 * rf_paint_lifelines:
 * @self: a painter
 * @first: first row to paint
 * @end: row after the last
 *
 * Paints the lifelines beside these rows, hatched where a party is on hold.
 */
void
rf_paint_lifelines (RfPainter *self,
                    guint      first,
                    guint      end)
{
  guint first_column, end_column;

  find_clipped_columns (self, &first_column, &end_column);
  rf_painter_colour (self, self->palette->lifeline);
  cairo_set_line_width (self->cr, 1);
  for (guint column = first_column; column < end_column; column++) {
    double x = rf_layout_get_column (self->layout, column);

    cairo_move_to (self->cr, x, rf_painter_get_top (self, first));
    cairo_line_to (self->cr, x, rf_painter_get_edge (self, end));
  }
  cairo_stroke (self->cr);
  paint_holds (self, first, end, first_column, end_column);
}

static void
paint_tears (RfPainter *self,
             double     y)
{
  const double top = y - TEAR_HEIGHT / 2, bottom = y + TEAR_HEIGHT / 2, step = TEAR_HEIGHT / 4;
  guint first, end;

  find_clipped_columns (self, &first, &end);
  for (guint column = first; column < end; column++)
    cairo_rectangle (self->cr, rf_layout_get_column (self->layout, (int) column) - HOLD_WIDTH, top,
                     2 * HOLD_WIDTH, TEAR_HEIGHT);
  rf_painter_colour (self, self->palette->background);
  cairo_fill (self->cr);
  for (guint column = first; column < end; column++) {
    double x = rf_layout_get_column (self->layout, (int) column);

    cairo_move_to (self->cr, x, top);
    cairo_line_to (self->cr, x + TEAR_WIDTH, y - step);
    cairo_line_to (self->cr, x - TEAR_WIDTH, y + step);
    cairo_line_to (self->cr, x, bottom);
  }
  rf_painter_colour (self, self->palette->dim);
  cairo_set_line_width (self->cr, 1.2);
  cairo_stroke (self->cr);
}

static void
paint_pause (RfPainter  *self,
             guint       row,
             const char *text)
{
  double y = (rf_row_spacing_get_bottom (self->spacing, row) +
              rf_painter_get_top (self, row)) / 2;
  double left = rf_layout_get_gutter (self->layout);
  double right = rf_layout_get_bracket (self->layout);
  double width;

  paint_tears (self, y);
  if (rf_layout_get_n_columns (self->layout) > 0)
    left = rf_layout_get_column (self->layout, 0) + HEAD_PADDING;
  width = rf_painter_set_text (self, text, FALSE, right - left, RF_LABEL_CUT_END);
  if (rf_layout_get_n_columns (self->layout) > 1)
    left += (rf_layout_get_column (self->layout, 1) - left - width) / 2;
  rf_painter_colour (self, self->palette->dim);
  rf_painter_show_text (self, left, y);
}

/**
 * rf_paint_pauses:
 * @self: a painter
 * @first: first row to paint
 * @end: row after the last
 *
 * Paints the breaks above these rows and below them, where rows stand apart by their time.
 */
void
rf_paint_pauses (RfPainter *self,
                 guint      first,
                 guint      end)
{
  for (guint row = first; row < MIN (end + 1, self->n_rows); row++) {
    g_autofree char *pause = rf_row_spacing_dup_pause (self->spacing, row);

    if (pause)
      paint_pause (self, row, pause);
  }
}
