/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words-transfer"

#include "config.h"

#include "rf-words.h"

#include "rf-address.h"

#include <glib/gi18n.h>

/*
 * What the window says about transfers and about asking first, in words.
 */

/* What became of the attempt, and where the caller is now. */
static char *
with_caller (RfCall *call, const char *who, const char *what)
{
  if (!rf_call_is_live (call))
    return g_strdup (what);
  if (!rf_call_get_local_hold (call))
    return g_strdup_printf (_("%s You are still connected to %s."), what, who);

  return g_strdup_printf (_("%s %s is still on hold."), what, who);
}


/**
 * rf_words_command:
 * @call: what a command was about
 * @sentence: what the phone says of why it failed
 *
 * Returns: (transfer full): what failed, at whose phone, and how the call stands now
 */
char *
rf_words_command (RfCall *call, const char *sentence)
{
  g_autofree char *what = NULL;
  g_autofree char *who = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);
  g_return_val_if_fail (sentence != NULL, NULL);

  what = rf_words_failure (call, sentence);
  if (rf_call_get_state (call) != RF_CALL_ESTABLISHED)
    return g_steal_pointer (&what);

  who = rf_words_clean (rf_call_get_peer_label (call));

  return with_caller (call, who, what);
}


static char *
pending_transfer (RfTransferStage stage, const char *who, const char *target)
{
  switch (stage) {
    case RF_TRANSFER_STAGE_WAITING:
      return g_strdup_printf (_("Waiting for %s to answer…"), target);
    case RF_TRANSFER_STAGE_NONE:
    case RF_TRANSFER_STAGE_HOLD_SENT:
      return g_strdup_printf (_("Putting %s on hold to transfer to %s…"), who, target);
    case RF_TRANSFER_STAGE_HOLD_CONFIRMED:
    case RF_TRANSFER_STAGE_REFER_SENT:
      return g_strdup_printf (_("Asking %s’s phone to call %s…"), who, target);
    case RF_TRANSFER_STAGE_ACCEPTED:
      return g_strdup_printf (_("%s’s phone will try to call %s."), who, target);
    case RF_TRANSFER_STAGE_TRYING:
      return g_strdup_printf (_("%s’s phone tries to reach %s…"), who, target);
    case RF_TRANSFER_STAGE_RINGING:
      return g_strdup_printf (_("It rings at %s…"), target);
    case RF_TRANSFER_STAGE_ANSWERED:
    case RF_TRANSFER_STAGE_SUBSCRIPTION_ENDED:
    case RF_TRANSFER_STAGE_RELEASED:
    case RF_TRANSFER_N_STAGES:
    default:
      return g_strdup_printf (_("%s answered."), target);
  }
}


/* The target was never called, at least not for this. */
static char *
not_begun (RfTransfer *transfer, const char *who, const char *target)
{
  guint code = rf_transfer_get_code (transfer);
  g_autofree char *outcome = rf_words_outcome (code, rf_transfer_get_reason (transfer));

  if (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_HOLD_SENT) == 0)
    return g_strdup_printf (_("%s was not reached: %s."), target, outcome);
  if (code == 408)
    return g_strdup_printf (_("%s’s phone did not answer the request to hold."), who);

  return g_strdup_printf (_("%s’s phone did not go on hold: %s."), who, outcome);
}


/* To a REFER these say nothing of sound, which there is none in. */
static char *
dup_refusal (RfTransfer *transfer)
{
  guint code = rf_transfer_get_code (transfer);

  if (code == 415)
    return g_strdup_printf ("%s (%u)", _("the request was not understood"), code);
  if (code == 488)
    return g_strdup_printf ("%s (%u)", _("not acceptable"), code);

  return rf_words_outcome (code, rf_transfer_get_reason (transfer));
}


