/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-dbus-control.h"

G_BEGIN_DECLS

/* For the other files of this layer. */
#define RF_CONTROL_ERROR_FAILED     "org.referee.Control1.Error.Failed"
#define RF_CONTROL_ERROR_NO_CALL    "org.referee.Control1.Error.NoCall"
#define RF_CONTROL_ERROR_MANY_CALLS "org.referee.Control1.Error.ManyCalls"

void rf_control_return_error (GDBusMethodInvocation *invocation,
                              const GError          *error);

G_END_DECLS
