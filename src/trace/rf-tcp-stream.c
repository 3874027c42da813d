/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tcp-stream"

#include "config.h"

#include "rf-tcp-stream.h"

#include "rf-bytes.h"
#include "rf-tcp-beginning.h"

/* No rest of a message that matters is longer: what comes before that is something else. */
#define MAX_UNSURE (64 * 1024)

/* RFC 8446 §5.1: a kind from 20 to 23, version 3.0 to 3.4, a length. */
static gboolean
looks_like_tls (RfStr bytes)
{
  return bytes.len >= 5 && rf_get_u8 (bytes, 0) >= 20 && rf_get_u8 (bytes, 0) <= 23 &&
         rf_get_u8 (bytes, 1) == 3 && rf_get_u8 (bytes, 2) <= 4 &&
         rf_get_be16 (bytes, 3) <= (1 << 14) + 2048;
}

static void
tell_lost (RfTcpStream   *self,
           RfCaptureSink *sink)
{
  if (self->lost_bytes > 0)
    rf_capture_sink_lose (sink, RF_LOSS_GAP, self->lost_bytes, &self->lost_place);
  self->lost_bytes = 0;
}

static void
note_lost (RfTcpStream          *self,
           guint64               bytes,
           const RfCapturePlace *place)
{
  if (self->lost_bytes == 0)
    self->lost_place = *place;
  self->lost_bytes += bytes;
}

/* What was passed over is no SIP. */
static void
settle (RfTcpStream   *self,
        RfCaptureSink *sink)
{
  if (self->unsure.count > 0)
    rf_capture_sink_skip_all (sink, &self->unsure);
  self->unsure = (RfCaptureLoss) { 0 };
}

/* What was passed over is lost, as SIP comes behind it. It is older than what was lost since. */
static void
claim (RfTcpStream *self)
{
  if (self->unsure.count == 0)
    return;
  self->lost_place = self->unsure.first;
  self->lost_bytes += self->unsure.bytes;
  self->unsure = (RfCaptureLoss) { 0 };
}

static void
hold_back (RfTcpStream          *self,
           RfCaptureSink        *sink,
           gsize                 length,
           const RfCapturePlace *place)
{
  if (self->unsure.bytes + length > MAX_UNSURE)
    settle (self, sink);
  if (self->unsure.count++ == 0)
    self->unsure.first = *place;
  self->unsure.bytes += length;
}

static void
emit (RfTcpStream   *self,
      RfCaptureSink *sink,
      RfStr          message,
      gsize          missing,
      gboolean       is_mapped)
{
  const RfTraceInput input = {
    .time_us = self->time_ns / RF_NS_PER_US,
    .rest_ns = (guint16) (self->time_ns % RF_NS_PER_US),
    .transport = RF_TRANSPORT_TCP,
    .source = self->source,
    .destination = self->destination,
    .data = message.p,
    .length = message.len,
    .missing = missing,
    .is_held = is_mapped,
  };

  claim (self);
  tell_lost (self, sink);
  self->was_sip = TRUE;
  rf_capture_sink_add (sink, &input, &self->place);
}

/* A message that ends early is in order where it began: when it was to end is not known, and what
 * comes behind it may be much later. */
static void
emit_cut (RfTcpStream   *self,
          RfCaptureSink *sink,
          RfStr          message,
          gsize          missing)
{
  self->time_ns = self->began_ns;
  self->place = self->began;
  emit (self, sink, message, missing, FALSE);
}

/* Empty lines and zeros keep connections alive (RFC 5626 §3.5.1, RFC 9293 §3.8.4). */
static gboolean
is_keep_alive (RfStr bytes)
{
  for (gsize i = 0; i < bytes.len; i++) {
    if (bytes.p[i] != '\r' && bytes.p[i] != '\n' && bytes.p[i] != '\0')
      return FALSE;
  }

  return TRUE;
}

/* Whether @bytes may be the rest of a message of which the beginning was not captured, as what
 * follows will tell. */
static gboolean
is_unsure (const RfTcpStream *self,
           RfStr              bytes)
{
  return !self->is_begun && !self->is_encrypted && !self->is_other && !self->was_sip &&
         !is_keep_alive (bytes);
}

