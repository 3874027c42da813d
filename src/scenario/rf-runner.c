/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-runner"

#include "rf-runner.h"

#include "rf-cast.h"
#include "rf-play.h"
#include "rf-verdict.h"

enum {
  PROP_0,
  PROP_SCENARIO,
  PROP_STATE,
  PROP_STEP,
  PROP_NARRATION,
  PROP_SPEED,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum {
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _RfRunner {
  GObject        parent_instance;

  RfScenario    *scenario;
  RfCast        *cast;
  RfPlay        *play;
  RfRunnerState  state;
  gboolean       up;         /* the phones run */
  GCancellable  *start;      /* while they are being started */
  gulong         start_id;   /* at the caller's cancellable */
  GTask         *stop;       /* a stop that waits for the start to end */
  double         speed;
  char          *narration;
  char          *problem;
};

G_DEFINE_FINAL_TYPE (RfRunner, rf_runner, G_TYPE_OBJECT)

static void
set_state (RfRunner *self, RfRunnerState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_text (RfRunner *self, char **field, const char *text, guint prop)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_problem (RfRunner *self, const char *problem)
{
  set_text (self, &self->problem, problem, PROP_PROBLEM);
}

static void
fail (RfRunner *self, const char *problem)
{
  set_problem (self, problem);
  set_state (self, RF_RUNNER_FAILED);
}

static void
on_stepped (RfRunner *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEP]);
}

static void
on_narrated (RfRunner *self, const char *say)
{
  set_text (self, &self->narration, say, PROP_NARRATION);
}

/* What was not told by now will not be. */
static void
finish_trace (RfRunner *self)
{
  rf_cast_flush (self->cast);
  rf_trace_finish (rf_cast_get_trace (self->cast));
}

static void
on_settled (RfRunner *self, gboolean at_end)
{
  gboolean as_expected;

  if (!at_end) {
    set_state (self, RF_RUNNER_PAUSED);
    return;
  }
  finish_trace (self);
  as_expected = rf_runner_get_verdict (self, NULL);
  set_state (self, RF_RUNNER_FINISHED);
  g_signal_emit (self, signals[FINISHED], 0, as_expected);
}

static void
on_play_failed (RfRunner *self, const char *problem)
{
  fail (self, problem);
}

static void
go_on (RfRunner *self, gboolean single)
{
  gboolean can_go_on = self->up
                       && (self->state == RF_RUNNER_READY || self->state == RF_RUNNER_PAUSED
                           || self->state == RF_RUNNER_FAILED || self->state == RF_RUNNER_PLAYING);

  if (!can_go_on)
    return;
  set_problem (self, NULL);
  set_state (self, RF_RUNNER_PLAYING);
  rf_play_go (self->play, single);
}

static void
on_start_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
on_cast_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  RfRunner *self = g_task_get_source_object (task);
  gboolean stopped = rf_cast_stop_finish (RF_CAST (object), result, &error);

  finish_trace (self);
  set_state (self, RF_RUNNER_STOPPED);
  if (stopped)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Says how the start went. Phones that a stop waits for do not count as up. */
static void
end_start (RfRunner *self, GTask *task, GError *error)
{
  g_cancellable_disconnect (g_task_get_cancellable (task), self->start_id);
  g_clear_object (&self->start);
  if (!error && self->stop)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The phones were stopped.");
  self->up = !error;
  if (self->up)
    set_state (self, RF_RUNNER_READY);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, RF_RUNNER_STOPPED);
  else
    fail (self, error->message);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_cast_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RfRunner *self = g_task_get_source_object (task);
  GError *error = NULL;

  rf_cast_start_finish (RF_CAST (object), result, &error);
  end_start (self, task, error);
  if (self->stop)
    rf_cast_stop_async (self->cast, NULL, on_cast_stopped, g_steal_pointer (&self->stop));
}

