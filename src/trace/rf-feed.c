/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-feed"

#include "config.h"

#include "rf-feed.h"

#include "rf-endpoint.h"

/* So long after a message went into the trace, what the other side tells of it is still known as
 * the same. */
#define LATE_US    (2 * G_USEC_PER_SEC)
#define MAX_WINDOW 1000

/* So long a message waits for the phone at its other end to tell of it too, where that is one of
 * those that tell: what that phone has told before is what the message follows from. */
#define PATIENCE_US (1 * G_USEC_PER_SEC)

/* Phones beyond that are waited for no longer than a window. */
#define MAX_TELLERS 32

/* What one phone told. */
typedef struct {
  RfTraceInput input; /* data is owned */
  gboolean     sent;
  gboolean     is_paired;
  guint        hash;
  /* on the monotonic clock: end of the window, or when a late twin is no longer waited for */
  gint64       due_us;
} Report;

struct _RfFeed {
  GObject  parent_instance;

  RfTrace *trace;
  guint    window_ms;
  GQueue   held;     /* Report, by time of the message */
  GQueue   appended; /* Report that one side told, kept for its late twin; oldest first */
  GArray  *tellers;  /* RfEndpoint of each phone that has told of a message */
  GSource *timer;
};

G_DEFINE_TYPE (RfFeed, rf_feed, G_TYPE_OBJECT)

static void
report_free (Report *report)
{
  g_free ((char *) report->input.data);
  g_free (report);
}

static void
stop_timer (RfFeed *self)
{
  if (self->timer)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
rf_feed_dispose (GObject *object)
{
  RfFeed *self = RF_FEED (object);

  stop_timer (self);
  g_queue_clear_full (&self->held, (GDestroyNotify) report_free);
  g_queue_clear_full (&self->appended, (GDestroyNotify) report_free);
  g_clear_pointer (&self->tellers, g_array_unref);
  g_clear_object (&self->trace);

  G_OBJECT_CLASS (rf_feed_parent_class)->dispose (object);
}

static void
rf_feed_class_init (RfFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_feed_dispose;
}

static void
rf_feed_init (RfFeed *self)
{
  g_queue_init (&self->held);
  g_queue_init (&self->appended);
  self->tellers = g_array_new (FALSE, FALSE, sizeof (RfEndpoint));
}

/**
 * rf_feed_new:
 * @trace: where the messages go
 * @window_ms: how long a report waits for its twin, 0 to 1000; 0 where there is only one phone
 *
 * Returns: (transfer full): a feed that works in the thread-default main context
 */
RfFeed *
rf_feed_new (RfTrace *trace,
             guint    window_ms)
{
  RfFeed *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_object_new (RF_TYPE_FEED, NULL);
  self->trace = g_object_ref (trace);
  self->window_ms = MIN (window_ms, MAX_WINDOW);

  return self;
}

static gboolean
is_unspecified (const RfEndpoint *endpoint)
{
  static const guint8 zeros[16];

  return endpoint->family == 0 ||
         memcmp (endpoint->address, zeros, endpoint->family == 4 ? 4 : sizeof zeros) == 0;
}

/* A phone that listens on all addresses may not know which of them it sent from; over a
 * connection the two sides may also know each other by different ports. */
static gboolean
may_be_same (const RfEndpoint *a,
             const RfEndpoint *b,
             RfTransport       transport)
{
  gboolean any_port = transport == RF_TRANSPORT_TCP || transport == RF_TRANSPORT_TLS;
  gboolean any_address = is_unspecified (a) || is_unspecified (b);

  return (any_port || a->port == b->port) && (any_address || rf_endpoint_same_address (a, b));
}

static gboolean
are_twins (const Report *a,
           const Report *b)
{
  return a->sent != b->sent && !a->is_paired && !b->is_paired && a->hash == b->hash &&
         a->input.length == b->input.length && a->input.transport == b->input.transport &&
         memcmp (a->input.data, b->input.data, a->input.length) == 0 &&
         may_be_same (&a->input.source, &b->input.source, a->input.transport) &&
         may_be_same (&a->input.destination, &b->input.destination, a->input.transport);
}

static GList *
find_twin (GQueue       *queue,
           const Report *report)
{
  for (GList *l = queue->head; l; l = l->next) {
    if (are_twins (l->data, report))
      return l;
  }

  return NULL;
}

static gboolean
is_teller (RfFeed           *self,
           const RfEndpoint *endpoint,
           RfTransport       transport)
{
  for (guint i = 0; i < self->tellers->len; i++)
    if (may_be_same (&g_array_index (self->tellers, RfEndpoint, i), endpoint, transport))
      return TRUE;

  return FALSE;
}

static void
note_teller (RfFeed       *self,
             const Report *report)
{
  const RfEndpoint *own = report->sent ? &report->input.source : &report->input.destination;

  if (!is_unspecified (own) && self->tellers->len < MAX_TELLERS &&
      !is_teller (self, own, RF_TRANSPORT_UDP))
    g_array_append_vals (self->tellers, own, 1);
}

static gint64
get_wait_us (RfFeed       *self,
             const Report *report)
{
  const RfEndpoint *other = report->sent ? &report->input.destination : &report->input.source;

  return is_teller (self, other, report->input.transport)
           ? PATIENCE_US
           : self->window_ms * G_TIME_SPAN_MILLISECOND;
}

static void
append (RfFeed *self,
        Report *report)
{
  g_autoptr (GError) error = NULL;

  if (!rf_trace_append (self->trace, &report->input, &error))
    g_debug ("A message was left out: %s", error->message);
}

static void
hold (RfFeed *self,
      Report *report)
{
  GList *before = self->held.tail;

  while (before && ((Report *) before->data)->input.time_us > report->input.time_us)
    before = before->prev;
  if (before)
    g_queue_insert_after (&self->held, before, report);
  else
    g_queue_push_head (&self->held, report);
}

/* Each side knows its own end least: the sender says where to, the receiver where from. */
static void
merge (RfFeed *self,
       GList  *held,
       Report *report)
{
  Report *twin = held->data;

  if (report->sent) {
    twin->input.destination = report->input.destination;
  } else {
    twin->input.source = report->input.source;
  }
  if (report->input.time_us < twin->input.time_us) {
    twin->input.time_us = report->input.time_us;
    g_queue_unlink (&self->held, held);
    g_list_free_1 (held);
    hold (self, twin);
  }
  twin->is_paired = TRUE;
  twin->due_us = MIN (twin->due_us, g_get_monotonic_time ()
                                      + self->window_ms * G_TIME_SPAN_MILLISECOND);
  report_free (report);
}

/* Appends the first @count of those that are held. */
static void
release (RfFeed *self,
         guint   count)
{
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < count && !g_queue_is_empty (&self->held); i++) {
    Report *report = g_queue_pop_head (&self->held);

    append (self, report);
    if (report->is_paired) {
      report_free (report);
    } else {
      report->due_us = now_us + LATE_US;
      g_queue_push_tail (&self->appended, report);
    }
  }
}

