/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-demo-player"

#include "config.h"

#include "rf-demo-player.h"

#include <glib/gi18n.h>

/**
 * RfDemoPlayer:
 *
 * What stands behind the transport bar. It owns the runner of the open scenario, gets another one
 * for every restart, and adds what a teacher needs: messages that are held back. Real phones answer
 * faster than a class can follow, so Step does not slow the phones down; "limit" says how many
 * messages may be shown, and each step reveals one more. Only when nothing is held back does Step
 * let the phones do the next thing.
 *
 * Properties: "runner" (RfRunner), "limit" (i, -1 for all), "n-held" (u), "playing" (b), "can-play"
 * (b), "can-step" (b), "narration" (s), "problem" (s, nullable: why it does not run, or what came
 * out other than expected), "speed" (d).
 */

enum {
  PROP_0,
  PROP_RUNNER,
  PROP_LIMIT,
  PROP_N_HELD,
  PROP_PLAYING,
  PROP_CAN_PLAY,
  PROP_CAN_STEP,
  PROP_NARRATION,
  PROP_PROBLEM,
  PROP_SPEED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

struct _RfDemoPlayer {
  GObject       parent_instance;

  char         *name;       /* of the scenario that was asked for */
  RfRunner     *runner;
  GCancellable *cancel;     /* of what the present runner does */
  int           limit;
  double        speed;
  gboolean      up;         /* the phones are ready, even where a step of the play has failed */
  gboolean      hold;       /* wait for Step or Play once the phones are ready */
  char         *failure;    /* why there is no runner that runs */
  guint         n_stopping; /* runners that were replaced and still end their phones */
  GTask        *close_task;
};

G_DEFINE_FINAL_TYPE (RfDemoPlayer, rf_demo_player, G_TYPE_OBJECT)

static RfRunnerState
get_state (RfDemoPlayer *self)
{
  return self->runner != NULL ? rf_runner_get_state (self->runner) : RF_RUNNER_STOPPED;
}

static int
get_n_messages (RfDemoPlayer *self)
{
  return self->runner != NULL ? rf_trace_get_n_messages (rf_runner_get_trace (self->runner)) : 0;
}

static gboolean
has_hidden (RfDemoPlayer *self)
{
  return rf_demo_player_get_n_held (self) > 0;
}

static void
set_limit (RfDemoPlayer *self,
           int           limit)
{
  if (self->limit == limit)
    return;

  self->limit = limit;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIMIT]);
}

/* All that follows from the runner's state, from what it says and from how much is hidden. */
static void
notify_outlook (RfDemoPlayer *self)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  g_object_notify_by_pspec (object, props[PROP_N_HELD]);
  g_object_notify_by_pspec (object, props[PROP_PLAYING]);
  g_object_notify_by_pspec (object, props[PROP_CAN_PLAY]);
  g_object_notify_by_pspec (object, props[PROP_CAN_STEP]);
  g_object_notify_by_pspec (object, props[PROP_NARRATION]);
  g_object_notify_by_pspec (object, props[PROP_PROBLEM]);
  g_object_thaw_notify (object);
}

static void
set_failure (RfDemoPlayer *self,
             const char   *sentence)
{
  g_free (self->failure);
  self->failure = g_strdup (sentence);
  notify_outlook (self);
}

static void
maybe_closed (RfDemoPlayer *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->close_task == NULL || self->n_stopping > 0)
    return;

  task = g_steal_pointer (&self->close_task);
  g_task_return_boolean (task, TRUE);
}

static void
on_stop_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (RfDemoPlayer) self = RF_DEMO_PLAYER (user_data);
  g_autoptr (GError) error = NULL;

  if (!rf_runner_stop_finish (RF_RUNNER (source), result, &error))
    g_warning ("The phones did not end cleanly: %s", error->message);
  self->n_stopping--;
  maybe_closed (self);
}

