/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-lifeline-map.h"

G_BEGIN_DECLS

gboolean  rf_role_has_lifeline (RfTrace       *trace,
                                int            party,
                                const char    *id);
char     *rf_role_dup_subtitle (RfTrace       *trace,
                                RfLifelineMap *lines,
                                guint          column);

G_END_DECLS
