/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas-draw"

#include "config.h"

#include "rf-ladder-canvas-private.h"

#include "rf-ladder-theme.h"

#include <math.h>

/**
 * rf_ladder_canvas_get_offset:
 * @orientation: which way
 *
 * Returns: how much is out of sight before what can be seen
 */
double
rf_ladder_canvas_get_offset (RfLadderCanvas *self,
                             GtkOrientation  orientation)
{
  return rf_ladder_scroll_get_offset (self->scroll, orientation);
}

/**
 * rf_ladder_canvas_get_head_height:
 *
 * Returns: how much of the top the heads take, in whole pixels
 */
double
rf_ladder_canvas_get_head_height (RfLadderCanvas *self)
{
  return ceil (rf_ladder_get_head_height (self->ladder));
}

/**
 * rf_ladder_canvas_message_at:
 * @y: a height
 *
 * Returns: the message there, or -1
 */
int
rf_ladder_canvas_message_at (RfLadderCanvas *self,
                             double          y)
{
  double head = rf_ladder_canvas_get_head_height (self);

  if (y < head)
    return -1;

  y += rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);

  return rf_ladder_message_at (self->ladder, y - head);
}

/**
 * rf_ladder_canvas_phase_at:
 * @x: a place
 * @y: its height
 *
 * Returns: the message whose phase has its bracket there, or -1
 */
int
rf_ladder_canvas_phase_at (RfLadderCanvas *self,
                           double          x,
                           double          y)
{
  double head = rf_ladder_canvas_get_head_height (self);

  if (y < head)
    return -1;

  x += rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  y += rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);

  return rf_ladder_phase_at (self->ladder, x, y - head);
}

/**
 * rf_ladder_canvas_query_tooltip:
 * @widget: the canvas
 * @x: a place
 * @y: its height
 * @keyboard_mode: whether the tooltip was asked for by a key
 * @tooltip: what is to be shown there
 *
 * Tells all that a bar of sound says, of which there may not be room for everything.
 *
 * Returns: whether there is something to tell
 */
gboolean
rf_ladder_canvas_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard_mode,
                                GtkTooltip *tooltip)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);
  GdkRectangle area = { .width = gtk_widget_get_allocated_width (widget) };
  g_autofree char *text = NULL;
  double head, top;
  int row;

  if (keyboard_mode || self->ladder == NULL)
    return FALSE;
  head = rf_ladder_canvas_get_head_height (self);
  if (y < head)
    return FALSE;
  top = head - rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);
  row = rf_ladder_bar_at (self->ladder, y - top);
  if (row < 0)
    return FALSE;

  text = rf_ladder_dup_text_of_row (self->ladder, (guint) row);
  gtk_tooltip_set_text (tooltip, text);
  area.y = (int) (top + rf_ladder_get_place (self->ladder, (guint) row));
  area.height = (int) rf_ladder_get_row_height (self->ladder);
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}

/* Tells once, after the frame, how many messages a person can have seen by now. */
static void
note_drawn (RfLadderCanvas *self)
{
  int height = gtk_widget_get_allocated_height (GTK_WIDGET (self));
  int last = rf_ladder_canvas_message_at (self, height - 1);
  guint n_rows = rf_ladder_canvas_get_n_rows (self);
  guint n_seen = last + 1;

  /* What the last row is followed by is folded or filtered out; there is no more to come. */
  if (last < 0 || last == rf_ladder_canvas_get_row_message (self, n_rows - 1))
    n_seen = MIN (rf_trace_get_n_messages (rf_ladder_get_trace (self->ladder)),
                  (guint) self->limit);
  if (n_seen <= self->n_drawn)
    return;

  self->n_drawn = n_seen;
  g_signal_emit_by_name (self, "drawn", self->n_drawn);
}

/**
 * rf_ladder_canvas_draw:
 * @widget: the canvas
 * @cr: where to draw
 *
 * Draws what can be seen.
 *
 * Returns: that others may draw too
 */
gboolean
rf_ladder_canvas_draw (GtkWidget *widget,
                       cairo_t   *cr)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_allocated_width (widget);
  int height = gtk_widget_get_allocated_height (widget);
  double x = rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  double y = rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);
  double head;

  gtk_render_background (context, cr, 0, 0, width, height);
  if (self->ladder == NULL)
    return GDK_EVENT_PROPAGATE;

  head = rf_ladder_canvas_get_head_height (self);
  rf_ladder_set_sight (self->ladder, x, width);
  cairo_save (cr);
  cairo_rectangle (cr, 0, head, width, MAX (0, height - head));
  cairo_clip (cr);
  cairo_translate (cr, -x, head - y);
  rf_ladder_paint_body (self->ladder, cr);
  cairo_restore (cr);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, head);
  cairo_clip (cr);
  cairo_translate (cr, -x, 0);
  rf_ladder_paint_head (self->ladder, cr);
  cairo_restore (cr);
  rf_ladder_heads_draw (self->heads, cr);
  if (y > 0)
    rf_ladder_theme_draw_edge (widget, cr, head);

  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (context, cr, 1, 1, width - 2, height - 2);
  note_drawn (self);

  return GDK_EVENT_PROPAGATE;
}
