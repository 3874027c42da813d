/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-commands"

#include "config.h"

#include "rf-ladder-commands.h"

#include <math.h>

/*
 * What a person can do in the ladder by a key, and what the bar above it does: move the selection,
 * jump, fold, zoom.
 */

static void
on_move_selection (RfLadderCanvas  *canvas,
                   GtkMovementStep  step,
                   int              count)
{
  int n_rows = rf_ladder_canvas_get_n_rows (canvas);
  int row = rf_ladder_canvas_get_selected_row (canvas);

  if (n_rows == 0)
    return;

  if (step == GTK_MOVEMENT_BUFFER_ENDS)
    row = count < 0 ? 0 : n_rows - 1;
  else if (row < 0)
    row = count < 0 ? n_rows - 1 : 0;
  else if (step == GTK_MOVEMENT_PAGES)
    row += count * rf_ladder_canvas_get_rows_of_page (canvas);
  else
    row += count;

  rf_ladder_canvas_select_row (canvas, CLAMP (row, 0, n_rows - 1));
}

static void
on_change_zoom (RfLadderCanvas *canvas,
                int             steps)
{
  double zoom = rf_ladder_canvas_get_zoom (canvas);

  rf_ladder_canvas_set_zoom (canvas, steps == 0 ? 1 : zoom * pow (RF_LADDER_ZOOM_STEP, steps));
}

static void
on_fold (RfLadderCanvas *canvas,
         gboolean        folded)
{
  if (!rf_ladder_canvas_set_folded (canvas, rf_ladder_canvas_get_selected (canvas), folded))
    gtk_widget_error_bell (GTK_WIDGET (canvas));
}

/**
 * rf_ladder_commands_jump:
 * @canvas: a ladder
 * @what: what to go to
 * @up: whether to look above the selected message and not below
 *
 * Selects the next of a kind, unfolding the phase that it stands in; of a phase the row, folded as
 * it is. Where nothing is selected, the search begins at the end that it goes away from.
 * Where there is none, the canvas says so by "nothing-found" (int what, boolean up).
 */
void
rf_ladder_commands_jump (RfLadderCanvas *canvas,
                         RfLadderFind    what,
                         gboolean        up)
{
  RfLadder *ladder;
  RfLadderSpot spot;

  g_return_if_fail (RF_IS_LADDER_CANVAS (canvas));

  ladder = rf_ladder_canvas_get_ladder (canvas);
  if (ladder == NULL)
    return;

  rf_ladder_get_selected_spot (ladder, &spot);
  if (!rf_ladder_find (ladder, &spot, what, up)) {
    gtk_widget_error_bell (GTK_WIDGET (canvas));
    g_signal_emit_by_name (canvas, "nothing-found", what, up);
    return;
  }
  /* A folded phase has a row, which is that of its first message. */
  if (what != RF_LADDER_FIND_PHASE ||
      rf_ladder_get_row_message (ladder, rf_ladder_get_row (ladder, spot.message)) != spot.message)
    rf_ladder_set_folded (ladder, spot.message, FALSE);
  rf_ladder_canvas_select_spot (canvas, &spot);
}

/**
 * rf_ladder_commands_go_to:
 * @canvas: a ladder
 * @message: index
 *
 * Selects a message that something else refers to. Where it has no row, it gets one: the filter is
 * cleared, and its phase unfolded.
 *
 * Returns: whether the filter had to be cleared
 */
gboolean
rf_ladder_commands_go_to (RfLadderCanvas *canvas,
                          int             message)
{
  RfTrace *trace;
  RfRowFilter *filter;
  gboolean is_hidden;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (canvas), FALSE);

  trace = rf_ladder_canvas_get_trace (canvas);
  if (trace == NULL || message < 0 || (guint) message >= rf_trace_get_n_messages (trace))
    return FALSE;

  filter = rf_ladder_canvas_get_filter (canvas);
  is_hidden = !rf_row_filter_passes (filter, trace, (guint) message);
  if (is_hidden)
    rf_row_filter_clear (filter);
  rf_ladder_set_folded (rf_ladder_canvas_get_ladder (canvas), (guint) message, FALSE);
  rf_ladder_canvas_set_selected (canvas, message);

  return is_hidden;
}

/**
 * rf_ladder_commands_unfold:
 * @canvas: a ladder
 *
 * Unfolds all that is folded.
 */
void
rf_ladder_commands_unfold (RfLadderCanvas *canvas)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (canvas));

  rf_ladder_canvas_unfold_all (canvas);
}

static void
install (GType       type,
         const char *name,
         GCallback   handler,
         guint       n_params,
         GType       first,
         GType       second)
{
  g_signal_new_class_handler (name, type, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, handler, NULL, NULL,
                              NULL, G_TYPE_NONE, n_params, first, second);
}

/**
 * rf_ladder_commands_install:
 * @type: the type of the canvas
 *
 * Adds the signals that the keys of the ladder are bound to, and the one for what they did not
 * find.
 */
void
rf_ladder_commands_install (GType type)
{
  install (type, "move-selection", G_CALLBACK (on_move_selection), 2, GTK_TYPE_MOVEMENT_STEP,
           G_TYPE_INT);
  install (type, "change-zoom", G_CALLBACK (on_change_zoom), 1, G_TYPE_INT, G_TYPE_NONE);
  install (type, "activate-selected", G_CALLBACK (rf_ladder_canvas_activate), 0, G_TYPE_NONE,
           G_TYPE_NONE);
  install (type, "fold", G_CALLBACK (on_fold), 1, G_TYPE_BOOLEAN, G_TYPE_NONE);
  install (type, "unfold-all", G_CALLBACK (rf_ladder_commands_unfold), 0, G_TYPE_NONE, G_TYPE_NONE);
  install (type, "jump", G_CALLBACK (rf_ladder_commands_jump), 2, G_TYPE_INT, G_TYPE_BOOLEAN);
  g_signal_new ("nothing-found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_INT, G_TYPE_BOOLEAN);
}
