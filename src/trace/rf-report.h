/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfReportKind:
 * @RF_REPORT_STATUS: it says how the call stands
 * @RF_REPORT_EMPTY: it says nothing
 * @RF_REPORT_CUT: what it says was not captured
 * @RF_REPORT_UNREADABLE: it says something else
 *
 * What a NOTIFY about a transfer reports.
 */
typedef enum {
  RF_REPORT_STATUS,
  RF_REPORT_EMPTY,
  RF_REPORT_CUT,
  RF_REPORT_UNREADABLE,
} RfReportKind;

RfReportKind rf_report_get_kind        (const RfTraceMessage *message,
                                        const RfSipMessage   *sip);
gboolean     rf_report_is_waived       (const RfTraceMessage *message,
                                        const RfSipMessage   *sip);
gboolean     rf_report_is_unwanted     (const RfTraceMessage *subscribe);
gboolean     rf_report_refusal_is_final (guint status);

G_END_DECLS
