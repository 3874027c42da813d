/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-play"

#include "rf-play.h"

#include "rf-step.h"

/* What a step causes has settled when the wire was quiet for so long: retransmissions come after
 * 500 ms only. */
#define QUIET_MS      300
/* Somebody may keep the wire busy by hand; a single step does not wait for that for ever. */
#define SETTLE_MAX_MS 10000
/* A few times the window in which the feed holds a message. */
#define TRACE_LAG_MS  40
/* Whoever has been talked to for less was not asked anything; the trace tells an attended transfer
 * from a semi-attended one by that. */
#define TALK_MS       1000

enum {
  STEPPED,
  NARRATED,
  SETTLED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _RfPlay {
  GObject        parent_instance;

  RfScenario    *scenario;
  RfCast        *cast;
  GPtrArray     *transferred;   /* by party: the call it asked for a transfer on */
  GCancellable  *command;       /* while a phone does what a step says */
  GCancellable  *catch_up;      /* while news of the phones are on the way */

  guint          step;
  gboolean       active;
  gboolean       single;        /* stop after this step */
  gboolean       caught_up;     /* with what happened before this step */
  gboolean       rested;        /* the pause before this step is over */
  gint64         acted_at;      /* when the last step that is not a wait was begun, µs since 1970 */
  double         speed;

  guint          advance_id;
  guint          pause_id;
  guint          deadline_id;
  guint          settle_id;
  gint64         settle_until;  /* monotonic, µs */
};

G_DEFINE_FINAL_TYPE (RfPlay, rf_play, G_TYPE_OBJECT)

static void schedule_advance (RfPlay *self);

static gboolean
is_at_end (RfPlay *self)
{
  return self->step == rf_scenario_get_n_steps (self->scenario);
}

static void
narrate (RfPlay *self, const RfScenarioStep *step)
{
  if (step->say)
    g_signal_emit (self, signals[NARRATED], 0, step->say);
}

static const RfScenarioStep *
get_step (RfPlay *self)
{
  return rf_scenario_get_step (self->scenario, self->step);
}

static guint
get_actor (RfPlay *self, const RfScenarioStep *step)
{
  return (guint) rf_scenario_find_party (self->scenario, step->party);
}

static const char *
get_actor_label (RfPlay *self, const RfScenarioStep *step)
{
  return rf_scenario_get_party (self->scenario, get_actor (self, step))->label;
}

static void
drop_catch_up (RfPlay *self)
{
  if (self->catch_up)
    g_cancellable_cancel (self->catch_up);
  g_clear_object (&self->catch_up);
}

/* Everything that would bring the play on by itself. A command that runs is not taken back. */
static void
clear_timers (RfPlay *self)
{
  drop_catch_up (self);
  g_clear_handle_id (&self->advance_id, g_source_remove);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->settle_id, g_source_remove);
}

static void
drop_command (RfPlay *self)
{
  if (self->command)
    g_cancellable_cancel (self->command);
  g_clear_object (&self->command);
}

static void
fail (RfPlay *self, const char *problem)
{
  rf_play_abandon (self);
  g_signal_emit (self, signals[FAILED], 0, problem);
}

static void
catch_up (RfPlay *self, GAsyncReadyCallback callback)
{
  self->catch_up = g_cancellable_new ();
  rf_cast_catch_up_async (self->cast, self->catch_up, callback, g_object_ref (self));
}

static void
on_last_news (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfPlay) self = user_data;

  if (!rf_cast_catch_up_finish (RF_CAST (object), result, NULL))
    return;
  g_clear_object (&self->catch_up);
  self->active = FALSE;
  g_signal_emit (self, signals[SETTLED], 0, is_at_end (self));
}

/* It may also be that nobody has got round to telling. */
static gboolean
on_quiet (gpointer user_data)
{
  RfPlay *self = user_data;

  self->settle_id = 0;
  catch_up (self, on_last_news);
  return G_SOURCE_REMOVE;
}

static void
wait_for_quiet (RfPlay *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (QUIET_MS, on_quiet, self);
}

static void
begin_settling (RfPlay *self)
{
  self->settle_until = g_get_monotonic_time () + SETTLE_MAX_MS * G_TIME_SPAN_MILLISECOND;
  wait_for_quiet (self);
}

