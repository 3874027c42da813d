/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rf-baresip.h"

G_BEGIN_DECLS

void     rf_hush_begin (const struct sip_msg *invite);
void     rf_hush_end   (void);
gboolean rf_hush_hides (const uint8_t *packet,
                        size_t         length);

G_END_DECLS
