/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-actions"

#include "config.h"

#include "rf-call-actions.h"

/**
 * RfCallActions:
 *
 * What a person can do with one call, as actions: "answer", "decline", "hold", "mute", "transfer",
 * "connect" (to the call at a position in the phone's list), "hang-up", "accept-request" and
 * "refuse-request"; while somebody is asked first "complete", "swap" and "back"; of a transfer
 * "cancel-transfer", and after one that failed "back", "retry" and "ask-first". An action is
 * enabled while it can work; "hold" and "mute" carry the call's state. Errors of the commands are
 * told by #RfPhone::command-failed.
 *
 * Signal "transfer-requested" (RfCall nullable): the person wants to transfer the call: to that
 * other one, or to somebody who is still to be chosen.
 */

enum {
  SIGNAL_TRANSFER_REQUESTED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

struct _RfCallActions {
  GSimpleActionGroup  parent_instance;

  RfDesk             *desk;
  RfCall             *call;
  GSignalGroup       *transfer_signals;
};

G_DEFINE_FINAL_TYPE (RfCallActions, rf_call_actions, G_TYPE_SIMPLE_ACTION_GROUP)


static void
set_enabled (RfCallActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}


static void
set_state (RfCallActions *self, const char *name, gboolean state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (state));
}


static void
update_recovery (RfCallActions *self, RfTransferResult result, gboolean failed)
{
  RfConsultation *consultation = rf_desk_find_consultation (self->desk, self->call);
  gboolean asking = consultation && rf_consultation_is_newest (consultation);
  gboolean unreached = asking && rf_consultation_get_stage (consultation) == RF_CONSULTATION_FAILED;
  gboolean held = rf_call_get_local_hold (self->call);

  set_enabled (self, "complete", consultation && rf_consultation_can_complete (consultation));
  set_enabled (self, "swap", consultation && rf_consultation_can_swap (consultation));
  set_enabled (self, "back", consultation ? rf_consultation_can_return (consultation)
                                          : failed && held && !rf_call_is_resuming (self->call));
  set_enabled (self, "retry", unreached || (failed && !asking));
  set_enabled (self, "ask-first", failed && consultation == NULL);
  set_enabled (self, "cancel-transfer", result == RF_TRANSFER_PENDING);
}


static void
update (RfCallActions *self)
{
  RfTransfer *transfer = rf_call_get_transfer (self->call);
  RfTransferResult result = transfer ? rf_transfer_get_result (transfer) : RF_TRANSFER_SUCCEEDED;
  gboolean waits = rf_call_get_state (self->call) == RF_CALL_RINGING_IN;
  gboolean up = rf_call_get_state (self->call) == RF_CALL_ESTABLISHED;
  gboolean free_to_act = up && result != RF_TRANSFER_PENDING;
  gboolean failed = free_to_act && transfer && result != RF_TRANSFER_SUCCEEDED;
  gboolean asked = rf_call_get_request_target (self->call) != NULL;

  set_enabled (self, "answer", waits);
  set_enabled (self, "decline", waits);
  set_enabled (self, "hold", free_to_act);
  set_enabled (self, "mute", up);
  set_enabled (self, "transfer", rf_call_can_transfer (self->call, NULL));
  set_enabled (self, "connect", rf_call_can_transfer (self->call, NULL));
  set_enabled (self, "hang-up", rf_call_is_live (self->call) && !waits);
  set_enabled (self, "accept-request", asked);
  set_enabled (self, "refuse-request", asked);
  set_state (self, "hold", rf_call_get_local_hold (self->call));
  set_state (self, "mute", rf_call_get_muted (self->call));
  update_recovery (self, result, failed);
}


static void
on_call_changed (RfCallActions *self, GParamSpec *pspec)
{
  if (pspec == NULL || g_str_equal (pspec->name, "transfer"))
    g_signal_group_set_target (self->transfer_signals, rf_call_get_transfer (self->call));
  update (self);
}


static void
on_answer_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);

  rf_call_answer_async (self->call, NULL, NULL, NULL);
}


static void
on_decline_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);

  rf_call_hang_up_async (self->call, 0, NULL, NULL, NULL);
}


static void
on_hold_change_state (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);

  /* The action's state follows when the far end has confirmed it. */
  rf_call_set_hold_async (self->call, g_variant_get_boolean (state), NULL, NULL, NULL);
}


static void
on_mute_change_state (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);

  rf_call_set_muted_async (self->call, g_variant_get_boolean (state), NULL, NULL, NULL);
}


static void
on_transfer_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_TRANSFER_REQUESTED], 0, NULL);
}


