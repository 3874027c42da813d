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

  g_assert_cmpint (audio->mark, ==, last_payload == 0 ? RF_AUDIO_GAPS : RF_AUDIO_AS_AGREED);
  g_assert_cmpint (audio->ways[0].silent_us, ==, last_payload == 0 ? 5000 * 1000 : 0);
  g_assert_cmpint (audio->ways[1].silent_us, ==, 0);
  g_assert_cmpuint (audio->ways[0].lost, ==, 0);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].jitter_ms, 0, NEARLY);
}

typedef struct {
  guint       count;
  guint       lose_every;
  RfAudioMark mark;
} Loss;

static const Loss little_loss = { 501, 10, RF_AUDIO_AS_AGREED };
static const Loss much_loss = { 501, 6, RF_AUDIO_BAD };
static const Loss much_of_little = { 31, 6, RF_AUDIO_AS_AGREED };

/* What comes is not to be so bad that nobody likes to hear it; a second is too short to tell. */
static void
test_loss (TestAudio     *self,
           gconstpointer  data)
{
  const Loss *loss = data;
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = loss->count });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = loss->count, .lose_every = loss->lose_every });
  test_sound_bye (&self->sound, 120 + loss->count * 20, 2);
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, loss->mark);
  g_assert_false (audio->ways[0].is_bad);
  g_assert_cmpint (audio->ways[1].is_bad, ==, loss->mark == RF_AUDIO_BAD);
}

/* Where sound is both bad and missing, it says what is worse. */
static void
test_loss_and_gap (TestAudio     *self,
                   gconstpointer  data)
{
  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 501 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 251, .lose_every = 4 });
  test_sound_bye (&self->sound, 10130, 2);

  g_assert_cmpint (test_audio_read_only (self)->mark, ==, RF_AUDIO_GAPS);
}

/* Sound that stops for good, as where a firewall closes. */
static void
test_stop (TestAudio     *self,
           gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 500 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 151 });
  test_sound_bye (&self->sound, 10120, 2);
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_GAPS);
  g_assert_cmpstr (rf_audio_mark_to_string (audio->mark), ==, "gaps");
  g_assert_cmpint (audio->ways[0].silent_us, ==, 0);
  g_assert_cmpint (audio->ways[1].silent_us, ==, 7000 * 1000);
  g_assert_cmpint (audio->ways[1].silent_from_us - TEST_START_US, ==, 3120 * 1000);
  g_assert_false (audio->ways[1].is_missing);
}

/* Where the BYE was not captured, the call is over when the last is heard of it. */
static void
test_no_bye (TestAudio     *self,
             gconstpointer  data)
{
  const guint from_mike = GPOINTER_TO_UINT (data);
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 300 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = from_mike });
  self->sound.call_id = "call-2";
  test_sound_call (&self->sound, 20000);
  test_audio_both_ways (self, 20120, 100);
  test_audio_read (self);

  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 2);
  audio = rf_trace_get_audio (self->read.trace, 0);
  g_assert_cmpint (audio->mark, ==, from_mike < 300 ? RF_AUDIO_GAPS : RF_AUDIO_AS_AGREED);
  g_assert_cmpint (audio->ways[0].silent_us, ==, 0);
  g_assert_cmpint (audio->ways[1].silent_us, ==, (300 - from_mike) * 20 * 1000);
  g_assert_cmpint (rf_trace_get_audio (self->read.trace, 1)->mark, ==, RF_AUDIO_AS_AGREED);
}

/* What comes behind a time without packets. */
typedef struct {
  gboolean is_marked;
  guint    counted_ms; /* what the clock of the sender has counted */
  guint8   payload;
  guint    rate;
  gboolean is_pause;
} Pause;

static const Pause pause_8 = { TRUE, 4020, 0, 8000, TRUE };
static const Pause pause_48 = { TRUE, 4020, 96, 48000, TRUE };
static const Pause pause_off = { TRUE, 3900, 0, 8000, TRUE };
static const Pause unmarked = { FALSE, 4020, 0, 8000, FALSE };
static const Pause stopped = { TRUE, 20, 0, 8000, FALSE };

