/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-audio-driver"

#include "config.h"

#include "rf-test-baresip.h"
#include "rf-test-pulse.h"
#include "rf-test-recorder.h"

#include <stdio.h>
#include <string.h>

#define KEVIN_HERTZ 440
#define MIKE_HERTZ 880
#define HEAR_SECONDS 15

/* Two phones in stock baresip, each with a null sink of its own for a loudspeaker. */
typedef struct {
  RfTestPulse   *pulse;
  RfTestBaresip *kevin;
  RfTestBaresip *mike;
} Fixture;

static const char *const sinks[] = { "kevin", "mike", NULL };

static void
set_up_without_server (Fixture *fixture, gconstpointer codec)
{
  fixture->pulse = rf_test_pulse_new (sinks);
  fixture->kevin = rf_test_baresip_new (fixture->pulse, codec);
  fixture->mike = rf_test_baresip_new (fixture->pulse, codec);
}

static void
set_up (Fixture *fixture, gconstpointer codec)
{
  fixture->pulse = rf_test_pulse_new (sinks);
  rf_test_pulse_start (fixture->pulse);
  fixture->kevin = rf_test_baresip_new (fixture->pulse, codec);
  fixture->mike = rf_test_baresip_new (fixture->pulse, codec);
  rf_test_baresip_tell (fixture->kevin, "source tone:%d", KEVIN_HERTZ);
  rf_test_baresip_tell (fixture->kevin, "player pulse:kevin");
  rf_test_baresip_tell (fixture->mike, "source tone:%d", MIKE_HERTZ);
  rf_test_baresip_tell (fixture->mike, "player pulse:mike");
}

static void
tear_down (Fixture *fixture, gconstpointer codec)
{
  rf_test_baresip_free (fixture->kevin);
  rf_test_baresip_free (fixture->mike);
  rf_test_pulse_free (fixture->pulse);
}

static void
wait_for (RfTestBaresip *phone, const char *event)
{
  g_free (rf_test_baresip_wait_for (phone, event));
}

static void
call (Fixture *fixture)
{
  rf_test_baresip_tell (fixture->kevin, "dial %s", rf_test_baresip_get_uri (fixture->mike));
  wait_for (fixture->kevin, "@established");
  wait_for (fixture->mike, "@established");
}

static void
hang_up (Fixture *fixture)
{
  rf_test_baresip_tell (fixture->kevin, "hangup");
  wait_for (fixture->kevin, "@closed");
  wait_for (fixture->mike, "@closed");
}

/* The sink is heard with one tone and without the other. */
static void
assert_heard (Fixture *fixture, const char *sink, double hertz, double absent)
{
  g_autoptr (RfTestRecorder) recorder = rf_test_recorder_new (fixture->pulse, sink);

  g_assert_true (rf_test_recorder_wait_for_tone (recorder, hertz, HEAR_SECONDS));
  g_assert_true (rf_test_recorder_wait_for_rest (recorder, absent, HEAR_SECONDS));
}

static void
assert_rest (Fixture *fixture, const char *sink, double hertz)
{
  g_autoptr (RfTestRecorder) recorder = rf_test_recorder_new (fixture->pulse, sink);

  g_assert_true (rf_test_recorder_wait_for_rest (recorder, hertz, HEAR_SECONDS));
}

static char *
list_streams (Fixture *fixture, const char *kind)
{
  return rf_test_pulse_control (fixture->pulse, "list", kind, NULL);
}

static void
get_rtp (RfTestBaresip *phone, unsigned *sent, unsigned *received)
{
  g_autofree char *line = NULL;

  rf_test_baresip_tell (phone, "rtp");
  line = rf_test_baresip_wait_for (phone, "@rtp");
  g_assert_cmpint (sscanf (line, "@rtp %u %u", sent, received), ==, 2);
}

