/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-audio-words.h"
#include "rf-excerpt.h"
#include "rf-ladder.h"
#include "testlib-rtp.h"

/* What is told of the sound where a part of a trace is shown. */

#define FIRST_CALL  "PCMU  1,002 packets  0 % lost  jitter 0 ms  MOS 4.4"
#define SECOND_CALL "! bad sound for mike  PCMU  879 packets  24.9 % lost  jitter 0 ms  MOS 2.3"

static void
assert_sound (RfTrace    *trace,
              guint       index,
              const char *expected)
{
  g_autoptr (RfLifelineMap) lines = rf_lifeline_map_new (trace, NULL);
  g_autofree char *text = rf_audio_dup_words (lines, rf_trace_get_audio (trace, index),
                                              RF_AUDIO_WORDS_ALL);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_sounds (RfTrace    *trace,
               const char *first,
               const char *second)
{
  const char *const expected[] = { first, second };
  guint n = second ? 2 : 1;

  g_assert_cmpuint (rf_trace_get_n_audios (trace), ==, n);
  for (guint i = 0; i < n; i++)
    assert_sound (trace, i, expected[i]);
}

static gboolean
wants_all (guint    message,
           gpointer user_data)
{
  return TRUE;
}

/* What shows a part of a trace shows its sound too. */
static void
test_shown (TestAudio     *self,
            gconstpointer  data)
{
  g_autoptr (RfTrace) of_call = NULL;
  g_autoptr (RfTrace) start = NULL;
  g_autoptr (RfTrace) without_call = NULL;
  g_autoptr (RfTrace) shared = rf_trace_new ();

  test_sound_call (&self->sound, 0);
  test_audio_both_ways (self, 120, 501);
  test_sound_bye (&self->sound, 10130, 2);
  test_audio_read (self);
  of_call = rf_excerpt_new (self->read.trace, "call-1", NULL);
  assert_sounds (of_call, FIRST_CALL, NULL);
  start = rf_excerpt_new_start (self->read.trace, 5);
  assert_sounds (start, FIRST_CALL, NULL);
  rf_excerpt_add (shared, self->read.trace, 0, G_MAXUINT, wants_all, NULL);
  assert_sounds (shared, FIRST_CALL, NULL);
  without_call = rf_excerpt_new_start (self->read.trace, 0);
  g_assert_cmpuint (rf_trace_get_n_audios (without_call), ==, 0);
}

/* Of two calls that use the same ports, one after the other, each has its own sound wherever it is
 * shown alone. */
static void
test_ports_again (TestAudio     *self,
                  gconstpointer  data)
{
  g_autoptr (RfTrace) first = NULL;
  g_autoptr (RfTrace) second = NULL;
  g_autoptr (RfTrace) added = rf_trace_new ();
  g_autoptr (RfTrace) copy = NULL;

  for (guint i = 0; i < 2; i++) {
    self->sound.call_id = i == 0 ? "call-1" : "call-2";
    test_sound_call (&self->sound, i * 60000);
    test_sound_stream (&self->sound, &(TestStream) {
      .from = TEST_KEVIN, .start_ms = i * 60000 + 120, .count = 501 + i, .lose_every = i * 4 });
    test_sound_stream (&self->sound, &(TestStream) {
      .from = TEST_MIKE, .start_ms = i * 60000 + 120, .count = 501 + i });
    test_sound_bye (&self->sound, i * 60000 + 10130, 2);
  }
  test_audio_read (self);
  assert_sounds (self->read.trace, FIRST_CALL, SECOND_CALL);
  first = rf_excerpt_new (self->read.trace, "call-1", NULL);
  assert_sounds (first, FIRST_CALL, NULL);
  second = rf_excerpt_new (self->read.trace, "call-2", NULL);
  assert_sounds (second, SECOND_CALL, NULL);
  rf_excerpt_add (added, self->read.trace, 0, 5, wants_all, NULL);
  assert_sounds (added, FIRST_CALL, NULL);
  copy = rf_excerpt_new_start (added, G_MAXUINT);
  assert_sounds (copy, FIRST_CALL, NULL);
}

static void
count_up (guint *count)
{
  (*count)++;
}

/* Reads what the capture has grown by since it had @length bytes. */
static void
read_grown (TestAudio *self,
            RfCapture *reader,
            gsize      length)
{
  test_file_append (&self->file, self->sound.capture->data + length,
                    self->sound.capture->len - length);
  while (rf_capture_read_more (reader, 0));
}

/* Whoever shows a part of a capture that grows hears at once of sound that comes without messages,
 * and without any there before. */
static void
test_growing (TestAudio     *self,
              gconstpointer  data)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfTrace) excerpt = rf_trace_new ();
  g_autoptr (RfCapture) reader = NULL;
  g_autoptr (RfLadder) ladder = NULL;
  guint told = 0, shown = 0;

  test_sound_call (&self->sound, 0);
  test_file_write (&self->file, self->sound.capture->data, self->sound.capture->len);
  reader = rf_capture_new (self->file.path, trace, NULL);
  while (rf_capture_read_more (reader, 0));
  rf_excerpt_add (excerpt, trace, 0, G_MAXUINT, wants_all, NULL);
  rf_excerpt_add (excerpt, trace, rf_trace_get_n_messages (trace), G_MAXUINT, wants_all, NULL);
  ladder = rf_ladder_new (excerpt);
  g_signal_connect_swapped (excerpt, "audio-changed", G_CALLBACK (count_up), &told);
  g_signal_connect_swapped (ladder, "changed", G_CALLBACK (count_up), &shown);

  for (guint i = 0; i < 3; i++) {
    gsize length = self->sound.capture->len;
    g_autofree char *words = g_strdup_printf ("PCMU  %u packets", (i + 1) * 100);
    g_autoptr (RfLifelineMap) lines = NULL;
    g_autofree char *text = NULL;

    test_sound_stream (&self->sound, &(TestStream) {
      .from = TEST_MIKE, .start_ms = 120 + i * 2000, .count = 100, .first = i * 100 });
    read_grown (self, reader, length);
    g_assert_cmpuint (told, ==, i + 1);
    g_assert_cmpuint (shown, >=, i + 1);
    g_assert_cmpuint (rf_trace_get_n_audios (excerpt), ==, 1);
    lines = rf_lifeline_map_new (excerpt, NULL);
    text = rf_audio_dup_words (lines, rf_trace_get_audio (excerpt, 0), RF_AUDIO_WORDS_ALL);
    g_assert_nonnull (strstr (text, words));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/audio-excerpt/" name, TestAudio, NULL, test_audio_set_up, function, \
              test_audio_tear_down)
  ADD ("shown", test_shown);
  ADD ("ports-again", test_ports_again);
  ADD ("growing", test_growing);

  return g_test_run ();
}
