/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/* Captures that were merged of two whose clocks differ: what one phone sends stands too early. */

#define KEVIN "192.0.2.1:5060"
#define MIKE  "192.0.2.2:5060"
#define WAYNE "<sip:wayne@192.0.2.3>"
#define ENDED "terminated;reason=noresource"

typedef struct {
  gint64 time_us;
  guint  index;
} Stamp;

static int
compare_stamps (gconstpointer a,
                gconstpointer b)
{
  const Stamp *x = a;
  const Stamp *y = b;

  return x->time_us < y->time_us ? -1 : x->time_us > y->time_us;
}

/* The trace where the clock at @who is behind by so much. */
static RfTrace *
dup_skewed (RfTrace    *trace,
            const char *who,
            guint       skew_ms)
{
  g_autoptr (GArray) stamps = g_array_new (FALSE, FALSE, sizeof (Stamp));
  RfTrace *skewed = rf_trace_new ();

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);
    g_autofree char *from = rf_endpoint_to_string (message->source);
    Stamp stamp = { .time_us = message->time_us, .index = i };

    if (g_str_equal (from, who))
      stamp.time_us -= skew_ms * 1000;
    g_array_append_val (stamps, stamp);
  }
  g_array_sort (stamps, compare_stamps);

  for (guint i = 0; i < stamps->len; i++) {
    const Stamp *stamp = &g_array_index (stamps, Stamp, i);
    const RfTraceMessage *message = rf_trace_get_message (trace, stamp->index);
    const RfTraceInput input = {
      .time_us = stamp->time_us, .transport = message->transport, .source = *message->source,
      .destination = *message->destination, .data = message->data, .length = message->length,
    };

    g_assert_true (rf_trace_append (skewed, &input, NULL));
  }
  rf_trace_finish (skewed);

  return skewed;
}

/* Kevin is asked to call Wayne. */
static void
begin (TestScene  *scene,
       const char *answer)
{
  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, WAYNE, answer);
}

static void
test_accepted (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) trace = NULL;

  begin (&scene, "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  trace = dup_skewed (scene.trace, KEVIN, 15);

  g_assert_false (rf_trace_get_message (trace, 4)->is_request);
  test_assert_text (test_dup_phases (trace), "1111" "22" "44");
  g_assert_cmpuint (rf_trace_get_n_transfers (trace), ==, 1);
  g_assert_cmpuint (rf_trace_get_transfer (trace, 0)->refer_status, ==, 202);
  g_assert_cmpint (rf_trace_get_transfer (trace, 0)->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

static void
test_refused (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) trace = NULL;

  begin (&scene, "603 Decline");
  trace = dup_skewed (scene.trace, KEVIN, 15);

  g_assert_cmpuint (rf_trace_get_transfer (trace, 0)->refer_status, ==, 603);
  g_assert_cmpint (rf_trace_get_transfer (trace, 0)->outcome, ==, RF_OUTCOME_REFUSED);
}

/* Both answers stand before what they answer, and still there is one transfer. */
static void
test_challenged (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) trace = NULL;

  begin (&scene, "401 Unauthorized");
  test_refer (&scene, &test_kevin_mike, 102, WAYNE, "202 Accepted");
  trace = dup_skewed (scene.trace, KEVIN, 15);

  g_assert_cmpuint (rf_trace_get_n_transfers (trace), ==, 1);
  g_assert_cmpuint (rf_trace_get_transfer (trace, 0)->refer_status, ==, 202);
}

/* What was read is not missing. */
static void
test_report (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) trace = NULL;
  guint invite, answer;

  begin (&scene, "202 Accepted");
  invite = test_request (&scene, &test_kevin_wayne, "INVITE", 1, &(TestRequest) {
    .initial = TRUE, .uri = "sip:wayne@192.0.2.3" });
  answer = test_reply (&scene, &test_kevin_wayne, invite, "200 OK");
  test_notify (&scene, &test_kevin_mike, 2, "refer", ENDED, "100 Trying");
  trace = dup_skewed (scene.trace, MIKE, 15);

  g_assert_false (rf_trace_get_message (trace, 8)->is_request);
  test_assert_text (test_dup_progress (rf_trace_get_transfer (trace, 0)), "100");
  g_assert_cmpint (rf_trace_get_transfer (trace, 0)->outcome, ==, RF_OUTCOME_UNKNOWN);
  g_assert_cmpint (rf_trace_get_transfer (trace, 0)->differs_at, ==, (int) answer);
}

/* What turns out to be about something else is no report. */
static void
test_other_event (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) trace = NULL;

  begin (&scene, "202 Accepted");
  test_notify (&scene, &test_kevin_mike, 2, "message-summary", ENDED, NULL);
  trace = dup_skewed (scene.trace, MIKE, 15);

  g_assert_false (rf_trace_get_message (trace, 6)->is_request);
  test_assert_text (test_dup_phases (trace), "11121211");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/skew/accepted", test_accepted);
  g_test_add_func ("/trace/skew/refused", test_refused);
  g_test_add_func ("/trace/skew/challenged", test_challenged);
  g_test_add_func ("/trace/skew/report", test_report);
  g_test_add_func ("/trace/skew/other-event", test_other_event);

  return g_test_run ();
}
