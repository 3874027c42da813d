/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-rtp.h"

/* Where sound should have been and was none, and where there need not be any. */

#define NEARLY 1e-6

static void
test_one_way (TestAudio     *self,
              gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 500 });
  test_sound_packet (&self->sound, 150000, TEST_MIKE, 0, 1, 1); /* opens the way, and is no sound */
  test_sound_bye (&self->sound, 10130, 2);
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_ONE_WAY);
  g_assert_false (audio->ways[0].is_missing);
  g_assert_true (audio->ways[1].is_missing);
}

/* A second call without sound, in a capture that has some. */
static void
test_silent (TestAudio     *self,
             gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_bye (&self->sound, 5000, 2);
  test_audio_read (self);
  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 0);

  self->sound.call_id = "call-2";
  self->sound.ports[0] = 4002;
  self->sound.ports[1] = 6002;
  test_sound_call (&self->sound, 20000);
  test_audio_both_ways (self, 20120, 200);
  test_sound_bye (&self->sound, 25000, 2);
  test_audio_read (self);
  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 2);
  audio = rf_trace_get_audio (self->read.trace, 0);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_SILENT);
  g_assert_cmpuint (audio->n_streams, ==, 0);
  g_assert_cmpuint (audio->after, ==, 2);
  audio = rf_trace_get_audio (self->read.trace, 1);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpuint (audio->after, ==, 7);
}

static void
test_hold (TestAudio     *self,
           gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_audio_both_ways (self, 120, 100);
  test_sound_reinvite (&self->sound, 2100, 2, "sendonly", "recvonly");
  test_sound_stream (&self->sound, &(TestStream) { /* music on hold, for a part of it */
    .from = TEST_KEVIN, .start_ms = 2200, .count = 250, .ssrc = 7 });
  test_sound_reinvite (&self->sound, 12200, 3, "sendrecv", "sendrecv");
  test_audio_both_ways (self, 12310, 100);
  test_sound_bye (&self->sound, 14310, 4);
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  for (guint way = 0; way < 2; way++) {
    g_assert_cmpint (audio->ways[way].silent_us, ==, 0);
    g_assert_cmpint (audio->ways[way].agreed_us, ==, (2100 + 2010) * 1000);
  }
  g_assert_cmpuint (audio->ways[0].packets, ==, 450);
}

/* A call that is on hold from its first second on has nothing to be heard one way. */
static void
test_only_hold (TestAudio     *self,
                gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_reinvite (&self->sound, 0, 1, "sendonly", "recvonly");
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 500 });
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
}

static void
test_gap (TestAudio     *self,
          gconstpointer  data)
{
  const guint8 last_payload = GPOINTER_TO_INT (data);
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_audio_both_ways (self, 120, 100);
  test_sound_packet (&self->sound, 2120 * 1000, TEST_KEVIN, last_payload, 100, 16000);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 7120, .count = 100, .first = 101 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 2120, .count = 350, .first = 100 });
  test_sound_bye (&self->sound, 9130, 2);
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpint (audio->ways[0].silent_us, ==, last_payload == 13 ? 0 : 5000 * 1000);
  g_assert_cmpint (audio->ways[1].silent_us, ==, 0);
  g_assert_cmpuint (audio->ways[0].lost, ==, 0);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].jitter_ms, 0, NEARLY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function, data) \
  g_test_add ("/trace/audio-silence/" name, TestAudio, data, test_audio_set_up, function, \
              test_audio_tear_down)
  ADD ("one-way", test_one_way, NULL);
  ADD ("silent", test_silent, NULL);
  ADD ("hold", test_hold, NULL);
  ADD ("only-hold", test_only_hold, NULL);
  ADD ("gap", test_gap, GINT_TO_POINTER (0));
  ADD ("comfort-noise", test_gap, GINT_TO_POINTER (13));

  return g_test_run ();
}
