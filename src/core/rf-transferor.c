/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-transferor"

#include "config.h"

#include "rf-transferor.h"

#include <errno.h>

#include "rf-session.h"
#include "rf-sipfrag.h"
#include "rf-tap.h"
#include "rf-transfer-check.h"
#include "rf-transferor-machine.h"
#include "rf-wire-text.h"

/* Timer N of RFC 6665 §4.1.2.4: how long a subscriber waits for the first NOTIFY. */
#define TIMER_N_MS (64 * SIP_T1)
/* After the first NOTIFY the target may ring for as long as phones do; then nobody will tell any
 * more. */
#define PROGRESS_MS (200 * 1000)
/* The target ends its own call with us when another takes its place (RFC 3891 §3); one that
 * forgets is reminded. */
#define TARGET_BYE_MS (5 * 1000)

struct _RfTransferor {
  RfLeg            *leg;
  /* (nullable): our own call to the target, which the new one replaces */
  RfLeg            *target_leg;
  char             *target;     /* what Refer-To says between the brackets */
  RfTransferorState state;
  gboolean          accepted_told;
  guint             final_code; /* of the report that ended it well */
  struct sipsub    *subscription;
  struct tmr        silence;
  struct tmr        act;
  struct tmr        target_bye;
  RfTransferorAction action;
};

static void send_refer (RfTransferor *self);
static void send_hold  (RfTransferor *self);

static void
tell (RfTransferor *self,
      const char   *stage,
      guint         code,
      const char   *reason)
{
  rf_tap_flush ();
  rf_dbus_call_emit_transfer_stage (self->leg->iface, stage, code, reason, g_get_real_time ());
}

static const char *
end_name (RfTransferorState state)
{
  switch (state) {
  case RF_TRANSFEROR_FAILED:
    return "failed";
  case RF_TRANSFEROR_REFUSED:
    return "refused";
  case RF_TRANSFEROR_CANCELLED:
    return "cancelled";
  default:
    return "unknown";
  }
}

/* Sends what the machine asked for, outside of libre's handler that led to it. */
static void
on_act (void *arg)
{
  RfTransferor *self = arg;

  switch (self->action) {
  case RF_TRANSFEROR_SEND_HOLD:
    send_hold (self);
    break;
  case RF_TRANSFEROR_SEND_REFER:
    send_refer (self);
    break;
  case RF_TRANSFEROR_SEND_BYE:
    if (self->leg->call == NULL)
      rf_transferor_call_gone (self);
    else if ((self->leg->account->faults & RF_FAULT_NO_RELEASE) == 0)
      rf_leg_hang_up (self->leg, 0, NULL);
    break;
  case RF_TRANSFEROR_DO_NOTHING:
    break;
  }
}

static void
on_target_bye (void *arg)
{
  RfTransferor *self = arg;

  if (self->target_leg != NULL)
    rf_leg_hang_up (self->target_leg, 0, NULL);
  self->target_leg = NULL;
  rf_leg_forget_if_done (self->leg);
}

static void
end (RfTransferor *self)
{
  tmr_cancel (&self->silence);
  if (self->target_leg != NULL)
    self->target_leg->waited_for = NULL;
  if (self->state == RF_TRANSFEROR_SUCCEEDED && self->target_leg != NULL)
    tmr_start (&self->target_bye, TARGET_BYE_MS, on_target_bye, self);
  else
    self->target_leg = NULL;
}

static void
happen (RfTransferor      *self,
        RfTransferorEvent  event,
        guint              code,
        const char        *reason)
{
  RfTransferorAction action;
  RfTransferorState before = self->state;

  self->state = rf_transferor_machine_next (before, event, &action);
  if (action != RF_TRANSFEROR_DO_NOTHING) {
    self->action = action;
    tmr_start (&self->act, 0, on_act, self);
  }
  if (before == self->state || !rf_transferor_machine_is_over (self->state))
    return;

  end (self);
  if (self->state == RF_TRANSFEROR_SUCCEEDED) {
    tell (self, "released", 0, "");
    tell (self, "succeeded", self->final_code, "");
  }
  else {
    tell (self, end_name (self->state), code, reason);
  }
  rf_leg_forget_if_done (self->leg);
}

static void
on_silence (void *arg)
{
  RfTransferor *self = arg;

  happen (self, RF_TRANSFEROR_TIMEOUT, 0, "The other phone stopped reporting");
}

