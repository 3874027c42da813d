/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

gboolean rf_sctp_may_hold_sip (RfStr packet);

G_END_DECLS
