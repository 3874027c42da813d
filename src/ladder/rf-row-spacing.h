/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-row-map.h"

G_BEGIN_DECLS

/* Height of a row, at scale 1. */
#define RF_ROW_HEIGHT 24.0

/**
 * RfRowSpacing:
 *
 * How far apart the rows of a ladder stand. Evenly, or by the time between them: half a second, the
 * T1 of RFC 3261, is a row, and up to 4 s, its T2, the room grows with the time. Less than half a
 * second has a row too, for its words. A longer pause is a break of fixed height, with its length
 * in it.
 *
 * What is known of the times is read in steps, and a sum for each row kept, so that the place of
 * any row is known at once.
 */
typedef struct _RfRowSpacing RfRowSpacing;

RfRowSpacing *rf_row_spacing_new           (RfTrace      *trace,
                                            RfRowMap     *map);
void          rf_row_spacing_free          (RfRowSpacing *self);
void          rf_row_spacing_set_true_time (RfRowSpacing *self,
                                            gboolean      true_time);
gboolean      rf_row_spacing_get_true_time (RfRowSpacing *self);
gboolean      rf_row_spacing_read          (RfRowSpacing *self,
                                            guint         most);
double        rf_row_spacing_get_top       (RfRowSpacing *self,
                                            guint         row);
double        rf_row_spacing_get_bottom    (RfRowSpacing *self,
                                            guint         row);
guint         rf_row_spacing_find          (RfRowSpacing *self,
                                            double        y,
                                            guint         n_rows);
char         *rf_row_spacing_dup_pause     (RfRowSpacing *self,
                                            guint         row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfRowSpacing, rf_row_spacing_free)

G_END_DECLS
