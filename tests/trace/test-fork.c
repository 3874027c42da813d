/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/* Transfers whose requests a proxy has forked to several phones (RFC 3261 §16.7, §13.2.2.4). */

#define ENDED "terminated;reason=noresource"
#define WAYNE "<sip:wayne@192.0.2.3>"
/* Wayne, in place of his call with Mike. */
#define WAYNE_ASKED \
  "<sip:wayne@192.0.2.3?Replaces=call-3%40mike%3Bto-tag%3Dw3%3Bfrom-tag%3Dm3>"

static void
assert_all_of_transfer (TestScene *scene)
{
  g_assert_cmpuint (rf_trace_get_n_transfers (scene->trace), ==, 1);
  for (guint i = 0; i < rf_trace_get_n_messages (scene->trace); i++)
    g_assert_cmpint (rf_trace_get_transfer_of (scene->trace, i), ==, 0);
}

/* Both phones ring; the one of @leg rings @first or second, and answers. */
static void
call_forked (TestScene     *scene,
             const TestLeg *leg,
             gboolean       first)
{
  TestLeg other = *leg;
  guint invite, prack;

  other.callee_tag = "other";
  invite = test_request (scene, leg, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  test_reply (scene, leg, invite, "100 Trying");
  if (first)
    test_reply (scene, leg, invite, "180 Ringing");
  test_reply (scene, &other, invite, "183 Session Progress");
  prack = test_request (scene, &other, "PRACK", 2, NULL);
  test_reply (scene, &other, prack, "200 OK");
  if (!first)
    test_reply (scene, leg, invite, "180 Ringing");
  test_reply (scene, leg, invite, "200 OK");
  test_request (scene, leg, "ACK", 1, NULL);
}

/* The INVITE and all that came of it began the call that is transferred. */
static void
test_original (gconstpointer first)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  call_forked (&scene, &test_kevin_mike, GPOINTER_TO_INT (first));
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  test_bye (&scene, &test_kevin_mike, 102, TRUE);
  test_assert_text (test_dup_phases (scene.trace), "11111111" "22" "55");
  assert_all_of_transfer (&scene);
}

static void
test_consultation (gconstpointer first)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  call_forked (&scene, &test_mike_wayne, GPOINTER_TO_INT (first));
  test_refer (&scene, &test_kevin_mike, 101, WAYNE_ASKED, "202 Accepted");
  test_bye (&scene, &test_mike_wayne, 2, TRUE);
  test_assert_text (test_dup_phases (scene.trace), "1111" "11111111" "22" "55");
  assert_all_of_transfer (&scene);
}

/* Both branches were answered, and the one that was not wanted is released (RFC 3261 §13.2.2.4). */
static void
test_released_branch (void)
{
  TestLeg other = test_kevin_mike;
  g_auto (TestScene) scene = { 0 };
  guint invite;

  other.callee_tag = "other";
  test_scene_init (&scene);
  invite = test_request (&scene, &other, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  test_reply (&scene, &other, invite, "200 OK");
  test_request (&scene, &other, "ACK", 1, NULL);
  test_reply (&scene, &test_kevin_mike, invite, "200 OK");
  test_request (&scene, &test_kevin_mike, "ACK", 1, NULL);
  test_bye (&scene, &other, 2, FALSE);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  test_assert_text (test_dup_phases (scene.trace), "11111" "11" "22");
  assert_all_of_transfer (&scene);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->released_by, ==, RF_RELEASED_BY_NONE);
}

/* Of both phones that are asked outside of a call, one has no luck. */
static void
test_forked_refer (gconstpointer status)
{
  const gboolean wins = g_str_equal (status, "200 OK");
  TestLeg asked = test_kevin_mike;
  TestLeg other = test_kevin_mike;
  g_auto (TestScene) scene = { 0 };
  guint refer;

  asked.callee_tag = test_kevin_mike.caller_tag;
  other.caller_tag = "other";
  test_scene_init (&scene);
  refer = test_request (&scene, &test_kevin_mike, "REFER", 1, &(TestRequest) {
    .initial = TRUE, .backwards = TRUE, .headers = "Refer-To: " WAYNE "\r\n" });
  test_reply (&scene, &asked, refer, "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 1, "refer", "active", "100 Trying");
  test_notify (&scene, &other, 1, "refer", "active", "100 Trying");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, status);
  test_notify (&scene, &other, 2, "refer", ENDED, wins ? "486 Busy Here" : "200 OK");
  test_assert_text (test_dup_phases (scene.trace), "22" "44" "44" "44" "44");
  test_assert_text (test_dup_progress (rf_trace_get_transfer (scene.trace, 0)),
                    wins ? "100 100 200 486" : "100 100 486 200");
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  assert_all_of_transfer (&scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/trace/fork/original-first", GINT_TO_POINTER (TRUE), test_original);
  g_test_add_data_func ("/trace/fork/original-second", GINT_TO_POINTER (FALSE), test_original);
  g_test_add_data_func ("/trace/fork/consultation-first", GINT_TO_POINTER (TRUE),
                        test_consultation);
  g_test_add_data_func ("/trace/fork/consultation-second", GINT_TO_POINTER (FALSE),
                        test_consultation);
  g_test_add_func ("/trace/fork/released-branch", test_released_branch);
  g_test_add_data_func ("/trace/fork/refer-succeeded", "200 OK", test_forked_refer);
  g_test_add_data_func ("/trace/fork/refer-failed", "486 Busy Here", test_forked_refer);

  return g_test_run ();
}