static void
forget_old (RfFeed *self)
{
  gint64 now_us = g_get_monotonic_time ();

  while (!g_queue_is_empty (&self->appended) &&
         ((Report *) g_queue_peek_head (&self->appended))->due_us <= now_us)
    report_free (g_queue_pop_head (&self->appended));
}

static void wait_for_first (RfFeed *self);

/* One that is not due yet keeps back those that happened after it, or the trace would not be in
 * order. */
static gboolean
on_window_ended (gpointer user_data)
{
  g_autoptr (RfFeed) self = g_object_ref (RF_FEED (user_data));
  gint64 now_us = g_get_monotonic_time ();
  guint count = 0;

  stop_timer (self);
  for (GList *l = self->held.head; l && ((Report *) l->data)->due_us <= now_us; l = l->next)
    count++;
  release (self, count);
  wait_for_first (self);

  return G_SOURCE_REMOVE;
}

/* Whatever is held, the first of it decides when to look again. */
static void
wait_for_first (RfFeed *self)
{
  const Report *first = g_queue_peek_head (&self->held);

  stop_timer (self);
  if (!first)
    return;

  self->timer = g_timeout_source_new (0);
  g_source_set_ready_time (self->timer, first->due_us);
  g_source_set_callback (self->timer, on_window_ended, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/**
 * rf_feed_push:
 * @self: a feed
 * @sent: whether the phone that tells it sent the message; else it heard it
 * @input: the message; copied
 *
 * Takes one phone's report of one message.
 */
void
rf_feed_push (RfFeed             *self,
              gboolean            sent,
              const RfTraceInput *input)
{
  Report *report;
  GList *twin;

  g_return_if_fail (RF_IS_FEED (self));
  g_return_if_fail (input != NULL && (input->data != NULL || input->length == 0));

  report = g_new0 (Report, 1);
  report->input = *input;
  report->input.data = g_memdup2 (input->data, input->length);
  report->sent = sent;
  report->hash = rf_str_hash (rf_str_new (input->data, input->length), 0);
  report->due_us = g_get_monotonic_time () + get_wait_us (self, report);

  if (self->window_ms == 0) {
    append (self, report);
    report_free (report);
    return;
  }

  forget_old (self);
  note_teller (self, report);
  twin = find_twin (&self->held, report);
  if (twin) {
    merge (self, twin, report);
    wait_for_first (self);
    return;
  }
  twin = find_twin (&self->appended, report);
  if (twin) {
    report_free (twin->data);
    g_queue_delete_link (&self->appended, twin);
    report_free (report);
    return;
  }

  hold (self, report);
  wait_for_first (self);
}

/**
 * rf_feed_push_audio:
 * @self: a feed
 * @report: what a phone tells of the sound of one of its calls
 *
 * Takes a report of sound, which waits for nothing.
 */
void
rf_feed_push_audio (RfFeed              *self,
                    const RfAudioReport *report)
{
  g_return_if_fail (RF_IS_FEED (self));

  rf_trace_report_audio (self->trace, report);
}

/**
 * rf_feed_flush:
 * @self: a feed
 *
 * Appends what is held, now. What the other side tells later is still known as the same.
 */
void
rf_feed_flush (RfFeed *self)
{
  g_autoptr (RfFeed) held = NULL;

  g_return_if_fail (RF_IS_FEED (self));

  held = g_object_ref (self);
  stop_timer (self);
  release (self, self->held.length);
}

/**
 * rf_feed_release_until:
 * @self: a feed
 * @time_us: µs since 1970
 *
 * Appends what is held and happened up to then, now: the caller knows that every phone has told
 * what it knows of that time.
 */
void
rf_feed_release_until (RfFeed *self,
                       gint64  time_us)
{
  g_autoptr (RfFeed) held = NULL;
  guint count = 0;

  g_return_if_fail (RF_IS_FEED (self));

  held = g_object_ref (self);
  for (GList *l = self->held.head; l && ((Report *) l->data)->input.time_us <= time_us; l = l->next)
    count++;
  release (self, count);
  wait_for_first (self);
}
