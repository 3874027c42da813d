/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/* Which of several REFERs in one call a report is about. */

#define ACTIVE "active;expires=60"
#define ENDED  "terminated;reason=noresource"
#define WAYNE  "<sip:wayne@192.0.2.3>"
#define ZOE    "<sip:zoe@192.0.2.4>"

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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/report-owner/crossing", test_crossing);
  g_test_add_func ("/trace/report-owner/crossing-same-cseq", test_crossing_same_cseq);
  g_test_add_func ("/trace/report-owner/crossing-challenged", test_crossing_challenged);
  g_test_add_func ("/trace/report-owner/crossing-unsubscribed", test_crossing_unsubscribed);
  g_test_add_func ("/trace/report-owner/other-way", test_other_way);

  return g_test_run ();
}
