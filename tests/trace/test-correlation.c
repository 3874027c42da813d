/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/*
 * Which call belongs to which REFER, where more than one might be meant, and the transfers that are
 * not of the usual form.
 */

#define ENDED "terminated;reason=noresource"
#define WAYNE "<sip:wayne@192.0.2.3>"
#define REPLACES(call_id, to_tag, from_tag) \
  "<sip:wayne@192.0.2.3?Replaces=" call_id "%3Bto-tag%3D" to_tag "%3Bfrom-tag%3D" from_tag ">"

/* Kevin also talks to Nina, and calls Wayne a second time. */
static const TestLeg kevin_nina = {
  "call-4@kevin", "<sip:kevin@192.0.2.1>", "k4", "192.0.2.1:5060", "<sip:nina@192.0.2.4>", "n4",
  "192.0.2.4:5060",
};
static const TestLeg kevin_wayne_again = {
  "call-5@kevin", "<sip:kevin@192.0.2.1>", "k5", "192.0.2.1:5060", "<sip:wayne@192.0.2.3>", "w5",
  "192.0.2.3:5060",
};
static const TestLeg nina_wayne = {
  "call-6@nina", "<sip:nina@192.0.2.4>", "n6", "192.0.2.4:5060", "<sip:wayne@192.0.2.3>", "w6",
  "192.0.2.3:5060",
};
/* Mike calls Olga. */
static const TestLeg olga_mike = {
  "call-7@olga", "<sip:olga@192.0.2.5>", "o7", "192.0.2.5:5060", "<sip:mike@192.0.2.2>", "m7",
  "192.0.2.2:5060",
};
static const TestLeg olga_wayne = {
  "call-8@olga", "<sip:olga@192.0.2.5>", "o8", "192.0.2.5:5060", "<sip:wayne@192.0.2.3>", "w8",
  "192.0.2.3:5060",
};

static guint
invite (TestScene     *scene,
        const TestLeg *leg,
        const char    *headers)
{
  return test_request (scene, leg, "INVITE", 1,
                       &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3",
                                        .headers = headers });
}

static void
assert_transfer (TestScene *scene,
                 guint      message,
                 int        transfer,
                 guint      phase)
{
  g_assert_cmpint (rf_trace_get_transfer_of (scene->trace, message), ==, transfer);
  g_assert_cmpuint (rf_trace_get_phase (scene->trace, message), ==, phase);
}

/* Two ask Kevin to call Wayne at the same time. */
static void
begin_two (TestScene  *scene,
           const char *first,
           const char *second)
{
  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  test_call (scene, &kevin_nina, NULL);
  test_refer (scene, &test_kevin_mike, 101, first, "202 Accepted");
  test_refer (scene, &kevin_nina, 201, second, "202 Accepted");
}

static void
test_by_referred_by (void)
{
  g_auto (TestScene) scene = { 0 };

  begin_two (&scene, WAYNE, WAYNE);
  assert_transfer (&scene, invite (&scene, &test_kevin_wayne,
                                   "Referred-By: <sip:nina@192.0.2.4>\r\n"), 1, 3);
  assert_transfer (&scene, invite (&scene, &kevin_wayne_again,
                                   "Referred-By: <sip:mike@192.0.2.2>\r\n"), 0, 3);
}

static void
test_by_replaces (void)
{
  g_auto (TestScene) scene = { 0 };

  begin_two (&scene, REPLACES ("call-3%40mike", "w3", "m3"),
             REPLACES ("call-6%40nina", "w6", "n6"));
  assert_transfer (&scene, invite (&scene, &test_kevin_wayne,
                                   "Replaces: call-6@nina;to-tag=w6;from-tag=n6\r\n"), 1, 3);
  assert_transfer (&scene, invite (&scene, &kevin_wayne_again,
                                   "Replaces: call-3@mike;to-tag=w3;from-tag=m3\r\n"), 0, 3);
}

/* Where nothing tells the two apart, who is asked first is served first. */
static void
test_in_order (void)
{
  g_auto (TestScene) scene = { 0 };

  begin_two (&scene, WAYNE, WAYNE);
  assert_transfer (&scene, invite (&scene, &test_kevin_wayne, NULL), 0, 3);
  assert_transfer (&scene, invite (&scene, &kevin_wayne_again, NULL), 1, 3);
}

static void
test_by_transferee (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &olga_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  test_refer (&scene, &olga_mike, 201, WAYNE, "202 Accepted");
  assert_transfer (&scene, invite (&scene, &olga_wayne,
                                   "Referred-By: <sip:mike@192.0.2.2>\r\n"), 1, 3);
  assert_transfer (&scene, invite (&scene, &test_kevin_wayne,
                                   "Referred-By: <sip:mike@192.0.2.2>\r\n"), 0, 3);
}

