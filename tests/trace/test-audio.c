/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-rtp.h"

#include "rf-mos.h"
#include "rf-trace-audio.h"

#include <math.h>

/* What is counted of the sound in a capture, and what is said of it. */

#define NEARLY 1e-6

typedef struct {
  TestFile  file;
  TestSound sound;
  TestRead  read;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  test_file_set_up (&self->file, data);
  test_sound_init (&self->sound);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  test_read_clear (&self->read);
  test_sound_clear (&self->sound);
  test_file_tear_down (&self->file, data);
}

static void
read_capture (Fixture *self)
{
  test_read_clear (&self->read);
  test_read_bytes (&self->read, &self->file, self->sound.capture);
}

/* The sound of the only call. */
static const RfTraceAudio *
read_audio (Fixture *self)
{
  read_capture (self);
  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 1);

  return rf_trace_get_audio (self->read.trace, 0);
}

static void
add_both_ways (Fixture *self,
               guint    start_ms,
               guint    count)
{
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = start_ms, .count = count });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = start_ms, .count = count });
}

static void
test_plain (Fixture       *self,
            gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  add_both_ways (self, 120, 500);
  test_sound_bye (&self->sound, 10130, 2);
  audio = read_audio (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpuint (audio->after, ==, 2); /* the ACK */
  g_assert_cmpstr (rf_trace_get_party (self->read.trace, audio->parties[0])->label, ==, "kevin");
  g_assert_cmpstr (rf_trace_get_party (self->read.trace, audio->parties[1])->label, ==, "mike");
  g_assert_cmpuint (audio->n_streams, ==, 2);
  for (guint way = 0; way < 2; way++) {
    g_assert_cmpstr (audio->ways[way].codec, ==, "PCMU");
    g_assert_cmpuint (audio->ways[way].packets, ==, 500);
    g_assert_cmpuint (audio->ways[way].expected, ==, 500);
    g_assert_cmpuint (audio->ways[way].lost, ==, 0);
    g_assert_cmpfloat_with_epsilon (audio->ways[way].jitter_ms, 0, NEARLY);
    g_assert_cmpint (audio->ways[way].silent_us, ==, 0);
    g_assert_cmpint (audio->ways[way].agreed_us, ==, 10030 * 1000);
  }
  g_assert_cmpuint (audio->streams[0].way, !=, audio->streams[1].way);
  g_assert_cmpint (audio->begin_us, ==, TEST_START_US + 120 * 1000);
  g_assert_cmpint (audio->end_us, ==, TEST_START_US + (120 + 499 * 20) * 1000);
  /* It is no SIP all the same. */
  g_assert_cmpuint (self->read.report.losses[RF_LOSS_NOT_SIP].count, ==, 1000);
}

static void
test_loss (Fixture       *self,
           gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  /* Through the turn of the numbers; every tenth is lost, the very last not known to be. */
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 1000, .first = 65000, .lose_every = 10 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 1000 });
  audio = read_audio (self);

  g_assert_cmpuint (audio->ways[0].packets, ==, 900);
  g_assert_cmpuint (audio->ways[0].expected, ==, 999);
  g_assert_cmpuint (audio->ways[0].lost, ==, 99);
  g_assert_cmpuint (audio->ways[1].lost, ==, 0);
  g_assert_cmpfloat (audio->ways[0].mos, <, audio->ways[1].mos - 0.5);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
}

static void
test_jitter (Fixture       *self,
             gconstpointer  data)
{
  const RfTraceAudio *audio;
  double now = 0, sum = 0;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 200, .swing_ms = 8 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 200, .swing_ms = 8, .payload = 96,
    .rate = 48000 });
  audio = read_audio (self);

  for (guint i = 1; i < 200; i++) {
    now += (8 - now) / 16;
    sum += now;
  }
  g_assert_cmpfloat_with_epsilon (audio->ways[0].jitter_ms, sum / 199, NEARLY);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].max_jitter_ms, now, NEARLY);
  g_assert_cmpstr (audio->ways[1].codec, ==, "opus");
  g_assert_cmpfloat_with_epsilon (audio->ways[1].jitter_ms, sum / 199, NEARLY);
}

