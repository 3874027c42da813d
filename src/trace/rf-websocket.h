/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

/**
 * RfWebsocket:
 * @buffer: (nullable): frames that are not whole yet
 * @n_taken: bytes at the beginning of @buffer that were read; none are left once there are no more
 *   messages
 * @message: (nullable): the parts of a message that came up to now
 *
 * A stream of WebSocket frames. Put it into something that was set to zero.
 */
typedef struct {
  GByteArray *buffer;
  gsize       n_taken;
  GByteArray *message;
  gboolean    is_handed_over;
} RfWebsocket;

gboolean rf_websocket_looks_like (RfStr bytes);
gboolean rf_websocket_add        (RfWebsocket *self,
                                  RfStr        bytes);
gboolean rf_websocket_next       (RfWebsocket *self,
                                  RfStr       *message);
void     rf_websocket_reset      (RfWebsocket *self);

G_END_DECLS
