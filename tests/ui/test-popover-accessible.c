/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-popover-accessible"

#include "rf-popover-accessible.h"

#include <gtk/gtk.h>

/* A menu as the window makes it, and what a screen reader holds of it. */
static GtkWidget *
make_menu (AtkObject **accessible)
{
  g_autoptr (GMenu) model = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (model, "Copy", "app.copy");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (model));
  *accessible = gtk_widget_get_accessible (
    GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))));
  g_object_ref (*accessible);

  return g_object_ref_sink (button);
}


static void
test_menu_that_is_there (void)
{
  g_autoptr (AtkObject) accessible = NULL;
  g_autoptr (GtkWidget) button = make_menu (&accessible);
  g_autoptr (AtkStateSet) states = atk_object_ref_state_set (accessible);

  g_assert_true (RF_IS_POPOVER_ACCESSIBLE (accessible));
  g_assert_true (atk_state_set_contains_state (states, ATK_STATE_MODAL));
  g_assert_false (atk_state_set_contains_state (states, ATK_STATE_DEFUNCT));
  gtk_widget_destroy (button);
}

/* With GTK's own accessible this ends the test: warnings are fatal. */
static void
test_menu_that_is_gone (void)
{
  g_autoptr (AtkObject) accessible = NULL;
  g_autoptr (GtkWidget) button = make_menu (&accessible);
  g_autoptr (AtkStateSet) states = NULL;

  gtk_widget_destroy (button);
  states = atk_object_ref_state_set (accessible);
  g_assert_true (atk_state_set_contains_state (states, ATK_STATE_DEFUNCT));
}


int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  rf_popover_accessible_install ();
  g_test_add_func ("/popover-accessible/there", test_menu_that_is_there);
  g_test_add_func ("/popover-accessible/gone", test_menu_that_is_gone);

  return g_test_run ();
}