static char *
failed_for_status (RfTransfer *transfer, const char *who, const char *target)
{
  g_autofree char *outcome = NULL;

  if (rf_transfer_get_result (transfer) != RF_TRANSFER_REFUSED &&
      rf_transfer_get_stage (transfer) < RF_TRANSFER_STAGE_HOLD_CONFIRMED)
    return not_begun (transfer, who, target);

  if (rf_transfer_get_result (transfer) == RF_TRANSFER_REFUSED) {
    outcome = dup_refusal (transfer);
    return g_strdup_printf (_("%s’s phone did not take the transfer: %s."), who, outcome);
  }
  outcome = rf_words_outcome (rf_transfer_get_code (transfer), rf_transfer_get_reason (transfer));

  return g_strdup_printf (_("%s was not reached: %s."), target, outcome);
}


/* Where nothing came over the wire, it was we who could not ask. */
static char *
target_not_held (RfTransfer *transfer, const char *target)
{
  RfCall *with = rf_transfer_get_with (transfer);
  RfTransfer *other = with ? rf_call_get_transfer (with) : NULL;

  if (rf_transfer_get_code (transfer) != 0)
    return g_strdup_printf (_("%s’s phone did not go on hold."), target);
  if (other && rf_transfer_get_result (other) == RF_TRANSFER_PENDING)
    return g_strdup_printf (_("The call with %s is being transferred already."), target);

  return g_strdup_printf (_("%s cannot be put on hold now."), target);
}


static char *
failed_for_cause (RfTransfer *transfer, const char *who, const char *target)
{
  switch (rf_transfer_get_cause (transfer)) {
    case RF_TRANSFER_CAUSE_CALL_ENDED:
      return g_strdup_printf (_("The call with %s ended before it was transferred to %s."), who,
                              target);
    case RF_TRANSFER_CAUSE_CANNOT_HOLD:
      return g_strdup_printf (_("%s cannot be put on hold now."), who);
    case RF_TRANSFER_CAUSE_CORE_ENDED:
      return g_strdup_printf (_("The call core stopped before %s was transferred to %s."), who,
                              target);
    case RF_TRANSFER_CAUSE_NOT_SENT:
      return g_strdup_printf (_("%s’s phone could not be asked for the transfer."), who);
    case RF_TRANSFER_CAUSE_NO_REPLACES:
      return g_strdup_printf (_("%s’s phone cannot take over a call."), target);
    case RF_TRANSFER_CAUSE_TARGET_ENDED:
      return g_strdup_printf (_("The call with %s ended before %s was transferred."), target, who);
    case RF_TRANSFER_CAUSE_TARGET_NOT_HELD:
      return target_not_held (transfer, target);
    case RF_TRANSFER_CAUSE_STATUS:
    case RF_TRANSFER_CAUSE_NOT_FOLLOWED:
    case RF_TRANSFER_CAUSE_NO_ANSWER:
    case RF_TRANSFER_CAUSE_NO_RESULT:
    case RF_TRANSFER_CAUSE_RESUMED:
    case RF_TRANSFER_CAUSE_SILENT:
    case RF_TRANSFER_N_CAUSES:
    default:
      return failed_for_status (transfer, who, target);
  }
}


static char *
failed_transfer (RfCall *call, RfTransfer *transfer, const char *who, const char *target)
{
  g_autofree char *what = failed_for_cause (transfer, who, target);

  return with_caller (call, who, what);
}


static char *
cancelled_transfer (RfCall *call, const char *who, const char *target)
{
  g_autofree char *what = g_strdup_printf (_("The transfer to %s was cancelled."), target);

  return with_caller (call, who, what);
}


static char *
unknown_transfer (RfTransfer *transfer, const char *who, const char *target)
{
  if (rf_transfer_get_cause (transfer) == RF_TRANSFER_CAUSE_RESUMED)
    return g_strdup_printf (_("Outcome unknown: %s’s phone took the call up again without a "
                              "result."), who);
  if (rf_transfer_get_cause (transfer) == RF_TRANSFER_CAUSE_NOT_FOLLOWED)
    return g_strdup_printf (_("You stopped following. %s’s phone may still reach %s."), who,
                            target);
  if (rf_transfer_get_cause (transfer) == RF_TRANSFER_CAUSE_CORE_ENDED)
    return g_strdup_printf (_("Outcome unknown: the call core stopped. %s’s phone may still reach "
                              "%s."), who, target);
  if (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_RINGING) != 0)
    return g_strdup_printf (_("Outcome unknown: %s’s phone stopped reporting after 180 Ringing."),
                            who);
  if (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_TRYING) != 0)
    return g_strdup_printf (_("Outcome unknown: %s’s phone stopped reporting after 100 Trying."),
                            who);
  if (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_ACCEPTED) != 0)
    return g_strdup_printf (_("Outcome unknown: %s’s phone accepted and did not report."), who);

  return g_strdup_printf (_("Outcome unknown: %s’s phone did not answer the request."), who);
}

