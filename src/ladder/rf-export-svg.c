/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-svg"

#include "config.h"

#include "rf-export.h"

#include "rf-label.h"
#include "rf-ladder.h"
#include "rf-row.h"

#include <cairo-svg.h>
#include <pango/pangocairo.h>

#include <string.h>

#define MARGIN 16.0
#define MAX_TITLE_CHARS 400
#define NOTE_HEIGHT 24.0
#define NOTE_SIZE 12.0

static cairo_status_t
append_to_array (gpointer             closure,
                 const unsigned char *data,
                 unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Says what the picture leaves out. */
static void
paint_note (cairo_t *cr,
            guint    n_left_out)
{
  g_autofree char *note = g_strdup_printf ("%u more messages are not drawn.", n_left_out);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("sans");

  pango_font_description_set_absolute_size (font, NOTE_SIZE * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, note, -1);
  cairo_set_source_rgb (cr, 0, 0, 0);
  pango_cairo_show_layout (cr, layout);
}

static void
paint_page (cairo_t  *cr,
            RfLadder *ladder,
            guint     n_left_out)
{
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  rf_ladder_paint_head (ladder, cr);
  cairo_translate (cr, 0, rf_ladder_get_head_height (ladder));
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, rf_ladder_get_width (ladder), rf_ladder_get_body_height (ladder));
  cairo_clip (cr);
  rf_ladder_paint_body (ladder, cr);
  cairo_restore (cr);
  if (n_left_out > 0) {
    cairo_translate (cr, 0, rf_ladder_get_body_height (ladder) + NOTE_HEIGHT / 4);
    paint_note (cr, n_left_out);
  }
}

static gboolean
draw (RfLadder    *ladder,
      guint        n_left_out,
      GByteArray  *array,
      GError     **error)
{
  double width = rf_ladder_get_width (ladder) + 2 * MARGIN;
  double height = rf_ladder_get_head_height (ladder) + rf_ladder_get_body_height (ladder) +
                  2 * MARGIN + (n_left_out > 0 ? NOTE_HEIGHT : 0);
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_to_array, array,
                                                                  width, height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  paint_page (cr, ladder, n_left_out);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               "The picture could not be drawn: %s.", cairo_status_to_string (status));
  return FALSE;
}

/* "SIP messages of kevin, mike, wayne", for a reader who does not see the picture. */
static char *
dup_title (RfTrace *trace)
{
  guint n_parties = rf_trace_get_n_parties (trace);
  g_autoptr (GString) title = g_string_new ("SIP messages of ");
  g_autofree char *clean = NULL;

  if (n_parties == 0)
    return g_strdup ("No SIP messages");
  for (guint i = 0; i < MIN (n_parties, 8); i++) {
    g_autofree char *party = rf_row_dup_party (trace, i);

    g_string_append_printf (title, "%s%s", i > 0 ? ", " : "", party);
  }
  if (n_parties > 8)
    g_string_append_printf (title, " and %u more", n_parties - 8);
  clean = rf_label_dup_clean (title->str, -1, MAX_TITLE_CHARS, RF_LABEL_CUT_END);
  return g_markup_escape_text (clean, -1);
}

/* cairo has no means to name a picture, so its name goes in behind the first tag. */
static GBytes *
insert_title (RfTrace          *trace,
              const GByteArray *svg)
{
  g_autofree char *title = dup_title (trace);
  const char *text = (const char *) svg->data;
  const char *tag = g_strstr_len (text, svg->len, "<svg ");
  const char *end = tag ? memchr (tag, '>', text + svg->len - tag) : NULL;
  g_autoptr (GString) out = g_string_sized_new (svg->len + 512);

  if (!end)
    return g_bytes_new (svg->data, svg->len);
  g_string_append_len (out, text, end + 1 - text);
  g_string_append_printf (out, "\n<title>%s</title>", title);
  g_string_append_len (out, end + 1, text + svg->len - end - 1);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/**
 * rf_export_svg_bytes:
 * @trace: a trace
 * @bytes: (out) (transfer full): the picture
 * @error: a #GError, or %NULL
 *
 * Draws the whole ladder, heads and body, in the light theme. Of a very long trace the first
 * %RF_EXPORT_MAX_SVG_ROWS messages are drawn.
 *
 * Returns: whether @bytes is set
 */
gboolean
rf_export_svg_bytes (RfTrace  *trace,
                     GBytes  **bytes,
                     GError  **error)
{
  g_autoptr (RfLadder) ladder = NULL;
  g_autoptr (GByteArray) array = NULL;
  guint n_messages;

  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  n_messages = rf_trace_get_n_messages (trace);
  ladder = rf_ladder_new (trace);
  rf_ladder_set_limit (ladder, MIN (n_messages, RF_EXPORT_MAX_SVG_ROWS));
  array = g_byte_array_new ();
  if (!draw (ladder, n_messages - rf_ladder_get_n_rows (ladder), array, error))
    return FALSE;
  *bytes = insert_title (trace, array);
  return TRUE;
}

/**
 * rf_export_svg:
 * @trace: a trace
 * @path: file to write; what stands there is replaced at once or not at all
 * @error: a #GError, or %NULL
 *
 * Returns: whether the file is written
 */
gboolean
rf_export_svg (RfTrace     *trace,
               const char  *path,
               GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *data;

  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (!rf_export_svg_bytes (trace, &bytes, error))
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return g_file_set_contents (path, data, length, error);
}
