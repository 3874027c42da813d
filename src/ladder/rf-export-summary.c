/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-summary"

#include "config.h"

#include "rf-export.h"

#include "rf-trace-audio.h"

static const RfTransferOutcome outcomes[] = {
  RF_OUTCOME_SUCCEEDED,
  RF_OUTCOME_FAILED,
  RF_OUTCOME_REFUSED,
  RF_OUTCOME_ABANDONED,
  RF_OUTCOME_UNKNOWN,
  RF_OUTCOME_PENDING,
};

static void
append_kinds (GString *out,
              RfTrace *trace)
{
  guint counts[RF_DIALOG_OTHER + 1] = { 0 };
  const char *separator = "";

  for (guint i = 0; i < rf_trace_get_n_dialogs (trace); i++)
    counts[rf_trace_get_dialog (trace, i)->kind]++;

  for (guint kind = 0; kind <= RF_DIALOG_OTHER; kind++) {
    if (counts[kind] == 0)
      continue;
    g_string_append_printf (out, "%s%u %s", separator, counts[kind],
                            rf_dialog_kind_to_string (kind));
    separator = ", ";
  }
}

static guint
count_outcome (RfTrace           *trace,
               RfTransferOutcome  outcome)
{
  guint count = 0;

  for (guint i = 0; i < rf_trace_get_n_transfers (trace); i++) {
    if (rf_trace_get_transfer (trace, i)->outcome == outcome)
      count++;
  }
  return count;
}

static void
append_outcomes (GString *out,
                 RfTrace *trace)
{
  const char *separator = "";

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
    guint count = count_outcome (trace, outcomes[i]);

    if (count == 0)
      continue;
    g_string_append_printf (out, "%s%u %s", separator, count, rf_outcome_to_string (outcomes[i]));
    separator = ", ";
  }
}

/* A count, and in brackets what it is made of. */
static void
append_count (GString    *out,
              const char *name,
              guint       count,
              RfTrace    *trace,
              void      (*append_parts) (GString *, RfTrace *))
{
  g_string_append_printf (out, "%s: %u", name, count);
  if (count > 0) {
    g_string_append (out, " (");
    append_parts (out, trace);
    g_string_append_c (out, ')');
  }
}

static void
append_mark (GString    *out,
             guint       count,
             const char *what)
{
  if (count > 0)
    g_string_append_printf (out, ", %u %s", count, what);
}

/* "Transfers: 2 (2 succeeded), 1 relayed": two REFERs, which are one transfer to those who take
 * part. */
static void
append_transfers (GString *out,
                  RfTrace *trace)
{
  guint n_relayed = 0;

  for (guint i = 0; i < rf_trace_get_n_transfers (trace); i++)
    n_relayed += rf_trace_get_transfer (trace, i)->relay_of >= 0 ? 1 : 0;
  append_count (out, "Transfers", rf_trace_get_n_transfers (trace), trace, append_outcomes);
  append_mark (out, n_relayed, "relayed");
  g_string_append_c (out, '\n');
}

/* "Reports: 1 not as the call went, 2 missing"; nothing where all are as they should be. */
static void
append_differences (GString *out,
                    RfTrace *trace)
{
  guint n_false = 0;
  guint n_missing = 0;

  for (guint i = 0; i < rf_trace_get_n_transfers (trace); i++) {
    const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, i);

    if (transfer->differs_at < 0)
      continue;
    if (transfer->outcome == RF_OUTCOME_UNKNOWN)
      n_missing++;
    else
      n_false++;
  }
  if (n_false > 0)
    g_string_append_printf (out, "Reports: %u not as the call went", n_false);
  if (n_missing > 0)
    g_string_append_printf (out, "%s%u missing of a call that was seen",
                            n_false > 0 ? ", " : "Reports: ", n_missing);
  if (n_false > 0 || n_missing > 0)
    g_string_append_c (out, '\n');
}

/* "Audio: 12 calls, 24 streams, 3 bad, 1 with gaps, 2 one way, 1 silent"; nothing without RTP. */
static void
append_audio (GString *out,
              RfTrace *trace)
{
  guint n_audios = rf_trace_get_n_audios (trace);
  guint marks[RF_AUDIO_SILENT + 1] = { 0 };
  guint n_streams = 0;

  if (n_audios == 0)
    return;
  for (guint i = 0; i < n_audios; i++) {
    const RfTraceAudio *audio = rf_trace_get_audio (trace, i);

    marks[audio->mark]++;
    n_streams += audio->n_streams;
  }
  g_string_append_printf (out, "Audio: %u %s, %u %s",
                          n_audios, n_audios == 1 ? "call" : "calls",
                          n_streams, n_streams == 1 ? "stream" : "streams");
  append_mark (out, marks[RF_AUDIO_BAD], "bad");
  append_mark (out, marks[RF_AUDIO_GAPS], "with gaps");
  append_mark (out, marks[RF_AUDIO_ONE_WAY], "one way");
  append_mark (out, marks[RF_AUDIO_SILENT], "silent");
  g_string_append_c (out, '\n');
}

static void
append_not_understood (GString *out,
                       RfTrace *trace)
{
  guint64 n_messages = rf_trace_get_n_damaged (trace);
  guint64 n_bytes = rf_trace_get_damaged_bytes (trace);

  g_string_append_printf (out,
                          "Not understood: %" G_GUINT64_FORMAT " %s, %" G_GUINT64_FORMAT " %s\n",
                          n_messages, n_messages == 1 ? "message" : "messages",
                          n_bytes, n_bytes == 1 ? "byte" : "bytes");
}

/**
 * rf_export_summary:
 * @trace: a trace
 *
 * Returns: (transfer full): a few lines that tell what is in it
 */
char *
rf_export_summary (RfTrace *trace)
{
  GString *out;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  out = g_string_new (NULL);
  g_string_append_printf (out, "Messages: %u\n", rf_trace_get_n_messages (trace));
  g_string_append_printf (out, "Parties: %u\n", rf_trace_get_n_parties (trace));
  append_count (out, "Dialogs", rf_trace_get_n_dialogs (trace), trace, append_kinds);
  g_string_append_c (out, '\n');
  append_transfers (out, trace);
  append_differences (out, trace);
  append_audio (out, trace);
  append_not_understood (out, trace);
  return g_string_free (out, FALSE);
}
