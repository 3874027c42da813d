/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-row-map.h"

G_BEGIN_DECLS

gboolean rf_fold_has_problem (RfTrace  *trace,
                              RfRowMap *map,
                              guint     row,
                              guint     limit);
char    *rf_fold_dup_words   (RfTrace  *trace,
                              RfRowMap *map,
                              guint     row,
                              guint     limit);
char    *rf_fold_dup_spoken  (RfTrace    *trace,
                              RfRowMap   *map,
                              guint       row,
                              guint       limit,
                              const char *time);

G_END_DECLS
