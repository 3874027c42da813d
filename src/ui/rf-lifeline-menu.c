/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-lifeline-menu"

#include "config.h"

#include "rf-lifeline-menu.h"

#include <glib/gi18n.h>

/*
 * What can be done with one lifeline, and the list of all. The actions are the group "lifelines" of
 * #RfLadderHeads.
 */

/* A longer menu nobody reads; whoever is not in it is reached by the head. */
#define MAX_ITEMS 100

/* What surrounds the items of a menu; and what of it is to be seen in any window. */
#define MARGIN 64
#define MIN_HEIGHT 120

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action,
             guint       column)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "u", column);
  g_menu_append_item (menu, item);
}

/* Nobody acts on it, so that it cannot be chosen. */
static void
append_unlisted (GMenu *menu,
                 guint  n_lifelines)
{
  guint n_more = n_lifelines - MIN (n_lifelines, MAX_ITEMS);
  g_autofree char *text = NULL;

  if (n_more == 0)
    return;
  text = g_strdup_printf (ngettext ("%'u more lifeline is not listed",
                                    "%'u more lifelines are not listed", n_more), n_more);
  g_menu_append (menu, text, "lifelines.none");
}

/* A name is no place for mnemonics. */
static char *
dup_name (RfLadder *ladder,
          guint     column)
{
  g_autofree char *label = rf_ladder_dup_lifeline_label (ladder, column);
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

static GMenuModel *
create_others (RfLadder *ladder,
               guint     column)
{
  GMenu *menu = g_menu_new ();
  guint n_lifelines = MIN (rf_ladder_get_n_lifelines (ladder), MAX_ITEMS);

  for (guint i = 0; i < n_lifelines; i++) {
    g_autofree char *name = dup_name (ladder, i);
    g_autoptr (GMenuItem) item = g_menu_item_new (name, NULL);

    g_menu_item_set_action_and_target (item, "lifelines.merge", "(uu)", column, i);
    if (i != column)
      g_menu_append_item (menu, item);
  }
  append_unlisted (menu, rf_ladder_get_n_lifelines (ladder));
  return G_MENU_MODEL (menu);
}

/**
 * rf_lifeline_menu_new:
 * @ladder: a ladder
 * @column: one of its lifelines
 *
 * Returns: (transfer full): what can be done with it
 */
GMenuModel *
rf_lifeline_menu_new (RfLadder *ladder,
                      guint     column)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) places = g_menu_new ();
  g_autoptr (GMenu) merging = g_menu_new ();

  append_item (menu, _("Re_name…"), "lifelines.rename", column);
  if (column > 0)
    append_item (places, _("Move _left"), "lifelines.move-left", column);
  if (column + 1 < rf_ladder_get_n_lifelines (ladder))
    append_item (places, _("Move _right"), "lifelines.move-right", column);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (places));
  if (rf_ladder_get_n_lifelines (ladder) > 1) {
    g_autoptr (GMenuModel) others = create_others (ladder, column);

    g_menu_append_submenu (merging, _("_Merge with"), others);
  }
  if (rf_ladder_count_merged (ladder, column) > 1)
    append_item (merging, _("_Split again"), "lifelines.split", column);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (merging));
  return G_MENU_MODEL (menu);
}

/**
 * rf_lifeline_menu_new_all:
 * @ladder: a ladder
 *
 * Returns: (transfer full): a way to each of its lifelines, and what is done with all of them. The
 *   menus of the lifelines are no submenus here: a popover takes no two of one name.
 */
GMenuModel *
rf_lifeline_menu_new_all (RfLadder *ladder)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) each = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  guint n_lifelines = MIN (rf_ladder_get_n_lifelines (ladder), MAX_ITEMS);

  for (guint i = 0; i < n_lifelines; i++) {
    g_autofree char *name = dup_name (ladder, i);

    append_item (each, name, "lifelines.open", i);
  }
  append_unlisted (each, rf_ladder_get_n_lifelines (ladder));
  g_menu_append (all, _("_Undo"), "lifelines.undo");
  g_menu_append (all, _("Reset _all lifelines"), "lifelines.reset");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (each));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  return G_MENU_MODEL (menu);
}

/* From the place that a menu points to down to the end of the window. */
static int
find_room (GtkWidget          *widget,
           const GdkRectangle *area)
{
  GtkWidget *window = gtk_widget_get_toplevel (widget);
  int y;

  if (!gtk_widget_translate_coordinates (widget, window, 0, area->y + area->height, NULL, &y))
    return MIN_HEIGHT;

  return MAX (gtk_widget_get_allocated_height (window) - y - MARGIN, MIN_HEIGHT);
}

/* GTK wants the pages of a menu in a stack, by their names; what is in them is theirs. */
static void
make_scroll (GtkWidget *page,
             GtkStack  *pages,
             int        room)
{
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                      "visible", TRUE,
                                      "hscrollbar-policy", GTK_POLICY_NEVER,
                                      "overlay-scrolling", FALSE,
                                      "propagate-natural-height", TRUE,
                                      "max-content-height", room,
                                      NULL);
  g_autofree char *name = NULL;

  gtk_container_child_get (GTK_CONTAINER (pages), page, "name", &name, NULL);
  g_object_ref (page);
  gtk_container_remove (GTK_CONTAINER (pages), page);
  gtk_container_add (GTK_CONTAINER (scroller), page);
  g_object_unref (page);
  gtk_stack_add_named (pages, scroller, name);
}

/**
 * rf_lifeline_menu_popover_new:
 * @model: a menu
 * @relative_to: what it is to point to
 * @area: where in that
 *
 * A menu of GTK's that is higher than the window is cut off, and what is cut off cannot be reached.
 * This one scrolls.
 *
 * Returns: (transfer none): the menu below @area, which is not open yet
 */
GtkWidget *
rf_lifeline_menu_popover_new (GMenuModel         *model,
                       GtkWidget          *relative_to,
                       const GdkRectangle *area)
{
  GtkWidget *popover;
  GtkStack *pages;
  g_autoptr (GList) children = NULL;

  g_return_val_if_fail (G_IS_MENU_MODEL (model), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (relative_to), NULL);
  g_return_val_if_fail (area != NULL, NULL);

  popover = gtk_popover_new_from_model (relative_to, model);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), area);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  pages = GTK_STACK (gtk_bin_get_child (GTK_BIN (popover)));
  children = gtk_container_get_children (GTK_CONTAINER (pages));
  for (GList *l = children; l; l = l->next)
    make_scroll (l->data, pages, find_room (relative_to, area));
  gtk_stack_set_visible_child_name (pages, "main");

  return popover;
}
