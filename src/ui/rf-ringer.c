/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ringer"

#include "config.h"

#include "rf-ringer.h"

#include "rf-words.h"

#include <glib/gi18n.h>
#include <gsound.h>

/* Between two rings, where the sound itself is short. */
#define PAUSE_MS 1000

/**
 * RfRinger:
 *
 * Tells a person of incoming calls: a notification a call, with buttons for it, and a ring for as
 * long as one of them waits. Without sound or a sound theme it only notifies. The sound library is
 * opened with the first call, not before. A call that takes the place of another by itself does not
 * ring: the core lets it begin with a short tone.
 */

typedef struct {
  RfCall *call;
  guint   serial;
} Waiting;

struct _RfRinger {
  GObject        parent_instance;

  RfPhone       *phone;
  GApplication  *app;
  GArray        *waiting;
  guint          next_serial;

  GSoundContext *sound;
  GCancellable  *ringing;
  guint          pause_id;
};

G_DEFINE_FINAL_TYPE (RfRinger, rf_ringer, G_TYPE_OBJECT)


static void play (RfRinger *self);


static gboolean
on_pause_over (gpointer user_data)
{
  RfRinger *self = RF_RINGER (user_data);

  self->pause_id = 0;
  play (self);

  return G_SOURCE_REMOVE;
}


static void
on_play_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfRinger) self = RF_RINGER (user_data);
  g_autoptr (GError) error = NULL;

  if (!gsound_context_play_full_finish (GSOUND_CONTEXT (source), result, &error)) {
    g_debug ("No ring: %s", error->message);
    return;
  }
  if (self->ringing)
    self->pause_id = g_timeout_add (PAUSE_MS, on_pause_over, self);
}


static void
play (RfRinger *self)
{
  gsound_context_play_full (self->sound, self->ringing, on_play_ready, g_object_ref (self),
                            GSOUND_ATTR_EVENT_ID, "phone-incoming-call",
                            GSOUND_ATTR_MEDIA_ROLE, "phone",
                            NULL);
}


/* Where the calls are heard too: without PulseAudio there is no sound at all, rather than one of
 * ALSA's complaints. */
static void
open_sound (RfRinger *self)
{
  g_autoptr (GError) error = NULL;

  self->sound = gsound_context_new (NULL, &error);
  if (self->sound && !gsound_context_set_driver (self->sound, "pulse", &error))
    g_clear_object (&self->sound);
  if (error)
    g_debug ("No ring: %s", error->message);
}


static void
start_ring (RfRinger *self)
{
  if (self->ringing)
    return;
  if (self->sound == NULL)
    open_sound (self);
  if (self->sound == NULL)
    return;
  self->ringing = g_cancellable_new ();
  play (self);
}


static void
stop_ring (RfRinger *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (self->ringing)
    g_cancellable_cancel (self->ringing);
  g_clear_object (&self->ringing);
}


static char *
dup_id (guint serial)
{
  return g_strdup_printf ("call-%u", serial);
}


static void
notify (RfRinger *self, const Waiting *waiting)
{
  g_autofree char *name = rf_words_clean (rf_call_get_peer_label (waiting->call));
  g_autofree char *address = rf_words_clean (rf_call_get_peer_uri (waiting->call));
  g_autofree char *by = rf_words_sender (waiting->call, rf_call_get_referred_by (waiting->call));
  g_autofree char *title = g_strdup_printf (_("%s calls you"), name);
  g_autofree char *replaces = rf_words_replaces (waiting->call);
  g_autofree char *sent = *by
      ? g_strdup_printf (_("%s, sent by %s"), address, by) : g_strdup (address);
  g_autofree char *body = *replaces ? g_strdup_printf ("%s. %s", sent, replaces)
                                    : g_steal_pointer (&sent);
  g_autofree char *id = dup_id (waiting->serial);
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autoptr (GIcon) icon = g_themed_icon_new ("call-incoming-symbolic");

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button_with_target (notification, _("Decline"), "app.decline-call", "u",
                                         waiting->serial);
  g_notification_add_button_with_target (notification, _("Answer"), "app.answer-call", "u",
                                         waiting->serial);
  g_application_send_notification (self->app, id, notification);
}


