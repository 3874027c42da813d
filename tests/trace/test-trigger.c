/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/*
 * Which call a REFER has made, where the caller's name does not tell: phones with several numbers,
 * servers that call for others, servers that try several phones.
 */

#define ENDED  "terminated;reason=noresource"
#define WAYNE  "<sip:wayne@192.0.2.3>"
#define KEVIN  "192.0.2.1:5060"
#define OWN    "<sip:kevin@192.0.2.1>"
#define PBX    "192.0.2.9:5060"
#define BY     "Referred-By: <sip:mike@192.0.2.2>\r\n"

/* Kevin's leg to the PBX, and the one that it makes of it. */
static const TestLeg pbx_in = {
  "in", "<sip:kevin@example.org>", "k", KEVIN, "<sip:mike@example.org>", "p", PBX,
};
static const TestLeg pbx_out = {
  "out", "<sip:kevin@example.org>", "p1", PBX, "<sip:mike@192.0.2.2>", "m", "192.0.2.2:5060",
};

static void
assert_transfer (TestScene *scene,
                 guint      message,
                 int        transfer,
                 guint      phase)
{
  g_assert_cmpint (rf_trace_get_transfer_of (scene->trace, message), ==, transfer);
  g_assert_cmpuint (rf_trace_get_phase (scene->trace, message), ==, phase);
}

/* A call from @source to Wayne in somebody's name, and its answer. */
static guint
call_wayne (TestScene  *scene,
            const char *call_id,
            const char *from,
            const char *source,
            const char *headers,
            const char *status)
{
  const TestLeg leg = { call_id, from, call_id, source, WAYNE, "w", "192.0.2.3:5060" };
  guint invite = test_request (scene, &leg, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.3", .headers = headers });

  if (status)
    test_reply (scene, &leg, invite, status);

  return invite;
}

static void
begin (TestScene *scene)
{
  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
}

/* The PBX answers Kevin and calls Mike, who then asks it for a call to Wayne. */
static void
begin_with_pbx (TestScene *scene)
{
  guint outside, inside;

  test_scene_init (scene);
  outside = test_request (scene, &pbx_in, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@example.org" });
  inside = test_request (scene, &pbx_out, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@192.0.2.2" });
  test_reply (scene, &pbx_out, inside, "200 OK");
  test_request (scene, &pbx_out, "ACK", 1, NULL);
  test_reply (scene, &pbx_in, outside, "200 OK");
  test_request (scene, &pbx_in, "ACK", 1, NULL);
  test_refer (scene, &pbx_out, 101, WAYNE, "202 Accepted");
}

static const RfTraceTransfer *
get_only (TestScene *scene)
{
  g_assert_cmpuint (rf_trace_get_n_transfers (scene->trace), ==, 1);

  return rf_trace_get_transfer (scene->trace, 0);
}

/* The transferee calls under another of its numbers, or under none. */
static void
test_other_name (gconstpointer name)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  begin (&scene);
  invite = call_wayne (&scene, "new", name, KEVIN, NULL, "200 OK");
  assert_transfer (&scene, invite, 0, 3);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 200);
}

/* Its REFER came by way of a proxy, so only the second hop says where the phone is. */
static void
test_other_name_behind_proxy (void)
{
  g_auto (TestScene) scene = { 0 };
  const char *headers = "Refer-To: " WAYNE "\r\n";

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_request (&scene, &test_kevin_mike, "REFER", 101, &(TestRequest) {
    .backwards = TRUE, .to_at = PBX, .branch = "z9hG4bKbelow", .headers = headers });
  test_request (&scene, &test_kevin_mike, "REFER", 101, &(TestRequest) {
    .backwards = TRUE, .from_at = PBX, .headers = headers,
    .vias = "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKbelow\r\n" });
  assert_transfer (&scene, call_wayne (&scene, "new", "<sip:+431@192.0.2.7>", KEVIN, NULL, NULL),
                   0, 3);
}

/* The same words from elsewhere, or long after and without a word of who asked, are a call of its
 * own. */
static void
test_stranger (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  assert_transfer (&scene, call_wayne (&scene, "a", "<sip:nina@192.0.2.4>", "192.0.2.4:5060", BY,
                                       "200 OK"), -1, 1);
  scene.now_ms += 20000;
  assert_transfer (&scene, call_wayne (&scene, "b", "<sip:+431@192.0.2.7>", KEVIN, NULL,
                                       "200 OK"), -1, 1);
  assert_transfer (&scene, call_wayne (&scene, "c", "<sip:+431@192.0.2.7>", KEVIN, BY, "200 OK"),
                   0, 3);
}

/* Who calls in his own name after all takes the place of one that only came from his address. */
static void
test_own_name_wins (void)
{
  g_auto (TestScene) scene = { 0 };
  guint other, own;

  begin (&scene);
  other = call_wayne (&scene, "a", "<sip:+431@192.0.2.7>", KEVIN, NULL, NULL);
  own = call_wayne (&scene, "b", "<sip:kevin@192.0.2.1>", KEVIN, NULL, NULL);
  assert_transfer (&scene, other, -1, 1);
  assert_transfer (&scene, own, 0, 3);
}

/* A PBX that was asked calls in the name of whoever it likes. */
static void
test_by_server (gconstpointer name)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  begin_with_pbx (&scene);
  invite = call_wayne (&scene, "new", name, PBX, NULL, "200 OK");
  assert_transfer (&scene, invite, 0, 3);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 200);
}

