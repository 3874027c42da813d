/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-phone"

#include "rf-phone.h"

#include "rf-call-list.h"
#include "rf-message-feed.h"
#include "rf-phone-private.h"
#include "rf-supervisor.h"
#include "rf-text.h"

enum {
  PROP_NAME = 1,
  PROP_STATE,
  PROP_PROBLEM,
  PROP_AOR,
  PROP_DISPLAY_NAME,
  PROP_VERSION,
  PROP_LIMITS,
  PROP_AUDIO_PROBLEM,
  PROP_REGISTRATION,
  PROP_REGISTRATION_REASON,
  PROP_AUDIBLE,
  PROP_LINGER,
  N_PROPS,
};

enum {
  INCOMING_CALL,
  CALL_ADDED,
  COMMAND_FAILED,
  CORE_LOST,
  REQUEST_REFUSED,
  TRANSFER_EVENT,
  N_SIGNALS,
};

struct _RfPhone {
  GObject        parent_instance;

  char          *name;
  RfFeed        *feed;
  RfSupervisor  *supervisor;
  RfDBusPhone   *proxy; /* of the core that runs, else NULL */
  RfCallList    *calls;
  char          *display_name;
  char          *version;
  char         **limits;
  char          *audio_problem;
  char          *registration;
  char          *registration_reason;
  gboolean       audible;
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void rf_phone_list_model_init (GListModelInterface *iface);

G_DEFINE_TYPE_WITH_CODE (RfPhone, rf_phone, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, rf_phone_list_model_init))

