/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-sight"

#include "config.h"

#include "rf-call-sight.h"

/**
 * RfCallSight:
 *
 * Scrolls a list of calls so that the row with the newest news is seen, and before it one that
 * waits for the person's answer. It scrolls once for each news, after the rows have got their
 * places, so it neither takes the focus from where somebody types nor fights with who scrolls.
 */

struct _RfCallSight {
  GObject     parent_instance;

  GtkListBox    *list; /* unowned: lives longer */
  GtkAdjustment *adjustment;
  GtkWidget     *row;  /* (nullable): weak */
  gboolean       is_due;
  guint          idle_id;
};

G_DEFINE_FINAL_TYPE (RfCallSight, rf_call_sight, G_TYPE_OBJECT)


/* With the margin around the list, so that its ends are seen as such. */
static void
scroll_to (RfCallSight *self, GtkWidget *row)
{
  GtkAllocation place;
  int margin = gtk_widget_get_margin_top (GTK_WIDGET (self->list));

  gtk_widget_get_allocation (row, &place);
  gtk_adjustment_clamp_page (self->adjustment, place.y, place.y + place.height + 2 * margin);
}


static void
find_waiting (GtkWidget *row, gpointer user_data)
{
  GtkWidget **found = user_data;

  if (rf_call_row_is_waiting (RF_CALL_ROW (row)))
    *found = row;
}


static gboolean
on_idle (gpointer user_data)
{
  RfCallSight *self = RF_CALL_SIGHT (user_data);
  GtkWidget *waiting = NULL;

  self->idle_id = 0;
  if (self->row == NULL)
    return G_SOURCE_REMOVE;

  scroll_to (self, self->row);
  if (!rf_call_row_is_waiting (RF_CALL_ROW (self->row)))
    gtk_container_foreach (GTK_CONTAINER (self->list), find_waiting, &waiting);
  if (waiting)
    scroll_to (self, waiting);

  return G_SOURCE_REMOVE;
}

/* Once all has its place: nothing may move while places are given. */
static void
scroll_later (RfCallSight *self)
{
  if (self->row && rf_call_row_is_wanted (RF_CALL_ROW (self->row)) && self->idle_id == 0)
    self->idle_id = g_idle_add (on_idle, self);
}


static void
on_size_allocate (RfCallSight *self)
{
  if (self->is_due)
    scroll_later (self);
  self->is_due = FALSE;
}


static void
rf_call_sight_dispose (GObject *object)
{
  g_clear_handle_id (&RF_CALL_SIGHT (object)->idle_id, g_source_remove);
  g_clear_weak_pointer (&RF_CALL_SIGHT (object)->row);
  g_clear_object (&RF_CALL_SIGHT (object)->adjustment);

  G_OBJECT_CLASS (rf_call_sight_parent_class)->dispose (object);
}


static void
rf_call_sight_class_init (RfCallSightClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_call_sight_dispose;
}


static void
rf_call_sight_init (RfCallSight *self)
{
}

/**
 * rf_call_sight_new:
 * @list: a list of #RfCallRow in a viewport, which outlives this
 *
 * Returns: (transfer full): what keeps in sight what matters in it
 */
RfCallSight *
rf_call_sight_new (GtkListBox *list)
{
  RfCallSight *self;
  GtkWidget *viewport;

  g_return_val_if_fail (GTK_IS_LIST_BOX (list), NULL);

  viewport = gtk_widget_get_parent (GTK_WIDGET (list));
  g_return_val_if_fail (GTK_IS_SCROLLABLE (viewport), NULL);

  self = g_object_new (RF_TYPE_CALL_SIGHT, NULL);
  self->list = list;
  self->adjustment = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)));
  g_signal_connect_object (list, "size-allocate", G_CALLBACK (on_size_allocate), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  /* A notice across the window leaves less room. */
  g_signal_connect_object (self->adjustment, "notify::page-size", G_CALLBACK (scroll_later), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * rf_call_sight_show:
 * @self: what looks after a list
 * @row: a row of it with news
 *
 * Brings @row into sight, as soon as it has its place.
 */
void
rf_call_sight_show (RfCallSight *self, RfCallRow *row)
{
  g_return_if_fail (RF_IS_CALL_SIGHT (self));
  g_return_if_fail (RF_IS_CALL_ROW (row));

  g_set_weak_pointer (&self->row, GTK_WIDGET (row));
  rf_call_sight_keep (self);
}

/**
 * rf_call_sight_keep:
 * @self: what looks after a list
 *
 * Brings the row that was shown last into sight once more, where rows have changed their places.
 */
void
rf_call_sight_keep (RfCallSight *self)
{
  g_return_if_fail (RF_IS_CALL_SIGHT (self));

  if (self->row == NULL || !rf_call_row_is_wanted (RF_CALL_ROW (self->row)))
    return;

  self->is_due = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self->list));
}
