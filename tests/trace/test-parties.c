/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-entry-list.h"
#include "testlib-trace.h"

/* Three phones on one machine, told apart by ports. */
static void
test_one_machine (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg kevin_mike = {
    "c1", "\"Kevin\" <sip:kevin@127.0.0.1:5071>", "k", "127.0.0.1:5071",
    "<sip:mike@127.0.0.1:5072>", "m", "127.0.0.1:5072",
  };
  const TestLeg kevin_wayne = {
    "c2", "\"Kevin\" <sip:kevin@127.0.0.1:5071>", "k", "127.0.0.1:5071",
    "<sip:wayne@127.0.0.1:5073>", "w", "127.0.0.1:5073",
  };

  test_scene_init (&scene);
  test_call (&scene, &kevin_mike, NULL);
  test_call (&scene, &kevin_wayne, NULL);
  test_assert_text (test_dup_arrows (scene.trace),
                    "Kevin>mike mike>Kevin mike>Kevin Kevin>mike "
                    "Kevin>wayne wayne>Kevin wayne>Kevin Kevin>wayne");
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@127.0.0.1:5071 sip:mike@127.0.0.1:5072 sip:wayne@127.0.0.1:5073");
}

/* Without the port in its name, from another port over a connection, and by its Contact: still
 * Kevin. */
static void
test_one_phone_many_names (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg first = {
    "c1", "<sip:kevin@127.0.0.1>", "k", "127.0.0.1:5071", "<sip:mike@127.0.0.1:5072>", "m",
    "127.0.0.1:5072",
  };
  const TestLeg back = {
    "c2", "<sip:mike@127.0.0.1:5072>", "m2", "127.0.0.1:5072", "<sip:kevin@127.0.0.1:5071>", "k2",
    "127.0.0.1:5071",
  };
  const TestLeg by_contact = {
    "c3", "<sip:mike@127.0.0.1:5072>", "m3", "127.0.0.1:5072", "<sip:kevin-0x1@127.0.0.1:5071>",
    "k3", "127.0.0.1:5071",
  };
  const TestLeg other_port = {
    "c4", "<sip:kevin@127.0.0.1>", "k4", "127.0.0.1:41234", "<sip:mike@127.0.0.1:5072>", "m4",
    "127.0.0.1:5072",
  };

  test_scene_init (&scene);
  test_call (&scene, &first,
             &(TestRequest) { .headers = "Contact: <sip:kevin-0x1@127.0.0.1:5071>\r\n" });
  test_call (&scene, &back, NULL);
  test_call (&scene, &by_contact, NULL);
  test_call (&scene, &other_port, NULL);
  g_assert_cmpuint (rf_trace_get_n_parties (scene.trace), ==, 2);
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>mike mike>kevin mike>kevin kevin>mike mike>kevin kevin>mike "
                    "kevin>mike mike>kevin "
                    "mike>kevin kevin>mike kevin>mike mike>kevin kevin>mike mike>kevin "
                    "mike>kevin kevin>mike");
}

/* A phone behind a connection listens elsewhere than it sends from: Via tells. */
static void
test_listening_port (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg out = {
    "c1", "<sip:kevin@127.0.0.1>", "k", "127.0.0.1:5071", "<sip:mike@127.0.0.1:5072>", "m",
    "127.0.0.1:5072",
  };
  const TestLeg in = {
    "c2", "<sip:mike@127.0.0.1:5072>", "m2", "127.0.0.1:5072", "<sip:kevin@127.0.0.1:5071>", "k2",
    "127.0.0.1:5071",
  };
  guint options;

  test_scene_init (&scene);
  options = test_request (&scene, &out, "OPTIONS", 1, &(TestRequest) {
    .initial = TRUE, .from_at = "127.0.0.1:41234", .sent_by = "127.0.0.1:5071" });
  test_reply (&scene, &out, options, "200 OK");
  test_call (&scene, &in, NULL);
  g_assert_cmpuint (rf_trace_get_n_parties (scene.trace), ==, 2);
}