/* Waits for two seconds' worth of packets, both ways, and checks that they took two seconds. */
static void
assert_rtp_on_time (RfTestBaresip *phone)
{
  unsigned first_sent, first_received, sent, received;
  gint64 start = g_get_monotonic_time ();
  double seconds;

  get_rtp (phone, &first_sent, &first_received);
  do {
    g_usleep (G_USEC_PER_SEC / 200);
    get_rtp (phone, &sent, &received);
    seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
    g_assert_cmpfloat (seconds, <, 10);
  } while (sent - first_sent < 100 || received - first_received < 100);

  g_assert_cmpfloat (seconds, >, 1.7);
  g_assert_cmpfloat (seconds, <, 3.0);
}

static void
test_tones (Fixture *fixture, gconstpointer codec)
{
  call (fixture);
  assert_heard (fixture, "mike", KEVIN_HERTZ, MIKE_HERTZ);
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);
  assert_rtp_on_time (fixture->kevin);
  hang_up (fixture);
}

/* Kevin's microphone stands in front of his loudspeaker: Mike hears himself. */
static void
test_microphone (Fixture *fixture, gconstpointer codec)
{
  rf_test_baresip_tell (fixture->kevin, "source pulse:kevin.monitor");
  call (fixture);
  assert_heard (fixture, "mike", MIKE_HERTZ, KEVIN_HERTZ);
  assert_rtp_on_time (fixture->kevin);
}

/* Without a microphone the default source is what a sink plays. Nobody must hear himself for that.
 * */
static void
test_no_microphone (Fixture *fixture, gconstpointer codec)
{
  rf_test_baresip_tell (fixture->kevin, "source pulse");
  wait_for (fixture->kevin, "@problem No microphone was found");
  call (fixture);
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);
  assert_rest (fixture, "mike", MIKE_HERTZ);
  assert_rtp_on_time (fixture->kevin);
}

static void
test_no_server (Fixture *fixture, gconstpointer codec)
{
  wait_for (fixture->kevin, "@problem PulseAudio does not answer");
  call (fixture);
  assert_rtp_on_time (fixture->kevin);
  assert_rtp_on_time (fixture->mike);
  hang_up (fixture);
}

static void
test_restart (Fixture *fixture, gconstpointer codec)
{
  call (fixture);
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);

  for (int i = 0; i < 3; i++) {
    rf_test_pulse_kill (fixture->pulse);
    wait_for (fixture->kevin, "@problem PulseAudio does not answer");
    assert_rtp_on_time (fixture->kevin);

    rf_test_pulse_start (fixture->pulse);
    wait_for (fixture->kevin, "@sound");
    assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);
  }
}

static void
test_frozen_server (Fixture *fixture, gconstpointer codec)
{
  rf_test_baresip_tell (fixture->kevin, "source pulse:kevin.monitor");
  call (fixture);
  assert_heard (fixture, "mike", MIKE_HERTZ, KEVIN_HERTZ);

  rf_test_pulse_freeze (fixture->pulse, TRUE);
  assert_rtp_on_time (fixture->kevin);
  rf_test_pulse_freeze (fixture->pulse, FALSE);
  assert_heard (fixture, "mike", MIKE_HERTZ, KEVIN_HERTZ);
}

/* A suspended sink asks for nothing; the call must not notice. */
static void
test_suspended_sink (Fixture *fixture, gconstpointer codec)
{
  call (fixture);
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);

  g_free (rf_test_pulse_control (fixture->pulse, "suspend-sink", "kevin", "1", NULL));
  assert_rtp_on_time (fixture->kevin);
  g_free (rf_test_pulse_control (fixture->pulse, "suspend-sink", "kevin", "0", NULL));
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);
}

/* Somebody ends the streams from outside: they are made anew. */
static void
test_killed_streams (Fixture *fixture, gconstpointer codec)
{
  g_autofree char *streams = NULL;
  g_auto (GStrv) lines = NULL;

  call (fixture);
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);
  streams = rf_test_pulse_control (fixture->pulse, "list", "short", "sink-inputs", NULL);
  lines = g_strsplit (g_strstrip (streams), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  for (size_t i = 0; lines[i]; i++) {
    *strchr (lines[i], '\t') = '\0';
    g_free (rf_test_pulse_control (fixture->pulse, "kill-sink-input", lines[i], NULL));
  }
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);
  assert_heard (fixture, "mike", KEVIN_HERTZ, MIKE_HERTZ);
}

