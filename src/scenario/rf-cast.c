/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-cast"

#include "rf-cast.h"

#include <string.h>

#include "rf-feed.h"

/* How long the feed waits for the other side's report of a message: on one machine both come within
 * a few ms. */
#define FEED_WINDOW_MS 10

enum {
  CHANGED,
  CORE_LOST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _RfCast {
  GObject     parent_instance;

  RfScenario *scenario;
  RfTrace    *trace;
  RfFeed     *feed;
  GPtrArray  *players; /* by party; NULL is "pulse" */
  GPtrArray  *phones;  /* by party; made when first asked for */
  int         listener;
};

G_DEFINE_FINAL_TYPE (RfCast, rf_cast, G_TYPE_OBJECT)

/**
 * Joint:
 * @pending: phones that have not finished yet
 * @error: (nullable): the first that went wrong
 *
 * One operation on all phones at once: the data of its task.
 */
typedef struct {
  guint   pending;
  GError *error;
} Joint;

static void
joint_free (Joint *joint)
{
  g_clear_error (&joint->error);
  g_free (joint);
}

static GTask *
joint_task_new (RfCast              *self,
                GCancellable        *cancellable,
                gpointer             tag,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Joint *joint = g_new0 (Joint, 1);

  /* A cancelled start still has to wait for its phones, and tells their error. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, tag);
  joint->pending = rf_scenario_get_n_parties (self->scenario);
  g_task_set_task_data (task, joint, (GDestroyNotify) joint_free);
  return task;
}

static guint
find_party (RfCast *self, RfPhone *phone)
{
  guint party = 0;
  gboolean found = g_ptr_array_find (self->phones, phone, &party);

  g_assert (found);
  return party;
}

/* Counts one phone as done. Returns whether it was the last; takes @error. */
static gboolean
join (GTask *task, RfPhone *phone, GError *error)
{
  RfCast *self = g_task_get_source_object (task);
  Joint *joint = g_task_get_task_data (task);

  if (error && !joint->error) {
    g_prefix_error (&error, "%s's phone: ",
                    rf_scenario_get_party (self->scenario, find_party (self, phone))->label);
    joint->error = g_steal_pointer (&error);
  }
  g_clear_error (&error);
  return --joint->pending == 0;
}

static void
emit_changed (RfCast *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_transfer_notify (RfCast *self)
{
  emit_changed (self);
}

static void
watch_transfer (RfCast *self, RfTransfer *transfer)
{
  if (g_signal_handler_find (transfer, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                             on_transfer_notify, self) == 0)
    g_signal_connect_object (transfer, "notify", G_CALLBACK (on_transfer_notify), self,
                             G_CONNECT_SWAPPED);
}

static void
on_call_notify (RfCast *self, GParamSpec *pspec, RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  if (transfer)
    watch_transfer (self, transfer);
  emit_changed (self);
}

static void
on_items_changed (RfCast *self, guint position, guint removed, guint added, GListModel *calls)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i);

    g_signal_connect_object (call, "notify", G_CALLBACK (on_call_notify), self, G_CONNECT_SWAPPED);
  }
  emit_changed (self);
}

static void
on_phone_notify (RfCast *self)
{
  emit_changed (self);
}

static void
on_core_lost (RfCast *self, const char *reason, RfPhone *phone)
{
  g_signal_emit (self, signals[CORE_LOST], 0, find_party (self, phone), reason);
}