static void
test_order (Fixture       *self,
            gconstpointer  data)
{
  static const guint numbers[] = { 11, 10, 12, 12, 14, 13, 13, 14, 20, 40000, 21 };
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    test_sound_packet (&self->sound, 120000 + i * 20000, TEST_KEVIN, 0, numbers[i],
                       numbers[i] * 160);
  audio = read_audio (self);

  g_assert_cmpuint (audio->streams[0].packets, ==, 11);
  g_assert_cmpuint (audio->streams[0].duplicates, ==, 3);
  g_assert_cmpuint (audio->streams[0].late, ==, 2);
  g_assert_cmpuint (audio->streams[0].expected, ==, 12);
  g_assert_cmpuint (audio->streams[0].lost, ==, 5);
}

/* A sender that begins anew, far from where it was (RFC 3550 §A.1). */
static void
test_restart (Fixture       *self,
              gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 100, .first = 100 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 2120, .count = 100, .first = 30000, .lose_every = 50 });
  audio = read_audio (self);

  g_assert_cmpuint (audio->streams[0].packets, ==, 198);
  g_assert_cmpuint (audio->streams[0].expected, ==, 199);
  g_assert_cmpuint (audio->streams[0].lost, ==, 1);
  g_assert_cmpfloat_with_epsilon (audio->streams[0].max_jitter_ms, 0, NEARLY);
}

static void
test_before_answer (Fixture       *self,
                    gconstpointer  data)
{
  const RfTraceAudio *audio;

  /* In the file too: what is announced is known only at its end. */
  add_both_ways (self, 95, 200);
  test_sound_call (&self->sound, 0);
  audio = read_audio (self);

  g_assert_cmpuint (audio->n_streams, ==, 2);
  g_assert_cmpuint (audio->after, ==, 2);
}

/* Sound stands where it begins, but behind the ACK where it begins with the answer. */
static void
test_place (Fixture       *self,
            gconstpointer  data)
{
  const gint start_ms = GPOINTER_TO_INT (data);

  test_sound_call (&self->sound, 0);
  test_sound_reinvite (&self->sound, 600, 2, "sendrecv", "sendrecv");
  add_both_ways (self, start_ms, 200);
  g_assert_cmpuint (read_audio (self)->after, ==, start_ms < 1100 ? 2 : 5);
}

static void
test_early (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *offer = test_dup_sdp (&self->sound, TEST_KEVIN, "sendrecv");
  g_autofree char *answer = test_dup_sdp (&self->sound, TEST_MIKE, "sendrecv");
  const RfTraceAudio *audio;

  test_sound_request (&self->sound, 0, TEST_KEVIN, "INVITE", 1, offer);
  test_sound_response (&self->sound, 100, TEST_MIKE, "183 Session Progress", "INVITE", 1, answer);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 200 });
  test_sound_response (&self->sound, 5000, TEST_MIKE, "486 Busy Here", "INVITE", 1, NULL);
  audio = read_audio (self);

  g_assert_cmpuint (audio->after, ==, 1);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpuint (audio->ways[1].packets, ==, 200);
}

static void
test_one_way (Fixture       *self,
              gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 500 });
  test_sound_packet (&self->sound, 150000, TEST_MIKE, 0, 1, 1); /* opens the way, and is no sound */
  test_sound_bye (&self->sound, 10130, 2);
  audio = read_audio (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_ONE_WAY);
  g_assert_false (audio->ways[0].is_missing);
  g_assert_true (audio->ways[1].is_missing);
}

/* A second call without sound, in a capture that has some. */
static void
test_silent (Fixture       *self,
             gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_bye (&self->sound, 5000, 2);
  read_capture (self);
  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 0);

  self->sound.call_id = "call-2";
  self->sound.ports[0] = 4002;
  self->sound.ports[1] = 6002;
  test_sound_call (&self->sound, 20000);
  add_both_ways (self, 20120, 200);
  test_sound_bye (&self->sound, 25000, 2);
  read_capture (self);
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
test_hold (Fixture       *self,
           gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  add_both_ways (self, 120, 100);
  test_sound_reinvite (&self->sound, 2100, 2, "sendonly", "recvonly");
  test_sound_stream (&self->sound, &(TestStream) { /* music on hold, for a part of it */
    .from = TEST_KEVIN, .start_ms = 2200, .count = 250, .ssrc = 7 });
  test_sound_reinvite (&self->sound, 12200, 3, "sendrecv", "sendrecv");
  add_both_ways (self, 12310, 100);
  test_sound_bye (&self->sound, 14310, 4);
  audio = read_audio (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  for (guint way = 0; way < 2; way++) {
    g_assert_cmpint (audio->ways[way].silent_us, ==, 0);
    g_assert_cmpint (audio->ways[way].agreed_us, ==, (2100 + 2010) * 1000);
  }
  g_assert_cmpuint (audio->ways[0].packets, ==, 450);
}

/* A call that is on hold from its first second on has nothing to be heard one way. */
static void
test_only_hold (Fixture       *self,
                gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_reinvite (&self->sound, 0, 1, "sendonly", "recvonly");
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 500 });
  audio = read_audio (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
}