static void
test_properties (Fixture *fixture, gconstpointer codec)
{
  static const char *const kinds[] = { "sink-inputs", "source-outputs" };
  static const char *const properties[] = {
    "media.role = \"phone\"",
    "media.name = \"Referee: call\"",
    "application.name = \"Referee\"",
    "application.id = \"org.referee.Referee\"",
    "application.icon_name = \"org.referee.Referee\"",
  };

  rf_test_baresip_tell (fixture->kevin, "source pulse:mike.monitor");
  call (fixture);
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *streams = list_streams (fixture, kinds[i]);

    for (size_t j = 0; j < G_N_ELEMENTS (properties); j++)
      if (!strstr (streams, properties[j]))
        g_error ("No %s among the %s:\n%s", properties[j], kinds[i], streams);
  }
}

/* All of it takes effect on the call that runs. */
static void
test_changes (Fixture *fixture, gconstpointer codec)
{
  call (fixture);
  assert_heard (fixture, "kevin", MIKE_HERTZ, KEVIN_HERTZ);

  rf_test_baresip_tell (fixture->kevin, "audible 0");
  assert_rest (fixture, "kevin", MIKE_HERTZ);
  rf_test_baresip_tell (fixture->kevin, "audible 1");
  rf_test_baresip_tell (fixture->mike, "source tone:1000");
  assert_heard (fixture, "kevin", 1000, MIKE_HERTZ);
  rf_test_baresip_tell (fixture->mike, "source silence");
  assert_rest (fixture, "kevin", 1000);
  rf_test_baresip_tell (fixture->mike, "source tone:%d", MIKE_HERTZ);
  rf_test_baresip_tell (fixture->mike, "player silence");
  rf_test_baresip_tell (fixture->kevin, "player pulse:mike");
  assert_heard (fixture, "mike", MIKE_HERTZ, KEVIN_HERTZ);
  assert_rest (fixture, "kevin", MIKE_HERTZ);

  rf_test_baresip_tell (fixture->kevin, "source loud");
  wait_for (fixture->kevin, "@bad");
  rf_test_baresip_tell (fixture->kevin, "player tone:440");
  wait_for (fixture->kevin, "@bad");
}

/* With a device that is not there the default one is used, until it comes. */
static void
test_missing_device (Fixture *fixture, gconstpointer codec)
{
  g_autofree char *module = NULL;

  g_free (rf_test_pulse_control (fixture->pulse, "set-default-sink", "mike", NULL));
  rf_test_baresip_tell (fixture->mike, "player silence");
  rf_test_baresip_tell (fixture->kevin, "player pulse:headset");
  wait_for (fixture->kevin, "@problem The loudspeaker “headset” is not there");
  call (fixture);
  assert_heard (fixture, "mike", MIKE_HERTZ, KEVIN_HERTZ);

  module = rf_test_pulse_control (fixture->pulse, "load-module", "module-null-sink",
                                  "sink_name=headset", NULL);
  wait_for (fixture->kevin, "@sound");
  assert_heard (fixture, "headset", MIKE_HERTZ, KEVIN_HERTZ);
  assert_rest (fixture, "mike", MIKE_HERTZ);

  g_free (rf_test_pulse_control (fixture->pulse, "unload-module", g_strstrip (module), NULL));
  wait_for (fixture->kevin, "@problem The loudspeaker “headset” is not there");
  assert_heard (fixture, "mike", MIKE_HERTZ, KEVIN_HERTZ);
}

static void
test_devices (Fixture *fixture, gconstpointer codec)
{
  /* The list is there when the sound is. */
  wait_for (fixture->kevin, "@sound");
  rf_test_baresip_tell (fixture->kevin, "devices");
  wait_for (fixture->kevin, "@device player kevin ");
  wait_for (fixture->kevin, "@device player mike ");
}

static unsigned
count_entries (RfTestBaresip *phone, const char *what)
{
  g_autofree char *path = g_build_filename ("/proc", rf_test_baresip_get_pid (phone), what, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  unsigned count = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder))
    count++;
  return count;
}

