/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-test-pulse"

#include "config.h"

#include "rf-test-pulse.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define START_SECONDS 10
#define POLL_INTERVAL (G_USEC_PER_SEC / 100)

struct _RfTestPulse {
  char        *folder;
  char        *socket;
  char        *server; /* what goes into PULSE_SERVER */
  GPtrArray   *sinks;
  GSubprocess *process;
};

/* A test that is aborted leaves nothing running. */
static void
die_with_parent (void *user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static bool
can_connect (RfTestPulse *self)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  bool connected;
  int fd;

  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  g_strlcpy (address.sun_path, self->socket, sizeof address.sun_path);
  connected = connect (fd, (struct sockaddr *) &address, sizeof address) == 0;
  close (fd);
  return connected;
}

static void
wait_until_it_listens (RfTestPulse *self)
{
  gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;

  while (!can_connect (self)) {
    if (g_get_monotonic_time () > deadline)
      g_error ("PulseAudio did not begin to listen at %s; its log is beside that", self->socket);
    g_usleep (POLL_INTERVAL);
  }
}

static GPtrArray *
make_command (RfTestPulse *self)
{
  GPtrArray *command = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (command, g_strdup ("pulseaudio"));
  g_ptr_array_add (command, g_strdup ("-n"));
  g_ptr_array_add (command, g_strdup ("--daemonize=no"));
  g_ptr_array_add (command, g_strdup ("--use-pid-file=no"));
  g_ptr_array_add (command, g_strdup ("--exit-idle-time=-1"));
  g_ptr_array_add (command, g_strdup ("--realtime=no"));
  g_ptr_array_add (command, g_strdup ("--high-priority=no"));
  g_ptr_array_add (command, g_strdup_printf ("--load=module-native-protocol-unix "
                                             "auth-anonymous=1 socket=%s", self->socket));
  for (guint i = 0; i < self->sinks->len; i++)
    g_ptr_array_add (command, g_strdup_printf ("--load=module-null-sink sink_name=%s",
                                               (char *) self->sinks->pdata[i]));
  g_ptr_array_add (command, NULL);
  return command;
}

static void
end_with (RfTestPulse *self, int signal_number)
{
  if (!self->process)
    return;
  g_subprocess_send_signal (self->process, signal_number);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      remove_folder (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

/**
 * rf_test_pulse_new:
 * @sinks: (array zero-terminated=1): names of the null sinks that it is to have
 *
 * Prepares a server without starting it.
 *
 * Returns: (transfer full): the server
 */
RfTestPulse *
rf_test_pulse_new (const char *const *sinks)
{
  g_autoptr (GError) error = NULL;
  RfTestPulse *self;

  g_return_val_if_fail (sinks, NULL);

  self = g_new0 (RfTestPulse, 1);
  self->folder = g_dir_make_tmp ("referee-pulse-XXXXXX", &error);
  g_assert_no_error (error);
  self->socket = g_build_filename (self->folder, "socket", NULL);
  self->server = g_strconcat ("unix:", self->socket, NULL);
  self->sinks = g_ptr_array_new_with_free_func (g_free);
  for (; *sinks; sinks++)
    g_ptr_array_add (self->sinks, g_strdup (*sinks));
  return self;
}

/**
 * rf_test_pulse_free:
 * @self: (transfer full): the server
 *
 * Stops the server and removes its folder.
 */
void
rf_test_pulse_free (RfTestPulse *self)
{
  g_return_if_fail (self);

  rf_test_pulse_stop (self);
  remove_folder (self->folder);
  g_ptr_array_unref (self->sinks);
  g_free (self->folder);
  g_free (self->socket);
  g_free (self->server);
  g_free (self);
}

/**
 * rf_test_pulse_start:
 * @self: the server
 *
 * Starts the server and waits until it listens.
 */
void
rf_test_pulse_start (RfTestPulse *self)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GPtrArray) command = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  g_return_if_fail (self);
  g_return_if_fail (!self->process);

  log = g_build_filename (self->folder, "log", NULL);
  command = make_command (self);
  launcher = rf_test_pulse_new_launcher (self, G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_stdout_file_path (launcher, log);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) command->pdata,
                                                &error);
  g_assert_no_error (error);
  wait_until_it_listens (self);
}

/**
 * rf_test_pulse_stop:
 * @self: the server
 *
 * Asks the server to end, if it runs, and waits until it has.
 */
void
rf_test_pulse_stop (RfTestPulse *self)
{
  g_return_if_fail (self);

  end_with (self, SIGTERM);
}

/**
 * rf_test_pulse_kill:
 * @self: the server
 *
 * Ends the server as a crash would.
 */
void
rf_test_pulse_kill (RfTestPulse *self)
{
  g_return_if_fail (self);

  end_with (self, SIGKILL);
}

/**
 * rf_test_pulse_freeze:
 * @self: the server, running
 * @frozen: whether it is to stand still
 *
 * Makes the server hang, or go on.
 */
void
rf_test_pulse_freeze (RfTestPulse *self, gboolean frozen)
{
  g_return_if_fail (self);
  g_return_if_fail (self->process);

  g_subprocess_send_signal (self->process, frozen ? SIGSTOP : SIGCONT);
}

/**
 * rf_test_pulse_get_server:
 * @self: the server
 *
 * Returns: (transfer none): its address, the value for PULSE_SERVER
 */
const char *
rf_test_pulse_get_server (RfTestPulse *self)
{
  g_return_val_if_fail (self, NULL);

  return self->server;
}

/**
 * rf_test_pulse_new_launcher:
 * @self: the server
 * @flags: flags for the program
 *
 * Makes a launcher for programs that use this server, and no file of the person who runs the test.
 *
 * Returns: (transfer full): the launcher
 */
GSubprocessLauncher *
rf_test_pulse_new_launcher (RfTestPulse *self, GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher;

  g_return_val_if_fail (self, NULL);

  launcher = g_subprocess_launcher_new (flags);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "PULSE_SERVER", self->server, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", self->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", self->folder, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "XDG_CONFIG_HOME");
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "DBUS_SESSION_BUS_ADDRESS");
  return launcher;
}

/**
 * rf_test_pulse_control:
 * @self: the server, running
 * @argument: first argument for pactl
 * @...: the others, %NULL-terminated
 *
 * Runs pactl.
 *
 * Returns: (transfer full): what it printed
 */
char *
rf_test_pulse_control (RfTestPulse *self, const char *argument, ...)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  va_list arguments;

  g_return_val_if_fail (self, NULL);

  g_ptr_array_add (command, (char *) "pactl");
  va_start (arguments, argument);
  for (; argument; argument = va_arg (arguments, const char *))
    g_ptr_array_add (command, (char *) argument);
  va_end (arguments);
  g_ptr_array_add (command, NULL);

  launcher = rf_test_pulse_new_launcher (self, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) command->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  return output;
}
