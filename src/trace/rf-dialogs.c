/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-dialogs"

#include "config.h"

#include "rf-dialogs.h"

/* Two who are in a call, and the calls between them, newest first. */
typedef struct {
  RfUa     *uas[2];
  RfDialog *newest;     /* that may still be up */
  RfDialog *last;       /* whether or not it is up */
} Pair;

struct _RfDialogs {
  RfArena      *arena;
  RfCalls      *calls;
  RfPool        dialogs;
  RfIndexTable  by_tags; /* dialogs by Call-ID and both tags */
  RfIndexTable  by_half; /* the first by Call-ID and the tag of the side that began, RFC 3261 §12 */
  GHashTable   *pairs;   /* Pair */
};

static guint
hash_pair (gconstpointer key)
{
  const Pair *pair = key;

  return g_direct_hash (pair->uas[0]) * 31 + g_direct_hash (pair->uas[1]);
}

static gboolean
equal_pairs (gconstpointer a,
             gconstpointer b)
{
  return memcmp (((const Pair *) a)->uas, ((const Pair *) b)->uas,
                 sizeof ((const Pair *) a)->uas) == 0;
}

/**
 * rf_dialogs_new:
 * @arena: where dialogs are to live
 * @calls: what they are part of
 *
 * Returns: (transfer full): no dialogs
 */
RfDialogs *
rf_dialogs_new (RfArena *arena,
                RfCalls *calls)
{
  RfDialogs *self = g_new0 (RfDialogs, 1);

  self->arena = arena;
  self->calls = calls;
  rf_pool_init (&self->dialogs, arena, sizeof (RfDialog));
  rf_index_table_init (&self->by_tags);
  rf_index_table_init (&self->by_half);
  self->pairs = g_hash_table_new_full (hash_pair, equal_pairs, NULL, NULL);

  return self;
}

/**
 * rf_dialogs_free:
 * @self: the dialogs
 *
 * Frees the index; the dialogs are the arena's.
 */
void
rf_dialogs_free (RfDialogs *self)
{
  rf_pool_clear (&self->dialogs);
  rf_index_table_clear (&self->by_tags);
  rf_index_table_clear (&self->by_half);
  g_hash_table_unref (self->pairs);
  g_free (self);
}

/* Either side may name the dialog, so the order of the tags does not matter. */
static guint32
hash_tags (const RfCallNode *call,
           RfStr             tag,
           RfStr             other)
{
  return rf_str_hash (tag, call->hash) + rf_str_hash (other, call->hash);
}

static gboolean
has_tags (const RfDialog *dialog,
          RfStr           tag,
          RfStr           other)
{
  return (rf_str_equal (dialog->local_tag, tag) && rf_str_equal (dialog->remote_tag, other)) ||
         (rf_str_equal (dialog->local_tag, other) && rf_str_equal (dialog->remote_tag, tag));
}

static RfDialog *
find_by_tags (RfDialogs        *self,
              const RfCallNode *call,
              RfStr             tag,
              RfStr             other)
{
  RfDialog *dialog = call->last_dialog;
  guint32 hash;

  if (dialog && dialog->remote_tag.len > 0 && has_tags (dialog, tag, other))
    return dialog;

  hash = hash_tags (call, tag, other);
  for (guint32 at = hash, i; rf_index_table_next (&self->by_tags, hash, &at, &i);) {
    dialog = rf_pool_get (&self->dialogs, i);
    if (dialog->call == call && has_tags (dialog, tag, other))
      return dialog;
  }

  return NULL;
}

static RfDialog *
find_half (RfDialogs        *self,
           const RfCallNode *call,
           RfStr             tag)
{
  guint32 hash = rf_str_hash (tag, call->hash);

  for (guint32 at = hash, i; rf_index_table_next (&self->by_half, hash, &at, &i);) {
    RfDialog *dialog = rf_pool_get (&self->dialogs, i);

    if (dialog->call == call && rf_str_equal (dialog->local_tag, tag))
      return dialog;
  }

  return NULL;
}

/**
 * rf_dialogs_find:
 * @self: the dialogs
 * @call_id: its Call-ID
 * @tag: tag of one side
 * @other_tag: tag of the other; which is which does not matter
 *
 * Returns: (nullable): the dialog of that name
 */
RfDialog *
rf_dialogs_find (RfDialogs *self,
                 RfStr      call_id,
                 RfStr      tag,
                 RfStr      other_tag)
{
  RfCallNode *call;

  g_assert (self != NULL);

  call = rf_calls_find (self->calls, call_id);

  return call ? find_by_tags (self, call, tag, other_tag) : NULL;
}

