/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-audio-spec"

#include "config.h"

#include "rf-audio-spec.h"

static void
test_good (void)
{
  static const struct {
    const char *text;
    RfAudioSpec spec;
  } vectors[] = {
    { "silence", { RF_AUDIO_SILENCE } },
    { "pulse", { RF_AUDIO_PULSE } },
    { "pulse:usb-Head_set:1.mono", { RF_AUDIO_PULSE, (char *) "usb-Head_set:1.mono" } },
    { "tone:50", { RF_AUDIO_TONE, NULL, 50 } },
    { "tone:440", { RF_AUDIO_TONE, NULL, 440 } },
    { "tone:3400", { RF_AUDIO_TONE, NULL, 3400 } },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_auto (RfAudioSpec) spec = { 0 };

    g_assert_true (rf_audio_spec_parse (vectors[i].text, &spec));
    g_assert_cmpint (spec.kind, ==, vectors[i].spec.kind);
    g_assert_cmpstr (spec.device, ==, vectors[i].spec.device);
    g_assert_cmpuint (spec.hertz, ==, vectors[i].spec.hertz);
  }
}

static void
test_bad (void)
{
  static const char *const vectors[] = {
    "",         "Silence",   "silence ",   "pulse:",    "pulsed",     "pulse:\xff\xfe",
    "alsa",     "tone",      "tone:",      "tone:49",   "tone:3401",  "tone:99999999999999999999",
    "tone:-440", "tone:440Hz", "tone: 440", "tone:440.5", "tone:0x1b8",
  };
  g_autofree char *name = g_strnfill (200, 'x');
  g_autofree char *too_long = g_strconcat ("pulse:", name, NULL);
  RfAudioSpec spec = { RF_AUDIO_TONE, NULL, 7 };

  for (size_t i = 0; i < G_N_ELEMENTS (vectors); i++)
    g_assert_false (rf_audio_spec_parse (vectors[i], &spec));
  g_assert_false (rf_audio_spec_parse (too_long, &spec));

  /* A result is never written on failure. */
  g_assert_cmpint (spec.kind, ==, RF_AUDIO_TONE);
  g_assert_cmpuint (spec.hertz, ==, 7);
}

static void
test_set (void)
{
  g_auto (RfAudioSpec) one = { 0 };
  g_auto (RfAudioSpec) other = { 0 };

  g_assert_true (rf_audio_spec_parse ("pulse:mic", &one));
  rf_audio_spec_set (&other, &one);
  rf_audio_spec_set (&other, &other);
  rf_audio_spec_clear (&one);
  g_assert_cmpint (one.kind, ==, RF_AUDIO_SILENCE);
  g_assert_cmpstr (other.device, ==, "mic");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audio-spec/good", test_good);
  g_test_add_func ("/audio-spec/bad", test_bad);
  g_test_add_func ("/audio-spec/set", test_set);

  return g_test_run ();
}
