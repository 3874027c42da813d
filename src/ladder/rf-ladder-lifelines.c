/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-lifelines"

#include "config.h"

#include "rf-ladder-lifelines.h"

#include "rf-ladder-private.h"
#include "rf-paint.h"
#include "rf-palette.h"

/* What a tooltip says of those who stand at a lifeline. */
#define MAX_TIP_PARTIES 8
#define MAX_TIP_CHARS 200

static void
on_lifelines_changed (RfLadder *self)
{
  if (rf_lifeline_map_update (self->lines))
    rf_ladder_lay_out_anew (self);
  else
    rf_ladder_emit_changed (self);
}

/**
 * rf_ladder_set_lifelines:
 * @self: a ladder
 * @lifelines: (nullable): how its lifelines are wanted
 */
void
rf_ladder_set_lifelines (RfLadder    *self,
                         RfLifelines *lifelines)
{
  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (lifelines == NULL || RF_IS_LIFELINES (lifelines));

  if (self->lifelines == lifelines)
    return;
  if (self->lifelines)
    g_signal_handlers_disconnect_by_data (self->lifelines, self);
  g_set_object (&self->lifelines, lifelines);
  if (lifelines)
    g_signal_connect_swapped (lifelines, "changed", G_CALLBACK (on_lifelines_changed), self);
  rf_lifeline_map_set_lifelines (self->lines, lifelines);
  on_lifelines_changed (self);
}

/**
 * rf_ladder_get_lifelines:
 * @self: a ladder
 *
 * Returns: (transfer none) (nullable): how its lifelines are wanted
 */
RfLifelines *
rf_ladder_get_lifelines (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), NULL);

  return self->lifelines;
}

/**
 * rf_ladder_get_n_lifelines:
 * @self: a ladder
 *
 * Returns: how many there are
 */
guint
rf_ladder_get_n_lifelines (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return rf_lifeline_map_get_n (self->lines);
}

/**
 * rf_ladder_count_merged:
 * @self: a ladder
 * @column: a lifeline
 *
 * Returns: how many parties share it
 */
guint
rf_ladder_count_merged (RfLadder *self,
                        guint     column)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return rf_lifeline_map_count (self->lines, column);
}

/**
 * rf_ladder_dup_lifeline_label:
 * @self: a ladder
 * @column: a lifeline
 *
 * Returns: (transfer full): what heads it, safe to draw
 */
char *
rf_ladder_dup_lifeline_label (RfLadder *self,
                              guint     column)
{
  g_return_val_if_fail (RF_IS_LADDER (self), NULL);

  return rf_lifeline_map_dup_label (self->lines, (int) MIN (column, G_MAXINT));
}

static void
append_party (RfLadder *self,
              guint     party,
              GString  *tip)
{
  const RfTraceParty *it = rf_trace_get_party (self->trace, party);
  const char *name = rf_lifeline_map_get_name (self->lines, (int) party);
  g_autofree char *label = rf_label_dup_clean (name ? name : it->label, -1, MAX_TIP_CHARS,
                                               RF_LABEL_CUT_END);
  g_autofree char *id = rf_label_dup_clean (it->id, -1, MAX_TIP_CHARS, RF_LABEL_CUT_MIDDLE);

  g_string_append_printf (tip, "%s%s\n%s", tip->len > 0 ? "\n" : "", label, id);
}

/**
 * rf_ladder_dup_lifeline_tip:
 * @self: a ladder
 * @column: a lifeline
 *
 * Returns: (transfer full): the whole names and the identities of those who stand there, the first
 *   few of many
 */
char *
rf_ladder_dup_lifeline_tip (RfLadder *self,
                            guint     column)
{
  g_autoptr (GString) tip = NULL;
  guint n_parties, n_told = 0;

  g_return_val_if_fail (RF_IS_LADDER (self), NULL);
  g_return_val_if_fail (column < rf_ladder_get_n_lifelines (self), NULL);

  tip = g_string_new (NULL);
  n_parties = rf_trace_get_n_parties (self->trace);
  for (guint i = 0; i < n_parties && n_told < MAX_TIP_PARTIES; i++)
    if (rf_lifeline_map_find (self->lines, (int) i) == (int) column) {
      append_party (self, i, tip);
      n_told++;
    }
  if (rf_ladder_count_merged (self, column) > n_told)
    g_string_append (tip, "\n…");

  return g_string_free (g_steal_pointer (&tip), FALSE);
}

/**
 * rf_ladder_get_lifeline_place:
 * @self: a ladder
 * @column: a lifeline
 *
 * Returns: where it stands, in user units
 */
double
rf_ladder_get_lifeline_place (RfLadder *self,
                              guint     column)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);
  g_return_val_if_fail (column < rf_ladder_get_n_lifelines (self), 0);

  return rf_layout_get_column (self->layout, (int) column) * self->scale;
}

/**
 * rf_ladder_get_gutter:
 * @self: a ladder
 *
 * Returns: how much of its width the times take, at the left
 */
double
rf_ladder_get_gutter (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return rf_layout_get_gutter (self->layout) * self->scale;
}

/**
 * rf_ladder_get_phases:
 * @self: a ladder
 * @ret_brief: (out): how much width rf_ladder_paint_phases() takes; 0 where there are none
 *
 * Returns: where in its width the phases begin, which go on to its right end
 */
