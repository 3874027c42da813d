/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-dbus-core.h"

G_BEGIN_DECLS

void rf_tap_start (RfDBusPhone *phone);
void rf_tap_stop  (void);
void rf_tap_flush (void);

G_END_DECLS
