/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-entry-list"

#include "config.h"

#include "rf-entry-list.h"

#include "rf-registration.h"
#include "rf-trace-private.h"

/*
 * Messages and dialogs are taken in once, when they are new. Which calls make one entry is found
 * out anew each time, from the transfers: a REFER gives the calls before it their place, and a
 * better candidate may take the place of what looked like the call that it caused.
 */

/* Everything with one Call-ID. */
typedef struct {
  RfCallNode  *node;
  guint        dialog;      /* the first */
  guint        parent;      /* a call of the same entry with a lower number, or itself */
  int          next;        /* another call of the entry, or -1 */
  guint        entry;
  guint        n_messages;
  gint64       first_us;
  gint64       last_us;
  gint64       answered_us; /* 0 while it is not */
  gint64       ended_us;
  guint16      status;      /* of the last final answer to what began it */
  RfSipMethod  method : 6;
  guint        is_ringing : 1;
  guint        is_taken_back : 1;
  guint        is_transferred : 1; /* of the first of an entry: there is a transfer in it */
} Call;

struct _RfEntryList {
  RfTrace    *trace;
  GArray     *calls;           /* Call */
  GArray     *call_of_dialog;  /* guint */
  GHashTable *by_node;         /* RfCallNode to number of call, plus 1 */
  GArray     *entries;         /* RfEntry */
  guint       n_messages;      /* that were taken in */
};

/**
 * rf_entry_list_new:
 * @trace: a trace
 *
 * Returns: (transfer full): a list of what happened in @trace up to now
 */
RfEntryList *
rf_entry_list_new (RfTrace *trace)
{
  RfEntryList *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfEntryList, 1);
  self->trace = g_object_ref (trace);
  self->calls = g_array_new (FALSE, TRUE, sizeof (Call));
  self->call_of_dialog = g_array_new (FALSE, FALSE, sizeof (guint));
  self->by_node = g_hash_table_new (NULL, NULL);
  self->entries = g_array_new (FALSE, TRUE, sizeof (RfEntry));
  rf_entry_list_update (self);

  return self;
}

/**
 * rf_entry_list_free:
 * @self: (nullable): a list
 */
void
rf_entry_list_free (RfEntryList *self)
{
  if (!self)
    return;
  g_array_unref (self->calls);
  g_array_unref (self->call_of_dialog);
  g_array_unref (self->entries);
  g_hash_table_unref (self->by_node);
  g_object_unref (self->trace);
  g_free (self);
}

static Call *
get_call (RfEntryList *self,
          guint        call)
{
  return &g_array_index (self->calls, Call, call);
}

static guint
get_call_of_dialog (RfEntryList *self,
                    guint        dialog)
{
  return g_array_index (self->call_of_dialog, guint, dialog);
}

/* The records of the trace begin with what it shows of them. */
static const RfDialog *
get_dialog (RfEntryList *self,
            guint        dialog)
{
  return (const RfDialog *) rf_trace_get_dialog (self->trace, dialog);
}

static void
take_dialogs (RfEntryList *self)
{
  for (guint i = self->call_of_dialog->len; i < rf_trace_get_n_dialogs (self->trace); i++) {
    RfCallNode *node = get_dialog (self, i)->call;
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_node, node));

    if (number == 0) {
      const Call call = { .node = node, .dialog = i };

      g_array_append_val (self->calls, call);
      number = self->calls->len;
      g_hash_table_insert (self->by_node, node, GUINT_TO_POINTER (number));
    }
    number--;
    g_array_append_val (self->call_of_dialog, number);
  }
}

static void
take_invite_answer (Call                 *call,
                    const RfTraceMessage *message)
{
  /* Of a call that is up, an answer is about a change of it. */
  if (call->answered_us > 0)
    return;
  if (message->status >= 200)
    call->status = message->status;
  if (message->status >= 200 && message->status < 300)
    call->answered_us = message->time_us;
  call->is_ringing = message->status >= 180 && message->status < 200;
}

static gboolean
takes_back (const RfTraceMessage *message)
{
  return rf_registration_read (message->data, message->length) == RF_REGISTRATION_TAKEN_BACK;
}

