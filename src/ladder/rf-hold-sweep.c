/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-hold-sweep"

#include "config.h"

#include "rf-holds.h"

struct _RfHoldSweep {
  RfHolds       *holds;
  RfLifelineMap *lines;
  GArray        *order;  /* guint, spans by where they begin */
  guint          next;   /* in @order */
  GArray        *active; /* guint, spans */
  GArray        *columns; /* guint, as rf_hold_sweep_get_columns() last gave them */
};

static int
compare_begin (gconstpointer one,
               gconstpointer other,
               gpointer      holds)
{
  guint a = rf_holds_get_span (holds, *(const guint *) one)->first;
  guint b = rf_holds_get_span (holds, *(const guint *) other)->first;

  return a < b ? -1 : a > b;
}

/**
 * rf_hold_sweep_new:
 * @holds: the holds; must outlive the sweep, and those that it learns of later are not in it
 * @lines: in which column each party stands; must outlive the sweep
 *
 * Returns: (transfer full): a sweep before the first message
 */
RfHoldSweep *
rf_hold_sweep_new (RfHolds       *holds,
                   RfLifelineMap *lines)
{
  RfHoldSweep *self;
  guint n_spans;

  g_return_val_if_fail (holds != NULL, NULL);
  g_return_val_if_fail (lines != NULL, NULL);

  self = g_new0 (RfHoldSweep, 1);
  n_spans = rf_holds_get_n_spans (holds);
  self->holds = holds;
  self->lines = lines;
  self->order = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_spans);
  self->active = g_array_new (FALSE, FALSE, sizeof (guint));
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < n_spans; i++)
    g_array_append_val (self->order, i);
  g_array_sort_with_data (self->order, compare_begin, holds);
  return self;
}

/**
 * rf_hold_sweep_free:
 * @self: a sweep
 */
void
rf_hold_sweep_free (RfHoldSweep *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->order);
  g_array_unref (self->active);
  g_array_unref (self->columns);
  g_free (self);
}

static const RfHoldSpan *
get_span (RfHoldSweep *self,
          GArray      *list,
          guint        index)
{
  return rf_holds_get_span (self->holds, g_array_index (list, guint, index));
}

/**
 * rf_hold_sweep_go:
 * @self: a sweep
 * @message: index of a message that is not before the last one
 *
 * Goes on to a message. A hold lasts between the request that began it and the one that ended it,
 * neither included.
 */
void
rf_hold_sweep_go (RfHoldSweep *self,
                  guint        message)
{
  g_return_if_fail (self != NULL);

  for (; self->next < self->order->len; self->next++) {
    if (get_span (self, self->order, self->next)->first >= message)
      break;
    g_array_append_val (self->active, g_array_index (self->order, guint, self->next));
  }
  for (guint i = self->active->len; i > 0; i--) {
    if (get_span (self, self->active, i - 1)->last <= message)
      g_array_remove_index_fast (self->active, i - 1);
  }
}

/**
 * rf_hold_sweep_has:
 * @self: a sweep
 * @column: a lifeline
 *
 * Returns: whether somebody on it is on hold there
 */
gboolean
rf_hold_sweep_has (RfHoldSweep *self,
                   guint        column)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->active->len; i++) {
    if (rf_lifeline_map_find (self->lines, get_span (self, self->active, i)->party) ==
        (int) column)
      return TRUE;
  }
  return FALSE;
}

static int
compare_columns (gconstpointer one,
                 gconstpointer other)
{
  guint a = *(const guint *) one;
  guint b = *(const guint *) other;

  return a < b ? -1 : a > b;
}

/**
 * rf_hold_sweep_get_columns:
 * @self: a sweep
 *
 * Returns: (transfer none) (element-type guint): the lifelines on which somebody is on hold there,
 *   each once, from left to right; good until the next call
 */
const GArray *
rf_hold_sweep_get_columns (RfHoldSweep *self)
{
  guint n_columns = 0;

  g_return_val_if_fail (self != NULL, NULL);

  g_array_set_size (self->columns, 0);
  for (guint i = 0; i < self->active->len; i++) {
    int column = rf_lifeline_map_find (self->lines, get_span (self, self->active, i)->party);

    if (column >= 0)
      g_array_append_val (self->columns, column);
  }
  g_array_sort (self->columns, compare_columns);
  for (guint i = 0; i < self->columns->len; i++) {
    guint column = g_array_index (self->columns, guint, i);

    if (n_columns == 0 || g_array_index (self->columns, guint, n_columns - 1) != column)
      g_array_index (self->columns, guint, n_columns++) = column;
  }
  g_array_set_size (self->columns, n_columns);
  return self->columns;
}
