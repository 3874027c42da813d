/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-dialogs"

#include "config.h"

#include "rf-dialogs.h"

/* A name of a dialog. With an empty second tag: what is known before the first answer, RFC 3261
 * §12. */
typedef struct {
  RfStr     call_id;
  RfStr     tags[2]; /* in order of their bytes, for either side may name the dialog */
  RfDialog *dialog;
} DialogKey;

/* Two who are in a call, and the calls between them, newest first. */
typedef struct {
  RfUa     *uas[2];
  RfDialog *newest;
} Pair;

struct _RfDialogs {
  RfArena    *arena;
  RfParties  *parties;
  GPtrArray  *dialogs;
  GHashTable *by_tags; /* DialogKey with both tags */
  GHashTable *by_half; /* DialogKey with the tag of the side that began */
  GHashTable *calls;   /* RfCallNode */
  GHashTable *pairs;   /* Pair */
};

static guint
hash_key (gconstpointer key)
{
  const DialogKey *k = key;

  return rf_str_hash (k->call_id, rf_str_hash (k->tags[0], rf_str_hash (k->tags[1], 0)));
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const DialogKey *x = a;
  const DialogKey *y = b;

  return rf_str_equal (x->call_id, y->call_id) && rf_str_equal (x->tags[0], y->tags[0]) &&
         rf_str_equal (x->tags[1], y->tags[1]);
}

static guint
hash_call (gconstpointer key)
{
  return rf_str_hash (((const RfCallNode *) key)->call_id, 0);
}

static gboolean
equal_calls (gconstpointer a,
             gconstpointer b)
{
  return rf_str_equal (((const RfCallNode *) a)->call_id, ((const RfCallNode *) b)->call_id);
}

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
 * @parties: who takes part in them
 *
 * Returns: (transfer full): no dialogs
 */
RfDialogs *
rf_dialogs_new (RfArena   *arena,
                RfParties *parties)
{
  RfDialogs *self = g_new0 (RfDialogs, 1);

  self->arena = arena;
  self->parties = parties;
  self->dialogs = g_ptr_array_new ();
  self->by_tags = g_hash_table_new (hash_key, equal_keys);
  self->by_half = g_hash_table_new (hash_key, equal_keys);
  self->calls = g_hash_table_new (hash_call, equal_calls);
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
  g_hash_table_unref (self->by_tags);
  g_hash_table_unref (self->by_half);
  g_hash_table_unref (self->calls);
  g_hash_table_unref (self->pairs);
  g_ptr_array_unref (self->dialogs);
  g_free (self);
}

