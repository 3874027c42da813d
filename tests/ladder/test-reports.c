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
  if (answer)
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
  RfLadderSpot spot = { (int) message - 1, -1 };

  g_assert_nonnull (strstr (row, words));
  g_assert_true (rf_ladder_find (ladder, &spot, RF_LADDER_FIND_PROBLEM, FALSE));
  g_assert_cmpint (spot.message, ==, message);
  g_assert_false (rf_ladder_find (ladder, &spot, RF_LADDER_FIND_PROBLEM, FALSE));
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

/* A transfer as JSON has it. */
static JsonObject *
read_transfer (RfTrace    *trace,
               JsonParser *parser,
               guint       index)
{
  g_autofree char *json = rf_export_json (trace, NULL);
  JsonArray *transfers;

  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  transfers = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                            "transfers");
  return json_array_get_object_element (transfers, index);
}

static void
assert_triggered_status (RfTrace *trace,
                         gint64   status)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *transfer = read_transfer (trace, parser, 0);

  g_assert_cmpint (json_object_get_int_member (transfer, "triggered_status"), ==, status);
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
  RfLadderSpot spot = { -1, -1 };

  transfer (&scene, "200 OK", "200 OK");
  ladder = rf_ladder_new (scene.trace);
  g_assert_false (rf_ladder_find (ladder, &spot, RF_LADDER_FIND_PROBLEM, FALSE));
  assert_summary_without (scene.trace, "Reports");
  assert_triggered_status (scene.trace, 200);
}

/* Where what is said of the report has no room, no number stands for a status that there is not. */
static void
test_brief (void)
{
  static const struct { const char *answer; const char *report; const char *brief; } cases[] = {
    { "486 Busy Here", "SIP/2.0 200 OK\r\n", "NOTIFY [✗ 200]" },
    { "200 OK", "", "NOTIFY [✗ no status]" },
    { "486 Busy Here", NULL, "✗ 486 Busy Here [✗ no report]" },
    { NULL, "", "NOTIFY [no status]" },
    { NULL, "none", "NOTIFY [unreadable]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TestScene) scene = { 0 };
    gboolean is_brief = FALSE;

    transfer (&scene, cases[i].answer, NULL);
    if (cases[i].report)
      test_request (&scene, &test_kevin_mike, "NOTIFY", 2, &(TestRequest) {
        .headers = "Event: refer\r\nSubscription-State: terminated\r\n", .body = cases[i].report });
    rf_trace_finish (scene.trace);
    for (guint width = 40; width < 130; width++) {
      g_autofree char *text = rf_export_text (scene.trace, NULL, width);

      g_assert_null (strstr (text, "✗ 0"));
      g_assert_null (strstr (text, "[0]"));
      is_brief |= strstr (text, cases[i].brief) != NULL;
    }
    g_assert_true (is_brief);
  }
}

/* A PBX calls Mike for Kevin, and passes on to Kevin what Mike asks of it: two transfers, and one
 * to who counts those that are no relays. */
static void
test_relayed (void)
{
  static const TestLeg in = {
    "in", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:mike@example.org>", "p1",
    "192.0.2.9:5060",
  };
  static const TestLeg out = {
    "out", "<sip:kevin@example.org>", "p2", "192.0.2.9:5060", "<sip:mike@192.0.2.2:5060>", "m",
    "192.0.2.2:5060",
  };
  g_auto (TestScene) scene = { 0 };
  g_autoptr (JsonParser) parser = json_parser_new ();
  guint first, second;

  test_scene_init (&scene);
  first = test_request (&scene, &in, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@example.org" });
  second = test_request (&scene, &out, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@192.0.2.2:5060" });
  test_reply (&scene, &out, second, "200 OK");
  test_reply (&scene, &in, first, "200 OK");
  test_refer (&scene, &out, 5, "<sip:wayne@example.org>", "202 Accepted");
  test_refer (&scene, &in, 5, "<sip:wayne@example.org>", "202 Accepted");

  g_assert_true (json_object_get_null_member (read_transfer (scene.trace, parser, 0), "relay_of"));
  g_assert_cmpint (json_object_get_int_member (read_transfer (scene.trace, parser, 1), "relay_of"),
                   ==, 0);
  assert_has (rf_export_summary (scene.trace), "Transfers: 2 (2 pending), 1 relayed\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/false", test_false);
  g_test_add_func ("/reports/missing", test_missing);
  g_test_add_func ("/reports/true", test_true);
  g_test_add_func ("/reports/brief", test_brief);
  g_test_add_func ("/reports/relayed", test_relayed);

  return g_test_run ();
}
