/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-consent"

/*
 * What an account lets others ask of it, before anybody is asked: whom to call, and whom never.
 */

#include "config.h"

#include "rf-consent.h"

#include "rf-uri.h"
#include "rf-uri-check.h"
#include "rf-wire-text.h"

static const char *
host_of (const char *uri,
         gsize      *length)
{
  struct uri decoded;
  struct pl pl;

  pl_set_str (&pl, uri);
  if (uri_decode (&decoded, &pl) != 0)
    return NULL;
  *length = decoded.host.l;
  return decoded.host.p;
}

static gboolean
is_domain_allowed (RfAccount  *account,
                   const char *uri)
{
  gsize length = 0;
  const char *host = host_of (uri, &length);

  for (gsize i = 0; host != NULL && account->consent_domains != NULL &&
                    account->consent_domains[i] != NULL; i++)
    if (strlen (account->consent_domains[i]) == length &&
        g_ascii_strncasecmp (account->consent_domains[i], host, length) == 0)
      return TRUE;
  return FALSE;
}

/* Telephone numbers are called at our own provider (RFC 3261 §19.1.6). */
static gboolean
make_callable (RfAccount *account,
               RfReferral *referral)
{
  gsize length = 0;
  const char *host = host_of (account->aor, &length);
  char *uri;

  if (g_ascii_strncasecmp (referral->uri, "tel:", 4) != 0)
    return rf_uri_check (referral->uri, NULL);

  uri = g_strdup_printf ("sip:%s@%.*s;user=phone", referral->uri + 4, (int) length, host);
  g_free (referral->uri);
  referral->uri = uri;
  return host != NULL && strchr (uri + 4, ';') != NULL && rf_uri_check (uri, NULL);
}

static gboolean
is_same_place (const char *uri,
               RfStr       other)
{
  RfUri a, b;

  return rf_uri_parse (&a, rf_str_from_c (uri)) && rf_uri_parse (&b, other) &&
         rf_uri_same_target (&a, &b);
}

/**
 * rf_consent_is_own_address:
 * @account: who would call
 * @contact: where the phone itself is reached
 * @uri: whom it would call
 *
 * Returns: whether the phone would ring itself
 */
gboolean
rf_consent_is_own_address (RfAccount  *account,
                           const char *contact,
                           const char *uri)
{
  return is_same_place (uri, rf_str_from_c (account->aor)) ||
         is_same_place (uri, rf_str_from_c (contact));
}

static guint
refuse (guint        code,
        const char  *phrase,
        const char **reason)
{
  *reason = phrase;
  return code;
}

static guint
judge_target (RfAccount            *account,
              const struct sip_msg *refer,
              RfReferral           *referral,
              const char          **reason)
{
  g_autofree char *contact = rf_wire_text_dup_pl (&refer->ruri);

  if (!make_callable (account, referral))
    return refuse (400, "Bad Refer-To", reason);
  if (rf_consent_is_own_address (account, contact, referral->uri))
    return refuse (482, "Loop Detected", reason);
  if (account->consent == RF_CONSENT_DOMAINS && !is_domain_allowed (account, referral->uri))
    return refuse (RF_CONSENT_STATUS, "Decline", reason);
  return 0;
}

/**
 * rf_consent_judge:
 * @account: who is asked
 * @refer: a REFER
 * @referral: (out caller-allocates): what @refer asks for, empty on failure; free with
 * rf_referral_clear()
 * @reason: (out): reason phrase for the refusal; only written on failure
 *
 * Reads what @refer asks for, and refuses what @account never does.
 *
 * Returns: 0, or the status to refuse @refer with
 */
guint
rf_consent_judge (RfAccount            *account,
                  const struct sip_msg *refer,
                  RfReferral           *referral,
                  const char          **reason)
{
  guint code;

  *referral = (RfReferral) { 0 };
  if (account->consent == RF_CONSENT_NEVER)
    return refuse (RF_CONSENT_STATUS, "Decline", reason);

  code = rf_referral_read (referral, refer, reason);
  if (code == 0)
    code = judge_target (account, refer, referral, reason);
  if (code != 0)
    rf_referral_clear (referral);
  return code;
}
