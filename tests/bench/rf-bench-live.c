/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-bench-live"

#include "config.h"

#include "rf-ladder-view.h"
#include "rf-message-feed.h"

#include <gtk/gtk.h>

#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * A ladder on the screen while a core tells of 1,000 messages a second. The core is a process of
 * its own, which says the time in each signal, and everything from the signal on is what the window
 * of the phone has: proxy, feed, trace, view. Prints for each message the time from its signal to
 * the trace ("heard-us N" a line) and to the end of the frame that showed it ("drawn-us N" a line).
 */

#define PATH "/org/referee/Core1/phone"
#define RATE 1000
#define SECONDS 12
#define N_MESSAGES (RATE * SECONDS)
/* While the window is mapped and fonts are loaded. */
#define WARM_UP RATE
#define TIMEOUT_SEC 60

typedef struct {
  GMainLoop *loop;
  RfTrace   *trace;
  gint64     heard_us[N_MESSAGES];
  guint      drawn;
  int        start_fd;
  int        status;
} Bench;

/* Calls of six messages each, one after the other. */
static const struct {
  const char *start;
  const char *cseq;
  gboolean    answers;
} steps[] = {
  { "INVITE sip:mike@192.0.2.2 SIP/2.0", "1 INVITE", FALSE },
  { "SIP/2.0 180 Ringing", "1 INVITE", TRUE },
  { "SIP/2.0 200 OK", "1 INVITE", TRUE },
  { "ACK sip:mike@192.0.2.2 SIP/2.0", "1 ACK", FALSE },
  { "BYE sip:mike@192.0.2.2 SIP/2.0", "2 BYE", FALSE },
  { "SIP/2.0 200 OK", "2 BYE", TRUE },
};

static char *
dup_message (guint number)
{
  guint call = number / G_N_ELEMENTS (steps);
  guint step = number % G_N_ELEMENTS (steps);

  return g_strdup_printf ("%s\r\n"
                          "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-%u-%c\r\n"
                          "From: \"Kevin\" <sip:kevin@example.org>;tag=k%u\r\n"
                          "To: \"Mike\" <sip:mike@example.org>%s\r\n"
                          "Call-ID: %u@192.0.2.1\r\n"
                          "CSeq: %s\r\n"
                          "Contact: <sip:%s@192.0.2.%u>\r\n"
                          "Content-Length: 0\r\n\r\n",
                          steps[step].start, call, steps[step].cseq[0], call,
                          step > 0 ? ";tag=m" : "", call, steps[step].cseq,
                          steps[step].answers ? "mike" : "kevin", steps[step].answers ? 2u : 1u);
}

static GDBusConnection *
connect_to (int                   fd,
            GDBusConnectionFlags  flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, &error);
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  g_autofree char *guid = g_dbus_generate_guid ();
  gboolean is_server = (flags & G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER) != 0;
  GDBusConnection *connection =
    g_dbus_connection_new_sync (G_IO_STREAM (stream), is_server ? guid : NULL, flags, NULL, NULL,
                                &error);

  if (!connection)
    g_error ("no connection: %s", error->message);
  return connection;
}

static void
tell (RfDBusPhone *phone,
      guint        number)
{
  gboolean answers = steps[number % G_N_ELEMENTS (steps)].answers;
  g_autofree char *text = dup_message (number);
  GVariant *data = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, strlen (text), 1);

  rf_dbus_phone_emit_message (phone, g_get_real_time (), answers ? "received" : "sent", "udp",
                              answers ? "192.0.2.2:5060" : "192.0.2.1:5060",
                              answers ? "192.0.2.1:5060" : "192.0.2.2:5060", data);
}

/* One each 1/RATE s by the clock; one that is late does not make the next ones late. */
static void
tell_all (RfDBusPhone *phone)
{
  struct timespec next;

  clock_gettime (CLOCK_MONOTONIC, &next);
  for (guint i = 0; i < N_MESSAGES; i++) {
    tell (phone, i);
    next.tv_nsec += G_GINT64_CONSTANT (1000000000) / RATE;
    if (next.tv_nsec >= G_GINT64_CONSTANT (1000000000)) {
      next.tv_nsec -= G_GINT64_CONSTANT (1000000000);
      next.tv_sec++;
    }
    clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
  }
}

