/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-fold"

#include "config.h"

#include "rf-fold.h"

#include "rf-audio-words.h"
#include "rf-row.h"
#include "rf-say.h"
#include "rf-trace-audio.h"

/*
 * What the row of a folded phase says. Whether there is a problem among what it hides is looked up
 * when it is asked for, as what comes later may show that a report was not true.
 */

static gboolean
shows_difference (RfTrace  *trace,
                  RfRowMap *map,
                  guint     row,
                  guint     limit)
{
  int transfer = rf_trace_get_transfer_of (trace, rf_row_map_get_message (map, row));
  int message = transfer < 0 ? -1 : rf_trace_get_transfer (trace, (guint) transfer)->differs_at;

  return message >= 0 && (guint) message < limit &&
         rf_row_map_find (map, (guint) message) == (int) row;
}

/* Whether sound that began with one of its messages did not come as it should have. */
static gboolean
is_silent (RfTrace  *trace,
           RfRowMap *map,
           guint     row,
           guint     limit)
{
  const guint n_audios = rf_trace_get_n_audios (trace);

  if (row + 1 < rf_row_map_get_n_rows (map, limit))
    limit = rf_row_map_get_message (map, row + 1);
  for (guint i = rf_trace_find_audio (trace, rf_row_map_get_message (map, row)); i < n_audios;
       i++) {
    const RfTraceAudio *audio = rf_trace_get_audio (trace, i);

    if (audio->after >= limit)
      break;
    if (rf_audio_is_problem (audio) && rf_row_map_find (map, audio->after) == (int) row)
      return TRUE;
  }
  return FALSE;
}

/**
 * rf_fold_has_problem:
 * @trace: a trace
 * @map: its rows
 * @row: one that stands for a folded phase
 * @limit: how many messages of the trace count, from the first on; %G_MAXUINT for all
 *
 * Returns: whether there is among what it hides what a jump to the next problem goes to
 */
gboolean
rf_fold_has_problem (RfTrace  *trace,
                     RfRowMap *map,
                     guint     row,
                     guint     limit)
{
  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);
  g_return_val_if_fail (map != NULL, FALSE);

  return rf_row_map_says_failure (map, row, limit) || shows_difference (trace, map, row, limit) ||
         is_silent (trace, map, row, limit);
}

/**
 * rf_fold_dup_words:
 * @trace: a trace
 * @map: its rows
 * @row: one that stands for a folded phase
 * @limit: how many messages of the trace count, from the first on; %G_MAXUINT for all
 *
 * Returns: (transfer full): "▸ 4 progress · 6 messages", or with a problem among them
 *   "▸ ✗ 4 progress · 6 messages"
 */
char *
rf_fold_dup_words (RfTrace  *trace,
                   RfRowMap *map,
                   guint     row,
                   guint     limit)
{
  guint message = rf_row_map_get_message (map, row);
  guint count = rf_row_map_count (map, row, limit);
  const char *mark = rf_fold_has_problem (trace, map, row, limit) ? RF_ROW_FAILURE_MARK : "";
  g_autofree char *phase = rf_row_dup_phase (trace, rf_trace_get_phase (trace, message),
                                             rf_trace_get_transfer_of (trace, message));
  g_autofree char *title = g_strconcat (mark, phase, NULL);

  return g_strdup_printf (rf_say_n ("▸ %s · %u message", "▸ %s · %u messages", count), title,
                          count);
}

/**
 * rf_fold_dup_spoken:
 * @trace: a trace
 * @map: its rows
 * @row: one that stands for a folded phase
 * @limit: how many messages of the trace count, from the first on; %G_MAXUINT for all
 * @time: (nullable): what to say of the time, or %NULL for nothing
 *
 * Returns: (transfer full): as for a screen reader: "25.190 s, phase 4, progress, transfer 1 of 2,
 *   folded, 6 messages, a problem among them"
 */
char *
rf_fold_dup_spoken (RfTrace    *trace,
                    RfRowMap   *map,
                    guint       row,
                    guint       limit,
                    const char *time)
{
  guint message = rf_row_map_get_message (map, row);
  guint phase = rf_trace_get_phase (trace, message);
  int transfer = rf_trace_get_transfer_of (trace, message);
  guint n_transfers = rf_trace_get_n_transfers (trace);
  guint count = rf_row_map_count (map, row, limit);
  g_autoptr (GString) text = g_string_new (NULL);

  if (time)
    g_string_append_printf (text, "%s, ", time);
  g_string_append_printf (text, rf_say ("phase %u, %s"), phase,
                          rf_say (rf_trace_get_phase_title (trace, phase, transfer)));
  g_string_append (text, ", ");
  if (transfer >= 0 && n_transfers > 1) {
    g_string_append_printf (text, rf_say ("transfer %d of %u"), transfer + 1, n_transfers);
    g_string_append (text, ", ");
  }
  g_string_append_printf (text, rf_say_n ("folded, %u message", "folded, %u messages", count),
                          count);
  if (rf_fold_has_problem (trace, map, row, limit))
    /* TRANSLATORS: said of the messages of a folded phase */
    g_string_append_printf (text, ", %s", rf_say ("a problem among them"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