static void
set_remote_tag (RfDialogs *self,
                RfDialog  *dialog,
                RfStr      tag)
{
  dialog->remote_tag = rf_arena_dup_str (self->arena, tag);
  dialog->pub.remote_tag = dialog->remote_tag.p;
  rf_index_table_add (&self->by_tags, hash_tags (dialog->call, dialog->local_tag, tag),
                      dialog->index);
}

static RfDialog *
add_dialog (RfDialogs    *self,
            RfCallNode   *call,
            RfStr         local_tag,
            RfStr         remote_tag,
            RfDialogKind  kind)
{
  guint32 index = self->dialogs.n_records;
  RfDialog *dialog = rf_pool_add (&self->dialogs);

  dialog->index = index;
  dialog->call = call;
  dialog->local_tag = rf_arena_dup_str (self->arena, local_tag);
  dialog->pub.call_id = call->call_id.p;
  dialog->pub.local_tag = dialog->local_tag.p;
  dialog->pub.remote_tag = "";
  dialog->pub.kind = kind;
  if (!find_half (self, call, local_tag))
    rf_index_table_add (&self->by_half, rf_str_hash (local_tag, call->hash), index);
  if (remote_tag.len > 0)
    set_remote_tag (self, dialog, remote_tag);

  return dialog;
}

static void
add_to_pair (RfDialogs *self,
             RfDialog  *dialog)
{
  RfUa *a = MIN (dialog->local_ua, dialog->remote_ua);
  RfUa *b = MAX (dialog->local_ua, dialog->remote_ua);
  Pair key = { .uas = { a, b } };
  Pair *pair;

  if (!a || !b)
    return;
  pair = g_hash_table_lookup (self->pairs, &key);
  if (!pair) {
    pair = rf_arena_new0 (self->arena, Pair);
    *pair = key;
    g_hash_table_add (self->pairs, pair);
  }
  dialog->next_in_pair = pair->newest;
  pair->newest = pair->last = dialog;
}

static void
set_state (RfDialogs     *self,
           RfDialog      *dialog,
           RfDialogState  state)
{
  if (dialog->pub.state == state)
    return;
  if (dialog->pub.kind == RF_DIALOG_INVITE && state == RF_DIALOG_CONFIRMED) {
    add_to_pair (self, dialog);
    dialog->call->n_up++;
  } else if (dialog->pub.kind == RF_DIALOG_INVITE && dialog->pub.state == RF_DIALOG_CONFIRMED) {
    dialog->call->n_up--;
  }
  dialog->pub.state = state;
}

static RfDialogKind
get_kind (const RfSipMessage *sip)
{
  switch (sip->method) {
  case RF_SIP_INVITE:
  case RF_SIP_ACK:
  case RF_SIP_BYE:
  case RF_SIP_CANCEL:
  case RF_SIP_PRACK:
  case RF_SIP_UPDATE:
  case RF_SIP_INFO:
    return RF_DIALOG_INVITE;
  case RF_SIP_REGISTER:
    return RF_DIALOG_REGISTER;
  case RF_SIP_REFER:
    /* Inside a dialog that began before the capture: that is a call. */
    return sip->is_request && sip->to.tag.len > 0 ? RF_DIALOG_INVITE : RF_DIALOG_REFER;
  case RF_SIP_NOTIFY:
    return rf_str_case_equal_c (sip->event, "refer") ? RF_DIALOG_REFER : RF_DIALOG_SUBSCRIBE;
  case RF_SIP_SUBSCRIBE:
    return RF_DIALOG_SUBSCRIBE;
  default:
    return RF_DIALOG_OTHER;
  }
}

/* @sip is of the side that is called local, or is a response to that side. */
static RfDialog *
add_from_message (RfDialogs          *self,
                  RfCallNode         *call,
                  const RfSipMessage *sip,
                  const RfEnds       *ends,
                  RfStr               remote_tag)
{
  RfDialog *dialog = add_dialog (self, call, sip->from.tag, remote_tag, get_kind (sip));

  dialog->local_ua = ends->from;
  dialog->remote_ua = ends->to;

  return dialog;
}

/* Another answer to the request that began @first: one more dialog (RFC 3261 §12.1). */
static RfDialog *
fork_dialog (RfDialogs *self,
             RfDialog  *first,
             RfStr      remote_tag)
{
  RfDialog *dialog = add_dialog (self, first->call, first->local_tag, remote_tag, first->pub.kind);

  dialog->forked_from = first->forked_from ? first->forked_from : first;
  dialog->local_ua = first->local_ua;
  dialog->remote_ua = first->remote_ua;

  return dialog;
}

