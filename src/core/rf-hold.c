/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-hold"

/*
 * Hold and resume, confirmed. baresip's own call_hold() takes a request for its success, says
 * nothing of the answer and then does not send what it believes done. So what the peer has agreed
 * to is kept here, baresip is told which way its media go, and each answer is read as it passes:
 *
 *   idle     asked for                              sent
 *   sent     2xx, refusal                           decided
 *            491                                    pausing; decided where nobody wants it any more
 *            401, 407 that libre answers            sent
 *            no final answer in time, CANCEL        closing; whoever waits hears 408
 *   pausing  a moment later                         sent
 *   closing  2xx, which crossed the CANCEL          idle, and the opposite is sent
 *            refusal, or nothing at all             idle, and the same is sent where asked for
 *   decided  outside of libre's handler             idle, and the opposite is sent where asked for
 */

#include "config.h"

#include "rf-core-reasons.h"
#include "rf-leg.h"
#include "rf-session.h"
#include "rf-transferor.h"
#include "rf-wire-text.h"

/* Where nothing at all is heard, libre's Timer B ends the call (RFC 3261 §12.2.1.2) before this. */
#define ANSWER_MS      (64 * SIP_T1 + 2000)
/* RFC 3261 §9.1 gives a request 64 * T1 to end after its CANCEL; libre would then end the call. */
#define CLOSING_MS     (64 * SIP_T1 - 2000)
#define MAX_CROSSINGS  5
#define MAX_CHALLENGES 3

static gboolean
is_under_way (RfLeg *leg)
{
  return leg->hold.stage == RF_HOLD_SENT || leg->hold.stage == RF_HOLD_PAUSING ||
         leg->hold.stage == RF_HOLD_DECIDED;
}

/**
 * rf_hold_is_wanted:
 * @leg: a leg
 *
 * Returns: whether the call is on hold by us, or about to be and nobody has called that off
 */
gboolean
rf_hold_is_wanted (RfLeg *leg)
{
  return leg->begins_held ||
         (is_under_way (leg) && leg->hold.hold && leg->hold.then.func == NULL) ||
         rf_dbus_call_get_local_hold (leg->iface);
}

/**
 * rf_hold_apply_mute:
 * @leg: a leg with a call
 *
 * A call on hold keeps sending what the microphone hears (its SDP says sendonly), which the
 * caller must not hear.
 */
void
rf_hold_apply_mute (RfLeg *leg)
{
  if (leg->call == NULL)
    return;

  audio_mute (call_audio (leg->call), leg->muted || rf_hold_is_wanted (leg));
}

static void
set_direction (RfLeg    *leg,
               gboolean  hold)
{
  if (leg->call != NULL)
    stream_hold (audio_strm (call_audio (leg->call)), hold);
}

static gboolean
send_offer (RfLeg *leg)
{
  set_direction (leg, leg->hold.hold);
  leg->hold.stage = RF_HOLD_SENT;
  return call_modify (leg->call) == 0;
}

static void
ignore (RfLeg      *leg,
        guint       code,
        const char *reason,
        gpointer    user_data)
{
}

static void
set_answer (RfLeg      *leg,
            guint       code,
            const char *reason)
{
  leg->hold.code = code;
  rf_set_text (&leg->hold.reason, reason);
}

static void
stop_timers (RfLeg *leg)
{
  tmr_cancel (&leg->hold.timer);
  tmr_cancel (&leg->hold.deadline);
}

static void
publish (RfLeg *leg)
{
  rf_hold_apply_mute (leg);
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (leg->iface));
}

static void
tell (RfLeg        *leg,
      const RfHold *done)
{
  done->now.func (leg, done->code, done->reason != NULL ? done->reason : "", done->now.user_data);
}

static void
go_on (RfLeg              *leg,
       gboolean            hold,
       const RfHoldWaiter *waiter)
{
  if (waiter->func != NULL && !rf_hold_request (leg, hold, waiter->func, waiter->user_data))
    waiter->func (leg, 481, "The call is over", waiter->user_data);
}

/* Takes the request off the leg; what follows may begin another. */
static void
complete (RfLeg *leg)
{
  RfHold done;

  stop_timers (leg);
  done = leg->hold;
  memset (&leg->hold, 0, sizeof leg->hold);
  if (done.code == 0)
    rf_dbus_call_set_local_hold (leg->iface, done.hold);
  else
    set_direction (leg, !done.hold);
  publish (leg);
  tell (leg, &done);
  go_on (leg, !done.hold, &done.then);
  g_free (done.reason);
}

static void
on_decided (void *arg)
{
  complete (arg);
}

/* Leaves libre's handler before anything is done about the answer. */
static void
decide (RfLeg *leg)
{
  leg->hold.stage = RF_HOLD_DECIDED;
  tmr_start (&leg->hold.timer, 0, on_decided, leg);
}

