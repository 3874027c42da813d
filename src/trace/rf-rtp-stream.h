/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

#define RF_RTP_N_RATES    4
#define RF_RTP_N_PAYLOADS 4
#define RF_RTP_MAX_GAPS   8
/* A pause that a person takes for silence, and not for a bad line. */
#define RF_RTP_SILENCE_US G_USEC_PER_SEC

/**
 * RfRtpHeader:
 *
 * What the fixed header of an RTP packet says (RFC 3550 §5.1).
 */
typedef struct {
  guint8   payload;
  gboolean has_marker;
  guint16  seq;
  guint32  timestamp;
  guint32  ssrc;
} RfRtpHeader;

/**
 * RfRtpGap:
 * @from_us: when the last packet before it came
 * @to_us: when the next one came
 *
 * A time without packets.
 */
typedef struct {
  gint64 from_us;
  gint64 to_us;
} RfRtpGap;

/* Jitter at one clock rate, in ms. */
typedef struct {
  double now;
  double sum;
  double max;
} RfRtpJitter;

/**
 * RfRtpPayload:
 * @type: what the packets say that they are
 * @packets: how many say so
 * @n_jitters: how often jitter was measured
 * @last_us: when the last one came that counts for it
 *
 * The packets of a stream with one payload type. Jitter is measured among them alone, for those of
 * a pressed key (RFC 4733) are not in time with the sound.
 */
typedef struct {
  guint8      type;
  gboolean    has_last;
  guint32     last_timestamp;
  gint64      last_us;
  guint64     packets;
  guint64     n_jitters;
  RfRtpJitter jitters[RF_RTP_N_RATES];
} RfRtpPayload;

/**
 * RfRtpStream:
 * @packets: that came, copies too
 * @duplicates: of which this many had come before
 * @late: of which this many came behind one that was sent after them
 * @strays: of which this many had a number that belongs nowhere
 * @n_pauses: times of more than a second in which the sender had nothing to send
 * @n_gaps: other times of more than a second without a packet
 * @gaps: (array length=RF_RTP_MAX_GAPS): the first of them
 * @payloads: (array length=n_payloads): the payload types in it
 *
 * The packets of one sender in one direction, as they came. What codec a payload type means is
 * often said only later, so jitter is kept for each clock rate that telephones use.
 */
typedef struct {
  guint64      packets;
  guint64      duplicates;
  guint64      late;
  guint64      strays;
  gint64       first_us;
  gint64       last_us;
  guint        n_pauses;
  guint        n_gaps;
  RfRtpGap     gaps[RF_RTP_MAX_GAPS];
  guint        n_payloads;
  RfRtpPayload payloads[RF_RTP_N_PAYLOADS];

  /* Numbers with the turns of the 16 bits counted in. */
  guint64      base_seq;
  guint64      max_seq;
  guint64      expected_before; /* the number began anew */
  guint64      seen;            /* bit n: max_seq - n came */
  guint32      bad_seq;
  guint32      last_timestamp;  /* of the packet with the highest number */
  guint8       last_payload;
} RfRtpStream;

gboolean rf_rtp_header_read         (RfRtpHeader *self,
                                     RfStr        packet);
gboolean rf_rtp_stream_goes_on      (const RfRtpStream *self,
                                     const RfRtpHeader *header);
void     rf_rtp_stream_add          (RfRtpStream       *self,
                                     const RfRtpHeader *header,
                                     gint64             time_us);
gboolean rf_rtp_stream_ends_quietly (const RfRtpStream *self);
guint64  rf_rtp_stream_get_expected (const RfRtpStream *self);
guint64  rf_rtp_stream_get_lost     (const RfRtpStream *self);
gboolean rf_rtp_stream_get_jitter   (const RfRtpStream *self,
                                     guint              rate,
                                     guint              payloads,
                                     double            *mean_ms,
                                     double            *max_ms);

G_END_DECLS