static void
rf_runner_constructed (GObject *object)
{
  RfRunner *self = RF_RUNNER (object);

  G_OBJECT_CLASS (rf_runner_parent_class)->constructed (object);

  self->cast = rf_cast_new (self->scenario);
  self->play = rf_play_new (self->scenario, self->cast);
  g_signal_connect_object (self->play, "stepped", G_CALLBACK (on_stepped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->play, "narrated", G_CALLBACK (on_narrated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->play, "settled", G_CALLBACK (on_settled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->play, "failed", G_CALLBACK (on_play_failed), self,
                           G_CONNECT_SWAPPED);
}

static void
rf_runner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RfRunner *self = RF_RUNNER (object);

  switch (id) {
  case PROP_SCENARIO:
    self->scenario = g_value_dup_object (value);
    break;
  case PROP_SPEED:
    rf_runner_set_speed (self, g_value_get_double (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_runner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RfRunner *self = RF_RUNNER (object);

  switch (id) {
  case PROP_SCENARIO:
    g_value_set_object (value, self->scenario);
    break;
  case PROP_STATE:
    g_value_set_int (value, (int) self->state);
    break;
  case PROP_STEP:
    g_value_set_uint (value, rf_play_get_step (self->play));
    break;
  case PROP_NARRATION:
    g_value_set_string (value, self->narration);
    break;
  case PROP_SPEED:
    g_value_set_double (value, self->speed);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_runner_dispose (GObject *object)
{
  RfRunner *self = RF_RUNNER (object);

  if (self->play)
    rf_play_abandon (self->play);
  g_clear_object (&self->play);
  g_clear_object (&self->start);
  g_clear_object (&self->cast);
  g_clear_object (&self->scenario);

  G_OBJECT_CLASS (rf_runner_parent_class)->dispose (object);
}

static void
rf_runner_finalize (GObject *object)
{
  RfRunner *self = RF_RUNNER (object);

  g_free (self->narration);
  g_free (self->problem);

  G_OBJECT_CLASS (rf_runner_parent_class)->finalize (object);
}

static void
rf_runner_class_init (RfRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = rf_runner_constructed;
  object_class->set_property = rf_runner_set_property;
  object_class->get_property = rf_runner_get_property;
  object_class->dispose = rf_runner_dispose;
  object_class->finalize = rf_runner_finalize;

  props[PROP_SCENARIO] = g_param_spec_object ("scenario", "", "", RF_TYPE_SCENARIO,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                              | G_PARAM_STATIC_STRINGS);
  props[PROP_STATE] = g_param_spec_int ("state", "", "", RF_RUNNER_STOPPED, RF_RUNNER_FAILED,
                                        RF_RUNNER_STOPPED, readable);
  props[PROP_STEP] = g_param_spec_uint ("step", "", "", 0, G_MAXUINT, 0, readable);
  props[PROP_NARRATION] = g_param_spec_string ("narration", "", "", NULL, readable);
  props[PROP_SPEED] = g_param_spec_double ("speed", "", "", 0, 100, 1, readable | G_PARAM_WRITABLE);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", "", "", NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
rf_runner_init (RfRunner *self)
{
  self->speed = 1;
}

/**
 * rf_runner_new:
 * @scenario: what to act
 *
 * Returns: (transfer full): a runner; no phone is started yet
 */
RfRunner *
rf_runner_new (RfScenario *scenario)
{
  g_return_val_if_fail (RF_IS_SCENARIO (scenario), NULL);

  return g_object_new (RF_TYPE_RUNNER, "scenario", scenario, NULL);
}

/**
 * rf_runner_set_player:
 * @self: a runner whose phones nobody has asked for yet
 * @party: index of a party
 * @player: where its phone plays in place of "pulse": "pulse:DEVICE" or "silence"
 *
 * Must be called before rf_runner_get_phone() and rf_runner_start_async().
 */
void
rf_runner_set_player (RfRunner *self, guint party, const char *player)
{
  g_return_if_fail (RF_IS_RUNNER (self));

  rf_cast_set_player (self->cast, party, player);
}

/**
 * rf_runner_start_async:
 * @self: a runner
 * @cancellable: (nullable): ends the start, and the phones that are up by then
 * @callback: called when all phones are ready, or one could not be started
 * @user_data: for @callback
 *
 * Starts the phones, side by side.
 */
void
rf_runner_start_async (RfRunner            *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RF_IS_RUNNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rf_runner_start_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->up || self->start) {
    g_task_return_new_error (task, RF_SCENARIO_ERROR, RF_SCENARIO_ERROR_FAILED,
                             "The phones of this scenario are already up.");
    return;
  }
  /* One of our own, as stopping cancels it, and the caller's may serve for more. */
  self->start = g_cancellable_new ();
  self->start_id = 0;
  if (cancellable)
    self->start_id = g_cancellable_connect (cancellable, G_CALLBACK (on_start_cancelled),
                                            g_object_ref (self->start), g_object_unref);
  set_problem (self, NULL);
  set_state (self, RF_RUNNER_STARTING);
  rf_cast_start_async (self->cast, self->start, on_cast_started, g_steal_pointer (&task));
}

/**
 * rf_runner_start_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for why a phone could not be started
 *
 * Returns: whether all phones are ready
 */
gboolean
rf_runner_start_finish (RfRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_runner_play:
 * @self: a runner
 *
 * Does the steps that are left, one after the other; after a step that failed, the same again.
 * Without effect while the phones are not up, and after the last step.
 */
void
rf_runner_play (RfRunner *self)
{
  g_return_if_fail (RF_IS_RUNNER (self));

  go_on (self, FALSE);
}

/**
 * rf_runner_pause:
 * @self: a runner
 *
 * Stops before the next step. What a phone is already doing goes on.
 */
void
rf_runner_pause (RfRunner *self)
{
  g_return_if_fail (RF_IS_RUNNER (self));

  if (self->state != RF_RUNNER_PLAYING)
    return;
  rf_play_halt (self->play);
  set_state (self, RF_RUNNER_PAUSED);
}

/**
 * rf_runner_step:
 * @self: a runner
 *
 * Does the next step, at once and without its pause, and stops again when what it causes has
 * settled: when no message has come for 300 ms (and after 10 s in any case). Waits that say nothing
 * and come after the step belong to it. Called while the scenario plays, it makes it stop after the
 * step that is being done.
 */
void
rf_runner_step (RfRunner *self)
{
  g_return_if_fail (RF_IS_RUNNER (self));

  go_on (self, TRUE);
}

/**
 * rf_runner_stop_async:
 * @self: a runner
 * @cancellable: (nullable): gives up waiting
 * @callback: called when no core is left
 * @user_data: for @callback
 *
 * Ends the calls with BYE, then the phones. May be called in any state. The trace stays.
 */
void
rf_runner_stop_async (RfRunner            *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RF_IS_RUNNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rf_runner_stop_async);
  rf_runner_pause (self);
  rf_play_abandon (self->play);
  self->up = FALSE;
  if (self->start && !self->stop) {
    self->stop = g_steal_pointer (&task);
    g_cancellable_cancel (self->start);
    return;
  }
  rf_cast_stop_async (self->cast, cancellable, on_cast_stopped, g_steal_pointer (&task));
}

/**
 * rf_runner_stop_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether all phones have ended as they should
 */
gboolean
rf_runner_stop_finish (RfRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_runner_get_scenario:
 * @self: a runner
 *
 * Returns: (transfer none): what it acts
 */
RfScenario *
rf_runner_get_scenario (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), NULL);

  return self->scenario;
}

/**
 * rf_runner_get_trace:
 * @self: a runner
 *
 * Returns: (transfer none): what all its phones sent and heard
 */
RfTrace *
rf_runner_get_trace (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), NULL);

  return rf_cast_get_trace (self->cast);
}

/**
 * rf_runner_get_n_phones:
 * @self: a runner
 *
 * Returns: how many phones there are: one a party
 */
guint
rf_runner_get_n_phones (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), 0);

  return rf_scenario_get_n_parties (self->scenario);
}

/**
 * rf_runner_get_phone:
 * @self: a runner
 * @party: index of a party
 *
 * Returns: (transfer none): that party's phone, also before it is started
 */
RfPhone *
rf_runner_get_phone (RfRunner *self, guint party)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), NULL);

  return rf_cast_get_phone (self->cast, party);
}