static void
tell_accepted (RfTransferor *self,
               guint         code,
               const char   *reason)
{
  if (self->accepted_told)
    return;

  self->accepted_told = TRUE;
  tell (self, "accepted", code, reason);
  tmr_start (&self->silence, TIMER_N_MS, on_silence, self);
}

/* A subscription that is not renewed ends when the last NOTIFY said it would (RFC 6665 §4.1.2.2); a
 * report that is late is still welcome. */
static guint
get_patience (const struct sip_msg *notify)
{
  const struct sip_hdr *header = sip_msg_hdr (notify, SIP_HDR_SUBSCRIPTION_STATE);
  struct sipevent_substate state;
  guint seconds;

  if (header == NULL || sipevent_substate_decode (&state, &header->val) != 0 ||
      !pl_isset (&state.expires))
    return PROGRESS_MS;

  seconds = MIN (pl_u32 (&state.expires), PROGRESS_MS / 1000);
  return MIN (seconds * 1000 + TIMER_N_MS, PROGRESS_MS);
}

static void
progress (RfTransferor *self,
          guint         patience,
          guint         code,
          const char   *reason)
{
  tell_accepted (self, 0, "");
  tmr_start (&self->silence, patience, on_silence, self);
  if (code >= 200) {
    if (code < 300) {
      self->final_code = code;
      tell (self, "answered", code, reason);
    }
    happen (self, code < 300 ? RF_TRANSFEROR_NOTIFY_SUCCESS : RF_TRANSFEROR_NOTIFY_FAILURE,
            code, reason);
    return;
  }
  tell (self, code > 100 ? "ringing" : "trying", code, reason);
  happen (self, RF_TRANSFEROR_NOTIFY_PROGRESS, code, reason);
}

/* A NOTIFY is always answered 200: what is wrong with its body is the sender's business to hear
 * by other ways, and a refusal would end the subscription (RFC 6665 §4.2.2) and with it all
 * news. */
static void
on_notify (struct sip           *sip,
           const struct sip_msg *msg,
           void                 *arg)
{
  RfTransferor *self = arg;
  g_autofree char *reason = NULL;
  RfStr phrase = { 0 };
  guint code;

  (void) sip_treply (NULL, sip, msg, 200, "OK");
  if (!rf_sipfrag_parse ((RfStr) { (const char *) mbuf_buf (msg->mb), mbuf_get_left (msg->mb) },
                         &code, &phrase))
    return;
  if (rf_transferor_machine_is_over (self->state) || self->state == RF_TRANSFEROR_ANSWERED)
    return;

  reason = rf_wire_text_dup_pl (&(struct pl) { phrase.p, phrase.len });
  progress (self, get_patience (msg), code, reason);
}

/* A renewal that fails ends the subscription, whatever it failed with; the REFER was taken. */
static gboolean
is_about_renewal (RfTransferor         *self,
                  const struct sip_msg *answer)
{
  return answer != NULL ? pl_strcmp (&answer->cseq.met, "SUBSCRIBE") == 0 : self->accepted_told;
}

/* The REFER was refused or not answered, or the subscription has ended. */
static void
on_subscription_closed (int                             err,
                        const struct sip_msg           *msg,
                        const struct sipevent_substate *state,
                        void                           *arg)
{
  RfTransferor *self = arg;
  g_autofree char *reason = NULL;

  self->subscription = mem_deref (self->subscription);
  if (state != NULL || is_about_renewal (self, msg)) {
    /* After a failure it would be told of the next attempt, which may have begun. */
    if (rf_transferor_is_pending (self) || self->state == RF_TRANSFEROR_SUCCEEDED)
      tell (self, "subscription-ended", 0, "");
    happen (self, RF_TRANSFEROR_SUBSCRIPTION_ENDED, 0,
            "The other phone ended its reports without a result");
    return;
  }

  if (msg != NULL && msg->scode >= 300) {
    reason = rf_wire_text_dup_pl (&msg->reason);
    happen (self, RF_TRANSFEROR_REFER_REFUSED, msg->scode, reason);
    return;
  }
  happen (self, RF_TRANSFEROR_REFER_REFUSED, err == ETIMEDOUT ? 408 : 503,
          err == ETIMEDOUT ? "The other phone did not answer" : g_strerror (err));
}

static int
on_challenge (char      **user,
              char      **password,
              const char *realm,
              void       *arg)
{
  return account_auth (arg, user, password, realm);
}

