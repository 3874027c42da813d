/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-audio"

#include "config.h"

#include "rf-export-audio.h"

#include "rf-trace-audio.h"

#include <math.h>

static void
write_text (RfJsonWriter *writer,
            const char   *name,
            const char   *value)
{
  if (value && value[0] != '\0')
    rf_json_writer_string (writer, name, rf_str_from_c (value));
  else
    rf_json_writer_null (writer, name);
}

/* Rounded to thousandths; null where it is less than @least. */
static void
write_figure (RfJsonWriter *writer,
              const char   *name,
              double        value,
              double        least)
{
  if (value < least)
    rf_json_writer_null (writer, name);
  else
    rf_json_writer_double (writer, name, round (value * 1000) / 1000);
}

/* A phone that has heard no report of the other side knows what came, and no more. */
static void
write_loss (RfJsonWriter *writer,
            guint64       packets,
            guint64       expected,
            guint64       lost)
{
  gboolean is_known = expected > 0 || packets == 0;

  rf_json_writer_int (writer, "packets", (gint64) packets);
  if (is_known) {
    rf_json_writer_int (writer, "expected", (gint64) expected);
    rf_json_writer_int (writer, "lost", (gint64) lost);
  } else {
    rf_json_writer_null (writer, "expected");
    rf_json_writer_null (writer, "lost");
  }
}

static void
write_time (RfJsonWriter *writer,
            const char   *name,
            gint64        time_us)
{
  rf_json_writer_double (writer, name, time_us / (double) G_USEC_PER_SEC);
}

static void
write_party (RfJsonWriter *writer,
             RfTrace      *trace,
             const char   *name,
             int           party)
{
  gboolean is_known = party >= 0 && (guint) party < rf_trace_get_n_parties (trace);

  write_text (writer, name, is_known ? rf_trace_get_party (trace, party)->id : NULL);
}

static void
write_ends (RfJsonWriter       *writer,
            RfTrace            *trace,
            const RfTraceAudio *audio,
            guint               way)
{
  write_party (writer, trace, "from", audio->parties[way]);
  write_party (writer, trace, "to", audio->parties[1 - way]);
}

static void
write_way (RfJsonWriter       *writer,
           RfTrace            *trace,
           const RfTraceAudio *audio,
           guint               number)
{
  const RfAudioWay *way = &audio->ways[number];

  rf_json_writer_begin (writer, NULL, '{');
  write_ends (writer, trace, audio, number);
  write_text (writer, "codec", way->codec);
  write_loss (writer, way->packets, way->expected, way->lost);
  write_figure (writer, "jitter_ms", way->jitter_ms, 0);
  write_figure (writer, "max_jitter_ms", way->max_jitter_ms, 0);
  write_figure (writer, "mos", way->mos, 1);
  write_figure (writer, "agreed_s", way->agreed_us / (double) G_USEC_PER_SEC, 0);
  write_figure (writer, "silent_s", way->silent_us / (double) G_USEC_PER_SEC, 0);
  rf_json_writer_end (writer, '}');
}

static void
write_endpoint (RfJsonWriter     *writer,
                const char       *name,
                const RfEndpoint *endpoint)
{
  g_autofree char *text = endpoint->family != 0 ? rf_endpoint_to_string (endpoint) : NULL;

  write_text (writer, name, text);
}

static void
write_stream (RfJsonWriter        *writer,
              RfTrace             *trace,
              const RfTraceAudio  *audio,
              const RfAudioStream *stream)
{
  g_autofree char *ssrc = g_strdup_printf ("%08x", stream->ssrc);

  rf_json_writer_begin (writer, NULL, '{');
  write_ends (writer, trace, audio, stream->way);
  write_endpoint (writer, "source", &stream->source);
  write_endpoint (writer, "destination", &stream->destination);
  write_text (writer, "ssrc", ssrc);
  write_text (writer, "codec", stream->codec);
  rf_json_writer_int (writer, "rate", stream->rate);
  write_loss (writer, stream->packets, stream->expected, stream->lost);
  rf_json_writer_int (writer, "duplicates", (gint64) stream->duplicates);
  rf_json_writer_int (writer, "late", (gint64) stream->late);
  write_figure (writer, "jitter_ms", stream->jitter_ms, 0);
  write_figure (writer, "max_jitter_ms", stream->max_jitter_ms, 0);
  write_figure (writer, "mos", stream->mos, 1);
  write_time (writer, "begin", stream->first_us);
  write_time (writer, "end", stream->last_us);
  rf_json_writer_int (writer, "gaps", stream->n_gaps);
  rf_json_writer_end (writer, '}');
}

static void
write_audio (RfJsonWriter       *writer,
             RfTrace            *trace,
             const RfTraceAudio *audio)
{
  rf_json_writer_begin (writer, NULL, '{');
  write_text (writer, "call_id", rf_trace_get_dialog (trace, audio->dialog)->call_id);
  rf_json_writer_int (writer, "dialog", audio->dialog);
  rf_json_writer_int (writer, "after", audio->after);
  write_time (writer, "begin", audio->begin_us);
  write_time (writer, "end", audio->end_us);
  write_text (writer, "mark", rf_audio_mark_to_string (audio->mark));
  rf_json_writer_begin (writer, "ways", '[');
  for (guint way = 0; way < 2; way++)
    write_way (writer, trace, audio, way);
  rf_json_writer_end (writer, ']');
  rf_json_writer_begin (writer, "streams", '[');
  for (guint i = 0; i < audio->n_streams; i++)
    write_stream (writer, trace, audio, &audio->streams[i]);
  rf_json_writer_end (writer, ']');
  rf_json_writer_end (writer, '}');
}

/**
 * rf_export_audio_json:
 * @writer: where the JSON of a trace is being written, in its outermost object
 * @trace: the trace
 * @map: which of its messages are shown
 *
 * Writes the member "audio": the sound of each call that is shown. Times are in seconds; what
 * cannot be told is null.
 */
void
rf_export_audio_json (RfJsonWriter *writer,
                      RfTrace      *trace,
                      RfRowMap     *map)
{
  g_return_if_fail (writer != NULL);
  g_return_if_fail (RF_IS_TRACE (trace));

  rf_json_writer_begin (writer, "audio", '[');
  for (guint i = 0; i < rf_trace_get_n_audios (trace); i++) {
    const RfTraceAudio *audio = rf_trace_get_audio (trace, i);

    if (rf_row_map_shows (map, audio->after))
      write_audio (writer, trace, audio);
  }
  rf_json_writer_end (writer, ']');
}
