/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-sink"

#include "config.h"

#include "rf-capture-sink.h"

#include "rf-map.h"

/*
 * A trace is in order of time and only ever grows, but packets need not be: several interfaces
 * write into one file, files are joined, and a message on TCP may be waiting for a segment. So
 * messages are listed first, without their bytes, and go into the trace from that list; only where
 * it is out of order it is sorted. The list is bounded, and empty when all that is there was read:
 * what comes too late stays where it is, and is counted.
 */
#define BLOCK_LEN   1024
#define POOL_SIZE   (64 * 1024)
#define RELEASE_STEP (4 * 1024 * 1024) /* so many bytes of the file at once */
/* The clock is looked at so often. */
#define CLOCK_STEP  64

typedef struct {
  gint64         time_us;
  const char    *data;
  guint32        length;
  guint8         transport;
  guint8         is_mapped;  /* @data lies in the file, not in a copy of ours */
  RfEndpoint     source;
  RfEndpoint     destination;
  RfCapturePlace place;
} Entry;

/* The list is in blocks, which go as it shrinks. */
typedef struct {
  guint n_entries;
  Entry entries[BLOCK_LEN];
} Block;

struct _RfCaptureSink {
  RfTrace         *trace;
  RfCaptureReport  report;

  GQueue           blocks;
  guint            max_waiting;
  guint            n_waiting;
  guint            n_taken;      /* of the first block */
  gboolean         is_unsorted;
  gint64           newest_us;    /* in the list */
  gint64           appended_us;  /* in the trace */
  GBytes          *source;       /* not owned */
  GBytes          *held;         /* what the trace holds already, the last of it */

  char            *pool;         /* for messages that are nowhere in one piece */
  gsize            pool_left;
  const char      *released;
};

/**
 * rf_capture_sink_new:
 * @trace: where the messages go
 * @max_waiting: most messages that are listed before the first of them go
 *
 * Returns: (transfer full): an empty sink
 */
RfCaptureSink *
rf_capture_sink_new (RfTrace *trace,
                     guint    max_waiting)
{
  RfCaptureSink *self = g_new0 (RfCaptureSink, 1);

  self->trace = g_object_ref (trace);
  self->max_waiting = max_waiting;
  g_queue_init (&self->blocks);
  self->newest_us = self->appended_us = G_MININT64;

  return self;
}

/**
 * rf_capture_sink_free:
 * @self: (nullable): a sink
 *
 * Frees it with what did not go into the trace.
 */
void
rf_capture_sink_free (RfCaptureSink *self)
{
  if (!self)
    return;
  g_queue_clear_full (&self->blocks, g_free);
  rf_capture_report_clear (&self->report);
  g_clear_pointer (&self->held, g_bytes_unref);
  g_object_unref (self->trace);
  g_free (self);
}

/**
 * rf_capture_sink_get_report:
 * @self: a sink
 *
 * Returns: (transfer none): what was found up to now
 */
RfCaptureReport *
rf_capture_sink_get_report (RfCaptureSink *self)
{
  return &self->report;
}

/**
 * rf_capture_sink_set_source:
 * @self: a sink
 * @bytes: (nullable): what the messages that say they are held are in; lives until the next call
 *
 * Says where the next messages come from.
 */
void
rf_capture_sink_set_source (RfCaptureSink *self,
                            GBytes        *bytes)
{
  self->source = bytes;
}

/* Lets the trace hold, once, what a message is in. */
static void
hold_source (RfCaptureSink *self)
{
  if (self->held == self->source)
    return;
  g_clear_pointer (&self->held, g_bytes_unref);
  self->held = g_bytes_ref (self->source);
  rf_trace_hold (self->trace, self->source);
}

static char *
new_pool (RfCaptureSink *self,
          gsize          size)
{
  char *pool = g_malloc (size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pool, size);

  rf_trace_hold (self->trace, bytes);

  return pool;
}

/* A copy that lives as long as the trace. */
static const char *
copy_bytes (RfCaptureSink *self,
            const char    *data,
            gsize          length)
{
  char *copy;

  if (length > POOL_SIZE / 4)
    copy = new_pool (self, length);
  else {
    if (length > self->pool_left) {
      self->pool = new_pool (self, POOL_SIZE);
      self->pool_left = POOL_SIZE;
    }
    copy = self->pool;
    self->pool += length;
    self->pool_left -= length;
  }
  if (length > 0)
    memcpy (copy, data, length);

  return copy;
}

static Entry *
new_entry (RfCaptureSink *self)
{
  Block *block = g_queue_peek_tail (&self->blocks);

  if (!block || block->n_entries == BLOCK_LEN) {
    block = g_new (Block, 1);
    block->n_entries = 0;
    g_queue_push_tail (&self->blocks, block);
  }
  self->n_waiting++;

  return &block->entries[block->n_entries++];
}

/**
 * rf_capture_sink_add:
 * @self: a sink
 * @input: a message; copied, unless it says that it is held
 * @place: where it was found
 *
 * Takes a message.
 */
void
rf_capture_sink_add (RfCaptureSink        *self,
                     const RfTraceInput   *input,
                     const RfCapturePlace *place)
{
  Entry *entry = new_entry (self);

  if (input->is_held)
    hold_source (self);
  entry->time_us = input->time_us;
  entry->data = input->is_held ? input->data : copy_bytes (self, input->data, input->length);
  entry->length = (guint32) input->length;
  entry->transport = (guint8) input->transport;
  entry->is_mapped = input->is_held != FALSE;
  entry->source = input->source;
  entry->destination = input->destination;
  entry->place = *place;
  self->is_unsorted |= input->time_us < self->newest_us;
  self->newest_us = MAX (self->newest_us, input->time_us);

  if (self->n_waiting >= self->max_waiting)
    rf_capture_sink_flush (self, -1);
}

