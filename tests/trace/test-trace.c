/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

static void
on_messages_added (RfTrace *trace,
                   guint    first,
                   guint    count,
                   guint   *seen)
{
  g_assert_cmpuint (first, ==, *seen);
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, first + count);
  *seen += count;
}

static void
test_signal (void)
{
  g_auto (TestScene) scene = { 0 };
  guint seen = 0;

  test_scene_init (&scene);
  g_signal_connect (scene.trace, "messages-added", G_CALLBACK (on_messages_added), &seen);
  test_call (&scene, &test_kevin_mike, NULL);
  g_assert_cmpuint (seen, ==, 4);
}

static void
on_told_at_once (RfTrace *trace,
                 guint    first,
                 guint    count,
                 guint   *seen)
{
  g_assert_cmpuint (first, ==, 0);
  *seen += count;
}

/* A frozen trace tells of all that came in between, once, and a thaw without news tells nothing. */
static void
test_freeze (void)
{
  g_auto (TestScene) scene = { 0 };
  guint seen = 0;
  gulong handler;

  test_scene_init (&scene);
  handler = g_signal_connect (scene.trace, "messages-added", G_CALLBACK (on_told_at_once), &seen);
  rf_trace_freeze (scene.trace);
  rf_trace_freeze (scene.trace);
  test_call (&scene, &test_kevin_mike, NULL);
  rf_trace_thaw (scene.trace);
  g_assert_cmpuint (seen, ==, 0);
  rf_trace_thaw (scene.trace);
  g_assert_cmpuint (seen, ==, 4);
  rf_trace_freeze (scene.trace);
  rf_trace_thaw (scene.trace);
  g_assert_cmpuint (seen, ==, 4);

  g_signal_handler_disconnect (scene.trace, handler);
  g_signal_connect (scene.trace, "messages-added", G_CALLBACK (on_messages_added), &seen);
  test_bye (&scene, &test_kevin_mike, 2, TRUE);
  g_assert_cmpuint (seen, ==, 6);
}

static void
on_freed (gpointer is_gone)
{
  *(gboolean *) is_gone = TRUE;
}

static void
test_damaged (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  RfTraceInput input = { .data = "BYE sip:x SIP/2.0\r\n\r\n", .length = 21 };

  g_assert_false (rf_trace_append (trace, &input, &error));
  g_assert_error (error, RF_SIP_ERROR, RF_SIP_ERROR_MISSING_HEADER);
  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, 0);
  g_assert_cmpuint (rf_trace_get_n_damaged (trace), ==, 1);
  g_assert_cmpuint (rf_trace_get_damaged_bytes (trace), ==, 21);
}

/* Times are cut as the fields of other programs are, not rounded, and only at the end. */
static void
test_us_between (void)
{
  static const struct { gint64 us; guint16 ns; } times[] = {
    { 1000, 500 }, { 2000, 499 }, { 2000, 500 }, { 1000, 499 }, { G_MAXINT64, 0 },
    { G_MININT64, 0 },
  };
  static const struct { guint from, to; gint64 us; } cases[] = {
    { 0, 0, 0 }, { 0, 1, 999 }, { 1, 0, -999 }, { 0, 2, 1000 }, { 2, 0, -1000 }, { 3, 1, 1000 },
    { 0, 3, 0 }, { 3, 0, 0 }, { 4, 5, 1 },
  };
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    const char *text = "BYE sip:mike@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=b\r\n"
                       "From: <sip:kevin@192.0.2.1>;tag=k\r\nTo: <sip:mike@192.0.2.2>;tag=m\r\n"
                       "Call-ID: exact\r\nCSeq: 1 BYE\r\n\r\n";
    RfTraceInput input = { .time_us = times[i].us, .rest_ns = times[i].ns, .data = text,
                           .length = strlen (text) };

    g_assert_true (rf_trace_append (trace, &input, NULL));
  }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (rf_trace_get_us_between (trace, cases[i].from, cases[i].to), ==, cases[i].us);
}

/* What the trace holds is neither copied nor let go before the trace is. */
static void
test_held (void)
{
  const char text[] = "BYE sip:mike@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=b\r\n"
                      "From: <sip:kevin@192.0.2.1>;tag=k\r\nTo: <sip:mike@192.0.2.2>;tag=m\r\n"
                      "Call-ID: held\r\nCSeq: 1 BYE\r\n\r\n";
  RfTraceInput input = { .data = text, .length = strlen (text), .is_held = TRUE };
  RfTrace *trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  gboolean is_gone = FALSE;
  GBytes *bytes;

  bytes = g_bytes_new_with_free_func (text, sizeof text, on_freed, &is_gone);
  rf_trace_hold (trace, bytes);
  g_bytes_unref (bytes);
  g_assert_true (rf_trace_append (trace, &input, &error));
  g_assert_no_error (error);
  g_assert_true (rf_trace_get_message (trace, 0)->data == text);
  g_assert_false (is_gone);

  g_object_unref (trace);
  g_assert_true (is_gone);
}