/* Lets go of the runner; its phones end by themselves while another may already start. */
static void
drop_runner (RfDemoPlayer *self)
{
  g_autoptr (RfRunner) runner = g_steal_pointer (&self->runner);

  self->up = FALSE;
  g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  if (runner == NULL)
    return;

  g_signal_handlers_disconnect_by_data (runner, self);
  g_signal_handlers_disconnect_by_data (rf_runner_get_trace (runner), self);
  self->n_stopping++;
  rf_runner_stop_async (runner, NULL, on_stop_ready, g_object_ref (self));
}

static void
on_start_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (RfDemoPlayer) self = RF_DEMO_PLAYER (user_data);
  g_autoptr (GError) error = NULL;
  gboolean started = rf_runner_start_finish (RF_RUNNER (source), result, &error);

  /* Another runner may have taken its place meanwhile. */
  if (RF_RUNNER (source) != self->runner)
    return;

  self->up = started;
  if (!started)
    set_failure (self, error->message);
  else if (!self->hold)
    rf_runner_play (self->runner);
  notify_outlook (self);
}

static void
connect_runner (RfDemoPlayer *self)
{
  const char *const watched[] = { "notify::state", "notify::narration", "notify::problem" };

  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (self->runner, watched[i], G_CALLBACK (notify_outlook), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (rf_runner_get_trace (self->runner), "messages-added",
                           G_CALLBACK (notify_outlook), self,
                           G_CONNECT_SWAPPED);
}

static void
start_scenario (RfDemoPlayer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = NULL;

  drop_runner (self);
  set_failure (self, NULL);
  set_limit (self, self->hold ? 0 : -1);

  scenario = rf_scenario_load (self->name, &error);
  if (scenario != NULL) {
    self->runner = rf_runner_new (scenario);
    self->cancel = g_cancellable_new ();
    g_object_set (self->runner, "speed", self->speed, NULL);
    connect_runner (self);
  } else {
    set_failure (self, error->message);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNER]);
  notify_outlook (self);
  if (self->runner != NULL)
    rf_runner_start_async (self->runner, self->cancel, on_start_ready, g_object_ref (self));
}

static void
set_speed (RfDemoPlayer *self,
           double        speed)
{
  if (self->speed == speed)
    return;

  self->speed = speed;
  if (self->runner != NULL)
    g_object_set (self->runner, "speed", speed, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPEED]);
}

