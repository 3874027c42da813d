/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-entry-list.h"
#include "testlib-trace.h"

/*
 * Calls that more than one attempt is about, and calls in which the target was asked first: which
 * messages of theirs belong to which REFER.
 */

#define ENDED "terminated;reason=noresource"
#define WAYNE "<sip:wayne@192.0.2.3>"
/* Wayne, in place of his call with Mike. */
#define WAYNE_ASKED \
  "<sip:wayne@192.0.2.3?Replaces=call-3%40mike%3Bto-tag%3Dw3%3Bfrom-tag%3Dm3>"
#define REPLACES "Replaces: call-3@mike;to-tag=w3;from-tag=m3\r\n"
/* Kevin, in place of his call with Mike. */
#define KEVIN_ASKED \
  "<sip:kevin@192.0.2.1?Replaces=call-1%40kevin%3Bto-tag%3Dk1%3Bfrom-tag%3Dm1>"

/* Kevin calls Wayne once more. */
static const TestLeg kevin_wayne_again = {
  "call-4@kevin", "<sip:kevin@192.0.2.1>", "k4", "192.0.2.1:5060", WAYNE, "w4", "192.0.2.3:5060",
};

/* "0011-": the transfers of all messages. */
static char *
dup_transfers (RfTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    int transfer = rf_trace_get_transfer_of (trace, i);

    g_string_append_c (out, transfer < 0 ? '-' : (char) ('0' + transfer));
  }

  return g_string_free (out, FALSE);
}

/* However often somebody is transferred, it is one entry. */
static void
assert_one_entry (TestScene *scene)
{
  g_autoptr (RfEntryList) list = rf_entry_list_new (scene->trace);

  g_assert_cmpuint (rf_entry_list_get_n (list), ==, 1);
}

static void
assert_transfer (TestScene         *scene,
                 guint              index,
                 RfTransferOutcome  outcome,
                 RfReleasedBy       released_by)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (scene->trace, index);

  g_assert_cmpint (transfer->outcome, ==, outcome);
  g_assert_cmpint (transfer->released_by, ==, released_by);
}

/* Kevin is called, and Wayne is asked. */
static void
begin (TestScene *scene)
{
  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  test_call (scene, &test_mike_wayne, NULL);
}

/* Kevin calls Wayne in place of Mike, and all hang up but these two. */
static void
go_through (TestScene *scene,
            guint      cseq)
{
  test_call (scene, &test_kevin_wayne, &(TestRequest) { .headers = REPLACES });
  test_bye (scene, &test_mike_wayne, 2, TRUE);
  test_notify (scene, &test_kevin_mike, cseq, "refer", ENDED, "200 OK");
  test_bye (scene, &test_kevin_mike, 110, TRUE);
}

/* What came before the first attempt belongs to that; what came in between, to the retry. */
static void
test_retried (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE_ASKED, "503 Service Unavailable");
  test_reply (&scene, &test_mike_wayne,
              test_request (&scene, &test_mike_wayne, "INFO", 2, NULL), "200 OK");
  test_reply (&scene, &test_kevin_mike,
              test_request (&scene, &test_kevin_mike, "INFO", 2, NULL), "200 OK");
  test_refer (&scene, &test_kevin_mike, 102, WAYNE_ASKED, "202 Accepted");
  go_through (&scene, 3);

  test_assert_text (test_dup_phases (scene.trace),
                    "1111" "1111" "22" "11" "11" "22" "3333" "55" "44" "55");
  test_assert_text (dup_transfers (scene.trace),
                    "0000" "0000" "00" "11" "11" "11" "1111" "11" "11" "11");
  assert_transfer (&scene, 0, RF_OUTCOME_REFUSED, RF_RELEASED_BY_NONE);
  assert_transfer (&scene, 1, RF_OUTCOME_SUCCEEDED, RF_RELEASED_BY_TRANSFEROR);
  assert_one_entry (&scene);
}

/* Wayne's phone knows no Replaces: Mike hangs up on Wayne, and transfers Kevin without. He was
 * asked for the first attempt. */
