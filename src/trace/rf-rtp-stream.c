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
#define OLD_NOISE     19 /* what some still send for it (RFC 3551 §6) */
/* How far the clock of a sender may be off behind a pause, in parts of the pause and in ms. */
#define PAUSE_PART    0.05
#define PAUSE_MS      100
/* Limits as in RFC 3550 §A.1: a number so far ahead, or so far back, means that the sender began
 * anew. Back it is as far as copies are known as such, for what is beyond that may be either; the
 * RFC has 100, at which a short recording that is repeated passes for packets that were late. */
#define MAX_DROPOUT   3000
#define SEEN_BITS     64
#define NO_SEQ        (G_MAXUINT16 + 1u)

/* What the number of a packet says of it. */
typedef enum {
  ARRIVED_NEWEST,
  ARRIVED_LATE,
  ARRIVED_AGAIN,
  ARRIVED_ASTRAY,
  ARRIVED_ANEW, /* behind another that seemed astray: the sender began anew */
} Arrival;

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

/* NULL where there are too many types. */
static RfRtpPayload *
get_payload (RfRtpStream *self,
             guint8       type)
{
  for (guint i = 0; i < self->n_payloads; i++) {
    if (self->payloads[i].type == type)
      return &self->payloads[i];
  }
  if (self->n_payloads == RF_RTP_N_PAYLOADS)
    return NULL;
  self->payloads[self->n_payloads].type = type;

  return &self->payloads[self->n_payloads++];
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

static Arrival
note_behind (RfRtpStream *self,
             guint        behind)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << behind;

  if (self->seen & bit) {
    self->duplicates++;
    return ARRIVED_AGAIN;
  }
  self->seen |= bit;
  self->late++;
  self->base_seq = MIN (self->base_seq, self->max_seq - behind);

  return ARRIVED_LATE;
}

/* A number that belongs nowhere, unless the next one follows it (RFC 3550 §A.1). */
static Arrival
note_jump (RfRtpStream *self,
           guint16      seq)
{
  if (seq != self->bad_seq) {
    self->bad_seq = (seq + 1) & G_MAXUINT16;
    self->strays++;
    return ARRIVED_ASTRAY;
  }
  self->strays--;
  self->expected_before += count_run (self);
  begin_run (self, (guint16) (seq - 1));
  self->max_seq++;
  self->seen = 3;

  return ARRIVED_ANEW;
}

static Arrival
note_seq (RfRtpStream *self,
          guint16      seq)
{
  int ahead = (gint16) (guint16) (seq - (guint16) self->max_seq);

  if (ahead > 0 && ahead < MAX_DROPOUT) {
    self->seen = ahead < SEEN_BITS ? self->seen << ahead | 1 : 1;
    self->max_seq += (guint) ahead;
    self->bad_seq = NO_SEQ;
    return ARRIVED_NEWEST;
  }
  if (ahead <= 0 && -ahead < SEEN_BITS)
    return note_behind (self, (guint) -ahead);

  return note_jump (self, seq);
}

static gboolean
is_noise (guint8 payload)
{
  return payload == COMFORT_NOISE || payload == OLD_NOISE;
}

/* Whether a sender says that nobody spoke (RFC 3551 §4.1): by comfort noise, or by a marker behind
 * a time that its clock has counted, at one of the rates. */
static gboolean
is_pause (const RfRtpStream *self,
          const RfRtpHeader *header,
          gint64             time_us)
{
  double units = (gint32) (header->timestamp - self->last_timestamp);
  double passed_ms = (time_us - self->last_us) / 1000.0;

  if (is_noise (self->last_payload))
    return TRUE;
  for (guint i = 0; i < RF_RTP_N_RATES && header->has_marker; i++) {
    if (fabs (passed_ms - units * 1000 / rates[i]) <= MAX (PAUSE_MS, passed_ms * PAUSE_PART))
      return TRUE;
  }

  return FALSE;
}

static void
note_gap (RfRtpStream       *self,
          const RfRtpHeader *header,
          gint64             time_us)
{
  if (is_pause (self, header, time_us)) {
    self->n_pauses++;
    return;
  }
  if (self->n_gaps < RF_RTP_MAX_GAPS)
    self->gaps[self->n_gaps] = (RfRtpGap) { self->last_us, time_us };
  self->n_gaps++;
}

