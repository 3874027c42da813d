/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-getters"

#include "rf-call-private.h"

/**
 * rf_call_get_state:
 * @self: a call
 *
 * Returns: its state
 */
RfCallState
rf_call_get_state (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), RF_CALL_ENDED);
  return self->state;
}

/**
 * rf_call_is_incoming:
 * @self: a call
 *
 * Returns: whether somebody called us
 */
gboolean
rf_call_is_incoming (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->incoming;
}

/**
 * rf_call_is_live:
 * @self: a call
 *
 * Returns: whether it is neither ended nor lost; %RF_CALL_ASKING is no call
 */
gboolean
rf_call_is_live (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->state != RF_CALL_ENDED && self->state != RF_CALL_LOST
         && self->state != RF_CALL_ASKING;
}

/**
 * rf_call_get_call_id:
 * @self: a call
 *
 * Returns: the SIP Call-ID, empty until the INVITE has gone
 */
const char *
rf_call_get_call_id (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->call_id;
}

/**
 * rf_call_get_account:
 * @self: a call
 *
 * Returns: the address of record of the account that it belongs to
 */
const char *
rf_call_get_account (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->account;
}

/**
 * rf_call_get_peer_uri:
 * @self: a call
 *
 * Returns: the other party's URI as it can be shown
 */
const char *
rf_call_get_peer_uri (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->peer_uri;
}

/**
 * rf_call_get_peer_label:
 * @self: a call
 *
 * Returns: the best short name of the other party; plain text, never markup
 */
const char *
rf_call_get_peer_label (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->peer_label;
}

/**
 * rf_call_get_referred_by:
 * @self: a call
 *
 * Returns: who sent the caller here, empty where nobody did
 */
const char *
rf_call_get_referred_by (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->referred_by;
}

/**
 * rf_call_get_created_at:
 * @self: a call
 *
 * Returns: µs since 1970 when it began
 */
gint64
rf_call_get_created_at (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), 0);
  return self->created_at;
}

/**
 * rf_call_get_established_at:
 * @self: a call
 *
 * Returns: µs since 1970 when it was answered, 0 while it is not
 */
gint64
rf_call_get_established_at (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), 0);
  return self->established_at;
}

/**
 * rf_call_get_ended_at:
 * @self: a call
 *
 * Returns: µs since 1970 when it ended, 0 while it lives
 */
gint64
rf_call_get_ended_at (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), 0);
  return self->ended_at;
}

/**
 * rf_call_get_local_hold:
 * @self: a call
 *
 * Returns: whether we hold it, as confirmed by the other phone
 */
gboolean
rf_call_get_local_hold (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->local_hold;
}

/**
 * rf_call_is_resuming:
 * @self: a call
 *
 * Returns: whether the other phone has been asked to take it off hold, and has not answered yet
 */
gboolean
rf_call_is_resuming (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->n_resumes > 0;
}

/**
 * rf_call_get_remote_hold:
 * @self: a call
 *
 * Returns: whether the other party holds it
 */
gboolean
rf_call_get_remote_hold (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->remote_hold;
}

/**
 * rf_call_get_muted:
 * @self: a call
 *
 * Returns: whether the microphone is off
 */
gboolean
rf_call_get_muted (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->muted;
}

/**
 * rf_call_get_codec:
 * @self: a call
 *
 * Returns: "PCMU/8000/1", empty before there is one
 */
const char *
rf_call_get_codec (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->codec;
}

/**
 * rf_call_get_peer_allows_refer:
 * @self: a call
 *
 * Returns: whether the other phone says that it can be transferred, or has said nothing about it
 */
gboolean
rf_call_get_peer_allows_refer (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->peer_allows_refer;
}

/**
 * rf_call_get_end_code:
 * @self: a call
 *
 * Returns: the SIP status that ended it, 0 for none
 */
guint
rf_call_get_end_code (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), 0);
  return self->end_code;
}

/**
 * rf_call_get_end_reason:
 * @self: a call
 *
 * Returns: the text that came with its end; plain text, may be empty
 */
const char *
rf_call_get_end_reason (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->end_reason;
}

/**
 * rf_call_get_redirected_to:
 * @self: a call
 *
 * Returns: the address that its other side sent us on to without our going there; plain text,
 * may be empty
 */
const char *
rf_call_get_redirected_to (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->redirected_to;
}

/**
 * rf_call_get_transfer:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): the newest attempt to transfer it
 */
RfTransfer *
rf_call_get_transfer (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->transfer;
}

/**
 * rf_call_get_request_target:
 * @self: a call
 *
 * Returns: (nullable): where the other party asks us to call instead, while that waits for the
 * person
 */
const char *
rf_call_get_request_target (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->request_target;
}

/**
 * rf_call_get_request_by:
 * @self: a call
 *
 * Returns: (nullable): who asks for it
 */
const char *
rf_call_get_request_by (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->request_by;
}

/**
 * rf_call_is_request_attended:
 * @self: a call
 *
 * Returns: whether the request brings a Replaces (RFC 3891): the other party is in a call with the
 * target, and the call that we are to place takes its place. A blind transfer brings none.
 */
gboolean
rf_call_is_request_attended (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  return self->request_attended;
}

/**
 * rf_call_get_replaces:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): which of our calls it wants to take the place of when it is
 * answered; somebody we do not know asks for it, so it rings
 */
RfCall *
rf_call_get_replaces (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->replaces;
}

/**
 * rf_call_get_replaced_call:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): which of our calls it has taken the place of, for as long as
 * anybody holds that one
 */
RfCall *
rf_call_get_replaced_call (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->replaced_call;
}

/**
 * rf_call_get_replaced_by:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): the call that it continues as
 */
RfCall *
rf_call_get_replaced_by (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->replaced_by;
}

/**
 * rf_call_get_transferee_stage:
 * @self: a call
 *
 * Returns: (nullable): what became of the other party's newest wish to transfer us, once it was
 * decided: "dialing", "ringing", "succeeded", "failed", "declined" by the person, or "refused" by
 * the account's settings
 */
const char *
rf_call_get_transferee_stage (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->transferee_stage;
}

/**
 * rf_call_get_transferee_code:
 * @self: a call
 *
 * Returns: the SIP status that the stage rests on, 0 for none
 */
guint
rf_call_get_transferee_code (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), 0);
  return self->transferee_code;
}

/**
 * rf_call_get_transferee_reason:
 * @self: a call
 *
 * Returns: (nullable): the text that came with it; plain text, may be empty
 */
const char *
rf_call_get_transferee_reason (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->transferee_reason;
}

/**
 * rf_call_get_triggered_call:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): the call that it was transferred to, for as long as anybody
 * holds that one; hanging it up before it is answered gives the transfer up
 */
RfCall *
rf_call_get_triggered_call (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->triggered_call;
}

/**
 * rf_call_get_asked_by:
 * @self: a call
 *
 * Returns: (nullable): the best short name of whose transfer request made us place it, whomever
 * that request names as its sender
 */
const char *
rf_call_get_asked_by (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), NULL);
  return self->asked_by;
}
