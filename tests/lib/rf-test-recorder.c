/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-test-recorder"

#include "config.h"

#include "rf-test-recorder.h"

#include "rf-tone-meter.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>

#define RATE RF_TEST_RECORDER_RATE

/* A fifth of a second: one look at the sound. */
#define WINDOW (RATE / 5)

/* So many looks in a row must agree: neither a click nor a gap in the middle of something else
 * counts. */
#define LOOKS 3

struct _RfTestRecorder {
  GSubprocess *process;
  int          fd;
  int16_t      window[WINDOW];
  GThread     *keeper;
  int          enough; /* atomic */
  GArray      *kept;
};

static bool
wait_readable (int fd, gint64 deadline)
{
  gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  return left > 0 && poll (&poll_fd, 1, (int) left) > 0;
}

static bool
read_window (RfTestRecorder *self, gint64 deadline)
{
  size_t filled = 0;

  while (filled < sizeof self->window) {
    ssize_t length;

    if (!wait_readable (self->fd, deadline))
      return false;
    length = read (self->fd, (char *) self->window + filled, sizeof self->window - filled);
    if (length <= 0)
      return false;
    filled += (size_t) length;
  }
  return true;
}

/* Drops what was recorded while nobody looked. */
static void
skip_old (RfTestRecorder *self)
{
  char old[4096];

  while (wait_readable (self->fd, g_get_monotonic_time () + 2000))
    if (read (self->fd, old, sizeof old) <= 0)
      return;
}

static bool
wait_for (RfTestRecorder *self, double hertz, bool is_wanted, unsigned seconds)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  unsigned agreed = 0;

  skip_old (self);
  while (agreed < LOOKS) {
    double level;

    if (!read_window (self, deadline))
      return false;
    level = rf_tone_meter_level (self->window, WINDOW, RATE, hertz);
    if (is_wanted ? level >= RF_TONE_METER_HEARD : level <= RF_TONE_METER_ABSENT)
      agreed++;
    else
      agreed = 0;
    g_debug ("%g Hz: %.1f dBFS", hertz, level);
  }
  return true;
}

/**
 * rf_test_recorder_new:
 * @pulse: the server, running
 * @sink: name of a sink
 *
 * Begins to record what the sink plays.
 *
 * Returns: (transfer full): the recorder
 */
RfTestRecorder *
rf_test_recorder_new (RfTestPulse *pulse, const char *sink)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *source = NULL;
  GUnixInputStream *stdout_pipe;
  RfTestRecorder *self;

  g_return_val_if_fail (pulse, NULL);
  g_return_val_if_fail (sink, NULL);

  source = g_strconcat (sink, ".monitor", NULL);
  launcher = rf_test_pulse_new_launcher (pulse, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  self = g_new0 (RfTestRecorder, 1);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "parec", "--raw", "--device",
                                               source, "--format=s16le", "--channels=1",
                                               "--rate=" G_STRINGIFY (RF_TEST_RECORDER_RATE),
                                               "--latency-msec=20", NULL);
  g_assert_no_error (error);
  stdout_pipe = G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process));
  self->fd = g_unix_input_stream_get_fd (stdout_pipe);
  return self;
}

/**
 * rf_test_recorder_free:
 * @self: (transfer full): the recorder
 *
 * Ends the recording.
 */
void
rf_test_recorder_free (RfTestRecorder *self)
{
  g_return_if_fail (self);

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self);
}

/**
 * rf_test_recorder_wait_for_tone:
 * @self: the recorder
 * @hertz: a frequency
 * @seconds: how long to wait for it
 *
 * Returns: whether the tone was heard in time, for more than half a second
 */
bool
rf_test_recorder_wait_for_tone (RfTestRecorder *self, double hertz, unsigned seconds)
{
  g_return_val_if_fail (self, false);

  return wait_for (self, hertz, true, seconds);
}

/**
 * rf_test_recorder_wait_for_rest:
 * @self: the recorder
 * @hertz: a frequency
 * @seconds: how long to wait for its end
 *
 * Returns: whether the sink was heard without this tone in time, for more than half a second
 */
bool
rf_test_recorder_wait_for_rest (RfTestRecorder *self, double hertz, unsigned seconds)
{
  g_return_val_if_fail (self, false);

  return wait_for (self, hertz, false, seconds);
}

static gpointer
keep (gpointer user_data)
{
  RfTestRecorder *self = user_data;
  int16_t part[512];
  size_t filled = 0;

  while (!g_atomic_int_get (&self->enough)) {
    ssize_t length;

    if (!wait_readable (self->fd, g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND))
      continue;
    length = read (self->fd, (char *) part + filled, sizeof part - filled);
    if (length <= 0)
      break;
    filled += (size_t) length;
    g_array_append_vals (self->kept, part, filled / sizeof *part);
    if (filled % sizeof *part)
      ((char *) part)[0] = ((char *) part)[filled - 1];
    filled %= sizeof *part;
  }
  return NULL;
}

/**
 * rf_test_recorder_keep:
 * @self: the recorder
 *
 * Keeps all that is heard from now on, until rf_test_recorder_take().
 */
void
rf_test_recorder_keep (RfTestRecorder *self)
{
  g_return_if_fail (self);
  g_return_if_fail (self->keeper == NULL);

  skip_old (self);
  self->kept = g_array_new (FALSE, FALSE, sizeof (int16_t));
  g_atomic_int_set (&self->enough, FALSE);
  self->keeper = g_thread_new ("recorder", keep, self);
}

/**
 * rf_test_recorder_take:
 * @self: the recorder
 *
 * Returns: (transfer full): the samples that were heard, as int16_t
 */
GArray *
rf_test_recorder_take (RfTestRecorder *self)
{
  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (self->keeper, NULL);

  g_atomic_int_set (&self->enough, TRUE);
  g_thread_join (g_steal_pointer (&self->keeper));
  return g_steal_pointer (&self->kept);
}