static void
on_connect_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);
  GListModel *calls = G_LIST_MODEL (rf_desk_get_phone (self->desk));
  g_autoptr (RfCall) other = g_list_model_get_item (calls, g_variant_get_uint32 (parameter));

  if (other && rf_desk_can_connect (self->desk, self->call, other))
    g_signal_emit (self, signals[SIGNAL_TRANSFER_REQUESTED], 0, other);
}


static void
on_complete_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);
  RfConsultation *consultation = rf_desk_find_consultation (self->desk, self->call);

  if (consultation)
    rf_consultation_complete (consultation);
}


static void
on_swap_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);
  RfConsultation *consultation = rf_desk_find_consultation (self->desk, self->call);

  if (consultation)
    rf_consultation_swap (consultation);
}


static void
on_back_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);
  RfConsultation *consultation = rf_desk_find_consultation (self->desk, self->call);

  if (consultation)
    rf_consultation_return (consultation);
  else
    rf_call_set_hold_async (self->call, FALSE, NULL, NULL, NULL);
}

/* In the way in which it failed, as far as that is still there. */
static void
on_retry_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);
  RfConsultation *consultation = rf_desk_find_consultation (self->desk, self->call);
  RfTransfer *transfer = rf_call_get_transfer (self->call);
  RfCall *with = transfer ? rf_transfer_get_with (transfer) : NULL;
  g_autofree char *target = NULL;

  if (consultation && rf_consultation_get_stage (consultation) == RF_CONSULTATION_FAILED) {
    target = g_strdup (rf_consultation_get_target (consultation));
    rf_desk_ask_first (self->desk, self->call, target);
  } else if (with && rf_desk_can_connect (self->desk, self->call, with)) {
    rf_desk_connect (self->desk, self->call, with);
  } else if (transfer) {
    target = g_strdup (rf_transfer_get_target (transfer));
    rf_call_transfer_async (self->call, target, NULL, NULL, NULL);
  }
}


static void
on_ask_first_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);
  RfTransfer *transfer = rf_call_get_transfer (self->call);

  if (transfer)
    rf_desk_ask_first (self->desk, self->call, rf_transfer_get_target (transfer));
}


static void
on_cancel_transfer_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  rf_call_cancel_transfer_async (RF_CALL_ACTIONS (user_data)->call, NULL, NULL, NULL);
}


static void
on_accept_request_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);

  rf_call_answer_request_async (self->call, TRUE, NULL, NULL, NULL);
}


static void
on_refuse_request_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfCallActions *self = RF_CALL_ACTIONS (user_data);

  rf_call_answer_request_async (self->call, FALSE, NULL, NULL, NULL);
}


static const GActionEntry entries[] = {
  { "answer", on_answer_activated },
  { "decline", on_decline_activated },
  { "hold", NULL, NULL, "false", on_hold_change_state },
  { "mute", NULL, NULL, "false", on_mute_change_state },
  { "transfer", on_transfer_activated },
  { "connect", on_connect_activated, "u" },
  { "hang-up", on_decline_activated },
  { "complete", on_complete_activated },
  { "swap", on_swap_activated },
  { "back", on_back_activated },
  { "retry", on_retry_activated },
  { "ask-first", on_ask_first_activated },
  { "cancel-transfer", on_cancel_transfer_activated },
  { "accept-request", on_accept_request_activated },
  { "refuse-request", on_refuse_request_activated },
};


static void
rf_call_actions_dispose (GObject *object)
{
  RfCallActions *self = RF_CALL_ACTIONS (object);

  g_clear_object (&self->transfer_signals);
  g_clear_object (&self->call);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (rf_call_actions_parent_class)->dispose (object);
}


static void
rf_call_actions_class_init (RfCallActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_call_actions_dispose;

  signals[SIGNAL_TRANSFER_REQUESTED] =
    g_signal_new ("transfer-requested", RF_TYPE_CALL_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, RF_TYPE_CALL);
}


static void
rf_call_actions_init (RfCallActions *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);

  self->transfer_signals = g_signal_group_new (RF_TYPE_TRANSFER);
  g_signal_group_connect_object (self->transfer_signals, "notify", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * rf_call_actions_new:
 * @desk: the desk that the call is at
 * @call: the call to act on
 *
 * Returns: (transfer full): the actions of @call
 */
RfCallActions *
rf_call_actions_new (RfDesk *desk, RfCall *call)
{
  RfCallActions *self;

  g_return_val_if_fail (RF_IS_DESK (desk), NULL);
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  self = g_object_new (RF_TYPE_CALL_ACTIONS, NULL);
  self->desk = g_object_ref (desk);
  self->call = g_object_ref (call);
  g_signal_connect_object (call, "notify", G_CALLBACK (on_call_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  on_call_changed (self, NULL);

  return self;
}
