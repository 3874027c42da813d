/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/* Of an INVITE that takes the place of a call (RFC 3891 §3): which call, and who loses it. */
int rf_replaced_find_dialog (RfTrace *trace,
                             guint    message);
int rf_replaced_find_party  (RfTrace *trace,
                             guint    message);

G_END_DECLS
