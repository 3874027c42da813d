/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-json-writer"

#include "config.h"

#include "rf-json-writer.h"

#include <sys/mman.h>

#define INDENT 2
#define DIGITS 24
#define LARGE_PAGE ((gsize) 2 * 1024 * 1024)

/* What does not stand in a text as it is: what has to be escaped, and what may be no UTF-8. */
static const gboolean is_special[256] = {
  [0 ... 0x1f] = TRUE, ['"'] = TRUE, ['\\'] = TRUE, [0x7f ... 0xff] = TRUE,
};

/* Each page of a long text is new, and large ones have to be asked for less often. */
static void
use_large_pages (char  *text,
                 gsize  length)
{
#ifdef MADV_HUGEPAGE
  gsize before = LARGE_PAGE - (guintptr) text % LARGE_PAGE;

  if (length >= before + LARGE_PAGE)
    madvise (text + before, (length - before) / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
#endif
}

/**
 * rf_json_writer_init:
 * @self: (out): a writer
 * @size_hint: how many bytes there may come
 *
 * Begins with nothing written.
 */
void
rf_json_writer_init (RfJsonWriter *self,
                     gsize         size_hint)
{
  g_assert (self != NULL);

  *self = (RfJsonWriter) { .out = g_string_sized_new (size_hint) };
  use_large_pages (self->out->str, size_hint);
}

/* Where the next @length bytes go. In line where there is room, for it is asked for with each
 * member. */
static inline char *
make_room (GString *out,
           gsize    length)
{
  gsize at = out->len;

  if (G_UNLIKELY (out->allocated_len - at <= length)) {
    g_string_set_size (out, at + length);
  } else {
    out->len += length;
    out->str[out->len] = '\0';
  }

  return out->str + at;
}

static void
append (GString    *out,
        const char *bytes,
        gsize       length)
{
  memcpy (make_room (out, length), bytes, length);
}

static char *
put_line (char *at,
          gsize blanks)
{
  at[0] = '\n';
  memset (at + 1, ' ', blanks);

  return at + 1 + blanks;
}

/* What stands before a value. Names are written in the program and need no escapes. */
static void
begin_value (RfJsonWriter *self,
             const char   *name)
{
  gsize comma = self->has_member ? 1 : 0;
  gsize blanks = (gsize) self->depth * INDENT;
  gsize line = self->depth > 0 ? 1 + blanks : 0;
  gsize length = name ? strlen (name) : 0;
  char *at = make_room (self->out, comma + line + (name ? length + 5 : 0));

  self->has_member = TRUE;
  if (comma > 0)
    *at++ = ',';
  if (line > 0)
    at = put_line (at, blanks);
  if (!name)
    return;
  at[0] = '"';
  memcpy (at + 1, name, length);
  memcpy (at + 1 + length, "\" : ", 4);
}

/**
 * rf_json_writer_begin:
 * @self: a writer
 * @name: (nullable): name of the member
 * @bracket: "{" of an object or "[" of an array
 *
 * What is written next stands in it, until rf_json_writer_end().
 */
void
rf_json_writer_begin (RfJsonWriter *self,
                      const char   *name,
                      char          bracket)
{
  begin_value (self, name);
  g_string_append_c (self->out, bracket);
  self->depth++;
  self->has_member = FALSE;
}

/**
 * rf_json_writer_end:
 * @self: a writer
 * @bracket: the one that closes what was begun last
 *
 * Ends an object or array.
 */
void
rf_json_writer_end (RfJsonWriter *self,
                    char          bracket)
{
  g_assert (self->depth > 0);

  self->depth--;
  if (self->has_member)
    put_line (make_room (self->out, 1 + (gsize) self->depth * INDENT),
              (gsize) self->depth * INDENT);
  g_string_append_c (self->out, bracket);
  self->has_member = TRUE;
}

/**
 * rf_json_writer_null:
 * @self: a writer
 * @name: (nullable): name of the member
 *
 * Writes that there is no value.
 */
void
rf_json_writer_null (RfJsonWriter *self,
                     const char   *name)
{
  begin_value (self, name);
  append (self->out, "null", 4);
}

static void
append_number (GString *out,
               guint64  number)
{
  char digits[DIGITS];
  guint at = DIGITS;

  do
    digits[--at] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  append (out, digits + at, DIGITS - at);
}

/**
 * rf_json_writer_int:
 * @self: a writer
 * @name: (nullable): name of the member
 * @value: a number
 *
 * Writes a whole number.
 */
void
rf_json_writer_int (RfJsonWriter *self,
                    const char   *name,
                    gint64        value)
{
  begin_value (self, name);
  if (value < 0)
    g_string_append_c (self->out, '-');
  append_number (self->out, value < 0 ? -(guint64) value : (guint64) value);
}

/* The seconds since 1970 have ten digits until 2286, and need not be worked out by dtoa: what is
 * behind the point is a number of parts of 2^23, and the seven digits that are left are exact. */
static gboolean
append_seconds (GString *out,
                double   value)
{
  guint64 whole, parts, digits, rest;
  char *at;

  if (!(value >= 1e9 && value < 9999999999.0))
    return FALSE;
  whole = (guint64) value;
  parts = (guint64) ((value - (double) whole) * (1 << 23)) * 10000000;
  digits = parts >> 23;
  rest = parts & ((1 << 23) - 1);
  if (rest > 1 << 22 || (rest == 1 << 22 && digits % 2 == 1))
    digits++;
  append_number (out, whole + digits / 10000000);
  at = make_room (out, 8);
  at[0] = '.';
  for (guint i = 7; i > 0; i--, digits /= 10)
    at[i] = (char) ('0' + digits % 10);
  while (out->str[out->len - 1] == '0' && out->str[out->len - 2] != '.')
    g_string_truncate (out, out->len - 1);

  return TRUE;
}

/**
 * rf_json_writer_double:
 * @self: a writer
 * @name: (nullable): name of the member
 * @value: a number that is finite
 *
 * Writes a number so that reading it gives the same one.
 */
void
rf_json_writer_double (RfJsonWriter *self,
                       const char   *name,
                       double        value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  begin_value (self, name);
  if (append_seconds (self->out, value))
    return;
  g_string_append (self->out, g_ascii_dtostr (text, sizeof text, value));
  if (!strpbrk (text, ".e"))
    g_string_append_len (self->out, ".0", 2);
}

static gboolean
needs_escape (char c)
{
  return is_special[(guchar) c] && (guchar) c < 0x80;
}

static void
append_escape (GString *out,
               char     c)
{
  static const char plain[] = "\"\\\b\f\n\r\t";
  static const char letters[] = "\"\\bfnrt";
  const char *found = c != '\0' ? strchr (plain, c) : NULL;

  if (found) {
    g_string_append_c (out, '\\');
    g_string_append_c (out, letters[found - plain]);
  } else {
    g_string_append_printf (out, "\\u%04x", (guint) (guchar) c);
  }
}

/* How much of a text stands in JSON as it is, from its beginning on. */
static gsize
count_plain (RfStr text)
{
  gsize n = 0;

  while (n < text.len && !is_special[(guchar) text.p[n]])
    n++;

  return n;
}

/* Any bytes; what is no UTF-8 is replaced. */
static void
append_text (GString *out,
             RfStr    text)
{
  g_autofree char *valid = NULL;
  gsize done = 0;
  gsize plain = count_plain (text);

  if (plain > 0)
    append (out, text.p, plain);
  text = rf_str_skip (text, plain);
  if (text.len == 0)
    return;

  if (!g_utf8_validate_len (text.p, text.len, NULL)) {
    valid = g_utf8_make_valid (text.p, (gssize) text.len);
    text = rf_str_from_c (valid);
  }
  for (gsize i = 0; i < text.len; i++) {
    if (!needs_escape (text.p[i]))
      continue;
    g_string_append_len (out, text.p + done, (gssize) (i - done));
    append_escape (out, text.p[i]);
    done = i + 1;
  }
  g_string_append_len (out, text.p + done, (gssize) (text.len - done));
}

/**
 * rf_json_writer_string:
 * @self: a writer
 * @name: (nullable): name of the member
 * @value: any bytes; what is no UTF-8 is replaced
 *
 * Writes a text.
 */
void
rf_json_writer_string (RfJsonWriter *self,
                       const char   *name,
                       RfStr         value)
{
  begin_value (self, name);
  g_string_append_c (self->out, '"');
  append_text (self->out, value);
  g_string_append_c (self->out, '"');
}

/**
 * rf_json_writer_pair:
 * @self: a writer
 * @name: (nullable): name of the member
 * @number: a number
 * @text: as for rf_json_writer_string()
 *
 * Writes a text of the two with a blank in between.
 */
void
rf_json_writer_pair (RfJsonWriter *self,
                     const char   *name,
                     guint64       number,
                     RfStr         text)
{
  begin_value (self, name);
  g_string_append_c (self->out, '"');
  append_number (self->out, number);
  g_string_append_c (self->out, ' ');
  append_text (self->out, text);
  g_string_append_c (self->out, '"');
}

/**
 * rf_json_writer_finish:
 * @self: a writer; everything was ended
 *
 * Returns: (transfer full): what was written, ending in a line feed
 */
char *
rf_json_writer_finish (RfJsonWriter *self)
{
  g_assert (self->depth == 0);

  g_string_append_c (self->out, '\n');

  return g_string_free (g_steal_pointer (&self->out), FALSE);
}
