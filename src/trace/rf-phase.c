/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-phase"

#include "config.h"

#include "rf-phase.h"

/*
 * A phase is looked up, never stored: it follows from the dialog and the transaction of a message,
 * so a REFER that comes later puts the call before it into its place without touching a message.
 */

static gboolean
is_refer_report (const RfTransaction *transaction)
{
  return transaction->is_refer_event ||
         (transaction->attempt && transaction->method != RF_SIP_REFER);
}

/**
 * rf_phase_of:
 * @message: a message of a trace
 *
 * Returns: its phase, 0 to 6
 */
guint
rf_phase_of (const RfMessage *message)
{
  const RfTransaction *transaction = message->transaction->origin;
  const RfDialog *dialog = message->dialog;

  /* A REFER for something else than a call is a part of the call that it is in. */
  if (transaction->method == RF_SIP_REFER && (transaction->attempt || !transaction->request))
    return transaction->attempt ? 2 : 0;
  if (is_refer_report (transaction))
    return 4;
  if (transaction->recovers || (transaction->may_release && dialog->standing))
    return 5;
  if (dialog->pub.kind != RF_DIALOG_INVITE)
    return 0;
  if (rf_dialog_get_trigger (dialog))
    return transaction->method == RF_SIP_BYE ? 6 : 3;

  return 1;
}

/* An INVITE that was forked, its answers and the branches that came to nothing began the call that
 * one of the branches became. */
static const RfCallUse *
get_first_use (const RfDialog *dialog)
{
  if (dialog->first_use)
    return dialog->first_use;

  return dialog->forked_from ? dialog->forked_from->branch_use : dialog->branch_use;
}

/* In a call that more than one attempt is about, what comes before an attempt belongs to it. */
static RfAttempt *
get_attempt_of_call (const RfTransaction *transaction,
                     const RfDialog      *dialog)
{
  const RfCallUse *use = transaction->after;

  if (!use)
    use = get_first_use (dialog);
  else if (use->newer)
    use = use->newer;

  return use ? use->attempt : NULL;
}

/**
 * rf_phase_get_attempt:
 * @message: a message of a trace
 *
 * Returns: (nullable): the attempt that the message is a part of
 */
RfAttempt *
rf_phase_get_attempt (const RfMessage *message)
{
  const RfTransaction *transaction = message->transaction->origin;
  const RfDialog *dialog = message->dialog;

  switch (rf_phase_of (message)) {
  case 1:
    return get_attempt_of_call (transaction, dialog);
  case 2:
  case 4:
    return transaction->attempt;
  case 3:
  case 6:
    return rf_dialog_get_trigger (dialog);
  case 5:
    return transaction->recovers ? transaction->recovers : dialog->standing->attempt;
  default:
    return NULL;
  }
}
