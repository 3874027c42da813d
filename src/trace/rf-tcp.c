/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tcp"

#include "config.h"

#include "rf-tcp.h"

#include "rf-endpoint.h"
#include "rf-tcp-stream.h"

#define MAX_STREAMS      16384
#define MAX_BYTES        (64 * 1024 * 1024) /* waiting, in all of them */
/* Further away from what comes next a segment belongs to another connection. */
#define MAX_DISTANCE     (16 * 1024 * 1024)

/* A segment that is missing may still come: late, or again. When the other side has acknowledged
 * it, it went past the capture; a few packets are waited for, as files are not always in order. */
#define MAX_WAITING_ACKED    3
#define MAX_WAITING          256
#define MAX_WAITING_BYTES    (256 * 1024)
#define MAX_WAITING_ACKED_US (1 * G_USEC_PER_SEC)
#define MAX_WAITING_US       (60 * G_USEC_PER_SEC)

/* A segment behind a gap. */
typedef struct {
  guint32    seq;
  RfTcpBytes bytes; /* owned */
} Waiting;

typedef struct _Stream Stream;

struct _Stream {
  RfTcpStream stream; /* must be first: its addresses are the key */
  gboolean    has_next;
  guint32     next;   /* sequence number of the byte that comes next */
  guint32     acked;
  gboolean    has_acked;
  GQueue      waiting;
  gsize       n_waiting_bytes;
  gint64      waiting_since_us;
  Stream     *peer;   /* nullable: the other direction */
  gsize       counted;
  GList       link;   /* in the order in which they were last used */
};

struct _RfTcp {
  RfCaptureSink *sink;
  GHashTable    *streams;
  GQueue         by_use;
  gsize          n_bytes;
};

static guint
hash_stream (gconstpointer key)
{
  const RfTcpStream *stream = key;

  return rf_endpoint_hash (&stream->source) * 31 + rf_endpoint_hash (&stream->destination);
}

static gboolean
is_same_stream (gconstpointer a,
                gconstpointer b)
{
  const RfTcpStream *x = a, *y = b;

  return rf_endpoint_equal (&x->source, &y->source) &&
         rf_endpoint_equal (&x->destination, &y->destination);
}

static void
waiting_free (Waiting *waiting)
{
  g_free ((char *) waiting->bytes.bytes.p);
  g_free (waiting);
}

static void
stream_free (Stream *stream)
{
  if (stream->peer)
    stream->peer->peer = NULL;
  g_queue_clear_full (&stream->waiting, (GDestroyNotify) waiting_free);
  rf_sip_stream_reset (&stream->stream.sip);
  rf_websocket_reset (&stream->stream.websocket);
  g_free (stream);
}

/**
 * rf_tcp_new:
 * @sink: where messages go
 *
 * Returns: (transfer full): no connections yet
 */
RfTcp *
rf_tcp_new (RfCaptureSink *sink)
{
  RfTcp *self = g_new0 (RfTcp, 1);

  self->sink = sink;
  self->streams = g_hash_table_new_full (hash_stream, is_same_stream, NULL,
                                         (GDestroyNotify) stream_free);
  g_queue_init (&self->by_use);

  return self;
}

/**
 * rf_tcp_free:
 * @self: (nullable): connections
 *
 * Frees them with what is not whole.
 */
void
rf_tcp_free (RfTcp *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->streams);
  g_free (self);
}

/* How far @seq is behind what comes next; less than nothing where it was there already. Sequence
 * numbers begin again at 0 (RFC 9293 §3.4). */
static gint32
get_distance (const Stream *stream,
              guint32       seq)
{
  return (gint32) (seq - stream->next);
}

static void
deliver (RfTcp            *self,
         Stream           *stream,
         const RfTcpBytes *bytes)
{
  stream->next += (guint32) (bytes->bytes.len + bytes->missing);
  rf_tcp_stream_deliver (&stream->stream, self->sink, bytes);
}

/* Takes off the front of @bytes what was there already. Whether there is more. */
static gboolean
cut_front (RfTcpBytes *bytes,
           gsize       known)
{
  gsize there = MIN (known, bytes->bytes.len);

  bytes->bytes = rf_str_skip (bytes->bytes, there);
  known -= there;
  bytes->missing -= MIN (known, bytes->missing);

  return bytes->bytes.len > 0 || bytes->missing > 0;
}

