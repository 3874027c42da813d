/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

gboolean rf_fork_hear_answer     (RfLeg                *leg,
                                  const struct sip_msg *msg);
gboolean rf_fork_has_credentials (const struct sip_msg *response);
void     rf_fork_stop            (void);

G_END_DECLS
