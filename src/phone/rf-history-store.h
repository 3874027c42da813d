/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-history-entry.h"

G_BEGIN_DECLS

#define RF_HISTORY_KEPT 10000 /* calls, the newest */

typedef enum {
  RF_HISTORY_ERROR_DAMAGED,
  RF_HISTORY_ERROR_TOO_NEW,
  RF_HISTORY_ERROR_UNUSABLE, /* the file or its disk cannot be read or written */
} RfHistoryError;

#define RF_HISTORY_ERROR (rf_history_error_quark ())
GQuark rf_history_error_quark (void);

/**
 * RfHistoryStore:
 *
 * The file of the history. It waits for the disk, so it is for a thread of its own: one at a time
 * may use it. Several programs may have the same file open.
 */
typedef struct _RfHistoryStore RfHistoryStore;

RfHistoryStore *rf_history_store_open      (const char  *path,
                                            GError     **error);
void            rf_history_store_close     (RfHistoryStore *self);
gboolean        rf_history_store_put       (RfHistoryStore        *self,
                                            const RfHistoryRecord *record,
                                            GError               **error);
GPtrArray      *rf_history_store_load      (RfHistoryStore  *self,
                                            guint            n_max,
                                            GError         **error);
gboolean        rf_history_store_remove    (RfHistoryStore  *self,
                                            gint64           id,
                                            GError         **error);
gboolean        rf_history_store_clear     (RfHistoryStore  *self,
                                            GError         **error);
char           *rf_history_store_set_aside (const char  *path,
                                            GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfHistoryStore, rf_history_store_close)

G_END_DECLS
