/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-menu-tooltip"

#include "config.h"

#include "rf-menu-tooltip.h"

/*
 * The tooltip of a menu button comes where the menu begins, and would hide its first items from
 * whoever lets the pointer rest after a click.
 */

static gboolean
query_tooltip_while_closed (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard_mode,
                            GtkTooltip *tooltip)
{
  GtkWidgetClass *parent_class = GTK_WIDGET_CLASS (g_type_class_peek (GTK_TYPE_TOGGLE_BUTTON));

  return !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget)) &&
         parent_class->query_tooltip (widget, x, y, keyboard_mode, tooltip);
}

/**
 * rf_menu_tooltip_install:
 *
 * Has menu buttons show no tooltip while their menu is open. To be called after gtk_init().
 */
void
rf_menu_tooltip_install (void)
{
  g_autoptr (GTypeClass) button_class = g_type_class_ref (GTK_TYPE_MENU_BUTTON);

  GTK_WIDGET_CLASS (button_class)->query_tooltip = query_tooltip_while_closed;
}