static void
take_message (Call                 *call,
              const RfTraceMessage *message)
{
  if (call->n_messages++ == 0) {
    call->first_us = message->time_us;
    call->method = message->method;
  }
  call->last_us = MAX (call->last_us, message->time_us);
  if (message->retransmission_of >= 0)
    return;
  if (message->is_request) {
    if (message->method == RF_SIP_REGISTER)
      call->is_taken_back = takes_back (message);
    if (message->method == RF_SIP_BYE && call->ended_us == 0)
      call->ended_us = message->time_us;
    else if (message->method == call->method && call->answered_us == 0)
      call->status = 0; /* it is tried again */
  } else if (message->method == RF_SIP_INVITE) {
    take_invite_answer (call, message);
  } else if (message->method == call->method && message->status >= 200) {
    call->status = message->status;
  }
}

static void
take_messages (RfEntryList *self)
{
  guint n_messages = rf_trace_get_n_messages (self->trace);

  for (; self->n_messages < n_messages; self->n_messages++) {
    const RfTraceMessage *message = rf_trace_get_message (self->trace, self->n_messages);

    take_message (get_call (self, get_call_of_dialog (self, (guint) message->dialog)), message);
  }
}

static guint
find_root (RfEntryList *self,
           guint        call)
{
  while (get_call (self, call)->parent != call) {
    Call *here = get_call (self, call);

    here->parent = get_call (self, here->parent)->parent; /* shorter for the next */
    call = here->parent;
  }

  return call;
}

static void
link_calls (RfEntryList *self,
            guint        a,
            guint        b)
{
  a = find_root (self, a);
  b = find_root (self, b);
  get_call (self, MAX (a, b))->parent = MIN (a, b);
}

static void
link_dialog (RfEntryList     *self,
             guint           call,
             const RfDialog *dialog)
{
  if (dialog)
    link_calls (self, call, get_call_of_dialog (self, dialog->index));
}

static guint
get_call_of_attempt (RfEntryList      *self,
                     const RfAttempt *attempt)
{
  const RfTraceMessage *refer = rf_trace_get_message (self->trace, attempt->pub.refer_message);

  return get_call_of_dialog (self, (guint) refer->dialog);
}

/* Joins @call with the one that a B2BUA made it of, where one of them is a part of a transfer. */
static void
link_leg (RfEntryList *self,
          guint        call)
{
  const RfCallNode *other = get_call (self, call)->node->leg_of;
  guint number;

  if (!other)
    return;
  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_node, other));
  if (number == 0)
    return;
  call = find_root (self, call);
  number = find_root (self, number - 1);
  if (!get_call (self, call)->is_transferred && !get_call (self, number)->is_transferred)
    return;
  link_calls (self, call, number);
  get_call (self, MIN (call, number))->is_transferred = TRUE;
}

/* One way through the calls and the other, as one leg may have been made of another in turn. */
static void
link_legs (RfEntryList *self)
{
  for (guint i = 0; i < self->calls->len; i++)
    get_call (self, i)->is_transferred = FALSE;
  for (guint i = 0; i < rf_trace_get_n_transfers (self->trace); i++) {
    const RfAttempt *attempt = (const RfAttempt *) rf_trace_get_transfer (self->trace, i);
    guint root = find_root (self, get_call_of_attempt (self, attempt));

    get_call (self, root)->is_transferred = TRUE;
  }
  for (guint i = 0; i < self->calls->len; i++)
    link_leg (self, i);
  for (guint i = self->calls->len; i > 0; i--)
    link_leg (self, i - 1);
}

static void
link_by_transfers (RfEntryList *self)
{
  for (guint i = 0; i < self->calls->len; i++)
    get_call (self, i)->parent = i;
  for (guint i = 0; i < rf_trace_get_n_transfers (self->trace); i++) {
    const RfAttempt *attempt = (const RfAttempt *) rf_trace_get_transfer (self->trace, i);
    guint call = get_call_of_attempt (self, attempt);

    link_dialog (self, call, attempt->original);
    link_dialog (self, call, attempt->consultation);
    if (attempt->passed_on)
      link_calls (self, call, get_call_of_attempt (self, attempt->passed_on));
  }
  for (guint i = 0; i < self->calls->len; i++) {
    const RfAttempt *attempt = get_call (self, i)->node->triggered_by;

    if (attempt)
      link_calls (self, i, get_call_of_attempt (self, attempt));
  }
  link_legs (self);
}

