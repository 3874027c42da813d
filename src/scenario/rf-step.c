/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-step"

#include "rf-step.h"

#include "rf-uri.h"

typedef gboolean (*CallTest) (RfCall *call);

/* Each phone of a cast has a port of its own, whatever else is in the URIs that it is known by. */
static gboolean
is_same_phone (const char *a, const char *b)
{
  RfUri one, other;

  return rf_uri_parse (&one, rf_str_from_c (a)) && rf_uri_parse (&other, rf_str_from_c (b))
         && rf_str_case_equal (one.host, other.host) && one.port == other.port;
}

static gboolean
is_with (RfCall *call, const char *address)
{
  const char *peer = rf_call_get_peer_uri (call);

  return !address || (peer && is_same_phone (peer, address));
}

/* The newest call that passes @test; calls are few, the newest is the last. */
static RfCall *
find_call_with (RfPhone *phone, const char *with, const char *not_with, CallTest test)
{
  GListModel *calls = G_LIST_MODEL (phone);

  for (guint i = g_list_model_get_n_items (calls); i > 0; i--) {
    /* The list keeps it alive. */
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i - 1);

    if (test (call) && is_with (call, with) && (!not_with || !is_with (call, not_with)))
      return call;
  }
  return NULL;
}

/* Among the calls that the step means. */
static RfCall *
find_call (const RfStepSight *sight, CallTest test)
{
  return find_call_with (sight->phone, sight->with, NULL, test);
}

static gboolean
is_any (RfCall *call)
{
  return TRUE;
}

static gboolean
is_waiting (RfCall *call)
{
  return rf_call_get_state (call) == RF_CALL_RINGING_IN;
}

static gboolean
is_up (RfCall *call)
{
  return rf_call_get_state (call) == RF_CALL_ESTABLISHED;
}

static gboolean
is_held (RfCall *call)
{
  return is_up (call) && rf_call_get_local_hold (call);
}

static gboolean
is_talking (RfCall *call)
{
  return is_up (call) && !rf_call_get_local_hold (call);
}

static gboolean
is_ringing_there (RfCall *call)
{
  return rf_call_get_state (call) == RF_CALL_RINGING_OUT;
}

/* A transfer to it can be asked for: now, or when it is answered. */
static gboolean
is_consultation (RfCall *call)
{
  return rf_call_is_live (call) && (is_up (call) || !rf_call_is_incoming (call));
}

static gboolean
is_asked (RfCall *call)
{
  return rf_call_get_request_target (call) != NULL;
}

/* Somebody asked for a transfer of it, and was given an answer. */
static gboolean
has_replied (RfCall *call)
{
  return rf_call_get_transferee_stage (call) != NULL;
}

static gboolean
is_dialled (RfCall *call)
{
  return rf_call_is_live (call) && !rf_call_is_incoming (call);
}

static gboolean
is_transferring (RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  return transfer && rf_transfer_get_result (transfer) == RF_TRANSFER_PENDING;
}

static gboolean
can_transfer (RfCall *call)
{
  return is_up (call) && !is_transferring (call);
}

static gboolean
has_transfer (RfCall *call)
{
  return rf_call_get_transfer (call) != NULL;
}

/* Where the transfer worked it is over when the transferor's part in it is: the original call has
 * gone. */
static gboolean
is_transfer_over (RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  if (!transfer || rf_transfer_get_result (transfer) == RF_TRANSFER_PENDING)
    return FALSE;
  return rf_transfer_get_result (transfer) != RF_TRANSFER_SUCCEEDED || !rf_call_is_live (call);
}

/* An incoming call that came after the last step and needs no answer any more: a person has given
 * it. */
static gboolean
was_answered_by_hand (const RfStepSight *sight)
{
  RfCall *call = find_call (sight, is_any);

  return call && rf_call_is_incoming (call) && rf_call_get_created_at (call) >= sight->since
         && rf_call_get_state (call) != RF_CALL_RINGING_IN;
}

/* A call that a transfer has been asked for on since the last step, however that went. */
static RfCall *
find_transferred_by_hand (const RfStepSight *sight)
{
  RfCall *call = find_call (sight, has_transfer);
  RfTransfer *transfer = call ? rf_call_get_transfer (call) : NULL;

  if (!transfer)
    return NULL;
  /* The first thing that a transfer does is to hold the call, where that is not on hold already. */
  if (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_HOLD_SENT) >= sight->since
      || rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_REFER_SENT) >= sight->since)
    return call;
  return NULL;
}

static gboolean
was_dialled_by_hand (const RfStepSight *sight)
{
  RfCall *call = find_call (sight, is_dialled);

  return call && g_strcmp0 (rf_call_get_peer_uri (call), sight->target) == 0;
}

static gboolean
is_condition_true (const RfScenarioStep *step, const RfStepSight *sight)
{
  RfCall *newest = find_call (sight, is_any);

  if (g_str_equal (step->argument, "ringing"))
    return find_call (sight, is_waiting) || was_answered_by_hand (sight);
  if (g_str_equal (step->argument, "ringing-there"))
    return find_call (sight, is_ringing_there) != NULL;
  if (g_str_equal (step->argument, "established"))
    return find_call (sight, is_up) != NULL;
  if (g_str_equal (step->argument, "asked"))
    return find_call (sight, is_asked) || find_call (sight, has_replied);
  if (g_str_equal (step->argument, "transfer-over"))
    return sight->transferred && is_transfer_over (sight->transferred);
  if (g_str_equal (step->argument, "ended"))
    return !newest || !rf_call_is_live (newest);
  g_assert (g_str_equal (step->argument, "idle"));
  return !find_call (sight, rf_call_is_live);
}

