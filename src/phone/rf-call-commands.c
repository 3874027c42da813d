/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-commands"

#include <string.h>

#include "rf-call-private.h"
#include "rf-dbus-error.h"
#include "rf-phone-types.h"

/* What a person can do with a call: the methods of its object in the core, each as an asynchronous
 * command. */

/* For a command without a callback, in place of it. */
static void
on_command_unheard (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rf_call_command_finish (RF_CALL (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rf_call_report_failure (RF_CALL (source), error);
}

/**
 * rf_call_new_command:
 * @self: a call
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): where the answer goes; else its error goes to "command-failed"
 * @user_data: for @callback
 *
 * Returns: (transfer full): what rf_call_command_finish() understands
 */
GTask *
rf_call_new_command (RfCall              *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback != NULL ? callback : on_command_unheard,
                            user_data);

  g_task_set_source_tag (task, rf_call_new_command);
  return task;
}

/**
 * rf_call_on_done:
 * @source: the proxy
 * @result: of any method of a call
 * @user_data: (transfer full): the command's task
 *
 * Every method of a call answers with nothing, so the generated finish functions would all do the
 * same.
 */
void
rf_call_on_done (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) nothing = NULL;
  GError *error = NULL;

  nothing = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  if (nothing != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, rf_dbus_error_translate (error));
}

/**
 * rf_call_begin_command:
 * @self: a call
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): where the answer goes
 * @user_data: for @callback
 *
 * Returns: (transfer full) (nullable): a new command where the call still lives; else %NULL, and
 * @callback hears why
 */
GTask *
rf_call_begin_command (RfCall              *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = rf_call_new_command (self, cancellable, callback, user_data);

  if (rf_call_is_live (self))
    return g_steal_pointer (&task);
  if (rf_call_get_state (self) == RF_CALL_LOST)
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_CORE_LOST,
                             "The call was lost when the call core ended.");
  else
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                             "The call has already ended.");
  return NULL;
}

/**
 * rf_call_answer_async:
 * @self: a call that rings here
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is answered
 * @user_data: for @callback
 *
 * Answers the call.
 */
void
rf_call_answer_async (RfCall              *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_CALL (self));
  task = rf_call_begin_command (self, cancellable, callback, user_data);
  if (task != NULL)
    rf_dbus_call_call_answer (rf_call_get_proxy (self), cancellable, rf_call_on_done, task);
}

/**
 * rf_call_hang_up_async:
 * @self: a call
 * @code: status (400 to 699) to answer a call with that was not taken; 0 for 603
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Ends the call, or declines it.
 */
void
rf_call_hang_up_async (RfCall              *self,
                       guint                code,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_CALL (self));
  task = rf_call_begin_command (self, cancellable, callback, user_data);
  if (task != NULL)
    rf_dbus_call_call_hang_up (rf_call_get_proxy (self), MIN (code, G_MAXUINT16), cancellable,
                               rf_call_on_done, task);
}

static void
on_resume_completed (RfCall *self)
{
  self->n_resumes--;
  g_object_notify (G_OBJECT (self), "resuming");
}

static void
watch_resume (RfCall *self,
              GTask  *task)
{
  self->n_resumes++;
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (on_resume_completed), self,
                           G_CONNECT_SWAPPED);
  g_object_notify (G_OBJECT (self), "resuming");
}

/**
 * rf_call_set_hold_async:
 * @self: a call
 * @hold: whether to hold it or to take it back
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the other phone has confirmed it
 * @user_data: for @callback
 *
 * Holds or resumes the call.
 */
void
rf_call_set_hold_async (RfCall              *self,
                        gboolean             hold,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_CALL (self));
  task = rf_call_begin_command (self, cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (hold) {
    rf_dbus_call_call_hold (rf_call_get_proxy (self), cancellable, rf_call_on_done, task);
    return;
  }
  watch_resume (self, task);
  rf_dbus_call_call_resume (rf_call_get_proxy (self), cancellable, rf_call_on_done, task);
}

/**
 * rf_call_set_muted_async:
 * @self: a call
 * @muted: whether the microphone is to be off
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Turns the microphone off or on for this call.
 */
void
rf_call_set_muted_async (RfCall              *self,
                         gboolean             muted,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_CALL (self));
  task = rf_call_begin_command (self, cancellable, callback, user_data);
  if (task != NULL)
    rf_dbus_call_call_set_muted (rf_call_get_proxy (self), muted, cancellable, rf_call_on_done,
                                 task);
}

/**
 * rf_call_send_dtmf_async:
 * @self: a call
 * @digits: 0-9 A-D * #
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the core has them
 * @user_data: for @callback
 *
 * Sends digits to the other party, one after the other.
 */
void
rf_call_send_dtmf_async (RfCall              *self,
                         const char          *digits,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_CALL (self));
  g_return_if_fail (digits != NULL);
  task = rf_call_begin_command (self, cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (*digits == '\0' || digits[strspn (digits, "0123456789ABCDabcd*#")] != '\0') {
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                             "Only the digits, the letters A to D, * and # can be sent.");
    g_object_unref (task);
    return;
  }
  rf_dbus_call_call_send_dtmf (rf_call_get_proxy (self), digits, cancellable, rf_call_on_done,
                               task);
}

static void
on_request_answered (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  rf_call_on_done (source, result, g_object_ref (task));
  if (!g_task_had_error (task))
    rf_call_clear_request (g_task_get_source_object (task));
}

/**
 * rf_call_answer_request_async:
 * @self: a call with a "request-target"
 * @accept: whether the person agrees to be transferred
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the core knows
 * @user_data: for @callback
 *
 * Answers the other party's wish to transfer us, which may outlive the call.
 */
void
rf_call_answer_request_async (RfCall              *self,
                              gboolean             accept,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_CALL (self));
  task = rf_call_get_request_target (self) != NULL
           ? rf_call_new_command (self, cancellable, callback, user_data)
           : rf_call_begin_command (self, cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (accept)
    rf_dbus_call_call_accept_transfer (rf_call_get_proxy (self), cancellable, on_request_answered,
                                       task);
  else
    rf_dbus_call_call_decline_transfer (rf_call_get_proxy (self), cancellable, on_request_answered,
                                        task);
}

/**
 * rf_call_command_finish:
 * @self: a call
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: whether the command was done
 */
gboolean
rf_call_command_finish (RfCall        *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
