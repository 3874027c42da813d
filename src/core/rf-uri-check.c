/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-uri-check"

#include "config.h"

#include "rf-uri-check.h"

#include "rf-agent.h"
#include "rf-wire-text.h"

#define MAX_URI 512

/* libre takes whatever stands where a host should. */
static gboolean
is_host (const struct pl *host)
{
  struct sa address;

  if (sa_set (&address, host, 0) == 0)
    return TRUE;
  for (gsize i = 0; i < host->l; i++)
    if (!g_ascii_isalnum (host->p[i]) && strchr (".-_", host->p[i]) == NULL)
      return FALSE;
  return host->l > 0;
}

static gboolean
is_sip_uri (const char *text)
{
  struct uri uri;
  struct pl pl;

  pl_set_str (&pl, text);
  return uri_decode (&uri, &pl) == 0 && is_host (&uri.host) &&
         (pl_strcasecmp (&uri.scheme, "sip") == 0 || pl_strcasecmp (&uri.scheme, "sips") == 0);
}

/**
 * rf_uri_check:
 * @uri: what is to become a Request-URI or a Refer-To of ours
 * @error: return location: %RF_CORE_ERROR_BAD_URI
 *
 * It goes into a header between angle brackets, so nothing may end the brackets or the header.
 *
 * Returns: whether it is a sip or sips URI and nothing else
 */
gboolean
rf_uri_check (const char  *uri,
              GError     **error)
{
  if (strlen (uri) <= MAX_URI && rf_wire_text_is_one_line (uri) &&
      strpbrk (uri, " <>\"") == NULL && is_sip_uri (uri))
    return TRUE;

  g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_BAD_URI,
                       "This is not a SIP address. It looks like sip:name@example.org.");
  return FALSE;
}
