/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/* Which of several REFERs in one call a report is about. */

#define ACTIVE "active;expires=60"
#define ENDED  "terminated;reason=noresource"
#define WAYNE  "<sip:wayne@192.0.2.3>"
#define ZOE    "<sip:zoe@192.0.2.4>"
#define YURI   "<sip:yuri@192.0.2.5>"

static const TestLeg kevin_zoe = {
  "call-4@kevin", "<sip:kevin@192.0.2.1>", "k4", "192.0.2.1:5060", ZOE, "z4", "192.0.2.4:5060",
};

/* Kevin has called Mike. */
static void
begin (TestScene *scene)
{
  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
}

/* Mike asks Kevin, where nothing else is said. */
static guint
refer (TestScene  *scene,
       guint       cseq,
       const char *refer_to,
       gboolean    by_kevin)
{
  g_autofree char *headers = g_strdup_printf ("Refer-To: %s\r\n", refer_to);

  return test_request (scene, &test_kevin_mike, "REFER", cseq,
                       &(TestRequest) { .headers = headers, .backwards = !by_kevin });
}

static void
reply (TestScene  *scene,
       guint       request,
       const char *status)
{
  test_reply (scene, &test_kevin_mike, request, status);
}

/* What Mike says of what Kevin has asked for. */
static guint
notify_kevin (TestScene  *scene,
              guint       cseq,
              const char *event,
              const char *state,
              const char *sipfrag)
{
  g_autofree char *headers = g_strdup_printf ("Event: %s\r\nSubscription-State: %s\r\n"
                                              "Content-Type: message/sipfrag\r\n", event, state);
  g_autofree char *body = g_strdup_printf ("SIP/2.0 %s\r\n", sipfrag);
  guint notify = test_request (scene, &test_kevin_mike, "NOTIFY", cseq, &(TestRequest) {
    .headers = headers, .body = body, .backwards = TRUE });

  reply (scene, notify, "200 OK");

  return notify;
}

static void
check (TestScene         *scene,
       guint              index,
       RfTransferOutcome  outcome,
       const char        *progress)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (scene->trace, index);

  test_assert_text (test_dup_progress (transfer), progress);
  g_assert_cmpint (transfer->outcome, ==, outcome);
}

/* Each asks the other, and neither gives an id. */
static void
test_crossing (void)
{
  g_auto (TestScene) scene = { 0 };
  guint by_mike, by_kevin, first, second;

  begin (&scene);
  by_mike = refer (&scene, 101, WAYNE, FALSE);
  by_kevin = refer (&scene, 2, ZOE, TRUE);
  reply (&scene, by_kevin, "202 Accepted");
  reply (&scene, by_mike, "202 Accepted");
  first = test_notify (&scene, &test_kevin_mike, 3, "refer", ACTIVE, "100 Trying");
  second = notify_kevin (&scene, 102, "refer", ACTIVE, "100 Trying");
  notify_kevin (&scene, 103, "refer", ENDED, "486 Busy Here");
  test_notify (&scene, &test_kevin_mike, 4, "refer", ENDED, "200 OK");

  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 2);
  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "100 200");
  check (&scene, 1, RF_OUTCOME_FAILED, "100 486");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, first), ==, 0);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, second), ==, 1);
}

/* Each side counts for itself, so the same id names two REFERs. */
static void
test_crossing_same_cseq (void)
{
  g_auto (TestScene) scene = { 0 };
  guint by_mike, by_kevin;

  begin (&scene);
  by_mike = refer (&scene, 2, WAYNE, FALSE);
  by_kevin = refer (&scene, 2, ZOE, TRUE);
  reply (&scene, by_kevin, "603 Decline");
  reply (&scene, by_mike, "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 3, "refer;id=2", ACTIVE, "100 Trying");
  test_notify (&scene, &test_kevin_mike, 4, "refer;id=2", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "100 200");
  check (&scene, 1, RF_OUTCOME_REFUSED, "");
}

/* One side has to send its REFER again, behind that of the other. */
static void
test_crossing_challenged (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  reply (&scene, refer (&scene, 101, WAYNE, FALSE), "401 Unauthorized");
  reply (&scene, refer (&scene, 2, ZOE, TRUE), "202 Accepted");
  reply (&scene, refer (&scene, 102, WAYNE, FALSE), "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 3, "refer;id=102", ENDED, "200 OK");

  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 2);
  g_assert_cmpuint (rf_trace_get_transfer (scene.trace, 0)->refer_status, ==, 202);
  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "200");
}

