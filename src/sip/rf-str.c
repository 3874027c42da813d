/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-str"

#include "config.h"

#include "rf-str.h"

#include "rf-letters.h"

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

/* Both halves of the product of the two, put into one. */
static inline guint64
multiply (guint64 a,
          guint64 b)
{
#ifdef __SIZEOF_INT128__
  __extension__ unsigned __int128 product = (unsigned __int128) a * b;

  return (guint64) product ^ (guint64) (product >> 64);
#else
  guint64 cross = (a >> 32) * (guint32) b ^ (b >> 32) * (guint32) a;

  return (guint64) (guint32) a * (guint32) b ^ (a >> 32) * (b >> 32) ^ (cross << 32 | cross >> 32);
#endif
}

/* What is behind the last whole pair of words: at most 16 bytes, those in the middle twice. */
static inline void
read_rest (const char *p,
           gsize       left,
           guint64    *a,
           guint64    *b)
{
  guint32 first, last;

  if (left >= 8) {
    *a = rf_str_read_word (p);
    *b = rf_str_read_word (p + left - 8);
  } else if (left >= 4) {
    memcpy (&first, p, 4);
    memcpy (&last, p + left - 4, 4);
    *a = first;
    *b = last;
  } else if (left > 0) {
    *a = (guint8) p[0] | (guint) (guint8) p[left / 2] << 8;
    *b = (guint8) p[left - 1];
  }
}

/* Nobody outside knows them, so nobody can send texts that all hash to the same. */
static const guint64 *
get_secrets (void)
{
  static guint64 secrets[2];
  static gsize is_set;

  if (g_once_init_enter (&is_set)) {
    for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
      secrets[i] = ((guint64) g_random_int () << 32 | g_random_int ()) | 1;
    g_once_init_leave (&is_set, 1);
  }

  return secrets;
}

/**
 * rf_str_hash:
 * @self: a slice
 * @seed: hash of what goes before it
 *
 * A hash over bytes, sixteen at a time, for tables inside the program. It is another one in each
 * run, for the bytes are strangers'.
 *
 * Returns: the hash
 */
guint
rf_str_hash (RfStr self,
             guint seed)
{
  const guint64 *secrets = get_secrets ();
  guint64 h = secrets[0] ^ seed;
  const char *p = self.p;
  gsize left = self.len;
  guint64 a = 0;
  guint64 b = 0;

  for (; left > 16; left -= 16, p += 16)
    h = multiply (rf_str_read_word (p) ^ secrets[1], rf_str_read_word (p + 8) ^ h);
  read_rest (p, left, &a, &b);
  h = multiply (a ^ secrets[1], b ^ h);
  h = multiply (h ^ self.len, secrets[0]);

  return (guint) (h ^ h >> 32);
}

/**
 * rf_str_hash_text:
 * @text: (type utf8): a text that ends with a zero
 *
 * rf_str_hash() for a #GHashTable. Names and Call-IDs are strangers', and for g_str_hash() anybody
 * can write any number of them that are the same to it.
 *
 * Returns: the hash
 */
guint
rf_str_hash_text (gconstpointer text)
{
  return rf_str_hash (rf_str_from_c (text), 0);
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

  if (rf_str_find (self, c) == self.len)
    return self.len; /* the usual answer, and soon found */

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

/* Where the parameter ends, or where something begins that may hold a ";" of its own. */
static gsize
find_plain_end (RfStr self)
{
  gsize end = 0;

  while (end < self.len && self.p[end] != ';' && self.p[end] != '"' && self.p[end] != '<')
    end++;

  return end;
}

static gsize
find_param_end (RfStr self)
{
  gsize end = find_plain_end (self);

  return end + rf_str_find_outside_quotes (rf_str_skip (self, end), ';');
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
    gsize start = params->p[0] == ';' ? 0 : find_param_end (*params);
    RfStr rest = rf_str_skip (*params, start + 1);
    RfStr one = rf_str_head (rest, find_param_end (rest));
    gsize equals = rf_str_find (one, '=');

    *params = rf_str_skip (rest, one.len);
    *name = rf_str_trim (rf_str_head (one, equals));
    *value = rf_str_unquote (rf_str_skip (one, equals + 1));
    if (name->len > 0)
      return TRUE;
  }

  return FALSE;
}

