/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-rows"

#include "config.h"

#include "rf-ladder-lifelines.h"
#include "rf-ladder-private.h"

#include "rf-audio-words.h"
#include "rf-fold.h"

/**
 * rf_ladder_get_message_limit:
 * @self: a ladder
 *
 * Returns: how many messages of the trace may be shown
 */
guint
rf_ladder_get_message_limit (RfLadder *self)
{
  return self->limit < 0 ? G_MAXUINT : (guint) self->limit;
}

/**
 * rf_ladder_get_n_rows:
 * @self: a ladder
 *
 * Returns: how many rows are shown
 */
guint
rf_ladder_get_n_rows (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return rf_row_map_get_n_rows (self->map, rf_ladder_get_message_limit (self));
}

/**
 * rf_ladder_get_row:
 * @self: a ladder
 * @message: index of a message
 *
 * Returns: the row that it stands in, or -1 where it is not shown
 */
int
rf_ladder_get_row (RfLadder *self,
                   guint     message)
{
  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  if (message >= rf_ladder_get_message_limit (self))
    return -1;
  return rf_row_map_find (self->map, message);
}

/**
 * rf_ladder_get_row_message:
 * @self: a ladder
 * @row: a row
 *
 * Returns: index of the message in it, of the first where there are several, of that above where
 *   the row shows sound, or -1
 */
int
rf_ladder_get_row_message (RfLadder *self,
                           guint     row)
{
  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  if (row >= rf_ladder_get_n_rows (self))
    return -1;
  return (int) rf_row_map_get_message (self->map, row);
}

/**
 * rf_ladder_get_row_audio:
 * @self: a ladder
 * @row: a row
 *
 * Returns: index of the sound that it shows, or -1 where it shows a message
 */
int
rf_ladder_get_row_audio (RfLadder *self,
                         guint     row)
{
  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  return row < rf_ladder_get_n_rows (self) ? rf_row_map_get_audio (self->map, row) : -1;
}

/**
 * rf_ladder_get_row_spot:
 * @self: a ladder
 * @row: a row
 * @ret_spot: (out): what it shows; nothing where there is no such row
 */
void
rf_ladder_get_row_spot (RfLadder     *self,
                        guint         row,
                        RfLadderSpot *ret_spot)
{
  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (ret_spot != NULL);

  ret_spot->message = rf_ladder_get_row_message (self, row);
  ret_spot->audio = rf_ladder_get_row_audio (self, row);
}

/* Whether sound with some index began behind a message. */
static gboolean
is_behind (RfLadder *self,
           int       audio,
           int       message)
{
  return audio >= 0 && (guint) audio < rf_trace_get_n_audios (self->trace) &&
         rf_trace_get_audio (self->trace, (guint) audio)->after == (guint) message;
}

/**
 * rf_ladder_get_selected_spot:
 * @self: a ladder
 * @ret_spot: (out): what is highlighted, be it shown or not
 */
void
rf_ladder_get_selected_spot (RfLadder     *self,
                             RfLadderSpot *ret_spot)
{
  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (ret_spot != NULL);

  *ret_spot = (RfLadderSpot) { self->selected, -1 };
  if (self->sound_of < 0)
    return;
  for (int i = (int) rf_trace_find_audio (self->trace, (guint) self->selected);
       is_behind (self, i, self->selected); i++)
    if (rf_trace_get_audio (self->trace, (guint) i)->dialog == self->sound_of)
      ret_spot->audio = i;
}

/**
 * rf_ladder_get_selected_row:
 * @self: a ladder
 *
 * Returns: the row that is highlighted, or -1; where sound is selected that has no row now, as its
 *   phase is folded, that of the message
 */
int
rf_ladder_get_selected_row (RfLadder *self)
{
  RfLadderSpot spot;
  int row;

  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  rf_ladder_get_selected_spot (self, &spot);
  row = spot.message < 0 ? -1 : rf_ladder_get_row (self, (guint) spot.message);
  if (row < 0 || spot.audio < 0)
    return row;
  for (guint i = (guint) row + 1; rf_ladder_get_row_audio (self, i) >= 0; i++)
    if (rf_ladder_get_row_audio (self, i) == spot.audio)
      return (int) i;
  return row;
}

