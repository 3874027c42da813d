/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-way"

#include "config.h"

#include "rf-audio-way.h"

#include "rf-mos.h"

/* Sound that was agreed on for less is not missed. */
#define MIN_AGREED_US (2 * G_USEC_PER_SEC)
/* A packet or two that open the way through a firewall are no sound. */
#define MIN_HEARD     0.05
/* Of the packets of less than a second a few that are lost say nothing about the line. */
#define MIN_JUDGED    50

/* Between the same two addresses a stream begins anew, and there is no other hop. */
static gboolean
is_same_sound (const RfAudioStream *a,
               const RfAudioStream *b)
{
  return a->ssrc == b->ssrc && a->source.family != 0 && a->first_us <= b->last_us &&
         b->first_us <= a->last_us && !(rf_endpoint_equal (&a->source, &b->source) &&
                                        rf_endpoint_equal (&a->destination, &b->destination));
}

static double
get_loss (const RfAudioStream *stream)
{
  return stream->expected > 0 ? (double) stream->lost / stream->expected : 0;
}

/* A stream is passed over where another hop of it came out worse. */
static gboolean
counts (const RfAudioStream *streams,
        guint                n_streams,
        guint                index)
{
  const RfAudioStream *stream = &streams[index];

  for (guint i = 0; i < n_streams; i++) {
    double more = get_loss (&streams[i]) - get_loss (stream);

    if (i == index || streams[i].way != stream->way || !is_same_sound (&streams[i], stream))
      continue;
    if (more > 0 || (more == 0 && i > index)) /* the later hop is nearer to who listens */
      return FALSE;
  }

  return TRUE;
}

static void
add (RfAudioWay          *self,
     const RfAudioStream *stream,
     guint64             *most)
{
  double all = (double) self->packets + stream->packets;

  if (stream->jitter_ms >= 0 && all > 0) {
    double before = MAX (self->jitter_ms, 0);

    self->jitter_ms = (before * self->packets + stream->jitter_ms * stream->packets) / all;
    self->max_jitter_ms = MAX (self->max_jitter_ms, stream->max_jitter_ms);
  }
  if (self->packets == 0 || stream->packets > *most) {
    *most = stream->packets;
    g_strlcpy (self->codec, stream->codec, sizeof self->codec);
  }
  if (stream->mos > 0)
    self->mos = self->mos > 0 ? (self->mos * self->packets + stream->mos * stream->packets) / all
                              : stream->mos;
  self->packets += stream->packets;
  self->expected += stream->expected;
  self->lost += stream->lost;
}

/**
 * rf_audio_way_sum_up:
 * @self: (out): one direction of a call
 * @streams: (array length=n_streams): the streams of the call
 * @n_streams: how many
 * @way: which direction
 *
 * Adds up the streams one way. Of a stream that was seen on several hops the worst counts.
 */
void
rf_audio_way_sum_up (RfAudioWay          *self,
                     const RfAudioStream *streams,
                     guint                n_streams,
                     guint                way)
{
  guint64 most = 0;

  *self = (RfAudioWay) { .jitter_ms = -1, .max_jitter_ms = -1 };
  for (guint i = 0; i < n_streams; i++) {
    if (streams[i].way == way && counts (streams, n_streams, i))
      add (self, &streams[i], &most);
  }
  self->is_bad = self->expected >= MIN_JUDGED && rf_mos_is_bad (self->mos);
}

/* A time of which packets are known. */
typedef struct {
  gint64   from_us;
  gint64   to_us;
  gboolean ends_quietly; /* it goes on until something else comes */
} Heard;

static int
compare_heard (gconstpointer a,
               gconstpointer b)
{
  const Heard *x = a, *y = b;

  return (x->from_us > y->from_us) - (x->from_us < y->from_us);
}

static void
add_heard (GArray   *heard,
           gint64    from_us,
           gint64    to_us,
           gboolean  ends_quietly)
{
  const Heard time = { from_us, to_us, ends_quietly };

  g_array_append_val (heard, time);
}

/* Phones report once a second: what came since is not known, and no silence. */
static gint64
get_last_us (const RfAudioStream *stream)
{
  return stream->last_us + (stream->source.family == 0 ? RF_RTP_SILENCE_US : 0);
}

/* In order. */
static GArray *
collect_heard (const RfAudioStream *streams,
               guint                n_streams,
               guint                way)
{
  GArray *heard = g_array_new (FALSE, FALSE, sizeof (Heard));

  for (guint i = 0; i < n_streams; i++) {
    const RfAudioStream *stream = &streams[i];
    gint64 from_us = stream->first_us;

    if (stream->way != way || stream->packets == 0)
      continue;
    for (guint k = 0; k < MIN (stream->n_gaps, RF_RTP_MAX_GAPS); k++) {
      add_heard (heard, from_us, stream->gaps[k].from_us, FALSE);
      from_us = stream->gaps[k].to_us;
    }
    add_heard (heard, from_us, get_last_us (stream), stream->ends_quietly);
  }
  g_array_sort (heard, compare_heard);

  return heard;
}

static void
add_if_silence (RfAudioWay *self,
                gint64      from_us,
                gint64      to_us)
{
  if (to_us - from_us <= RF_RTP_SILENCE_US)
    return;
  if (self->silent_us == 0)
    self->silent_from_us = from_us;
  self->silent_us += to_us - from_us;
}

/* Adds how long nothing came between two times. */
static void
add_silence (RfAudioWay   *self,
             const GArray *heard,
             gint64        from_us,
             gint64        to_us)
{
  gint64 last_us = G_MININT64;
  gboolean is_quiet = FALSE;

  for (guint i = 0; i < heard->len && from_us < to_us; i++) {
    const Heard *time = &g_array_index (heard, Heard, i);

    if (!is_quiet && time->to_us > from_us)
      add_if_silence (self, from_us, MIN (time->from_us, to_us));
    if (time->to_us >= last_us) {
      last_us = time->to_us;
      is_quiet = time->ends_quietly;
    }
    from_us = MAX (from_us, time->to_us);
  }

  if (!is_quiet)
    add_if_silence (self, from_us, to_us);
}

/**
 * rf_audio_way_listen:
 * @self: one direction of a call, summed up
 * @streams: (array length=n_streams): the streams of the call
 * @n_streams: how many
 * @way: which direction
 * @call: what was agreed
 * @end_us: when the call ended, or the trace
 *
 * Finds out how long there should have been sound and was none, while both were to be heard. Who is
 * on hold is not missed, nor is music for him.
 */
void
rf_audio_way_listen (RfAudioWay          *self,
                     const RfAudioStream *streams,
                     guint                n_streams,
                     guint                way,
                     const RfMediaCall   *call,
                     gint64               end_us)
{
  g_autoptr (GArray) heard = collect_heard (streams, n_streams, way);

  self->agreed_us = self->silent_us = 0;
  for (guint i = 0; i < call->spans->len; i++) {
    const RfMediaSpan *span = &g_array_index (call->spans, RfMediaSpan, i);
    gint64 to_us = i + 1 < call->spans->len ? span[1].from_us : end_us;

    to_us = MIN (to_us, end_us);
    if (span->ways != RF_MEDIA_BOTH || to_us <= span->from_us)
      continue;
    self->agreed_us += to_us - span->from_us;
    add_silence (self, heard, span->from_us, to_us);
  }
  self->is_missing = self->agreed_us >= MIN_AGREED_US &&
                     self->agreed_us - self->silent_us < self->agreed_us * MIN_HEARD;
}
