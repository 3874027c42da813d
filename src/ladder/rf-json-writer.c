/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-json-writer"

#include "config.h"

#include "rf-json-writer.h"

#define INDENT 2
#define DIGITS 24

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
}

static void
begin_line (RfJsonWriter *self)
{
  static const char blanks[] = "                ";
  guint left = self->depth * INDENT;

  g_string_append_c (self->out, '\n');
  for (; left > sizeof blanks - 1; left -= sizeof blanks - 1)
    g_string_append_len (self->out, blanks, sizeof blanks - 1);
  g_string_append_len (self->out, blanks, left);
}

/* What stands before a value. Names are written in the program and need no escapes. */
static void
begin_value (RfJsonWriter *self,
             const char   *name)
{
  if (self->has_member)
    g_string_append_c (self->out, ',');
  if (self->depth > 0)
    begin_line (self);
  self->has_member = TRUE;
  if (!name)
    return;
  g_string_append_c (self->out, '"');
  g_string_append (self->out, name);
  g_string_append_len (self->out, "\" : ", 4);
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
    begin_line (self);
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
  g_string_append_len (self->out, "null", 4);
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
  g_string_append_len (out, digits + at, DIGITS - at);
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
  g_string_append (self->out, g_ascii_dtostr (text, sizeof text, value));
  if (!strpbrk (text, ".e"))
    g_string_append_len (self->out, ".0", 2);
}

static gboolean
needs_escape (char c)
{
  return (guchar) c < 0x20 || c == 0x7f || c == '"' || c == '\\';
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

/* Any bytes; what is no UTF-8 is replaced. */
static void
append_text (GString *out,
             RfStr    text)
{
  g_autofree char *valid = NULL;
  gsize done = 0;

  if (text.len > 0 && !g_utf8_validate_len (text.p, text.len, NULL)) {
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
  if (done < text.len)
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
