/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-rtp-stream"

#include "config.h"

#include "rf-rtp-stream.h"

#include "rf-bytes.h"

#include <math.h>

#define HEADER_LENGTH 12
#define VERSION       2
/* Payload types that RTCP packets seem to have where both share a port (RFC 5761 §4). */
#define FIRST_RTCP    64
#define LAST_RTCP     95
#define COMFORT_NOISE 13 /* RFC 3389 */
/* Limits of RFC 3550 §A.1: a number so far ahead means that the sender began anew. */
#define MAX_DROPOUT   3000
#define NO_SEQ        (G_MAXUINT16 + 1u)
/* Copies are known as such as long as their number is one of the last so many. */
#define SEEN_BITS     64

static const guint rates[RF_RTP_N_RATES] = { 8000, 16000, 32000, 48000 };

/**
 * rf_rtp_header_read:
 * @self: (out): what it says
 * @packet: a datagram, or the beginning of one
 *
 * Returns: whether @packet may be RTP, encrypted or not; multiplexed RTCP is not (RFC 5761)
 */
gboolean
rf_rtp_header_read (RfRtpHeader *self,
                    RfStr        packet)
{
  guint second;

  g_return_val_if_fail (self != NULL, FALSE);

  if (packet.len < HEADER_LENGTH || rf_get_u8 (packet, 0) >> 6 != VERSION)
    return FALSE;
  second = rf_get_u8 (packet, 1);
  self->payload = second & 0x7f;
  if (self->payload >= FIRST_RTCP && self->payload <= LAST_RTCP)
    return FALSE;
  self->has_marker = second >> 7;
  self->seq = (guint16) rf_get_be16 (packet, 2);
  self->timestamp = rf_get_be32 (packet, 4);
  self->ssrc = rf_get_be32 (packet, 8);

  return TRUE;
}

static void
note_payload (RfRtpStream *self,
              guint8       type)
{
  for (guint i = 0; i < self->n_payloads; i++) {
    if (self->payloads[i].type == type) {
      self->payloads[i].packets++;
      return;
    }
  }
  if (self->n_payloads == RF_RTP_N_PAYLOADS)
    return;
  self->payloads[self->n_payloads].type = type;
  self->payloads[self->n_payloads++].packets = 1;
}

static guint64
count_run (const RfRtpStream *self)
{
  return self->max_seq - self->base_seq + 1;
}

/* Numbers are counted from the second turn on, so that one before the first has its place. */
static void
begin_run (RfRtpStream *self,
           guint16      seq)
{
  self->base_seq = self->max_seq = (guint64) G_MAXUINT16 + 1 + seq;
  self->seen = 1;
  self->bad_seq = NO_SEQ;
}

static void
note_behind (RfRtpStream *self,
             guint        behind)
{
  guint64 bit = behind < SEEN_BITS ? G_GUINT64_CONSTANT (1) << behind : 0;

  if (self->seen & bit) {
    self->duplicates++;
    return;
  }
  self->seen |= bit;
  self->late++;
  self->base_seq = MIN (self->base_seq, self->max_seq - behind);
}

/* A number that belongs nowhere, unless the next one follows it (RFC 3550 §A.1). */
static void
note_jump (RfRtpStream *self,
           guint16      seq)
{
  if (seq != self->bad_seq) {
    self->bad_seq = (seq + 1) & G_MAXUINT16;
    self->strays++;
    return;
  }
  self->strays--;
  self->expected_before += count_run (self);
  begin_run (self, (guint16) (seq - 1));
  self->max_seq++;
  self->seen = 3;
}

/* Whether the packet is the newest of all, by its number. */
static gboolean
note_seq (RfRtpStream *self,
          guint16      seq)
{
  int ahead = (gint16) (guint16) (seq - (guint16) self->max_seq);

  if (ahead > 0 && ahead < MAX_DROPOUT) {
    self->seen = ahead < SEEN_BITS ? self->seen << ahead | 1 : 1;
    self->max_seq += (guint) ahead;
    self->bad_seq = NO_SEQ;
    return TRUE;
  }
  if (ahead <= 0 && -ahead < MAX_DROPOUT)
    note_behind (self, (guint) -ahead);
  else
    note_jump (self, seq);

  return FALSE;
}

/* A sender of comfort noise is silent because there is nothing to hear. */
static void
note_gap (RfRtpStream *self,
          gint64       time_us)
{
  if (self->last_payload == COMFORT_NOISE)
    return;
  if (self->n_gaps < RF_RTP_MAX_GAPS)
    self->gaps[self->n_gaps] = (RfRtpGap) { self->last_us, time_us };
  self->n_gaps++;
}

