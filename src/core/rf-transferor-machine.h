/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A transfer that we ask for, from the click to its end (RFC 3515, RFC 5589 §6). */
typedef enum {
  RF_TRANSFEROR_WAITING,   /* for the target to answer our own call to it (RFC 5589 §7.6) */
  RF_TRANSFEROR_HOLDING,
  RF_TRANSFEROR_REFERRING,
  RF_TRANSFEROR_ACCEPTED,  /* by a 2xx or by a NOTIFY that overtook it; says nothing of success */
  RF_TRANSFEROR_ANSWERED,  /* the target took the call; ours is being released */
  RF_TRANSFEROR_SUCCEEDED,
  RF_TRANSFEROR_FAILED,
  RF_TRANSFEROR_REFUSED,
  RF_TRANSFEROR_UNKNOWN,
  RF_TRANSFEROR_CANCELLED, /* before the REFER was sent: nothing has happened */
  RF_TRANSFEROR_N_STATES,
} RfTransferorState;

typedef enum {
  RF_TRANSFEROR_TARGET_ANSWERED,
  RF_TRANSFEROR_TARGET_GONE,
  RF_TRANSFEROR_HOLD_CONFIRMED,
  RF_TRANSFEROR_HOLD_REFUSED,
  RF_TRANSFEROR_REFER_ACCEPTED,
  RF_TRANSFEROR_REFER_REFUSED,
  RF_TRANSFEROR_NOTIFY_PROGRESS,
  RF_TRANSFEROR_NOTIFY_SUCCESS,
  RF_TRANSFEROR_NOTIFY_FAILURE,
  RF_TRANSFEROR_SUBSCRIPTION_ENDED,
  RF_TRANSFEROR_CALL_GONE,
  RF_TRANSFEROR_TIMEOUT,
  RF_TRANSFEROR_CANCEL,
  RF_TRANSFEROR_N_EVENTS,
} RfTransferorEvent;

typedef enum {
  RF_TRANSFEROR_DO_NOTHING,
  RF_TRANSFEROR_SEND_HOLD,
  RF_TRANSFEROR_SEND_REFER,
  RF_TRANSFEROR_SEND_BYE,
} RfTransferorAction;

RfTransferorState rf_transferor_machine_next (RfTransferorState   state,
                                              RfTransferorEvent   event,
                                              RfTransferorAction *action);
gboolean          rf_transferor_machine_is_over (RfTransferorState state);

G_END_DECLS
