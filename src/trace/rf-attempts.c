/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-attempts"

#include "config.h"

#include "rf-attempts.h"

#include "rf-sdp.h"
#include "rf-trigger.h"

/* Nobody is asked anything in so little time. */
#define CONSULTATION_US (500 * G_TIME_SPAN_MILLISECOND)

/* A REFER by what the id of Event names (RFC 3515 §2.4.6). */
typedef struct {
  const RfDialog *dialog;
  guint32         cseq;
  RfAttempt      *attempt;
} ReferKey;

struct _RfAttempts {
  RfArena    *arena;
  RfParties  *parties;
  RfDialogs  *dialogs;
  GPtrArray  *attempts;
  GHashTable *by_cseq; /* ReferKey */
  GHashTable *newest;  /* RfUa to the newest attempt that asks it to call */
};

static guint
hash_refer (gconstpointer key)
{
  const ReferKey *k = key;

  return k->dialog->index * 2654435761u ^ k->cseq;
}

static gboolean
equal_refers (gconstpointer a,
              gconstpointer b)
{
  const ReferKey *x = a;
  const ReferKey *y = b;

  return x->dialog == y->dialog && x->cseq == y->cseq;
}

/**
 * rf_attempts_new:
 * @arena: where attempts are to live
 * @parties: who takes part in them
 * @dialogs: the calls that they are about
 *
 * Returns: (transfer full): no attempts
 */
RfAttempts *
rf_attempts_new (RfArena   *arena,
                 RfParties *parties,
                 RfDialogs *dialogs)
{
  RfAttempts *self = g_new0 (RfAttempts, 1);

  self->arena = arena;
  self->parties = parties;
  self->dialogs = dialogs;
  self->attempts = g_ptr_array_new ();
  self->by_cseq = g_hash_table_new (hash_refer, equal_refers);
  self->newest = g_hash_table_new (NULL, NULL);

  return self;
}

/**
 * rf_attempts_free:
 * @self: the attempts
 *
 * Frees them.
 */
void
rf_attempts_free (RfAttempts *self)
{
  for (guint i = 0; i < self->attempts->len; i++)
    g_array_unref (rf_attempts_get (self, i)->progress);
  g_ptr_array_unref (self->attempts);
  g_hash_table_unref (self->by_cseq);
  g_hash_table_unref (self->newest);
  g_free (self);
}

static const char *
dup_printable (RfAttempts *self,
               RfStr       text)
{
  g_autofree char *printable = rf_str_dup_printable (text);

  return rf_arena_dup_c (self->arena, printable);
}

static void
index_refer (RfAttempts    *self,
             RfAttempt     *attempt,
             RfTransaction *transaction,
             RfDialog      *dialog)
{
  ReferKey *key = rf_arena_new0 (self->arena, ReferKey);

  key->dialog = dialog;
  key->cseq = transaction->cseq;
  key->attempt = attempt;
  g_hash_table_add (self->by_cseq, key);
  attempt->refer = transaction;
  transaction->attempt = attempt;
}

/* The call that is to be transferred: TRANSFER rules, in their order. */
static RfDialog *
find_original (RfAttempts         *self,
               RfAttempt          *attempt,
               RfDialog           *dialog,
               const RfSipMessage *sip)
{
  RfReplaces named;

  if (dialog->pub.kind == RF_DIALOG_INVITE)
    return dialog;
  if (rf_replaces_parse (&named, sip->target_dialog)) {
    RfDialog *target = rf_dialogs_find (self->dialogs, named.call_id, named.to_tag, named.from_tag);

    if (target)
      return target;
  }

  return rf_dialogs_find_call_between (self->dialogs, attempt->transferor, attempt->transferee);
}

/* Semi-attended is what did not wait for the target (RFC 5589 §7.6): the REFER names a call that
 * still rings; or, as a call that rings must not be replaced, one that was answered just now and
 * was put on hold at once, because the transferor's phone had kept the REFER back until then. */
static RfTransferKind
get_kind (const RfDialog *consultation,
          gint64          refer_us)
{
  RfDialogState state = consultation->pub.state;
  gboolean was_held_at_once = consultation->answered_us > 0 && consultation->held_us > 0 &&
                              refer_us - consultation->answered_us < CONSULTATION_US;

  if (state == RF_DIALOG_TRYING || state == RF_DIALOG_EARLY || was_held_at_once)
    return RF_TRANSFER_SEMI_ATTENDED;

  return RF_TRANSFER_ATTENDED;
}

