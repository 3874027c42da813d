/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-transfer.h"

G_BEGIN_DECLS

typedef enum {
  RF_HISTORY_OPEN,      /* not over yet */
  RF_HISTORY_ANSWERED,
  RF_HISTORY_MISSED,    /* by us */
  RF_HISTORY_DECLINED,  /* by whoever was called */
  RF_HISTORY_BUSY,
  RF_HISTORY_CANCELLED, /* by us, before it was answered */
  RF_HISTORY_FAILED,
  RF_HISTORY_LOST,      /* the core or the program died under it */
  RF_HISTORY_N_OUTCOMES,
} RfHistoryOutcome;

/* What became of the peer, or of us, by a transfer. */
typedef enum {
  RF_HISTORY_TURN_NONE,
  RF_HISTORY_TURN_TRANSFERRED, /* we transferred the peer */
  RF_HISTORY_TURN_SENT,        /* the peer transferred us */
  RF_HISTORY_TURN_CONTINUED,   /* another call took the place of this one */
  RF_HISTORY_N_TURNS,
} RfHistoryTurn;

/* Texts are valid UTF-8, plain, bounded, and never NULL in an entry. Times are µs since 1970, 0 for
 * never. */
typedef struct {
  gint64            id;
  char             *account;
  char             *peer_uri;
  char             *peer_label;
  gboolean          incoming;
  gint64            started_at;
  gint64            answered_at;
  gint64            ended_at;
  RfHistoryOutcome  outcome;
  guint             code;        /* SIP status of the end, 0 for none */
  char             *reason;
  char             *sent_by;     /* as in Referred-By; empty for a call that nobody sent */
  RfHistoryTurn     turn;
  char             *turn_uri;
  char             *turn_label;
  RfTransferResult  turn_result;
  guint             turn_code;
  RfTransferCause   turn_cause;
} RfHistoryRecord;

/**
 * RfHistoryEntry:
 *
 * One call of the past. Never changes: what is learned later comes as a new entry with the same id.
 */
#define RF_TYPE_HISTORY_ENTRY (rf_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (RfHistoryEntry, rf_history_entry, RF, HISTORY_ENTRY, GObject)

RfHistoryEntry        *rf_history_entry_new        (const RfHistoryRecord *record);
const RfHistoryRecord *rf_history_entry_get_record (RfHistoryEntry *self);
gboolean               rf_history_entry_equal      (RfHistoryEntry *a,
                                                    RfHistoryEntry *b);
int                    rf_history_entry_compare    (RfHistoryEntry *a,
                                                    RfHistoryEntry *b);

G_END_DECLS