/* Who subscribes is who has asked. */
static void
test_crossing_unsubscribed (void)
{
  g_auto (TestScene) scene = { 0 };
  guint by_mike, by_kevin;

  begin (&scene);
  reply (&scene, refer (&scene, 101, WAYNE, FALSE), "202 Accepted");
  reply (&scene, refer (&scene, 2, ZOE, TRUE), "202 Accepted");
  by_mike = test_request (&scene, &test_kevin_mike, "SUBSCRIBE", 102, &(TestRequest) {
    .backwards = TRUE, .headers = "Event: refer\r\nExpires: 0\r\n" });
  by_kevin = test_request (&scene, &test_kevin_mike, "SUBSCRIBE", 3, &(TestRequest) {
    .headers = "Event: refer\r\nExpires: 0\r\n" });

  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, by_mike), ==, 0);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, by_kevin), ==, 1);
}

/* Who has asked does not report; so that is about a REFER that was not captured. */
static void
test_other_way (void)
{
  g_auto (TestScene) scene = { 0 };
  guint notify;

  begin (&scene);
  reply (&scene, refer (&scene, 101, WAYNE, FALSE), "202 Accepted");
  notify = notify_kevin (&scene, 102, "refer", ENDED, "200 OK");
  rf_trace_finish (scene.trace);

  check (&scene, 0, RF_OUTCOME_UNKNOWN, "");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, notify), ==, -1);
  g_assert_cmpuint (rf_trace_get_phase (scene.trace, notify), ==, 4);
}

/* Mike asks Kevin, who agrees. */
static void
accept (TestScene  *scene,
        guint       cseq,
        const char *refer_to)
{
  reply (scene, refer (scene, cseq, refer_to, FALSE), "202 Accepted");
}

static guint
notify (TestScene  *scene,
        guint       cseq,
        const char *event,
        const char *state,
        const char *sipfrag)
{
  return test_notify (scene, &test_kevin_mike, cseq, event, state, sipfrag);
}

/* The first may be reported on without an id (RFC 3515 §2.4.6), also behind the second REFER. */
static void
test_first_unnamed (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  notify (&scene, 2, "refer", ACTIVE, "100 Trying");
  notify (&scene, 3, "refer", ACTIVE, "180 Ringing");
  accept (&scene, 102, ZOE);
  notify (&scene, 4, "refer", ENDED, "200 OK");
  notify (&scene, 5, "refer;id=102", ACTIVE, "100 Trying");
  notify (&scene, 6, "refer;id=102", ENDED, "486 Busy Here");

  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "100 180 200");
  check (&scene, 1, RF_OUTCOME_FAILED, "100 486");
}

/* None is reported on before all were sent. */
static void
test_three_at_once (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  accept (&scene, 102, ZOE);
  accept (&scene, 103, YURI);
  notify (&scene, 2, "refer", ACTIVE, "100 Trying");
  notify (&scene, 3, "refer;id=103", ACTIVE, "100 Trying");
  notify (&scene, 4, "refer;id=102", ACTIVE, "100 Trying");
  notify (&scene, 5, "refer", ACTIVE, "100 Trying");
  notify (&scene, 6, "refer;id=103", ENDED, "200 OK");
  notify (&scene, 7, "refer;id=102", ENDED, "486 Busy Here");
  notify (&scene, 8, "refer", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "100 100 200");
  check (&scene, 1, RF_OUTCOME_FAILED, "100 486");
  check (&scene, 2, RF_OUTCOME_SUCCEEDED, "100 200");
}

/* Kevin's phone gives no ids; what became of its calls tells what it reports. */
static void
test_by_result (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  begin (&scene);
  accept (&scene, 101, WAYNE);
  notify (&scene, 2, "refer", ACTIVE, "100 Trying");
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.3" });
  accept (&scene, 102, ZOE);
  notify (&scene, 3, "refer", ACTIVE, "100 Trying");
  test_reply (&scene, &test_kevin_wayne, invite, "404 Not Found");
  notify (&scene, 4, "refer", ENDED, "404 Not Found");
  notify (&scene, 5, "refer", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_FAILED, "100 404");
  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "100 200");
}

