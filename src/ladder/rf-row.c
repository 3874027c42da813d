/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-row"

#include "config.h"

#include "rf-row.h"

#include "rf-label.h"
#include "rf-replaced.h"
#include "rf-row-time.h"
#include "rf-say.h"

#define MAX_LABEL_CHARS 60
#define HALF_TENTH_US 50 /* of a tenth of a millisecond */

struct _RfRowReader {
  RfTrace       *trace;
  RfLifelineMap *lines;
  RfLifelineMap *own_lines; /* NULL where somebody else has them */
};

/**
 * rf_row_reader_new:
 * @trace: the trace to read; must outlive the reader
 * @lines: (nullable): in which column each party stands; must outlive the reader. %NULL where each
 *   has its own.
 *
 * Returns: (transfer full): a reader for its rows
 */
RfRowReader *
rf_row_reader_new (RfTrace       *trace,
                   RfLifelineMap *lines)
{
  RfRowReader *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfRowReader, 1);
  self->trace = trace;
  self->own_lines = lines ? NULL : rf_lifeline_map_new (trace, NULL);
  self->lines = lines ? lines : self->own_lines;
  return self;
}

/**
 * rf_row_reader_free:
 * @self: a reader
 */
void
rf_row_reader_free (RfRowReader *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->own_lines, rf_lifeline_map_free);
  g_free (self);
}

/**
 * rf_row_reader_get_lines:
 * @self: a reader
 *
 * Returns: (transfer none): in which column each party stands
 */
RfLifelineMap *
rf_row_reader_get_lines (RfRowReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->lines;
}

/*
 * 401 and 407 ask for a password and are followed by a second try; 487 is what a caller who hangs
 * up gets. None of them is news of something broken.
 */
static gboolean
is_failure_status (guint status)
{
  return status >= 400 && status != 401 && status != 407 && status != 487;
}

/**
 * rf_row_says_failure:
 * @message: a message
 *
 * Returns: whether it says that something failed, itself or in the status that it reports
 */
gboolean
rf_row_says_failure (const RfTraceMessage *message)
{
  g_return_val_if_fail (message != NULL, FALSE);

  return is_failure_status (message->status) || is_failure_status (message->sipfrag_status);
}

/**
 * rf_row_is_failure:
 * @trace: a trace
 * @message: index of a message in it
 *
 * Returns: whether it says that something failed, itself or in the status that it reports, or shows
 *   that what was reported of a transfer is not what happened
 */
gboolean
rf_row_is_failure (RfTrace *trace,
                   guint    message)
{
  return rf_row_says_failure (rf_trace_get_message (trace, message)) ||
         rf_trace_shows_difference (trace, message);
}

static char *
dup_label (RfRowReader          *self,
           const RfTraceMessage *message)
{
  g_autofree char *summary = rf_trace_dup_summary (self->trace, message->index);
  g_autofree char *clean = rf_label_dup_clean (summary ? summary : "?", -1, MAX_LABEL_CHARS,
                                              RF_LABEL_CUT_END);
  const char *mark = is_failure_status (message->status) ? RF_ROW_FAILURE_MARK : "";

  if (message->is_translated) {
    /* TRANSLATORS: a message that was captured once more, on the other side of a NAT */
    g_autofree char *translated = g_strdup_printf (rf_say ("%s (NAT)"), clean);

    return g_strconcat (mark, translated, NULL);
  }
  if (message->retransmission_of >= 0) {
    /* TRANSLATORS: a message that was repeated, and for which time it is sent */
    g_autofree char *repeated = g_strdup_printf (rf_say ("%s again (%u)"), clean, message->n_sent);

    return g_strconcat (mark, repeated, NULL);
  }
  return g_strconcat (mark, clean, NULL);
}

static char *
dup_replaced (RfRowReader          *self,
              const RfTraceMessage *message)
{
  int party = rf_replaced_find_party (self->trace, message->index);
  g_autofree char *name = NULL;

  if (party < 0)
    return g_strdup (rf_say ("replaces a call"));
  name = rf_lifeline_map_dup_party (self->lines, party);

  /* TRANSLATORS: whose place the caller takes who sends an INVITE with Replaces */
  return g_strdup_printf (rf_say ("replaces %s"), name);
}

