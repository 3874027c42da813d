/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder.h"

G_BEGIN_DECLS

gboolean rf_ladder_check_lifelines  (RfTrace       *trace,
                                     const RfLook  *look,
                                     GError       **error);
guint    rf_ladder_count_affordable (RfLadder *self,
                                     guint     most,
                                     guint     n_strokes);

G_END_DECLS
