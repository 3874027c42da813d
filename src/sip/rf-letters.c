/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-letters"

#include "config.h"

#include "rf-letters.h"

#define NON_JOINER 0x200c
#define JOINER 0x200d
#define EMOJI_VARIATION 0xfe0f
/* U+2068 and U+2069: what stands between them has a direction of its own. U+200E before them, as
 * Pango takes the direction of a line from its first letter, wherever that stands; the languages
 * that there are translations for run rightwards. */
#define ISOLATE "\xe2\x80\x8e\xe2\x81\xa8"
#define ISOLATE_END "\xe2\x81\xa9"
/* Symbols from here on may be a part of a picture. */
#define FIRST_PICTURE 0x2600
/* "\xHH", as what cannot be shown is written. */
#define ESCAPE_LENGTH 4

/* Whether a joiner beside @c changes what is seen: letters that join, conjuncts, and pictures that
 * are made of others. */
static gboolean
may_join (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (c == EMOJI_VARIATION ||
      (c >= FIRST_PICTURE && (type == G_UNICODE_OTHER_SYMBOL || type == G_UNICODE_MODIFIER_SYMBOL)))
    return TRUE;
  switch (g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_ARABIC:
  case G_UNICODE_SCRIPT_BENGALI:
  case G_UNICODE_SCRIPT_DEVANAGARI:
  case G_UNICODE_SCRIPT_GUJARATI:
  case G_UNICODE_SCRIPT_GURMUKHI:
  case G_UNICODE_SCRIPT_KANNADA:
  case G_UNICODE_SCRIPT_KHMER:
  case G_UNICODE_SCRIPT_MALAYALAM:
  case G_UNICODE_SCRIPT_MONGOLIAN:
  case G_UNICODE_SCRIPT_MYANMAR:
  case G_UNICODE_SCRIPT_NKO:
  case G_UNICODE_SCRIPT_ORIYA:
  case G_UNICODE_SCRIPT_SINHALA:
  case G_UNICODE_SCRIPT_SYRIAC:
  case G_UNICODE_SCRIPT_TAMIL:
  case G_UNICODE_SCRIPT_TELUGU:
  case G_UNICODE_SCRIPT_TIBETAN:
    return TRUE;
  default:
    return FALSE;
  }
}

/**
 * rf_letters_are_joined:
 * @before: the character before, or 0 at the beginning
 * @joiner: a character
 * @after: the one after it, or 0 at the end
 *
 * Persian, Sinhala or Hindi cannot be written without U+200C and U+200D, nor the picture of a
 * family. Where they change nothing, a name with them would read as another: "ad", U+200C, "min".
 *
 * Returns: whether @joiner is one of these two, in a place where it is seen
 */
gboolean
rf_letters_are_joined (gunichar before,
                       gunichar joiner,
                       gunichar after)
{
  return (joiner == JOINER || joiner == NON_JOINER) && may_join (before) && may_join (after);
}

/* A piece of what stands before it. */
static gboolean
goes_on (gunichar c)
{
  return g_unichar_ismark (c) || c == JOINER || c == NON_JOINER ||
         g_unichar_type (c) == G_UNICODE_MODIFIER_SYMBOL;
}

static gboolean
is_escape (const char *p)
{
  return p[0] == '\\' && p[1] == 'x' && g_ascii_isxdigit (p[2]) && g_ascii_isxdigit (p[3]);
}

static gboolean
is_in_escape (const char *text,
              const char *p)
{
  for (guint i = 1; i < ESCAPE_LENGTH && p - i >= text; i++) {
    if (is_escape (p - i))
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_letters_end_at:
 * @text: valid UTF-8
 * @p: the start of a character in it, or its end
 *
 * Returns: whether a text that is too long can be cut there: not within what is seen as one letter
 *   or picture, and not within an escape of rf_str_dup_printable()
 */
gboolean
rf_letters_end_at (const char *text,
                   const char *p)
{
  g_return_val_if_fail (text != NULL && p >= text, TRUE);

  if (p == text || *p == '\0')
    return TRUE;
  if (goes_on (g_utf8_get_char (p)) || is_in_escape (text, p))
    return FALSE;

  return g_utf8_get_char (g_utf8_prev_char (p)) != JOINER;
}

static gboolean
runs_leftwards (gunichar c)
{
  switch (g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_ADLAM:
  case G_UNICODE_SCRIPT_ARABIC:
  case G_UNICODE_SCRIPT_HEBREW:
  case G_UNICODE_SCRIPT_MANDAIC:
  case G_UNICODE_SCRIPT_NKO:
  case G_UNICODE_SCRIPT_SAMARITAN:
  case G_UNICODE_SCRIPT_SYRIAC:
  case G_UNICODE_SCRIPT_THAANA:
    return g_unichar_isalpha (c);
  default:
    return FALSE;
  }
}

/**
 * rf_letters_isolate:
 * @name: (transfer full): a name that is to stand in a sentence, valid UTF-8
 *
 * Keeps letters that are written from right to left from turning around the words beside the name:
 * "X called Y" would say the opposite.
 *
 * Returns: (transfer full): the name, between marks that nobody sees where it needs them
 */
char *
rf_letters_isolate (char *name)
{
  char *isolated;
  const char *p = name;

  g_return_val_if_fail (name != NULL, NULL);

  while (*p != '\0' && !runs_leftwards (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  if (*p == '\0')
    return name;
  isolated = g_strconcat (ISOLATE, name, ISOLATE_END, NULL);
  g_free (name);

  return isolated;
}
