/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-row-spacing"

#include "config.h"

#include "rf-row-spacing.h"

#include "rf-say.h"

/* RFC 3261, 17.1.1.1. */
#define T1_US (500 * 1000)
#define T2_US (4 * G_USEC_PER_SEC)
/* What a longer pause gets besides the row below it. */
#define BREAK_HEIGHT 48

struct _RfRowSpacing {
  RfTrace  *trace;
  RfRowMap *map;
  gboolean  true_time;
  guint     generation; /* of the rows that were read */
  GArray   *extra;      /* guint32 a row: what there is above it besides the rows before */
};

/**
 * rf_row_spacing_new:
 * @trace: the trace; must outlive the spacing
 * @map: its rows; must outlive the spacing
 *
 * Returns: (transfer full): an even spacing
 */
RfRowSpacing *
rf_row_spacing_new (RfTrace  *trace,
                    RfRowMap *map)
{
  RfRowSpacing *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (map != NULL, NULL);

  self = g_new0 (RfRowSpacing, 1);
  self->trace = trace;
  self->map = map;
  self->extra = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

/**
 * rf_row_spacing_free:
 * @self: a spacing
 */
void
rf_row_spacing_free (RfRowSpacing *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->extra);
  g_free (self);
}

/**
 * rf_row_spacing_set_true_time:
 * @self: a spacing
 * @true_time: whether rows stand apart by the time between them; nothing is read yet
 */
void
rf_row_spacing_set_true_time (RfRowSpacing *self,
                              gboolean      true_time)
{
  g_return_if_fail (self != NULL);

  self->true_time = true_time;
  /* Sixteen megabytes for four million rows, where nobody asks for them any more. */
  g_array_unref (self->extra);
  self->extra = g_array_new (FALSE, FALSE, sizeof (guint32));
}

/**
 * rf_row_spacing_get_true_time:
 * @self: a spacing
 *
 * Returns: whether rows stand apart by the time between them
 */
gboolean
rf_row_spacing_get_true_time (RfRowSpacing *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->true_time;
}

static gint64
time_above (RfRowSpacing *self,
            guint         row)
{
  if (row == 0)
    return 0;
  return rf_trace_get_us_between (self->trace, rf_row_map_get_message (self->map, row - 1),
                                  rf_row_map_get_message (self->map, row));
}

static guint32
measure_gap (gint64 us)
{
  if (us <= T1_US)
    return 0;
  if (us > T2_US)
    return BREAK_HEIGHT;
  return (guint32) ((us - T1_US) * (gint64) RF_ROW_HEIGHT / T1_US);
}

/* What was read of rows that are there no more is forgotten. */
static void
follow_map (RfRowSpacing *self)
{
  guint generation = rf_row_map_get_generation (self->map);

  if (generation == self->generation)
    return;
  self->generation = generation;
  g_array_set_size (self->extra, 0);
}

/**
 * rf_row_spacing_read:
 * @self: a spacing
 * @most: how many rows to read at most
 *
 * Goes on reading the times of the rows.
 *
 * Returns: whether there is more to read
 */
gboolean
rf_row_spacing_read (RfRowSpacing *self,
                     guint         most)
{
  guint n_rows, end;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->true_time)
    return FALSE;
  follow_map (self);
  n_rows = rf_row_map_get_n_rows (self->map, G_MAXUINT);
  end = self->extra->len + MIN (most, n_rows - MIN (self->extra->len, n_rows));
  for (guint row = self->extra->len; row < end; row++) {
    guint64 sum = row > 0 ? g_array_index (self->extra, guint32, row - 1) : 0;
    guint32 extra = (guint32) MIN (sum + measure_gap (time_above (self, row)), G_MAXUINT32);

    g_array_append_val (self->extra, extra);
  }
  return end < n_rows;
}

/* Rows that were not read yet stand evenly behind those that were. */
static double
get_extra (RfRowSpacing *self,
           guint         row)
{
  if (!self->true_time)
    return 0;
  follow_map (self);
  if (self->extra->len == 0)
    return 0;
  return g_array_index (self->extra, guint32, MIN (row, self->extra->len - 1));
}

/**
 * rf_row_spacing_get_top:
 * @self: a spacing
 * @row: a row
 *
 * Returns: where it begins, below the room for the time before it
 */
double
rf_row_spacing_get_top (RfRowSpacing *self,
                        guint         row)
{
  g_return_val_if_fail (self != NULL, 0);

  return row * RF_ROW_HEIGHT + get_extra (self, row);
}

/**
 * rf_row_spacing_get_bottom:
 * @self: a spacing
 * @row: a row
 *
 * Returns: where all rows before it end; 0 for the first
 */
double
rf_row_spacing_get_bottom (RfRowSpacing *self,
                           guint         row)
{
  g_return_val_if_fail (self != NULL, 0);

  return row > 0 ? rf_row_spacing_get_top (self, row - 1) + RF_ROW_HEIGHT : 0;
}

/**
 * rf_row_spacing_find:
 * @self: a spacing
 * @y: a height
 * @n_rows: how many rows there are
 *
 * Returns: the row there, or that above where there is only time; the first above everything, and
 *   @n_rows below it
 */
guint
rf_row_spacing_find (RfRowSpacing *self,
                     double        y,
                     guint         n_rows)
{
  guint low = 0, high = n_rows;

  g_return_val_if_fail (self != NULL, 0);

  if (y >= rf_row_spacing_get_bottom (self, n_rows))
    return n_rows;
  /* The first row that begins below. */
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (rf_row_spacing_get_top (self, middle) <= y)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? low - 1 : 0;
}

/**
 * rf_row_spacing_dup_pause:
 * @self: a spacing
 * @row: a row
 *
 * Returns: (transfer full) (nullable): "28.4 s later", "5 min 12 s later" or "3 h 20 min later"
 *   where the room above the row is a break; else %NULL
 */
char *
rf_row_spacing_dup_pause (RfRowSpacing *self,
                          guint         row)
{
  gint64 us, seconds;

  g_return_val_if_fail (self != NULL, NULL);

  if (!self->true_time)
    return NULL;
  us = time_above (self, row);
  seconds = us / G_USEC_PER_SEC;
  if (us <= T2_US)
    return NULL;
  if (seconds < 60)
    return g_strdup_printf (rf_say ("%d.%d s later"), (int) seconds, (int) (us / 100000 % 10));
  if (seconds < 3600)
    return g_strdup_printf (rf_say ("%d min %d s later"), (int) (seconds / 60),
                            (int) (seconds % 60));
  return g_strdup_printf (rf_say ("%ld h %d min later"), (long) (seconds / 3600),
                          (int) (seconds / 60 % 60));
}
