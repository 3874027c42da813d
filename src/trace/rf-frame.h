/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfFrame:
 * @payload: what the datagram carries, as far as it was captured
 * @missing: bytes of the datagram that are not there: cut off by the capture, or in later fragments
 *
 * A datagram in a captured frame.
 */
typedef struct {
  RfTransport transport;
  RfEndpoint  source;
  RfEndpoint  destination;
  RfStr       payload;
  gsize       missing;
} RfFrame;

gboolean rf_frame_knows_link (int link_type);
gboolean rf_frame_decode     (RfFrame *self,
                              int      link_type,
                              RfStr    bytes);

G_END_DECLS
