/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-entry-list.h"
#include "testlib-trace.h"

#define PBX "192.0.2.9:5060"
#define PBX_AGENT "User-Agent: Example PBX 1.2\r\n"

/* What a PBX makes of a call: two legs, each with its own Call-ID. */
static const TestLeg pbx_in = {
  "in", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:mike@example.org>", "p1", PBX,
};
static const TestLeg pbx_out = {
  "out", "<sip:kevin@example.org>", "p2", PBX, "<sip:mike@192.0.2.2:5060>", "m", "192.0.2.2:5060",
};

static void
begin_pbx_call (TestScene *scene)
{
  guint first, second;

  first = test_request (scene, &pbx_in, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@example.org", .headers = "User-Agent: Phone 3\r\n" });
  test_reply (scene, &pbx_in, first, "100 Trying");
  second = test_request (scene, &pbx_out, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@192.0.2.2:5060", .headers = PBX_AGENT });
  test_reply (scene, &pbx_out, second, "200 OK");
  test_request (scene, &pbx_out, "ACK", 1, NULL);
  test_reply (scene, &pbx_in, first, "200 OK");
  test_request (scene, &pbx_in, "ACK", 1, NULL);
}

/* A PBX calls in the name of the caller, and has a lifeline of its own nonetheless. */
static void
test_b2bua (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  begin_pbx_call (&scene);
  test_bye (&scene, &pbx_out, 2, TRUE);
  test_bye (&scene, &pbx_in, 2, TRUE);
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>Example PBX 1.2 Example PBX 1.2>kevin "
                    "Example PBX 1.2>mike mike>Example PBX 1.2 Example PBX 1.2>mike "
                    "Example PBX 1.2>kevin kevin>Example PBX 1.2 "
                    "mike>Example PBX 1.2 Example PBX 1.2>mike "
                    "Example PBX 1.2>kevin kevin>Example PBX 1.2");
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@example.org 192.0.2.9:5060 sip:mike@example.org");
  g_assert_cmpint (rf_trace_get_party (scene.trace, 0)->kind, ==, RF_PARTY_PHONE);
  g_assert_cmpint (rf_trace_get_party (scene.trace, 1)->kind, ==, RF_PARTY_B2BUA);
  g_assert_cmpint (rf_trace_get_party (scene.trace, 2)->kind, ==, RF_PARTY_PHONE);
}

/* It calls under a number of its own; that the same user is wanted at once gives it away. It does
 * not say what it is, or passes on what the phone says of itself: then its address names it. */
static void
test_b2bua_other_caller (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg out = pbx_out;

  out.caller = "<sip:0711@trunk.example.org>";
  test_scene_init (&scene);
  test_call (&scene, &pbx_in, &(TestRequest) { .headers = PBX_AGENT });
  test_call (&scene, &out, &(TestRequest) { .headers = PBX_AGENT });
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>kevin 192.0.2.9:5060>kevin "
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>mike mike>192.0.2.9:5060 "
                    "mike>192.0.2.9:5060 192.0.2.9:5060>mike");
}

/* Mike asks the PBX to transfer Kevin, and it is the PBX that calls Wayne. */
static void
test_b2bua_transfer (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg third = {
    "third", "<sip:kevin@example.org>", "p3", PBX, "<sip:wayne@example.org>", "w",
    "192.0.2.3:5060",
  };
  const RfTraceTransfer *transfer;
  guint first;

  test_scene_init (&scene);
  begin_pbx_call (&scene);
  first = rf_trace_get_n_messages (scene.trace);
  test_refer (&scene, &pbx_out, 5, "<sip:wayne@example.org>", "202 Accepted");
  test_call (&scene, &third, NULL);
  test_notify (&scene, &pbx_out, 6, "refer", "terminated;reason=noresource", "200 OK");
  test_bye (&scene, &pbx_out, 6, TRUE);

  for (guint i = first; i < rf_trace_get_n_messages (scene.trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (scene.trace, i);

    g_assert_true ((message->from_party == 1) != (message->to_party == 1));
  }
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 1);
  transfer = rf_trace_get_transfer (scene.trace, 0);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferor)->label, ==, "mike");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferee)->label, ==, "kevin");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->target)->label, ==, "wayne");
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  test_assert_text (test_dup_phases (scene.trace), "1111111" "22" "3333" "44" "55");
}

