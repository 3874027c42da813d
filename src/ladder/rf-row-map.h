/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-row-filter.h"

G_BEGIN_DECLS

/**
 * RfRowMap:
 *
 * Which messages of a trace stand in which row of its ladder. Where nothing is filtered and nothing
 * folded that is one a message, and takes no memory; else a row is a message that passes the
 * filter, or all messages of a folded phase that would stand below one another. The sound of a call
 * has a row of its own below the message with which it began.
 *
 * It reads the trace in steps, so that a long one can be shown before it was read to its end.
 */
typedef struct _RfRowMap RfRowMap;

RfRowMap *rf_row_map_new         (RfTrace     *trace);
void      rf_row_map_free        (RfRowMap    *self);
void      rf_row_map_set_filter  (RfRowMap    *self,
                                  RfRowFilter *filter);
RfRowFilter *rf_row_map_get_filter (RfRowMap   *self);
gboolean  rf_row_map_set_folded  (RfRowMap    *self,
                                  guint        phase,
                                  int          transfer,
                                  gboolean     folded);
gboolean  rf_row_map_get_folded  (RfRowMap    *self,
                                  guint        phase,
                                  int          transfer);
gboolean  rf_row_map_unfold_all  (RfRowMap    *self);
GArray   *rf_row_map_dup_folds   (RfRowMap    *self);
void      rf_row_map_set_folds   (RfRowMap    *self,
                                  GArray      *folds);
void      rf_row_map_restart     (RfRowMap    *self);
guint     rf_row_map_get_generation (RfRowMap *self);
void      rf_row_map_note_new    (RfRowMap    *self,
                                  guint        first,
                                  guint        count);
gboolean  rf_row_map_read        (RfRowMap    *self,
                                  guint        most);

guint     rf_row_map_get_n_rows  (RfRowMap    *self,
                                  guint        limit);
guint     rf_row_map_get_message (RfRowMap    *self,
                                  guint        row);
int       rf_row_map_get_audio   (RfRowMap    *self,
                                  guint        row);
gboolean  rf_row_map_is_fold     (RfRowMap    *self,
                                  guint        row);
guint     rf_row_map_count       (RfRowMap    *self,
                                  guint        row,
                                  guint        limit);
gboolean  rf_row_map_says_failure (RfRowMap   *self,
                                   guint       row,
                                   guint       limit);
guint     rf_row_map_count_messages (RfRowMap *self,
                                     guint     limit);
int       rf_row_map_find        (RfRowMap    *self,
                                  guint        message);
guint     rf_row_map_find_from   (RfRowMap    *self,
                                  guint        message);
gboolean  rf_row_map_shows       (RfRowMap    *self,
                                  guint        message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfRowMap, rf_row_map_free)

G_END_DECLS
