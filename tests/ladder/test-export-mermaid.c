/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-export.h"

#include <string.h>

/*
 * As much of Mermaid's grammar for sequence diagrams as we write. In free text nothing may stand
 * that Mermaid reads as something else: it has "#" only at the start of the number of a character,
 * and "<" only where a line ends.
 */
#define TEXT "(?:<br/>|[^#;:%\"<>{}&\\\\`$|~^@\\x00-\\x1f]|#[0-9]+;)+"

static const char *const statements[] = {
  "  title " TEXT,
  "  participant p[0-9]+ as " TEXT,
  "  rect rgba\\([0-9]+, [0-9]+, [0-9]+, 0\\.[0-9]+\\)",
  "  end",
  "  Note over p[0-9]+(?:,p[0-9]+)?: " TEXT,
  "  Note right of p[0-9]+: " TEXT,
  "  p[0-9]+--?>>p[0-9]+: " TEXT,
};

static void
assert_statement (const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autofree char *pattern = g_strdup_printf ("^%s$", statements[i]);

    if (g_regex_match_simple (pattern, line, G_REGEX_DOLLAR_ENDONLY, 0))
      return;
  }
  g_error ("not a statement: %s", line);
}

/* All lines are statements, and blocks are closed before others open. */
static void
assert_diagram (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean is_open = FALSE;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_str_has_suffix (text, "\n"));
  g_assert_cmpstr (lines[0], ==, "sequenceDiagram");
  for (guint i = 1; lines[i + 1]; i++) {
    assert_statement (lines[i]);
    if (g_str_has_prefix (lines[i], "  rect")) {
      g_assert_false (is_open);
      is_open = TRUE;
    } else if (g_str_equal (lines[i], "  end")) {
      g_assert_true (is_open);
      is_open = FALSE;
    }
  }
  g_assert_false (is_open);
}

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, what)) != NULL; p++)
    n++;
  return n;
}

static void
test_blind (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *text = rf_export_mermaid (trace, NULL, NULL);

  assert_diagram (text);
  g_assert_nonnull (strstr (text, "  participant p0 as kevin<br/>transferee\n"));
  g_assert_nonnull (strstr (text, "  p0->>p1: 0.000 · INVITE\n"));
  g_assert_nonnull (strstr (text, "  p1-->>p0: 0.001 · 180 Ringing\n"));
  g_assert_nonnull (strstr (text, "  Note over p0,p1: 2 REFER\n"
                            "  p1->>p0: 25.187 · REFER to wayne\n"));
  g_assert_nonnull (strstr (text, "  p0->>p1: 25.921 · NOTIFY again (2) [180 Ringing]\n"));
  g_assert_nonnull (strstr (text, "INVITE (hold)\n  Note over p0: on hold\n"));
  g_assert_nonnull (strstr (text, "  Note over p0: no longer on hold\n  end\n"));
  g_assert_cmpuint (count (text, ">>"), ==, rf_trace_get_n_messages (trace));
}

static void
test_hostile (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_hostile ();
  g_autofree char *text = rf_export_mermaid (trace, NULL, NULL);

  assert_diagram (text);
  g_assert_cmpuint (count (text, ">>"), ==, 4);
}

static void
test_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *text = rf_export_mermaid (trace, NULL, NULL);

  g_assert_cmpstr (text, ==, "sequenceDiagram\n  title No SIP messages\n");
}

/* Mermaid refuses a longer text altogether; what is left out is counted. */
static void
test_long (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;
  guint n_drawn, n_left;

  for (int i = 0; i < 4000; i++) {
    g_autofree char *call = g_strdup_printf ("long-%d", i);
    const LadderStep step = { i, "kevin", "mike", "OPTIONS", "1 OPTIONS", call, "", "" };

    ladder_fixture_append (trace, &step, 1);
  }
  text = rf_export_mermaid (trace, NULL, &n_left);
  assert_diagram (text);
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, RF_EXPORT_MAX_MERMAID_CHARS);
  n_drawn = count (text, ">>");
  g_assert_cmpuint (n_drawn, >, 1000);
  g_assert_cmpuint (n_left, ==, rf_trace_get_n_messages (trace) - n_drawn);
  note = g_strdup_printf ("  Note right of p0: %u more messages are not drawn.\n", n_left);
  g_assert_true (g_str_has_suffix (text, note));
}

/* The names of all who are in a large capture would take all the room there is. */
static void
test_wide (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;
  guint n_drawn;

  ladder_fixture_append_star (trace, 3000);
  text = rf_export_mermaid (trace, NULL, NULL);
  assert_diagram (text);
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, RF_EXPORT_MAX_MERMAID_CHARS);
  n_drawn = count (text, ">>");
  g_assert_cmpuint (n_drawn, >, 500);
  /* The one who asks, and those whom one is asked for. */
  g_assert_cmpuint (count (text, "  participant "), ==, n_drawn + 1);
  note = g_strdup_printf ("  Note right of p0: %u more messages are not drawn.\n", 2999 - n_drawn);
  g_assert_true (g_str_has_suffix (text, note));
}

/* Who stands between those who are drawn is not declared, and what is said of all is said of those
 * who are. */
static void
test_named (void)
{
  static const LadderStep steps[] = {
    { 0, "kevin", "alice", "OPTIONS", "1 OPTIONS", "first", "", "" },
    { 1, "alice", "mike", "OPTIONS", "1 OPTIONS", "second", "", "" },
    { 2, "alice", "wayne", "OPTIONS", "1 OPTIONS", "third", "", "" },
    { 60002, "wayne", "alice", "200 OK", "1 OPTIONS", "third", "", "" },
  };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  RfLook look = { .filter = filter, .true_time = TRUE };
  g_autofree char *text = NULL;

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
  rf_row_filter_set_text (filter, "third");
  text = rf_export_mermaid (trace, &look, NULL);
  assert_diagram (text);
  g_assert_cmpuint (count (text, "  participant "), ==, 2);
  g_assert_nonnull (strstr (text, "  participant p1 as alice\n  participant p3 as wayne\n"
                            "  Note right of p1: "));
  g_assert_nonnull (strstr (text, "  Note over p1,p3: 1 min 0 s later\n  p3-->>p1: "));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export-mermaid/blind", test_blind);
  g_test_add_func ("/export-mermaid/hostile", test_hostile);
  g_test_add_func ("/export-mermaid/empty", test_empty);
  g_test_add_func ("/export-mermaid/long", test_long);
  g_test_add_func ("/export-mermaid/wide", test_wide);
  g_test_add_func ("/export-mermaid/named", test_named);
  return g_test_run ();
}