/* Reads Refer-To and what it says about the kind of transfer. */
static void
read_refer_to (RfAttempts         *self,
               RfAttempt          *attempt,
               const RfSipMessage *sip)
{
  g_auto (RfReferTo) refer_to = { 0 };
  RfDialog *consultation;

  attempt->refer_to = sip->refer_to;
  if (!rf_refer_to_parse (&refer_to, sip->refer_to)) {
    attempt->pub.target_uri = dup_printable (self, sip->refer_to);
    return;
  }

  attempt->pub.target_uri = dup_printable (self, refer_to.text);
  attempt->target_uri = refer_to.uri;
  attempt->target = rf_parties_find (self->parties, refer_to.text);
  if (!refer_to.has_replaces)
    return;

  attempt->has_replaces =
    rf_replaces_parse (&attempt->replaces,
                       rf_str_from_c (rf_arena_dup_c (self->arena, refer_to.replaces_text)));
  consultation = rf_dialogs_find (self->dialogs, attempt->replaces.call_id,
                                  attempt->replaces.to_tag,
                                  attempt->replaces.from_tag);
  attempt->consultation = consultation;
  attempt->pub.kind = RF_TRANSFER_ATTENDED;
  if (!consultation)
    return;
  attempt->pub.kind = get_kind (consultation, attempt->last_sign_us);
  attempt->target = consultation->local_ua == attempt->transferor ? consultation->remote_ua
                                                                  : consultation->local_ua;
}

static void
link_attempt (RfAttempts *self,
              RfAttempt  *attempt,
              RfDialog   *dialog)
{
  RfDialog *original = attempt->original;

  if (dialog->last_refer)
    dialog->last_refer->next_in_refer_dialog = attempt;
  else
    dialog->first_open_refer = attempt;
  dialog->last_refer = attempt;

  if (original && original->last_attempt)
    original->last_attempt->next_in_original = attempt;
  else if (original)
    original->first_attempt = attempt;
  if (original)
    original->last_attempt = attempt;
  if (attempt->consultation && attempt->consultation != original)
    attempt->consultation->consulted_for = attempt;

  attempt->next_of_transferee = g_hash_table_lookup (self->newest, attempt->transferee);
  g_hash_table_insert (self->newest, attempt->transferee, attempt);
}

static void
add_attempt (RfAttempts         *self,
             RfMessage          *message,
             const RfSipMessage *sip)
{
  RfAttempt *attempt = rf_arena_new0 (self->arena, RfAttempt);
  RfSipAddress referred_by;

  attempt->pub.index = self->attempts->len;
  attempt->pub.refer_message = message->pub.index;
  attempt->progress = g_array_new (FALSE, FALSE, sizeof (guint16));
  attempt->last_sign_us = message->pub.time_us;
  attempt->transferor = rf_parties_find (self->parties, sip->from.uri);
  attempt->transferee = rf_parties_find (self->parties, sip->to.uri);
  attempt->refer_dialog = message->dialog;
  if (rf_sip_address_parse (&referred_by, sip->referred_by)) {
    attempt->pub.referred_by = dup_printable (self, referred_by.uri);
    attempt->referred_by = referred_by.uri;
  }
  read_refer_to (self, attempt, sip);
  attempt->original = find_original (self, attempt, message->dialog, sip);
  g_ptr_array_add (self->attempts, attempt);

  link_attempt (self, attempt, message->dialog);
  index_refer (self, attempt, message->transaction, message->dialog);
}

/* The same REFER once more, with credentials or without what was not supported. */
static gboolean
is_retry_of (const RfAttempt    *attempt,
             const RfSipMessage *sip)
{
  return attempt && rf_attempt_is_challenge (attempt->pub.refer_status) &&
         sip->cseq > attempt->refer->cseq &&
         rf_str_equal (sip->from.tag, attempt->refer->from_tag) &&
         rf_str_equal (sip->refer_to, attempt->refer_to);
}

/* A transferor can ask for no reports, and gets none where the answer says the same (RFC 4488) or
 * where it would take nothing else (RFC 7614). */
static gboolean
waives_reports (const RfMessage *message)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, message->pub.data, message->pub.length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    value = rf_str_trim (value);
    if (!message->pub.is_request && rf_str_case_equal_c (name, "Refer-Sub") &&
        rf_str_case_equal_c (value, "false"))
      return TRUE;
    if (message->pub.is_request && rf_str_case_equal_c (name, "Require") &&
        (rf_str_case_equal_c (value, "nosub") || rf_str_case_equal_c (value, "norefersub")))
      return TRUE;
  }

  return FALSE;
}

