/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

#define ACTIVE "active;expires=60"
#define ENDED  "terminated;reason=noresource"

static const RfTraceTransfer *
get_only (TestScene *scene)
{
  g_assert_cmpuint (rf_trace_get_n_transfers (scene->trace), ==, 1);

  return rf_trace_get_transfer (scene->trace, 0);
}

static void
assert_party (TestScene  *scene,
              int         party,
              const char *label)
{
  g_assert_cmpint (party, >=, 0);
  g_assert_cmpstr (rf_trace_get_party (scene->trace, party)->label, ==, label);
}

static void
test_blind (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *d1 = &test_kevin_mike;
  const RfTraceTransfer *transfer;

  test_scene_init (&scene);
  test_call (&scene, d1, NULL);
  test_assert_text (test_dup_phases (scene.trace), "1111");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, 0), ==, -1);

  test_refer (&scene, d1, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, 0), ==, 0);
  test_notify (&scene, d1, 2, "refer", ACTIVE, "100 Trying");
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Referred-By: <sip:mike@192.0.2.2>\r\n" });
  test_notify (&scene, d1, 3, "refer", ACTIVE, "180 Ringing");
  test_notify (&scene, d1, 4, "refer", ENDED, "200 OK");
  test_bye (&scene, d1, 102, TRUE);
  test_bye (&scene, &test_kevin_wayne, 2, FALSE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "44" "3333" "44" "44" "55" "66");
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>mike mike>kevin mike>kevin kevin>mike mike>kevin kevin>mike "
                    "kevin>mike mike>kevin "
                    "kevin>wayne wayne>kevin wayne>kevin kevin>wayne kevin>mike mike>kevin "
                    "kevin>mike mike>kevin "
                    "mike>kevin kevin>mike kevin>wayne wayne>kevin");
  transfer = get_only (&scene);
  g_assert_cmpint (transfer->kind, ==, RF_TRANSFER_BLIND);
  g_assert_cmpuint (transfer->refer_message, ==, 4);
  assert_party (&scene, transfer->transferor, "mike");
  assert_party (&scene, transfer->transferee, "kevin");
  assert_party (&scene, transfer->target, "wayne");
  g_assert_cmpstr (transfer->target_uri, ==, "sip:wayne@192.0.2.3");
  g_assert_cmpstr (transfer->referred_by, ==, "sip:mike@192.0.2.2");
  g_assert_cmpuint (transfer->refer_status, ==, 202);
  test_assert_text (test_dup_progress (transfer), "100 180 200");
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (transfer->final_status, ==, 200);
  g_assert_cmpint (transfer->released_by, ==, RF_RELEASED_BY_TRANSFEROR);
  test_assert_text (rf_trace_dup_summary (scene.trace, 4), "REFER");
  test_assert_text (rf_trace_dup_detail (scene.trace, 4), "to wayne");
  test_assert_text (rf_trace_dup_summary (scene.trace, 5), "202 Accepted");
  test_assert_text (rf_trace_dup_detail (scene.trace, 12), "180 Ringing");
  g_assert_cmpuint (rf_trace_get_message (scene.trace, 12)->sipfrag_status, ==, 180);
}

/* As in the article: the transferee releases the first call once the target has answered. */
static void
test_released_by_transferee (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_call (&scene, &test_kevin_wayne, NULL);
  test_bye (&scene, &test_kevin_mike, 2, FALSE);
  test_notify (&scene, &test_kevin_mike, 3, "refer", ENDED, "200 OK");

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "3333" "55" "44");
  g_assert_cmpint (get_only (&scene)->released_by, ==, RF_RELEASED_BY_TRANSFEREE);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

