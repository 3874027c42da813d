/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-baresip.h"

#include <glib.h>

G_BEGIN_DECLS

gboolean rf_referred_by_read (const struct sip_msg *refer,
                              char                **value);

G_END_DECLS
