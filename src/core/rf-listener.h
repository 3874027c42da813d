/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

gboolean        rf_listener_start      (RfAgent *agent);
void            rf_listener_stop       (void);
const RfInvite *rf_listener_get_invite (const char *call_id);

G_END_DECLS