#define PROXY "192.0.2.9:5060"
#define BELOW "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKbelow\r\n"

static const TestLeg proxied = {
  "p1", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:mike@example.org>", "m",
  "192.0.2.2:5060",
};

/* What looked like Mike's phone forwards the call: it is a proxy, and stands where it stood. */
static void
test_proxy (void)
{
  g_auto (TestScene) scene = { 0 };
  guint outer, inner, bye;

  test_scene_init (&scene);
  outer = test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@example.org", .to_at = PROXY, .branch = "z9hG4bKbelow" });
  test_reply (&scene, &proxied, outer, "100 Trying");
  test_assert_text (test_dup_arrows (scene.trace), "kevin>mike mike>kevin");

  inner = test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike-0x1@192.0.2.2", .from_at = PROXY, .vias = BELOW });
  g_assert_cmpint (rf_trace_get_message (scene.trace, inner)->retransmission_of, ==, -1);
  test_reply (&scene, &proxied, inner, "200 OK");
  test_reply (&scene, &proxied, outer, "200 OK");
  bye = test_request (&scene, &proxied, "BYE", 1, &(TestRequest) { .backwards = TRUE });
  test_reply (&scene, &proxied, bye, "200 OK");

  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>kevin 192.0.2.9:5060>mike "
                    "mike>192.0.2.9:5060 "
                    "192.0.2.9:5060>kevin mike>kevin kevin>mike");
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@example.org 192.0.2.9:5060 sip:mike@example.org");
  g_assert_cmpuint (rf_trace_get_n_dialogs (scene.trace), ==, 1);
}

#define INNER "z9hG4bKinner"

/* What a proxy sends on its own account goes one hop, though From names the caller: its CANCEL,
 * and its ACK to what is no 2xx. The answer comes back to it. */
static void
test_proxy_hop_by_hop (void)
{
  g_auto (TestScene) scene = { 0 };
  guint outer, inner, cancel;

  test_scene_init (&scene);
  outer = test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike@example.org", .to_at = PROXY, .branch = "z9hG4bKbelow" });
  inner = test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike-0x1@192.0.2.2", .from_at = PROXY, .branch = INNER,
    .vias = BELOW });
  cancel = test_request (&scene, &proxied, "CANCEL", 1, &(TestRequest) {
    .initial = TRUE, .to_at = PROXY, .branch = "z9hG4bKbelow" });
  test_reply (&scene, &proxied, cancel, "200 OK");
  cancel = test_request (&scene, &proxied, "CANCEL", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:mike-0x1@192.0.2.2", .from_at = PROXY, .branch = INNER });
  test_reply (&scene, &proxied, cancel, "200 OK");
  test_reply (&scene, &proxied, inner, "487 Request Terminated");
  test_request (&scene, &proxied, "ACK", 1, &(TestRequest) {
    .uri = "sip:mike-0x1@192.0.2.2", .from_at = PROXY, .branch = INNER });
  test_reply (&scene, &proxied, outer, "487 Request Terminated");
  test_request (&scene, &proxied, "ACK", 1, &(TestRequest) {
    .to_at = PROXY, .branch = "z9hG4bKbelow" });

  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>mike "
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>kevin "
                    "192.0.2.9:5060>mike mike>192.0.2.9:5060 "
                    "mike>192.0.2.9:5060 192.0.2.9:5060>mike "
                    "192.0.2.9:5060>kevin kevin>192.0.2.9:5060");
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@example.org 192.0.2.9:5060 sip:mike@example.org");
}

