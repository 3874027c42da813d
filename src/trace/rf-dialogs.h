/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-calls.h"

G_BEGIN_DECLS

/**
 * RfDialogs:
 *
 * The dialogs of a trace, with a record for each branch of a forked request.
 */
typedef struct _RfDialogs RfDialogs;

RfDialogs *rf_dialogs_new     (RfArena *arena,
                               RfCalls *calls);
void       rf_dialogs_free    (RfDialogs *self);
void       rf_dialogs_add     (RfDialogs          *self,
                               RfMessage          *message,
                               const RfSipMessage *sip,
                               const RfEnds       *ends);
RfDialog  *rf_dialogs_find    (RfDialogs *self,
                               RfStr      call_id,
                               RfStr      tag,
                               RfStr      other_tag);
RfDialog  *rf_dialogs_find_call_between (RfDialogs *self,
                                         RfUa      *a,
                                         RfUa      *b);
RfDialog  *rf_dialogs_find_ended_call_between (RfDialogs *self,
                                               RfUa      *a,
                                               RfUa      *b);
guint      rf_dialogs_get_n   (RfDialogs *self);
RfDialog  *rf_dialogs_get     (RfDialogs *self,
                               guint      index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfDialogs, rf_dialogs_free)

G_END_DECLS
