/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-redirect"

/*
 * A redirect (3xx) of an INVITE of ours. Whether it is followed is for us to say (RFC 3261
 * §8.1.3.4), but libre calls whatever address it finds there, and asks nobody.
 */

#include "config.h"

#include "rf-redirect.h"

#include "rf-consent.h"
#include "rf-uri.h"
#include "rf-uri-check.h"
#include "rf-wire-text.h"

/* Of a refusal that libre has no remedy for it only tells. */
#define PLAIN_REFUSAL 480

static char *
dup_target (const struct sip_msg *response)
{
  const struct sip_hdr *contact = sip_msg_hdr (response, SIP_HDR_CONTACT);
  struct sip_addr address;

  if (contact == NULL || sip_addr_decode (&address, &contact->val) != 0)
    return g_strdup ("");
  return rf_wire_text_dup_pl (&address.auri);
}

static gboolean
is_own_address (RfLeg                *leg,
                const struct sip_msg *response,
                const char           *uri)
{
  char contact[256];

  if (leg->account->ua == NULL ||
      re_snprintf (contact, sizeof contact, "sip:%s@%J", ua_cuser (leg->account->ua),
                   &response->dst) < 0)
    return TRUE;
  return rf_consent_is_own_address (leg->account, contact, uri);
}

/* What a person would not have dialled is not followed either: an address that takes the place of a
 * call or leads elsewhere than it says. */
static gboolean
is_plain (const char *target)
{
  RfUri uri;

  return rf_uri_check (target, NULL) && rf_uri_parse (&uri, rf_str_from_c (target)) &&
         uri.headers.len == 0 && !rf_str_get_param (uri.params, "maddr", NULL);
}

/* Whom a REFER makes us call, policy and person have agreed to, and to nobody else. */
static gboolean
is_followed (RfLeg                *leg,
             const struct sip_msg *response,
             const char           *target)
{
  return leg->triggered_by == NULL && is_plain (target) && !is_own_address (leg, response, target);
}

/**
 * rf_redirect_judge:
 * @leg: a leg
 * @response: a response to one of its requests, before libre sees it
 *
 * Makes a redirect of its INVITE the final answer where it must not be followed.
 */
void
rf_redirect_judge (RfLeg          *leg,
                   struct sip_msg *response)
{
  g_autofree char *target = NULL;

  if (response->scode < 300 || response->scode >= 400 || rf_leg_is_established (leg) ||
      pl_strcmp (&response->cseq.met, "INVITE") != 0)
    return;

  target = dup_target (response);
  if (is_followed (leg, response, target)) {
    leg->is_redirected = TRUE;
    return;
  }

  leg->hidden_code = response->scode;
  rf_dbus_call_set_redirected_to (leg->iface, target);
  response->scode = PLAIN_REFUSAL;
}
