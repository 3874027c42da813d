/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas-sight"

#include "config.h"

#include "rf-ladder-canvas-private.h"

#include <math.h>

#define N_ROWS_AROUND 3

/* Which part of the ladder is in sight: the selected message stays there. */

/* How much of the width is free for arrows: the times and the phases may cover the rest. */
static double
get_room (RfLadderCanvas *self)
{
  return gtk_widget_get_allocated_width (GTK_WIDGET (self)) - rf_ladder_canvas_get_gutter (self) -
         rf_ladder_canvas_get_margin (self);
}

/**
 * rf_ladder_canvas_place:
 * @self: a canvas
 *
 * Takes up how large the ladder is and how much of it can be seen.
 */
void
rf_ladder_canvas_place (RfLadderCanvas *self)
{
  int width = gtk_widget_get_allocated_width (GTK_WIDGET (self));
  int height = gtk_widget_get_allocated_height (GTK_WIDGET (self));
  double head, row;

  /* Before the first allocation there is no end yet to stay at. */
  if (self->ladder == NULL || height <= 1)
    return;

  rf_ladder_set_width (self->ladder, width);
  head = rf_ladder_canvas_get_head_height (self);
  row = rf_ladder_get_row_height (self->ladder);
  rf_ladder_scroll_place (self->scroll, GTK_ORIENTATION_HORIZONTAL,
                          ceil (rf_ladder_get_width (self->ladder)), width, row,
                          get_room (self) * 0.9);
  rf_ladder_scroll_place (self->scroll, GTK_ORIENTATION_VERTICAL,
                          head + ceil (rf_ladder_get_body_height (self->ladder)), height, row,
                          height - head - row);
}

/* What of the height the selected row needs, if there is one. */
static gboolean
find_height (RfLadderCanvas *self,
             double         *begin,
             double         *end)
{
  int row = rf_ladder_get_selected_row (self->ladder);

  if (row < 0)
    return FALSE;

  *begin = rf_ladder_get_place (self->ladder, (guint) row);
  /* The heads cover the top of the view: what is at the body's top stands below them. */
  *end = *begin + rf_ladder_canvas_get_head_height (self) +
         rf_ladder_get_row_height (self->ladder);

  return TRUE;
}

/*
 * From an end of an arrow on, at most so far. The times cover the left of the view, the phases its
 * right: what is to be seen must not be behind them.
 */
static void
find_part (RfLadderCanvas *self,
           double          near,
           double          far,
           double          most,
           double         *begin,
           double         *end)
{
  far = CLAMP (far, near - most, near + most);
  *begin = MAX (MIN (near, far) - rf_ladder_canvas_get_gutter (self), 0);
  *end = MIN (MAX (near, far) + rf_ladder_canvas_get_margin (self),
              rf_ladder_get_width (self->ladder));
}

/*
 * What of the width it needs: its arrow, or its bar. Of one that is longer than the view, the half
 * of a view at its sender; or at its receiver where that is in sight, as a dialog goes back and
 * forth.
 */
static gboolean
find_width (RfLadderCanvas     *self,
            const RfLadderSpot *spot,
            double             *begin,
            double             *end)
{
  double room = get_room (self);
  double from, to;

  if (spot->message < 0 ||
      !(spot->audio < 0
          ? rf_ladder_find_arrow (self->ladder, (guint) spot->message, &from, &to)
          : rf_ladder_find_bar (self->ladder, (guint) spot->audio, &from, &to)))
    return FALSE;

  find_part (self, from, to, room, begin, end);
  if (ABS (to - from) <= room)
    return TRUE;

  find_part (self, to, from, room / 2, begin, end);
  if (!rf_ladder_scroll_sees (self->scroll, GTK_ORIENTATION_HORIZONTAL, *begin, *end))
    find_part (self, from, to, room / 2, begin, end);

  return TRUE;
}

static gboolean
find_selected (RfLadderCanvas *self,
               GtkOrientation  orientation,
               double         *begin,
               double         *end)
{
  RfLadderSpot selected;

  if (self->ladder == NULL)
    return FALSE;

  rf_ladder_get_selected_spot (self->ladder, &selected);
  return orientation == GTK_ORIENTATION_VERTICAL ? find_height (self, begin, end)
                                                 : find_width (self, &selected, begin, end);
}

/* What was far away comes with what stands before and after it; who steps from row to row has seen
 * that. */
static double
find_margin (RfLadderCanvas *self,
             double          begin,
             double          end)
{
  double row = rf_ladder_get_row_height (self->ladder);
  double room = gtk_widget_get_allocated_height (GTK_WIDGET (self)) -
                rf_ladder_canvas_get_head_height (self);

  if (rf_ladder_scroll_sees (self->scroll, GTK_ORIENTATION_VERTICAL, begin + row, end - row))
    return 0;

  return MIN (N_ROWS_AROUND * row, MAX (0, room / 4));
}

