/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-replaced.h"
#include "testlib-trace.h"

#define REPLACES "Replaces: call-3@mike;to-tag=w3;from-tag=m3\r\n"

/* The name of who loses a call to @message. */
static const char *
get_loser (TestScene *scene,
           guint      message)
{
  int party = rf_replaced_find_party (scene->trace, message);

  return party >= 0 ? rf_trace_get_party (scene->trace, (guint) party)->label : NULL;
}

static int
dialog_of (TestScene *scene,
           guint      message)
{
  return rf_trace_get_message (scene->trace, message)->dialog;
}

static void
assert_nothing (TestScene *scene,
                guint      message)
{
  g_assert_cmpint (rf_replaced_find_dialog (scene->trace, message), ==, -1);
  g_assert_cmpint (rf_replaced_find_party (scene->trace, message), ==, -1);
}

static void
test_attended (void)
{
  g_auto (TestScene) scene = { 0 };
  guint invite;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &test_mike_wayne, NULL); /* from 4 on */
  invite = rf_trace_get_n_messages (scene.trace);
  test_call (&scene, &test_kevin_wayne, &(TestRequest) { .headers = REPLACES });

  g_assert_true (rf_trace_get_message (scene.trace, invite)->replaces);
  g_assert_cmpint (rf_replaced_find_dialog (scene.trace, invite), ==, dialog_of (&scene, 4));
  g_assert_cmpstr (get_loser (&scene, invite), ==, "mike");
  for (guint i = 0; i < invite; i++) {
    g_assert_false (rf_trace_get_message (scene.trace, i)->replaces);
    assert_nothing (&scene, i);
  }
  assert_nothing (&scene, invite + 2); /* the answer */
}

/* The tags are those of who is called (RFC 3891 §3), whoever has called whom before. */
static void
test_called_back (void)
{
  const TestLeg wayne_mike = {
    "call-3@mike", "<sip:wayne@192.0.2.3>", "w3", "192.0.2.3:5060",
    "<sip:mike@192.0.2.2>", "m3", "192.0.2.2:5060",
  };
  g_auto (TestScene) scene = { 0 };
  guint invite;

  test_scene_init (&scene);
  test_call (&scene, &wayne_mike, NULL);
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1,
                         &(TestRequest) { .headers = REPLACES, .initial = TRUE });

  g_assert_cmpint (rf_replaced_find_dialog (scene.trace, invite), ==, dialog_of (&scene, 0));
  g_assert_cmpstr (get_loser (&scene, invite), ==, "mike");
}

/* On its way through a proxy each hop takes the same place. */
static void
test_hops (void)
{
  g_auto (TestScene) scene = { 0 };
  guint first, second;

  test_scene_init (&scene);
  test_call (&scene, &test_mike_wayne, NULL);
  first = test_request (&scene, &test_kevin_wayne, "INVITE", 1, &(TestRequest) {
    .headers = REPLACES, .initial = TRUE, .branch = "z9hG4bK-a", .to_at = "192.0.2.9:5060" });
  second = test_request (&scene, &test_kevin_wayne, "INVITE", 1, &(TestRequest) {
    .headers = REPLACES, .initial = TRUE, .branch = "z9hG4bK-b", .from_at = "192.0.2.9:5060",
    .sent_by = "192.0.2.9:5060",
    .vias = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-a\r\n" });

  g_assert_cmpstr (get_loser (&scene, first), ==, "mike");
  g_assert_cmpstr (get_loser (&scene, second), ==, "mike");
}

static void
test_nothing_known (void)
{
  g_auto (TestScene) scene = { 0 };
  guint unseen, nonsense, other, request;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  unseen = test_request (&scene, &test_kevin_wayne, "INVITE", 1,
                         &(TestRequest) { .headers = REPLACES, .initial = TRUE });
  nonsense = test_request (&scene, &test_kevin_wayne, "INVITE", 2, &(TestRequest) {
    .headers = "Replaces: ;;;\r\n", .initial = TRUE });
  /* A call in which whoever is called has no part. */
  other = test_request (&scene, &test_mike_wayne, "INVITE", 1, &(TestRequest) {
    .headers = "Replaces: call-1@kevin;to-tag=m1;from-tag=k1\r\n", .initial = TRUE });
  /* Means nothing but in an INVITE. */
  request = test_request (&scene, &test_kevin_mike, "INFO", 2,
                          &(TestRequest) { .headers = REPLACES });

  assert_nothing (&scene, unseen);
  assert_nothing (&scene, nonsense);
  assert_nothing (&scene, request);
  g_assert_true (rf_trace_get_message (scene.trace, unseen)->replaces);
  g_assert_false (rf_trace_get_message (scene.trace, request)->replaces);
  g_assert_cmpint (rf_replaced_find_dialog (scene.trace, other), ==, dialog_of (&scene, 0));
  g_assert_cmpint (rf_replaced_find_party (scene.trace, other), ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/replaced/attended", test_attended);
  g_test_add_func ("/replaced/called-back", test_called_back);
  g_test_add_func ("/replaced/hops", test_hops);
  g_test_add_func ("/replaced/nothing-known", test_nothing_known);

  return g_test_run ();
}
