/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfExcerptFunc:
 * @message: index of a message
 * @user_data: what the caller knows
 *
 * Returns: whether the message is to be in the excerpt
 */
typedef gboolean (*RfExcerptFunc) (guint    message,
                                   gpointer user_data);

RfTrace *rf_excerpt_new       (RfTrace     *trace,
                               const char  *call_id,
                               GError     **error);
RfTrace *rf_excerpt_new_start (RfTrace     *trace,
                               guint        n_messages);
void     rf_excerpt_add       (RfTrace       *excerpt,
                               RfTrace       *trace,
                               guint          first,
                               RfExcerptFunc  wants,
                               gpointer       user_data);

G_END_DECLS
