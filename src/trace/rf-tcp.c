/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tcp"

#include "config.h"

#include "rf-tcp.h"

#include "rf-endpoint.h"
#include "rf-tcp-beginning.h"
#include "rf-tcp-queue.h"
#include "rf-tcp-stream.h"

#define MAX_STREAMS      16384
#define MAX_BYTES        (64 * 1024 * 1024) /* waiting, in all of them */
/* Further away from what comes next a segment belongs to another connection: ahead, or behind,
 * where nothing can be sent again any more that far. */
#define MAX_AHEAD        (16 * 1024 * 1024)
#define MAX_BEHIND       (1024 * 1024)

/* A segment that is missing may still come: late, or again. When the other side has acknowledged
 * it, it went past the capture; a few packets are waited for, as files are not always in order. */
#define MAX_WAITING_ACKED    3
#define MAX_WAITING          256
#define MAX_WAITING_BYTES    (256 * 1024)
#define MAX_WAITING_ACKED_NS RF_NS_PER_S
#define MAX_WAITING_NS       (60 * RF_NS_PER_S)

/* Where the SYN was not captured, the first segment that is found need not be the first of those
 * there are: one that does not begin as SIP does waits for such a one, and those from before the
 * first byte that was taken are put together on their own. */
#define MAX_HELD             16
#define MAX_EARLY            64
#define MAX_EARLY_DISTANCE   (256 * 1024)
#define MAX_BEGINNING_NS     RF_NS_PER_S

/* So much of the first segment is compared with another that has its number. */
#define MAX_START            512

typedef struct _Stream Stream;