static void
wait_until_streams (Fixture *fixture, bool are_wanted)
{
  gint64 deadline = g_get_monotonic_time () + HEAR_SECONDS * G_USEC_PER_SEC;

  for (;;) {
    g_autofree char *players = list_streams (fixture, "sink-inputs");
    g_autofree char *sources = list_streams (fixture, "source-outputs");

    if ((*players != '\0') == are_wanted && (*sources != '\0') == are_wanted)
      return;
    if (g_get_monotonic_time () > deadline)
      g_error ("Streams are %s:\n%s%s", are_wanted ? "missing" : "left over", players, sources);
  }
}

/* Of a hundred calls some live long enough for their streams to begin, the others end while those
 * are being made. */
static void
test_many_calls (Fixture *fixture, gconstpointer codec)
{
  unsigned threads, files;

  rf_test_baresip_tell (fixture->kevin, "source pulse:mike.monitor");
  call (fixture);
  wait_until_streams (fixture, true);
  hang_up (fixture);
  wait_until_streams (fixture, false);
  threads = count_entries (fixture->kevin, "task");
  files = count_entries (fixture->kevin, "fd");

  for (int i = 0; i < 100; i++) {
    call (fixture);
    if (i % 5 == 0)
      wait_until_streams (fixture, true);
    hang_up (fixture);
  }
  wait_until_streams (fixture, false);
  g_assert_cmpuint (count_entries (fixture->kevin, "task"), ==, threads);
  g_assert_cmpuint (count_entries (fixture->kevin, "fd"), ==, files);
}

static bool
blocks_signals (const char *status)
{
  const char *blocked = strstr (status, "SigBlk:\t");
  guint64 mask, wanted;

  g_assert_nonnull (blocked);
  mask = g_ascii_strtoull (blocked + strlen ("SigBlk:\t"), NULL, 16);
  /* SIGHUP, SIGINT, SIGALRM, SIGTERM */
  wanted = 1 << 0 | 1 << 1 | 1 << 13 | 1 << 14;
  return (mask & wanted) == wanted;
}

/* A signal has to reach baresip's main loop, or the core would not end when told to. */
static void
test_signals (Fixture *fixture, gconstpointer codec)
{
  const char *pid = rf_test_baresip_get_pid (fixture->kevin);
  g_autofree char *path = g_build_filename ("/proc", pid, "task", NULL);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  unsigned others = 0;
  const char *task;

  g_assert_nonnull (tasks);
  while ((task = g_dir_read_name (tasks))) {
    g_autofree char *file = g_build_filename (path, task, "status", NULL);
    g_autofree char *status = NULL;

    if (g_str_equal (task, pid))
      continue;
    g_assert_true (g_file_get_contents (file, &status, NULL, NULL));
    g_assert_true (blocks_signals (status));
    others++;
  }
  g_assert_cmpuint (others, >, 0);
}

#define add(path, codec, begin, func) \
  g_test_add ("/audio-driver/" path, Fixture, codec, begin, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("tones/8000-mono", "g711", set_up, test_tones);
  add ("tones/16000-mono", "g722", set_up, test_tones);
  add ("tones/48000-stereo", "opus", set_up, test_tones);
  add ("microphone", "g711", set_up, test_microphone);
  add ("microphone/48000-stereo", "opus", set_up, test_microphone);
  add ("no-microphone", "g711", set_up, test_no_microphone);
  add ("no-server", "g711", set_up_without_server, test_no_server);
  add ("restart", "g711", set_up, test_restart);
  add ("frozen-server", "g711", set_up, test_frozen_server);
  add ("suspended-sink", "g711", set_up, test_suspended_sink);
  add ("killed-streams", "g711", set_up, test_killed_streams);
  add ("properties", "g711", set_up, test_properties);
  add ("changes", "g711", set_up, test_changes);
  add ("missing-device", "g711", set_up, test_missing_device);
  add ("devices", "g711", set_up, test_devices);
  add ("many-calls", "g711", set_up, test_many_calls);
  add ("signals", "g711", set_up, test_signals);

  return g_test_run ();
}
