/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* explicit_bzero */
#define G_LOG_DOMAIN "rf-account"

#include "rf-account.h"

#include <string.h>

#include "rf-address.h"

struct _RfAccount {
  char *aor;
  char *user;
  char *display_name;
  char *registrar;
  char *outbound;
  char *auth_user;
  char *password;
  char *transport;
  char *consent;
  char **consent_domains;
  gboolean ask_outside;
  char **faults;
  int   ring_timeout;
  int   release_after;
};

/* What goes over D-Bus has to be UTF-8; addresses are checked more closely. */
static gboolean
check_text (const char  *text,
            const char  *what,
            GError     **error)
{
  if (text == NULL || (g_utf8_validate (text, -1, NULL) && strpbrk (text, "\r\n") == NULL))
    return TRUE;
  g_set_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
               "The %s of the account has a character in it that cannot be used.", what);
  return FALSE;
}

static gboolean
check_texts (const char *const  *texts,
             const char         *what,
             GError            **error)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!check_text (texts[i], what, error))
      return FALSE;
  return TRUE;
}

static gboolean
check (const RfAccountConfig  *config,
       GError                **error)
{
  g_autofree char *whole = NULL;

  if (!check_text (config->display_name, "name", error)
      || !check_text (config->auth_user, "user name", error)
      || !check_text (config->password, "password", error)
      || !check_text (config->transport, "transport", error)
      || !check_text (config->consent, "consent", error)
      || !check_texts (config->consent_domains, "list of domains", error)
      || !check_texts (config->faults, "list of faults", error))
    return FALSE;
  if (config->aor == NULL) {
    whole = g_strconcat ("sip:", config->user != NULL ? config->user : "", "@localhost", NULL);
    if (!rf_address_check (whole, error))
      return FALSE;
  } else if (!rf_address_check (config->aor, error)) {
    return FALSE;
  }
  if (config->registrar != NULL && *config->registrar != '\0'
      && !rf_address_check (config->registrar, error))
    return FALSE;
  if (config->outbound != NULL && *config->outbound != '\0'
      && !rf_address_check (config->outbound, error))
    return FALSE;
  return TRUE;
}

/**
 * rf_account_new:
 * @config: who the phone is to be; copied
 * @error: return location: %RF_PHONE_ERROR_BAD_URI with a sentence for a person
 *
 * Returns: (transfer full) (nullable): the checked copy
 */
RfAccount *
rf_account_new (const RfAccountConfig  *config,
                GError                **error)
{
  RfAccount *self;

  g_return_val_if_fail (config != NULL, NULL);

  if (!check (config, error))
    return NULL;
  self = g_new0 (RfAccount, 1);
  self->aor = g_strdup (config->aor);
  self->user = g_strdup (config->user);
  self->display_name = g_strdup (config->display_name);
  self->registrar = g_strdup (config->registrar);
  self->outbound = g_strdup (config->outbound);
  self->auth_user = g_strdup (config->auth_user);
  self->password = g_strdup (config->password);
  self->transport = g_strdup (config->transport);
  self->consent = g_strdup (config->consent);
  self->consent_domains = g_strdupv ((char **) config->consent_domains);
  self->ask_outside = config->ask_outside;
  self->faults = g_strdupv ((char **) config->faults);
  self->ring_timeout = config->ring_timeout;
  self->release_after = config->release_after;
  return self;
}

/**
 * rf_account_free:
 * @self: (nullable): an account
 *
 * Frees it; the password is wiped first.
 */
void
rf_account_free (RfAccount *self)
{
  if (self == NULL)
    return;
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->aor);
  g_free (self->user);
  g_free (self->display_name);
  g_free (self->registrar);
  g_free (self->outbound);
  g_free (self->auth_user);
  g_free (self->password);
  g_free (self->transport);
  g_free (self->consent);
  g_strfreev (self->consent_domains);
  g_strfreev (self->faults);
  g_free (self);
}

/**
 * rf_account_dup_aor:
 * @self: an account
 * @local_address: "host:port" that the core is heard on
 *
 * Returns: (transfer full): the address of record; made of @local_address where the account has
 * none of its own
 */
char *
rf_account_dup_aor (RfAccount  *self,
                    const char *local_address)
{
  if (self->aor != NULL)
    return g_strdup (self->aor);
  return g_strconcat ("sip:", self->user, "@", local_address, NULL);
}

/**
 * rf_account_get_name:
 * @self: an account
 *
 * Returns: the display name, may be empty
 */
const char *
rf_account_get_name (RfAccount *self)
{
  return self->display_name != NULL ? self->display_name : "";
}

static void
add_option (GVariantBuilder *builder,
            const char      *name,
            const char      *value)
{
  if (value != NULL && *value != '\0')
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_string (value));
}

static void
add_seconds (GVariantBuilder *builder,
             const char      *name,
             int              seconds)
{
  if (seconds >= 0)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_uint32 (seconds));
}

static void
add_list (GVariantBuilder  *builder,
          const char       *name,
          char            **values)
{
  if (values != NULL && *values != NULL)
    g_variant_builder_add (builder, "{sv}", name,
                           g_variant_new_strv ((const char *const *) values, -1));
}

/**
 * rf_account_build_options:
 * @self: an account
 *
 * Returns: (transfer floating): the options of AddAccount
 */
GVariant *
rf_account_build_options (RfAccount *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_option (&builder, "registrar", self->registrar);
  add_option (&builder, "outbound", self->outbound);
  add_option (&builder, "auth-user", self->auth_user);
  add_option (&builder, "password", self->password);
  add_option (&builder, "transport", self->transport);
  add_option (&builder, "consent", self->consent);
  add_list (&builder, "consent-domains", self->consent_domains);
  if (self->ask_outside)
    g_variant_builder_add (&builder, "{sv}", "ask-outside", g_variant_new_boolean (TRUE));
  add_list (&builder, "faults", self->faults);
  add_seconds (&builder, "ring-timeout", self->ring_timeout);
  add_seconds (&builder, "release-after", self->release_after);
  return g_variant_builder_end (&builder);
}
