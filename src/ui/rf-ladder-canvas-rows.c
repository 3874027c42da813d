/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas-rows"

#include "config.h"

#include "rf-ladder-canvas.h"

#include "rf-ladder-accessible.h"

/**
 * rf_ladder_canvas_get_n_rows:
 *
 * Returns: rows of the ladder, of which the view shows a part
 */
guint
rf_ladder_canvas_get_n_rows (RfLadderCanvas *self)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self);

  return ladder != NULL ? rf_ladder_get_n_rows (ladder) : 0;
}

/**
 * rf_ladder_canvas_get_row_message:
 *
 * Returns: index of the message in @row, of the first where it stands for a folded phase, or -1
 *   where there is no such row
 */
int
rf_ladder_canvas_get_row_message (RfLadderCanvas *self,
                                  guint           row)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self);

  return ladder != NULL ? rf_ladder_get_row_message (ladder, row) : -1;
}

/**
 * rf_ladder_canvas_get_selected_row:
 *
 * Returns: the row that is selected, or -1
 */
int
rf_ladder_canvas_get_selected_row (RfLadderCanvas *self)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self);

  return ladder != NULL ? rf_ladder_get_selected_row (ladder) : -1;
}

/**
 * rf_ladder_canvas_dup_row_text:
 *
 * Returns: (transfer full) (nullable): the row in words, or %NULL where there is no such row
 */
char *
rf_ladder_canvas_dup_row_text (RfLadderCanvas *self,
                               guint           row)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self);

  return ladder != NULL ? rf_ladder_dup_text_of_row (ladder, row) : NULL;
}

/**
 * rf_ladder_canvas_get_rows_of_page:
 *
 * Returns: how many rows Page Down goes
 */
int
rf_ladder_canvas_get_rows_of_page (RfLadderCanvas *self)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self);
  double visible;

  if (ladder == NULL)
    return 1;
  visible = gtk_widget_get_allocated_height (GTK_WIDGET (self)) -
            rf_ladder_get_head_height (ladder);

  return MAX (1, (int) (visible / rf_ladder_get_row_height (ladder)) - 1);
}

/* What a person looks at stays in sight, and is said. */
static void
tell_folded (RfLadderCanvas *self)
{
  rf_ladder_canvas_reveal_selected (self);
  rf_ladder_accessible_fold_changed (gtk_widget_get_accessible (GTK_WIDGET (self)));
}

/**
 * rf_ladder_canvas_set_folded:
 * @message: index of a message
 * @folded: whether the phase that it belongs to is to be one row wherever it comes
 *
 * Returns: whether that changed anything
 */
gboolean
rf_ladder_canvas_set_folded (RfLadderCanvas *self,
                             int             message,
                             gboolean        folded)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self);

  if (ladder == NULL || message < 0 || !rf_ladder_set_folded (ladder, (guint) message, folded))
    return FALSE;
  tell_folded (self);

  return TRUE;
}

/**
 * rf_ladder_canvas_unfold_all:
 *
 * Unfolds all that is folded.
 */
void
rf_ladder_canvas_unfold_all (RfLadderCanvas *self)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (self);

  if (ladder != NULL && rf_ladder_unfold_all (ladder))
    tell_folded (self);
}
