/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-phone-dial"

#include "rf-address.h"
#include "rf-dbus-error.h"
#include "rf-phone-private.h"

/* For a call that nobody waits for, in place of a callback. */
static void
on_dial_unheard (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) call = rf_phone_dial_finish (RF_PHONE (source), result, &error);

  if (call == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rf_phone_report_failure (RF_PHONE (source), error);
}

static void
on_dialed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RfPhone *self = g_task_get_source_object (task);
  g_autofree char *path = NULL;
  GError *error = NULL;
  RfCall *call;

  if (!rf_dbus_phone_call_dial_finish (RF_DBUS_PHONE (source), &path, result, &error)) {
    g_task_return_error (task, rf_dbus_error_translate (error));
    return;
  }
  /* The core tells of the object before it answers, and an ended call stays in the list for a
   * while. */
  call = rf_phone_find_call (self, path);
  if (call != NULL)
    g_task_return_pointer (task, g_object_ref (call), g_object_unref);
  else
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                             "The call ended at once.");
}

/**
 * rf_phone_dial_async:
 * @self: a phone that is ready
 * @text: what a person typed: a complete URI, or a user part to be completed with the account's
 * domain
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when there is a call; without it an error goes to "command-failed"
 * @user_data: for @callback
 *
 * Calls somebody.
 */
void
rf_phone_dial_async (RfPhone             *self,
                     const char          *text,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *uri = NULL;
  GError *error = NULL;
  RfDBusPhone *proxy;

  g_return_if_fail (RF_IS_PHONE (self));
  g_return_if_fail (text != NULL);

  task = g_task_new (self, cancellable, callback != NULL ? callback : on_dial_unheard, user_data);
  g_task_set_source_tag (task, rf_phone_dial_async);
  uri = rf_phone_complete_uri (self, text, &error);
  proxy = rf_phone_get_proxy (self);
  if (uri == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (rf_phone_get_state (self) != RF_PHONE_READY || proxy == NULL) {
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_CORE_LOST,
                             "The phone is not ready. Try again in a moment.");
    return;
  }
  rf_dbus_phone_call_dial (proxy, rf_phone_get_aor (self), uri, cancellable, on_dialed,
                           g_steal_pointer (&task));
}

/**
 * rf_phone_dial_finish:
 * @self: a phone
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: (transfer full) (nullable): the new call
 */
RfCall *
rf_phone_dial_finish (RfPhone       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rf_phone_complete_uri:
 * @self: a phone
 * @text: what a person typed
 * @error: return location: %RF_PHONE_ERROR_BAD_URI with a sentence that can be shown under the
 * entry
 *
 * Returns: (transfer full) (nullable): what rf_phone_dial_async() would call for @text
 */
char *
rf_phone_complete_uri (RfPhone     *self,
                       const char  *text,
                       GError     **error)
{
  g_return_val_if_fail (RF_IS_PHONE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  return rf_address_complete (text, rf_phone_get_aor (self), error);
}
