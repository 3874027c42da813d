/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-rtp.h"

#define PACKET_MS 20
#define SOUND     160

void
test_sound_init (TestSound *self)
{
  *self = (TestSound) {
    .pcap = { .link_type = TEST_LINK_RAW },
    .call_id = "call-1",
    .ports = { 4000, 6000 },
  };
  self->capture = test_pcap (&self->pcap);
}

void
test_sound_clear (TestSound *self)
{
  g_clear_pointer (&self->capture, g_byte_array_unref);
}

static void
add_datagram (TestSound     *self,
              gint64         us,
              TestSpeaker    from,
              guint          source,
              guint          destination,
              gconstpointer  bytes,
              gsize          length)
{
  gsize all = length + 8;
  const guint8 header[8] = {
    (guint8) (source >> 8), (guint8) source, (guint8) (destination >> 8), (guint8) destination,
    (guint8) (all >> 8), (guint8) all,
  };

  test_pcap_add (&self->pcap, self->capture, TEST_START_US + us,
                 test_ipv4 (17, from == TEST_MIKE,
                            test_behind (header, sizeof header, test_bytes (bytes, length))));
}

char *
test_dup_sdp (const TestSound *self,
              TestSpeaker      from,
              const char      *direction)
{
  return g_strdup_printf ("v=0\r\no=- 1 1 IN IP4 192.0.2.%u\r\ns=-\r\nc=IN IP4 192.0.2.%u\r\n"
                          "t=0 0\r\nm=audio %u RTP/AVP 0 8 96 101\r\na=rtpmap:96 opus/48000/2\r\n"
                          "a=rtpmap:101 telephone-event/8000\r\na=%s\r\n",
                          from + 1, from + 1, self->ports[from], direction);
}

static void
add_message (TestSound   *self,
             guint        ms,
             TestSpeaker  from,
             const char  *start_line,
             gboolean     kevin_asks,
             gboolean     is_first,
             const char  *method,
             guint        cseq,
             const char  *sdp)
{
  const char *kevin = "<sip:kevin@192.0.2.1>;tag=k";
  const char *mike = is_first ? "<sip:mike@192.0.2.2>" : "<sip:mike@192.0.2.2>;tag=m";
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s\r\nVia: SIP/2.0/UDP 192.0.2.%u;branch=z9hG4bK-%s-%s-%u\r\n"
                          "From: %s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %u %s\r\n%s"
                          "Content-Length: %zu\r\n\r\n%s",
                          start_line, kevin_asks ? 1 : 2, self->call_id, method, cseq,
                          kevin_asks ? kevin : mike, kevin_asks ? mike : kevin, self->call_id,
                          cseq, method, sdp ? "Content-Type: application/sdp\r\n" : "",
                          sdp ? strlen (sdp) : 0, sdp ? sdp : "");
  add_datagram (self, ms * 1000, from, TEST_PORT, TEST_PORT, text, strlen (text));
}

void
test_sound_request (TestSound   *self,
                    guint        ms,
                    TestSpeaker  from,
                    const char  *method,
                    guint        cseq,
                    const char  *sdp)
{
  g_autofree char *line = g_strdup_printf ("%s sip:%s SIP/2.0", method,
                                           from == TEST_KEVIN ? "mike@192.0.2.2"
                                                              : "kevin@192.0.2.1");

  add_message (self, ms, from, line, from == TEST_KEVIN,
               cseq == 1 && g_str_equal (method, "INVITE"), method, cseq, sdp);
}

void
test_sound_response (TestSound   *self,
                     guint        ms,
                     TestSpeaker  from,
                     const char  *status,
                     const char  *method,
                     guint        cseq,
                     const char  *sdp)
{
  g_autofree char *line = g_strdup_printf ("SIP/2.0 %s", status);

  add_message (self, ms, from, line, from == TEST_MIKE, FALSE, method, cseq, sdp);
}