/* A phone that sends nothing while nobody speaks, in the midst of a call and at its end. */
static void
test_pause (TestAudio     *self,
            gconstpointer  data)
{
  const Pause *pause = data;
  const guint units = pause->rate / 1000;
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 500 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 100, .payload = pause->payload,
    .rate = pause->rate });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120 + 1980 + 4020, .count = 100, .payload = pause->payload,
    .rate = pause->rate, .first = 100, .timestamp = (1980 + pause->counted_ms) * units,
    .is_marked = pause->is_marked });
  test_sound_bye (&self->sound, 10120, 2);
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, pause->is_pause ? RF_AUDIO_AS_AGREED : RF_AUDIO_GAPS);
  g_assert_cmpint (audio->ways[0].silent_us, ==, pause->is_pause ? 0 : (4020 + 2020) * 1000);
  g_assert_cmpuint (audio->ways[0].lost, ==, 0);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].max_jitter_ms, 0, NEARLY);
}

/* Nobody speaks any more, until somebody else does and is cut off. */
static void
test_quiet_end (TestAudio     *self,
                gconstpointer  data)
{
  const gboolean has_other = GPOINTER_TO_INT (data);
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 500 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 100 });
  test_sound_packet (&self->sound, 2120 * 1000, TEST_KEVIN, 13, 100, 16000);
  if (has_other)
    test_sound_stream (&self->sound, &(TestStream) {
      .from = TEST_KEVIN, .start_ms = 5120, .count = 101, .ssrc = 7 });
  test_sound_bye (&self->sound, 10120, 2);
  audio = test_audio_read_only (self);

  g_assert_cmpint (audio->mark, ==, has_other ? RF_AUDIO_GAPS : RF_AUDIO_AS_AGREED);
  g_assert_cmpint (audio->ways[0].silent_us, ==, has_other ? 3000 * 1000 : 0);
}

/* Comfort noise alone, which some send to keep a way through a firewall open, is no sound. */
static void
test_only_noise (TestAudio     *self,
                 gconstpointer  data)
{
  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 500 });
  test_sound_packet (&self->sound, 120 * 1000, TEST_KEVIN, 13, 1, 160);
  test_sound_bye (&self->sound, 10120, 2);

  g_assert_cmpint (test_audio_read_only (self)->mark, ==, RF_AUDIO_ONE_WAY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function, data) \
  g_test_add ("/trace/audio-silence/" name, TestAudio, data, test_audio_set_up, function, \
              test_audio_tear_down)
  ADD ("loss/little", test_loss, &little_loss);
  ADD ("loss/much", test_loss, &much_loss);
  ADD ("loss/much-of-little", test_loss, &much_of_little);
  ADD ("loss-and-gap", test_loss_and_gap, NULL);
  ADD ("one-way", test_one_way, NULL);
  ADD ("silent", test_silent, NULL);
  ADD ("hold", test_hold, NULL);
  ADD ("only-hold", test_only_hold, NULL);
  ADD ("gap", test_gap, GINT_TO_POINTER (0));
  ADD ("comfort-noise", test_gap, GINT_TO_POINTER (13));
  ADD ("old-comfort-noise", test_gap, GINT_TO_POINTER (19));
  ADD ("stop", test_stop, NULL);
  ADD ("no-bye", test_no_bye, GUINT_TO_POINTER (300));
  ADD ("no-bye-and-gap", test_no_bye, GUINT_TO_POINTER (100));
  ADD ("pause/plain", test_pause, &pause_8);
  ADD ("pause/opus", test_pause, &pause_48);
  ADD ("pause/clock-off", test_pause, &pause_off);
  ADD ("pause/unmarked", test_pause, &unmarked);
  ADD ("pause/clock-stopped", test_pause, &stopped);
  ADD ("quiet-end", test_quiet_end, GINT_TO_POINTER (FALSE));
  ADD ("quiet-end-and-other", test_quiet_end, GINT_TO_POINTER (TRUE));
  ADD ("only-noise", test_only_noise, NULL);

  return g_test_run ();
}
