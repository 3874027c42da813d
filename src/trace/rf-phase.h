/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-private.h"

G_BEGIN_DECLS

guint      rf_phase_of          (const RfMessage *message);
RfAttempt *rf_phase_get_attempt (const RfMessage *message);

G_END_DECLS
