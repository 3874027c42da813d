/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/* Captures on both sides of who translates addresses: each message is there twice. */

#define MIKE   "192.0.2.2:5060"
#define PUBLIC "203.0.113.9:31234"
#define PBX    "192.0.2.9:5060"
#define INSIDE "172.17.0.2:5060"
#define WAYNE  "<sip:wayne@192.0.2.3>"
#define ENDED  "terminated;reason=noresource"

static void
append (RfTrace              *trace,
        const RfTraceMessage *message,
        const char           *text,
        const char           *from,
        const char           *to)
{
  RfTraceInput input = { .time_us = message->time_us, .transport = message->transport,
                         .data = text, .length = strlen (text) };

  g_assert_true (rf_endpoint_parse (&input.source, from));
  g_assert_true (rf_endpoint_parse (&input.destination, to));
  g_assert_true (rf_trace_append (trace, &input, NULL));
}

/* The trace where all that goes to @inside went to @outside before, and the other way round.
 * @by_alg: who translates writes the start line anew as well. */
static RfTrace *
dup_translated (RfTrace    *trace,
                const char *inside,
                const char *outside,
                gboolean    by_alg)
{
  RfTrace *both = rf_trace_new ();

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);
    g_autofree char *from = rf_endpoint_to_string (message->source);
    g_autofree char *to = rf_endpoint_to_string (message->destination);
    g_autofree char *text = g_strndup (message->data, message->length);

    if (g_str_equal (from, inside)) {
      append (both, message, text, inside, to);
      append (both, message, text, outside, to);
    } else if (g_str_equal (to, inside)) {
      g_autoptr (GString) sent = g_string_new (text);

      if (by_alg)
        g_string_replace (sent, inside, outside, 1);
      append (both, message, sent->str, from, outside);
      append (both, message, text, from, inside);
    } else {
      append (both, message, text, from, to);
    }
  }
  rf_trace_finish (both);

  return both;
}

/* Mike transfers Kevin to Wayne. */
static void
transfer (TestScene *scene)
{
  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, WAYNE, "202 Accepted");
  test_notify (scene, &test_kevin_mike, 2, "refer", "active", "100 Trying");
  test_call (scene, &test_kevin_wayne, NULL);
  test_notify (scene, &test_kevin_mike, 3, "refer", ENDED, "200 OK");
  test_bye (scene, &test_kevin_mike, 102, TRUE);
}

static void
assert_one_transfer (RfTrace *trace)
{
  const RfTraceTransfer *transfer;

  g_assert_cmpuint (rf_trace_get_n_transfers (trace), ==, 1);
  transfer = rf_trace_get_transfer (trace, 0);
  g_assert_cmpuint (transfer->refer_status, ==, 202);
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpint (transfer->released_by, ==, RF_RELEASED_BY_TRANSFEROR);
  test_assert_text (test_dup_progress (transfer), "100 200");
  test_assert_text (test_dup_phases (trace), "11111111" "2222" "4444" "3333" "4444" "5555");
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    g_assert_cmpint (rf_trace_get_transfer_of (trace, i), ==, 0);
}

static void
test_one_transfer (gconstpointer by_alg)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) trace = NULL;

  transfer (&scene);
  trace = dup_translated (scene.trace, MIKE, PUBLIC, GPOINTER_TO_INT (by_alg));
  assert_one_transfer (trace);
  test_assert_text (test_dup_ids (trace),
                    "sip:kevin@192.0.2.1 sip:mike@192.0.2.2 sip:wayne@192.0.2.3");
}