/* What is no SIP: as it should be, unless it follows something that is lost. */
static void
pass_over (RfTcpStream          *self,
           RfCaptureSink        *sink,
           RfStr                 bytes,
           gsize                 taken_before,
           const RfCapturePlace *place)
{
  gsize length = taken_before + bytes.len;

  if (length == 0)
    return;
  self->is_encrypted |= taken_before == 0 && looks_like_tls (bytes);
  if (self->lost_bytes > 0)
    note_lost (self, length, place);
  else if (is_unsure (self, bytes))
    hold_back (self, sink, length, place);
  else
    rf_capture_sink_lose (sink, self->is_encrypted ? RF_LOSS_ENCRYPTED
                                : self->was_sip ? RF_LOSS_UNREADABLE
                                : RF_LOSS_NOT_SIP, length, place);
}

/* Says what is left of frames that do not go on. */
static void
end_frames (RfTcpStream          *self,
            RfCaptureSink        *sink,
            RfStr                 bytes,
            const RfCapturePlace *place)
{
  pass_over (self, sink, bytes, self->websocket.buffer->len, place);
  rf_websocket_reset (&self->websocket);
  self->mode = RF_TCP_SEARCHING;
}

static void
deliver_websocket (RfTcpStream          *self,
                   RfCaptureSink        *sink,
                   RfStr                 bytes,
                   const RfCapturePlace *place)
{
  RfStr message;

  if (!rf_websocket_add (&self->websocket, bytes)) {
    end_frames (self, sink, bytes, place);
    return;
  }
  while (rf_websocket_next (&self->websocket, &message)) {
    if (rf_sip_message_looks_like (message.p, message.len))
      emit (self, sink, message, 0, FALSE);
    else if (!is_keep_alive (message))
      rf_capture_sink_lose (sink, RF_LOSS_NOT_SIP, message.len, place);
  }
  if (self->websocket.is_broken)
    end_frames (self, sink, RF_STR_INIT, place);
}

/* Reads on in a handshake, and what follows it. */
static void
shake_hands (RfTcpStream          *self,
             RfCaptureSink        *sink,
             RfStr                 bytes,
             const RfCapturePlace *place)
{
  RfStr rest = bytes;
  RfWebsocketHandshake status = rf_websocket_shake_hands (&self->websocket, &rest);

  self->mode = status == RF_WEBSOCKET_HANDSHAKE ? RF_TCP_HANDSHAKE
               : status == RF_WEBSOCKET_AGREED  ? RF_TCP_WEBSOCKET
                                                : RF_TCP_SEARCHING;
  self->is_other |= !self->was_sip;
  if (self->mode == RF_TCP_WEBSOCKET) {
    pass_over (self, sink, rf_str_head (bytes, bytes.len - rest.len), 0, place);
    deliver_websocket (self, sink, rest, place);
  } else {
    pass_over (self, sink, bytes, 0, place);
  }
}

/* How many bytes come before a message. */
static gsize
find_beginning (const RfTcpStream *self,
                RfStr              bytes)
{
  return self->is_other || self->is_encrypted ? bytes.len : rf_tcp_find_beginning (bytes);
}

/* Passes over what is no message, up to the next in the same segment. */
static void
find_again (RfTcpStream          *self,
            RfCaptureSink        *sink,
            RfStr                *bytes,
            const RfCapturePlace *place)
{
  gboolean has_headers;
  RfStr rest = rf_sip_stream_get_rest (&self->sip, &has_headers);
  RfStr begin = rest.len > 0 ? rest : *bytes;
  gsize before;

  if (!self->was_sip && (rest.len == 0 || bytes->len == 0) &&
      rf_websocket_looks_like_handshake (begin)) {
    shake_hands (self, sink, begin, place);
    rf_sip_stream_reset (&self->sip);
    *bytes = RF_STR_INIT;
    return;
  }
  self->was_sip |= rf_sip_message_looks_like (begin.p, begin.len);
  self->is_other |= self->is_begun && !self->was_sip;
  before = find_beginning (self, *bytes);
  pass_over (self, sink, rf_str_head (*bytes, before), rest.len, place);
  rf_sip_stream_reset (&self->sip);
  *bytes = rf_str_skip (*bytes, before);
  if (bytes->len == 0)
    self->mode = RF_TCP_SEARCHING;
}

/* Whether a message is shorter than its Content-Length says, as another begins before its end.
 * Senders begin a message with a segment, but may quote another wherever they want. */
static gboolean
is_cut_short (RfTcpStream *self,
              RfStr        bytes)
{
  gboolean has_headers;

  return rf_sip_stream_get_rest (&self->sip, &has_headers).len > 0 && has_headers &&
         rf_tcp_is_message (bytes) && !rf_sip_stream_may_quote (&self->sip);
}

