/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfFrameKind:
 * @RF_FRAME_OTHER: something that carries neither UDP nor TCP nor SCTP
 * @RF_FRAME_CUT: the headers are not all there
 * @RF_FRAME_UDP: a datagram
 * @RF_FRAME_TCP: a segment
 * @RF_FRAME_SCTP: a packet of SCTP, which is not read
 * @RF_FRAME_FRAGMENT: a part of an IP packet
 *
 * What was found in a frame.
 */
typedef enum {
  RF_FRAME_OTHER,
  RF_FRAME_CUT,
  RF_FRAME_UDP,
  RF_FRAME_TCP,
  RF_FRAME_SCTP,
  RF_FRAME_FRAGMENT,
} RfFrameKind;

#define RF_TCP_FIN 0x01
#define RF_TCP_SYN 0x02
#define RF_TCP_RST 0x04
#define RF_TCP_ACK 0x10

/**
 * RfFrame:
 * @payload: what the datagram, segment or fragment carries, as far as it was captured; of SCTP the
 *   whole packet
 * @missing: bytes of it that were not captured
 * @protocol: of a fragment
 * @id: which packet a fragment belongs to
 * @position: where in that packet a fragment belongs
 * @has_more: whether other fragments follow behind it
 * @lacks_fragments: of what was put together, whether @missing is of fragments that are not there,
 *   and not of one that was cut off
 *
 * A datagram, a segment or a fragment in a captured frame.
 */
typedef struct {
  RfFrameKind kind;
  RfEndpoint  source;
  RfEndpoint  destination;
  RfStr       payload;
  gsize       missing;

  guint32     seq;
  guint32     ack;
  guint8      flags;

  guint8      protocol;
  guint32     id;
  gsize       position;
  gboolean    has_more;
  gboolean    lacks_fragments;
} RfFrame;

void rf_frame_decode           (RfFrame *self,
                                guint    link_type,
                                RfStr    bytes);
void rf_frame_decode_transport (RfFrame *self,
                                guint    protocol,
                                RfStr    bytes);

G_END_DECLS
