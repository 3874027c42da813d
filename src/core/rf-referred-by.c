/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-referred-by"

/* RFC 3892: in whose name a REFER comes. It is passed on to the target as it was received, and
 * shown, so it has to be what it says: one address. */

#include "config.h"

#include "rf-referred-by.h"

#include "rf-uri.h"

#define MAX_VALUE 2048

/* What may stand in a display name without quotes, and what we take for it besides. */
static gboolean
is_plain_name (RfStr name)
{
  for (gsize i = 0; i < name.len; i++)
    if (strchr ("\"(),/:;<=>?@[\\]{}", name.p[i]) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_quoted_name (RfStr name)
{
  gsize i;

  if (name.len < 2 || name.p[0] != '"')
    return FALSE;
  for (i = 1; i < name.len && name.p[i] != '"'; i++)
    i += name.p[i] == '\\';
  return i == name.len - 1;
}

static gboolean
are_quotes_closed (RfStr text)
{
  gboolean quoted = FALSE;

  for (gsize i = 0; i < text.len; i++) {
    if (text.p[i] == '"')
      quoted = !quoted;
    else if (quoted && text.p[i] == '\\')
      i++;
  }
  return !quoted;
}

static gboolean
are_params (RfStr params)
{
  params = rf_str_trim (params);
  return params.len == 0 ||
         (params.p[0] == ';' && are_quotes_closed (params) &&
          rf_str_find_outside_quotes (params, ',') == params.len);
}

static gboolean
is_address (RfStr text)
{
  RfUri uri;

  return rf_uri_parse (&uri, text) &&
         (rf_str_case_equal_c (uri.scheme, "sip") || rf_str_case_equal_c (uri.scheme, "sips") ||
          rf_str_case_equal_c (uri.scheme, "tel"));
}

/* Without brackets, what follows is of the header, and ? and comma cannot stand in the address
 * (RFC 3261 §20). */
static gboolean
is_bare (RfStr value)
{
  RfStr address = rf_str_head (value, rf_str_find (value, ';'));

  return rf_str_find (address, '?') == address.len && rf_str_find (address, ',') == address.len &&
         is_address (address) && are_params (rf_str_skip (value, address.len));
}

static gboolean
is_one_address (RfStr value)
{
  gsize open = rf_str_find_outside_quotes (value, '<');
  RfStr name = rf_str_trim (rf_str_head (value, open));
  RfStr inside = rf_str_skip (value, open + 1);
  gsize close = rf_str_find (inside, '>');

  if (open == value.len)
    return is_bare (value);
  return close < inside.len && (is_plain_name (name) || is_quoted_name (name)) &&
         is_address (rf_str_head (inside, close)) && are_params (rf_str_skip (inside, close + 1));
}

/* A folded line is one line (RFC 3261 §7.3.1). */
static char *
dup_unfolded (const struct pl *text)
{
  char *value = g_strndup (text->p, text->l);

  for (char *p = value; *p != '\0'; p++)
    if (*p == '\r' || *p == '\n')
      *p = ' ';
  return value;
}

static gboolean
has_control (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text) && *text != '\t')
      return TRUE;
  return FALSE;
}

/**
 * rf_referred_by_read:
 * @refer: a REFER
 * @value: (out) (nullable): what its Referred-By says, as it was received, or NULL where it has
 * none or one that names no SIP, SIPS or tel address: such a one vouches for nobody and is ignored
 *
 * Returns: FALSE where there is more than one, which is not allowed (RFC 3892 §3)
 */
gboolean
rf_referred_by_read (const struct sip_msg *refer,
                     char                **value)
{
  const struct sip_hdr *header = sip_msg_hdr (refer, SIP_HDR_REFERRED_BY);
  g_autofree char *text = NULL;

  *value = NULL;
  if (header == NULL)
    return TRUE;
  if (sip_msg_hdr_count (refer, SIP_HDR_REFERRED_BY) != 1)
    return FALSE;

  if (header->val.l > MAX_VALUE)
    return TRUE;
  text = dup_unfolded (&header->val);
  if (strlen (text) == header->val.l && !has_control (text) &&
      g_utf8_validate (text, -1, NULL) && is_one_address (rf_str_trim (rf_str_from_c (text))))
    *value = g_steal_pointer (&text);
  return TRUE;
}
