/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-agent-methods"

/* The methods of org.referee.Core1.Phone. */

#include "config.h"

#include "rf-agent-private.h"
#include "rf-audio.h"
#include "rf-leg.h"
#include "rf-tap.h"
#include "rf-uri-check.h"

static gboolean
fail (GDBusMethodInvocation *invocation,
      RfCoreError            code,
      const char            *sentence)
{
  g_dbus_method_invocation_return_error_literal (invocation, RF_CORE_ERROR, code, sentence);
  return TRUE;
}

static RfAccount *
find_account (RfAgent    *self,
              const char *aor)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    RfAccount *account = g_ptr_array_index (self->accounts, i);

    if (g_str_equal (account->aor, aor))
      return account;
  }
  return NULL;
}

/**
 * rf_agent_release_legs:
 * @self: the phone
 * @account: one of its accounts
 *
 * Ends the account's calls.
 */
void
rf_agent_release_legs (RfAgent   *self,
                       RfAccount *account)
{
  for (guint i = 0; i < self->legs->len; i++) {
    RfLeg *leg = g_ptr_array_index (self->legs, i);

    if (leg->account == account)
      rf_leg_hang_up (leg, 480, "Temporarily Unavailable");
  }
}

/**
 * rf_agent_drop_account:
 * @self: the phone
 * @account: one of its accounts
 *
 * Releases the account's calls and unregisters it. Calls that are over keep what they need of it.
 */
void
rf_agent_drop_account (RfAgent   *self,
                       RfAccount *account)
{
  struct ua *ua = account->ua;

  rf_agent_release_legs (self, account);
  (void) ua_destroy (ua);
  account->ua = NULL;
  g_ptr_array_remove (self->accounts, account);
}

static gboolean
on_add_account (RfDBusPhone           *iface,
                GDBusMethodInvocation *invocation,
                const char            *aor,
                const char            *display_name,
                GVariant              *options,
                RfAgent               *self)
{
  g_autoptr (GError) error = NULL;
  RfAccount *account = find_account (self, aor);

  if (account != NULL)
    rf_agent_drop_account (self, account);

  account = rf_account_new (aor, display_name, options, self->codecs, &error);
  if (account == NULL) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return TRUE;
  }
  g_ptr_array_add (self->accounts, account);
  rf_dbus_phone_complete_add_account (iface, invocation);
  rf_dbus_phone_emit_account_changed (iface, aor, account->registers ? "registering" : "local", "");
  return TRUE;
}

static gboolean
on_remove_account (RfDBusPhone           *iface,
                   GDBusMethodInvocation *invocation,
                   const char            *aor,
                   RfAgent               *self)
{
  RfAccount *account = find_account (self, aor);

  if (account == NULL)
    return fail (invocation, RF_CORE_ERROR_NO_ACCOUNT, "There is no such account.");

  rf_agent_drop_account (self, account);
  rf_dbus_phone_complete_remove_account (iface, invocation);
  return TRUE;
}

/* The account's transport goes for those it calls, unless their address says otherwise. */
static char *
add_transport (RfAccount  *account,
               const char *uri)
{
  if (*account->transport == '\0' || g_str_equal (account->transport, "udp") ||
      strstr (uri, ";transport=") != NULL || strchr (uri, '?') != NULL)
    return g_strdup (uri);
  return g_strdup_printf ("%s;transport=%s", uri, account->transport);
}

static gboolean
on_dial (RfDBusPhone           *iface,
         GDBusMethodInvocation *invocation,
         const char            *aor,
         const char            *uri,
         RfAgent               *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  RfAccount *account = find_account (self, aor);
  RfLeg *leg;

  if (account == NULL)
    return fail (invocation, RF_CORE_ERROR_NO_ACCOUNT, "There is no such account to call from.");

  if (!rf_uri_check (uri, &error)) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return TRUE;
  }
  address = add_transport (account, uri);
  leg = rf_leg_new_outgoing (self, account, address, NULL, NULL, &error);
  if (leg == NULL) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return TRUE;
  }
  rf_dbus_phone_complete_dial (iface, invocation, rf_leg_get_path (leg));
  return TRUE;
}

static char *
name_codec (const struct aucodec *codec)
{
  return g_strdup_printf ("%s/%u/%u", codec->name, codec->srate, codec->ch);
}

static gboolean
on_list_codecs (RfDBusPhone           *iface,
                GDBusMethodInvocation *invocation,
                RfAgent               *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  struct le *le;

  if (self->codecs != NULL) {
    names = g_strsplit (self->codecs, ",", -1);
  }
  else {
    for (le = list_head (baresip_aucodecl ()); le != NULL; le = le->next) {
      g_autofree char *name = name_codec (le->data);

      g_strv_builder_add (builder, name);
    }
    names = g_strv_builder_end (builder);
  }
  rf_dbus_phone_complete_list_codecs (iface, invocation, (const char *const *) names);
  return TRUE;
}

