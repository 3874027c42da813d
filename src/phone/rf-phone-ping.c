/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-phone-ping"

#include "rf-dbus-error.h"
#include "rf-phone-private.h"

/**
 * rf_phone_measure_ping:
 * @self: a phone that is ready
 *
 * Blocks; for the benchmark.
 *
 * Returns: µs to the core and back, -1 on error
 */
gint64
rf_phone_measure_ping (RfPhone *self)
{
  gint64 start = g_get_monotonic_time ();
  RfDBusPhone *proxy;

  g_return_val_if_fail (RF_IS_PHONE (self), -1);
  proxy = rf_phone_get_proxy (self);
  if (proxy == NULL || !rf_dbus_phone_call_ping_sync (proxy, NULL, NULL))
    return -1;
  return g_get_monotonic_time () - start;
}

static void
on_pinged (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (rf_dbus_phone_call_ping_finish (RF_DBUS_PHONE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, rf_dbus_error_translate (error));
}

/**
 * rf_phone_catch_up_async:
 * @self: a phone
 * @cancellable: (nullable): a cancellable
 * @callback: called when the phone has caught up with its core
 * @user_data: for @callback
 *
 * Waits until all that the core has told so far is known here: news of one core come in order, but
 * those of another may have overtaken them. A phone without a core has nothing to wait for.
 */
void
rf_phone_catch_up_async (RfPhone             *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  RfDBusPhone *proxy;

  g_return_if_fail (RF_IS_PHONE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rf_phone_catch_up_async);
  proxy = rf_phone_get_proxy (self);
  if (proxy == NULL)
    g_task_return_boolean (task, TRUE);
  else
    rf_dbus_phone_call_ping (proxy, cancellable, on_pinged, g_steal_pointer (&task));
}

/**
 * rf_phone_catch_up_finish:
 * @self: a phone
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: whether the core has answered
 */
gboolean
rf_phone_catch_up_finish (RfPhone       *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