static char *
dup_detail (RfRowReader          *self,
            const RfTraceMessage *message)
{
  g_autofree char *detail = rf_trace_dup_detail (self->trace, message->index);
  g_autofree char *clean = NULL;

  if (!detail)
    return message->replaces ? dup_replaced (self, message) : NULL;
  clean = rf_label_dup_clean (detail, -1, MAX_LABEL_CHARS,
                              message->sipfrag_status > 0 ? RF_LABEL_CUT_END : RF_LABEL_CUT_MIDDLE);
  if (is_failure_status (message->sipfrag_status) ||
      rf_trace_shows_difference (self->trace, message->index))
    return g_strconcat (RF_ROW_FAILURE_MARK, clean, NULL);
  return g_steal_pointer (&clean);
}

/**
 * rf_row_reader_read:
 * @self: a reader
 * @index: index of a message in the trace
 * @row: (out caller-allocates): what its row says; clear with rf_row_clear()
 */
void
rf_row_reader_read (RfRowReader *self,
                    guint        index,
                    RfRow       *row)
{
  const RfTraceMessage *message;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < rf_trace_get_n_messages (self->trace));

  message = rf_trace_get_message (self->trace, index);

  *row = (RfRow) {
    .message = message,
    .lines = self->lines,
    .from = rf_lifeline_map_find (self->lines, message->from_party),
    .to = rf_lifeline_map_find (self->lines, message->to_party),
  };
  row->is_copy = message->retransmission_of >= 0;
  row->label = dup_label (self, message);
  row->detail = dup_detail (self, message);
  row->is_chip = row->detail && message->method != RF_SIP_REFER && !message->replaces;
  row->cut = message->is_request ? RF_LABEL_CUT_MIDDLE : RF_LABEL_CUT_END;
  row->is_failure = rf_row_is_failure (self->trace, index);
  row->phase = MIN (rf_trace_get_phase (self->trace, index), 6);
  row->transfer = rf_trace_get_transfer_of (self->trace, index);
}

/**
 * rf_row_clear:
 * @row: a row
 *
 * Frees what the row holds.
 */
void
rf_row_clear (RfRow *row)
{
  g_clear_pointer (&row->label, g_free);
  g_clear_pointer (&row->detail, g_free);
}

/**
 * rf_row_dup_words:
 * @row: a row
 *
 * Returns: (transfer full): label and detail as plain text: "NOTIFY [180 Ringing]", "REFER to
 *   wayne"
 */
char *
rf_row_dup_words (const RfRow *row)
{
  g_return_val_if_fail (row != NULL, NULL);

  if (!row->detail)
    return g_strdup (row->label);
  return g_strdup_printf (row->is_chip ? "%s [%s]" : "%s %s", row->label, row->detail);
}

/**
 * rf_row_dup_phase_title:
 * @phase: 1 to 6
 * @title: what it is called, in English
 * @transfer: index of the transfer, or -1 where there is only one
 * @is_short: whether there is little room
 *
 * Returns: (transfer full): "2 REFER", "2 REFER · transfer 3", "2 REFER ⇄3"
 */
char *
rf_row_dup_phase_title (guint       phase,
                        const char *title,
                        int         transfer,
                        gboolean    is_short)
{
  if (transfer < 0)
    return g_strdup_printf ("%u %s", phase, rf_say (title));
  if (is_short)
    return g_strdup_printf ("%u %s ⇄%d", phase, rf_say (title), transfer + 1);
  return g_strdup_printf (rf_say ("%u %s · transfer %d"), phase, rf_say (title), transfer + 1);
}

static char *
dup_phase (RfTrace *trace,
           guint    phase,
           int      transfer,
           gboolean is_short)
{
  return rf_row_dup_phase_title (phase, rf_trace_get_phase_title (trace, phase, transfer),
                                 rf_trace_get_n_transfers (trace) < 2 ? -1 : transfer, is_short);
}

/**
 * rf_row_dup_phase:
 * @trace: the trace
 * @phase: 1 to 6
 * @transfer: index of the transfer, or -1
 *
 * Returns: (transfer full): "2 REFER", with the transfer's number where there are several
 */
char *
rf_row_dup_phase (RfTrace *trace,
                  guint    phase,
                  int      transfer)
{
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  return dup_phase (trace, phase, transfer, FALSE);
}

