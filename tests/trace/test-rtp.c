/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-rtp.h"

#include <math.h>

/* What is counted of a stream of packets. */

#define NEARLY 1e-6

static void
test_loss (TestAudio     *self,
           gconstpointer  data)
{
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  /* Through the turn of the numbers; every tenth is lost, the very last not known to be. */
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 1000, .first = 65000, .lose_every = 10 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 1000 });
  audio = test_audio_read_only (self);

  g_assert_cmpuint (audio->ways[0].packets, ==, 900);
  g_assert_cmpuint (audio->ways[0].expected, ==, 999);
  g_assert_cmpuint (audio->ways[0].lost, ==, 99);
  g_assert_cmpuint (audio->ways[1].lost, ==, 0);
  g_assert_cmpfloat (audio->ways[0].mos, <, audio->ways[1].mos - 0.5);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
}

static void
test_jitter (TestAudio     *self,
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
  audio = test_audio_read_only (self);

  for (guint i = 1; i < 200; i++) {
    now += (8 - now) / 16;
    sum += now;
  }
  g_assert_cmpfloat_with_epsilon (audio->ways[0].jitter_ms, sum / 199, NEARLY);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].max_jitter_ms, now, NEARLY);
  g_assert_cmpstr (audio->ways[1].codec, ==, "opus");
  g_assert_cmpfloat_with_epsilon (audio->ways[1].jitter_ms, sum / 199, NEARLY);
}

typedef struct {
  guint at_ms;
  guint number;
} Packet;

/* RFC 3550 §A.8: in the order in which they come. The third of these is a copy, and left out. */
static void
test_jitter_order (TestAudio     *self,
                   gconstpointer  data)
{
  static const Packet packets[] = {
    { 0, 10 }, { 20, 11 }, { 21, 11 }, { 60, 13 }, { 70, 12 }, { 80, 14 }, { 105, 15 }, { 120, 16 },
  };
  double now = 0, sum = 0, max = 0, transit = 0;
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  for (guint i = 0; i < G_N_ELEMENTS (packets); i++) {
    double before = transit;

    test_sound_packet (&self->sound, (120 + packets[i].at_ms) * 1000, TEST_KEVIN, 0,
                       packets[i].number, packets[i].number * 160);
    if (i == 2)
      continue;
    transit = (double) packets[i].at_ms - packets[i].number * 20.0;
    if (i == 0)
      continue;
    now += (fabs (transit - before) - now) / 16;
    sum += now;
    max = MAX (max, now);
  }
  audio = test_audio_read_only (self);

  g_assert_cmpfloat_with_epsilon (audio->ways[0].jitter_ms, sum / 6, NEARLY);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].max_jitter_ms, max, NEARLY);
  g_assert_cmpfloat (max, >, 3);
  g_assert_cmpuint (audio->streams[0].late, ==, 1);
  g_assert_cmpuint (audio->streams[0].duplicates, ==, 1);
}

static void
test_order (TestAudio     *self,
            gconstpointer  data)
{
  static const guint numbers[] = { 11, 10, 12, 12, 14, 13, 13, 14, 20, 40000, 21 };
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    test_sound_packet (&self->sound, 120000 + i * 20000, TEST_KEVIN, 0, numbers[i],
                       numbers[i] * 160);
  audio = test_audio_read_only (self);

  g_assert_cmpuint (audio->streams[0].packets, ==, 11);
  g_assert_cmpuint (audio->streams[0].duplicates, ==, 3);
  g_assert_cmpuint (audio->streams[0].late, ==, 2);
  g_assert_cmpuint (audio->streams[0].expected, ==, 12);
  g_assert_cmpuint (audio->streams[0].lost, ==, 5);
}

/* A sender that begins anew, far from where it was (RFC 3550 §A.1), as one does that plays a
 * recording again. */
static void
test_restart (TestAudio     *self,
              gconstpointer  data)
{
  const guint first = GPOINTER_TO_UINT (data);
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 100, .first = 100 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 2120, .count = 100, .first = first, .lose_every = 50 });
  audio = test_audio_read_only (self);

  g_assert_cmpuint (audio->streams[0].packets, ==, 198);
  g_assert_cmpuint (audio->streams[0].expected, ==, 199);
  g_assert_cmpuint (audio->streams[0].lost, ==, 1);
  g_assert_cmpfloat_with_epsilon (audio->streams[0].max_jitter_ms, 0, NEARLY);
}

