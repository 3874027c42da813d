/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/**
 * RfStr:
 * @p: first byte; may be %NULL when @len is 0
 * @len: bytes
 *
 * A part of somebody else's bytes: not owned, not terminated. All that reads messages returns
 * these, so that reading a message allocates nothing.
 */
typedef struct {
  const char *p;
  gsize       len;
} RfStr;

#define RF_STR_INIT ((RfStr) { NULL, 0 })
/* For printf: "%.*s". Only for text that is known to be printable; see rf_str_dup_printable(). */
#define RF_STR_ARGS(s) ((int) MIN ((s).len, G_MAXINT)), ((s).p ? (s).p : "")

static inline RfStr
rf_str_new (const char *p,
            gsize       len)
{
  return (RfStr) { p, len };
}

static inline RfStr
rf_str_from_c (const char *text)
{
  return (RfStr) { text, text ? strlen (text) : 0 };
}

static inline gboolean
rf_str_is_empty (RfStr self)
{
  return self.len == 0;
}

static inline guint64
rf_str_read_word (const char *p)
{
  guint64 word;

  memcpy (&word, p, sizeof word);

  return word;
}

static inline guint32
rf_str_read_half_word (const char *p)
{
  guint32 half;

  memcpy (&half, p, sizeof half);

  return half;
}

/* In line and by words: tags, branches and Call-IDs are too short for a call of memcmp() to be
 * worth it. */
static inline gboolean
rf_str_equal (RfStr a,
              RfStr b)
{
  const gsize word = sizeof (guint64);
  const gsize half = sizeof (guint32);
  gsize i = 0;

  if (a.len != b.len)
    return FALSE;
  if (a.len < half) {
    while (i < a.len && a.p[i] == b.p[i])
      i++;
    return i == a.len;
  }
  if (a.len < word)
    return rf_str_read_half_word (a.p) == rf_str_read_half_word (b.p) &&
           rf_str_read_half_word (a.p + a.len - half) == rf_str_read_half_word (b.p + a.len - half);
  for (; i + word < a.len; i += word) {
    if (rf_str_read_word (a.p + i) != rf_str_read_word (b.p + i))
      return FALSE;
  }

  return rf_str_read_word (a.p + a.len - word) == rf_str_read_word (b.p + a.len - word);
}

static inline char
rf_to_lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

/* Of ASCII letters only; in line, for names of headers are compared more often than anything
 * else. Most are written in the usual case, so that letters are seldom changed. */
static inline gboolean
rf_str_case_equal (RfStr a,
                   RfStr b)
{
  if (a.len != b.len)
    return FALSE;
  for (gsize i = 0; i < a.len; i++) {
    if (a.p[i] != b.p[i] && rf_to_lower (a.p[i]) != rf_to_lower (b.p[i]))
      return FALSE;
  }

  return TRUE;
}

static inline gboolean
rf_str_case_equal_c (RfStr       self,
                     const char *text)
{
  return rf_str_case_equal (self, rf_str_from_c (text));
}

static inline gboolean
rf_str_starts_with_case (RfStr       self,
                         const char *prefix)
{
  RfStr wanted = rf_str_from_c (prefix);

  return self.len >= wanted.len && rf_str_case_equal (rf_str_new (self.p, wanted.len), wanted);
}

/* Offset of @c, or the length where it does not occur. */
static inline gsize
rf_str_find (RfStr self,
             char  c)
{
  const char *hit = self.len > 0 ? memchr (self.p, c, self.len) : NULL;

  return hit ? (gsize) (hit - self.p) : self.len;
}

static inline RfStr
rf_str_skip (RfStr self,
             gsize count)
{
  count = MIN (count, self.len);

  return (RfStr) { self.p ? self.p + count : NULL, self.len - count };
}

static inline RfStr
rf_str_head (RfStr self,
             gsize count)
{
  return (RfStr) { self.p, MIN (count, self.len) };
}

/* White space of SIP: a folded line leaves CR and LF inside a value (RFC 3261 §7.3.1). */
static inline gboolean
rf_is_lws (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without white space at both ends; in line, for every name and value of a header comes by. */
static inline RfStr
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

/* What stands between double quotes, or @self where there are none; escapes are left alone. */
static inline RfStr
rf_str_unquote (RfStr self)
{
  self = rf_str_trim (self);
  if (self.len >= 2 && self.p[0] == '"' && self.p[self.len - 1] == '"')
    return rf_str_new (self.p + 1, self.len - 2);

  return self;
}

gboolean rf_str_parse_uint    (RfStr    self,
                               guint64  max,
                               guint64 *value);
guint    rf_str_hash          (RfStr self,
                               guint seed);
guint    rf_str_hash_text     (gconstpointer text);
gboolean rf_str_find_param    (RfStr  params,
                               RfStr  wanted,
                               RfStr *value);
gboolean rf_str_next_param    (RfStr *params,
                               RfStr *name,
                               RfStr *value);
gsize    rf_str_find_outside_quotes (RfStr self,
                                     char  c);
char    *rf_str_dup           (RfStr self);
char    *rf_str_dup_printable (RfStr self);
char    *rf_str_dup_unescaped (RfStr  self,
                               gsize *ret_length);

/* The same for a name that is written in the program. */
static inline gboolean
rf_str_get_param (RfStr       params,
                  const char *name,
                  RfStr      *value)
{
  return rf_str_find_param (params, rf_str_from_c (name), value);
}

G_END_DECLS
