/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-private.h"

G_BEGIN_DECLS

void rf_trigger_match (RfAttempt         **newest,
                       RfMessage          *message,
                       const RfSipMessage *sip,
                       RfArena            *arena);

G_END_DECLS