static void
send_refer (RfTransferor *self)
{
  RfLeg *leg = self->leg;
  struct sip_dialog *dialog;
  int err = ENOENT;

  dialog = rf_session_find_dialog_of (leg->call_id, leg->local_tag, leg->remote_tag);
  if (dialog != NULL && leg->account->ua != NULL)
    err = sipevent_drefer (&self->subscription, uag_sipevent_sock (), dialog,
                           ua_cuser (leg->account->ua),
                           on_challenge, ua_account (leg->account->ua), true,
                           on_notify, on_subscription_closed, self,
                           "Refer-To: <%s>\r\n"
                           "Referred-By: <%s>\r\n",
                           self->target, leg->account->aor);
  if (err != 0) {
    happen (self, RF_TRANSFEROR_REFER_REFUSED, 0, g_strerror (err));
    return;
  }
  tell (self, "refer-sent", 0, "");
}

static void
all_held (RfTransferor *self)
{
  tell (self, "hold-confirmed", 0, "");
  happen (self, RF_TRANSFEROR_HOLD_CONFIRMED, 0, "");
}

static void
on_target_held (RfLeg      *leg,
                guint       code,
                const char *reason,
                gpointer    user_data)
{
  RfTransferor *self = user_data;

  if (code == 0)
    all_held (self);
  else
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, code, reason);
}

/* The target, too, waits on hold until the other phone calls it (RFC 5589 §7.3). */
static void
on_held (RfLeg      *leg,
         guint       code,
         const char *reason,
         gpointer    user_data)
{
  RfTransferor *self = user_data;

  if (code != 0)
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, code, reason);
  else if (self->target_leg == NULL)
    all_held (self);
  else if (!rf_hold_request (self->target_leg, TRUE, on_target_held, self))
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, 0, "The call to the target cannot be held now");
}

static void
send_hold (RfTransferor *self)
{
  if (!rf_hold_request (self->leg, TRUE, on_held, self)) {
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, 0, "The call cannot be held now");
    return;
  }
  tell (self, "hold-sent", 0, "");
}

static RfTransferor *
transferor_new (RfLeg   *leg,
                GError **error)
{
  RfTransferor *self;

  if (leg->transferor != NULL && rf_transferor_is_pending (leg->transferor)) {
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_BUSY,
                         "A transfer of this call is already under way.");
    return NULL;
  }

  g_clear_pointer (&leg->transferor, rf_transferor_free);
  self = g_new0 (RfTransferor, 1);
  self->leg = leg;
  leg->transferor = self;
  return self;
}

/**
 * rf_transferor_start:
 * @leg: a leg with an established call
 * @target: SIP URI without brackets
 * @error: return location
 *
 * Begins a blind transfer (RFC 5589 §6): hold, REFER, reports, BYE. The leg's "TransferStage"
 * signal tells the rest.
 *
 * Returns: whether it has begun
 */
gboolean
rf_transferor_start (RfLeg       *leg,
                     const char  *target,
                     GError     **error)
{
  RfTransferor *self;

  if (!rf_transfer_check_uri (leg, target, error))
    return FALSE;
  self = transferor_new (leg, error);
  if (self == NULL)
    return FALSE;

  self->target = g_strdup (target);
  self->state = RF_TRANSFEROR_HOLDING;
  send_hold (self);
  return TRUE;
}

/**
 * rf_transferor_start_with:
 * @leg: a leg with an established call
 * @target: another leg: our own call to the target, up or still ringing there
 * @error: return location
 *
 * Begins an attended transfer (RFC 5589 §7.3). While the target still rings, it begins when the
 * target has answered (§7.6): an early dialog that the target did not begin must not be replaced
 * (RFC 3891 §3).
 *
 * Returns: whether it has begun
 */
gboolean
rf_transferor_start_with (RfLeg   *leg,
                          RfLeg   *target,
                          GError **error)
{
  RfTransferor *self;

  if (!rf_transfer_check_leg (leg, target, error))
    return FALSE;
  self = transferor_new (leg, error);
  if (self == NULL)
    return FALSE;

  self->target_leg = target;
  target->waited_for = self;
  if (rf_leg_is_established (target)) {
    self->target = rf_transfer_dup_refer_to (target);
    self->state = RF_TRANSFEROR_HOLDING;
    send_hold (self);
  }
  else {
    self->state = RF_TRANSFEROR_WAITING;
    tell (self, "waiting", 0, "");
  }
  return TRUE;
}

