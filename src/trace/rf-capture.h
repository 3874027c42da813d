/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfCaptureReport:
 * @packets: packets read
 * @messages: SIP messages found
 * @skipped: packets that hold no SIP
 * @damaged_bytes: bytes that were not understood
 * @problem: (nullable): sentence about why reading ended early; the part before it is in the trace
 */
typedef struct {
  guint64 packets;
  guint64 messages;
  guint64 skipped;
  guint64 damaged_bytes;
  char   *problem;
} RfCaptureReport;

void     rf_capture_report_clear (RfCaptureReport *report);
/* Reads a pcap or pcapng file into @trace. FALSE with @error only where nothing at all could be
 * read. */
gboolean rf_capture_read         (const char       *path,
                                  RfTrace          *trace,
                                  RfCaptureReport  *report,
                                  GError          **error);
/* Writes @trace as pcapng: UDP over IP frames with the times of the messages, phases and transfers
 * as packet comments. */
gboolean rf_capture_write        (const char       *path,
                                  RfTrace          *trace,
                                  GError          **error);

G_END_DECLS
