/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-request-notifier"

#include "config.h"

#include "rf-request-notifier.h"

#include "rf-words.h"

#include <glib/gi18n.h>

/**
 * RfRequestNotifier:
 *
 * Tells a person who looks elsewhere that the other party of a call asks to transfer them: a
 * notification a request, with both answers, for as long as it waits.
 */

struct _RfRequestNotifier {
  GObject       parent_instance;

  RfPhone      *phone;
  GApplication *app;
  GHashTable   *waiting; /* serial → RfCall */
  guint         next_serial;
};

G_DEFINE_FINAL_TYPE (RfRequestNotifier, rf_request_notifier, G_TYPE_OBJECT)


static char *
dup_id (guint serial)
{
  return g_strdup_printf ("request-%u", serial);
}


static void
notify (RfRequestNotifier *self, RfCall *call, guint serial)
{
  g_autofree char *title = rf_words_request (call);
  g_autofree char *body = rf_words_request_note (call);
  g_autofree char *id = dup_id (serial);
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autoptr (GIcon) icon = g_themed_icon_new ("call-start-symbolic");

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button_with_target (notification, rf_words_request_no (call),
                                         "app.refuse-request", "u", serial);
  g_notification_add_button_with_target (notification, rf_words_request_yes (call),
                                         "app.accept-request", "u", serial);
  g_application_send_notification (self->app, id, notification);
}


/* Those of @call, or all. */
static void
withdraw (RfRequestNotifier *self, RfCall *call)
{
  GHashTableIter iter;
  gpointer serial, other;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &serial, &other))
    if (call == NULL || other == call) {
      g_autofree char *id = dup_id (GPOINTER_TO_UINT (serial));

      g_application_withdraw_notification (self->app, id);
      g_hash_table_iter_remove (&iter);
    }
}


static void
on_request_changed (RfRequestNotifier *self, GParamSpec *pspec, RfCall *call)
{
  guint serial = self->next_serial;

  withdraw (self, call);
  if (rf_call_get_request_target (call) == NULL)
    return;

  self->next_serial++;
  g_hash_table_insert (self->waiting, GUINT_TO_POINTER (serial), g_object_ref (call));
  notify (self, call, serial);
}


static void
on_call_added (RfRequestNotifier *self, RfCall *call)
{
  g_signal_connect_object (call, "notify::request-target", G_CALLBACK (on_request_changed), self,
                           G_CONNECT_SWAPPED);
}


static void
rf_request_notifier_dispose (GObject *object)
{
  RfRequestNotifier *self = RF_REQUEST_NOTIFIER (object);

  withdraw (self, NULL);
  g_clear_object (&self->phone);

  G_OBJECT_CLASS (rf_request_notifier_parent_class)->dispose (object);
}


static void
rf_request_notifier_finalize (GObject *object)
{
  RfRequestNotifier *self = RF_REQUEST_NOTIFIER (object);

  g_hash_table_unref (self->waiting);
  g_clear_object (&self->app);

  G_OBJECT_CLASS (rf_request_notifier_parent_class)->finalize (object);
}


static void
rf_request_notifier_class_init (RfRequestNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_request_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = rf_request_notifier_finalize;
}


static void
rf_request_notifier_init (RfRequestNotifier *self)
{
  self->waiting = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

/**
 * rf_request_notifier_new:
 * @phone: the phone to watch
 * @app: the application that notifies; has the actions "show", "accept-request" and
 *   "refuse-request"
 *
 * Returns: (transfer full): a notifier for @phone
 */
RfRequestNotifier *
rf_request_notifier_new (RfPhone *phone, GApplication *app)
{
  RfRequestNotifier *self;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);
  g_return_val_if_fail (G_IS_APPLICATION (app), NULL);

  self = g_object_new (RF_TYPE_REQUEST_NOTIFIER, NULL);
  self->phone = g_object_ref (phone);
  self->app = g_object_ref (app);
  g_signal_connect_object (phone, "call-added", G_CALLBACK (on_call_added), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * rf_request_notifier_answer:
 * @self: a notifier
 * @serial: the request, as its notification names it
 * @accept: whether the person agrees
 *
 * Answers a request that still waits.
 */
void
rf_request_notifier_answer (RfRequestNotifier *self, guint serial, gboolean accept)
{
  RfCall *call;

  g_return_if_fail (RF_IS_REQUEST_NOTIFIER (self));

  call = g_hash_table_lookup (self->waiting, GUINT_TO_POINTER (serial));
  if (call)
    rf_call_answer_request_async (call, accept, NULL, NULL, NULL);
}
