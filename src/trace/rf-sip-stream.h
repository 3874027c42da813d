/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

/**
 * RfSipStreamBody:
 * @RF_SIP_STREAM_BODY_ANY: something that may hold whole messages
 * @RF_SIP_STREAM_BODY_FRAGMENT: a part of a message (RFC 3420)
 * @RF_SIP_STREAM_BODY_PLAIN: a description of a session, or what has no type
 */
typedef enum {
  RF_SIP_STREAM_BODY_ANY,
  RF_SIP_STREAM_BODY_FRAGMENT,
  RF_SIP_STREAM_BODY_PLAIN,
} RfSipStreamBody;

/**
 * RfSipStream:
 * @buffer: (nullable): a message that has begun; %NULL while none was ever split
 * @need: bytes of the whole message, or 0 while its headers are not all there
 * @headers: bytes of its headers, from then on
 * @body: what its body is, from then on
 *
 * Where one message ends in a stream and the next begins. Put it into something that was set to
 * zero.
 */
typedef struct {
  GByteArray     *buffer;
  gsize           need;
  gsize           headers;
  RfSipStreamBody body;
  gboolean        is_handed_over;
} RfSipStream;

/**
 * RfSipStreamStatus:
 * @RF_SIP_STREAM_MESSAGE: a message is there
 * @RF_SIP_STREAM_MORE: all bytes were taken, and the next message is not whole
 * @RF_SIP_STREAM_LOST: what stands where a message should begin is none
 */
typedef enum {
  RF_SIP_STREAM_MESSAGE,
  RF_SIP_STREAM_MORE,
  RF_SIP_STREAM_LOST,
} RfSipStreamStatus;

RfSipStreamStatus rf_sip_stream_next      (RfSipStream *self,
                                           RfStr       *bytes,
                                           RfStr       *message,
                                           gboolean    *is_copied);
RfStr             rf_sip_stream_get_rest  (RfSipStream *self,
                                           gboolean    *has_headers);
gboolean          rf_sip_stream_may_quote (const RfSipStream *self);
void              rf_sip_stream_reset     (RfSipStream *self);

G_END_DECLS
