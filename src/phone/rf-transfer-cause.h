/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a transfer ended, where no status from the wire says it. */
typedef enum {
  RF_TRANSFER_CAUSE_STATUS,        /* one does; or nobody knows */
  RF_TRANSFER_CAUSE_CALL_ENDED,
  RF_TRANSFER_CAUSE_CANNOT_HOLD,
  RF_TRANSFER_CAUSE_CORE_ENDED,    /* it died */
  RF_TRANSFER_CAUSE_NOT_FOLLOWED,  /* any more, as the person wished */
  RF_TRANSFER_CAUSE_NOT_SENT,
  RF_TRANSFER_CAUSE_NO_ANSWER,     /* to the REFER */
  RF_TRANSFER_CAUSE_NO_REPLACES,
  RF_TRANSFER_CAUSE_NO_RESULT,
  RF_TRANSFER_CAUSE_RESUMED,
  RF_TRANSFER_CAUSE_SILENT,
  RF_TRANSFER_CAUSE_TARGET_ENDED,
  RF_TRANSFER_CAUSE_TARGET_NOT_HELD,
  RF_TRANSFER_N_CAUSES,
} RfTransferCause;

RfTransferCause rf_transfer_cause_from_reason (guint       code,
                                               const char *reason);

G_END_DECLS
