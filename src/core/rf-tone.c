/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tone"

#include "config.h"

#include "rf-tone.h"

#include <math.h>

#include <glib.h>

/* A quarter of the full scale: 12 dB below it, loud and clear but far from clipping. */
#define AMPLITUDE (INT16_MAX / 4.0)

/**
 * rf_tone_init:
 * @self: the tone
 * @hertz: its frequency
 * @rate: sampling frames a second
 *
 * Begins a tone, at a zero crossing.
 */
void
rf_tone_init (RfTone *self, unsigned hertz, unsigned rate)
{
  g_return_if_fail (self);
  g_return_if_fail (rate > 0);

  *self = (RfTone) { .step = 2 * G_PI * hertz / rate };
}

static int16_t
next_sample (RfTone *self)
{
  int16_t sample = (int16_t) lrint (AMPLITUDE * sin (self->phase));

  self->phase = fmod (self->phase + self->step, 2 * G_PI);
  return sample;
}

/**
 * rf_tone_fill:
 * @self: the tone
 * @samples: (out caller-allocates) (array length=count): the buffer
 * @count: samples of all channels, a multiple of @channels
 * @channels: interleaved channels, all of which get the same
 *
 * Writes the next @count samples of the tone.
 */
void
rf_tone_fill (RfTone *self, int16_t *samples, size_t count, unsigned channels)
{
  g_return_if_fail (self);
  g_return_if_fail (samples || count == 0);
  g_return_if_fail (channels > 0 && count % channels == 0);

  for (size_t i = 0; i < count; i += channels) {
    int16_t sample = next_sample (self);

    for (unsigned c = 0; c < channels; c++)
      samples[i + c] = sample;
  }
}