struct _Stream {
  RfTcpStream stream; /* must be first: its addresses are the key */
  gboolean    has_next;
  gboolean    has_syn;
  guint32     first;    /* sequence number of the first byte taken, as far as that matters */
  guint32     next;     /* of the byte that comes next */
  guint32     syn;      /* of the first byte, as the last SYN said */
  gint64      began_ns;
  guint32     start;    /* where it began, with what */
  guint32     start_length;
  guint32     start_hash;
  guint32     acked;
  gboolean    has_acked;
  RfTcpQueue  waiting;  /* behind a gap; while there is no next, for a beginning */
  RfTcpQueue  early;    /* begins before @first */
  gboolean    is_quiet; /* nothing but early segments since the first of those */
  Stream     *peer;     /* nullable: the other direction */
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
stream_free (Stream *stream)
{
  if (stream->peer)
    stream->peer->peer = NULL;
  rf_tcp_queue_clear (&stream->waiting);
  rf_tcp_queue_clear (&stream->early);
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
note_start (Stream *stream,
            RfStr   bytes)
{
  if (stream->start_length > 0)
    return;
  bytes = rf_str_head (bytes, MAX_START);
  stream->start = stream->next;
  stream->start_length = (guint32) bytes.len;
  stream->start_hash = rf_str_hash (bytes, 0);
}

static void
deliver (RfTcp            *self,
         Stream           *stream,
         const RfTcpBytes *bytes)
{
  note_start (stream, bytes->bytes);
  stream->next += (guint32) (bytes->bytes.len + bytes->missing);
  if (stream->next - stream->first > MAX_BEHIND)
    stream->first = stream->next - MAX_BEHIND;
  stream->is_quiet = FALSE;
  rf_tcp_stream_deliver (&stream->stream, self->sink, bytes);
}

/* Delivers what waited for the byte that has come. @time_ns is when that was. */
static void
deliver_waiting (RfTcp  *self,
                 Stream *stream,
                 gint64  time_ns)
{
  const RfTcpSegment *first;

  while ((first = rf_tcp_queue_peek (&stream->waiting)) != NULL &&
         get_distance (stream, first->seq) <= 0) {
    RfTcpBytes bytes = first->bytes;

    bytes.time_ns = MAX (bytes.time_ns, time_ns);
    if (rf_tcp_segment_cut (&bytes, (gsize) -(gint64) get_distance (stream, first->seq)))
      deliver (self, stream, &bytes);
    rf_tcp_queue_drop_first (&stream->waiting);
  }
}

/* Goes on behind the first gap. Where it was counted, what is missing is known; else it may come
 * yet, as something from before the beginning. */
static void
give_up_gap (RfTcp  *self,
             Stream *stream)
{
  const RfTcpSegment *first = rf_tcp_queue_peek (&stream->waiting);

  if (!rf_tcp_stream_skip (&stream->stream, self->sink,
                           (guint64) get_distance (stream, first->seq), &first->bytes.place))
    stream->first = first->seq;
  stream->next = first->seq;
  deliver_waiting (self, stream, 0);
}

static gboolean
is_gap_final (const Stream *stream,
              gint64        now_ns)
{
  const RfTcpSegment *first = rf_tcp_queue_peek (&stream->waiting);
  gint64 waited_ns = now_ns - stream->waiting.since_ns;
  gboolean is_acked = stream->has_acked && (gint32) (stream->acked - first->seq) >= 0;

  if (is_acked &&
      (stream->waiting.segments.length > MAX_WAITING_ACKED || waited_ns > MAX_WAITING_ACKED_NS))
    return TRUE;

  return stream->waiting.segments.length > MAX_WAITING ||
         stream->waiting.n_bytes > MAX_WAITING_BYTES || waited_ns > MAX_WAITING_NS;
}

/* Without a SYN; @seq is the number of the first byte. */
static void
begin_at (Stream  *stream,
          guint32  seq,
          gint64   time_ns)
{
  stream->has_next = TRUE;
  stream->first = stream->next = seq;
  stream->began_ns = time_ns;
  stream->start_length = 0;
}

/* No segment begins as SIP does, but some may together. */
static void
begin_anywhere (RfTcp  *self,
                Stream *stream)
{
  g_autoptr (GByteArray) start = rf_tcp_queue_dup_start (&stream->waiting, MAX_START);
  RfStr bytes = rf_str_new ((const char *) start->data, start->len);

  if (rf_websocket_looks_like (bytes))
    stream->stream.mode = RF_TCP_WEBSOCKET;
  else if (rf_tcp_is_beginning (bytes))
    stream->stream.mode = RF_TCP_SIP;
  begin_at (stream, rf_tcp_queue_peek (&stream->waiting)->seq, stream->waiting.since_ns);
  deliver_waiting (self, stream, 0);
  while (stream->waiting.segments.length > 0)
    give_up_gap (self, stream);
}

/* What there is of it before the first byte that was taken. Whether there is any. */
static gboolean
cut_early (const Stream *stream,
           guint32       seq,
           RfTcpBytes   *bytes)
{
  gint64 before = -(gint64) (gint32) (seq - stream->first);

  if (before <= 0)
    return FALSE;
  bytes->bytes = rf_str_head (bytes->bytes, (gsize) before);
  bytes->missing = MIN (bytes->missing, (gsize) before - bytes->bytes.len);

  return TRUE;
}

/* What was found too late to be put in front of the stream, as one of its own. Where it reaches
 * up to there, it is known now. */
static void
show_early (RfTcp  *self,
            Stream *stream)
{
  RfTcpStream own = { .source = stream->stream.source, .destination = stream->stream.destination,
                      .is_encrypted = stream->stream.is_encrypted,
                      .is_other = stream->stream.is_other };
  const RfTcpSegment *first = rf_tcp_queue_peek (&stream->early);
  guint32 begin = first->seq, next = first->seq;
  gboolean is_joined = rf_tcp_queue_reaches (&stream->early, stream->first);
  gint64 time_ns = first->bytes.time_ns;

  for (; first != NULL; first = rf_tcp_queue_peek (&stream->early)) {
    RfTcpBytes bytes = first->bytes;
    gint32 gap = (gint32) (first->seq - next);

    if (gap > 0) {
      rf_tcp_stream_skip (&own, self->sink, (guint64) gap, &bytes.place);
      next = first->seq;
      time_ns = bytes.time_ns;
    }
    time_ns = bytes.time_ns = MAX (bytes.time_ns, time_ns);
    if (cut_early (stream, first->seq, &bytes) &&
        rf_tcp_segment_cut (&bytes, (gsize) (next - first->seq))) {
      next += (guint32) (bytes.bytes.len + bytes.missing);
      rf_tcp_stream_deliver (&own, self->sink, &bytes);
    }
    rf_tcp_queue_drop_first (&stream->early);
  }
  /* What a message lacks then was found before, and counted there. */
  if (is_joined)
    rf_tcp_stream_skip (&own, self->sink, 0, &own.place);
  own.was_sip |= stream->stream.was_sip;
  rf_tcp_stream_end (&own, self->sink);
  if (is_joined)
    stream->first = begin;
}

/* Shows what there is, and forgets the rest. */
static void
end_stream (RfTcp  *self,
            Stream *stream)
{
  if (stream->early.segments.length > 0)
    show_early (self, stream);
  if (!stream->has_next && stream->waiting.segments.length > 0)
    begin_anywhere (self, stream);
  while (stream->waiting.segments.length > 0)
    give_up_gap (self, stream);
  rf_tcp_stream_end (&stream->stream, self->sink);
  stream->has_next = stream->has_syn = FALSE;
}

/* Another connection between the same ports, whose SYN was not captured. */
static void
end_connection (RfTcp  *self,
                Stream *stream)
{
  end_stream (self, stream);
  stream->has_acked = FALSE;
  rf_tcp_stream_begin (&stream->stream, RF_TCP_SEARCHING);
}

static gboolean
is_early_final (const Stream *stream,
                gint64        now_ns)
{
  /* One alone may still be either: the next tells. */
  gboolean is_late = now_ns - stream->early.since_ns > MAX_BEGINNING_NS &&
                     !(stream->is_quiet && stream->early.segments.length == 1);

  return is_late || stream->early.segments.length > MAX_EARLY ||
         stream->early.n_bytes > MAX_WAITING_BYTES;
}

/* Where nothing else came any more, it is another connection that goes on there. */
static void
end_early (RfTcp  *self,
           Stream *stream)
{
  RfTcpQueue early = stream->early;

  if (!stream->is_quiet) {
    show_early (self, stream);
    return;
  }
  stream->early = (RfTcpQueue) { 0 };
  end_connection (self, stream);
  stream->waiting = early;
  begin_at (stream, rf_tcp_queue_peek (&early)->seq, early.since_ns);
  deliver_waiting (self, stream, 0);
}

static gboolean
is_beginning_final (const Stream *stream,
                    gint64        now_ns)
{
  return stream->waiting.segments.length > MAX_HELD ||
         stream->waiting.n_bytes > MAX_WAITING_BYTES ||
         now_ns - stream->waiting.since_ns > MAX_BEGINNING_NS;
}

/* Whether something has waited long enough. */
static void
check_waiting (RfTcp  *self,
               Stream *stream,
               gint64  now_ns)
{
  if (stream->early.segments.length > 0 && is_early_final (stream, now_ns))
    end_early (self, stream);
  if (!stream->has_next && stream->waiting.segments.length > 0 &&
      is_beginning_final (stream, now_ns))
    begin_anywhere (self, stream);
  while (stream->has_next && stream->waiting.segments.length > 0 &&
         is_gap_final (stream, now_ns)) {
    give_up_gap (self, stream);
    stream->waiting.since_ns = now_ns;
  }
}

static void
count_bytes (RfTcp  *self,
             Stream *stream)
{
  gsize now = stream->waiting.n_bytes + stream->early.n_bytes +
              rf_tcp_stream_get_size (&stream->stream);

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

/* The first segment of a stream without a SYN, and those after it until one begins as SIP does. */
static void
take_beginning (RfTcp            *self,
                Stream           *stream,
                guint32           seq,
                const RfTcpBytes *bytes)
{
  const RfTcpSegment *held = rf_tcp_queue_peek (&stream->waiting);

  if (held && ABS ((gint64) (gint32) (seq - held->seq)) > MAX_BEHIND)
    end_connection (self, stream);
  if (!rf_tcp_is_beginning (bytes->bytes)) {
    rf_tcp_queue_add (&stream->waiting, seq, bytes);
    return;
  }
  while ((held = rf_tcp_queue_peek (&stream->waiting)) != NULL && (gint32) (held->seq - seq) < 0)
    rf_tcp_queue_move_first (&stream->waiting, &stream->early);
  begin_at (stream, seq, bytes->time_ns);
  deliver (self, stream, bytes);
  deliver_waiting (self, stream, bytes->time_ns);
}

/* A segment from before the first byte that was taken, which is shown as soon as it is whole. */
static void
take_early (RfTcp            *self,
            Stream           *stream,
            guint32           seq,
            const RfTcpBytes *bytes)
{
  RfStr first;

  if (stream->early.segments.length == 0)
    stream->is_quiet = TRUE;
  rf_tcp_queue_add (&stream->early, seq, bytes);
  first = rf_tcp_queue_peek (&stream->early)->bytes.bytes;
  if (rf_tcp_is_beginning (first) && rf_tcp_queue_reaches (&stream->early, stream->first))
    show_early (self, stream);
}

/* Whether a segment has the number of the first one and begins with another message: some programs
 * that make captures number each connection, or each message, alike. */
static gboolean
is_another_start (const Stream *stream,
                  guint32       seq,
                  RfStr         bytes)
{
  return seq == stream->start && stream->start_length > 0 && bytes.len >= stream->start_length &&
         get_distance (stream, seq) < 0 && rf_tcp_is_beginning (bytes) &&
         rf_str_hash (rf_str_head (bytes, stream->start_length), 0) != stream->start_hash;
}

static gboolean
is_of_another (const Stream *stream,
               guint32       seq,
               RfStr         bytes)
{
  gint32 distance = get_distance (stream, seq);

  return is_another_start (stream, seq, bytes) || distance > MAX_AHEAD || distance < -MAX_BEHIND ||
         (gint32) (seq - stream->first) < -MAX_EARLY_DISTANCE;
}

static void
take_bytes (RfTcp      *self,
            Stream     *stream,
            guint32     seq,
            RfTcpBytes *bytes)
{
  gint32 distance = get_distance (stream, seq);

  if (stream->has_next && is_of_another (stream, seq, bytes->bytes))
    end_connection (self, stream);
  /* Before the first SIP there is nothing to be put together. */
  else if (stream->has_next && !stream->stream.was_sip &&
           stream->stream.mode == RF_TCP_SEARCHING && distance > 0)
    end_stream (self, stream);
  if (!stream->has_next) {
    take_beginning (self, stream, seq, bytes);
    return;
  }
  if (distance > 0) {
    stream->is_quiet = FALSE;
    rf_tcp_queue_add (&stream->waiting, seq, bytes);
    return;
  }
  if ((gint32) (seq - stream->first) < 0)
    take_early (self, stream, seq, bytes);
  if (!rf_tcp_segment_cut (bytes, (gsize) -(gint64) distance))
    return;
  deliver (self, stream, bytes);
  deliver_waiting (self, stream, bytes->time_ns);
}

/* Whether a SYN comes again while a message of its connection is not whole. Otherwise it may be of
 * another connection that is numbered alike. */
static gboolean
is_half_way (Stream  *stream,
             guint32  first)
{
  gboolean has_headers;

  return stream->has_syn && stream->syn == first &&
         (stream->waiting.segments.length > 0 ||
          rf_sip_stream_get_rest (&stream->stream.sip, &has_headers).len > 0);
}

/* Whether a SYN belongs to the stream that has begun: the same one again, or, as files are not
 * always in order, one behind the segments that follow it. */
static gboolean
is_syn_of_stream (Stream  *stream,
                  guint32  first,
                  gint64   time_ns)
{
  gint64 before;

  if (stream->has_next && (stream->next == first || is_half_way (stream, first)))
    return TRUE;
  if (stream->has_syn || !stream->has_next || time_ns - stream->began_ns > MAX_BEGINNING_NS)
    return FALSE;
  before = (gint32) (stream->first - first);

  return before >= 0 && before <= MAX_EARLY_DISTANCE;
}

/* Whether segments that wait for a beginning have it in this SYN. */
static gboolean
is_syn_of_waiting (const Stream *stream,
                   guint32       first)
{
  const RfTcpSegment *held = rf_tcp_queue_peek (&stream->waiting);
  gint64 before = held ? (gint32) (held->seq - first) : -1;

  return !stream->has_next && before >= 0 && before <= MAX_EARLY_DISTANCE;
}

/* A new connection, unless there is something of it already. */
static void
begin_connection (RfTcp   *self,
                  Stream  *stream,
                  guint32  first,
                  gint64   time_ns)
{
  if (is_syn_of_stream (stream, first, time_ns)) {
    stream->has_syn = TRUE;
    stream->syn = first;
    return;
  }
  if (!is_syn_of_waiting (stream, first))
    end_stream (self, stream);
  begin_at (stream, first, time_ns);
  stream->has_syn = TRUE;
  stream->syn = first;
  stream->has_acked = FALSE;
  rf_tcp_stream_begin (&stream->stream, RF_TCP_SIP);
  deliver_waiting (self, stream, time_ns);
}

static void
take_acknowledgement (RfTcp         *self,
                      Stream        *stream,
                      const RfFrame *segment,
                      gint64         time_ns)
{
  if (!stream || !(segment->flags & RF_TCP_ACK))
    return;
  stream->acked = segment->ack;
  stream->has_acked = TRUE;
  check_waiting (self, stream, time_ns);
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
 * @time_ns: when it was captured, in ns since 1970
 * @is_mapped: whether its bytes stay as long as the trace
 * @place: where it was found
 *
 * Puts streams together. Segments may come in any order, twice, or overlap; what came first stays.
 * A capture may begin in the middle of a connection, and segments may be missing: reading goes on
 * where the next message begins.
 */
void
rf_tcp_take (RfTcp                *self,
             const RfFrame        *segment,
             gint64                time_ns,
             gboolean              is_mapped,
             const RfCapturePlace *place)
{
  Stream *stream = find_stream (self, segment);
  guint32 seq = segment->seq;
  RfTcpBytes bytes = {
    .bytes = segment->payload,
    .missing = segment->missing,
    .is_mapped = is_mapped,
    .time_ns = time_ns,
    .place = *place,
  };

  g_assert (segment->kind == RF_FRAME_TCP);

  if (!stream)
    return;
  if (segment->flags & RF_TCP_SYN)
    begin_connection (self, stream, ++seq, time_ns);
  if (bytes.bytes.len > 0 || bytes.missing > 0)
    take_bytes (self, stream, seq, &bytes);
  if (segment->flags & RF_TCP_RST)
    end_stream (self, stream);
  check_waiting (self, stream, time_ns);
  count_bytes (self, stream);
  take_acknowledgement (self, stream->peer, segment, time_ns);
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
