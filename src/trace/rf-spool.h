/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RfSpoolEnd:
 * @RF_SPOOL_ALL: everything was read
 * @RF_SPOOL_BROKEN: what is packed is cut off or damaged; the part before is there
 * @RF_SPOOL_FOLLOWED: behind what is packed stands something else, which was not read
 * @RF_SPOOL_TOO_WIDE: unpacking the rest needs more memory than is allowed: what repeats in it is
 *   too far apart (RFC 8878 §3.1.1.1.2); the part before is there
 * @RF_SPOOL_TOO_LARGE: there is more than is allowed; the part before is there
 *
 * How reading ended.
 */
typedef enum {
  RF_SPOOL_ALL,
  RF_SPOOL_BROKEN,
  RF_SPOOL_FOLLOWED,
  RF_SPOOL_TOO_WIDE,
  RF_SPOOL_TOO_LARGE,
} RfSpoolEnd;

gboolean rf_spool_is_packed (int fd);
int      rf_spool           (int          fd,
                             guint64      max,
                             RfSpoolEnd  *end,
                             gboolean    *is_packed,
                             GError     **error);

G_END_DECLS
