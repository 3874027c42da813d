/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-rtp-stream.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfRtpFlow:
 * @stream: what was counted
 * @turn: of the ports when the last packet came
 *
 * The packets with one SSRC from one address to another, in one call.
 */
typedef struct {
  RfEndpoint  source;
  RfEndpoint  destination;
  guint32     ssrc;
  RfRtpStream stream;
  guint64     turn;
} RfRtpFlow;

typedef enum {
  RF_RTP_OTHER, /* no RTP */
  RF_RTP_TAKEN,
  RF_RTP_LEFT_OUT, /* there is no room for one more flow */
} RfRtpVerdict;

/**
 * RfRtpFlows:
 *
 * Everything in a capture that may be RTP. Packets often come before the message that says what
 * they are, so all are counted, and who asks looks for the flows of the addresses he knows.
 */
typedef struct _RfRtpFlows RfRtpFlows;

RfRtpFlows      *rf_rtp_flows_new        (guint max_flows);
RfRtpFlows      *rf_rtp_flows_ref        (RfRtpFlows *self);
void             rf_rtp_flows_unref      (RfRtpFlows *self);
void             rf_rtp_flows_learn       (RfRtpFlows *self,
                                          const char *message,
                                          gsize       length);
RfRtpVerdict     rf_rtp_flows_take       (RfRtpFlows       *self,
                                          const RfEndpoint *source,
                                          const RfEndpoint *destination,
                                          RfStr             packet,
                                          gint64            time_us);
guint            rf_rtp_flows_get_n      (RfRtpFlows *self);
const RfRtpFlow *rf_rtp_flows_get        (RfRtpFlows *self,
                                          guint       index);
guint64          rf_rtp_flows_get_serial (RfRtpFlows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfRtpFlows, rf_rtp_flows_unref)

G_END_DECLS