/* Only the answer to the CANCEL was captured: that it has but one Via says whose that was. */
static void
test_proxy_answer_alone (void)
{
  g_auto (TestScene) scene = { 0 };
  const char *ok =
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP " PROXY ";branch=" INNER "\r\n"
    "From: <sip:kevin@example.org>;tag=k\r\nTo: <sip:mike@example.org>;tag=m\r\n"
    "Call-ID: p1\r\nCSeq: 1 CANCEL\r\nContent-Length: 0\r\n\r\n";
  RfTraceInput input = { .transport = RF_TRANSPORT_UDP, .data = ok, .length = strlen (ok) };

  test_scene_init (&scene);
  test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .to_at = PROXY, .branch = "z9hG4bKbelow" });
  input.time_us = rf_trace_get_message (scene.trace, 0)->time_us + G_USEC_PER_SEC;
  test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .from_at = PROXY, .branch = INNER, .vias = BELOW });
  g_assert_true (rf_endpoint_parse (&input.source, proxied.callee_at));
  g_assert_true (rf_endpoint_parse (&input.destination, PROXY));
  g_assert_true (rf_trace_append (scene.trace, &input, NULL));
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>mike mike>192.0.2.9:5060");
}

/* The proxy is seen to be one only after it has cancelled and acknowledged. */
static void
test_proxy_seen_later (void)
{
  g_auto (TestScene) scene = { 0 };
  guint outer, cancel;

  test_scene_init (&scene);
  outer = test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .to_at = PROXY, .branch = "z9hG4bKbelow" });
  cancel = test_request (&scene, &proxied, "CANCEL", 1, &(TestRequest) {
    .initial = TRUE, .from_at = PROXY, .branch = INNER });
  test_reply (&scene, &proxied, cancel, "200 OK");
  test_reply (&scene, &proxied, outer, "487 Request Terminated");
  test_request (&scene, &proxied, "INVITE", 2, &(TestRequest) {
    .initial = TRUE, .from_at = PROXY, .vias = BELOW });
  test_request (&scene, &proxied, "ACK", 2, &(TestRequest) { .from_at = PROXY });
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>mike mike>192.0.2.9:5060 "
                    "192.0.2.9:5060>kevin 192.0.2.9:5060>mike 192.0.2.9:5060>mike");
}

/* A transfer through a proxy that stays in the path: each request is seen on two hops and counts
 * once. */
static void
test_proxied_transfer (void)
{
  g_auto (TestScene) scene = { 0 };
  const RfTraceTransfer *transfer;
  const char *headers = "Refer-To: <sip:wayne@example.org>\r\n";
  const char *report = "Event: refer\r\nSubscription-State: terminated\r\n";
  guint outer, inner;

  test_scene_init (&scene);
  outer = test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .to_at = PROXY, .branch = "z9hG4bKbelow" });
  inner = test_request (&scene, &proxied, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .from_at = PROXY, .vias = BELOW });
  test_reply (&scene, &proxied, inner, "200 OK");
  test_reply (&scene, &proxied, outer, "200 OK");
  outer = test_request (&scene, &proxied, "REFER", 7, &(TestRequest) {
    .backwards = TRUE, .to_at = PROXY, .headers = headers });
  inner = test_request (&scene, &proxied, "REFER", 7, &(TestRequest) {
    .backwards = TRUE, .from_at = PROXY, .headers = headers, .vias = BELOW });
  test_reply (&scene, &proxied, inner, "202 Accepted");
  test_reply (&scene, &proxied, outer, "202 Accepted");
  test_request (&scene, &proxied, "NOTIFY", 2, &(TestRequest) {
    .to_at = PROXY, .headers = report, .body = "SIP/2.0 404 Not Found" });
  test_request (&scene, &proxied, "NOTIFY", 2, &(TestRequest) {
    .from_at = PROXY, .headers = report, .body = "SIP/2.0 404 Not Found", .vias = BELOW });

  test_assert_text (test_dup_phases (scene.trace), "1111" "2222" "44");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 1);
  transfer = rf_trace_get_transfer (scene.trace, 0);
  test_assert_text (test_dup_progress (transfer), "404");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferor)->label, ==, "mike");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferee)->label, ==, "kevin");
}

#define NOBODY "\"Anonymous\" <sip:anonymous@anonymous.invalid>"

/* Two who withhold their names are two; each of their calls and answers goes to the right one, also
 * where only later messages were captured, and over connections from any port. */
