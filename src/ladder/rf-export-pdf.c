/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-pdf"

#include "config.h"

#include "rf-export.h"

#include "rf-ladder-cost.h"
#include "rf-pages.h"
#include "rf-sheet.h"

#include <cairo-pdf.h>

static void
describe (cairo_surface_t *surface,
          RfTrace         *trace,
          const RfLook    *look)
{
  g_autofree char *title = rf_sheet_dup_title (trace, look);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Referee " RF_VERSION);
}

/**
 * rf_export_pdf:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @ret_n_left_out: (out) (optional): how many messages there was no room for
 * @error: a #GError, or %NULL
 *
 * Draws a ladder on as many pages as it takes, the first %RF_EXPORT_MAX_PAGED_ROWS rows of it; one
 * with too many lifelines for any page is refused. Its text can be selected and searched for.
 *
 * Returns: (transfer full) (nullable): the document
 */
GBytes *
rf_export_pdf (RfTrace       *trace,
               const RfLook  *look,
               guint         *ret_n_left_out,
               GError       **error)
{
  g_autoptr (RfPages) pages = NULL;
  g_autoptr (GByteArray) array = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;
  double width, height;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  if (!rf_ladder_check_lifelines (trace, look, error))
    return NULL;
  pages = rf_pages_new (trace, look);
  if (ret_n_left_out)
    *ret_n_left_out = rf_pages_get_n_left_out (pages);
  array = g_byte_array_new ();
  rf_pages_get_paper (pages, &width, &height);
  surface = cairo_pdf_surface_create_for_stream (rf_sheet_append, array, width, height);
  /* Nothing in it needs more, and every reader knows it. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  describe (surface, trace, look);
  cr = cairo_create (surface);
  for (guint i = 0; i < rf_pages_get_n (pages); i++) {
    rf_pages_paint (pages, i, cr);
    cairo_show_page (cr);
  }
  if (!rf_sheet_finish (cr, surface, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}