/* Takes @text. */
static void
set_text (RfPhone *self,
          char   **field,
          char    *text,
          guint    prop)
{
  if (g_strcmp0 (*field, text) == 0) {
    g_free (text);
    return;
  }
  g_free (*field);
  *field = text;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* The calls */

static void
on_call_added (RfCallList *calls,
               RfCall     *call,
               RfPhone    *self)
{
  g_signal_emit (self, signals[CALL_ADDED], 0, call);
  if (rf_call_get_state (call) == RF_CALL_RINGING_IN)
    g_signal_emit (self, signals[INCOMING_CALL], 0, call);
}

static void
on_call_command_failed (RfCallList *calls,
                        RfCall     *call,
                        GError     *error,
                        RfPhone    *self)
{
  g_signal_emit (self, signals[COMMAND_FAILED], 0, call, error);
}

static void
on_call_transfer_event (RfCallList *calls,
                        RfCall     *call,
                        RfTransfer *transfer,
                        const char *event,
                        guint       code,
                        gint64      time_us,
                        RfPhone    *self)
{
  g_signal_emit (self, signals[TRANSFER_EVENT], 0, call, transfer, event, code, time_us);
}

/* The core */

static void
on_account_changed (RfDBusPhone *proxy,
                    const char  *aor,
                    const char  *state,
                    const char  *reason,
                    RfPhone     *self)
{
  if (g_strcmp0 (aor, rf_supervisor_get_aor (self->supervisor)) != 0)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->registration, rf_text_for_show (state), PROP_REGISTRATION);
  set_text (self, &self->registration_reason, rf_text_for_show (reason), PROP_REGISTRATION_REASON);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_request_refused (RfDBusPhone *proxy,
                    const char  *uri,
                    guint16      code,
                    RfPhone     *self)
{
  g_autofree char *shown = rf_text_for_show (uri);

  g_signal_emit (self, signals[REQUEST_REFUSED], 0, shown, code);
}

static void
on_properties_changed (RfPhone *self)
{
  const char *problem = rf_dbus_phone_get_audio_problem (self->proxy);
  const char *const *limits = rf_dbus_phone_get_limits (self->proxy);
  gboolean silent = g_strcmp0 (rf_dbus_phone_get_audio_state (self->proxy), "silent") == 0;

  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->version, rf_text_for_show (rf_dbus_phone_get_version (self->proxy)),
            PROP_VERSION);
  if (problem == NULL || *problem == '\0')
    problem = "There is no sound.";
  set_text (self, &self->audio_problem, silent ? g_strdup (problem) : NULL, PROP_AUDIO_PROBLEM);
  if (limits != NULL
      && (self->limits == NULL || !g_strv_equal (limits, (const char *const *) self->limits))) {
    g_strfreev (self->limits);
    self->limits = g_strdupv ((char **) limits);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIMITS]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
let_go_of_core (RfPhone *self)
{
  if (self->proxy != NULL)
    g_signal_handlers_disconnect_by_data (self->proxy, self);
  if (self->proxy != NULL && self->feed != NULL)
    g_signal_handlers_disconnect_by_data (self->proxy, self->feed);
  g_clear_object (&self->proxy);
}

static void
on_core_started (RfSupervisor *supervisor,
                 RfCore       *core,
                 RfPhone      *self)
{
  let_go_of_core (self);
  self->proxy = g_object_ref (rf_core_get_phone (core));
  if (self->feed != NULL)
    rf_message_feed_connect (self->proxy, self->feed);
  g_signal_connect_object (self->proxy, "account-changed", G_CALLBACK (on_account_changed), self,
                           0);
  g_signal_connect_object (self->proxy, "request-refused", G_CALLBACK (on_request_refused), self,
                           0);
  g_signal_connect_object (self->proxy, "g-properties-changed", G_CALLBACK (on_properties_changed),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_properties_changed (self);
  if (!self->audible)
    rf_dbus_phone_set_audible (self->proxy, FALSE);
  rf_call_list_follow (self->calls, rf_core_get_manager (core));
}

/* Where there is no server, there is nothing to lose. */
static void
lose_registration (RfPhone *self)
{
  if (g_str_equal (self->registration, "local"))
    return;
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->registration, g_strdup ("failed"), PROP_REGISTRATION);
  set_text (self, &self->registration_reason, g_strdup ("The call core ended."),
            PROP_REGISTRATION_REASON);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_core_lost (RfSupervisor *supervisor,
              const char   *why,
              RfPhone      *self)
{
  g_autofree char *loss = g_strdup_printf ("The call was lost, as the call core ended: %s.", why);

  let_go_of_core (self);
  rf_call_list_let_go (self->calls, loss);
  lose_registration (self);
  g_signal_emit (self, signals[CORE_LOST], 0, why);
}

static void
on_core_gone (RfPhone *self)
{
  let_go_of_core (self);
  rf_call_list_let_go (self->calls, NULL);
}

static void
on_supervisor_notify (RfSupervisor *supervisor,
                      GParamSpec   *pspec,
                      RfPhone      *self)
{
  g_object_notify (G_OBJECT (self), pspec->name);
}

/* The list model */

static GType
rf_phone_get_item_type (GListModel *model)
{
  return RF_TYPE_CALL;
}

static guint
rf_phone_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (RF_PHONE (model)->calls));
}

static gpointer
rf_phone_get_item (GListModel *model,
                   guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (RF_PHONE (model)->calls), position);
}

static void
rf_phone_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = rf_phone_get_item_type;
  iface->get_n_items = rf_phone_get_n_items;
  iface->get_item = rf_phone_get_item;
}