static void
test_anonymous (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg one = {
    "c1", NOBODY, "a", "192.0.2.1:5060", "<sip:mike@example.org>", "m", "192.0.2.2:5060",
  };
  const TestLeg other = {
    "c2", NOBODY, "b", "192.0.2.3:5060", "<sip:mike@example.org>", "m2", "192.0.2.2:5060",
  };
  const TestLeg again = {
    "c3", NOBODY, "a3", "192.0.2.1:41234", "<sip:mike@example.org>", "m3", "192.0.2.2:5060",
  };
  guint invite;

  test_scene_init (&scene);
  test_call (&scene, &one, NULL);
  test_call (&scene, &other, NULL);
  test_bye (&scene, &one, 2, TRUE);
  test_bye (&scene, &other, 2, FALSE);
  invite = test_request (&scene, &again, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .sent_by = "192.0.2.1:5060" });
  test_reply (&scene, &again, invite, "486 Busy Here");

  test_assert_text (test_dup_ids (scene.trace),
                    "sip:anonymous@192.0.2.1 sip:mike@example.org sip:anonymous@192.0.2.3");
#define ONE "anonymous@192.0.2.1"
#define OTHER "anonymous@192.0.2.3"
  test_assert_text (test_dup_arrows (scene.trace),
                    ONE ">mike mike>" ONE " mike>" ONE " " ONE ">mike "
                    OTHER ">mike mike>" OTHER " mike>" OTHER " " OTHER ">mike "
                    "mike>" ONE " " ONE ">mike " OTHER ">mike mike>" OTHER " "
                    ONE ">mike mike>" ONE);
}

static void
test_anonymous_late_start (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = {
    "c1", "<sip:Restricted@example.org>", "a", "192.0.2.1:5060", "<sip:mike@example.org>", "m",
    "192.0.2.2:5060",
  };

  test_scene_init (&scene);
  test_bye (&scene, &leg, 2, TRUE);
  test_assert_text (test_dup_ids (scene.trace), "sip:mike@example.org sip:Restricted@192.0.2.1");
}

/* What a proxy adds tells who it is, and "Anonymous" is not his name (RFC 3325). */
static void
test_anonymous_asserted (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg kevin = {
    "c1", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:mike@example.org>", "m",
    "192.0.2.2:5060",
  };
  const TestLeg hidden = {
    "c2", NOBODY, "a", "192.0.2.1:5060", "<sip:mike@example.org>", "m2", "192.0.2.2:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &kevin, NULL);
  test_call (&scene, &hidden, &(TestRequest) {
    .headers = "P-Asserted-Identity: \"Kevin, Sr.\" <sip:kevin@example.org>, <tel:+1>\r\n" });
  test_bye (&scene, &hidden, 3, TRUE);
  test_assert_text (test_dup_ids (scene.trace), "sip:kevin@example.org sip:mike@example.org");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 0)->label, ==, "kevin");
}

/* Behind a proxy it is the Contact that tells; on both hops it is one caller. */
static void
test_anonymous_proxied (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = {
    "c1", NOBODY, "a", "192.0.2.1:5060", "<sip:mike@example.org>", "m", "192.0.2.2:5060",
  };
  const TestLeg other = {
    "c2", NOBODY, "b", "192.0.2.1:5060", "<sip:mike@example.org>", "m2", "192.0.2.2:5060",
  };

  test_scene_init (&scene);
  test_request (&scene, &leg, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .to_at = PROXY, .branch = "z9hG4bKbelow" });
  test_request (&scene, &leg, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .from_at = PROXY, .vias = BELOW });
  test_request (&scene, &other, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .from_at = PROXY, .vias = BELOW,
    .headers = "Contact: <sip:anonymous@192.0.2.3:5070>\r\n" });
  test_request (&scene, &other, "BYE", 2, &(TestRequest) {
    .backwards = TRUE, .to_at = "192.0.2.3:5070" });
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:anonymous@192.0.2.1 192.0.2.9:5060 sip:mike@example.org "
                    "sip:anonymous@192.0.2.3:5070");
}