static void
test_refused (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *d1 = &test_kevin_mike;
  guint recovery;

  test_scene_init (&scene);
  test_call (&scene, d1, NULL);
  test_reply (&scene, d1, test_request (&scene, d1, "INVITE", 2, &(TestRequest) {
    .backwards = TRUE, .body = TEST_SDP ("sendonly") }), "200 OK");
  test_assert_text (rf_trace_dup_summary (scene.trace, 4), "INVITE (hold)");
  test_refer (&scene, d1, 3, "<sip:wayne@192.0.2.3>", "603 Decline");
  recovery = test_request (&scene, d1, "INVITE", 4, &(TestRequest) {
    .backwards = TRUE, .body = TEST_SDP ("sendrecv") });
  test_reply (&scene, d1, recovery, "200 OK");
  test_request (&scene, d1, "ACK", 4, &(TestRequest) { .backwards = TRUE });

  test_assert_text (test_dup_phases (scene.trace), "1111" "11" "22" "555");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_REFUSED);
  g_assert_cmpuint (get_only (&scene)->refer_status, ==, 603);
  g_assert_cmpuint (get_only (&scene)->final_status, ==, 0);
  g_assert_cmpint (get_only (&scene)->released_by, ==, RF_RELEASED_BY_NONE);
  g_assert_cmpstr (rf_trace_get_phase_title (scene.trace, 5, 0), ==, "recovery");
  g_assert_cmpstr (rf_trace_get_phase_title (scene.trace, 4, 0), ==, "progress");
  g_assert_cmpstr (rf_trace_get_phase_title (scene.trace, 5, -1), ==, "release");
}

static void
test_failed (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3",
                                          .branch = "z9hG4bKi" });
  test_reply (&scene, &test_kevin_wayne, invite, "486 Busy Here");
  test_request (&scene, &test_kevin_wayne, "ACK", 1, &(TestRequest) { .branch = "z9hG4bKi" });
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  test_notify (&scene, &test_kevin_mike, 3, "refer", ENDED, "486 Busy Here");
  test_bye (&scene, &test_kevin_mike, 102, TRUE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "44" "333" "44" "55");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_FAILED);
  g_assert_cmpuint (get_only (&scene)->final_status, ==, 486);
  test_assert_text (test_dup_progress (get_only (&scene)), "100 486");
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 1)->state, ==, RF_DIALOG_FAILED);
}

static void
test_abandoned (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *d4 = &test_kevin_wayne;
  guint invite, cancel;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  invite = test_request (&scene, d4, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3",
                                          .branch = "z9hG4bKi" });
  test_reply (&scene, d4, invite, "180 Ringing");
  cancel = test_request (&scene, d4, "CANCEL", 1,
                         &(TestRequest) { .initial = TRUE, .branch = "z9hG4bKi" });
  test_reply (&scene, d4, cancel, "200 OK");
  test_reply (&scene, d4, invite, "487 Request Terminated");
  test_request (&scene, d4, "ACK", 1, &(TestRequest) { .branch = "z9hG4bKi" });
  test_notify (&scene, &test_kevin_mike, 3, "refer", ENDED, "487 Request Terminated");

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "44" "333333" "44");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_ABANDONED);
  g_assert_cmpuint (get_only (&scene)->final_status, ==, 487);
}

static void
test_early_bye (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  test_bye (&scene, &test_kevin_mike, 102, TRUE);
  test_call (&scene, &test_kevin_wayne, NULL);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  test_notify (&scene, &test_kevin_mike, 3, "refer", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_wayne, 2, TRUE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "44" "55" "3333" "44" "66");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* RFC 5589 §7.3: the target gives up the call with the transferor when the new one replaces it. */
static void
test_attended (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &test_mike_wayne, NULL);
  test_refer (&scene, &test_kevin_mike, 101,
              "<sip:wayne@192.0.2.3?Replaces=call-3%40mike%3Bto-tag%3Dw3%3Bfrom-tag%3Dm3>",
              "202 Accepted");
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Replaces: call-3@mike;to-tag=w3;from-tag=m3\r\n" });
  test_bye (&scene, &test_mike_wayne, 1, TRUE);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_mike, 102, TRUE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "1111" "22" "3333" "55" "44" "55");
  g_assert_cmpint (get_only (&scene)->kind, ==, RF_TRANSFER_ATTENDED);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpint (get_only (&scene)->released_by, ==, RF_RELEASED_BY_TRANSFEROR);
  assert_party (&scene, get_only (&scene)->target, "wayne");
  for (guint i = 0; i < rf_trace_get_n_messages (scene.trace); i++)
    g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, i), ==, 0);
}

