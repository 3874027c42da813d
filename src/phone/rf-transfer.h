/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-transfer-cause.h"

G_BEGIN_DECLS

typedef struct _RfCall RfCall;

/* In the order in which a transfer that works goes through them. */
typedef enum {
  RF_TRANSFER_STAGE_NONE,
  RF_TRANSFER_STAGE_WAITING, /* for the target to answer our own call to it; begins after that */
  RF_TRANSFER_STAGE_HOLD_SENT,
  RF_TRANSFER_STAGE_HOLD_CONFIRMED,
  RF_TRANSFER_STAGE_REFER_SENT,
  RF_TRANSFER_STAGE_ACCEPTED,
  RF_TRANSFER_STAGE_TRYING,
  RF_TRANSFER_STAGE_RINGING,
  RF_TRANSFER_STAGE_ANSWERED,
  RF_TRANSFER_STAGE_SUBSCRIPTION_ENDED,
  RF_TRANSFER_STAGE_RELEASED,
  RF_TRANSFER_N_STAGES,
} RfTransferStage;

typedef enum {
  RF_TRANSFER_PENDING,
  RF_TRANSFER_SUCCEEDED,
  RF_TRANSFER_FAILED,  /* the target could not be reached; code tells why */
  RF_TRANSFER_REFUSED, /* the other phone did not take the REFER */
  RF_TRANSFER_UNKNOWN, /* it took it and never said how it went */
  RF_TRANSFER_CANCELLED, /* by us, before anything was sent */
} RfTransferResult;

typedef enum {
  RF_TRANSFER_BLIND_KIND,    /* to an address */
  RF_TRANSFER_ATTENDED_KIND, /* to a call of ours, which the new call replaces */
} RfTransferWay;

/**
 * RfTransfer:
 *
 * One transfer that we asked for, as transferor: where it stands and when it got there. A transfer
 * is over when "result" is not %RF_TRANSFER_PENDING; 202 alone never ends it.
 *
 * A stage can be passed over, and "stage" of a failed attempt can lie behind one that was never
 * reached (the subscription ends either way): rf_transfer_get_stage_time() tells which were.
 *
 * Properties, all notify: "kind" (i), "target" (URI), "target-label", "with" (RfCall that it goes
 * to; NULL for a blind one, and when nobody holds that call any more), "stage" (i), "result" (i),
 * "code" (u), "reason" (s).
 * Signals: "stage-changed" (int stage); "advanced" (string, uint code, int64 µs since 1970): each
 * stage that was reached and the end, once, by the names that the core has for them.
 */
#define RF_TYPE_TRANSFER (rf_transfer_get_type ())
G_DECLARE_FINAL_TYPE (RfTransfer, rf_transfer, RF, TRANSFER, GObject)

RfTransfer      *rf_transfer_new              (const char *target);
RfTransfer      *rf_transfer_new_with         (RfCall *with);
RfTransferWay    rf_transfer_get_kind         (RfTransfer *self);
RfCall          *rf_transfer_get_with         (RfTransfer *self);
const char      *rf_transfer_get_target       (RfTransfer *self);
const char      *rf_transfer_get_target_label (RfTransfer *self);
RfTransferStage  rf_transfer_get_stage        (RfTransfer *self);
RfTransferResult rf_transfer_get_result       (RfTransfer *self);
guint            rf_transfer_get_code         (RfTransfer *self);
const char      *rf_transfer_get_reason       (RfTransfer *self);
RfTransferCause  rf_transfer_get_cause        (RfTransfer *self);
const char      *rf_transfer_get_end_kind     (RfTransfer *self);
gint64           rf_transfer_get_stage_time   (RfTransfer      *self,
                                               RfTransferStage  stage);
gboolean         rf_transfer_advance          (RfTransfer *self,
                                               const char *event,
                                               guint       code,
                                               const char *reason,
                                               gint64      time_us);

G_END_DECLS
