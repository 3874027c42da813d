/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-consultation"

#include "config.h"

#include "rf-consultation.h"

#include "rf-words.h"

#include <glib/gi18n.h>

/**
 * RfConsultation:
 *
 * Asking first: the caller waits on hold while the person speaks with the one whom the caller is to
 * be transferred to. Ties the two calls until they are connected, or one of them ends:
 *
 *   holding     the hold is confirmed      dialing
 *               it is not                  failed; the target was never called
 *               return                     over; whatever comes of the hold is undone
 *   dialing     there is a call            asking
 *   asking      complete                   asking; the transfer of the caller tells the rest
 *               complete, but the target's phone cannot take over a call (it lacks Replaces,
 *               RFC 3891): it is hung up   letting go
 *               the target ends it         failed, or over where a transfer was under way
 *               return                     over; the target is hung up, the caller taken back
 *   letting go  the target's call is over  over; a blind transfer of the caller begins
 *   failed      the caller is taken back off hold, or transferred   over
 *   any         the caller hangs up        over; the call to the target goes on
 *
 * Signal "changed" (): the stage, or one of the calls.
 */

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

struct _RfConsultation {
  GObject              parent_instance;

  RfPhone             *phone;
  RfCall              *caller;
  RfCall              *asked;
  char                *target;
  RfTransfer          *before; /* what the caller's newest attempt was when this began */
  RfConsultationStage  stage;
  char                *problem;     /* (nullable): why the caller did not go on hold */
  gboolean             failed_held; /* the caller was on hold when it failed */
  gboolean             swapping;
  GSignalGroup        *transfer_signals;
};

G_DEFINE_FINAL_TYPE (RfConsultation, rf_consultation, G_TYPE_OBJECT)


static void
emit_changed (RfConsultation *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}


static void
move_to (RfConsultation *self, RfConsultationStage stage)
{
  if (self->stage == stage || self->stage == RF_CONSULTATION_OVER)
    return;

  self->stage = stage;
  self->failed_held = stage == RF_CONSULTATION_FAILED && rf_call_get_local_hold (self->caller);
  emit_changed (self);
}


static void
report (RfConsultation *self, RfCall *call, const GError *error)
{
  g_signal_emit_by_name (self->phone, "command-failed", call, error);
}


static gboolean
is_up (RfCall *call)
{
  return call && rf_call_get_state (call) == RF_CALL_ESTABLISHED;
}


static gboolean
is_transferring (RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  return transfer && rf_transfer_get_result (transfer) == RF_TRANSFER_PENDING;
}

/* A transfer that began after the asking did, and was not called off. */
static gboolean
is_being_fulfilled (RfConsultation *self)
{
  RfTransfer *transfer = rf_call_get_transfer (self->caller);

  return transfer && transfer != self->before &&
         rf_transfer_get_result (transfer) != RF_TRANSFER_CANCELLED;
}


static void
take_caller_back (RfConsultation *self)
{
  if (is_up (self->caller) && rf_call_get_local_hold (self->caller))
    rf_call_set_hold_async (self->caller, FALSE, NULL, NULL, NULL);
}


static void
on_asked_changed (RfConsultation *self)
{
  if (rf_call_is_live (self->asked)) {
    emit_changed (self);
    return;
  }

  if (self->stage == RF_CONSULTATION_LETTING_GO) {
    move_to (self, RF_CONSULTATION_OVER);
    rf_call_transfer_async (self->caller, self->target, NULL, NULL, NULL);
  } else if (self->stage == RF_CONSULTATION_ASKING) {
    move_to (self, is_being_fulfilled (self) ? RF_CONSULTATION_OVER : RF_CONSULTATION_FAILED);
  }
}