/* The half that a message inside a dialog completes, or a new branch of it. */
static RfDialog *
complete (RfDialogs *self,
          RfDialog  *first,
          RfStr      remote_tag)
{
  if (first->remote_tag.len > 0)
    return fork_dialog (self, first, remote_tag);
  set_remote_tag (self, first, remote_tag);

  return first;
}

static gboolean
makes_no_dialog (const RfSipMessage *sip)
{
  return sip->method != RF_SIP_INVITE && sip->method != RF_SIP_SUBSCRIBE &&
         sip->method != RF_SIP_REFER;
}

/* A request of the side called remote in a call, without the To tag that it should have: phones of
 * RFC 2543 leave it out (RFC 3261 §12.2.1.1), and so do scripts. */
static RfDialog *
find_without_to_tag (const RfCallNode   *call,
                     const RfSipMessage *sip)
{
  RfDialog *dialog = call->last_dialog;

  return dialog && sip->from.tag.len > 0 && makes_no_dialog (sip) &&
         rf_str_equal (dialog->remote_tag, sip->from.tag) ? dialog : NULL;
}

static RfDialog *
find_for_request (RfDialogs          *self,
                  RfCallNode         *call,
                  const RfSipMessage *sip,
                  const RfEnds       *ends)
{
  RfDialog *dialog, *half;

  if (sip->to.tag.len == 0) {
    half = find_half (self, call, sip->from.tag);
    if (!half)
      half = find_without_to_tag (call, sip);
    return half ? half : add_from_message (self, call, sip, ends, RF_STR_INIT);
  }
  dialog = find_by_tags (self, call, sip->from.tag, sip->to.tag);
  if (dialog)
    return dialog;

  half = find_half (self, call, sip->from.tag);
  /* The ACK to a refusal carries a tag that made no dialog. */
  if (half && sip->method == RF_SIP_ACK)
    return half;
  if (half)
    return complete (self, half, sip->to.tag);
  /* A NOTIFY may come before the answer to its SUBSCRIBE or REFER (RFC 6665 §4.4.1). */
  half = find_half (self, call, sip->to.tag);
  if (half)
    return complete (self, half, sip->from.tag);

  dialog = add_from_message (self, call, sip, ends, sip->to.tag);
  set_state (self, dialog, RF_DIALOG_CONFIRMED);

  return dialog;
}

static RfDialog *
find_for_response (RfDialogs           *self,
                   const RfTransaction *transaction,
                   const RfSipMessage  *sip,
                   const RfEnds        *ends)
{
  RfCallNode *call = transaction->call;
  RfDialog *of_request = transaction->dialog;
  RfDialog *dialog;

  if (of_request && (!transaction->is_initial || makes_no_dialog (sip)))
    return of_request;
  dialog = find_by_tags (self, call, sip->from.tag, sip->to.tag);
  if (dialog)
    return dialog;
  if (!of_request)
    of_request = find_half (self, call, sip->from.tag);
  if (!of_request)
    return add_from_message (self, call, sip, ends,
                             makes_no_dialog (sip) ? RF_STR_INIT : sip->to.tag);
  if (sip->to.tag.len == 0 || sip->status <= 100 || sip->status >= 300 || makes_no_dialog (sip))
    return of_request;

  /* Who answers is known only now. */
  dialog = complete (self, of_request, sip->to.tag);
  dialog->remote_ua = ends->to;

  return dialog;
}

static Pair *
find_pair (RfDialogs *self,
           RfUa      *a,
           RfUa      *b)
{
  Pair key = { .uas = { MIN (a, b), MAX (a, b) } };

  return g_hash_table_lookup (self->pairs, &key);
}

/**
 * rf_dialogs_find_call_between:
 * @self: the dialogs
 * @a: (nullable): somebody
 * @b: (nullable): somebody else
 *
 * Returns: (nullable): the newest call between the two that is up
 */
RfDialog *
rf_dialogs_find_call_between (RfDialogs *self,
                              RfUa      *a,
                              RfUa      *b)
{
  Pair *pair;

  g_assert (self != NULL);

  pair = find_pair (self, a, b);
  if (!pair)
    return NULL;
  /* What has ended stays so: it need not be passed a second time. */
  while (pair->newest && pair->newest->pub.state != RF_DIALOG_CONFIRMED)
    pair->newest = pair->newest->next_in_pair;

  return pair->newest;
}

/**
 * rf_dialogs_find_ended_call_between:
 * @self: the dialogs
 * @a: (nullable): somebody
 * @b: (nullable): somebody else
 *
 * Returns: (nullable): the last call between the two, if it is over
 */
