/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-takeover"

/* RFC 3891: an INVITE that takes the place of a call we have. */

#include "config.h"

#include "rf-takeover.h"

#include "rf-leg.h"
#include "rf-uri.h"

static void
append_escaped (GString    *text,
                const char *value)
{
  g_string_append_uri_escaped (text, value, NULL, FALSE);
}

/**
 * rf_takeover_dup_replaces:
 * @call_id: Call-ID of the dialog to be replaced
 * @to_tag: the tag of whoever will receive the INVITE, in that dialog
 * @from_tag: the other tag
 *
 * Returns: (transfer full): a Replaces value as it stands among the headers of a Refer-To URI
 * (RFC 3261 §19.1.2)
 */
char *
rf_takeover_dup_replaces (const char *call_id,
                         const char *to_tag,
                         const char *from_tag)
{
  GString *text = g_string_new (NULL);

  append_escaped (text, call_id);
  g_string_append (text, "%3Bto-tag%3D");
  append_escaped (text, to_tag);
  g_string_append (text, "%3Bfrom-tag%3D");
  append_escaped (text, from_tag);
  return g_string_free (text, FALSE);
}

static gboolean
names_peer (const struct pl *address,
            RfLeg           *leg)
{
  const char *peer_uri = rf_dbus_call_get_peer_uri (leg->iface);
  RfSipAddress claimed;
  RfUri claimed_uri, peer;

  return rf_sip_address_parse (&claimed, rf_str_new (address->p, address->l)) &&
         rf_uri_parse (&claimed_uri, claimed.uri) &&
         rf_uri_parse (&peer, rf_str_from_c (peer_uri)) &&
         rf_str_equal (claimed_uri.user, peer.user) &&
         rf_str_case_equal (claimed_uri.host, peer.host);
}

/* Where our proxy is named and not numbered, it is known by what it has passed on of the call. */
static gboolean
is_proxy (const struct sa *source,
          const RfAccount *account)
{
  struct uri proxy;
  struct sa address;
  struct pl text;

  pl_set_str (&text, account->proxy);
  return uri_decode (&proxy, &text) == 0 &&
         sa_set (&address, &proxy.host, proxy.port != 0 ? proxy.port : SIP_PORT) == 0 &&
         sa_cmp (&address, source, SA_ALL);
}

typedef struct {
  RfLeg   *leg;
  guint    n;
  gboolean names_peer;
} Assertion;

static bool
read_assertion (const struct sip_hdr *header,
                const struct sip_msg *msg,
                void                 *arg)
{
  Assertion *assertion = arg;

  assertion->n++;
  assertion->names_peer |= names_peer (&header->val, assertion->leg);
  return false;
}

/* Our proxy knows its users, and what it asserts counts for more than what they say of themselves
 * (RFC 3325 §9.1). */
static gboolean
is_peer_to_proxy (const struct sip_msg *invite,
                  RfLeg                *leg)
{
  Assertion assertion = { .leg = leg };

  (void) sip_msg_xhdr_apply (invite, true, "P-Asserted-Identity", read_assertion, &assertion);
  return assertion.n > 0 ? assertion.names_peer : names_peer (&invite->from.val, leg);
}

/* Anybody can write anything into From; that it comes the way that the call came says more. */
static gboolean
comes_from_peer (const struct sip_msg *invite,
                 RfLeg                *leg)
{
  if (is_proxy (&invite->src, leg->account))
    return is_peer_to_proxy (invite, leg);
  return names_peer (&invite->from.val, leg) && sa_cmp (&invite->src, &leg->source, SA_ALL);
}

/* RFC 3891 §8: whoever is being replaced may send somebody else (Referred-By), or come once
 * more. */
static gboolean
is_trusted (const struct sip_msg *invite,
            RfLeg                *leg)
{
  const struct sip_hdr *referred_by = sip_msg_hdr (invite, SIP_HDR_REFERRED_BY);

  return (referred_by != NULL && names_peer (&referred_by->val, leg)) ||
         comes_from_peer (invite, leg);
}

static RfTakeover
refuse (guint       code,
        const char *reason)
{
  return (RfTakeover) { .code = code, .reason = reason };
}

static RfTakeover
judge_leg (const RfReplaces     *replaces,
           RfLeg                *leg,
           const struct sip_msg *invite)
{
  if (leg->call == NULL)
    return refuse (603, "Declined");
  if (rf_leg_is_established (leg) && replaces->early_only)
    return refuse (486, "Busy Here");
  if (!rf_leg_is_established (leg) && leg->incoming)
    return refuse (481, "Call/Transaction Does Not Exist");

  /* It has one successor (RFC 3891 §3): who comes second rings, as a stranger does. */
  return (RfTakeover) {
    .leg = leg,
    .trusted = is_trusted (invite, leg) && !rf_agent_is_being_replaced (leg->agent, leg),
  };
}

/* There is no comma in a Call-ID or a tag, and the header is no list. */
static gboolean
names_one_dialog (RfReplaces *replaces,
                  RfStr       text)
{
  return rf_str_find (text, ',') == text.len && rf_replaces_parse (replaces, text);
}

/**
 * rf_takeover_is_misplaced:
 * @request: a request
 *
 * Returns: whether it has a Replaces header and is no INVITE for a new dialog: 400 (RFC 3891 §3)
 */
gboolean
rf_takeover_is_misplaced (const struct sip_msg *request)
{
  if (sip_msg_xhdr (request, "Replaces") == NULL || pl_strcmp (&request->met, "ACK") == 0)
    return FALSE;
  return pl_strcmp (&request->met, "INVITE") != 0 || pl_isset (&request->to.tag);
}

/**
 * rf_takeover_judge:
 * @agent: the phone
 * @invite: an INVITE outside of a dialog
 *
 * Decides as RFC 3891 §3 says; with Join beside it the INVITE asks for two things at once (RFC 3911
 * §4). An INVITE without Replaces has neither a code nor a leg.
 *
 * Returns: what to do with it
 */
RfTakeover
rf_takeover_judge (RfAgent              *agent,
                   const struct sip_msg *invite)
{
  const struct sip_hdr *header = sip_msg_hdr (invite, SIP_HDR_REPLACES);
  g_autofree char *call_id = NULL;
  g_autofree char *local_tag = NULL;
  g_autofree char *remote_tag = NULL;
  RfReplaces replaces;
  RfLeg *leg;

  if (header == NULL)
    return (RfTakeover) { 0 };
  if (sip_msg_hdr_count (invite, SIP_HDR_REPLACES) != 1 || sip_msg_xhdr (invite, "Join") != NULL ||
      !names_one_dialog (&replaces, rf_str_new (header->val.p, header->val.l)))
    return refuse (400, "Bad Replaces");

  call_id = rf_str_dup (replaces.call_id);
  local_tag = rf_str_dup (replaces.to_tag);
  remote_tag = rf_str_dup (replaces.from_tag);
  leg = rf_agent_find_dialog (agent, call_id, local_tag, remote_tag);
  if (leg != NULL)
    return judge_leg (&replaces, leg, invite);
  return rf_agent_has_ended (agent, call_id, local_tag, remote_tag)
             ? refuse (603, "Declined")
             : refuse (481, "Call/Transaction Does Not Exist");
}
