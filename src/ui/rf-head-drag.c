/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-head-drag"

#include "config.h"

#include "rf-head-drag.h"

#include "rf-ladder-theme.h"
#include "rf-palette.h"

#include <math.h>

/**
 * RfHeadDrag:
 *
 * Dragging the head of a lifeline: to another place, or with Control or Shift onto another head to
 * make one of the two. What would happen is drawn while it goes on.
 */

/* Nearer than this it is a click. */
#define MIN_DISTANCE 8
#define BAR_WIDTH 3.0
#define OUTLINE 2.0

struct _RfHeadDrag {
  GObject         parent_instance;

  RfLadderHeads  *heads;  /* unowned: they own this */
  RfLadderCanvas *canvas; /* unowned: it owns them */
  GtkGesture     *gesture;
  int             column; /* that is dragged, or -1 */
  double          start;
  double          offset;
  gboolean        moves;   /* far enough to be meant */
  gboolean        merges;
};

G_DEFINE_FINAL_TYPE (RfHeadDrag, rf_head_drag, G_TYPE_OBJECT)

static int
count_lifelines (RfHeadDrag *self)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self->canvas);

  return ladder != NULL ? (int) rf_ladder_get_n_lifelines (ladder) : 0;
}

static double
get_middle (RfHeadDrag *self,
            int         column)
{
  GdkRectangle area;

  rf_ladder_heads_get_area (self->heads, (guint) column, &area);
  return area.x + area.width / 2.0;
}

/* The column that the lifeline would stand in. */
static int
find_place (RfHeadDrag *self)
{
  double x = self->start + self->offset;
  int place = 0;

  for (int i = 0; i < count_lifelines (self); i++)
    if (i != self->column && get_middle (self, i) < x)
      place++;
  return place;
}

/* The lifeline that it would become one with, or -1. */
static int
find_partner (RfHeadDrag *self)
{
  int column = rf_ladder_heads_find (self->heads, self->start + self->offset, 1);

  return column == self->column ? -1 : column;
}

static void
on_drag_begin (RfHeadDrag *self,
               double      x,
               double      y)
{
  self->column = rf_ladder_heads_find (self->heads, x, y);
  self->start = x;
  self->offset = 0;
  self->moves = self->merges = FALSE;
  if (self->column < 0)
    gtk_gesture_set_state (self->gesture, GTK_EVENT_SEQUENCE_DENIED);
}

