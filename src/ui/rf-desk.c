/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-desk"

#include "config.h"

#include "rf-desk.h"

/**
 * RfDesk:
 *
 * What a person works with to transfer calls: a phone, whom its calls can go to, and who is being
 * asked first. Rows, their actions and the transfer dialog share one.
 *
 * Signal "changed" (): calls came or went or changed their state, or a consultation went on.
 */

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

struct _RfDesk {
  GObject     parent_instance;

  RfPhone    *phone;
  GListModel *targets;
  GPtrArray  *consultations;
};

G_DEFINE_FINAL_TYPE (RfDesk, rf_desk, G_TYPE_OBJECT)


static void
emit_changed (RfDesk *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}


static void
on_consultation_changed (RfDesk *self, RfConsultation *consultation)
{
  g_autoptr (RfConsultation) kept = g_object_ref (consultation);

  if (rf_consultation_get_stage (kept) == RF_CONSULTATION_OVER)
    g_ptr_array_remove (self->consultations, kept);
  emit_changed (self);
}


static void
watch_call (RfDesk *self, RfCall *call)
{
  g_signal_connect_object (call, "notify::state", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
}


static void
on_items_changed (RfDesk *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (G_LIST_MODEL (self->phone), i);

    watch_call (self, call);
  }
  emit_changed (self);
}


static void
add (RfDesk *self, RfConsultation *consultation)
{
  g_signal_connect_object (consultation, "changed", G_CALLBACK (on_consultation_changed), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->consultations, g_object_ref (consultation));
  emit_changed (self);
}


/* What is asked anew need not be told of any more. */
static void
forget_failed (RfDesk *self, RfCall *caller)
{
  RfConsultation *old = rf_desk_find_consultation (self, caller);

  if (old && rf_consultation_get_stage (old) == RF_CONSULTATION_FAILED)
    g_ptr_array_remove (self->consultations, old);
}


static void
rf_desk_dispose (GObject *object)
{
  RfDesk *self = RF_DESK (object);

  g_ptr_array_set_size (self->consultations, 0);
  g_clear_object (&self->targets);
  g_clear_object (&self->phone);

  G_OBJECT_CLASS (rf_desk_parent_class)->dispose (object);
}


static void
rf_desk_finalize (GObject *object)
{
  g_ptr_array_unref (RF_DESK (object)->consultations);

  G_OBJECT_CLASS (rf_desk_parent_class)->finalize (object);
}


static void
rf_desk_class_init (RfDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_desk_dispose;
  G_OBJECT_CLASS (klass)->finalize = rf_desk_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", RF_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}


static void
rf_desk_init (RfDesk *self)
{
  self->consultations = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * rf_desk_new:
 * @phone: the person's phone
 *
 * Returns: (transfer full): a desk for it
 */
RfDesk *
rf_desk_new (RfPhone *phone)
{
  RfDesk *self;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);

  self = g_object_new (RF_TYPE_DESK, NULL);
  self->phone = g_object_ref (phone);
  g_signal_connect_object (phone, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (phone)));

  return self;
}

/**
 * rf_desk_get_phone:
 * @self: a desk
 *
 * Returns: (transfer none): its phone
 */
RfPhone *
rf_desk_get_phone (RfDesk *self)
{
  g_return_val_if_fail (RF_IS_DESK (self), NULL);

  return self->phone;
}

/**
 * rf_desk_get_targets:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): list of #RfTarget to offer beside the other calls
 */
GListModel *
rf_desk_get_targets (RfDesk *self)
{
  g_return_val_if_fail (RF_IS_DESK (self), NULL);

  return self->targets;
}

/**
 * rf_desk_set_targets:
 * @self: a desk
 * @targets: (nullable): list of #RfTarget
 */
void
rf_desk_set_targets (RfDesk *self, GListModel *targets)
{
  g_return_if_fail (RF_IS_DESK (self));

  g_set_object (&self->targets, targets);
}

/**
 * rf_desk_find_consultation:
 * @self: a desk
 * @call: a call
 *
 * Returns: (transfer none) (nullable): the newest consultation that @call is one side of
 */
RfConsultation *
rf_desk_find_consultation (RfDesk *self, RfCall *call)
{
  g_return_val_if_fail (RF_IS_DESK (self), NULL);
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  for (guint i = self->consultations->len; i > 0; i--) {
    RfConsultation *consultation = g_ptr_array_index (self->consultations, i - 1);

    if (rf_consultation_get_caller (consultation) == call ||
        rf_consultation_get_asked (consultation) == call)
      return consultation;
  }

  return NULL;
}

/**
 * rf_desk_ask_first:
 * @self: a desk
 * @caller: a call that is up
 * @target: whom to ask
 *
 * Holds @caller and calls @target.
 */
void
rf_desk_ask_first (RfDesk *self, RfCall *caller, const char *target)
{
  g_autoptr (RfConsultation) consultation = NULL;

  g_return_if_fail (RF_IS_DESK (self));
  g_return_if_fail (RF_IS_CALL (caller));
  g_return_if_fail (target != NULL);

  forget_failed (self, caller);
  consultation = rf_consultation_new (self->phone, caller, target);
  add (self, consultation);
  rf_consultation_begin (consultation);
}

/**
 * rf_desk_take_up:
 * @self: a desk
 * @caller: a call on hold
 * @asked: the call to whom somebody else than the desk, as a script, asks first
 *
 * Lets the person see that, and go on with it.
 */
void
rf_desk_take_up (RfDesk *self, RfCall *caller, RfCall *asked)
{
  g_autoptr (RfConsultation) consultation = NULL;

  g_return_if_fail (RF_IS_DESK (self));
  g_return_if_fail (RF_IS_CALL (caller));
  g_return_if_fail (RF_IS_CALL (asked));

  forget_failed (self, caller);
  consultation = rf_consultation_new_between (self->phone, caller, asked);
  if (rf_consultation_get_stage (consultation) != RF_CONSULTATION_OVER)
    add (self, consultation);
}

/**
 * rf_desk_can_connect:
 * @self: a desk
 * @call: a call
 * @other: another one
 *
 * Returns: whether the party of @call can be transferred to that of @other now, in one way or the
 * other
 */
gboolean
rf_desk_can_connect (RfDesk *self, RfCall *call, RfCall *other)
{
  gboolean other_waits;

  g_return_val_if_fail (RF_IS_DESK (self), FALSE);
  g_return_val_if_fail (RF_IS_CALL (call), FALSE);
  g_return_val_if_fail (RF_IS_CALL (other), FALSE);

  other_waits = rf_call_is_incoming (other) && rf_call_get_state (other) != RF_CALL_ESTABLISHED;

  return call != other && rf_call_is_live (other) && !other_waits &&
         rf_call_can_transfer (call, NULL);
}

/**
 * rf_desk_connect:
 * @self: a desk
 * @call: a call that is up
 * @other: another one
 *
 * Transfers the party of @call to that of @other. Where the phone there cannot take over a call it
 * is hung up and will ring again: the person must have been told.
 */
void
rf_desk_connect (RfDesk *self, RfCall *call, RfCall *other)
{
  g_autoptr (RfConsultation) consultation = NULL;

  g_return_if_fail (RF_IS_DESK (self));
  g_return_if_fail (RF_IS_CALL (call));
  g_return_if_fail (RF_IS_CALL (other));

  if (rf_call_can_take_over (other)) {
    rf_call_transfer_to_async (call, other, NULL, NULL, NULL);
    return;
  }
  consultation = rf_consultation_new_between (self->phone, call, other);
  add (self, consultation);
  rf_consultation_complete (consultation);
}