RfDialog *
rf_dialogs_find_ended_call_between (RfDialogs *self,
                                    RfUa      *a,
                                    RfUa      *b)
{
  Pair *pair;

  g_assert (self != NULL);

  pair = find_pair (self, a, b);

  return pair && pair->last->pub.state == RF_DIALOG_TERMINATED ? pair->last : NULL;
}

static gboolean
is_opening (RfDialog           *dialog,
            const RfSipMessage *sip)
{
  switch (dialog->pub.kind) {
  case RF_DIALOG_INVITE:
    return sip->method == RF_SIP_INVITE;
  case RF_DIALOG_SUBSCRIBE:
    return sip->method == RF_SIP_SUBSCRIBE;
  case RF_DIALOG_REFER:
    return sip->method == RF_SIP_REFER;
  case RF_DIALOG_REGISTER:
  case RF_DIALOG_OTHER:
  default:
    return TRUE;
  }
}

static void
on_request (RfDialogs          *self,
            RfDialog           *dialog,
            const RfSipMessage *sip)
{
  gboolean subscribes = dialog->pub.kind == RF_DIALOG_SUBSCRIBE ||
                        dialog->pub.kind == RF_DIALOG_REFER;

  if (sip->method == RF_SIP_BYE)
    set_state (self, dialog, RF_DIALOG_TERMINATED);
  else if (subscribes && sip->method == RF_SIP_NOTIFY)
    set_state (self, dialog, rf_str_case_equal_c (sip->subscription_state, "terminated")
                             ? RF_DIALOG_TERMINATED : RF_DIALOG_CONFIRMED);
  else if (sip->to.tag.len == 0 && dialog->pub.state == RF_DIALOG_FAILED &&
           is_opening (dialog, sip))
    set_state (self, dialog, RF_DIALOG_TRYING); /* again, with credentials or elsewhere */
  if (sip->to.tag.len == 0 && sip->method == RF_SIP_INVITE)
    dialog->call->invite_cseq = MAX (dialog->call->invite_cseq, sip->cseq);
}

static void
on_response (RfDialogs          *self,
             RfDialog           *dialog,
             const RfSipMessage *sip)
{
  gboolean open = dialog->pub.state == RF_DIALOG_TRYING || dialog->pub.state == RF_DIALOG_EARLY;

  if (!is_opening (dialog, sip) || (dialog->pub.kind == RF_DIALOG_INVITE && !open))
    return;
  if (sip->status >= 300)
    set_state (self, dialog, RF_DIALOG_FAILED);
  else if (sip->status >= 200 && dialog->pub.state != RF_DIALOG_TERMINATED)
    set_state (self, dialog, RF_DIALOG_CONFIRMED);
  else if (sip->status > 100 && dialog->pub.kind == RF_DIALOG_INVITE)
    set_state (self, dialog, RF_DIALOG_EARLY);
}

/**
 * rf_dialogs_add:
 * @self: the dialogs
 * @message: a new message, its transaction known
 * @sip: what it says
 * @ends: whom From and To name
 *
 * Sets the dialog of @message and moves that dialog on.
 */
void
rf_dialogs_add (RfDialogs          *self,
                RfMessage          *message,
                const RfSipMessage *sip,
                const RfEnds       *ends)
{
  RfTransaction *transaction = message->transaction;
  RfDialog *dialog;

  g_assert (self != NULL);

  dialog = sip->is_request ? find_for_request (self, transaction->call, sip, ends)
                           : find_for_response (self, transaction, sip, ends);
  transaction->call->last_dialog = dialog;
  message->dialog = dialog;
  message->pub.dialog = (int) dialog->index;
  if (!transaction->dialog)
    transaction->dialog = dialog;
  if (dialog->began_us == 0)
    dialog->began_us = message->pub.time_us;

  if (message->pub.retransmission_of >= 0)
    return;
  if (sip->is_request)
    on_request (self, dialog, sip);
  else
    on_response (self, dialog, sip);
}

/**
 * rf_dialogs_get_n:
 * @self: the dialogs
 *
 * Returns: how many there are
 */
guint
rf_dialogs_get_n (RfDialogs *self)
{
  return self->dialogs.n_records;
}

/**
 * rf_dialogs_get:
 * @self: the dialogs
 * @index: index of one
 *
 * Returns: (transfer none): the dialog
 */
RfDialog *
rf_dialogs_get (RfDialogs *self,
                guint      index)
{
  g_assert (index < self->dialogs.n_records);

  return rf_pool_get (&self->dialogs, index);
}
