/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-text-ladder"

#include "config.h"

#include "rf-export.h"

#include "rf-audio-words.h"
#include "rf-fold.h"
#include "rf-holds.h"
#include "rf-label.h"
#include "rf-role.h"
#include "rf-row.h"
#include "rf-say.h"
#include "rf-text-columns.h"

#include <string.h>

#define LIFELINE "│"
#define ON_HOLD "░"
#define BRACKET "┃"
#define BAR "═"

struct _RfTextLadder {
  RfTrace       *trace;
  RfRowMap      *map;
  RfLifelineMap *lines;
  RfRowSpacing  *spacing;
  RfRowReader   *reader;
  RfTextColumns *columns;
  RfHolds       *holds;
  RfHoldSweep   *sweep;         /* while rows are written */
  RfTimeMode     time_mode;
  char          *caption;       /* may be NULL */
  char          *unread;        /* may be NULL */
  gboolean       colour;
  guint          n_messages;    /* that were written, or passed by */
  /* By dialog, whose index is counted from 1: whose sound was written, and the index of that which
   * was not known when its place was written. */
  GHashTable    *heard;
  GHashTable    *late;
  guint          run_phase; /* of the row above */
  int            run_transfer;
  int            above; /* the message of that row, or -1 */
};

/* Middle lights of the 256 colours, legible on black and on white. */
static const guint8 phase_colours[] = { 0, 244, 166, 32, 136, 169, 38 };

/**
 * rf_text_ladder_new:
 * @trace: what to print
 * @look: (nullable): what is shown of it; where the trace is to grow, %NULL for all of it
 * @width: columns of the terminal, or 0 for as many as it takes
 * @colour: whether to tell the phases apart by colour too
 *
 * Returns: (transfer full): a text ladder that printed nothing yet
 */
RfTextLadder *
rf_text_ladder_new (RfTrace      *trace,
                    const RfLook *look,
                    guint         width,
                    gboolean      colour)
{
  RfTextLadder *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfTextLadder, 1);
  self->above = -1;
  self->trace = g_object_ref (trace);
  self->map = rf_look_create_map (look, trace);
  self->lines = rf_look_create_lines (look, trace);
  self->spacing = rf_look_create_spacing (look, trace, self->map);
  self->reader = rf_row_reader_new (trace, self->lines);
  self->holds = rf_holds_new ();
  self->time_mode = rf_look_get_time_mode (look);
  self->columns = rf_text_columns_new (trace, self->lines, width, self->time_mode);
  self->caption = rf_look_dup_caption (look, trace, self->map);
  self->unread = g_strdup (rf_look_get_unread (look));
  self->heard = g_hash_table_new (NULL, NULL);
  self->late = g_hash_table_new (NULL, NULL);
  self->colour = colour;
  return self;
}

/**
 * rf_text_ladder_free:
 * @self: a text ladder
 */
void
rf_text_ladder_free (RfTextLadder *self)
{
  g_return_if_fail (self != NULL);

  rf_row_spacing_free (self->spacing);
  rf_row_map_free (self->map);
  rf_row_reader_free (self->reader);
  rf_holds_free (self->holds);
  g_free (self->caption);
  g_free (self->unread);
  rf_text_columns_free (self->columns);
  rf_lifeline_map_free (self->lines);
  g_hash_table_unref (self->heard);
  g_hash_table_unref (self->late);
  g_object_unref (self->trace);
  g_free (self);
}

static void
append_repeated (GString    *out,
                 const char *text,
                 guint       count)
{
  for (guint i = 0; i < count; i++)
    g_string_append (out, text);
}

/* Fills up with spaces from cell @at to cell @to; returns where the line stands now. */
static guint
pad (GString *out,
     guint    at,
     guint    to)
{
  if (to > at)
    append_repeated (out, " ", to - at);
  return MAX (at, to);
}

static void
begin_style (RfTextLadder *self,
             GString      *out,
             guint         phase)
{
  if (self->colour && phase > 0 && phase < G_N_ELEMENTS (phase_colours))
    g_string_append_printf (out, "\033[38;5;%um", phase_colours[phase]);
}

static void
end_style (RfTextLadder *self,
           GString      *out,
           guint         phase)
{
  if (self->colour && phase > 0)
    g_string_append (out, "\033[0m");
}