static void
note_loss (RfCaptureSink        *self,
           RfLossKind            kind,
           guint64               bytes,
           const RfCapturePlace *place)
{
  RfCaptureLoss *loss = &self->report.losses[kind];

  if (loss->count++ == 0)
    loss->first = *place;
  loss->bytes += bytes;
}

/**
 * rf_capture_sink_lose:
 * @self: a sink
 * @kind: why
 * @bytes: how many bytes
 * @place: where
 *
 * Notes that something is not in the trace.
 */
void
rf_capture_sink_lose (RfCaptureSink        *self,
                      RfLossKind            kind,
                      guint64               bytes,
                      const RfCapturePlace *place)
{
  note_loss (self, kind, bytes, place);
  switch (kind) {
  case RF_LOSS_NOT_SIP:
  case RF_LOSS_RTP:
    self->report.skipped++;
    break;
  case RF_LOSS_FRAGMENTS:
  case RF_LOSS_GAP:
  case RF_LOSS_TRUNCATED:
  case RF_LOSS_DAMAGED:
  case RF_LOSS_UNREADABLE:
    self->report.damaged_bytes += bytes;
    rf_trace_count_damaged (self->trace, kind == RF_LOSS_UNREADABLE ? 1 : 0, bytes);
    break;
  case RF_LOSS_ENCRYPTED:
  case RF_LOSS_LINK:
  case RF_LOSS_ORDER:
  case RF_N_LOSSES:
  default:
    break;
  }
}

static int
compare_times (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const Entry *x = a, *y = b;

  return (x->time_us > y->time_us) - (x->time_us < y->time_us);
}

/* All in one array for the time of sorting, and back in the blocks. */
static void
sort (RfCaptureSink *self)
{
  g_autofree Entry *all = g_new (Entry, self->n_waiting);
  gsize n = 0;
  guint taken = self->n_taken;

  for (GList *l = self->blocks.head; l; l = l->next) {
    const Block *block = l->data;

    memcpy (all + n, block->entries + taken, (block->n_entries - taken) * sizeof (Entry));
    n += block->n_entries - taken;
    taken = 0;
  }
  g_assert (n == self->n_waiting);
  g_qsort_with_data (all, (int) n, sizeof *all, compare_times, NULL); /* stable */
  n = 0;
  taken = self->n_taken;
  for (GList *l = self->blocks.head; l; l = l->next) {
    Block *block = l->data;

    memcpy (block->entries + taken, all + n, (block->n_entries - taken) * sizeof (Entry));
    n += block->n_entries - taken;
    taken = 0;
  }
  self->is_unsorted = FALSE;
}

/* Pages of messages that went into the trace are not needed for now. Those before them are given
 * back once more: what a message is compared with lies there. */
static void
release_behind (RfCaptureSink *self,
                const Entry   *entry)
{
  gboolean is_near = self->released && entry->data >= self->released &&
                     (gsize) (entry->data - self->released) < RELEASE_STEP;

  if (!entry->is_mapped || is_near)
    return;
  self->released = entry->data;
  rf_map_release_before (entry->data, 4 * RELEASE_STEP);
}

static void
append_entry (RfCaptureSink *self,
              const Entry   *entry)
{
  const RfTraceInput input = {
    .time_us = entry->time_us,
    .transport = entry->transport,
    .source = entry->source,
    .destination = entry->destination,
    .data = entry->data,
    .length = entry->length,
    .is_held = TRUE,
  };

  if (entry->time_us < self->appended_us)
    note_loss (self, RF_LOSS_ORDER, entry->length, &entry->place);
  self->appended_us = MAX (self->appended_us, entry->time_us);
  if (rf_trace_append (self->trace, &input, NULL)) {
    self->report.messages++;
  } else { /* the trace has counted it already */
    note_loss (self, RF_LOSS_UNREADABLE, entry->length, &entry->place);
    self->report.damaged_bytes += entry->length;
  }
  release_behind (self, entry);
}

static void
take_first (RfCaptureSink *self)
{
  Block *block = g_queue_peek_head (&self->blocks);

  append_entry (self, &block->entries[self->n_taken]);
  self->n_taken++;
  self->n_waiting--;
  if (self->n_taken == block->n_entries) {
    g_free (g_queue_pop_head (&self->blocks));
    self->n_taken = 0;
  }
}

/**
 * rf_capture_sink_flush:
 * @self: a sink
 * @deadline_us: on the monotonic clock, when to stop for now; 0 for never; -1 to make room in the
 *   list only
 *
 * Moves messages into the trace, in order of time.
 *
 * Returns: whether there are more
 */
gboolean
rf_capture_sink_flush (RfCaptureSink *self,
                       gint64         deadline_us)
{
  guint keep = deadline_us < 0 ? self->max_waiting / 2 : 0;

  if (self->is_unsorted)
    sort (self);
  rf_trace_freeze (self->trace);
  while (self->n_waiting > keep) {
    take_first (self);
    if (deadline_us > 0 && self->n_waiting % CLOCK_STEP == 0 &&
        g_get_monotonic_time () >= deadline_us)
      break;
  }
  rf_trace_thaw (self->trace);

  return self->n_waiting > 0;
}

/**
 * rf_capture_sink_get_pending:
 * @self: a sink
 *
 * Returns: which part of the messages found is not in the trace yet, from 0 to 1
 */
double
rf_capture_sink_get_pending (RfCaptureSink *self)
{
  double all = (double) self->report.messages + self->n_waiting;

  return all > 0 ? self->n_waiting / all : 0;
}
