/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tcp-queue"

#include "config.h"

#include "rf-tcp-queue.h"

static void
segment_free (RfTcpSegment *segment)
{
  g_free ((char *) segment->bytes.bytes.p);
  g_free (segment);
}

/* Sequence numbers begin again at 0 (RFC 9293 §3.4). */
static gboolean
is_behind (guint32 a,
           guint32 b)
{
  return (gint32) (a - b) > 0;
}

/* Those are few, so the place among them is looked for from the end. */
static void
insert (RfTcpQueue   *self,
        RfTcpSegment *segment)
{
  GList *before = self->segments.tail;

  while (before && is_behind (((RfTcpSegment *) before->data)->seq, segment->seq))
    before = before->prev;
  if (before)
    g_queue_insert_after (&self->segments, before, segment);
  else
    g_queue_push_head (&self->segments, segment);
  self->n_bytes += segment->bytes.bytes.len;
}

/**
 * rf_tcp_queue_add:
 * @self: segments
 * @seq: sequence number of the first of @bytes
 * @bytes: what is in the segment; copied
 *
 * Puts in one more.
 */
void
rf_tcp_queue_add (RfTcpQueue       *self,
                  guint32           seq,
                  const RfTcpBytes *bytes)
{
  RfTcpSegment *segment = g_new (RfTcpSegment, 1);

  segment->seq = seq;
  segment->bytes = *bytes;
  segment->bytes.is_mapped = FALSE;
  segment->bytes.bytes.p = g_memdup2 (bytes->bytes.p, bytes->bytes.len);
  if (self->segments.length == 0)
    self->since_ns = bytes->time_ns;
  insert (self, segment);
}

/**
 * rf_tcp_queue_peek:
 * @self: segments
 *
 * Returns: (transfer none) (nullable): the first of them
 */
const RfTcpSegment *
rf_tcp_queue_peek (const RfTcpQueue *self)
{
  return g_queue_peek_head ((GQueue *) &self->segments);
}

/**
 * rf_tcp_queue_drop_first:
 * @self: segments, one at least
 *
 * Takes out the first of them.
 */
void
rf_tcp_queue_drop_first (RfTcpQueue *self)
{
  RfTcpSegment *segment = g_queue_pop_head (&self->segments);

  self->n_bytes -= segment->bytes.bytes.len;
  segment_free (segment);
}

/**
 * rf_tcp_queue_move_first:
 * @self: segments, one at least
 * @to: other segments
 *
 * Moves the first of them.
 */
void
rf_tcp_queue_move_first (RfTcpQueue *self,
                         RfTcpQueue *to)
{
  RfTcpSegment *segment = g_queue_pop_head (&self->segments);

  self->n_bytes -= segment->bytes.bytes.len;
  if (to->segments.length == 0)
    to->since_ns = segment->bytes.time_ns;
  insert (to, segment);
}

/**
 * rf_tcp_queue_clear:
 * @self: segments
 *
 * Frees them.
 */
void
rf_tcp_queue_clear (RfTcpQueue *self)
{
  while (self->segments.length > 0)
    rf_tcp_queue_drop_first (self);
}

/**
 * rf_tcp_queue_reaches:
 * @self: segments
 * @end: a sequence number
 *
 * Returns: whether there is no gap between the first of them and @end
 */
gboolean
rf_tcp_queue_reaches (const RfTcpQueue *self,
                      guint32           end)
{
  const RfTcpSegment *first = rf_tcp_queue_peek (self);
  guint32 next = first ? first->seq : 0;

  for (const GList *l = self->segments.head; l; l = l->next) {
    const RfTcpSegment *segment = l->data;
    guint32 behind = segment->seq + (guint32) (segment->bytes.bytes.len + segment->bytes.missing);

    if (is_behind (segment->seq, next))
      return FALSE;
    if (is_behind (behind, next))
      next = behind;
  }

  return first != NULL && !is_behind (end, next);
}

/**
 * rf_tcp_queue_dup_start:
 * @self: segments
 * @max: how many bytes are enough
 *
 * Returns: (transfer full): the bytes of those at the front that follow each other without a gap
 */
GByteArray *
rf_tcp_queue_dup_start (const RfTcpQueue *self,
                        gsize             max)
{
  const RfTcpSegment *first = rf_tcp_queue_peek (self);
  GByteArray *start = g_byte_array_new ();

  for (const GList *l = self->segments.head; l && start->len < max; l = l->next) {
    const RfTcpSegment *segment = l->data;
    RfTcpBytes bytes = segment->bytes;
    guint32 at = segment->seq - first->seq;

    if (at > start->len)
      break;
    if (rf_tcp_segment_cut (&bytes, start->len - at))
      g_byte_array_append (start, (const guint8 *) bytes.bytes.p, (guint) bytes.bytes.len);
    if (bytes.missing > 0)
      break;
  }

  return start;
}

/**
 * rf_tcp_segment_cut:
 * @bytes: (inout): what is in a segment
 * @known: how many bytes at its front were there already
 *
 * Takes them off.
 *
 * Returns: whether there is more
 */
gboolean
rf_tcp_segment_cut (RfTcpBytes *bytes,
                    gsize       known)
{
  gsize there = MIN (known, bytes->bytes.len);

  bytes->bytes = rf_str_skip (bytes->bytes, there);
  known -= there;
  bytes->missing -= MIN (known, bytes->missing);

  return bytes->bytes.len > 0 || bytes->missing > 0;
}
