/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-rtp-flows.h"
#include "rf-trace.h"

G_BEGIN_DECLS

#define RF_AUDIO_CODEC_LENGTH 16

/**
 * RfAudioStream:
 * @way: 0 from the caller to the callee, 1 back
 * @source: family 0 where a phone told of the stream, and not a capture
 * @codec: as SDP names it, printable; "" where no description says it
 * @rate: clock rate in Hz, 0 where it is not known
 * @packets: that came
 * @expected: that were sent, by their numbers; 0 while that is not known
 * @lost: that did not come
 * @duplicates: that came again
 * @late: that came behind one that was sent after them
 * @jitter_ms: mean jitter (RFC 3550 §A.8) in ms, -1 where it cannot be told
 * @max_jitter_ms: the highest
 * @mos: see rf_mos_estimate(); 0 where it cannot be told
 * @n_gaps: times of more than a second without a packet, in which nobody says that nobody spoke
 * @gaps: the first of them
 * @ends_quietly: whether it may have ended because nobody spoke any more
 *
 * RTP packets with one SSRC, from one address to another.
 */
typedef struct {
  guint       way;
  RfEndpoint  source;
  RfEndpoint  destination;
  guint32     ssrc;
  char        codec[RF_AUDIO_CODEC_LENGTH];
  guint       rate;
  guint64     packets;
  guint64     expected;
  guint64     lost;
  guint64     duplicates;
  guint64     late;
  double      jitter_ms;
  double      max_jitter_ms;
  double      mos;
  gint64      first_us;
  gint64      last_us;
  guint       n_gaps;
  RfRtpGap    gaps[RF_RTP_MAX_GAPS];
  gboolean    ends_quietly;
} RfAudioStream;

/**
 * RfAudioWay:
 * @agreed_us: how long it was agreed that both be heard
 * @silent_us: how long of this nothing came for more than a second
 * @silent_from_us: when the first such time began; means nothing where there was none
 * @is_missing: nothing came, though it was agreed for long enough
 * @is_bad: what came was for more than a moment, and bad
 *
 * The sound of a call in one direction. What the same sound did on several hops is not added up:
 * the worst counts. Other fields are as in #RfAudioStream.
 */
typedef struct {
  char     codec[RF_AUDIO_CODEC_LENGTH];
  guint64  packets;
  guint64  expected;
  guint64  lost;
  double   jitter_ms;
  double   max_jitter_ms;
  double   mos;
  gint64   agreed_us;
  gint64   silent_us;
  gint64   silent_from_us;
  gboolean is_missing;
  gboolean is_bad;
} RfAudioWay;

/**
 * RfAudioMark:
 * @RF_AUDIO_BAD: what somebody heard was bad, see rf_mos_is_bad()
 * @RF_AUDIO_GAPS: somebody heard nothing for more than a second, though there was sound before or
 *   after that
 * @RF_AUDIO_ONE_WAY: one of the two heard nothing at all
 * @RF_AUDIO_SILENT: neither did
 *
 * What was wrong with the sound of a call, while both were to be heard; the worst of it.
 */
typedef enum {
  RF_AUDIO_AS_AGREED,
  RF_AUDIO_BAD,
  RF_AUDIO_GAPS,
  RF_AUDIO_ONE_WAY,
  RF_AUDIO_SILENT,
} RfAudioMark;

/**
 * RfTraceAudio:
 * @dialog: index of the call
 * @after: index of the message behind which it began; never falls from one to the next
 * @parties: lifelines of the caller and of the callee, or -1
 * @begin_us: when the first packet came, or, where none did, when the call was answered
 * @end_us: when the last one came, or the call ended
 * @ways: from the caller to the callee, and back
 * @streams: (array length=n_streams): what the figures were made of
 *
 * The sound of one call.
 */
typedef struct {
  int                  dialog;
  guint                after;
  int                  parties[2];
  gint64               begin_us;
  gint64               end_us;
  RfAudioMark          mark;
  RfAudioWay           ways[2];
  const RfAudioStream *streams;
  guint                n_streams;
} RfTraceAudio;

/**
 * RfAudioCount:
 * @packets: since the answer
 * @lost: that did not come, -1 while it is not known
 * @jitter_ms: -1 while it is not known
 *
 * One direction of the sound of a call, as a phone counts it.
 */
typedef struct {
  guint64 packets;
  gint64  lost;
  double  jitter_ms;
} RfAudioCount;

/**
 * RfAudioReport:
 * @is_caller: whether the phone that tells it has placed the call
 * @codec: "opus/48000/2"
 *
 * What a phone tells of the sound of one of its calls, again and again while it is up.
 */
typedef struct {
  gint64       time_us;
  const char  *call_id;
  gboolean     is_caller;
  const char  *codec;
  RfAudioCount received;
  RfAudioCount sent;
} RfAudioReport;

void                rf_trace_report_audio (RfTrace             *self,
                                           const RfAudioReport *report);
/* Makes the sound of the calls in both known to @self, as it is in @from now. */
void                rf_trace_share_audio  (RfTrace *self,
                                           RfTrace *from);
/* What the trace binds to its calls; it looks again whenever they grow. */
void                rf_trace_set_rtp      (RfTrace    *self,
                                           RfRtpFlows *flows);
void                rf_trace_tell_audio   (RfTrace *self);
/* A number that changes with what follows. */
guint64             rf_trace_get_audio_serial (RfTrace *self);
guint               rf_trace_get_n_audios (RfTrace *self);
/* The first that began behind @message or a later one; how many there are where there is none. */
guint               rf_trace_find_audio   (RfTrace *self,
                                           guint    message);
/* Valid until the trace grows. */
const RfTraceAudio *rf_trace_get_audio    (RfTrace *self,
                                           guint    index);

const char         *rf_audio_mark_to_string (RfAudioMark mark);

G_END_DECLS
