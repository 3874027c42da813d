/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-cost"

#include "config.h"

#include "rf-ladder-cost.h"

#include "rf-export.h"
#include "rf-ladder-private.h"
#include "rf-say.h"

/*
 * A picture keeps every line that is drawn until it is whole, and an arrow has a bridge over each
 * lifeline that it passes. What a picture takes is therefore the number of rows times that of
 * lifelines, and both come from a file.
 */

/**
 * rf_ladder_check_lifelines:
 * @trace: what is to be drawn
 * @look: (nullable): what is shown of it
 * @error: a #GError, or %NULL
 *
 * Asks before anything is laid out whether a picture or pages can have all the lifelines.
 *
 * Returns: whether there are at most %RF_EXPORT_MAX_PICTURE_LIFELINES; else @error says what to do
 */
gboolean
rf_ladder_check_lifelines (RfTrace       *trace,
                           const RfLook  *look,
                           GError       **error)
{
  g_autoptr (RfLifelineMap) lines = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);

  lines = rf_look_create_lines (look, trace);
  if (rf_lifeline_map_get_n (lines) <= RF_EXPORT_MAX_PICTURE_LIFELINES)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               rf_say ("A ladder of %u lifelines is too wide to be drawn; it can have %u. Draw "
                       "fewer calls, or write it as text, HTML or pcapng."),
               rf_lifeline_map_get_n (lines), RF_EXPORT_MAX_PICTURE_LIFELINES);
  return FALSE;
}

static guint
count_crossed (RfLadder *self,
               guint     row)
{
  guint index = rf_row_map_get_message (self->map, row);
  const RfTraceMessage *message = rf_trace_get_message (self->trace, index);
  int from = rf_lifeline_map_find (self->lines, message->from_party);
  int to = rf_lifeline_map_find (self->lines, message->to_party);

  return from >= 0 && to >= 0 ? (guint) ABS (from - to) : 0;
}

/* How many rows high it is, with what stands above it. */
static double
count_heights (RfLadder *self,
               guint     row)
{
  return (rf_row_spacing_get_bottom (self->spacing, row + 1) -
          rf_row_spacing_get_bottom (self->spacing, row)) / RF_LAYOUT_ROW_HEIGHT;
}

/* A piece of an arrow and a bridge for each lifeline that it passes, hatching where somebody is on
 * hold, and a pause is a tear in all lifelines. */
static double
count_strokes (RfLadder    *self,
               RfHoldSweep *sweep,
               guint        row)
{
  g_autofree char *pause = rf_row_spacing_dup_pause (self->spacing, row);
  guint n_held;

  rf_hold_sweep_go (sweep, rf_row_map_get_message (self->map, row));
  n_held = rf_hold_sweep_get_columns (sweep)->len;
  return 1 + count_crossed (self, row) + n_held * count_heights (self, row) +
         (pause ? rf_lifeline_map_get_n (self->lines) : 0);
}

/**
 * rf_ladder_count_affordable:
 * @self: a ladder
 * @most: how many rows at most
 * @n_strokes: how many strokes a drawing can have
 *
 * Returns: how many rows from the first on can be drawn with that
 */
guint
rf_ladder_count_affordable (RfLadder *self,
                            guint     most,
                            guint     n_strokes)
{
  g_autoptr (RfHoldSweep) sweep = NULL;
  double left = n_strokes;
  guint n_rows;

  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  sweep = rf_hold_sweep_new (rf_layout_get_holds (self->layout), self->lines);
  n_rows = MIN (rf_ladder_get_n_rows (self), most);
  for (guint row = 0; row < n_rows; row++) {
    left -= count_strokes (self, sweep, row);
    if (left < 0)
      return row;
  }
  return n_rows;
}
