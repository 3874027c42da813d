/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-attempts"

#include "config.h"

#include "rf-attempts.h"

#include "rf-attempt-calls.h"
#include "rf-report-owner.h"
#include "rf-report.h"
#include "rf-retarget.h"
#include "rf-trigger.h"

/* A B2BUA passes a REFER on within this time. */
#define PASS_ON_US (5 * G_USEC_PER_SEC)

/* A message and its answer have passed each other within this time (RFC 3261 §17.1.1.1). */
#define T1_US (G_USEC_PER_SEC / 2)

struct _RfAttempts {
  RfArena        *arena;
  const RfPool   *messages;
  RfParties      *parties;
  RfDialogs      *dialogs;
  RfPool          attempts;
  RfReportOwners *owners;
};

/**
 * rf_attempts_new:
 * @arena: where attempts are to live
 * @messages: the messages of the trace
 * @parties: who takes part in them
 * @dialogs: the calls that they are about
 *
 * Returns: (transfer full): no attempts
 */
RfAttempts *
rf_attempts_new (RfArena      *arena,
                 const RfPool *messages,
                 RfParties    *parties,
                 RfDialogs    *dialogs)
{
  RfAttempts *self = g_new0 (RfAttempts, 1);

  self->arena = arena;
  self->messages = messages;
  self->parties = parties;
  self->dialogs = dialogs;
  rf_pool_init (&self->attempts, arena, sizeof (RfAttempt));
  self->owners = rf_report_owners_new (arena, &self->attempts);

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
  for (guint i = 0; i < self->attempts.n_records; i++)
    g_array_unref (rf_attempts_get (self, i)->progress);
  rf_report_owners_free (self->owners);
  rf_pool_clear (&self->attempts);
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
set_refer (RfAttempts      *self,
           RfAttempt       *attempt,
           const RfMessage *message)
{
  attempt->refer = message->transaction;
  message->transaction->attempt = attempt;
  rf_report_owners_add_refer (self->owners, attempt, message);
}

/* Reads Refer-To and what it says about the kind of transfer. */
static void
read_refer_to (RfAttempts         *self,
               RfAttempt          *attempt,
               const RfSipMessage *sip)
{
  g_auto (RfReferTo) refer_to = { 0 };

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

  attempt->pub.kind = RF_TRANSFER_ATTENDED;
  attempt->has_replaces =
    rf_replaces_parse (&attempt->replaces,
                       rf_str_from_c (rf_arena_dup_c (self->arena, refer_to.replaces_text)));
}

static void
link_attempt (RfAttempt *attempt)
{

  attempt->next_of_transferee = attempt->transferee->newest_attempt;
  attempt->transferee->newest_attempt = attempt;
}

/* A B2BUA that is asked by one end of its call may ask the other end the same: these are two REFERs
 * in two calls, but one transfer. */
static RfAttempt *
find_passed_on (const RfAttempt *attempt,
                const RfMessage *message)
{
  const RfPlace *place = rf_message_get_place (message, 0);
  RfAttempt *heard = place->asked;

  if (!place->is_b2bua || !heard || heard->refer->call == message->transaction->call ||
      message->pub.time_us - heard->refer->request->pub.time_us > PASS_ON_US ||
      (heard->transferor != attempt->transferor && heard->transferee != attempt->transferee) ||
      !rf_uri_same_user (&heard->target_uri, &attempt->target_uri))
    return NULL;

  return heard;
}

static RfAttempt *
add_attempt (RfAttempts         *self,
             RfMessage          *message,
             const RfSipMessage *sip,
             const RfEnds       *ends)
{
  guint index = self->attempts.n_records;
  RfAttempt *attempt = rf_pool_add (&self->attempts);
  RfSipAddress referred_by;

  attempt->pub.index = index;
  attempt->pub.refer_message = message->pub.index;
  attempt->empty_report = attempt->unread_report = -1;
  attempt->progress = g_array_new (FALSE, FALSE, sizeof (guint16));
  attempt->last_sign_us = message->pub.time_us;
  attempt->transferor = ends->from;
  attempt->transferee = ends->to;
  attempt->pub.transferor_id = dup_printable (self, rf_str_from_c (ends->from->identity));
  attempt->pub.transferee_id = dup_printable (self, rf_str_from_c (ends->to->identity));
  attempt->refer_dialog = message->dialog;
  if (rf_sip_address_parse (&referred_by, sip->referred_by)) {
    attempt->pub.referred_by = dup_printable (self, referred_by.uri);
    attempt->referred_by = referred_by.uri;
  }
  read_refer_to (self, attempt, sip);

  attempt->passed_on = find_passed_on (attempt, message);
  attempt->pub.relay_of = attempt->passed_on ? (int) attempt->passed_on->pub.index : -1;
  rf_message_get_place (message, 1)->asked = attempt;
  rf_trigger_note_refer (attempt, message, self->arena);

  rf_attempt_calls_find (attempt, self->dialogs, sip);
  link_attempt (attempt);
  set_refer (self, attempt, message);

  return attempt;
}

/* The same REFER once more, with credentials or without what was not supported. Its answer may have
 * told before. */
static gboolean
is_retry_of (const RfAttempt    *attempt,
             const RfMessage    *message,
             const RfSipMessage *sip)
{
  return attempt && sip->cseq > attempt->refer->cseq &&
         (rf_attempt_is_challenge (attempt->pub.refer_status) ||
          message->transaction->attempt == attempt) &&
         rf_str_equal (sip->refer_to, attempt->refer_to);
}

/* A part of a message, a web page, or a bare name cannot be called; phones of one maker have such
 * REFERs for what is pressed on them. A name for a service can be (RFC 5031). */
static gboolean
can_be_called (const RfUri *uri)
{
  static const char * const others[] = { "cid", "mid", "http", "https" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    if (rf_str_case_equal_c (uri->scheme, others[i]))
      return FALSE;
  }

  return !rf_str_case_equal_c (uri->scheme, "urn") ||
         rf_str_starts_with_case (uri->host, "service:");
}

/* A REFER may ask for any request and to any resource (RFC 3515 §2.1), for the end of a call among
 * others; only one that asks for a call transfers anybody. */
static gboolean
asks_for_call (const RfSipMessage *sip)
{
  g_auto (RfReferTo) refer_to = { 0 };

  return !rf_refer_to_parse (&refer_to, sip->refer_to) ||
         (!refer_to.method && can_be_called (&refer_to.uri));
}

static void
on_refer_answer (RfAttempts         *self,
                 RfAttempt          *attempt,
                 const RfMessage    *message,
                 const RfSipMessage *sip)
{
  /* What a proxy got from behind counts only as long as it passed nothing on. */
  if (message->transaction == attempt->refer || attempt->pub.refer_status == 0)
    attempt->pub.refer_status = (guint16) sip->status;
  attempt->waives_reports |= rf_report_is_waived (&message->pub, sip);
  attempt->last_sign_us = MAX (attempt->last_sign_us, message->pub.time_us);
  if (attempt->has_require && sip->status < 300)
    rf_report_owners_note_answer (self->owners, attempt, message);
  if (message->transaction == attempt->refer)
    rf_attempt_calls_settle (attempt);
}

/* In a capture that was merged of two with clocks that differ, an answer may stand before what it
 * answers. */
static void
take_early_answer (RfAttempts *self,
                   RfAttempt  *attempt)
{
  const RfTransaction *refer = attempt->refer;
  RfSipMessage sip;

  for (guint i = 0; i < refer->n_firsts; i++) {
    const RfMessage *message = rf_pool_get (self->messages, refer->firsts[i]);

    if (!message->pub.is_request && message->pub.status >= 200 &&
        rf_sip_message_scan (&sip, message->pub.data, message->pub.length, NULL))
      on_refer_answer (self, attempt, message, &sip);
  }
}

static void
on_refer (RfAttempts         *self,
          RfMessage          *message,
          const RfSipMessage *sip,
          const RfEnds       *ends)
{
  RfAttempt *attempt;

  if (!asks_for_call (sip)) {
    rf_report_owners_add_other (self->owners, message);
    return;
  }
  attempt = rf_report_owners_get_newest (message);
  if (is_retry_of (attempt, message, sip)) {
    attempt->pub.refer_status = 0;
    attempt->last_sign_us = message->pub.time_us;
    set_refer (self, attempt, message);
  } else {
    attempt = add_attempt (self, message, sip, ends);
    attempt->waives_reports = rf_report_is_waived (&message->pub, sip);
    attempt->has_require = sip->require.p != NULL;
  }
  take_early_answer (self, attempt);
}

/* Of the phones that a forked REFER has reached, one that succeeds is enough. */
static gboolean
is_final_status (RfAttempts      *self,
                 const RfAttempt *attempt,
                 const RfMessage *notify)
{
  const RfMessage *before;

  if (notify->pub.sipfrag_status < 200 || attempt->notified_status == 0)
    return notify->pub.sipfrag_status >= 200;
  before = rf_pool_get (self->messages, attempt->notify_message);

  return attempt->notified_status >= 300 && notify->pub.sipfrag_status < 300 &&
         before->dialog != notify->dialog;
}

static void
on_report (RfAttempts         *self,
           RfAttempt          *attempt,
           const RfMessage    *message,
           const RfSipMessage *sip)
{
  const guint16 status = message->pub.sipfrag_status;
  const RfReportKind kind = rf_report_get_kind (&message->pub, sip);

  attempt->n_notifies++;
  attempt->last_sign_us = message->pub.time_us;
  attempt->subscription_ended |= rf_str_case_equal_c (sip->subscription_state, "terminated");
  if (kind == RF_REPORT_EMPTY)
    attempt->empty_report = (int) message->pub.index;
  else if (kind != RF_REPORT_STATUS)
    attempt->unread_report = (int) message->pub.index;
  if (status == 0)
    return;
  g_array_append_val (attempt->progress, status);
  attempt->pub.progress = (const guint16 *) (gpointer) attempt->progress->data;
  attempt->pub.n_progress = attempt->progress->len;
  if (is_final_status (self, attempt, message)) {
    attempt->notified_status = status;
    attempt->notify_message = message->pub.index;
    rf_attempt_calls_settle (attempt);
  }
}

/* The answer to a NOTIFY stood before it, and was taken for all that there is. */
static void
take_back_unseen (RfAttempts *self,
                  RfMessage  *notify)
{
  RfTransaction *transaction = notify->transaction;
  RfAttempt *guessed = transaction->attempt;
  const RfMessage *unread = NULL;

  if (!guessed)
    return;
  transaction->is_refer_event = FALSE;
  transaction->attempt = NULL;
  guessed->n_notifies--;
  if (guessed->unread_report >= 0)
    unread = rf_pool_get (self->messages, (guint) guessed->unread_report);
  if (unread && unread->transaction == transaction)
    guessed->unread_report = -1;
}

/* Whether a report of the answer to the new call should have come by now. */
static gboolean
has_waited (RfAttempts      *self,
            const RfAttempt *attempt,
            const RfMessage *subscribe)
{
  const RfMessage *answer;

  if (attempt->invite_status == 0 || rf_attempt_may_call_again (attempt->invite_status))
    return FALSE;
  answer = rf_pool_get (self->messages, attempt->answer_message);

  return subscribe->pub.time_us - answer->pub.time_us > T1_US;
}

/* Who gives up waiting for reports has not done without them. */
static void
on_subscribe (RfAttempts      *self,
              RfAttempt       *attempt,
              const RfMessage *subscribe)
{
  attempt->wanted_none = attempt->wants_no_reports;
  attempt->wants_no_reports = rf_report_is_unwanted (&subscribe->pub) &&
                              (attempt->wanted_none || !has_waited (self, attempt, subscribe));
}

static void
on_subscription_request (RfAttempts         *self,
                         RfMessage          *message,
                         const RfSipMessage *sip)
{
  RfAttempt *attempt;

  if (sip->method == RF_SIP_NOTIFY)
    take_back_unseen (self, message);
  if (!rf_report_owners_find (self->owners, message, sip, &attempt))
    return;
  message->transaction->is_refer_event = TRUE;
  message->transaction->attempt = attempt;
  if (attempt && sip->method == RF_SIP_NOTIFY)
    on_report (self, attempt, message, sip);
  else if (attempt)
    on_subscribe (self, attempt, message);
}

/* The same for those that a B2BUA has passed on. */
static void
set_target (RfAttempt *attempt,
            RfUa      *target)
{
  for (; attempt && target; attempt = attempt->passed_on) {
    if (rf_ua_get_index (target) >= 0 || !attempt->target)
      attempt->target = target;
  }
}

static void
on_new_call (RfAttempts         *self,
             RfMessage          *message,
             const RfSipMessage *sip,
             const RfEnds       *ends)
{
  RfAttempt *attempt;
  RfUa *called;

  if (!message->dialog->call->triggered_by &&
      message->transaction->origin == message->transaction)
    rf_trigger_match (ends->from, message, sip, self->arena);
  attempt = message->dialog->call->triggered_by;
  if (!attempt)
    return;

  /* A server may send the call elsewhere than To says; then the last hop's start line names the
   * phone. Whom a 3xx names instead is the target only if he answers. */
  called = rf_retarget_is_redirected (message->dialog->call, sip)
             ? NULL
             : rf_parties_find (self->parties, sip->request_uri);
  if (!called)
    called = ends->to;
  attempt->last_sign_us = message->pub.time_us;
  if (attempt->triggered == message->dialog->call &&
      message->transaction->origin == message->transaction)
    attempt->invite_status = 0; /* it is tried again */
  message->dialog->call->called = called;
  if (!message->dialog->call->is_beside)
    set_target (attempt, called);
}

/* The target is who answers. */
static void
on_call_answer (RfAttempt          *attempt,
                const RfMessage    *message,
                const RfSipMessage *sip)
{
  const RfCallNode *call = message->transaction->call;
  RfUa *other = rf_retarget_find (call, sip->to.tag);

  rf_trigger_note_answer (attempt, message, sip->status);
  if (sip->status >= 300 || attempt->triggered != call)
    return;
  if (!other && call->is_beside)
    other = call->called;
  set_target (attempt, other);
}

static void
on_cancel (RfMessage *message,
           RfUa      *sender)
{
  RfAttempt *attempt = rf_dialog_get_trigger (message->dialog);

  if (attempt && attempt->triggered == message->dialog->call)
    attempt->was_cancelled = TRUE;
  rf_attempt_calls_on_cancel (message, sender);
}

static void
on_request (RfAttempts         *self,
            RfMessage          *message,
            const RfSipMessage *sip,
            const RfEnds       *ends)
{
  RfTransaction *transaction = message->transaction;

  if (sip->method == RF_SIP_INVITE && sip->to.tag.len == 0)
    on_new_call (self, message, sip, ends);
  if (sip->method == RF_SIP_ACK && message->dialog->acked_us == 0 &&
      message->dialog->answered_us > 0)
    message->dialog->acked_us = message->pub.time_us;
  if (sip->method == RF_SIP_REFER && transaction->origin->attempt)
    rf_trigger_note_refer (transaction->origin->attempt, message, self->arena);
  /* What follows counts a request once, on its first hop. */
  if (transaction->origin != transaction || sip->method == RF_SIP_ACK)
    return;

  transaction->after = message->dialog->last_use;
  if (sip->method == RF_SIP_REFER)
    on_refer (self, message, sip, ends);
  else if (sip->method == RF_SIP_NOTIFY || sip->method == RF_SIP_SUBSCRIBE)
    on_subscription_request (self, message, sip);
  else if (sip->method == RF_SIP_BYE)
    rf_attempt_calls_on_bye (message, ends->from);
  else if ((sip->method == RF_SIP_INVITE && sip->to.tag.len > 0) || sip->method == RF_SIP_UPDATE)
    rf_attempt_calls_on_session_change (message, sip);
  else if (sip->method == RF_SIP_CANCEL)
    on_cancel (message, ends->from);
}

/* The answer to a NOTIFY that is not there: it was cut off too soon to be read, or a part of the
 * capture is missing. */
static void
on_unseen_report (RfAttempts         *self,
                  RfMessage          *message,
                  const RfSipMessage *sip)
{
  RfAttempt *attempt = rf_report_owners_find_unseen (self->owners, message, sip);

  if (!attempt)
    return;
  message->transaction->is_refer_event = TRUE;
  message->transaction->attempt = attempt;
  attempt->n_notifies++;
  attempt->unread_report = (int) message->pub.index;
  attempt->last_sign_us = message->pub.time_us;
}

/* The answer to a REFER that is not in the capture: after a challenge, to the one with
 * credentials. */
static void
on_answer_alone (RfMessage          *message,
                 const RfSipMessage *sip)
{
  RfAttempt *attempt = rf_report_owners_get_newest (message);

  if (!attempt || !rf_attempt_is_challenge (attempt->pub.refer_status) ||
      sip->cseq <= attempt->refer->cseq)
    return;
  message->transaction->attempt = attempt;
  attempt->pub.refer_status = (guint16) sip->status;
  attempt->last_sign_us = message->pub.time_us;
  rf_attempt_calls_settle (attempt);
}

static void
on_response (RfAttempts         *self,
             RfMessage          *message,
             const RfSipMessage *sip)
{
  RfTransaction *transaction = message->transaction;
  RfAttempt *attempt = transaction->origin->attempt;
  RfAttempt *trigger = rf_dialog_get_trigger (message->dialog);

  if (sip->status < 200)
    return;
  if (sip->method == RF_SIP_NOTIFY && !transaction->request)
    on_unseen_report (self, message, sip);
  if (sip->method == RF_SIP_REFER && !transaction->request)
    on_answer_alone (message, sip);
  if (sip->method == RF_SIP_INVITE && sip->status < 300 && message->dialog->answered_us == 0)
    message->dialog->answered_us = message->pub.time_us;
  if (sip->method == RF_SIP_REFER && attempt && attempt->refer == transaction->origin) {
    on_refer_answer (self, attempt, message, sip);
  } else if (sip->method == RF_SIP_NOTIFY && attempt && transaction == transaction->origin &&
             rf_report_refusal_is_final (sip->status)) {
    attempt->subscription_ended = attempt->refuses_reports = TRUE;
  } else if (sip->method == RF_SIP_SUBSCRIBE && attempt && transaction == transaction->origin &&
             sip->status >= 300) {
    attempt->wants_no_reports = attempt->wanted_none; /* it has changed nothing */
  } else if (sip->method == RF_SIP_INVITE && trigger && transaction->is_initial &&
             transaction == transaction->origin) {
    on_call_answer (trigger, message, sip);
  }
}

/* Who is asked or called may have one address before a NAT and another behind it, and the calls
 * that it makes then come from either. */
static void
on_translated_request (RfAttempts      *self,
                       const RfMessage *message)
{
  const RfTransaction *transaction = message->transaction;
  RfAttempt *attempt = transaction->origin->attempt;
  RfAttempt *trigger = rf_dialog_get_trigger (message->dialog);

  if (transaction->method == RF_SIP_REFER && attempt) {
    rf_message_get_place (message, 1)->asked = attempt;
    rf_trigger_note_refer (attempt, message, self->arena);
  } else if (message->pub.method == RF_SIP_INVITE && transaction->is_initial && trigger) {
    rf_trigger_note_call (trigger, message, self->arena);
  }
}

/**
 * rf_attempts_add:
 * @self: the attempts
 * @message: a new message, its transaction, parties and dialog known
 * @sip: what it says
 * @ends: whom From and To name
 *
 * Finds out what @message has to do with transfers.
 */
void
rf_attempts_add (RfAttempts         *self,
                 RfMessage          *message,
                 const RfSipMessage *sip,
                 const RfEnds       *ends)
{
  g_assert (self != NULL);

  if (message->pub.is_translated && sip->is_request)
    on_translated_request (self, message);
  if (message->pub.retransmission_of >= 0)
    return;
  if (sip->is_request)
    on_request (self, message, sip, ends);
  else
    on_response (self, message, sip);
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
  return self->attempts.n_records;
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
  g_assert (index < self->attempts.n_records);

  return rf_pool_get (&self->attempts, index);
}
