/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-account"

#include "config.h"

#include "rf-agent.h"
#include "rf-uri-check.h"
#include "rf-wire-text.h"

#define REGISTER_SECONDS     600
#define DEFAULT_RING_TIMEOUT 120
#define DEFAULT_RELEASE      5

static RfConsent
parse_consent (const char *text)
{
  if (g_str_equal (text, "always"))
    return RF_CONSENT_ALWAYS;
  if (g_str_equal (text, "never"))
    return RF_CONSENT_NEVER;
  if (g_str_equal (text, "domains"))
    return RF_CONSENT_DOMAINS;
  return RF_CONSENT_ASK;
}

static RfFault
parse_faults (GVariant *options)
{
  const struct {
    const char *name;
    RfFault     fault;
  } known[] = {
    { "no-notify", RF_FAULT_NO_NOTIFY },
    { "wrong-replaces", RF_FAULT_WRONG_REPLACES },
    { "no-replaces", RF_FAULT_NO_REPLACES },
    { "no-release", RF_FAULT_NO_RELEASE },
  };
  g_autofree const char **names = NULL;
  RfFault faults = RF_FAULT_NONE;

  if (!g_variant_lookup (options, "faults", "^a&s", &names))
    return faults;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strv_contains (names, known[i].name))
      faults |= known[i].fault;
  return faults;
}

static const char *
lookup (GVariant   *options,
        const char *key)
{
  const char *value = "";

  (void) g_variant_lookup (options, key, "&s", &value);
  return value;
}

/* What would end a quoted string or a parameter of baresip's account line. */
static gboolean
fits_in_line (const char *text)
{
  return rf_wire_text_is_one_line (text) && strpbrk (text, "\"\\<>;,") == NULL;
}

static gboolean
check_options (GVariant  *options,
               GError   **error)
{
  const char *uris[] = { "registrar", "outbound" };
  const char *transport = lookup (options, "transport");

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++) {
    const char *uri = lookup (options, uris[i]);

    if (*uri != '\0' && (!fits_in_line (uri) || !rf_uri_check (uri, error)))
      return FALSE;
  }
  if (*transport != '\0' && !g_str_equal (transport, "udp") && !g_str_equal (transport, "tcp") &&
      !g_str_equal (transport, "tls")) {
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_UNSUPPORTED,
                         "The transport is udp, tcp or tls.");
    return FALSE;
  }
  return TRUE;
}

/* baresip's account line: "Name" <sip:user@host;transport=tcp>;key=value … */
static char *
build_line (RfAccount  *account,
            const char *display_name)
{
  GString *line = g_string_new (NULL);

  if (*display_name != '\0' && fits_in_line (display_name))
    g_string_append_printf (line, "\"%s\" ", display_name);
  g_string_append_printf (line, "<%s", account->aor);
  if (*account->transport != '\0')
    g_string_append_printf (line, ";transport=%s", account->transport);
  g_string_append_c (line, '>');
  g_string_append_printf (line, ";regint=%d", account->registers ? REGISTER_SECONDS : 0);

  /* baresip registers with the host of the address; another registrar is reached as its outbound
   * proxy. */
  if (*account->proxy != '\0') {
    g_string_append_printf (line, ";outbound=\"%s", account->proxy);
    if (*account->transport != '\0')
      g_string_append_printf (line, ";transport=%s", account->transport);
    g_string_append_c (line, '"');
  }
  return g_string_free (line, FALSE);
}

static gboolean
start (RfAccount   *account,
       const char  *line,
       GVariant    *options,
       const char  *codecs,
       GError     **error)
{
  const char *user = lookup (options, "auth-user");
  const char *password = lookup (options, "password");
  int err = ua_alloc (&account->ua, line);

  if (err != 0) {
    g_set_error (error, RF_CORE_ERROR, RF_CORE_ERROR_FAILED,
                 "The account could not be set up: %s.", g_strerror (err));
    return FALSE;
  }
  if (*user != '\0')
    (void) account_set_auth_user (ua_account (account->ua), user);
  if (*password != '\0')
    (void) account_set_auth_pass (ua_account (account->ua), password);
  if (codecs != NULL)
    (void) account_set_audio_codecs (ua_account (account->ua), codecs);
  if (account->registers)
    (void) ua_register (account->ua);
  return TRUE;
}

static void
account_clear (gpointer data)
{
  RfAccount *account = data;

  if (account->ua != NULL)
    (void) ua_destroy (account->ua);
  g_free (account->aor);
  g_free (account->transport);
  g_free (account->proxy);
  g_strfreev (account->consent_domains);
}

/**
 * rf_account_new:
 * @aor: SIP URI with neither brackets nor parameters
 * @display_name: what From shows; may be empty
 * @options: (type a{sv}): as in the AddAccount method
 * @codecs: (nullable): comma-separated, in order of preference; NULL for all
 * @error: return location
 *
 * Sets the account up in baresip, and registers it where a registrar is named.
 *
 * Returns: (transfer full) (nullable): the account; release with rf_account_release()
 */
RfAccount *
rf_account_new (const char  *aor,
                const char  *display_name,
                GVariant    *options,
                const char  *codecs,
                GError     **error)
{
  g_autofree char *line = NULL;
  guint ring_timeout = DEFAULT_RING_TIMEOUT;
  guint release_after = DEFAULT_RELEASE;
  RfAccount *account;

  if (!fits_in_line (aor)) {
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_BAD_URI,
                         "An account is a SIP address without parameters.");
    return NULL;
  }
  if (!rf_uri_check (aor, error) || !check_options (options, error))
    return NULL;

  (void) g_variant_lookup (options, "ring-timeout", "u", &ring_timeout);
  (void) g_variant_lookup (options, "release-after", "u", &release_after);
  account = g_rc_box_new0 (RfAccount);
  account->aor = g_strdup (aor);
  account->transport = g_strdup (lookup (options, "transport"));
  account->proxy = g_strdup (*lookup (options, "outbound") != '\0' ? lookup (options, "outbound")
                                                                  : lookup (options, "registrar"));
  account->consent = parse_consent (lookup (options, "consent"));
  (void) g_variant_lookup (options, "consent-domains", "^as", &account->consent_domains);
  (void) g_variant_lookup (options, "ask-outside", "b", &account->ask_outside);
  account->release_after = MIN (release_after, 3600);
  account->faults = parse_faults (options);
  account->ring_timeout = MIN (ring_timeout, 3600);
  account->registers = *lookup (options, "registrar") != '\0';

  line = build_line (account, display_name);
  if (!start (account, line, options, codecs, error)) {
    rf_account_release (account);
    return NULL;
  }
  return account;
}

/**
 * rf_account_release:
 * @account: (transfer full): an account
 */
void
rf_account_release (RfAccount *account)
{
  g_rc_box_release_full (account, account_clear);
}