static void
append_phase_names (RfTextLadder *self,
                    GString      *out)
{
  append_repeated (out, " ", RF_TEXT_TIME_WIDTH - 6);
  g_string_append (out, rf_say ("Phases:"));
  for (guint phase = 1; phase <= 6; phase++) {
    if (phase == 4)
      g_string_append (out, "\n          ");
    g_string_append (out, "  ");
    begin_style (self, out, phase);
    g_string_append_printf (out, "%u %s", phase, rf_say (rf_phase_get_title (phase, FALSE)));
    end_style (self, out, phase);
  }
  g_string_append (out, "\n\n");
}

/* A line of one text a lifeline, which may be NULL. */
static void
append_above (RfTextLadder *self,
              GString      *out,
              char *const  *texts)
{
  guint at = 0;

  for (guint i = 0; i < rf_text_columns_get_n (self->columns); i++) {
    g_autofree char *text = NULL;
    guint column, half;

    if (!texts[i])
      continue;
    text = rf_label_dup_ellipsized (texts[i], rf_text_columns_get_room (self->columns, i),
                                    rf_label_get_cut (texts[i]));
    column = rf_text_columns_get (self->columns, i);
    half = rf_label_count_cells (text) / 2;
    at = pad (out, at, column > half ? column - half : 0);
    g_string_append (out, text);
    at += rf_label_count_cells (text);
  }
  g_string_append_c (out, '\n');
}

static void
append_names (RfTextLadder *self,
              GString      *out)
{
  guint n_columns = rf_text_columns_get_n (self->columns);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_free);
  gboolean has_role = FALSE;

  for (guint i = 0; i < n_columns; i++) {
    char *role = rf_role_dup_subtitle (self->trace, self->lines, i);

    g_ptr_array_add (names, rf_lifeline_map_dup_label (self->lines, (int) i));
    g_ptr_array_add (roles, role);
    has_role |= role != NULL;
  }
  append_above (self, out, (char **) names->pdata);
  if (has_role)
    append_above (self, out, (char **) roles->pdata);
}

static void
append_head (RfTextLadder *self,
             GString      *out)
{
  RfTextStyle style = rf_text_columns_get_style (self->columns);

  if (self->n_messages > 0)
    g_string_append_c (out, '\n');
  if (style == RF_TEXT_NARROW && rf_trace_get_n_transfers (self->trace) > 0)
    append_phase_names (self, out);
  if (style != RF_TEXT_COMPACT)
    append_names (self, out);
}

static const char *
get_lifeline (RfTextLadder *self,
              guint         column)
{
  return self->sweep && rf_hold_sweep_has (self->sweep, column) ? ON_HOLD : LIFELINE;
}

/* Lifelines from column @first to before @end, from cell @at on. */
static guint
append_lifelines (RfTextLadder *self,
                  GString      *out,
                  guint         at,
                  guint         first,
                  guint         end)
{
  for (guint i = first; i < end; i++) {
    at = pad (out, at, rf_text_columns_get (self->columns, i));
    g_string_append (out, get_lifeline (self, i));
    at++;
  }
  return at;
}

/* The words as far as they fit; of a status that does not fit the number is left. */
static char *
dup_fitting_words (RfTextLadder *self,
                   const RfRow  *row,
                   guint         cells)
{
  g_autofree char *words = rf_row_dup_words (row);
  g_autofree char *detail = NULL;
  g_autofree char *brief = NULL;

  if (!row->is_chip || rf_label_count_cells (words) <= cells)
    return rf_label_dup_ellipsized (words, cells, row->cut);
  detail = rf_trace_dup_brief_detail (self->trace, row->message->index);
  brief = g_strdup_printf ("%s [%s%s]", row->label, row->is_failure ? "✗ " : "", detail);
  return rf_label_dup_ellipsized (brief, cells, row->cut);
}

/* What stands between the two lifelines of a message: "──── INVITE ───▶". */
static void
append_arrow (RfTextLadder *self,
              GString      *out,
              const RfRow  *row,
              guint         cells)
{
  gboolean rightwards = row->to > row->from;
  const char *stroke = row->message->is_request ? "─" : "┄";
  g_autofree char *label = dup_fitting_words (self, row, cells - 3 - 2 * RF_TEXT_MIN_STROKES);
  guint strokes = cells - 3 - rf_label_count_cells (label);
  guint before = strokes / 2;

  begin_style (self, out, row->phase);
  g_string_append (out, rightwards ? "" : "◀");
  append_repeated (out, stroke, before);
  g_string_append_printf (out, " %s ", label);
  append_repeated (out, stroke, strokes - before);
  g_string_append (out, rightwards ? "▶" : "");
  end_style (self, out, row->phase);
}