/* Transfers that are over do not stand in the way of one that waits. */
static void
test_among_many (void)
{
  g_auto (TestScene) scene = { 0 };
  guint cseq = 1;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &kevin_nina, NULL);
  test_refer (&scene, &kevin_nina, 100, WAYNE, "202 Accepted");
  for (guint i = 0; i < 200; i++) {
    test_refer (&scene, &test_kevin_mike, 100 + i, "<sip:nobody@192.0.2.9>", "202 Accepted");
    test_notify (&scene, &test_kevin_mike, ++cseq, "refer", ENDED, "404 Not Found");
  }
  assert_transfer (&scene, invite (&scene, &test_kevin_wayne, NULL), 0, 3);
}

/* A number is called by way of a gateway, which has it without what makes it easy to read. */
static void
test_number (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg gateway = test_kevin_wayne;

  gateway.callee = "<sip:+4930123@example.org>";
  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<tel:+49-30-123>", "202 Accepted");
  assert_transfer (&scene,
                   test_request (&scene, &gateway, "INVITE", 1, &(TestRequest) {
                     .initial = TRUE, .uri = "sip:+4930123@example.org;user=phone" }), 0, 3);
}

/* A B2BUA makes another call of the triggered one, with another Call-ID, towards another host. */
static void
test_b2bua (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg inside = test_kevin_wayne;
  TestLeg outside = test_kevin_wayne;
  TestLeg later = kevin_wayne_again;
  guint first, second, stray;

  inside.callee_at = outside.caller_at = later.caller_at = "192.0.2.9:5060";
  outside.call_id = "other@b2bua";
  outside.caller = "<sip:kevin@192.0.2.9>";
  outside.caller_tag = "b1";
  later.caller = "<sip:kevin@192.0.2.9>";
  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  first = invite (&scene, &inside, NULL);
  second = test_request (&scene, &outside, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.77:5070" });
  test_reply (&scene, &outside, second, "200 OK");
  test_reply (&scene, &inside, first, "200 OK");
  test_request (&scene, &inside, "ACK", 1, NULL);
  test_request (&scene, &outside, "ACK", 1, NULL);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_bye (&scene, &inside, 2, FALSE);
  test_bye (&scene, &outside, 2, FALSE);
  stray = invite (&scene, &later, NULL);

  for (guint i = first; i < first + 6; i++)
    assert_transfer (&scene, i, 0, 3);
  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "333333" "44" "66" "66" "1");
  assert_transfer (&scene, stray, -1, 1);
}

/* The transferee's own call to the same target does not take the place of the one that was
 * triggered. */
static void
test_not_twice (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  assert_transfer (&scene, invite (&scene, &test_kevin_wayne, NULL), 0, 3);
  assert_transfer (&scene, invite (&scene, &kevin_wayne_again, NULL), -1, 1);
}

/* The triggered call is asked for credentials, and sent on to another place: one call. */
static void
test_challenged_call (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *leg = &test_kevin_wayne;
  guint first;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  first = test_request (&scene, leg, "INVITE", 1,
                        &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3",
                                         .branch = "z9hG4bKa" });
  test_reply (&scene, leg, first, "407 Proxy Authentication Required");
  test_request (&scene, leg, "ACK", 1, &(TestRequest) { .branch = "z9hG4bKa" });
  test_reply (&scene, leg, test_request (&scene, leg, "INVITE", 2, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.33" }), "200 OK");
  test_request (&scene, leg, "ACK", 2, NULL);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "333" "333" "44");
}

/* A phone gives the new call the Call-ID of the one that is transferred: a dialog is that and both
 * tags (RFC 3261 §12). A late CANCEL and the BYE of the old call do not end the new one. */
