/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

GByteArray *rf_packet_new (const RfTraceMessage *message);

G_END_DECLS