static void
on_messages_added (RfPlay *self)
{
  if (self->settle_id && g_get_monotonic_time () < self->settle_until)
    wait_for_quiet (self);
}

static gboolean
on_deadline (gpointer user_data)
{
  RfPlay *self = user_data;
  const RfScenarioStep *step = get_step (self);
  g_autofree char *problem = rf_step_dup_missing (step, get_actor_label (self, step));

  self->deadline_id = 0;
  fail (self, problem);
  return G_SOURCE_REMOVE;
}

static void
arm_deadline (RfPlay *self)
{
  if (!self->deadline_id)
    self->deadline_id = g_timeout_add (get_step (self)->within_ms, on_deadline, self);
}

static gboolean
on_pause_over (gpointer user_data)
{
  RfPlay *self = user_data;

  self->pause_id = 0;
  self->rested = TRUE;
  schedule_advance (self);
  return G_SOURCE_REMOVE;
}

/* What no speed shortens. What a wait tells about has to be seen in the trace before, which lags a
 * little behind the phones. */
static guint
get_least_rest_ms (const RfScenarioStep *step)
{
  if (step->action == RF_STEP_TALK)
    return TALK_MS;
  return step->action == RF_STEP_WAIT && step->say ? TRACE_LAG_MS : 0;
}

/* How long to wait before a step that can be done. A single step is done when it is asked for. */
static guint
get_rest_ms (RfPlay *self, const RfScenarioStep *step)
{
  guint least = get_least_rest_ms (step);

  if (self->single || self->speed <= 0)
    return least;
  return MAX (least, (guint) CLAMP (step->pause_ms / self->speed, 0, G_MAXINT));
}

/* Whether the step has to wait for its pause. */
static gboolean
rest (RfPlay *self, const RfScenarioStep *step)
{
  guint ms = self->rested ? 0 : get_rest_ms (self, step);

  if (ms == 0)
    return FALSE;
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  self->pause_id = g_timeout_add (ms, on_pause_over, self);
  return TRUE;
}

/* A wait that says nothing would look like a step that does nothing. */
static gboolean
is_silent_wait (RfPlay *self)
{
  return !is_at_end (self) && get_step (self)->action == RF_STEP_WAIT && !get_step (self)->say;
}

static void
complete_step (RfPlay *self)
{
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  self->caught_up = FALSE;
  self->rested = FALSE;
  self->step++;
  g_signal_emit (self, signals[STEPPED], 0, self->step);
  if (!self->active)
    return;
  if (self->single && !is_silent_wait (self))
    begin_settling (self);
  else
    schedule_advance (self);
}

static gboolean
is_transfer (const RfScenarioStep *step)
{
  return step->action == RF_STEP_TRANSFER || step->action == RF_STEP_TRANSFER_TO;
}

static RfStepReadiness
look (RfPlay *self, const RfScenarioStep *step, char **target, RfCall **call)
{
  guint party = get_actor (self, step);
  g_autofree char *with = step->call ? rf_cast_dup_target (self->cast, step->call) : NULL;
  RfStepSight sight = {
    .phone = rf_cast_get_phone (self->cast, party),
    .with = with,
    .since = self->acted_at,
    .transferred = g_ptr_array_index (self->transferred, party),
  };

  if (step->action == RF_STEP_DIAL || is_transfer (step))
    *target = rf_cast_dup_target (self->cast, step->argument);
  sight.target = *target;
  return rf_step_look (step, &sight, call);
}

static void
note_transfer (RfPlay *self, const RfScenarioStep *step, RfCall *call)
{
  RfCall **slot = (RfCall **) &g_ptr_array_index (self->transferred, get_actor (self, step));

  if (is_transfer (step))
    g_set_object (slot, call);
}

/* A person may have done the same at the same moment; then the phone's refusal does not matter. */
static void
handle_refusal (RfPlay *self, const GError *error)
{
  const RfScenarioStep *step = get_step (self);
  g_autofree char *target = NULL;
  g_autofree char *problem = NULL;
  RfCall *call;

  if (look (self, step, &target, &call) == RF_STEP_ALREADY_DONE) {
    note_transfer (self, step, call);
    complete_step (self);
    return;
  }
  problem = g_strdup_printf ("%s's phone did not do step %u of the scenario: %s",
                             get_actor_label (self, step), self->step + 1, error->message);
  fail (self, problem);
}