static void
test_then_blind (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  begin (&scene);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE_ASKED, "202 Accepted");
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .headers = REPLACES, .uri = "sip:wayne@192.0.2.3" });
  test_reply (&scene, &test_kevin_wayne, invite, "420 Bad Extension");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "420 Bad Extension");
  test_bye (&scene, &test_mike_wayne, 2, FALSE);
  test_refer (&scene, &test_kevin_mike, 102, WAYNE, "202 Accepted");
  test_call (&scene, &kevin_wayne_again, NULL);
  test_notify (&scene, &test_kevin_mike, 3, "refer", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_mike, 103, TRUE);

  test_assert_text (test_dup_phases (scene.trace),
                    "1111" "1111" "22" "33" "44" "55" "22" "3333" "44" "55");
  test_assert_text (dup_transfers (scene.trace),
                    "0000" "0000" "00" "00" "00" "00" "11" "1111" "11" "11");
  assert_transfer (&scene, 0, RF_OUTCOME_FAILED, RF_RELEASED_BY_NONE);
  assert_transfer (&scene, 1, RF_OUTCOME_SUCCEEDED, RF_RELEASED_BY_TRANSFEROR);
  assert_one_entry (&scene);
}

/* Mike asks both to call each other; Wayne declines. */
static void
test_both_asked (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer;

  begin (&scene);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE_ASKED, "202 Accepted");
  refer = test_request (&scene, &test_mike_wayne, "REFER", 2, &(TestRequest) {
    .headers = "Refer-To: " KEVIN_ASKED "\r\nReferred-By: <sip:mike@192.0.2.2>\r\n" });
  test_reply (&scene, &test_mike_wayne, refer, "603 Decline");
  go_through (&scene, 2);

  test_assert_text (test_dup_phases (scene.trace),
                    "1111" "1111" "22" "22" "3333" "55" "44" "55");
  test_assert_text (dup_transfers (scene.trace),
                    "0000" "0000" "00" "11" "0000" "00" "00" "00");
  assert_transfer (&scene, 0, RF_OUTCOME_SUCCEEDED, RF_RELEASED_BY_TRANSFEROR);
  assert_transfer (&scene, 1, RF_OUTCOME_REFUSED, RF_RELEASED_BY_NONE);
  assert_one_entry (&scene);
}

/* A second REFER and the end of the call pass each other: it is refused, as there is no call any
 * more. */
static void
test_refused_after_end (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  refer = test_refer (&scene, &test_kevin_mike, 102, WAYNE, NULL);
  test_bye (&scene, &test_kevin_mike, 2, FALSE);
  test_assert_text (dup_transfers (scene.trace), "0000" "00" "1" "11");
  assert_transfer (&scene, 1, RF_OUTCOME_PENDING, RF_RELEASED_BY_TRANSFEREE);

  test_reply (&scene, &test_kevin_mike, refer, "481 Call/Transaction Does Not Exist");
  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "2" "55" "2");
  test_assert_text (dup_transfers (scene.trace), "0000" "00" "1" "00" "1");
  assert_transfer (&scene, 0, RF_OUTCOME_PENDING, RF_RELEASED_BY_TRANSFEREE);
  assert_transfer (&scene, 1, RF_OUTCOME_REFUSED, RF_RELEASED_BY_NONE);
}

/* Which of two has succeeded shows after the end of the call. */
static void
test_succeeded_after_end (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  test_refer (&scene, &test_kevin_mike, 102, "<sip:zoe@192.0.2.9>", "202 Accepted");
  test_bye (&scene, &test_kevin_mike, 2, FALSE);
  test_notify (&scene, &test_kevin_mike, 3, "refer;id=102", ENDED, "404 Not Found");
  test_assert_text (dup_transfers (scene.trace), "0000" "00" "11" "11" "11");
  test_notify (&scene, &test_kevin_mike, 4, "refer;id=101", ENDED, "200 OK");

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "22" "55" "44" "44");
  test_assert_text (dup_transfers (scene.trace), "0000" "00" "11" "00" "11" "00");
  assert_transfer (&scene, 0, RF_OUTCOME_SUCCEEDED, RF_RELEASED_BY_TRANSFEREE);
  assert_transfer (&scene, 1, RF_OUTCOME_FAILED, RF_RELEASED_BY_NONE);
}