/* Takes what there is of it as all that was sent. */
static void
cut_short (RfTcpStream      *self,
           RfCaptureSink    *sink,
           const RfTcpBytes *segment)
{
  gboolean has_headers;

  emit_cut (self, sink, rf_sip_stream_get_rest (&self->sip, &has_headers), 0);
  rf_sip_stream_reset (&self->sip);
  self->time_ns = segment->time_ns;
  self->place = segment->place;
}

/* Whether the message that is not whole yet began in @segment. */
static void
note_began (RfTcpStream      *self,
            const RfTcpBytes *segment)
{
  gboolean has_headers;
  RfStr rest = rf_sip_stream_get_rest (&self->sip, &has_headers);

  if (rest.len == 0 || rest.len > segment->bytes.len)
    return;
  self->began_ns = segment->time_ns;
  self->began = segment->place;
}

static void
deliver_sip (RfTcpStream      *self,
             RfCaptureSink    *sink,
             const RfTcpBytes *segment)
{
  RfStr bytes = segment->bytes;
  RfStr message;
  gboolean is_copied;
  RfSipStreamStatus status;

  if (is_cut_short (self, bytes))
    cut_short (self, sink, segment);
  do {
    while ((status = rf_sip_stream_next (&self->sip, &bytes, &message,
                                         &is_copied)) == RF_SIP_STREAM_MESSAGE)
      emit (self, sink, message, 0, segment->is_mapped && !is_copied);
    if (status == RF_SIP_STREAM_LOST)
      find_again (self, sink, &bytes, &segment->place);
  } while (status == RF_SIP_STREAM_LOST && bytes.len > 0);
  note_began (self, segment);
}

static gboolean
looks_like_http (RfStr bytes)
{
  RfStr line = rf_str_trim (rf_str_head (bytes, rf_str_find (bytes, '\n')));

  return rf_str_starts_with_case (line, "HTTP/1.") ||
         (line.len > 9 && rf_str_starts_with_case (rf_str_skip (line, line.len - 9), " HTTP/1."));
}

/* What stands before the first message of a stream that was found in its middle is the rest of one
 * of which the beginning was not captured. */
static void
search_inside (RfTcpStream   *self,
               RfCaptureSink *sink,
               RfTcpBytes    *segment)
{
  gsize before = find_beginning (self, segment->bytes);

  if (before == segment->bytes.len)
    return;
  if (self->was_sip)
    pass_over (self, sink, rf_str_head (segment->bytes, before), 0, &segment->place);
  else
    note_lost (self, before, &segment->place);
  segment->bytes = rf_str_skip (segment->bytes, before);
  self->mode = RF_TCP_SIP;
}

/* Takes off what comes before a message. */
static void
search (RfTcpStream   *self,
        RfCaptureSink *sink,
        RfTcpBytes    *segment)
{
  if (rf_tcp_may_begin (segment->bytes)) {
    self->mode = RF_TCP_SIP;
    return;
  }
  if (rf_websocket_looks_like (segment->bytes)) {
    self->mode = RF_TCP_WEBSOCKET;
    return;
  }
  if (!self->was_sip && rf_websocket_looks_like_handshake (segment->bytes)) {
    self->mode = RF_TCP_HANDSHAKE;
    return;
  }
  self->is_encrypted |= !self->was_sip && looks_like_tls (segment->bytes);
  self->is_other |= !self->was_sip && looks_like_http (segment->bytes);
  search_inside (self, sink, segment);
}

/* Whether the other side has not agreed on frames, as it wants a password (RFC 7118 §7). */
static gboolean
is_asked_again (const RfTcpStream *self,
                RfStr              bytes)
{
  return self->mode == RF_TCP_WEBSOCKET &&
         (!self->websocket.buffer || self->websocket.buffer->len == 0) &&
         rf_websocket_looks_like_handshake (bytes);
}