/* A message of a party to itself stands beside its lifeline. */
static guint
append_loop (RfTextLadder *self,
             GString      *out,
             const RfRow  *row,
             guint         at)
{
  guint next = row->from + 1;
  guint end = next < rf_text_columns_get_n (self->columns)
    ? rf_text_columns_get (self->columns, next)
    : rf_text_columns_get_phases (self->columns);
  g_autofree char *label = dup_fitting_words (self, row, end - at - RF_TEXT_LOOP_FRAME + 1);

  begin_style (self, out, row->phase);
  g_string_append_printf (out, "↺ %s", label);
  end_style (self, out, row->phase);
  return at + 2 + rf_label_count_cells (label);
}

static guint
append_message (RfTextLadder *self,
                GString      *out,
                const RfRow  *row,
                guint         at)
{
  guint left = MIN (row->from, row->to);
  guint right = MAX (row->from, row->to);

  at = append_lifelines (self, out, at, 0, left + 1);
  if (left == right) {
    at = append_loop (self, out, row, at);
  } else {
    append_arrow (self, out, row, rf_text_columns_get (self->columns, right) - at);
    at = rf_text_columns_get (self->columns, right);
    at = append_lifelines (self, out, at, right, right + 1);
  }
  return append_lifelines (self, out, at, right + 1, rf_text_columns_get_n (self->columns));
}

static void
append_phase (RfTextLadder *self,
              GString      *out,
              const RfRow  *row)
{
  gboolean is_narrow = rf_text_columns_get_style (self->columns) == RF_TEXT_NARROW;
  gboolean begins = row->phase != self->run_phase || row->transfer != self->run_transfer ||
                    rf_row_changes_call (self->trace, self->above, row->message->index);
  gboolean resumes = rf_row_resumes_call (self->trace, self->above, row->message->index);
  g_autofree char *label = rf_row_dup_phase (self->trace, row->phase, row->transfer);

  begin_style (self, out, row->phase);
  g_string_append (out, BRACKET);
  if (resumes)
    g_string_append (out, " …");
  else if (begins && is_narrow)
    g_string_append_printf (out, " %u", row->phase);
  else if (begins)
    g_string_append_printf (out, " %s", label);
  end_style (self, out, row->phase);
}

static void
append_compact (RfTextLadder *self,
                GString      *out,
                const RfRow  *row)
{
  g_autofree char *from = rf_lifeline_map_dup_label (self->lines, row->from);
  g_autofree char *to = rf_lifeline_map_dup_label (self->lines, row->to);
  g_autofree char *words = rf_row_dup_words (row);

  begin_style (self, out, row->phase);
  g_string_append_printf (out, "  %s → %s  %s", from, to, words);
  if (row->phase > 0) {
    g_autofree char *label = rf_row_dup_phase (self->trace, row->phase, row->transfer);

    g_string_append_printf (out, "  (%s)", label);
  }
  end_style (self, out, row->phase);
}

/* A folded phase: "▸ 4 progress · 6 messages" where the lifelines are. */
static void
append_fold (RfTextLadder *self,
             GString      *out,
             const RfRow  *row,
             guint         place,
             guint         at)
{
  g_autofree char *fold = rf_fold_dup_words (self->trace, self->map, place, G_MAXUINT);

  if (rf_text_columns_get_style (self->columns) == RF_TEXT_COMPACT)
    pad (out, 0, 2);
  else if (rf_text_columns_get_n (self->columns) > 0)
    pad (out, at, rf_text_columns_get (self->columns, 0));
  begin_style (self, out, row->phase);
  g_string_append (out, fold);
  end_style (self, out, row->phase);
}

static void
append_arrow_row (RfTextLadder *self,
                  GString      *out,
                  const RfRow  *row,
                  guint         at)
{
  if (!rf_row_is_drawn (row))
    return;
  at = append_message (self, out, row, at);
  if (row->phase == 0)
    return;
  pad (out, at, rf_text_columns_get_phases (self->columns));
  append_phase (self, out, row);
}

/* "⋮ 28.4 s later" where the lifelines are. */
static void
append_pause (RfTextLadder *self,
              GString      *out,
              guint         place)
{
  g_autofree char *pause = rf_row_spacing_dup_pause (self->spacing, place);

  if (!pause)
    return;
  if (rf_text_columns_get_n (self->columns) > 0)
    pad (out, 0, rf_text_columns_get (self->columns, 0));
  g_string_append_printf (out, "⋮ %s\n", pause);
}

