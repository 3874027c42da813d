/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-verdict"

#include "rf-verdict.h"

/* The status that the outcome rests on: a refusal is the answer to the REFER itself. */
static guint
get_status (const RfTraceTransfer *transfer)
{
  return transfer->outcome == RF_OUTCOME_REFUSED ? transfer->refer_status : transfer->final_status;
}

/**
 * Result:
 * @status: 0 for any
 * @kind: (nullable): %NULL for any
 * @released_by: (nullable): %NULL for any
 *
 * What a scenario promises of its transfer.
 */
typedef struct {
  const char *outcome;
  guint       status;
  const char *kind;
  const char *released_by;
} Result;

static Result
get_promise (RfScenario *scenario)
{
  return (Result) {
    .outcome = rf_scenario_get_expected_outcome (scenario),
    .status = rf_scenario_get_expected_status (scenario),
    .kind = rf_scenario_get_expected_kind (scenario),
    .released_by = rf_scenario_get_expected_releaser (scenario),
  };
}

/* "failed with 486", and what else the promise is about. */
static char *
dup_sentence_part (const Result *result)
{
  g_autoptr (GString) text = g_string_new (result->outcome);

  if (result->status)
    g_string_append_printf (text, " with %u", result->status);
  if (result->kind)
    g_string_append_printf (text, ", %s", result->kind);
  if (result->released_by)
    g_string_append_printf (text, ", released by %s", result->released_by);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* In those points that @promise is about; the status is told in any case. */
static Result
get_result (const RfTraceTransfer *transfer, const Result *promise)
{
  return (Result) {
    .outcome = rf_outcome_to_string (transfer->outcome),
    .status = get_status (transfer),
    .kind = promise->kind ? rf_transfer_kind_to_string (transfer->kind) : NULL,
    .released_by = promise->released_by ? rf_released_by_to_string (transfer->released_by) : NULL,
  };
}

static gboolean
is_kept (const Result *promise, const Result *seen)
{
  return g_str_equal (promise->outcome, seen->outcome)
         && (promise->status == 0 || promise->status == seen->status)
         && g_strcmp0 (promise->kind, seen->kind) == 0
         && g_strcmp0 (promise->released_by, seen->released_by) == 0;
}

/**
 * rf_verdict_on_trace:
 * @scenario: what was promised
 * @trace: what happened
 * @sentence: (out) (optional) (transfer full): the verdict in words
 *
 * Compares the last transfer of @trace with what @scenario promises. The trace is the witness, not
 * the phones: what counts is what was on the wire.
 *
 * Returns: whether it came as promised
 */
gboolean
rf_verdict_on_trace (RfScenario *scenario, RfTrace *trace, char **sentence)
{
  g_autofree char *promised = NULL;
  g_autofree char *seen = NULL;
  Result promise, result;
  gboolean kept;
  guint n;

  g_return_val_if_fail (RF_IS_SCENARIO (scenario), FALSE);
  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);

  promise = get_promise (scenario);
  promised = dup_sentence_part (&promise);
  n = rf_trace_get_n_transfers (trace);
  if (n == 0) {
    if (sentence)
      *sentence = g_strdup_printf ("Not as promised: no transfer was seen; it should have ended as "
                                   "“%s”.", promised);
    return FALSE;
  }

  result = get_result (rf_trace_get_transfer (trace, n - 1), &promise);
  kept = is_kept (&promise, &result);
  seen = dup_sentence_part (&result);
  if (sentence && kept)
    *sentence = g_strdup_printf ("As promised: the transfer ended as “%s”.", seen);
  else if (sentence)
    *sentence = g_strdup_printf ("Not as promised: the transfer ended as “%s”; it should have been "
                                 "“%s”.", seen, promised);
  return kept;
}
