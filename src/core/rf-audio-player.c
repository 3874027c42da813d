/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-player"
#define _GNU_SOURCE /* RTLD_DEFAULT */

#include "config.h"

#include "rf-audio-player.h"

#include "rf-audio.h"
#include "rf-baresip-audio.h"
#include "rf-pulse-stream.h"
#include "rf-pulse-timer.h"
#include "rf-tone.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

#include <re_types.h>
#include <re_mem.h>

/* How long the hand-over tone may take to begin: one that nothing could play in time is not made
 * up for later. */
#define HANDOVER_PATIENCE (2 * G_USEC_PER_SEC)

/* By when the tone, given to PulseAudio, is over whatever the device holds back. */
#define HANDOVER_TIME (G_USEC_PER_SEC)

/*
 * The player of one call. A timer beats once a frame; what PulseAudio does not ask for is fetched
 * at that beat and dropped, so that the call's buffer does not fill up with what nobody will hear.
 */
struct auplay_st {
  const struct auplay *ap; /* baresip 1.0 wants it first */

  struct auplay_prm  prm;
  RfPulseStream     *stream;
  RfPulseTimer      *beat;
  int16_t           *frame;
  size_t             count; /* samples of a frame */
  guint              serial;
  RfPulseStream     *handover; /* NULL but for the time of the tone */
  bool               handover_given;
  gint64             handover_ends;
  auplay_write_h    *wh;
  void              *arg;
};

/* A driver's handler gets no data of ours, so what all calls share has to be here. */
static struct {
  RfPulse       *pulse; /* unowned; NULL while not registered */
  struct auplay *driver;
  RfAudioSpec    spec;
  bool           audible;
  bool           takes_frame; /* baresip 1.1 and later */
  GPtrArray     *running;
  guint          last_serial;
} players;

static void
fetch (struct auplay_st *self, int16_t *samples, size_t count)
{
  if (players.takes_frame) {
    struct auframe frame = { .fmt = RF_AUFMT_S16LE, .sampv = samples, .sampc = count };

    ((auplay_write_frame_h *) (void (*) (void)) self->wh) (&frame, self->arg);
  } else {
    self->wh (samples, count, self->arg);
  }
}

static void
fill (int16_t *samples, size_t count, void *user_data)
{
  fetch (user_data, samples, count);
  if (!players.audible)
    memset (samples, 0, count * sizeof *samples);
}

static void
fill_handover (int16_t *samples, size_t count, void *user_data)
{
  struct auplay_st *self = user_data;
  RfTone tone;

  memset (samples, 0, count * sizeof *samples);
  if (self->handover_given)
    return;
  self->handover_given = true;
  self->handover_ends = g_get_monotonic_time () + HANDOVER_TIME;
  if (!players.audible)
    return;
  rf_tone_init (&tone, RF_AUDIO_HANDOVER_HERTZ, self->prm.srate);
  rf_tone_fill (&tone, samples, count, self->prm.ch);
}

static void
on_beat (void *user_data)
{
  struct auplay_st *self = user_data;

  if (self->handover && g_get_monotonic_time () > self->handover_ends)
    g_clear_pointer (&self->handover, rf_pulse_stream_free);
  if (!self->stream || !rf_pulse_stream_is_flowing (self->stream))
    fetch (self, self->frame, self->count);
}

/* NULL where the sound does not go to PulseAudio. */
static RfPulseStream *
open_stream (struct auplay_st  *self,
             const RfAudioSpec *spec,
             unsigned           ptime,
             RfPulseStreamFunc *func)
{
  RfPulseStreamParams params = {
    .direction = RF_PULSE_SINK,
    .device = spec->device,
    .rate = self->prm.srate,
    .channels = self->prm.ch,
    .ptime = ptime,
  };

  if (spec->kind != RF_AUDIO_PULSE)
    return NULL;
  return rf_pulse_stream_new (players.pulse, &params, func, self);
}

static void
apply_spec (struct auplay_st *self, const RfAudioSpec *spec)
{
  g_clear_pointer (&self->stream, rf_pulse_stream_free);
  self->stream = open_stream (self, spec, self->prm.ptime, fill);
}

static void
stop (void *data)
{
  struct auplay_st *self = data;

  g_clear_pointer (&self->stream, rf_pulse_stream_free);
  g_clear_pointer (&self->handover, rf_pulse_stream_free);
  g_clear_pointer (&self->beat, rf_pulse_timer_free);
}

static void
on_destroyed (void *data)
{
  struct auplay_st *self = data;

  /* After the lock was had no handler runs, and none will. */
  if (players.pulse) {
    rf_pulse_lock (players.pulse);
    g_ptr_array_remove_fast (players.running, self);
    rf_pulse_unlock (players.pulse);
  }
  g_free (self->frame);
}