/**
 * rf_ladder_get_previous:
 * @self: a ladder
 * @row: a row
 *
 * Returns: index of the message in the row above, or -1
 */
int
rf_ladder_get_previous (RfLadder *self,
                        guint     row)
{
  return row == 0 ? -1 : (int) rf_row_map_get_message (self->map, row - 1);
}

/**
 * rf_ladder_row_at:
 * @self: a ladder
 * @y: a height in the body
 *
 * Returns: the row there, or -1
 */
int
rf_ladder_row_at (RfLadder *self,
                  double    y)
{
  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  if (y < 0 || y >= rf_ladder_get_body_height (self))
    return -1;
  return (int) rf_row_spacing_find (self->spacing, y / self->scale, rf_ladder_get_n_rows (self));
}

/**
 * rf_ladder_find_row_below:
 * @self: a ladder
 * @y: a height in the body
 *
 * Returns: the first row that begins there or below; the number of rows where none does
 */
guint
rf_ladder_find_row_below (RfLadder *self,
                          double    y)
{
  guint n_rows, row;

  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  n_rows = rf_ladder_get_n_rows (self);
  row = rf_row_spacing_find (self->spacing, y / self->scale, n_rows);

  return row < n_rows && rf_ladder_get_place (self, row) < y ? row + 1 : row;
}

/**
 * rf_ladder_message_at:
 * @self: a ladder
 * @y: a height in the body
 *
 * Returns: index of the message there, or -1
 */
int
rf_ladder_message_at (RfLadder *self,
                      double    y)
{
  int row;

  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  row = rf_ladder_row_at (self, y);
  return row < 0 ? -1 : rf_ladder_get_row_message (self, (guint) row);
}

/**
 * rf_ladder_bar_at:
 * @self: a ladder
 * @y: a height in the body
 *
 * Returns: the row whose bar of sound is there, or -1
 */
int
rf_ladder_bar_at (RfLadder *self,
                  double    y)
{
  int row;

  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  row = rf_ladder_row_at (self, y);
  if (row < 0 || rf_ladder_get_row_audio (self, (guint) row) < 0)
    return -1;
  /* The time that passes after it is not the bar any more. */
  return y < rf_ladder_get_place (self, (guint) row) + rf_ladder_get_row_height (self) ? row : -1;
}

/**
 * rf_ladder_phase_at:
 * @self: a ladder
 * @x: a place in the body
 * @y: its height
 *
 * Returns: index of the message whose phase has its bracket or label there, or -1
 */
int
rf_ladder_phase_at (RfLadder *self,
                    double    x,
                    double    y)
{
  int message = rf_ladder_message_at (self, y);

  if (message < 0 || rf_trace_get_phase (self->trace, (guint) message) == 0 ||
      x / self->scale < rf_layout_get_bracket (self->layout) - RF_LAYOUT_BRACKET_ARM)
    return -1;
  return message;
}

/* The outer edge of a lifeline's head; the first has the times beside it. */
static double
find_edge (RfLadder *self,
           int       column,
           gboolean  at_left)
{
  double x = rf_layout_get_column (self->layout, column);

  if (column == 0 && at_left)
    return 0;
  return (x + (at_left ? -RF_LAYOUT_HALF_HEAD : RF_LAYOUT_HALF_HEAD)) * self->scale;
}

/**
 * rf_ladder_find_arrow:
 * @self: a ladder
 * @message: index of a message
 * @from: (out): the outer edge of the sender's head
 * @to: (out): that of the receiver's; of a message to oneself, where its words may end
 *
 * Returns: whether an arrow is drawn for it
 */
gboolean
rf_ladder_find_arrow (RfLadder *self,
                      guint     message,
                      double   *from,
                      double   *to)
{
  int n_columns, place;
  g_auto (RfRow) row = { 0 };

  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  place = rf_ladder_get_row (self, message);
  if (place < 0 || rf_row_map_is_fold (self->map, (guint) place))
    return FALSE;
  rf_row_reader_read (rf_layout_get_reader (self->layout), message, &row);
  n_columns = (int) rf_layout_get_n_columns (self->layout);
  if (!rf_row_is_drawn (&row) || row.from >= n_columns || row.to >= n_columns)
    return FALSE;
  *from = find_edge (self, row.from, row.from <= row.to);
  if (row.from == row.to && row.from + 1 < n_columns)
    *to = rf_layout_get_column (self->layout, row.from + 1) * self->scale;
  else if (row.from == row.to)
    *to = rf_layout_get_bracket (self->layout) * self->scale;
  else
    *to = find_edge (self, row.to, row.to < row.from);
  return TRUE;
}

