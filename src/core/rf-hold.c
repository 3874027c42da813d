/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-hold"

/*
 * Hold and resume, confirmed: baresip sends the re-INVITE and says nothing of the answer, so the
 * answer is read as it passes.
 */

#include "config.h"

#include "rf-leg.h"
#include "rf-wire-text.h"

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

  audio_mute (call_audio (leg->call),
              leg->muted || leg->hold.hold || rf_dbus_call_get_local_hold (leg->iface));
}

static void
complete (RfLeg *leg)
{
  RfHoldRequest request = leg->hold;

  memset (&leg->hold, 0, sizeof leg->hold);
  if (request.code == 0)
    rf_dbus_call_set_local_hold (leg->iface, request.hold);
  rf_hold_apply_mute (leg);
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (leg->iface));
  request.func (leg, request.code, request.reason != NULL ? request.reason : "",
                request.user_data);
  g_free (request.reason);
}

static void
on_answered (void *arg)
{
  complete (arg);
}

/**
 * rf_hold_request:
 * @leg: a leg with an established call
 * @hold: whether to hold or to resume
 * @func: called once, when the peer has answered or the call is over
 * @user_data: for @func
 *
 * Sends a re-INVITE (RFC 3264 §8.4), or calls @func from the main loop at once where nothing
 * would change.
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
  if (!rf_leg_is_established (leg) || leg->hold.func != NULL)
    return FALSE;

  leg->hold.func = func;
  leg->hold.user_data = user_data;
  leg->hold.hold = hold;
  if (rf_dbus_call_get_local_hold (leg->iface) == hold) {
    tmr_start (&leg->hold.answered, 0, on_answered, leg);
    return TRUE;
  }

  if (call_hold (leg->call, hold) != 0) {
    memset (&leg->hold, 0, sizeof leg->hold);
    return FALSE;
  }
  rf_hold_apply_mute (leg);
  return TRUE;
}

/**
 * rf_hold_hear_answer:
 * @leg: a leg
 * @msg: a response to a re-INVITE of ours
 *
 * libre itself repeats the request after 401, 407 and 491 (RFC 3261 §14.1), so those decide
 * nothing.
 */
void
rf_hold_hear_answer (RfLeg                *leg,
                     const struct sip_msg *msg)
{
  if (leg->hold.func == NULL || msg->scode < 200)
    return;
  if (msg->scode == 401 || msg->scode == 407 || msg->scode == 491)
    return;

  if (msg->scode >= 300) {
    leg->hold.code = msg->scode;
    leg->hold.reason = rf_wire_text_dup_pl (&msg->reason);
  }
  tmr_start (&leg->hold.answered, 0, on_answered, leg);
}

static void
ignore (RfLeg      *leg,
        guint       code,
        const char *reason,
        gpointer    user_data)
{
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
  if (leg->hold.func != NULL && leg->hold.user_data == user_data)
    leg->hold.func = ignore;
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
  if (leg->hold.func == NULL)
    return;

  tmr_cancel (&leg->hold.answered);
  leg->hold.code = 481;
  if (leg->hold.reason == NULL)
    leg->hold.reason = g_strdup ("The call is over");
  complete (leg);
}