/**
 * rf_transferor_target_answered:
 * @self: a transfer that waits for its target
 */
void
rf_transferor_target_answered (RfTransferor *self)
{
  if (self->state != RF_TRANSFEROR_WAITING)
    return;

  if (!rf_dbus_call_get_peer_supports_replaces (self->target_leg->iface)) {
    happen (self, RF_TRANSFEROR_TARGET_GONE, 0, "The target's phone cannot take over a call");
    return;
  }
  self->target = rf_transfer_dup_refer_to (self->target_leg);
  happen (self, RF_TRANSFEROR_TARGET_ANSWERED, 0, "");
}

/**
 * rf_transferor_target_gone:
 * @self: a transfer whose call to the target is over
 * @code: status that ended it, or 0
 * @reason: its reason phrase
 *
 * Expected once the target has taken the other call.
 */
void
rf_transferor_target_gone (RfTransferor *self,
                           guint         code,
                           const char   *reason)
{
  rf_transferor_forget_target (self, self->target_leg);
  happen (self, RF_TRANSFEROR_TARGET_GONE, code, reason);
}

/**
 * rf_transferor_forget_target:
 * @self: a transfer
 * @target: (nullable): a leg that goes away
 */
void
rf_transferor_forget_target (RfTransferor *self,
                             RfLeg        *target)
{
  if (target == NULL || self->target_leg != target)
    return;

  rf_hold_forget (target, self);
  target->waited_for = NULL;
  self->target_leg = NULL;
  tmr_cancel (&self->target_bye);
  rf_leg_forget_if_done (self->leg);
}

/**
 * rf_transferor_cancel:
 * @self: a transfer
 *
 * Before the REFER nothing has happened. After it the other phone goes on as it will, and we
 * hear no more of it.
 */
void
rf_transferor_cancel (RfTransferor *self)
{
  gboolean sent = self->state == RF_TRANSFEROR_REFERRING || self->state == RF_TRANSFEROR_ACCEPTED;

  happen (self, RF_TRANSFEROR_CANCEL, 0, sent ? "You stopped following the transfer" : "");
  self->subscription = mem_deref (self->subscription);
}

/**
 * rf_transferor_free:
 * @self: (transfer full): a transfer
 */
void
rf_transferor_free (RfTransferor *self)
{
  tmr_cancel (&self->silence);
  tmr_cancel (&self->act);
  tmr_cancel (&self->target_bye);
  rf_hold_forget (self->leg, self);
  if (self->target_leg != NULL) {
    rf_hold_forget (self->target_leg, self);
    self->target_leg->waited_for = NULL;
  }
  mem_deref (self->subscription);
  g_free (self->target);
  g_free (self);
}

/**
 * rf_transferor_is_pending:
 * @self: a transfer
 *
 * Returns: whether its end is still open
 */
gboolean
rf_transferor_is_pending (RfTransferor *self)
{
  return !rf_transferor_machine_is_over (self->state);
}

/**
 * rf_transferor_is_done:
 * @self: a transfer
 *
 * Returns: whether nothing is left to do, not even to end a call that the target forgot
 */
gboolean
rf_transferor_is_done (RfTransferor *self)
{
  return !rf_transferor_is_pending (self) && !tmr_isrunning (&self->target_bye);
}

/**
 * rf_transferor_hear_answer:
 * @self: a transfer
 * @msg: a response to its REFER
 *
 * libre tells of refusals only; the 2xx, which means no more than "I will try", is read as it
 * passes.
 */
void
rf_transferor_hear_answer (RfTransferor         *self,
                           const struct sip_msg *msg)
{
  g_autofree char *reason = NULL;

  if (msg->scode < 200 || msg->scode >= 300 || !rf_transferor_is_pending (self))
    return;

  reason = rf_wire_text_dup_pl (&msg->reason);
  tell_accepted (self, msg->scode, reason);
  happen (self, RF_TRANSFEROR_REFER_ACCEPTED, msg->scode, reason);
}

/**
 * rf_transferor_call_gone:
 * @self: a transfer whose call is over
 *
 * Reports may still come (RFC 5589 §6: the call may be released before the transfer is
 * complete), but not for ever.
 */
void
rf_transferor_call_gone (RfTransferor *self)
{
  happen (self, RF_TRANSFEROR_CALL_GONE, 0, "The call ended");
  if (rf_transferor_is_pending (self))
    tmr_start (&self->silence, TIMER_N_MS, on_silence, self);
}
