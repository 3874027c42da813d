/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-leaflet"

#include "config.h"

#include "rf-leaflet.h"

static void
on_focus_child_set (HdyLeaflet *leaflet,
                    GtkWidget  *child)
{
  if (child != NULL)
    hdy_leaflet_set_visible_child (leaflet, child);
}

/**
 * rf_leaflet_follow_focus:
 * @leaflet: has its pages side by side where there is room for them
 *
 * Turns to the page that the keys go to. Where the window becomes narrow, what a person works with
 * stays in sight, and does not lose the keys.
 */
void
rf_leaflet_follow_focus (HdyLeaflet *leaflet)
{
  g_return_if_fail (HDY_IS_LEAFLET (leaflet));

  g_signal_connect (leaflet, "set-focus-child", G_CALLBACK (on_focus_child_set), NULL);
}