static void
close_down (RfLeg *leg)
{
  stop_timers (leg);
  memset (&leg->hold, 0, sizeof leg->hold);
}

/* Where the peer did it nevertheless, and nobody wants it any more, that is undone. */
static void
on_closed (void *arg)
{
  static const RfHoldWaiter nobody = { ignore, NULL };
  RfLeg *leg = arg;
  RfHold done = leg->hold;
  gboolean crossed = rf_dbus_call_get_local_hold (leg->iface) == done.hold;

  close_down (leg);
  if (done.then.func != NULL) {
    go_on (leg, done.hold, &done.then);
    if (done.hold && leg->transferor != NULL && leg->hold.stage == RF_HOLD_SENT)
      rf_transferor_hold_sent (leg->transferor);
  }
  else if (crossed)
    go_on (leg, !done.hold, &nobody);
}

static void
on_never_closed (void *arg)
{
  RfLeg *leg = arg;

  rf_session_drop_request (leg->call_id, leg->local_tag, leg->remote_tag);
  on_closed (leg);
}

/* The request is cancelled, which the peer has yet to confirm; nobody waits for that. */
static void
give_up (RfLeg *leg)
{
  RfHold *hold = &leg->hold;
  RfHold done = *hold;

  rf_session_cancel_request (leg->call_id, leg->local_tag, leg->remote_tag);
  hold->stage = RF_HOLD_CLOSING;
  memset (&hold->now, 0, sizeof hold->now);
  memset (&hold->then, 0, sizeof hold->then);
  tmr_start (&hold->deadline, CLOSING_MS, on_never_closed, leg);
  set_direction (leg, !hold->hold);
  publish (leg);
  done.code = 408;
  done.reason = (char *) RF_REASON_NO_ANSWER;
  tell (leg, &done);
  if (done.then.func != NULL)
    done.then.func (leg, 0, "", done.then.user_data);
}

static void
on_deadline (void *arg)
{
  RfLeg *leg = arg;

  if (leg->hold.stage == RF_HOLD_SENT) {
    give_up (leg);
    return;
  }
  if (leg->hold.stage == RF_HOLD_PAUSING)
    set_answer (leg, 491, "Request Pending");
  complete (leg);
}

static void
on_pause_over (void *arg)
{
  RfLeg *leg = arg;

  if (!send_offer (leg)) {
    set_answer (leg, 491, "Request Pending");
    complete (leg);
  }
}

/* RFC 3261 §14.1: who made the Call-ID waits 2.1 to 4 s, the other side up to 2, in steps of 10 ms,
 * so that they do not cross again. */
static void
pause_and_repeat (RfLeg *leg)
{
  guint steps = leg->incoming ? g_random_int_range (0, 201) : g_random_int_range (210, 401);

  leg->hold.stage = RF_HOLD_PAUSING;
  tmr_start (&leg->hold.timer, steps * 10, on_pause_over, leg);
}

/* Whom the person takes back is heard at once, whatever their phone has yet to say of the hold. */
static void
follow (RfLeg *leg)
{
  if (leg->hold.hold)
    set_direction (leg, leg->hold.then.func == NULL);
  rf_hold_apply_mute (leg);
}

/* What will be heard of a request in the other direction that came before this one was answered. */
static gboolean
queue (RfLeg              *leg,
       gboolean            hold,
       const RfHoldWaiter *waiter)
{
  RfHold *open = &leg->hold;

  if (open->then.func != NULL && open->then.func != ignore)
    return FALSE;
  if (hold == open->hold) {
    if (open->now.func != ignore)
      return FALSE;
    open->now = *waiter;
    memset (&open->then, 0, sizeof open->then);
    follow (leg);
    return TRUE;
  }

  open->then = *waiter;
  follow (leg);
  if (open->stage == RF_HOLD_PAUSING) {
    set_answer (leg, 491, "Request Pending");
    decide (leg);
  }
  return TRUE;
}

/* What is said to be so already stays so, once the request is out of the way; who wanted the
 * opposite before does not get it. */
static gboolean
queue_behind_closing (RfLeg              *leg,
                      gboolean            is_so,
                      const RfHoldWaiter *waiter)
{
  RfHoldWaiter then = leg->hold.then;

  if (is_so) {
    memset (&leg->hold.then, 0, sizeof leg->hold.then);
    waiter->func (leg, 0, "", waiter->user_data);
    if (then.func != NULL)
      then.func (leg, 408, RF_REASON_NO_ANSWER, then.user_data);
    return TRUE;
  }
  if (leg->hold.then.func != NULL && leg->hold.then.func != ignore)
    return FALSE;

  leg->hold.then = *waiter;
  return TRUE;
}

/**
 * rf_hold_request:
 * @leg: a leg with an established call
 * @hold: whether to hold or to resume
 * @func: called once, when the peer has answered or the call is over
 * @user_data: for @func
 *
 * Sends a re-INVITE (RFC 3264 §8.4), or calls @func from the main loop at once where nothing
 * would change. While the opposite is under way, it follows that one, which is not repeated.
 *
 * Returns: FALSE, and @func is never called, where another request is open or the call cannot be
 * changed
 */