/* RFC 3550 §A.8. The packets of a pressed key all have one timestamp, and say nothing. */
static void
note_jitter (RfRtpStream *self,
             guint32      timestamp,
             gint64       passed_us)
{
  double units = (gint32) (timestamp - self->last_timestamp);

  if (units == 0)
    return;
  self->n_jitters++;
  for (guint i = 0; i < RF_RTP_N_RATES; i++) {
    RfRtpJitter *jitter = &self->jitters[i];
    double off_ms = fabs (passed_us / 1000.0 - units * 1000 / rates[i]);

    jitter->now += (off_ms - jitter->now) / 16;
    jitter->sum += jitter->now;
    jitter->max = MAX (jitter->max, jitter->now);
  }
}

/**
 * rf_rtp_stream_goes_on:
 * @self: a stream that has packets
 * @header: the next packet
 *
 * Returns: whether its numbers go on where those of the stream were, or there was comfort noise
 */
gboolean
rf_rtp_stream_goes_on (const RfRtpStream *self,
                       const RfRtpHeader *header)
{
  int ahead;

  g_return_val_if_fail (self != NULL && header != NULL, FALSE);

  if (self->last_payload == COMFORT_NOISE)
    return TRUE;
  ahead = (gint16) (guint16) (header->seq - (guint16) self->max_seq);

  return ahead > 0 && ahead < MAX_DROPOUT &&
         (gint32) (header->timestamp - self->last_timestamp) > 0;
}

/**
 * rf_rtp_stream_add:
 * @self: a stream; zeros before the first packet
 * @header: the next packet
 * @time_us: when it came
 *
 * Takes note of a packet.
 */
void
rf_rtp_stream_add (RfRtpStream       *self,
                   const RfRtpHeader *header,
                   gint64             time_us)
{
  gint64 passed_us = time_us - self->last_us;
  guint64 before = self->expected_before;
  gboolean is_newest = FALSE;
  gboolean is_anew;

  g_return_if_fail (self != NULL && header != NULL);

  note_payload (self, header->payload);
  if (self->packets++ == 0) {
    begin_run (self, header->seq);
    self->first_us = time_us;
    is_anew = TRUE;
  } else {
    if (passed_us > RF_RTP_SILENCE_US)
      note_gap (self, time_us);
    is_newest = note_seq (self, header->seq);
    is_anew = passed_us > RF_RTP_SILENCE_US || self->expected_before != before;
  }
  /* After a silence, or where the sender began anew, the clocks of both sides do too. */
  if (is_newest && !is_anew)
    note_jitter (self, header->timestamp, passed_us);
  if (is_newest || is_anew)
    self->last_timestamp = header->timestamp;
  self->last_us = time_us;
  self->last_payload = header->payload;
}

/**
 * rf_rtp_stream_get_expected:
 * @self: a stream
 *
 * Returns: how many packets were sent, by their numbers
 */
guint64
rf_rtp_stream_get_expected (const RfRtpStream *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->packets > 0 ? self->expected_before + count_run (self) : 0;
}

/**
 * rf_rtp_stream_get_lost:
 * @self: a stream
 *
 * Returns: how many of them did not come
 */
guint64
rf_rtp_stream_get_lost (const RfRtpStream *self)
{
  guint64 expected, came;

  g_return_val_if_fail (self != NULL, 0);

  expected = rf_rtp_stream_get_expected (self);
  came = self->packets - self->duplicates - self->strays;

  return expected > came ? expected - came : 0;
}

/**
 * rf_rtp_stream_get_jitter:
 * @self: a stream
 * @rate: clock rate of its timestamps, in Hz
 * @mean_ms: (out): mean jitter, in ms
 * @max_ms: (out): the highest
 *
 * Returns: whether it is known; it is not for rates that no telephone uses
 */
gboolean
rf_rtp_stream_get_jitter (const RfRtpStream *self,
                          guint              rate,
                          double            *mean_ms,
                          double            *max_ms)
{
  g_return_val_if_fail (self != NULL && mean_ms != NULL && max_ms != NULL, FALSE);

  for (guint i = 0; i < RF_RTP_N_RATES && self->n_jitters > 0; i++) {
    if (rates[i] != rate)
      continue;
    *mean_ms = self->jitters[i].sum / self->n_jitters;
    *max_ms = self->jitters[i].max;
    return TRUE;
  }

  return FALSE;
}