static void
test_same_call_id (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *d1 = &test_kevin_mike;
  TestLeg leg = test_kevin_wayne;
  guint first;

  leg.call_id = d1->call_id;
  test_scene_init (&scene);
  test_call (&scene, d1, NULL);
  test_refer (&scene, d1, 101, WAYNE, "202 Accepted");
  first = test_request (&scene, &leg, "INVITE", 1,
                        &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3",
                                         .branch = "z9hG4bKa" });
  test_reply (&scene, &leg, first, "407 Proxy Authentication Required");
  test_request (&scene, &leg, "ACK", 1, &(TestRequest) { .branch = "z9hG4bKa" });
  leg.caller_tag = "k22";
  test_reply (&scene, &leg, test_request (&scene, &leg, "INVITE", 2, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.3" }), "200 OK");
  test_request (&scene, &leg, "ACK", 2, NULL);
  test_request (&scene, d1, "CANCEL", 1, &(TestRequest) { .initial = TRUE });
  test_notify (&scene, d1, 2, "refer", ENDED, "487 Request Terminated");
  test_bye (&scene, d1, 102, TRUE);
  test_bye (&scene, &leg, 3, FALSE);

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "333" "333" "1" "44" "55" "66");
  for (guint i = 0; i < rf_trace_get_n_messages (scene.trace); i++)
    g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, i), ==, 0);
  /* It was not the new call that was cancelled. */
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_FAILED);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->released_by, ==,
                   RF_RELEASED_BY_TRANSFEROR);
}

/* RFC 5589 §7.1: the transferor hangs up on the target before it transfers. That call is a part of
 * the transfer, its end is not the release of the original call. */
static void
test_exposing_consultation (void)
{
  g_auto (TestScene) scene = { 0 };
  guint consultation;

  test_scene_init (&scene);
  test_call (&scene, &test_mike_wayne, NULL);
  test_bye (&scene, &test_mike_wayne, 2, FALSE);
  test_call (&scene, &test_kevin_mike, NULL);
  consultation = rf_trace_get_n_messages (scene.trace);
  {
    TestLeg second = test_mike_wayne;

    second.call_id = "call-9@mike";
    test_call (&scene, &second, NULL);
    test_bye (&scene, &second, 2, FALSE);
  }
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");

  test_assert_text (test_dup_phases (scene.trace), "1111" "11" "1111" "1111" "11" "22");
  assert_transfer (&scene, 0, -1, 1); /* an older call between the two has nothing to do with it */
  for (guint i = consultation; i < consultation + 6; i++)
    assert_transfer (&scene, i, 0, 1);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->kind, ==, RF_TRANSFER_BLIND);
}

/* RFC 5589 §7.2: Wayne, whom Mike consults, is asked to call Kevin back in place of Mike. */
static void
test_protected_target (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg new_call = {
    "call-10@wayne", "<sip:wayne@192.0.2.3>", "w10", "192.0.2.3:5060", "<sip:kevin@192.0.2.1>",
    "k10", "192.0.2.1:5060",
  };
  const RfTraceTransfer *transfer;
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &test_mike_wayne, NULL);
  refer = test_request (&scene, &test_mike_wayne, "REFER", 101, &(TestRequest) {
    .headers = "Refer-To: <sip:kevin@192.0.2.1?Replaces=call-1%40kevin%3Bto-tag%3Dk1%3B"
               "from-tag%3Dm1>\r\nReferred-By: <sip:mike@192.0.2.2>\r\n" });
  test_reply (&scene, &test_mike_wayne, refer, "202 Accepted");
  test_call (&scene, &new_call, &(TestRequest) {
    .headers = "Replaces: call-1@kevin;to-tag=k1;from-tag=m1\r\n" });
  test_bye (&scene, &test_kevin_mike, 2, FALSE);
  test_reply (&scene, &test_mike_wayne, test_request (&scene, &test_mike_wayne, "NOTIFY", 2,
    &(TestRequest) { .backwards = TRUE, .body = "SIP/2.0 200 OK\r\n",
                     .headers = "Event: refer\r\nSubscription-State: " ENDED "\r\n" }), "200 OK");
  test_bye (&scene, &test_mike_wayne, 102, FALSE);
  test_bye (&scene, &new_call, 2, TRUE);

  test_assert_text (test_dup_phases (scene.trace),
                    "1111" "1111" "22" "3333" "55" "44" "55" "66");
  transfer = rf_trace_get_transfer (scene.trace, 0);
  g_assert_cmpint (transfer->kind, ==, RF_TRANSFER_ATTENDED);
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferor)->label, ==, "mike");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferee)->label, ==, "wayne");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->target)->label, ==, "kevin");
  for (guint i = 0; i < rf_trace_get_n_messages (scene.trace); i++)
    g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, i), ==, 0);
}