static void
rf_demo_player_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (property_id) {
  case PROP_SPEED:
    set_speed (RF_DEMO_PLAYER (object), g_value_get_double (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
rf_demo_player_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  RfDemoPlayer *self = RF_DEMO_PLAYER (object);

  switch (property_id) {
  case PROP_RUNNER:
    g_value_set_object (value, self->runner);
    break;
  case PROP_LIMIT:
    g_value_set_int (value, self->limit);
    break;
  case PROP_N_HELD:
    g_value_set_uint (value, rf_demo_player_get_n_held (self));
    break;
  case PROP_PLAYING:
    g_value_set_boolean (value, rf_demo_player_get_playing (self));
    break;
  case PROP_CAN_PLAY:
    g_value_set_boolean (value, rf_demo_player_get_can_play (self));
    break;
  case PROP_CAN_STEP:
    g_value_set_boolean (value, rf_demo_player_get_can_step (self));
    break;
  case PROP_NARRATION:
    g_value_take_string (value, rf_demo_player_dup_narration (self));
    break;
  case PROP_PROBLEM:
    g_value_take_string (value, rf_demo_player_dup_problem (self));
    break;
  case PROP_SPEED:
    g_value_set_double (value, self->speed);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
rf_demo_player_dispose (GObject *object)
{
  drop_runner (RF_DEMO_PLAYER (object));

  G_OBJECT_CLASS (rf_demo_player_parent_class)->dispose (object);
}

static void
rf_demo_player_finalize (GObject *object)
{
  RfDemoPlayer *self = RF_DEMO_PLAYER (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->failure, g_free);

  G_OBJECT_CLASS (rf_demo_player_parent_class)->finalize (object);
}

static void
rf_demo_player_class_init (RfDemoPlayerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = rf_demo_player_set_property;
  object_class->get_property = rf_demo_player_get_property;
  object_class->dispose = rf_demo_player_dispose;
  object_class->finalize = rf_demo_player_finalize;

  props[PROP_RUNNER] = g_param_spec_object ("runner", NULL, NULL, RF_TYPE_RUNNER, flags);
  props[PROP_LIMIT] = g_param_spec_int ("limit", NULL, NULL, -1, G_MAXINT, -1, flags);
  props[PROP_N_HELD] = g_param_spec_uint ("n-held", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_CAN_PLAY] = g_param_spec_boolean ("can-play", NULL, NULL, FALSE, flags);
  props[PROP_CAN_STEP] = g_param_spec_boolean ("can-step", NULL, NULL, FALSE, flags);
  props[PROP_NARRATION] = g_param_spec_string ("narration", NULL, NULL, NULL, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0, 100, 1,
                                           flags | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
rf_demo_player_init (RfDemoPlayer *self)
{
  self->limit = -1;
  self->speed = 1;
}

/**
 * rf_demo_player_new:
 *
 * Returns: (transfer full): a player with nothing in it yet
 */
RfDemoPlayer *
rf_demo_player_new (void)
{
  return g_object_new (RF_TYPE_DEMO_PLAYER, NULL);
}

/**
 * rf_demo_player_open:
 * @scenario: name of a scenario, or path of its file
 *
 * Starts the phones of a scenario and, when they are ready, plays it.
 */
void
rf_demo_player_open (RfDemoPlayer *self,
                     const char   *scenario)
{
  g_return_if_fail (RF_IS_DEMO_PLAYER (self));
  g_return_if_fail (scenario != NULL);

  g_free (self->name);
  self->name = g_strdup (scenario);
  self->hold = FALSE;
  start_scenario (self);
}

/**
 * rf_demo_player_restart:
 *
 * From the beginning, with fresh phones. Who went by steps finds it waiting for the first step.
 */
void
rf_demo_player_restart (RfDemoPlayer *self)
{
  g_return_if_fail (RF_IS_DEMO_PLAYER (self));
  g_return_if_fail (self->name != NULL);

  self->hold = self->limit >= 0;
  start_scenario (self);
}

/**
 * rf_demo_player_play:
 *
 * Reveals what was held back and goes on without stopping. After the end it begins anew.
 */
void
rf_demo_player_play (RfDemoPlayer *self)
{
  g_return_if_fail (RF_IS_DEMO_PLAYER (self));

  self->hold = FALSE;
  if (rf_demo_player_is_over (self)) {
    start_scenario (self);
    return;
  }

  set_limit (self, -1);
  if (self->up && get_state (self) != RF_RUNNER_FINISHED)
    rf_runner_play (self->runner);
  notify_outlook (self);
}

/**
 * rf_demo_player_pause:
 *
 * Stops where it is: the phones do what they are at, but nothing more is shown.
 */
void
rf_demo_player_pause (RfDemoPlayer *self)
{
  g_return_if_fail (RF_IS_DEMO_PLAYER (self));

  if (!self->up)
    return;

  if (self->limit < 0)
    set_limit (self, get_n_messages (self));
  rf_runner_pause (self->runner);
  notify_outlook (self);
}

/**
 * rf_demo_player_step:
 *
 * Shows the next message; where none is held back, has the phones do the next thing and shows the
 * first message of it.
 */
void
rf_demo_player_step (RfDemoPlayer *self)
{
  gboolean hidden;
  int shown;

  g_return_if_fail (RF_IS_DEMO_PLAYER (self));

  if (!rf_demo_player_get_can_step (self))
    return;

  hidden = has_hidden (self);
  shown = hidden ? self->limit : get_n_messages (self);
  if (self->limit < 0)
    rf_runner_pause (self->runner);
  set_limit (self, shown + 1);
  if (!hidden)
    rf_runner_step (self->runner);
  notify_outlook (self);
}

/**
 * rf_demo_player_get_runner:
 *
 * Returns: (transfer none) (nullable): the runner of the open scenario
 */
RfRunner *
rf_demo_player_get_runner (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), NULL);

  return self->runner;
}

/**
 * rf_demo_player_get_limit:
 *
 * Returns: how many messages may be shown, -1 for all
 */
int
rf_demo_player_get_limit (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), -1);

  return self->limit;
}

/**
 * rf_demo_player_get_n_held:
 *
 * Returns: how many messages have been sent that may not be shown yet
 */
guint
rf_demo_player_get_n_held (RfDemoPlayer *self)
{
  int n_messages;

  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), 0);

  n_messages = get_n_messages (self);

  return self->limit >= 0 && self->limit < n_messages ? n_messages - self->limit : 0;
}

