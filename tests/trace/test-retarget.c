/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/* Calls that end at another phone than the one they were for. */

#define PROXY   "192.0.2.9:5060"
#define WAYNE   "192.0.2.3:5060"
#define ZOE     "192.0.2.4:5060"
#define NAMED   "\"Zoe Z\" <sip:zoe@example.org>"
#define CONTACT "Contact: <sip:z-0x1@192.0.2.4:5060>\r\n"
#define BELOW   "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKbelow\r\n"

/* For Wayne, as its headers go on to say, and Zoe answers. */
static const TestLeg for_wayne = {
  "c1", "<sip:kevin@example.org>", "k", "192.0.2.1:5060",
  "\"Wayne W\" <sip:wayne@example.org>", "z", ZOE,
};

static void
register_zoe (TestScene *scene)
{
  const TestLeg leg = { "r1", NAMED, "zr", ZOE, NAMED, "r", PROXY };
  guint request = test_request (scene, &leg, "REGISTER", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:example.org", .headers = CONTACT });

  test_reply (scene, &leg, request, "200 OK");
}

/* An INVITE to @uri at @to_at, answered there; in its dialog both sides then say something. */
static void
call_reaches (TestScene  *scene,
              const char *uri)
{
  guint invite = test_request (scene, &for_wayne, "INVITE", 2,
                               &(TestRequest) { .initial = TRUE, .uri = uri });

  test_reply (scene, &for_wayne, invite, "180 Ringing");
  test_reply (scene, &for_wayne, invite, "200 OK");
  test_request (scene, &for_wayne, "ACK", 2, NULL);
  /* A connection of its own: nothing but the tag says who that is. */
  test_request (scene, &for_wayne, "BYE", 1,
                &(TestRequest) { .backwards = TRUE, .from_at = "192.0.2.4:41234" });
}

/* The call to Wayne, turned away with @contact. */
static void
call_is_redirected (TestScene  *scene,
                    const char *contact)
{
  TestLeg first = for_wayne;
  guint invite;
  g_autofree char *status = g_strdup_printf ("302 Moved\r\n%s", contact);

  first.callee_tag = "w";
  first.callee_at = WAYNE;
  invite = test_request (scene, &first, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:wayne@example.org" });
  test_reply (scene, &first, invite, status);
  test_request (scene, &first, "ACK", 1, NULL);
}

/* The proxy sends what is for Wayne to the phone that Zoe has registered. */
static void
test_by_proxy (void)
{
  g_auto (TestScene) scene = { 0 };
  guint outer, inner, bye;

  test_scene_init (&scene);
  register_zoe (&scene);
  outer = test_request (&scene, &for_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@example.org", .to_at = PROXY,
    .branch = "z9hG4bKbelow" });
  inner = test_request (&scene, &for_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:z-0x1@192.0.2.4:5060", .from_at = PROXY, .vias = BELOW });
  test_reply (&scene, &for_wayne, inner, "200 OK");
  test_reply (&scene, &for_wayne, outer, "200 OK");
  test_request (&scene, &for_wayne, "ACK", 1, &(TestRequest) { .to_at = PROXY });
  test_request (&scene, &for_wayne, "ACK", 1,
                &(TestRequest) { .from_at = PROXY, .vias = BELOW });
  bye = test_request (&scene, &for_wayne, "BYE", 1, &(TestRequest) { .backwards = TRUE });
  test_reply (&scene, &for_wayne, bye, "200 OK");
  test_assert_text (test_dup_arrows (scene.trace),
                    "Zoe Z>192.0.2.9:5060 192.0.2.9:5060>Zoe Z "
                    "kevin>192.0.2.9:5060 192.0.2.9:5060>Zoe Z Zoe Z>192.0.2.9:5060 "
                    "192.0.2.9:5060>kevin kevin>192.0.2.9:5060 192.0.2.9:5060>Zoe Z "
                    "Zoe Z>kevin kevin>Zoe Z");
}

/* Who was called told where to try instead; nothing else was heard of that phone. */
static void
test_redirected (gconstpointer contact)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  call_is_redirected (&scene, contact);
  call_reaches (&scene, "sip:zoe@example.org");
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>Wayne W Wayne W>kevin kevin>Wayne W "
                    "kevin>zoe zoe>kevin zoe>kevin kevin>zoe zoe>kevin");
}

/* What was not offered, or is another address of Wayne's, is still Wayne's phone. */
static void
test_not_redirected (gconstpointer uri)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  call_is_redirected (&scene, "Contact: <sip:zoe@example.org>, <sip:wayne@192.0.2.4>");
  call_reaches (&scene, uri);
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>Wayne W Wayne W>kevin kevin>Wayne W "
                    "kevin>Wayne W Wayne W>kevin Wayne W>kevin kevin>Wayne W Wayne W>kevin");
}

/* From one to the next to the third. */
static void
test_redirected_twice (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg second = {
    "c1", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:wayne@example.org>", "y",
    "192.0.2.5:5060",
  };
  guint invite;

  test_scene_init (&scene);
  call_is_redirected (&scene, "m: <sip:yan@example.org>");
  invite = test_request (&scene, &second, "INVITE", 2,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:yan@example.org" });
  test_reply (&scene, &second, invite, "302 Moved\r\nContact: <sip:zoe@example.org>");
  test_request (&scene, &second, "ACK", 2, NULL);
  call_reaches (&scene, "sip:zoe@example.org");
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>Wayne W Wayne W>kevin kevin>Wayne W "
                    "kevin>yan yan>kevin kevin>yan "
                    "kevin>zoe zoe>kevin zoe>kevin kevin>zoe zoe>kevin");
}