gboolean
rf_hold_request (RfLeg      *leg,
                 gboolean    hold,
                 RfHoldFunc *func,
                 gpointer    user_data)
{
  const RfHoldWaiter waiter = { func, user_data };
  gboolean is_so = rf_dbus_call_get_local_hold (leg->iface) == hold;

  if (!rf_leg_is_established (leg))
    return FALSE;
  if (is_under_way (leg))
    return queue (leg, hold, &waiter);
  if (leg->hold.stage == RF_HOLD_CLOSING)
    return queue_behind_closing (leg, is_so, &waiter);

  leg->hold.now = waiter;
  leg->hold.hold = hold;
  if (is_so) {
    decide (leg);
    return TRUE;
  }
  if (!send_offer (leg)) {
    set_direction (leg, !hold);
    close_down (leg);
    return FALSE;
  }
  tmr_start (&leg->hold.deadline, ANSWER_MS, on_deadline, leg);
  rf_hold_apply_mute (leg);
  return TRUE;
}

/* libre repeats some requests by itself, as long as they are refused. What it reads here makes it
 * stop; 408 and 481, which end the call (RFC 3261 §12.2.1.2), it may know. */
static void
keep_from_repeating (const struct sip_msg *msg)
{
  if (msg->scode != 408 && msg->scode != 481)
    ((struct sip_msg *) msg)->scode = 488;
}

/* libre has answered a challenge, or has not: no other sign of it is to be had. */
static void
on_challenged (void *arg)
{
  RfLeg *leg = arg;

  if (rf_session_has_request (leg->call_id, leg->local_tag, leg->remote_tag))
    set_answer (leg, 0, NULL);
  else
    complete (leg);
}

static gboolean
may_be_answered (RfLeg                *leg,
                 const struct sip_msg *msg)
{
  return rf_wire_is_challenge (msg) && ++leg->hold.challenges <= MAX_CHALLENGES;
}

static void
hear_refusal (RfLeg                *leg,
              const struct sip_msg *msg)
{
  g_autofree char *reason = rf_wire_text_dup_pl (&msg->reason);
  guint code = msg->scode;

  if (may_be_answered (leg, msg)) {
    set_answer (leg, code, reason);
    tmr_start (&leg->hold.timer, 0, on_challenged, leg);
    return;
  }

  keep_from_repeating (msg);
  if (code == 491 && leg->hold.then.func == NULL && ++leg->hold.crossings <= MAX_CROSSINGS) {
    pause_and_repeat (leg);
    return;
  }
  set_answer (leg, code, reason);
  decide (leg);
}

/* After it was given up. */
static void
hear_late (RfLeg                *leg,
           const struct sip_msg *msg)
{
  if (msg->scode >= 300) {
    keep_from_repeating (msg);
  }
  else {
    set_direction (leg, leg->hold.hold);
    rf_dbus_call_set_local_hold (leg->iface, leg->hold.hold);
  }
  tmr_start (&leg->hold.timer, 0, on_closed, leg);
}

/**
 * rf_hold_hear_answer:
 * @leg: a leg
 * @msg: a response to a re-INVITE of ours
 */
void
rf_hold_hear_answer (RfLeg                *leg,
                     const struct sip_msg *msg)
{
  if (msg->scode < 200)
    return;

  if (leg->hold.stage == RF_HOLD_CLOSING)
    hear_late (leg, msg);
  else if (leg->hold.stage == RF_HOLD_SENT && msg->scode >= 300)
    hear_refusal (leg, msg);
  else if (leg->hold.stage == RF_HOLD_SENT) {
    set_direction (leg, leg->hold.hold);
    decide (leg);
  }
}

/**
 * rf_hold_forget:
 * @leg: a leg
 * @user_data: who may wait for an answer, and goes away
 */
void
rf_hold_forget (RfLeg    *leg,
                gpointer  user_data)
{
  if (leg->hold.now.func != NULL && leg->hold.now.user_data == user_data)
    leg->hold.now = (RfHoldWaiter) { ignore, NULL };
  if (leg->hold.then.func != NULL && leg->hold.then.user_data == user_data)
    leg->hold.then = (RfHoldWaiter) { ignore, NULL };
}

/**
 * rf_hold_abandon:
 * @leg: a leg whose call is over
 *
 * Tells whoever waits for an answer that none will come.
 */
void
rf_hold_abandon (RfLeg *leg)
{
  if (!is_under_way (leg)) {
    RfHoldWaiter then = leg->hold.then;

    close_down (leg);
    if (then.func != NULL)
      then.func (leg, 481, "The call is over", then.user_data);
    return;
  }

  if (leg->hold.code == 0)
    set_answer (leg, 481, "The call is over");
  complete (leg);
}
