/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas-select"

#include "config.h"

#include "rf-ladder-canvas-private.h"

#include "rf-ladder-accessible.h"

/* Which row is selected, and what a person does with it. */

/**
 * rf_ladder_canvas_get_selected:
 *
 * Returns: index of the selected message, or -1
 */
int
rf_ladder_canvas_get_selected (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), -1);

  return self->ladder != NULL ? rf_ladder_get_selected (self->ladder) : -1;
}

/**
 * rf_ladder_canvas_set_selected:
 * @message: index, or -1 for none
 *
 * Selects a message, scrolls to it and tells the screen reader.
 */
void
rf_ladder_canvas_set_selected (RfLadderCanvas *self,
                               int             message)
{
  gboolean is_selected;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  if (self->ladder == NULL)
    return;

  /* Who goes to where they were may have scrolled away from there. */
  is_selected = message == rf_ladder_get_selected (self->ladder);
  rf_ladder_set_selected (self->ladder, message);
  rf_ladder_canvas_stay_at_selected (self);
  if (is_selected)
    return;
  rf_ladder_accessible_selection_moved (gtk_widget_get_accessible (GTK_WIDGET (self)));
  g_object_notify (G_OBJECT (self), "selected");
}

/**
 * rf_ladder_canvas_press:
 * @message: index
 *
 * Selects a message as a click on it does, which tells of it also where it was selected before.
 */
void
rf_ladder_canvas_press (RfLadderCanvas *self,
                        int             message)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  rf_ladder_canvas_set_selected (self, message);
  g_signal_emit_by_name (self, "message-pressed", message);
}

/**
 * rf_ladder_canvas_activate:
 *
 * Asks to see the selected message in full; of a folded phase, unfolds it.
 */
void
rf_ladder_canvas_activate (RfLadderCanvas *self)
{
  int selected;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  selected = rf_ladder_canvas_get_selected (self);
  if (selected < 0)
    return;

  if (!rf_ladder_canvas_set_folded (self, selected, FALSE))
    g_signal_emit_by_name (self, "message-activated", selected);
}