/* Most that are asked for come first, and are written plainly: there is nothing to take apart. */
static gboolean
find_plain_first (RfStr  params,
                  RfStr  wanted,
                  RfStr *value)
{
  RfStr rest = rf_str_skip (params, wanted.len + 2);
  gsize end;

  if (rest.len == 0 || params.p[0] != ';' || params.p[wanted.len + 1] != '=' ||
      !rf_str_case_equal (rf_str_new (params.p + 1, wanted.len), wanted))
    return FALSE;
  end = find_plain_end (rest);
  if (end < rest.len && rest.p[end] != ';')
    return FALSE;
  *value = rf_str_trim (rf_str_head (rest, end));

  return TRUE;
}

/**
 * rf_str_find_param:
 * @params: ";name=value;name" and so on; what stands before the first ";" is skipped
 * @wanted: name of a parameter; its case does not matter
 * @value: (out) (optional): its value without quotes, empty where there is none; untouched on
 *   failure
 *
 * Returns: whether the parameter is there
 */
gboolean
rf_str_find_param (RfStr  params,
                   RfStr  wanted,
                   RfStr *value)
{
  RfStr this_name, this_value;

  if (find_plain_first (params, wanted, value ? value : &this_value))
    return TRUE;
  while (rf_str_next_param (&params, &this_name, &this_value)) {
    if (!rf_str_case_equal (this_name, wanted))
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

/* Most texts are, and have no need of being looked at letter by letter. */
static gboolean
is_plain_ascii (RfStr self)
{
  for (gsize i = 0; i < self.len; i++) {
    if (self.p[i] < ' ' || self.p[i] > '~')
      return FALSE;
  }

  return TRUE;
}

/**
 * rf_str_dup_unescaped:
 * @self: what stands between the quotes of a quoted string
 * @ret_length: (out): its length
 *
 * Takes quoted pairs for what they mean (RFC 3261 §25.1). What is none, a backslash before a line
 * end or before a byte beyond ASCII, stays as it is.
 *
 * Returns: (transfer full): the bytes, which may be any
 */
char *
rf_str_dup_unescaped (RfStr  self,
                      gsize *ret_length)
{
  char *bytes = g_malloc (self.len + 1);
  gsize n = 0;

  for (gsize i = 0; i < self.len; i++) {
    char next = i + 1 < self.len ? self.p[i + 1] : '\n';

    if (self.p[i] == '\\' && next != '\n' && next != '\r' && (guchar) next < 0x80)
      i++;
    bytes[n++] = self.p[i];
  }
  bytes[n] = '\0';
  *ret_length = n;

  return bytes;
}

/* The character that @self begins with; 0 where that is none, or is NUL. */
static gunichar
get_first (RfStr self)
{
  gunichar c = self.len > 0 ? g_utf8_get_char_validated (self.p, (gssize) self.len) : 0;

  return c == (gunichar) -1 || c == (gunichar) -2 ? 0 : c;
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
  gunichar before = 0;
  GString *out;

  if (is_plain_ascii (self))
    return rf_str_dup (self);

  out = g_string_sized_new (self.len + 1);
  while (self.len > 0) {
    gunichar c = get_first (self);
    gsize n = c != 0 ? (gsize) (g_utf8_skip[(guchar) self.p[0]]) : 1;
    gunichar after = get_first (rf_str_skip (self, n));

    if (c != 0 && (is_harmless (c) || rf_letters_are_joined (before, c, after))) {
      g_string_append_len (out, self.p, n);
    } else {
      for (gsize i = 0; i < n; i++)
        g_string_append_printf (out, "\\x%02x", (guchar) self.p[i]);
    }
    self = rf_str_skip (self, n);
    before = c;
  }

  return g_string_free (out, FALSE);
}
