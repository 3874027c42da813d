/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-control-call.h"
#include "rf-phone.h"

G_BEGIN_DECLS

void rf_control_ask (RfPhone               *phone,
                     GPtrArray             *calls,
                     RfControlCall         *call,
                     const char            *target,
                     GDBusMethodInvocation *invocation);

G_END_DECLS
