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
  attempt->target = consultation->local_ua == attempt->transferor ? consultation->remote_ua
                                                                  : consultation->local_ua;
}

/* Who hangs up on the target before the REFER has consulted it all the same (RFC 5589 §7.1). */
static RfDialog *
find_ended_consultation (const RfAttempt *attempt,
                         RfDialogs       *dialogs)
{
  RfDialog *last;

  if (!attempt->original || attempt->pub.kind != RF_TRANSFER_BLIND)
    return NULL;
  last = rf_dialogs_find_ended_call_between (dialogs, attempt->transferor, attempt->target);
  if (!last || last == attempt->original || last->answered_us == 0 ||
      last->answered_us < attempt->original->answered_us)
    return NULL;

  return last;
}

/**
 * rf_attempt_calls_find:
 * @attempt: a new attempt, its ends, Refer-To and dialog known
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
  RfDialog *original;

  g_assert (attempt != NULL);

  if (attempt->has_replaces)
    find_named_consultation (attempt, dialogs);
  attempt->original = original = find_original (attempt, dialogs, sip);
  if (!attempt->consultation)
    attempt->consultation = find_ended_consultation (attempt, dialogs);

  if (original && original->last_attempt)
    original->last_attempt->next_in_original = attempt;
  else if (original)
    original->first_attempt = attempt;
  if (original)
    original->last_attempt = attempt;
  if (attempt->consultation && attempt->consultation != original)
    attempt->consultation->consulted_for = attempt;
}

/**
 * rf_attempt_calls_on_bye:
 * @message: a BYE, on its first hop
 * @sip: what it says
 * @sender: (nullable): whom From names
 *
 * Notes that the call of @message has ended, and who released it where it was to be transferred.
 */
void
rf_attempt_calls_on_bye (RfMessage          *message,
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
