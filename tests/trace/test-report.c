/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-report.h"
#include "testlib-trace.h"

/* Reports that are no report, and transfers of which none is due. */

#define REFER   "Refer-To: <sip:wayne@192.0.2.3>\r\n"
#define NOTIFY  "Event: refer\r\nSubscription-State: terminated;reason=noresource\r\n"
#define FRAG    NOTIFY "Content-Type: message/sipfrag\r\n"
#define ANSWER  "SIP/2.0 200 OK\r\n"

/* Mike asks Kevin to call Wayne. */
static void
begin (TestScene  *scene,
       const char *refer,
       const char *accepted)
{
  guint request;

  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  request = test_request (scene, &test_kevin_mike, "REFER", 101,
                          &(TestRequest) { .headers = refer, .backwards = TRUE });
  test_reply (scene, &test_kevin_mike, request, accepted);
}

/* Wayne answers. Returns the index of the answer. */
static guint
answer (TestScene *scene)
{
  guint invite = test_request (scene, &test_kevin_wayne, "INVITE", 1,
                               &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@192.0.2.3" });

  return test_reply (scene, &test_kevin_wayne, invite, "200 OK");
}

static guint
notify (TestScene   *scene,
        guint        cseq,
        TestRequest  more)
{
  return test_request (scene, &test_kevin_mike, "NOTIFY", cseq, &more);
}

static const RfTraceTransfer *
finish (TestScene *scene)
{
  rf_trace_finish (scene->trace);
  g_assert_cmpuint (rf_trace_get_n_transfers (scene->trace), ==, 1);

  return rf_trace_get_transfer (scene->trace, 0);
}

static void
check_detail (TestScene  *scene,
              guint       message,
              const char *words)
{
  test_assert_text (rf_trace_dup_detail (scene->trace, message), words);
}

/* What it says was not captured, so nobody can say that it was not said. */
static void
test_cut (void)
{
  static const struct { const char *headers; const char *body; gsize missing; } cases[] = {
    { FRAG, ANSWER, strlen (ANSWER) },
    { FRAG, ANSWER, strlen (ANSWER) - strlen ("SIP/2.0 20") },
    { FRAG, "", 3 },
    /* within the headers: not even Event is there */
    { FRAG, ANSWER, strlen (FRAG ANSWER "Content-Length: 16\r\n\r\n") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TestScene) scene = { 0 };
    guint report;

    begin (&scene, REFER, "202 Accepted");
    answer (&scene);
    report = notify (&scene, 2, (TestRequest) { .headers = cases[i].headers, .body = cases[i].body,
                                                .missing = cases[i].missing });
    g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
    g_assert_cmpint (finish (&scene)->differs_at, ==, -1);
    g_assert_cmpuint (finish (&scene)->triggered_status, ==, 200);
    g_assert_cmpuint (rf_trace_get_phase (scene.trace, report), ==, 4);
    check_detail (&scene, report, "report cut off");
  }
}

static RfTrace *
copy_without (RfTrace *trace,
              guint    left_out)
{
  RfTrace *copy = rf_trace_new ();

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);
    const RfTraceInput input = {
      .time_us = message->time_us, .transport = message->transport, .source = *message->source,
      .destination = *message->destination, .data = message->data, .length = message->length,
    };

    g_assert_true (i == left_out || rf_trace_append (copy, &input, NULL));
  }

  return copy;
}

/* Only the answer to it is there. */
static void
test_unseen (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) copy = NULL;
  guint report;

  begin (&scene, REFER, "202 Accepted");
  answer (&scene);
  report = notify (&scene, 2, (TestRequest) { .headers = FRAG, .body = ANSWER });
  test_reply (&scene, &test_kevin_mike, report, "200 OK");
  copy = copy_without (scene.trace, report);
  rf_trace_finish (copy);
  test_assert_text (test_dup_phases (copy), "1111" "22" "33" "4");
  g_assert_cmpint (rf_trace_get_transfer (copy, 0)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (rf_trace_get_transfer (copy, 0)->differs_at, ==, -1);
}

