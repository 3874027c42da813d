/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-audio-problem"

#include "config.h"

#include "rf-audio-problem.h"

#include <string.h>

typedef struct {
  RfPulseDevices *devices;
  RfAudioSpec     source;
  RfAudioSpec     player;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->devices = rf_pulse_devices_new (NULL, NULL);
  g_assert_true (rf_audio_spec_parse ("pulse", &fixture->source));
  g_assert_true (rf_audio_spec_parse ("pulse", &fixture->player));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  rf_pulse_devices_free (fixture->devices);
  rf_audio_spec_clear (&fixture->source);
  rf_audio_spec_clear (&fixture->player);
}

static void
choose (RfAudioSpec *spec, const char *text)
{
  rf_audio_spec_clear (spec);
  g_assert_true (rf_audio_spec_parse (text, spec));
}

static void
add_sink (Fixture *fixture, const char *name)
{
  rf_pulse_devices_add (fixture->devices, RF_PULSE_SINK, name, NULL, false);
  rf_pulse_devices_set_default (fixture->devices, RF_PULSE_SINK, name);
}

static void
add_source (Fixture *fixture, const char *name, bool is_monitor)
{
  rf_pulse_devices_add (fixture->devices, RF_PULSE_SOURCE, name, NULL, is_monitor);
  rf_pulse_devices_set_default (fixture->devices, RF_PULSE_SOURCE, name);
}

/* @part is what the sentence has to say; %NULL when there must be none. */
static void
check (Fixture *fixture, RfPulseState state, const char *part)
{
  g_autofree char *problem = rf_audio_describe_problem (&fixture->source, &fixture->player, state,
                                                        "Connection refused", fixture->devices);

  if (!part)
    g_assert_cmpstr (problem, ==, NULL);
  else if (!problem || !strstr (problem, part))
    g_error ("\"%s\" should say \"%s\"", problem, part);
}

static void
test_no_server (Fixture *fixture, gconstpointer data)
{
  check (fixture, RF_PULSE_CONNECTING, NULL);
  check (fixture, RF_PULSE_DOWN, "PulseAudio does not answer (Connection refused)");

  choose (&fixture->source, "tone:440");
  check (fixture, RF_PULSE_DOWN, "PulseAudio does not answer");
  choose (&fixture->player, "silence");
  check (fixture, RF_PULSE_DOWN, NULL);
}

static void
test_no_devices (Fixture *fixture, gconstpointer data)
{
  check (fixture, RF_PULSE_READY, "No loudspeaker was found");
  add_sink (fixture, "auto_null");
  check (fixture, RF_PULSE_READY, "No loudspeaker was found");
  add_sink (fixture, "card");
  check (fixture, RF_PULSE_READY, "No microphone was found");
  add_source (fixture, "card.monitor", true);
  check (fixture, RF_PULSE_READY, "No microphone was found");
  add_source (fixture, "microphone", false);
  check (fixture, RF_PULSE_READY, NULL);
}

static void
test_missing_device (Fixture *fixture, gconstpointer data)
{
  add_sink (fixture, "card");
  add_source (fixture, "microphone", false);

  choose (&fixture->player, "pulse:headset");
  check (fixture, RF_PULSE_READY, "The loudspeaker “headset” is not there");
  choose (&fixture->player, "pulse:card");
  choose (&fixture->source, "pulse:headset-microphone");
  check (fixture, RF_PULSE_READY, "The microphone “headset-microphone” is not there");
  choose (&fixture->source, "pulse:microphone");
  check (fixture, RF_PULSE_READY, NULL);
}

/* A monitor is no microphone, but who names it wants it. */
static void
test_named_monitor (Fixture *fixture, gconstpointer data)
{
  add_sink (fixture, "card");
  add_source (fixture, "card.monitor", true);
  choose (&fixture->source, "pulse:card.monitor");
  check (fixture, RF_PULSE_READY, NULL);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/audio-problem/no-server", test_no_server);
  add ("/audio-problem/no-devices", test_no_devices);
  add ("/audio-problem/missing-device", test_missing_device);
  add ("/audio-problem/named-monitor", test_named_monitor);

  return g_test_run ();
}
