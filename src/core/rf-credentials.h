/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

int      rf_credentials_answer      (char      **user,
                                     char      **password,
                                     const char *realm,
                                     void       *account);
void     rf_credentials_judge       (RfLeg          *leg,
                                     struct sip_msg *response);
gboolean rf_credentials_are_for     (RfLeg *leg);
void     rf_credentials_registered  (RfAccount *account);
void     rf_credentials_leg_ended   (RfLeg *leg);
void     rf_credentials_stop        (void);

G_END_DECLS
