/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-private.h"

G_BEGIN_DECLS

void rf_trigger_note_refer  (RfAttempt          *attempt,
                             const RfMessage    *message,
                             RfArena            *arena);
void rf_trigger_note_call   (RfAttempt          *attempt,
                             const RfMessage    *message,
                             RfArena            *arena);
void rf_trigger_note_answer (RfAttempt          *attempt,
                             const RfMessage    *answer,
                             guint               status);
void rf_trigger_match       (RfUa               *from,
                             RfMessage          *message,
                             const RfSipMessage *sip,
                             RfArena            *arena);

G_END_DECLS