/* A phone that gives no ids, and reports nothing but the end. */
static void
test_only_result (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  accept (&scene, 102, ZOE);
  test_call (&scene, &kevin_zoe, NULL);
  notify (&scene, 2, "refer", ENDED, "200 OK");
  rf_trace_finish (scene.trace);

  check (&scene, 0, RF_OUTCOME_UNKNOWN, "");
  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "200");
}

/* What was not reported on in time will not be. */
static void
test_first_silent (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  scene.now_ms += 33000;
  accept (&scene, 102, ZOE);
  notify (&scene, 2, "refer", ACTIVE, "100 Trying");
  notify (&scene, 3, "refer", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_UNKNOWN, "");
  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "100 200");
}

/* The second was refused, or is not to be reported on: it takes nothing from the first. */
static void
test_second_silent (void)
{
  static const char *const answers[] = {
    "603 Decline", "401 Unauthorized", "202 Accepted\r\nRefer-Sub: false",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_auto (TestScene) scene = { 0 };

    begin (&scene);
    accept (&scene, 101, WAYNE);
    notify (&scene, 2, "refer", ACTIVE, "100 Trying");
    reply (&scene, refer (&scene, 102, ZOE, FALSE), answers[i]);
    notify (&scene, 3, "refer", ACTIVE, "100 Trying");
    notify (&scene, 4, "refer", ENDED, "200 OK");

    check (&scene, 0, RF_OUTCOME_SUCCEEDED, "100 100 200");
    test_assert_text (test_dup_progress (rf_trace_get_transfer (scene.trace, 1)), "");
  }
}

/* It was not heard, so it is not what is reported on. */
static void
test_first_unanswered (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  refer (&scene, 101, WAYNE, FALSE);
  accept (&scene, 102, ZOE);
  notify (&scene, 2, "refer", ACTIVE, "100 Trying");
  notify (&scene, 3, "refer", ENDED, "200 OK");

  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "100 200");
}

/* Reports may overtake the answers (RFC 3515 §2.4.4). */
static void
test_before_answers (void)
{
  g_auto (TestScene) scene = { 0 };
  guint first, second;

  begin (&scene);
  first = refer (&scene, 101, WAYNE, FALSE);
  second = refer (&scene, 102, ZOE, FALSE);
  notify (&scene, 2, "refer", ACTIVE, "100 Trying");
  notify (&scene, 3, "refer", ACTIVE, "100 Trying");
  reply (&scene, first, "202 Accepted");
  reply (&scene, second, "202 Accepted");
  notify (&scene, 4, "refer", ENDED, "200 OK");
  rf_trace_finish (scene.trace);

  check (&scene, 0, RF_OUTCOME_UNKNOWN, "100");
  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "100 200");
}

/* The first has an id, so what has none is not about it. */
static void
test_second_unnamed (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  notify (&scene, 2, "refer;id=101", ACTIVE, "100 Trying");
  accept (&scene, 102, ZOE);
  notify (&scene, 3, "refer", ENDED, "200 OK");

  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "200");
}

/* The second has to come again, and that is not in the capture. */
static void
test_second_challenged (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  notify (&scene, 2, "refer", ENDED, "486 Busy Here");
  reply (&scene, refer (&scene, 102, ZOE, FALSE), "401 Unauthorized");
  notify (&scene, 3, "refer", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_FAILED, "486");
  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "200");
}

/* Some begin without a word. */
static void
test_second_begins_empty (void)
{
  g_auto (TestScene) scene = { 0 };
  guint empty, subscribe;

  begin (&scene);
  accept (&scene, 101, WAYNE);
  notify (&scene, 2, "refer", ACTIVE, "100 Trying");
  accept (&scene, 102, ZOE);
  subscribe = test_request (&scene, &test_kevin_mike, "SUBSCRIBE", 103, &(TestRequest) {
    .backwards = TRUE, .headers = "Event: refer\r\n" });
  empty = notify (&scene, 3, "refer", ACTIVE, NULL);
  notify (&scene, 4, "refer", ENDED, "200 OK");

  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "200");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, subscribe), ==, 0);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, empty), ==, 1);
}