static RfStepReadiness
look_for (const RfStepSight *sight, CallTest test, gboolean by_hand, RfCall **call)
{
  *call = find_call (sight, test);
  if (*call)
    return RF_STEP_POSSIBLE;
  return by_hand ? RF_STEP_ALREADY_DONE : RF_STEP_NOT_YET;
}

static RfStepReadiness
look_for_transfer (const RfScenarioStep *step, const RfStepSight *sight, RfCall **call)
{
  gboolean to_call = step->action == RF_STEP_TRANSFER_TO;

  if (!sight->target)
    return RF_STEP_NOT_YET;
  *call = find_transferred_by_hand (sight);
  if (*call)
    return RF_STEP_ALREADY_DONE;
  if (to_call && !rf_step_find_call_to (sight->phone, sight->target))
    return RF_STEP_NOT_YET;
  *call = find_call_with (sight->phone, sight->with, to_call ? sight->target : NULL, can_transfer);
  return *call ? RF_STEP_POSSIBLE : RF_STEP_NOT_YET;
}

/**
 * rf_step_find_call_to:
 * @phone: the phone of a transferor
 * @target: address of the target's phone
 *
 * Returns: (transfer none) (nullable): the newest call to @target that another call can be
 *   transferred to
 */
RfCall *
rf_step_find_call_to (RfPhone *phone, const char *target)
{
  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);
  g_return_val_if_fail (target != NULL, NULL);

  return find_call_with (phone, target, NULL, is_consultation);
}

/**
 * rf_step_look:
 * @step: a step
 * @sight: what it is judged by
 * @call: (out) (transfer none) (nullable): the call that it acts on
 *
 * Looks whether @step can be done now. A person may have used the phone by hand, so it goes by what
 * it finds, not by what the steps before have done.
 *
 * Returns: whether it can be done, or has been
 */
RfStepReadiness
rf_step_look (const RfScenarioStep *step, const RfStepSight *sight, RfCall **call)
{
  g_return_val_if_fail (step != NULL && sight != NULL && call != NULL, RF_STEP_NOT_YET);

  *call = NULL;
  if (rf_phone_get_state (sight->phone) != RF_PHONE_READY || (step->call && !sight->with))
    return RF_STEP_NOT_YET;
  switch (step->action) {
  case RF_STEP_DIAL:
    if (!sight->target)
      return RF_STEP_NOT_YET;
    return was_dialled_by_hand (sight) ? RF_STEP_ALREADY_DONE : RF_STEP_POSSIBLE;
  case RF_STEP_ANSWER:
  case RF_STEP_REJECT:
    return look_for (sight, is_waiting, was_answered_by_hand (sight), call);
  case RF_STEP_TRANSFER:
  case RF_STEP_TRANSFER_TO:
    return look_for_transfer (step, sight, call);
  case RF_STEP_CANCEL_TRANSFER:
    return look_for (sight, is_transferring, find_call (sight, has_transfer) != NULL, call);
  case RF_STEP_ACCEPT:
  case RF_STEP_DECLINE:
    return look_for (sight, is_asked, find_call (sight, has_replied) != NULL, call);
  case RF_STEP_HANG_UP:
    return look_for (sight, rf_call_is_live, TRUE, call);
  case RF_STEP_HOLD:
    return look_for (sight, is_talking, find_call (sight, is_held) != NULL, call);
  case RF_STEP_RESUME:
    return look_for (sight, is_held, find_call (sight, is_talking) != NULL, call);
  case RF_STEP_TALK:
    return look_for (sight, is_talking, FALSE, call);
  case RF_STEP_WAIT:
    return is_condition_true (step, sight) ? RF_STEP_POSSIBLE : RF_STEP_NOT_YET;
  }
  g_return_val_if_reached (RF_STEP_NOT_YET);
}

static const char *
get_missing_condition (const char *condition)
{
  if (g_str_equal (condition, "ringing"))
    return "did not ring";
  if (g_str_equal (condition, "ringing-there"))
    return "has no call that rings at the other end";
  if (g_str_equal (condition, "established"))
    return "has no call that is up";
  if (g_str_equal (condition, "asked"))
    return "was not asked to transfer a call";
  if (g_str_equal (condition, "transfer-over"))
    return "did not see its transfer through to an end";
  return "still has a call";
}

/**
 * rf_step_dup_missing:
 * @step: a step that could not be done in time
 * @label: what its party is called
 *
 * Returns: (transfer full): a sentence about what it waited for in vain
 */
char *
rf_step_dup_missing (const RfScenarioStep *step, const char *label)
{
  const char *what = NULL;

  g_return_val_if_fail (step != NULL && label != NULL, NULL);

  switch (step->action) {
  case RF_STEP_DIAL:
  case RF_STEP_HANG_UP:
    what = "was not ready";
    break;
  case RF_STEP_ANSWER:
  case RF_STEP_REJECT:
    what = "did not ring";
    break;
  case RF_STEP_TRANSFER:
    what = "has no call that could be transferred";
    break;
  case RF_STEP_TRANSFER_TO:
    what = "does not have the two calls that it is to connect";
    break;
  case RF_STEP_CANCEL_TRANSFER:
    what = "has asked for no transfer";
    break;
  case RF_STEP_ACCEPT:
  case RF_STEP_DECLINE:
    what = get_missing_condition ("asked");
    break;
  case RF_STEP_HOLD:
    what = "has no call that could be held";
    break;
  case RF_STEP_RESUME:
    what = "has no call on hold";
    break;
  case RF_STEP_TALK:
    what = "has no call to talk in";
    break;
  case RF_STEP_WAIT:
    what = get_missing_condition (step->argument);
    break;
  }
  return g_strdup_printf ("Waited %u s: %s's phone %s. The scenario stops here; the phones can "
                          "still be used by hand.", step->within_ms / 1000, label, what);
}
