/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-popover-accessible"

#include "rf-popover-accessible.h"

#include <gtk/gtk.h>

/*
 * A screen reader may ask for the states of a menu that is gone by then. GTK 3 looks at the
 * popover to tell whether it is modal without asking whether there still is one, and complains.
 */
struct _RfPopoverAccessible {
  GtkPopoverAccessible parent_instance;
};

G_DEFINE_TYPE (RfPopoverAccessible, rf_popover_accessible, GTK_TYPE_POPOVER_ACCESSIBLE)


static AtkStateSet *
rf_popover_accessible_ref_state_set (AtkObject *accessible)
{
  gpointer popover_class = rf_popover_accessible_parent_class;
  gpointer container_class = g_type_class_peek_parent (popover_class);
  gpointer class_to_ask = gtk_accessible_get_widget (GTK_ACCESSIBLE (accessible)) ? popover_class
                                                                                  : container_class;

  return ATK_OBJECT_CLASS (class_to_ask)->ref_state_set (accessible);
}


static void
rf_popover_accessible_class_init (RfPopoverAccessibleClass *klass)
{
  ATK_OBJECT_CLASS (klass)->ref_state_set = rf_popover_accessible_ref_state_set;
}


static void
rf_popover_accessible_init (RfPopoverAccessible *self)
{
}

/**
 * rf_popover_accessible_install:
 *
 * Lets every popover made from now on, those of GTK's menus too, answer a screen reader that asks
 * about it after its end. To be called once, after gtk_init() and before the first window.
 */
void
rf_popover_accessible_install (void)
{
  g_autoptr (GTypeClass) popover_class = g_type_class_ref (GTK_TYPE_POPOVER);

  gtk_widget_class_set_accessible_type (GTK_WIDGET_CLASS (popover_class),
                                        RF_TYPE_POPOVER_ACCESSIBLE);
}
