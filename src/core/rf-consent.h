/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-agent.h"
#include "rf-referral.h"

G_BEGIN_DECLS

/* The status of what the account does not let others ask of it. */
#define RF_CONSENT_STATUS 603

guint    rf_consent_judge          (RfAccount            *account,
                                    const struct sip_msg *refer,
                                    RfReferral           *referral,
                                    const char          **reason);
gboolean rf_consent_is_own_address (RfAccount  *account,
                                    const char *contact,
                                    const char *uri);

G_END_DECLS
