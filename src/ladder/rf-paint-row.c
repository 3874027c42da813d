/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paint-row"

#include "config.h"

#include "rf-paint.h"

/* Heights within a row: the label stands above the line and clear of the arrowhead's upper edge. */
#define LABEL_MIDDLE 8.5
#define THIN_LINE 18.5
#define TIME_MIDDLE 12.0
#define TIME_MARGIN 8.0

#define LINE_WIDTH 2.0
#define THIN_LINE_WIDTH 1.0
#define ARROWHEAD_HALF 4.0
#define BRIDGE_RADIUS 5.0
#define END_MARGIN 6.0
#define LOOP_TOP 6.5
#define LOOP_LABEL_MARGIN 8.0
#define CHIP_HEIGHT 15.0

static const double response_dashes[] = { 6, 4 };

typedef struct {
  double left;
  double right;
} Room;

/**
 * rf_paint_time:
 * @self: a painter
 * @place: row to paint in
 * @time: what to write there
 *
 * Writes the time of a row into the gutter.
 */
void
rf_paint_time (RfPainter  *self,
               guint       place,
               const char *time)
{
  double right = rf_layout_get_gutter (self->layout) - TIME_MARGIN;
  double width;

  if (!rf_painter_reaches (self, 0, right))
    return;
  width = rf_painter_set_text (self, time, FALSE, right, RF_LABEL_CUT_END);
  rf_painter_colour (self, self->palette->dim);
  rf_painter_show_text (self, right - width, rf_painter_get_top (self, place) + TIME_MIDDLE);
}

static void
set_pen (RfPainter   *self,
         const RfRow *row)
{
  gboolean dashed = !row->message->is_request;

  rf_painter_colour (self, self->palette->phases[row->phase]);
  cairo_set_line_width (self->cr, row->is_copy ? THIN_LINE_WIDTH : LINE_WIDTH);
  cairo_set_dash (self->cr, response_dashes, dashed ? G_N_ELEMENTS (response_dashes) : 0, 0);
}

/* A filled triangle with its tip at @x; @direction is 1 where it points to the right. */
static void
paint_arrowhead (RfPainter *self,
                 double     x,
                 double     y,
                 double     direction)
{
  cairo_set_dash (self->cr, NULL, 0, 0);
  cairo_move_to (self->cr, x, y);
  cairo_line_to (self->cr, x - direction * RF_LAYOUT_ARROWHEAD, y - ARROWHEAD_HALF);
  cairo_line_to (self->cr, x - direction * RF_LAYOUT_ARROWHEAD, y + ARROWHEAD_HALF);
  cairo_close_path (self->cr);
  cairo_fill (self->cr);
}

/*
 * The part of an arrow that is painted, as the lifelines that it begins and ends at; those between
 * are crossed. An arrow may pass thousands of lifelines of which a few are in sight.
 */
static void
find_painted (RfPainter   *self,
              const RfRow *row,
              int         *from,
              int         *to)
{
  int left = MIN (row->from, row->to);
  int right = MAX (row->from, row->to);
  int before = (int) rf_layout_find_column (self->layout, self->clip_left - BRIDGE_RADIUS - 1) - 1;
  int behind = (int) rf_layout_find_column (self->layout, self->clip_right + BRIDGE_RADIUS + 1);

  left = CLAMP (before, left, right - 1);
  right = CLAMP (behind, left + 1, right);
  *from = row->to > row->from ? left : right;
  *to = row->to > row->from ? right : left;
}

/* The line between the lifelines, each piece from its own beginning, so that dashes are where they
 * are whatever is painted. */
static void
paint_stretches (RfPainter   *self,
                 const RfRow *row,
                 int          from,
                 int          to,
                 double       y)
{
  int step = to > from ? 1 : -1;

  for (int column = from; column != to; column += step) {
    double start = rf_layout_get_column (self->layout, column);
    double end = rf_layout_get_column (self->layout, column + step);

    if (column != row->from)
      start += step * BRIDGE_RADIUS;
    end -= step * (column + step == row->to ? 1 + RF_LAYOUT_ARROWHEAD : BRIDGE_RADIUS);
    cairo_move_to (self->cr, start, y);
    cairo_line_to (self->cr, end, y);
  }
  cairo_stroke (self->cr);
}

/* Over a lifeline between the two ends goes a bridge: the message passes that party by. */
static void
paint_bridges (RfPainter *self,
               int        from,
               int        to,
               double     y)
{
  cairo_set_dash (self->cr, NULL, 0, 0);
  for (int column = MIN (from, to) + 1; column < MAX (from, to); column++) {
    cairo_new_sub_path (self->cr);
    cairo_arc (self->cr, rf_layout_get_column (self->layout, column), y, BRIDGE_RADIUS,
               G_PI, 2 * G_PI);
  }
  cairo_stroke (self->cr);
}

/* In as few strokes as can be: a picture keeps each of them. */
static void
paint_line (RfPainter   *self,
            const RfRow *row,
            double       top)
{
  int step = row->to > row->from ? 1 : -1;
  double y = top + (row->is_copy ? THIN_LINE : RF_PAINT_LINE);
  int from, to;

  find_painted (self, row, &from, &to);
  set_pen (self, row);
  paint_stretches (self, row, from, to, y);
  paint_bridges (self, from, to, y);
  if (to == row->to)
    paint_arrowhead (self, rf_layout_get_column (self->layout, to) - step, y, step);
}