static void
test_semi_attended (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  invite = test_request (&scene, &test_mike_wayne, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  test_reply (&scene, &test_mike_wayne, invite, "180 Ringing");
  test_refer (&scene, &test_kevin_mike, 101,
              "<sip:wayne@192.0.2.3?Replaces=call-3%40mike%3Bto-tag%3Dw3%3Bfrom-tag%3Dm3>",
              "202 Accepted");
  g_assert_cmpint (get_only (&scene)->kind, ==, RF_TRANSFER_SEMI_ATTENDED);
}

/* A call that rings must not be replaced: phones keep the REFER back until it is answered. Whoever
 * talked to the target first, however briefly, has attended it. */
static void
check_kind (guint           talk_ms,
            RfTransferKind  expected)
{
  g_auto (TestScene) scene = { 0 };
  guint hold;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &test_mike_wayne, NULL);
  scene.now_ms += talk_ms;
  hold = test_request (&scene, &test_mike_wayne, "INVITE", 2,
                       &(TestRequest) { .body = TEST_SDP ("sendonly") });
  test_reply (&scene, &test_mike_wayne, hold, "200 OK");
  test_refer (&scene, &test_kevin_mike, 101,
              "<sip:wayne@192.0.2.3?Replaces=call-3%40mike%3Bto-tag%3Dw3%3Bfrom-tag%3Dm3>",
              "202 Accepted");
  g_assert_cmpint (get_only (&scene)->kind, ==, expected);
}

static void
test_answered_just_now (void)
{
  check_kind (0, RF_TRANSFER_SEMI_ATTENDED);
  /* A hold that comes some time after the ACK is somebody's doing. */
  check_kind (40, RF_TRANSFER_ATTENDED);
  check_kind (600, RF_TRANSFER_ATTENDED);
}

/* The same REFER with credentials is one attempt; a copy of it is none. */
static void
test_challenged (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  refer = test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", NULL);
  g_assert_cmpint (rf_trace_get_message (scene.trace,
                                         test_repeat (&scene,
                                                      refer))->retransmission_of, ==, refer);
  test_reply (&scene, &test_kevin_mike, refer, "407 Proxy Authentication Required");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  test_refer (&scene, &test_kevin_mike, 102, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer;id=102", ENDED, "200 OK");

  test_assert_text (test_dup_phases (scene.trace), "1111" "222" "22" "44");
  g_assert_cmpuint (get_only (&scene)->refer_message, ==, refer);
  g_assert_cmpuint (get_only (&scene)->refer_status, ==, 202);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

static void
test_challenge_unanswered (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "401 Unauthorized");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  rf_trace_finish (scene.trace);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_REFUSED);
}

/* A second attempt after a failed one; the id of Event tells their reports apart,
RFC 3515 §2.4.6. */
static void
test_two_attempts (void)
{
  g_auto (TestScene) scene = { 0 };
  const RfTraceTransfer *first, *second;
  guint late;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:nobody@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer;id=101", ACTIVE, "100 Trying");
  test_refer (&scene, &test_kevin_mike, 102, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 3, "refer;id=102", ACTIVE, "100 Trying");
  late = test_notify (&scene, &test_kevin_mike, 4, "refer;id=101", ENDED, "404 Not Found");
  test_call (&scene, &test_kevin_wayne, NULL);
  test_notify (&scene, &test_kevin_mike, 5, "refer;id=102", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_mike, 103, TRUE);

  test_assert_text (test_dup_phases (scene.trace),
                    "1111" "22" "44" "22" "44" "44" "3333" "44" "55");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 2);
  first = rf_trace_get_transfer (scene.trace, 0);
  second = rf_trace_get_transfer (scene.trace, 1);
  g_assert_cmpint (first->outcome, ==, RF_OUTCOME_FAILED);
  g_assert_cmpuint (first->final_status, ==, 404);
  g_assert_cmpint (first->released_by, ==, RF_RELEASED_BY_NONE);
  g_assert_cmpint (second->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpint (second->released_by, ==, RF_RELEASED_BY_TRANSFEROR);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, late), ==, 0);
}

/* A phone that gives no ids, and has not said how the first attempt ended. */
static void
test_two_attempts_unnamed (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:nobody@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  test_notify (&scene, &test_kevin_mike, 3, "refer", ACTIVE, "100 Trying");
  test_refer (&scene, &test_kevin_mike, 102, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 4, "refer", ACTIVE, "100 Trying");
  test_notify (&scene, &test_kevin_mike, 5, "refer", ENDED, "200 OK");
  rf_trace_finish (scene.trace);

  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 1)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* A phone that gives no id for the first REFER, as it may, reports on it late. */
static void
test_two_attempts_late (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:nobody@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  test_refer (&scene, &test_kevin_mike, 102, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 3, "refer;id=102", ACTIVE, "100 Trying");
  test_notify (&scene, &test_kevin_mike, 4, "refer", ENDED, "404 Not Found");
  test_notify (&scene, &test_kevin_mike, 5, "refer;id=102", ENDED, "200 OK");

  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_FAILED);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 1)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* A phone that gives no ids and never ends a subscription: what it says after a final status is
 * about the next REFER. */
