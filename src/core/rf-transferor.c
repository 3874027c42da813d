/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-transferor"

#include "config.h"

#include "rf-transferor.h"

#include <errno.h>

#include "rf-core-reasons.h"
#include "rf-patience.h"
#include "rf-refer.h"
#include "rf-sipfrag.h"
#include "rf-tap.h"
#include "rf-transfer-check.h"
#include "rf-transferor-machine.h"
#include "rf-wire-text.h"

/* Timer N of RFC 6665 §4.1.2.4: how long a subscriber waits for the first NOTIFY. */
#define TIMER_N_MS (64 * SIP_T1)
/* A phone that has taken the call up again has given its own attempt up; its last report, if it
 * sends one, is near. */
#define RESUMED_MS (5 * 1000)
#define MAX_CHALLENGES 3
/* The target ends its own call with us when another takes its place (RFC 3891 §3); one that
 * forgets is reminded. */
#define TARGET_BYE_MS (5 * 1000)

struct _RfTransferor {
  RfLeg            *leg;
  /* (nullable): our own call to the target, which the new one replaces */
  RfLeg            *target_leg;
  /* (nullable): the target that has not answered a hold or a resume of ours yet */
  RfLeg            *asked_target;
  char             *target;     /* what Refer-To says between the brackets */
  RfTransferorState state;
  gboolean          accepted_told;
  gboolean          late;        /* the report that ended it came after it was given up */
  gboolean          taken_back;  /* and the person has turned to the call before that */
  gboolean          held;        /* the call was put on hold for the transfer, not before */
  gboolean          target_held; /* so was the target's */
  guint             final_code; /* of the report that ended it well */
  RfRefer          *refer;      /* (nullable): while it may report */
  guint             challenges; /* of the REFER, or of a renewal, without a 2xx since */
  guint             refusal;    /* what the REFER was refused with */
  RfPatience        patience;
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

/* Whoever was given up and then spoken to again is not cut off by a late report, nor is who waits
 * while the person speaks to somebody else. */
static gboolean
is_taken_back (RfTransferor *self)
{
  return self->late && (self->taken_back || !rf_dbus_call_get_local_hold (self->leg->iface));
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
    if (self->leg->call == NULL || is_taken_back (self))
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
  if (self->refer != NULL)
    rf_refer_let_expire (self->refer);
  if (self->target_leg != NULL)
    self->target_leg->waited_for = NULL;
  if (self->state == RF_TRANSFEROR_SUCCEEDED && self->target_leg != NULL)
    tmr_start (&self->target_bye, TARGET_BYE_MS, on_target_bye, self);
  else
    self->target_leg = NULL;
}

/* After an end that was told as unknown only the next end is news, and then what follows it. */
static void
tell_success (RfTransferor *self)
{
  if (!self->late)
    tell (self, "released", 0, "");
  tell (self, "succeeded", self->final_code, "");
  if (self->late && self->leg->call == NULL)
    tell (self, "released", 0, "");
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
  if (self->state == RF_TRANSFEROR_SUCCEEDED)
    tell_success (self);
  else
    tell (self, end_name (self->state), code, reason);
  rf_leg_forget_if_done (self->leg);
}

static void
on_silence (void *arg)
{
  RfTransferor *self = arg;

  happen (self, RF_TRANSFEROR_TIMEOUT, 0, RF_REASON_SILENT);
}

static void
on_too_late (void *arg)
{
  RfTransferor *self = arg;

  rf_leg_forget_if_done (self->leg);
}

static void
on_resumed (void *arg)
{
  RfTransferor *self = arg;

  happen (self, RF_TRANSFEROR_TIMEOUT, 0, RF_REASON_RESUMED);
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

static guint
read_seconds (const struct pl *expires)
{
  return pl_isset (expires) ? pl_u32 (expires) : RF_PATIENCE_NO_EXPIRY;
}

static guint
read_expires (const struct sip_msg *notify)
{
  const struct sip_hdr *header = sip_msg_hdr (notify, SIP_HDR_SUBSCRIPTION_STATE);
  struct sipevent_substate state;

  if (header == NULL || sipevent_substate_decode (&state, &header->val) != 0)
    return RF_PATIENCE_NO_EXPIRY;

  return read_seconds (&state.expires);
}

static void
wait_for_report (RfTransferor *self,
                 guint         expires)
{
  tmr_start (&self->silence, rf_patience_left (&self->patience, expires, tmr_jiffies ()),
             on_silence, self);
}

static void
progress (RfTransferor *self,
          guint         expires,
          guint         code,
          const char   *reason)
{
  tell_accepted (self, 0, "");
  rf_patience_hear (&self->patience, code, tmr_jiffies ());
  wait_for_report (self, expires);
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

/* The transfer was given up, but its subscription was not: what is known at last is told. */
static void
take_late_report (RfTransferor *self,
                  guint         code,
                  const char   *reason)
{
  if (code < 200)
    return;

  self->late = TRUE;
  self->final_code = code;
  happen (self, code < 300 ? RF_TRANSFEROR_NOTIFY_SUCCESS : RF_TRANSFEROR_NOTIFY_FAILURE, code,
          reason);
}

static void
on_report (const struct sip_msg *msg,
           gpointer              user_data)
{
  RfTransferor *self = user_data;
  g_autofree char *reason = NULL;
  RfStr phrase = { 0 };
  guint code;

  if (!rf_sipfrag_parse ((RfStr) { (const char *) mbuf_buf (msg->mb), mbuf_get_left (msg->mb) },
                         &code, &phrase))
    return;
  reason = rf_wire_text_dup_pl (&(struct pl) { phrase.p, phrase.len });
  if (self->state == RF_TRANSFEROR_UNKNOWN)
    take_late_report (self, code, reason);
  if (rf_transferor_machine_is_over (self->state) || self->state == RF_TRANSFEROR_ANSWERED)
    return;

  progress (self, read_expires (msg), code, reason);
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
on_closed (int                   err,
           const struct sip_msg *msg,
           gboolean              terminated,
           gpointer              user_data)
{
  RfTransferor *self = user_data;
  g_autofree char *reason = NULL;

  self->refer = NULL;
  if (terminated || is_about_renewal (self, msg)) {
    /* After a failure it would be told of the next attempt, which may have begun. */
    if (rf_transferor_is_pending (self) || self->state == RF_TRANSFEROR_SUCCEEDED)
      tell (self, "subscription-ended", 0, "");
    happen (self, RF_TRANSFEROR_SUBSCRIPTION_ENDED, 0, RF_REASON_NO_RESULT);
    return;
  }

  if (msg != NULL && msg->scode >= 300) {
    reason = rf_wire_text_dup_pl (&msg->reason);
    happen (self, RF_TRANSFEROR_REFER_REFUSED, self->refusal, reason);
    return;
  }
  /* The answer may have been lost, not the REFER. */
  if (err == ETIMEDOUT)
    happen (self, RF_TRANSFEROR_TIMEOUT, 0, RF_REASON_NO_ANSWER);
  else
    happen (self, RF_TRANSFEROR_REFER_REFUSED, 0, RF_REASON_NOT_SENT);
}

static void
send_refer (RfTransferor *self)
{
  g_autoptr (GError) error = NULL;

  rf_patience_begin (&self->patience, tmr_jiffies ());
  self->refer = rf_refer_send (self->leg, self->target, on_report, on_closed, self, &error);
  if (self->refer == NULL) {
    g_message ("The REFER could not be sent: %s", error->message);
    happen (self, RF_TRANSFEROR_REFER_REFUSED, 0, RF_REASON_NOT_SENT);
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
on_taken_back (RfLeg      *leg,
               guint       code,
               const char *reason,
               gpointer    user_data)
{
  RfTransferor *self = user_data;

  if (leg == self->asked_target)
    self->asked_target = NULL;
  if (code != 0)
    g_debug ("A call stays on hold after its transfer was cancelled: %u", code);
}

/* Nothing has come of the transfer: whom it put on hold is heard again. */
static void
take_back (RfTransferor *self,
           RfLeg        *leg,
           gboolean      held)
{
  if (held && rf_leg_is_established (leg) &&
      (rf_hold_is_wanted (leg) || leg->hold.stage == RF_HOLD_CLOSING) &&
      rf_hold_request (leg, FALSE, on_taken_back, self) && leg != self->leg)
    self->asked_target = leg;
}

static void
on_target_held (RfLeg      *leg,
                guint       code,
                const char *reason,
                gpointer    user_data)
{
  RfTransferor *self = user_data;

  if (self->state == RF_TRANSFEROR_CANCELLED)
    return;
  self->asked_target = NULL;
  if (code == 0)
    all_held (self);
  else
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, code, RF_REASON_TARGET_NOT_HELD);
}

static void
hold_target (RfTransferor *self)
{
  self->target_held = !rf_dbus_call_get_local_hold (self->target_leg->iface);
  if (rf_hold_request (self->target_leg, TRUE, on_target_held, self))
    self->asked_target = self->target_leg;
  else
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, 0, RF_REASON_TARGET_NOT_HELD);
}

/* The target, too, waits on hold until the other phone calls it (RFC 5589 §7.3). */
static void
on_held (RfLeg      *leg,
         guint       code,
         const char *reason,
         gpointer    user_data)
{
  RfTransferor *self = user_data;

  if (self->state == RF_TRANSFEROR_CANCELLED)
    return;
  if (code != 0)
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, code, reason);
  else if (self->target_leg == NULL)
    all_held (self);
  else
    hold_target (self);
}

/**
 * rf_transferor_hold_sent:
 * @self: a transfer whose request to hold has gone out
 */
void
rf_transferor_hold_sent (RfTransferor *self)
{
  if (self->state == RF_TRANSFEROR_HOLDING)
    tell (self, "hold-sent", 0, "");
}

static void
send_hold (RfTransferor *self)
{
  self->held = !rf_dbus_call_get_local_hold (self->leg->iface);
  if (!rf_hold_request (self->leg, TRUE, on_held, self)) {
    happen (self, RF_TRANSFEROR_HOLD_REFUSED, 0, RF_REASON_CANNOT_HOLD);
    return;
  }
  if (self->leg->hold.stage != RF_HOLD_CLOSING)
    rf_transferor_hold_sent (self);
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
    happen (self, RF_TRANSFEROR_TARGET_GONE, 0, RF_REASON_NO_REPLACES);
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
  happen (self, RF_TRANSFEROR_TARGET_GONE, code, code != 0 ? reason : RF_REASON_TARGET_ENDED);
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
  if (target != NULL && self->asked_target == target) {
    rf_hold_forget (target, self);
    self->asked_target = NULL;
  }
  if (target == NULL || self->target_leg != target)
    return;

  target->waited_for = NULL;
  self->target_leg = NULL;
  tmr_cancel (&self->target_bye);
  rf_leg_forget_if_done (self->leg);
}

/**
 * rf_transferor_cancel:
 * @self: a transfer
 *
 * Before the REFER nothing has happened, and whom the transfer put on hold is heard again. After it
 * the other phone goes on as it will: the end is unknown, until its last report, if one comes.
 */
void
rf_transferor_cancel (RfTransferor *self)
{
  RfLeg *target = self->target_leg;

  /* What was decided but has not been sent yet, is not. */
  if (self->state != RF_TRANSFEROR_ANSWERED && tmr_isrunning (&self->act)) {
    tmr_cancel (&self->act);
    self->state = RF_TRANSFEROR_HOLDING;
  }
  if (self->state == RF_TRANSFEROR_REFERRING || self->state == RF_TRANSFEROR_ACCEPTED) {
    happen (self, RF_TRANSFEROR_CANCEL, 0, RF_REASON_NOT_FOLLOWED);
    return;
  }

  happen (self, RF_TRANSFEROR_CANCEL, 0, "");
  if (self->state != RF_TRANSFEROR_CANCELLED)
    return;
  take_back (self, self->leg, self->held);
  if (target != NULL)
    take_back (self, target, self->target_held);
}

/**
 * rf_transferor_take_back:
 * @self: a transfer whose call the person holds or takes off hold
 *
 * Where its end is unknown, they go on with the call, whatever becomes known later.
 */
void
rf_transferor_take_back (RfTransferor *self)
{
  if (self->state == RF_TRANSFEROR_UNKNOWN)
    self->taken_back = TRUE;
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
  if (self->asked_target != NULL)
    rf_hold_forget (self->asked_target, self);
  if (self->target_leg != NULL)
    self->target_leg->waited_for = NULL;
  if (self->refer != NULL)
    rf_refer_retire (self->refer);
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
 * rf_transferor_needs_hold:
 * @self: a transfer
 *
 * Returns: whether its calls have to stay on hold until it has ended
 */
gboolean
rf_transferor_needs_hold (RfTransferor *self)
{
  return rf_transferor_is_pending (self) && self->state != RF_TRANSFEROR_WAITING;
}

/**
 * rf_transferor_is_done:
 * @self: a transfer
 *
 * Returns: whether nothing is left to do, not even to end a call that the target forgot, or to
 * hear how it has ended after all
 */
gboolean
rf_transferor_is_done (RfTransferor *self)
{
  return !rf_transferor_is_pending (self) && !tmr_isrunning (&self->target_bye) &&
         !tmr_isrunning (&self->silence);
}

/* libre answers a challenge that it cannot understand, or that comes again and again, with the same
 * request; what it reads here makes it stop. */
static void
hear_refusal (RfTransferor         *self,
              const struct sip_msg *msg)
{
  gboolean is_challenge = msg->scode == 401 || msg->scode == 407;

  self->refusal = msg->scode;
  if (is_challenge && (!rf_wire_is_challenge (msg) || ++self->challenges > MAX_CHALLENGES))
    ((struct sip_msg *) msg)->scode = 403;
}

/**
 * rf_transferor_hear_answer:
 * @self: a transfer
 * @msg: a response to its REFER, or to a renewal of its subscription
 *
 * libre tells of refusals only; the 2xx, which means no more than "I will try", or "I will go on
 * reporting", is read as it passes.
 */
void
rf_transferor_hear_answer (RfTransferor         *self,
                           const struct sip_msg *msg)
{
  g_autofree char *reason = NULL;

  if (msg->scode >= 300)
    hear_refusal (self, msg);
  if (msg->scode < 200 || msg->scode >= 300)
    return;
  self->challenges = 0;
  if (!rf_transferor_is_pending (self))
    return;

  if (pl_strcmp (&msg->cseq.met, "SUBSCRIBE") == 0) {
    if (tmr_isrunning (&self->silence))
      wait_for_report (self, read_seconds (&msg->expires));
    return;
  }
  reason = rf_wire_text_dup_pl (&msg->reason);
  tell_accepted (self, msg->scode, reason);
  happen (self, RF_TRANSFEROR_REFER_ACCEPTED, msg->scode, reason);
}

/**
 * rf_transferor_peer_resumed:
 * @self: a transfer whose call the peer held, and takes off hold
 *
 * Some phones put the call aside while they try the target and come back when they have failed. Not
 * all of those say that they failed, and nobody waits minutes for what will not come.
 */
void
rf_transferor_peer_resumed (RfTransferor *self)
{
  if (self->state == RF_TRANSFEROR_ACCEPTED)
    tmr_start (&self->silence, RESUMED_MS, on_resumed, self);
}

/**
 * rf_transferor_call_gone:
 * @self: a transfer whose call is over
 *
 * Reports may still come (RFC 5589 §6: the call may be released before the transfer is
 * complete), for as long as they would have if it were not; but not for ever.
 */
void
rf_transferor_call_gone (RfTransferor *self)
{
  RfLeg *leg = self->leg;

  guint code = self->state == RF_TRANSFEROR_HOLDING ? leg->end_code : 0;

  /* What ended the call is what became of the hold. */
  happen (self, RF_TRANSFEROR_CALL_GONE, code, code != 0 ? leg->end_reason : RF_REASON_CALL_ENDED);
  if (self->state == RF_TRANSFEROR_UNKNOWN && self->refer != NULL)
    tmr_start (&self->silence, TIMER_N_MS, on_too_late, self);
  else if (rf_transferor_is_pending (self) && !tmr_isrunning (&self->silence))
    tmr_start (&self->silence, TIMER_N_MS, on_silence, self);
}
