/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas-sight"

#include "config.h"

#include "rf-ladder-canvas-private.h"

#include <math.h>

/* Which part of the ladder is in sight: the selected message stays there. */

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
                          ceil (rf_ladder_get_width (self->ladder)), width, row, width * 0.9);
  rf_ladder_scroll_place (self->scroll, GTK_ORIENTATION_VERTICAL,
                          head + ceil (rf_ladder_get_body_height (self->ladder)), height, row,
                          height - head - row);
}

/* Where the selected message stands, and where the view begins at which its row is the last. */
static gboolean
find_selected (RfLadderCanvas *self,
               double         *top,
               double         *bottom)
{
  int selected = rf_ladder_canvas_get_selected (self);

  *top = selected >= 0 ? rf_ladder_get_row_top (self->ladder, (guint) selected) : -1;
  if (*top < 0)
    return FALSE;

  /* The heads cover the top of the view: what is at the body's top stands below them. */
  *bottom = *top + rf_ladder_canvas_get_head_height (self) +
            rf_ladder_get_row_height (self->ladder);

  return TRUE;
}

/**
 * rf_ladder_canvas_sees_selected:
 * @self: a canvas
 *
 * Returns: whether the selected message is in sight, or will be as soon as anything is
 */
gboolean
rf_ladder_canvas_sees_selected (RfLadderCanvas *self)
{
  double top, bottom;

  return find_selected (self, &top, &bottom) &&
         rf_ladder_scroll_sees (self->scroll, top, bottom);
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
  double top, bottom;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  if (!find_selected (self, &top, &bottom))
    return;

  rf_ladder_canvas_place (self);
  rf_ladder_scroll_reveal (self->scroll, top, bottom);
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
  /* Below the newest message there may be sound, whose row is no message. */
  rf_ladder_scroll_set_following (self->scroll,
                                  rf_ladder_canvas_get_row_message (self, n_rows - 1) ==
                                  rf_ladder_canvas_get_row_message (self, (guint) row));
}