/* What was seen on both sides was sent once, and what was sent again was seen again. */
static void
test_copies (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  test_scene_init (&scene);
  invite = test_request (&scene, &test_kevin_mike, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  test_translate (&scene, invite, "192.0.2.1:5060", PUBLIC);
  g_assert_cmpuint (rf_trace_get_message (scene.trace, invite)->n_sent, ==, 1);
  test_repeat (&scene, invite);
  test_translate (&scene, invite, "192.0.2.1:5060", PUBLIC);

  for (guint i = 1; i < 4; i++) {
    const RfTraceMessage *copy = rf_trace_get_message (scene.trace, invite + i);

    g_assert_cmpint (copy->retransmission_of, ==, (int) invite);
    g_assert_cmpint (copy->is_translated, ==, i != 2);
    g_assert_cmpuint (copy->n_sent, ==, i == 1 ? 1 : 2);
  }
}

/* Asked at its public address, a PBX in a container calls from within, as whom it likes. */
static void
test_asked_outside (void)
{
  const TestLeg asked = {
    "asked", "<sip:kevin@example.org>", "p2", PBX, "<sip:mike@example.org>", "m", MIKE,
  };
  const TestLeg third = {
    "third", "<sip:0711@trunk.example.org>", "p3", INSIDE, "<sip:wayne@example.org>", "w",
    "192.0.2.3:5060",
  };
  g_auto (TestScene) scene = { 0 };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &asked, NULL);
  refer = test_refer (&scene, &asked, 101, "<sip:wayne@example.org>", NULL);
  test_translate (&scene, refer, MIKE, INSIDE);
  test_reply (&scene, &asked, refer, "202 Accepted");
  test_call (&scene, &third, NULL);
  test_assert_text (test_dup_phases (scene.trace), "1111" "222" "3333");
}

/* The call that a REFER caused is sent on from within. */
static void
test_called_outside (void)
{
  const TestLeg called = {
    "called", "<sip:kevin@example.org>", "k4", "192.0.2.1:5060", "<sip:wayne@example.org>", "p4",
    PBX,
  };
  const TestLeg third = {
    "third", "<sip:0711@trunk.example.org>", "p5", INSIDE, "<sip:wayne@192.0.2.3>", "w",
    "192.0.2.3:5060",
  };
  TestLeg mike = test_kevin_mike;
  g_auto (TestScene) scene = { 0 };
  guint invite;

  mike.caller = called.caller;
  test_scene_init (&scene);
  test_call (&scene, &mike, NULL);
  test_refer (&scene, &mike, 101, "<sip:wayne@example.org>", "202 Accepted");
  invite = test_request (&scene, &called, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@example.org" });
  test_translate (&scene, invite, called.caller_at, INSIDE);
  test_call (&scene, &third, NULL);
  test_assert_text (test_dup_phases (scene.trace), "1111" "22" "33" "3333");
}

/* A PBX passes on what Mike asks of it, and Kevin calls from behind the NAT: he heard the second
 * REFER only. */
static void
test_asked_by_pbx (void)
{
  const TestLeg in = {
    "in", "<sip:kevin@example.org>", "k1", PUBLIC, "<sip:mike@example.org>", "p1", PBX,
  };
  const TestLeg out = {
    "out", "<sip:kevin@example.org>", "p2", PBX, "<sip:mike@example.org>", "m2", MIKE,
  };
  const TestLeg third = {
    "third", "<sip:kevin@example.org>", "k3", INSIDE, "<sip:wayne@example.org>", "w3",
    "192.0.2.3:5060",
  };
  g_auto (TestScene) scene = { 0 };
  guint first, second, invite;

  test_scene_init (&scene);
  test_call (&scene, &in, NULL);
  test_call (&scene, &out, NULL);
  first = test_refer (&scene, &out, 5, "<sip:wayne@example.org>", NULL);
  second = test_refer (&scene, &in, 5, "<sip:wayne@example.org>", NULL);
  test_translate (&scene, second, PBX, INSIDE);
  invite = test_request (&scene, &third, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@example.org" });
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, first), ==, 0);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, second), ==, 1);
  g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, invite), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/trace/nat/one-transfer", GINT_TO_POINTER (FALSE), test_one_transfer);
  g_test_add_data_func ("/trace/nat/alg", GINT_TO_POINTER (TRUE), test_one_transfer);
  g_test_add_func ("/trace/nat/copies", test_copies);
  g_test_add_func ("/trace/nat/asked-outside", test_asked_outside);
  g_test_add_func ("/trace/nat/called-outside", test_called_outside);
  g_test_add_func ("/trace/nat/asked-by-pbx", test_asked_by_pbx);

  return g_test_run ();
}
