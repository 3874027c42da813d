/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-index-table.h"
#include "rf-pool.h"
#include "rf-trace-private.h"

G_BEGIN_DECLS

/**
 * RfParties:
 *
 * Who speaks to whom. A phone is known by its SIP identity, whatever addresses it uses; a proxy,
 * which has none of its own in the messages that it forwards, by its address.
 */
typedef struct _RfParties RfParties;

RfParties          *rf_parties_new      (RfArena      *arena,
                                         const RfPool *messages);
void                rf_parties_free     (RfParties *self);
void                rf_parties_set_places (RfParties          *self,
                                           RfMessage          *message,
                                           RfCallNode         *call,
                                           const RfTraceInput *input);
void                rf_parties_place    (RfParties          *self,
                                         RfMessage          *message,
                                         const RfSipMessage *sip,
                                         RfEnds             *ends);
RfUa               *rf_parties_find     (RfParties *self,
                                         RfStr      uri);
void                rf_parties_name     (RfParties *self,
                                         RfStr      uri,
                                         RfStr      name);
guint               rf_parties_get_n    (RfParties *self);
const RfTraceParty *rf_parties_get      (RfParties *self,
                                         guint      index);
int                 rf_ua_get_index     (const RfUa *ua);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfParties, rf_parties_free)

G_END_DECLS