static void
test_gap (Fixture       *self,
          gconstpointer  data)
{
  const guint8 last_payload = GPOINTER_TO_INT (data);
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  add_both_ways (self, 120, 100);
  test_sound_packet (&self->sound, 2120 * 1000, TEST_KEVIN, last_payload, 100, 16000);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 7120, .count = 100, .first = 101 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 2120, .count = 350, .first = 100 });
  test_sound_bye (&self->sound, 9130, 2);
  audio = read_audio (self);

  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpint (audio->ways[0].silent_us, ==, last_payload == 13 ? 0 : 5000 * 1000);
  g_assert_cmpint (audio->ways[1].silent_us, ==, 0);
  g_assert_cmpuint (audio->ways[0].lost, ==, 0);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].jitter_ms, 0, NEARLY);
}

static void
test_keys (Fixture       *self,
           gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 100 });
  for (guint i = 0; i < 10; i++) /* RFC 4733: one timestamp for all of them */
    test_sound_packet (&self->sound, (2120 + i * 20) * 1000, TEST_KEVIN, 101, 100 + i, 16000);
  audio = read_audio (self);

  g_assert_cmpstr (audio->ways[0].codec, ==, "PCMU");
  g_assert_cmpuint (audio->ways[0].packets, ==, 110);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].max_jitter_ms, 0, NEARLY);
}

static void
test_others (Fixture       *self,
             gconstpointer  data)
{
  test_sound_call (&self->sound, 0);
  self->sound.ports[0] = 4444; /* announced by nobody */
  self->sound.ports[1] = 6666;
  add_both_ways (self, 120, 200);
  self->sound.ports[0] = 4000;
  self->sound.ports[1] = 6000;
  for (guint i = 0; i < 50; i++) /* RTCP on the port of RTP (RFC 5761) */
    test_sound_packet (&self->sound, (120 + i * 20) * 1000, TEST_KEVIN, 0x80 | 72, i, i);
  read_capture (self);

  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 0);
}

static void
count (guint *number)
{
  (*number)++;
}

/* Behind a NAT packets come from another port than was announced, and go back there. */
static void
test_nat (Fixture       *self,
          gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 200, .source_port = 20000 });
  self->sound.ports[0] = 20000;
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 200 });
  audio = read_audio (self);

  g_assert_cmpuint (audio->ways[0].packets, ==, 200);
  g_assert_cmpuint (audio->ways[1].packets, ==, 200);
}

/* A file that grows by packets of sound alone. */
static void
test_growing (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfCapture) capture = NULL;
  guint n_told = 0;
  gsize length;

  test_sound_call (&self->sound, 0);
  add_both_ways (self, 120, 100);
  length = self->sound.capture->len;
  test_file_write (&self->file, self->sound.capture->data, length);
  capture = rf_capture_new (self->file.path, trace, NULL);
  g_signal_connect_swapped (trace, "audio-changed", G_CALLBACK (count), &n_told);
  while (rf_capture_read_more (capture, 0))
    continue;
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (rf_trace_get_audio (trace, 0)->ways[0].packets, ==, 100);

  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 2120, .count = 50, .first = 100 });
  test_file_append (&self->file, self->sound.capture->data + length,
                    self->sound.capture->len - length);
  while (rf_capture_read_more (capture, 0))
    continue;
  g_assert_cmpuint (n_told, ==, 2);
  g_assert_cmpuint (rf_trace_get_audio (trace, 0)->ways[0].packets, ==, 150);
  while (rf_capture_read_more (capture, 0))
    continue;
  g_assert_cmpuint (n_told, ==, 2);
}