/* As much as fits: "══ PCMU  1,234 packets  0.5 % lost  jitter 2 ms  MOS 4.3 ══" */
static void
append_bar (RfTextLadder       *self,
            GString            *out,
            const RfTraceAudio *audio,
            guint               cells)
{
  guint room = cells - 2 - 2 * RF_TEXT_MIN_STROKES;
  g_autofree char *words = NULL;
  g_autofree char *label = NULL;
  guint strokes;

  for (guint i = 0; i < RF_AUDIO_N_WORDS; i++) {
    g_free (words);
    words = rf_audio_dup_words (self->lines, audio, i);
    if (rf_label_count_cells (words) <= room)
      break;
  }
  label = rf_label_dup_ellipsized (words, room, RF_LABEL_CUT_END);
  strokes = cells - 2 - rf_label_count_cells (label);
  append_repeated (out, BAR, strokes / 2);
  g_string_append_printf (out, " %s ", label);
  append_repeated (out, BAR, strokes - strokes / 2);
}

static void
append_sentence (RfTextLadder       *self,
                 GString            *out,
                 const RfTraceAudio *audio)
{
  g_autofree char *spoken = rf_audio_dup_spoken (self->trace, self->lines, audio);

  g_string_append_printf (out, "%*s  %s\n", (int) rf_text_columns_get_times (self->columns), "",
                          spoken);
}

static void
append_audio (RfTextLadder       *self,
              GString            *out,
              const RfTraceAudio *audio)
{
  int left, right;
  guint at;

  rf_audio_find_ends (self->lines, audio, &left, &right);
  if (left < 0 || left == right || (guint) right >= rf_text_columns_get_n (self->columns) ||
      rf_text_columns_get_style (self->columns) == RF_TEXT_COMPACT) {
    append_sentence (self, out, audio);
    return;
  }
  at = append_lifelines (self, out, 0, 0, left + 1);
  append_bar (self, out, audio, rf_text_columns_get (self->columns, right) - at);
  append_lifelines (self, out, rf_text_columns_get (self->columns, right), right,
                    rf_text_columns_get_n (self->columns));
  g_string_append_c (out, '\n');
}

static gpointer
dialog_key (int dialog)
{
  return GINT_TO_POINTER (dialog + 1);
}

/* What is printed cannot be gone back to. */
static void
find_late (RfTextLadder *self)
{
  guint n_audios = rf_trace_get_n_audios (self->trace);

  g_hash_table_remove_all (self->late);
  for (guint i = 0; i < n_audios; i++) {
    const RfTraceAudio *audio = rf_trace_get_audio (self->trace, i);

    if (audio->after >= self->n_messages)
      return;
    if (!g_hash_table_contains (self->heard, dialog_key (audio->dialog)))
      g_hash_table_insert (self->late, dialog_key (audio->dialog), GUINT_TO_POINTER (i));
  }
}

/* A sentence behind the end of a call, where its sound came too late for a bar. */
static void
append_late (RfTextLadder         *self,
             GString              *out,
             const RfTraceMessage *message)
{
  gpointer late;

  if (!message->is_request || message->method != RF_SIP_BYE ||
      !g_hash_table_steal_extended (self->late, dialog_key (message->dialog), NULL, &late))
    return;
  g_hash_table_add (self->heard, dialog_key (message->dialog));
  append_sentence (self, out, rf_trace_get_audio (self->trace, GPOINTER_TO_UINT (late)));
}

static void
append_message_row (RfTextLadder *self,
                    GString      *out,
                    guint         place)
{
  guint message = rf_row_map_get_message (self->map, place);
  int previous = place > 0 ? (int) rf_row_map_get_message (self->map, place - 1) : -1;
  g_autofree char *time = rf_row_time_dup (self->trace, self->time_mode, message, previous);
  guint times = rf_text_columns_get_times (self->columns);
  guint at = MAX ((guint) strlen (time), times);
  g_auto (RfRow) row = { 0 };

  append_pause (self, out, place);
  rf_hold_sweep_go (self->sweep, message);
  rf_row_reader_read (self->reader, message, &row);
  g_string_append_printf (out, "%*s", (int) times, time);
  if (rf_row_map_is_fold (self->map, place))
    append_fold (self, out, &row, place, at);
  else if (rf_text_columns_get_style (self->columns) == RF_TEXT_COMPACT)
    append_compact (self, out, &row);
  else
    append_arrow_row (self, out, &row, at);
  g_string_append_c (out, '\n');
  append_late (self, out, row.message);
  self->run_phase = row.phase;
  self->run_transfer = row.transfer;
  self->above = (int) message;
}

