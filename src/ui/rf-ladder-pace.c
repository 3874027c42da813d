/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-pace"

#include "config.h"

#include "rf-ladder-pace.h"

/*
 * News that a person waits for are drawn so long after the drawing before at the earliest: with the
 * drawing itself, that is well within 16 ms, and leaves half of the time for everything else.
 */
#define HURRY_US (8 * 1000)

struct _RfLadderPace {
  GtkWidget        *widget;  /* unowned; it owns us */
  RfLadderPaceFunc  update;
  guint             tick_id;
  GSource          *hurry;   /* NULL where nobody waits */
  gint64            last_us; /* when it was drawn or is about to be */
  gboolean          is_updating;
};

static void
stop_hurry (RfLadderPace *self)
{
  if (self->hurry != NULL)
    g_source_destroy (self->hurry);
  g_clear_pointer (&self->hurry, g_source_unref);
}

static gboolean
run_update (RfLadderPace *self,
            gboolean      queue_draw)
{
  gboolean more;

  stop_hurry (self);
  self->is_updating = TRUE;
  more = self->update (self->widget);
  if (queue_draw)
    gtk_widget_queue_draw (self->widget);
  self->is_updating = FALSE;
  self->last_us = g_get_monotonic_time ();

  return more;
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  RfLadderPace *self = user_data;

  if (run_update (self, TRUE))
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

/* The widget alone, and by its own hand: what is around it may not have its size yet, and where it
 * is to get another one itself, GTK would not draw it. The frame that follows puts that right. */
static void
draw_now (GtkWidget *widget)
{
  GdkWindow *window = gtk_widget_get_window (widget);
  cairo_region_t *region = gdk_window_get_visible_region (window);
  GdkDrawingContext *context = gdk_window_begin_draw_frame (window, region);

  GTK_WIDGET_GET_CLASS (widget)->draw (widget, gdk_drawing_context_get_cairo_context (context));
  gdk_window_end_draw_frame (window, context);
  cairo_region_destroy (region);
}

static gboolean
on_hurry (gpointer user_data)
{
  RfLadderPace *self = user_data;
  gboolean draws = gtk_widget_get_mapped (self->widget);
  gboolean more = run_update (self, !draws);

  if (!more && self->tick_id != 0) {
    gtk_widget_remove_tick_callback (self->widget, self->tick_id);
    self->tick_id = 0;
  }
  if (draws)
    draw_now (self->widget);
  self->last_us = g_get_monotonic_time ();

  return G_SOURCE_REMOVE;
}

/* After all news that are there already. */
static void
start_hurry (RfLadderPace *self)
{
  self->hurry = g_timeout_source_new (0);
  g_source_set_priority (self->hurry, GDK_PRIORITY_REDRAW);
  g_source_set_ready_time (self->hurry, self->last_us + HURRY_US);
  g_source_set_callback (self->hurry, on_hurry, self, NULL);
  g_source_attach (self->hurry, NULL);
}

/**
 * rf_ladder_pace_new:
 * @widget: what shows the news; must outlive the pace
 * @update: has it show them
 *
 * Returns: (transfer full): a pace for it
 */
RfLadderPace *
rf_ladder_pace_new (GtkWidget        *widget,
                    RfLadderPaceFunc  update)
{
  RfLadderPace *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (update != NULL, NULL);

  self = g_new0 (RfLadderPace, 1);
  self->widget = widget;
  self->update = update;
  return self;
}

/**
 * rf_ladder_pace_free:
 * @self: a pace
 */
void
rf_ladder_pace_free (RfLadderPace *self)
{
  g_return_if_fail (self != NULL);

  stop_hurry (self);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick_id);
  g_free (self);
}

/**
 * rf_ladder_pace_is_updating:
 * @self: a pace
 *
 * Returns: whether the widget is being updated, and drawn right after that
 */
gboolean
rf_ladder_pace_is_updating (RfLadderPace *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_updating;
}

/**
 * rf_ladder_pace_request:
 * @self: a pace
 * @hurry: whether a person waits for it
 *
 * Has the widget show anew what it shows, soon.
 */
void
rf_ladder_pace_request (RfLadderPace *self,
                        gboolean      hurry)
{
  g_return_if_fail (self != NULL);

  if (self->is_updating)
    return;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (self->widget, on_tick, self, NULL);
  if (hurry && self->hurry == NULL && gtk_widget_get_mapped (self->widget))
    start_hurry (self);
}
