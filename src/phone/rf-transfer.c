/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transfer"

#include "rf-transfer.h"

#include "rf-address.h"
#include "rf-call.h"
#include "rf-text.h"

/*
 * The machine has two parts: the stage, which only moves forward, and the result, which leaves
 * "pending" once. Only "unknown" is not for good: what could not be known may be learned late. What
 * the core reports is either the name of a stage or an end:
 *
 *   pending    stage name      forward to that stage; a stage that was passed over is only noted
 *   pending    succeeded       result, and at least the stage "answered"
 *   pending    failed          result
 *   pending    refused         result; after the 202 it can only be a failure (RFC 3515 §2.4.2)
 *   pending    unknown         result
 *   pending    cancelled       result; after the REFER it can only be unknown
 *   unknown    succeeded, failed or refused: as from pending
 *   succeeded  stage name      forward: the subscription and the old call still have to end
 *   any other end              nothing changes
 */

enum {
  PROP_KIND = 1,
  PROP_TARGET,
  PROP_TARGET_LABEL,
  PROP_WITH,
  PROP_STAGE,
  PROP_RESULT,
  PROP_CODE,
  PROP_REASON,
  N_PROPS,
};

enum {
  STAGE_CHANGED,
  ADVANCED,
  N_SIGNALS,
};

struct _RfTransfer {
  GObject          parent_instance;

  RfTransferWay    kind;
  char            *target;
  char            *target_label;
  RfCall          *with; /* weak: two calls may have been transferred to each other, in turn */
  RfTransferStage  stage;
  RfTransferResult result;
  guint            code;
  char            *reason;
  RfTransferCause  cause;
  gint64           stage_time[RF_TRANSFER_N_STAGES];
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE (RfTransfer, rf_transfer, G_TYPE_OBJECT)

static const char *const stage_names[RF_TRANSFER_N_STAGES] = {
  [RF_TRANSFER_STAGE_WAITING] = "waiting",
  [RF_TRANSFER_STAGE_HOLD_SENT] = "hold-sent",
  [RF_TRANSFER_STAGE_HOLD_CONFIRMED] = "hold-confirmed",
  [RF_TRANSFER_STAGE_REFER_SENT] = "refer-sent",
  [RF_TRANSFER_STAGE_ACCEPTED] = "accepted",
  [RF_TRANSFER_STAGE_TRYING] = "trying",
  [RF_TRANSFER_STAGE_RINGING] = "ringing",
  [RF_TRANSFER_STAGE_ANSWERED] = "answered",
  [RF_TRANSFER_STAGE_SUBSCRIPTION_ENDED] = "subscription-ended",
  [RF_TRANSFER_STAGE_RELEASED] = "released",
};

static const char *const result_names[] = {
  [RF_TRANSFER_SUCCEEDED] = "succeeded",
  [RF_TRANSFER_FAILED] = "failed",
  [RF_TRANSFER_REFUSED] = "refused",
  [RF_TRANSFER_UNKNOWN] = "unknown",
  [RF_TRANSFER_CANCELLED] = "cancelled",
};

static RfTransferStage
stage_from_name (const char *name)
{
  for (guint i = RF_TRANSFER_STAGE_WAITING; i < RF_TRANSFER_N_STAGES; i++)
    if (g_strcmp0 (stage_names[i], name) == 0)
      return i;
  return RF_TRANSFER_STAGE_NONE;
}

static RfTransferResult
result_from_name (const char *name)
{
  for (guint i = RF_TRANSFER_SUCCEEDED; i < G_N_ELEMENTS (result_names); i++)
    if (g_strcmp0 (result_names[i], name) == 0)
      return i;
  return RF_TRANSFER_PENDING;
}

/* Both return FALSE where the event means nothing in the state that the transfer is in. */
static gboolean
move_to_stage (RfTransfer      *self,
               RfTransferStage  event,
               gint64           time_us)
{
  if (self->result != RF_TRANSFER_PENDING && self->result != RF_TRANSFER_SUCCEEDED)
    return FALSE;
  if (self->stage_time[event] != 0)
    return FALSE;
  self->stage_time[event] = time_us;
  self->stage = MAX (self->stage, event);
  return TRUE;
}

static gboolean
move_to_result (RfTransfer       *self,
                RfTransferResult  event,
                gint64            time_us)
{
  gboolean learned = self->result == RF_TRANSFER_UNKNOWN && event < RF_TRANSFER_UNKNOWN;

  if (self->result != RF_TRANSFER_PENDING && !learned)
    return FALSE;
  if (event == RF_TRANSFER_REFUSED && self->stage > RF_TRANSFER_STAGE_REFER_SENT)
    event = RF_TRANSFER_FAILED;
  if (event == RF_TRANSFER_CANCELLED && self->stage >= RF_TRANSFER_STAGE_REFER_SENT)
    event = RF_TRANSFER_UNKNOWN;
  self->result = event;
  if (event == RF_TRANSFER_SUCCEEDED)
    move_to_stage (self, RF_TRANSFER_STAGE_ANSWERED, time_us);
  return TRUE;
}

static void
take_status (RfTransfer *self,
             guint       code,
             const char *reason)
{
  g_autofree char *shown = rf_text_for_show (reason);

  if (code != 0 && code != self->code) {
    self->code = code;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CODE]);
  }
  if ((code != 0 || *shown != '\0') && g_strcmp0 (shown, self->reason) != 0) {
    g_free (self->reason);
    self->reason = g_steal_pointer (&shown);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REASON]);
  }
}

