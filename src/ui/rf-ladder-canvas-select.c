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
  rf_ladder_canvas_select_spot (self, &(RfLadderSpot) { message, -1 });
}

/**
 * rf_ladder_canvas_select_spot:
 * @spot: a message, or the sound below one
 *
 * Selects it, scrolls to it and tells the screen reader. Of sound, the message is the selected one
 * for whoever knows only messages.
 */
void
rf_ladder_canvas_select_spot (RfLadderCanvas     *self,
                              const RfLadderSpot *spot)
{
  RfLadderSpot before;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));
  g_return_if_fail (spot != NULL);

  if (self->ladder == NULL)
    return;

  rf_ladder_get_selected_spot (self->ladder, &before);
  rf_ladder_set_selected_spot (self->ladder, spot);
  /* Who goes to where they were may have scrolled away from there. */
  rf_ladder_canvas_stay_at_selected (self);
  if (before.message == spot->message && before.audio == spot->audio)
    return;
  rf_ladder_accessible_selection_moved (gtk_widget_get_accessible (GTK_WIDGET (self)));
  /* One that was asked for by a key goes along. */
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "selected");
}

/**
 * rf_ladder_canvas_select_row:
 * @row: a row
 *
 * Selects what stands there: a message, or sound.
 */
void
rf_ladder_canvas_select_row (RfLadderCanvas *self,
                             guint           row)
{
  RfLadderSpot spot;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  if (self->ladder == NULL)
    return;
  rf_ladder_get_row_spot (self->ladder, row, &spot);
  rf_ladder_canvas_select_spot (self, &spot);
}

/**
 * rf_ladder_canvas_press:
 * @row: a row
 *
 * Selects it as a click on it does, which tells of it also where it was selected before.
 */
void
rf_ladder_canvas_press (RfLadderCanvas *self,
                        guint           row)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  rf_ladder_canvas_select_row (self, row);
  g_signal_emit_by_name (self, "message-pressed", rf_ladder_canvas_get_selected (self));
}

/**
 * rf_ladder_canvas_activate:
 *
 * Asks to see the selected message in full; of a folded phase, unfolds it. What a bar of sound has
 * no room for is told in its tooltip, which goes when it is asked for again.
 */
void
rf_ladder_canvas_activate (RfLadderCanvas *self)
{
  RfLadderSpot selected = { -1, -1 };
  gboolean is_told;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  if (self->ladder != NULL)
    rf_ladder_get_selected_spot (self->ladder, &selected);
  if (selected.message < 0)
    return;

  if (rf_ladder_canvas_set_folded (self, selected.message, FALSE))
    return;
  if (selected.audio >= 0)
    g_signal_emit_by_name (self, "show-help", GTK_WIDGET_HELP_TOOLTIP, &is_told);
  else
    g_signal_emit_by_name (self, "message-activated", selected.message);
}
