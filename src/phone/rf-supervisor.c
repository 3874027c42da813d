/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-supervisor"

#include "rf-supervisor.h"

#include "rf-dbus-error.h"
#include "rf-restart.h"

/* A port that was free a moment ago can be taken when the core gets to it. */
#define BUSY_PORT_TRIES 8

enum {
  PROP_STATE = 1,
  PROP_PROBLEM,
  PROP_AOR,
  N_PROPS,
};

enum {
  CORE_STARTED,
  CORE_LOST,
  CORE_GONE,
  N_SIGNALS,
};

struct _RfSupervisor {
  GObject       parent_instance;

  char         *name;
  char         *listen_text;
  char         *source;
  char         *player;
  RfListen      listen;
  RfAccount    *account;
  RfCore       *core;
  RfPhoneState  state;
  char         *problem;
  char         *aor;
  RfRestart     restart;
  guint         restart_id;
  guint         busy_ports;
  GTask        *start;     /* until the first core is ready */
  gboolean      is_stopping;
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE (RfSupervisor, rf_supervisor, G_TYPE_OBJECT)

static void launch_core (RfSupervisor *self);

static void
set_state (RfSupervisor *self,
           RfPhoneState  state,
           const char   *problem)
{
  gboolean state_changed = state != self->state;

  self->state = state;
  if (g_strcmp0 (problem, self->problem) != 0) {
    g_free (self->problem);
    self->problem = g_strdup (problem);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
  }
  if (state_changed)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_aor (RfSupervisor *self,
         const char   *aor)
{
  if (g_strcmp0 (aor, self->aor) == 0)
    return;
  g_free (self->aor);
  self->aor = g_strdup (aor);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AOR]);
}

/* No more is heard of the core from here on. */
static void
drop_core (RfSupervisor *self)
{
  if (self->core != NULL)
    g_signal_handlers_disconnect_by_data (self->core, self);
  g_clear_object (&self->core);
}

static gboolean
on_restart (gpointer user_data)
{
  RfSupervisor *self = user_data;

  self->restart_id = 0;
  launch_core (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_restart (RfSupervisor *self,
                  const char   *why)
{
  guint pause = rf_restart_add_death (&self->restart, g_get_monotonic_time ());
  g_autofree char *problem = NULL;

  if (pause == 0)
    problem = g_strdup_printf ("The call core ended: %s. A new one is being started.", why);
  else
    problem = g_strdup_printf ("The call core keeps ending: %s. The next try is in %u s.", why,
                               pause);
  g_debug ("%s: %s", self->name, problem);
  set_state (self, RF_PHONE_LOST, problem);
  g_clear_handle_id (&self->restart_id, g_source_remove);
  self->restart_id = g_timeout_add (pause * 1000, on_restart, self);
}

/* A core that does not get ready the first time is a fault to be told; later it is one more
 * death. */
static void
on_start_failed (RfSupervisor *self,
                 const GError *error)
{
  if (self->core != NULL)
    rf_core_kill (self->core);
  drop_core (self);
  if (self->start != NULL) {
    g_autoptr (GTask) start = g_steal_pointer (&self->start);

    set_state (self, RF_PHONE_FAILED, error->message);
    g_task_return_error (start, g_error_copy (error));
  } else {
    g_autofree char *why = g_strdup (error->message);

    if (g_str_has_suffix (why, "."))
      why[strlen (why) - 1] = '\0';
    schedule_restart (self, why);
  }
}

static void
on_core_died (RfCore       *core,
              const char   *why,
              RfSupervisor *self)
{
  if (self->start != NULL) {
    g_autoptr (GError) error = g_error_new (RF_PHONE_ERROR, RF_PHONE_ERROR_CORE_LOST,
                                            "The call core ended while it was starting: %s.", why);

    on_start_failed (self, error);
    return;
  }
  drop_core (self);
  g_signal_emit (self, signals[CORE_LOST], 0, why);
  schedule_restart (self, why);
}

static void
on_account_added (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RfSupervisor) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean added = rf_dbus_phone_call_add_account_finish (RF_DBUS_PHONE (source), result, &error);

  /* Of a core that has gone since, "died" tells. */
  if (self->core == NULL || self->is_stopping
      || RF_DBUS_PHONE (source) != rf_core_get_phone (self->core))
    return;
  if (!added) {
    error = rf_dbus_error_translate (g_steal_pointer (&error));
    if (!g_error_matches (error, RF_PHONE_ERROR, RF_PHONE_ERROR_CORE_LOST))
      on_start_failed (self, error);
    return;
  }
  self->busy_ports = 0;
  set_state (self, RF_PHONE_READY, NULL);
  if (self->start != NULL) {
    g_autoptr (GTask) start = g_steal_pointer (&self->start);

    g_task_return_boolean (start, TRUE);
  }
}

static gboolean
find_aor (RfSupervisor  *self,
          GError       **error)
{
  const char *local = rf_dbus_phone_get_local_address (rf_core_get_phone (self->core));
  g_autofree char *aor = NULL;

  if (local == NULL || *local == '\0') {
    g_set_error_literal (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                         "The phone has no network address. Connect to a network and try again.");
    return FALSE;
  }
  aor = rf_account_dup_aor (self->account, local);
  set_aor (self, aor);
  return TRUE;
}

static void
equip_core (RfSupervisor *self)
{
  RfDBusPhone *phone = rf_core_get_phone (self->core);
  g_autoptr (GError) error = NULL;

  g_signal_emit (self, signals[CORE_STARTED], 0, self->core);
  if (self->source != NULL)
    rf_dbus_phone_set_audio_source (phone, self->source);
  if (self->player != NULL)
    rf_dbus_phone_set_audio_player (phone, self->player);
  if (!find_aor (self, &error)) {
    on_start_failed (self, error);
    return;
  }
  rf_dbus_phone_call_add_account (phone, self->aor, rf_account_get_name (self->account),
                                  rf_account_build_options (self->account), NULL, on_account_added,
                                  g_object_ref (self));
}

static gboolean
try_another_port (RfSupervisor *self,
                  const GError *error)
{
  if (!g_error_matches (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BUSY_PORT) || self->listen.fixed
      || ++self->busy_ports > BUSY_PORT_TRIES)
    return FALSE;
  g_debug ("%s: port %u is taken", self->name, self->listen.port);
  drop_core (self);
  if (!rf_listen_choose_port (&self->listen, NULL))
    return FALSE;
  launch_core (self);
  return TRUE;
}

static void
on_core_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (RfSupervisor) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ready = rf_core_start_finish (RF_CORE (source), result, &error);

  if (RF_CORE (source) != self->core || self->is_stopping)
    return;
  if (ready)
    equip_core (self);
  else if (!try_another_port (self, error))
    on_start_failed (self, error);
}

