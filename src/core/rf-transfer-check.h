/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

gboolean rf_transfer_check_uri    (RfLeg       *leg,
                                   const char  *target,
                                   GError     **error);
gboolean rf_transfer_check_leg    (RfLeg   *leg,
                                   RfLeg   *target,
                                   GError **error);
char    *rf_transfer_dup_refer_to (RfLeg *target);

G_END_DECLS