static void
test_retransmissions (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *leg = &test_kevin_mike;
  guint invite, ringing, ok, ack, bye;

  test_scene_init (&scene);
  invite = test_request (&scene, leg, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  g_assert_cmpint (rf_trace_get_message (scene.trace,
                                         test_repeat (&scene,
                                                      invite))->retransmission_of, ==, invite);
  ringing = test_reply (&scene, leg, invite, "180 Ringing");
  g_assert_cmpint (rf_trace_get_message (scene.trace,
                                         test_repeat (&scene,
                                                      ringing))->retransmission_of, ==, ringing);
  ok = test_reply (&scene, leg, invite, "200 OK");
  g_assert_cmpint (rf_trace_get_message (scene.trace, test_repeat (&scene, ok))->retransmission_of,
                   ==, ok);
  g_assert_cmpint (rf_trace_get_message (scene.trace, test_repeat (&scene, ok))->retransmission_of,
                   ==, ok);
  g_assert_cmpuint (rf_trace_get_message (scene.trace, ok)->n_sent, ==, 3);
  g_assert_cmpuint (rf_trace_get_message (scene.trace, ok + 1)->n_sent, ==, 2);
  g_assert_cmpuint (rf_trace_get_message (scene.trace, ok + 2)->n_sent, ==, 3);
  ack = test_request (&scene, leg, "ACK", 1, NULL);
  g_assert_cmpuint (rf_trace_get_message (scene.trace, ack)->n_sent, ==, 1);
  g_assert_cmpint (rf_trace_get_message (scene.trace, test_repeat (&scene, ack))->retransmission_of,
                   ==, ack);
  bye = test_request (&scene, leg, "BYE", 2, NULL);

  for (guint i = 0; i < bye; i++) {
    g_assert_cmpint (rf_trace_get_message (scene.trace, i)->transaction, ==, 0);
    g_assert_cmpint (rf_trace_get_message (scene.trace, i)->dialog, ==, 0);
  }
  g_assert_cmpint (rf_trace_get_message (scene.trace, bye)->transaction, ==, 1);
  g_assert_cmpint (rf_trace_get_message (scene.trace, bye)->retransmission_of, ==, -1);
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 0)->state, ==, RF_DIALOG_TERMINATED);
}

/* Two phones answer one INVITE: two dialogs, and no answer is a copy of the other. */
static void
test_fork (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg second = test_kevin_mike;
  guint invite, a, b;

  second.callee_tag = "m-other";
  test_scene_init (&scene);
  invite = test_request (&scene, &test_kevin_mike, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  test_reply (&scene, &test_kevin_mike, invite, "180 Ringing");
  test_reply (&scene, &second, invite, "180 Ringing");
  a = test_reply (&scene, &test_kevin_mike, invite, "200 OK");
  b = test_reply (&scene, &second, invite, "200 OK");

  g_assert_cmpint (rf_trace_get_message (scene.trace, b)->retransmission_of, ==, -1);
  g_assert_cmpint (rf_trace_get_message (scene.trace, a)->dialog, ==, 0);
  g_assert_cmpint (rf_trace_get_message (scene.trace, b)->dialog, ==, 1);
  g_assert_cmpuint (rf_trace_get_n_dialogs (scene.trace), ==, 2);
  g_assert_cmpstr (rf_trace_get_dialog (scene.trace, 1)->remote_tag, ==, "m-other");
  test_bye (&scene, &second, 2, TRUE);
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 0)->state, ==, RF_DIALOG_CONFIRMED);
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 1)->state, ==, RF_DIALOG_TERMINATED);
}

/* Credentials are asked for: one dialog, two transactions. */
static void
test_challenged_call (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg *leg = &test_kevin_mike;
  guint invite;

  test_scene_init (&scene);
  invite = test_request (&scene, leg, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .branch = "z9hG4bK1" });
  test_reply (&scene, leg, invite, "401 Unauthorized");
  test_request (&scene, leg, "ACK", 1, &(TestRequest) { .branch = "z9hG4bK1" });
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 0)->state, ==, RF_DIALOG_FAILED);
  invite = test_request (&scene, leg, "INVITE", 2, &(TestRequest) { .initial = TRUE });
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 0)->state, ==, RF_DIALOG_TRYING);
  test_reply (&scene, leg, invite, "180 Ringing");
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 0)->state, ==, RF_DIALOG_EARLY);
  test_reply (&scene, leg, invite, "200 OK");
  g_assert_cmpint (rf_trace_get_dialog (scene.trace, 0)->state, ==, RF_DIALOG_CONFIRMED);
  g_assert_cmpuint (rf_trace_get_n_dialogs (scene.trace), ==, 1);
  g_assert_cmpint (rf_trace_get_message (scene.trace, 2)->transaction, ==, 0);
  g_assert_cmpint (rf_trace_get_message (scene.trace, invite)->transaction, ==, 1);
  test_assert_text (test_dup_phases (scene.trace), "111111");
}

