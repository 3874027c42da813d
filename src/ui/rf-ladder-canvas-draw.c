/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas-draw"

#include "config.h"

#include "rf-ladder-canvas-private.h"

#include "rf-ladder-theme.h"
#include "rf-row.h"

#include <math.h>

/* The times and the phases stay in sight only where they leave most of the width to the arrows. */
#define LEAST_GUTTERS 4

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
 * rf_ladder_canvas_get_gutter:
 * @self: a canvas
 *
 * Returns: how much of the left the times take, in whole pixels, where they stay in sight when the
 *   rest is scrolled sideways; 0 where there is too little room for that
 */
double
rf_ladder_canvas_get_gutter (RfLadderCanvas *self)
{
  double gutter;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), 0);

  gutter = self->ladder != NULL ? ceil (rf_ladder_get_gutter (self->ladder)) : 0;

  return LEAST_GUTTERS * gutter <= gtk_widget_get_allocated_width (GTK_WIDGET (self)) ? gutter : 0;
}

/**
 * rf_ladder_canvas_get_covered:
 * @self: a canvas
 *
 * Returns: how much of the left is covered by times that have stayed in sight
 */
double
rf_ladder_canvas_get_covered (RfLadderCanvas *self)
{
  double x;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), 0);

  x = rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  return x > 0 ? rf_ladder_canvas_get_gutter (self) : 0;
}

/**
 * rf_ladder_canvas_get_margin:
 * @self: a canvas
 *
 * Returns: how much of the right the numbers of phases take where these are out of sight; 0 where
 *   there is too little room for that
 */
double
rf_ladder_canvas_get_margin (RfLadderCanvas *self)
{
  double brief;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), 0);

  if (rf_ladder_canvas_get_gutter (self) <= 0)
    return 0;
  rf_ladder_get_phases (self->ladder, &brief);

  return ceil (brief);
}

/* How much of the right is covered by them now, as even their brackets are not in sight. */
static double
get_covered_right (RfLadderCanvas *self)
{
  double margin = rf_ladder_canvas_get_margin (self);
  double right = rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL) +
                 gtk_widget_get_allocated_width (GTK_WIDGET (self));
  double brief;

  if (margin <= 0)
    return 0;

  return rf_ladder_get_phases (self->ladder, &brief) + margin > right ? margin : 0;
}

/**
 * rf_ladder_canvas_row_at:
 * @y: a height
 *
 * Returns: the row there, or -1
 */
int
rf_ladder_canvas_row_at (RfLadderCanvas *self,
                         double          y)
{
  double head = rf_ladder_canvas_get_head_height (self);

  if (y < head)
    return -1;

  return rf_ladder_row_at (self->ladder, y - head +
                           rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL));
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
  int row = rf_ladder_canvas_row_at (self, y);

  return row < 0 ? -1 : rf_ladder_canvas_get_row_message (self, (guint) row);
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

  if (y < head || x < rf_ladder_canvas_get_covered (self))
    return -1;

  if (x >= gtk_widget_get_allocated_width (GTK_WIDGET (self)) - get_covered_right (self))
    x = rf_ladder_get_width (self->ladder);
  else
    x += rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  y += rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);

  return rf_ladder_phase_at (self->ladder, x, y - head);
}

/* The name of a phase, where it has only its number. */
static char *
dup_phase_tip (RfLadderCanvas *self,
               int             x,
               int             y)
{
  RfTrace *trace = rf_ladder_get_trace (self->ladder);
  int message;

  if (x < gtk_widget_get_allocated_width (GTK_WIDGET (self)) - get_covered_right (self))
    return NULL;
  message = rf_ladder_canvas_phase_at (self, x, y);
  if (message < 0)
    return NULL;

  return rf_row_dup_phase (trace, rf_trace_get_phase (trace, (guint) message),
                           rf_trace_get_transfer_of (trace, (guint) message));
}

static gboolean
show_head_tip (RfLadderCanvas *self,
               int             x,
               int             y,
               GtkTooltip     *tooltip)
{
  int column = rf_ladder_heads_find (self->heads, x, y);
  g_autofree char *text = NULL;
  GdkRectangle area;

  if (column < 0)
    return FALSE;
  text = rf_ladder_dup_lifeline_tip (self->ladder, (guint) column);
  rf_ladder_heads_get_area (self->heads, column, &area);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}

/* The row whose bar of sound is at a height, or that is selected; or -1. */
static int
find_bar (RfLadderCanvas *self,
          int             y,
          gboolean        keyboard_mode)
{
  double head = rf_ladder_canvas_get_head_height (self);
  int row;

  if (!keyboard_mode)
    return rf_ladder_bar_at (self->ladder, y - head + rf_ladder_canvas_get_offset (self,
                                                        GTK_ORIENTATION_VERTICAL));
  row = rf_ladder_get_selected_row (self->ladder);

  return row >= 0 && rf_ladder_get_row_audio (self->ladder, (guint) row) >= 0 ? row : -1;
}