/* Mike was called at the address of his phone, calls under his number, and is one person. */
static void
test_b2bua_called_calls (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg back = {
    "back", "<sip:mike@example.org>", "m5", "192.0.2.2:5060", "<sip:wayne@example.org>", "p5", PBX,
  };
  const TestLeg back_out = {
    "back-out", "<sip:mike@example.org>", "p6", PBX, "<sip:wayne@192.0.2.3:5060>", "w6",
    "192.0.2.3:5060",
  };
  const RfTraceTransfer *transfer;

  test_scene_init (&scene);
  begin_pbx_call (&scene);
  test_call (&scene, &back, NULL);
  test_call (&scene, &back_out, NULL);
  test_refer (&scene, &pbx_out, 5,
              "<sip:wayne@example.org?Replaces=back%3Bto-tag%3Dp5%3Bfrom-tag%3Dm5>",
              "202 Accepted");
  test_notify (&scene, &pbx_out, 6, "refer", "terminated;reason=noresource", "200 OK");
  test_bye (&scene, &back, 2, TRUE);

  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@example.org 192.0.2.9:5060 sip:mike@example.org "
                    "sip:wayne@example.org");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 1);
  transfer = rf_trace_get_transfer (scene.trace, 0);
  g_assert_cmpint (transfer->kind, ==, RF_TRANSFER_ATTENDED);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferor)->label, ==, "mike");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferee)->label, ==, "kevin");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->target)->label, ==, "wayne");
}

/* It calls as if Kevin was at its own host, and whom it calls has another name than was dialled. */
static void
test_b2bua_own_host (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg in = pbx_in, out = pbx_out;

  in.callee = "<sip:200@example.org>";
  out.caller = "<sip:kevin@192.0.2.9>";
  test_scene_init (&scene);
  test_call (&scene, &in, NULL);
  test_call (&scene, &out, NULL);
  test_refer (&scene, &out, 5, "<sip:wayne@example.org>", "202 Accepted");
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@example.org 192.0.2.9:5060 sip:mike@192.0.2.2");
  g_assert_cmpint (rf_trace_get_party (scene.trace, 1)->kind, ==, RF_PARTY_B2BUA);
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->transferee, ==, 0);
}

/* A PBX that passes the REFER on, and the call that comes of it: the call belongs to the REFER that
 * Kevin got, and all of it is one thing that happened. */
static void
test_b2bua_passes_refer_on (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg kevin_pbx = {
    "new-in", "<sip:kevin@example.org>", "k3", "192.0.2.1:5060", "<sip:wayne@example.org>", "p3",
    PBX,
  };
  const TestLeg pbx_wayne = {
    "new-out", "<sip:kevin@example.org>", "p4", PBX, "<sip:wayne@example.org>", "w",
    "192.0.2.3:5060",
  };
  g_autoptr (RfEntryList) list = NULL;
  const RfEntry *entry;
  guint refer;

  test_scene_init (&scene);
  begin_pbx_call (&scene);
  refer = test_refer (&scene, &pbx_out, 5, "<sip:wayne@example.org>", NULL);
  test_refer (&scene, &pbx_in, 5, "<sip:wayne@example.org>", "202 Accepted");
  test_reply (&scene, &pbx_out, refer, "202 Accepted");
  test_call (&scene, &kevin_pbx, NULL);
  test_call (&scene, &pbx_wayne, NULL);
  test_notify (&scene, &pbx_in, 6, "refer", "terminated;reason=noresource", "200 OK");
  test_notify (&scene, &pbx_out, 6, "refer", "terminated;reason=noresource", "200 OK");

  test_assert_text (test_dup_phases (scene.trace), "1111111" "2222" "33333333" "4444");
  for (guint i = 0; i < 8; i++)
    g_assert_cmpint (rf_trace_get_transfer_of (scene.trace, 11 + i), ==, 1);
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 2);
  for (guint i = 0; i < 2; i++) {
    const RfTraceTransfer *transfer = rf_trace_get_transfer (scene.trace, i);

    g_assert_cmpint (transfer->relay_of, ==, i == 0 ? -1 : 0);
    g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
    g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->target)->label, ==, "wayne");
  }

  list = rf_entry_list_new (scene.trace);
  g_assert_cmpuint (rf_entry_list_get_n (list), ==, 1);
  entry = rf_entry_list_get (list, 0);
  g_assert_cmpuint (entry->n_transfers, ==, 1);
  g_assert_cmpint (entry->transfer, ==, 0);
  g_assert_cmpuint (entry->n_calls, ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/b2bua/call", test_b2bua);
  g_test_add_func ("/trace/b2bua/other-caller", test_b2bua_other_caller);
  g_test_add_func ("/trace/b2bua/transfer", test_b2bua_transfer);
  g_test_add_func ("/trace/b2bua/called-calls", test_b2bua_called_calls);
  g_test_add_func ("/trace/b2bua/own-host", test_b2bua_own_host);
  g_test_add_func ("/trace/b2bua/passes-refer-on", test_b2bua_passes_refer_on);

  return g_test_run ();
}
