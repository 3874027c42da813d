/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-address"

#include "rf-address.h"

#include <gio/gio.h>
#include <string.h>

#include "rf-phone-types.h"
#include "rf-text.h"
#include "rf-uri.h"

/* RFC 3261 §25.1, what may stand unescaped: user-unreserved and password with the
 * unreserved marks, and for the parts behind it the characters that separate. */
#define USER_CHARACTERS    "-_.!~*'()&=+$,;?/:"
#define HOST_CHARACTERS    "-."
#define TRAILER_CHARACTERS "-_.!~*'()[]/:&+$=;?,@"

static gboolean
refuse (GError    **error,
        const char *sentence)
{
  g_set_error_literal (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI, sentence);
  return FALSE;
}

static gboolean
check_bytes (const char  *text,
             GError     **error)
{
  gsize length = strlen (text);

  if (length == 0)
    return refuse (error, "Type the number or the address to call.");
  if (length > RF_ADDRESS_MAX)
    return refuse (error, "The address is too long: it can have 255 characters at most.");
  for (gsize i = 0; i < length; i++) {
    if (g_ascii_isspace (text[i]))
      return refuse (error, "An address has no spaces or line breaks in it.");
    if (g_ascii_iscntrl (text[i]))
      return refuse (error, "The address has a control character in it.");
    if ((guchar) text[i] >= 0x80)
      return refuse (error, "The address has a character that is not allowed in a SIP address. "
                            "Letters, digits and signs of plain ASCII are.");
  }
  return TRUE;
}

/* Every escape is complete and every other character is a letter, a digit or in @allowed. */
static gboolean
is_made_of (RfStr       text,
            const char *allowed)
{
  for (gsize i = 0; i < text.len; i++) {
    if (text.p[i] == '%') {
      if (i + 2 >= text.len || !g_ascii_isxdigit (text.p[i + 1])
          || !g_ascii_isxdigit (text.p[i + 2]))
        return FALSE;
      i += 2;
    } else if (!g_ascii_isalnum (text.p[i]) && strchr (allowed, text.p[i]) == NULL) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Of "sip:" or "sips:" at the head, 0 where neither is there. */
static gsize
scheme_length (const char *text)
{
  if (g_ascii_strncasecmp (text, "sip:", 4) == 0)
    return 4;
  if (g_ascii_strncasecmp (text, "sips:", 5) == 0)
    return 5;
  return 0;
}

/* A name in front of a colon that is followed by no number: "tel:", "mailto:", "http:". */
static gboolean
has_other_scheme (const char *text)
{
  gsize n = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+");

  return n > 0 && text[n] == ':' && !g_ascii_isdigit (text[n + 1]);
}

static gboolean
check_host (const RfUri  *uri,
            GError      **error)
{
  g_autofree char *host = rf_str_dup (uri->host);

  if (strchr (host, ':') != NULL) {
    if (!g_hostname_is_ip_address (host))
      return refuse (error, "What stands between the brackets is not an IPv6 address.");
    return TRUE;
  }
  if (!is_made_of (uri->host, HOST_CHARACTERS) || strchr (host, '%') != NULL
      || strstr (host, "..") != NULL
      || *host == '.' || *host == '-')
    return refuse (error, "The part after the @ is not the name or the address of a computer.");
  return TRUE;
}

static gboolean
check_parts (const RfUri  *uri,
             GError      **error)
{
  /* A user part of no length ends at an "@" all the same. */
  if (uri->user.len == 0 && uri->user.p != NULL)
    return refuse (error, "The address lacks the name or number in front of the @.");
  if (!is_made_of (uri->user, USER_CHARACTERS) || !is_made_of (uri->password, USER_CHARACTERS))
    return refuse (error, "The part in front of the @ has a character that is not allowed there.");
  if (!check_host (uri, error))
    return FALSE;
  if (!is_made_of (uri->params, TRAILER_CHARACTERS)
      || !is_made_of (uri->headers, TRAILER_CHARACTERS))
    return refuse (error, "The address has a character that is not allowed after the host.");
  return TRUE;
}

/**
 * rf_address_check:
 * @uri: a complete SIP URI, without brackets
 * @error: return location: %RF_PHONE_ERROR_BAD_URI with a sentence for a person
 *
 * Checks that @uri can be called, and that nothing in it can break out of a header (RFC 3261
 * section 19.1).
 *
 * Returns: whether it can
 */
gboolean
rf_address_check (const char  *uri,
                  GError     **error)
{
  RfUri parts;

  g_return_val_if_fail (uri != NULL, FALSE);

  if (!check_bytes (uri, error))
    return FALSE;
  if (scheme_length (uri) == 0)
    return refuse (error, "A complete address starts with “sip:” or “sips:”.");
  if (!rf_uri_parse (&parts, rf_str_from_c (uri)))
    return refuse (error, "This is not a SIP address. One looks like “sip:wayne@example.org”.");
  return check_parts (&parts, error);
}

/* People write numbers with signs between the digits that are no part of the number. */
static char *
dup_user (const char *text)
{
  GString *user;

  if (text[strspn (text, "+0123456789-.()/")] != '\0' || strpbrk (text, "0123456789") == NULL)
    return g_strdup (text);
  user = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) || (*p == '+' && p == text))
      g_string_append_c (user, *p);
  return g_string_free (user, FALSE);
}

