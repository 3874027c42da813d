/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-tcp-stream.h"

G_BEGIN_DECLS

/* A segment that waits. Its bytes are its own. */
typedef struct {
  guint32    seq;
  RfTcpBytes bytes;
} RfTcpSegment;

/**
 * RfTcpQueue:
 * @segments: of #RfTcpSegment, in the order of their sequence numbers
 * @n_bytes: bytes in all of them
 * @since_ns: when the first of them was put in
 *
 * Segments that wait for others. Put it into something that was set to zero.
 */
typedef struct {
  GQueue segments;
  gsize  n_bytes;
  gint64 since_ns;
} RfTcpQueue;

void                rf_tcp_queue_add        (RfTcpQueue       *self,
                                             guint32           seq,
                                             const RfTcpBytes *bytes);
const RfTcpSegment *rf_tcp_queue_peek       (const RfTcpQueue *self);
void                rf_tcp_queue_drop_first (RfTcpQueue *self);
void                rf_tcp_queue_move_first (RfTcpQueue *self,
                                             RfTcpQueue *to);
void                rf_tcp_queue_clear      (RfTcpQueue *self);
gboolean            rf_tcp_queue_reaches    (const RfTcpQueue *self,
                                             guint32           end);
GByteArray         *rf_tcp_queue_dup_start  (const RfTcpQueue *self,
                                             gsize             max);
gboolean            rf_tcp_segment_cut      (RfTcpBytes *bytes,
                                             gsize       known);

G_END_DECLS
