/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-problem"

#include "config.h"

#include "rf-audio-problem.h"

static bool
is_there (RfPulseDirection direction, const RfAudioSpec *spec, RfPulseDevices *devices)
{
  return spec->kind != RF_AUDIO_PULSE
         || (spec->device && rf_pulse_devices_contain (devices, direction, spec->device));
}

static const char *
describe_lack (RfPulseDirection direction, const RfAudioSpec *spec, RfPulseDevices *devices)
{
  if (is_there (direction, spec, devices) || rf_pulse_devices_have_real (devices, direction))
    return NULL;
  return direction == RF_PULSE_SINK
         ? "No loudspeaker was found, so you do not hear the others. "
           "Connect one; calls go on meanwhile."
         : "No microphone was found, so the others do not hear you. "
           "Connect one; calls go on meanwhile.";
}

static char *
describe_stand_in (RfPulseDirection direction, const RfAudioSpec *spec, RfPulseDevices *devices)
{
  if (is_there (direction, spec, devices) || !spec->device)
    return NULL;
  return g_strdup_printf (direction == RF_PULSE_SINK
                          ? "The loudspeaker “%s” is not there; "
                            "the default one is used until it is back."
                          : "The microphone “%s” is not there; "
                            "the default one is used until it is back.",
                          spec->device);
}

/**
 * rf_audio_describe_problem:
 * @source: where the sound comes from
 * @player: where it goes to
 * @state: state of the connection to PulseAudio
 * @error: (nullable): why there is no connection
 * @devices: the devices of the server
 *
 * Says what keeps the person from hearing, being heard or using the chosen device. Of several
 * things it names the one that takes more away.
 *
 * Returns: (transfer full) (nullable): a sentence or two, or %NULL when all is well
 */
char *
rf_audio_describe_problem (const RfAudioSpec *source,
                           const RfAudioSpec *player,
                           RfPulseState       state,
                           const char        *error,
                           RfPulseDevices    *devices)
{
  const char *lack;
  char *stand_in;

  if (source->kind != RF_AUDIO_PULSE && player->kind != RF_AUDIO_PULSE)
    return NULL;
  if (state == RF_PULSE_DOWN)
    return g_strdup_printf ("PulseAudio does not answer (%s), so calls have no sound. "
                            "Start it, and the sound is back a few seconds later.",
                            error ? error : "no reason given");
  if (state != RF_PULSE_READY)
    return NULL;

  lack = describe_lack (RF_PULSE_SINK, player, devices);
  if (!lack)
    lack = describe_lack (RF_PULSE_SOURCE, source, devices);
  if (lack)
    return g_strdup (lack);

  stand_in = describe_stand_in (RF_PULSE_SINK, player, devices);
  return stand_in ? stand_in : describe_stand_in (RF_PULSE_SOURCE, source, devices);
}