static void
start (struct auplay_st *self)
{
  rf_pulse_lock (players.pulse);
  self->beat = rf_pulse_timer_new (rf_pulse_get_api (players.pulse),
                                   self->prm.ptime * PA_USEC_PER_MSEC, on_beat, self);
  apply_spec (self, &players.spec);
  g_ptr_array_add (players.running, self);
  rf_pulse_unlock (players.pulse);
}

static bool
can_do (const struct auplay_prm *prm)
{
  pa_sample_spec spec = { PA_SAMPLE_S16LE, prm->srate, prm->ch };

  return prm->fmt == RF_AUFMT_S16LE && pa_sample_spec_valid (&spec)
         && prm->ptime > 0 && prm->ptime <= 1000 && prm->srate * prm->ptime >= 1000;
}

/* Succeeds without a server too: baresip would leave the call ringing for ever. */
static int
alloc_player (struct auplay_st    **stp,
              const struct auplay  *ap,
              struct auplay_prm    *prm,
              const char           *device,
              auplay_write_h       *wh,
              void                 *arg)
{
  struct auplay_st *self;

  if (!stp || !ap || !prm || !wh || !players.pulse)
    return EINVAL;
  if (!can_do (prm))
    return ENOTSUP;

  self = mem_zalloc (sizeof *self, on_destroyed);
  if (!self)
    return ENOMEM;
  self->ap = ap;
  self->prm = *prm;
  self->wh = wh;
  self->arg = arg;
  self->serial = ++players.last_serial;
  self->count = (size_t) prm->ch * (prm->srate * prm->ptime / 1000);
  self->frame = g_new0 (int16_t, self->count);
  start (self);

  *stp = self;
  return 0;
}

/**
 * rf_audio_player_register:
 * @pulse: the connection, not locked; it must live until rf_audio_player_unregister()
 * @spec: where the sound goes to
 *
 * Registers the driver "referee" among baresip's audio players.
 *
 * Returns: 0, or an errno
 */
int
rf_audio_player_register (RfPulse *pulse, const RfAudioSpec *spec)
{
  g_return_val_if_fail (pulse, EINVAL);
  g_return_val_if_fail (!players.pulse, EALREADY);

  players.running = g_ptr_array_new_with_free_func (stop);
  players.pulse = pulse;
  players.audible = true;
  /* Came with the release that changed the handler's arguments. */
  players.takes_frame = dlsym (RTLD_DEFAULT, "ua_connect_dir") != NULL;
  rf_audio_spec_set (&players.spec, spec);
  return auplay_register (&players.driver, baresip_auplayl (), "referee", alloc_player);
}

/**
 * rf_audio_player_unregister:
 *
 * Takes the driver away. Players of calls that still run, which there should be none of, fall
 * silent.
 */
void
rf_audio_player_unregister (void)
{
  if (!players.pulse)
    return;

  players.driver = mem_deref (players.driver);
  rf_pulse_lock (players.pulse);
  g_clear_pointer (&players.running, g_ptr_array_unref);
  rf_pulse_unlock (players.pulse);
  players.pulse = NULL;
  rf_audio_spec_clear (&players.spec);
}

/**
 * rf_audio_player_set_spec:
 * @spec: where the sound goes to
 *
 * Changes where the sound goes to, for calls that run and for those to come. The connection is
 * locked.
 */
void
rf_audio_player_set_spec (const RfAudioSpec *spec)
{
  g_return_if_fail (spec);
  g_return_if_fail (players.pulse);

  rf_audio_spec_set (&players.spec, spec);
  for (guint i = 0; i < players.running->len; i++)
    apply_spec (players.running->pdata[i], spec);
}

/**
 * rf_audio_player_set_audible:
 * @audible: whether calls are heard
 *
 * Makes all calls play silence, or lets them be heard again. The connection is locked.
 */
void
rf_audio_player_set_audible (bool audible)
{
  g_return_if_fail (players.pulse);

  players.audible = audible;
}

static void
play_handover (struct auplay_st *self)
{
  g_clear_pointer (&self->handover, rf_pulse_stream_free);
  self->handover_given = false;
  self->handover_ends = g_get_monotonic_time () + HANDOVER_PATIENCE;
  self->handover = open_stream (self, &players.spec, RF_AUDIO_HANDOVER_MS, fill_handover);
}

/**
 * rf_audio_player_play_handover:
 *
 * Plays the hand-over tone beside the newest call. PulseAudio gets the whole of it at once, so that
 * a machine with too much to do does not break it into two. The connection is locked.
 */
void
rf_audio_player_play_handover (void)
{
  struct auplay_st *newest = NULL;

  g_return_if_fail (players.pulse);

  for (guint i = 0; i < players.running->len; i++) {
    struct auplay_st *player = players.running->pdata[i];

    if (newest == NULL || player->serial > newest->serial)
      newest = player;
  }
  if (newest)
    play_handover (newest);
}