static void
test_endpoints (void)
{
  static const char * const good[] = { "192.0.2.1:5060", "[2001:db8::1]:5060", "127.0.0.1:0" };
  static const char * const bad[] = { "", "192.0.2.1", "host:5060", "192.0.2.1:70000", "[::1]",
                                      "1.2.3:4", "[::1:5060" };
  RfEndpoint endpoint;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_assert_true (rf_endpoint_parse (&endpoint, good[i]));
    test_assert_text (rf_endpoint_to_string (&endpoint), good[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (rf_endpoint_parse (&endpoint, bad[i]));
}

/* Every name that reports rely on. */
static void
test_names (void)
{
  for (guint phase = 0; phase <= 6; phase++)
    g_assert_cmpint (rf_phase_get_title (phase, FALSE)[0] == '\0', ==, phase == 0);
  g_assert_cmpstr (rf_transfer_kind_to_string (RF_TRANSFER_SEMI_ATTENDED), ==, "semi-attended");
  g_assert_cmpstr (rf_outcome_to_string (RF_OUTCOME_ABANDONED), ==, "abandoned");
  g_assert_cmpstr (rf_released_by_to_string (RF_RELEASED_BY_NONE), ==, "none");
  g_assert_cmpstr (rf_dialog_kind_to_string (RF_DIALOG_OTHER), ==, "other");
  g_assert_cmpstr (rf_dialog_state_to_string (RF_DIALOG_FAILED), ==, "failed");
}

/* A message with parts overwritten by chance never upsets the trace. The numbers are the same in
 * each run. */
static void
test_garbled (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3515);
  guint n;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101,
              "<sip:wayne@192.0.2.3?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>", "202 OK");
  test_notify (&scene, &test_kevin_mike, 2, "refer", "terminated", "200 OK");
  n = rf_trace_get_n_messages (scene.trace);

  for (int round = 0; round < 5000; round++) {
    const RfTraceMessage *model = rf_trace_get_message (scene.trace, g_rand_int_range (rand, 0, n));
    gsize length = g_rand_int_range (rand, 0, model->length) + 1;
    g_autofree char *copy = g_memdup2 (model->data, length);
    RfTraceInput input = { .time_us = round, .source = *model->source,
                           .destination = *model->destination,
                           .data = copy, .length = length };

    for (int i = 0; i < 4; i++)
      copy[g_rand_int_range (rand, 0, length)] = (char) g_rand_int (rand);
    rf_trace_append (scene.trace, &input, NULL);
  }
  rf_trace_finish (scene.trace);
  for (guint i = 0; i < rf_trace_get_n_messages (scene.trace); i++) {
    g_autofree char *summary = rf_trace_dup_summary (scene.trace, i);
    g_autofree char *detail = rf_trace_dup_detail (scene.trace, i);

    g_assert_true (g_utf8_validate (summary, -1, NULL));
    g_assert_true (!detail || g_utf8_validate (detail, -1, NULL));
    g_assert_cmpuint (rf_trace_get_phase (scene.trace, i), <=, 6);
    g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, i), <,
                     (int) rf_trace_get_n_transfers (scene.trace));
  }
  for (guint i = 0; i < rf_trace_get_n_transfers (scene.trace); i++)
    g_assert_cmpint (rf_trace_get_transfer (scene.trace, i)->outcome, !=, RF_OUTCOME_PENDING);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/signal", test_signal);
  g_test_add_func ("/trace/freeze", test_freeze);
  g_test_add_func ("/trace/damaged", test_damaged);
  g_test_add_func ("/trace/us-between", test_us_between);
  g_test_add_func ("/trace/held", test_held);
  g_test_add_func ("/trace/retransmissions", test_retransmissions);
  g_test_add_func ("/trace/fork", test_fork);
  g_test_add_func ("/trace/challenged-call", test_challenged_call);
  g_test_add_func ("/trace/endpoints", test_endpoints);
  g_test_add_func ("/trace/names", test_names);
  g_test_add_func ("/trace/garbled", test_garbled);

  return g_test_run ();
}
