/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-private.h"

G_BEGIN_DECLS

void             rf_b2bua_note     (RfPlace         *place,
                                    RfArena         *arena,
                                    const RfMessage *invite,
                                    const RfUa      *from,
                                    const RfUa      *to);
const RfMessage *rf_b2bua_find_leg (const RfPlace      *place,
                                    const RfMessage    *invite,
                                    const RfSipMessage *sip,
                                    const RfUa         *from);
gboolean         rf_b2bua_is_namesake (const RfUa *caller,
                                       const RfUa *from);
RfStr            rf_b2bua_get_name (const RfMessage    *invite,
                                    const RfMessage    *leg);

G_END_DECLS