/* The REFER goes to a proxy that is known as one, and where it goes from there was not captured. */
static void
test_unseen_transferee (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg other = {
    "p2", "<sip:zoe@example.org>", "z", "192.0.2.1:5060", "<sip:yann@example.org>", "y",
    "192.0.2.2:5060",
  };
  const TestLeg unseen = {
    "p3", "<sip:unseen@example.org>", "u", PROXY, "<sip:mike@example.org>", "m", "192.0.2.2:5060",
  };

  test_scene_init (&scene);
  test_request (&scene, &other, "INVITE", 1,
                &(TestRequest) { .initial = TRUE, .from_at = PROXY, .vias = BELOW });
  test_refer (&scene, &unseen, 5, "<sip:wayne@example.org>", "202 Accepted");
  g_assert_cmpint (rf_trace_get_transfer (scene.trace, 0)->transferee, ==,
                   rf_trace_get_message (scene.trace, 1)->to_party);
  g_assert_cmpstr (rf_trace_get_party (scene.trace,
                                       rf_trace_get_transfer (scene.trace,
                                                              0)->transferee)->label, ==,
                   PROXY);
}

/* One phone's view through a proxy that nobody sees forward: the parties are those that are "
"meant. */
static void
test_one_sided (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg mike = {
    "c1", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:mike@example.org>", "m", PROXY,
  };
  const TestLeg wayne = {
    "c2", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:wayne@example.org>", "w", PROXY,
  };

  test_scene_init (&scene);
  test_call (&scene, &mike, NULL);
  test_call (&scene, &wayne, NULL);
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@example.org sip:mike@example.org sip:wayne@example.org");
}

/* At Mike's phone only the proxy is seen of the others; a transfer is still theirs. */
static void
test_behind_proxy (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg call = {
    "c1", "<sip:kevin@example.org>", "k", PROXY, "<sip:mike@example.org>", "m", "192.0.2.2:5060",
  };
  g_autoptr (RfEntryList) list = NULL;
  const RfTraceTransfer *transfer;

  test_scene_init (&scene);
  test_call (&scene, &call, &(TestRequest) { .vias = BELOW });
  test_refer (&scene, &call, 101, "<sip:wayne@example.org>", "202 Accepted");
  test_assert_text (test_dup_ids (scene.trace), PROXY " sip:mike@example.org");
  transfer = rf_trace_get_transfer (scene.trace, 0);
  g_assert_cmpint (transfer->transferee, ==, 0);
  g_assert_cmpstr (transfer->transferee_id, ==, "sip:kevin@example.org");
  g_assert_cmpstr (transfer->transferor_id, ==, "sip:mike@example.org");

  list = rf_entry_list_new (scene.trace);
  g_assert_cmpstr (rf_entry_list_get (list, 0)->from, ==, "kevin");
  g_assert_cmpstr (rf_entry_list_get (list, 0)->by, ==, "mike");
}

/* Behind one address with one port are two phones; each calls, and is called, under its own name,
 * and one, which was elsewhere before, calls a namesake. */
