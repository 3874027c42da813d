/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-capture.h"
#include "testlib-trace.h"

/*
 * Writes data/samples/blind-transfer.pcapng, the call flow that the project starts from: Kevin
 * calls Mike, Mike transfers Kevin to Wayne, Kevin's phone releases Mike once Wayne has answered,
 * and at last Wayne.
 *
 *   ninja -C BUILD tests/trace/make-sample && BUILD/tests/trace/make-sample
 *   data/samples/blind-transfer.pcapng
 */

static const TestLeg kevin_mike = {
  "4f2a91c0@192.0.2.1", "\"Kevin\" <sip:kevin@192.0.2.1>", "b4c48df6", "192.0.2.1:5060",
  "\"Mike\" <sip:mike@192.0.2.2>", "3055afff", "192.0.2.2:5060",
};
static const TestLeg kevin_wayne = {
  "d8d425f2@192.0.2.1", "\"Kevin\" <sip:kevin@192.0.2.1>", "d6c18b41", "192.0.2.1:5060",
  "\"Wayne\" <sip:wayne@192.0.2.3>", "a529be7e", "192.0.2.3:5060",
};

static void
call (TestScene     *scene,
      const TestLeg *leg,
      const char    *uri,
      const char    *headers,
      guint          ring_ms)
{
  guint invite = test_request (scene, leg, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = uri, .headers = headers, .body = TEST_SDP ("sendrecv") });

  test_reply (scene, leg, invite, "100 Trying");
  test_reply (scene, leg, invite, "180 Ringing");
  scene->now_ms += ring_ms;
  test_reply (scene, leg, invite, "200 OK");
  test_request (scene, leg, "ACK", 1, NULL);
}

static guint
notify (TestScene  *scene,
        guint       cseq,
        const char *state,
        const char *sipfrag)
{
  g_autofree char *headers = g_strdup_printf ("Contact: <sip:kevin@192.0.2.1:5060>\r\n"
                                              "Event: refer\r\n"
                                              "Subscription-State: %s\r\n"
                                              "Content-Type: message/sipfrag\r\n", state);

  return test_request (scene, &kevin_mike, "NOTIFY", cseq,
                       &(TestRequest) { .headers = headers, .body = sipfrag });
}

static void
play (TestScene *scene)
{
  guint refer, invite, first, last;

  scene->now_ms = 9874;
  call (scene, &kevin_mike, "sip:mike@192.0.2.2",
        "Contact: <sip:kevin@192.0.2.1:5060>\r\nContent-Type: application/sdp\r\n", 5760);

  scene->now_ms = 40862;
  refer = test_request (scene, &kevin_mike, "REFER", 1, &(TestRequest) {
    .backwards = TRUE, .uri = "sip:kevin@192.0.2.1:5060",
    .headers = "Contact: <sip:mike@192.0.2.2:5060>\r\nRefer-To: <sip:wayne@192.0.2.3>\r\n"
               "Referred-By: \"Mike\" <sip:mike@192.0.2.2>\r\n" });
  scene->now_ms = 41081;
  test_reply (scene, &kevin_mike, refer, "202 Accepted");

  invite = test_request (scene, &kevin_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.3", .body = TEST_SDP ("sendrecv"),
    .headers = "Contact: <sip:kevin@192.0.2.1:5060>\r\n"
               "Referred-By: \"Mike\" <sip:mike@192.0.2.2>\r\n"
               "Content-Type: application/sdp\r\n" });
  first = notify (scene, 2, "active;expires=60", "SIP/2.0 100 Trying\r\n");
  test_reply (scene, &kevin_mike, first, "200 OK");
  test_reply (scene, &kevin_wayne, invite, "180 Ringing");
  first = notify (scene, 3, "active;expires=60", "SIP/2.0 180 Ringing\r\n");
  test_reply (scene, &kevin_mike, first, "200 OK");

  scene->now_ms = 44100;
  test_reply (scene, &kevin_wayne, invite, "200 OK");
  last = notify (scene, 4, "terminated;reason=noresource", "SIP/2.0 200 OK\r\n");
  test_reply (scene, &kevin_mike, last, "200 OK");
  test_request (scene, &kevin_wayne, "ACK", 1, NULL);
  test_bye (scene, &kevin_mike, 5, FALSE);
  scene->now_ms = 48685;
  test_bye (scene, &kevin_wayne, 2, FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (GError) error = NULL;

  if (argc != 2) {
    g_printerr ("Usage: make-sample FILE\n");
    return 2;
  }
  test_scene_init (&scene);
  play (&scene);
  if (!rf_capture_write (argv[1], scene.trace, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }

  return 0;
}
