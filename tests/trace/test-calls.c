/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-entry-list.h"
#include "testlib-trace.h"

/* One Call-ID again, as scripts have it that run a second time. */

#define WAYNE "<sip:wayne@192.0.2.3>"
#define ENDED "terminated;reason=noresource"

static guint
invite (TestScene     *scene,
        const TestLeg *leg,
        guint          cseq,
        const char    *branch)
{
  return test_request (scene, leg, "INVITE", cseq,
                       &(TestRequest) { .initial = TRUE, .branch = branch });
}

static void
refuse (TestScene     *scene,
        const TestLeg *leg,
        guint          request,
        guint          cseq,
        const char    *branch,
        const char    *status)
{
  test_reply (scene, leg, request, status);
  test_request (scene, leg, "ACK", cseq, &(TestRequest) { .branch = branch });
}

static void
transfer (TestScene *scene)
{
  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  test_call (scene, &test_kevin_wayne, NULL);
  test_notify (scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_bye (scene, &test_kevin_mike, 102, TRUE);
  test_bye (scene, &test_kevin_wayne, 2, TRUE);
}

static void
transfer_to_busy (TestScene *scene)
{
  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  refuse (scene, &test_kevin_wayne,
          test_request (scene, &test_kevin_wayne, "INVITE", 1,
                        &(TestRequest) { .initial = TRUE, .branch = "z9hG4bK-busy",
                                         .uri = "sip:wayne@192.0.2.3" }),
          1, "z9hG4bK-busy", "486 Busy Here");
  test_notify (scene, &test_kevin_mike, 2, "refer", ENDED, "486 Busy Here");
  test_bye (scene, &test_kevin_mike, 102, TRUE);
}

static void
assert_entries (TestScene *scene,
                guint      n)
{
  g_autoptr (RfEntryList) list = rf_entry_list_new (scene->trace);

  g_assert_cmpuint (rf_entry_list_get_n (list), ==, n);
}

static guint
count_copies (TestScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (scene->trace); i++)
    if (rf_trace_get_message (scene->trace, i)->retransmission_of >= 0)
      n++;

  return n;
}

static void
test_run_twice (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  transfer (&scene);
  transfer_to_busy (&scene);
  /* At once it could be a proxy's next try. */
  scene.now_ms += 40000;
  transfer (&scene);

  g_assert_cmpuint (rf_trace_get_n_dialogs (scene.trace), ==, 6);
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 3);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 1)->outcome, ==, RF_OUTCOME_FAILED);
  g_assert_cmpuint (rf_trace_get_transfer (scene.trace, 1)->triggered_status, ==, 486);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 2)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (count_copies (&scene), ==, 0);
  assert_entries (&scene, 3);
}

/* Byte by byte the same is a retransmission only as long as a transaction may be open. */
static void
run_copied (gint64 pause_ms,
            guint  n_transfers)
{
  g_auto (TestScene) scene = { 0 };
  guint n;

  test_scene_init (&scene);
  transfer (&scene);
  n = rf_trace_get_n_messages (scene.trace);
  scene.now_ms += pause_ms;
  for (guint i = 0; i < n; i++)
    test_repeat (&scene, i);

  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, n_transfers);
  g_assert_cmpuint (count_copies (&scene), ==, n_transfers == 1 ? n : 0);
  assert_entries (&scene, n_transfers);
}

static void
test_copied (void)
{
  run_copied (20000, 1);
  run_copied (40000, 2);
}

/* RFC 3261 §8.1.3.5: another try at a call has its Call-ID, and a higher CSeq. */
static void
test_tried_again (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  refuse (&scene, &test_kevin_mike, invite (&scene, &test_kevin_mike, 1, "z9hG4bK-a"), 1,
          "z9hG4bK-a", "401 Unauthorized");
  scene.now_ms += 60000;
  refuse (&scene, &test_kevin_mike, invite (&scene, &test_kevin_mike, 2, "z9hG4bK-b"), 2,
          "z9hG4bK-b", "486 Busy Here");
  assert_entries (&scene, 1);

  scene.now_ms += 60000;
  invite (&scene, &test_kevin_mike, 1, "z9hG4bK-a");
  assert_entries (&scene, 2);
  g_assert_cmpuint (count_copies (&scene), ==, 0);
}

/* A proxy that tries one phone after the other (RFC 3261 §16.7) makes no calls. */
static void
test_forked_in_turn (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg other = test_kevin_mike, anew = test_kevin_mike;

  other.callee_tag = "another";
  other.callee_at = "192.0.2.8:5060";
  anew.caller_tag = "anew";
  test_scene_init (&scene);
  refuse (&scene, &test_kevin_mike, invite (&scene, &test_kevin_mike, 1, "z9hG4bK-a"), 1,
          "z9hG4bK-a", "486 Busy Here");
  refuse (&scene, &other, invite (&scene, &other, 1, "z9hG4bK-b"), 1, "z9hG4bK-b",
          "486 Busy Here");
  assert_entries (&scene, 1);
  /* With another From tag it is another call. */
  test_call (&scene, &anew, NULL);
  assert_entries (&scene, 2);
}

/* A PBX may give both of its calls one Call-ID: the second comes while the first is up. */
static void
test_passed_on (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg out = test_kevin_mike, later = test_kevin_mike;

  out.caller_tag = "p1";
  out.caller_at = "192.0.2.9:5060";
  later.caller_tag = "p2";
  later.caller_at = "192.0.2.9:5060";
  later.callee_tag = "m2";
  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &out, NULL);
  test_bye (&scene, &out, 2, TRUE);
  scene.now_ms += 60000;
  test_call (&scene, &later, NULL);
  assert_entries (&scene, 1);
  test_bye (&scene, &test_kevin_mike, 2, FALSE);
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 0)->state, ==, RF_DIALOG_TERMINATED);
  g_assert_cmpuint (rf_trace_get_n_dialogs (scene.trace), ==, 3);
}

/* What was cut off may have been the tag. */
static void
test_cut (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_bye (&scene, &test_kevin_mike, 2, FALSE);
  test_request (&scene, &test_kevin_mike, "INVITE", 1,
                &(TestRequest) { .initial = TRUE, .missing = 10 });
  assert_entries (&scene, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calls/run-twice", test_run_twice);
  g_test_add_func ("/calls/copied", test_copied);
  g_test_add_func ("/calls/tried-again", test_tried_again);
  g_test_add_func ("/calls/forked-in-turn", test_forked_in_turn);
  g_test_add_func ("/calls/passed-on", test_passed_on);
  g_test_add_func ("/calls/cut", test_cut);

  return g_test_run ();
}