/**
 * rf_row_dup_short_phase:
 * @trace: the trace
 * @phase: 1 to 6
 * @transfer: index of the transfer, or -1
 *
 * Returns: (transfer full): as rf_row_dup_phase(), where there is little room: "2 REFER ⇄3"
 */
char *
rf_row_dup_short_phase (RfTrace *trace,
                        guint    phase,
                        int      transfer)
{
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  return dup_phase (trace, phase, transfer, TRUE);
}

/**
 * rf_row_dup_time:
 * @trace: the trace
 * @index: index of a message
 *
 * Returns: (transfer full): seconds since the first message: "25.187"
 */
char *
rf_row_dup_time (RfTrace *trace,
                 guint    index)
{
  gint64 delta_ms;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  delta_ms = rf_row_time_round (rf_trace_get_us_between (trace, 0, index));
  /* From integers, for the point to be a point in every locale. */
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%03d",
                          delta_ms < 0 ? "-" : "",
                          ABS (delta_ms) / 1000, (int) (ABS (delta_ms) % 1000));
}

/**
 * rf_row_count_time_chars:
 * @trace: the trace
 * @index: index of a message
 *
 * Returns: how long rf_row_dup_time() is, without writing it
 */
guint
rf_row_count_time_chars (RfTrace *trace,
                         guint    index)
{
  gint64 delta_ms = rf_row_time_round (rf_trace_get_us_between (trace, 0, index));
  guint chars = delta_ms < 0 ? 6 : 5; /* "-0.000" or "0.000" */

  for (gint64 rest = delta_ms / 10000; rest != 0; rest /= 10)
    chars++;
  return chars;
}

/* Whether nothing more is to be expected of its call. */
static gboolean
is_end_of_call (RfTrace              *trace,
                const RfTraceMessage *message)
{
  if (message->method == RF_SIP_BYE)
    return TRUE;
  return message->dialog >= 0 &&
         rf_trace_get_dialog (trace, (guint) message->dialog)->state == RF_DIALOG_FAILED &&
         (message->method == RF_SIP_ACK || message->status >= 300);
}

static gboolean
is_same_call (RfTrace              *trace,
              const RfTraceMessage *one,
              const RfTraceMessage *other)
{
  if (one->dialog == other->dialog || one->dialog < 0 || other->dialog < 0)
    return one->dialog == other->dialog;
  return g_str_equal (rf_trace_get_dialog (trace, (guint) one->dialog)->call_id,
                      rf_trace_get_dialog (trace, (guint) other->dialog)->call_id);
}

/* A proxy or a B2BUA has part in several calls that may be one. */
static gboolean
is_phone (RfTrace *trace,
          int      party)
{
  return party >= 0 && rf_trace_get_party (trace, (guint) party)->kind == RF_PARTY_PHONE;
}

/* Whether two calls have nobody in common, and nobody in between who could have joined them. */
static gboolean
is_unrelated (RfTrace              *trace,
              const RfTraceMessage *one,
              const RfTraceMessage *other)
{
  return one->dialog >= 0 && other->dialog >= 0 &&
         is_phone (trace, one->from_party) && is_phone (trace, one->to_party) &&
         is_phone (trace, other->from_party) && is_phone (trace, other->to_party) &&
         one->from_party != other->from_party && one->from_party != other->to_party &&
         one->to_party != other->from_party && one->to_party != other->to_party;
}

static gboolean
begins_call (const RfTraceMessage *message)
{
  return message->is_request && message->method == RF_SIP_INVITE;
}

/**
 * rf_row_changes_call:
 * @trace: the trace
 * @above: index of the message that is shown above, or -1
 * @index: index of a message
 *
 * Calls outside of transfers have the same phase, but are not one: those that follow one another,
 * and those that run at the same time between others.
 *
 * Returns: whether the message belongs to another call than that above. Legs of one call, as of a
 *   B2BUA, lie in one another and have a party in common; they are not told apart.
 */
gboolean
rf_row_changes_call (RfTrace *trace,
                     int      above,
                     guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  const RfTraceMessage *before;

  if (above < 0)
    return FALSE;
  before = rf_trace_get_message (trace, (guint) above);
  if (before->dialog == message->dialog || rf_trace_get_transfer_of (trace, index) >= 0 ||
      is_same_call (trace, before, message))
    return FALSE;
  return is_unrelated (trace, before, message) ||
         (begins_call (message) && is_end_of_call (trace, before));
}

