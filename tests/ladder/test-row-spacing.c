/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-ladder.h"
#include "rf-pages.h"
#include "rf-row-spacing.h"

#define N_RANDOM 2000

/* Times in ms of messages that are rows. */
static RfTrace *
create_trace (const int *times,
              guint      n_times)
{
  RfTrace *trace = rf_trace_new ();

  for (guint i = 0; i < n_times; i++) {
    g_autofree char *call = g_strdup_printf ("spacing-%u", i);
    const LadderStep step = { times[i], "kevin", "mike", "OPTIONS", "1 OPTIONS", call, "", "" };

    ladder_fixture_append (trace, &step, 1);
  }
  return trace;
}

/* A request that is sent again after T1, and after twice as long each time, until T2. */
static void
test_scale (void)
{
  static const int times[] = { 0, 20, 520, 1520, 3520, 7520, 11521, 11520 };
  static const double gaps[] = { 0, 0, 0, 24, 72, 168, 48, 0 };
  g_autoptr (RfTrace) trace = create_trace (times, G_N_ELEMENTS (times));
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  g_autoptr (RfRowSpacing) spacing = rf_row_spacing_new (trace, map);
  g_autofree char *pause = NULL;
  double top = 0;

  g_assert_false (rf_row_spacing_read (spacing, G_MAXUINT));
  g_assert_cmpfloat (rf_row_spacing_get_top (spacing, 7), ==, 7 * 24);
  rf_row_spacing_set_true_time (spacing, TRUE);
  g_assert_true (rf_row_spacing_read (spacing, 3));
  g_assert_false (rf_row_spacing_read (spacing, 5));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *none = i == 6 ? NULL : rf_row_spacing_dup_pause (spacing, i);

    g_assert_null (none);
    top += gaps[i];
    g_assert_cmpfloat (rf_row_spacing_get_top (spacing, i), ==, top);
    top += 24;
    g_assert_cmpfloat (rf_row_spacing_get_bottom (spacing, i + 1), ==, top);
  }
  pause = rf_row_spacing_dup_pause (spacing, 6);
  g_assert_cmpstr (pause, ==, "4.0 s later");
  rf_row_spacing_set_true_time (spacing, FALSE);
  g_assert_cmpfloat (rf_row_spacing_get_top (spacing, 7), ==, 7 * 24);
}

static void
test_words (void)
{
  static const int times[] = { 0, 59990, 372190, 12384190 };
  static const char *const words[] = {
    NULL, "59.9 s later", "5 min 12 s later", "3 h 20 min later",
  };
  g_autoptr (RfTrace) trace = create_trace (times, G_N_ELEMENTS (times));
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  g_autoptr (RfRowSpacing) spacing = rf_row_spacing_new (trace, map);

  rf_row_spacing_set_true_time (spacing, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *pause = rf_row_spacing_dup_pause (spacing, i);

    g_assert_cmpstr (pause, ==, words[i]);
  }
}

/* Every height is in the row that begins above it and before the next does. */
static void
test_find (void)
{
  int times[60];
  g_autoptr (RfTrace) trace = NULL;
  g_autoptr (RfLadder) ladder = NULL;
  double height;

  times[0] = 0;
  for (guint i = 1; i < G_N_ELEMENTS (times); i++)
    times[i] = times[i - 1] + g_test_rand_int_range (0, 6000);
  trace = create_trace (times, G_N_ELEMENTS (times));
  ladder = rf_ladder_new (trace);
  rf_ladder_set_scale (ladder, 2);
  rf_ladder_set_true_time (ladder, TRUE);
  height = rf_ladder_get_body_height (ladder);
  g_assert_cmpfloat (height, >, G_N_ELEMENTS (times) * 48);
  g_assert_cmpint (rf_ladder_message_at (ladder, -1), ==, -1);
  g_assert_cmpint (rf_ladder_message_at (ladder, height), ==, -1);
  for (guint i = 0; i < N_RANDOM; i++) {
    double y = g_test_rand_double_range (0, height);
    int row = rf_ladder_message_at (ladder, y);
    guint fitting = rf_ladder_count_fitting (ladder, 0, y);

    g_assert_cmpint (row, >=, 0);
    g_assert_cmpfloat (rf_ladder_get_place (ladder, (guint) row), <=, y);
    if (row + 1 < (int) G_N_ELEMENTS (times))
      g_assert_cmpfloat (rf_ladder_get_place (ladder, (guint) row + 1), >, y);
    if (fitting > 0)
      g_assert_cmpfloat (rf_ladder_get_place (ladder, fitting - 1) + 48, <=, y);
    if (fitting < G_N_ELEMENTS (times))
      g_assert_cmpfloat (rf_ladder_get_place (ladder, fitting) + 48, >, y);
  }
}

/* What is filtered out takes no time out of the picture. */
static void
test_filter (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);

  rf_ladder_set_true_time (ladder, TRUE);
  rf_ladder_set_filter (ladder, filter);
  rf_row_filter_set_methods (filter, RF_ROW_FILTER_METHOD (RF_SIP_BYE));
  /* 28.130, 28.131, 32.131, 32.132: the 4 s between are as high as they can be. */
  g_assert_cmpfloat (rf_ladder_get_body_height (ladder), ==, 4 * 24 + 168);
  rf_row_filter_clear (filter);
  g_assert_cmpfloat (rf_ladder_get_body_height (ladder), >, 24 * 24 + 168);
  rf_ladder_set_limit (ladder, 2);
  g_assert_cmpfloat (rf_ladder_get_body_height (ladder), ==, 2 * 24);
}

/* All rows are on some page, and none on two. */
static void
test_pages (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfLook) look = NULL;
  g_autoptr (RfPages) even = rf_pages_new (trace, NULL);
  g_autoptr (RfPages) timed = NULL;

  rf_ladder_set_true_time (ladder, TRUE);
  look = rf_ladder_dup_look (ladder);
  timed = rf_pages_new (trace, look);
  rf_pages_set_paper (even, RF_PAGES_A4_SHORT, 400);
  rf_pages_set_paper (timed, RF_PAGES_A4_SHORT, 400);
  g_assert_cmpuint (rf_pages_get_n (timed), >, rf_pages_get_n (even));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row-spacing/scale", test_scale);
  g_test_add_func ("/row-spacing/words", test_words);
  g_test_add_func ("/row-spacing/find", test_find);
  g_test_add_func ("/row-spacing/filter", test_filter);
  g_test_add_func ("/row-spacing/pages", test_pages);
  return g_test_run ();
}
