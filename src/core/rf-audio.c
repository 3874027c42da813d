/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio"

#include "config.h"

#include "rf-audio.h"

#include "rf-audio-player.h"
#include "rf-audio-problem.h"
#include "rf-audio-source.h"
#include "rf-pulse.h"

#include <errno.h>

#include <re_types.h>
#include <re_mem.h>
#include <re_mqueue.h>

/* One core has one sound, and the functions of the contract name no object. */
static struct {
  RfPulse          *pulse;
  struct mqueue    *queue;
  bool              is_told; /* a message to the main thread is under way */
  bool              reported_once;
  char             *reported;
  RfAudioStateFunc *changed;
  void             *user_data;
  RfAudioSpec       source;
  RfAudioSpec       player;
  char             *source_text;
  char             *player_text;
  bool              audible;
} audio;

typedef struct {
  RfAudioDeviceFunc *func;
  void              *user_data;
} Foreach;

/* On the main thread. What matters is how things are by now, not how they were when the message was
 * sent. */
static void
on_told (int id, void *data, void *arg)
{
  g_autofree char *problem = NULL;
  RfPulseState state;

  rf_pulse_lock (audio.pulse);
  audio.is_told = false;
  state = rf_pulse_get_state (audio.pulse);
  problem = rf_audio_describe_problem (&audio.source, &audio.player, state,
                                       rf_pulse_get_error (audio.pulse),
                                       rf_pulse_get_devices (audio.pulse));
  rf_pulse_unlock (audio.pulse);

  if (state == RF_PULSE_CONNECTING)
    return;
  if (audio.reported_once && g_strcmp0 (problem, audio.reported) == 0)
    return;
  audio.reported_once = true;
  g_free (audio.reported);
  audio.reported = g_steal_pointer (&problem);
  audio.changed (audio.reported, audio.user_data);
}

/* In either thread, with the lock held. When the queue is full the next change tells this too. */
static void
tell_main_thread (void *user_data)
{
  if (!audio.is_told && mqueue_push (audio.queue, 0, NULL) == 0)
    audio.is_told = true;
}

static void
update_wanted (void)
{
  rf_pulse_set_wanted (audio.pulse,
                       audio.source.kind == RF_AUDIO_PULSE || audio.player.kind == RF_AUDIO_PULSE);
  tell_main_thread (NULL);
}

static int
set_up (void)
{
  int err;

  err = mqueue_alloc (&audio.queue, on_told, NULL);
  if (err)
    return err;
  audio.pulse = rf_pulse_new ();
  if (!audio.pulse)
    return ENOMEM;
  err = rf_audio_source_register (audio.pulse, &audio.source);
  return err ? err : rf_audio_player_register (audio.pulse, &audio.player);
}

/**
 * rf_audio_init:
 * @changed: called when sound comes or goes
 * @user_data: data for @changed
 *
 * Registers an audio source and an audio player, both "referee", and begins to connect to
 * PulseAudio, which goes on while this function returns.
 *
 * Returns: 0, or an errno
 */
int
rf_audio_init (RfAudioStateFunc *changed, void *user_data)
{
  int err;

  g_return_val_if_fail (changed, EINVAL);
  g_return_val_if_fail (!audio.pulse, EALREADY);

  audio.changed = changed;
  audio.user_data = user_data;
  audio.audible = true;
  rf_audio_spec_parse ("pulse", &audio.source);
  rf_audio_spec_parse ("pulse", &audio.player);
  audio.source_text = g_strdup ("pulse");
  audio.player_text = g_strdup ("pulse");

  err = set_up ();
  if (err) {
    rf_audio_close ();
    return err;
  }
  rf_pulse_lock (audio.pulse);
  rf_pulse_add_watch (audio.pulse, tell_main_thread, &audio);
  update_wanted ();
  rf_pulse_unlock (audio.pulse);
  return 0;
}

/**
 * rf_audio_close:
 *
 * Takes both drivers away and ends the thread. Does nothing when rf_audio_init() was not called or
 * has failed.
 */
void
rf_audio_close (void)
{
  rf_audio_source_unregister ();
  rf_audio_player_unregister ();
  g_clear_pointer (&audio.pulse, rf_pulse_free);
  audio.queue = mem_deref (audio.queue);
  rf_audio_spec_clear (&audio.source);
  rf_audio_spec_clear (&audio.player);
  g_clear_pointer (&audio.source_text, g_free);
  g_clear_pointer (&audio.player_text, g_free);
  g_clear_pointer (&audio.reported, g_free);
  audio.reported_once = false;
  audio.is_told = false;
}

