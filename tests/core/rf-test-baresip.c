/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-test-baresip"

#include "config.h"

#include "rf-test-baresip.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>

#define WAIT_SECONDS 15

/* Relative to the root: baresip puts its module_path before every module's name. */
#define MODULES "usr/lib/baresip/modules"

struct _RfTestBaresip {
  char        *folder;
  char        *uri;
  char        *pid;
  GSubprocess *process;
  int          fd;
  GString     *output; /* not yet looked at */
};

/* A port that is free for UDP and TCP, with a free one behind it, where baresip listens for TLS. */
static bool
is_free (int type, unsigned port)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
    .sin_port = htons ((uint16_t) port),
  };
  int fd = socket (AF_INET, type | SOCK_CLOEXEC, 0);
  bool bound = bind (fd, (struct sockaddr *) &address, sizeof address) == 0;

  close (fd);
  return bound;
}

static unsigned
find_port (void)
{
  for (int i = 0; i < 100; i++) {
    unsigned port = (unsigned) g_random_int_range (20000, 30000);

    if (is_free (SOCK_DGRAM, port) && is_free (SOCK_STREAM, port)
        && is_free (SOCK_STREAM, port + 1))
      return port;
  }
  g_error ("No free port was found");
}

static void
write_config (RfTestBaresip *self, unsigned port, const char *codec)
{
  g_autofree char *built = g_test_build_filename (G_TEST_BUILT, "rf-test-audio-module.so", NULL);
  g_autofree char *module = g_canonicalize_filename (built, "/");
  g_autofree char *path = g_build_filename (self->folder, "config", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  text = g_strdup_printf ("module_path /\n"
                          "sip_listen 127.0.0.1:%u\n"
                          "net_interface 127.0.0.1\n"
                          "audio_source referee,default\n"
                          "audio_player referee,default\n"
                          "module %s/%s.so\n"
                          "module_app %s\n",
                          port, MODULES, codec, module + 1);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
set_up_environment (RfTestBaresip *self, GSubprocessLauncher *launcher)
{
  const char *sanitizer = g_getenv ("REFEREE_CORE_PRELOAD");
  g_autofree char *aor = g_strdup_printf ("<%s>;regint=0", self->uri);

  g_subprocess_launcher_setenv (launcher, "RF_TEST_AOR", aor, TRUE);
  if (!sanitizer)
    return;
  /* What baresip itself leaks on exit is not ours to judge. */
  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", sanitizer, TRUE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
}

/* Takes the first line that has come in completely. */
static char *
take_line (RfTestBaresip *self)
{
  char *end = strchr (self->output->str, '\n');
  char *line;

  if (!end)
    return NULL;
  line = g_strndup (self->output->str, (gsize) (end - self->output->str));
  g_string_erase (self->output, 0, end - self->output->str + 1);
  return line;
}

static void
read_more (RfTestBaresip *self, const char *event, gint64 deadline)
{
  gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
  struct pollfd poll_fd = { .fd = self->fd, .events = POLLIN };
  char part[4096];
  ssize_t length;

  if (left <= 0 || poll (&poll_fd, 1, (int) left) <= 0)
    g_error ("%s: no \"%s\" within %d s", self->uri, event, WAIT_SECONDS);
  length = read (self->fd, part, sizeof part);
  if (length <= 0)
    g_error ("%s: baresip has ended before \"%s\"", self->uri, event);
  g_string_append_len (self->output, part, length);
}

/* What it says before is kept: that there is no sound it may know sooner. */
static void
wait_until_ready (RfTestBaresip *self)
{
  const char *const mark = "@ready\n";
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  const char *at;

  while (!(at = strstr (self->output->str, mark)))
    read_more (self, mark, deadline);
  g_string_erase (self->output, at - self->output->str, (gssize) strlen (mark));
}

/**
 * rf_test_baresip_new:
 * @pulse: the server that it is to use
 * @codec: name of the one codec module
 *
 * Starts baresip and waits until it is ready.
 *
 * Returns: (transfer full): the process
 */
RfTestBaresip *
rf_test_baresip_new (RfTestPulse *pulse, const char *codec)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  RfTestBaresip *self = g_new0 (RfTestBaresip, 1);
  unsigned port = find_port ();
  GUnixInputStream *stdout_pipe;

  self->output = g_string_new (NULL);
  self->folder = g_dir_make_tmp ("referee-baresip-XXXXXX", &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf ("sip:phone@127.0.0.1:%u", port);
  write_config (self, port, codec);

  launcher = rf_test_pulse_new_launcher (pulse, G_SUBPROCESS_FLAGS_STDIN_PIPE
                                                | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  set_up_environment (self, launcher);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "baresip", "-f", self->folder,
                                               NULL);
  g_assert_no_error (error);
  self->pid = g_strdup (g_subprocess_get_identifier (self->process));
  stdout_pipe = G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process));
  self->fd = g_unix_input_stream_get_fd (stdout_pipe);
  wait_until_ready (self);
  return self;
}

/**
 * rf_test_baresip_free:
 * @self: (transfer full): the process
 *
 * Asks baresip to end and checks that it does so in order.
 */
void
rf_test_baresip_free (RfTestBaresip *self)
{
  g_autofree char *config = g_build_filename (self->folder, "config", NULL);
  g_autofree char *uuid = g_build_filename (self->folder, "uuid", NULL);

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);

  g_unlink (config);
  g_unlink (uuid);
  g_rmdir (self->folder);
  g_object_unref (self->process);
  g_string_free (self->output, TRUE);
  g_free (self->folder);
  g_free (self->uri);
  g_free (self->pid);
  g_free (self);
}

/**
 * rf_test_baresip_get_uri:
 * @self: the process
 *
 * Returns: (transfer none): where it can be called
 */
const char *
rf_test_baresip_get_uri (RfTestBaresip *self)
{
  return self->uri;
}

/**
 * rf_test_baresip_get_pid:
 * @self: the process
 *
 * Returns: (transfer none): its number
 */
const char *
rf_test_baresip_get_pid (RfTestBaresip *self)
{
  return self->pid;
}

/**
 * rf_test_baresip_tell:
 * @self: the process
 * @format: a command of the test module, as for printf
 *
 * Sends the module a command, which it answers with "@ok" or "@bad".
 */
void
rf_test_baresip_tell (RfTestBaresip *self, const char *format, ...)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  g_string_vprintf (line, format, args);
  va_end (args);
  g_string_append_c (line, '\n');
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line->str, line->len,
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

/**
 * rf_test_baresip_wait_for:
 * @self: the process
 * @event: how the line begins
 *
 * Waits for a line; lines before it are lost.
 *
 * Returns: (transfer full): the line
 */
char *
rf_test_baresip_wait_for (RfTestBaresip *self, const char *event)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  for (;;) {
    g_autofree char *line = take_line (self);

    if (!line) {
      read_more (self, event, deadline);
      continue;
    }
    g_debug ("%s: %s", self->uri, line);
    if (g_str_has_prefix (line, event))
      return g_steal_pointer (&line);
  }
}
