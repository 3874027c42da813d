/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-notice"

#include "config.h"

#include "rf-notice.h"

/**
 * RfNotice:
 *
 * One sentence across the window about something that a person should know, until it is over or
 * they have read it.
 */

struct _RfNotice {
  GtkInfoBar  parent_instance;

  GtkLabel   *label;
};

G_DEFINE_FINAL_TYPE (RfNotice, rf_notice, GTK_TYPE_INFO_BAR)


static void
rf_notice_class_init (RfNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, RfNotice, label);
  gtk_widget_class_bind_template_callback (widget_class, rf_notice_hide);
}


static void
rf_notice_init (RfNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_notice_new:
 *
 * Returns: a notice that says nothing yet, and is not seen
 */
GtkWidget *
rf_notice_new (void)
{
  /* A construct property: what a template says about it is overwritten. */
  return g_object_new (RF_TYPE_NOTICE, "revealed", FALSE, NULL);
}

/**
 * rf_notice_show:
 * @self: a notice
 * @type: how bad it is
 * @text: what happened, what it means, what to do
 */
void
rf_notice_show (RfNotice *self, GtkMessageType type, const char *text)
{
  g_return_if_fail (RF_IS_NOTICE (self));
  g_return_if_fail (text != NULL);

  gtk_info_bar_set_message_type (GTK_INFO_BAR (self), type);
  gtk_label_set_text (self->label, text);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), text);
  gtk_widget_show (GTK_WIDGET (self));
  gtk_info_bar_set_revealed (GTK_INFO_BAR (self), TRUE);
}

/**
 * rf_notice_hide:
 * @self: a notice
 */
void
rf_notice_hide (RfNotice *self)
{
  g_return_if_fail (RF_IS_NOTICE (self));

  gtk_info_bar_set_revealed (GTK_INFO_BAR (self), FALSE);
  /* A screen reader would go on to find it. */
  gtk_widget_hide (GTK_WIDGET (self));
}