void
test_sound_reinvite (TestSound   *self,
                     guint        ms,
                     guint        cseq,
                     const char  *offered,
                     const char  *answered)
{
  g_autofree char *offer = test_dup_sdp (self, TEST_KEVIN, offered);
  g_autofree char *answer = test_dup_sdp (self, TEST_MIKE, answered);

  test_sound_request (self, ms, TEST_KEVIN, "INVITE", cseq, offer);
  test_sound_response (self, ms + 100, TEST_MIKE, "200 OK", "INVITE", cseq, answer);
  test_sound_request (self, ms + 110, TEST_KEVIN, "ACK", cseq, NULL);
}

void
test_sound_call (TestSound *self,
                 guint      ms)
{
  test_sound_reinvite (self, ms, 1, "sendrecv", "sendrecv");
}

void
test_sound_bye (TestSound *self,
                guint      ms,
                guint      cseq)
{
  test_sound_request (self, ms, TEST_KEVIN, "BYE", cseq, NULL);
  test_sound_response (self, ms + 10, TEST_MIKE, "200 OK", "BYE", cseq, NULL);
}

static void
add_packet (TestSound        *self,
            gint64            us,
            const TestStream *stream,
            guint             number,
            guint32           timestamp,
            gboolean          is_marked)
{
  guint32 ssrc = stream->ssrc > 0 ? stream->ssrc : 0x1000u + stream->from;
  guint source = stream->source_port > 0 ? stream->source_port : self->ports[stream->from];
  guint8 packet[12 + SOUND] = {
    0x80, stream->payload | (is_marked ? 0x80 : 0), (guint8) (number >> 8), (guint8) number,
    (guint8) (timestamp >> 24), (guint8) (timestamp >> 16), (guint8) (timestamp >> 8),
    (guint8) timestamp, (guint8) (ssrc >> 24), (guint8) (ssrc >> 16), (guint8) (ssrc >> 8),
    (guint8) ssrc,
  };

  add_datagram (self, us, stream->from, source, self->ports[1 - stream->from], packet,
                sizeof packet);
}

void
test_sound_packet (TestSound   *self,
                   gint64       us,
                   TestSpeaker  from,
                   guint8       payload,
                   guint        number,
                   guint32      timestamp)
{
  const TestStream stream = { .from = from, .payload = payload };

  add_packet (self, us, &stream, number, timestamp, FALSE);
}

void
test_sound_stream (TestSound        *self,
                   const TestStream *stream)
{
  guint units = (stream->rate > 0 ? stream->rate : 8000) / 1000 * PACKET_MS;

  for (guint i = 0; i < stream->count; i++) {
    gint64 ms = (gint64) stream->start_ms + i * PACKET_MS + i % 2 * stream->swing_ms;

    if (stream->lose_every > 0 && (i + 1) % stream->lose_every == 0)
      continue;
    add_packet (self, ms * 1000, stream, stream->first + i, stream->timestamp + i * units,
                stream->is_marked && i == 0);
  }
}

void
test_audio_set_up (TestAudio     *self,
                   gconstpointer  data)
{
  test_file_set_up (&self->file, data);
  test_sound_init (&self->sound);
}

void
test_audio_tear_down (TestAudio     *self,
                      gconstpointer  data)
{
  test_read_clear (&self->read);
  test_sound_clear (&self->sound);
  test_file_tear_down (&self->file, data);
}

void
test_audio_read (TestAudio *self)
{
  test_read_clear (&self->read);
  test_read_bytes (&self->read, &self->file, self->sound.capture);
}

const RfTraceAudio *
test_audio_read_only (TestAudio *self)
{
  test_audio_read (self);
  g_assert_cmpuint (rf_trace_get_n_audios (self->read.trace), ==, 1);

  return rf_trace_get_audio (self->read.trace, 0);
}

void
test_audio_both_ways (TestAudio *self,
                      guint      start_ms,
                      guint      count)
{
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = start_ms, .count = count });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = start_ms, .count = count });
}
