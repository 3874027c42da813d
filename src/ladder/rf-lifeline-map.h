/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-lifelines.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfLifelineMap:
 *
 * In which column each party of a trace stands: one a party, in the order of the trace, unless
 * #RfLifelines wants it otherwise.
 */
typedef struct _RfLifelineMap RfLifelineMap;

RfLifelineMap *rf_lifeline_map_new         (RfTrace       *trace,
                                            RfLifelines   *lifelines);
void           rf_lifeline_map_free        (RfLifelineMap *self);
void           rf_lifeline_map_set_lifelines (RfLifelineMap *self,
                                            RfLifelines   *lifelines);
gboolean       rf_lifeline_map_update      (RfLifelineMap *self);
guint          rf_lifeline_map_get_n       (RfLifelineMap *self);
int            rf_lifeline_map_find        (RfLifelineMap *self,
                                            int            party);
int            rf_lifeline_map_get_party   (RfLifelineMap *self,
                                            guint          column);
guint          rf_lifeline_map_count       (RfLifelineMap *self,
                                            guint          column);
const char    *rf_lifeline_map_get_name    (RfLifelineMap *self,
                                            int            party);
const char    *rf_lifeline_map_get_kind    (RfLifelineMap *self,
                                            guint          column);
char          *rf_lifeline_map_dup_label   (RfLifelineMap *self,
                                            int            column);
char          *rf_lifeline_map_dup_party   (RfLifelineMap *self,
                                            int            party);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfLifelineMap, rf_lifeline_map_free)

G_END_DECLS
