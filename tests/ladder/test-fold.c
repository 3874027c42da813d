/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-fold.h"
#include "rf-ladder.h"
#include "testlib-rtp.h"
#include "testlib-trace.h"

/* Whether a folded phase says that there is a problem among what it hides. */

#define NONE G_MAXUINT

static void
fold_all (RfTrace  *trace,
          RfRowMap *map)
{
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    rf_row_map_set_folded (map, rf_trace_get_phase (trace, i), rf_trace_get_transfer_of (trace, i),
                           TRUE);
  rf_row_map_read (map, G_MAXUINT);
}

static void
assert_row (RfTrace  *trace,
            RfRowMap *map,
            guint     row,
            guint     limit,
            gboolean  has_problem)
{
  g_autofree char *words = rf_fold_dup_words (trace, map, row, limit);
  g_autofree char *spoken = rf_fold_dup_spoken (trace, map, row, limit, "5 s");

  g_assert_true (rf_row_map_is_fold (map, row));
  g_assert_cmpint (rf_fold_has_problem (trace, map, row, limit), ==, has_problem);
  g_assert_cmpint (g_str_has_prefix (words, "▸ ✗ "), ==, has_problem);
  g_assert_true (g_str_has_prefix (spoken, "5 s, phase "));
  g_assert_cmpint (g_str_has_suffix (spoken, " messages, a problem among them"), ==, has_problem);
}

/* Every row says so, or none, and only the row of @problem. */
static void
assert_only (RfTrace *trace,
             guint    problem)
{
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  int of_problem;

  fold_all (trace, map);
  of_problem = problem == NONE ? -1 : rf_row_map_find (map, problem);
  for (guint row = 0; row < rf_row_map_get_n_rows (map, G_MAXUINT); row++)
    if (rf_row_map_is_fold (map, row) && rf_row_map_count (map, row, G_MAXUINT) > 1)
      assert_row (trace, map, row, G_MAXUINT, (int) row == of_problem);
}

static void
test_status (void)
{
  g_autoptr (RfTrace) good = ladder_fixture_blind ();
  g_autoptr (RfTrace) trace = ladder_fixture_refused_hold ();
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  guint problem = 0;

  assert_only (good, NONE);
  while (rf_trace_get_message (trace, problem)->status < 400)
    problem++;
  assert_only (trace, problem);
  fold_all (trace, map);
  assert_row (trace, map, 0, problem + 1, TRUE);
  /* A play that was stopped before that does not give it away. */
  assert_row (trace, map, 0, problem, FALSE);
}

/* What a filter hides is not in the row. */
static void
test_filter (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_refused_hold ();
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();

  rf_row_filter_set_text (filter, "Call-ID");
  rf_row_map_set_filter (map, filter);
  fold_all (trace, map);
  assert_row (trace, map, 0, G_MAXUINT, TRUE);
  rf_row_filter_set_text (filter, "SIP/2.0 200");
  rf_row_map_restart (map);
  rf_row_map_read (map, G_MAXUINT);
  assert_row (trace, map, 0, G_MAXUINT, FALSE);
}

/* Only what comes later shows that something is missing. */
static void
test_difference (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3" });
  test_reply (&scene, &test_kevin_wayne, invite, "200 OK");
  assert_only (scene.trace, NONE);
  rf_trace_finish (scene.trace);
  assert_only (scene.trace, invite + 1);
}

static void
test_silence (TestAudio     *self,
              gconstpointer  data)
{
  RfTrace *trace;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 1001 });
  test_sound_bye (&self->sound, 20130, 2);
  test_read_bytes (&self->read, &self->file, self->sound.capture);
  trace = self->read.trace;
  g_assert_cmpuint (rf_trace_get_n_audios (trace), ==, 1);
  assert_only (trace, rf_trace_get_audio (trace, 0)->after);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/status", test_status);
  g_test_add_func ("/fold/filter", test_filter);
  g_test_add_func ("/fold/difference", test_difference);
  g_test_add ("/fold/silence", TestAudio, NULL, test_audio_set_up, test_silence,
              test_audio_tear_down);

  return g_test_run ();
}