/**
 * rf_words_transfer:
 * @call: the call that is transferred
 * @transfer: (nullable): the attempt
 *
 * Returns: (transfer full): one sentence on where the attempt stands; empty without one
 */
char *
rf_words_transfer (RfCall *call, RfTransfer *transfer)
{
  g_autofree char *who = NULL;
  g_autofree char *target = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  if (transfer == NULL)
    return g_strdup ("");

  who = rf_words_clean (rf_call_get_peer_label (call));
  target = rf_words_clean (rf_transfer_get_target_label (transfer));
  switch (rf_transfer_get_result (transfer)) {
    case RF_TRANSFER_PENDING:
      return pending_transfer (rf_transfer_get_stage (transfer), who, target);
    case RF_TRANSFER_SUCCEEDED:
      return g_strdup_printf (_("%s is now connected to %s."), who, target);
    case RF_TRANSFER_UNKNOWN:
      return unknown_transfer (transfer, who, target);
    case RF_TRANSFER_CANCELLED:
      return cancelled_transfer (call, who, target);
    case RF_TRANSFER_FAILED:
    case RF_TRANSFER_REFUSED:
    default:
      return failed_transfer (call, transfer, who, target);
  }
}


/**
 * rf_words_cancel_note:
 * @call: a call whose transfer is under way
 *
 * Returns: (transfer full): what calling it off cannot do any more; empty while it can do all
 */
char *
rf_words_cancel_note (RfCall *call)
{
  RfTransfer *transfer;
  g_autofree char *who = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  transfer = rf_call_get_transfer (call);
  if (transfer == NULL || rf_transfer_get_stage (transfer) < RF_TRANSFER_STAGE_REFER_SENT)
    return g_strdup ("");

  who = rf_words_clean (rf_call_get_peer_label (call));
  if (rf_transfer_get_stage (transfer) == RF_TRANSFER_STAGE_REFER_SENT)
    return g_strdup_printf (_("%s’s phone has not answered the request; it may still follow it."),
                            who);

  return g_strdup_printf (_("%s’s phone goes on trying; nothing in SIP makes it stop."), who);
}

/**
 * rf_words_take_over:
 * @call: a call that is to be transferred
 * @other: the call that it is to be transferred to
 *
 * Returns: (transfer full): whether the phone at the other end of @other can take over @call, and
 * what will happen where it cannot
 */
char *
rf_words_take_over (RfCall *call, RfCall *other)
{
  g_autofree char *who = NULL;
  g_autofree char *target = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);
  g_return_val_if_fail (RF_IS_CALL (other), NULL);

  who = rf_words_clean (rf_call_get_peer_label (call));
  target = rf_words_clean (rf_call_get_peer_label (other));
  if (!rf_call_can_take_over (other))
    return g_strdup_printf (_("%s’s phone cannot take over a call: it will ring again."), target);
  if (rf_call_get_state (other) != RF_CALL_ESTABLISHED)
    return g_strdup_printf (_("%s is connected as soon as %s answers."), who, target);

  return g_strdup_printf (_("%s’s phone can take over a call. ✓"), target);
}


static char *
failed_consultation (RfConsultation *consultation, const char *who, const char *target)
{
  RfCall *caller = rf_consultation_get_caller (consultation);
  RfCall *asked = rf_consultation_get_asked (consultation);
  g_autofree char *what = NULL;

  if (rf_consultation_get_problem (consultation)) {
    what = rf_words_failure (caller, rf_consultation_get_problem (consultation));
  } else if (asked == NULL) {
    what = g_strdup_printf (_("%s could not be called."), target);
  } else if (rf_call_get_established_at (asked) != 0) {
    what = g_strdup_printf (_("The call with %s is over."), target);
  } else {
    g_autofree char *outcome = rf_words_outcome (rf_call_get_end_code (asked),
                                                 rf_call_get_end_reason (asked));

    what = g_strdup_printf (_("%s was not reached: %s."), target, outcome);
  }

  return with_caller (caller, who, what);
}


