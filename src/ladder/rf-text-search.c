/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-text-search"

#include "config.h"

#include "rf-text-search.h"

#include <string.h>

/* Nobody types more; what is pasted is cut here. */
#define MAX_TEXT 255

struct _RfTextSearch {
  char     *text;      /* its ASCII letters are small */
  gsize     length;
  guint8    skip[256]; /* by the byte below the text's end: how far the text may move on */
  char     *folded;    /* without case and escapes */
  gboolean  folds_all; /* it may be in plain ASCII only once it is folded */
};

/* Escapes become what they stand for; what is no escape stays. Zeros would end the text. */
static char *
dup_unescaped (const char *data,
               gsize       length)
{
  char *out = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++) {
    char c = data[i];

    if (c == '%' && length - i > 2 && g_ascii_isxdigit (data[i + 1]) &&
        g_ascii_isxdigit (data[i + 2])) {
      c = (char) (g_ascii_xdigit_value (data[i + 1]) << 4 | g_ascii_xdigit_value (data[i + 2]));
      i += 2;
    }
    out[n++] = c != '\0' ? c : ' ';
  }
  out[n] = '\0';
  return out;
}

static char *
dup_folded (const char *data,
            gsize       length)
{
  g_autofree char *plain = dup_unescaped (data, length);
  g_autofree char *valid = NULL;
  g_autofree char *folded = NULL;

  if (!g_utf8_validate (plain, -1, NULL)) {
    valid = g_utf8_make_valid (plain, -1);
    g_free (plain);
    plain = g_steal_pointer (&valid);
  }
  folded = g_utf8_casefold (plain, -1);
  return g_utf8_normalize (folded, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

static void
prepare_skips (RfTextSearch *self)
{
  memset (self->skip, (int) self->length, sizeof self->skip);
  for (gsize i = 0; i + 1 < self->length; i++) {
    guint8 skip = (guint8) (self->length - 1 - i);

    self->skip[(guint8) self->text[i]] = skip;
    self->skip[(guint8) g_ascii_toupper (self->text[i])] = skip;
  }
}

/**
 * rf_text_search_new:
 * @text: what to look for, not empty
 *
 * Returns: (transfer full): a search for it
 */
RfTextSearch *
rf_text_search_new (const char *text)
{
  RfTextSearch *self;
  gsize length;

  g_return_val_if_fail (text != NULL && *text != '\0', NULL);

  length = MIN (strlen (text), MAX_TEXT);
  /* Not within a character. */
  while (length > 1 && text[length] != '\0' && ((guint8) text[length] & 0xc0) == 0x80)
    length--;
  self = g_new0 (RfTextSearch, 1);
  self->text = g_ascii_strdown (text, (gssize) length);
  self->length = length;
  self->folded = dup_folded (text, length);
  self->folds_all = g_str_is_ascii (self->folded) && !g_str_equal (self->folded, self->text);
  prepare_skips (self);
  return self;
}

/**
 * rf_text_search_free:
 * @self: a search
 */
void
rf_text_search_free (RfTextSearch *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  g_free (self->folded);
  g_free (self);
}

/**
 * rf_text_search_get_text:
 * @self: a search
 *
 * Returns: (transfer none): what is looked for, with small ASCII letters
 */
const char *
rf_text_search_get_text (RfTextSearch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

static gboolean
matches_at (RfTextSearch *self,
            const char   *data)
{
  for (gsize i = self->length; i > 0; i--) {
    if (g_ascii_tolower (data[i - 1]) != self->text[i - 1])
      return FALSE;
  }
  return TRUE;
}

/* As Boyer, Moore and Horspool do, since a capture of gigabytes may be gone through. */
static gboolean
finds_bytes (RfTextSearch *self,
             const char   *data,
             gsize         length)
{
  gsize at = 0;

  while (at + self->length <= length) {
    if (matches_at (self, data + at))
      return TRUE;
    at += self->skip[(guint8) data[at + self->length - 1]];
  }
  return FALSE;
}

/* Whether there is more to it than ASCII letters; eight bytes at once, as nearly always there is
 * not. */
static gboolean
needs_folding (const char *data,
               gsize       length)
{
  guint64 any = 0;
  gsize i;

  for (i = 0; i + sizeof any <= length; i += sizeof any) {
    guint64 eight;

    memcpy (&eight, data + i, sizeof eight);
    any |= eight;
  }
  for (; i < length; i++)
    any |= (guint8) data[i];
  return (any & G_GUINT64_CONSTANT (0x8080808080808080)) != 0 ||
         memchr (data, '%', length) != NULL;
}

/**
 * rf_text_search_finds:
 * @self: a search
 * @data: (array length=length): any bytes
 * @length: how many
 *
 * Returns: whether the text is in them
 */
gboolean
rf_text_search_finds (RfTextSearch *self,
                      const char   *data,
                      gsize         length)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (finds_bytes (self, data, length))
    return TRUE;
  if (!self->folds_all && !needs_folding (data, length))
    return FALSE;
  folded = dup_folded (data, length);
  return strstr (folded, self->folded) != NULL;
}