static void
launch_core (RfSupervisor *self)
{
  self->core = rf_core_new (self->name);
  g_signal_connect_object (self->core, "died", G_CALLBACK (on_core_died), self, 0);
  rf_core_start_async (self->core, &self->listen, on_core_ready, g_object_ref (self));
}

static void
rf_supervisor_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  RfSupervisor *self = RF_SUPERVISOR (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  case PROP_AOR:
    g_value_set_string (value, self->aor);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_supervisor_dispose (GObject *object)
{
  RfSupervisor *self = RF_SUPERVISOR (object);

  g_clear_handle_id (&self->restart_id, g_source_remove);
  drop_core (self);

  G_OBJECT_CLASS (rf_supervisor_parent_class)->dispose (object);
}

static void
rf_supervisor_finalize (GObject *object)
{
  RfSupervisor *self = RF_SUPERVISOR (object);

  rf_listen_clear (&self->listen);
  rf_account_free (self->account);
  g_free (self->name);
  g_free (self->listen_text);
  g_free (self->source);
  g_free (self->player);
  g_free (self->problem);
  g_free (self->aor);

  G_OBJECT_CLASS (rf_supervisor_parent_class)->finalize (object);
}

static void
rf_supervisor_class_init (RfSupervisorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rf_supervisor_get_property;
  object_class->dispose = rf_supervisor_dispose;
  object_class->finalize = rf_supervisor_finalize;

  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, RF_TYPE_PHONE_STATE, RF_PHONE_STOPPED, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_AOR] = g_param_spec_string ("aor", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CORE_STARTED] = g_signal_new ("core-started", RF_TYPE_SUPERVISOR, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, RF_TYPE_CORE);
  signals[CORE_LOST] = g_signal_new ("core-lost", RF_TYPE_SUPERVISOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CORE_GONE] = g_signal_new ("core-gone", RF_TYPE_SUPERVISOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
}

static void
rf_supervisor_init (RfSupervisor *self)
{
}

/**
 * rf_supervisor_new:
 * @config: how the phone is to be started; copied
 *
 * Returns: (transfer full): a supervisor that has started nothing
 */
RfSupervisor *
rf_supervisor_new (const RfPhoneConfig *config)
{
  RfSupervisor *self = g_object_new (RF_TYPE_SUPERVISOR, NULL);

  self->name = g_strdup (config->name != NULL ? config->name : "phone");
  self->listen_text = g_strdup (config->listen);
  self->source = g_strdup (config->source);
  self->player = g_strdup (config->player);
  return self;
}

/**
 * rf_supervisor_start_async:
 * @self: a supervisor that is stopped or has failed
 * @account: (transfer full): who the phone is
 * @cancellable: (nullable): to be told no more; rf_supervisor_stop_async() is what ends the start
 * @callback: called when the core is ready and has the account, or when it failed
 * @user_data: for @callback
 *
 * Starts the first core.
 */
void
rf_supervisor_start_async (RfSupervisor        *self,
                           RfAccount           *account,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  RfListen listen = { 0 };

  g_task_set_source_tag (task, rf_supervisor_start_async);
  if (self->start != NULL || self->core != NULL || self->restart_id != 0) {
    rf_account_free (account);
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                             "The phone is already started.");
    return;
  }
  rf_account_free (self->account);
  self->account = account;
  self->restart = (RfRestart) { 0 };
  self->busy_ports = 0;
  set_state (self, RF_PHONE_STARTING, NULL);
  self->start = g_steal_pointer (&task);
  if (!rf_listen_parse (&listen, self->listen_text, &error)
      || !rf_listen_choose_port (&listen, &error)) {
    rf_listen_clear (&listen);
    on_start_failed (self, error);
    return;
  }
  rf_listen_clear (&self->listen);
  self->listen = listen;
  launch_core (self);
}

