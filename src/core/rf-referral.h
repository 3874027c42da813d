/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-baresip.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * RfReferral:
 * @uri: whom to call: a sip, sips or tel URI without brackets and headers
 * @replaces: (nullable): what the Replaces header of the INVITE must say, unescaped
 * @require_replaces: whether the target must refuse rather than ring when it cannot replace
 * @referred_by: (nullable): in whose name, as it was received
 *
 * What a REFER asks us to do.
 */
typedef struct {
  char    *uri;
  char    *replaces;
  gboolean require_replaces;
  char    *referred_by;
} RfReferral;

guint rf_referral_read  (RfReferral           *self,
                         const struct sip_msg *refer,
                         const char          **reason);
void  rf_referral_clear (RfReferral *self);

G_END_DECLS