/**
 * rf_ladder_find_bar:
 * @self: a ladder
 * @audio: index of sound
 * @left: (out): the outer edge of the head at the left end of its bar
 * @right: (out): that at its right end
 *
 * Returns: whether a bar is drawn for it
 */
gboolean
rf_ladder_find_bar (RfLadder *self,
                    guint     audio,
                    double   *left,
                    double   *right)
{
  int first, last;

  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  rf_audio_find_ends (self->lines, rf_trace_get_audio (self->trace, audio), &first, &last);
  if (last < 0 || last >= (int) rf_layout_get_n_columns (self->layout))
    return FALSE;
  /* Where only one of the two has a lifeline, the bar stands beside that. */
  first = first < 0 ? last : first;
  *left = find_edge (self, first, TRUE);
  *right = find_edge (self, last, FALSE);
  if (first == last)
    *right = (rf_layout_get_column (self->layout, last) + RF_LAYOUT_BAR_ALONE) * self->scale;
  return TRUE;
}

/**
 * rf_ladder_get_place:
 * @self: a ladder
 * @row: a row
 *
 * Returns: its top in the body
 */
double
rf_ladder_get_place (RfLadder *self,
                     guint     row)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return rf_row_spacing_get_top (self->spacing, row) * self->scale;
}

/**
 * rf_ladder_count_fitting:
 * @self: a ladder
 * @first: a row
 * @height: room in the body
 *
 * Returns: how many rows from @first on are whole in a room of that height that begins with it
 */
guint
rf_ladder_count_fitting (RfLadder *self,
                         guint     first,
                         double    height)
{
  guint n_rows, end;
  double bottom;

  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  n_rows = rf_ladder_get_n_rows (self);
  bottom = rf_row_spacing_get_top (self->spacing, first) + height / self->scale;
  end = rf_row_spacing_find (self->spacing, bottom, n_rows);
  /* The row at the bottom may be whole, where only time follows it. */
  if (end < n_rows && rf_row_spacing_get_bottom (self->spacing, end + 1) <= bottom)
    end++;
  return end > first ? end - first : 0;
}

/**
 * rf_ladder_dup_row_text:
 * @self: a ladder
 * @message: index of a message
 *
 * Returns: (transfer full): its row in one line, as for a screen reader:
 *   "12.4 ms, mike to kevin: REFER, to wayne, phase 2, REFER", or of a folded phase
 *   "25.190 s, phase 4, progress, folded, 6 messages"; where there are several transfers, with the
 *   number of its own
 */
char *
rf_ladder_dup_row_text (RfLadder *self,
                        guint     message)
{
  g_autofree char *time = NULL;
  g_auto (RfRow) row = { 0 };
  int place, previous;

  g_return_val_if_fail (RF_IS_LADDER (self), NULL);
  g_return_val_if_fail (message < rf_trace_get_n_messages (self->trace), NULL);

  place = rf_ladder_get_row (self, message);
  previous = place < 0 ? -1 : rf_ladder_get_previous (self, (guint) place);
  time = rf_row_time_dup_spoken (self->trace, self->time_mode, message, previous);
  if (place >= 0 && rf_row_map_is_fold (self->map, (guint) place))
    return rf_fold_dup_spoken (self->trace, self->map, (guint) place,
                               rf_ladder_get_message_limit (self), time);
  rf_row_reader_read (rf_layout_get_reader (self->layout), message, &row);
  return rf_row_dup_spoken_at (&row, self->trace, time);
}

/**
 * rf_ladder_dup_text_of_row:
 * @self: a ladder
 * @row: a row
 *
 * Returns: (transfer full) (nullable): the row in one line: as rf_ladder_dup_row_text() has its
 *   message, or "sound between kevin and mike: PCMU, 1,234 packets, 0.5 % lost"; %NULL where there
 *   is no such row
 */