static const char *
get_label (const RfUa *ua)
{
  if (!ua)
    return "";
  if (ua->party)
    return ua->party->pub.label;

  return ua->user && *ua->user ? ua->user : ua->identity;
}

static int
get_index (const RfUa *ua)
{
  return ua && ua->party ? (int) ua->party->index : -1;
}

static RfEntryKind
get_kind (const RfDialog *dialog)
{
  switch (dialog->pub.kind) {
  case RF_DIALOG_INVITE:
    return RF_ENTRY_CALL;
  case RF_DIALOG_REGISTER:
    return RF_ENTRY_REGISTRATION;
  case RF_DIALOG_SUBSCRIBE:
  case RF_DIALOG_REFER:
  case RF_DIALOG_OTHER:
  default:
    return RF_ENTRY_OTHER;
  }
}

static RfEntryState
get_state (const Call  *call,
           RfEntryKind  kind)
{
  if (call->status >= 300)
    return RF_ENTRY_FAILED;
  if (kind != RF_ENTRY_CALL)
    return call->status >= 200 ? RF_ENTRY_DONE : RF_ENTRY_PENDING;
  if (call->method != RF_SIP_INVITE)
    return RF_ENTRY_LATE;
  if (call->answered_us == 0)
    return RF_ENTRY_PENDING;

  return call->ended_us > 0 ? RF_ENTRY_DONE : RF_ENTRY_UP;
}

static void
begin_entry (RfEntryList *self,
             guint        number)
{
  const Call *call = get_call (self, number);
  const RfDialog *dialog = get_dialog (self, call->dialog);
  RfEntryKind kind = get_kind (dialog);
  gint64 begin_us = kind == RF_ENTRY_CALL && call->answered_us > 0 ? call->answered_us
                                                                    : call->first_us;
  const RfEntry entry = {
    .kind = kind,
    .state = get_state (call, kind),
    .call = number,
    .transfer = -1,
    .from = get_label (dialog->local_ua),
    .to = get_label (dialog->remote_ua),
    .from_party = get_index (dialog->local_ua),
    .to_party = get_index (dialog->remote_ua),
    .by_party = -1,
    .from_id = dialog->local_ua ? dialog->local_ua->identity : "",
    .to_id = dialog->remote_ua ? dialog->remote_ua->identity : "",
    .start_us = call->first_us,
    .duration_us = (call->ended_us > begin_us ? call->ended_us : call->last_us) - begin_us,
    .status = call->status,
    .method = call->method,
    .is_ringing = call->is_ringing,
    .is_taken_back = call->is_taken_back,
  };

  g_array_append_val (self->entries, entry);
}

static void
add_to_entry (RfEntryList *self,
              guint        number,
              guint        root)
{
  Call *call = get_call (self, number);
  RfEntry *entry;

  call->next = -1;
  call->entry = root == number ? self->entries->len - 1 : get_call (self, root)->entry;
  if (root != number) {
    call->next = get_call (self, root)->next;
    get_call (self, root)->next = (int) number;
  }
  entry = &g_array_index (self->entries, RfEntry, call->entry);
  entry->n_calls++;
  entry->n_messages += call->n_messages;
}

static void
collect_entries (RfEntryList *self)
{
  g_array_set_size (self->entries, 0);
  for (guint i = 0; i < self->calls->len; i++) {
    guint root = find_root (self, i);

    if (root == i)
      begin_entry (self, i);
    add_to_entry (self, i, root);
  }
}

/* Of all the calls in a transfer. */
static void
measure (RfEntryList  *self,
         RfEntry      *entry)
{
  gint64 end_us = G_MININT64;

  for (int i = (int) entry->call; i >= 0; i = get_call (self, (guint) i)->next) {
    const Call *call = get_call (self, (guint) i);

    entry->start_us = MIN (entry->start_us, call->first_us);
    end_us = MAX (end_us, call->last_us);
  }
  entry->duration_us = end_us - entry->start_us;
}

/* What is refused after a transfer has succeeded changes nothing. */
static gboolean
is_for_nothing (RfEntryList           *self,
                const RfEntry         *entry,
                const RfTraceTransfer *transfer)
{
  return transfer->outcome == RF_OUTCOME_REFUSED && entry->transfer >= 0 &&
         rf_trace_get_transfer (self->trace, (guint) entry->transfer)->outcome ==
           RF_OUTCOME_SUCCEEDED;
}

