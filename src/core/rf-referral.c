/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-referral"

#include "config.h"

#include "rf-referral.h"

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

static gboolean
take_uri (RfStr   text,
          char  **uri)
{
  g_autofree char *copy = g_strndup (text.p, text.len);

  if (strlen (copy) != text.len || text.len > MAX_URI || !rf_wire_text_is_one_line (copy) ||
      !g_utf8_validate (copy, -1, NULL) || escapes_control (copy))
    return FALSE;

  *uri = g_steal_pointer (&copy);
  return TRUE;
}

static gboolean
take (RfReferral  *self,
      const RfUri *uri,
      RfStr        text)
{
  g_autofree char *require = NULL;

  if (!take_uri (text, &self->uri) || !take_header (uri, "Replaces", &self->replaces) ||
      !take_header (uri, "Require", &require)) {
    rf_referral_clear (self);
    return FALSE;
  }
  self->require_replaces = require != NULL && g_ascii_strcasecmp (require, "replaces") == 0;
  return TRUE;
}

/**
 * rf_referral_read:
 * @self: (out caller-allocates): what @refer asks for, empty on failure; free with
 * rf_referral_clear()
 * @refer: a REFER
 * @reason: (out): reason phrase for the refusal; only written on failure
 *
 * Reads the one Refer-To that a REFER must have (RFC 3515 §2.4.2) and refuses what we must not
 * call.
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
  if (value.len > 4 * MAX_URI || !rf_refer_to_parse (&refer_to, value))
    return refuse (400, "Bad Refer-To", reason);

  /* The URI once more, with the headers that were cut off. */
  whole = rf_str_new (refer_to.text.p, value.p + value.len - refer_to.text.p);
  whole = rf_str_head (whole, rf_str_find (whole, '>'));
  if (!is_callable (refer_to.uri.scheme))
    code = refuse (416, "Unsupported URI Scheme", reason);
  else if (!rf_uri_parse (&uri, whole) || !take (self, &uri, refer_to.text))
    code = refuse (400, "Bad Refer-To", reason);
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
}