/**
 * rf_audio_set_source:
 * @spec: "pulse", "pulse:DEVICE", "tone:HERTZ" (50 to 3400) or "silence"
 *
 * Says where the sound of all calls comes from, at once also for those that run.
 *
 * Returns: whether @spec was understood; if not, nothing has changed
 */
bool
rf_audio_set_source (const char *spec)
{
  g_auto (RfAudioSpec) parsed = { 0 };

  g_return_val_if_fail (spec, false);
  g_return_val_if_fail (audio.pulse, false);

  if (!rf_audio_spec_parse (spec, &parsed))
    return false;
  if (g_str_equal (spec, audio.source_text))
    return true;

  rf_pulse_lock (audio.pulse);
  rf_audio_spec_set (&audio.source, &parsed);
  rf_audio_source_set_spec (&parsed);
  update_wanted ();
  rf_pulse_unlock (audio.pulse);
  g_free (audio.source_text);
  audio.source_text = g_strdup (spec);
  return true;
}

/**
 * rf_audio_get_source:
 *
 * Returns: (transfer none): what was last set with rf_audio_set_source(), "pulse" at first
 */
const char *
rf_audio_get_source (void)
{
  return audio.source_text;
}

/**
 * rf_audio_set_player:
 * @spec: "pulse", "pulse:DEVICE" or "silence"
 *
 * Says where the sound of all calls goes to, at once also for those that run.
 *
 * Returns: whether @spec was understood; if not, nothing has changed
 */
bool
rf_audio_set_player (const char *spec)
{
  g_auto (RfAudioSpec) parsed = { 0 };

  g_return_val_if_fail (spec, false);
  g_return_val_if_fail (audio.pulse, false);

  if (!rf_audio_spec_parse (spec, &parsed) || parsed.kind == RF_AUDIO_TONE)
    return false;
  if (g_str_equal (spec, audio.player_text))
    return true;

  rf_pulse_lock (audio.pulse);
  rf_audio_spec_set (&audio.player, &parsed);
  rf_audio_player_set_spec (&parsed);
  update_wanted ();
  rf_pulse_unlock (audio.pulse);
  g_free (audio.player_text);
  audio.player_text = g_strdup (spec);
  return true;
}

/**
 * rf_audio_get_player:
 *
 * Returns: (transfer none): what was last set with rf_audio_set_player(), "pulse" at first
 */
const char *
rf_audio_get_player (void)
{
  return audio.player_text;
}

/**
 * rf_audio_set_audible:
 * @audible: whether the calls of this core are heard
 *
 * With %false all streams go on, but what they play is silence.
 */
void
rf_audio_set_audible (bool audible)
{
  g_return_if_fail (audio.pulse);

  audio.audible = audible;
  rf_pulse_lock (audio.pulse);
  rf_audio_player_set_audible (audible);
  rf_pulse_unlock (audio.pulse);
}

/**
 * rf_audio_get_audible:
 *
 * Returns: what was last set with rf_audio_set_audible(), %true at first
 */
bool
rf_audio_get_audible (void)
{
  return audio.audible;
}

/**
 * rf_audio_play_handover:
 *
 * Plays a short tone of %RF_AUDIO_HANDOVER_HERTZ beside the call that has come up last, so that
 * the person knows that somebody else is there now. It is not heard where calls are not audible.
 */
void
rf_audio_play_handover (void)
{
  g_return_if_fail (audio.pulse);

  rf_pulse_lock (audio.pulse);
  rf_audio_player_play_handover ();
  rf_pulse_unlock (audio.pulse);
}

static void
pass_device (RfPulseDirection  direction,
             const char       *name,
             const char       *description,
             void             *user_data)
{
  const char *kind = direction == RF_PULSE_SOURCE ? "source" : "player";
  Foreach *each = user_data;

  each->func (kind, name, description, each->user_data);
}

/**
 * rf_audio_foreach_device:
 * @func: called for each device
 * @user_data: data for @func
 *
 * Goes through the devices that are known; there are none while there is no server. Sources that
 * record what a sink plays are left out, as nobody speaks into them; they can be chosen all the
 * same.
 */
void
rf_audio_foreach_device (RfAudioDeviceFunc *func, void *user_data)
{
  Foreach each = { func, user_data };

  g_return_if_fail (func);
  g_return_if_fail (audio.pulse);

  rf_pulse_lock (audio.pulse);
  rf_pulse_devices_foreach (rf_pulse_get_devices (audio.pulse), pass_device, &each);
  rf_pulse_unlock (audio.pulse);
}
