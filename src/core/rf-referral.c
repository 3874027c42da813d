/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-referral"

#include "config.h"

#include "rf-referral.h"

#include "rf-referred-by.h"
#include "rf-uri.h"
#include "rf-wire-text.h"

/* Whoever calls a longer address does not mean it. */
#define MAX_URI 512

static guint
refuse (guint        code,
        const char  *phrase,
        const char **reason)
{
  *reason = phrase;
  return code;
}

static gboolean
is_callable (RfStr scheme)
{
  return rf_str_case_equal_c (scheme, "sip") || rf_str_case_equal_c (scheme, "sips") ||
         rf_str_case_equal_c (scheme, "tel");
}

/* The host says whose address it is; with maddr the call would go elsewhere (RFC 3261 §19.1.1),
 * past the domains that may be called and past what the person is asked. */
static gboolean
is_diverted (RfStr params)
{
  return rf_str_get_param (params, "maddr", NULL);
}

/* Of the headers that a URI may carry, only those are honoured that a transfer needs (RFC 3261
 * §19.1.5 warns of the rest), and only where they cannot start a header of their own. */
static gboolean
take_header (const RfUri  *uri,
             const char   *name,
             char        **value)
{
  g_autofree char *text = rf_uri_dup_header (uri, name);

  if (text == NULL)
    return TRUE;
  if (!rf_wire_text_is_one_line (text) || strstr (text, "%00") != NULL ||
      !g_utf8_validate (text, -1, NULL))
    return FALSE;

  *value = g_steal_pointer (&text);
  return TRUE;
}

/* A line break or NUL that is escaped is harmless on the wire, but not to whoever unescapes it. */
static gboolean
escapes_control (const char *uri)
{
  for (const char *p = strchr (uri, '%'); p != NULL; p = strchr (p + 1, '%')) {
    int high = g_ascii_xdigit_value (p[1]);
    int low = high >= 0 ? g_ascii_xdigit_value (p[2]) : -1;

    if (low >= 0 && g_ascii_iscntrl ((char) (high << 4 | low)))
      return TRUE;
  }
  return FALSE;
}

/* Some other phone would unescape it. */
static gboolean
is_harmless (RfStr text)
{
  g_autofree char *copy = g_strndup (text.p, text.len);

  return strlen (copy) == text.len && rf_wire_text_is_one_line (copy) &&
         g_utf8_validate (copy, -1, NULL) && !escapes_control (copy);
}

/* What a URI in Refer-To asks for is an INVITE (RFC 3515 §2.1), other methods are not for a phone;
 * and a Request-URI has no such parameter (RFC 3261 §19.1.1). */
static gboolean
take_uri (const RfUri  *uri,
          RfStr         text,
          char        **taken)
{
  g_autofree char *method = rf_uri_dup_param (uri, "method");
  GString *plain;
  RfStr params = uri->params;
  RfStr name, value, before = params;

  if (text.len > MAX_URI || (method && g_ascii_strcasecmp (method, "INVITE") != 0))
    return FALSE;

  plain = g_string_new_len (text.p, (gssize) (text.len - params.len));
  for (; rf_str_next_param (&params, &name, &value); before = params) {
    g_autofree char *plain_name = rf_uri_unescape (name);

    if (g_ascii_strcasecmp (plain_name, "method") != 0)
      g_string_append_len (plain, before.p, (gssize) (before.len - params.len));
  }
  *taken = g_string_free (plain, FALSE);
  return TRUE;
}

/* RFC 3891 §6.1: one dialog, by all its names. There is no comma in any of them. */
static gboolean
names_one_dialog (const char *text)
{
  RfReplaces replaces;

  return strchr (text, ',') == NULL && rf_replaces_parse (&replaces, rf_str_from_c (text));
}

static guint
count_headers (const RfUri *uri,
               const char  *name)
{
  RfStr rest = uri->headers;
  guint n = 0;

  while (rest.len > 0) {
    RfStr one = rf_str_head (rest, rf_str_find (rest, '&'));
    g_autofree char *plain = rf_uri_unescape (rf_str_head (one, rf_str_find (one, '=')));

    n += g_ascii_strcasecmp (plain, name) == 0;
    rest = rf_str_skip (rest, one.len + 1);
  }
  return n;
}