static void
test_ports_again (Fixture       *self,
                  gconstpointer  data)
{
  for (guint i = 0; i < 3; i++) {
    const char *call_ids[] = { "call-a", "call-b", "call-c" };
    guint start_ms = i * 100 * 1000;

    self->sound.call_id = call_ids[i];
    test_sound_call (&self->sound, start_ms);
    add_both_ways (self, start_ms + 120, 100 + i);
    test_sound_bye (&self->sound, start_ms + 3000, 2);
  }
  read_capture (self);

  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 3);
  for (guint i = 0; i < 3; i++) {
    const RfTraceAudio *audio = rf_trace_get_audio (self->read.trace, i);

    g_assert_cmpint (audio->dialog, ==, (int) i);
    g_assert_cmpuint (audio->ways[0].packets, ==, 100 + i);
  }
}

/* A call without RTP, as a live one is, and what a phone tells of its sound. */
static RfTrace *
read_live_call (Fixture *self,
                guint    end_ms)
{
  test_sound_call (&self->sound, 0);
  test_sound_bye (&self->sound, end_ms, 2);
  read_capture (self);

  return self->read.trace;
}

static void
report (Fixture *self,
        guint    ms,
        gboolean is_caller,
        guint    received,
        gint64   lost,
        guint    sent)
{
  const RfAudioReport report = {
    .time_us = TEST_START_US + ms * 1000,
    .call_id = "call-1",
    .is_caller = is_caller,
    .codec = "opus/48000/2",
    .received = { received, lost, lost < 0 ? -1 : 3.5 },
    .sent = { sent, -1, -1 },
  };

  rf_trace_report_audio (self->read.trace, &report);
}

static void
test_reports (Fixture       *self,
              gconstpointer  data)
{
  RfTrace *trace = read_live_call (self, 5000);
  const RfTraceAudio *audio;

  g_assert_cmpuint (rf_trace_get_n_audios (trace), ==, 0);
  report (self, 110, TRUE, 0, -1, 0);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->mark, ==, RF_AUDIO_SILENT);
  for (guint i = 1; i <= 4; i++)
    report (self, 110 + i * 1000, TRUE, i * 50, i < 4 ? -1 : 10, i * 49);
  g_assert_cmpuint (rf_trace_get_n_audios (trace), ==, 1);
  audio = rf_trace_get_audio (trace, 0);

  g_assert_cmpuint (audio->after, ==, 2);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpstr (audio->ways[1].codec, ==, "opus");
  g_assert_cmpuint (audio->ways[1].packets, ==, 200);
  g_assert_cmpuint (audio->ways[1].expected, ==, 210);
  g_assert_cmpuint (audio->ways[1].lost, ==, 10);
  g_assert_cmpfloat_with_epsilon (audio->ways[1].jitter_ms, 3.5, NEARLY);
  g_assert_cmpfloat (audio->ways[1].mos, >, 1);
  g_assert_cmpint (audio->ways[1].silent_us, ==, 0);
  /* The other side has told nothing yet. */
  g_assert_cmpuint (audio->ways[0].packets, ==, 196);
  g_assert_cmpuint (audio->ways[0].expected, ==, 0);
  g_assert_cmpfloat (audio->ways[0].mos, ==, 0);
  g_assert_cmpfloat (audio->ways[0].jitter_ms, ==, -1);

  /* Who hears it knows better than who says it. */
  report (self, 110, FALSE, 0, -1, 0);
  report (self, 4900, FALSE, 190, -1, 201);
  audio = rf_trace_get_audio (trace, 0);
  g_assert_cmpuint (audio->ways[0].packets, ==, 190);
  g_assert_cmpuint (audio->ways[1].packets, ==, 200);
}

static void
test_reported_silence (Fixture       *self,
                       gconstpointer  data)
{
  static const guint received[] = { 0, 50, 100, 100, 100, 100, 150, 200, 250, 300 };
  RfTrace *trace = read_live_call (self, 9200);

  for (guint i = 0; i < G_N_ELEMENTS (received); i++)
    report (self, 110 + i * 1000, TRUE, received[i], -1, i * 50);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->ways[1].silent_us, ==, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->ways[0].silent_us, ==, 0);
}

/* Between two reports nobody knows what came; after that it is silence. */
static void
test_report_to_come (Fixture       *self,
                     gconstpointer  data)
{
  gint silent_s = GPOINTER_TO_INT (data);
  RfTrace *trace = read_live_call (self, 5110 + 1000 + silent_s * 1000);

  report (self, 110, TRUE, 0, -1, 0);
  report (self, 5110, TRUE, 250, -1, 250);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->ways[1].silent_us, ==,
                   silent_s > 1 ? silent_s * G_USEC_PER_SEC : 0);
}