/**
 * rf_runner_get_state:
 * @self: a runner
 *
 * Returns: where it stands
 */
RfRunnerState
rf_runner_get_state (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), RF_RUNNER_STOPPED);

  return self->state;
}

/**
 * rf_runner_get_next_step:
 * @self: a runner
 *
 * Returns: index of the next step; the number of steps when all are done
 */
guint
rf_runner_get_next_step (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), 0);

  return rf_play_get_step (self->play);
}

/**
 * rf_runner_get_narration:
 * @self: a runner
 *
 * Returns: (transfer none) (nullable): what the last step that said something said, untranslated
 */
const char *
rf_runner_get_narration (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), NULL);

  return self->narration;
}

/**
 * rf_runner_get_problem:
 * @self: a runner
 *
 * Returns: (transfer none) (nullable): why it is in %RF_RUNNER_FAILED, in a sentence
 */
const char *
rf_runner_get_problem (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), NULL);

  return self->problem;
}

/**
 * rf_runner_set_speed:
 * @self: a runner
 * @speed: what pauses are divided by: 1 is normal, 2 twice as fast, 0 is without pauses
 *
 * Counts from the next pause on.
 */
void
rf_runner_set_speed (RfRunner *self, double speed)
{
  g_return_if_fail (RF_IS_RUNNER (self));
  g_return_if_fail (speed >= 0);

  if (self->speed == speed)
    return;
  self->speed = speed;
  rf_play_set_speed (self->play, speed);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPEED]);
}

/**
 * rf_runner_listen_as:
 * @self: a runner
 * @party: index of the only party whose phone is to be heard, or -1 for nobody
 *
 * Before it is called, the transferee is listened as.
 */
void
rf_runner_listen_as (RfRunner *self, int party)
{
  g_return_if_fail (RF_IS_RUNNER (self));

  rf_cast_listen_as (self->cast, party);
}

/**
 * rf_runner_get_listener:
 * @self: a runner
 *
 * Returns: index of the party that is listened as, or -1
 */
int
rf_runner_get_listener (RfRunner *self)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), -1);

  return rf_cast_get_listener (self->cast);
}

/**
 * rf_runner_get_verdict:
 * @self: a runner
 * @sentence: (out) (optional) (transfer full): the verdict in words
 *
 * Meant for after "finished"; before, it is about what has been seen so far.
 *
 * Returns: whether the trace shows what the scenario promises
 */
gboolean
rf_runner_get_verdict (RfRunner *self, char **sentence)
{
  g_return_val_if_fail (RF_IS_RUNNER (self), FALSE);

  return rf_verdict_on_trace (self->scenario, rf_cast_get_trace (self->cast), sentence);
}
