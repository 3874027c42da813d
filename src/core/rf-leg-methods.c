/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-leg-methods"

/* The methods of org.referee.Core1.Call. */

#include "config.h"

#include "rf-leg.h"
#include "rf-transferee.h"
#include "rf-transferor.h"
#include "rf-uri-check.h"
#include "rf-wire-text.h"

/* RFC 4733: libre ends a digit with this key. */
#define KEY_RELEASE 0x04
#define DIGIT_MS    100
#define GAP_MS      80

static gboolean
fail (GDBusMethodInvocation *invocation,
      RfCoreError            code,
      const char            *sentence)
{
  g_dbus_method_invocation_return_error_literal (invocation, RF_CORE_ERROR, code, sentence);
  return TRUE;
}

/* Who does something with a call wants to have it. */
static void
keep_call (RfLeg *leg)
{
  if (leg->transferee != NULL)
    rf_transferee_keep_call (leg->transferee);
}

/* Who puts the call away that a REFER has led to, or passes it on, goes back to the one before. */
static void
keep_call_before (RfLeg *leg)
{
  if (leg->triggered_by != NULL)
    rf_transferee_keep_call (leg->triggered_by);
}

static gboolean
on_answer (RfDBusCall            *iface,
           GDBusMethodInvocation *invocation,
           RfLeg                 *leg)
{
  int err;

  if (leg->call == NULL || !leg->incoming || rf_leg_is_established (leg))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "There is no call to answer.");

  /* baresip sends nothing at all when its audio does not start, and the caller would ring on. */
  err = call_answer (leg->call, 200, RF_VIDMODE_OFF);
  if (err != 0) {
    rf_leg_hang_up (leg, 488, "Not Acceptable Here");
    return fail (invocation, RF_CORE_ERROR_FAILED,
                 "The call could not be answered: no audio both phones understand.");
  }
  rf_dbus_call_complete_answer (iface, invocation);
  return TRUE;
}

static const char *
phrase_for (guint code)
{
  switch (code) {
  case 404:
    return "Not Found";
  case 480:
    return "Temporarily Unavailable";
  case 486:
    return "Busy Here";
  case 600:
    return "Busy Everywhere";
  case 603:
    return "Decline";
  default:
    return "Rejected";
  }
}

static gboolean
on_hang_up (RfDBusCall            *iface,
            GDBusMethodInvocation *invocation,
            guint                  code,
            RfLeg                 *leg)
{
  if (code != 0 && (code < 400 || code > 699))
    return fail (invocation, RF_CORE_ERROR_FAILED,
                 "A call is refused with a code from 400 to 699.");
  if (leg->call == NULL)
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "The call is over.");

  code = code != 0 ? code : 603;
  rf_dbus_call_complete_hang_up (iface, invocation);
  rf_leg_hang_up (leg, code, phrase_for (code));
  return TRUE;
}

static void
on_hold_done (RfLeg      *leg,
              guint       code,
              const char *reason,
              gpointer    user_data)
{
  GDBusMethodInvocation *invocation = user_data;

  if (code == 0)
    g_dbus_method_invocation_return_value (invocation, NULL);
  else if (code == 408)
    fail (invocation, RF_CORE_ERROR_REFUSED, "The other phone did not answer.");
  else if (code == 481)
    fail (invocation, RF_CORE_ERROR_REFUSED, "The call is over.");
  else
    g_dbus_method_invocation_return_error (invocation, RF_CORE_ERROR, RF_CORE_ERROR_REFUSED,
                                           "The other phone refused: %u %s.", code, reason);
}

static gboolean
set_hold (RfLeg                 *leg,
          GDBusMethodInvocation *invocation,
          gboolean               hold)
{
  if (!rf_leg_is_established (leg))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "Only a call that is up can be held.");
  if (!rf_hold_request (leg, hold, on_hold_done, invocation))
    return fail (invocation, RF_CORE_ERROR_BUSY,
                 "The other phone has not answered the last change yet.");
  keep_call (leg);
  if (hold)
    keep_call_before (leg);
  if (leg->transferor != NULL)
    rf_transferor_take_back (leg->transferor);
  return TRUE;
}

/* A REFER says "call the target", not "and I speak on meanwhile". */
static gboolean
is_being_transferred (RfLeg *leg)
{
  return (leg->transferor != NULL && rf_transferor_needs_hold (leg->transferor)) ||
         (leg->waited_for != NULL && rf_transferor_needs_hold (leg->waited_for));
}

static gboolean
on_hold (RfDBusCall            *iface,
         GDBusMethodInvocation *invocation,
         RfLeg                 *leg)
{
  return set_hold (leg, invocation, TRUE);
}

static gboolean
on_resume (RfDBusCall            *iface,
           GDBusMethodInvocation *invocation,
           RfLeg                 *leg)
{
  if (is_being_transferred (leg))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE,
                 "A transfer of this call is under way. Cancel it first.");
  return set_hold (leg, invocation, FALSE);
}

static gboolean
on_set_muted (RfDBusCall            *iface,
              GDBusMethodInvocation *invocation,
              gboolean               muted,
              RfLeg                 *leg)
{
  leg->muted = muted;
  keep_call (leg);
  rf_dbus_call_set_muted (iface, muted);
  rf_hold_apply_mute (leg);
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (iface));
  rf_dbus_call_complete_set_muted (iface, invocation);
  return TRUE;
}

