/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-preferences"

#include "config.h"

#include "rf-preferences.h"

/**
 * RfPreferences:
 *
 * Who the person is, at which server, and what others may ask of the phone. Every field is bound to
 * its setting; the phone gets the account anew when the window is closed, if something changed.
 */

struct _RfPreferences {
  HdyPreferencesWindow  parent_instance;

  GSettings            *settings;
  RfIdentity           *identity;
  RfPhone              *phone;
  gboolean              changed;
  gboolean              password_changed;

  GtkEntry             *display_name;
  GtkEntry             *address;
  GtkEntry             *registrar;
  GtkEntry             *outbound;
  GtkEntry             *auth_user;
  GtkEntry             *password;
  GtkComboBox          *transport;
  GtkComboBox          *consent;
  GtkWidget            *consent_domains_row;
  GtkEntry             *consent_domains;
  GtkSwitch            *ask_outside;
  GtkComboBox          *release;
  GtkEntry             *listen;
};

G_DEFINE_FINAL_TYPE (RfPreferences, rf_preferences, HDY_TYPE_PREFERENCES_WINDOW)


static void
on_settings_changed (RfPreferences *self)
{
  self->changed = TRUE;
}


static void
on_consent_changed (RfPreferences *self)
{
  const char *consent = gtk_combo_box_get_active_id (self->consent);

  gtk_widget_set_sensitive (self->consent_domains_row, g_strcmp0 (consent, "domains") == 0);
}


static void
on_password_changed (RfPreferences *self)
{
  self->password_changed = TRUE;
}


static void
on_destroy (RfPreferences *self)
{
  if (self->settings == NULL)
    return;

  if (self->password_changed)
    rf_identity_set_password (self->identity, gtk_entry_get_text (self->password));
  if (self->changed || self->password_changed)
    rf_identity_apply (self->identity, self->phone);
  self->changed = self->password_changed = FALSE;
}


static void
bind_fields (RfPreferences *self)
{
  const struct {
    const char *key;
    gpointer    field;
    const char *property;
  } fields[] = {
    { "display-name", self->display_name, "text" },
    { "address", self->address, "text" },
    { "registrar", self->registrar, "text" },
    { "outbound", self->outbound, "text" },
    { "auth-user", self->auth_user, "text" },
    { "transport", self->transport, "active-id" },
    { "consent", self->consent, "active-id" },
    { "consent-domains", self->consent_domains, "text" },
    { "ask-outside", self->ask_outside, "active" },
    { "release", self->release, "active-id" },
    { "listen", self->listen, "text" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_settings_bind (self->settings, fields[i].key, fields[i].field, fields[i].property,
                     G_SETTINGS_BIND_DEFAULT);
}


static void
rf_preferences_finalize (GObject *object)
{
  RfPreferences *self = RF_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->identity);
  g_clear_object (&self->phone);

  G_OBJECT_CLASS (rf_preferences_parent_class)->finalize (object);
}


static void
rf_preferences_class_init (RfPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_preferences_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, display_name);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, address);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, registrar);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, outbound);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, auth_user);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, password);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, transport);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, consent);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, consent_domains_row);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, consent_domains);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, ask_outside);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, release);
  gtk_widget_class_bind_template_child (widget_class, RfPreferences, listen);
  gtk_widget_class_bind_template_callback (widget_class, on_consent_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_destroy);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
}


static void
rf_preferences_init (RfPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_preferences_new:
 * @parent: (nullable): the window that they belong to
 * @settings: the application's settings
 * @identity: who takes the password
 * @phone: who gets the account
 *
 * Returns: the window, to be presented
 */
GtkWidget *
rf_preferences_new (GtkWindow *parent, GSettings *settings, RfIdentity *identity, RfPhone *phone)
{
  RfPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (RF_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);

  self = g_object_new (RF_TYPE_PREFERENCES, "transient-for", parent, NULL);
  self->settings = g_object_ref (settings);
  self->identity = g_object_ref (identity);
  self->phone = g_object_ref (phone);
  bind_fields (self);
  g_signal_connect_object (settings, "changed", G_CALLBACK (on_settings_changed), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
