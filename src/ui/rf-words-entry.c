/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words-entry"

#include "config.h"

#include "rf-words-entry.h"

#include "rf-words.h"

#include <glib/gi18n.h>

/*
 * What the entries of a capture are called. Names come from the network: they are cleaned, and are
 * only ever arguments of a format.
 */

/**
 * rf_words_entry_title:
 * @entry: something that happened
 *
 * Returns: (transfer full): who had to do with it, "kevin → wayne"
 */
char *
rf_words_entry_title (const RfEntry *entry)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (entry != NULL, NULL);

  from = rf_words_clean (entry->from);
  to = rf_words_clean (entry->to);
  switch (entry->kind) {
  case RF_ENTRY_TRANSFER:
    /* Translators: the transferee and the target. */
    return g_strdup_printf (_("%s → %s"), from, to);
  case RF_ENTRY_CALL:
    if (entry->state == RF_ENTRY_LATE)
      return g_strdup_printf (_("%s and %s"), from, to);
    return g_strdup_printf (_("%s called %s"), from, to);
  case RF_ENTRY_REGISTRATION:
    return g_steal_pointer (&from);
  case RF_ENTRY_OTHER:
  default:
    return g_strdup_printf (_("%s to %s"), from, to);
  }
}

static const char *
get_transfer_kind (RfTransferKind kind)
{
  switch (kind) {
  case RF_TRANSFER_ATTENDED:
    return _("attended");
  case RF_TRANSFER_SEMI_ATTENDED:
    return _("attended while it rang");
  case RF_TRANSFER_BLIND:
  default:
    return _("blind");
  }
}

static char *
dup_reported_outcome (const RfTraceTransfer *transfer)
{
  g_autofree char *status = NULL;

  switch (transfer->outcome) {
  case RF_OUTCOME_PENDING:
    return g_strdup (_("under way"));
  case RF_OUTCOME_SUCCEEDED:
    return g_strdup (_("succeeded"));
  case RF_OUTCOME_FAILED:
    status = rf_words_outcome (transfer->final_status, NULL);
    return g_strdup_printf (_("failed, %s"), status);
  case RF_OUTCOME_REFUSED:
    status = rf_words_outcome (transfer->refer_status, NULL);
    return g_strdup_printf (_("refused, %s"), status);
  case RF_OUTCOME_ABANDONED:
    return g_strdup (_("abandoned"));
  case RF_OUTCOME_UNKNOWN:
  default:
    return g_strdup (_("outcome unknown"));
  }
}

/* What was reported, and what happened where that is something else. */
static char *
dup_transfer_outcome (const RfTraceTransfer *transfer)
{
  g_autofree char *reported = dup_reported_outcome (transfer);
  g_autofree char *status = NULL;

  if (transfer->differs_at < 0)
    return g_steal_pointer (&reported);
  if (transfer->triggered_status < 300)
    /* Translators: "outcome unknown, but the call was answered" */
    return g_strdup_printf (_("%s, but the call was answered"), reported);
  status = rf_words_outcome (transfer->triggered_status, NULL);

  /* Translators: "succeeded, but the call failed: busy (486)" */
  return g_strdup_printf (_("%s, but the call failed: %s"), reported, status);
}

static char *
dup_transfer (const RfEntry *entry,
              RfTrace           *trace)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, (guint) entry->transfer);
  g_autofree char *by = rf_words_clean (entry->by);
  g_autofree char *outcome = dup_transfer_outcome (transfer);

  /* The list cuts off what comes last. */
  if (entry->n_transfers > 1)
    /* Translators: "succeeded; 2 attempts, the last sent by Mike, blind" */
    return g_strdup_printf (ngettext ("%s; %u attempt, the last sent by %s, %s",
                                      "%s; %u attempts, the last sent by %s, %s",
                                      entry->n_transfers),
                            outcome, entry->n_transfers, by, get_transfer_kind (transfer->kind));

  /* Translators: "succeeded; sent by Mike, blind" */
  return g_strdup_printf (_("%s; sent by %s, %s"), outcome, by, get_transfer_kind (transfer->kind));
}

static char *
dup_call (const RfEntry *entry)
{
  g_autofree char *duration = NULL;

  switch (entry->state) {
  case RF_ENTRY_UP:
    return g_strdup (_("answered, not ended"));
  case RF_ENTRY_DONE:
    duration = rf_words_duration (entry->duration_us / G_USEC_PER_SEC);
    return g_strdup_printf (_("answered, %s"), duration);
  case RF_ENTRY_FAILED:
    return rf_words_outcome (entry->status, NULL);
  case RF_ENTRY_LATE:
    return g_strdup (_("began before the capture"));
  case RF_ENTRY_PENDING:
  default:
    return g_strdup (entry->is_ringing ? _("rang, not answered") : _("not answered"));
  }
}

/* What is neither a call nor a transfer. */
static char *
dup_other (const RfEntry *entry)
{
  const char *method = rf_sip_method_to_string (entry->method);
  g_autofree char *status = NULL;

  switch (entry->state) {
  case RF_ENTRY_DONE:
    return g_strdup_printf (entry->is_taken_back ? _("%s, address taken back") : _("%s, accepted"),
                            method);
  case RF_ENTRY_FAILED:
    status = rf_words_outcome (entry->status, NULL);
    return g_strdup_printf (_("%s, %s"), method, status);
  case RF_ENTRY_PENDING:
  case RF_ENTRY_UP:
  case RF_ENTRY_LATE:
  default:
    return g_strdup_printf (_("%s, not answered"), method);
  }
}

/**
 * rf_words_entry_outcome:
 * @entry: something that happened
 * @trace: the trace that it is in
 *
 * Returns: (transfer full): what became of it, "succeeded; sent by mike, blind"
 */
char *
rf_words_entry_outcome (const RfEntry *entry,
                        RfTrace           *trace)
{
  g_return_val_if_fail (entry != NULL, NULL);
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  switch (entry->kind) {
  case RF_ENTRY_TRANSFER:
    return dup_transfer (entry, trace);
  case RF_ENTRY_CALL:
    return dup_call (entry);
  case RF_ENTRY_REGISTRATION:
  case RF_ENTRY_OTHER:
  default:
    return dup_other (entry);
  }
}
