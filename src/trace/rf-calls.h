/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-index-table.h"
#include "rf-pool.h"
#include "rf-trace-private.h"
#include "rf-transactions.h"

G_BEGIN_DECLS

/**
 * RfCalls:
 *
 * What has one Call-ID is one call here, until that is over and an INVITE begins another with it. A
 * message asks for its call once; everything else about the message is then compared within that.
 */
typedef struct _RfCalls RfCalls;

RfCalls    *rf_calls_new  (RfArena            *arena);
void        rf_calls_free (RfCalls            *self);
RfCallNode *rf_calls_get  (RfCalls            *self,
                           RfTransactions     *transactions,
                           const RfTraceInput *input,
                           const RfSipMessage *sip);
RfCallNode *rf_calls_find (RfCalls            *self,
                           RfStr               call_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfCalls, rf_calls_free)

G_END_DECLS