static void
test_behind_nat (void)
{
  g_auto (TestScene) scene = { 0 };
  const char *nat = "198.51.100.7:5060";
  const TestLeg in = {
    "n1", "<sip:wayne@example.org>", "w1", "192.0.2.3:5060", "<sip:kevin@example.org>", "k1", nat,
  };
  const TestLeg out = {
    "n2", "<sip:mike@example.org>", "m2", nat, "<sip:wayne@example.org>", "w2", "192.0.2.3:5060",
  };
  const TestLeg back = {
    "n3", "<sip:kevin@example.org>", "k3", nat, "<sip:zoe@example.org>", "z3", "192.0.2.4:5060",
  };

  const TestLeg elsewhere = {
    "n0", "<sip:kevin@example.org>", "k0", "192.0.2.6:5060", "<sip:zoe@example.org>", "z0",
    "192.0.2.4:5060",
  };
  const TestLeg namesake = {
    "n4", "<sip:kevin@example.org>", "k4", nat, "<sip:kevin@example.net>", "o4", "192.0.2.5:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &elsewhere, NULL);
  test_call (&scene, &in, NULL);
  test_call (&scene, &namesake, NULL);
  test_call (&scene, &out, NULL);
  test_call (&scene, &back, NULL);
  test_assert_text (test_dup_ids (scene.trace),
                    "sip:kevin@example.org sip:zoe@example.org sip:wayne@example.org "
                    "sip:kevin@example.net sip:mike@example.org");
}

/* Kevin calls his own other phone, which then calls Mike: it is Kevin's, and nobody in between. */
static void
test_own_other_phone (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg own = {
    "o1", "<sip:kevin@example.org>", "a", "192.0.2.1:5060", "<sip:kevin@example.org>", "b",
    "192.0.2.2:5060",
  };
  const TestLeg out = {
    "o2", "<sip:kevin@example.org>", "c", "192.0.2.2:5060", "<sip:mike@example.org>", "m",
    "192.0.2.3:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &own, NULL);
  test_call (&scene, &out, NULL);
  for (guint i = 0; i < rf_trace_get_n_parties (scene.trace); i++)
    g_assert_cmpint (rf_trace_get_party (scene.trace, i)->kind, ==, RF_PARTY_PHONE);
  g_assert_cmpint (rf_trace_get_message (scene.trace, 4)->from_party, ==, 0);
}

static void
test_registration (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = {
    "r1", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:kevin@example.org>", "r", PROXY,
  };
  guint request;

  test_scene_init (&scene);
  request = test_request (&scene, &leg, "REGISTER", 1,
                          &(TestRequest) { .initial = TRUE, .uri = "sip:example.org" });
  test_reply (&scene, &leg, request, "200 OK");
  test_assert_text (test_dup_arrows (scene.trace), "kevin>example.org example.org>kevin");
  test_assert_text (test_dup_phases (scene.trace), "00");
}

/* Names that would read the same are told apart; a name that changes is dropped. */
static void
test_labels (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg same_user = {
    "c1", "<sip:kevin@a.example>", "k", "192.0.2.1:5060", "<sip:kevin@b.example>", "m",
    "192.0.2.2:5060",
  };
  const TestLeg same_name = {
    "c2", "\"Desk\" <sip:d1@a.example>", "k", "192.0.2.3:5060", "\"Desk\" <sip:d2@a.example>", "m",
    "192.0.2.4:5060",
  };
  const TestLeg once = {
    "c3", "\"One\" <sip:zoe@a.example>", "z", "192.0.2.5:5060", "<sip:d2@a.example>", "y",
    "192.0.2.4:5060",
  };
  const TestLeg twice = {
    "c4", "\"Two\" <sip:zoe@a.example>", "z", "192.0.2.5:5060", "<sip:d2@a.example>", "y",
    "192.0.2.4:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &same_user, NULL);
  test_call (&scene, &same_name, NULL);
  test_call (&scene, &once, NULL);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 0)->label, ==, "kevin@a.example");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 1)->label, ==, "kevin@b.example");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 2)->label, ==, "Desk (d1@a.example)");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 3)->label, ==, "Desk (d2@a.example)");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 4)->label, ==, "One");
  test_call (&scene, &twice, NULL);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 4)->label, ==, "zoe");
}

/* Whoever looks at the trace knows better than the messages, before and after they come. */
static void
test_given_names (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = {
    "c1", "\"Desk\" <sip:kevin@192.0.2.1>", "k", "192.0.2.1:5060", "<sip:mike@192.0.2.2>", "m",
    "192.0.2.2:5060",
  };

  test_scene_init (&scene);
  rf_trace_name_party (scene.trace, "sip:mike@192.0.2.2:5060", "Mike");
  test_call (&scene, &leg, NULL);
  rf_trace_name_party (scene.trace, "sip:kevin@192.0.2.1:5060", "Kevin");
  g_assert_cmpuint (rf_trace_get_n_parties (scene.trace), ==, 2);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 0)->label, ==, "Kevin");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 1)->label, ==, "Mike");
}

/* RFC 3261 §25.1: a quoted pair is the character behind the backslash, and as harmless as it would
 * be without. */
