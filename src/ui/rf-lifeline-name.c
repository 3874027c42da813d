/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-lifeline-name"

#include "config.h"

#include "rf-lifeline-name.h"

/**
 * RfLifelineName:
 *
 * Asks what a lifeline is to be called. The signal "chosen" (const char *name) comes once, and not
 * at all where the person leaves; an empty name stands for the one that the messages give.
 */
struct _RfLifelineName {
  GtkPopover  parent_instance;

  GtkEntry   *entry;
};

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RfLifelineName, rf_lifeline_name, GTK_TYPE_POPOVER)

static void
on_entry_activated (RfLifelineName *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, gtk_entry_get_text (self->entry));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
rf_lifeline_name_class_init (RfLifelineNameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /* (const char *name) */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", RF_TYPE_LIFELINE_NAME, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-lifeline-name.ui");
  gtk_widget_class_bind_template_child (widget_class, RfLifelineName, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
}

static void
rf_lifeline_name_init (RfLifelineName *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_lifeline_name_new:
 * @relative_to: where it points to
 * @name: what the lifeline is called now
 *
 * Returns: a popover that is not open yet
 */
GtkWidget *
rf_lifeline_name_new (GtkWidget  *relative_to,
                      const char *name)
{
  RfLifelineName *self;

  g_return_val_if_fail (GTK_IS_WIDGET (relative_to), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (RF_TYPE_LIFELINE_NAME, "relative-to", relative_to, NULL);
  gtk_entry_set_text (self->entry, name);

  return GTK_WIDGET (self);
}
