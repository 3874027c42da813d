/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-anonymous"

#include "config.h"

#include "rf-anonymous.h"

/*
 * An anonymous URI is shared by everybody who withholds his name (RFC 3323 §4.1.1.3). Whom it means
 * in one call is what the network asserts (RFC 3325); failing that, whoever is at the address.
 */

/* Whom the network, or the phone towards its own, says to have sent @message (RFC 3325 §9). */
static char *
dup_asserted (const RfMessage *message)
{
  RfSipHeaderIter iter;
  RfSipAddress address;
  RfStr name, value;
  RfUri uri;

  rf_sip_header_iter_init (&iter, message->pub.data, message->pub.length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (!rf_str_case_equal_c (name, "P-Asserted-Identity") &&
        !rf_str_case_equal_c (name, "P-Preferred-Identity"))
      continue;
    value = rf_str_head (value, rf_str_find_outside_quotes (value, ','));
    if (rf_sip_address_parse (&address, value) && rf_uri_parse (&uri, address.uri) &&
        !rf_uri_is_anonymous (&uri))
      return rf_uri_dup_identity (&uri);
  }

  return NULL;
}

/* Behind a proxy only the Contact of a caller tells where he is. Over TCP a phone sends from any
 * port, and the one it listens on stands in Via. */
static RfEndpoint
find_caller (const RfMessage    *message,
             const RfSipMessage *sip)
{
  const RfEndpoint *seen = message->pub.source;
  RfEndpoint endpoint = { 0 };
  RfSipAddress contact;
  RfUri uri;

  if (sip->n_vias > 1 && rf_sip_address_parse (&contact, sip->contact) &&
      rf_uri_parse (&uri, contact.uri) &&
      rf_endpoint_from_host_port (&endpoint, uri.host, uri.port ? uri.port : 5060))
    return endpoint;
  if (rf_endpoint_from_host_port (&endpoint, sip->via_sent_by, 5060) &&
      rf_endpoint_same_address (&endpoint, seen))
    return endpoint;

  return *seen;
}

/**
 * rf_anonymous_dup_identity:
 * @message: a message, its places known
 * @sip: what it says
 * @end: 0 for the one whom From names, 1 for To
 * @uri: the anonymous URI that stands there
 *
 * Returns: (transfer full): an identity as rf_uri_dup_identity() gives them: the asserted one, or
 *   "sip:anonymous@" and the address
 */
char *
rf_anonymous_dup_identity (const RfMessage    *message,
                           const RfSipMessage *sip,
                           guint               end,
                           const RfUri        *uri)
{
  gboolean is_sender = sip->is_request ? end == 0 : end == 1;
  RfEndpoint endpoint = is_sender ? *message->pub.source : *message->pub.destination;
  g_autofree char *address = NULL;
  char *asserted;

  if (sip->is_request && end == 0) {
    asserted = dup_asserted (message);
    if (asserted)
      return asserted;
    endpoint = find_caller (message, sip);
  }
  address = rf_endpoint_to_string (&endpoint);
  if (uri->user.len == 0)
    return g_strconcat ("sip:anonymous@", address, NULL);

  return g_strdup_printf ("sip:%.*s@%s", RF_STR_ARGS (uri->user), address);
}
