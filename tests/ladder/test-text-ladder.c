/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-export.h"
#include "rf-label.h"
#include "testlib-trace.h"

#include <string.h>

static void
test_golden (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = rf_export_text (trace, NULL, 0);
  g_autofree char *golden = NULL;

  g_file_get_contents (g_test_get_filename (G_TEST_DIST, "fixtures", "blind.txt", NULL),
                       &golden, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, golden);
}

/* At every width the lines fit, all messages are there, and the phases have names. */
static void
test_widths (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();

  for (guint width = 64; width < 130; width++) {
    g_autofree char *text = rf_export_text (trace, NULL, width);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    for (guint i = 0; lines[i]; i++)
      g_assert_cmpuint (rf_label_count_cells (lines[i]), <=, width);
    g_assert_nonnull (strstr (text, "the new call"));
    g_assert_nonnull (strstr (text, "NOTIFY [180"));
    g_assert_nonnull (strstr (text, "32.132"));
  }
}

/* What was captured on both sides of a NAT was not sent again. */
static void
test_translated (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autofree char *text = NULL;
  guint invite;

  test_scene_init (&scene);
  invite = test_request (&scene, &test_kevin_mike, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  test_translate (&scene, invite, test_kevin_mike.caller_at, "172.17.0.2:5060");
  test_repeat (&scene, invite);
  text = rf_export_text (scene.trace, NULL, 0);

  g_assert_nonnull (strstr (text, " INVITE (NAT) "));
  g_assert_nonnull (strstr (text, " INVITE again (2) "));
}

/* Where no lifelines fit, each line tells who speaks to whom. */
static void
test_compact (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *text = rf_export_text (trace, NULL, 40);

  g_assert_nonnull (strstr (text, "   25.187  mike → kevin  REFER to wayne  (2 REFER)\n"));
  g_assert_null (strstr (text, "│"));
}

/* The same lines, each as wide as it was, whatever is in the names. */
static void
test_ascii (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *text = rf_export_text (trace, NULL, 0);
  g_autofree char *ascii = rf_export_dup_ascii (text);
  g_autofree char *names = rf_export_dup_ascii ("J\xc3\xa9r\xc3\xb4me \xe6\x9d\x8e e\xcc\x81\n");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) ascii_lines = g_strsplit (ascii, "\n", -1);

  g_assert_true (g_str_is_ascii (ascii));
  g_assert_cmpuint (g_strv_length (ascii_lines), ==, g_strv_length (lines));
  for (guint i = 0; lines[i]; i++)
    g_assert_cmpuint (strlen (ascii_lines[i]), ==, rf_label_count_cells (lines[i]));
  g_assert_nonnull (strstr (ascii, "|-------------- INVITE -------------->|"));
  g_assert_nonnull (strstr (ascii, "|<........... 180 Ringing ............|"));
  g_assert_cmpstr (names, ==, "Jerome ?? e\n");
}

static void
test_live (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind_start (10);
  g_autoptr (RfTextLadder) ladder = rf_text_ladder_new (trace, NULL, 0, FALSE);
  g_autofree char *first = rf_text_ladder_dup_news (ladder);
  g_autofree char *nothing = rf_text_ladder_dup_news (ladder);
  g_autofree char *rest = NULL;

  g_assert_nonnull (strstr (first, "kevin"));
  g_assert_nonnull (strstr (first, "REFER to wayne"));
  g_assert_cmpstr (nothing, ==, "");

  ladder_fixture_blind_rest (trace, 10);
  rest = rf_text_ladder_dup_news (ladder);
  /* Wayne is new, so there is a new head; what was printed before is not printed again. */
  g_assert_true (g_str_has_prefix (rest, "\n"));
  g_assert_nonnull (strstr (rest, "wayne\n"));
  g_assert_null (strstr (rest, "REFER to wayne"));
  g_assert_nonnull (strstr (rest, "   25.191 "));
}