static void
test_reported_one_way (Fixture       *self,
                       gconstpointer  data)
{
  RfTrace *trace = read_live_call (self, 9200);
  const RfTraceAudio *audio;

  for (guint i = 0; i < 10; i++)
    report (self, 110 + i * 1000, TRUE, 0, -1, i * 50);
  audio = rf_trace_get_audio (trace, 0);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_ONE_WAY);
  g_assert_true (audio->ways[1].is_missing);
}

/* Nothing of what a phone tells is believed to make sense. */
static void
test_odd_reports (Fixture       *self,
                  gconstpointer  data)
{
  RfTrace *trace = read_live_call (self, 9200);
  RfAudioReport odd = { .time_us = G_MININT64 / 2, .call_id = "", .codec = "/" };

  rf_trace_report_audio (trace, &odd);
  odd = (RfAudioReport) {
    .time_us = TEST_START_US, .call_id = "call-1",
    .codec = "a name that is longer than any codec has\n/99999999999999999999/2",
    .received = { 5, G_MAXINT32, 1e9 }, .sent = { 0, 7, 1e9 },
  };
  rf_trace_report_audio (trace, &odd);
  odd.time_us = TEST_START_US - G_USEC_PER_SEC;
  odd.received.packets = 3; /* fewer than before */
  rf_trace_report_audio (trace, &odd);

  g_assert_cmpuint (rf_trace_get_n_audios (trace), ==, 1);
  g_assert_cmpstr (rf_trace_get_audio (trace, 0)->ways[0].codec, ==, "a?name?that?is?");
  g_assert_cmpuint (rf_trace_get_audio (trace, 0)->ways[0].packets, ==, 3);
}

static void
add_flow_packet (RfRtpFlows   *flows,
                 guint32       ssrc,
                 guint16       seq,
                 RfRtpVerdict  expected)
{
  const RfEndpoint from = { .family = 4, .address = { 192, 0, 2, 1 }, .port = 4000 };
  const RfEndpoint to = { .family = 4, .address = { 192, 0, 2, 2 }, .port = 6000 };
  const guint8 packet[12] = {
    0x80, 0, (guint8) (seq >> 8), (guint8) seq, [10] = (guint8) (ssrc >> 8), (guint8) ssrc,
  };

  g_assert_cmpint (rf_rtp_flows_take (flows, &from, &to,
                                      rf_str_new ((const char *) packet, sizeof packet),
                                      seq * 20000), ==, expected);
}

static void
test_flows_full (void)
{
  g_autoptr (RfRtpFlows) flows = rf_rtp_flows_new (16);
  g_autoptr (RfRtpFlows) copy = NULL;

  for (guint i = 0; i < 4; i++)
    add_flow_packet (flows, 1, i, RF_RTP_TAKEN);
  /* What comes once gives way to what comes later. */
  for (guint i = 0; i < 100; i++)
    add_flow_packet (flows, 1000 + i, 7, RF_RTP_TAKEN);
  g_assert_cmpuint (rf_rtp_flows_get_n (flows), <=, 16);
  add_flow_packet (flows, 1, 4, RF_RTP_TAKEN);
  g_assert_cmpuint (rf_rtp_flows_get (flows, 0)->stream.packets, ==, 5);

  for (guint ssrc = 2; ssrc <= 16; ssrc++) {
    for (guint i = 0; i < 4; i++)
      add_flow_packet (flows, ssrc, i, RF_RTP_TAKEN);
  }
  add_flow_packet (flows, 17, 0, RF_RTP_LEFT_OUT);
  add_flow_packet (flows, 16, 4, RF_RTP_TAKEN);
  g_assert_cmpuint (rf_rtp_flows_get_n (flows), ==, 16);

  copy = rf_rtp_flows_dup (flows);
  add_flow_packet (copy, 16, 5, RF_RTP_TAKEN);
  g_assert_cmpuint (rf_rtp_flows_get (copy, 15)->stream.packets, ==, 6);
  g_assert_cmpuint (rf_rtp_flows_get (flows, 15)->stream.packets, ==, 5);
}