static void
note_modifiers (RfHeadDrag *self)
{
  GdkModifierType state = 0;

  if (gtk_get_current_event_state (&state))
    self->merges = (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0;
}

static void
on_drag_update (RfHeadDrag *self,
                double      x,
                double      y)
{
  if (self->column < 0)
    return;
  self->offset = x;
  note_modifiers (self);
  if (!self->moves && fabs (x) >= MIN_DISTANCE) {
    self->moves = TRUE;
    gtk_gesture_set_state (self->gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

static void
drop (RfHeadDrag *self)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self->canvas);
  int partner = find_partner (self);
  int place = find_place (self);

  if (self->merges && partner >= 0)
    rf_ladder_merge_lifelines (ladder, (guint) self->column, (guint) partner);
  else if (!self->merges)
    rf_ladder_move_lifeline (ladder, (guint) self->column, (guint) place);
}

static void
on_drag_end (RfHeadDrag *self,
             double      x,
             double      y)
{
  if (!self->moves) {
    rf_head_drag_cancel (self);
    return;
  }
  /* A live call may have changed what there is. */
  if (self->column >= 0 && self->column < count_lifelines (self))
    drop (self);
  /* Whoever does it with the mouse wants no keys there. */
  rf_ladder_heads_leave (self->heads);
}

static void
rf_head_drag_dispose (GObject *object)
{
  g_clear_object (&RF_HEAD_DRAG (object)->gesture);

  G_OBJECT_CLASS (rf_head_drag_parent_class)->dispose (object);
}

static void
rf_head_drag_class_init (RfHeadDragClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_head_drag_dispose;
}

static void
rf_head_drag_init (RfHeadDrag *self)
{
  self->column = -1;
}

/**
 * rf_head_drag_new:
 * @heads: the heads
 * @canvas: the canvas that they are on
 *
 * Returns: (transfer full): what lets a person drag them
 */
RfHeadDrag *
rf_head_drag_new (RfLadderHeads  *heads,
                  RfLadderCanvas *canvas)
{
  RfHeadDrag *self;

  g_return_val_if_fail (RF_IS_LADDER_HEADS (heads), NULL);
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (canvas), NULL);

  self = g_object_new (RF_TYPE_HEAD_DRAG, NULL);
  self->heads = heads;
  self->canvas = canvas;
  self->gesture = gtk_gesture_drag_new (GTK_WIDGET (canvas));
  g_signal_connect_object (self->gesture, "drag-begin", G_CALLBACK (on_drag_begin), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gesture, "drag-update", G_CALLBACK (on_drag_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gesture, "drag-end", G_CALLBACK (on_drag_end), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * rf_head_drag_cancel:
 * @self: what lets a person drag heads
 *
 * Lets go of a head that is dragged; it stays where it was.
 */
void
rf_head_drag_cancel (RfHeadDrag *self)
{
  g_return_if_fail (RF_IS_HEAD_DRAG (self));

  self->column = -1;
  self->moves = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

static void
set_colour (cairo_t  *cr,
            RfColour  colour,
            double    alpha)
{
  cairo_set_source_rgba (cr, ((colour >> 16) & 0xff) / 255.0, ((colour >> 8) & 0xff) / 255.0,
                         (colour & 0xff) / 255.0, alpha);
}

/* Between the two heads that it would come to stand between. */
static double
find_bar (RfHeadDrag *self)
{
  int place = find_place (self);
  int left = place - 1 + (place - 1 >= self->column);
  int right = place + (place >= self->column);
  GdkRectangle area;

  if (left < 0) {
    rf_ladder_heads_get_area (self->heads, (guint) right, &area);
    return area.x - 2 * BAR_WIDTH;
  }
  if (right >= count_lifelines (self)) {
    rf_ladder_heads_get_area (self->heads, (guint) left, &area);
    return area.x + area.width + 2 * BAR_WIDTH;
  }
  return (get_middle (self, left) + get_middle (self, right)) / 2;
}

static void
draw_goal (RfHeadDrag      *self,
           cairo_t         *cr,
           const RfPalette *palette)
{
  int partner = find_partner (self);
  GdkRectangle area;

  set_colour (cr, palette->accent, 1);
  if (!self->merges) {
    rf_ladder_heads_get_area (self->heads, (guint) self->column, &area);
    cairo_rectangle (cr, find_bar (self) - BAR_WIDTH / 2, area.y, BAR_WIDTH, area.height);
    cairo_fill (cr);
  } else if (partner >= 0) {
    rf_ladder_heads_get_area (self->heads, (guint) partner, &area);
    cairo_set_line_width (cr, OUTLINE);
    cairo_rectangle (cr, area.x - OUTLINE, area.y - OUTLINE / 2, area.width + 2 * OUTLINE,
                     area.height + OUTLINE);
    cairo_stroke (cr);
  }
}

/**
 * rf_head_drag_draw:
 * @self: what lets a person drag heads
 * @cr: where to draw, over the heads
 *
 * Draws the head that is dragged where the pointer has it, and what would become of it.
 */
void
rf_head_drag_draw (RfHeadDrag *self,
                   cairo_t    *cr)
{
  const RfPalette *palette;
  GdkRectangle area;

  g_return_if_fail (RF_IS_HEAD_DRAG (self));

  if (!self->moves || self->column < 0 || self->column >= count_lifelines (self))
    return;
  palette = rf_palette_get (rf_ladder_theme_of (GTK_WIDGET (self->canvas)));
  rf_ladder_heads_get_area (self->heads, (guint) self->column, &area);
  set_colour (cr, palette->accent, 0.35);
  cairo_rectangle (cr, area.x + self->offset, area.y, area.width, area.height);
  cairo_fill (cr);
  draw_goal (self, cr, palette);
}