static RfPhone *
create_phone (RfCast *self, guint party)
{
  const RfScenarioParty *who = rf_scenario_get_party (self->scenario, party);
  g_autofree char *tone = g_strdup_printf ("tone:%u", who->tone_hz);
  const char *player = g_ptr_array_index (self->players, party);
  RfPhoneConfig config = {
    .name = who->id,
    .listen = "127.0.0.1:0",
    .source = tone,
    .player = player ? player : "pulse",
  };
  RfPhone *phone = rf_phone_new (&config, self->feed);

  g_signal_connect_object (phone, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (phone, "notify", G_CALLBACK (on_phone_notify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (phone, "core-lost", G_CALLBACK (on_core_lost), self, G_CONNECT_SWAPPED);
  return phone;
}

static void
apply_listener (RfCast *self)
{
  for (guint i = 0; self->phones && i < self->phones->len; i++)
    rf_phone_set_audible (g_ptr_array_index (self->phones, i), (int) i == self->listener);
}

static void
ensure_phones (RfCast *self)
{
  if (self->phones)
    return;
  self->phones = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rf_scenario_get_n_parties (self->scenario); i++)
    g_ptr_array_add (self->phones, create_phone (self, i));
  apply_listener (self);
}

static void
on_stopped_after_failure (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Joint *joint = g_task_get_task_data (task);

  if (!rf_cast_stop_finish (RF_CAST (object), result, &error))
    g_debug ("After a start that failed: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&joint->error));
}

/* Lifelines are headed as the scenario calls its parties, whatever their messages say. */
static void
name_parties (RfCast *self)
{
  for (guint i = 0; i < self->phones->len; i++)
    rf_trace_name_party (self->trace, rf_phone_get_aor (g_ptr_array_index (self->phones, i)),
                         rf_scenario_get_party (self->scenario, i)->label);
}

static void
on_phone_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RfCast *self = g_task_get_source_object (task);
  Joint *joint = g_task_get_task_data (task);
  GError *error = NULL;

  rf_phone_start_finish (RF_PHONE (object), result, &error);
  if (!join (task, RF_PHONE (object), error))
    return;
  if (!joint->error) {
    name_parties (self);
    g_task_return_boolean (task, TRUE);
  }
  else
    rf_cast_stop_async (self, NULL, on_stopped_after_failure, g_steal_pointer (&task));
}

static void
on_phone_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Joint *joint = g_task_get_task_data (task);
  GError *error = NULL;

  rf_phone_stop_finish (RF_PHONE (object), result, &error);
  if (!join (task, RF_PHONE (object), error))
    return;
  if (joint->error)
    g_task_return_error (task, g_steal_pointer (&joint->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* The transferee's ears make the point: it hears first the one and then the other. */
static int
find_default_listener (RfScenario *scenario)
{
  for (guint i = 0; i < rf_scenario_get_n_parties (scenario); i++)
    if (g_str_equal (rf_scenario_get_party (scenario, i)->role, "transferee"))
      return (int) i;
  return 0;
}

static void
rf_cast_dispose (GObject *object)
{
  RfCast *self = RF_CAST (object);

  g_clear_pointer (&self->phones, g_ptr_array_unref);
  g_clear_pointer (&self->players, g_ptr_array_unref);
  g_clear_object (&self->feed);
  g_clear_object (&self->trace);
  g_clear_object (&self->scenario);

  G_OBJECT_CLASS (rf_cast_parent_class)->dispose (object);
}

static void
rf_cast_class_init (RfCastClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rf_cast_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CORE_LOST] = g_signal_new ("core-lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
rf_cast_init (RfCast *self)
{
  self->trace = rf_trace_new ();
  self->feed = rf_feed_new (self->trace, FEED_WINDOW_MS);
  self->players = g_ptr_array_new_with_free_func (g_free);
}

/**
 * rf_cast_new:
 * @scenario: who takes part
 *
 * Returns: (transfer full): the parties' phones, not started; the transferee is listened as
 */
RfCast *
rf_cast_new (RfScenario *scenario)
{
  RfCast *self;

  g_return_val_if_fail (RF_IS_SCENARIO (scenario), NULL);

  self = g_object_new (RF_TYPE_CAST, NULL);
  self->scenario = g_object_ref (scenario);
  self->listener = find_default_listener (scenario);
  g_ptr_array_set_size (self->players, (int) rf_scenario_get_n_parties (scenario));
  return self;
}

/**
 * rf_cast_set_player:
 * @self: a cast whose phones nobody has asked for yet
 * @party: index of a party
 * @player: where its phone plays: "pulse", "pulse:DEVICE" or "silence"
 */
void
rf_cast_set_player (RfCast *self, guint party, const char *player)
{
  g_return_if_fail (RF_IS_CAST (self));
  g_return_if_fail (self->phones == NULL);
  g_return_if_fail (party < self->players->len);
  g_return_if_fail (player != NULL);

  g_free (g_ptr_array_index (self->players, party));
  g_ptr_array_index (self->players, party) = g_strdup (player);
}

/**
 * rf_cast_start_async:
 * @self: a cast
 * @cancellable: (nullable): ends the start; phones that are up by then are stopped
 * @callback: called when all phones are ready, or when one could not be started and the others have
 *   ended
 * @user_data: for @callback
 *
 * Starts all phones side by side.
 */
void
rf_cast_start_async (RfCast              *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RF_IS_CAST (self));

  ensure_phones (self);
  task = joint_task_new (self, cancellable, rf_cast_start_async, callback, user_data);
  for (guint i = 0; i < self->phones->len; i++) {
    const RfScenarioParty *who = rf_scenario_get_party (self->scenario, i);
    RfAccountConfig account = {
      .user = who->id,
      .display_name = who->label,
      .consent = who->consent,
      .ring_timeout = who->ring_timeout,
      .release_after = who->release_after,
      .faults = who->faults,
    };

    rf_phone_start_async (g_ptr_array_index (self->phones, i), &account, cancellable,
                          on_phone_started, g_object_ref (task));
  }
}

/**
 * rf_cast_start_finish:
 * @self: a cast
 * @result: what the callback was given
 * @error: return location for the error of the first phone that could not be started
 *
 * Returns: whether all phones are ready
 */
gboolean
rf_cast_start_finish (RfCast *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_cast_stop_async:
 * @self: a cast
 * @cancellable: (nullable): gives up waiting
 * @callback: called when all cores have ended
 * @user_data: for @callback
 *
 * Ends all calls with BYE, then the cores.
 */
void
rf_cast_stop_async (RfCast              *self,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RF_IS_CAST (self));

  ensure_phones (self);
  task = joint_task_new (self, cancellable, rf_cast_stop_async, callback, user_data);
  for (guint i = 0; i < self->phones->len; i++)
    rf_phone_stop_async (g_ptr_array_index (self->phones, i), cancellable, on_phone_stopped,
                         g_object_ref (task));
}

/**
 * rf_cast_stop_finish:
 * @self: a cast
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether all cores have ended as they should
 */
gboolean
rf_cast_stop_finish (RfCast *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_cast_get_trace:
 * @self: a cast
 *
 * Returns: (transfer none): what all phones sent and heard
 */
RfTrace *
rf_cast_get_trace (RfCast *self)
{
  g_return_val_if_fail (RF_IS_CAST (self), NULL);

  return self->trace;
}

/**
 * rf_cast_flush:
 * @self: a cast
 *
 * Brings what the feed still holds back into the trace.
 */
void
rf_cast_flush (RfCast *self)
{
  g_return_if_fail (RF_IS_CAST (self));

  rf_feed_flush (self->feed);
}

typedef struct {
  gint64 since; /* µs since 1970 */
  guint  left;  /* phones that have not answered */
} CatchUp;

/* A core that does not answer has nothing to tell; that it died is told elsewhere. What happened
 * since is left alone: the others may not have told of it. */
static void
on_caught_up (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RfCast *self = g_task_get_source_object (task);
  CatchUp *catch_up = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!rf_phone_catch_up_finish (RF_PHONE (object), result, &error))
    g_debug ("A core did not answer: %s", error->message);
  if (--catch_up->left > 0)
    return;
  if (!g_task_return_error_if_cancelled (task)) {
    rf_feed_release_until (self->feed, catch_up->since);
    g_task_return_boolean (task, TRUE);
  }
}

/**
 * rf_cast_catch_up_async:
 * @self: a cast
 * @cancellable: (nullable): a cancellable
 * @callback: called when nothing is on the way any more
 * @user_data: for @callback
 *
 * Waits until all that has happened so far is known here, and in the trace.
 */
void
rf_cast_catch_up_async (RfCast              *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  CatchUp catch_up = { .since = g_get_real_time () };

  g_return_if_fail (RF_IS_CAST (self));

  ensure_phones (self);
  catch_up.left = self->phones->len;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rf_cast_catch_up_async);
  g_task_set_task_data (task, g_memdup2 (&catch_up, sizeof catch_up), g_free);
  for (guint i = 0; i < self->phones->len; i++)
    rf_phone_catch_up_async (rf_cast_get_phone (self, i), cancellable, on_caught_up,
                             g_object_ref (task));
}

/**
 * rf_cast_catch_up_finish:
 * @self: a cast
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: %FALSE where it was cancelled
 */
gboolean
rf_cast_catch_up_finish (RfCast *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_cast_get_phone:
 * @self: a cast
 * @party: index of a party
 *
 * Returns: (transfer none): that party's phone
 */
RfPhone *
rf_cast_get_phone (RfCast *self, guint party)
{
  g_return_val_if_fail (RF_IS_CAST (self), NULL);
  g_return_val_if_fail (party < rf_scenario_get_n_parties (self->scenario), NULL);

  ensure_phones (self);
  return g_ptr_array_index (self->phones, party);
}

/**
 * rf_cast_listen_as:
 * @self: a cast
 * @party: index of the only party whose phone is to be heard, or -1 for none
 */
void
rf_cast_listen_as (RfCast *self, int party)
{
  g_return_if_fail (RF_IS_CAST (self));
  g_return_if_fail (party >= -1 && party < (int) self->players->len);

  self->listener = party;
  apply_listener (self);
}

/**
 * rf_cast_get_listener:
 * @self: a cast
 *
 * Returns: the party that is listened as, or -1
 */
int
rf_cast_get_listener (RfCast *self)
{
  g_return_val_if_fail (RF_IS_CAST (self), -1);

  return self->listener;
}

/* "127.0.0.1:5062" of the phone of the party called @id; NULL while it has none. */
static const char *
get_address (RfCast *self, const char *id)
{
  int party = rf_scenario_find_party (self->scenario, id);
  const char *aor = party < 0 ? NULL : rf_phone_get_aor (rf_cast_get_phone (self, (guint) party));
  const char *at = aor ? strrchr (aor, '@') : NULL;

  return at ? at + 1 : NULL;
}

/**
 * rf_cast_dup_target:
 * @self: a cast
 * @target: a party's id, or a URI in which "{id}" stands for the address of a party's phone
 *
 * Returns: (transfer full) (nullable): the URI to call, %NULL while a phone in it is not ready
 */
char *
rf_cast_dup_target (RfCast *self, const char *target)
{
  g_autoptr (GString) uri = NULL;
  int party;

  g_return_val_if_fail (RF_IS_CAST (self), NULL);
  g_return_val_if_fail (target != NULL, NULL);

  party = rf_scenario_find_party (self->scenario, target);
  if (party >= 0)
    return g_strdup (rf_phone_get_aor (rf_cast_get_phone (self, (guint) party)));

  uri = g_string_new (NULL);
  for (const char *p = target; *p != '\0'; p++) {
    const char *close = *p == '{' ? strchr (p, '}') : NULL;
    g_autofree char *id = close ? g_strndup (p + 1, close - p - 1) : NULL;
    const char *address = id ? get_address (self, id) : NULL;

    if (id && !address)
      return NULL;
    if (address)
      g_string_append (uri, address);
    else
      g_string_append_c (uri, *p);
    p = close ? close : p;
  }
  return g_string_free (g_steal_pointer (&uri), FALSE);
}
