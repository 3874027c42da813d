/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

/**
 * RfWebsocketHandshake:
 * @RF_WEBSOCKET_HANDSHAKE: it goes on
 * @RF_WEBSOCKET_AGREED: frames with SIP come next
 * @RF_WEBSOCKET_NONE: it was none, or about something else
 */
typedef enum {
  RF_WEBSOCKET_HANDSHAKE,
  RF_WEBSOCKET_AGREED,
  RF_WEBSOCKET_NONE,
} RfWebsocketHandshake;

/**
 * RfWebsocket:
 * @buffer: (nullable): frames, or headers of a handshake, that are not whole yet
 * @n_taken: bytes at the beginning of @buffer that were read; none are left once there are no more
 *   messages
 * @message: (nullable): the parts of a message that came up to now
 * @is_broken: what came next was no frame
 *
 * A stream of WebSocket frames. Put it into something that was set to zero.
 */
typedef struct {
  GByteArray *buffer;
  gsize       n_taken;
  GByteArray *message;
  gboolean    is_handed_over;
  gboolean    is_broken;
} RfWebsocket;

gboolean             rf_websocket_looks_like           (RfStr bytes);
gboolean             rf_websocket_looks_like_handshake (RfStr bytes);
RfWebsocketHandshake rf_websocket_shake_hands          (RfWebsocket *self,
                                                        RfStr       *bytes);
gboolean             rf_websocket_add                  (RfWebsocket *self,
                                                        RfStr        bytes);
gboolean             rf_websocket_next                 (RfWebsocket *self,
                                                        RfStr       *message);
void                 rf_websocket_reset                (RfWebsocket *self);

G_END_DECLS
