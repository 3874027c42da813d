/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-patience"

#include "config.h"

#include "rf-patience.h"

/* Timer N of RFC 6665 §4.1.2.4: how long a report may be late. */
#define TIMER_N_S 32
/* Without a word on the expiry the target may ring for as long as phones do. */
#define RING_S    200
/* A target may ring for minutes, and its phone may say so again and again; who says the same for
 * longer than this will not say anything else. */
#define STALL_S   600

/**
 * rf_patience_begin:
 * @self: how long to wait
 * @now_ms: now, when the request went out
 */
void
rf_patience_begin (RfPatience *self,
                   gint64      now_ms)
{
  self->since_ms = now_ms;
  self->code = 0;
}

/**
 * rf_patience_hear:
 * @self: how long to wait
 * @code: the status that a report told
 * @now_ms: now
 *
 * Only what goes forward is news, or a phone that tells 100 and 180 in turn would be waited for
 * for ever.
 */
void
rf_patience_hear (RfPatience *self,
                  guint       code,
                  gint64      now_ms)
{
  if (code <= self->code)
    return;
  self->since_ms = now_ms;
  self->code = code;
}

/**
 * rf_patience_left:
 * @self: how long to wait
 * @expires: for how many seconds the subscription was said to last, or %RF_PATIENCE_NO_EXPIRY
 * @now_ms: now
 *
 * A subscription that is not renewed ends when the last NOTIFY, or the answer to the last
 * SUBSCRIBE, said it would (RFC 6665 §4.1.2.2); a report that is late is still welcome.
 *
 * Returns: after how many ms nobody need wait any more
 */
guint
rf_patience_left (const RfPatience *self,
                  guint             expires,
                  gint64            now_ms)
{
  gint64 seconds = expires == RF_PATIENCE_NO_EXPIRY ? RING_S
                                                    : MIN ((gint64) expires + TIMER_N_S, RING_S);
  gint64 end_ms = self->since_ms + STALL_S * 1000;

  return (guint) CLAMP (seconds * 1000, 0, MAX (end_ms - now_ms, 0));
}
