/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-diff"

#include "config.h"

#include "rf-message-diff.h"

#include <string.h>

/*
 * Puts two messages side by side. Lines that are the same stand together, as do the values of one
 * header; what is left over stands alone. Both the lines and the words within a line are compared
 * by their longest common subsequence, whose table is bounded by the bounds of the texts.
 */

#define MAX_WORDS 200

#define SCORE_SAME 4
#define SCORE_LIKE 1

/* A text in pieces, as bytes of it: lines of a message, or words of a line. */
typedef struct {
  const char *start;
  gsize       length;
  gsize       name_length; /* of a header or of the kind of an SDP line; 0 where there is none */
} Piece;

typedef guint (*Scorer) (const Piece *a,
                         const Piece *b);

static void
rf_diff_row_free (RfDiffRow *self)
{
  g_free (self->left);
  g_free (self->right);
  g_clear_pointer (&self->left_spans, g_array_unref);
  g_clear_pointer (&self->right_spans, g_array_unref);
  g_free (self);
}

static gboolean
is_same (const Piece *a,
         const Piece *b)
{
  return a->length == b->length && memcmp (a->start, b->start, a->length) == 0;
}

static guint
score_word (const Piece *a,
            const Piece *b)
{
  return is_same (a, b) ? SCORE_SAME : 0;
}

static guint
score_line (const Piece *a,
            const Piece *b)
{
  if (is_same (a, b))
    return SCORE_SAME;
  if (a->name_length == 0 || a->name_length != b->name_length)
    return 0;

  return g_ascii_strncasecmp (a->start, b->start, a->name_length) == 0 ? SCORE_LIKE : 0;
}

/* The best sum of scores of @left from i on against @right from j on, for all i and j. */
static guint *
measure (const GArray *left,
         const GArray *right,
         Scorer        score)
{
  const gsize width = right->len + 1;
  guint *table = g_new0 (guint, (left->len + 1) * width);

  for (gsize i = left->len; i-- > 0;) {
    for (gsize j = right->len; j-- > 0;) {
      guint both = score (&g_array_index (left, Piece, i), &g_array_index (right, Piece, j));
      guint best = MAX (table[(i + 1) * width + j], table[i * width + j + 1]);

      if (both > 0)
        best = MAX (best, both + table[(i + 1) * width + j + 1]);
      table[i * width + j] = best;
    }
  }

  return table;
}

/* "Via: " of a header, "a=rtpmap" of SDP, the first word of a start line. */
static gsize
get_name_length (const char *line,
                 gsize       length)
{
  for (gsize i = 0; i < length; i++) {
    if (line[i] == ':' || line[i] == ' ')
      return i;
    if (line[i] == '\t')
      return 0;
  }

  return length > 1 && line[1] == '=' ? 2 : 0;
}

static GArray *
split_lines (const char *text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Piece));

  while (*text != '\0' && lines->len < RF_MESSAGE_DIFF_MAX_LINES) {
    gsize length = strcspn (text, "\n");
    Piece line = { text, length, get_name_length (text, length) };

    g_array_append_val (lines, line);
    text += length;
    if (*text == '\n')
      text++;
  }
  if (*text != '\0') {
    Piece rest = { "…", strlen ("…"), 0 };

    g_array_append_val (lines, rest);
  }

  return lines;
}

static gboolean
is_of_word (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/* Words, and each sign between them. What is behind the last that has a place is one word. */
static GArray *
split_words (const char *line)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Piece));

  while (*line != '\0') {
    Piece word = { line, 1, 0 };

    if (words->len + 1 == MAX_WORDS)
      word.length = strlen (line);
    else if (is_of_word (*line))
      while (is_of_word (line[word.length]))
        word.length++;
    g_array_append_val (words, word);
    line += word.length;
  }

  return words;
}

