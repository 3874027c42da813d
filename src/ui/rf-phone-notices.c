/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-phone-notices"

#include "config.h"

#include "rf-phone-notices.h"

#include "rf-notice.h"
#include "rf-words-history.h"
#include "rf-words.h"

#include <glib/gi18n.h>

/**
 * RfPhoneNotices:
 *
 * What a person must know about a phone beside its calls: that its core stopped, that there is no
 * sound, that it is not registered, what its version lacks, that a command failed, that its history
 * is damaged, that somebody outside of its calls has asked for one in vain. A notice is made when
 * it is first needed.
 */

/* Whoever likes can send requests that are refused: however many come, the notice of them is one
 * that counts, is written once a second (ms), and once it was closed leaves the person in peace for
 * ten minutes (µs). */
#define REFUSALS_PACE  1000
#define REFUSALS_PEACE (10 * 60 * G_USEC_PER_SEC)

typedef enum {
  NOTICE_CORE,
  NOTICE_SOUND,
  NOTICE_REGISTRATION,
  NOTICE_LIMITS,
  NOTICE_COMMAND,
  NOTICE_HISTORY,
  NOTICE_REFUSALS,
  N_NOTICES,
} NoticeId;

struct _RfPhoneNotices {
  GtkBox    parent_instance;

  RfPhone  *phone;
  RfNotice *notices[N_NOTICES];
  gboolean  core_was_lost;
  guint     n_lost;
  guint     n_refused;
  guint     n_told;       /* of those */
  char     *refused;      /* address of the newest who was */
  guint     refused_with; /* SIP status */
  guint     refusals_id;  /* while the notice of them was just written */
  gint64    peace_until;  /* monotonic, µs */
};

G_DEFINE_FINAL_TYPE (RfPhoneNotices, rf_phone_notices, GTK_TYPE_BOX)


static void
show (RfPhoneNotices *self, NoticeId id, GtkMessageType type, const char *text)
{
  if (self->notices[id] == NULL) {
    self->notices[id] = RF_NOTICE (rf_notice_new ());
    gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->notices[id]));
  }
  rf_notice_show (self->notices[id], type, text);
}


static void
hide (RfPhoneNotices *self, NoticeId id)
{
  if (self->notices[id])
    rf_notice_hide (self->notices[id]);
}


static char *
dup_lost_text (guint n_lost)
{
  if (n_lost == 0)
    return g_strdup (_("The call core stopped. It was started again; no call was lost."));

  return g_strdup_printf (
    ngettext ("The call core stopped. It was started again; %u call was lost.",
              "The call core stopped. It was started again; %u calls were lost.", n_lost), n_lost);
}


static void
on_core_lost (RfPhoneNotices *self)
{
  GListModel *calls = G_LIST_MODEL (self->phone);

  self->core_was_lost = TRUE;
  self->n_lost = 0;
  for (guint i = 0; i < g_list_model_get_n_items (calls); i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i);

    self->n_lost += rf_call_is_live (call) || rf_call_get_state (call) == RF_CALL_LOST;
  }
}


static void
on_state_changed (RfPhoneNotices *self)
{
  RfPhoneState state = rf_phone_get_state (self->phone);

  if (state == RF_PHONE_FAILED) {
    const char *problem = rf_phone_get_problem (self->phone);

    show (self, NOTICE_CORE, GTK_MESSAGE_ERROR,
          problem ? problem : _("The call core cannot be started."));
  } else if (state == RF_PHONE_LOST) {
    show (self, NOTICE_CORE, GTK_MESSAGE_WARNING,
          _("The call core stopped. It is starting again…"));
  } else if (state == RF_PHONE_READY && self->core_was_lost) {
    g_autofree char *text = dup_lost_text (self->n_lost);

    self->core_was_lost = FALSE;
    show (self, NOTICE_CORE, GTK_MESSAGE_WARNING, text);
  } else if (state == RF_PHONE_READY) {
    hide (self, NOTICE_CORE);
  }
}


static void
on_audio_problem_changed (RfPhoneNotices *self)
{
  const char *problem = rf_phone_get_audio_problem (self->phone);

  if (problem && *problem)
    show (self, NOTICE_SOUND, GTK_MESSAGE_WARNING, problem);
  else
    hide (self, NOTICE_SOUND);
}


static void
on_registration_changed (RfPhoneNotices *self)
{
  g_autofree char *registration = NULL;
  g_autofree char *reason = NULL;

  g_object_get (self->phone, "registration", &registration, "registration-reason", &reason, NULL);
  if (g_strcmp0 (registration, "failed") == 0) {
    g_autofree char *clean = rf_words_clean (reason);
    const char *why = *clean ? clean : _("no reason given");
    g_autofree char *text = g_strdup_printf (
      _("Not registered: %s. Others cannot call you. Check the account."), why);

    show (self, NOTICE_REGISTRATION, GTK_MESSAGE_WARNING, text);
  } else {
    hide (self, NOTICE_REGISTRATION);
  }
}

/* What the version lacks matters to those whose account needs it: today that is TLS, whose
 * addresses begin so. */
static void
on_limits_changed (RfPhoneNotices *self)
{
  g_auto (GStrv) limits = NULL;
  g_autoptr (GSettings) settings = g_settings_new (RF_APP_ID);
  g_autofree char *transport = g_settings_get_string (settings, "transport");

  g_object_get (self->phone, "limits", &limits, NULL);
  if (limits && limits[0] && g_str_equal (transport, "tls")) {
    g_autofree char *text = g_strjoinv (" ", limits);

    show (self, NOTICE_LIMITS, GTK_MESSAGE_WARNING, text);
  } else {
    hide (self, NOTICE_LIMITS);
  }
}


