/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-credentials"

/*
 * Who is given an answer to a challenge. baresip answers each with the account's password, whoever
 * asks and for whatever realm; with that answer, whom we call or who calls us could try passwords
 * at leisure until one fits. So only the account's own server may ask: where a request goes by a
 * proxy or to the account's own domain, and where a call has come from there. A realm says nothing,
 * as anybody can name ours.
 *
 * A challenge from elsewhere loses what could be answered, and is a refusal.
 */

#include "config.h"

#include "rf-credentials.h"

#include "rf-fork.h"
#include "rf-uri.h"
#include "rf-wire-text.h"

/* Calls whose last requests may still be challenged. */
#define MAX_ENDED 32

/* Of these libre only tells; others it repeats. */
#define PLAIN_REFUSAL 480
#define PLAIN_END     403

static GQueue    ended = G_QUEUE_INIT; /* Call-IDs of our server's calls, the newest first */
static struct sa registrar;            /* of the newest answer to a REGISTER */

static gboolean
is_same_host (const char *uri,
              const char *other)
{
  RfUri a, b;

  return rf_uri_parse (&a, rf_str_from_c (uri)) && rf_uri_parse (&b, rf_str_from_c (other)) &&
         rf_str_case_equal (a.host, b.host);
}

/* Where it is numbered and not named. */
static gboolean
is_at (const char      *uri,
       const struct sa *source)
{
  struct uri decoded;
  struct sa address;
  struct pl text;

  pl_set_str (&text, uri);
  return uri_decode (&decoded, &text) == 0 && sa_set (&address, &decoded.host, 0) == 0 &&
         sa_cmp (&address, source, SA_ADDR);
}

static gboolean
is_server (const RfAccount *account,
           const struct sa *source)
{
  return sa_isset (source, SA_ADDR) &&
         (sa_cmp (&account->server, source, SA_ADDR) || is_at (account->proxy, source) ||
          is_at (account->aor, source));
}

/**
 * rf_credentials_are_for:
 * @leg: a leg
 *
 * Returns: whether requests in its dialog go to where the account's password belongs
 */
gboolean
rf_credentials_are_for (RfLeg *leg)
{
  const RfAccount *account = leg->account;

  if (leg->incoming)
    return is_server (account, &leg->source);
  return *account->proxy != '\0' ||
         (!leg->is_redirected &&
          is_same_host (account->aor, rf_dbus_call_get_peer_uri (leg->iface)));
}

static bool
take_challenge (const struct sip_hdr *header,
                const struct sip_msg *msg,
                void                 *arg)
{
  ((struct sip_hdr *) header)->id = SIP_HDR_NONE;
  return false;
}

/* Who waits for the answer to a REFER, to a NOTIFY or to a hold knows what to do about a challenge
 * that cannot be answered; libre would repeat the rest. */
static void
make_refusal (RfLeg          *leg,
              struct sip_msg *response)
{
  gboolean is_invite = pl_strcmp (&response->cseq.met, "INVITE") == 0;

  (void) sip_msg_hdr_apply (response, true, SIP_HDR_WWW_AUTHENTICATE, take_challenge, NULL);
  (void) sip_msg_hdr_apply (response, true, SIP_HDR_PROXY_AUTHENTICATE, take_challenge, NULL);
  if (is_invite && leg != NULL && !rf_leg_is_established (leg)) {
    leg->hidden_code = response->scode;
    response->scode = PLAIN_REFUSAL;
  }
  else if (leg == NULL || pl_strcmp (&response->cseq.met, "BYE") == 0) {
    response->scode = PLAIN_END;
  }
}

static gboolean
has_ended (const struct sip_msg *response)
{
  for (GList *item = ended.head; item != NULL; item = item->next)
    if (pl_strcmp (&response->callid, item->data) == 0)
      return TRUE;
  return FALSE;
}

/**
 * rf_credentials_answer:
 * @user: (out): the account's user name
 * @password: (out): its password
 * @realm: who asks; rf_credentials_judge() has let nobody else ask
 * @account: baresip's account
 *
 * Answers a challenge, as libre's handler for that.
 *
 * Returns: 0, or an errno
 */
int
rf_credentials_answer (char      **user,
                       char      **password,
                       const char *realm,
                       void       *account)
{
  return account_auth (account, user, password, realm);
}

/**
 * rf_credentials_judge:
 * @leg: (nullable): the leg that @response belongs to
 * @response: a response, before libre sees it
 *
 * Makes a challenge a refusal where it must not be answered.
 */
void
rf_credentials_judge (RfLeg          *leg,
                      struct sip_msg *response)
{
  if (pl_strcmp (&response->cseq.met, "REGISTER") == 0) {
    registrar = response->src;
    return;
  }
  if (response->scode != 401 && response->scode != 407)
    return;

  if (leg != NULL ? !rf_credentials_are_for (leg)
                  : !has_ended (response) && !rf_fork_has_credentials (response))
    make_refusal (leg, response);
}

/**
 * rf_credentials_registered:
 * @account: an account whose REGISTER was just answered
 *
 * Learns where the account's server is. Whatever else may have looked like an answer, the one that
 * counts was the newest.
 */
void
rf_credentials_registered (RfAccount *account)
{
  account->server = registrar;
}

/**
 * rf_credentials_leg_ended:
 * @leg: a leg that goes away
 *
 * Remembers whether its BYE, which outlives it, goes to the account's server.
 */
void
rf_credentials_leg_ended (RfLeg *leg)
{
  if (!rf_credentials_are_for (leg))
    return;

  g_queue_push_head (&ended, g_strdup (leg->call_id));
  if (g_queue_get_length (&ended) > MAX_ENDED)
    g_free (g_queue_pop_tail (&ended));
}

/**
 * rf_credentials_stop:
 *
 * Forgets what has ended.
 */
void
rf_credentials_stop (void)
{
  g_queue_clear_full (&ended, g_free);
}