static char *
caller_words (RfConsultation *consultation, const char *who, const char *target)
{
  RfCall *caller = rf_consultation_get_caller (consultation);

  switch (rf_consultation_get_stage (consultation)) {
    case RF_CONSULTATION_HOLDING:
      return g_strdup_printf (_("Putting %s on hold to ask %s…"), who, target);
    case RF_CONSULTATION_DIALING:
    case RF_CONSULTATION_ASKING:
      if (rf_call_get_local_hold (caller))
        return g_strdup_printf (_("On hold while you ask %s."), target);
      return g_strdup_printf (_("You are back with %s while %s waits."), who, target);
    case RF_CONSULTATION_LETTING_GO:
      return g_strdup_printf (_("Ending your call with %s; it will ring there again…"), target);
    case RF_CONSULTATION_FAILED:
      return failed_consultation (consultation, who, target);
    case RF_CONSULTATION_OVER:
    default:
      return g_strdup ("");
  }
}


static char *
asked_words (RfConsultation *consultation, const char *who)
{
  RfCall *caller = rf_consultation_get_caller (consultation);
  RfCall *asked = rf_consultation_get_asked (consultation);

  if (rf_consultation_get_stage (consultation) != RF_CONSULTATION_ASKING)
    return g_strdup ("");
  if (!rf_consultation_is_newest (consultation))
    return g_strdup_printf (_("To be connected to %s."), who);
  if (!rf_call_can_take_over (asked))
    return rf_words_take_over (caller, asked);

  return g_strdup_printf (_("You ask before %s is transferred."), who);
}

/**
 * rf_words_consultation:
 * @consultation: (nullable): who is asked first
 * @call: one of its two calls
 *
 * Returns: (transfer full): one sentence on where it stands, from the side of @call; empty where
 * there is nothing to say
 */
char *
rf_words_consultation (RfConsultation *consultation, RfCall *call)
{
  g_autofree char *who = NULL;
  g_autofree char *target = NULL;

  g_return_val_if_fail (consultation == NULL || RF_IS_CONSULTATION (consultation), NULL);
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  if (consultation == NULL)
    return g_strdup ("");

  who = rf_words_clean (rf_call_get_peer_label (rf_consultation_get_caller (consultation)));
  target = rf_words_target (consultation);
  if (rf_consultation_get_caller (consultation) != call)
    return asked_words (consultation, who);
  if (!rf_consultation_is_newest (consultation))
    return g_strdup ("");

  return caller_words (consultation, who, target);
}

/**
 * rf_words_target:
 * @consultation: who is asked first
 *
 * Returns: (transfer full): a short name of the one who is asked
 */
char *
rf_words_target (RfConsultation *consultation)
{
  RfCall *asked;
  g_autofree char *label = NULL;

  g_return_val_if_fail (RF_IS_CONSULTATION (consultation), NULL);

  asked = rf_consultation_get_asked (consultation);
  if (asked)
    return rf_words_clean (rf_call_get_peer_label (asked));
  label = rf_address_dup_label (rf_consultation_get_target (consultation));

  return rf_words_clean (label);
}

/**
 * rf_words_replaces:
 * @call: an incoming call
 *
 * Returns: (transfer full): whose place it takes, or took; empty where it takes none
 */
char *
rf_words_replaces (RfCall *call)
{
  RfCall *old;
  g_autofree char *who = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  old = rf_call_get_replaces (call);
  if (old) {
    who = rf_words_clean (rf_call_get_peer_label (old));
    if (!rf_call_is_live (call))
      return g_strdup_printf (_("Would have taken the place of your call with %s."), who);
    return g_strdup_printf (_("Takes the place of your call with %s."), who);
  }
  old = rf_call_get_replaced_call (call);
  if (old) {
    who = rf_words_clean (rf_call_get_peer_label (old));
    return g_strdup_printf (_("Took the place of your call with %s."), who);
  }

  return g_strdup ("");
}