/* Or the person would go on to ask for somebody who is no longer there. */
static void
tell_that_caller_left (RfConsultation *self)
{
  g_autofree char *who = rf_words_clean (rf_call_get_peer_label (self->caller));
  g_autofree char *asked = rf_words_clean (rf_call_get_peer_label (self->asked));
  g_autoptr (GError) error = g_error_new (RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                                          _("The call with %s is over. Nobody waits for %s any "
                                            "more."), who, asked);

  report (self, NULL, error);
}


static void
on_caller_changed (RfConsultation *self, GParamSpec *pspec)
{
  gboolean asks = self->stage == RF_CONSULTATION_ASKING && !is_being_fulfilled (self);

  if (g_str_equal (pspec->name, "transfer"))
    g_signal_group_set_target (self->transfer_signals, rf_call_get_transfer (self->caller));
  if (!rf_call_is_live (self->caller)) {
    move_to (self, RF_CONSULTATION_OVER);
    if (asks && rf_call_get_state (self->caller) == RF_CALL_ENDED)
      tell_that_caller_left (self);
  } else if (self->stage == RF_CONSULTATION_FAILED &&
           ((self->failed_held && !rf_call_get_local_hold (self->caller)) ||
            is_being_fulfilled (self))) {
    move_to (self, RF_CONSULTATION_OVER);
  } else {
    emit_changed (self);
  }
}


static void
take_asked (RfConsultation *self, RfCall *asked)
{
  self->asked = g_object_ref (asked);
  g_signal_connect_object (asked, "notify", G_CALLBACK (on_asked_changed), self, G_CONNECT_SWAPPED);
  move_to (self, RF_CONSULTATION_ASKING);
  if (!rf_call_is_live (asked))
    on_asked_changed (self);
}


static void
on_dial_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfConsultation) self = RF_CONSULTATION (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) asked = rf_phone_dial_finish (RF_PHONE (source), result, &error);

  if (asked && self->stage == RF_CONSULTATION_DIALING) {
    take_asked (self, asked);
  } else if (asked && rf_call_is_live (self->caller)) {
    rf_call_hang_up_async (asked, 0, NULL, NULL, NULL);
  } else if (asked == NULL) {
    report (self, NULL, error);
    move_to (self, RF_CONSULTATION_FAILED);
  }
}


static void
on_hold_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfConsultation) self = RF_CONSULTATION (user_data);
  g_autoptr (GError) error = NULL;

  /* What was given up meanwhile is undone already: the core knows that it has to. */
  if (self->stage != RF_CONSULTATION_HOLDING)
    return;

  if (rf_call_command_finish (RF_CALL (source), result, &error)) {
    move_to (self, RF_CONSULTATION_DIALING);
    rf_phone_dial_async (self->phone, self->target, NULL, on_dial_ready, g_object_ref (self));
  } else {
    self->problem = g_strdup (error->message);
    move_to (self, RF_CONSULTATION_FAILED);
  }
}


static void
on_resume_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfConsultation) self = RF_CONSULTATION (user_data);
  g_autoptr (GError) error = NULL;

  self->swapping = FALSE;
  if (!rf_call_command_finish (RF_CALL (source), result, &error))
    report (self, RF_CALL (source), error);
  emit_changed (self);
}

/* Nobody hears what is said to the other: the one is held before the other is taken back. */
static void
on_swap_hold_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RfConsultation) self = RF_CONSULTATION (user_data);
  RfCall *held = RF_CALL (source);
  RfCall *other = held == self->caller ? self->asked : self->caller;
  g_autoptr (GError) error = NULL;

  if (!rf_call_command_finish (held, result, &error)) {
    self->swapping = FALSE;
    report (self, held, error);
    emit_changed (self);
  } else {
    rf_call_set_hold_async (other, FALSE, NULL, on_resume_ready, g_object_ref (self));
  }
}


static void
rf_consultation_dispose (GObject *object)
{
  RfConsultation *self = RF_CONSULTATION (object);

  g_clear_object (&self->transfer_signals);
  g_clear_object (&self->before);
  g_clear_object (&self->asked);
  g_clear_object (&self->caller);
  g_clear_object (&self->phone);

  G_OBJECT_CLASS (rf_consultation_parent_class)->dispose (object);
}


