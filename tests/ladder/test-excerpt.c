/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-excerpt.h"
#include "rf-export-format.h"

#include <time.h>

#define MANY 50000

static void
append_many (RfTrace *trace,
             guint    n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *call = g_strdup_printf ("call-%u", rf_trace_get_n_messages (trace));
    const LadderStep step = { (int) rf_trace_get_n_messages (trace), "kevin", "mike", "OPTIONS",
                              "1 OPTIONS", call, "", "" };

    ladder_fixture_append (trace, &step, 1);
  }
}

static gpointer
make (gpointer plan)
{
  return rf_excerpt_plan_make (plan);
}

static char *
dup_text (RfTrace *trace)
{
  const RfExportOptions options = RF_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = rf_export_format_find ("text")->export (trace, &options, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Made in a thread while the trace grows and its parties get other names, it is the trace as it was
 * when the plan was. */
static void
test_growing (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfTrace) copy = NULL;
  g_autoptr (RfExcerptPlan) plan = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GThread *thread;

  append_many (trace, 1000);
  rf_trace_finish (trace);
  before = dup_text (trace);
  plan = rf_excerpt_plan_new (trace, G_MAXUINT);
  thread = g_thread_new ("excerpt", make, plan);
  append_many (trace, 3000);
  rf_trace_name_party (trace, rf_trace_get_party (trace, 0)->id, "somebody else");
  copy = g_thread_join (thread);
  after = dup_text (copy);
  g_assert_cmpstr (after, ==, before);
}

static void
test_part (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfTrace) whole = rf_excerpt_new_start (trace, G_MAXUINT);
  g_autoptr (RfTrace) part = rf_excerpt_new_start (trace, 5);

  g_assert_cmpuint (rf_trace_get_n_messages (whole), ==, rf_trace_get_n_messages (trace));
  g_assert_cmpuint (rf_trace_get_n_messages (part), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_true (rf_trace_get_message (part, i)->data == rf_trace_get_message (trace, i)->data);
}

static gboolean
wants_odd (guint    message,
           gpointer user_data)
{
  return message % 2 == 1;
}

/* What is in both is found in either, and what is not in neither. */
static void
test_found_again (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfTrace) odd = rf_trace_new ();

  rf_excerpt_add (odd, trace, 0, G_MAXUINT, wants_odd, NULL);
  g_assert_cmpuint (rf_trace_get_n_messages (odd), >, 3);
  for (guint i = 0; i < rf_trace_get_n_messages (odd); i++)
    g_assert_cmpint (rf_excerpt_find (trace, rf_trace_get_message (odd, i)), ==, 2 * (int) i + 1);
  g_assert_cmpint (rf_excerpt_find (odd, rf_trace_get_message (trace, 5)), ==, 2);
  g_assert_cmpint (rf_excerpt_find (odd, rf_trace_get_message (trace, 4)), ==, -1);
}

/* What a message is beside its bytes comes along. */
static void
test_exact (void)
{
  static const char text[] =
    "BYE sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\n"
    "From: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>;tag=2\r\n"
    "Call-ID: c\r\nCSeq: 1 BYE\r\n\r\n";
  const RfTraceInput input = {
    .time_us = 5, .rest_ns = 678, .transport = RF_TRANSPORT_TLS, .data = text,
    .length = sizeof text - 1, .missing = 3,
  };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfTrace) copy = NULL;
  g_autoptr (RfTrace) call = NULL;

  g_assert_true (rf_trace_append (trace, &input, NULL));
  copy = rf_excerpt_new_start (trace, G_MAXUINT);
  call = rf_excerpt_new (trace, "c", NULL);
  for (guint i = 0; i < 2; i++) {
    const RfTraceMessage *message = rf_trace_get_message (i == 0 ? copy : call, 0);

    g_assert_cmpint (message->time_us, ==, 5);
    g_assert_cmpuint (message->rest_ns, ==, 678);
    g_assert_cmpint (message->transport, ==, RF_TRANSPORT_TLS);
    g_assert_cmpuint (message->missing, ==, 3);
  }
}

/* What is copied stays readable when nobody else has the trace any more. */
static void
test_alone (void)
{
  RfTrace *trace = ladder_fixture_blind ();
  g_autofree char *before = dup_text (trace);
  g_autofree char *after = NULL;
  g_autoptr (RfTrace) copy = rf_excerpt_new_start (trace, G_MAXUINT);

  g_object_unref (trace);
  after = dup_text (copy);
  g_assert_cmpstr (after, ==, before);
}

static gint64
get_time_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* A window stands still for no longer than the plan takes. */
static void
test_quick (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfTrace) copy = NULL;
  g_autoptr (RfExcerptPlan) plan = NULL;
  gint64 planned_us, made_us;

  append_many (trace, MANY);
  planned_us = get_time_us ();
  plan = rf_excerpt_plan_new (trace, G_MAXUINT);
  made_us = get_time_us ();
  planned_us = made_us - planned_us;
  copy = rf_excerpt_plan_make (plan);
  made_us = get_time_us () - made_us;
  g_test_message ("planned in %.2f ms, made in %.1f ms", (double) planned_us / 1000,
                  (double) made_us / 1000);
  g_assert_cmpint (planned_us, <, made_us / 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/excerpt/growing", test_growing);
  g_test_add_func ("/excerpt/part", test_part);
  g_test_add_func ("/excerpt/found-again", test_found_again);
  g_test_add_func ("/excerpt/exact", test_exact);
  g_test_add_func ("/excerpt/alone", test_alone);
  g_test_add_func ("/excerpt/quick", test_quick);

  return g_test_run ();
}
