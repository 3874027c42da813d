/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-reports"

#include "config.h"

#include "rf-audio-reports.h"

#include "rf-mos.h"
#include "rf-str.h"

struct _RfAudioReports {
  GPtrArray  *tolds;   /* RfAudioTold, in the order of their first reports */
  GHashTable *by_call; /* Call-ID and side to the newest of them */
  guint64     serial;
};

static void
told_free (RfAudioTold *told)
{
  g_free (told->call_id);
  g_free (told);
}

static guint
hash_told (gconstpointer key)
{
  const RfAudioTold *told = key;

  return rf_str_hash (rf_str_from_c (told->call_id), told->side);
}

static gboolean
equal_tolds (gconstpointer a,
             gconstpointer b)
{
  const RfAudioTold *x = a, *y = b;

  return x->side == y->side && g_str_equal (x->call_id, y->call_id);
}

/**
 * rf_audio_reports_new:
 *
 * Returns: (transfer full): no reports
 */
RfAudioReports *
rf_audio_reports_new (void)
{
  RfAudioReports *self = g_new0 (RfAudioReports, 1);

  self->tolds = g_ptr_array_new_with_free_func ((GDestroyNotify) told_free);
  self->by_call = g_hash_table_new (hash_told, equal_tolds);

  return self;
}

/**
 * rf_audio_reports_free:
 * @self: reports
 */
void
rf_audio_reports_free (RfAudioReports *self)
{
  g_assert (self != NULL);

  g_hash_table_unref (self->by_call);
  g_ptr_array_unref (self->tolds);
  g_free (self);
}

static RfAudioTold *
find (RfAudioReports *self,
      const char     *call_id,
      guint           side)
{
  const RfAudioTold key = { .call_id = (char *) call_id, .side = side };

  return g_hash_table_lookup (self->by_call, &key);
}

static void
add (RfAudioReports *self,
     RfAudioTold    *told)
{
  g_ptr_array_add (self->tolds, told);
  g_hash_table_add (self->by_call, told);
}

static RfAudioTold *
get (RfAudioReports      *self,
     const RfAudioReport *report)
{
  guint side = report->is_caller ? 0 : 1;
  RfAudioTold *told = find (self, report->call_id, side);

  if (told)
    return told;
  told = g_new0 (RfAudioTold, 1);
  told->call_id = g_strdup (report->call_id);
  told->call = -1;
  told->side = side;
  told->received = (RfAudioStream) { .way = 1 - side, .jitter_ms = -1, .max_jitter_ms = -1 };
  told->sent = (RfAudioStream) { .way = side, .jitter_ms = -1, .max_jitter_ms = -1 };
  told->last_us = report->time_us;
  add (self, told);

  return told;
}

/* "opus/48000/2" */
static void
set_codec (RfAudioStream *stream,
           const char    *codec)
{
  RfStr name = rf_str_from_c (codec);
  gsize slash = rf_str_find (name, '/');
  RfStr rate = rf_str_skip (name, slash + 1);
  gsize length = MIN (slash, sizeof stream->codec - 1);
  guint64 hertz = 0;

  for (gsize i = 0; i < length; i++)
    stream->codec[i] = g_ascii_isgraph (name.p[i]) ? name.p[i] : '?';
  stream->codec[length] = '\0';
  rf_str_parse_uint (rf_str_head (rate, rf_str_find (rate, '/')), G_MAXINT, &hertz);
  stream->rate = (guint) hertz;
}

static void
add_gap (RfAudioStream *stream,
         gint64         to_us)
{
  if (stream->n_gaps < RF_RTP_MAX_GAPS)
    stream->gaps[stream->n_gaps] = (RfRtpGap) { stream->last_us, to_us };
  stream->n_gaps++;
}

/* Since the report before something came, or not. Reports are a second apart, so that what is
 * missed by one of them only need not be silence. */
static void
note_packets (RfAudioStream *stream,
              guint64        packets,
              gint64         before_us,
              gint64         time_us)
{
  if (packets == stream->packets)
    return;
  if (stream->packets == 0)
    stream->first_us = before_us;
  else if (before_us - stream->last_us > RF_RTP_SILENCE_US)
    add_gap (stream, before_us);
  stream->packets = packets;
  stream->last_us = time_us;
}

static void
take_count (RfAudioStream      *stream,
            const RfAudioCount *count,
            gint64              before_us,
            gint64              time_us)
{
  note_packets (stream, count->packets, before_us, time_us);
  if (count->lost < 0)
    return;
  stream->lost = (guint64) count->lost;
  stream->jitter_ms = count->jitter_ms;
  stream->max_jitter_ms = MAX (stream->max_jitter_ms, count->jitter_ms);
}

/* What was sent and lost has not come; what has come and was lost was sent. */
static void
judge (RfAudioStream      *stream,
       const RfAudioCount *count,
       gboolean            is_sent)
{
  stream->mos = 0;
  stream->expected = 0;
  if (count->lost < 0)
    return;
  stream->expected = is_sent ? stream->packets : stream->packets + stream->lost;
  if (stream->expected > 0)
    stream->mos = rf_mos_estimate (stream->codec, (double) stream->lost / stream->expected,
                                   MAX (stream->jitter_ms, 0));
}

/**
 * rf_audio_reports_take:
 * @self: reports
 * @report: the newest of a call
 *
 * Takes note of it.
 */
void
rf_audio_reports_take (RfAudioReports      *self,
                       const RfAudioReport *report)
{
  RfAudioTold *told;

  g_assert (self != NULL && report != NULL);

  told = get (self, report);
  set_codec (&told->received, report->codec);
  set_codec (&told->sent, report->codec);
  take_count (&told->received, &report->received, told->last_us, report->time_us);
  take_count (&told->sent, &report->sent, told->last_us, report->time_us);
  judge (&told->received, &report->received, FALSE);
  judge (&told->sent, &report->sent, TRUE);
  told->last_us = report->time_us;
  self->serial++;
}

/**
 * rf_audio_reports_get_n:
 * @self: reports
 *
 * Returns: of how many ends of calls something was told
 */
guint
rf_audio_reports_get_n (RfAudioReports *self)
{
  return self->tolds->len;
}

/**
 * rf_audio_reports_get:
 * @self: reports
 * @index: which
 *
 * Returns: (transfer none): what was told of it
 */
RfAudioTold *
rf_audio_reports_get (RfAudioReports *self,
                      guint           index)
{
  g_assert (index < self->tolds->len);

  return g_ptr_array_index (self->tolds, index);
}

/**
 * rf_audio_reports_has_other:
 * @self: reports
 * @told: what one end of a call has told
 *
 * Returns: whether the other end has told something, too
 */
gboolean
rf_audio_reports_has_other (RfAudioReports    *self,
                            const RfAudioTold *told)
{
  return find (self, told->call_id, 1 - told->side) != NULL;
}

/**
 * rf_audio_reports_get_serial:
 * @self: reports
 *
 * Returns: a number that changes with every report
 */
guint64
rf_audio_reports_get_serial (RfAudioReports *self)
{
  return self->serial;
}
