/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transfer-cause"

#include "rf-transfer-cause.h"

#include "rf-core-reasons.h"

static const char *const reasons[RF_TRANSFER_N_CAUSES] = {
  [RF_TRANSFER_CAUSE_CALL_ENDED] = RF_REASON_CALL_ENDED,
  [RF_TRANSFER_CAUSE_CANNOT_HOLD] = RF_REASON_CANNOT_HOLD,
  [RF_TRANSFER_CAUSE_CORE_ENDED] = RF_REASON_CORE_ENDED,
  [RF_TRANSFER_CAUSE_NOT_FOLLOWED] = RF_REASON_NOT_FOLLOWED,
  [RF_TRANSFER_CAUSE_NOT_SENT] = RF_REASON_NOT_SENT,
  [RF_TRANSFER_CAUSE_NO_ANSWER] = RF_REASON_NO_ANSWER,
  [RF_TRANSFER_CAUSE_NO_REPLACES] = RF_REASON_NO_REPLACES,
  [RF_TRANSFER_CAUSE_NO_RESULT] = RF_REASON_NO_RESULT,
  [RF_TRANSFER_CAUSE_RESUMED] = RF_REASON_RESUMED,
  [RF_TRANSFER_CAUSE_SILENT] = RF_REASON_SILENT,
  [RF_TRANSFER_CAUSE_TARGET_ENDED] = RF_REASON_TARGET_ENDED,
  [RF_TRANSFER_CAUSE_TARGET_NOT_HELD] = RF_REASON_TARGET_NOT_HELD,
};

/**
 * rf_transfer_cause_from_reason:
 * @code: the status that came with @reason, or 0
 * @reason: (nullable): a sentence of the core's or a phrase from the wire
 *
 * A phrase from the wire has a status, so that nobody can put words into the core's mouth; the only
 * one of the core's that has one too says which of two calls it is about.
 *
 * Returns: which of the core's own reasons it is
 */
RfTransferCause
rf_transfer_cause_from_reason (guint       code,
                               const char *reason)
{
  for (guint i = RF_TRANSFER_CAUSE_STATUS + 1; i < RF_TRANSFER_N_CAUSES; i++)
    if ((code == 0 || i == RF_TRANSFER_CAUSE_TARGET_NOT_HELD) &&
        g_strcmp0 (reasons[i], reason) == 0)
      return i;
  return RF_TRANSFER_CAUSE_STATUS;
}
