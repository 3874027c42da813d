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

typedef struct _RfExcerptPlan RfExcerptPlan;

RfTrace *rf_excerpt_new       (RfTrace     *trace,
                               const char  *call_id,
                               GError     **error);
RfTrace *rf_excerpt_new_start (RfTrace     *trace,
                               guint        n_messages);
void     rf_excerpt_add       (RfTrace       *excerpt,
                               RfTrace       *trace,
                               guint          first,
                               guint          end,
                               RfExcerptFunc  wants,
                               gpointer       user_data);
int      rf_excerpt_find      (RfTrace              *trace,
                               const RfTraceMessage *message);

RfExcerptPlan *rf_excerpt_plan_new  (RfTrace       *trace,
                                     guint          n_messages);
RfTrace       *rf_excerpt_plan_make (RfExcerptPlan *self);
void           rf_excerpt_plan_free (RfExcerptPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfExcerptPlan, rf_excerpt_plan_free)

G_END_DECLS
