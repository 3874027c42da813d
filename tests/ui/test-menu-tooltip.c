/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-menu-tooltip"

#include "config.h"

#include "rf-menu-tooltip.h"

static gboolean
has_tooltip (GtkWidget *button)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean is_shown = FALSE;

  g_signal_emit_by_name (button, "query-tooltip", 5, 5, FALSE, tooltip, &is_shown);
  return is_shown;
}

static void
test_open_and_closed (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) model = g_menu_new ();

  g_menu_append (model, "Copy", "app.copy");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (model));
  gtk_widget_set_tooltip_text (button, "What can be done");
  gtk_container_add (GTK_CONTAINER (window), button);
  gtk_widget_show_all (window);

  g_assert_true (has_tooltip (button));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_false (has_tooltip (button));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  g_assert_true (has_tooltip (button));
  gtk_widget_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  rf_menu_tooltip_install ();
  g_test_add_func ("/menu-tooltip/open-and-closed", test_open_and_closed);

  return g_test_run ();
}