/* What is there of a message whose rest is not: shown where its headers are all there. */
static void
end_message (RfTcpStream          *self,
             RfCaptureSink        *sink,
             const RfCapturePlace *place)
{
  gboolean has_headers;
  RfStr rest = rf_sip_stream_get_rest (&self->sip, &has_headers);

  if (has_headers)
    emit_cut (self, sink, rest, self->sip.need - rest.len);
  else if (rest.len > 0 && (self->was_sip || rf_sip_message_looks_like (rest.p, rest.len)))
    note_lost (self, rest.len, place);
  else if (rest.len > 0)
    rf_capture_sink_lose (sink, RF_LOSS_NOT_SIP, rest.len, place);
  if (self->mode == RF_TCP_WEBSOCKET && self->websocket.buffer && self->websocket.buffer->len > 0)
    note_lost (self, self->websocket.buffer->len, place);
  rf_sip_stream_reset (&self->sip);
  rf_websocket_reset (&self->websocket);
  self->mode = RF_TCP_SEARCHING;
}

/**
 * rf_tcp_stream_begin:
 * @self: a stream
 * @mode: %RF_TCP_SIP where the first byte of the connection comes next, or %RF_TCP_SEARCHING
 *
 * Says that another connection begins.
 */
void
rf_tcp_stream_begin (RfTcpStream *self,
                     RfTcpMode    mode)
{
  self->mode = mode;
  self->is_begun = mode == RF_TCP_SIP;
  self->was_sip = self->is_encrypted = self->is_other = FALSE;
}

/**
 * rf_tcp_stream_deliver:
 * @self: a stream
 * @sink: where messages go
 * @bytes: the bytes that come next
 *
 * Reads on. The time of a message is that of the segment that completed it; of one that does not
 * become whole, that of the one in which it began.
 */
void
rf_tcp_stream_deliver (RfTcpStream      *self,
                       RfCaptureSink    *sink,
                       const RfTcpBytes *bytes)
{
  RfTcpBytes rest = *bytes;

  self->time_ns = bytes->time_ns;
  self->place = bytes->place;
  if (self->mode == RF_TCP_SEARCHING && bytes->bytes.len > 0)
    search (self, sink, &rest);
  else if (is_asked_again (self, bytes->bytes))
    self->mode = RF_TCP_HANDSHAKE;
  switch (self->mode) {
  case RF_TCP_SIP:
    deliver_sip (self, sink, &rest);
    break;
  case RF_TCP_WEBSOCKET:
    deliver_websocket (self, sink, rest.bytes, &rest.place);
    break;
  case RF_TCP_HANDSHAKE:
    shake_hands (self, sink, rest.bytes, &rest.place);
    break;
  case RF_TCP_SEARCHING:
  default:
    pass_over (self, sink, rest.bytes, 0, &rest.place);
    break;
  }
  if (bytes->missing == 0)
    return;

  if (self->was_sip || self->mode != RF_TCP_SEARCHING)
    rf_capture_sink_lose (sink, RF_LOSS_TRUNCATED, bytes->missing, &bytes->place);
  end_message (self, sink, &bytes->place);
}

/**
 * rf_tcp_stream_skip:
 * @self: a stream
 * @sink: where messages go
 * @missing: bytes that were not captured
 * @place: where that was noticed
 *
 * Goes over a gap.
 *
 * Returns: whether @missing was counted, as it is where there was SIP before
 */
gboolean
rf_tcp_stream_skip (RfTcpStream          *self,
                    RfCaptureSink        *sink,
                    guint64               missing,
                    const RfCapturePlace *place)
{
  gboolean matters = self->was_sip || self->mode == RF_TCP_WEBSOCKET;

  end_message (self, sink, place);
  matters |= self->was_sip;
  if (matters)
    note_lost (self, missing, place);

  return matters;
}

/**
 * rf_tcp_stream_end:
 * @self: a stream
 * @sink: where messages go
 *
 * Nothing more will come. What a message lacks then was counted nowhere else.
 */
void
rf_tcp_stream_end (RfTcpStream   *self,
                   RfCaptureSink *sink)
{
  gboolean has_headers;
  gsize there = rf_sip_stream_get_rest (&self->sip, &has_headers).len;
  gsize lacking = has_headers ? self->sip.need - there : 0;

  end_message (self, sink, &self->place);
  if (lacking > 0)
    note_lost (self, lacking, &self->began);
  if (self->was_sip || self->lost_bytes > 0)
    claim (self);
  settle (self, sink);
  tell_lost (self, sink);
}

/**
 * rf_tcp_stream_get_size:
 * @self: a stream
 *
 * Returns: bytes that wait for others
 */
gsize
rf_tcp_stream_get_size (RfTcpStream *self)
{
  return (self->sip.buffer ? self->sip.buffer->len : 0) +
         (self->websocket.buffer ? self->websocket.buffer->len : 0) +
         (self->websocket.message ? self->websocket.message->len : 0);
}
