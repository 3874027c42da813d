/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-summary"

#include "config.h"

#include "rf-export.h"

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
  g_string_append_c (out, '\n');
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
  append_count (out, "Transfers", rf_trace_get_n_transfers (trace), trace, append_outcomes);
  g_string_append_printf (out,
                          "Not understood: %" G_GUINT64_FORMAT " messages, %"
                          G_GUINT64_FORMAT " bytes\n",
                          rf_trace_get_n_damaged (trace), rf_trace_get_damaged_bytes (trace));
  return g_string_free (out, FALSE);
}
