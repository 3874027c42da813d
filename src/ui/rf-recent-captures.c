/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-recent-captures"

#include "config.h"

#include "rf-recent-captures.h"

#include "rf-label.h"

#include <glib/gi18n.h>

/*
 * The captures that were opened last, of the desktop's list of files, as a menu. GTK 3 has a menu
 * of its own for that, but one that cannot be opened without a key or a mouse button, as a screen
 * reader does it.
 */

#define MAX_ITEMS 10
#define MAX_CHARS 48

static gboolean
is_wanted (GtkRecentFilter *filter,
           GtkRecentInfo   *info)
{
  const GtkRecentFilterInfo facts = {
    .contains = GTK_RECENT_FILTER_URI | GTK_RECENT_FILTER_DISPLAY_NAME |
                GTK_RECENT_FILTER_MIME_TYPE,
    .uri = gtk_recent_info_get_uri (info),
    .display_name = gtk_recent_info_get_display_name (info),
    .mime_type = gtk_recent_info_get_mime_type (info),
  };

  return gtk_recent_filter_filter (filter, &facts) && gtk_recent_info_is_local (info) &&
         gtk_recent_info_exists (info);
}

/* The newest first. */
static int
compare (gconstpointer a,
         gconstpointer b)
{
  time_t first = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  time_t second = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return first > second ? -1 : first < second;
}

static void
append (GMenu         *menu,
        GtkRecentInfo *info,
        const char    *action)
{
  g_autofree char *clean = rf_label_dup_clean (gtk_recent_info_get_display_name (info), -1,
                                               MAX_CHARS, RF_LABEL_CUT_MIDDLE);
  g_auto (GStrv) parts = g_strsplit (clean, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts); /* one is no key to press */
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", gtk_recent_info_get_uri (info));
  g_menu_append_item (menu, item);
}

static void
fill (GMenu *menu)
{
  GtkRecentFilter *filter = g_object_get_data (G_OBJECT (menu), "filter");
  const char *action = g_object_get_data (G_OBJECT (menu), "action");
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  int n = 0;

  items = g_list_sort (items, compare);
  g_menu_remove_all (menu);
  for (GList *l = items; l && n < MAX_ITEMS; l = l->next) {
    if (!is_wanted (filter, l->data))
      continue;
    append (menu, l->data, action);
    n++;
  }
  if (n == 0)
    g_menu_append (menu, _("No capture was opened yet"), "win.none");
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

/**
 * rf_recent_captures_attach:
 * @menu: an empty menu
 * @filter: what files are captures
 * @action: (type utf8): a detailed name without a target; a literal. It gets the URI of the file.
 *
 * Lists the captures that were opened last, now and whenever that changes.
 */
void
rf_recent_captures_attach (GMenu           *menu,
                           GtkRecentFilter *filter,
                           const char      *action)
{
  g_return_if_fail (G_IS_MENU (menu));
  g_return_if_fail (GTK_IS_RECENT_FILTER (filter));
  g_return_if_fail (action != NULL);

  g_object_set_data_full (G_OBJECT (menu), "filter", g_object_ref (filter), g_object_unref);
  g_object_set_data (G_OBJECT (menu), "action", (gpointer) action);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill), menu,
                           G_CONNECT_SWAPPED);
  fill (menu);
}
