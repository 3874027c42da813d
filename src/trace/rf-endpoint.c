/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-endpoint"

#include "config.h"

#include "rf-endpoint.h"

#include <arpa/inet.h>

static gsize
get_address_length (const RfEndpoint *endpoint)
{
  return endpoint->family == 4 ? 4 : endpoint->family == 6 ? 16 : 0;
}

static gboolean
parse_address (RfEndpoint *endpoint,
               RfStr       host)
{
  char text[INET6_ADDRSTRLEN + 1];

  if (host.len == 0 || host.len >= sizeof text)
    return FALSE;
  memcpy (text, host.p, host.len);
  text[host.len] = '\0';

  if (inet_pton (AF_INET, text, endpoint->address) == 1)
    endpoint->family = 4;
  else if (inet_pton (AF_INET6, text, endpoint->address) == 1)
    endpoint->family = 6;

  return endpoint->family != 0;
}

/**
 * rf_endpoint_from_host_port:
 * @endpoint: (out): the endpoint; untouched on failure
 * @text: "192.0.2.1:5060", "[2001:db8::1]:5060", or either without a port; white space around the
 *   colon is taken
 * @default_port: port where none is given
 *
 * Returns: whether @text is a literal address
 */
gboolean
rf_endpoint_from_host_port (RfEndpoint *endpoint,
                            RfStr       text,
                            guint16     default_port)
{
  RfEndpoint result = { 0 };
  RfStr host, rest;
  guint64 port = default_port;

  text = rf_str_trim (text);
  if (text.len > 0 && text.p[0] == '[') {
    gsize close = rf_str_find (text, ']');

    if (close == text.len)
      return FALSE;
    host = rf_str_head (rf_str_skip (text, 1), close - 1);
    rest = rf_str_skip (text, close + 1);
  } else {
    host = rf_str_head (text, rf_str_find (text, ':'));
    rest = rf_str_skip (text, host.len);
  }

  rest = rf_str_trim (rest);
  if (rest.len > 0 &&
      (rest.p[0] != ':' ||
       !rf_str_parse_uint (rf_str_trim (rf_str_skip (rest, 1)), G_MAXUINT16, &port)))
    return FALSE;
  if (!parse_address (&result, rf_str_trim (host)))
    return FALSE;
  result.port = (guint16) port;
  *endpoint = result;

  return TRUE;
}

/**
 * rf_endpoint_same_address:
 * @a: an endpoint
 * @b: another
 *
 * Returns: whether both are at the same known address, whatever the ports
 */
gboolean
rf_endpoint_same_address (const RfEndpoint *a,
                          const RfEndpoint *b)
{
  return a->family != 0 && a->family == b->family &&
         memcmp (a->address, b->address, get_address_length (a)) == 0;
}

/**
 * rf_endpoint_hash:
 * @endpoint: an endpoint
 *
 * Returns: a hash that goes with rf_endpoint_equal()
 */
guint
rf_endpoint_hash (const RfEndpoint *endpoint)
{
  return rf_str_hash (rf_str_new ((const char *) endpoint->address, get_address_length (endpoint)),
                      endpoint->port);
}

/**
 * rf_endpoint_parse:
 * @endpoint: (out): the endpoint; untouched on failure
 * @text: "192.0.2.1:5060" or "[2001:db8::1]:5060"
 *
 * Returns: whether @text is an address with a port
 */
gboolean
rf_endpoint_parse (RfEndpoint *endpoint,
                   const char *text)
{
  RfStr slice = rf_str_from_c (text);

  g_return_val_if_fail (endpoint != NULL && text != NULL, FALSE);

  if (slice.len == 0 || !g_ascii_isdigit (slice.p[slice.len - 1]) || !strchr (text, ':'))
    return FALSE;

  return rf_endpoint_from_host_port (endpoint, slice, 0);
}

/**
 * rf_endpoint_to_string:
 * @endpoint: an endpoint
 *
 * Returns: (transfer full): as rf_endpoint_parse() takes it, or "unknown"
 */
char *
rf_endpoint_to_string (const RfEndpoint *endpoint)
{
  char text[INET6_ADDRSTRLEN];

  g_return_val_if_fail (endpoint != NULL, NULL);

  if (endpoint->family == 4 && inet_ntop (AF_INET, endpoint->address, text, sizeof text))
    return g_strdup_printf ("%s:%u", text, endpoint->port);
  if (endpoint->family == 6 && inet_ntop (AF_INET6, endpoint->address, text, sizeof text))
    return g_strdup_printf ("[%s]:%u", text, endpoint->port);

  return g_strdup ("unknown");
}

/**
 * rf_endpoint_equal:
 * @a: an endpoint
 * @b: another
 *
 * Returns: whether address and port are the same
 */
gboolean
rf_endpoint_equal (const RfEndpoint *a,
                   const RfEndpoint *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->port != b->port || a->family != b->family)
    return FALSE;
  if (a->family == 4)
    return memcmp (a->address, b->address, 4) == 0; /* of a known length, it is no call */

  return memcmp (a->address, b->address, get_address_length (a)) == 0;
}
