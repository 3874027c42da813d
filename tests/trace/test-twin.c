/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-twin.h"
#include "testlib-trace.h"

#define REPLACING "<sip:wayne@192.0.2.3?Replaces=call-3%40mike%3Bto-tag%3Dw3%3Bfrom-tag%3Dm3>"

static void
assert_twin (TestScene *scene,
             guint      message,
             RfTwin     twin,
             int        expected)
{
  g_assert_cmpint (rf_twin_find (scene->trace, message, twin), ==, expected);
}

static void
test_request_and_answer (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite, cancel;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL); /* INVITE, 180, 200, ACK */
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1,
                         &(TestRequest) { .initial = TRUE });
  test_reply (&scene, &test_kevin_wayne, invite, "180 Ringing");
  cancel = test_request (&scene, &test_kevin_wayne, "CANCEL", 1,
                         &(TestRequest) { .initial = TRUE, .branch = "z9hG4bK-INVITE-3" });

  assert_twin (&scene, 0, RF_TWIN_REQUEST, -1);
  assert_twin (&scene, 1, RF_TWIN_REQUEST, 0);
  assert_twin (&scene, 2, RF_TWIN_REQUEST, 0);
  assert_twin (&scene, 3, RF_TWIN_REQUEST, 0);
  assert_twin (&scene, 0, RF_TWIN_ANSWER, 2);
  assert_twin (&scene, 3, RF_TWIN_ANSWER, -1);
  assert_twin (&scene, invite, RF_TWIN_ANSWER, -1);
  assert_twin (&scene, cancel, RF_TWIN_REQUEST, (int) invite);
}

static void
test_transfer (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer, invite, notify, bye;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  refer = test_refer (&scene, &test_kevin_mike, 1, "<sip:wayne@192.0.2.3>", "202 Accepted");
  assert_twin (&scene, refer, RF_TWIN_TRIGGERED, -1);
  invite = refer + 2;
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Referred-By: <sip:mike@192.0.2.2>\r\n" });
  notify = test_notify (&scene, &test_kevin_mike, 2, "refer", "terminated", "200 OK");
  bye = notify + 2;
  test_bye (&scene, &test_kevin_mike, 3, FALSE);

  assert_twin (&scene, 0, RF_TWIN_REFER, -1);
  assert_twin (&scene, refer, RF_TWIN_REFER, -1);
  assert_twin (&scene, invite, RF_TWIN_REFER, (int) refer);
  assert_twin (&scene, notify, RF_TWIN_REFER, (int) refer);
  assert_twin (&scene, notify + 1, RF_TWIN_REFER, (int) refer);
  assert_twin (&scene, bye, RF_TWIN_REFER, (int) refer);
  assert_twin (&scene, refer, RF_TWIN_TRIGGERED, (int) invite);
  assert_twin (&scene, invite, RF_TWIN_TRIGGERED, -1);
}

static void
test_replaced (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer, invite, strange;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &test_mike_wayne, NULL); /* from 4 on */
  refer = test_refer (&scene, &test_kevin_mike, 1, REPLACING, "202 Accepted");
  invite = refer + 2;
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Replaces: call-3@mike;to-tag=w3;from-tag=m3\r\n"
                                         "Target-Dialog: call-1@kevin;local-tag=k1;"
                                         "remote-tag=m1\r\n" });
  strange = test_request (&scene, &test_kevin_wayne, "INFO", 2, &(TestRequest) {
    .headers = "Replaces: call-3@mike;to-tag=w3;from-tag=other\r\nTarget-Dialog: nonsense\r\n" });

  assert_twin (&scene, refer, RF_TWIN_REPLACED, 4);
  assert_twin (&scene, invite, RF_TWIN_REPLACED, 4);
  assert_twin (&scene, 0, RF_TWIN_REPLACED, -1);
  assert_twin (&scene, strange, RF_TWIN_REPLACED, -1);
  assert_twin (&scene, strange, RF_TWIN_TARGET_DIALOG, -1);
}

static void
test_target_dialog (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_mike_wayne, NULL);
  test_call (&scene, &test_kevin_mike, NULL); /* from 4 on */
  refer = test_request (&scene, &test_mike_wayne, "REFER", 2, &(TestRequest) {
    .headers = "Refer-To: <sip:a@192.0.2.9>\r\n"
               "Target-Dialog: call-1@kevin;local-tag=m1;remote-tag=k1\r\n" });

  assert_twin (&scene, refer, RF_TWIN_TARGET_DIALOG, 4);
}

static void
test_dialog (void)
{
  g_auto (TestScene) scene = { 0 };
  guint count;

  test_scene_init (&scene);
  test_call (&scene, &test_mike_wayne, NULL);
  test_call (&scene, &test_kevin_mike, NULL);

  assert_twin (&scene, 4, RF_TWIN_DIALOG, -1);
  assert_twin (&scene, 7, RF_TWIN_DIALOG, 4);
  g_assert_cmpuint (rf_twin_get_place (scene.trace, 6, &count), ==, 3);
  g_assert_cmpuint (count, ==, 4);
}

static void
test_before (void)
{
  g_auto (TestScene) scene = { 0 };
  guint hold, again, first_hop, second_hop;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &test_mike_wayne, NULL);
  hold = test_request (&scene, &test_kevin_mike, "INVITE", 2,
                       &(TestRequest) { .body = TEST_SDP ("sendonly") });
  again = test_repeat (&scene, hold);

  assert_twin (&scene, 0, RF_TWIN_BEFORE, -1);
  assert_twin (&scene, 4, RF_TWIN_BEFORE, 0);
  assert_twin (&scene, hold, RF_TWIN_BEFORE, 0);
  assert_twin (&scene, again, RF_TWIN_BEFORE, (int) hold);
  assert_twin (&scene, again, RF_TWIN_FIRST_COPY, (int) hold);
  assert_twin (&scene, hold, RF_TWIN_FIRST_COPY, -1);

  /* The same request as a proxy has sent it on comes before others of its kind. */
  first_hop = test_request (&scene, &test_kevin_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.3", .to_at = "192.0.2.9:5060",
    .branch = "z9hG4bK-hop" });
  second_hop = test_request (&scene, &test_kevin_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.3", .from_at = "192.0.2.9:5060",
    .branch = "z9hG4bK-next",
    .vias = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-hop\r\n" });
  assert_twin (&scene, second_hop, RF_TWIN_BEFORE, (int) first_hop);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/twin/request-and-answer", test_request_and_answer);
  g_test_add_func ("/trace/twin/transfer", test_transfer);
  g_test_add_func ("/trace/twin/replaced", test_replaced);
  g_test_add_func ("/trace/twin/target-dialog", test_target_dialog);
  g_test_add_func ("/trace/twin/dialog", test_dialog);
  g_test_add_func ("/trace/twin/before", test_before);

  return g_test_run ();
}