/**
 * rf_supervisor_start_finish:
 * @self: a supervisor
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: whether the phone is ready
 */
gboolean
rf_supervisor_start_finish (RfSupervisor  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_core_stopped (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RfSupervisor *self = g_task_get_source_object (task);

  rf_core_stop_finish (RF_CORE (source), result, NULL);
  self->is_stopping = FALSE;
  drop_core (self);
  g_signal_emit (self, signals[CORE_GONE], 0);
  set_state (self, RF_PHONE_STOPPED, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * rf_supervisor_stop_async:
 * @self: a supervisor
 * @cancellable: (nullable): to be told no more; the stop itself goes on
 * @callback: called when the process is gone
 * @user_data: for @callback
 *
 * Ends the core, or the attempt to start one.
 */
void
rf_supervisor_stop_async (RfSupervisor        *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) start = g_steal_pointer (&self->start);

  g_task_set_source_tag (task, rf_supervisor_stop_async);
  if (self->is_stopping) {
    g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                             "The phone is already being stopped.");
    return;
  }
  g_clear_handle_id (&self->restart_id, g_source_remove);
  if (start != NULL)
    g_task_return_new_error (start, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                             "The phone was stopped.");
  if (self->core == NULL) {
    set_state (self, RF_PHONE_STOPPED, NULL);
    g_task_return_boolean (task, TRUE);
    return;
  }
  self->is_stopping = TRUE;
  rf_core_stop_async (self->core, on_core_stopped, g_steal_pointer (&task));
}

/**
 * rf_supervisor_stop_finish:
 * @self: a supervisor
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether the process is gone
 */
gboolean
rf_supervisor_stop_finish (RfSupervisor  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_account_replaced (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (rf_dbus_phone_call_add_account_finish (RF_DBUS_PHONE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, rf_dbus_error_translate (error));
}

/**
 * rf_supervisor_set_account_async:
 * @self: a supervisor
 * @account: (transfer full): who the phone is from now on
 * @cancellable: (nullable): to be told no more
 * @callback: called when the core has the account
 * @user_data: for @callback
 *
 * Replaces the account. While no core is ready, the next one gets it.
 */
void
rf_supervisor_set_account_async (RfSupervisor        *self,
                                 RfAccount           *account,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *old_aor = g_strdup (self->aor);
  RfDBusPhone *phone = self->core != NULL ? rf_core_get_phone (self->core) : NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, rf_supervisor_set_account_async);
  rf_account_free (self->account);
  self->account = account;
  if (self->state != RF_PHONE_READY || phone == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (!find_aor (self, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (g_strcmp0 (old_aor, self->aor) != 0)
    rf_dbus_phone_call_remove_account (phone, old_aor, NULL, NULL, NULL);
  rf_dbus_phone_call_add_account (phone, self->aor, rf_account_get_name (account),
                                  rf_account_build_options (account), NULL, on_account_replaced,
                                  g_steal_pointer (&task));
}

/**
 * rf_supervisor_set_account_finish:
 * @self: a supervisor
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: whether the account is in use
 */
gboolean
rf_supervisor_set_account_finish (RfSupervisor  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_supervisor_get_state:
 * @self: a supervisor
 *
 * Returns: its state
 */
RfPhoneState
rf_supervisor_get_state (RfSupervisor *self)
{
  return self->state;
}

/**
 * rf_supervisor_get_problem:
 * @self: a supervisor
 *
 * Returns: (nullable): a sentence about what is wrong
 */
const char *
rf_supervisor_get_problem (RfSupervisor *self)
{
  return self->problem;
}

/**
 * rf_supervisor_get_aor:
 * @self: a supervisor
 *
 * Returns: (nullable): the address of record in use
 */
const char *
rf_supervisor_get_aor (RfSupervisor *self)
{
  return self->aor;
}

/**
 * rf_supervisor_get_account:
 * @self: a supervisor
 *
 * Returns: (transfer none) (nullable): the account in use
 */
RfAccount *
rf_supervisor_get_account (RfSupervisor *self)
{
  return self->account;
}

/**
 * rf_supervisor_get_core:
 * @self: a supervisor
 *
 * Returns: (transfer none) (nullable): the core that runs or is being started
 */
RfCore *
rf_supervisor_get_core (RfSupervisor *self)
{
  return self->core;
}