static void
reveal (RfLadderCanvas *self,
        GtkOrientation  orientation)
{
  double begin, end, margin;

  if (!find_selected (self, orientation, &begin, &end))
    return;
  margin = orientation == GTK_ORIENTATION_VERTICAL ? find_margin (self, begin, end) : 0;
  rf_ladder_scroll_reveal (self->scroll, orientation, begin - margin, end + margin);
}

/**
 * rf_ladder_canvas_note_sight:
 * @self: a canvas
 * @ret_sight: (out): in which ways the selected message is in sight, or will be as soon as anything
 *   is
 */
void
rf_ladder_canvas_note_sight (RfLadderCanvas *self,
                             RfLadderSight  *ret_sight)
{
  double begin, end;

  for (int way = GTK_ORIENTATION_HORIZONTAL; way <= GTK_ORIENTATION_VERTICAL; way++)
    ret_sight->ways[way] = find_selected (self, way, &begin, &end) &&
                           rf_ladder_scroll_sees (self->scroll, way, begin, end);
}

/**
 * rf_ladder_canvas_keep_sight:
 * @self: a canvas
 * @sight: what was in sight before everything moved
 *
 * Brings it into sight again.
 */
void
rf_ladder_canvas_keep_sight (RfLadderCanvas      *self,
                             const RfLadderSight *sight)
{
  rf_ladder_canvas_place (self);
  for (int way = GTK_ORIENTATION_HORIZONTAL; way <= GTK_ORIENTATION_VERTICAL; way++)
    if (sight->ways[way])
      reveal (self, way);
}

/**
 * rf_ladder_canvas_reveal_selected:
 * @self: a canvas
 *
 * Scrolls to the selected message, where it is shown.
 */
void
rf_ladder_canvas_reveal_selected (RfLadderCanvas *self)
{
  const RfLadderSight all = { .ways = { TRUE, TRUE } };

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  if (self->ladder != NULL)
    rf_ladder_canvas_keep_sight (self, &all);
}

/* Of what passes the filter: the selected message, or where it does not the uppermost in sight. */
static int
find_passing (RfLadderCanvas *self)
{
  double head;
  int message;

  if (rf_ladder_canvas_get_n_rows (self) == 0)
    return -1;
  if (rf_ladder_canvas_get_selected_row (self) >= 0)
    return rf_ladder_canvas_get_selected (self);

  head = rf_ladder_canvas_get_head_height (self);
  message = rf_ladder_canvas_message_at (self, head + rf_ladder_get_row_height (self->ladder));
  /* Only time may pass there. */
  return message >= 0 ? message : rf_ladder_canvas_get_row_message (self, 0);
}

/**
 * rf_ladder_canvas_seek_passing:
 * @self: a canvas whose filter has changed
 *
 * Has rf_ladder_canvas_keep_passing() look for what passes.
 */
void
rf_ladder_canvas_seek_passing (RfLadderCanvas *self)
{
  self->is_sought = !rf_row_filter_is_empty (self->filter);
  self->sought = -1;
}

static gboolean
find_sought (RfLadderCanvas *self,
             double         *begin,
             double         *end)
{
  return find_width (self, &(RfLadderSpot) { self->sought, -1 }, begin, end);
}

/**
 * rf_ladder_canvas_keep_passing:
 * @self: a canvas
 *
 * Scrolls sideways to an arrow of what passes the filter, so that this does not leave lifelines
 * alone to be seen. In a long trace it is found late, and lifelines stand farther apart the more is
 * known of what is written between them, so this is to be called whenever more was read.
 */
void
rf_ladder_canvas_keep_passing (RfLadderCanvas *self)
{
  double begin, end;

  if (self->ladder != NULL && self->is_sought) {
    self->sought = find_passing (self);
    self->is_sought = self->sought < 0;
  }
  if (self->ladder != NULL && find_sought (self, &begin, &end))
    rf_ladder_scroll_reveal (self->scroll, GTK_ORIENTATION_HORIZONTAL, begin, end);
}

/**
 * rf_ladder_canvas_let_passing_go:
 * @self: a canvas that a person has scrolled
 *
 * Keeps what was found in sight no longer, where they have left it.
 */
void
rf_ladder_canvas_let_passing_go (RfLadderCanvas *self)
{
  double begin, end;

  if (self->sought >= 0 &&
      !(find_sought (self, &begin, &end) &&
        rf_ladder_scroll_sees (self->scroll, GTK_ORIENTATION_HORIZONTAL, begin, end)))
    self->sought = -1;
}

/**
 * rf_ladder_canvas_stay_at_selected:
 * @self: a canvas
 *
 * Scrolls to the selected message, and stays there whatever comes, unless it is the newest.
 */
void
rf_ladder_canvas_stay_at_selected (RfLadderCanvas *self)
{
  guint n_rows = rf_ladder_canvas_get_n_rows (self);
  int row = rf_ladder_canvas_get_selected_row (self);

  if (row < 0)
    return;

  rf_ladder_canvas_reveal_selected (self);
  /* Sound below the newest message is as new. */
  rf_ladder_scroll_set_following (self->scroll,
                                  rf_ladder_canvas_get_row_message (self, n_rows - 1) ==
                                  rf_ladder_canvas_get_row_message (self, (guint) row));
}