static void
test_two_attempts_unended (void)
{
  g_auto (TestScene) scene = { 0 };
  const RfTraceTransfer *first, *second;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:nobody@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  test_notify (&scene, &test_kevin_mike, 3, "refer", ACTIVE, "603 Decline");
  test_refer (&scene, &test_kevin_mike, 102, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 4, "refer", ACTIVE, "100 Trying");
  test_notify (&scene, &test_kevin_mike, 5, "refer", ENDED, "200 OK");

  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 2);
  first = rf_trace_get_transfer (scene.trace, 0);
  second = rf_trace_get_transfer (scene.trace, 1);
  g_assert_cmpint (first->outcome, ==, RF_OUTCOME_FAILED);
  g_assert_cmpuint (first->final_status, ==, 603);
  g_assert_cmpuint (first->n_progress, ==, 2);
  g_assert_cmpint (second->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (second->final_status, ==, 200);
  g_assert_cmpuint (second->n_progress, ==, 2);
}

static void
test_copies_do_not_count (void)
{
  g_auto (TestScene) scene = { 0 };
  guint notify;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  notify = test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  test_repeat (&scene, notify);
  test_notify (&scene, &test_kevin_mike, 3, "refer", ENDED, "200 OK");

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "44" "4" "44");
  test_assert_text (test_dup_progress (get_only (&scene)), "100 200");
}

/* RFC 5589 §6.1: the REFER goes outside the call and names it. */
static void
test_target_dialog (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg refer_leg = {
    "refer-1@mike", "<sip:mike@192.0.2.2>", "m9", "192.0.2.2:5060", "<sip:kevin@192.0.2.1>", "k9",
    "192.0.2.1:5060",
  };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  refer = test_request (&scene, &refer_leg, "REFER", 1, &(TestRequest) {
    .initial = TRUE,
    .headers = "Refer-To: <sip:wayne@192.0.2.3>\r\n"
               "Target-Dialog: call-1@kevin;local-tag=m1;remote-tag=k1\r\n",
  });
  /* The first report overtakes the answer. */
  test_request (&scene, &refer_leg, "NOTIFY", 1, &(TestRequest) {
    .backwards = TRUE, .body = "SIP/2.0 100 Trying\r\n",
    .headers = "Event: refer\r\nSubscription-State: active\r\n" });
  test_reply (&scene, &refer_leg, refer, "202 Accepted");
  test_call (&scene, &test_kevin_wayne, NULL);
  test_bye (&scene, &test_kevin_mike, 2, TRUE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "2" "4" "2" "3333" "55");
  test_assert_text (test_dup_progress (get_only (&scene)), "100");
  g_assert_cmpint (get_only (&scene)->released_by, ==, RF_RELEASED_BY_TRANSFEROR);
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 1)->kind, ==, RF_DIALOG_REFER);
}

/* A call that the transferee makes at the same time to somebody else is not the triggered one. */
static void
test_unrelated_call (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg other = {
    "call-9@kevin", "<sip:kevin@192.0.2.1>", "k9", "192.0.2.1:5060", "<sip:zoe@192.0.2.9>", "z9",
    "192.0.2.9:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_call (&scene, &other, NULL);
  test_call (&scene, &test_kevin_wayne, NULL);
  test_bye (&scene, &other, 2, FALSE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "1111" "3333" "11");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, 6), ==, -1);
}

/* 202 is no success: what is never reported is unknown, after 32 s of the trace's own time or at
 * its end. */
static void
test_unknown (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  rf_trace_finish (scene.trace);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);

  test_request (&scene, &test_kevin_mike, "OPTIONS", 5, NULL);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  scene.now_ms += 33 * 1000;
  test_request (&scene, &test_kevin_mike, "OPTIONS", 6, NULL);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpuint (get_only (&scene)->final_status, ==, 0);
}

static void
test_ended_without_status (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", "active", "180 Ringing");
  scene.now_ms += 300 * 1000;
  test_request (&scene, &test_kevin_mike, "OPTIONS", 5, NULL);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING); /* it may ring for long */
  test_notify (&scene, &test_kevin_mike, 6, "refer", "terminated;reason=timeout", NULL);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
}