/* There was to be no report of either (RFC 4488), but Kevin's phone does not keep to that. */
static void
test_none_due (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  reply (&scene, refer (&scene, 101, WAYNE, FALSE), "202 Accepted\r\nRefer-Sub: false");
  notify (&scene, 2, "refer", ENDED, "486 Busy Here");
  reply (&scene, refer (&scene, 102, ZOE, FALSE), "202 Accepted\r\nRefer-Sub: false");
  notify (&scene, 3, "refer", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_FAILED, "486");
  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "200");
}

/* Where there is but one REFER, a wrong id means that. */
static void
test_wrong_id (void)
{
  static const char *const events[] = { "refer;id=999", "refer;id=1", "refer;id=a7f" };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    g_auto (TestScene) scene = { 0 };

    begin (&scene);
    accept (&scene, 101, WAYNE);
    notify (&scene, 2, events[i], ACTIVE, "100 Trying");
    notify (&scene, 3, events[i], ENDED, "200 OK");
    check (&scene, 0, RF_OUTCOME_SUCCEEDED, "100 200");
  }
}

/* What a phone has called a REFER once, it goes on to call it; what is new is about the other. */
static void
test_wrong_ids (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  notify (&scene, 2, "refer;id=1", ACTIVE, "100 Trying");
  accept (&scene, 102, ZOE);
  notify (&scene, 3, "refer;id=2", ACTIVE, "100 Trying");
  notify (&scene, 4, "refer;id=1", ENDED, "486 Busy Here");
  notify (&scene, 5, "refer;id=2", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_FAILED, "100 486");
  check (&scene, 1, RF_OUTCOME_SUCCEEDED, "100 200");
}

/* One of the two is over, though its phone does not say so. */
static void
test_wrong_id_of_first (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  accept (&scene, 101, WAYNE);
  accept (&scene, 102, ZOE);
  notify (&scene, 2, "refer;id=102", ACTIVE, "486 Busy Here");
  notify (&scene, 3, "refer;id=999", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "200");
  check (&scene, 1, RF_OUTCOME_FAILED, "486");
}

/* It may be about either, or about one that was called otherwise, or is over. */
static void
test_unknown_id (void)
{
  g_auto (TestScene) scene = { 0 };
  guint both, named, over;

  begin (&scene);
  accept (&scene, 101, WAYNE);
  accept (&scene, 102, ZOE);
  both = notify (&scene, 2, "refer;id=999", ACTIVE, "100 Trying");
  notify (&scene, 3, "refer;id=102", ENDED, "486 Busy Here");
  notify (&scene, 4, "refer;id=101", ACTIVE, "100 Trying");
  named = notify (&scene, 5, "refer;id=999", ACTIVE, "180 Ringing");
  notify (&scene, 6, "refer;id=101", ENDED, "200 OK");
  over = notify (&scene, 7, "refer;id=999", ENDED, "503 Service Unavailable");

  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "100 200");
  check (&scene, 1, RF_OUTCOME_FAILED, "486");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, both), ==, -1);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, named), ==, -1);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, over), ==, -1);
}

/* What has ended says no more, by whatever name. */
static void
test_unknown_id_after_end (void)
{
  g_auto (TestScene) scene = { 0 };
  guint late;

  begin (&scene);
  accept (&scene, 101, WAYNE);
  notify (&scene, 2, "refer", ENDED, "200 OK");
  late = notify (&scene, 3, "refer;id=999", ENDED, "503 Service Unavailable");

  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "200");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, late), ==, -1);
}

/* In a call that began before the capture, a lower id is that of an earlier REFER. */
static void
test_id_before_capture (void)
{
  g_auto (TestScene) scene = { 0 };
  guint earlier;

  test_scene_init (&scene);
  accept (&scene, 101, WAYNE);
  earlier = notify (&scene, 2, "refer;id=100", ENDED, "404 Not Found");
  notify (&scene, 3, "refer;id=101", ENDED, "200 OK");

  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "200");
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, earlier), ==, -1);
}