/* The last attempt is what became of it. What a B2BUA made of one is no other: what the transferor
 * heard counts. */
static void
describe_transfers (RfEntryList *self)
{
  for (guint i = 0; i < rf_trace_get_n_transfers (self->trace); i++) {
    const RfTraceTransfer *transfer = rf_trace_get_transfer (self->trace, i);
    const RfAttempt *attempt = (const RfAttempt *) transfer;
    guint call = get_call_of_attempt (self, attempt);
    RfEntry *entry = &g_array_index (self->entries, RfEntry,
                                         get_call (self, call)->entry);

    if (attempt->passed_on)
      continue;
    if (entry->n_transfers++ == 0)
      measure (self, entry);
    if (is_for_nothing (self, entry, transfer))
      continue;
    entry->kind = RF_ENTRY_TRANSFER;
    entry->transfer = (int) i;
    entry->from = get_label (attempt->transferee);
    entry->by = get_label (attempt->transferor);
    entry->to = attempt->target ? get_label (attempt->target) : transfer->target_uri;
    entry->from_party = get_index (attempt->transferee);
    entry->by_party = get_index (attempt->transferor);
    entry->to_party = get_index (attempt->target);
    entry->from_id = transfer->transferee_id;
    entry->to_id = transfer->target_uri;
    entry->status = transfer->outcome == RF_OUTCOME_REFUSED ? transfer->refer_status
                                                            : transfer->final_status;
    switch (transfer->outcome) {
    case RF_OUTCOME_SUCCEEDED:
      entry->state = transfer->differs_at < 0 ? RF_ENTRY_DONE : RF_ENTRY_FAILED;
      break;
    case RF_OUTCOME_PENDING:
      entry->state = RF_ENTRY_PENDING;
      break;
    case RF_OUTCOME_FAILED:
    case RF_OUTCOME_REFUSED:
    case RF_OUTCOME_UNKNOWN:
    case RF_OUTCOME_ABANDONED:
    default:
      entry->state = RF_ENTRY_FAILED;
      break;
    }
  }
}

/**
 * rf_entry_list_update:
 * @self: a list
 *
 * Takes in what is new in the trace. Entries may have been joined, so indices of before mean
 * nothing any more; a Call-ID leads to the entry again.
 */
void
rf_entry_list_update (RfEntryList *self)
{
  g_return_if_fail (self != NULL);

  take_dialogs (self);
  take_messages (self);
  link_by_transfers (self);
  collect_entries (self);
  describe_transfers (self);
}

/**
 * rf_entry_list_get_n:
 * @self: a list
 *
 * Returns: how many entries it has
 */
guint
rf_entry_list_get_n (RfEntryList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

/**
 * rf_entry_list_get:
 * @self: a list
 * @index: index of an entry, in the order of their first messages
 *
 * Returns: (transfer none) (nullable): the entry, valid until the list is updated
 */
const RfEntry *
rf_entry_list_get (RfEntryList *self,
                  guint        index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return &g_array_index (self->entries, RfEntry, index);
}

/**
 * rf_entry_list_get_n_messages:
 * @self: a list
 *
 * Returns: how many messages it has taken in; the trace may have more meanwhile
 */
guint
rf_entry_list_get_n_messages (RfEntryList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_messages;
}

/**
 * rf_entry_list_find_message:
 * @self: a list
 * @message: index of a message that the list has taken in
 *
 * Returns: index of the entry that the message is in
 */
guint
rf_entry_list_find_message (RfEntryList *self,
                           guint        message)
{
  const RfTraceMessage *record;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (message < self->n_messages, 0);

  record = rf_trace_get_message (self->trace, message);

  return get_call (self, get_call_of_dialog (self, (guint) record->dialog))->entry;
}

/**
 * rf_entry_list_next_call_id:
 * @self: a list
 * @call: (inout): number of a call, at first the one of an entry; then of the next in that entry,
 *   and -1 behind the last
 *
 * Returns: (transfer none): the Call-ID of @call, as it came
 */
const char *
rf_entry_list_next_call_id (RfEntryList *self,
                           int         *call)
{
  const Call *here;

  g_return_val_if_fail (self != NULL && call != NULL, NULL);
  g_return_val_if_fail (*call >= 0 && (guint) *call < self->calls->len, NULL);

  here = get_call (self, (guint) *call);
  *call = here->next;

  return here->node->call_id.p;
}
