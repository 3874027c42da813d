/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture-sink.h"
#include "rf-frame.h"

G_BEGIN_DECLS

/**
 * RfTcp:
 *
 * The TCP connections of a capture: each direction is a stream, put together from its segments.
 */
typedef struct _RfTcp RfTcp;

RfTcp *rf_tcp_new   (RfCaptureSink *sink);
void   rf_tcp_free  (RfTcp *self);
void   rf_tcp_take  (RfTcp                *self,
                     const RfFrame        *segment,
                     gint64                time_ns,
                     gboolean              is_mapped,
                     const RfCapturePlace *place);
void   rf_tcp_flush (RfTcp *self);

G_END_DECLS
