/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-source"

#include "config.h"

#include "rf-audio-source.h"

#include "rf-baresip-audio.h"
#include "rf-pulse-stream.h"
#include "rf-pulse-timer.h"
#include "rf-tone.h"

#include <errno.h>
#include <string.h>

#include <re_types.h>
#include <re_mem.h>

/*
 * The source of one call. A timer beats once a frame; whatever PulseAudio does not deliver, be it
 * because there is no server or because a tone is wanted, is made at that beat. So packets leave on
 * time, come what may.
 */
struct ausrc_st {
  const struct ausrc *as; /* baresip 1.0 wants it first */

  RfAudioSpec       spec;
  struct ausrc_prm  prm;
  RfPulseStream    *stream;
  RfPulseTimer     *beat;
  RfTone            tone;
  int16_t          *frame;
  size_t            count;  /* samples of a frame */
  uint64_t          passed; /* samples that were passed on, of one channel */
  ausrc_read_h     *rh;
  void             *arg;
};

/* A driver's handler gets no data of ours, so what all calls share has to be here. */
static struct {
  RfPulse      *pulse; /* unowned; NULL while not registered */
  struct ausrc *driver;
  RfAudioSpec   spec;
  GPtrArray    *running;
} sources;

static void
pass_on (int16_t *samples, size_t count, void *user_data)
{
  struct ausrc_st *self = user_data;
  struct auframe frame = {
    .fmt = RF_AUFMT_S16LE,
    .sampv = samples,
    .sampc = count,
    .timestamp = self->passed * G_USEC_PER_SEC / self->prm.srate,
  };

  self->passed += count / self->prm.ch;
  self->rh (&frame, self->arg);
}

static void
on_beat (void *user_data)
{
  struct ausrc_st *self = user_data;

  if (self->stream && rf_pulse_stream_is_flowing (self->stream))
    return;
  if (self->spec.kind == RF_AUDIO_TONE)
    rf_tone_fill (&self->tone, self->frame, self->count, self->prm.ch);
  else
    memset (self->frame, 0, self->count * sizeof *self->frame);
  pass_on (self->frame, self->count, self);
}

static void
apply_spec (struct ausrc_st *self, const RfAudioSpec *spec)
{
  RfPulseStreamParams params = {
    .direction = RF_PULSE_SOURCE,
    .device = spec->device,
    .rate = self->prm.srate,
    .channels = self->prm.ch,
    .ptime = self->prm.ptime,
  };

  g_clear_pointer (&self->stream, rf_pulse_stream_free);
  rf_audio_spec_set (&self->spec, spec);
  if (spec->kind == RF_AUDIO_TONE)
    rf_tone_init (&self->tone, spec->hertz, self->prm.srate);
  else if (spec->kind == RF_AUDIO_PULSE)
    self->stream = rf_pulse_stream_new (sources.pulse, &params, pass_on, self);
}

static void
stop (void *data)
{
  struct ausrc_st *self = data;

  g_clear_pointer (&self->stream, rf_pulse_stream_free);
  g_clear_pointer (&self->beat, rf_pulse_timer_free);
}

static void
on_destroyed (void *data)
{
  struct ausrc_st *self = data;

  /* After the lock was had no handler runs, and none will. */
  if (sources.pulse) {
    rf_pulse_lock (sources.pulse);
    g_ptr_array_remove_fast (sources.running, self);
    rf_pulse_unlock (sources.pulse);
  }
  rf_audio_spec_clear (&self->spec);
  g_free (self->frame);
}

static void
start (struct ausrc_st *self)
{
  rf_pulse_lock (sources.pulse);
  self->beat = rf_pulse_timer_new (rf_pulse_get_api (sources.pulse),
                                   self->prm.ptime * PA_USEC_PER_MSEC, on_beat, self);
  apply_spec (self, &sources.spec);
  g_ptr_array_add (sources.running, self);
  rf_pulse_unlock (sources.pulse);
}

static bool
can_do (const struct ausrc_prm *prm)
{
  pa_sample_spec spec = { PA_SAMPLE_S16LE, prm->srate, prm->ch };

  return prm->fmt == RF_AUFMT_S16LE && pa_sample_spec_valid (&spec)
         && prm->ptime > 0 && prm->ptime <= 1000 && prm->srate * prm->ptime >= 1000;
}

/* Succeeds without a server too: baresip would leave the call ringing for ever. */
static int
alloc_source (struct ausrc_st    **stp,
              const struct ausrc  *as,
              struct media_ctx   **ctx,
              struct ausrc_prm    *prm,
              const char          *device,
              ausrc_read_h        *rh,
              ausrc_error_h       *errh,
              void                *arg)
{
  struct ausrc_st *self;

  if (!stp || !as || !prm || !rh || !sources.pulse)
    return EINVAL;
  if (!can_do (prm))
    return ENOTSUP;

  self = mem_zalloc (sizeof *self, on_destroyed);
  if (!self)
    return ENOMEM;
  self->as = as;
  self->prm = *prm;
  self->rh = rh;
  self->arg = arg;
  self->count = (size_t) prm->ch * (prm->srate * prm->ptime / 1000);
  self->frame = g_new0 (int16_t, self->count);
  start (self);

  *stp = self;
  return 0;
}

/**
 * rf_audio_source_register:
 * @pulse: the connection, not locked; it must live until rf_audio_source_unregister()
 * @spec: where the sound comes from
 *
 * Registers the driver "referee" among baresip's audio sources.
 *
 * Returns: 0, or an errno
 */
int
rf_audio_source_register (RfPulse *pulse, const RfAudioSpec *spec)
{
  g_return_val_if_fail (pulse, EINVAL);
  g_return_val_if_fail (!sources.pulse, EALREADY);

  sources.running = g_ptr_array_new_with_free_func (stop);
  sources.pulse = pulse;
  rf_audio_spec_set (&sources.spec, spec);
  return ausrc_register (&sources.driver, baresip_ausrcl (), "referee", alloc_source);
}

/**
 * rf_audio_source_unregister:
 *
 * Takes the driver away. Sources of calls that still run, which there should be none of, fall
 * silent.
 */
void
rf_audio_source_unregister (void)
{
  if (!sources.pulse)
    return;

  sources.driver = mem_deref (sources.driver);
  rf_pulse_lock (sources.pulse);
  g_clear_pointer (&sources.running, g_ptr_array_unref);
  rf_pulse_unlock (sources.pulse);
  sources.pulse = NULL;
  rf_audio_spec_clear (&sources.spec);
}

/**
 * rf_audio_source_set_spec:
 * @spec: where the sound comes from
 *
 * Changes where the sound comes from, for calls that run and for those to come. The connection is
 * locked.
 */
void
rf_audio_source_set_spec (const RfAudioSpec *spec)
{
  g_return_if_fail (spec);
  g_return_if_fail (sources.pulse);

  rf_audio_spec_set (&sources.spec, spec);
  for (guint i = 0; i < sources.running->len; i++)
    apply_spec (sources.running->pdata[i], spec);
}
