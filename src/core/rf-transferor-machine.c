/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-transferor-machine"

#include "config.h"

#include "rf-transferor-machine.h"

static RfTransferorState
from_waiting (RfTransferorEvent   event,
              RfTransferorAction *action)
{
  switch (event) {
  case RF_TRANSFEROR_TARGET_ANSWERED:
    *action = RF_TRANSFEROR_SEND_HOLD;
    return RF_TRANSFEROR_HOLDING;
  case RF_TRANSFEROR_TARGET_GONE:
  case RF_TRANSFEROR_CALL_GONE:
    return RF_TRANSFEROR_FAILED;
  case RF_TRANSFEROR_CANCEL:
    return RF_TRANSFEROR_CANCELLED;
  default:
    return RF_TRANSFEROR_WAITING;
  }
}

static RfTransferorState
from_holding (RfTransferorEvent   event,
              RfTransferorAction *action)
{
  switch (event) {
  case RF_TRANSFEROR_HOLD_CONFIRMED:
    *action = RF_TRANSFEROR_SEND_REFER;
    return RF_TRANSFEROR_REFERRING;
  case RF_TRANSFEROR_HOLD_REFUSED:
  case RF_TRANSFEROR_TARGET_GONE:
  case RF_TRANSFEROR_CALL_GONE:
  case RF_TRANSFEROR_TIMEOUT:
    return RF_TRANSFEROR_FAILED;
  case RF_TRANSFEROR_CANCEL:
    return RF_TRANSFEROR_CANCELLED;
  default:
    return RF_TRANSFEROR_HOLDING;
  }
}

/* Before and after the REFER was accepted the same things may be heard, in any order: the first
 * NOTIFY may overtake the 2xx (RFC 3515 §2.4.4), and the peer may release the call before it
 * tells how the transfer went. Nothing in SIP makes the other phone stop: to cancel is to stop
 * listening. */
static RfTransferorState
from_referring (RfTransferorState   state,
                RfTransferorEvent   event,
                RfTransferorAction *action)
{
  switch (event) {
  case RF_TRANSFEROR_REFER_ACCEPTED:
  case RF_TRANSFEROR_NOTIFY_PROGRESS:
    return RF_TRANSFEROR_ACCEPTED;
  case RF_TRANSFEROR_REFER_REFUSED:
    return RF_TRANSFEROR_REFUSED;
  case RF_TRANSFEROR_NOTIFY_SUCCESS:
    *action = RF_TRANSFEROR_SEND_BYE;
    return RF_TRANSFEROR_ANSWERED;
  case RF_TRANSFEROR_NOTIFY_FAILURE:
    return RF_TRANSFEROR_FAILED;
  case RF_TRANSFEROR_SUBSCRIPTION_ENDED:
  case RF_TRANSFEROR_TIMEOUT:
  case RF_TRANSFEROR_CANCEL:
    return RF_TRANSFEROR_UNKNOWN;
  default:
    return state;
  }
}

/* What could not be known may still be learned: a report that is late, or an answer to the REFER
 * after nobody waited for it any more. */
static RfTransferorState
from_unknown (RfTransferorEvent   event,
              RfTransferorAction *action)
{
  switch (event) {
  case RF_TRANSFEROR_REFER_REFUSED:
    return RF_TRANSFEROR_REFUSED;
  case RF_TRANSFEROR_NOTIFY_SUCCESS:
    *action = RF_TRANSFEROR_SEND_BYE;
    return RF_TRANSFEROR_ANSWERED;
  case RF_TRANSFEROR_NOTIFY_FAILURE:
    return RF_TRANSFEROR_FAILED;
  default:
    return RF_TRANSFEROR_UNKNOWN;
  }
}

/**
 * rf_transferor_machine_next:
 * @state: where the transfer stands
 * @event: what happened
 * @action: (out): what must be done now
 *
 * The one transition function of a transfer that we asked for. 202 never ends it; nothing leaves
 * an end, but for one that was unknown.
 *
 * Returns: where it stands now
 */
RfTransferorState
rf_transferor_machine_next (RfTransferorState   state,
                            RfTransferorEvent   event,
                            RfTransferorAction *action)
{
  *action = RF_TRANSFEROR_DO_NOTHING;

  switch (state) {
  case RF_TRANSFEROR_WAITING:
    return from_waiting (event, action);
  case RF_TRANSFEROR_HOLDING:
    return from_holding (event, action);
  case RF_TRANSFEROR_REFERRING:
  case RF_TRANSFEROR_ACCEPTED:
    return from_referring (state, event, action);
  case RF_TRANSFEROR_ANSWERED:
    return event == RF_TRANSFEROR_CALL_GONE ? RF_TRANSFEROR_SUCCEEDED : state;
  case RF_TRANSFEROR_UNKNOWN:
    return from_unknown (event, action);
  default:
    return state;
  }
}

/**
 * rf_transferor_machine_is_over:
 * @state: where a transfer stands
 *
 * Returns: whether nobody waits for more to come of it
 */
gboolean
rf_transferor_machine_is_over (RfTransferorState state)
{
  return state >= RF_TRANSFEROR_SUCCEEDED;
}