/* What one phone alone sees: transferor D1 and reports; transferee all; target only its own "
"call. */
static void
test_vantage_transferor (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  test_notify (&scene, &test_kevin_mike, 3, "refer", ENDED, "487 Request Terminated");

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "44" "44");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_ABANDONED);
  g_assert_cmpint (get_only (&scene)->target, ==, -1);
  g_assert_cmpuint (rf_trace_get_n_parties (scene.trace), ==, 2);
}

static void
test_vantage_transferee_without_reports (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_call (&scene, &test_kevin_wayne, NULL);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_PENDING);
  g_assert_cmpint (get_only (&scene)->differs_at, ==, -1);
  rf_trace_finish (scene.trace);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpuint (get_only (&scene)->final_status, ==, 0);
  g_assert_cmpuint (get_only (&scene)->n_progress, ==, 0);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 200);
  g_assert_cmpint (get_only (&scene)->differs_at, ==, 8);
}

/* What was reported counts; what happened is told beside it, and where the two differ. */
static void
check_report (const char        *answer,
              const char        *report,
              RfTransferOutcome  outcome,
              gboolean           differs)
{
  g_auto (TestScene) scene = { 0 };
  guint invite, notify;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3" });
  test_reply (&scene, &test_kevin_wayne, invite, answer);
  notify = test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, report);
  g_assert_cmpint (get_only (&scene)->outcome, ==, outcome);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, atoi (answer));
  g_assert_cmpint (get_only (&scene)->differs_at, ==, differs ? (int) notify : -1);
  for (guint i = 0; i < rf_trace_get_n_messages (scene.trace); i++)
    g_assert_cmpint (rf_trace_shows_difference (scene.trace, i), ==, differs && i == notify);
}

static void
test_untrue_reports (void)
{
  check_report ("486 Busy Here", "200 OK", RF_OUTCOME_SUCCEEDED, TRUE);
  check_report ("200 OK", "603 Decline", RF_OUTCOME_FAILED, TRUE);
  /* A phone may say 503 of any failure. */
  check_report ("486 Busy Here", "503 Service Unavailable", RF_OUTCOME_FAILED, FALSE);
  check_report ("200 OK", "200 OK", RF_OUTCOME_SUCCEEDED, FALSE);
  /* It may have called elsewhere then. */
  check_report ("302 Moved Temporarily", "200 OK", RF_OUTCOME_SUCCEEDED, FALSE);
}

/* No report was to come: then the answer to the new call is all there is. */
static void
test_reports_waived (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  refer = test_request (&scene, &test_kevin_mike, "REFER", 101, &(TestRequest) {
    .headers = "Refer-To: <sip:wayne@192.0.2.3>\r\nRequire: nosub\r\n", .backwards = TRUE });
  test_reply (&scene, &test_kevin_mike, refer, "200 OK");
  test_call (&scene, &test_kevin_wayne, NULL);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (get_only (&scene)->final_status, ==, 200);
}

static void
test_vantage_target (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Referred-By: <sip:mike@192.0.2.2>\r\n" });
  test_bye (&scene, &test_kevin_wayne, 2, FALSE);
  test_assert_text (test_dup_phases (scene.trace), "111111");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 0);
}

/* The capture begins in the middle of the call. */
static void
test_late_start (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_mike, 102, TRUE);
  test_assert_text (test_dup_phases (scene.trace), "22" "44" "55");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* Mike asks Kevin's phone to hang up, and then to call Wayne: one transfer. Its reports are told
 * apart by their id. */
static void
test_not_for_a_call (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  refer = test_refer (&scene, &test_kevin_mike, 101, "<sip:kevin@192.0.2.1;method=BYE>",
                      "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "481 Call Does Not Exist");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 0);
  test_assert_text (rf_trace_dup_detail (scene.trace, refer), "for BYE to kevin");

  test_refer (&scene, &test_kevin_mike, 102, "<sip:wayne@192.0.2.3;method=%49NVITE>",
              "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 3, "refer;id=102", ACTIVE, "100 Trying");
  refer = test_refer (&scene, &test_kevin_mike, 103, "<sip:kevin@192.0.2.1;%6Dethod=%42YE>",
                      "202 Accepted");
  test_assert_text (rf_trace_dup_detail (scene.trace, refer), "for BYE to kevin");
  test_notify (&scene, &test_kevin_mike, 4, "refer;id=103", ENDED, "481 Call Does Not Exist");
  test_notify (&scene, &test_kevin_mike, 5, "refer;id=102", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_mike, 6, FALSE);

  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  test_assert_text (test_dup_progress (get_only (&scene)), "100 200");
  test_assert_text (test_dup_phases (scene.trace), "1111" "1111" "22" "44" "1111" "44" "55");
}

/* Phones of one maker are told by REFER what was pressed on another, and it may show a page. */
static void
test_not_for_an_address (gconstpointer refer_to)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, refer_to, "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 0);
  test_bye (&scene, &test_kevin_mike, 3, FALSE);
  test_assert_text (test_dup_phases (scene.trace), "1111" "11" "11" "11");
}

/* Whatever else may be called. */
static void
test_for_an_address (gconstpointer refer_to)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, refer_to, "202 Accepted");
  g_assert_cmpstr (get_only (&scene)->target_uri, ==, refer_to);
}

