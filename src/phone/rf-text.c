/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-text"

#include "rf-text.h"

#include "rf-letters.h"

/* More of it is never looked at: a character takes four bytes at most. */
#define MAX_BYTES ((RF_TEXT_MAX + 1) * 4)

/* Format characters include those that turn the direction of text around, with which a name could
 * be made to read as another. */
static gboolean
is_dangerous (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_PRIVATE_USE:
    return TRUE;
  default:
    return FALSE;
  }
}

/**
 * rf_text_for_show:
 * @text: (nullable): what somebody on the network sent
 *
 * Makes text from the network fit to be shown as plain text: valid UTF-8, control and direction
 * characters as visible escapes, at most %RF_TEXT_MAX characters.
 *
 * Returns: (transfer full): never %NULL
 */
char *
rf_text_for_show (const char *text)
{
  g_autofree char *bounded = g_strndup (text != NULL ? text : "", MAX_BYTES);
  g_autofree char *valid = g_utf8_make_valid (bounded, -1);
  GString *shown = g_string_new (NULL);
  gunichar before = 0;
  guint n = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gunichar after = g_utf8_get_char (g_utf8_next_char (p));

    if (++n > RF_TEXT_MAX - 1 && *g_utf8_next_char (p) != '\0') {
      g_string_append (shown, "…");
      break;
    }
    if (is_dangerous (c) && !rf_letters_are_joined (before, c, after))
      g_string_append_printf (shown, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
    else
      g_string_append_unichar (shown, c);
    before = c;
  }
  return g_string_free (shown, FALSE);
}
