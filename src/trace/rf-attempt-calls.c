/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-attempt-calls"

#include "config.h"

#include "rf-attempt-calls.h"

#include "rf-attempts.h"
#include "rf-sdp.h"

/* Nobody is asked anything in so little time. */
#define CONSULTATION_US (500 * G_TIME_SPAN_MILLISECOND)
/* A phone that only waited for the answer sends its hold right behind the ACK; this much comes of
 * other work on its machine. */
#define AT_ONCE_US (40 * G_TIME_SPAN_MILLISECOND)
/* Who gives up a call in order to transfer somebody there does so within this time. */
#define GIVEN_UP_US (5 * G_USEC_PER_SEC)

/* The call that is to be transferred: TRANSFER rules, in their order. */
static RfDialog *
find_original (const RfAttempt    *attempt,
               RfDialogs          *dialogs,
               const RfSipMessage *sip)
{
  RfReplaces named;

  if (attempt->refer_dialog->pub.kind == RF_DIALOG_INVITE)
    return attempt->refer_dialog;
  if (rf_replaces_parse (&named, sip->target_dialog)) {
    RfDialog *target = rf_dialogs_find (dialogs, named.call_id, named.to_tag, named.from_tag);

    if (target)
      return target;
  }

  return rf_dialogs_find_call_between (dialogs, attempt->transferor, attempt->transferee);
}

/* Semi-attended is what did not wait for the target (RFC 5589 §7.6): the REFER names a call that
 * still rings; or, as a call that rings must not be replaced, one that was answered just now and
 * was put on hold at once, because the transferor's phone had kept the REFER back until then. The
 * ACK is what the hold is measured from, for wherever a capture is taken the two come together. */
static RfTransferKind
get_kind (const RfDialog *consultation,
          gint64          refer_us)
{
  RfDialogState state = consultation->pub.state;
  gboolean was_held_at_once = consultation->acked_us > 0 && consultation->held_us > 0 &&
                              consultation->held_us - consultation->acked_us < AT_ONCE_US &&
                              refer_us - consultation->answered_us < CONSULTATION_US;

  if (state == RF_DIALOG_TRYING || state == RF_DIALOG_EARLY || was_held_at_once)
    return RF_TRANSFER_SEMI_ATTENDED;

  return RF_TRANSFER_ATTENDED;
}

/* A phone may ask in one call under another name than it had in the other. */
static gboolean
is_transferor (const RfAttempt *attempt,
               const RfUa      *ua)
{
  const RfUa *transferor = attempt->transferor;

  return ua == transferor ||
         (ua && transferor && ua->last_place && ua->last_place == transferor->last_place);
}

/* The call that Replaces names. */
static void
find_named_consultation (RfAttempt *attempt,
                         RfDialogs *dialogs)
{
  RfDialog *consultation = rf_dialogs_find (dialogs, attempt->replaces.call_id,
                                            attempt->replaces.to_tag,
                                            attempt->replaces.from_tag);

  attempt->consultation = consultation;
  if (!consultation)
    return;
  attempt->pub.kind = get_kind (consultation, attempt->last_sign_us);
  attempt->target = consultation->remote_ua != attempt->transferor &&
                    is_transferor (attempt, consultation->local_ua)
                      ? consultation->remote_ua
                      : consultation->local_ua;
}

/* Who hangs up on the target before the REFER has consulted it all the same (RFC 5589 §7.1). A call
 * that another attempt is about was made for that one. */
static RfDialog *
find_ended_consultation (const RfAttempt *attempt,
                         RfDialogs       *dialogs)
{
  RfDialog *last = rf_dialogs_find_ended_call_between (dialogs, attempt->transferor,
                                                       attempt->target);

  if (!last || last == attempt->original || last->last_use || last->answered_us == 0 ||
      last->answered_us < attempt->original->answered_us)
    return NULL;

  return last;
}

/* The same where the target had not answered yet (RFC 5589 §7.6, figures 12 and 13). */
static RfDialog *
find_cancelled_consultation (const RfAttempt *attempt)
{
  const RfMessage *cancel = attempt->transferor ? attempt->transferor->cancel : NULL;
  RfDialog *dialog;

  if (!cancel || attempt->last_sign_us - cancel->pub.time_us > GIVEN_UP_US)
    return NULL;
  dialog = cancel->dialog;
  if (dialog->last_use || dialog->answered_us > 0 || !attempt->target ||
      dialog->remote_ua != attempt->target || dialog->began_us < attempt->original->answered_us)
    return NULL;

  return dialog;
}

static RfDialog *
find_consultation_before (const RfAttempt *attempt,
                          RfDialogs       *dialogs)
{
  RfDialog *cancelled;

  if (!attempt->original || attempt->pub.kind != RF_TRANSFER_BLIND)
    return NULL;
  cancelled = find_cancelled_consultation (attempt);

  return cancelled ? cancelled : find_ended_consultation (attempt, dialogs);
}

static gboolean
has_succeeded (const RfAttempt *attempt)
{
  return attempt->notified_status >= 200 && attempt->notified_status < 300;
}

/* What comes after the end of a call has not ended it. */
static void
add_use (RfDialog  *dialog,
         RfCallUse *use,
         RfAttempt *attempt)
{
  RfDialog *first = dialog->forked_from ? dialog->forked_from : dialog;

  use->attempt = attempt;
  if (!first->branch_use)
    first->branch_use = use;
  if (dialog->last_use)
    dialog->last_use->newer = use;
  else
    dialog->first_use = use;
  dialog->last_use = use;

  if (dialog->bye)
    return;
  use->older = dialog->standing;
  if (!dialog->standing || !has_succeeded (dialog->standing->attempt))
    dialog->standing = use;
}

