/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-text-columns"

#include "config.h"

#include "rf-text-columns.h"

#include "rf-label.h"

/* Room for "NOTIFY [486 Busy Here]" from the start, so that columns seldom move while a transfer
 * runs. */
#define PREFERRED_GAP 30
/* Narrower gaps than this cut labels that are common. */
#define WIDE_GAP 26
#define MIN_GAP 16
#define MAX_GAP 48
/* Room for "! kevin hears nothing for 15 s, mike for 10 s" before all figures. */
#define MAX_BAR_GAP 128
/* In a gap beside the label: lifeline, two strokes at either end, two spaces, arrowhead. */
#define ARROW_FRAME (1 + 2 * RF_TEXT_MIN_STROKES + 2 + 1)

/* Between the last lifeline and the phases. */
#define TAIL 3
#define MAX_LOOP_TAIL 40
#define PHASE_WIDTH 24
#define SHORT_PHASE_WIDTH 3
#define TRANSFER_WIDTH 13
#define OUTER_HEAD_ROOM 20

/* With more lifelines than this a line is longer than anyone reads. */
#define MAX_COLUMNS 24

struct _RfTextColumns {
  RfLifelineMap *lines;
  RfTrace     *trace;
  guint        width;
  guint        times;       /* cells */
  RfTextStyle  style;
  GArray      *wanted;      /* cells that the labels between column i and i + 1 ask for */
  GArray      *columns;     /* their cells */
  guint        loop_tail;   /* cells that messages of the last party to itself ask for */
  guint        n_transfers;
  guint        phases;
  guint        n_headed;    /* columns that the last heads showed */
  gboolean     placed;
};

/**
 * rf_text_columns_new:
 * @trace: the trace; must outlive the columns
 * @lines: in which column each party stands; must outlive the columns
 * @width: cells of a line, or 0 for as many as it takes
 * @time_mode: what stands at the start of each line
 *
 * Returns: (transfer full): columns that know no party yet
 */
RfTextColumns *
rf_text_columns_new (RfTrace       *trace,
                     RfLifelineMap *lines,
                     guint          width,
                     RfTimeMode     time_mode)
{
  RfTextColumns *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfTextColumns, 1);
  self->trace = trace;
  self->lines = lines;
  self->width = width;
  self->times = MAX (RF_TEXT_TIME_WIDTH,
                     rf_row_time_get_chars (time_mode, RF_TEXT_TIME_WIDTH - 1));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * rf_text_columns_free:
 * @self: the columns
 */
void
rf_text_columns_free (RfTextColumns *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->wanted);
  g_array_unref (self->columns);
  g_free (self);
}

static void
grow (RfTextColumns *self,
      guint         *value,
      guint          wanted)
{
  if (wanted <= *value)
    return;
  *value = wanted;
  self->placed = FALSE;
}

/**
 * rf_text_columns_add_parties:
 * @self: the columns
 *
 * Takes note of the parties and transfers that are new in the trace.
 */
void
rf_text_columns_add_parties (RfTextColumns *self)
{
  guint n_lines = rf_lifeline_map_get_n (self->lines);
  guint n_transfers = rf_trace_get_n_transfers (self->trace);
  const guint gap = PREFERRED_GAP;

  /* The first transfer brings the names of the phases, the second the number of the transfer. */
  if (MIN (self->n_transfers, 2) != MIN (n_transfers, 2) && self->style != RF_TEXT_COMPACT)
    self->placed = FALSE;
  self->n_transfers = n_transfers;

  while (self->wanted->len + 1 < n_lines)
    g_array_append_val (self->wanted, gap);
  if (self->columns->len != n_lines) {
    g_array_set_size (self->columns, n_lines);
    self->placed = FALSE;
  }
}

/**
 * rf_text_columns_add_row:
 * @self: the columns
 * @row: a new row
 *
 * Makes room for its label. A message over several gaps has room enough.
 */
void
rf_text_columns_add_row (RfTextColumns *self,
                         const RfRow   *row)
{
  int from = row->from;
  int to = row->to;
  g_autofree char *words = rf_row_dup_words (row);
  guint cells = rf_label_count_cells (words);

  if (from < 0 || to < 0 || ABS (from - to) > 1)
    return;
  if (from == to && from + 1 == (int) self->columns->len) {
    grow (self, &self->loop_tail, MIN (cells + RF_TEXT_LOOP_FRAME, MAX_LOOP_TAIL));
  } else if ((guint) MIN (from, to) < self->wanted->len) {
    cells += from == to ? RF_TEXT_LOOP_FRAME + 1 : ARROW_FRAME;
    grow (self, &g_array_index (self->wanted, guint, MIN (from, to)), MIN (cells, MAX_GAP));
  }
}

/**
 * rf_text_columns_add_bar:
 * @self: the columns
 * @from: a lifeline
 * @to: another
 * @cells: what the words on a bar between them ask for
 *
 * Makes room for a bar. One over several gaps has room enough.
 */
