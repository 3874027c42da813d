/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-module"

/*
 * The module that stock baresip loads. It offers the phone on a D-Bus connection over the socket
 * that the program which started baresip left open, and ends baresip when that program goes away.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixconnection.h>

#include "rf-agent.h"
#include "rf-audio.h"
#include "rf-baresip.h"
#include "rf-compat.h"
#include "rf-listener.h"
#include "rf-loop.h"

#define FD_VARIABLE "REFEREE_CORE_FD"

static GDBusConnection *connection;
static RfAgent         *agent;
static char            *audio_problem;

static void
on_audio_changed (const char *problem,
                  void       *user_data)
{
  g_free (audio_problem);
  audio_problem = g_strdup (problem);
  if (agent != NULL)
    rf_agent_set_audio_problem (agent, problem);
}

/* The other side is gone, by will or by accident: so are we, after a BYE to everybody. */
static void
on_closed (GDBusConnection *closed_connection,
           gboolean         remote_peer_vanished,
           GError          *error,
           gpointer         user_data)
{
  rf_agent_shut_down (agent);
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  connection = g_dbus_connection_new_finish (result, &error);
  if (connection == NULL) {
    (void) re_fprintf (stderr, "referee: no connection to the phone: %s\n", error->message);
    re_cancel ();
    return;
  }

  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), NULL);
  agent = rf_agent_new (connection);
  if (!rf_listener_start (agent)) {
    (void) re_fprintf (stderr, "referee: this libre is not as the module knows it\n");
    re_cancel ();
    return;
  }
  rf_agent_set_audio_problem (agent, audio_problem);
  /* Each line would wake the program that reads our output, in the middle of a call's set-up. */
  log_enable_info (false);
  g_dbus_connection_start_message_processing (connection);
}

static int
inherited_socket (void)
{
  const char *text = g_getenv (FD_VARIABLE);
  gint64 fd;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT, &fd, NULL) ||
      fcntl ((int) fd, F_SETFD, FD_CLOEXEC) != 0)
    return -1;

  g_unsetenv (FD_VARIABLE);
  return (int) fd;
}

/* Threads that GLib starts must not catch the signals that end baresip: libre's loop would sleep
 * on. */
static void
block_signals (sigset_t *before)
{
  sigset_t all;

  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, before);
}

static int
connect_to_phone (int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, &error);
  g_autoptr (GSocketConnection) stream = NULL;
  g_autofree char *guid = g_dbus_generate_guid ();
  sigset_t before;

  if (socket == NULL)
    return EBADF;

  stream = g_socket_connection_factory_create_connection (socket);
  block_signals (&before);
  g_dbus_connection_new (G_IO_STREAM (stream), guid,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                         G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                         NULL, NULL, on_connected, NULL);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return 0;
}

static int
refuse (const char *why)
{
  (void) re_fprintf (stderr, "referee: %s\n", why);
  exit (EXIT_FAILURE);
}

static int
module_init (void)
{
  int fd = inherited_socket ();

  if (!rf_compat_init ())
    return refuse ("this module works with baresip 1.0 and 1.1 only");
  if (fd < 0)
    return refuse (FD_VARIABLE " does not name an open socket");
  if (!rf_loop_init ())
    return refuse ("the main context could not be acquired");

  if (rf_audio_init (on_audio_changed, NULL) != 0)
    return refuse ("the audio drivers could not be registered");
  return connect_to_phone (fd);
}

static int
module_close (void)
{
  rf_listener_stop ();
  if (connection != NULL)
    g_signal_handlers_disconnect_by_func (connection, on_closed, NULL);
  g_clear_pointer (&agent, rf_agent_free);
  rf_audio_close ();
  if (connection != NULL)
    (void) g_dbus_connection_flush_sync (connection, NULL, NULL);
  g_clear_object (&connection);
  rf_loop_close ();
  g_clear_pointer (&audio_problem, g_free);
  return 0;
}

/* Found by name: baresip looks this symbol up. */
extern const struct mod_export exports;
const struct mod_export exports = {
  "referee-core",
  "application",
  module_init,
  module_close,
};