/* A REFER outside any call: click to dial. */
static void
test_without_call (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg refer = {
    "click@desk", "<sip:desk@192.0.2.6>", "d1", "192.0.2.6:5060", "<sip:kevin@192.0.2.1>", "k9",
    "192.0.2.1:5060",
  };
  guint first;

  test_scene_init (&scene);
  first = test_request (&scene, &refer, "REFER", 1,
                        &(TestRequest) { .initial = TRUE, .headers = "Refer-To: " WAYNE "\r\n" });
  test_reply (&scene, &refer, first, "202 Accepted");
  test_call (&scene, &test_kevin_wayne, NULL);
  test_reply (&scene, &refer, test_request (&scene, &refer, "NOTIFY", 1, &(TestRequest) {
    .backwards = TRUE, .body = "SIP/2.0 200 OK\r\n",
    .headers = "Event: refer\r\nSubscription-State: " ENDED "\r\n" }), "200 OK");
  test_bye (&scene, &test_kevin_wayne, 2, FALSE);

  test_assert_text (test_dup_phases (scene.trace), "22" "3333" "44" "66");
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* RFC 7614: the reports are asked for in a dialog of their own. */
static void
test_explicit_subscription (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *d1 = &test_kevin_mike;
  TestLeg reports = {
    "reports@mike", "<sip:mike@192.0.2.2>", "r1", "192.0.2.2:5060", "<sip:kevin@192.0.2.1>", "r2",
    "192.0.2.1:5060",
  };
  guint refer, subscribe;

  test_scene_init (&scene);
  test_call (&scene, d1, NULL);
  refer = test_request (&scene, d1, "REFER", 101, &(TestRequest) {
    .backwards = TRUE, .headers = "Require: explicitsub\r\nRefer-To: " WAYNE "\r\n" });
  test_reply (&scene, d1, refer,
              "200 OK\r\nRefer-Events-At: <sip:watch-1@192.0.2.1;transport=udp>");
  subscribe = test_request (&scene, &reports, "SUBSCRIBE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:watch-1@192.0.2.1;transport=udp", .headers = "Event: refer\r\n" });
  test_reply (&scene, &reports, subscribe, "200 OK");
  test_call (&scene, &test_kevin_wayne, NULL);
  test_reply (&scene, &reports, test_request (&scene, &reports, "NOTIFY", 1, &(TestRequest) {
    .backwards = TRUE, .body = "SIP/2.0 200 OK\r\n",
    .headers = "Event: refer\r\nSubscription-State: " ENDED "\r\n" }), "200 OK");

  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "44" "3333" "44");
  for (guint i = 0; i < rf_trace_get_n_messages (scene.trace); i++)
    g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, i), ==, 0);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* A copy is one hours later too, behind anything else, and in a transaction of any length. */
static void
test_late_copies (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (GArray) firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  const TestLeg *leg = &test_kevin_mike;
  guint first;

  test_scene_init (&scene);
  first = test_request (&scene, leg, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  g_array_append_val (firsts, first);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *status = g_strdup_printf ("%u Wait", 180 + i);
    guint reply = test_reply (&scene, leg, first, status);

    g_array_append_val (firsts, reply);
  }
  for (guint hours = 0; hours < 3; hours++) {
    test_call (&scene, hours % 2 ? &nina_wayne : &test_kevin_wayne, NULL);
    scene.now_ms += 3600 * 1000;
    for (guint i = 0; i < firsts->len; i++) {
      guint index = g_array_index (firsts, guint, i);
      guint copy = test_repeat (&scene, index);

      g_assert_cmpint (rf_trace_get_message (scene.trace, copy)->retransmission_of, ==, index);
    }
  }
  for (guint i = 0; i < firsts->len; i++)
    g_assert_cmpint (rf_trace_get_message (scene.trace,
                                           g_array_index (firsts, guint, i))->retransmission_of,
                     ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/correlation/by-referred-by", test_by_referred_by);
  g_test_add_func ("/trace/correlation/by-replaces", test_by_replaces);
  g_test_add_func ("/trace/correlation/in-order", test_in_order);
  g_test_add_func ("/trace/correlation/by-transferee", test_by_transferee);
  g_test_add_func ("/trace/correlation/among-many", test_among_many);
  g_test_add_func ("/trace/correlation/number", test_number);
  g_test_add_func ("/trace/correlation/b2bua", test_b2bua);
  g_test_add_func ("/trace/correlation/not-twice", test_not_twice);
  g_test_add_func ("/trace/correlation/challenged-call", test_challenged_call);
  g_test_add_func ("/trace/correlation/same-call-id", test_same_call_id);
  g_test_add_func ("/trace/correlation/exposing-consultation", test_exposing_consultation);
  g_test_add_func ("/trace/correlation/protected-target", test_protected_target);
  g_test_add_func ("/trace/correlation/without-call", test_without_call);
  g_test_add_func ("/trace/correlation/explicit-subscription", test_explicit_subscription);
  g_test_add_func ("/trace/correlation/late-copies", test_late_copies);

  return g_test_run ();
}