static void
rf_transfer_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  RfTransfer *self = RF_TRANSFER (object);

  switch (id) {
  case PROP_KIND:
    g_value_set_int (value, self->kind);
    break;
  case PROP_TARGET:
    g_value_set_string (value, self->target);
    break;
  case PROP_TARGET_LABEL:
    g_value_set_string (value, self->target_label);
    break;
  case PROP_WITH:
    g_value_set_object (value, self->with);
    break;
  case PROP_STAGE:
    g_value_set_int (value, self->stage);
    break;
  case PROP_RESULT:
    g_value_set_int (value, self->result);
    break;
  case PROP_CODE:
    g_value_set_uint (value, self->code);
    break;
  case PROP_REASON:
    g_value_set_string (value, self->reason);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_transfer_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  RfTransfer *self = RF_TRANSFER (object);

  switch (id) {
  case PROP_TARGET:
    self->target = rf_text_for_show (g_value_get_string (value));
    break;
  case PROP_WITH:
    g_set_weak_pointer (&self->with, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_transfer_constructed (GObject *object)
{
  RfTransfer *self = RF_TRANSFER (object);

  G_OBJECT_CLASS (rf_transfer_parent_class)->constructed (object);
  self->kind = self->with != NULL ? RF_TRANSFER_ATTENDED_KIND : RF_TRANSFER_BLIND_KIND;
  self->target_label = self->with != NULL ? g_strdup (rf_call_get_peer_label (self->with))
                                          : rf_address_dup_label (self->target);
}

static void
rf_transfer_dispose (GObject *object)
{
  g_clear_weak_pointer (&RF_TRANSFER (object)->with);

  G_OBJECT_CLASS (rf_transfer_parent_class)->dispose (object);
}

static void
rf_transfer_finalize (GObject *object)
{
  RfTransfer *self = RF_TRANSFER (object);

  g_free (self->target);
  g_free (self->target_label);
  g_free (self->reason);

  G_OBJECT_CLASS (rf_transfer_parent_class)->finalize (object);
}

static void
rf_transfer_class_init (RfTransferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rf_transfer_get_property;
  object_class->set_property = rf_transfer_set_property;
  object_class->constructed = rf_transfer_constructed;
  object_class->dispose = rf_transfer_dispose;
  object_class->finalize = rf_transfer_finalize;

  props[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, RF_TRANSFER_ATTENDED_KIND, 0, flags);
  props[PROP_TARGET] = g_param_spec_string ("target", NULL, NULL, NULL, construct);
  props[PROP_WITH] = g_param_spec_object ("with", NULL, NULL, RF_TYPE_CALL, construct);
  props[PROP_TARGET_LABEL] = g_param_spec_string ("target-label", NULL, NULL, NULL, flags);
  props[PROP_STAGE] =
    g_param_spec_int ("stage", NULL, NULL, 0, RF_TRANSFER_N_STAGES - 1, 0, flags);
  props[PROP_RESULT] =
    g_param_spec_int ("result", NULL, NULL, 0, RF_TRANSFER_CANCELLED, 0, flags);
  props[PROP_CODE] = g_param_spec_uint ("code", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[STAGE_CHANGED] =
    g_signal_new ("stage-changed", RF_TYPE_TRANSFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ADVANCED] =
    g_signal_new ("advanced", RF_TYPE_TRANSFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_INT64);
}

static void
rf_transfer_init (RfTransfer *self)
{
  self->reason = g_strdup ("");
}

/**
 * rf_transfer_new:
 * @target: the URI that the other phone is sent to
 *
 * Returns: (transfer full): a transfer of which nothing has happened yet
 */
RfTransfer *
rf_transfer_new (const char *target)
{
  return g_object_new (RF_TYPE_TRANSFER, "target", target, NULL);
}

/**
 * rf_transfer_new_with:
 * @with: our own call to whom the other phone is sent
 *
 * Returns: (transfer full): an attended transfer of which nothing has happened yet
 */
RfTransfer *
rf_transfer_new_with (RfCall *with)
{
  g_return_val_if_fail (RF_IS_CALL (with), NULL);
  return g_object_new (RF_TYPE_TRANSFER, "target", rf_call_get_peer_uri (with), "with", with, NULL);
}

/**
 * rf_transfer_get_kind:
 * @self: a transfer
 *
 * Returns: whether it is to an address or to a call of ours. One that waited for its target, as
 * #RF_TRANSFER_STAGE_WAITING has a time, is what RFC 5589 §7.6 calls semi-attended
 */
RfTransferWay
rf_transfer_get_kind (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), RF_TRANSFER_BLIND_KIND);
  return self->kind;
}

/**
 * rf_transfer_get_with:
 * @self: a transfer
 *
 * Returns: (transfer none) (nullable): the call that it goes to; %NULL for a blind one, and when
 * nobody holds that call any more
 */
RfCall *
rf_transfer_get_with (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), NULL);
  return self->with;
}