static void
on_refer (RfAttempts         *self,
          RfMessage          *message,
          const RfSipMessage *sip)
{
  RfAttempt *previous = message->dialog->last_refer;

  if (!is_retry_of (previous, sip)) {
    add_attempt (self, message, sip);
    message->dialog->last_refer->waives_reports = waives_reports (message);
    return;
  }
  previous->pub.refer_status = 0;
  previous->last_sign_us = message->pub.time_us;
  index_refer (self, previous, message->transaction, message->dialog);
}

static gboolean
reports_no_more (const RfAttempt *attempt)
{
  return attempt->subscription_ended || attempt->pub.refer_status >= 300;
}

/* Without an id, a report is about the earliest REFER in its dialog that still has something to
 * say. */
static RfAttempt *
find_reported (RfAttempts         *self,
               RfDialog           *dialog,
               const RfSipMessage *sip)
{
  ReferKey key = { .dialog = dialog };
  ReferKey *found;
  guint64 id;

  if (sip->event_id.len > 0) {
    if (!rf_str_parse_uint (sip->event_id, G_MAXUINT32, &id))
      return NULL;
    key.cseq = (guint32) id;
    found = g_hash_table_lookup (self->by_cseq, &key);
    return found ? found->attempt : NULL;
  }

  while (dialog->first_open_refer && dialog->first_open_refer->next_in_refer_dialog &&
         reports_no_more (dialog->first_open_refer))
    dialog->first_open_refer = dialog->first_open_refer->next_in_refer_dialog;

  return dialog->first_open_refer;
}

static void
on_subscription_request (RfAttempts         *self,
                         RfMessage          *message,
                         const RfSipMessage *sip)
{
  RfAttempt *attempt;
  guint16 status = message->pub.sipfrag_status;

  if (!rf_str_case_equal_c (sip->event, "refer"))
    return;
  message->transaction->is_refer_event = TRUE;
  attempt = find_reported (self, message->dialog, sip);
  message->transaction->attempt = attempt;
  if (!attempt || sip->method != RF_SIP_NOTIFY)
    return;

  attempt->n_notifies++;
  attempt->last_sign_us = message->pub.time_us;
  attempt->subscription_ended |= rf_str_case_equal_c (sip->subscription_state, "terminated");
  if (status == 0)
    return;
  g_array_append_val (attempt->progress, status);
  attempt->pub.progress = (const guint16 *) (gpointer) attempt->progress->data;
  attempt->pub.n_progress = attempt->progress->len;
  if (status >= 200 && attempt->notified_status == 0)
    attempt->notified_status = status;
}

static void
on_bye (RfMessage          *message,
        const RfSipMessage *sip,
        RfUa               *sender)
{
  RfDialog *dialog = message->dialog;
  RfAttempt *attempt = dialog->last_attempt;
  gboolean same_dialog;

  message->transaction->releases = attempt ? attempt : dialog->consulted_for;
  if (!attempt)
    return;
  attempt->gone_us = message->pub.time_us;
  if (attempt->pub.released_by != RF_RELEASED_BY_NONE)
    return;

  /* The tags tell surely; who somebody is may be written in more than one way. */
  same_dialog = attempt->refer_dialog == dialog;
  if (same_dialog ? rf_str_equal (sip->from.tag, attempt->refer->from_tag)
                  : sender == attempt->transferor)
    attempt->pub.released_by = RF_RELEASED_BY_TRANSFEROR;
  else if (same_dialog || sender == attempt->transferee)
    attempt->pub.released_by = RF_RELEASED_BY_TRANSFEREE;
  else if (sender && sender == attempt->target)
    attempt->pub.released_by = RF_RELEASED_BY_TARGET;
}

/* The call is put on hold, or taken back from hold after the attempt came to nothing (RFC 5589
 * §6.3). */
static void
on_session_change (RfMessage          *message,
                   const RfSipMessage *sip)
{
  RfDialog *dialog = message->dialog;
  RfAttempt *attempt = dialog->last_attempt;
  RfSdp sdp;

  if (!rf_sdp_parse (&sdp, sip->body))
    return;
  if (sdp.is_hold) {
    if (dialog->held_us == 0)
      dialog->held_us = message->pub.time_us;
    return;
  }
  if (!attempt || attempt->was_recovered || !rf_attempt_has_failed (attempt))
    return;
  attempt->was_recovered = TRUE;
  message->transaction->recovers = attempt;
}

