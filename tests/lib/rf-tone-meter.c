/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tone-meter"

#include "config.h"

#include "rf-tone-meter.h"

#include <math.h>

#include <glib.h>

/* What pure silence measures, so that no caller has to deal with infinity. */
#define SILENCE -120.0

/**
 * rf_tone_meter_level:
 * @samples: (array length=count): mono sound; 100 ms of it tell tones apart that differ by 40 Hz
 * @count: number of samples
 * @rate: samples a second
 * @hertz: frequency to look for
 *
 * Measures one frequency with Goertzel's algorithm, behind a Hann window so that a loud tone
 * elsewhere does not leak into the result.
 *
 * Returns: the level of the sine of this frequency, where 0 dBFS is a sine of full scale
 */
double
rf_tone_meter_level (const int16_t *samples, size_t count, unsigned rate, double hertz)
{
  double factor = 2 * cos (2 * G_PI * hertz / rate);
  double last = 0, before = 0, weights = 0;
  double power, amplitude;

  g_return_val_if_fail (samples, SILENCE);
  g_return_val_if_fail (count > 1 && rate > 0, SILENCE);

  for (size_t i = 0; i < count; i++) {
    double weight = 0.5 - 0.5 * cos (2 * G_PI * (double) i / (double) (count - 1));
    double now = weight * samples[i] / 32768.0 + factor * last - before;

    before = last;
    last = now;
    weights += weight;
  }
  power = last * last + before * before - factor * last * before;
  amplitude = 2 * sqrt (MAX (power, 0)) / weights;
  return MAX (20 * log10 (MAX (amplitude, 1e-9)), SILENCE);
}

/**
 * rf_tone_meter_hears:
 * @samples: (array length=count): mono sound
 * @count: number of samples
 * @rate: samples a second
 * @hertz: frequency to look for
 *
 * Returns: whether the frequency is there, loud enough for a person
 */
bool
rf_tone_meter_hears (const int16_t *samples, size_t count, unsigned rate, double hertz)
{
  return rf_tone_meter_level (samples, count, rate, hertz) >= RF_TONE_METER_HEARD;
}