static char *
dup_line (const Piece *line)
{
  g_autofree char *text = g_strndup (line->start, line->length);
  g_autofree char *head = NULL;

  if (g_utf8_strlen (text, -1) <= RF_MESSAGE_DIFF_MAX_LINE)
    return g_steal_pointer (&text);
  head = g_utf8_substring (text, 0, RF_MESSAGE_DIFF_MAX_LINE);

  return g_strconcat (head, "…", NULL);
}

static void
add_span (GArray      *spans,
          const char  *line,
          const Piece *word)
{
  RfDiffSpan span = { .start = (guint) (word->start - line) };

  span.end = span.start + (guint) word->length;
  if (spans->len > 0 && g_array_index (spans, RfDiffSpan, spans->len - 1).end == span.start)
    g_array_index (spans, RfDiffSpan, spans->len - 1).end = span.end;
  else
    g_array_append_val (spans, span);
}

static void
mark_words (RfDiffRow *row)
{
  g_autoptr (GArray) left = split_words (row->left);
  g_autoptr (GArray) right = split_words (row->right);
  g_autofree guint *table = measure (left, right, score_word);
  const gsize width = right->len + 1;
  gsize i = 0, j = 0;

  row->left_spans = g_array_new (FALSE, FALSE, sizeof (RfDiffSpan));
  row->right_spans = g_array_new (FALSE, FALSE, sizeof (RfDiffSpan));
  while (i < left->len || j < right->len) {
    const Piece *a = i < left->len ? &g_array_index (left, Piece, i) : NULL;
    const Piece *b = j < right->len ? &g_array_index (right, Piece, j) : NULL;

    if (a && b && is_same (a, b)) {
      i++;
      j++;
    } else if (!b || (a && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
      add_span (row->left_spans, row->left, a);
      i++;
    } else {
      add_span (row->right_spans, row->right, b);
      j++;
    }
  }
}

static void
add_row (GPtrArray   *rows,
         RfDiffKind   kind,
         const Piece *left,
         const Piece *right)
{
  RfDiffRow *row = g_new0 (RfDiffRow, 1);

  row->kind = kind;
  row->left = left ? dup_line (left) : NULL;
  row->right = right ? dup_line (right) : NULL;
  if (kind == RF_DIFF_CHANGED)
    mark_words (row);
  g_ptr_array_add (rows, row);
}

static void
add_rows (GPtrArray    *rows,
          const GArray *left,
          const GArray *right)
{
  g_autofree guint *table = measure (left, right, score_line);
  const gsize width = right->len + 1;
  gsize i = 0, j = 0;

  while (i < left->len || j < right->len) {
    const Piece *a = i < left->len ? &g_array_index (left, Piece, i) : NULL;
    const Piece *b = j < right->len ? &g_array_index (right, Piece, j) : NULL;
    guint both = a && b ? score_line (a, b) : 0;

    if (both > 0 && table[i * width + j] == both + table[(i + 1) * width + j + 1]) {
      add_row (rows, both == SCORE_SAME ? RF_DIFF_SAME : RF_DIFF_CHANGED, a, b);
      i++;
      j++;
    } else if (!b || (a && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
      add_row (rows, RF_DIFF_REMOVED, a, NULL);
      i++;
    } else {
      add_row (rows, RF_DIFF_ADDED, NULL, b);
      j++;
    }
  }
}

/**
 * rf_message_diff_new:
 * @left: a cleaned message, which is valid UTF-8 with lines that end in "\n"
 * @right: another
 *
 * Compares two messages, as far as %RF_MESSAGE_DIFF_MAX_LINES lines of each.
 *
 * Returns: (transfer full) (element-type RfDiffRow): their lines, side by side
 */
GPtrArray *
rf_message_diff_new (const char *left,
                     const char *right)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rf_diff_row_free);
  g_autoptr (GArray) left_lines = NULL;
  g_autoptr (GArray) right_lines = NULL;

  g_return_val_if_fail (left != NULL && right != NULL, rows);

  left_lines = split_lines (left);
  right_lines = split_lines (right);
  add_rows (rows, left_lines, right_lines);

  return rows;
}