/* RFC 3550 §A.8: each packet against the one that came before it, whatever their numbers. */
static void
note_jitter (RfRtpPayload *self,
             guint32       timestamp,
             gint64        time_us)
{
  double units = (gint32) (timestamp - self->last_timestamp);
  double passed_ms = (time_us - self->last_us) / 1000.0;

  for (guint i = 0; i < RF_RTP_N_RATES && self->has_last; i++) {
    RfRtpJitter *jitter = &self->jitters[i];
    double off_ms = fabs (passed_ms - units * 1000 / rates[i]);

    jitter->now += (off_ms - jitter->now) / 16;
    jitter->sum += jitter->now;
    jitter->max = MAX (jitter->max, jitter->now);
  }
  self->n_jitters += self->has_last ? 1 : 0;
  self->has_last = TRUE;
  self->last_timestamp = timestamp;
  self->last_us = time_us;
}

/* After a silence, or where the sender began anew, the clocks of both sides do too. */
static void
begin_clocks (RfRtpStream *self)
{
  for (guint i = 0; i < self->n_payloads; i++)
    self->payloads[i].has_last = FALSE;
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

  if (is_noise (self->last_payload))
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
 * Takes note of a packet. A copy of one that came before is counted as such, and says nothing of
 * the jitter: the network, or who captured it, made it on the way.
 */
void
rf_rtp_stream_add (RfRtpStream       *self,
                   const RfRtpHeader *header,
                   gint64             time_us)
{
  RfRtpPayload *payload;
  Arrival arrival = ARRIVED_ANEW;

  g_return_if_fail (self != NULL && header != NULL);

  if (self->packets++ == 0) {
    begin_run (self, header->seq);
    self->first_us = time_us;
  } else {
    if (time_us - self->last_us > RF_RTP_SILENCE_US) {
      note_gap (self, header, time_us);
      begin_clocks (self);
    }
    arrival = note_seq (self, header->seq);
  }
  if (arrival == ARRIVED_ANEW)
    begin_clocks (self);
  payload = get_payload (self, header->payload);
  if (payload)
    payload->packets++;
  if (payload && arrival != ARRIVED_AGAIN && arrival != ARRIVED_ASTRAY)
    note_jitter (payload, header->timestamp, time_us);
  if (arrival == ARRIVED_NEWEST || arrival == ARRIVED_ANEW)
    self->last_timestamp = header->timestamp;
  self->last_us = time_us;
  self->last_payload = header->payload;
}

/**
 * rf_rtp_stream_ends_quietly:
 * @self: a stream
 *
 * Returns: whether it may have ended because nobody spoke any more: its sender does send nothing
 *   then, or comfort noise came last, and not alone, as what keeps the way through a firewall open
 */
gboolean
rf_rtp_stream_ends_quietly (const RfRtpStream *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->n_pauses > 0 || (is_noise (self->last_payload) && self->n_payloads > 1);
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
 * @payloads: a bit for each of its payload types that is sound at this rate
 * @mean_ms: (out): mean jitter, in ms
 * @max_ms: (out): the highest
 *
 * Returns: whether it is known; it is not for rates that no telephone uses
 */
gboolean
rf_rtp_stream_get_jitter (const RfRtpStream *self,
                          guint              rate,
                          guint              payloads,
                          double            *mean_ms,
                          double            *max_ms)
{
  guint at = 0;
  guint64 n_jitters = 0;
  double sum = 0;
  double max = 0;

  g_return_val_if_fail (self != NULL && mean_ms != NULL && max_ms != NULL, FALSE);

  while (at < RF_RTP_N_RATES && rates[at] != rate)
    at++;
  for (guint i = 0; i < self->n_payloads && at < RF_RTP_N_RATES; i++) {
    if (!(payloads & 1u << i))
      continue;
    n_jitters += self->payloads[i].n_jitters;
    sum += self->payloads[i].jitters[at].sum;
    max = MAX (max, self->payloads[i].jitters[at].max);
  }
  if (n_jitters == 0)
    return FALSE;
  *mean_ms = sum / n_jitters;
  *max_ms = max;

  return TRUE;
}
