/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-lifelines"

#include "config.h"

#include "ladder-fixture.h"
#include "rf-export-format.h"
#include "rf-ladder-lifelines.h"

static void
assert_heads (RfLadder   *ladder,
              const char *expected)
{
  g_autoptr (GString) heads = g_string_new (NULL);

  for (guint i = 0; i < rf_ladder_get_n_lifelines (ladder); i++) {
    g_autofree char *label = rf_ladder_dup_lifeline_label (ladder, i);

    g_string_append_printf (heads, "%s%s", i > 0 ? " | " : "", label);
  }
  g_assert_cmpstr (heads->str, ==, expected);
}

static void
assert_row (RfLadder   *ladder,
            guint       message,
            const char *words)
{
  g_autofree char *text = rf_ladder_dup_row_text (ladder, message);

  if (!strstr (text, words))
    g_error ("“%s” is not in “%s”", words, text);
}

static RfLadder *
create_ladder (RfTrace *trace)
{
  g_autoptr (RfLifelines) lifelines = rf_lifelines_new ();
  RfLadder *ladder = rf_ladder_new (trace);

  rf_ladder_set_lifelines (ladder, lifelines);
  return ladder;
}

static void
test_move (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);

  assert_heads (ladder, "kevin | mike | wayne");
  g_assert_true (rf_ladder_move_lifeline (ladder, 2, 0));
  assert_heads (ladder, "wayne | kevin | mike");
  g_assert_true (rf_ladder_move_lifeline (ladder, 0, 1));
  assert_heads (ladder, "kevin | wayne | mike");
  g_assert_false (rf_ladder_move_lifeline (ladder, 1, 1));
  g_assert_false (rf_ladder_move_lifeline (ladder, 0, 3));
  assert_row (ladder, 0, "kevin to mike: INVITE");
  rf_lifelines_undo (rf_ladder_get_lifelines (ladder));
  assert_heads (ladder, "wayne | kevin | mike");
  rf_lifelines_reset (rf_ladder_get_lifelines (ladder));
  assert_heads (ladder, "kevin | mike | wayne");
}

static void
test_rename (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);

  g_assert_true (rf_ladder_rename_lifeline (ladder, 1, "  Front desk "));
  assert_heads (ladder, "kevin | Front desk | wayne");
  assert_row (ladder, 0, "kevin to Front desk: INVITE");
  g_assert_true (rf_ladder_rename_lifeline (ladder, 1, ""));
  assert_heads (ladder, "kevin | mike | wayne");
  g_assert_false (rf_ladder_rename_lifeline (ladder, 3, "nobody"));
  g_assert_true (rf_ladder_rename_lifeline (ladder, 0, "\033[2J\xe2\x80\xae%s"));
  for (guint i = 0; i < 3; i++) {
    g_autofree char *label = rf_ladder_dup_lifeline_label (ladder, i);

    g_assert_null (strchr (label, '\033'));
    g_assert_null (strstr (label, "\xe2\x80\xae"));
  }
}

/* What goes between the two is a message of the one lifeline to itself, and no row is lost. */
static void
test_merge (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);
  guint n_rows = rf_ladder_get_n_rows (ladder);

  g_assert_true (rf_ladder_merge_lifelines (ladder, 2, 0));
  assert_heads (ladder, "kevin + wayne | mike");
  g_assert_cmpuint (rf_ladder_count_merged (ladder, 0), ==, 2);
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, n_rows);
  assert_row (ladder, 0, "kevin + wayne to mike: INVITE");
  assert_row (ladder, 10, "kevin to wayne: INVITE, within one lifeline");
  g_assert_true (rf_ladder_merge_lifelines (ladder, 1, 0));
  assert_heads (ladder, "kevin + 2 more");
  g_assert_true (rf_ladder_rename_lifeline (ladder, 0, "Office"));
  assert_heads (ladder, "Office");
  g_assert_true (rf_ladder_split_lifeline (ladder, 0));
  assert_heads (ladder, "Office | mike | wayne");
  g_assert_false (rf_ladder_split_lifeline (ladder, 0));
  rf_lifelines_undo (rf_ladder_get_lifelines (ladder));
  assert_heads (ladder, "Office");
}