/* "192.0.2.5", "192.0.2.5:5070" or "[2001:db8::5]": a phone that is called by its address alone. */
static gboolean
is_ip_address (const char *text)
{
  g_autofree char *host = g_strndup (text, strcspn (text, ":"));

  return *text == '[' || g_hostname_is_ip_address (host);
}

/* The host of an address with its port: "example.org:5070". */
static char *
dup_host_port (const char *aor)
{
  const char *at = strchr (aor, '@');
  const char *host = at != NULL ? at + 1 : aor + scheme_length (aor);

  return g_strndup (host, strcspn (host, ";?"));
}

/**
 * rf_address_complete:
 * @text: what a person typed: a complete SIP URI, "user@host", or a user part or number
 * @aor: (nullable): the address of the account, whose host completes a bare user part
 * @error: return location: %RF_PHONE_ERROR_BAD_URI with a sentence for a person
 *
 * Returns: (transfer full) (nullable): the URI to call
 */
char *
rf_address_complete (const char  *text,
                     const char  *aor,
                     GError     **error)
{
  g_autofree char *typed = NULL;
  g_autofree char *uri = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  typed = g_strstrip (g_strdup (text));
  length = strlen (typed);
  if (length > 2 && typed[0] == '<' && typed[length - 1] == '>') {
    typed[length - 1] = '\0';
    memmove (typed, typed + 1, length - 1);
  }
  if (!check_bytes (typed, error))
    return NULL;

  if (scheme_length (typed) > 0) {
    uri = g_steal_pointer (&typed);
  } else if (has_other_scheme (typed)) {
    refuse (error, "Only addresses that start with “sip:” or “sips:” can be called.");
    return NULL;
  } else if (strchr (typed, '@') != NULL || is_ip_address (typed)) {
    uri = g_strconcat ("sip:", typed, NULL);
  } else if (aor == NULL) {
    refuse (error, "The phone has no account yet that could complete this. "
                   "Type the whole address, for example “sip:wayne@example.org”.");
    return NULL;
  } else {
    g_autofree char *user = dup_user (typed);
    g_autofree char *host = dup_host_port (aor);

    uri = g_strconcat (g_ascii_strncasecmp (aor, "sips:", 5) == 0 ? "sips:" : "sip:", user, "@",
                       host, NULL);
  }
  return rf_address_check (uri, error) ? g_steal_pointer (&uri) : NULL;
}

/**
 * rf_address_dup_label:
 * @uri: (nullable): a URI, perhaps from the network
 *
 * Returns: (transfer full): the shortest name that can be shown for it: the user part, else the
 * host, else all of it
 */
char *
rf_address_dup_label (const char *uri)
{
  RfUri parts;
  g_autofree char *part = NULL;

  if (uri == NULL)
    return g_strdup ("");
  if (!rf_uri_parse (&parts, rf_str_from_c (uri)))
    return rf_text_for_show (uri);
  part = parts.user.len > 0 ? rf_uri_dup_user (&parts) : rf_str_dup (parts.host);
  return rf_text_for_show (part);
}
