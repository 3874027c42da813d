/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-dialogs.h"

G_BEGIN_DECLS

/*
 * Which calls an attempt is about: the one that it transfers, and the one in which its transferor
 * has asked the target first. What becomes of them is noted here, too.
 */

void rf_attempt_calls_find              (RfAttempt          *attempt,
                                         RfDialogs          *dialogs,
                                         const RfSipMessage *sip);
void rf_attempt_calls_settle            (RfAttempt          *attempt);
void rf_attempt_calls_on_cancel         (RfMessage          *message,
                                         RfUa               *sender);
void rf_attempt_calls_on_bye            (RfMessage          *message,
                                         RfUa               *sender);
void rf_attempt_calls_on_session_change (RfMessage          *message,
                                         const RfSipMessage *sip);

G_END_DECLS
