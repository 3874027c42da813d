/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-svg"

#include "config.h"

#include "rf-export.h"

#include "rf-sheet.h"

#include <cairo-svg.h>

#include <string.h>

static gboolean
draw (RfSheet     *sheet,
      GByteArray  *array,
      GError     **error)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (rf_sheet_append, array,
                                                                  rf_sheet_get_width (sheet),
                                                                  rf_sheet_get_height (sheet));
  cairo_t *cr = cairo_create (surface);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  rf_sheet_paint (sheet, cr);
  return rf_sheet_finish (cr, surface, error);
}

static void
append_description (GString *out,
                    RfSheet *sheet)
{
  const char *first = sheet->caption ? sheet->caption : sheet->unread;
  const char *second = sheet->caption ? sheet->unread : NULL;
  g_autofree char *text = second ? g_strdup_printf ("%s\n%s", first, second) : g_strdup (first);
  g_autofree char *escaped = text ? g_markup_escape_text (text, -1) : NULL;

  if (escaped)
    g_string_append_printf (out, "\n<desc>%s</desc>", escaped);
}

/*
 * cairo has no means to name a picture, for a reader who does not see it; so its name goes in
 * behind the first tag, and what is said below it.
 */
static GBytes *
insert_title (RfTrace          *trace,
              const RfLook     *look,
              RfSheet          *sheet,
              const GByteArray *svg)
{
  g_autofree char *title = rf_sheet_dup_title (trace, look);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  const char *text = (const char *) svg->data;
  const char *tag = g_strstr_len (text, svg->len, "<svg ");
  const char *end = tag ? memchr (tag, '>', text + svg->len - tag) : NULL;
  g_autoptr (GString) out = g_string_sized_new (svg->len + 512);

  if (!end)
    return g_bytes_new (svg->data, svg->len);
  g_string_append_len (out, text, end + 1 - text);
  g_string_append_printf (out, "\n<title>%s</title>", escaped);
  append_description (out, sheet);
  g_string_append_len (out, end + 1, text + svg->len - end - 1);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/**
 * rf_export_svg:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @ret_n_left_out: (out) (optional): how many messages there was no room for
 * @error: a #GError, or %NULL
 *
 * Draws the whole ladder, heads and body, in the light theme. Of a very long one the first
 * %RF_EXPORT_MAX_PICTURE_ROWS rows are drawn, or fewer where many of its arrows pass many
 * lifelines; one with too many lifelines for any picture is refused.
 *
 * Returns: (transfer full) (nullable): the picture
 */
GBytes *
rf_export_svg (RfTrace       *trace,
               const RfLook  *look,
               guint         *ret_n_left_out,
               GError       **error)
{
  g_auto (RfSheet) sheet = { 0 };
  g_autoptr (GByteArray) array = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  if (!rf_sheet_init (&sheet, trace, look, error))
    return NULL;
  if (ret_n_left_out)
    *ret_n_left_out = sheet.n_left_out;
  array = g_byte_array_new ();
  return draw (&sheet, array, error) ? insert_title (trace, look, &sheet, array) : NULL;
}