/* Who joins stands where the other stood, and keeps the company that he had. */
static void
test_merge_merged (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);

  g_assert_true (rf_ladder_merge_lifelines (ladder, 0, 1));
  assert_heads (ladder, "mike + kevin | wayne");
  g_assert_true (rf_ladder_move_lifeline (ladder, 1, 0));
  assert_heads (ladder, "wayne | mike + kevin");
  g_assert_true (rf_ladder_merge_lifelines (ladder, 1, 0));
  assert_heads (ladder, "wayne + 2 more");
}

/* While a call goes on, whoever is new comes to stand behind, or where he was asked to stand. */
static void
test_live (void)
{
  g_autoptr (RfTrace) whole = ladder_fixture_blind ();
  g_autoptr (RfLadder) model = create_ladder (whole);
  g_autoptr (RfTrace) trace = ladder_fixture_blind_start (8);
  g_autoptr (RfLadder) ladder = create_ladder (trace);
  g_autoptr (RfTrace) other = ladder_fixture_blind_start (8);
  g_autoptr (RfLadder) expecting = rf_ladder_new (other);
  g_autoptr (RfLifelines) copy = NULL;

  g_assert_true (rf_ladder_move_lifeline (ladder, 1, 0));
  ladder_fixture_blind_rest (trace, 8);
  assert_heads (ladder, "mike | kevin | wayne");

  g_assert_true (rf_ladder_move_lifeline (model, 2, 0));
  copy = rf_lifelines_copy (rf_ladder_get_lifelines (model));
  rf_lifelines_reset (rf_ladder_get_lifelines (model));
  rf_ladder_set_lifelines (expecting, copy);
  assert_heads (expecting, "kevin | mike");
  ladder_fixture_blind_rest (other, 8);
  assert_heads (expecting, "wayne | kevin | mike");
  g_assert_cmpfloat (rf_ladder_get_min_width (expecting), >, rf_ladder_get_head_height (expecting));
}

/* Heads are found where they are painted. */
static void
test_areas (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);
  cairo_rectangle_t area;

  rf_ladder_set_scale (ladder, 2);
  for (guint i = 0; i < 3; i++) {
    rf_ladder_get_head_area (ladder, i, &area);
    g_assert_cmpint (rf_ladder_lifeline_at (ladder, area.x + 1), ==, (int) i);
    g_assert_cmpint (rf_ladder_lifeline_at (ladder, area.x + area.width - 1), ==, (int) i);
    g_assert_cmpint (rf_ladder_lifeline_at (ladder, area.x - 1), ==, -1);
  }
  g_assert_cmpint (rf_ladder_lifeline_at (ladder, 0), ==, -1);
  g_assert_cmpint (rf_ladder_lifeline_at (ladder, 1e9), ==, -1);
}

/* The wishes of one trace do no harm to another, nor those of nobody. */
static void
test_strange_wishes (void)
{
  const char *ids[] = { "sip:nobody@example.org", "sip:mike@example.org", NULL };
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);
  RfLifelines *lifelines = rf_ladder_get_lifelines (ladder);

  rf_lifelines_set_order (lifelines, ids);
  assert_heads (ladder, "mike | kevin | wayne");
  rf_lifelines_merge (lifelines, "sip:kevin@example.org", "sip:nobody@example.org");
  rf_lifelines_merge (lifelines, "sip:wayne@example.org", "sip:nobody@example.org");
  assert_heads (ladder, "kevin + wayne | mike");
  rf_ladder_set_lifelines (ladder, NULL);
  assert_heads (ladder, "kevin | mike | wayne");
  g_assert_false (rf_ladder_move_lifeline (ladder, 0, 1));
}

static char *
dup_export (RfTrace    *trace,
            RfLook     *look,
            const char *format)
{
  const RfExportOptions options = { .scale = 1, .look = look };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = rf_export_format_find (format)->export (trace, &options, &error);
  gsize length;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &length);
  return g_strndup (data, length);
}