/* The core's side. Ends when the other closes @start_fd. */
static void
be_core (int fd,
         int start_fd)
{
  g_autoptr (GDBusConnection) connection =
    connect_to (fd, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER);
  g_autoptr (RfDBusPhone) phone = rf_dbus_phone_skeleton_new ();
  char byte;

  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (phone), connection, PATH, NULL);
  if (read (start_fd, &byte, 1) == 1)
    tell_all (phone);
  g_dbus_connection_flush_sync (connection, NULL, NULL);
  if (read (start_fd, &byte, 1) != 0)
    g_printerr ("The window did not end.\n");
}

static void
on_messages_added (Bench *bench,
                   guint  first,
                   guint  count)
{
  gint64 now = g_get_real_time ();

  for (guint i = first; i < first + count; i++)
    bench->heard_us[i] = now - rf_trace_get_message (bench->trace, i)->time_us;
}

static void
on_drawn (Bench *bench,
          guint  n_messages)
{
  gint64 now = g_get_real_time ();

  for (; bench->drawn < n_messages; bench->drawn++) {
    const RfTraceMessage *message = rf_trace_get_message (bench->trace, bench->drawn);

    if (bench->drawn < WARM_UP)
      continue;
    g_print ("heard-us %" G_GINT64_FORMAT "\n", bench->heard_us[bench->drawn]);
    g_print ("drawn-us %" G_GINT64_FORMAT "\n", now - message->time_us);
  }
  if (bench->drawn == N_MESSAGES)
    g_main_loop_quit (bench->loop);
}

static gboolean
on_timeout (gpointer user_data)
{
  Bench *bench = user_data;

  g_printerr ("%u messages of %u were drawn\n", bench->drawn, N_MESSAGES);
  bench->status = 1;
  g_main_loop_quit (bench->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_mapped (Bench *bench)
{
  if (write (bench->start_fd, "", 1) != 1)
    on_timeout (bench);
  return GDK_EVENT_PROPAGATE;
}

static int
show (Bench *bench,
      int    fd)
{
  g_autoptr (GDBusConnection) connection =
    connect_to (fd, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT);
  g_autoptr (RfDBusPhone) phone =
    rf_dbus_phone_proxy_new_sync (connection, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL, PATH,
                                  NULL, NULL);
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfFeed) feed = rf_feed_new (trace, 0);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *view = rf_ladder_view_new (trace);

  bench->trace = trace;
  bench->loop = loop;
  rf_message_feed_connect (phone, feed);
  g_signal_connect_swapped (trace, "messages-added", G_CALLBACK (on_messages_added), bench);
  g_signal_connect_swapped (view, "drawn", G_CALLBACK (on_drawn), bench);
  g_signal_connect_swapped (window, "map-event", G_CALLBACK (on_mapped), bench);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 720);
  gtk_container_add (GTK_CONTAINER (window), view);
  gtk_widget_show_all (window);
  g_timeout_add_seconds (TIMEOUT_SEC, on_timeout, bench);
  g_main_loop_run (loop);
  gtk_widget_destroy (window);
  return bench->status;
}

int
main (int    argc,
      char **argv)
{
  g_autofree Bench *bench = g_new0 (Bench, 1);
  int socket[2], start[2], status;
  pid_t core;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket) != 0 || pipe (start) != 0)
    return 2;
  /* Before there is any thread. */
  core = fork ();
  if (core == 0) {
    close (socket[0]);
    close (start[1]);
    be_core (socket[1], start[0]);
    return 0;
  }
  close (socket[1]);
  close (start[0]);
  bench->start_fd = start[1];
  gtk_init (&argc, &argv);
  status = show (bench, socket[0]);
  close (start[1]);
  waitpid (core, NULL, 0);
  return status;
}