/* The end of calls that nobody was transferred from is that of the last attempt. */
static void
test_all_refused (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE_ASKED, "503 Service Unavailable");
  test_refer (&scene, &test_kevin_mike, 102, WAYNE_ASKED, "603 Decline");
  test_bye (&scene, &test_mike_wayne, 2, FALSE);
  test_bye (&scene, &test_kevin_mike, 110, TRUE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "1111" "22" "22" "55" "55");
  test_assert_text (dup_transfers (scene.trace), "0000" "0000" "00" "11" "11" "11");
  assert_transfer (&scene, 0, RF_OUTCOME_REFUSED, RF_RELEASED_BY_NONE);
  assert_transfer (&scene, 1, RF_OUTCOME_REFUSED, RF_RELEASED_BY_TRANSFEROR);
}

/* A PBX passes on what Mike asks of it, word by word: the call that he names is that of his
 * REFER. */
static void
test_passed_on (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg in = {
    "in@kevin", "<sip:kevin@example.org>", "k1", "192.0.2.1:5060", "<sip:mike@example.org>", "p1",
    "192.0.2.8:5060",
  };
  const TestLeg out = {
    "out@pbx", "<sip:kevin@example.org>", "p2", "192.0.2.8:5060", "<sip:mike@example.org>", "m2",
    "192.0.2.2:5060",
  };
  const TestLeg asked = {
    "call-3@mike", "<sip:mike@example.org>", "m3", "192.0.2.2:5060", "<sip:wayne@example.org>",
    "w3", "192.0.2.8:5060",
  };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &in, NULL);
  test_call (&scene, &out, NULL);
  test_call (&scene, &asked, NULL);
  refer = test_refer (&scene, &out, 5, WAYNE_ASKED, NULL);
  test_refer (&scene, &in, 5, WAYNE_ASKED, "202 Accepted");
  test_reply (&scene, &out, refer, "202 Accepted");
  test_bye (&scene, &asked, 2, TRUE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "1111" "1111" "2222" "55");
  test_assert_text (dup_transfers (scene.trace), "1111" "0000" "0000" "0110" "00");
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 1)->relay_of, ==, 0);
  assert_one_entry (&scene);
}

static guint
give_up (TestScene     *scene,
         const TestLeg *leg)
{
  const TestRequest initial = { .initial = TRUE, .branch = "z9hG4bK-given-up" };
  guint invite = test_request (scene, leg, "INVITE", 1, &initial);
  guint cancel;

  test_reply (scene, leg, invite, "180 Ringing");
  cancel = test_request (scene, leg, "CANCEL", 1, &initial);
  test_reply (scene, leg, cancel, "200 OK");

  return invite;
}

static void
decline_given_up (TestScene     *scene,
                  const TestLeg *leg,
                  guint          invite)
{
  test_reply (scene, leg, invite, "487 Request Terminated");
  test_request (scene, leg, "ACK", 1, &(TestRequest) { .branch = "z9hG4bK-given-up" });
}

/* RFC 5589 §7.6, figure 12: Mike does not wait for Wayne to answer, and his phone cannot let a call
 * be replaced that rings. */
static void
test_given_up (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  decline_given_up (&scene, &test_mike_wayne, give_up (&scene, &test_mike_wayne));
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  test_call (&scene, &test_kevin_wayne, NULL);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_mike, 102, TRUE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "1111" "11" "22" "3333" "44" "55");
  test_assert_text (dup_transfers (scene.trace), "0000" "0000" "00" "00" "0000" "00" "00");
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->kind, ==, RF_TRANSFER_BLIND);
  assert_transfer (&scene, 0, RF_OUTCOME_SUCCEEDED, RF_RELEASED_BY_TRANSFEROR);
  assert_one_entry (&scene);
}

/* The end of the INVITE is not waited for, or is not in the capture. */
static void
test_given_up_at_once (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  invite = give_up (&scene, &test_mike_wayne);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  decline_given_up (&scene, &test_mike_wayne, invite);

  test_assert_text (test_dup_phases (scene.trace), "1111" "1111" "22" "11");
  test_assert_text (dup_transfers (scene.trace), "0000" "0000" "00" "00");
}

