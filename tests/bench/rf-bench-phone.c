/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-bench-phone"

#include "config.h"

#include "rf-ladder-view.h"
#include "rf-phone.h"

#include <gtk/gtk.h>

/*
 * Calls between two phones of this process, with the ladder of the first on the screen. Prints the
 * round trips to its core ("ping-us N" a line), and for every message the time from the wire to the
 * frame that showed it ("drawn-us N" a line).
 */

#define CALLS       8
#define PINGS       500
#define TIMEOUT_SEC 60

typedef struct {
  GMainLoop *loop;
  RfTrace   *trace;
  RfPhone   *caller;
  RfPhone   *callee;
  guint      ready;
  guint      calls_left;
  guint      drawn;
  int        status;
} Bench;

static void
fail (Bench      *bench,
      const char *what,
      GError     *error)
{
  g_printerr ("%s: %s\n", what, error ? error->message : "no reason was given");
  bench->status = 1;
  g_main_loop_quit (bench->loop);
}

static void
on_drawn (RfLadderView *view,
          guint         n_messages,
          Bench        *bench)
{
  gint64 now = g_get_real_time ();

  for (; bench->drawn < n_messages; bench->drawn++) {
    const RfTraceMessage *message = rf_trace_get_message (bench->trace, bench->drawn);

    g_print ("drawn-us %" G_GINT64_FORMAT "\n", now - message->time_us);
  }
}

static void
on_dial_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) call = rf_phone_dial_finish (RF_PHONE (source), result, &error);

  if (!call)
    fail (user_data, "dial", error);
}

static void
dial (Bench *bench)
{
  rf_phone_dial_async (bench->caller, rf_phone_get_aor (bench->callee), NULL, on_dial_ready, bench);
}

static void
on_caller_state_changed (RfCall     *call,
                         GParamSpec *pspec,
                         Bench      *bench)
{
  if (rf_call_get_state (call) == RF_CALL_ESTABLISHED)
    rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
  if (rf_call_get_state (call) != RF_CALL_ENDED)
    return;
  if (--bench->calls_left == 0)
    g_main_loop_quit (bench->loop);
  else
    dial (bench);
}

static void
on_call_added (RfPhone *phone,
               RfCall  *call,
               Bench   *bench)
{
  if (phone == bench->caller)
    g_signal_connect (call, "notify::state", G_CALLBACK (on_caller_state_changed), bench);
  else
    rf_call_answer_async (call, NULL, NULL, NULL);
}

static void
on_start_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;

  if (!rf_phone_start_finish (RF_PHONE (source), result, &error)) {
    fail (bench, "start", error);
    return;
  }
  if (++bench->ready < 2)
    return;
  for (guint i = 0; i < PINGS; i++)
    g_print ("ping-us %" G_GINT64_FORMAT "\n", rf_phone_measure_ping (bench->caller));
  dial (bench);
}

static void
on_stop_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Bench *bench = user_data;

  rf_phone_stop_finish (RF_PHONE (source), result, NULL);
  if (--bench->ready == 0)
    g_main_loop_quit (bench->loop);
}

static gboolean
on_timeout (gpointer user_data)
{
  fail (user_data, "calls", NULL);
  return G_SOURCE_REMOVE;
}

static RfPhone *
start_phone (Bench      *bench,
             const char *name,
             RfFeed     *feed)
{
  RfPhoneConfig config = {
    .name = name, .listen = "127.0.0.1:0", .source = "silence", .player = "silence",
  };
  RfAccountConfig account = { .user = name, .ring_timeout = -1, .release_after = -1 };
  RfPhone *phone = rf_phone_new (&config, feed);

  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), bench);
  rf_phone_start_async (phone, &account, NULL, on_start_ready, bench);
  return phone;
}

static void
stop_phones (Bench *bench)
{
  if (bench->ready < 2)
    return;
  rf_phone_stop_async (bench->caller, NULL, on_stop_ready, bench);
  rf_phone_stop_async (bench->callee, NULL, on_stop_ready, bench);
  g_main_loop_run (bench->loop);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (RfTrace) trace = NULL;
  g_autoptr (RfFeed) feed = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  Bench bench = { .calls_left = CALLS };
  GtkWidget *window, *view;

  gtk_init (&argc, &argv);
  loop = bench.loop = g_main_loop_new (NULL, FALSE);
  trace = bench.trace = rf_trace_new ();
  feed = rf_feed_new (trace, 0);

  window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  view = rf_ladder_view_new (trace);
  g_signal_connect (view, "drawn", G_CALLBACK (on_drawn), &bench);
  gtk_container_add (GTK_CONTAINER (window), view);
  gtk_widget_show_all (window);

  g_timeout_add_seconds (TIMEOUT_SEC, on_timeout, &bench);
  bench.caller = start_phone (&bench, "caller", feed);
  bench.callee = start_phone (&bench, "callee", NULL);
  g_main_loop_run (loop);
  stop_phones (&bench);

  gtk_widget_destroy (window);
  g_clear_object (&bench.caller);
  g_clear_object (&bench.callee);
  return bench.status;
}
