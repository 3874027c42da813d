/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-sink"

#include "config.h"

#include "rf-capture-sink.h"

#include "rf-map.h"
#include "rf-scan-ahead.h"

/*
 * A trace is in order of time and only ever grows, but packets need not be: several interfaces
 * write into one file, files are joined, and a message on TCP may be waiting for a segment. So
 * messages are listed first, without their bytes, and go into the trace from that list; only where
 * it is out of order it is sorted. The list is bounded, and empty when all that is there was read:
 * what comes too late stays where it is, and is counted.
 */
#define POOL_SIZE   (64 * 1024)
#define RELEASE_STEP (4 * 1024 * 1024) /* so many bytes of the file at once */

struct _RfCaptureSink {
  RfTrace         *trace;
  RfRtpFlows      *flows;        /* NULL where there is no sound */
  RfCaptureReport  report;

  RfWaitingList    list;
  guint            max_waiting;
  gint64           appended_ns;  /* in the trace */
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
  rf_waiting_list_init (&self->list);
  self->appended_ns = G_MININT64;

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
  rf_waiting_list_clear (&self->list);
  rf_capture_report_clear (&self->report);
  g_clear_pointer (&self->held, g_bytes_unref);
  g_clear_pointer (&self->flows, rf_rtp_flows_unref);
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
  RfWaiting *entry = rf_waiting_list_add (&self->list,
                                          input->time_us * RF_NS_PER_US + input->rest_ns);

  if (input->is_held)
    hold_source (self);
  entry->data = input->is_held ? input->data : copy_bytes (self, input->data, input->length);
  entry->length = (guint32) input->length;
  entry->missing = (guint16) MIN (input->missing, G_MAXUINT16);
  entry->transport = (guint8) input->transport;
  entry->is_mapped = input->is_held != FALSE;
  entry->source = input->source;
  entry->destination = input->destination;
  entry->place = *place;
  if (self->flows)
    rf_rtp_flows_learn (self->flows, entry->data, entry->length);

  if (self->list.n_waiting >= self->max_waiting)
    rf_capture_sink_flush (self, -1);
}

static void
learn_waiting (RfCaptureSink *self)
{
  const RfWaiting *entries;
  RfWaitingWalk walk;
  guint count;

  rf_waiting_walk_init (&walk, &self->list);
  while ((entries = rf_waiting_walk_take (&walk, G_MAXUINT, &count)) != NULL)
    for (guint i = 0; i < count; i++)
      rf_rtp_flows_learn (self->flows, entries[i].data, entries[i].length);
}

/**
 * rf_capture_sink_set_flows:
 * @self: a sink
 * @flows: what learns from its messages which ports are whose, from those too that it had before
 */
void
rf_capture_sink_set_flows (RfCaptureSink *self,
                           RfRtpFlows    *flows)
{
  g_return_if_fail (self != NULL && self->flows == NULL && flows != NULL);

  self->flows = rf_rtp_flows_ref (flows);
  for (guint i = 0; i < rf_trace_get_n_messages (self->trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (self->trace, i);

    rf_rtp_flows_learn (flows, message->data, message->length);
  }
  learn_waiting (self);
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
  case RF_LOSS_LINK:
  case RF_LOSS_TRANSPORT:
  case RF_LOSS_TUNNEL:
  case RF_LOSS_FRAGMENTS:
  case RF_LOSS_GAP:
  case RF_LOSS_TRUNCATED:
  case RF_LOSS_DAMAGED:
  case RF_LOSS_UNREADABLE:
  case RF_LOSS_TRAILING:
    self->report.damaged_bytes += bytes;
    rf_trace_count_damaged (self->trace, kind == RF_LOSS_UNREADABLE ? 1 : 0, bytes);
    break;
  case RF_LOSS_ENCRYPTED:
  case RF_LOSS_ORDER:
  case RF_LOSS_LENGTH:
  case RF_N_LOSSES:
  default:
    break;
  }
}

/**
 * rf_capture_sink_skip_all:
 * @self: a sink
 * @all: packets, or stretches of a stream, with the place of the first
 *
 * Notes that there was no SIP, where that is known later than of what comes behind.
 */
