/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <handy.h>

G_BEGIN_DECLS

#define RF_TYPE_TRACE_WINDOW (rf_trace_window_get_type ())
G_DECLARE_FINAL_TYPE (RfTraceWindow, rf_trace_window, RF, TRACE_WINDOW, HdyApplicationWindow)

GtkWidget *rf_trace_window_new      (GtkApplication *app,
                                     GSettings      *settings,
                                     GFile          *file);
GFile     *rf_trace_window_get_file (RfTraceWindow  *self);
gboolean   rf_trace_window_is_outdated (RfTraceWindow *self);

G_END_DECLS
