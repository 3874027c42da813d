/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-fragments"

#include "config.h"

#include "rf-fragments.h"

#include "rf-endpoint.h"

#define MAX_PACKET  65535
#define MAX_BYTES   (16 * 1024 * 1024)
#define MAX_PACKETS 1024
#define MAX_PARTS   64 /* of a packet that are not next to each other */
#define TIMEOUT_NS  (30 * RF_NS_PER_S)
/* So many packets that became whole are remembered for so long: a capture of all interfaces has
 * each fragment more than once. */
#define N_DONE      64
#define DONE_NS     RF_NS_PER_S

/* Bytes that are there: from @start up to before @end. */
typedef struct {
  gsize start;
  gsize end;
} Part;

typedef struct {
  RfFrame        frame;  /* addresses, protocol and id; first, for it is the key */
  gint64         began_ns;
  gint64         time_ns;
  RfCapturePlace place;  /* of the last fragment */
  RfCapturePlace first;
  GByteArray    *bytes;
  Part           parts[MAX_PARTS];
  guint          n_parts;
  gsize          length; /* of the whole; 0 while the last fragment was not seen */
  gboolean       is_cut; /* one of them was not captured to its end */
  GList          link;   /* in the order in which they began */
} Packet;

typedef struct {
  RfFrame frame;
  gint64  time_ns;
} Done;

struct _RfFragments {
  RfCaptureSink *sink;
  Done           done[N_DONE];
  guint          n_done;  /* as many as ever were; the ring has the last of them */
  GHashTable    *packets;
  GQueue         by_age;
  gsize          n_bytes;
};

static guint
hash_packet (gconstpointer key)
{
  const RfFrame *frame = key;

  return rf_endpoint_hash (&frame->source) * 31 + rf_endpoint_hash (&frame->destination) +
         frame->id * 2654435761u;
}

static gboolean
is_same_packet (gconstpointer a,
                gconstpointer b)
{
  const RfFrame *x = a, *y = b;

  return x->id == y->id && x->protocol == y->protocol &&
         rf_endpoint_equal (&x->source, &y->source) &&
         rf_endpoint_equal (&x->destination, &y->destination);
}

static void
packet_free (Packet *packet)
{
  g_byte_array_unref (packet->bytes);
  g_free (packet);
}

/**
 * rf_fragments_new:
 * @sink: where losses are noted
 *
 * Returns: (transfer full): none yet
 */
RfFragments *
rf_fragments_new (RfCaptureSink *sink)
{
  RfFragments *self = g_new0 (RfFragments, 1);

  self->sink = sink;
  self->packets = g_hash_table_new_full (hash_packet, is_same_packet, NULL,
                                         (GDestroyNotify) packet_free);
  g_queue_init (&self->by_age);

  return self;
}

/**
 * rf_fragments_free:
 * @self: (nullable): fragments
 *
 * Frees them.
 */
void
rf_fragments_free (RfFragments *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->packets);
  g_free (self);
}

static void
remove_packet (RfFragments *self,
               Packet      *packet)
{
  self->n_bytes -= packet->bytes->len;
  g_queue_unlink (&self->by_age, &packet->link);
  g_hash_table_remove (self->packets, packet);
}

static gboolean
is_complete (const Packet *packet)
{
  return packet->length > 0 && packet->n_parts > 0 && packet->parts[0].start == 0 &&
         packet->parts[0].end >= packet->length;
}

static void
hand_over (Packet          *packet,
           gsize            length,
           RfFragmentsFunc  func,
           gpointer         user_data)
{
  RfFrame frame = packet->frame;

  rf_frame_decode_transport (&frame, packet->frame.protocol,
                             rf_str_new ((const char *) packet->bytes->data, length));
  frame.lacks_fragments = !packet->is_cut && !is_complete (packet);
  func (&frame, packet->time_ns, &packet->place, user_data);
}

/* A packet that stays incomplete is shown as far as it goes: of a datagram the first fragment tells
 * how much is missing. */
static void
give_up (RfFragments     *self,
         Packet          *packet,
         RfFragmentsFunc  func,
         gpointer         user_data)
{
  gsize there = 0;
  gsize begun = packet->n_parts > 0 && packet->parts[0].start == 0 ? packet->parts[0].end : 0;

  for (guint i = 0; i < packet->n_parts; i++)
    there += packet->parts[i].end - packet->parts[i].start;
  rf_capture_sink_lose (self->sink, RF_LOSS_FRAGMENTS, there - begun, &packet->first);
  packet->place = packet->first;
  packet->time_ns = packet->began_ns;
  if (begun > 0 && packet->frame.protocol == 17)
    hand_over (packet, begun, func, user_data);
  remove_packet (self, packet);
}

static void
give_up_old (RfFragments     *self,
             gint64           now_ns,
             RfFragmentsFunc  func,
             gpointer         user_data)
{
  Packet *oldest;

  while ((oldest = g_queue_peek_head (&self->by_age)) != NULL &&
         (ABS (now_ns - oldest->began_ns) > TIMEOUT_NS || self->n_bytes > MAX_BYTES ||
          self->by_age.length > MAX_PACKETS))
    give_up (self, oldest, func, user_data);
}