/* While it is asked, it sends on what somebody else wants of the same Wayne. */
static void
test_by_server_for_other (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg nina = {
    "nina", "<sip:nina@192.0.2.4>", "n", "192.0.2.4:5060", "<sip:wayne@example.org>", "p", PBX,
  };

  begin_with_pbx (&scene);
  test_request (&scene, &nina, "INVITE", 1,
                &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@example.org" });
  assert_transfer (&scene, call_wayne (&scene, "n2", "<sip:nina@192.0.2.4>", PBX, NULL, "200 OK"),
                   -1, 1);
}

/* It has only the address that the phone has registered in its start line. */
static void
test_by_server_to_contact (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = {
    "new", "<sip:kevin@example.org>", "n", PBX, WAYNE, "w", "192.0.2.3:5060",
  };

  begin_with_pbx (&scene);
  assert_transfer (&scene, test_request (&scene, &leg, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:a1b2c3@192.0.2.3" }), 0, 3);
}

/* The PBX calls a member of the group that Wayne is to it, in Kevin's name. */
static guint
call_member (TestScene  *scene,
             const char *number,
             const char *status)
{
  g_autofree char *uri = g_strdup_printf ("sip:%s@192.0.2.%s", number, number);
  g_autofree char *to = g_strdup_printf ("<%s>", uri);
  g_autofree char *at = g_strdup_printf ("192.0.2.%s:5060", number);
  const TestLeg leg = { number, "<sip:kevin@example.org>", number, PBX, to, number, at };
  guint invite = test_request (scene, &leg, "INVITE", 1,
                               &(TestRequest) { .initial = TRUE, .uri = uri });

  if (status)
    test_reply (scene, &leg, invite, status);

  return invite;
}

static void
test_group (void)
{
  g_auto (TestScene) scene = { 0 };
  guint busy, waiting, answered;

  begin_with_pbx (&scene);
  busy = call_member (&scene, "31", "486 Busy Here");
  waiting = call_member (&scene, "32", NULL);
  answered = call_member (&scene, "33", "200 OK");
  assert_transfer (&scene, busy, 0, 3);
  assert_transfer (&scene, waiting, 0, 3);
  assert_transfer (&scene, answered, 0, 3);
  assert_transfer (&scene, call_member (&scene, "34", "200 OK"), -1, 1);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 200);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, get_only (&scene)->target)->label, ==, "33");
}

/* Whom the PBX calls later, or for a call that Kevin has just made, is nobody whom Mike wanted; nor
 * is it where it calls who was named after all. */
static void
test_not_group (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg again = pbx_in;
  guint guessed;

  begin_with_pbx (&scene);
  guessed = call_member (&scene, "31", NULL);
  assert_transfer (&scene, call_wayne (&scene, "a", "<sip:kevin@example.org>", PBX, NULL, NULL),
                   0, 3);
  assert_transfer (&scene, guessed, -1, 1);
  again.call_id = again.caller_tag = "again";
  test_request (&scene, &again, "INVITE", 1,
                &(TestRequest) { .initial = TRUE, .uri = "sip:zoe@example.org" });
  assert_transfer (&scene, call_member (&scene, "32", NULL), -1, 1);
}

static void
test_not_group_later (void)
{
  g_auto (TestScene) scene = { 0 };

  begin_with_pbx (&scene);
  scene.now_ms += 2000;
  assert_transfer (&scene, call_member (&scene, "31", NULL), -1, 1);
}