static void
test_header (void)
{
  static const guint8 good[] = { 0x80, 0x88, 1, 2, 0, 0, 1, 0, 0xde, 0xad, 0xbe, 0xef };
  RfRtpHeader header;
  guint8 packet[sizeof good];

  g_assert_true (rf_rtp_header_read (&header, rf_str_new ((const char *) good, sizeof good)));
  g_assert_cmpuint (header.payload, ==, 8);
  g_assert_true (header.has_marker);
  g_assert_cmpuint (header.seq, ==, 0x102);
  g_assert_cmpuint (header.timestamp, ==, 0x100);
  g_assert_cmphex (header.ssrc, ==, 0xdeadbeef);
  for (gsize i = 0; i < sizeof good; i++)
    g_assert_false (rf_rtp_header_read (&header, rf_str_new ((const char *) good, i)));
  for (guint version = 0; version < 4; version++) {
    memcpy (packet, good, sizeof good);
    packet[0] = (guint8) (version << 6);
    g_assert_cmpint (rf_rtp_header_read (&header, rf_str_new ((const char *) packet,
                                                              sizeof packet)), ==, version == 2);
  }
  for (guint type = 0; type < 128; type++) {
    packet[0] = 0x80;
    packet[1] = (guint8) (0x80 | type);
    g_assert_cmpint (rf_rtp_header_read (&header, rf_str_new ((const char *) packet,
                                                              sizeof packet)), ==,
                     type < 64 || type > 95);
  }
}

/* Worked out from G.107 by other means; of PCMU without loss: R = 93.2 - 0.024 * 60. */
static void
test_mos (void)
{
  g_assert_cmpfloat_with_epsilon (rf_mos_estimate ("PCMU", 0, 0), 4.3797, 0.0001);
  g_assert_cmpfloat_with_epsilon (rf_mos_estimate ("pcma", 0, 5), 4.3797, 0.0001);
  g_assert_cmpfloat_with_epsilon (rf_mos_estimate ("G729", 0, 0), 4.0524, 0.0001);
  g_assert_cmpfloat_with_epsilon (rf_mos_estimate ("PCMU", 0.05, 0), 3.8634, 0.0001);
  g_assert_cmpfloat_with_epsilon (rf_mos_estimate ("GSM", 0.01, 0), 3.5996, 0.0001);
  g_assert_cmpfloat_with_epsilon (rf_mos_estimate ("PCMU", 0, 80), 3.5887, 0.0001);
  g_assert_cmpfloat_with_epsilon (rf_mos_estimate ("PCMU", 1, 1000), 1, 0.001);
  g_assert_cmpfloat (rf_mos_estimate ("x-unheard-of", 0, 0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function, data) \
  g_test_add ("/trace/audio/" name, Fixture, data, set_up, function, tear_down)
  ADD ("plain", test_plain, NULL);
  ADD ("loss", test_loss, NULL);
  ADD ("jitter", test_jitter, NULL);
  ADD ("order", test_order, NULL);
  ADD ("restart", test_restart, NULL);
  ADD ("before-answer", test_before_answer, NULL);
  ADD ("place/soon", test_place, GINT_TO_POINTER (1000));
  ADD ("place/later", test_place, GINT_TO_POINTER (1500));
  ADD ("early", test_early, NULL);
  ADD ("one-way", test_one_way, NULL);
  ADD ("silent", test_silent, NULL);
  ADD ("hold", test_hold, NULL);
  ADD ("only-hold", test_only_hold, NULL);
  ADD ("gap", test_gap, GINT_TO_POINTER (0));
  ADD ("comfort-noise", test_gap, GINT_TO_POINTER (13));
  ADD ("keys", test_keys, NULL);
  ADD ("others", test_others, NULL);
  ADD ("nat", test_nat, NULL);
  ADD ("growing", test_growing, NULL);
  ADD ("ports-again", test_ports_again, NULL);
  ADD ("reports", test_reports, NULL);
  ADD ("reported-silence", test_reported_silence, NULL);
  ADD ("report-to-come/soon", test_report_to_come, GINT_TO_POINTER (1));
  ADD ("report-to-come/late", test_report_to_come, GINT_TO_POINTER (3));
  ADD ("reported-one-way", test_reported_one_way, NULL);
  ADD ("odd-reports", test_odd_reports, NULL);
  g_test_add_func ("/trace/audio/flows-full", test_flows_full);
  g_test_add_func ("/trace/audio/header", test_header);
  g_test_add_func ("/trace/audio/mos", test_mos);

  return g_test_run ();
}
