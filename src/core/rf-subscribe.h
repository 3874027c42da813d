/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-agent.h"

G_BEGIN_DECLS

gboolean rf_subscribe_refuse (RfAgent              *agent,
                              const struct sip_msg *msg);

G_END_DECLS
