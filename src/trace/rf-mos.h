/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double   rf_mos_estimate (const char *codec,
                          double      loss,
                          double      jitter_ms);
gboolean rf_mos_is_bad   (double mos);

G_END_DECLS