static void
test_colour (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfTextLadder) ladder = rf_text_ladder_new (trace, NULL, 0, TRUE);
  g_autofree char *coloured = rf_text_ladder_dup_news (ladder);
  g_autofree char *plain = rf_export_text (trace, NULL, 0);
  g_autoptr (GRegex) codes = g_regex_new ("\033\\[[0-9;]*m", 0, 0, NULL);
  g_autofree char *stripped = g_regex_replace_literal (codes, coloured, -1, 0, "", 0, NULL);

  g_assert_cmpstr (coloured, !=, plain);
  g_assert_true (g_str_has_prefix (plain, stripped));
}

static void
test_failure_and_loop (void)
{
  static const LadderStep steps[] = {
    { 0, "kevin", "kevin", "OPTIONS", "1 OPTIONS", "self", "", "" },
    { 10, "kevin", "mike", "INVITE", "1 INVITE", "d", "", "" },
    { 20, "mike", "kevin", "486 Busy Here", "1 INVITE", "d", "", "" },
    { 30, "kevin", "mike", "ACK", "1 ACK", "d", "", "" },
    { 40, "kevin", "mike", "INVITE", "1 INVITE", "e", "", "" },
    { 50, "mike", "kevin", "401 Unauthorized", "1 INVITE", "e", "", "" },
  };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *text = NULL;

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
  text = rf_export_text (trace, NULL, 0);
  g_assert_nonnull (strstr (text, "│↺ OPTIONS "));
  g_assert_nonnull (strstr (text, " ✗ 486 Busy Here "));
  g_assert_nonnull (strstr (text, "┄ 401 Unauthorized "));
}

static void
test_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *text = rf_export_text (trace, NULL, 0);

  g_assert_cmpstr (text, ==, "");
}

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p; p = strstr (p + 1, what))
    n++;
  return n;
}

/* Calls after one another have a name each, in every format with names of phases. */
static void
test_calls (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_calls ();
  g_autofree char *text = rf_export_text (trace, NULL, 0);
  g_autofree char *mermaid = rf_export_mermaid (trace, NULL, NULL);
  g_autofree char *html = rf_export_html (trace, NULL, NULL);

  g_assert_cmpuint (count (text, "┃ 1 the call"), ==, 3);
  g_assert_cmpuint (count (mermaid, "1 the call"), ==, 3);
  g_assert_cmpuint (count (html, "<span class=\"phase p1\">"), ==, 3);
  g_assert_cmpuint (count (html, "<span class=\"phase p1 goes-on\">"), ==, 9);
}

/* Of calls at the same time each has its name once, however often they interrupt each other. */
static void
test_side_by_side (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_side_by_side ();
  g_autofree char *text = rf_export_text (trace, NULL, 0);
  g_autofree char *mermaid = rf_export_mermaid (trace, NULL, NULL);
  g_autofree char *html = rf_export_html (trace, NULL, NULL);

  g_assert_cmpuint (count (text, "┃ 1 the call"), ==, 2);
  g_assert_cmpuint (count (text, "┃ …"), ==, 2);
  g_assert_cmpuint (count (mermaid, "1 the call"), ==, 2);
  g_assert_cmpuint (count (mermaid, "  rect "), ==, 4);
  g_assert_cmpuint (count (html, "<span class=\"phase p1\">"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text-ladder/ascii", test_ascii);
  g_test_add_func ("/text-ladder/golden", test_golden);
  g_test_add_func ("/text-ladder/widths", test_widths);
  g_test_add_func ("/text-ladder/translated", test_translated);
  g_test_add_func ("/text-ladder/compact", test_compact);
  g_test_add_func ("/text-ladder/live", test_live);
  g_test_add_func ("/text-ladder/colour", test_colour);
  g_test_add_func ("/text-ladder/failure-and-loop", test_failure_and_loop);
  g_test_add_func ("/text-ladder/calls", test_calls);
  g_test_add_func ("/text-ladder/side-by-side", test_side_by_side);
  g_test_add_func ("/text-ladder/empty", test_empty);
  return g_test_run ();
}