/* The one extension that a call which we place for somebody else can need. What cannot be asked for
 * as it was meant is not asked for at all (RFC 3261 §19.1.5): a phone that does not know Replaces
 * would ring. */
static gboolean
take_require (RfReferral  *self,
              const RfUri *uri)
{
  g_autofree char *require = NULL;

  if (!take_header (uri, "Require", &require) ||
      count_headers (uri, "Require") != (require != NULL ? 1 : 0))
    return FALSE;

  self->require_replaces = require != NULL;
  return require == NULL || g_ascii_strcasecmp (g_strstrip (require), "replaces") == 0;
}

static gboolean
take (RfReferral  *self,
      const RfUri *uri,
      RfStr        text)
{
  return take_uri (uri, text, &self->uri) && take_header (uri, "Replaces", &self->replaces) &&
         take_require (self, uri) &&
         count_headers (uri, "Replaces") == (self->replaces != NULL ? 1 : 0) &&
         (self->replaces == NULL || names_one_dialog (self->replaces));
}

/* Refer-To is no list (RFC 3515 §2.1), though some brackets may be left open or a comma follow. */
static gboolean
is_one_address (RfStr value)
{
  gsize open = rf_str_find_outside_quotes (value, '<');
  RfStr inside = rf_str_skip (value, open + 1);
  gsize length = rf_str_find (inside, '>');

  if (open == value.len)
    return rf_str_find_outside_quotes (value, ',') == value.len;
  inside = rf_str_skip (inside, length);
  return inside.len > 0 && rf_str_find_outside_quotes (inside, ',') == inside.len;
}

/**
 * rf_referral_read:
 * @self: (out caller-allocates): what @refer asks for, empty on failure; free with
 * rf_referral_clear()
 * @refer: a REFER
 * @reason: (out): reason phrase for the refusal; only written on failure
 *
 * Reads the one Refer-To that a REFER must have (RFC 3515 §2.4.2), and the one Referred-By that it
 * may have, and refuses what we must not call.
 *
 * Returns: 0, or the status to refuse the REFER with
 */
guint
rf_referral_read (RfReferral           *self,
                  const struct sip_msg *refer,
                  const char          **reason)
{
  const struct sip_hdr *header = sip_msg_hdr (refer, SIP_HDR_REFER_TO);
  RfReferTo refer_to;
  RfUri uri;
  RfStr value, whole;
  guint code = 0;

  *self = (RfReferral) { 0 };
  if (header == NULL || sip_msg_hdr_count (refer, SIP_HDR_REFER_TO) != 1)
    return refuse (400, "One Refer-To Needed", reason);

  value = rf_str_new (header->val.p, header->val.l);
  if (value.len > 4 * MAX_URI || !is_one_address (value) || !rf_refer_to_parse (&refer_to, value))
    return refuse (400, "Bad Refer-To", reason);

  /* The URI once more, with the headers that were cut off. */
  whole = rf_str_new (refer_to.text.p, value.p + value.len - refer_to.text.p);
  whole = rf_str_head (whole, rf_str_find (whole, '>'));
  if (!is_callable (refer_to.uri.scheme))
    code = refuse (416, "Unsupported URI Scheme", reason);
  else if (!is_harmless (whole) || !rf_uri_parse (&uri, whole) || is_diverted (uri.params) ||
           !take (self, &uri, refer_to.text))
    code = refuse (400, "Bad Refer-To", reason);
  else if (!rf_referred_by_read (refer, &self->referred_by))
    code = refuse (400, "One Referred-By at Most", reason);
  if (code != 0)
    rf_referral_clear (self);
  rf_refer_to_clear (&refer_to);
  return code;
}

/**
 * rf_referral_clear:
 * @self: what rf_referral_read() filled in
 */
void
rf_referral_clear (RfReferral *self)
{
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->replaces, g_free);
  g_clear_pointer (&self->referred_by, g_free);
  self->require_replaces = FALSE;
}