/* Delivers what waited for the byte that has come. @time_us is when that was. */
static void
deliver_waiting (RfTcp  *self,
                 Stream *stream,
                 gint64  time_us)
{
  Waiting *first;

  while ((first = g_queue_peek_head (&stream->waiting)) != NULL &&
         get_distance (stream, first->seq) <= 0) {
    RfTcpBytes bytes = first->bytes;

    bytes.time_us = MAX (bytes.time_us, time_us);
    if (cut_front (&bytes, (gsize) -(gint64) get_distance (stream, first->seq)))
      deliver (self, stream, &bytes);
    stream->n_waiting_bytes -= first->bytes.bytes.len;
    waiting_free (g_queue_pop_head (&stream->waiting));
  }
}

/* Goes on behind the first gap. */
static void
give_up_gap (RfTcp  *self,
             Stream *stream)
{
  const Waiting *first = g_queue_peek_head (&stream->waiting);

  rf_tcp_stream_skip (&stream->stream, self->sink, (guint64) get_distance (stream, first->seq),
                      &first->bytes.place);
  stream->next = first->seq;
  deliver_waiting (self, stream, 0);
}

static gboolean
is_gap_final (const Stream *stream,
              gint64        now_us)
{
  const Waiting *first = g_queue_peek_head ((GQueue *) &stream->waiting);
  gint64 waited_us = now_us - stream->waiting_since_us;
  gboolean is_acked = stream->has_acked && (gint32) (stream->acked - first->seq) >= 0;

  if (is_acked &&
      (stream->waiting.length > MAX_WAITING_ACKED || waited_us > MAX_WAITING_ACKED_US))
    return TRUE;

  return stream->waiting.length > MAX_WAITING || stream->n_waiting_bytes > MAX_WAITING_BYTES ||
         waited_us > MAX_WAITING_US;
}

static void
check_gap (RfTcp  *self,
           Stream *stream,
           gint64  now_us)
{
  while (stream->waiting.length > 0 && is_gap_final (stream, now_us)) {
    give_up_gap (self, stream);
    stream->waiting_since_us = now_us;
  }
}

/* Shows what there is, and forgets the rest. */
static void
end_stream (RfTcp  *self,
            Stream *stream)
{
  while (stream->waiting.length > 0)
    give_up_gap (self, stream);
  rf_tcp_stream_end (&stream->stream, self->sink);
  stream->has_next = FALSE;
}

static void
count_bytes (RfTcp  *self,
             Stream *stream)
{
  gsize now = stream->n_waiting_bytes + rf_tcp_stream_get_size (&stream->stream);

  self->n_bytes += now - stream->counted;
  stream->counted = now;
}

static void
remove_stream (RfTcp  *self,
               Stream *stream)
{
  end_stream (self, stream);
  self->n_bytes -= stream->counted;
  g_queue_unlink (&self->by_use, &stream->link);
  g_hash_table_remove (self->streams, stream);
}

static Stream *
add_stream (RfTcp         *self,
            const RfFrame *segment)
{
  Stream *stream = g_new0 (Stream, 1);
  const RfTcpStream back = { .source = segment->destination, .destination = segment->source };

  stream->stream.source = segment->source;
  stream->stream.destination = segment->destination;
  stream->link.data = stream;
  stream->peer = g_hash_table_lookup (self->streams, &back);
  if (stream->peer)
    stream->peer->peer = stream;
  g_hash_table_add (self->streams, stream);
  g_queue_push_tail_link (&self->by_use, &stream->link);

  return stream;
}

/* NULL where a connection would begin with nothing in it. */
static Stream *
find_stream (RfTcp         *self,
             const RfFrame *segment)
{
  const RfTcpStream key = { .source = segment->source, .destination = segment->destination };
  Stream *stream = g_hash_table_lookup (self->streams, &key);

  if (!stream) {
    if (segment->payload.len == 0 && !(segment->flags & RF_TCP_SYN))
      return NULL;
    stream = add_stream (self, segment);
  }
  g_queue_unlink (&self->by_use, &stream->link);
  g_queue_push_tail_link (&self->by_use, &stream->link);

  return stream;
}