static gboolean
is_codec (const char *wanted)
{
  struct le *le;

  for (le = list_head (baresip_aucodecl ()); le != NULL; le = le->next) {
    g_autofree char *name = name_codec (le->data);

    if (g_str_equal (name, wanted))
      return TRUE;
  }
  return FALSE;
}

static gboolean
on_set_codecs (RfDBusPhone           *iface,
               GDBusMethodInvocation *invocation,
               const char *const     *codecs,
               RfAgent               *self)
{
  if (*codecs == NULL)
    return fail (invocation, RF_CORE_ERROR_FAILED, "At least one codec is needed.");
  for (gsize i = 0; codecs[i] != NULL; i++)
    if (!is_codec (codecs[i]))
      return fail (invocation, RF_CORE_ERROR_NOT_FOUND, "There is no such codec.");

  g_free (self->codecs);
  self->codecs = g_strjoinv (",", (char **) codecs);
  for (guint i = 0; i < self->accounts->len; i++) {
    RfAccount *account = g_ptr_array_index (self->accounts, i);

    (void) account_set_audio_codecs (ua_account (account->ua), self->codecs);
  }
  rf_dbus_phone_complete_set_codecs (iface, invocation);
  return TRUE;
}

static void
add_device (const char *kind,
            const char *name,
            const char *description,
            void       *user_data)
{
  g_variant_builder_add (user_data, "(sss)", kind, name, description);
}

static gboolean
on_list_audio_devices (RfDBusPhone           *iface,
                       GDBusMethodInvocation *invocation,
                       RfAgent               *self)
{
  GVariantBuilder devices;

  g_variant_builder_init (&devices, G_VARIANT_TYPE ("a(sss)"));
  rf_audio_foreach_device (add_device, &devices);
  rf_dbus_phone_complete_list_audio_devices (iface, invocation, g_variant_builder_end (&devices));
  return TRUE;
}

static gboolean
on_ping (RfDBusPhone           *iface,
         GDBusMethodInvocation *invocation,
         RfAgent               *self)
{
  rf_tap_flush ();
  rf_dbus_phone_complete_ping (iface, invocation);
  return TRUE;
}

static gboolean
on_shutdown (RfDBusPhone           *iface,
             GDBusMethodInvocation *invocation,
             RfAgent               *self)
{
  rf_dbus_phone_complete_shutdown (iface, invocation);
  rf_agent_shut_down (self);
  return TRUE;
}

static void
on_audible_changed (RfDBusPhone *iface,
                    GParamSpec  *pspec,
                    RfAgent     *self)
{
  rf_audio_set_audible (rf_dbus_phone_get_audible (iface));
}

/* A setting that is not understood goes back to what it was. */
static void
on_audio_source_changed (RfDBusPhone *iface,
                         GParamSpec  *pspec,
                         RfAgent     *self)
{
  const char *wanted = rf_dbus_phone_get_audio_source (iface);

  if (!g_str_equal (wanted, rf_audio_get_source ()) && !rf_audio_set_source (wanted))
    rf_dbus_phone_set_audio_source (iface, rf_audio_get_source ());
}

static void
on_audio_player_changed (RfDBusPhone *iface,
                         GParamSpec  *pspec,
                         RfAgent     *self)
{
  const char *wanted = rf_dbus_phone_get_audio_player (iface);

  if (!g_str_equal (wanted, rf_audio_get_player ()) && !rf_audio_set_player (wanted))
    rf_dbus_phone_set_audio_player (iface, rf_audio_get_player ());
}

/**
 * rf_agent_connect_methods:
 * @self: the phone with its D-Bus interface
 */
void
rf_agent_connect_methods (RfAgent *self)
{
  const struct {
    const char *signal;
    GCallback   handler;
  } handlers[] = {
    { "handle-add-account", G_CALLBACK (on_add_account) },
    { "handle-remove-account", G_CALLBACK (on_remove_account) },
    { "handle-dial", G_CALLBACK (on_dial) },
    { "handle-list-codecs", G_CALLBACK (on_list_codecs) },
    { "handle-set-codecs", G_CALLBACK (on_set_codecs) },
    { "handle-list-audio-devices", G_CALLBACK (on_list_audio_devices) },
    { "handle-ping", G_CALLBACK (on_ping) },
    { "handle-shutdown", G_CALLBACK (on_shutdown) },
    { "notify::audible", G_CALLBACK (on_audible_changed) },
    { "notify::audio-source", G_CALLBACK (on_audio_source_changed) },
    { "notify::audio-player", G_CALLBACK (on_audio_player_changed) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (self->iface, handlers[i].signal, handlers[i].handler, self);
}