static void
rf_consultation_finalize (GObject *object)
{
  g_free (RF_CONSULTATION (object)->target);
  g_free (RF_CONSULTATION (object)->problem);

  G_OBJECT_CLASS (rf_consultation_parent_class)->finalize (object);
}


static void
rf_consultation_class_init (RfConsultationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_consultation_dispose;
  G_OBJECT_CLASS (klass)->finalize = rf_consultation_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", RF_TYPE_CONSULTATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}


static void
rf_consultation_init (RfConsultation *self)
{
  self->transfer_signals = g_signal_group_new (RF_TYPE_TRANSFER);
  g_signal_group_connect_object (self->transfer_signals, "notify::result",
                                 G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
}

/**
 * rf_consultation_new:
 * @phone: the phone of @caller
 * @caller: a call that is up, to be held while the target is asked
 * @target: whom to ask
 *
 * Returns: (transfer full): a consultation that has yet to begin
 */
RfConsultation *
rf_consultation_new (RfPhone *phone, RfCall *caller, const char *target)
{
  RfConsultation *self;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);
  g_return_val_if_fail (RF_IS_CALL (caller), NULL);
  g_return_val_if_fail (target != NULL, NULL);

  self = g_object_new (RF_TYPE_CONSULTATION, NULL);
  self->phone = g_object_ref (phone);
  self->caller = g_object_ref (caller);
  self->target = g_strdup (target);
  g_set_object (&self->before, rf_call_get_transfer (caller));
  g_signal_connect_object (caller, "notify", G_CALLBACK (on_caller_changed), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * rf_consultation_new_between:
 * @phone: the phone of both calls
 * @caller: a call that is up
 * @asked: another one, to whom that of @caller may be transferred
 *
 * Returns: (transfer full): a consultation that has come as far as asking
 */
RfConsultation *
rf_consultation_new_between (RfPhone *phone, RfCall *caller, RfCall *asked)
{
  RfConsultation *self;

  g_return_val_if_fail (RF_IS_CALL (asked), NULL);

  self = rf_consultation_new (phone, caller, rf_call_get_peer_uri (asked));
  take_asked (self, asked);

  return self;
}

/**
 * rf_consultation_begin:
 * @self: a new consultation
 *
 * Holds the caller and calls the target when that is confirmed.
 */
void
rf_consultation_begin (RfConsultation *self)
{
  g_return_if_fail (RF_IS_CONSULTATION (self));
  g_return_if_fail (self->stage == RF_CONSULTATION_HOLDING);

  rf_call_set_hold_async (self->caller, TRUE, NULL, on_hold_ready, g_object_ref (self));
}

/**
 * rf_consultation_get_stage:
 * @self: a consultation
 *
 * Returns: how far it has come
 */
RfConsultationStage
rf_consultation_get_stage (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), RF_CONSULTATION_OVER);

  return self->stage;
}

/**
 * rf_consultation_get_caller:
 * @self: a consultation
 *
 * Returns: (transfer none): the call that waits
 */
RfCall *
rf_consultation_get_caller (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), NULL);

  return self->caller;
}

/**
 * rf_consultation_get_asked:
 * @self: a consultation
 *
 * Returns: (transfer none) (nullable): the call to the target, once there is one
 */
RfCall *
rf_consultation_get_asked (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), NULL);

  return self->asked;
}

/**
 * rf_consultation_get_target:
 * @self: a consultation
 *
 * Returns: address of whom is asked
 */
const char *
rf_consultation_get_target (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), NULL);

  return self->target;
}

/**
 * rf_consultation_get_problem:
 * @self: a consultation that has failed
 *
 * Returns: (nullable): why the caller did not go on hold, as the phone says it; %NULL where that
 * was not what failed
 */
