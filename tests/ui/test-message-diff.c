/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-diff"

#include "config.h"

#include "rf-message-diff.h"
#include "rf-message-text.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *left;
  const char *right;
  const char *rows;
} Vector;

/* What differs stands in brackets. */
static const Vector vectors[] = {
  { "same", "a\nb\n", "a\nb\n", " a| a\n b| b\n" },
  { "empty", "", "", "" },
  { "added", "A: 1\n", "A: 1\nB: 2\n", " A: 1| A: 1\n |+B: 2\n" },
  { "removed", "A: 1\nB: 2\n", "B: 2\n", "-A: 1| \n B: 2| B: 2\n" },
  { "changed-word", "CSeq: 1 INVITE\n", "CSeq: 2 INVITE\n",
    "-CSeq: [1] INVITE|+CSeq: [2] INVITE\n" },
  { "added-word", "Via: x\n", "Via: x;received=y\n", "-Via: x|+Via: x[;received=y]\n" },
  { "case-of-a-name", "via: x\n", "Via: x\n", "-[via]: x|+[Via]: x\n" },
  { "challenge", "INVITE sip:a SIP/2.0\nVia: x;branch=1\nCSeq: 1 INVITE\n",
    "INVITE sip:a SIP/2.0\nVia: x;branch=2\nCSeq: 2 INVITE\nAuthorization: Digest\n",
    " INVITE sip:a SIP/2.0| INVITE sip:a SIP/2.0\n-Via: x;branch=[1]|+Via: x;branch=[2]\n"
    "-CSeq: [1] INVITE|+CSeq: [2] INVITE\n |+Authorization: Digest\n" },
  { "next-hop", "Via: one\n", "Via: two\nVia: one\n", " |+Via: two\n Via: one| Via: one\n" },
  { "sdp", "a=sendrecv\n", "a=sendonly\n", "-a=[sendrecv]|+a=[sendonly]\n" },
  { "other-names", "A: 1\n", "B: 1\n", "-A: 1| \n |+B: 1\n" },
  { "utf-8", "Subject: Zoë\n", "Subject: Zoé\n", "-Subject: [Zoë]|+Subject: [Zoé]\n" },
};

static void
append_side (GString      *out,
             char          sign,
             const char   *line,
             const GArray *spans)
{
  guint at = 0;

  g_string_append_c (out, line != NULL ? sign : ' ');
  for (guint i = 0; spans != NULL && i < spans->len; i++) {
    const RfDiffSpan *span = &g_array_index (spans, RfDiffSpan, i);

    g_string_append_len (out, line + at, span->start - at);
    g_string_append_c (out, '[');
    g_string_append_len (out, line + span->start, span->end - span->start);
    g_string_append_c (out, ']');
    at = span->end;
  }
  if (line != NULL)
    g_string_append (out, line + at);
}

static char *
dup_rows (const GPtrArray *rows)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const RfDiffRow *row = rows->pdata[i];
    gboolean is_same = row->kind == RF_DIFF_SAME;

    append_side (out, is_same ? ' ' : '-', row->left, row->left_spans);
    g_string_append_c (out, '|');
    append_side (out, is_same ? ' ' : '+', row->right, row->right_spans);
    g_string_append_c (out, '\n');
  }

  return g_string_free (out, FALSE);
}

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr (GPtrArray) rows = rf_message_diff_new (vector->left, vector->right);
  g_autofree char *shown = dup_rows (rows);

  g_assert_cmpstr (shown, ==, vector->rows);
}

/* As large as a cleaned message can be, in the two shapes that cost most. */
static void
test_bounds (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GPtrArray) of_lines = NULL;
  g_autoptr (GPtrArray) of_words = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; lines->len < RF_MESSAGE_TEXT_MAX; i++)
    g_string_append_printf (lines, "A: %u\n", i);
  while (words->len < RF_MESSAGE_TEXT_MAX)
    g_string_append (words, "A;b=\xc3\xab ");
  of_lines = rf_message_diff_new (lines->str, words->str);
  of_words = rf_message_diff_new (words->str, words->str + strlen ("A;"));

  g_assert_cmpuint (of_lines->len, <=, 2 * (RF_MESSAGE_DIFF_MAX_LINES + 1));
  for (guint i = 0; i < of_words->len; i++) {
    const RfDiffRow *row = of_words->pdata[i];

    if (row->left != NULL) {
      g_assert_cmpint (g_utf8_strlen (row->left, -1), <=, RF_MESSAGE_DIFF_MAX_LINE + 1);
      g_assert_true (g_utf8_validate (row->left, -1, NULL));
    }
  }
  g_test_message ("%.1f ms", (double) (g_get_monotonic_time () - start) / 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *path = g_strconcat ("/message-diff/", vectors[i].name, NULL);

    g_test_add_data_func (path, &vectors[i], test_vector);
  }
  g_test_add_func ("/message-diff/bounds", test_bounds);

  return g_test_run ();
}