/* What cannot be seen is no name. */
static void
test_blank_names (void)
{
  const TestLeg blank = {
    "c1", "\" \t \" <sip:kevin@192.0.2.1>", "k", "192.0.2.1:5060", "<sip:mike@192.0.2.2>", "m",
    "192.0.2.2:5060",
  };
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &blank, NULL);

  g_assert_cmpstr (rf_trace_get_party (scene.trace, 0)->label, ==, "kevin");
}

static void
test_escaped_names (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = {
    "c1", "\"\\\"Big\\\" \\\\ Mike\" <sip:mike@192.0.2.1>", "k", "192.0.2.1:5060",
    "<sip:kevin@192.0.2.2>", "m", "192.0.2.2:5060",
  };
  const TestLeg hostile = {
    "c2", "\"\\\x1b[2J\\\"\" <sip:eve@192.0.2.3>", "e", "192.0.2.3:5060",
    "<sip:kevin@192.0.2.2>", "m", "192.0.2.2:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &leg, NULL);
  test_call (&scene, &hostile, NULL);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 0)->label, ==, "\"Big\" \\ Mike");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, 2)->label, ==, "\\x1b[2J\"");
}

static void
test_hostile_names (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg leg = {
    "c1", "\"\x1b[2J\xff%n%s\" <sip:a\xe2\x80\xaeq%00@x>", "k", "192.0.2.1:5060",
    "<not a uri at all>", "m", "192.0.2.2:5060",
  };

  test_scene_init (&scene);
  test_call (&scene, &leg, &(TestRequest) { .uri = "sip:%s%s%s%s%n" });
  for (guint i = 0; i < rf_trace_get_n_parties (scene.trace); i++) {
    g_assert_true (g_utf8_validate (rf_trace_get_party (scene.trace, i)->label, -1, NULL));
    g_assert_true (g_utf8_validate (rf_trace_get_party (scene.trace, i)->id, -1, NULL));
    g_assert_null (strchr (rf_trace_get_party (scene.trace, i)->label, '\x1b'));
  }
  g_assert_cmpuint (rf_trace_get_n_parties (scene.trace), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/parties/one-machine", test_one_machine);
  g_test_add_func ("/trace/parties/one-phone-many-names", test_one_phone_many_names);
  g_test_add_func ("/trace/parties/listening-port", test_listening_port);
  g_test_add_func ("/trace/parties/proxy", test_proxy);
  g_test_add_func ("/trace/parties/proxy-hop-by-hop", test_proxy_hop_by_hop);
  g_test_add_func ("/trace/parties/proxy-answer-alone", test_proxy_answer_alone);
  g_test_add_func ("/trace/parties/proxy-seen-later", test_proxy_seen_later);
  g_test_add_func ("/trace/parties/proxied-transfer", test_proxied_transfer);
  g_test_add_func ("/trace/parties/anonymous", test_anonymous);
  g_test_add_func ("/trace/parties/anonymous-late-start", test_anonymous_late_start);
  g_test_add_func ("/trace/parties/anonymous-asserted", test_anonymous_asserted);
  g_test_add_func ("/trace/parties/anonymous-proxied", test_anonymous_proxied);
  g_test_add_func ("/trace/parties/unseen-transferee", test_unseen_transferee);
  g_test_add_func ("/trace/parties/one-sided", test_one_sided);
  g_test_add_func ("/trace/parties/behind-proxy", test_behind_proxy);
  g_test_add_func ("/trace/parties/behind-nat", test_behind_nat);
  g_test_add_func ("/trace/parties/own-other-phone", test_own_other_phone);
  g_test_add_func ("/trace/parties/registration", test_registration);
  g_test_add_func ("/trace/parties/labels", test_labels);
  g_test_add_func ("/trace/parties/given-names", test_given_names);
  g_test_add_func ("/trace/parties/blank-names", test_blank_names);
  g_test_add_func ("/trace/parties/escaped-names", test_escaped_names);
  g_test_add_func ("/trace/parties/hostile-names", test_hostile_names);

  return g_test_run ();
}