static int
compare_str (RfStr a,
             RfStr b)
{
  gsize n = MIN (a.len, b.len);
  int order = n > 0 ? memcmp (a.p, b.p, n) : 0;

  return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static DialogKey
make_key (RfStr call_id,
          RfStr tag,
          RfStr other)
{
  gboolean swap = compare_str (tag, other) > 0;

  return (DialogKey) { .call_id = call_id, .tags = { swap ? other : tag, swap ? tag : other } };
}

static RfDialog *
find (GHashTable *table,
      RfStr       call_id,
      RfStr       tag,
      RfStr       other)
{
  DialogKey key = make_key (call_id, tag, other);
  DialogKey *found = g_hash_table_lookup (table, &key);

  return found ? found->dialog : NULL;
}

static void
index_dialog (RfDialogs  *self,
              GHashTable *table,
              RfDialog   *dialog,
              RfStr       other)
{
  DialogKey *key;

  if (find (table, dialog->call->call_id, dialog->local_tag, other))
    return;
  key = rf_arena_new0 (self->arena, DialogKey);
  *key = make_key (dialog->call->call_id, dialog->local_tag, other);
  key->dialog = dialog;
  g_hash_table_add (table, key);
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
  g_assert (self != NULL);

  return find (self->by_tags, call_id, tag, other_tag);
}

static RfCallNode *
get_call (RfDialogs *self,
          RfStr      call_id)
{
  RfCallNode key = { .call_id = call_id };
  RfCallNode *call = g_hash_table_lookup (self->calls, &key);

  if (!call) {
    call = rf_arena_new0 (self->arena, RfCallNode);
    call->call_id = call_id;
    g_hash_table_add (self->calls, call);
  }

  return call;
}

static void
set_remote_tag (RfDialogs *self,
                RfDialog  *dialog,
                RfStr      tag)
{
  dialog->remote_tag = tag;
  dialog->pub.remote_tag = rf_arena_dup (self->arena, tag);
  index_dialog (self, self->by_tags, dialog, tag);
}

static RfDialog *
add_dialog (RfDialogs    *self,
            RfStr         call_id,
            RfStr         local_tag,
            RfStr         remote_tag,
            RfDialogKind  kind)
{
  RfDialog *dialog = rf_arena_new0 (self->arena, RfDialog);

  dialog->index = self->dialogs->len;
  dialog->call = get_call (self, call_id);
  dialog->local_tag = local_tag;
  dialog->pub.call_id = rf_arena_dup (self->arena, call_id);
  dialog->pub.local_tag = rf_arena_dup (self->arena, local_tag);
  dialog->pub.remote_tag = "";
  dialog->pub.kind = kind;
  g_ptr_array_add (self->dialogs, dialog);
  index_dialog (self, self->by_half, dialog, RF_STR_INIT);
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
  pair->newest = dialog;
}

static void
set_state (RfDialogs     *self,
           RfDialog      *dialog,
           RfDialogState  state)
{
  if (dialog->pub.state == state)
    return;
  if (state == RF_DIALOG_CONFIRMED && dialog->pub.kind == RF_DIALOG_INVITE)
    add_to_pair (self, dialog);
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
                  const RfSipMessage *sip,
                  RfStr               remote_tag)
{
  RfDialog *dialog = add_dialog (self, sip->call_id, sip->from.tag, remote_tag, get_kind (sip));

  dialog->local_ua = rf_parties_find (self->parties, sip->from.uri);
  dialog->remote_ua = rf_parties_find (self->parties, sip->to.uri);

  return dialog;
}

/* Another answer to the request that began @first: one more dialog (RFC 3261 §12.1). */
static RfDialog *
fork_dialog (RfDialogs *self,
             RfDialog  *first,
             RfStr      remote_tag)
{
  RfDialog *dialog = add_dialog (self, first->call->call_id, first->local_tag, remote_tag,
                                 first->pub.kind);

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

static RfDialog *
find_for_request (RfDialogs          *self,
                  RfMessage          *message,
                  const RfSipMessage *sip)
{
  RfDialog *dialog;
  RfDialog *half = find (self->by_half, sip->call_id, sip->from.tag, RF_STR_INIT);

  if (sip->to.tag.len == 0)
    return half ? half : add_from_message (self, sip, RF_STR_INIT);
  dialog = find (self->by_tags, sip->call_id, sip->from.tag, sip->to.tag);
  if (dialog)
    return dialog;

  /* The ACK to a refusal carries a tag that made no dialog. */
  if (half && sip->method == RF_SIP_ACK)
    return half;
  if (half)
    return complete (self, half, sip->to.tag);
  /* A NOTIFY may come before the answer to its SUBSCRIBE or REFER (RFC 6665 §4.4.1). */
  half = find (self->by_half, sip->call_id, sip->to.tag, RF_STR_INIT);
  if (half)
    return complete (self, half, sip->from.tag);

  dialog = add_from_message (self, sip, sip->to.tag);
  set_state (self, dialog, RF_DIALOG_CONFIRMED);

  return dialog;
}

static RfDialog *
find_for_response (RfDialogs          *self,
                   RfMessage          *message,
                   const RfSipMessage *sip)
{
  RfDialog *of_request = message->transaction->dialog;
  RfDialog *dialog;

  if (of_request && (!message->transaction->is_initial || makes_no_dialog (sip)))
    return of_request;
  dialog = find (self->by_tags, sip->call_id, sip->from.tag, sip->to.tag);
  if (dialog)
    return dialog;
  if (!of_request)
    of_request = find (self->by_half, sip->call_id, sip->from.tag, RF_STR_INIT);
  if (!of_request)
    return add_from_message (self, sip, makes_no_dialog (sip) ? RF_STR_INIT : sip->to.tag);
  if (sip->to.tag.len == 0 || sip->status <= 100 || sip->status >= 300 || makes_no_dialog (sip))
    return of_request;

  return complete (self, of_request, sip->to.tag);
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
  Pair key = { .uas = { MIN (a, b), MAX (a, b) } };
  Pair *pair;

  g_assert (self != NULL);

  pair = g_hash_table_lookup (self->pairs, &key);
  if (!pair)
    return NULL;
  /* What has ended stays so: it need not be passed a second time. */
  while (pair->newest && pair->newest->pub.state != RF_DIALOG_CONFIRMED)
    pair->newest = pair->newest->next_in_pair;

  return pair->newest;
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
 * @message: a new message, its transaction and parties known
 * @sip: what it says
 *
 * Sets the dialog of @message and moves that dialog on.
 */
void
rf_dialogs_add (RfDialogs          *self,
                RfMessage          *message,
                const RfSipMessage *sip)
{
  RfDialog *dialog;

  g_assert (self != NULL);

  dialog = sip->is_request ? find_for_request (self, message, sip)
                           : find_for_response (self, message, sip);
  message->dialog = dialog;
  message->pub.dialog = (int) dialog->index;
  if (!message->transaction->dialog)
    message->transaction->dialog = dialog;

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
  return self->dialogs->len;
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
  g_assert (index < self->dialogs->len);

  return g_ptr_array_index (self->dialogs, index);
}
