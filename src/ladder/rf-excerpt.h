/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

RfTrace *rf_excerpt_new (RfTrace     *trace,
                         const char  *call_id,
                         GError     **error);

G_END_DECLS
