/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture-file.h"
#include "rf-str.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfRecord:
 * @time_ns: ns since 1970-01-01 UTC, up to the year 2262
 * @before_ns: time of the packet before it on the same interface; its own where it is the first
 * @link_type: what the bytes begin with, as pcap files number it
 * @bytes: what was captured, in the map of the file
 * @length: bytes on the wire
 * @offset: where in the file the record begins
 * @transport: how the message in it came, where the file tells
 *
 * A packet as a capture file holds it.
 */
typedef struct {
  gint64      time_ns;
  gint64      before_ns;
  guint       link_type;
  RfStr       bytes;
  gsize       length;
  guint64     offset;
  RfTransport transport;
} RfRecord;

/**
 * RfRecordStatus:
 * @RF_RECORD_PACKET: the record is filled
 * @RF_RECORD_SKIPPED: something else that belongs into such a file was passed over
 * @RF_RECORD_DAMAGED: bytes that make no sense were passed over
 * @RF_RECORD_CUT: the same, and they are the beginning of a packet that the file ends within
 * @RF_RECORD_END: nothing more, or not all of it, is there yet
 *
 * What reading on has brought.
 */
typedef enum {
  RF_RECORD_PACKET,
  RF_RECORD_SKIPPED,
  RF_RECORD_DAMAGED,
  RF_RECORD_CUT,
  RF_RECORD_END,
} RfRecordStatus;

/* No packet that was ever on a wire is longer; a length beyond is damage. */
#define RF_RECORD_MAX (1024 * 1024)

G_END_DECLS
