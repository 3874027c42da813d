/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-feed.h"
#include "testlib-trace.h"

#define WINDOW_MS   40
#define DEADLINE_MS 5000

typedef struct {
  RfTrace *trace;
  RfFeed  *feed;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  window)
{
  fixture->trace = rf_trace_new ();
  fixture->feed = rf_feed_new (fixture->trace, GPOINTER_TO_UINT (window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  window)
{
  g_assert_finalize_object (fixture->feed);
  g_assert_finalize_object (fixture->trace);
}

static void
push (Fixture    *fixture,
      gboolean    sent,
      const char *method,
      gint64      time_us,
      const char *from_at,
      const char *to_at)
{
  g_autofree char *text = g_strdup_printf (
    "%s sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%s\r\n"
    "From: <sip:a@192.0.2.1>;tag=1\r\nTo: <sip:b@192.0.2.2>\r\nCall-ID: c\r\nCSeq: 1 %s\r\n\r\n",
    method, method, method);
  RfTraceInput input = { .time_us = time_us, .transport = RF_TRANSPORT_UDP, .data = text,
                         .length = strlen (text) };

  g_assert_true (rf_endpoint_parse (&input.source, from_at));
  g_assert_true (rf_endpoint_parse (&input.destination, to_at));
  rf_feed_push (fixture->feed, sent, &input);
}

#define A "192.0.2.1:5060"
#define B "192.0.2.2:5060"

static gboolean
on_deadline (gpointer user_data)
{
  g_error ("nothing came in time");

  return G_SOURCE_REMOVE;
}

/* Runs the main loop until the trace has @n messages. */
static void
wait_for (Fixture *fixture,
          guint    n)
{
  guint watchdog = g_timeout_add (DEADLINE_MS, on_deadline, NULL);

  while (rf_trace_get_n_messages (fixture->trace) < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
}

static void
assert_order (Fixture    *fixture,
              const char *expected)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < rf_trace_get_n_messages (fixture->trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (fixture->trace, i);

    g_string_append_printf (order, "%s%s@%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            rf_sip_method_to_string (message->method), message->time_us);
  }
  g_assert_cmpstr (order->str, ==, expected);
}

static void
test_two_sightings (Fixture       *fixture,
                    gconstpointer  window)
{
  push (fixture, FALSE, "INVITE", 105, A, B);
  push (fixture, TRUE, "INVITE", 100, "0.0.0.0:5060", B);
  g_assert_cmpuint (rf_trace_get_n_messages (fixture->trace), ==, 0);
  wait_for (fixture, 1);
  assert_order (fixture, "INVITE@100");
  test_assert_text (rf_endpoint_to_string (rf_trace_get_message (fixture->trace, 0)->source), A);
}

static void
test_sorted (Fixture       *fixture,
             gconstpointer  window)
{
  push (fixture, TRUE, "BYE", 300, A, B);
  push (fixture, TRUE, "INVITE", 100, A, B);
  push (fixture, TRUE, "OPTIONS", 200, A, B);
  wait_for (fixture, 3);
  assert_order (fixture, "INVITE@100 OPTIONS@200 BYE@300");
}

/* Told late: the first sighting is in the trace already, and the second is the same message. */
static void
test_late_twin (Fixture       *fixture,
                gconstpointer  window)
{
  push (fixture, TRUE, "INVITE", 100, A, B);
  wait_for (fixture, 1);
  push (fixture, FALSE, "INVITE", 101, A, B);
  push (fixture, TRUE, "BYE", 200, A, B);
  wait_for (fixture, 2);
  assert_order (fixture, "INVITE@100 BYE@200");
}

static void
test_retransmission (Fixture       *fixture,
                     gconstpointer  window)
{
  push (fixture, TRUE, "INVITE", 100, A, B);
  push (fixture, TRUE, "INVITE", 600, A, B);
  push (fixture, FALSE, "INVITE", 101, A, B);
  push (fixture, FALSE, "INVITE", 601, A, B);
  rf_feed_flush (fixture->feed);
  assert_order (fixture, "INVITE@100 INVITE@600");
  g_assert_cmpint (rf_trace_get_message (fixture->trace, 1)->retransmission_of, ==, 0);
}

/* A says that it was sent NOTIFY, and B, which sent an INVITE before, lags: the INVITE comes first
 * all the same, and so does what has nothing to do with either. */
static void
test_lagging_phone (Fixture       *fixture,
                    gconstpointer  window)
{
  gint64 start;

  push (fixture, FALSE, "OPTIONS", 50, A, B);
  push (fixture, TRUE, "OPTIONS", 50, A, B);
  wait_for (fixture, 1);
  start = g_get_monotonic_time ();
  push (fixture, FALSE, "NOTIFY", 201, B, A);
  push (fixture, TRUE, "BYE", 300, A, "192.0.2.3:5060");
  while (g_get_monotonic_time () - start < 5 * WINDOW_MS * G_TIME_SPAN_MILLISECOND)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (rf_trace_get_n_messages (fixture->trace), ==, 1);
  push (fixture, TRUE, "INVITE", 100, B, "192.0.2.3:5060");
  push (fixture, TRUE, "NOTIFY", 200, B, A);
  wait_for (fixture, 4);
  assert_order (fixture, "OPTIONS@50 INVITE@100 NOTIFY@200 BYE@300");
}

static void
test_released_until (Fixture       *fixture,
                     gconstpointer  window)
{
  push (fixture, TRUE, "BYE", 300, A, B);
  push (fixture, TRUE, "INVITE", 100, A, B);
  rf_feed_release_until (fixture->feed, 299);
  assert_order (fixture, "INVITE@100");
  wait_for (fixture, 2);
  assert_order (fixture, "INVITE@100 BYE@300");
}

/* B tells, but not of this; it is not waited for without an end. */
static void
test_silent_phone (Fixture       *fixture,
                   gconstpointer  window)
{
  push (fixture, FALSE, "OPTIONS", 50, A, B);
  push (fixture, TRUE, "INVITE", 100, A, B);
  wait_for (fixture, 2);
  assert_order (fixture, "OPTIONS@50 INVITE@100");
}

/* The same bytes elsewhere are another message. */
static void
test_other_addresses (Fixture       *fixture,
                      gconstpointer  window)
{
  push (fixture, TRUE, "INVITE", 100, A, B);
  push (fixture, FALSE, "INVITE", 101, A, "192.0.2.2:5070");
  rf_feed_flush (fixture->feed);
  g_assert_cmpuint (rf_trace_get_n_messages (fixture->trace), ==, 2);
}

static void
test_no_window (Fixture       *fixture,
                gconstpointer  window)
{
  push (fixture, TRUE, "INVITE", 100, A, B);
  g_assert_cmpuint (rf_trace_get_n_messages (fixture->trace), ==, 1);
  push (fixture, TRUE, "INVITE", 600, A, B);
  g_assert_cmpuint (rf_trace_get_n_messages (fixture->trace), ==, 2);
}

/* What is held when the feed goes is freed with it. */
static void
test_dropped (Fixture       *fixture,
              gconstpointer  window)
{
  push (fixture, TRUE, "INVITE", 100, A, B);
}

int
main (int    argc,
      char **argv)
{
  gconstpointer window = GUINT_TO_POINTER (WINDOW_MS);

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/trace/feed/two-sightings", Fixture, window, set_up, test_two_sightings, tear_down);
  g_test_add ("/trace/feed/sorted", Fixture, window, set_up, test_sorted, tear_down);
  g_test_add ("/trace/feed/late-twin", Fixture, window, set_up, test_late_twin, tear_down);
  g_test_add ("/trace/feed/lagging-phone", Fixture, window, set_up, test_lagging_phone, tear_down);
  g_test_add ("/trace/feed/released-until", Fixture, window, set_up, test_released_until,
              tear_down);
  g_test_add ("/trace/feed/silent-phone", Fixture, window, set_up, test_silent_phone, tear_down);
  g_test_add ("/trace/feed/retransmission", Fixture, window, set_up, test_retransmission,
              tear_down);
  g_test_add ("/trace/feed/other-addresses", Fixture, window, set_up, test_other_addresses,
              tear_down);
  g_test_add ("/trace/feed/no-window", Fixture, NULL, set_up, test_no_window, tear_down);
  g_test_add ("/trace/feed/dropped", Fixture, window, set_up, test_dropped, tear_down);

  return g_test_run ();
}