/* A recording that is shorter than what may come late, again and again: no packet is missing or
 * late, and none has jitter. Its numbers are copies only where it fits into what is remembered. */
static void
test_repeated (TestAudio     *self,
               gconstpointer  data)
{
  const guint count = GPOINTER_TO_UINT (data);
  const gboolean are_copies = count <= 64;
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  for (guint i = 0; i < 4; i++)
    test_sound_stream (&self->sound, &(TestStream) {
      .from = TEST_KEVIN, .start_ms = 120 + i * count * 20, .count = count, .first = 100 });
  audio = test_audio_read_only (self);

  g_assert_cmpuint (audio->streams[0].packets, ==, 4 * count);
  g_assert_cmpuint (audio->streams[0].duplicates, ==, are_copies ? 3 * count : 0);
  g_assert_cmpuint (audio->streams[0].late, ==, 0);
  g_assert_cmpuint (audio->streams[0].expected, ==, are_copies ? count : 4 * count);
  g_assert_cmpuint (audio->streams[0].lost, ==, 0);
  g_assert_cmpfloat_with_epsilon (audio->streams[0].max_jitter_ms, 0, NEARLY);
}

/* Two keys in the midst of sound. RFC 4733: one timestamp for all packets of a key; those of the
 * second begin late. What counts is the sound around them. */
static void
test_keys (TestAudio     *self,
           gconstpointer  data)
{
  const guint n_packets = 100;
  const RfTraceAudio *audio;

  test_sound_call (&self->sound, 0);
  for (guint i = 0; i < n_packets; i++) {
    gboolean is_key = i % 40 >= 20;
    guint late_ms = i >= 60 && is_key ? 15 : 0;

    test_sound_packet (&self->sound, (120 + i * 20 + late_ms) * 1000, TEST_KEVIN, is_key ? 101 : 0,
                       i, (is_key ? i / 20 * 20 : i) * 160);
  }
  audio = test_audio_read_only (self);

  g_assert_cmpstr (audio->ways[0].codec, ==, "PCMU");
  g_assert_cmpuint (audio->ways[0].packets, ==, n_packets);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].max_jitter_ms, 0, NEARLY);
}

/* The codec changes in the midst of a stream; both count. */
static void
test_jitter_codecs (TestAudio     *self,
                    gconstpointer  data)
{
  const RfTraceAudio *audio;
  double now = 0, sum = 0;

  test_sound_call (&self->sound, 0);
  for (guint i = 0; i < 40; i++) {
    guint late_ms = i >= 25 ? i % 2 * 4 : 0;

    test_sound_packet (&self->sound, (120 + i * 20 + late_ms) * 1000, TEST_KEVIN, i < 25 ? 0 : 8, i,
                       i * 160);
  }
  for (guint i = 1; i < 15; i++) {
    now += (4 - now) / 16;
    sum += now;
  }
  audio = test_audio_read_only (self);

  g_assert_cmpstr (audio->ways[0].codec, ==, "PCMU");
  g_assert_cmpfloat_with_epsilon (audio->ways[0].jitter_ms, sum / (24 + 14), NEARLY);
  g_assert_cmpfloat_with_epsilon (audio->ways[0].max_jitter_ms, now, NEARLY);
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function, data) \
  g_test_add ("/trace/rtp/" name, TestAudio, data, test_audio_set_up, function, \
              test_audio_tear_down)
  ADD ("loss", test_loss, NULL);
  ADD ("jitter", test_jitter, NULL);
  ADD ("jitter-order", test_jitter_order, NULL);
  ADD ("jitter-codecs", test_jitter_codecs, NULL);
  ADD ("order", test_order, NULL);
  ADD ("restart/ahead", test_restart, GUINT_TO_POINTER (30000));
  ADD ("restart/back", test_restart, GUINT_TO_POINTER (50));
  ADD ("repeated/known", test_repeated, GUINT_TO_POINTER (64));
  ADD ("repeated/unknown", test_repeated, GUINT_TO_POINTER (66));
  ADD ("repeated/long", test_repeated, GUINT_TO_POINTER (101));
  ADD ("keys", test_keys, NULL);
  g_test_add_func ("/trace/rtp/flows-full", test_flows_full);
  g_test_add_func ("/trace/rtp/header", test_header);

  return g_test_run ();
}
