/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-text-ascii"

#include "config.h"

#include "rf-export.h"

/* One cell each, so that the columns stay where they are. */
static const struct {
  gunichar drawn;
  char     ascii;
} signs[] = {
  { 0x2502 /* │ */, '|' },
  { 0x2503 /* ┃ */, ']' },
  { 0x2500 /* ─ */, '-' },
  { 0x2504 /* ┄ */, '.' },
  { 0x2550 /* ═ */, '=' },
  { 0x2591 /* ░ */, '%' },
  { 0x25b6 /* ▶ */, '>' },
  { 0x25b8 /* ▸ */, '>' },
  { 0x25c0 /* ◀ */, '<' },
  { 0x21ba /* ↺ */, '@' },
  { 0x2192 /* → */, '>' },
  { 0x2717 /* ✗ */, 'X' },
  { 0x2026 /* … */, '~' },
  { 0x25cf /* ● */, '*' },
  { 0x00b7 /* · */, '-' },
  { 0x22ee /* ⋮ */, ':' },
  { 0x201c /* “ */, '"' },
  { 0x201d /* ” */, '"' },
};

/* "é" becomes "e"; what is not like one letter becomes a question mark. */
static char
find_like (gunichar c)
{
  char letter[7] = { 0 };
  g_autofree char *ascii = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].drawn == c)
      return signs[i].ascii;
  g_unichar_to_utf8 (c, letter);
  ascii = g_str_to_ascii (letter, "C");
  return ascii[0] && !ascii[1] ? ascii[0] : '?';
}

/**
 * rf_export_dup_ascii:
 * @text: lines of a text ladder
 *
 * Returns: (transfer full): the same in ASCII alone, each character as wide as it was
 */
char *
rf_export_dup_ascii (const char *text)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_sized_new (256);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c < 0x80) {
      g_string_append_c (out, (char) c);
    } else if (!g_unichar_iszerowidth (c)) {
      g_string_append_c (out, find_like (c));
      if (g_unichar_iswide (c))
        g_string_append_c (out, '?');
    }
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
