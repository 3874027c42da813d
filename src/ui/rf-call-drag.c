/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-drag"

#include "config.h"

#include "rf-call-drag.h"

/*
 * Dragging the row of one call onto that of another asks to connect the two. No data travels: it is
 * the widgets that meet, in one window.
 */

static const GtkTargetEntry drag_targets[] = {
  { (char *) "application/x-referee-call", GTK_TARGET_SAME_APP, 0 },
};

typedef struct {
  RfCallRow *row;   /* of the call to transfer */
  RfCall    *other; /* the call that it goes to */
} Pair;

/* The one that is dragged is transferred to the one where it is dropped; where that cannot be, as
 * it is still ringing or does not allow it, the other way round: the two are connected all the
 * same. */
static gboolean
find_pair (GdkDragContext *context, GtkWidget *place, Pair *ret_pair)
{
  GtkWidget *handle = gtk_drag_get_source_widget (context);
  GtkWidget *source = handle ? gtk_widget_get_ancestor (handle, RF_TYPE_CALL_ROW) : NULL;
  RfDesk *desk = rf_call_row_get_desk (RF_CALL_ROW (place));
  RfCall *dragged, *dropped_on;

  if (source == NULL || rf_call_row_get_desk (RF_CALL_ROW (source)) != desk)
    return FALSE;

  dragged = rf_call_row_get_call (RF_CALL_ROW (source));
  dropped_on = rf_call_row_get_call (RF_CALL_ROW (place));
  if (rf_desk_can_connect (desk, dragged, dropped_on))
    *ret_pair = (Pair) { RF_CALL_ROW (source), dropped_on };
  else if (rf_desk_can_connect (desk, dropped_on, dragged))
    *ret_pair = (Pair) { RF_CALL_ROW (place), dragged };
  else
    return FALSE;

  return TRUE;
}


static void
on_drag_begin (GtkWidget *handle, GdkDragContext *context, GtkWidget *row)
{
  int width = gtk_widget_get_allocated_width (row);
  int height = gtk_widget_get_allocated_height (row);
  cairo_surface_t *picture = gdk_window_create_similar_surface (gtk_widget_get_window (row),
                                                                CAIRO_CONTENT_COLOR_ALPHA, width,
                                                                height);
  cairo_t *cr = cairo_create (picture);

  gtk_widget_draw (row, cr);
  cairo_surface_set_device_offset (picture, -width / 4.0, -16);
  gtk_drag_set_icon_surface (context, picture);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
}


static gboolean
on_drag_motion (GtkWidget *row, GdkDragContext *context, int x, int y, guint time)
{
  Pair pair;
  gboolean can = find_pair (context, row, &pair);

  gdk_drag_status (context, can ? GDK_ACTION_LINK : 0, time);
  if (can)
    gtk_drag_highlight (row);

  return can;
}


static void
on_drag_leave (GtkWidget *row)
{
  gtk_drag_unhighlight (row);
}


static gboolean
on_drag_drop (GtkWidget *row, GdkDragContext *context, int x, int y, guint time)
{
  Pair pair;
  gboolean can = find_pair (context, row, &pair);

  gtk_drag_finish (context, can, FALSE, time);
  if (can)
    rf_call_row_request_transfer (pair.row, pair.other);

  return can;
}

/**
 * rf_call_drag_add:
 * @row: the row of a call
 *
 * Lets @row be dragged onto others, and others be dropped on it.
 */
void
rf_call_drag_add (RfCallRow *row)
{
  GtkWidget *widget = GTK_WIDGET (row);
  GtkWidget *handle;

  g_return_if_fail (RF_IS_CALL_ROW (row));

  /* The list box keeps the pointer of a row for itself; what is in the row must catch it. */
  handle = gtk_bin_get_child (GTK_BIN (row));
  gtk_drag_source_set (handle, GDK_BUTTON1_MASK, drag_targets, G_N_ELEMENTS (drag_targets),
                       GDK_ACTION_LINK);
  gtk_drag_dest_set (widget, 0, drag_targets, G_N_ELEMENTS (drag_targets), GDK_ACTION_LINK);
  g_signal_connect (handle, "drag-begin", G_CALLBACK (on_drag_begin), row);
  g_signal_connect (row, "drag-motion", G_CALLBACK (on_drag_motion), NULL);
  g_signal_connect (row, "drag-leave", G_CALLBACK (on_drag_leave), NULL);
  g_signal_connect (row, "drag-drop", G_CALLBACK (on_drag_drop), NULL);
}