static void
end_command (RfPlay *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->command);
  if (error)
    handle_refusal (self, error);
  else
    complete_step (self);
}

static void
on_dial_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfPlay) self = user_data;
  g_autoptr (GError) error = NULL;
  RfCall *call = rf_phone_dial_finish (RF_PHONE (object), result, &error);

  g_clear_object (&call);
  end_command (self, error);
}

static void
on_command_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfPlay) self = user_data;
  g_autoptr (GError) error = NULL;

  rf_call_command_finish (RF_CALL (object), result, &error);
  end_command (self, error);
}

static void
perform (RfPlay *self, const RfScenarioStep *step, const char *target, RfCall *call)
{
  RfPhone *phone = rf_cast_get_phone (self->cast, get_actor (self, step));

  narrate (self, step);
  if (step->action == RF_STEP_WAIT || step->action == RF_STEP_TALK) {
    complete_step (self);
    return;
  }
  self->acted_at = g_get_real_time ();
  self->command = g_cancellable_new ();
  arm_deadline (self);
  note_transfer (self, step, call);
  switch (step->action) {
  case RF_STEP_DIAL:
    rf_phone_dial_async (phone, target, self->command, on_dial_ready, g_object_ref (self));
    break;
  case RF_STEP_ANSWER:
    rf_call_answer_async (call, self->command, on_command_ready, g_object_ref (self));
    break;
  case RF_STEP_REJECT:
    rf_call_hang_up_async (call, (guint) g_ascii_strtoull (step->argument, NULL, 10), self->command,
                           on_command_ready, g_object_ref (self));
    break;
  case RF_STEP_TRANSFER:
    rf_call_transfer_async (call, target, self->command, on_command_ready, g_object_ref (self));
    break;
  case RF_STEP_TRANSFER_TO:
    rf_call_transfer_to_async (call, rf_step_find_call_to (phone, target), self->command,
                               on_command_ready, g_object_ref (self));
    break;
  case RF_STEP_CANCEL_TRANSFER:
    rf_call_cancel_transfer_async (call, self->command, on_command_ready, g_object_ref (self));
    break;
  case RF_STEP_ACCEPT:
  case RF_STEP_DECLINE:
    rf_call_answer_request_async (call, step->action == RF_STEP_ACCEPT, self->command,
                                  on_command_ready, g_object_ref (self));
    break;
  case RF_STEP_HANG_UP:
    rf_call_hang_up_async (call, 0, self->command, on_command_ready, g_object_ref (self));
    break;
  case RF_STEP_HOLD:
  case RF_STEP_RESUME:
    rf_call_set_hold_async (call, step->action == RF_STEP_HOLD, self->command, on_command_ready,
                            g_object_ref (self));
    break;
  case RF_STEP_TALK:
  case RF_STEP_WAIT:
    g_assert_not_reached ();
  }
}

static void
on_caught_up (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfPlay) self = user_data;

  if (!rf_cast_catch_up_finish (RF_CAST (object), result, NULL))
    return;
  g_clear_object (&self->catch_up);
  self->caught_up = TRUE;
  schedule_advance (self);
}

static gboolean
is_busy (RfPlay *self)
{
  return self->command || self->catch_up || self->pause_id || self->settle_id;
}

/* The one place that decides what happens next; called whenever anything may have changed. Each
 * phone tells what happens in its own time; a step goes by what has happened to all of them, or it
 * would take a call that it has not heard of yet for one that a person has ended. */
static void
advance (RfPlay *self)
{
  const RfScenarioStep *step;
  g_autofree char *target = NULL;
  RfCall *call = NULL;

  if (!self->active || is_busy (self))
    return;
  if (is_at_end (self)) {
    begin_settling (self);
    return;
  }
  if (!self->caught_up) {
    arm_deadline (self);
    catch_up (self, on_caught_up);
    return;
  }
  step = get_step (self);
  switch (look (self, step, &target, &call)) {
  case RF_STEP_NOT_YET:
    arm_deadline (self);
    break;
  case RF_STEP_POSSIBLE:
    if (!rest (self, step))
      perform (self, step, target, call);
    break;
  case RF_STEP_ALREADY_DONE:
    narrate (self, step);
    note_transfer (self, step, call);
    complete_step (self);
    break;
  }
}