/* It tries two phones at once, and the second answers. */
static void
test_hunts_at_once (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = { "a", "<sip:kevin@example.org>", "a", PBX, WAYNE, "w", "192.0.2.3:5060" };
  guint first, second;

  begin_with_pbx (&scene);
  first = call_wayne (&scene, "a", leg.caller, PBX, NULL, NULL);
  second = call_wayne (&scene, "b", leg.caller, PBX, NULL, "200 OK");
  test_reply (&scene, &leg, first, "487 Request Terminated");
  assert_transfer (&scene, first, 0, 3);
  assert_transfer (&scene, second, 0, 3);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 200);
}

/* It tries two people at once; the target is who answers. */
static void
test_target_answers (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg wayne = { "a", "<sip:kevin@example.org>", "a", PBX, WAYNE, "w", "192.0.2.3:5060" };
  const TestLeg nina = {
    "b", "<sip:kevin@example.org>", "b", PBX, "<sip:nina@192.0.2.4>", "n", "192.0.2.4:5060",
  };
  const TestRequest wanted = {
    .initial = TRUE, .headers = BY, .uri = "sip:wayne@example.org",
  };
  guint first, second;

  begin_with_pbx (&scene);
  first = test_request (&scene, &wayne, "INVITE", 1, &wanted);
  second = test_request (&scene, &nina, "INVITE", 1, &wanted);
  test_reply (&scene, &wayne, first, "200 OK");
  test_reply (&scene, &nina, second, "487 Request Terminated");
  assert_transfer (&scene, second, 0, 3);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, get_only (&scene)->target)->label, ==,
                   "wayne");
}

/* It tries one after the other; what comes after the answer is another call. */
static void
test_hunts_in_turn (void)
{
  g_auto (TestScene) scene = { 0 };
  guint first, second;

  begin_with_pbx (&scene);
  first = call_wayne (&scene, "a", "<sip:kevin@example.org>", PBX, NULL, "486 Busy Here");
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 486);
  second = call_wayne (&scene, "b", "<sip:kevin@example.org>", PBX, NULL, NULL);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 0);
  assert_transfer (&scene, first, 0, 3);
  assert_transfer (&scene, second, 0, 3);
  assert_transfer (&scene, call_wayne (&scene, "c", "<sip:kevin@example.org>", PBX, NULL,
                                       "200 OK"), 0, 3);
  assert_transfer (&scene, call_wayne (&scene, "d", "<sip:kevin@example.org>", PBX, NULL,
                                       "200 OK"), -1, 1);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 200);
}

/* The REFER with the credentials is missing in the capture, or even the answer to it; what follows
 * shows that there was one. */
static void
test_lost_retry (gconstpointer answer)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *leg = &test_kevin_mike;
  const char *status = answer;
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, leg, NULL);
  refer = test_refer (&scene, leg, 101, WAYNE, "401 Unauthorized");
  if (status) {
    /* As the one that is missing would have been answered. */
    g_autofree char *text = g_strdup_printf (
      "SIP/2.0 %s\r\nVia: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKretry\r\n"
      "From: <sip:mike@192.0.2.2>;tag=m1\r\nTo: <sip:kevin@192.0.2.1>;tag=k1\r\n"
      "Call-ID: call-1@kevin\r\nCSeq: 102 REFER\r\nContent-Length: 0\r\n\r\n", status);
    const RfTraceMessage *last = rf_trace_get_message (scene.trace, refer);
    RfTraceInput input = {
      .transport = RF_TRANSPORT_UDP, .data = text, .length = strlen (text),
      .time_us = last->time_us + 15000, .source = *last->destination, .destination = *last->source,
    };

    g_assert_true (rf_trace_append (scene.trace, &input, NULL));
    assert_transfer (&scene, refer + 2, 0, 2);
  }
  test_notify (&scene, leg, 2, "refer", "active;expires=60", "100 Trying");
  assert_transfer (&scene, call_wayne (&scene, "new", "<sip:kevin@192.0.2.1>", KEVIN, NULL,
                                       "200 OK"), 0, 3);
  test_notify (&scene, leg, 3, "refer", ENDED, "200 OK");
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (get_only (&scene)->refer_status, ==, status ? 202 : 401);
}