void
rf_capture_sink_skip_all (RfCaptureSink       *self,
                          const RfCaptureLoss *all)
{
  RfCaptureLoss *loss = &self->report.losses[RF_LOSS_NOT_SIP];

  if (loss->count == 0 || all->first.packet < loss->first.packet)
    loss->first = all->first;
  loss->count += all->count;
  loss->bytes += all->bytes;
  self->report.skipped += all->count;
}

/* Pages of messages that went into the trace are not needed for now. Those before them are given
 * back once more: what a message is compared with lies there. */
static void
release_behind (RfCaptureSink   *self,
                const RfWaiting *entry)
{
  gboolean is_near = self->released && entry->data >= self->released &&
                     (gsize) (entry->data - self->released) < RELEASE_STEP;

  if (!entry->is_mapped || is_near)
    return;
  self->released = entry->data;
  rf_map_release_before (entry->data, 4 * RELEASE_STEP);
}

/* RFC 3261 §18.3: a message whose body is shorter than it says is an error of its sender, where all
 * that was sent was captured. What is behind the body that the message says it has is counted;
 * empty lines and zeros are there often, and mean nothing. */
static void
check_end (RfCaptureSink      *self,
           const RfWaiting    *entry,
           const RfSipMessage *sip)
{
  const char *body_end = sip->body.p + sip->body.len;
  gsize length = entry->length - (gsize) (body_end - entry->data);

  if (entry->missing == 0 && sip->content_length > (gint64) sip->body.len)
    rf_capture_sink_lose (self, RF_LOSS_LENGTH, entry->length, &entry->place);
  for (gsize i = 0; i < length; i++) {
    if (body_end[i] != '\r' && body_end[i] != '\n' && body_end[i] != '\0') {
      rf_capture_sink_lose (self, RF_LOSS_TRAILING, length, &entry->place);
      return;
    }
  }
}

/* @sip is %NULL where the message cannot be read. */
static void
append_entry (RfCaptureSink      *self,
              const RfWaiting    *entry,
              const RfSipMessage *sip)
{
  const RfTraceInput input = {
    .time_us = entry->time_ns / RF_NS_PER_US,
    .rest_ns = (guint16) (entry->time_ns % RF_NS_PER_US),
    .transport = entry->transport,
    .source = entry->source,
    .destination = entry->destination,
    .data = entry->data,
    .length = entry->length,
    .missing = entry->missing,
    .is_held = TRUE,
  };

  if (entry->time_ns < self->appended_ns)
    note_loss (self, RF_LOSS_ORDER, entry->length, &entry->place);
  self->appended_ns = MAX (self->appended_ns, entry->time_ns);
  if (sip) {
    rf_trace_append_scanned (self->trace, &input, sip);
    self->report.messages++;
    check_end (self, entry, sip);
  } else {
    rf_capture_sink_lose (self, RF_LOSS_UNREADABLE, entry->length, &entry->place);
  }
  release_behind (self, entry);
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
  RfScanAhead *ahead;
  const RfScanned *scanned;

  if (self->list.n_waiting <= keep)
    return self->list.n_waiting > 0;
  rf_waiting_list_sort (&self->list);
  ahead = rf_scan_ahead_new (&self->list, self->list.n_waiting - keep);
  rf_trace_freeze (self->trace);
  while ((scanned = rf_scan_ahead_next (ahead)) != NULL) {
    for (guint i = 0; i < scanned->n_entries; i++)
      append_entry (self, &scanned->entries[i], scanned->is_read[i] ? &scanned->sips[i] : NULL);
    rf_waiting_list_drop (&self->list, scanned->n_entries);
    if (deadline_us > 0 && g_get_monotonic_time () >= deadline_us)
      break;
  }
  rf_scan_ahead_free (ahead); /* before others hear of the news */
  rf_trace_thaw (self->trace);

  return self->list.n_waiting > 0;
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
  double all = (double) self->report.messages + self->list.n_waiting;

  return all > 0 ? self->list.n_waiting / all : 0;
}