static Packet *
find_packet (RfFragments          *self,
             const RfFrame        *fragment,
             gint64                time_ns,
             const RfCapturePlace *place)
{
  Packet *packet = g_hash_table_lookup (self->packets, fragment);

  if (packet)
    return packet;
  packet = g_new0 (Packet, 1);
  packet->frame = *fragment;
  packet->began_ns = time_ns;
  packet->first = *place;
  packet->bytes = g_byte_array_new ();
  packet->link.data = packet;
  g_hash_table_add (self->packets, packet);
  g_queue_push_tail_link (&self->by_age, &packet->link);

  return packet;
}

/* The bytes from @start to @end that are not there yet go in: what came first stays. */
static void
fill (Packet     *packet,
      gsize       start,
      gsize       end,
      const char *bytes)
{
  gsize at = start;

  for (guint i = 0; i < packet->n_parts && at < end; i++) {
    const Part *part = &packet->parts[i];

    if (part->start > at) {
      gsize stop = MIN (part->start, end);

      memcpy (packet->bytes->data + at, bytes + (at - start), stop - at);
    }
    at = MAX (at, part->end);
  }
  if (at < end)
    memcpy (packet->bytes->data + at, bytes + (at - start), end - at);
}

/* Notes that @start to @end are there. FALSE where there are too many parts. */
static gboolean
add_part (Packet *packet,
          gsize   start,
          gsize   end)
{
  Part merged = { start, end };
  guint n = 0;
  gboolean is_in = FALSE;
  Part parts[MAX_PARTS + 1];

  for (guint i = 0; i < packet->n_parts; i++) {
    const Part *part = &packet->parts[i];

    if (part->end < merged.start || (is_in && part->start > merged.end)) {
      parts[n++] = *part;
    } else if (part->start > merged.end) {
      parts[n++] = merged;
      parts[n++] = *part;
      is_in = TRUE;
    } else {
      merged.start = MIN (merged.start, part->start);
      merged.end = MAX (merged.end, part->end);
    }
  }
  if (!is_in)
    parts[n++] = merged;
  if (n > MAX_PARTS)
    return FALSE;
  memcpy (packet->parts, parts, n * sizeof *parts);
  packet->n_parts = n;

  return TRUE;
}

static gboolean
add_fragment (RfFragments   *self,
              Packet        *packet,
              const RfFrame *fragment)
{
  gsize start = fragment->position;
  gsize end = start + fragment->payload.len;

  packet->is_cut |= fragment->missing > 0;
  if (end > MAX_PACKET || end == start)
    return FALSE;
  if (end > packet->bytes->len) {
    self->n_bytes += end - packet->bytes->len;
    g_byte_array_set_size (packet->bytes, (guint) end);
  }
  fill (packet, start, end, fragment->payload.p);
  if (!add_part (packet, start, end))
    return FALSE;
  /* The first that says it is the last is believed. */
  if (!fragment->has_more && fragment->missing == 0 && packet->length == 0)
    packet->length = end;

  return TRUE;
}

static void
remember_done (RfFragments  *self,
               const Packet *packet)
{
  self->done[self->n_done++ % N_DONE] = (Done) { packet->frame, packet->time_ns };
}

/* Whether it is one more copy of the rest of a packet that is whole. */
static gboolean
is_done (RfFragments   *self,
         const RfFrame *fragment,
         gint64         time_ns)
{
  if (fragment->position == 0 || g_hash_table_contains (self->packets, fragment))
    return FALSE;
  for (guint i = 0; i < MIN (self->n_done, N_DONE); i++) {
    if (is_same_packet (&self->done[i].frame, fragment) &&
        ABS (time_ns - self->done[i].time_ns) < DONE_NS)
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_fragments_take:
 * @self: fragments
 * @fragment: one more
 * @time_ns: when it was captured, in ns since 1970
 * @place: where it was found
 * @func: (scope call): is called with packets that are whole now, or were given up
 * @user_data: for @func
 *
 * Puts packets together (RFC 791, RFC 8200 §4.5). Fragments may come in any order, twice, or
 * overlap. A fragment that cannot belong to a packet is counted as lost.
 */
void
rf_fragments_take (RfFragments          *self,
                   const RfFrame        *fragment,
                   gint64                time_ns,
                   const RfCapturePlace *place,
                   RfFragmentsFunc       func,
                   gpointer              user_data)
{
  Packet *packet;

  g_assert (fragment->kind == RF_FRAME_FRAGMENT);

  give_up_old (self, time_ns, func, user_data);
  if (is_done (self, fragment, time_ns))
    return;
  packet = find_packet (self, fragment, time_ns, place);
  packet->time_ns = time_ns;
  packet->place = *place;
  if (!add_fragment (self, packet, fragment)) {
    rf_capture_sink_lose (self->sink, RF_LOSS_FRAGMENTS, fragment->payload.len, place);
    if (packet->n_parts == 0)
      remove_packet (self, packet);
    return;
  }
  if (is_complete (packet)) {
    remember_done (self, packet);
    hand_over (packet, packet->length, func, user_data);
    remove_packet (self, packet);
  }
}

/**
 * rf_fragments_flush:
 * @self: fragments
 * @func: (scope call): is called with what there is of each packet
 * @user_data: for @func
 *
 * Nothing more will come.
 */
void
rf_fragments_flush (RfFragments     *self,
                    RfFragmentsFunc  func,
                    gpointer         user_data)
{
  Packet *packet;

  while ((packet = g_queue_peek_head (&self->by_age)) != NULL)
    give_up (self, packet, func, user_data);
}