char *
rf_ladder_dup_text_of_row (RfLadder *self,
                           guint     row)
{
  int audio;

  g_return_val_if_fail (RF_IS_LADDER (self), NULL);

  if (row >= rf_ladder_get_n_rows (self))
    return NULL;
  audio = rf_row_map_get_audio (self->map, row);
  if (audio < 0)
    return rf_ladder_dup_row_text (self, rf_row_map_get_message (self->map, row));
  return rf_audio_dup_spoken (self->trace, self->lines,
                              rf_trace_get_audio (self->trace, (guint) audio));
}

/**
 * rf_ladder_set_folded:
 * @self: a ladder
 * @message: index of a message
 * @folded: whether the phase that it belongs to is to be one row wherever it comes
 *
 * Returns: whether that changed anything
 */
gboolean
rf_ladder_set_folded (RfLadder *self,
                      guint     message,
                      gboolean  folded)
{
  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);
  g_return_val_if_fail (message < rf_trace_get_n_messages (self->trace), FALSE);

  if (!rf_row_map_set_folded (self->map, rf_trace_get_phase (self->trace, message),
                              rf_trace_get_transfer_of (self->trace, message), folded))
    return FALSE;
  rf_ladder_show_anew (self);
  return TRUE;
}

/**
 * rf_ladder_get_folded:
 * @self: a ladder
 * @message: index of a message
 *
 * Returns: whether the phase that it belongs to is folded
 */
gboolean
rf_ladder_get_folded (RfLadder *self,
                      guint     message)
{
  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);
  g_return_val_if_fail (message < rf_trace_get_n_messages (self->trace), FALSE);

  return rf_row_map_get_folded (self->map, rf_trace_get_phase (self->trace, message),
                                rf_trace_get_transfer_of (self->trace, message));
}

/* Where a phase with a number begins that is not that of the message before, or of another call. */
static gboolean
begins_phase (RfLadder *self,
              guint     message,
              int       before)
{
  guint phase = rf_trace_get_phase (self->trace, message);

  if (phase == 0)
    return FALSE;
  return before < 0 || rf_trace_get_phase (self->trace, (guint) before) != phase ||
         rf_trace_get_transfer_of (self->trace, (guint) before) !=
         rf_trace_get_transfer_of (self->trace, message) ||
         rf_row_changes_call (self->trace, before, message);
}

/**
 * rf_ladder_get_fold:
 * @self: a ladder
 * @row: a row
 *
 * Returns: whether a phase can be folded or unfolded there
 */
RfLadderFold
rf_ladder_get_fold (RfLadder *self,
                    guint     row)
{
  g_return_val_if_fail (RF_IS_LADDER (self), RF_LADDER_NO_FOLD);

  if (row >= rf_ladder_get_n_rows (self) || rf_row_map_get_audio (self->map, row) >= 0)
    return RF_LADDER_NO_FOLD;
  if (rf_row_map_is_fold (self->map, row))
    return RF_LADDER_FOLDED;
  return begins_phase (self, rf_row_map_get_message (self->map, row),
                       rf_ladder_get_previous (self, row)) ? RF_LADDER_UNFOLDED
                                                           : RF_LADDER_NO_FOLD;
}

/**
 * rf_ladder_unfold_all:
 * @self: a ladder
 *
 * Returns: whether anything was folded
 */
gboolean
rf_ladder_unfold_all (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  if (!rf_row_map_unfold_all (self->map))
    return FALSE;
  rf_ladder_show_anew (self);
  return TRUE;
}

/**
 * rf_ladder_dup_look:
 * @self: a ladder
 *
 * Returns: (transfer full): which messages are shown and what stands beside them; the limit is not
 *   in it
 */
RfLook *
rf_ladder_dup_look (RfLadder *self)
{
  RfLook *look;

  g_return_val_if_fail (RF_IS_LADDER (self), NULL);

  look = rf_look_new (self->map, self->lifelines, self->time_mode);
  look->true_time = rf_row_spacing_get_true_time (self->spacing);
  return look;
}

