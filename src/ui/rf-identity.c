/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-identity"

#include "config.h"

#include "rf-identity.h"

#include <libsecret/secret.h>

#include <glib/gi18n.h>

/**
 * RfIdentity:
 *
 * Who the person is on the telephone: the account in the settings and its password, made into what
 * a phone takes. The password goes to the keyring; where there is none, it is known until the
 * program ends.
 */

struct _RfIdentity {
  GObject       parent_instance;

  GSettings    *settings;
  char         *password;
  GCancellable *cancel;
};

G_DEFINE_FINAL_TYPE (RfIdentity, rf_identity, G_TYPE_OBJECT)

typedef struct {
  RfIdentity *self;
  RfPhone    *phone;
} StartData;


static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    RF_APP_ID, SECRET_SCHEMA_NONE,
    { { "address", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };

  return &schema;
}


static char *
dup_text (RfIdentity *self, const char *key)
{
  g_autofree char *text = g_strstrip (g_settings_get_string (self->settings, key));

  return *text ? g_steal_pointer (&text) : NULL;
}

/* "mike@example.org" is an address of its own; "mike" is completed with that of this machine. */
static char *
dup_aor (RfIdentity *self)
{
  g_autofree char *address = dup_text (self, "address");

  if (address == NULL || strchr (address, '@') == NULL)
    return NULL;
  if (g_str_has_prefix (address, "sip:") || g_str_has_prefix (address, "sips:"))
    return g_steal_pointer (&address);

  return g_strconcat ("sip:", address, NULL);
}


static char *
dup_user (RfIdentity *self)
{
  g_autofree char *user = dup_text (self, "address");

  return user ? g_steal_pointer (&user) : g_strdup (g_get_user_name ());
}


static char *
dup_server (RfIdentity *self, const char *key)
{
  g_autofree char *server = dup_text (self, key);

  if (server == NULL || g_str_has_prefix (server, "sip:") || g_str_has_prefix (server, "sips:"))
    return g_steal_pointer (&server);

  return g_strconcat ("sip:", server, NULL);
}

/* As typed: between commas, spaces, or both. */
static char **
dup_domains (RfIdentity *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, "consent-domains");
  g_auto (GStrv) parts = g_strsplit_set (text, ",; \t\n", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*parts[i])
      g_strv_builder_add (builder, parts[i]);

  return g_strv_builder_end (builder);
}


static void
on_command_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rf_phone_set_account_finish (RF_PHONE (source), result, &error))
    g_signal_emit_by_name (source, "command-failed", NULL, error);
}

/* What went wrong is the phone's state and problem, which the window shows. */
static void
on_start_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rf_phone_start_finish (RF_PHONE (source), result, &error))
    g_debug ("The phone did not start: %s", error->message);
}


static void
give_account (RfIdentity *self, RfPhone *phone, gboolean start)
{
  g_autofree char *aor = dup_aor (self);
  g_autofree char *user = dup_user (self);
  g_autofree char *name = dup_text (self, "display-name");
  g_autofree char *registrar = dup_server (self, "registrar");
  g_autofree char *outbound = dup_server (self, "outbound");
  g_autofree char *auth_user = dup_text (self, "auth-user");
  g_autofree char *transport = dup_text (self, "transport");
  g_autofree char *consent = dup_text (self, "consent");
  g_auto (GStrv) domains = dup_domains (self);
  g_autofree char *release = dup_text (self, "release");
  RfAccountConfig config = {
    .aor = aor, .user = user, .display_name = name, .registrar = registrar, .outbound = outbound,
    .auth_user = auth_user, .password = self->password, .transport = transport, .consent = consent,
    .consent_domains = (const char *const *) domains,
    .ask_outside = g_settings_get_boolean (self->settings, "ask-outside"),
    .ring_timeout = -1, .release_after = g_strcmp0 (release, "at-once") == 0 ? 0 : -1,
  };

  if (start)
    rf_phone_start_async (phone, &config, self->cancel, on_start_ready, NULL);
  else
    rf_phone_set_account_async (phone, &config, self->cancel, on_command_ready, NULL);
}


static void
on_lookup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StartData *data = user_data;
  g_autoptr (GError) error = NULL;
  char *password = secret_password_lookup_finish (result, &error);

  if (error)
    g_debug ("No password from the keyring: %s", error->message);
  if (password && data->self->password == NULL)
    data->self->password = g_strdup (password);
  secret_password_free (password);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    give_account (data->self, data->phone, TRUE);
  g_object_unref (data->self);
  g_object_unref (data->phone);
  g_free (data);
}


