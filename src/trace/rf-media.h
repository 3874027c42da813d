/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-pool.h"
#include "rf-sdp-media.h"
#include "rf-trace-private.h"

G_BEGIN_DECLS

/* Bits of what was agreed: sound from the caller to the callee, and back. */
#define RF_MEDIA_FORTH 1
#define RF_MEDIA_BACK  2
#define RF_MEDIA_BOTH  3

/**
 * RfMediaSpan:
 * @from_us: since when
 * @ways: who may be heard, by the descriptions of both sides
 */
typedef struct {
  gint64 from_us;
  guint  ways;
} RfMediaSpan;

/**
 * RfMediaCall:
 * @dialog: the call
 * @first: message with the first description
 * @answer: the first 200, or the ACK to it where there is one
 * @answered_us: 0 while it was not
 * @ended_us: 0 while it is up
 * @last_us: when the last message of it came
 * @spans: (element-type RfMediaSpan): what was agreed, in order of time
 *
 * What the two sides of a call have agreed about sound.
 */
typedef struct {
  RfDialog       *dialog;
  guint           first;
  guint           answer;
  guint32         answer_cseq;
  gint64          answered_us;
  gint64          ended_us;
  gint64          last_us;
  RfSdpDirection  directions[2];
  gboolean        is_deaf[2]; /* wants to receive nothing */
  GArray         *spans;
} RfMediaCall;

/**
 * RfMediaPort:
 * @call: number of the call
 * @side: who wants to receive there: 0 the caller, 1 the callee
 * @message: what says so
 */
typedef struct {
  guint  call;
  guint  side;
  guint  message;
  gint64 time_us;
} RfMediaPort;

/**
 * RfMedia:
 *
 * Where the phones of a trace want to receive sound, and who may be heard when (RFC 3264), learnt
 * from the session descriptions of its calls.
 */
typedef struct _RfMedia RfMedia;

gboolean           rf_media_may_describe  (RfSipMethod method,
                                           guint       status);
guint              rf_media_read_audio    (const RfSipMessage *sip,
                                           RfSdpMedia         *media);
gboolean           rf_media_read_endpoint (RfEndpoint       *endpoint,
                                           const RfSdpMedia *media);

RfMedia           *rf_media_new       (const RfPool *messages);
void               rf_media_free      (RfMedia *self);
void               rf_media_read      (RfMedia *self);
guint              rf_media_get_n     (RfMedia *self);
const RfMediaCall *rf_media_get       (RfMedia *self,
                                       guint    call);
const RfMediaPort *rf_media_find_port (RfMedia          *self,
                                       const RfEndpoint *endpoint,
                                       const RfEndpoint *peer,
                                       gint64            time_us);
int                rf_media_find_call (RfMedia *self,
                                       RfStr    call_id);
gboolean           rf_media_find_codec (RfMedia    *self,
                                        guint       message,
                                        guint8      payload,
                                        RfSdpCodec *codec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfMedia, rf_media_free)

G_END_DECLS