static void
append_row (RfTextLadder *self,
            GString      *out,
            guint         place)
{
  int index = rf_row_map_get_audio (self->map, place);
  const RfTraceAudio *audio;

  if (index < 0) {
    append_message_row (self, out, place);
    return;
  }
  audio = rf_trace_get_audio (self->trace, (guint) index);
  if (g_hash_table_add (self->heard, dialog_key (audio->dialog)))
    append_audio (self, out, audio);
}

static void
measure_bar (RfTextLadder       *self,
             const RfTraceAudio *audio)
{
  g_autofree char *words = rf_audio_dup_words (self->lines, audio, RF_AUDIO_WORDS_ALL);
  int left, right;

  rf_audio_find_ends (self->lines, audio, &left, &right);
  rf_text_columns_add_bar (self->columns, left, right, rf_label_count_cells (words));
}

static void
measure_news (RfTextLadder *self,
              guint         first,
              guint         n_rows)
{
  for (guint i = self->n_messages; i < rf_trace_get_n_messages (self->trace); i++)
    rf_holds_add (self->holds, self->trace, i);
  rf_lifeline_map_update (self->lines);
  rf_text_columns_add_parties (self->columns);
  for (guint i = first; i < n_rows; i++) {
    int audio = rf_row_map_get_audio (self->map, i);
    g_auto (RfRow) row = { 0 };

    if (audio >= 0) {
      measure_bar (self, rf_trace_get_audio (self->trace, (guint) audio));
      continue;
    }
    rf_row_reader_read (self->reader, rf_row_map_get_message (self->map, i), &row);
    rf_text_columns_add_row (self->columns, &row);
  }
}

/**
 * rf_text_ladder_dup_news:
 * @self: a text ladder
 *
 * Returns: (transfer full): lines for the messages that came since the last call, under new heads
 *   where the columns had to move; "" where there are none
 */
char *
rf_text_ladder_dup_news (RfTextLadder *self)
{
  g_autoptr (GString) out = NULL;
  guint row, n_rows;

  g_return_val_if_fail (self != NULL, NULL);

  n_rows = rf_row_map_get_n_rows (self->map, G_MAXUINT);
  row = rf_row_map_find_from (self->map, self->n_messages);
  if (row == n_rows)
    return g_strdup ("");

  out = g_string_new (NULL);
  measure_news (self, row, n_rows);
  find_late (self);
  if (rf_text_columns_place (self->columns)) {
    append_head (self, out);
    self->run_phase = 0;
    self->above = -1;
  }
  self->sweep = rf_hold_sweep_new (self->holds, self->lines);
  for (; row < n_rows; row++)
    append_row (self, out, row);
  g_clear_pointer (&self->sweep, rf_hold_sweep_free);
  self->n_messages = rf_trace_get_n_messages (self->trace);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * rf_text_ladder_dup_caption:
 * @self: a text ladder
 *
 * Returns: (transfer full): lines to stand below, with what has to be known of the choice of
 *   messages, of their times, of the signs and of what could not be read; "" where that is nothing
 */
char *
rf_text_ladder_dup_caption (RfTextLadder *self)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  if (rf_holds_get_n_spans (self->holds) > 0 &&
      rf_text_columns_get_style (self->columns) != RF_TEXT_COMPACT)
    g_string_append_printf (out, "\n%s %s\n", ON_HOLD, rf_say ("on hold"));
  if (self->caption)
    g_string_append_printf (out, "\n%s\n", self->caption);
  if (self->unread)
    g_string_append_printf (out, "\n%s\n", self->unread);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * rf_export_text:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @width: the most columns that a line may have, or 0 for as many as it takes
 *
 * Returns: (transfer full): the ladder as text
 */
char *
rf_export_text (RfTrace      *trace,
                const RfLook *look,
                guint         width)
{
  g_autoptr (RfTextLadder) ladder = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *caption = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  ladder = rf_text_ladder_new (trace, look, width, FALSE);
  rows = rf_text_ladder_dup_news (ladder);
  caption = rf_text_ladder_dup_caption (ladder);
  return g_strconcat (rows, caption, NULL);
}