/* What leaves the window has the lifelines that are in it. */
static void
test_exports (void)
{
  const struct {
    const char *format;
    const char *expected;
  } cases[] = {
    { "text", "   Kevin & Wayne\n          transferor " },
    { "mermaid", "  participant p0 as mike<br/>transferor\n"
      "  participant p1 as Kevin #38; Wayne<br/>several roles, 2 merged\n" },
    { "mermaid", " · INVITE\n" },
    { "html", "SIP messages of mike, Kevin &amp; Wayne" },
    { "html", "mike asks Kevin &amp; Wayne to call Kevin &amp; Wayne: succeeded" },
    { "svg", "SIP messages of mike, Kevin &amp; Wayne" },
    { "json",
      "\"label\" : \"Kevin & Wayne\",\n      \"column\" : 1,\n      \"kind\" : \"phone\"\n" },
    { "json", "\"label\" : \"wayne\",\n      \"column\" : 1,\n      \"kind\" : \"phone\"\n" },
  };
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);
  g_autoptr (RfLook) look = NULL;

  g_assert_true (rf_ladder_merge_lifelines (ladder, 2, 0));
  g_assert_true (rf_ladder_rename_lifeline (ladder, 0, "Kevin & Wayne"));
  g_assert_true (rf_ladder_move_lifeline (ladder, 0, 1));
  look = rf_ladder_dup_look (ladder);
  rf_lifelines_reset (rf_ladder_get_lifelines (ladder));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = dup_export (trace, look, cases[i].format);

    if (!strstr (text, cases[i].expected))
      g_error ("“%s” is not in the %s:\n%s", cases[i].expected, cases[i].format, text);
  }
}

/* A head is as wide as its name, up to the middle between two lifelines. */
static void
test_long_names (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);
  cairo_rectangle_t narrow, wide, next;

  rf_ladder_rename_lifeline (ladder, 0, "Agent number 7 of the east desk");
  rf_ladder_rename_lifeline (ladder, 1, "Agent number 8 of the west desk");
  rf_ladder_get_head_area (ladder, 0, &narrow);
  rf_ladder_set_width (ladder, 1900);
  rf_ladder_get_head_area (ladder, 0, &wide);
  rf_ladder_get_head_area (ladder, 1, &next);
  g_assert_cmpfloat (wide.width, >, narrow.width + 20);
  g_assert_cmpfloat (wide.x, >=, 0);
  g_assert_cmpfloat (wide.x + wide.width, <, next.x);
  rf_ladder_set_width (ladder, 500);
  rf_ladder_get_head_area (ladder, 0, &wide);
  rf_ladder_get_head_area (ladder, 1, &next);
  g_assert_cmpfloat (wide.x + wide.width, <, next.x);
}

static void
assert_tip (RfLadder   *ladder,
            guint       column,
            const char *expected)
{
  g_autofree char *tip = rf_ladder_dup_lifeline_tip (ladder, column);

  g_assert_cmpstr (tip, ==, expected);
}

/* Who stands there, with what the head has no room for. */
static void
test_tips (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = create_ladder (trace);

  assert_tip (ladder, 0, "kevin\nsip:kevin@example.org");
  rf_ladder_rename_lifeline (ladder, 0, "Agent number 7 of the east desk, at the window");
  assert_tip (ladder, 0, "Agent number 7 of the east desk, at the window\nsip:kevin@example.org");
  rf_ladder_merge_lifelines (ladder, 1, 2);
  assert_tip (ladder, 1, "mike\nsip:mike@example.org\nwayne\nsip:wayne@example.org");
  ladder_fixture_append_star (trace, 20);
  for (guint i = rf_ladder_get_n_lifelines (ladder) - 1; i > 1; i--)
    rf_ladder_merge_lifelines (ladder, i, 1);
  {
    g_autofree char *tip = rf_ladder_dup_lifeline_tip (ladder, 1);

    g_assert_true (g_str_has_suffix (tip, "\n…"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ladder/lifelines/move", test_move);
  g_test_add_func ("/ladder/lifelines/rename", test_rename);
  g_test_add_func ("/ladder/lifelines/merge", test_merge);
  g_test_add_func ("/ladder/lifelines/merge-merged", test_merge_merged);
  g_test_add_func ("/ladder/lifelines/live", test_live);
  g_test_add_func ("/ladder/lifelines/areas", test_areas);
  g_test_add_func ("/ladder/lifelines/strange-wishes", test_strange_wishes);
  g_test_add_func ("/ladder/lifelines/exports", test_exports);
  g_test_add_func ("/ladder/lifelines/long-names", test_long_names);
  g_test_add_func ("/ladder/lifelines/tips", test_tips);

  return g_test_run ();
}
