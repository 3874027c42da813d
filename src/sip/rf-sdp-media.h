/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-sdp.h"

G_BEGIN_DECLS

#define RF_SDP_MAX_MEDIA 8
#define RF_SDP_MAX_CODECS 16

/**
 * RfSdpCodec:
 * @name: as it is written; empty where a dynamic payload type has no rtpmap
 * @rate: in Hz, 0 where it is not known
 */
typedef struct {
  guint8  payload;
  guint   rate;
  RfStr   name;
} RfSdpCodec;

/**
 * RfSdpMedia:
 * @kind: "audio", "video"
 * @port: where the sender of the description wants to receive; 0 where it does not want the stream
 * @address: from its own line or that of the session; empty where there is none
 * @direction: as the sender of the description sees it
 * @is_encrypted: whether it is SRTP
 * @can_send_keys: whether keys go as telephone-event (RFC 4733)
 * @ptime: milliseconds in a packet, 0 where nothing is said
 * @codecs: (array length=n_codecs): in the order of preference, without telephone-event
 * @at: its m= line
 *
 * One stream of a session description.
 */
typedef struct {
  RfStr          kind;
  guint          port;
  RfStr          protocol;
  RfStr          address;
  RfSdpDirection direction;
  gboolean       is_encrypted;
  gboolean       can_send_keys;
  guint          ptime;
  guint          n_codecs;
  RfSdpCodec     codecs[RF_SDP_MAX_CODECS];
  RfStr          at;
} RfSdpMedia;

guint    rf_sdp_read_media      (RfStr       body,
                                 RfSdpMedia *media,
                                 guint       n_media);
gboolean rf_sdp_media_is_nulled (const RfSdpMedia *self);

G_END_DECLS
