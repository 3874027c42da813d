/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-history-entry.h"

G_BEGIN_DECLS

#define RF_HISTORY_LISTED 200 /* calls, the newest */

typedef enum {
  RF_HISTORY_PROBLEM_NONE,
  RF_HISTORY_PROBLEM_DAMAGED,  /* was set aside, at "problem-detail"; a new one was begun */
  RF_HISTORY_PROBLEM_TOO_NEW,  /* belongs to a newer version of the program; is left alone */
  RF_HISTORY_PROBLEM_UNUSABLE, /* cannot be read or written, for the reason in "problem-detail" */
} RfHistoryProblem;

/**
 * RfHistory:
 *
 * The calls of the past, in a file: a GListModel of #RfHistoryEntry, newest first, the newest
 * %RF_HISTORY_LISTED of those that the file keeps. A call that is not over is kept but not listed.
 *
 * Nothing here waits for the disk: a thread does, and whatever was given to it is written before
 * the history is finalized. What goes wrong is told by "problem" and never stops the phone.
 *
 * Properties, all notify: "problem" (i, RfHistoryProblem), "problem-detail" (s).
 */
#define RF_TYPE_HISTORY (rf_history_get_type ())
G_DECLARE_FINAL_TYPE (RfHistory, rf_history, RF, HISTORY, GObject)

RfHistory        *rf_history_new                (const char *path);
char             *rf_history_dup_user_path      (void);
void              rf_history_load               (RfHistory *self);
void              rf_history_put                (RfHistory      *self,
                                                 RfHistoryEntry *entry);
void              rf_history_remove             (RfHistory *self,
                                                 gint64     id);
void              rf_history_clear              (RfHistory *self);
RfHistoryProblem  rf_history_get_problem        (RfHistory *self);
const char       *rf_history_get_problem_detail (RfHistory *self);

G_END_DECLS
