/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

typedef enum {
  RF_ENTRY_TRANSFER,
  RF_ENTRY_CALL,
  RF_ENTRY_REGISTRATION,
  RF_ENTRY_OTHER,
} RfEntryKind;

typedef enum {
  RF_ENTRY_PENDING, /* no final answer is in the trace */
  RF_ENTRY_UP,      /* answered, and not ended in the trace */
  RF_ENTRY_DONE,    /* answered and ended; of what is no call, answered */
  RF_ENTRY_FAILED,
  RF_ENTRY_LATE,    /* the trace begins in the middle of it */
} RfEntryState;

/**
 * RfEntry:
 * @call: its first call, see rf_entry_list_next_call_id()
 * @n_calls: how many Call-IDs are in it
 * @n_messages: how many messages
 * @transfer: index of the last transfer in it, or -1; that is the one the names are of
 * @n_transfers: how many attempts to transfer are in it
 * @from: who called; of a transfer, the transferee
 * @to: who was called; of a transfer, the target
 * @by: (nullable): the transferor
 * @from_party: index of the party that @from is the name of, or -1
 * @to_party: the same of @to
 * @by_party: the same of @by
 * @start_us: time of its first message
 * @duration_us: how long they spoke; of what is no plain call, from the first message to the last
 * @status: the final status, or 0 while there is none
 * @method: of its first message
 * @is_taken_back: of a registration: whether its last request takes the address back
 *
 * One thing that happened, as a person would count: a call, or a transfer with all the calls that
 * it linked. Names are as they came; they are owned by the trace.
 */
typedef struct {
  RfEntryKind   kind;
  RfEntryState  state;
  guint         call;
  guint         n_calls;
  guint         n_messages;
  int           transfer;
  guint         n_transfers;
  const char   *from;
  const char   *to;
  const char   *by;
  int           from_party;
  int           to_party;
  int           by_party;
  const char   *from_id;
  const char   *to_id;
  gint64        start_us;
  gint64        duration_us;
  guint         status;
  RfSipMethod   method;
  gboolean      is_ringing;
  gboolean      is_taken_back;
} RfEntry;

/**
 * RfEntryList:
 *
 * What happened in a trace, entry by entry.
 */
typedef struct _RfEntryList RfEntryList;

RfEntryList   *rf_entry_list_new            (RfTrace *trace);
void           rf_entry_list_free           (RfEntryList *self);
void           rf_entry_list_update         (RfEntryList *self);
guint          rf_entry_list_get_n          (RfEntryList *self);
const RfEntry *rf_entry_list_get            (RfEntryList *self,
                                             guint        index);
guint          rf_entry_list_get_n_messages (RfEntryList *self);
guint          rf_entry_list_find_message   (RfEntryList *self,
                                             guint        message);
const char    *rf_entry_list_next_call_id   (RfEntryList *self,
                                             int         *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfEntryList, rf_entry_list_free)

G_END_DECLS