/* What a REFER for something else came to is said behind the next. */
static void
test_id_of_other (void)
{
  g_auto (TestScene) scene = { 0 };
  guint other;

  begin (&scene);
  accept (&scene, 101, "<sip:kevin@192.0.2.1;method=BYE>");
  accept (&scene, 102, WAYNE);
  other = notify (&scene, 2, "refer;id=101", ENDED, "481 Call Does Not Exist");
  notify (&scene, 3, "refer;id=102", ENDED, "200 OK");

  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 1);
  check (&scene, 0, RF_OUTCOME_SUCCEEDED, "200");
  g_assert_cmpuint (rf_trace_get_phase (scene.trace, other), ==, 1);
}

/* A report without a To tag, as a phone of RFC 2543 sends it, is of the call nonetheless, whichever
 * side has called. */
static void
test_without_to_tag (void)
{
  for (guint backwards = 0; backwards < 2; backwards++) {
    g_auto (TestScene) scene = { 0 };
    guint refer, notify;

    test_scene_init (&scene);
    test_call (&scene, &test_kevin_mike, NULL);
    refer = test_request (&scene, &test_kevin_mike, "REFER", 2, &(TestRequest) {
      .backwards = backwards, .headers = "Refer-To: <sip:wayne@192.0.2.3>\r\n" });
    test_reply (&scene, &test_kevin_mike, refer, "202 Accepted");
    notify = test_request (&scene, &test_kevin_mike, "NOTIFY", 5, &(TestRequest) {
      .backwards = !backwards, .initial = TRUE, .body = "SIP/2.0 486 Busy Here\r\n",
      .headers = "Event: refer\r\nSubscription-State: terminated;reason=noresource\r\n"
                 "Content-Type: message/sipfrag\r\n" });
    test_reply (&scene, &test_kevin_mike, notify, "200 OK");

    g_assert_cmpuint (rf_trace_get_n_dialogs (scene.trace), ==, 1);
    g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, notify), ==, 0);
    g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_FAILED);
    g_assert_cmpuint (rf_trace_get_transfer (scene.trace, 0)->final_status, ==, 486);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/report-owner/crossing", test_crossing);
  g_test_add_func ("/trace/report-owner/crossing-same-cseq", test_crossing_same_cseq);
  g_test_add_func ("/trace/report-owner/crossing-challenged", test_crossing_challenged);
  g_test_add_func ("/trace/report-owner/crossing-unsubscribed", test_crossing_unsubscribed);
  g_test_add_func ("/trace/report-owner/without-to-tag", test_without_to_tag);
  g_test_add_func ("/trace/report-owner/other-way", test_other_way);
  g_test_add_func ("/trace/report-owner/first-unnamed", test_first_unnamed);
  g_test_add_func ("/trace/report-owner/three-at-once", test_three_at_once);
  g_test_add_func ("/trace/report-owner/by-result", test_by_result);
  g_test_add_func ("/trace/report-owner/only-result", test_only_result);
  g_test_add_func ("/trace/report-owner/first-silent", test_first_silent);
  g_test_add_func ("/trace/report-owner/second-silent", test_second_silent);
  g_test_add_func ("/trace/report-owner/first-unanswered", test_first_unanswered);
  g_test_add_func ("/trace/report-owner/before-answers", test_before_answers);
  g_test_add_func ("/trace/report-owner/second-unnamed", test_second_unnamed);
  g_test_add_func ("/trace/report-owner/second-challenged", test_second_challenged);
  g_test_add_func ("/trace/report-owner/second-begins-empty", test_second_begins_empty);
  g_test_add_func ("/trace/report-owner/none-due", test_none_due);
  g_test_add_func ("/trace/report-owner/wrong-id", test_wrong_id);
  g_test_add_func ("/trace/report-owner/wrong-ids", test_wrong_ids);
  g_test_add_func ("/trace/report-owner/wrong-id-of-first", test_wrong_id_of_first);
  g_test_add_func ("/trace/report-owner/unknown-id", test_unknown_id);
  g_test_add_func ("/trace/report-owner/unknown-id-after-end", test_unknown_id_after_end);
  g_test_add_func ("/trace/report-owner/id-before-capture", test_id_before_capture);
  g_test_add_func ("/trace/report-owner/id-of-other", test_id_of_other);

  return g_test_run ();
}
