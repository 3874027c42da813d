/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-account-button"

#include "config.h"

#include "rf-account-button.h"

#include "rf-words.h"

#include <glib/gi18n.h>

/**
 * RfAccountButton:
 *
 * Who the phone is and whether it can be called, with more about it in a popover.
 */

struct _RfAccountButton {
  GtkMenuButton  parent_instance;

  RfPhone       *phone;

  GtkImage      *icon;
  GtkLabel      *label;
  GtkLabel      *address;
  GtkLabel      *state;
  GtkLabel      *core;
};

G_DEFINE_FINAL_TYPE (RfAccountButton, rf_account_button, GTK_TYPE_MENU_BUTTON)


static char *
dup_core_text (RfPhone *phone)
{
  g_auto (GStrv) limits = NULL;
  g_autofree char *version = NULL;
  g_autofree char *lacks = NULL;

  g_object_get (phone, "version", &version, "limits", &limits, NULL);
  if (limits == NULL || limits[0] == NULL)
    return g_strdup (version ? version : "");
  lacks = g_strjoinv (" ", limits);

  return g_strdup_printf ("%s. %s", version ? version : "", lacks);
}


static void
update (RfAccountButton *self)
{
  const char *aor = rf_phone_get_aor (self->phone);
  gboolean is_sip = aor && g_str_has_prefix (aor, "sip:");
  g_autofree char *address = rf_words_clean (is_sip ? aor + strlen ("sip:") : aor);
  g_autofree char *state = rf_words_account (self->phone);
  g_autofree char *core = dup_core_text (self->phone);

  gtk_image_set_from_icon_name (self->icon, rf_words_account_icon (self->phone),
                                GTK_ICON_SIZE_BUTTON);
  gtk_label_set_text (self->label, aor ? address : _("No address yet"));
  gtk_label_set_text (self->address, aor ? aor : _("No address yet"));
  gtk_label_set_text (self->state, state);
  gtk_label_set_text (self->core, core);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), state);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self)), state);
}


static void
on_copy_clicked (RfAccountButton *self)
{
  const char *aor = self->phone ? rf_phone_get_aor (self->phone) : NULL;

  if (aor)
    gtk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD),
                            aor, -1);
}


static void
rf_account_button_dispose (GObject *object)
{
  RfAccountButton *self = RF_ACCOUNT_BUTTON (object);

  if (self->phone)
    g_signal_handlers_disconnect_by_data (self->phone, self);
  g_clear_object (&self->phone);

  G_OBJECT_CLASS (rf_account_button_parent_class)->dispose (object);
}


static void
rf_account_button_class_init (RfAccountButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rf_account_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-account-button.ui");
  gtk_widget_class_bind_template_child (widget_class, RfAccountButton, icon);
  gtk_widget_class_bind_template_child (widget_class, RfAccountButton, label);
  gtk_widget_class_bind_template_child (widget_class, RfAccountButton, address);
  gtk_widget_class_bind_template_child (widget_class, RfAccountButton, state);
  gtk_widget_class_bind_template_child (widget_class, RfAccountButton, core);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}


static void
rf_account_button_init (RfAccountButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_account_button_new:
 *
 * Returns: a button, for no phone yet
 */
GtkWidget *
rf_account_button_new (void)
{
  return g_object_new (RF_TYPE_ACCOUNT_BUTTON, NULL);
}

/**
 * rf_account_button_set_phone:
 * @self: an account button
 * @phone: the phone to show
 */
void
rf_account_button_set_phone (RfAccountButton *self, RfPhone *phone)
{
  g_return_if_fail (RF_IS_ACCOUNT_BUTTON (self));
  g_return_if_fail (RF_IS_PHONE (phone));

  if (self->phone)
    g_signal_handlers_disconnect_by_data (self->phone, self);
  g_set_object (&self->phone, phone);
  g_signal_connect_object (phone, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