const char *
rf_consultation_get_problem (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), NULL);

  return self->problem;
}

/**
 * rf_consultation_is_newest:
 * @self: a consultation
 *
 * Returns: whether it says more about the caller than the caller's newest transfer does
 */
gboolean
rf_consultation_is_newest (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), FALSE);

  return self->stage != RF_CONSULTATION_OVER && !is_being_fulfilled (self);
}

/**
 * rf_consultation_can_complete:
 * @self: a consultation
 *
 * Returns: whether the two can be connected now, in one way or the other
 */
gboolean
rf_consultation_can_complete (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), FALSE);

  return self->stage == RF_CONSULTATION_ASKING && rf_call_can_transfer (self->caller, NULL);
}

/**
 * rf_consultation_can_swap:
 * @self: a consultation
 *
 * Returns: whether the person can speak with the other one now
 */
gboolean
rf_consultation_can_swap (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), FALSE);

  return self->stage == RF_CONSULTATION_ASKING && !self->swapping && is_up (self->caller) &&
         is_up (self->asked) && !is_transferring (self->caller) && !is_transferring (self->asked);
}

/**
 * rf_consultation_can_return:
 * @self: a consultation
 *
 * Returns: whether the asking can be given up, back to the caller
 */
gboolean
rf_consultation_can_return (RfConsultation *self)
{
  g_return_val_if_fail (RF_IS_CONSULTATION (self), FALSE);

  return self->stage != RF_CONSULTATION_OVER && is_up (self->caller) &&
         !is_transferring (self->caller);
}

/**
 * rf_consultation_complete:
 * @self: a consultation that can be completed
 *
 * Connects the caller to the one who was asked; where that rings still, when it is answered. Where
 * the target's phone cannot take over a call, it is hung up and the caller is sent there blindly:
 * the person must have been told.
 */
void
rf_consultation_complete (RfConsultation *self)
{
  g_return_if_fail (RF_IS_CONSULTATION (self));

  if (!rf_consultation_can_complete (self))
    return;

  if (rf_call_can_take_over (self->asked)) {
    rf_call_transfer_to_async (self->caller, self->asked, NULL, NULL, NULL);
  } else {
    move_to (self, RF_CONSULTATION_LETTING_GO);
    rf_call_hang_up_async (self->asked, 0, NULL, NULL, NULL);
  }
}

/**
 * rf_consultation_swap:
 * @self: a consultation
 *
 * Holds the one and takes back the other.
 */
void
rf_consultation_swap (RfConsultation *self)
{
  RfCall *to_hold;

  g_return_if_fail (RF_IS_CONSULTATION (self));

  if (!rf_consultation_can_swap (self))
    return;

  self->swapping = TRUE;
  emit_changed (self);
  to_hold = rf_call_get_local_hold (self->caller) ? self->asked : self->caller;
  rf_call_set_hold_async (to_hold, TRUE, NULL, on_swap_hold_ready, g_object_ref (self));
}

/**
 * rf_consultation_return:
 * @self: a consultation
 *
 * Gives up asking: the call to the target is hung up, and the caller is taken back.
 */
void
rf_consultation_return (RfConsultation *self)
{
  g_autoptr (RfConsultation) kept = NULL; /* the last one to hold it may let go when it is over */
  gboolean is_holding;

  g_return_if_fail (RF_IS_CONSULTATION (self));

  if (!rf_consultation_can_return (self))
    return;

  kept = g_object_ref (self);

  is_holding = self->stage == RF_CONSULTATION_HOLDING;
  move_to (self, RF_CONSULTATION_OVER);
  if (self->asked && rf_call_is_live (self->asked))
    rf_call_hang_up_async (self->asked, 0, NULL, NULL, NULL);
  if (is_holding)
    rf_call_set_hold_async (self->caller, FALSE, NULL, NULL, NULL);
  else
    take_caller_back (self);
}