/**
 * rf_ladder_set_look:
 * @self: a ladder
 * @look: what another ladder of the same messages shows; must not change any more
 *
 * Shows the same.
 */
void
rf_ladder_set_look (RfLadder     *self,
                    const RfLook *look)
{
  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (look != NULL);

  rf_ladder_set_filter (self, look->filter);
  rf_ladder_set_time_mode (self, look->time_mode);
  rf_ladder_set_lifelines (self, look->lifelines);
  rf_ladder_set_true_time (self, look->true_time);
  rf_look_apply (look, self->map);
  rf_ladder_show_anew (self);
}

/**
 * rf_ladder_get_map:
 * @self: a ladder
 *
 * Returns: (transfer none): which messages stand in which row
 */
RfRowMap *
rf_ladder_get_map (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), NULL);

  return self->map;
}

static gboolean
is_refer_of_transfer (RfLadder *self,
                      guint     message)
{
  int transfer;

  if (rf_trace_get_message (self->trace, message)->method != RF_SIP_REFER)
    return FALSE;
  transfer = rf_trace_get_transfer_of (self->trace, message);
  return transfer >= 0 &&
         rf_trace_get_transfer (self->trace, (guint) transfer)->refer_message == message;
}

/* The message above or below, of those that pass the filter, or -1. */
static int
step_from (RfLadder *self,
           int       message,
           int       step)
{
  int end = (int) MIN (rf_trace_get_n_messages (self->trace), rf_ladder_get_message_limit (self));

  for (message += step; message >= 0 && message < end; message += step) {
    if (rf_row_map_shows (self->map, (guint) message))
      return message;
  }
  return -1;
}

/* The row above or below, of those that there would be if nothing were folded. */
static gboolean
step (RfLadder     *self,
      RfLadderSpot *spot,
      gboolean      up)
{
  int next;

  if (!up) {
    next = spot->audio >= 0 ? spot->audio + 1
                            : (int) rf_trace_find_audio (self->trace, (guint) spot->message);
    if (!is_behind (self, next, spot->message))
      *spot = (RfLadderSpot) { step_from (self, spot->message, 1), -1 };
    else
      spot->audio = next;
    return spot->message >= 0;
  }

  if (spot->audio < 0) {
    spot->message = step_from (self, spot->message, -1);
    spot->audio = (int) rf_trace_find_audio (self->trace, (guint) spot->message + 1);
  }
  next = spot->audio - 1;
  spot->audio = is_behind (self, next, spot->message) ? next : -1;
  return spot->message >= 0;
}

static gboolean
is_what (RfLadder           *self,
         const RfLadderSpot *spot,
         RfLadderFind        what)
{
  const guint message = (guint) spot->message;

  if (spot->audio >= 0)
    return what == RF_LADDER_FIND_PROBLEM &&
           rf_audio_is_problem (rf_trace_get_audio (self->trace, (guint) spot->audio));
  switch (what) {
  case RF_LADDER_FIND_TRANSFER:
    return is_refer_of_transfer (self, message);
  case RF_LADDER_FIND_PROBLEM:
    return rf_row_is_failure (self->trace, message);
  case RF_LADDER_FIND_PHASE:
    return begins_phase (self, message, step_from (self, spot->message, -1));
  default:
    return FALSE;
  }
}

/**
 * rf_ladder_find:
 * @self: a ladder
 * @spot: (inout): where to begin, which is not found itself; nowhere for before the first, or going
 *   up behind the last
 * @what: what to look for
 * @up: whether to look above and not below
 *
 * Looks among the messages that pass the filter and their sound, also in folded phases.
 *
 * Returns: whether there is one; otherwise @spot is nowhere
 */
gboolean
rf_ladder_find (RfLadder     *self,
                RfLadderSpot *spot,
                RfLadderFind  what,
                gboolean      up)
{
  gboolean there;

  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);
  g_return_val_if_fail (spot != NULL, FALSE);

  if (spot->message < 0 && up)
    spot->message = (int) MIN (rf_trace_get_n_messages (self->trace),
                               rf_ladder_get_message_limit (self));
  do {
    there = step (self, spot, up);
  } while (there && !is_what (self, spot, what));
  return there;
}
