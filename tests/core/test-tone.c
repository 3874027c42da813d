/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-tone"

#include "config.h"

#include "rf-tone-meter.h"
#include "rf-tone.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

/* Every rate that a codec of baresip asks for, and the ends of the range of tones. */
static const struct {
  unsigned rate;
  unsigned hertz;
} vectors[] = {
  { 8000, 50 },    { 8000, 440 },   { 8000, 697 },   { 8000, 1000 },  { 8000, 3400 },
  { 16000, 440 },  { 16000, 3400 }, { 44100, 440 },  { 48000, 50 },   { 48000, 440 },
};

/* One second, made in frames of 20 ms as the driver does. */
static int16_t *
make_second (unsigned rate, unsigned hertz)
{
  int16_t *samples = g_new0 (int16_t, rate);
  size_t frame = rate / 50;
  RfTone tone;

  rf_tone_init (&tone, hertz, rate);
  for (size_t i = 0; i < 50; i++)
    rf_tone_fill (&tone, samples + i * frame, frame, 1);
  return samples;
}

static void
test_level (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree int16_t *samples = make_second (vectors[i].rate, vectors[i].hertz);
    double level = rf_tone_meter_level (samples, vectors[i].rate, vectors[i].rate,
                                        vectors[i].hertz);

    g_assert_cmpfloat_with_epsilon (level, -12.04, 0.2);
  }
}

static void
test_other_frequencies (void)
{
  g_autofree int16_t *samples = make_second (8000, 440);
  static const double others[] = { 100, 220, 400, 480, 660, 880, 1320, 3400 };

  g_assert_true (rf_tone_meter_hears (samples, 1600, 8000, 440));
  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_cmpfloat (rf_tone_meter_level (samples, 1600, 8000, others[i]), <,
                       RF_TONE_METER_ABSENT);
}

static void
test_two_at_once (void)
{
  g_autofree int16_t *low = make_second (8000, 440);
  g_autofree int16_t *high = make_second (8000, 880);

  for (size_t i = 0; i < 8000; i++)
    low[i] = (int16_t) (low[i] + high[i]);
  g_assert_true (rf_tone_meter_hears (low, 1600, 8000, 440));
  g_assert_true (rf_tone_meter_hears (low, 1600, 8000, 880));
  g_assert_false (rf_tone_meter_hears (low, 1600, 8000, 1320));
}

static void
test_silence (void)
{
  int16_t samples[1600] = { 0 };

  g_assert_cmpfloat (rf_tone_meter_level (samples, G_N_ELEMENTS (samples), 8000, 440), <=, -100);
}

/* From one frame to the next no step is larger than within one. */
static void
test_no_clicks (void)
{
  g_autofree int16_t *samples = make_second (8000, 441);
  int largest = (int) (32767 / 4.0 * 2 * G_PI * 441 / 8000) + 2;

  for (size_t i = 1; i < 8000; i++)
    g_assert_cmpint (abs (samples[i] - samples[i - 1]), <=, largest);
}

static void
test_channels (void)
{
  int16_t stereo[2 * 960], mono[960];
  RfTone left, single;

  rf_tone_init (&left, 440, 48000);
  rf_tone_init (&single, 440, 48000);
  rf_tone_fill (&left, stereo, G_N_ELEMENTS (stereo), 2);
  rf_tone_fill (&single, mono, G_N_ELEMENTS (mono), 1);
  for (size_t i = 0; i < G_N_ELEMENTS (mono); i++) {
    g_assert_cmpint (stereo[2 * i], ==, mono[i]);
    g_assert_cmpint (stereo[2 * i + 1], ==, mono[i]);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tone/level", test_level);
  g_test_add_func ("/tone/other-frequencies", test_other_frequencies);
  g_test_add_func ("/tone/two-at-once", test_two_at_once);
  g_test_add_func ("/tone/silence", test_silence);
  g_test_add_func ("/tone/no-clicks", test_no_clicks);
  g_test_add_func ("/tone/channels", test_channels);

  return g_test_run ();
}