/* A segment behind a gap; those are few, so the place among them is looked for from the end. */
static void
wait_for_gap (Stream           *stream,
              guint32           seq,
              const RfTcpBytes *bytes)
{
  Waiting *waiting = g_new (Waiting, 1);
  GList *before = stream->waiting.tail;

  waiting->seq = seq;
  waiting->bytes = *bytes;
  waiting->bytes.is_mapped = FALSE;
  waiting->bytes.bytes.p = g_memdup2 (bytes->bytes.p, bytes->bytes.len);
  while (before && (gint32) (((Waiting *) before->data)->seq - seq) > 0)
    before = before->prev;
  if (stream->waiting.length == 0)
    stream->waiting_since_us = bytes->time_us;
  if (before)
    g_queue_insert_after (&stream->waiting, before, waiting);
  else
    g_queue_push_head (&stream->waiting, waiting);
  stream->n_waiting_bytes += bytes->bytes.len;
}

static void
take_bytes (RfTcp      *self,
            Stream     *stream,
            guint32     seq,
            RfTcpBytes *bytes)
{
  gint32 distance;

  /* Before the first SIP there is nothing to be put together. */
  if (!stream->has_next || ABS ((gint64) get_distance (stream, seq)) > MAX_DISTANCE ||
      (!stream->stream.was_sip && stream->stream.mode == RF_TCP_SEARCHING &&
       get_distance (stream, seq) > 0)) {
    if (stream->has_next)
      end_stream (self, stream);
    stream->next = seq;
    stream->has_next = TRUE;
  }
  distance = get_distance (stream, seq);
  if (distance > 0) {
    wait_for_gap (stream, seq, bytes);
    return;
  }
  if (!cut_front (bytes, (gsize) -(gint64) distance))
    return;
  deliver (self, stream, bytes);
  deliver_waiting (self, stream, bytes->time_us);
}

/* A new connection, unless it is the same SYN again. */
static void
begin_connection (RfTcp   *self,
                  Stream  *stream,
                  guint32  first)
{
  if (stream->has_next && stream->next == first)
    return;
  end_stream (self, stream);
  stream->has_next = TRUE;
  stream->next = first;
  stream->has_acked = FALSE;
  rf_tcp_stream_begin (&stream->stream);
}

static void
take_acknowledgement (RfTcp         *self,
                      Stream        *stream,
                      const RfFrame *segment,
                      gint64         time_us)
{
  if (!stream || !(segment->flags & RF_TCP_ACK))
    return;
  stream->acked = segment->ack;
  stream->has_acked = TRUE;
  check_gap (self, stream, time_us);
  count_bytes (self, stream);
}

static void
drop_oldest (RfTcp *self)
{
  while (self->by_use.length > MAX_STREAMS ||
         (self->n_bytes > MAX_BYTES && self->by_use.length > 1))
    remove_stream (self, g_queue_peek_head (&self->by_use));
}

/**
 * rf_tcp_take:
 * @self: connections
 * @segment: one more segment
 * @time_us: when it was captured
 * @is_mapped: whether its bytes stay as long as the trace
 * @place: where it was found
 *
 * Puts streams together. Segments may come in any order, twice, or overlap; what came first stays.
 * A capture may begin in the middle of a connection, and segments may be missing: reading goes on
 * at the next segment that begins as SIP does.
 */
void
rf_tcp_take (RfTcp                *self,
             const RfFrame        *segment,
             gint64                time_us,
             gboolean              is_mapped,
             const RfCapturePlace *place)
{
  Stream *stream = find_stream (self, segment);
  guint32 seq = segment->seq;
  RfTcpBytes bytes = {
    .bytes = segment->payload,
    .missing = segment->missing,
    .is_mapped = is_mapped,
    .time_us = time_us,
    .place = *place,
  };

  g_assert (segment->kind == RF_FRAME_TCP);

  if (!stream)
    return;
  if (segment->flags & RF_TCP_SYN)
    begin_connection (self, stream, ++seq);
  if (bytes.bytes.len > 0 || bytes.missing > 0)
    take_bytes (self, stream, seq, &bytes);
  if (segment->flags & RF_TCP_RST)
    end_stream (self, stream);
  check_gap (self, stream, time_us);
  count_bytes (self, stream);
  take_acknowledgement (self, stream->peer, segment, time_us);
  drop_oldest (self);
}

/**
 * rf_tcp_flush:
 * @self: connections
 *
 * Nothing more will come: shows what there is.
 */
void
rf_tcp_flush (RfTcp *self)
{
  while (self->by_use.length > 0)
    remove_stream (self, g_queue_peek_head (&self->by_use));
}
