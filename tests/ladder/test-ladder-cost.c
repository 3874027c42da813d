/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-export.h"
#include "rf-ladder-cost.h"
#include "rf-sheet.h"

#include <string.h>

static RfTrace *
create_star (guint n_parties)
{
  RfTrace *trace = rf_trace_new ();

  ladder_fixture_append_star (trace, n_parties);
  g_assert_cmpuint (rf_trace_get_n_parties (trace), ==, n_parties);
  return trace;
}

static void
assert_refused (GBytes *bytes,
                GError *error)
{
  g_assert_null (bytes);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "1001 lifelines"));
  g_assert_nonnull (strstr (error->message, "as text, HTML or pcapng"));
  /* Nobody is sent from one format that refuses to the next. */
  g_assert_null (strstr (error->message, "SVG"));
  g_assert_null (strstr (error->message, "PDF"));
  g_error_free (error);
}

/* What no viewer could show is refused by pictures and pages in the same words. */
static void
test_too_many (void)
{
  g_autoptr (RfTrace) trace = create_star (RF_EXPORT_MAX_PICTURE_LIFELINES + 1);
  g_autoptr (RfTrace) most = create_star (RF_EXPORT_MAX_PICTURE_LIFELINES);
  GError *error = NULL;
  GBytes *bytes;

  bytes = rf_export_svg (trace, NULL, NULL, &error);
  assert_refused (bytes, g_steal_pointer (&error));
  bytes = rf_export_pdf (trace, NULL, NULL, &error);
  assert_refused (bytes, g_steal_pointer (&error));
  bytes = rf_export_png (trace, NULL, 1, NULL, &error);
  assert_refused (bytes, g_steal_pointer (&error));
  g_assert_true (rf_ladder_check_lifelines (most, NULL, NULL));
}

/* Lifelines that a person merged are one. */
static void
test_merged (void)
{
  g_autoptr (RfTrace) trace = create_star (RF_EXPORT_MAX_PICTURE_LIFELINES + 1);
  g_autoptr (RfLifelines) lifelines = rf_lifelines_new ();
  RfLook look = { .lifelines = lifelines };

  g_assert_false (rf_ladder_check_lifelines (trace, &look, NULL));
  rf_lifelines_merge (lifelines, rf_trace_get_party (trace, 1)->id,
                      rf_trace_get_party (trace, 0)->id);
  g_assert_true (rf_ladder_check_lifelines (trace, &look, NULL));
}

/* The nth arrow of a star has n pieces. */
static void
test_arrows (void)
{
  g_autoptr (RfTrace) trace = create_star (60);
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);

  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, 1), ==, 0);
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, 2 + 3 + 4), ==, 3);
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, 2 + 3 + 4 + 4), ==, 3);
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, 7, G_MAXUINT), ==, 7);
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, G_MAXUINT), ==, 59);
}

/* Hatching costs as much as an arrow, a break as much as there are lifelines. */
static void
test_holds_and_pauses (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);

  /* Five messages without a hold, then one with which Kevin waits. */
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, 5 * 2 + 2), ==, 5);
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, 5 * 2 + 3), ==, 6);
  rf_ladder_set_true_time (ladder, TRUE);
  /* The break stands above the fifth. */
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, 4 * 2 + 4), ==, 4);
  g_assert_cmpuint (rf_ladder_count_affordable (ladder, G_MAXUINT, 4 * 2 + 5), ==, 5);
}

/* A picture has as many rows as it can, and says how many messages it leaves out. */
static void
test_sheet (void)
{
  g_autoptr (RfTrace) trace = create_star (RF_EXPORT_MAX_PICTURE_LIFELINES);
  g_auto (RfSheet) sheet = { 0 };
  guint n_drawn;

  for (guint i = 1; i < RF_EXPORT_MAX_PICTURE_LIFELINES; i++)
    ladder_fixture_answer_star (trace, i);
  g_assert_true (rf_sheet_init (&sheet, trace, NULL, NULL));
  n_drawn = rf_ladder_get_n_rows (sheet.ladder);
  g_assert_cmpuint (n_drawn, >, 800);
  g_assert_cmpuint (n_drawn, <, 1000);
  g_assert_cmpuint (sheet.n_left_out, ==, rf_trace_get_n_messages (trace) - n_drawn);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ladder-cost/too-many", test_too_many);
  g_test_add_func ("/ladder-cost/merged", test_merged);
  g_test_add_func ("/ladder-cost/arrows", test_arrows);
  g_test_add_func ("/ladder-cost/holds-and-pauses", test_holds_and_pauses);
  g_test_add_func ("/ladder-cost/sheet", test_sheet);
  return g_test_run ();
}
