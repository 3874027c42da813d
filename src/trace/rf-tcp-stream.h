/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture-sink.h"
#include "rf-sip-stream.h"
#include "rf-websocket.h"

G_BEGIN_DECLS

/**
 * RfTcpMode:
 * @RF_TCP_SEARCHING: the beginning of a message is looked for
 * @RF_TCP_SIP: a message, or what is left of one, comes next
 * @RF_TCP_HANDSHAKE: HTTP headers come next, behind which there may be frames
 * @RF_TCP_WEBSOCKET: a frame comes next
 */
typedef enum {
  RF_TCP_SEARCHING,
  RF_TCP_SIP,
  RF_TCP_HANDSHAKE,
  RF_TCP_WEBSOCKET,
} RfTcpMode;

/**
 * RfTcpStream:
 * @was_sip: whether there was SIP in it
 * @is_encrypted: whether there was TLS in it
 * @is_begun: whether it was there from its first byte on
 * @is_other: whether it is of another protocol; messages in the middle of that are quoted
 * @began_ns: when a message began that is not whole yet
 * @began: where it began
 * @unsure: what was passed over before there was SIP, in a stream that was found in its middle; not
 *   told to the sink yet
 * @lost_bytes: bytes lost since the last message, not told to the sink yet
 *
 * One direction of a TCP connection, as bytes in their order.
 */
typedef struct {
  RfEndpoint     source;
  RfEndpoint     destination;
  RfTcpMode      mode;
  gboolean       was_sip;
  gboolean       is_encrypted;
  gboolean       is_begun;
  gboolean       is_other;
  RfSipStream    sip;
  RfWebsocket    websocket;
  gint64         time_ns;
  RfCapturePlace place;
  gint64         began_ns;
  RfCapturePlace began;
  RfCaptureLoss  unsure;
  guint64        lost_bytes;
  RfCapturePlace lost_place;
} RfTcpStream;

/* Bytes of a segment, as far as they were captured. */
typedef struct {
  RfStr          bytes;
  gsize          missing;
  gboolean       is_mapped;
  gint64         time_ns;
  RfCapturePlace place;
} RfTcpBytes;

void     rf_tcp_stream_begin    (RfTcpStream *self,
                                 RfTcpMode    mode);
void     rf_tcp_stream_deliver  (RfTcpStream      *self,
                                 RfCaptureSink    *sink,
                                 const RfTcpBytes *bytes);
gboolean rf_tcp_stream_skip     (RfTcpStream          *self,
                                 RfCaptureSink        *sink,
                                 guint64               missing,
                                 const RfCapturePlace *place);
void     rf_tcp_stream_end      (RfTcpStream   *self,
                                 RfCaptureSink *sink);
gsize    rf_tcp_stream_get_size (RfTcpStream *self);

G_END_DECLS
