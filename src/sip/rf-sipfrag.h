/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

gboolean rf_sipfrag_parse (RfStr  body,
                           guint *status,
                           RfStr *reason);

G_END_DECLS
