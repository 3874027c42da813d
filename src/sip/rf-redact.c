/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-redact"

#include "config.h"

#include "rf-redact.h"
#include "rf-sip-message.h"

#define BLANK '*'

static gboolean
is_credentials (RfStr name)
{
  return rf_str_case_equal_c (name, "Authorization") ||
         rf_str_case_equal_c (name, "Proxy-Authorization");
}

static gboolean
is_secret (RfStr name)
{
  /* With the nonce and these two a password can be guessed off line; the rest is what a reader
   * wants to see. */
  return rf_str_case_equal_c (name, "response") || rf_str_case_equal_c (name, "cnonce");
}

/* Line breaks stay, or a folded header would swallow what follows it. */
static void
blank (char  *data,
       RfStr  secret)
{
  gsize start = secret.len > 0 ? (gsize) (secret.p - data) : 0;

  for (gsize i = 0; i < secret.len; i++) {
    if (!rf_is_lws (data[start + i]))
      data[start + i] = BLANK;
  }
}

/* One "name=value" of a digest, parted by commas. */
static void
blank_digest_part (char  *data,
                   RfStr  part)
{
  gsize equals = rf_str_find (part, '=');

  if (is_secret (rf_str_trim (rf_str_head (part, equals))))
    blank (data, rf_str_unquote (rf_str_skip (part, equals + 1)));
}

static void
blank_credentials (char  *data,
                   RfStr  value)
{
  gsize scheme_end = 0;
  RfStr rest;

  while (scheme_end < value.len && !rf_is_lws (value.p[scheme_end]))
    scheme_end++;
  rest = rf_str_skip (value, scheme_end);

  /* Basic and Bearer are the secret itself; of a scheme that is not known nothing is shown. */
  if (!rf_str_case_equal_c (rf_str_head (value, scheme_end), "Digest")) {
    blank (data, rest);
    return;
  }

  while (rest.len > 0) {
    gsize end = rf_str_find_outside_quotes (rest, ',');

    blank_digest_part (data, rf_str_head (rest, end));
    rest = rf_str_skip (rest, end + 1);
  }
}

/**
 * rf_redact:
 * @data: (array length=length): a copy of a message
 * @length: bytes in @data
 *
 * Overwrites the secret parts of Authorization and Proxy-Authorization with "*", so that a saved or
 * shown message cannot be used to guess a password. The length stays, and all else.
 */
void
rf_redact (char  *data,
           gsize  length)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  g_return_if_fail (data != NULL || length == 0);

  rf_sip_header_iter_init (&iter, data, length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (is_credentials (name))
      blank_credentials (data, value);
  }
}