static void
test_unreadable (void)
{
  g_auto (TestScene) scene = { 0 };
  guint report;

  begin (&scene, REFER, "202 Accepted");
  answer (&scene);
  report = notify (&scene, 2, (TestRequest) { .headers = FRAG, .body = "\x17\x03\x03" });
  g_assert_cmpint (finish (&scene)->differs_at, ==, -1);
  check_detail (&scene, report, "report that cannot be read");
}

/* One that came before the answer did not report it. */
static void
test_cut_before_the_answer (void)
{
  g_auto (TestScene) scene = { 0 };
  guint at;

  begin (&scene, REFER, "202 Accepted");
  notify (&scene, 2, (TestRequest) { .headers = FRAG, .body = ANSWER, .missing = 16 });
  at = answer (&scene);
  g_assert_cmpint (finish (&scene)->differs_at, ==, at);
  check_detail (&scene, at, "no report seen");
}

static void
test_empty (void)
{
  g_auto (TestScene) scene = { 0 };
  guint early, late;

  begin (&scene, REFER, "202 Accepted");
  early = notify (&scene, 2, (TestRequest) { .headers = "Event: refer\r\n" });
  answer (&scene);
  late = notify (&scene, 3, (TestRequest) { .headers = NOTIFY });
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (finish (&scene)->differs_at, ==, late);
  check_detail (&scene, early, "report without a status");
  check_detail (&scene, late, "report without a status, but the call got 200");
}

static void
subscribe (TestScene  *scene,
           guint       cseq,
           const char *headers)
{
  test_reply (scene, &test_kevin_mike,
              test_request (scene, &test_kevin_mike, "SUBSCRIBE", cseq,
                            &(TestRequest) { .headers = headers, .backwards = TRUE }),
              "200 OK");
}

/* Mike wants to hear no more of it; what remains is that Wayne has answered. */
static void
test_unsubscribed (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene, REFER, "202 Accepted");
  notify (&scene, 2, (TestRequest) { .headers = "Event: refer\r\nSubscription-State: active\r\n",
                                     .body = "SIP/2.0 100 Trying\r\n" });
  subscribe (&scene, 102, "Event: refer\r\nExpires: 0\r\n");
  notify (&scene, 3, (TestRequest) { .headers = FRAG, .body = "SIP/2.0 100 Trying\r\n" });
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_UNKNOWN);
  answer (&scene);
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpint (finish (&scene)->differs_at, ==, -1);
}

/* To ask for more is the opposite. */
static void
test_subscribed_again (void)
{
  g_auto (TestScene) scene = { 0 };
  guint at;

  begin (&scene, REFER, "202 Accepted");
  subscribe (&scene, 102, "Event: refer\r\nExpires: 0\r\n");
  subscribe (&scene, 103, "Event: refer\r\nExpires: 60\r\n");
  at = answer (&scene);
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (finish (&scene)->differs_at, ==, at);
}

/* Who wants no more when the answer is long there has waited for a report that never came. */
static void
test_given_up (void)
{
  g_auto (TestScene) scene = { 0 };
  guint at;

  begin (&scene, REFER, "202 Accepted");
  at = answer (&scene);
  scene.now_ms += 2000;
  subscribe (&scene, 102, "Event: refer\r\nExpires: 0\r\n");
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (finish (&scene)->differs_at, ==, at);
}