static gboolean
on_advance (gpointer user_data)
{
  RfPlay *self = user_data;

  self->advance_id = 0;
  advance (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_advance (RfPlay *self)
{
  if (!self->advance_id && self->active)
    self->advance_id = g_idle_add (on_advance, self);
}

static void
on_cast_changed (RfPlay *self)
{
  schedule_advance (self);
}

static void
on_core_lost (RfPlay *self, guint party, const char *reason)
{
  g_autofree char *problem = NULL;

  if (!self->active)
    return;
  problem = g_strdup_printf ("The core of %s's phone has ended (%s), and its calls with it. The "
                             "phone starts again by itself; the scenario stops here.",
                             rf_scenario_get_party (self->scenario, party)->label, reason);
  fail (self, problem);
}

static void
unref_object (gpointer object)
{
  g_clear_object (&object);
}

static void
rf_play_dispose (GObject *object)
{
  RfPlay *self = RF_PLAY (object);

  rf_play_abandon (self);
  g_clear_pointer (&self->transferred, g_ptr_array_unref);
  g_clear_object (&self->cast);
  g_clear_object (&self->scenario);

  G_OBJECT_CLASS (rf_play_parent_class)->dispose (object);
}

static void
rf_play_class_init (RfPlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = rf_play_dispose;

  signals[STEPPED] = g_signal_new ("stepped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[NARRATED] = g_signal_new ("narrated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SETTLED] = g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rf_play_init (RfPlay *self)
{
  self->speed = 1;
  self->transferred = g_ptr_array_new_with_free_func (unref_object);
}

/**
 * rf_play_new:
 * @scenario: what to do
 * @cast: whose phones do it
 *
 * Returns: (transfer full): a play that stands before its first step
 */
RfPlay *
rf_play_new (RfScenario *scenario, RfCast *cast)
{
  RfPlay *self;

  g_return_val_if_fail (RF_IS_SCENARIO (scenario), NULL);
  g_return_val_if_fail (RF_IS_CAST (cast), NULL);

  self = g_object_new (RF_TYPE_PLAY, NULL);
  self->scenario = g_object_ref (scenario);
  self->cast = g_object_ref (cast);
  g_ptr_array_set_size (self->transferred, (int) rf_scenario_get_n_parties (scenario));
  g_signal_connect_object (cast, "changed", G_CALLBACK (on_cast_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cast, "core-lost", G_CALLBACK (on_core_lost), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rf_cast_get_trace (cast), "messages-added",
                           G_CALLBACK (on_messages_added), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * rf_play_go:
 * @self: a play
 * @single: whether to stop after the next step; without its pause it is done at once
 *
 * Does the next step, or all that are left. After a failure the same step is tried again.
 */
void
rf_play_go (RfPlay *self, gboolean single)
{
  g_return_if_fail (RF_IS_PLAY (self));

  self->active = TRUE;
  self->single = single;
  if (!single) {
    g_clear_handle_id (&self->settle_id, g_source_remove);
    drop_catch_up (self);
  }
  schedule_advance (self);
}

/**
 * rf_play_halt:
 * @self: a play
 *
 * Stops before the next step. What a phone is already doing goes on.
 */
void
rf_play_halt (RfPlay *self)
{
  g_return_if_fail (RF_IS_PLAY (self));

  clear_timers (self);
  self->active = FALSE;
}

/**
 * rf_play_abandon:
 * @self: a play
 *
 * Stops, and no longer waits for what a phone is doing.
 */
void
rf_play_abandon (RfPlay *self)
{
  g_return_if_fail (RF_IS_PLAY (self));

  rf_play_halt (self);
  drop_command (self);
}

/**
 * rf_play_set_speed:
 * @self: a play
 * @speed: what pauses are divided by; 0 leaves them out
 */
void
rf_play_set_speed (RfPlay *self, double speed)
{
  g_return_if_fail (RF_IS_PLAY (self));

  self->speed = speed;
}

/**
 * rf_play_get_step:
 * @self: a play
 *
 * Returns: index of the next step
 */
guint
rf_play_get_step (RfPlay *self)
{
  g_return_val_if_fail (RF_IS_PLAY (self), 0);

  return self->step;
}
