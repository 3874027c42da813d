/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paint-phase"

#include "config.h"

#include "rf-paint.h"

#include "rf-fold.h"

#include <math.h>

#define ARM RF_LAYOUT_BRACKET_ARM
#define LABEL_MARGIN 8.0
#define END_MARGIN 3.0
#define LINE_WIDTH 2.0
#define FOLD_MARGIN 3.0
#define FOLD_PADDING 8.0
#define FOLD_RADIUS 6.0

/* A run of rows with one phase of one transfer, or of one call outside of any. */
typedef struct {
  guint first;
  guint end;
  guint phase;
  int   transfer;
} Run;

/* Whether the run goes on from a row to the one below. What a folded row stands for ends there. */
static gboolean
goes_on (RfPainter *self,
         const Run *run,
         guint      above)
{
  guint before = rf_row_map_get_message (self->map, above);
  guint message = rf_row_map_get_message (self->map, above + 1);
  guint other = above < run->first ? before : message;

  return rf_trace_get_phase (self->trace, other) == run->phase &&
         rf_trace_get_transfer_of (self->trace, other) == run->transfer &&
         !rf_row_map_is_fold (self->map, above) &&
         !rf_row_changes_call (self->trace, (int) before, message);
}

/*
 * The run that @row is in. What lies outside of @first to @end is not painted, so one row more on
 * either side is enough to know whether the bracket has its end in sight.
 */
static Run
find_run (RfPainter *self,
          guint      row,
          guint      first,
          guint      end)
{
  guint message = rf_row_map_get_message (self->map, row);
  Run run = {
    .first = row,
    .end = row + 1,
    .phase = rf_trace_get_phase (self->trace, message),
    .transfer = rf_trace_get_transfer_of (self->trace, message),
  };

  while (run.first > first && goes_on (self, &run, run.first - 1))
    run.first--;
  while (run.end < end && goes_on (self, &run, run.end - 1))
    run.end++;
  return run;
}

static void
paint_bracket (RfPainter *self,
               const Run *run)
{
  double x = rf_layout_get_bracket (self->layout);
  double top = rf_painter_get_top (self, run->first) + END_MARGIN;
  double bottom = rf_row_spacing_get_bottom (self->spacing, run->end) - END_MARGIN;

  cairo_set_dash (self->cr, NULL, 0, 0);
  cairo_set_line_width (self->cr, LINE_WIDTH);
  cairo_move_to (self->cr, x - ARM, top);
  cairo_line_to (self->cr, x, top);
  cairo_line_to (self->cr, x, bottom);
  cairo_line_to (self->cr, x - ARM, bottom);
  cairo_stroke (self->cr);
}

static gboolean
resumes_call (RfPainter *self,
              const Run *run)
{
  int above = run->first > 0 ? (int) rf_row_map_get_message (self->map, run->first - 1) : -1;

  return rf_row_resumes_call (self->trace, above, rf_row_map_get_message (self->map, run->first));
}

static char *
dup_name (RfPainter *self,
          const Run *run)
{
  if (self->is_brief)
    return g_strdup_printf ("%u", run->phase);
  if (rf_layout_has_short_phases (self->layout))
    return rf_row_dup_short_phase (self->trace, run->phase, run->transfer);
  return rf_row_dup_phase (self->trace, run->phase, run->transfer);
}

/* Where it goes on behind rows of a call that runs at the same time, its name was said before. */
static char *
dup_label (RfPainter *self,
           const Run *run,
           gboolean   goes_on)
{
  g_autofree char *name = NULL;

  if (!goes_on && resumes_call (self, run))
    return g_strdup ("…");
  name = dup_name (self, run);

  return g_strconcat (goes_on && !self->is_brief ? "… " : "", name, NULL);
}

/* Its name stands beside its first row, and where that is out of sight, at the top of what is in
 * sight. */
static void
paint_run (RfPainter *self,
           const Run *run)
{
  gboolean goes_on = run->first < self->sight_start && run->end > self->sight_start;
  g_autofree char *label = dup_label (self, run, goes_on);
  guint row = goes_on ? self->sight_start : run->first;
  double x = rf_layout_get_bracket (self->layout) + LABEL_MARGIN;

  rf_painter_colour (self, self->palette->phases[run->phase]);
  paint_bracket (self, run);
  rf_painter_set_text (self, label, FALSE, rf_layout_get_width (self->layout) - x,
                       RF_LABEL_CUT_END);
  rf_painter_show_text (self, x,
                        rf_painter_get_top (self, row) + RF_LAYOUT_ROW_HEIGHT / 2);
}

/**
 * rf_paint_phases:
 * @self: a painter
 * @first: first row to paint
 * @end: row after the last
 *
 * Paints the brackets of the phases beside these rows.
 */
void
rf_paint_phases (RfPainter *self,
                 guint      first,
                 guint      end)
{
  guint from = first > 0 ? first - 1 : 0;
  guint to = MIN (end + 1, self->n_rows);

  if (!rf_painter_reaches (self, rf_layout_get_bracket (self->layout) - ARM, G_MAXDOUBLE))
    return;
  for (guint row = from; row < to;) {
    Run run = find_run (self, row, from, to);

    if (run.phase >= 1 && run.phase < RF_PALETTE_N_PHASES)
      paint_run (self, &run);
    row = run.end;
  }
}

/**
 * rf_paint_fold:
 * @self: a painter
 * @row: the first message of the folded phase
 * @place: row to paint in
 * @time: its time
 * @limit: how many messages of the trace count, from the first on
 *
 * Paints the one row of a folded phase: a bar over the lifelines with "▸ 4 progress · 6 messages".
 */
void
rf_paint_fold (RfPainter   *self,
               const RfRow *row,
               guint        place,
               const char  *time,
               guint        limit)
{
  g_autofree char *text = rf_fold_dup_words (self->trace, self->map, place, limit);
  double left = rf_layout_get_gutter (self->layout) + FOLD_MARGIN;
  double right = rf_layout_get_bracket (self->layout) - ARM - FOLD_MARGIN;
  double top = rf_painter_get_top (self, place);
  double width;

  rf_paint_time (self, place, time);
  /* Between two pixels, so that the line is sharp. */
  rf_painter_rounded (self, floor (left) + 0.5, top + FOLD_MARGIN + 0.5, floor (right - left) - 1,
                      RF_LAYOUT_ROW_HEIGHT - 2 * FOLD_MARGIN - 1, FOLD_RADIUS);
  rf_painter_colour (self, self->palette->background);
  cairo_fill_preserve (self->cr);
  rf_painter_colour (self, self->palette->phases[row->phase]);
  cairo_set_dash (self->cr, NULL, 0, 0);
  cairo_set_line_width (self->cr, 1);
  cairo_stroke (self->cr);

  left = MAX (left, self->left);
  right = MAX (MIN (right, self->right), left);
  width = rf_painter_set_text (self, text, FALSE, right - left - 2 * FOLD_PADDING,
                               RF_LABEL_CUT_END);
  rf_painter_show_text (self, (left + right - width) / 2, top + RF_LAYOUT_ROW_HEIGHT / 2);
}
