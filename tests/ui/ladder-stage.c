/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ladder-stage"

#include "config.h"

#include "ladder-stage.h"

#include "rf-ladder-bar.h"

gboolean
ladder_stage_give_up (gpointer user_data)
{
  g_error ("nothing happened within %d ms", LADDER_STAGE_DEADLINE_MS);

  return G_SOURCE_REMOVE;
}

GtkWidget *
ladder_stage_find (GtkWidget *widget,
                   GType      type)
{
  g_autoptr (GList) children = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  if (!GTK_IS_CONTAINER (widget))
    return NULL;

  children = gtk_container_get_children (GTK_CONTAINER (widget));
  for (GList *l = children; l != NULL; l = l->next) {
    GtkWidget *found = ladder_stage_find (l->data, type);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static void
on_updated (LadderStage *self)
{
  self->updated = TRUE;
}

void
ladder_stage_set_up (LadderStage   *self,
                     gconstpointer  data)
{
  self->trace = ladder_fixture_blind ();
  self->window = g_object_ref_sink (gtk_window_new (GTK_WINDOW_TOPLEVEL));
  self->view = RF_LADDER_VIEW (rf_ladder_view_new (self->trace));
  self->canvas = RF_LADDER_CANVAS (ladder_stage_find (GTK_WIDGET (self->view),
                                                      RF_TYPE_LADDER_CANVAS));
  self->filter = rf_ladder_view_get_filter (self->view);
  self->bar = ladder_stage_find (GTK_WIDGET (self->view), RF_TYPE_LADDER_BAR);
  self->search = GTK_ENTRY (ladder_stage_find (self->bar, GTK_TYPE_SEARCH_ENTRY));
  g_signal_connect_swapped (self->canvas, "updated", G_CALLBACK (on_updated), self);
  gtk_container_add (GTK_CONTAINER (self->window), GTK_WIDGET (self->view));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 900, 400);
  gtk_window_present (GTK_WINDOW (self->window));
  LADDER_STAGE_WAIT_FOR (self->updated);
}

void
ladder_stage_tear_down (LadderStage   *self,
                        gconstpointer  data)
{
  gtk_widget_destroy (self->window);
  g_assert_finalize_object (self->window);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_finalize_object (self->trace);
}

void
ladder_stage_press_key (LadderStage     *self,
                        guint            key,
                        GdkModifierType  modifiers)
{
  g_assert_true (gtk_bindings_activate (G_OBJECT (self->canvas), key, modifiers));
}

void
ladder_stage_click (LadderStage *self,
                    double       x,
                    double       y)
{
  GdkWindow *window = gtk_widget_get_window (GTK_WIDGET (self->canvas));
  GdkSeat *seat = gdk_display_get_default_seat (gdk_window_get_display (window));
  const GdkEventType types[] = { GDK_BUTTON_PRESS, GDK_BUTTON_RELEASE };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (types[i]);

    event->button.window = g_object_ref (window);
    event->button.time = GDK_CURRENT_TIME;
    event->button.button = GDK_BUTTON_PRIMARY;
    event->button.x = x;
    event->button.y = y;
    gdk_event_set_device (event, gdk_seat_get_pointer (seat));
    gdk_event_set_source_device (event, gdk_seat_get_pointer (seat));
    gtk_main_do_event (event);
  }
}

/* Whether @widget or what is in it shows this text. */
static void
look_for_label (GtkWidget *widget,
                gpointer   user_data)
{
  const char **wanted = user_data;

  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), *wanted) == 0)
    *wanted = NULL;
  else if (*wanted && GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), look_for_label, user_data);
}

gboolean
ladder_stage_has_tip (LadderStage *self,
                      int          x,
                      int          y,
                      const char  *text)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  gboolean is_shown = FALSE;

  g_signal_emit_by_name (self->canvas, "query-tooltip", x, y, FALSE, tooltip, &is_shown);
  for (GList *l = windows; is_shown && l; l = l->next)
    look_for_label (l->data, &text);

  return is_shown && !text;
}