void
rf_text_columns_add_bar (RfTextColumns *self,
                         int            from,
                         int            to,
                         guint          cells)
{
  g_return_if_fail (self != NULL);

  if (from >= 0 && to >= 0 && ABS (from - to) == 1 && (guint) MIN (from, to) < self->wanted->len)
    grow (self, &g_array_index (self->wanted, guint, MIN (from, to)),
          MIN (cells + ARROW_FRAME, MAX_BAR_GAP));
}

static guint
sum_gaps (RfTextColumns *self,
          guint          most)
{
  guint sum = 0;

  for (guint i = 0; i < self->wanted->len; i++)
    sum += MIN (g_array_index (self->wanted, guint, i), most);
  return sum;
}

/* The widest that a gap may be for the ladder to fit; less than MIN_GAP where it cannot. */
static guint
fit_gaps (RfTextColumns *self,
          guint          phase_width)
{
  guint frame = self->times + RF_TEXT_HALF_HEAD + 1 + MAX (TAIL, self->loop_tail) +
                phase_width;
  guint most = MAX_BAR_GAP;

  if (self->width == 0)
    return most;
  while (most >= MIN_GAP && frame + sum_gaps (self, most) > self->width)
    most--;
  return most;
}

/*
 * Names of phases beside the rows are worth having while the labels can stay whole; before labels
 * are cut the names move into the head.
 */
static guint
choose_style (RfTextColumns *self)
{
  guint most = fit_gaps (self, PHASE_WIDTH + (self->n_transfers > 1 ? TRANSFER_WIDTH : 0));

  self->style = RF_TEXT_WIDE;
  if (most < WIDE_GAP) {
    most = fit_gaps (self, SHORT_PHASE_WIDTH);
    self->style = RF_TEXT_NARROW;
  }
  if (most < MIN_GAP || self->columns->len > MAX_COLUMNS)
    self->style = RF_TEXT_COMPACT;
  return most;
}

/**
 * rf_text_columns_place:
 * @self: the columns
 *
 * Finds a place for the columns where they want another one than they have.
 *
 * Returns: whether they have moved
 */
gboolean
rf_text_columns_place (RfTextColumns *self)
{
  guint at = self->times + RF_TEXT_HALF_HEAD;
  RfTextStyle style;
  gboolean moved;
  guint most;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->placed)
    return FALSE;
  style = self->style;
  most = choose_style (self);
  moved = style != self->style || self->n_headed != self->columns->len ||
          self->style == RF_TEXT_NARROW;
  for (guint i = 0; i < self->columns->len; i++) {
    moved |= g_array_index (self->columns, guint, i) != at;
    g_array_index (self->columns, guint, i) = at;
    if (i < self->wanted->len)
      at += MIN (g_array_index (self->wanted, guint, i), most);
  }
  self->phases = at + 1 + MAX (TAIL, self->loop_tail);
  self->n_headed = self->columns->len;
  self->placed = TRUE;
  return moved;
}

/**
 * rf_text_columns_get_style:
 * @self: the columns
 *
 * Returns: what there is room for
 */
RfTextStyle
rf_text_columns_get_style (RfTextColumns *self)
{
  return self->style;
}

/**
 * rf_text_columns_get_n:
 * @self: the columns
 *
 * Returns: how many lifelines there are
 */
guint
rf_text_columns_get_n (RfTextColumns *self)
{
  return self->columns->len;
}

/**
 * rf_text_columns_get:
 * @self: the columns
 * @column: a lifeline
 *
 * Returns: the cell that it stands in
 */
guint
rf_text_columns_get (RfTextColumns *self,
                     guint          column)
{
  g_return_val_if_fail (column < self->columns->len, 0);

  return g_array_index (self->columns, guint, column);
}

/**
 * rf_text_columns_get_times:
 * @self: the columns
 *
 * Returns: how many cells the times have
 */
guint
rf_text_columns_get_times (RfTextColumns *self)
{
  return self->times;
}

/**
 * rf_text_columns_get_phases:
 * @self: the columns
 *
 * Returns: the cell where the phases begin
 */
guint
rf_text_columns_get_phases (RfTextColumns *self)
{
  return self->phases;
}

/**
 * rf_text_columns_get_room:
 * @self: the columns
 * @column: a lifeline
 *
 * Returns: cells for the name above it, up to half way to its neighbours
 */
guint
rf_text_columns_get_room (RfTextColumns *self,
                          guint          column)
{
  guint here = rf_text_columns_get (self, column);
  guint left = OUTER_HEAD_ROOM;
  guint right = OUTER_HEAD_ROOM;

  if (column > 0)
    left = here - rf_text_columns_get (self, column - 1);
  if (column + 1 < self->columns->len)
    right = rf_text_columns_get (self, column + 1) - here;
  return MIN (left, right) - 2;
}