/* The tags tell surely; who somebody is may be written in more than one way. */
static RfReleasedBy
get_releaser (const RfDialog  *dialog,
              const RfAttempt *attempt)
{
  gboolean same_dialog = attempt->refer_dialog == dialog;

  if (same_dialog ? rf_str_equal (dialog->bye->transaction->from_tag, attempt->refer->from_tag)
                  : dialog->ended_by == attempt->transferor)
    return RF_RELEASED_BY_TRANSFEROR;
  if (same_dialog || dialog->ended_by == attempt->transferee)
    return RF_RELEASED_BY_TRANSFEREE;
  if (dialog->ended_by && dialog->ended_by == attempt->target)
    return RF_RELEASED_BY_TARGET;

  return RF_RELEASED_BY_NONE;
}

static void
note_release (RfDialog *dialog)
{
  RfAttempt *attempt = dialog->standing ? dialog->standing->attempt : NULL;

  if (!attempt || attempt->original != dialog)
    return;
  attempt->gone_us = dialog->bye->pub.time_us;
  attempt->pub.released_by = get_releaser (dialog, attempt);
}

static void
take_back_release (const RfDialog *dialog)
{
  RfAttempt *attempt = dialog->standing ? dialog->standing->attempt : NULL;

  if (!attempt || attempt->original != dialog)
    return;
  attempt->gone_us = 0;
  attempt->pub.released_by = RF_RELEASED_BY_NONE;
}

/* Of two that succeeded the newer one counts. */
static gboolean
takes_place_of (const RfAttempt *attempt,
                const RfCallUse *standing)
{
  return has_succeeded (attempt) && (!standing || !has_succeeded (standing->attempt) ||
                                     attempt->pub.index > standing->attempt->pub.index);
}

/* Nobody is passed twice, so that this takes no longer where there are many. */
static void
settle (RfDialog  *dialog,
        RfCallUse *use)
{
  RfCallUse *standing;

  if (!use->attempt)
    return;
  standing = takes_place_of (use->attempt, dialog->standing) ? use : dialog->standing;
  while (standing && rf_attempt_is_refused_for_good (standing->attempt))
    standing = g_steal_pointer (&standing->older);
  /* Where all of them were refused, the last one stays. */
  if (!standing || standing == dialog->standing)
    return;

  if (dialog->bye)
    take_back_release (dialog);
  dialog->standing = standing;
  if (dialog->bye && dialog->bye->transaction->may_release)
    note_release (dialog);
}

/* A REFER that a B2BUA passes on names the call that the one which it got has named. */
static gboolean
is_consulted_first (const RfAttempt *attempt)
{
  return attempt->consultation && attempt->consultation != attempt->original &&
         !(attempt->passed_on && attempt->passed_on->consultation == attempt->consultation);
}

/**
 * rf_attempt_calls_find:
 * @attempt: a new attempt: its ends, Refer-To, dialog, and what it was made of are known
 * @dialogs: the calls that it may be about
 * @sip: what its REFER says
 *
 * Finds the call that is to be transferred and the one in which the target was asked first.
 */
void
rf_attempt_calls_find (RfAttempt          *attempt,
                       RfDialogs          *dialogs,
                       const RfSipMessage *sip)
{
  g_assert (attempt != NULL);

  if (attempt->has_replaces)
    find_named_consultation (attempt, dialogs);
  attempt->original = find_original (attempt, dialogs, sip);
  if (!attempt->consultation)
    attempt->consultation = find_consultation_before (attempt, dialogs);

  if (attempt->original) {
    attempt->original->last_attempt = attempt;
    add_use (attempt->original, &attempt->uses[0], attempt);
  }
  if (is_consulted_first (attempt))
    add_use (attempt->consultation, &attempt->uses[1], attempt);
}

/**
 * rf_attempt_calls_settle:
 * @attempt: an attempt that has just been refused, accepted, or reported to have ended
 *
 * Gives the end of its calls to the attempt that succeeded, or else to the last one that was not
 * refused, also where they have ended before that was known.
 */
void
rf_attempt_calls_settle (RfAttempt *attempt)
{
  g_assert (attempt != NULL);

  settle (attempt->original, &attempt->uses[0]);
  settle (attempt->consultation, &attempt->uses[1]);
}

/**
 * rf_attempt_calls_on_cancel:
 * @message: a CANCEL, on its first hop
 * @sender: (nullable): whom From names
 *
 * Notes that @sender has given up its call.
 */
void
rf_attempt_calls_on_cancel (RfMessage *message,
                            RfUa      *sender)
{
  g_assert (message != NULL);

  if (sender)
    sender->cancel = message;
}

/**
 * rf_attempt_calls_on_bye:
 * @message: a BYE, on its first hop
 * @sender: (nullable): whom From names
 *
 * Notes that the call of @message has ended, and who released it where it was to be transferred.
 */
void
rf_attempt_calls_on_bye (RfMessage *message,
                         RfUa      *sender)
{
  RfDialog *dialog = message->dialog;

  g_assert (message->transaction->origin == message->transaction);

  message->transaction->may_release = dialog->last_use != NULL;
  if (dialog->bye)
    return;
  dialog->bye = message;
  dialog->ended_by = sender;
  note_release (dialog);
}

/**
 * rf_attempt_calls_on_session_change:
 * @message: a re-INVITE or UPDATE, on its first hop
 * @sip: what it says
 *
 * Notes that the call is put on hold, or taken back from hold after the attempt came to nothing
 * (RFC 5589 §6.3).
 */
void
rf_attempt_calls_on_session_change (RfMessage          *message,
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
  if (!attempt || attempt->pub.was_recovered || !rf_attempt_has_failed (attempt))
    return;
  attempt->pub.was_recovered = TRUE;
  message->transaction->recovers = attempt;
}
