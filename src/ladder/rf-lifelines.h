/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfLifelines:
 *
 * How a person wants the lifelines: what they are called, which of them are one, in what order they
 * stand. Parties are known by their id (#RfTraceParty), so that the same wishes hold for every
 * trace that they come in. What nobody has changed is as the trace has it.
 *
 * Signal "changed" (): something is wanted otherwise than before.
 */
#define RF_TYPE_LIFELINES (rf_lifelines_get_type ())
G_DECLARE_FINAL_TYPE (RfLifelines, rf_lifelines, RF, LIFELINES, GObject)

RfLifelines *rf_lifelines_new        (void);
RfLifelines *rf_lifelines_copy       (RfLifelines        *self);
gboolean     rf_lifelines_is_plain   (RfLifelines        *self);
void         rf_lifelines_rename     (RfLifelines        *self,
                                      const char         *id,
                                      const char         *name);
const char  *rf_lifelines_get_name   (RfLifelines        *self,
                                      const char         *id);
const char  *rf_lifelines_get_label  (RfLifelines        *self,
                                      const RfTraceParty *party);
void         rf_lifelines_merge      (RfLifelines        *self,
                                      const char         *id,
                                      const char         *into);
void         rf_lifelines_split      (RfLifelines        *self,
                                      const char         *id);
const char  *rf_lifelines_get_leader (RfLifelines        *self,
                                      const char         *id);
void         rf_lifelines_set_order  (RfLifelines        *self,
                                      const char * const *ids);
int          rf_lifelines_get_place  (RfLifelines        *self,
                                      const char         *id);
gboolean     rf_lifelines_can_undo   (RfLifelines        *self);
void         rf_lifelines_undo       (RfLifelines        *self);
void         rf_lifelines_reset      (RfLifelines        *self);

G_END_DECLS