/* Success is reported as soon as the REFER is taken, and the call follows. */
static void
test_reported_first (gconstpointer status)
{
  g_auto (TestScene) scene = { 0 };
  const char *text = status;
  gboolean is_true = g_str_has_prefix (text, "200");
  guint report, invite;

  begin (&scene);
  report = test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_bye (&scene, &test_kevin_mike, 102, TRUE);
  invite = call_wayne (&scene, "new", OWN, KEVIN, NULL, text);
  assert_transfer (&scene, invite, 0, 3);
  g_assert_cmpint (get_only (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, is_true ? 200 : 486);
  g_assert_cmpint (rf_trace_shows_difference (scene.trace, report), ==, !is_true);
}

/* The same by a PBX that was asked. */
static void
test_reported_first_by_server (void)
{
  g_auto (TestScene) scene = { 0 };

  begin_with_pbx (&scene);
  test_notify (&scene, &pbx_out, 2, "refer", ENDED, "200 OK");
  assert_transfer (&scene, call_wayne (&scene, "new", "<sip:kevin@example.org>", PBX, NULL,
                                       "200 OK"), 0, 3);
}

/* Long after the report a call has to say that it is due to the REFER, and only one is. */
static void
test_reported_long_ago (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  scene.now_ms += 10000;
  assert_transfer (&scene, call_wayne (&scene, "a", OWN, KEVIN, NULL, "200 OK"), -1, 1);
  assert_transfer (&scene, call_wayne (&scene, "b", OWN, KEVIN, BY, "200 OK"), 0, 3);
  assert_transfer (&scene, call_wayne (&scene, "c", OWN, KEVIN, BY, "200 OK"), -1, 1);
}

/* The call itself was not seen; minutes later there is another one. */
static void
test_never_seen (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  scene.now_ms += 120000;
  assert_transfer (&scene, call_wayne (&scene, "a", OWN, KEVIN, BY, "200 OK"), -1, 1);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 0);
}

/* Nobody calls because of a REFER that he has reported to have failed, unless he says so. */
static void
test_reported_failure_first (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "503 Service Unavailable");
  assert_transfer (&scene, call_wayne (&scene, "a", OWN, KEVIN, NULL, "200 OK"), -1, 1);
  assert_transfer (&scene, call_wayne (&scene, "b", OWN, KEVIN, BY, "200 OK"), 0, 3);
}

/* After a report and no call there is a second REFER, and the call is due to that one. */
static void
test_asked_again (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_refer (&scene, &test_kevin_mike, 102, WAYNE, "202 Accepted");
  assert_transfer (&scene, call_wayne (&scene, "a", OWN, KEVIN, BY, "200 OK"), 1, 3);
}

/* One gateway fails, or the offer was not taken; the next call has a Call-ID of its own. */
static void
test_fails_over (gconstpointer status)
{
  g_auto (TestScene) scene = { 0 };
  guint first, second, report;

  begin (&scene);
  first = call_wayne (&scene, "a", OWN, KEVIN, BY, status);
  scene.now_ms += 10000;
  second = call_wayne (&scene, "b", OWN, KEVIN, BY, "200 OK");
  report = test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  assert_transfer (&scene, first, 0, 3);
  assert_transfer (&scene, second, 0, 3);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 200);
  g_assert_false (rf_trace_shows_difference (scene.trace, report));
}

/* Success was reported before any of that. */
static void
test_fails_over_after_report (void)
{
  g_auto (TestScene) scene = { 0 };
  guint report;

  begin (&scene);
  report = test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  call_wayne (&scene, "a", OWN, KEVIN, NULL, "503 Service Unavailable");
  g_assert_true (rf_trace_shows_difference (scene.trace, report));
  assert_transfer (&scene, call_wayne (&scene, "b", OWN, KEVIN, NULL, "200 OK"), 0, 3);
  g_assert_false (rf_trace_shows_difference (scene.trace, report));
}

/* A gateway that says nothing is given up, and the next is tried before it has said even that. */
static void
test_fails_over_silence (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = { "a", OWN, "a", KEVIN, WAYNE, "w", "192.0.2.3:5060" };
  guint first, second;

  begin (&scene);
  first = call_wayne (&scene, "a", OWN, KEVIN, BY, NULL);
  test_request (&scene, &leg, "CANCEL", 1, &(TestRequest) { .initial = TRUE });
  second = call_wayne (&scene, "b", OWN, KEVIN, BY, NULL);
  test_reply (&scene, &leg, first, "487 Request Terminated");
  assert_transfer (&scene, first, 0, 3);
  assert_transfer (&scene, second, 0, 3);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 0);
}