/* The same at the moment of the answer has crossed it. */
static void
test_unsubscribed_at_answer (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene, REFER, "202 Accepted");
  answer (&scene);
  subscribe (&scene, 102, "Event: refer\r\nExpires: 0\r\n");
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* It counts in whatever way it is written, and unless it was refused. */
static void
test_ways_to_unsubscribe (void)
{
  static const struct { const char *expires; const char *reply; gboolean ends; } cases[] = {
    { "00", "200 OK", TRUE },
    { "0000000000000", "202 Accepted", TRUE },
    { "0", NULL, TRUE },
    { "0", "401 Unauthorized", FALSE },
    { "0", "489 Bad Event", FALSE },
    { "10", "200 OK", FALSE },
    { "-0", "200 OK", FALSE },
    { "", "200 OK", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *headers = g_strdup_printf ("Event: refer\r\nExpires: %s\r\n",
                                                cases[i].expires);
    g_auto (TestScene) scene = { 0 };
    guint request;

    begin (&scene, REFER, "202 Accepted");
    request = test_request (&scene, &test_kevin_mike, "SUBSCRIBE", 102,
                            &(TestRequest) { .headers = headers, .backwards = TRUE });
    if (cases[i].reply)
      test_reply (&scene, &test_kevin_mike, request, cases[i].reply);
    answer (&scene);
    g_assert_cmpint (finish (&scene)->outcome, ==,
                     cases[i].ends ? RF_OUTCOME_SUCCEEDED : RF_OUTCOME_UNKNOWN);
  }
}

/* With credentials it counts; and what was ended before stays ended, whatever is refused then. */
static void
test_refused_to_unsubscribe (void)
{
  static const char *const unsubscribe = "Event: refer\r\nExpires: 0\r\n";
  g_auto (TestScene) scene = { 0 };

  begin (&scene, REFER, "202 Accepted");
  test_reply (&scene, &test_kevin_mike,
              test_request (&scene, &test_kevin_mike, "SUBSCRIBE", 102,
                            &(TestRequest) { .headers = unsubscribe, .backwards = TRUE }),
              "401 Unauthorized");
  subscribe (&scene, 103, unsubscribe);
  test_reply (&scene, &test_kevin_mike,
              test_request (&scene, &test_kevin_mike, "SUBSCRIBE", 104,
                            &(TestRequest) { .headers = unsubscribe, .backwards = TRUE }),
              "481 Subscription Does Not Exist");
  answer (&scene);
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

/* RFC 7614, among other conditions. */
static void
test_waived (void)
{
  g_auto (TestScene) scene = { 0 };

  begin (&scene, REFER "Require: tdialog, nosub\r\n", "200 OK");
  answer (&scene);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpint (finish (&scene)->differs_at, ==, -1);
}

/* Where the answer does not agree, a NOTIFY is due (RFC 4488 §4). */
static void
test_waived_by_one (void)
{
  g_auto (TestScene) scene = { 0 };
  guint at;

  begin (&scene, REFER "Refer-Sub: false\r\n", "202 Accepted");
  at = answer (&scene);
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (finish (&scene)->differs_at, ==, at);
}

/* Who says that there is no subscription gets no report. */
static void
check_refused (const char *refusal,
               gboolean    is_final)
{
  g_auto (TestScene) scene = { 0 };
  guint report, at;

  begin (&scene, REFER, "202 Accepted");
  report = notify (&scene, 2, (TestRequest) {
    .headers = "Event: refer\r\nSubscription-State: active\r\n",
    .body = "SIP/2.0 100 Trying\r\n" });
  test_reply (&scene, &test_kevin_mike, report, refusal);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->outcome, ==,
                   is_final ? RF_OUTCOME_UNKNOWN : RF_OUTCOME_PENDING);
  at = answer (&scene);
  g_assert_cmpint (finish (&scene)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (finish (&scene)->differs_at, ==, is_final ? -1 : (int) at);
}

static void
test_refused (void)
{
  check_refused ("481 Subscription Does Not Exist", TRUE);
  check_refused ("489 Bad Event", TRUE);
  check_refused ("401 Unauthorized", FALSE);
  check_refused ("500 Server Internal Error", FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/report/cut", test_cut);
  g_test_add_func ("/trace/report/unseen", test_unseen);
  g_test_add_func ("/trace/report/unreadable", test_unreadable);
  g_test_add_func ("/trace/report/cut-before-the-answer", test_cut_before_the_answer);
  g_test_add_func ("/trace/report/empty", test_empty);
  g_test_add_func ("/trace/report/unsubscribed", test_unsubscribed);
  g_test_add_func ("/trace/report/subscribed-again", test_subscribed_again);
  g_test_add_func ("/trace/report/given-up", test_given_up);
  g_test_add_func ("/trace/report/unsubscribed-at-answer", test_unsubscribed_at_answer);
  g_test_add_func ("/trace/report/ways-to-unsubscribe", test_ways_to_unsubscribe);
  g_test_add_func ("/trace/report/refused-to-unsubscribe", test_refused_to_unsubscribe);
  g_test_add_func ("/trace/report/waived", test_waived);
  g_test_add_func ("/trace/report/waived-by-one", test_waived_by_one);
  g_test_add_func ("/trace/report/refused", test_refused);

  return g_test_run ();
}
