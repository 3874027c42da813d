/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-transfer"

#include "rf-address.h"
#include "rf-call-private.h"
#include "rf-dbus-error.h"
#include "rf-phone-types.h"

/* What a person can do with a call as transferor. */

static gboolean
is_transferring (RfCall *self)
{
  RfTransfer *transfer = rf_call_get_transfer (self);

  return transfer != NULL && rf_transfer_get_result (transfer) == RF_TRANSFER_PENDING;
}

/* A sentence, or NULL. */
static char *
dup_why_not (RfCall *self)
{
  if (!rf_call_is_live (self))
    return g_strdup ("The call has already ended.");
  if (rf_call_get_state (self) != RF_CALL_ESTABLISHED)
    return g_strdup ("The call has not been answered yet. It can be transferred after that.");
  if (is_transferring (self))
    return g_strdup ("A transfer of this call is under way. Wait until it has ended.");
  if (!rf_call_get_peer_allows_refer (self))
    return g_strdup_printf ("The phone of %s does not allow transfers.",
                            rf_call_get_peer_label (self));
  return NULL;
}

/**
 * rf_call_can_transfer:
 * @self: a call
 * @why_not: (out) (optional) (nullable): a sentence for a person, where it cannot
 *
 * Returns: whether it can be transferred now
 */
gboolean
rf_call_can_transfer (RfCall  *self,
                      char   **why_not)
{
  g_autofree char *sentence = NULL;
  gboolean can;

  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  sentence = dup_why_not (self);
  can = sentence == NULL;
  if (why_not != NULL)
    *why_not = g_steal_pointer (&sentence);
  return can;
}

/**
 * rf_call_can_take_over:
 * @self: a call
 *
 * Asks whether another call can be transferred to this one: its other phone has to know Replaces
 * (RFC 3891). That is not known before it answers; until then, the best is hoped for.
 *
 * Returns: %FALSE where rf_call_transfer_to_async() would have to fail, and a blind transfer is
 * what remains
 */
gboolean
rf_call_can_take_over (RfCall *self)
{
  g_return_val_if_fail (RF_IS_CALL (self), FALSE);
  if (rf_call_get_state (self) == RF_CALL_ESTABLISHED)
    return self->peer_supports_replaces;
  return rf_call_is_live (self) && !rf_call_is_incoming (self);
}

/* A transfer that could not even begin is no attempt: what was there before is there again. */
typedef struct {
  GTask      *task;
  RfTransfer *attempt;
  RfTransfer *before;
} Attempt;

static void
on_transfer_begun (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Attempt *attempt = user_data;
  RfCall *self = g_task_get_source_object (attempt->task);
  g_autoptr (GVariant) nothing = NULL;
  GError *error = NULL;

  nothing = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  if (nothing == NULL && rf_call_get_transfer (self) == attempt->attempt && rf_call_is_live (self)
      && rf_transfer_get_stage (attempt->attempt) == RF_TRANSFER_STAGE_NONE)
    rf_call_set_transfer (self, attempt->before);
  if (nothing != NULL)
    g_task_return_boolean (attempt->task, TRUE);
  else
    g_task_return_error (attempt->task, rf_dbus_error_translate (error));
  g_object_unref (attempt->task);
  g_object_unref (attempt->attempt);
  g_clear_object (&attempt->before);
  g_free (attempt);
}

/* A command for a call that can be transferred; else NULL, and the callback hears why. */
static GTask *
begin_transfer (RfCall              *self,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  g_autoptr (GTask) task = rf_call_begin_command (self, cancellable, callback, user_data);
  g_autofree char *why_not = NULL;

  if (task == NULL || rf_call_can_transfer (self, &why_not))
    return g_steal_pointer (&task);
  g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED, "%s", why_not);
  return NULL;
}

/* Takes both. The first stage can be told before the method has answered. */
static Attempt *
attempt_new (RfCall     *self,
             GTask      *task,
             RfTransfer *transfer)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->task = task;
  attempt->attempt = transfer;
  g_set_object (&attempt->before, rf_call_get_transfer (self));
  rf_call_set_transfer (self, transfer);
  return attempt;
}

/**
 * rf_call_transfer_async:
 * @self: an established call
 * @target: a SIP URI, or what can be completed to one with the account's host
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the attempt has begun; "transfer" then tells the rest
 * @user_data: for @callback
 *
 * Sends the other party to @target.
 */
void
rf_call_transfer_async (RfCall              *self,
                        const char          *target,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *uri = NULL;
  GError *error = NULL;

  g_return_if_fail (RF_IS_CALL (self));
  g_return_if_fail (target != NULL);

  task = begin_transfer (self, cancellable, callback, user_data);
  if (task == NULL)
    return;
  uri = rf_address_complete (target, rf_call_get_account (self), &error);
  if (uri == NULL) {
    g_task_return_error (task, error);
    return;
  }
  rf_dbus_call_call_transfer (self->proxy, uri, cancellable, on_transfer_begun,
                              attempt_new (self, g_steal_pointer (&task), rf_transfer_new (uri)));
}

/* Why it cannot go to @other, or NULL. Two cores may well give their calls the same paths. */
static const char *
why_not_with (RfCall *self,
              RfCall *other)
{
  GDBusConnection *here = g_dbus_proxy_get_connection (G_DBUS_PROXY (self->proxy));

  if (!rf_call_is_live (other))
    return "The call to transfer to has already ended.";
  if (g_dbus_proxy_get_connection (G_DBUS_PROXY (other->proxy)) != here)
    return "The call to transfer to is on another phone.";
  return NULL;
}

/**
 * rf_call_transfer_to_async:
 * @self: an established call
 * @other: another call of the same phone: up, or still ringing at the other end
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the attempt has begun; "transfer" then tells the rest
 * @user_data: for @callback
 *
 * Connects the other party of @self to that of @other, whose call with us is replaced. Where
 * @other still rings, that begins when it is answered.
 */
void
rf_call_transfer_to_async (RfCall              *self,
                           RfCall              *other,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  const char *why_not;

  g_return_if_fail (RF_IS_CALL (self));
  g_return_if_fail (RF_IS_CALL (other));

  task = begin_transfer (self, cancellable, callback, user_data);
  if (task == NULL)
    return;
  why_not = why_not_with (self, other);
  if (why_not != NULL) {
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED, "%s", why_not);
    return;
  }
  rf_dbus_call_call_transfer_to (self->proxy, rf_call_get_path (other), cancellable,
                                 on_transfer_begun,
                                 attempt_new (self, g_steal_pointer (&task),
                                              rf_transfer_new_with (other)));
}

/**
 * rf_call_cancel_transfer_async:
 * @self: a call with a transfer that is pending
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Before the REFER, nothing comes of the transfer, which ends as %RF_TRANSFER_CANCELLED. After it,
 * nothing in SIP makes the other phone stop: we no longer follow what it does, and the end is
 * %RF_TRANSFER_UNKNOWN.
 */
void
rf_call_cancel_transfer_async (RfCall              *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_CALL (self));
  /* The call may be over while the other phone still reports. */
  if (rf_call_get_state (self) == RF_CALL_ENDED && is_transferring (self))
    task = rf_call_new_command (self, cancellable, callback, user_data);
  else
    task = rf_call_begin_command (self, cancellable, callback, user_data);
  if (task != NULL)
    rf_dbus_call_call_cancel_transfer (self->proxy, cancellable, rf_call_on_done, task);
}