/* Calls that Mike, or somebody else, has given up for another reason. */
static void
check_unrelated (const TestLeg *leg,
                 const char    *refer_to,
                 gboolean       before_call,
                 guint          wait_ms)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  if (!before_call)
    test_call (&scene, &test_kevin_mike, NULL);
  decline_given_up (&scene, leg, give_up (&scene, leg));
  if (before_call)
    test_call (&scene, &test_kevin_mike, NULL);
  scene.now_ms += wait_ms;
  test_refer (&scene, &test_kevin_mike, 101, refer_to, "202 Accepted");

  test_assert_text (dup_transfers (scene.trace),
                    before_call ? "------0000" "00" : "0000------" "00");
}

static void
test_given_up_else (void)
{
  TestLeg zoe_wayne = test_mike_wayne;
  TestLeg wayne_mike = test_mike_wayne;

  zoe_wayne.caller = "<sip:zoe@192.0.2.9>";
  zoe_wayne.caller_at = "192.0.2.9:5060";
  wayne_mike.caller = test_mike_wayne.callee;
  wayne_mike.caller_at = test_mike_wayne.callee_at;
  wayne_mike.callee = test_mike_wayne.caller;
  wayne_mike.callee_at = test_mike_wayne.caller_at;
  check_unrelated (&zoe_wayne, WAYNE, FALSE, 0);
  check_unrelated (&wayne_mike, WAYNE, FALSE, 0);
  check_unrelated (&test_mike_wayne, WAYNE, TRUE, 0);
  check_unrelated (&test_mike_wayne, WAYNE, FALSE, 5000);
}

/* Who was asked last is not who Kevin is transferred to. */
static void
test_given_up_two (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg mike_zoe = test_mike_wayne;

  mike_zoe.call_id = "call-5@mike";
  mike_zoe.callee = "<sip:zoe@192.0.2.9>";
  mike_zoe.callee_at = "192.0.2.9:5060";
  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  decline_given_up (&scene, &test_mike_wayne, give_up (&scene, &test_mike_wayne));
  decline_given_up (&scene, &mike_zoe, give_up (&scene, &mike_zoe));
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");

  test_assert_text (dup_transfers (scene.trace), "0000" "------" "------" "00");
}

/* Wayne has answered meanwhile: then it is a call like any other, and over when it is ended. */
static void
test_given_up_too_late (void)
{
  for (guint ended = 0; ended < 2; ended++) {
    g_auto (TestScene) scene = { 0 };

    test_scene_init (&scene);
    test_call (&scene, &test_kevin_mike, NULL);
    test_reply (&scene, &test_mike_wayne, give_up (&scene, &test_mike_wayne), "200 OK");
    test_request (&scene, &test_mike_wayne, "ACK", 1, NULL);
    if (ended)
      test_bye (&scene, &test_mike_wayne, 2, FALSE);
    test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");

    test_assert_text (dup_transfers (scene.trace),
                      ended ? "0000" "0000" "00" "00" "00" : "0000" "----" "--" "00");
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/consultation/retried", test_retried);
  g_test_add_func ("/trace/consultation/then-blind", test_then_blind);
  g_test_add_func ("/trace/consultation/both-asked", test_both_asked);
  g_test_add_func ("/trace/consultation/refused-after-end", test_refused_after_end);
  g_test_add_func ("/trace/consultation/succeeded-after-end", test_succeeded_after_end);
  g_test_add_func ("/trace/consultation/all-refused", test_all_refused);
  g_test_add_func ("/trace/consultation/passed-on", test_passed_on);
  g_test_add_func ("/trace/consultation/given-up", test_given_up);
  g_test_add_func ("/trace/consultation/given-up-at-once", test_given_up_at_once);
  g_test_add_func ("/trace/consultation/given-up-else", test_given_up_else);
  g_test_add_func ("/trace/consultation/given-up-two", test_given_up_two);
  g_test_add_func ("/trace/consultation/given-up-too-late", test_given_up_too_late);

  return g_test_run ();
}
