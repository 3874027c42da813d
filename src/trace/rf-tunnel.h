/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

gboolean rf_tunnel_strip_gre (RfStr *bytes,
                              guint *ethertype);
gboolean rf_tunnel_strip_udp (guint  port,
                              RfStr *bytes,
                              guint *ethertype);
gboolean rf_tunnel_is_hep    (RfStr bytes);

G_END_DECLS
