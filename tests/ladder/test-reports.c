/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-export.h"
#include "rf-ladder.h"
#include "testlib-trace.h"

#include <json-glib/json-glib.h>

/* Mike asks Kevin to call Wayne; what Kevin's phone says of it, and what it does. */
static void
transfer (TestScene  *scene,
          const char *answer,
          const char *report)
{
  guint invite;

  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  invite = test_request (scene, &test_kevin_wayne, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3" });
  test_reply (scene, &test_kevin_wayne, invite, answer);
  if (report)
    test_notify (scene, &test_kevin_mike, 2, "refer", "terminated;reason=noresource", report);
  rf_trace_finish (scene->trace);
}

static void
assert_problem (RfTrace    *trace,
                guint       message,
                const char *words)
{
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autofree char *row = rf_ladder_dup_text_of_row (ladder, message);

  g_assert_nonnull (strstr (row, words));
  g_assert_cmpint (rf_ladder_find (ladder, (int) message - 1, RF_LADDER_FIND_PROBLEM, FALSE), ==,
                   message);
  g_assert_cmpint (rf_ladder_find (ladder, (int) message, RF_LADDER_FIND_PROBLEM, FALSE), ==, -1);
}

static void
assert_has (char       *text,
            const char *words)
{
  g_autofree char *owned = text;

  g_assert_nonnull (strstr (owned, words));
}

static void
assert_summary_without (RfTrace    *trace,
                        const char *words)
{
  g_autofree char *summary = rf_export_summary (trace);

  g_assert_null (strstr (summary, words));
}

static void
assert_triggered_status (RfTrace *trace,
                         gint64   status)
{
  g_autofree char *json = rf_export_json (trace, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *transfers;

  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  transfers = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                            "transfers");
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (transfers, 0),
                                               "triggered_status"), ==, status);
}

static void
test_false (void)
{
  g_auto (TestScene) scene = { 0 };

  transfer (&scene, "486 Busy Here", "200 OK");
  assert_problem (scene.trace, 8, "✗ 200 OK, but the call got 486");
  assert_has (rf_export_summary (scene.trace),
              "Transfers: 1 (1 succeeded)\nReports: 1 not as the call went\n");
  assert_triggered_status (scene.trace, 486);
}

static void
test_missing (void)
{
  g_auto (TestScene) scene = { 0 };

  transfer (&scene, "200 OK", NULL);
  assert_problem (scene.trace, 7, "200 OK, ✗ no report seen");
  assert_has (rf_export_summary (scene.trace),
              "Transfers: 1 (1 unknown)\nReports: 1 missing of a call that was seen\n");
  assert_triggered_status (scene.trace, 200);
}

static void
test_true (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfLadder) ladder = NULL;

  transfer (&scene, "200 OK", "200 OK");
  ladder = rf_ladder_new (scene.trace);
  g_assert_cmpint (rf_ladder_find (ladder, -1, RF_LADDER_FIND_PROBLEM, FALSE), ==, -1);
  assert_summary_without (scene.trace, "Reports");
  assert_triggered_status (scene.trace, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/false", test_false);
  g_test_add_func ("/reports/missing", test_missing);
  g_test_add_func ("/reports/true", test_true);

  return g_test_run ();
}