static void
test_strange_refer_to (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:%s%n\x1b[2J\xff>", "202 Accepted");
  g_assert_true (g_utf8_validate (get_only (&scene)->target_uri, -1, NULL));
  g_assert_null (strchr (get_only (&scene)->target_uri, '\x1b'));
  test_assert_text (test_dup_phases (scene.trace), "111122");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/transfers/blind", test_blind);
  g_test_add_func ("/trace/transfers/released-by-transferee", test_released_by_transferee);
  g_test_add_func ("/trace/transfers/refused", test_refused);
  g_test_add_func ("/trace/transfers/failed", test_failed);
  g_test_add_func ("/trace/transfers/abandoned", test_abandoned);
  g_test_add_func ("/trace/transfers/early-bye", test_early_bye);
  g_test_add_func ("/trace/transfers/attended", test_attended);
  g_test_add_func ("/trace/transfers/semi-attended", test_semi_attended);
  g_test_add_func ("/trace/transfers/challenged", test_challenged);
  g_test_add_func ("/trace/transfers/challenge-unanswered", test_challenge_unanswered);
  g_test_add_func ("/trace/transfers/two-attempts", test_two_attempts);
  g_test_add_func ("/trace/transfers/two-attempts-late", test_two_attempts_late);
  g_test_add_func ("/trace/transfers/two-attempts-unended", test_two_attempts_unended);
  g_test_add_func ("/trace/transfers/two-attempts-unnamed", test_two_attempts_unnamed);
  g_test_add_func ("/trace/transfers/copies-do-not-count", test_copies_do_not_count);
  g_test_add_func ("/trace/transfers/target-dialog", test_target_dialog);
  g_test_add_func ("/trace/transfers/unrelated-call", test_unrelated_call);
  g_test_add_func ("/trace/transfers/unknown", test_unknown);
  g_test_add_func ("/trace/transfers/ended-without-status", test_ended_without_status);
  g_test_add_func ("/trace/transfers/vantage/transferor", test_vantage_transferor);
  g_test_add_func ("/trace/transfers/vantage/transferee-without-reports",
                   test_vantage_transferee_without_reports);
  g_test_add_func ("/trace/transfers/untrue-reports", test_untrue_reports);
  g_test_add_func ("/trace/transfers/reports-waived", test_reports_waived);
  g_test_add_func ("/trace/transfers/answered-just-now", test_answered_just_now);
  g_test_add_func ("/trace/transfers/vantage/target", test_vantage_target);
  g_test_add_func ("/trace/transfers/late-start", test_late_start);
  g_test_add_func ("/trace/transfers/not-for-a-call", test_not_for_a_call);
  g_test_add_data_func ("/trace/transfers/not-for-an-address-cid", "cid:1234@192.0.2.1",
                        test_not_for_an_address);
  g_test_add_data_func ("/trace/transfers/not-for-an-address-urn", "<URN:X-cisco-remotecc:hold>",
                        test_not_for_an_address);
  g_test_add_data_func ("/trace/transfers/not-for-an-address-http", "<http://example.org/a?b=c>",
                        test_not_for_an_address);
  g_test_add_data_func ("/trace/transfers/for-an-address-tel", "tel:+49-30-123",
                        test_for_an_address);
  g_test_add_data_func ("/trace/transfers/for-an-address-sos", "urn:service:sos.fire",
                        test_for_an_address);
  g_test_add_data_func ("/trace/transfers/for-an-address-unknown", "x-line:7",
                        test_for_an_address);
  g_test_add_func ("/trace/transfers/strange-refer-to", test_strange_refer_to);

  return g_test_run ();
}