static void
paint_loop (RfPainter   *self,
            const RfRow *row,
            double       top)
{
  double x = rf_layout_get_column (self->layout, row->from);
  double right = x + RF_LAYOUT_LOOP_WIDTH;
  double start = top + LOOP_TOP;
  double bottom = top + RF_PAINT_LINE;
  double radius = (bottom - start) / 2;

  set_pen (self, row);
  cairo_move_to (self->cr, x, start);
  cairo_line_to (self->cr, right - radius, start);
  cairo_arc (self->cr, right - radius, start + radius, radius, -G_PI_2, G_PI_2);
  cairo_line_to (self->cr, x + RF_LAYOUT_ARROWHEAD, bottom);
  cairo_stroke (self->cr);
  paint_arrowhead (self, x + 1, bottom, -1);
}

/*
 * The lifeline from which on the label may stand, on the way to the receiver: the sender, so that
 * it tells who speaks, or where that is out of sight the first beside whom there is a gap in sight.
 */
static int
find_speaker (RfPainter   *self,
              const RfRow *row)
{
  int n_right, n_left;

  if (row->to > row->from) {
    n_left = (int) rf_layout_find_column (self->layout, self->left);
    if (n_left > row->from && n_left < row->to &&
        rf_layout_get_column (self->layout, n_left + 1) <= self->right)
      return n_left;
  } else if (row->to < row->from) {
    n_right = (int) rf_layout_find_column (self->layout, self->right) - 1;
    if (n_right < row->from && n_right > row->to &&
        rf_layout_get_column (self->layout, n_right - 1) >= self->left)
      return n_right;
  }
  return row->from;
}

/* Where the label may stand: in the gap beside who is taken for the speaker. */
static Room
find_room (RfPainter   *self,
           const RfRow *row)
{
  int from = find_speaker (self, row);
  int to = row->to;
  int last = (int) rf_layout_get_n_columns (self->layout) - 1;
  double x = rf_layout_get_column (self->layout, from);
  double next;

  if (from == to) {
    next = from < last ? rf_layout_get_column (self->layout, from + 1)
                       : rf_layout_get_bracket (self->layout);
    return (Room) { x + RF_LAYOUT_LOOP_WIDTH + LOOP_LABEL_MARGIN, next - END_MARGIN };
  }
  if (to > from) {
    next = rf_layout_get_column (self->layout, from + 1);
    return (Room) { x + END_MARGIN, next - END_MARGIN - RF_LAYOUT_ARROWHEAD };
  }
  next = rf_layout_get_column (self->layout, from - 1);
  return (Room) { next + END_MARGIN + RF_LAYOUT_ARROWHEAD, x - END_MARGIN };
}

static void
paint_chip (RfPainter *self,
            double     x,
            double     y,
            double     width,
            RfColour   colour)
{
  rf_painter_rounded (self, x, y - CHIP_HEIGHT / 2, width, CHIP_HEIGHT, CHIP_HEIGHT / 2);
  rf_painter_colour (self, self->palette->background);
  cairo_fill_preserve (self->cr);
  rf_painter_colour (self, colour);
  cairo_set_line_width (self->cr, 1);
  cairo_stroke (self->cr);
}

static void
paint_detail (RfPainter   *self,
              const RfRow *row,
              double       x,
              double       y,
              double       room)
{
  RfColour colour = self->palette->phases[row->phase];
  double padding = row->is_chip ? RF_LAYOUT_CHIP_PADDING : 0;
  double width = rf_painter_set_text (self, row->detail, FALSE, room - 2 * padding,
                                      row->is_chip ? RF_LABEL_CUT_END : RF_LABEL_CUT_MIDDLE);

  if (row->is_chip)
    paint_chip (self, x, y, width + 2 * padding, colour);
  rf_painter_colour (self, row->is_chip ? colour : self->palette->dim);
  rf_painter_show_text (self, x + padding, y);
}

static void
paint_words (RfPainter   *self,
             const RfRow *row,
             Room         room,
             double       top)
{
  double space = room.right - room.left;
  gboolean is_loop = row->from == row->to;
  double y = top + (is_loop ? TIME_MIDDLE : LABEL_MIDDLE);
  double padding = row->is_chip ? 2 * RF_LAYOUT_CHIP_PADDING : 0;
  double detail = row->detail ? RF_LAYOUT_LABEL_SPACE + padding +
                                rf_layout_measure (self->layout, row->detail)
                              : 0;
  double label = rf_layout_measure (self->layout, row->label);
  double x;

  /* Where both do not fit, the label keeps at least half of the room. */
  if (label + detail > space) {
    label = MIN (label, MAX (space - detail, space / 2));
    detail = MIN (detail, space - label);
  }
  x = room.left;
  if (!is_loop)
    x += (space - label - detail) / 2;

  rf_painter_set_text (self, row->label, FALSE, label, row->cut);
  rf_painter_colour (self, self->palette->phases[row->phase]);
  rf_painter_show_text (self, x, y);
  if (row->detail)
    paint_detail (self, row, x + label + RF_LAYOUT_LABEL_SPACE, y, detail - RF_LAYOUT_LABEL_SPACE);
}

/**
 * rf_paint_row:
 * @self: a painter
 * @row: what to paint
 * @place: row to paint in
 * @time: its time
 *
 * Paints one message: its time, its arrow, its words.
 */
void
rf_paint_row (RfPainter   *self,
              const RfRow *row,
              guint        place,
              const char  *time)
{
  double top = rf_painter_get_top (self, place);
  double from, to;
  Room room;

  rf_paint_time (self, place, time);
  if (!rf_row_is_drawn (row))
    return;

  from = rf_layout_get_column (self->layout, row->from);
  to = rf_layout_get_column (self->layout, row->to);
  room = find_room (self, row);
  if (row->from == row->to)
    paint_loop (self, row, top);
  else if (rf_painter_reaches (self, MIN (from, to), MAX (from, to)))
    paint_line (self, row, top);
  if (rf_painter_reaches (self, room.left, room.right))
    paint_words (self, row, room, top);
}