/* Who answered in Wayne's place transfers the caller, and is the transferor. */
static void
test_transfers (void)
{
  g_auto (TestScene) scene = { 0 };
  const RfTraceTransfer *transfer;
  guint refer;

  test_scene_init (&scene);
  call_is_redirected (&scene, "Contact: <sip:zoe@example.org>");
  call_reaches (&scene, "sip:zoe@example.org");
  refer = test_request (&scene, &for_wayne, "REFER", 7, &(TestRequest) {
    .backwards = TRUE, .headers = "Refer-To: <sip:wayne@example.org>\r\n" });
  test_reply (&scene, &for_wayne, refer, "202 Accepted");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 1);
  transfer = rf_trace_get_transfer (scene.trace, 0);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferor)->label, ==, "zoe");
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->transferee)->label, ==, "kevin");
}

/* Who was to be the target turns the call away: the target is who answers instead. */
static void
test_target_redirects (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg mike = {
    "c0", "<sip:kevin@example.org>", "k0", "192.0.2.1:5060", "<sip:mike@example.org>", "m",
    "192.0.2.2:5060",
  };
  const RfTraceTransfer *transfer;

  test_scene_init (&scene);
  test_call (&scene, &mike, NULL);
  test_refer (&scene, &mike, 7, "<sip:wayne@example.org>", "202 Accepted");
  call_is_redirected (&scene, "Contact: <sip:zoe@example.org>");
  transfer = rf_trace_get_transfer (scene.trace, 0);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->target)->label, ==, "Wayne W");
  call_reaches (&scene, "sip:zoe@example.org");
  test_notify (&scene, &mike, 2, "refer", "terminated", "200 OK");
  g_assert_cmpuint (rf_trace_get_n_transfers (scene.trace), ==, 1);
  transfer = rf_trace_get_transfer (scene.trace, 0);
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (transfer->triggered_status, ==, 200);
  g_assert_cmpstr (rf_trace_get_party (scene.trace, transfer->target)->label, ==, "zoe");
}

/* One INVITE rings at two phones of hers: two answers with two tags. */
static void
test_forked_on_the_way (void)
{
  g_auto (TestScene) scene = { 0 };
  TestLeg other = for_wayne;
  guint invite;

  other.callee_tag = "z2";
  test_scene_init (&scene);
  call_is_redirected (&scene, "Contact: <sip:zoe@example.org>");
  invite = test_request (&scene, &for_wayne, "INVITE", 2,
                         &(TestRequest) { .initial = TRUE, .uri = "sip:zoe@example.org" });
  test_reply (&scene, &for_wayne, invite, "180 Ringing");
  test_reply (&scene, &other, invite, "180 Ringing");
  test_reply (&scene, &other, invite, "200 OK");
  test_request (&scene, &other, "BYE", 1, &(TestRequest) { .backwards = TRUE });
  test_request (&scene, &for_wayne, "BYE", 1, &(TestRequest) { .backwards = TRUE });
  test_assert_text (test_dup_arrows (scene.trace),
                    "kevin>Wayne W Wayne W>kevin kevin>Wayne W "
                    "kevin>zoe zoe>kevin zoe>kevin zoe>kevin zoe>kevin zoe>kevin");
}

/* A stranger's call that is turned away without end stays readable, and costs no more for it. */
static void
test_without_end (void)
{
  g_auto (TestScene) scene = { 0 };
  const guint n = 3000;

  test_scene_init (&scene);
  for (guint i = 0; i < n; i++) {
    g_autofree char *contact = g_strdup_printf ("Contact: <sip:zoe%u@example.org>", i);

    call_is_redirected (&scene, contact);
  }
  call_reaches (&scene, "sip:zoe0@example.org");
  g_assert_cmpuint (rf_trace_get_n_messages (scene.trace), ==, 3 * n + 5);
  g_assert_cmpuint (rf_trace_get_n_parties (scene.trace), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/retarget/by-proxy", test_by_proxy);
  g_test_add_data_func ("/trace/retarget/redirected",
                        "Contact: <sip:zoe@example.org>", test_redirected);
  g_test_add_data_func ("/trace/retarget/redirected-one-of-many",
                        "Contact: \"a, b\" <sip:a@b>,<sip:zoe@192.0.2.7;x=1>;q=0.1",
                        test_redirected);
  g_test_add_data_func ("/trace/retarget/redirected-second-header",
                        "Contact: <sip:a@b>\r\nContact: sip:zoe@example.org",
                        test_redirected);
  g_test_add_data_func ("/trace/retarget/own-other-address", "sip:wayne@192.0.2.4",
                        test_not_redirected);
  g_test_add_data_func ("/trace/retarget/not-offered", "sip:line-17@192.0.2.4",
                        test_not_redirected);
  g_test_add_func ("/trace/retarget/redirected-twice", test_redirected_twice);
  g_test_add_func ("/trace/retarget/transfers", test_transfers);
  g_test_add_func ("/trace/retarget/target-redirects", test_target_redirects);
  g_test_add_func ("/trace/retarget/forked-on-the-way", test_forked_on_the_way);
  g_test_add_func ("/trace/retarget/without-end", test_without_end);

  return g_test_run ();
}
