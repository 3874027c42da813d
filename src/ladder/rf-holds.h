/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-lifeline-map.h"

G_BEGIN_DECLS

/**
 * RfHoldSpan:
 * @party: lifeline of the one who waits
 * @first: index of the message that put it on hold
 * @last: index of the message that ended it; G_MAXUINT while it lasts
 */
typedef struct {
  int   party;
  guint first;
  guint last;
} RfHoldSpan;

/* When which party is on hold, learnt message by message. */
typedef struct _RfHolds RfHolds;

RfHolds          *rf_holds_new     (void);
RfHolds          *rf_holds_new_of  (RfTrace *trace);
void              rf_holds_free    (RfHolds *self);
void              rf_holds_add     (RfHolds *self,
                                    RfTrace *trace,
                                    guint    index);
guint             rf_holds_get_n_spans (RfHolds *self);
const RfHoldSpan *rf_holds_get_span    (RfHolds *self,
                                        guint    index);

/* Who is on hold beside one message after another. */
typedef struct _RfHoldSweep RfHoldSweep;

RfHoldSweep      *rf_hold_sweep_new  (RfHolds       *holds,
                                      RfLifelineMap *lines);
void              rf_hold_sweep_free (RfHoldSweep *self);
void              rf_hold_sweep_go   (RfHoldSweep *self,
                                      guint        message);
gboolean          rf_hold_sweep_has  (RfHoldSweep *self,
                                      guint        column);
const GArray     *rf_hold_sweep_get_columns (RfHoldSweep *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfHolds, rf_holds_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfHoldSweep, rf_hold_sweep_free)

G_END_DECLS
