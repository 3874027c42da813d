/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-call-row.h"

G_BEGIN_DECLS

void rf_call_drag_add (RfCallRow *row);

G_END_DECLS