/* Who dials himself a while after that has failed says nothing of a REFER. */
static void
test_failed_own_call (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene);
  call_wayne (&scene, "a", OWN, KEVIN, BY, "486 Busy Here");
  scene.now_ms += 10000;
  assert_transfer (&scene, call_wayne (&scene, "b", OWN, KEVIN, NULL, "200 OK"), -1, 1);
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "486 Busy Here");
  assert_transfer (&scene, call_wayne (&scene, "c", OWN, KEVIN, NULL, "200 OK"), -1, 1);
  g_assert_cmpuint (get_only (&scene)->triggered_status, ==, 486);
}

/* While the call rings at Wayne, Mike asks Wayne for a call to Zed. */
static void
test_asked_while_ringing (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg mike_wayne = {
    "mw", "<sip:wayne@192.0.2.3>", "mw1", "192.0.2.3:5060", "<sip:mike@192.0.2.2>", "mw2",
    "192.0.2.2:5060",
  };
  const TestLeg wayne_zed = {
    "wz", "<sip:wayne@192.0.2.3>", "wz1", "192.0.2.3:5060", "<sip:zed@192.0.2.5>", "wz2",
    "192.0.2.5:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &mike_wayne, NULL);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  assert_transfer (&scene, call_wayne (&scene, "new", OWN, KEVIN, BY, "180 Ringing"), 0, 3);
  test_refer (&scene, &mike_wayne, 101, "<sip:zed@192.0.2.5>", "202 Accepted");
  assert_transfer (&scene, test_request (&scene, &wayne_zed, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .headers = BY }), 1, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/trace/trigger/other-number", "<sip:+4315550@192.0.2.1>",
                        test_other_name);
  g_test_add_data_func ("/trace/trigger/anonymous",
                        "\"Anonymous\" <sip:anonymous@anonymous.invalid>", test_other_name);
  g_test_add_func ("/trace/trigger/other-name-behind-proxy", test_other_name_behind_proxy);
  g_test_add_func ("/trace/trigger/stranger", test_stranger);
  g_test_add_func ("/trace/trigger/own-name-wins", test_own_name_wins);
  g_test_add_data_func ("/trace/trigger/by-server-for-transferor", "<sip:mike@192.0.2.2>",
                        test_by_server);
  g_test_add_data_func ("/trace/trigger/by-server-for-number", "<sip:01234@example.org>",
                        test_by_server);
  g_test_add_func ("/trace/trigger/by-server-for-other", test_by_server_for_other);
  g_test_add_func ("/trace/trigger/by-server-to-contact", test_by_server_to_contact);
  g_test_add_func ("/trace/trigger/group", test_group);
  g_test_add_func ("/trace/trigger/not-group", test_not_group);
  g_test_add_func ("/trace/trigger/not-group-later", test_not_group_later);
  g_test_add_func ("/trace/trigger/hunts-at-once", test_hunts_at_once);
  g_test_add_func ("/trace/trigger/target-answers", test_target_answers);
  g_test_add_func ("/trace/trigger/hunts-in-turn", test_hunts_in_turn);
  g_test_add_data_func ("/trace/trigger/lost-retry", "202 Accepted", test_lost_retry);
  g_test_add_data_func ("/trace/trigger/lost-retry-and-answer", NULL, test_lost_retry);
  g_test_add_data_func ("/trace/trigger/reported-first", "200 OK", test_reported_first);
  g_test_add_data_func ("/trace/trigger/reported-first-falsely", "486 Busy Here",
                        test_reported_first);
  g_test_add_func ("/trace/trigger/reported-first-by-server", test_reported_first_by_server);
  g_test_add_func ("/trace/trigger/reported-long-ago", test_reported_long_ago);
  g_test_add_func ("/trace/trigger/never-seen", test_never_seen);
  g_test_add_func ("/trace/trigger/reported-failure-first", test_reported_failure_first);
  g_test_add_func ("/trace/trigger/asked-again", test_asked_again);
  g_test_add_data_func ("/trace/trigger/fails-over-gateway", "503 Service Unavailable",
                        test_fails_over);
  g_test_add_data_func ("/trace/trigger/fails-over-codec", "488 Not Acceptable Here",
                        test_fails_over);
  g_test_add_func ("/trace/trigger/fails-over-after-report", test_fails_over_after_report);
  g_test_add_func ("/trace/trigger/fails-over-silence", test_fails_over_silence);
  g_test_add_func ("/trace/trigger/failed-own-call", test_failed_own_call);
  g_test_add_func ("/trace/trigger/asked-while-ringing", test_asked_while_ringing);

  return g_test_run ();
}
