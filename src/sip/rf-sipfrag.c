/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-sipfrag"

#include "config.h"

#include "rf-sipfrag.h"

/**
 * rf_sipfrag_parse:
 * @body: a message/sipfrag body (RFC 3420)
 * @status: (out): the status code
 * @reason: (out) (optional): the reason phrase
 *
 * Reads the status line with which the body of a NOTIFY for refer begins (RFC 3515 §2.4.5). A bare
 * LF, or no line end at all, is taken.
 *
 * Returns: whether there is one
 */
gboolean
rf_sipfrag_parse (RfStr  body,
                  guint *status,
                  RfStr *reason)
{
  RfStr line;
  gsize digits;
  guint64 code;

  g_return_val_if_fail (status != NULL, FALSE);

  body = rf_str_trim (body);
  line = rf_str_trim (rf_str_head (body, rf_str_find (body, '\n')));
  if (!rf_str_starts_with_case (line, "SIP/2.0 "))
    return FALSE;

  line = rf_str_trim (rf_str_skip (line, strlen ("SIP/2.0 ")));
  digits = rf_str_find (line, ' ');
  if (!rf_str_parse_uint (rf_str_head (line, digits), 699, &code) || code < 100)
    return FALSE;

  *status = (guint) code;
  if (reason)
    *reason = rf_str_trim (rf_str_skip (line, digits + 1));

  return TRUE;
}
