/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-pool.h"
#include "rf-trace-private.h"

G_BEGIN_DECLS

/**
 * RfTransactions:
 *
 * Puts messages together that belong to one transaction, and finds the copies among them.
 */
typedef struct _RfTransactions RfTransactions;

RfTransactions *rf_transactions_new  (RfArena      *arena,
                                      const RfPool *messages);
void            rf_transactions_free (RfTransactions *self);
gboolean        rf_transactions_know (RfTransactions     *self,
                                      const RfSipMessage *sip,
                                      RfCallNode         *call);
void            rf_transactions_add  (RfTransactions     *self,
                                      RfMessage          *message,
                                      const RfSipMessage *sip,
                                      RfCallNode         *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTransactions, rf_transactions_free)

G_END_DECLS