static void
on_command_failed (RfPhoneNotices *self, RfCall *call, GError *error)
{
  if (error) {
    g_autofree char *sentence = call ? rf_words_command (call, error->message)
                                     : rf_words_sentence (error->message);

    show (self, NOTICE_COMMAND, GTK_MESSAGE_WARNING, sentence);
  }
}


static void
on_history_problem_changed (RfPhoneNotices *self, GParamSpec *pspec, RfHistory *history)
{
  g_autofree char *text = rf_words_history_problem (history);

  if (text)
    show (self, NOTICE_HISTORY, GTK_MESSAGE_WARNING, text);
  else
    hide (self, NOTICE_HISTORY);
}


static void
on_refusals_closed (RfPhoneNotices *self)
{
  g_clear_handle_id (&self->refusals_id, g_source_remove);
  self->n_refused = 0;
  self->n_told = 0;
  self->peace_until = g_get_monotonic_time () + REFUSALS_PEACE;
}


static void
tell_of_refusals (RfPhoneNotices *self)
{
  g_autofree char *text = rf_words_refusals (self->n_refused, self->refused, self->refused_with);
  gboolean is_new = self->notices[NOTICE_REFUSALS] == NULL;

  self->n_told = self->n_refused;
  show (self, NOTICE_REFUSALS, GTK_MESSAGE_INFO, text);
  if (is_new)
    g_signal_connect_object (self->notices[NOTICE_REFUSALS], "hide",
                             G_CALLBACK (on_refusals_closed), self, G_CONNECT_SWAPPED);
}


static gboolean
on_refusals_pace (gpointer user_data)
{
  RfPhoneNotices *self = RF_PHONE_NOTICES (user_data);

  if (self->n_told == self->n_refused) {
    self->refusals_id = 0;
    return G_SOURCE_REMOVE;
  }
  tell_of_refusals (self);

  return G_SOURCE_CONTINUE;
}


static void
on_request_refused (RfPhoneNotices *self, const char *from, guint code)
{
  if (self->n_refused < G_MAXUINT)
    self->n_refused++;
  g_free (self->refused);
  self->refused = g_strdup (from);
  self->refused_with = code;
  if (self->refusals_id != 0 || g_get_monotonic_time () < self->peace_until)
    return;

  tell_of_refusals (self);
  self->refusals_id = g_timeout_add (REFUSALS_PACE, on_refusals_pace, self);
}


static void
rf_phone_notices_dispose (GObject *object)
{
  RfPhoneNotices *self = RF_PHONE_NOTICES (object);

  rf_phone_notices_set_phone (self, NULL);
  g_clear_handle_id (&self->refusals_id, g_source_remove);

  G_OBJECT_CLASS (rf_phone_notices_parent_class)->dispose (object);
}


static void
rf_phone_notices_finalize (GObject *object)
{
  g_free (RF_PHONE_NOTICES (object)->refused);

  G_OBJECT_CLASS (rf_phone_notices_parent_class)->finalize (object);
}


static void
rf_phone_notices_class_init (RfPhoneNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_phone_notices_dispose;
  G_OBJECT_CLASS (klass)->finalize = rf_phone_notices_finalize;
}


static void
rf_phone_notices_init (RfPhoneNotices *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

/**
 * rf_phone_notices_new:
 *
 * Returns: a place for notices, for no phone yet
 */
GtkWidget *
rf_phone_notices_new (void)
{
  return g_object_new (RF_TYPE_PHONE_NOTICES, NULL);
}

/**
 * rf_phone_notices_set_phone:
 * @self: a place for notices
 * @phone: (nullable): the phone that they are about
 */
void
rf_phone_notices_set_phone (RfPhoneNotices *self, RfPhone *phone)
{
  static const struct {
    const char *signal;
    GCallback   callback;
  } handlers[] = {
    { "core-lost", G_CALLBACK (on_core_lost) },
    { "command-failed", G_CALLBACK (on_command_failed) },
    { "request-refused", G_CALLBACK (on_request_refused) },
    { "notify::state", G_CALLBACK (on_state_changed) },
    { "notify::audio-problem", G_CALLBACK (on_audio_problem_changed) },
    { "notify::registration", G_CALLBACK (on_registration_changed) },
    { "notify::limits", G_CALLBACK (on_limits_changed) },
  };

  g_return_if_fail (RF_IS_PHONE_NOTICES (self));
  g_return_if_fail (phone == NULL || RF_IS_PHONE (phone));

  if (self->phone)
    g_signal_handlers_disconnect_by_data (self->phone, self);
  g_set_object (&self->phone, phone);
  for (guint i = 0; phone && i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (phone, handlers[i].signal, handlers[i].callback, self,
                             G_CONNECT_SWAPPED);
}

/**
 * rf_phone_notices_set_history:
 * @self: a place for notices
 * @history: where the calls of the phone are kept
 */
void
rf_phone_notices_set_history (RfPhoneNotices *self, RfHistory *history)
{
  g_return_if_fail (RF_IS_PHONE_NOTICES (self));
  g_return_if_fail (RF_IS_HISTORY (history));

  g_signal_connect_object (history, "notify::problem", G_CALLBACK (on_history_problem_changed),
                           self, G_CONNECT_SWAPPED);
  on_history_problem_changed (self, NULL, history);
}
