/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-waiting.h"

G_BEGIN_DECLS

#define RF_SCANNED_MAX 64

/**
 * RfScanned:
 * @entries: messages that wait, in their order
 * @n_entries: how many
 * @is_read: whether each could be read
 * @sips: what each says, where it could
 *
 * Some messages with what they say.
 */
typedef struct {
  const RfWaiting *entries;
  guint            n_entries;
  gboolean         is_read[RF_SCANNED_MAX];
  RfSipMessage     sips[RF_SCANNED_MAX];
} RfScanned;

/**
 * RfScanAhead:
 *
 * Reads the messages of a list while their places in the trace are worked out.
 */
typedef struct _RfScanAhead RfScanAhead;

RfScanAhead     *rf_scan_ahead_new  (const RfWaitingList *list,
                                     guint                count);
void             rf_scan_ahead_free (RfScanAhead *self);
const RfScanned *rf_scan_ahead_next (RfScanAhead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfScanAhead, rf_scan_ahead_free)

G_END_DECLS