static void
rf_phone_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  RfPhone *self = RF_PHONE (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_STATE:
    g_value_set_enum (value, rf_supervisor_get_state (self->supervisor));
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, rf_supervisor_get_problem (self->supervisor));
    break;
  case PROP_AOR:
    g_value_set_string (value, rf_supervisor_get_aor (self->supervisor));
    break;
  case PROP_DISPLAY_NAME:
    g_value_set_string (value, self->display_name);
    break;
  case PROP_VERSION:
    g_value_set_string (value, self->version);
    break;
  case PROP_LIMITS:
    g_value_set_boxed (value, self->limits);
    break;
  case PROP_AUDIO_PROBLEM:
    g_value_set_string (value, self->audio_problem);
    break;
  case PROP_REGISTRATION:
    g_value_set_string (value, self->registration);
    break;
  case PROP_REGISTRATION_REASON:
    g_value_set_string (value, self->registration_reason);
    break;
  case PROP_AUDIBLE:
    g_value_set_boolean (value, self->audible);
    break;
  case PROP_LINGER:
    g_value_set_uint (value, rf_call_list_get_linger (self->calls));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_phone_set_property (GObject      *object,
                       guint         id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  RfPhone *self = RF_PHONE (object);

  switch (id) {
  case PROP_AUDIBLE:
    rf_phone_set_audible (self, g_value_get_boolean (value));
    break;
  case PROP_LINGER:
    rf_call_list_set_linger (self->calls, g_value_get_uint (value));
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_phone_dispose (GObject *object)
{
  RfPhone *self = RF_PHONE (object);

  let_go_of_core (self);
  if (self->supervisor != NULL)
    g_signal_handlers_disconnect_by_data (self->supervisor, self);
  g_clear_object (&self->feed);

  G_OBJECT_CLASS (rf_phone_parent_class)->dispose (object);
}

static void
rf_phone_finalize (GObject *object)
{
  RfPhone *self = RF_PHONE (object);

  g_clear_object (&self->supervisor);
  g_clear_object (&self->calls);
  g_free (self->name);
  g_free (self->display_name);
  g_free (self->version);
  g_strfreev (self->limits);
  g_free (self->audio_problem);
  g_free (self->registration);
  g_free (self->registration_reason);

  G_OBJECT_CLASS (rf_phone_parent_class)->finalize (object);
}

static void
rf_phone_class_init (RfPhoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags write = flags | G_PARAM_WRITABLE;

  object_class->get_property = rf_phone_get_property;
  object_class->set_property = rf_phone_set_property;
  object_class->dispose = rf_phone_dispose;
  object_class->finalize = rf_phone_finalize;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, RF_TYPE_PHONE_STATE, RF_PHONE_STOPPED, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_AOR] = g_param_spec_string ("aor", NULL, NULL, NULL, flags);
  props[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, flags);
  props[PROP_VERSION] = g_param_spec_string ("version", NULL, NULL, NULL, flags);
  props[PROP_LIMITS] = g_param_spec_boxed ("limits", NULL, NULL, G_TYPE_STRV, flags);
  props[PROP_AUDIO_PROBLEM] = g_param_spec_string ("audio-problem", NULL, NULL, NULL, flags);
  props[PROP_REGISTRATION] = g_param_spec_string ("registration", NULL, NULL, NULL, flags);
  props[PROP_REGISTRATION_REASON] = g_param_spec_string ("registration-reason", NULL, NULL, NULL,
                                                         flags);
  props[PROP_AUDIBLE] = g_param_spec_boolean ("audible", NULL, NULL, TRUE, write);
  props[PROP_LINGER] = g_param_spec_uint ("linger", NULL, NULL, 0, G_MAXUINT, 4000, write);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[INCOMING_CALL] = g_signal_new ("incoming-call", RF_TYPE_PHONE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, RF_TYPE_CALL);
  signals[CALL_ADDED] = g_signal_new ("call-added", RF_TYPE_PHONE, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, RF_TYPE_CALL);
  signals[COMMAND_FAILED] = g_signal_new ("command-failed", RF_TYPE_PHONE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, RF_TYPE_CALL, G_TYPE_ERROR);
  signals[CORE_LOST] = g_signal_new ("core-lost", RF_TYPE_PHONE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REQUEST_REFUSED] =
    g_signal_new ("request-refused", RF_TYPE_PHONE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  signals[TRANSFER_EVENT] =
    g_signal_new ("transfer-event", RF_TYPE_PHONE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 5, RF_TYPE_CALL, RF_TYPE_TRANSFER, G_TYPE_STRING, G_TYPE_UINT,
                  G_TYPE_INT64);
}

static void
rf_phone_init (RfPhone *self)
{
  self->calls = rf_call_list_new ();
  self->registration = g_strdup ("local");
  self->audible = TRUE;
  g_signal_connect_object (self->calls, "items-changed", G_CALLBACK (g_list_model_items_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->calls, "call-added", G_CALLBACK (on_call_added), self, 0);
  g_signal_connect_object (self->calls, "command-failed", G_CALLBACK (on_call_command_failed),
                           self, 0);
  g_signal_connect_object (self->calls, "transfer-event", G_CALLBACK (on_call_transfer_event),
                           self, 0);
}

/**
 * rf_phone_new:
 * @config: how it is to be started; copied
 * @feed: (nullable): where every SIP message of this phone goes
 *
 * Returns: (transfer full): a phone that is not started
 */
RfPhone *
rf_phone_new (const RfPhoneConfig *config,
              RfFeed              *feed)
{
  RfPhone *self;

  g_return_val_if_fail (config != NULL, NULL);

  self = g_object_new (RF_TYPE_PHONE, NULL);
  self->name = g_strdup (config->name);
  g_set_object (&self->feed, feed);
  self->supervisor = rf_supervisor_new (config);
  g_signal_connect_object (self->supervisor, "core-started", G_CALLBACK (on_core_started), self, 0);
  g_signal_connect_object (self->supervisor, "core-lost", G_CALLBACK (on_core_lost), self, 0);
  g_signal_connect_object (self->supervisor, "core-gone", G_CALLBACK (on_core_gone), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->supervisor, "notify", G_CALLBACK (on_supervisor_notify), self, 0);
  return self;
}

/* Every operation of the supervisor ends with yes or an error. */
static void
on_supervisor_done (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Checks an account and notes what is shown of it; the task hears what is wrong with it. */
static RfAccount *
take_account (RfPhone               *self,
              const RfAccountConfig *config,
              GTask                 *task)
{
  GError *error = NULL;
  RfAccount *account = rf_account_new (config, &error);

  if (account == NULL) {
    g_task_return_error (task, error);
    return NULL;
  }
  set_text (self, &self->display_name, g_strdup (config->display_name), PROP_DISPLAY_NAME);
  return account;
}

/**
 * rf_phone_start_async:
 * @self: a phone that is stopped or has failed
 * @account: who it is to be; copied
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the phone is ready and the account is there, or when it failed
 * @user_data: for @callback
 *
 * Starts the core.
 */
void
rf_phone_start_async (RfPhone               *self,
                      const RfAccountConfig *account,
                      GCancellable          *cancellable,
                      GAsyncReadyCallback    callback,
                      gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  RfAccount *checked;

  g_return_if_fail (RF_IS_PHONE (self));
  g_return_if_fail (account != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rf_phone_start_async);
  checked = take_account (self, account, task);
  if (checked != NULL)
    rf_supervisor_start_async (self->supervisor, checked, cancellable, on_supervisor_done,
                               g_steal_pointer (&task));
}

/**
 * rf_phone_start_finish:
 * @self: a phone
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: whether the phone is ready
 */
gboolean
rf_phone_start_finish (RfPhone       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_phone_stop_async:
 * @self: a phone
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the process is gone
 * @user_data: for @callback
 *
 * Releases the calls and ends the core; it is killed where that takes more than 2 s.
 */
void
rf_phone_stop_async (RfPhone             *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RF_IS_PHONE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rf_phone_stop_async);
  rf_supervisor_stop_async (self->supervisor, cancellable, on_supervisor_done, task);
}

/**
 * rf_phone_stop_finish:
 * @self: a phone
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether the process is gone
 */
gboolean
rf_phone_stop_finish (RfPhone       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_phone_set_account_async:
 * @self: a phone
 * @account: who it is to be from now on; copied
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the core has the account
 * @user_data: for @callback
 *
 * Replaces the account of a running phone; its calls go on.
 */
void
rf_phone_set_account_async (RfPhone               *self,
                            const RfAccountConfig *account,
                            GCancellable          *cancellable,
                            GAsyncReadyCallback    callback,
                            gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  RfAccount *checked;

  g_return_if_fail (RF_IS_PHONE (self));
  g_return_if_fail (account != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rf_phone_set_account_async);
  checked = take_account (self, account, task);
  if (checked != NULL)
    rf_supervisor_set_account_async (self->supervisor, checked, cancellable, on_supervisor_done,
                                     g_steal_pointer (&task));
}

/**
 * rf_phone_set_account_finish:
 * @self: a phone
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: whether the account is in use
 */
gboolean
rf_phone_set_account_finish (RfPhone       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_phone_get_state:
 * @self: a phone
 *
 * Returns: its state
 */
RfPhoneState
rf_phone_get_state (RfPhone *self)
{
  g_return_val_if_fail (RF_IS_PHONE (self), RF_PHONE_STOPPED);
  return rf_supervisor_get_state (self->supervisor);
}

/**
 * rf_phone_get_name:
 * @self: a phone
 *
 * Returns: its short name
 */
const char *
rf_phone_get_name (RfPhone *self)
{
  g_return_val_if_fail (RF_IS_PHONE (self), NULL);
  return self->name;
}

/**
 * rf_phone_get_aor:
 * @self: a phone
 *
 * Returns: (nullable): its address, once it is ready
 */
const char *
rf_phone_get_aor (RfPhone *self)
{
  g_return_val_if_fail (RF_IS_PHONE (self), NULL);
  return rf_supervisor_get_aor (self->supervisor);
}

/**
 * rf_phone_get_problem:
 * @self: a phone
 *
 * Returns: (nullable): a sentence about what is wrong
 */
const char *
rf_phone_get_problem (RfPhone *self)
{
  g_return_val_if_fail (RF_IS_PHONE (self), NULL);
  return rf_supervisor_get_problem (self->supervisor);
}

/**
 * rf_phone_get_audio_problem:
 * @self: a phone
 *
 * Returns: (nullable): a sentence about why there is no sound
 */
const char *
rf_phone_get_audio_problem (RfPhone *self)
{
  g_return_val_if_fail (RF_IS_PHONE (self), NULL);
  return self->audio_problem;
}

/**
 * rf_phone_set_audible:
 * @self: a phone
 * @audible: whether what the other party says is played
 *
 * Sets it for this core and those that follow it.
 */
void
rf_phone_set_audible (RfPhone  *self,
                      gboolean  audible)
{
  g_return_if_fail (RF_IS_PHONE (self));
  if (self->audible == !!audible)
    return;
  self->audible = !!audible;
  if (self->proxy != NULL)
    rf_dbus_phone_set_audible (self->proxy, self->audible);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AUDIBLE]);
}

/**
 * rf_phone_forget_call:
 * @self: a phone
 * @call: a call of it
 *
 * Takes an ended or lost call out of the list. One that lives stays.
 */
void
rf_phone_forget_call (RfPhone *self,
                      RfCall  *call)
{
  g_return_if_fail (RF_IS_PHONE (self));
  g_return_if_fail (RF_IS_CALL (call));
  rf_call_list_forget (self->calls, call);
}

/**
 * rf_phone_get_core_pid:
 * @self: a phone
 *
 * Returns: the process id of the core, 0 while there is none
 */
GPid
rf_phone_get_core_pid (RfPhone *self)
{
  RfCore *core;

  g_return_val_if_fail (RF_IS_PHONE (self), 0);
  core = rf_supervisor_get_core (self->supervisor);
  return core != NULL ? rf_core_get_pid (core) : 0;
}

/**
 * rf_phone_get_proxy:
 * @self: a phone
 *
 * Returns: (transfer none) (nullable): the Phone object of the core that runs
 */
RfDBusPhone *
rf_phone_get_proxy (RfPhone *self)
{
  return self->proxy;
}

/**
 * rf_phone_find_call:
 * @self: a phone
 * @path: of an object in the core
 *
 * Returns: (transfer none) (nullable): the newest call that has it
 */
RfCall *
rf_phone_find_call (RfPhone    *self,
                    const char *path)
{
  return rf_call_list_find (self->calls, path);
}

/**
 * rf_phone_report_failure:
 * @self: a phone
 * @error: why a command failed
 *
 * Tells of a command that nobody waits for.
 */
void
rf_phone_report_failure (RfPhone      *self,
                         const GError *error)
{
  g_signal_emit (self, signals[COMMAND_FAILED], 0, NULL, error);
}
