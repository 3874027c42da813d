/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

gboolean rf_tcp_is_beginning   (RfStr bytes);
gboolean rf_tcp_may_begin      (RfStr bytes);
gboolean rf_tcp_is_message     (RfStr bytes);
gsize    rf_tcp_find_beginning (RfStr bytes);

G_END_DECLS