/**
 * rf_ladder_canvas_query_tooltip:
 * @widget: the canvas
 * @x: a place
 * @y: its height
 * @keyboard_mode: whether the tooltip was asked for by a key; then it is about the selected row
 * @tooltip: what is to be shown there
 *
 * Tells what there may be no room for: all that a bar of sound says, what a phase is called, who
 * stands at a lifeline.
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
  GdkRectangle area;
  g_autofree char *text = NULL;
  int row;

  if (self->ladder == NULL)
    return FALSE;
  if (!keyboard_mode && y < rf_ladder_canvas_get_head_height (self))
    return show_head_tip (self, x, y, tooltip);
  if (!keyboard_mode)
    text = dup_phase_tip (self, x, y);
  if (text != NULL) {
    gtk_tooltip_set_text (tooltip, text);
    return TRUE;
  }
  row = find_bar (self, y, keyboard_mode);
  if (row < 0)
    return FALSE;

  text = rf_ladder_dup_text_of_row (self->ladder, (guint) row);
  gtk_tooltip_set_text (tooltip, text);
  rf_ladder_canvas_get_row_area (self, (guint) row, &area);
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

static void
draw_times (RfLadderCanvas *self,
            cairo_t        *cr,
            double          top)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, rf_ladder_canvas_get_head_height (self),
                   rf_ladder_canvas_get_covered (self),
                   gtk_widget_get_allocated_height (GTK_WIDGET (self)));
  cairo_clip (cr);
  cairo_translate (cr, 0, top);
  rf_ladder_paint_times (self->ladder, cr);
  cairo_restore (cr);
}

static void
draw_phases (RfLadderCanvas *self,
             cairo_t        *cr,
             double          top,
             double          covered)
{
  double left = gtk_widget_get_allocated_width (GTK_WIDGET (self)) - covered;
  double brief;

  cairo_save (cr);
  cairo_rectangle (cr, left, rf_ladder_canvas_get_head_height (self), covered,
                   gtk_widget_get_allocated_height (GTK_WIDGET (self)));
  cairo_clip (cr);
  cairo_translate (cr, left - floor (rf_ladder_get_phases (self->ladder, &brief)), top);
  rf_ladder_paint_phases (self->ladder, cr);
  cairo_restore (cr);
}

static void
draw_body (RfLadderCanvas *self,
           cairo_t        *cr)
{
  double covered = rf_ladder_canvas_get_covered (self);
  double covered_right = get_covered_right (self);
  double head = rf_ladder_canvas_get_head_height (self);
  double top = head - rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);

  cairo_save (cr);
  cairo_rectangle (cr, covered, head,
                   gtk_widget_get_allocated_width (GTK_WIDGET (self)) - covered - covered_right,
                   gtk_widget_get_allocated_height (GTK_WIDGET (self)));
  cairo_clip (cr);
  cairo_translate (cr, -rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL), top);
  rf_ladder_paint_body (self->ladder, cr);
  cairo_restore (cr);

  if (covered > 0)
    draw_times (self, cr, top);
  if (covered_right > 0)
    draw_phases (self, cr, top, covered_right);
}

static void
draw_heads (RfLadderCanvas *self,
            cairo_t        *cr)
{
  double covered = rf_ladder_canvas_get_covered (self);
  double head = rf_ladder_canvas_get_head_height (self);
  int width = gtk_widget_get_allocated_width (GTK_WIDGET (self));

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, head);
  cairo_clip (cr);
  cairo_translate (cr, -rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL), 0);
  rf_ladder_paint_head (self->ladder, cr);
  cairo_restore (cr);

  cairo_save (cr);
  cairo_rectangle (cr, covered, 0, width - covered, head);
  cairo_clip (cr);
  rf_ladder_heads_draw (self->heads, cr);
  cairo_restore (cr);
}

/* Of the heads, the times and the phases, where something is out of sight behind them. */
static void
draw_edges (RfLadderCanvas *self,
            cairo_t        *cr)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int head = (int) rf_ladder_canvas_get_head_height (self);
  int covered = (int) rf_ladder_canvas_get_covered (self);
  int covered_right = (int) get_covered_right (self);
  int width = gtk_widget_get_allocated_width (widget);
  int height = gtk_widget_get_allocated_height (widget);
  const GdkRectangle below = { 0, head - 1, width, 1 };
  const GdkRectangle beside = { covered - 1, 0, 1, height };
  const GdkRectangle before = { width - covered_right, head, 1, height - head };

  if (rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL) > 0)
    rf_ladder_theme_draw_edge (widget, cr, &below);
  if (covered > 0)
    rf_ladder_theme_draw_edge (widget, cr, &beside);
  if (covered_right > 0)
    rf_ladder_theme_draw_edge (widget, cr, &before);
}

/* Words are where they can be read. */
static void
tell_sight (RfLadderCanvas *self)
{
  double covered = rf_ladder_canvas_get_covered (self);
  double top = rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);

  rf_ladder_set_sight (self->ladder,
                       rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_HORIZONTAL) + covered,
                       gtk_widget_get_allocated_width (GTK_WIDGET (self)) - covered -
                       get_covered_right (self));
  rf_ladder_set_sight_start (self->ladder, rf_ladder_find_row_below (self->ladder, top));
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

  gtk_render_background (context, cr, 0, 0, width, height);
  if (self->ladder == NULL)
    return GDK_EVENT_PROPAGATE;

  tell_sight (self);
  draw_body (self, cr);
  draw_heads (self, cr);
  draw_edges (self, cr);

  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (context, cr, 1, 1, width - 2, height - 2);
  note_drawn (self);

  return GDK_EVENT_PROPAGATE;
}