static void
on_store_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!secret_password_store_finish (result, &error))
    g_message ("The password is kept until the program ends only: %s", error->message);
}


static void
clear_password (RfIdentity *self)
{
  if (self->password)
    secret_password_wipe (self->password);
  g_clear_pointer (&self->password, g_free);
}


static void
rf_identity_finalize (GObject *object)
{
  RfIdentity *self = RF_IDENTITY (object);

  clear_password (self);
  g_clear_object (&self->cancel);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (rf_identity_parent_class)->finalize (object);
}


static void
rf_identity_class_init (RfIdentityClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_identity_finalize;
}


static void
rf_identity_init (RfIdentity *self)
{
  self->cancel = g_cancellable_new ();
}

/**
 * rf_identity_new:
 * @settings: where the account is kept
 *
 * Returns: (transfer full): the identity
 */
RfIdentity *
rf_identity_new (GSettings *settings)
{
  RfIdentity *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (RF_TYPE_IDENTITY, NULL);
  self->settings = g_object_ref (settings);

  return self;
}

/**
 * rf_identity_create_phone:
 * @self: an identity
 * @feed: where the phone's messages go
 *
 * Returns: (transfer full): the person's phone, not yet started
 */
RfPhone *
rf_identity_create_phone (RfIdentity *self, RfFeed *feed)
{
  g_autofree char *listen = NULL;
  RfPhoneConfig config = { .name = "main" };

  g_return_val_if_fail (RF_IS_IDENTITY (self), NULL);

  listen = dup_text (self, "listen");
  config.listen = listen;

  return rf_phone_new (&config, feed);
}

/**
 * rf_identity_start:
 * @self: an identity
 * @phone: the person's phone
 *
 * Starts @phone, with the password from the keyring where one is needed.
 */
void
rf_identity_start (RfIdentity *self, RfPhone *phone)
{
  g_autofree char *registrar = NULL;
  g_autofree char *address = NULL;
  StartData *data;

  g_return_if_fail (RF_IS_IDENTITY (self));
  g_return_if_fail (RF_IS_PHONE (phone));

  registrar = dup_text (self, "registrar");
  address = dup_text (self, "address");
  if (registrar == NULL || address == NULL || self->password) {
    give_account (self, phone, TRUE);
    return;
  }

  data = g_new0 (StartData, 1);
  data->self = g_object_ref (self);
  data->phone = g_object_ref (phone);
  secret_password_lookup (get_schema (), self->cancel, on_lookup_ready, data, "address", address,
                          NULL);
}

/**
 * rf_identity_cancel:
 * @self: an identity
 *
 * Gives up a start that still waits for the keyring, or for the core.
 */
void
rf_identity_cancel (RfIdentity *self)
{
  g_return_if_fail (RF_IS_IDENTITY (self));

  g_cancellable_cancel (self->cancel);
}

/**
 * rf_identity_apply:
 * @self: an identity
 * @phone: the person's phone
 *
 * Gives the account, as it is set now, to a phone; one that failed is started again.
 */
void
rf_identity_apply (RfIdentity *self, RfPhone *phone)
{
  RfPhoneState state;

  g_return_if_fail (RF_IS_IDENTITY (self));
  g_return_if_fail (RF_IS_PHONE (phone));

  state = rf_phone_get_state (phone);
  give_account (self, phone, state == RF_PHONE_STOPPED || state == RF_PHONE_FAILED);
}

/**
 * rf_identity_set_password:
 * @self: an identity
 * @password: the password for the registrar
 *
 * Takes a new password and puts it into the keyring, if there is one.
 */
void
rf_identity_set_password (RfIdentity *self, const char *password)
{
  g_autofree char *address = NULL;

  g_return_if_fail (RF_IS_IDENTITY (self));
  g_return_if_fail (password != NULL);

  clear_password (self);
  self->password = g_strdup (password);
  address = dup_text (self, "address");
  if (address)
    secret_password_store (get_schema (), SECRET_COLLECTION_DEFAULT, _("Referee: SIP account"),
                           password, NULL, on_store_ready, NULL, "address", address, NULL);
}

/**
 * rf_identity_has_password:
 * @self: an identity
 *
 * Returns: whether a password is known
 */
gboolean
rf_identity_has_password (RfIdentity *self)
{
  g_return_val_if_fail (RF_IS_IDENTITY (self), FALSE);

  return self->password != NULL;
}
