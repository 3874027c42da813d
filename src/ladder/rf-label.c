/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-label"

#include "config.h"

#include "rf-label.h"

#include "rf-letters.h"

#include <string.h>


#define ELLIPSIS "…"
#define REPLACEMENT 0xfffd

/* Enough for every living script; more only serves to paint over the rows above and below. */
#define MAX_MARKS_IN_A_ROW 2

static gboolean
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

/*
 * The character to show for @c. Invisible ones become visible: "ad<U+200B>min" must not read
 * "admin".
 */
static gunichar
make_harmless (gunichar c)
{
  if (c == '\t' || c == '\n' || c == '\r')
    return ' ';

  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT: /* bidi overrides and isolates, zero width, tags */
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_UNASSIGNED:
    return REPLACEMENT;
  default:
    return c;
  }
}

/* How much of what fits, less the ellipsis, is taken from the beginning. */
static guint
head_size (guint       size,
           RfLabelCut  cut)
{
  return cut == RF_LABEL_CUT_MIDDLE ? size / 2 : size - 1;
}

/* Whole letters are left out. */
static const char *
find_end_before (const char *text,
                 const char *p)
{
  while (!rf_letters_end_at (text, p))
    p = g_utf8_prev_char (p);

  return p;
}

static const char *
find_end_after (const char *text,
                const char *p)
{
  while (!rf_letters_end_at (text, p))
    p = g_utf8_next_char (p);

  return p;
}

static char *
join_ends (const char *text,
           glong       n_chars,
           guint       max_chars,
           RfLabelCut  cut)
{
  guint head = head_size (max_chars, cut);
  guint tail = max_chars - head - 1;
  const char *head_end = find_end_before (text, g_utf8_offset_to_pointer (text, head));
  const char *tail_start = find_end_after (text, g_utf8_offset_to_pointer (text, n_chars - tail));

  return g_strdup_printf ("%.*s" ELLIPSIS "%s", (int) (head_end - text), text, tail_start);
}

/**
 * rf_label_dup_clean:
 * @text: text of any origin
 * @length: bytes in @text, or -1 where it is terminated
 * @max_chars: the most characters to return, at least 3
 * @cut: what to leave out where it has more
 *
 * Returns: (transfer full): valid UTF-8 on one line, without characters that act instead of being
 *   seen, with an ellipsis where it was too long
 */
char *
rf_label_dup_clean (const char *text,
                    gssize      length,
                    guint       max_chars,
                    RfLabelCut  cut)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) clean = NULL;
  gunichar before = 0;
  glong n_chars = 0;
  guint n_marks = 0;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (max_chars >= 3, NULL);

  valid = g_utf8_make_valid (text, length);
  clean = g_string_sized_new (64);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar next = g_utf8_get_char (g_utf8_next_char (p));
    gunichar c = g_utf8_get_char (p);

    if (!rf_letters_are_joined (before, c, next))
      c = make_harmless (c);
    before = c;
    n_marks = is_mark (c) ? n_marks + 1 : 0;
    if (n_marks > MAX_MARKS_IN_A_ROW)
      continue;
    g_string_append_unichar (clean, c);
    n_chars++;
  }

  if (n_chars > max_chars)
    return join_ends (clean->str, n_chars, max_chars, cut);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

static guint
char_cells (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * rf_label_count_cells:
 * @text: valid UTF-8
 *
 * Returns: the columns that @text takes in a terminal
 */
guint
rf_label_count_cells (const char *text)
{
  guint cells = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    cells += char_cells (g_utf8_get_char (p));
  return cells;
}

/* End of the longest beginning of @text that fits into @cells. */
static const char *
find_head_end (const char *text,
               guint       cells)
{
  const char *p = text;

  while (*p != '\0') {
    guint needed = char_cells (g_utf8_get_char (p));

    if (needed > cells)
      break;
    cells -= needed;
    p = g_utf8_next_char (p);
  }
  return find_end_before (text, p);
}

/* Start of the longest end of @text that fits into @cells and does not begin with a mark. */
static const char *
find_tail_start (const char *text,
                 guint       cells)
{
  const char *start = text + strlen (text);

  for (const char *p = start; p > text;) {
    guint needed;

    p = g_utf8_prev_char (p);
    needed = char_cells (g_utf8_get_char (p));
    if (needed > cells)
      break;
    cells -= needed;
    if (needed > 0)
      start = p;
  }
  return find_end_after (text, start);
}

/**
 * rf_label_dup_ellipsized:
 * @text: valid UTF-8
 * @max_cells: columns of a terminal that it may take
 * @cut: what to leave out where it takes more
 *
 * Returns: (transfer full): @text, with an ellipsis where it is too wide
 */
char *
rf_label_dup_ellipsized (const char *text,
                         guint       max_cells,
                         RfLabelCut  cut)
{
  const char *head_end;
  guint head;

  g_return_val_if_fail (text != NULL, NULL);

  if (rf_label_count_cells (text) <= max_cells)
    return g_strdup (text);
  if (max_cells == 0)
    return g_strdup ("");

  head = head_size (max_cells, cut);
  head_end = find_head_end (text, head);
  return g_strdup_printf ("%.*s" ELLIPSIS "%s",
                          (int) (head_end - text), text,
                          find_tail_start (text, max_cells - head - 1));
}

/**
 * rf_label_get_cut:
 * @name: the name of somebody, which may have been cut before
 *
 * Returns: what to leave out of it where there is no room: the end of what has several words, as
 *   of a sentence, and more of the end where that is gone already, so that it has one ellipsis and
 *   not two
 */
RfLabelCut
rf_label_get_cut (const char *name)
{
  g_return_val_if_fail (name != NULL, RF_LABEL_CUT_MIDDLE);

  return strchr (name, ' ') || g_str_has_suffix (name, ELLIPSIS) ? RF_LABEL_CUT_END
                                                                 : RF_LABEL_CUT_MIDDLE;
}