static void
on_digit_timer (void *arg)
{
  RfLeg *leg = arg;

  if (leg->digit_down) {
    leg->digit_down = FALSE;
    (void) call_send_digit (leg->call, KEY_RELEASE);
    g_string_erase (leg->digits, 0, 1);
    if (leg->digits->len > 0)
      tmr_start (&leg->digit_timer, GAP_MS, on_digit_timer, leg);
    return;
  }
  leg->digit_down = TRUE;
  (void) call_send_digit (leg->call, leg->digits->str[0]);
  tmr_start (&leg->digit_timer, DIGIT_MS, on_digit_timer, leg);
}

/**
 * rf_leg_stop_digits:
 * @leg: a leg whose call is over
 */
void
rf_leg_stop_digits (RfLeg *leg)
{
  tmr_cancel (&leg->digit_timer);
  g_string_truncate (leg->digits, 0);
  leg->digit_down = FALSE;
}

static gboolean
on_send_dtmf (RfDBusCall            *iface,
              GDBusMethodInvocation *invocation,
              const char            *digits,
              RfLeg                 *leg)
{
  if (!rf_leg_is_established (leg))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "Digits can be sent once the call is up.");
  if (strspn (digits, "0123456789ABCD*#") != strlen (digits) || strlen (digits) > 64)
    return fail (invocation, RF_CORE_ERROR_FAILED,
                 "Digits are 0 to 9, A to D, * and #, 64 of them at most.");

  keep_call (leg);
  if (leg->digits->len == 0 && *digits != '\0')
    tmr_start (&leg->digit_timer, 0, on_digit_timer, leg);
  g_string_append (leg->digits, digits);
  rf_dbus_call_complete_send_dtmf (iface, invocation);
  return TRUE;
}

static gboolean
on_transfer (RfDBusCall            *iface,
             GDBusMethodInvocation *invocation,
             const char            *target,
             RfLeg                 *leg)
{
  g_autoptr (GError) error = NULL;

  if (!rf_leg_is_established (leg))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "Only a call that is up can be transferred.");
  if (!rf_dbus_call_get_peer_allows_refer (iface))
    return fail (invocation, RF_CORE_ERROR_NO_REFER, "The other phone does not allow transfers.");
  if (!rf_uri_check (target, &error) || !rf_transferor_start (leg, target, &error)) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return TRUE;
  }
  keep_call (leg);
  keep_call_before (leg);
  rf_dbus_call_complete_transfer (iface, invocation);
  return TRUE;
}

static gboolean
on_transfer_to (RfDBusCall            *iface,
                GDBusMethodInvocation *invocation,
                const char            *path,
                RfLeg                 *leg)
{
  g_autoptr (GError) error = NULL;
  RfLeg *target = rf_agent_find_path (leg->agent, path);

  if (!rf_leg_is_established (leg))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "Only a call that is up can be transferred.");
  if (target == NULL)
    return fail (invocation, RF_CORE_ERROR_NOT_FOUND, "The call to transfer to is over.");
  if (!rf_dbus_call_get_peer_allows_refer (iface))
    return fail (invocation, RF_CORE_ERROR_NO_REFER, "The other phone does not allow transfers.");
  if (!rf_transferor_start_with (leg, target, &error)) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return TRUE;
  }
  keep_call (leg);
  keep_call_before (leg);
  keep_call (target);
  keep_call_before (target);
  rf_dbus_call_complete_transfer_to (iface, invocation);
  return TRUE;
}

static gboolean
on_cancel_transfer (RfDBusCall            *iface,
                    GDBusMethodInvocation *invocation,
                    RfLeg                 *leg)
{
  if (leg->transferor == NULL || !rf_transferor_is_pending (leg->transferor))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "No transfer of this call is under way.");

  rf_dbus_call_complete_cancel_transfer (iface, invocation);
  rf_transferor_cancel (leg->transferor);
  return TRUE;
}

static gboolean
answer_request (RfLeg                 *leg,
                GDBusMethodInvocation *invocation,
                gboolean               accept)
{
  if (leg->transferee == NULL || !rf_transferee_is_waiting (leg->transferee))
    return fail (invocation, RF_CORE_ERROR_BAD_STATE, "Nobody asks for a transfer of this call.");

  g_dbus_method_invocation_return_value (invocation, NULL);
  rf_transferee_answer (leg->transferee, accept);
  return TRUE;
}

static gboolean
on_accept_transfer (RfDBusCall            *iface,
                    GDBusMethodInvocation *invocation,
                    RfLeg                 *leg)
{
  return answer_request (leg, invocation, TRUE);
}

static gboolean
on_decline_transfer (RfDBusCall            *iface,
                     GDBusMethodInvocation *invocation,
                     RfLeg                 *leg)
{
  return answer_request (leg, invocation, FALSE);
}

/**
 * rf_leg_connect_methods:
 * @leg: a leg with its D-Bus interface
 *
 * rf_leg_free() disconnects them all.
 */
void
rf_leg_connect_methods (RfLeg *leg)
{
  const struct {
    const char *signal;
    GCallback   handler;
  } methods[] = {
    { "handle-answer", G_CALLBACK (on_answer) },
    { "handle-hang-up", G_CALLBACK (on_hang_up) },
    { "handle-hold", G_CALLBACK (on_hold) },
    { "handle-resume", G_CALLBACK (on_resume) },
    { "handle-set-muted", G_CALLBACK (on_set_muted) },
    { "handle-send-dtmf", G_CALLBACK (on_send_dtmf) },
    { "handle-transfer", G_CALLBACK (on_transfer) },
    { "handle-transfer-to", G_CALLBACK (on_transfer_to) },
    { "handle-cancel-transfer", G_CALLBACK (on_cancel_transfer) },
    { "handle-accept-transfer", G_CALLBACK (on_accept_transfer) },
    { "handle-decline-transfer", G_CALLBACK (on_decline_transfer) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect (leg->iface, methods[i].signal, methods[i].handler, leg);
}
