/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

typedef enum {
  RF_SDP_SENDRECV,
  RF_SDP_SENDONLY,
  RF_SDP_RECVONLY,
  RF_SDP_INACTIVE,
} RfSdpDirection;

/**
 * RfSdp:
 * @direction: of the first audio stream, as the sender of the description sees it
 * @is_hold: whether the sender wants to hear nothing: sendonly, inactive, or the old address
 *   0.0.0.0
 * @codec: name of the first audio codec; empty where it is not known
 *
 * What a ladder tells of a session description.
 */
typedef struct {
  RfSdpDirection direction;
  gboolean       is_hold;
  RfStr          codec;
} RfSdp;

gboolean rf_sdp_parse (RfSdp *self,
                       RfStr  body);

G_END_DECLS
