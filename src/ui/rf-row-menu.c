/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-row-menu"

#include "config.h"

#include "rf-row-menu.h"

/*
 * What can be done with the selected row of a ladder. What the canvas can do by itself are the
 * actions "row"; the actions "message" are those of the pane that shows the message
 * (#RfMessagePane). It is a menu and not a popover, as that shows the keys.
 */

static void
on_open_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  rf_ladder_canvas_activate (user_data);
}

static void
on_fold_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  gboolean folded = g_str_equal (g_action_get_name (G_ACTION (action)), "fold");

  rf_ladder_canvas_set_folded (user_data, rf_ladder_canvas_get_selected (user_data), folded);
}

static void
enable (GSimpleActionGroup *actions,
        const char         *name,
        gboolean            enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Only one of the two ways to fold is offered, or none where there is no phase. */
static void
insert_actions (RfLadderCanvas *canvas,
                guint           message)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = on_open_activated },
    { .name = "fold", .activate = on_fold_activated },
    { .name = "unfold", .activate = on_fold_activated },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  RfLadder *ladder = rf_ladder_canvas_get_ladder (canvas);
  gboolean has_phase = rf_trace_get_phase (rf_ladder_get_trace (ladder), message) > 0;
  gboolean folded = rf_ladder_get_folded (ladder, message);

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), canvas);
  enable (actions, "fold", has_phase && !folded);
  enable (actions, "unfold", has_phase && folded);
  gtk_widget_insert_action_group (GTK_WIDGET (canvas), "row", G_ACTION_GROUP (actions));
}

static GtkMenu *
create_menu (RfLadderCanvas *canvas)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/org/referee/Referee/ui/rf-row-menu.ui");
  GtkWidget *menu = gtk_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder,
                                                                                   "menu")));

  gtk_menu_attach_to_widget (GTK_MENU (menu), GTK_WIDGET (canvas), NULL);
  /* That comes last, after what was chosen has been done. */
  g_signal_connect (menu, "selection-done", G_CALLBACK (gtk_widget_destroy), NULL);

  return GTK_MENU (menu);
}

/**
 * rf_row_menu_open:
 * @canvas: a ladder
 *
 * Opens the menu of the selected row: where the pointer is if that has asked for it, otherwise
 * below the row.
 *
 * Returns: whether a row is selected
 */
gboolean
rf_row_menu_open (RfLadderCanvas *canvas)
{
  g_autoptr (GdkEvent) event = gtk_get_current_event ();
  GdkRectangle area;
  int row;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (canvas), FALSE);

  row = rf_ladder_canvas_get_selected_row (canvas);
  if (row < 0)
    return FALSE;

  insert_actions (canvas, (guint) rf_ladder_canvas_get_selected (canvas));
  if (event != NULL && gdk_event_get_event_type (event) == GDK_BUTTON_PRESS) {
    gtk_menu_popup_at_pointer (create_menu (canvas), event);
    return TRUE;
  }
  rf_ladder_canvas_get_row_area (canvas, (guint) row, &area);
  gtk_menu_popup_at_rect (create_menu (canvas), gtk_widget_get_window (GTK_WIDGET (canvas)), &area,
                          GDK_GRAVITY_SOUTH, GDK_GRAVITY_NORTH, event);

  return TRUE;
}
