/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-rtp.h"

#include "rf-mos.h"

/* Which call the sound in a capture, or in what phones tell, belongs to, and what is said of it. */

#define NEARLY 1e-6

static void
test_plain (TestAudio     *self,
            gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_audio_both_ways (self, 120, 500);
  test_sound_bye (&self->sound, 10130, 2);
  audio = test_audio_read_only (self);

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
test_before_answer (TestAudio     *self,
                    gconstpointer  data)
{
  const RfTraceAudio *audio;

  /* In the file too: what is announced is known only at its end. */
  test_audio_both_ways (self, 95, 200);
  test_sound_call (&self->sound, 0);
  audio = test_audio_read_only (self);

  g_assert_cmpuint (audio->n_streams, ==, 2);
  g_assert_cmpuint (audio->after, ==, 2);
}

/* Sound stands where it begins, but behind the ACK where it begins with the answer. */
static void
test_place (TestAudio     *self,
            gconstpointer  data)
{
  const gint start_ms = GPOINTER_TO_INT (data);

  test_sound_call (&self->sound, 0);
  test_sound_reinvite (&self->sound, 600, 2, "sendrecv", "sendrecv");
  test_audio_both_ways (self, start_ms, 200);
  g_assert_cmpuint (test_audio_read_only (self)->after, ==, start_ms < 1100 ? 2 : 5);
}

static void
test_early (TestAudio     *self,
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
  audio = test_audio_read_only (self);

  g_assert_cmpuint (audio->after, ==, 1);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpuint (audio->ways[1].packets, ==, 200);
}

static void
test_others (TestAudio     *self,
             gconstpointer  data)
{
  test_sound_call (&self->sound, 0);
  self->sound.ports[0] = 4444; /* announced by nobody */
  self->sound.ports[1] = 6666;
  test_audio_both_ways (self, 120, 200);
  self->sound.ports[0] = 4000;
  self->sound.ports[1] = 6000;
  for (guint i = 0; i < 50; i++) /* RTCP on the port of RTP (RFC 5761) */
    test_sound_packet (&self->sound, (120 + i * 20) * 1000, TEST_KEVIN, 0x80 | 72, i, i);
  test_audio_read (self);

  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 0);
}

static void
count (guint *number)
{
  (*number)++;
}

/* Behind a NAT packets come from another port than was announced, and go back there. */
static void
test_nat (TestAudio     *self,
          gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 200, .source_port = 20000 });
  self->sound.ports[0] = 20000;
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 200 });
  audio = test_audio_read_only (self);

  g_assert_cmpuint (audio->ways[0].packets, ==, 200);
  g_assert_cmpuint (audio->ways[1].packets, ==, 200);
}

/* A file that grows by packets of sound alone. */
static void
test_growing (TestAudio     *self,
              gconstpointer  data)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfCapture) capture = NULL;
  guint n_told = 0;
  gsize length;

  test_sound_call (&self->sound, 0);
  test_audio_both_ways (self, 120, 100);
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

/* How calls follow each other that use the same ports and SSRC. */
typedef struct {
  guint    interval_ms; /* from one INVITE to the next; the BYE comes after 3 s */
  guint    begin_ms;    /* when the sound begins, from the INVITE */
  guint    count;
  gboolean goes_on;     /* the numbers do */
  gboolean is_apart;    /* the signalling stands behind all of the sound in the file */
} Again;

static const Again later = { .interval_ms = 100000, .begin_ms = 120, .count = 100 };
static const Again soon = { .interval_ms = 5500, .begin_ms = 120, .count = 100 };
static const Again soon_on = {
  .interval_ms = 5500, .begin_ms = 120, .count = 100, .goes_on = TRUE,
};
static const Again apart = {
  .interval_ms = 5500, .begin_ms = 120, .count = 100, .is_apart = TRUE,
};
static const Again at_once = { .interval_ms = 3000, .count = 150 };
static const Again at_once_on = { .interval_ms = 3000, .count = 150, .goes_on = TRUE };
/* Shorter than what is known of numbers that came, so that it is taken for copies. */
static const Again short_one = { .interval_ms = 3000, .begin_ms = 2200, .count = 40 };

static void
add_call_again (TestAudio   *self,
                const Again *again,
                guint        i)
{
  static const char *const call_ids[] = { "call-a", "call-b", "call-c" };

  self->sound.call_id = call_ids[i];
  test_sound_call (&self->sound, i * again->interval_ms);
}

static void
add_sound_again (TestAudio   *self,
                 const Again *again,
                 guint        i)
{
  guint start_ms = i * again->interval_ms + again->begin_ms;
  guint number = again->goes_on ? i * again->count : 0;

  for (guint from = TEST_KEVIN; from <= TEST_MIKE; from++)
    test_sound_stream (&self->sound, &(TestStream) {
      .from = from, .start_ms = start_ms, .count = again->count, .first = number,
      .timestamp = number * 160 });
}

