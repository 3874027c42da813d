/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-png"

#include "config.h"

#include "rf-export.h"

#include "rf-ladder-lifelines.h"
#include "rf-say.h"
#include "rf-sheet.h"

#include <math.h>

/* What cairo can address along one side of an image. */
#define MAX_SIDE 32767
/* Four bytes each: no more than 256 MiB while it is drawn. */
#define MAX_PIXELS (64.0 * 1024 * 1024)

static double
max_height (double width)
{
  return MIN (MAX_SIDE, floor (MAX_PIXELS / width));
}

/* Fewer rows where all of them are more than an image can hold. */
static void
fit (RfSheet *sheet,
     double   scale)
{
  double most = max_height (ceil (rf_sheet_get_width (sheet) * scale));
  double body = rf_ladder_get_body_height (sheet->ladder);
  double excess = rf_sheet_get_height (sheet) - most / scale;
  /* A row less than have room, for the line that says so. */
  double room = body - excess - rf_ladder_get_row_height (sheet->ladder);

  if (excess <= 0)
    return;
  rf_sheet_limit (sheet, rf_ladder_count_fitting (sheet->ladder, 0, MAX (room, 0)));
}

static GBytes *
draw (RfSheet  *sheet,
      double    scale,
      GError  **error)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (rf_sheet_get_width (sheet) * scale),
                                (int) ceil (rf_sheet_get_height (sheet) * scale));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  rf_sheet_paint (sheet, cr);
  if (cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    cairo_surface_write_to_png_stream (surface, rf_sheet_append, array);
  if (!rf_sheet_finish (cr, surface, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

/**
 * rf_export_png:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @scale: pixels to a pixel of the window, %RF_EXPORT_MIN_SCALE to %RF_EXPORT_MAX_SCALE
 * @ret_n_left_out: (out) (optional): how many messages there was no room for
 * @error: a #GError, or %NULL
 *
 * Draws the ladder in the light theme, with as many rows as an image can hold.
 *
 * Returns: (transfer full) (nullable): the picture
 */
GBytes *
rf_export_png (RfTrace       *trace,
               const RfLook  *look,
               double         scale,
               guint         *ret_n_left_out,
               GError       **error)
{
  g_auto (RfSheet) sheet = { 0 };

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (scale >= RF_EXPORT_MIN_SCALE && scale <= RF_EXPORT_MAX_SCALE, NULL);

  if (!rf_sheet_init (&sheet, trace, look, error))
    return NULL;
  if (ceil (rf_sheet_get_width (&sheet) * scale) > MAX_SIDE) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 rf_say ("A ladder of %u lifelines is wider than a PNG can be. Write it as SVG, "
                         "PDF or text, or only one call of it."),
                 rf_ladder_get_n_lifelines (sheet.ladder));
    return NULL;
  }
  fit (&sheet, scale);
  if (ret_n_left_out)
    *ret_n_left_out = sheet.n_left_out;
  return draw (&sheet, scale, error);
}
