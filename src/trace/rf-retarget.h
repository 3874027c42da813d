/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-private.h"

G_BEGIN_DECLS

void     rf_retarget_note_redirection (RfCallNode          *call,
                                       RfArena             *arena,
                                       const RfMessage     *answer);
gboolean rf_retarget_is_redirected    (const RfCallNode    *call,
                                       const RfSipMessage  *sip);
void     rf_retarget_note_request     (RfCallNode          *call,
                                       RfArena             *arena,
                                       const RfTransaction *transaction,
                                       RfUa                *ua);
void     rf_retarget_note_answer      (RfCallNode          *call,
                                       RfArena             *arena,
                                       const RfTransaction *transaction,
                                       RfStr                tag);
RfUa    *rf_retarget_find             (const RfCallNode    *call,
                                       RfStr                tag);

G_END_DECLS