static void
test_ports_again (TestAudio     *self,
                  gconstpointer  data)
{
  const Again *again = data;

  for (guint i = 0; i < 3; i++) {
    if (!again->is_apart)
      add_call_again (self, again, i);
    add_sound_again (self, again, i);
    if (!again->is_apart)
      test_sound_bye (&self->sound, i * again->interval_ms + 2980, 2);
  }
  for (guint i = 0; i < 3 && again->is_apart; i++) {
    add_call_again (self, again, i);
    test_sound_bye (&self->sound, i * again->interval_ms + 2980, 2);
  }
  test_audio_read (self);

  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 3);
  for (guint i = 0; i < 3; i++) {
    const RfTraceAudio *audio = rf_trace_get_audio (self->read.trace, i);

    g_assert_cmpint (audio->dialog, ==, (int) i);
    g_assert_cmpuint (audio->n_streams, ==, 2);
    for (guint way = 0; way < 2; way++) {
      g_assert_cmpuint (audio->ways[way].packets, ==, again->count);
      g_assert_cmpuint (audio->ways[way].lost, ==, 0);
      g_assert_cmpuint (audio->streams[way].duplicates, ==, 0);
    }
  }
}

/* While two talk, somebody else is offered the same port, and does not take it. What comes at the
 * same time is no other hop of the stream. */
static void
test_port_offered (TestAudio     *self,
                   gconstpointer  data)
{
  g_autofree char *offer = test_dup_sdp (&self->sound, TEST_KEVIN, "sendrecv");

  test_sound_call (&self->sound, 0);
  test_audio_both_ways (self, 120, 100);
  self->sound.call_id = "call-2";
  test_sound_request (&self->sound, 2100, TEST_KEVIN, "INVITE", 1, offer);
  self->sound.call_id = "call-1";
  for (guint from = TEST_KEVIN; from <= TEST_MIKE; from++)
    test_sound_stream (&self->sound, &(TestStream) {
      .from = from, .start_ms = 2100, .count = 100, .first = 100, .timestamp = 16000 });
  self->sound.call_id = "call-2";
  test_sound_response (&self->sound, 4120, TEST_MIKE, "486 Busy Here", "INVITE", 1, NULL);
  self->sound.call_id = "call-1";
  test_sound_bye (&self->sound, 4130, 2);

  for (guint way = 0; way < 2; way++) {
    g_assert_cmpuint (test_audio_read_only (self)->ways[way].packets, ==, 200);
    g_assert_cmpint (test_audio_read_only (self)->ways[way].silent_us, ==, 0);
  }
}

/* A call without RTP, as a live one is, and what a phone tells of its sound. */
static RfTrace *
read_live_call (TestAudio *self,
                guint      end_ms)
{
  test_sound_call (&self->sound, 0);
  test_sound_bye (&self->sound, end_ms, 2);
  test_audio_read (self);

  return self->read.trace;
}

static void
report (TestAudio *self,
        guint      ms,
        gboolean   is_caller,
        guint      received,
        gint64     lost,
        guint      sent)
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
test_reports (TestAudio     *self,
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
test_reported_silence (TestAudio     *self,
                       gconstpointer  data)
{
  static const guint received[] = { 0, 50, 100, 100, 100, 100, 150, 200, 250, 300 };
  RfTrace *trace = read_live_call (self, 9200);

  for (guint i = 0; i < G_N_ELEMENTS (received); i++)
    report (self, 110 + i * 1000, TRUE, received[i], -1, i * 50);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->mark, ==, RF_AUDIO_GAPS);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->ways[1].silent_us, ==, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (rf_trace_get_audio (trace, 0)->ways[0].silent_us, ==, 0);
}

/* Between two reports nobody knows what came; after that it is silence. */
static void
test_report_to_come (TestAudio     *self,
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
test_reported_one_way (TestAudio     *self,
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
test_odd_reports (TestAudio     *self,
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
  g_test_add ("/trace/audio/" name, TestAudio, data, test_audio_set_up, function, \
              test_audio_tear_down)
  ADD ("plain", test_plain, NULL);
  ADD ("before-answer", test_before_answer, NULL);
  ADD ("place/soon", test_place, GINT_TO_POINTER (1000));
  ADD ("place/later", test_place, GINT_TO_POINTER (1500));
  ADD ("early", test_early, NULL);
  ADD ("others", test_others, NULL);
  ADD ("nat", test_nat, NULL);
  ADD ("growing", test_growing, NULL);
  ADD ("ports-again/later", test_ports_again, &later);
  ADD ("ports-again/soon", test_ports_again, &soon);
  ADD ("ports-again/soon-on", test_ports_again, &soon_on);
  ADD ("ports-again/apart", test_ports_again, &apart);
  ADD ("ports-again/at-once", test_ports_again, &at_once);
  ADD ("ports-again/at-once-on", test_ports_again, &at_once_on);
  ADD ("ports-again/short", test_ports_again, &short_one);
  ADD ("port-offered", test_port_offered, NULL);
  ADD ("reports", test_reports, NULL);
  ADD ("reported-silence", test_reported_silence, NULL);
  ADD ("report-to-come/soon", test_report_to_come, GINT_TO_POINTER (1));
  ADD ("report-to-come/late", test_report_to_come, GINT_TO_POINTER (3));
  ADD ("reported-one-way", test_reported_one_way, NULL);
  ADD ("odd-reports", test_odd_reports, NULL);
  g_test_add_func ("/trace/audio/mos", test_mos);

  return g_test_run ();
}
