/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/* What fits into one segment; more than a datagram can carry is sent in several. */
#define RF_PACKET_SEGMENT 60000

/* Bytes behind those of @message that such a packet says it has. */
gsize       rf_packet_get_missing   (const RfTraceMessage *message);
gboolean    rf_packet_fits_datagram (const RfTraceMessage *message);
GByteArray *rf_packet_new           (const RfTraceMessage *message);
GByteArray *rf_packet_new_segment   (const RfTraceMessage *message,
                                     gsize                 start,
                                     guint32               seq);

G_END_DECLS
