/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <handy.h>

/*
 * Loaded into gtk-builder-tool, so that it knows the widgets that our templates name. It finds most
 * by the symbol of their type; the parents of templates have to be registered before it looks.
 */

static void __attribute__ ((constructor))
register_parents (void)
{
  g_type_ensure (HDY_TYPE_APPLICATION_WINDOW);
  g_type_ensure (HDY_TYPE_PREFERENCES_WINDOW);
}