/**
 * rf_demo_player_get_playing:
 *
 * Returns: whether it goes on by itself
 */
gboolean
rf_demo_player_get_playing (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), FALSE);

  return self->limit < 0 && get_state (self) == RF_RUNNER_PLAYING;
}

/**
 * rf_demo_player_get_can_play:
 *
 * Returns: whether Play, or Pause, can do anything
 */
gboolean
rf_demo_player_get_can_play (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), FALSE);

  return self->up;
}

/**
 * rf_demo_player_get_can_step:
 *
 * Returns: whether Step can do anything
 */
gboolean
rf_demo_player_get_can_step (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), FALSE);

  return self->up && !rf_demo_player_is_over (self);
}

/**
 * rf_demo_player_is_over:
 *
 * Returns: whether all is done, and shown
 */
gboolean
rf_demo_player_is_over (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), FALSE);

  return get_state (self) == RF_RUNNER_FINISHED && !has_hidden (self);
}

/**
 * rf_demo_player_dup_narration:
 *
 * What happens is told with the messages, not before them: the end of the story waits until nothing
 * is held back.
 *
 * Returns: (transfer full) (nullable): what a teacher would say now
 */
char *
rf_demo_player_dup_narration (RfDemoPlayer *self)
{
  char *verdict = NULL;

  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), NULL);

  if (rf_demo_player_is_starting (self))
    return g_strdup (_("Starting the phones…"));
  if (rf_demo_player_is_over (self)) {
    rf_runner_get_verdict (self->runner, &verdict);
    return verdict;
  }
  if (self->runner == NULL || rf_runner_get_narration (self->runner) == NULL)
    return NULL;

  return g_strdup (_(rf_runner_get_narration (self->runner)));
}

/**
 * rf_demo_player_dup_problem:
 *
 * Returns: (transfer full) (nullable): a sentence about what went wrong, or %NULL
 */
char *
rf_demo_player_dup_problem (RfDemoPlayer *self)
{
  g_autofree char *problem = NULL;
  g_autofree char *verdict = NULL;

  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), NULL);

  if (self->failure != NULL)
    return g_strdup (self->failure);
  if (self->runner == NULL)
    return NULL;

  g_object_get (self->runner, "problem", &problem, NULL);
  if (problem != NULL)
    return g_steal_pointer (&problem);
  if (rf_demo_player_is_over (self) && !rf_runner_get_verdict (self->runner, &verdict))
    return g_steal_pointer (&verdict);

  return NULL;
}

/**
 * rf_demo_player_has_failed:
 *
 * Returns: whether there are no phones to work with; the problem tells why
 */
gboolean
rf_demo_player_has_failed (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), FALSE);

  return self->failure != NULL;
}

/**
 * rf_demo_player_is_starting:
 *
 * Returns: whether the phones are on their way
 */
gboolean
rf_demo_player_is_starting (RfDemoPlayer *self)
{
  g_return_val_if_fail (RF_IS_DEMO_PLAYER (self), FALSE);

  return !self->up && self->failure == NULL;
}

/**
 * rf_demo_player_close_async:
 * @callback: called when every phone has released its calls and is gone
 *
 * Ends the phones.
 */
void
rf_demo_player_close_async (RfDemoPlayer        *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (RF_IS_DEMO_PLAYER (self));
  g_return_if_fail (self->close_task == NULL);

  self->close_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->close_task, rf_demo_player_close_async);
  drop_runner (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNER]);
  maybe_closed (self);
}

/**
 * rf_demo_player_close_finish:
 *
 * Returns: %TRUE; a phone that would not end was killed
 */
gboolean
rf_demo_player_close_finish (RfDemoPlayer  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