/**
 * rf_row_resumes_call:
 * @trace: the trace
 * @above: index of the message that is shown above, or -1
 * @index: index of a message
 *
 * Returns: whether a call goes on there that messages of another have interrupted, so that its name
 *   need not be said again
 */
gboolean
rf_row_resumes_call (RfTrace *trace,
                     int      above,
                     guint    index)
{
  return rf_row_changes_call (trace, above, index) &&
         !begins_call (rf_trace_get_message (trace, index));
}

/**
 * rf_row_is_drawn:
 * @row: a row
 *
 * Returns: whether both of its ends have a lifeline
 */
gboolean
rf_row_is_drawn (const RfRow *row)
{
  int n_columns;

  g_return_val_if_fail (row != NULL, FALSE);

  n_columns = (int) rf_lifeline_map_get_n (row->lines);
  return row->from >= 0 && row->from < n_columns && row->to >= 0 && row->to < n_columns;
}

/**
 * rf_row_dup_spoken_time:
 * @trace: the trace
 * @message: index of a message
 *
 * Returns: (transfer full): the time since the start; "12.4 ms" while that is easier to hear than
 *   "0.012 s"
 */
char *
rf_row_dup_spoken_time (RfTrace *trace,
                        guint    message)
{
  g_autofree char *seconds = NULL;
  gint64 us;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  us = rf_trace_get_us_between (trace, 0, message);
  if (us >= 0 && us < G_USEC_PER_SEC - HALF_TENTH_US) {
    us += HALF_TENTH_US;
    return g_strdup_printf ("%d.%d ms", (int) (us / 1000), (int) (us / 100 % 10));
  }
  seconds = rf_row_dup_time (trace, message);
  return g_strconcat (seconds, " s", NULL);
}

/**
 * rf_row_dup_spoken:
 * @row: a row
 * @trace: its trace
 *
 * Returns: (transfer full): the whole row in one line, as for a screen reader
 */
char *
rf_row_dup_spoken (const RfRow *row,
                   RfTrace     *trace)
{
  g_autofree char *time = NULL;

  g_return_val_if_fail (row != NULL, NULL);
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  time = rf_row_dup_spoken_time (trace, row->message->index);
  return rf_row_dup_spoken_at (row, trace, time);
}

/**
 * rf_row_dup_spoken_at:
 * @row: a row
 * @trace: its trace
 * @time: (nullable): what to say of the time, or %NULL for nothing
 *
 * Returns: (transfer full): the whole row in one line, as for a screen reader
 */
char *
rf_row_dup_spoken_at (const RfRow *row,
                      RfTrace     *trace,
                      const char  *time)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autoptr (GString) text = NULL;
  gboolean is_within;

  g_return_val_if_fail (row != NULL, NULL);
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  /* Within one lifeline the two are told apart by the names that they would have alone. */
  is_within = row->from == row->to && row->message->from_party != row->message->to_party;
  from = is_within ? rf_lifeline_map_dup_party (row->lines, row->message->from_party)
                   : rf_lifeline_map_dup_label (row->lines, row->from);
  to = is_within ? rf_lifeline_map_dup_party (row->lines, row->message->to_party)
                 : rf_lifeline_map_dup_label (row->lines, row->to);

  text = g_string_new (NULL);
  if (time)
    g_string_append_printf (text, "%s, ", time);
  /* TRANSLATORS: who sends a message to whom, and what it is */
  g_string_append_printf (text, rf_say ("%s to %s: %s"), from, to, row->label);
  if (row->detail)
    g_string_append_printf (text, ", %s", row->detail);
  if (is_within)
    g_string_append_printf (text, ", %s", rf_say ("within one lifeline"));
  if (row->phase > 0) {
    g_string_append (text, ", ");
    g_string_append_printf (text, rf_say ("phase %u, %s"), row->phase,
                            rf_say (rf_trace_get_phase_title (trace, row->phase, row->transfer)));
  }
  if (row->transfer >= 0 && rf_trace_get_n_transfers (trace) > 1) {
    g_string_append (text, ", ");
    g_string_append_printf (text, rf_say ("transfer %d"), row->transfer + 1);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
