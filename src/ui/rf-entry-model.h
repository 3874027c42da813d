/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-entry-list.h"
#include "rf-lifelines.h"

G_BEGIN_DECLS

typedef enum {
  RF_ENTRY_COLUMN_ICON,
  RF_ENTRY_COLUMN_TEXT, /* who and what became of it, as markup in two lines */
  RF_ENTRY_COLUMN_TIME, /* when and how long, as markup in two lines; with the date where some
                         * are of another day */
  RF_ENTRY_COLUMN_KIND, /* what it is, in a word */
  RF_N_ENTRY_COLUMNS,
} RfEntryColumn;

typedef enum {
  RF_ENTRY_SORT_TIME,
  RF_ENTRY_SORT_DURATION, /* the longest first */
  RF_ENTRY_SORT_OUTCOME,  /* what went wrong first */
  RF_ENTRY_SORT_KIND,     /* transfers first */
  RF_ENTRY_SORT_FROM,     /* by the name of who called, or of the transferee */
  RF_ENTRY_SORT_TO,       /* by the name of who was called, or of the target */
} RfEntrySort;

#define RF_ENTRY_SHOW_ALL (-1)

#define RF_TYPE_ENTRY_MODEL (rf_entry_model_get_type ())
G_DECLARE_FINAL_TYPE (RfEntryModel, rf_entry_model, RF, ENTRY_MODEL, GObject)

RfEntryModel *rf_entry_model_new        (RfTrace *trace);
RfEntryList  *rf_entry_model_get_list   (RfEntryModel *self);
RfTrace      *rf_entry_model_get_trace  (RfEntryModel *self);
guint         rf_entry_model_get_n_rows (RfEntryModel *self);
guint         rf_entry_model_get_entry  (RfEntryModel *self,
                                         guint         row);
gboolean      rf_entry_model_has_dates  (RfEntryModel *self);
void          rf_entry_model_set_lifelines (RfEntryModel *self,
                                            RfLifelines  *lifelines);
void          rf_entry_model_update     (RfEntryModel *self);
gboolean      rf_entry_model_prepare    (RfEntryModel *self,
                                         gint64        budget_us);
gboolean      rf_entry_model_is_ready   (RfEntryModel *self);
void          rf_entry_model_arrange    (RfEntryModel *self,
                                         const char   *search,
                                         int           kind,
                                         RfEntrySort   sort,
                                         gboolean      reversed);

G_END_DECLS
