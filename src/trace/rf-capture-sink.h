/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture.h"
#include "rf-rtp-flows.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfCaptureSink:
 *
 * Where all that is found in a capture goes: messages, in order of time, into the trace, and what
 * was lost into the report.
 */
typedef struct _RfCaptureSink RfCaptureSink;

RfCaptureSink   *rf_capture_sink_new         (RfTrace *trace,
                                              guint    max_waiting);
void             rf_capture_sink_free        (RfCaptureSink *self);
RfCaptureReport *rf_capture_sink_get_report  (RfCaptureSink *self);
void             rf_capture_sink_set_source  (RfCaptureSink *self,
                                              GBytes        *bytes);
void             rf_capture_sink_set_flows   (RfCaptureSink *self,
                                              RfRtpFlows    *flows);
void             rf_capture_sink_add         (RfCaptureSink        *self,
                                              const RfTraceInput   *input,
                                              const RfCapturePlace *place);
void             rf_capture_sink_lose        (RfCaptureSink        *self,
                                              RfLossKind            kind,
                                              guint64               bytes,
                                              const RfCapturePlace *place);
void             rf_capture_sink_skip_all    (RfCaptureSink       *self,
                                              const RfCaptureLoss *all);
gboolean         rf_capture_sink_flush       (RfCaptureSink *self,
                                              gint64         deadline_us);
double           rf_capture_sink_get_pending (RfCaptureSink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfCaptureSink, rf_capture_sink_free)

G_END_DECLS