double
rf_ladder_get_phases (RfLadder *self,
                      double   *ret_brief)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);
  g_return_val_if_fail (ret_brief != NULL, 0);

  *ret_brief = rf_layout_has_phases (self->layout) ? RF_LAYOUT_BRIEF_PHASES * self->scale : 0;
  return (rf_layout_get_bracket (self->layout) - RF_LAYOUT_BRACKET_ARM -
          RF_LAYOUT_BRACKET_MARGIN) * self->scale;
}

/**
 * rf_ladder_get_head_area:
 * @self: a ladder
 * @column: a lifeline
 * @ret_area: (out): where its head is, in user units from the top left of the heads
 */
void
rf_ladder_get_head_area (RfLadder          *self,
                         guint              column,
                         cairo_rectangle_t *ret_area)
{
  /* Nothing is painted; but cairo cannot tell the clip of what has no bounds. */
  const cairo_rectangle_t bounds = { 0, 0, 1, 1 };
  cairo_surface_t *surface;
  cairo_t *cr;
  RfPainter painter;

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (column < rf_ladder_get_n_lifelines (self));

  surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, &bounds);
  cr = cairo_create (surface);
  rf_painter_init (&painter, cr, self->trace, self->layout, rf_palette_get (self->theme));
  rf_paint_measure_head (&painter, column, ret_area);
  rf_painter_clear (&painter);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  ret_area->x *= self->scale;
  ret_area->y *= self->scale;
  ret_area->width *= self->scale;
  ret_area->height *= self->scale;
}

static gboolean
is_in_head (RfLadder *self,
            guint     column,
            double    x)
{
  cairo_rectangle_t area;

  if (column >= rf_ladder_get_n_lifelines (self))
    return FALSE;
  rf_ladder_get_head_area (self, column, &area);
  return x >= area.x && x < area.x + area.width;
}

/**
 * rf_ladder_lifeline_at:
 * @self: a ladder
 * @x: a place in the heads
 *
 * Returns: the lifeline whose head is there, or -1
 */
int
rf_ladder_lifeline_at (RfLadder *self,
                       double    x)
{
  guint right;

  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  right = rf_layout_find_column (self->layout, x / self->scale);
  if (is_in_head (self, right, x))
    return (int) right;
  if (right > 0 && is_in_head (self, right - 1, x))
    return (int) right - 1;
  return -1;
}

static const char *
get_id (RfLadder *self,
        guint     column)
{
  int party = rf_lifeline_map_get_party (self->lines, column);

  return rf_trace_get_party (self->trace, (guint) party)->id;
}

static gboolean
has_lifelines (RfLadder *self,
               guint     one,
               guint     other)
{
  guint n_columns = rf_ladder_get_n_lifelines (self);

  return self->lifelines && one < n_columns && other < n_columns;
}

/**
 * rf_ladder_rename_lifeline:
 * @self: a ladder
 * @column: a lifeline
 * @name: (nullable): what to call it; %NULL or "" for what the trace says
 *
 * Returns: whether that could be done
 */
gboolean
rf_ladder_rename_lifeline (RfLadder   *self,
                           guint       column,
                           const char *name)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  if (!has_lifelines (self, column, column))
    return FALSE;
  stripped = name ? g_strstrip (g_strdup (name)) : NULL;
  rf_lifelines_rename (self->lifelines, get_id (self, column), stripped);
  return TRUE;
}

/**
 * rf_ladder_move_lifeline:
 * @self: a ladder
 * @column: a lifeline
 * @to: the column in which it is to stand
 *
 * Returns: whether that is another one
 */
gboolean
rf_ladder_move_lifeline (RfLadder *self,
                         guint     column,
                         guint     to)
{
  g_autoptr (GPtrArray) ids = NULL;
  gpointer moved;

  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  if (!has_lifelines (self, column, to) || column == to)
    return FALSE;
  ids = g_ptr_array_new ();
  for (guint i = 0; i < rf_ladder_get_n_lifelines (self); i++)
    g_ptr_array_add (ids, (gpointer) rf_lifelines_get_leader (self->lifelines, get_id (self, i)));
  moved = g_ptr_array_steal_index (ids, column);
  g_ptr_array_insert (ids, (int) to, moved);
  g_ptr_array_add (ids, NULL);
  rf_lifelines_set_order (self->lifelines, (const char * const *) ids->pdata);
  return TRUE;
}

/**
 * rf_ladder_merge_lifelines:
 * @self: a ladder
 * @column: a lifeline
 * @into: another, where both are to stand
 *
 * Returns: whether they were two
 */
gboolean
rf_ladder_merge_lifelines (RfLadder *self,
                           guint     column,
                           guint     into)
{
  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  if (!has_lifelines (self, column, into) || column == into)
    return FALSE;
  rf_lifelines_merge (self->lifelines, get_id (self, column), get_id (self, into));
  return TRUE;
}

/**
 * rf_ladder_split_lifeline:
 * @self: a ladder
 * @column: a lifeline
 *
 * Gives each of those who share it one of their own again.
 *
 * Returns: whether they were several
 */
gboolean
rf_ladder_split_lifeline (RfLadder *self,
                          guint     column)
{
  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  if (!has_lifelines (self, column, column) || rf_ladder_count_merged (self, column) < 2)
    return FALSE;
  rf_lifelines_split (self->lifelines, get_id (self, column));
  return TRUE;
}
