/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

void rf_redirect_judge (RfLeg          *leg,
                        struct sip_msg *response);

G_END_DECLS
