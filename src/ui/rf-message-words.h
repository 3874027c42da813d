/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-lifelines.h"
#include "rf-trace.h"

G_BEGIN_DECLS

char *rf_message_words_title (RfTrace     *trace,
                              guint        message,
                              RfLifelines *lifelines);
char *rf_message_words_route (const RfTraceMessage *message);
char *rf_message_words_time  (gint64 time_us);

G_END_DECLS