static void
forget (RfRinger *self, guint index)
{
  Waiting *waiting = &g_array_index (self->waiting, Waiting, index);
  g_autofree char *id = dup_id (waiting->serial);

  g_application_withdraw_notification (self->app, id);
  g_signal_handlers_disconnect_by_data (waiting->call, self);
  g_array_remove_index (self->waiting, index);
  if (self->waiting->len == 0)
    stop_ring (self);
}


static void
on_state_changed (RfRinger *self, GParamSpec *pspec, RfCall *call)
{
  if (rf_call_get_state (call) == RF_CALL_RINGING_IN)
    return;

  for (guint i = 0; i < self->waiting->len; i++)
    if (g_array_index (self->waiting, Waiting, i).call == call) {
      forget (self, i);
      return;
    }
}


static void
on_incoming_call (RfRinger *self, RfCall *call)
{
  Waiting waiting = { g_object_ref (call), self->next_serial++ };

  g_array_append_val (self->waiting, waiting);
  g_signal_connect_object (call, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  notify (self, &waiting);
  start_ring (self);
}


static RfCall *
find (RfRinger *self, guint serial)
{
  for (guint i = 0; i < self->waiting->len; i++)
    if (g_array_index (self->waiting, Waiting, i).serial == serial)
      return g_array_index (self->waiting, Waiting, i).call;

  return NULL;
}


static void
clear_waiting (gpointer data)
{
  g_clear_object (&((Waiting *) data)->call);
}


static void
rf_ringer_dispose (GObject *object)
{
  RfRinger *self = RF_RINGER (object);

  while (self->waiting->len > 0)
    forget (self, self->waiting->len - 1);
  stop_ring (self);
  g_clear_object (&self->sound);
  g_clear_object (&self->phone);

  G_OBJECT_CLASS (rf_ringer_parent_class)->dispose (object);
}


static void
rf_ringer_finalize (GObject *object)
{
  RfRinger *self = RF_RINGER (object);

  g_array_unref (self->waiting);
  g_clear_object (&self->app);

  G_OBJECT_CLASS (rf_ringer_parent_class)->finalize (object);
}


static void
rf_ringer_class_init (RfRingerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_ringer_dispose;
  G_OBJECT_CLASS (klass)->finalize = rf_ringer_finalize;
}


static void
rf_ringer_init (RfRinger *self)
{
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  g_array_set_clear_func (self->waiting, clear_waiting);
}

/**
 * rf_ringer_new:
 * @phone: the phone to watch
 * @app: the application that notifies; has the actions "show", "answer-call" and "decline-call"
 *
 * Returns: (transfer full): a ringer for @phone
 */
RfRinger *
rf_ringer_new (RfPhone *phone, GApplication *app)
{
  RfRinger *self;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);
  g_return_val_if_fail (G_IS_APPLICATION (app), NULL);

  self = g_object_new (RF_TYPE_RINGER, NULL);
  self->phone = g_object_ref (phone);
  self->app = g_object_ref (app);
  g_signal_connect_object (phone, "incoming-call", G_CALLBACK (on_incoming_call), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * rf_ringer_answer:
 * @self: a ringer
 * @serial: the call, as the notification names it
 *
 * Answers a call that still waits.
 */
void
rf_ringer_answer (RfRinger *self, guint serial)
{
  RfCall *call;

  g_return_if_fail (RF_IS_RINGER (self));

  call = find (self, serial);
  if (call)
    rf_call_answer_async (call, NULL, NULL, NULL);
}

/**
 * rf_ringer_decline:
 * @self: a ringer
 * @serial: the call, as the notification names it
 *
 * Declines a call that still waits.
 */
void
rf_ringer_decline (RfRinger *self, guint serial)
{
  RfCall *call;

  g_return_if_fail (RF_IS_RINGER (self));

  call = find (self, serial);
  if (call)
    rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
}
