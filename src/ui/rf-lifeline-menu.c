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
#define MAX_ITEMS 40

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
  g_menu_append (all, _("_Undo"), "lifelines.undo");
  g_menu_append (all, _("Reset _all lifelines"), "lifelines.reset");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (each));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  return G_MENU_MODEL (menu);
}