static void
on_new_call (RfAttempts         *self,
             RfMessage          *message,
             const RfSipMessage *sip,
             RfUa               *sender)
{
  RfAttempt *attempt;
  RfUa *called;

  if (!message->dialog->call->triggered_by &&
      message->transaction->origin == message->transaction) {
    attempt = sender ? g_hash_table_lookup (self->newest, sender) : NULL;
    rf_trigger_match (attempt, message, sip);
  }
  attempt = message->dialog->call->triggered_by;
  if (!attempt)
    return;

  /* A server may send the call elsewhere than To says; then the last hop's start line names the
   * phone. */
  called = rf_parties_find (self->parties, sip->request_uri);
  if (!called)
    called = rf_parties_find (self->parties, sip->to.uri);
  if (called && (rf_ua_get_index (called) >= 0 || !attempt->target))
    attempt->target = called;
  attempt->last_sign_us = message->pub.time_us;
}

static void
on_request (RfAttempts         *self,
            RfMessage          *message,
            const RfSipMessage *sip)
{
  RfTransaction *transaction = message->transaction;
  RfUa *sender = rf_parties_find (self->parties, sip->from.uri);

  if (sip->method == RF_SIP_INVITE && sip->to.tag.len == 0)
    on_new_call (self, message, sip, sender);
  /* What follows counts a request once, on its first hop. */
  if (transaction->origin != transaction || sip->method == RF_SIP_ACK)
    return;

  transaction->after = message->dialog->last_attempt;
  if (sip->method == RF_SIP_REFER)
    on_refer (self, message, sip);
  else if (sip->method == RF_SIP_NOTIFY || sip->method == RF_SIP_SUBSCRIBE)
    on_subscription_request (self, message, sip);
  else if (sip->method == RF_SIP_BYE)
    on_bye (message, sip, sender);
  else if ((sip->method == RF_SIP_INVITE && sip->to.tag.len > 0) || sip->method == RF_SIP_UPDATE)
    on_session_change (message, sip);
  else if (sip->method == RF_SIP_CANCEL && message->dialog->call->triggered_by)
    message->dialog->call->triggered_by->was_cancelled = TRUE;
}

static void
on_response (RfMessage          *message,
             const RfSipMessage *sip)
{
  RfTransaction *transaction = message->transaction;
  RfAttempt *attempt = transaction->origin->attempt;
  RfAttempt *trigger = message->dialog->call->triggered_by;

  if (sip->status < 200)
    return;
  if (sip->method == RF_SIP_INVITE && sip->status < 300 && message->dialog->answered_us == 0)
    message->dialog->answered_us = message->pub.time_us;
  if (sip->method == RF_SIP_REFER && attempt && attempt->refer == transaction->origin) {
    /* What a proxy got from behind counts only as long as it passed nothing on. */
    if (transaction == transaction->origin || attempt->pub.refer_status == 0)
      attempt->pub.refer_status = (guint16) sip->status;
    attempt->waives_reports |= waives_reports (message);
    attempt->last_sign_us = message->pub.time_us;
  } else if (sip->method == RF_SIP_INVITE && trigger && transaction->is_initial &&
             transaction == transaction->origin) {
    trigger->invite_status = sip->status;
    trigger->last_sign_us = message->pub.time_us;
  }
}

/**
 * rf_attempts_add:
 * @self: the attempts
 * @message: a new message, its transaction, parties and dialog known
 * @sip: what it says
 *
 * Finds out what @message has to do with transfers.
 */
void
rf_attempts_add (RfAttempts         *self,
                 RfMessage          *message,
                 const RfSipMessage *sip)
{
  g_assert (self != NULL);

  if (message->pub.retransmission_of >= 0)
    return;
  if (sip->is_request)
    on_request (self, message, sip);
  else
    on_response (message, sip);
}

/**
 * rf_attempts_get_n:
 * @self: the attempts
 *
 * Returns: how many there are
 */
guint
rf_attempts_get_n (RfAttempts *self)
{
  return self->attempts->len;
}

/**
 * rf_attempts_get:
 * @self: the attempts
 * @index: index of one
 *
 * Returns: (transfer none): the attempt
 */
RfAttempt *
rf_attempts_get (RfAttempts *self,
                 guint       index)
{
  g_assert (index < self->attempts->len);

  return g_ptr_array_index (self->attempts, index);
}
