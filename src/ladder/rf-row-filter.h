/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfRowFilter:
 *
 * Which messages of a trace a person wants to see: those of transfers, of some methods, of some
 * calls, with some text in them. What is not set lets everything through; what is set has to hold
 * all at once. Knows no trace, so that it can stay while the trace changes.
 *
 * Signal "changed" (): it lets other messages through than before.
 */
#define RF_TYPE_ROW_FILTER (rf_row_filter_get_type ())
G_DECLARE_FINAL_TYPE (RfRowFilter, rf_row_filter, RF, ROW_FILTER, GObject)

/* The bit of a method in a set of methods. */
#define RF_ROW_FILTER_METHOD(method) (1u << (method))

RfRowFilter *rf_row_filter_new                (void);
RfRowFilter *rf_row_filter_copy               (RfRowFilter        *self);
void         rf_row_filter_set_transfers_only (RfRowFilter        *self,
                                               gboolean            transfers_only);
gboolean     rf_row_filter_get_transfers_only (RfRowFilter        *self);
void         rf_row_filter_set_methods        (RfRowFilter        *self,
                                               guint               methods);
guint        rf_row_filter_get_methods        (RfRowFilter        *self);
void         rf_row_filter_set_text           (RfRowFilter        *self,
                                               const char         *text);
const char  *rf_row_filter_get_text           (RfRowFilter        *self);
void         rf_row_filter_set_calls          (RfRowFilter        *self,
                                               const char * const *call_ids);
void         rf_row_filter_clear              (RfRowFilter        *self);
gboolean     rf_row_filter_is_empty           (RfRowFilter        *self);
char        *rf_row_filter_dup_words          (RfRowFilter        *self);
gboolean     rf_row_filter_passes             (RfRowFilter        *self,
                                               RfTrace            *trace,
                                               guint               message);

G_END_DECLS
