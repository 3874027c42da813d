/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-str"

#include "config.h"

#include "rf-str.h"

/**
 * rf_str_trim:
 * @self: a slice
 *
 * Returns: @self without white space at both ends; folding counts as white space
 */
RfStr
rf_str_trim (RfStr self)
{
  while (self.len > 0 && rf_is_lws (self.p[0])) {
    self.p++;
    self.len--;
  }
  while (self.len > 0 && rf_is_lws (self.p[self.len - 1]))
    self.len--;

  return self;
}

/**
 * rf_str_unquote:
 * @self: a slice
 *
 * Returns: what stands between the double quotes, or @self where there are none; escapes are left
 *   alone
 */
RfStr
rf_str_unquote (RfStr self)
{
  self = rf_str_trim (self);
  if (self.len >= 2 && self.p[0] == '"' && self.p[self.len - 1] == '"')
    return rf_str_new (self.p + 1, self.len - 2);

  return self;
}

/**
 * rf_str_parse_uint:
 * @self: decimal digits and nothing else
 * @max: greatest value that is taken
 * @value: (out): the number; untouched on failure
 *
 * Returns: whether @self is such a number
 */
gboolean
rf_str_parse_uint (RfStr    self,
                   guint64  max,
                   guint64 *value)
{
  guint64 result = 0;

  if (self.len == 0)
    return FALSE;

  for (gsize i = 0; i < self.len; i++) {
    guint digit;

    if (!g_ascii_isdigit (self.p[i]))
      return FALSE;
    digit = self.p[i] - '0';
    if (result > (max - MIN (digit, max)) / 10)
      return FALSE;
    result = result * 10 + digit;
  }
  if (result > max)
    return FALSE;
  *value = result;

  return TRUE;
}

/**
 * rf_str_hash:
 * @self: a slice
 * @seed: hash of what goes before it
 *
 * A hash over bytes, eight at a time, for tables inside the program.
 *
 * Returns: the hash
 */
guint
rf_str_hash (RfStr self,
             guint seed)
{
  guint64 h = seed ^ (self.len * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  const char *p = self.p;
  gsize left = self.len;

  while (left > 0) {
    guint64 block = 0;
    gsize n = MIN (left, sizeof block);

    memcpy (&block, p, n);
    h = (h ^ block) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
    h ^= h >> 32;
    p += n;
    left -= n;
  }

  return (guint) (h ^ (h >> 29));
}

/**
 * rf_str_find_outside_quotes:
 * @self: a slice
 * @c: what to look for
 *
 * Returns: offset of @c where it stands neither in a quoted string nor in angle brackets, or the
 *   length
 */
gsize
rf_str_find_outside_quotes (RfStr self,
                            char  c)
{
  gboolean quoted = FALSE;
  gboolean angled = FALSE;

  for (gsize i = 0; i < self.len; i++) {
    char at = self.p[i];

    if (quoted) {
      if (at == '\\')
        i++;
      else if (at == '"')
        quoted = FALSE;
    } else if (at == c && !angled) {
      return i;
    } else if (at == '"') {
      quoted = TRUE;
    } else if (at == '<') {
      angled = TRUE;
    } else if (at == '>') {
      angled = FALSE;
    }
  }

  return self.len;
}

/**
 * rf_str_next_param:
 * @params: (inout): ";name=value;name" and so on; moved behind what was read
 * @name: (out): the name
 * @value: (out): the value without quotes, empty where there is none
 *
 * Returns: %FALSE at the end
 */
gboolean
rf_str_next_param (RfStr *params,
                   RfStr *name,
                   RfStr *value)
{
  while (params->len > 0) {
    gsize start = rf_str_find_outside_quotes (*params, ';');
    RfStr rest = rf_str_skip (*params, start + 1);
    RfStr one = rf_str_head (rest, rf_str_find_outside_quotes (rest, ';'));
    gsize equals = rf_str_find (one, '=');

    *params = rf_str_skip (rest, one.len);
    *name = rf_str_trim (rf_str_head (one, equals));
    *value = rf_str_unquote (rf_str_skip (one, equals + 1));
    if (name->len > 0)
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_str_get_param:
 * @params: ";name=value;name" and so on; what stands before the first ";" is skipped
 * @name: name of a parameter; its case does not matter
 * @value: (out) (optional): its value without quotes, empty where there is none; untouched on
 *   failure
 *
 * Returns: whether the parameter is there
 */
gboolean
rf_str_get_param (RfStr       params,
                  const char *name,
                  RfStr      *value)
{
  RfStr this_name, this_value;

  while (rf_str_next_param (&params, &this_name, &this_value)) {
    if (!rf_str_case_equal_c (this_name, name))
      continue;
    if (value)
      *value = this_value;
    return TRUE;
  }

  return FALSE;
}

/**
 * rf_str_dup:
 * @self: a slice
 *
 * Returns: (transfer full): a terminated copy of the bytes as they are
 */
char *
rf_str_dup (RfStr self)
{
  return self.len > 0 ? g_strndup (self.p, self.len) : g_strdup ("");
}

static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT: /* among them the marks that turn the direction of a text around */
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return FALSE;
  default:
    return TRUE;
  }
}

/**
 * rf_str_dup_printable:
 * @self: bytes from the network
 *
 * Returns: (transfer full): valid UTF-8 without control characters; what is neither is written as
 *   "\xHH"
 */
char *
rf_str_dup_printable (RfStr self)
{
  GString *out = g_string_sized_new (self.len + 1);

  while (self.len > 0) {
    gunichar c = g_utf8_get_char_validated (self.p, self.len);
    gboolean valid = c != (gunichar) -1 && c != (gunichar) -2 && c != 0;
    gsize n = valid ? (gsize) (g_utf8_skip[(guchar) self.p[0]]) : 1;

    if (valid && is_harmless (c)) {
      g_string_append_len (out, self.p, n);
    } else {
      for (gsize i = 0; i < n; i++)
        g_string_append_printf (out, "\\x%02x", (guchar) self.p[i]);
    }
    self = rf_str_skip (self, n);
  }

  return g_string_free (out, FALSE);
}