/**
 * rf_transfer_get_target:
 * @self: a transfer
 *
 * Returns: the URI as it can be shown
 */
const char *
rf_transfer_get_target (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), NULL);
  return self->target;
}

/**
 * rf_transfer_get_target_label:
 * @self: a transfer
 *
 * Returns: the name of whom the call in "with" is with, else the user part of the target, or the
 * best there is
 */
const char *
rf_transfer_get_target_label (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), NULL);
  return self->target_label;
}

/**
 * rf_transfer_get_stage:
 * @self: a transfer
 *
 * Returns: the latest stage, in the order of #RfTransferStage, that was reached
 */
RfTransferStage
rf_transfer_get_stage (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), RF_TRANSFER_STAGE_NONE);
  return self->stage;
}

/**
 * rf_transfer_get_result:
 * @self: a transfer
 *
 * Returns: how it ended, or %RF_TRANSFER_PENDING
 */
RfTransferResult
rf_transfer_get_result (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), RF_TRANSFER_UNKNOWN);
  return self->result;
}

/**
 * rf_transfer_get_code:
 * @self: a transfer
 *
 * Returns: the newest SIP status that was reported, 0 for none
 */
guint
rf_transfer_get_code (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), 0);
  return self->code;
}

/**
 * rf_transfer_get_reason:
 * @self: a transfer
 *
 * Returns: the text that came with the code; plain text, may be empty
 */
const char *
rf_transfer_get_reason (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), NULL);
  return self->reason;
}

/**
 * rf_transfer_get_cause:
 * @self: a transfer that has ended
 *
 * Returns: why, where the code does not say it
 */
RfTransferCause
rf_transfer_get_cause (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), RF_TRANSFER_CAUSE_STATUS);
  return self->cause;
}

/**
 * rf_transfer_get_end_kind:
 * @self: a transfer
 *
 * Returns: (nullable): the end in one word for programs: "succeeded", "failed", "abandoned" (the
 * transferred party gave up before the target answered), "refused", "unknown", "cancelled"; %NULL
 * while it is pending
 */
const char *
rf_transfer_get_end_kind (RfTransfer *self)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), NULL);
  if (self->result == RF_TRANSFER_FAILED && self->code == 487)
    return "abandoned";
  return result_names[self->result];
}

/**
 * rf_transfer_get_stage_time:
 * @self: a transfer
 * @stage: a stage
 *
 * Returns: µs since 1970 when @stage was reached, 0 if it was not
 */
gint64
rf_transfer_get_stage_time (RfTransfer      *self,
                            RfTransferStage  stage)
{
  g_return_val_if_fail (RF_IS_TRANSFER (self), 0);
  g_return_val_if_fail (stage >= 0 && stage < RF_TRANSFER_N_STAGES, 0);
  return self->stage_time[stage];
}

/**
 * rf_transfer_advance:
 * @self: a transfer
 * @event: what a TransferStage signal of the core carried: the name of a stage or of an end
 * @code: the SIP status that it rests on, or 0
 * @reason: (nullable): text that came with it
 * @time_us: when, in µs since 1970
 *
 * The one way in which a transfer changes.
 *
 * Returns: whether it said anything new; %FALSE for names that are not known
 */
gboolean
rf_transfer_advance (RfTransfer *self,
                     const char *event,
                     guint       code,
                     const char *reason,
                     gint64      time_us)
{
  RfTransferStage old_stage, stage = stage_from_name (event);
  RfTransferResult old_result, result = result_from_name (event);
  gboolean changed;

  g_return_val_if_fail (RF_IS_TRANSFER (self), FALSE);

  old_stage = self->stage;
  old_result = self->result;
  if (stage != RF_TRANSFER_STAGE_NONE)
    changed = move_to_stage (self, stage, MAX (time_us, 1));
  else if (result != RF_TRANSFER_PENDING)
    changed = move_to_result (self, result, MAX (time_us, 1));
  else
    changed = FALSE;
  if (!changed) {
    g_debug ("An event at stage %d with result %d changed nothing", old_stage, old_result);
    return FALSE;
  }

  g_object_freeze_notify (G_OBJECT (self));
  /* What is told late about an earlier stage must not replace the newer status. */
  if (result != RF_TRANSFER_PENDING)
    self->cause = rf_transfer_cause_from_reason (code, reason);
  if (result != RF_TRANSFER_PENDING || self->stage == stage)
    take_status (self, MIN (code, G_MAXUINT16), reason);
  if (self->stage != old_stage)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STAGE]);
  if (self->result != old_result)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RESULT]);
  g_object_thaw_notify (G_OBJECT (self));
  if (self->stage != old_stage)
    g_signal_emit (self, signals[STAGE_CHANGED], 0, (int) self->stage);
  g_signal_emit (self, signals[ADVANCED], 0,
                 result != RF_TRANSFER_PENDING ? result_names[self->result] : stage_names[stage],
                 MIN (code, G_MAXUINT16), time_us);
  return TRUE;
}
