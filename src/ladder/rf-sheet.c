/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-sheet"

#include "config.h"

#include "rf-sheet.h"

#include "rf-export.h"
#include "rf-label.h"
#include "rf-ladder-cost.h"
#include "rf-paragraph.h"
#include "rf-row.h"
#include "rf-say.h"

#include <pango/pangocairo.h>

#include <math.h>

#define MARGIN 16.0
#define MAX_TITLE_CHARS 400
#define MAX_TITLE_PARTIES 8
#define NOTE_HEIGHT 24.0
#define NOTE_SIZE 12.0

/**
 * rf_sheet_init:
 * @self: (out caller-allocates): a sheet; clear with rf_sheet_clear()
 * @trace: what to draw
 * @look: (nullable): what is shown of it
 * @error: a #GError, or %NULL
 *
 * Lays the ladder out, in the light theme: as many rows of it as a picture can have, from the first
 * on.
 *
 * Returns: whether there is such a picture
 */
gboolean
rf_sheet_init (RfSheet       *self,
               RfTrace       *trace,
               const RfLook  *look,
               GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);

  if (!rf_ladder_check_lifelines (trace, look, error))
    return FALSE;
  self->ladder = rf_ladder_new (trace);
  if (look)
    rf_ladder_set_look (self->ladder, look);
  self->caption = rf_look_dup_caption (look, trace, rf_ladder_get_map (self->ladder));
  self->unread = g_strdup (rf_look_get_unread (look));
  rf_sheet_limit (self, rf_ladder_count_affordable (self->ladder, RF_EXPORT_MAX_PICTURE_ROWS,
                                                    RF_EXPORT_MAX_PICTURE_STROKES));
  return TRUE;
}

/**
 * rf_sheet_limit_ladder:
 * @ladder: a ladder
 * @max_rows: how many rows at most, from the first on
 *
 * Makes a ladder shorter.
 *
 * Returns: how many messages it leaves out by that
 */
guint
rf_sheet_limit_ladder (RfLadder *ladder,
                       guint     max_rows)
{
  RfRowMap *map;
  int limit;

  g_return_val_if_fail (RF_IS_LADDER (ladder), 0);

  map = rf_ladder_get_map (ladder);
  rf_ladder_set_limit (ladder, -1);
  /* The first message that is not drawn. */
  limit = rf_ladder_get_row_message (ladder, max_rows);
  rf_ladder_set_limit (ladder, limit);
  return rf_row_map_count_messages (map, G_MAXUINT) -
         rf_row_map_count_messages (map, limit < 0 ? G_MAXUINT : (guint) limit);
}

/**
 * rf_sheet_limit:
 * @self: a sheet
 * @max_rows: how many rows at most, from the first on
 *
 * Makes it shorter.
 */
void
rf_sheet_limit (RfSheet *self,
                guint    max_rows)
{
  self->n_left_out = rf_sheet_limit_ladder (self->ladder, max_rows);
}

/**
 * rf_sheet_clear:
 * @self: a sheet
 */
void
rf_sheet_clear (RfSheet *self)
{
  g_clear_object (&self->ladder);
  g_clear_pointer (&self->caption, g_free);
  g_clear_pointer (&self->unread, g_free);
}

/**
 * rf_sheet_get_width:
 * @self: a sheet
 *
 * Returns: its width, in pixels at scale 1
 */
double
rf_sheet_get_width (RfSheet *self)
{
  return rf_ladder_get_width (self->ladder) + 2 * MARGIN;
}

static double
get_unread_height (RfSheet *self)
{
  if (!self->unread)
    return 0;
  return NOTE_HEIGHT / 2 + ceil (rf_paragraph_get_height (self->unread, NOTE_SIZE,
                                                          rf_ladder_get_width (self->ladder)));
}

static double
get_notes_height (RfSheet *self)
{
  return NOTE_HEIGHT * ((self->caption ? 1 : 0) + (self->n_left_out > 0 ? 1 : 0)) +
         get_unread_height (self);
}

/**
 * rf_sheet_get_height:
 * @self: a sheet
 *
 * Returns: its height, in pixels at scale 1
 */
double
rf_sheet_get_height (RfSheet *self)
{
  return rf_ladder_get_head_height (self->ladder) + rf_ladder_get_body_height (self->ladder) +
         2 * MARGIN + get_notes_height (self);
}

static void
paint_note (RfSheet    *self,
            cairo_t    *cr,
            const char *note)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, 0, NOTE_HEIGHT / 4);
  rf_sheet_show_text (cr, note, NOTE_SIZE, rf_ladder_get_width (self->ladder));
  cairo_translate (cr, 0, NOTE_HEIGHT);
}

/**
 * rf_sheet_dup_left_out:
 * @count: messages that are not drawn for want of room
 *
 * Returns: (transfer full): a sentence that says so
 */
char *
rf_sheet_dup_left_out (guint count)
{
  return g_strdup_printf (rf_say_n ("%u more message is not drawn.",
                                    "%u more messages are not drawn.", count), count);
}

/* As many lines as it takes: what is missing is not to be cut off in its turn. */
static void
paint_unread (RfSheet *self,
              cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, 0, NOTE_HEIGHT / 4);
  rf_paragraph_show (self->unread, NOTE_SIZE, rf_ladder_get_width (self->ladder), cr);
}

/* Says what the picture leaves out. */
static void
paint_notes (RfSheet *self,
             cairo_t *cr)
{
  if (self->n_left_out > 0) {
    g_autofree char *note = rf_sheet_dup_left_out (self->n_left_out);

    paint_note (self, cr, note);
  }
  if (self->caption)
    paint_note (self, cr, self->caption);
  if (self->unread)
    paint_unread (self, cr);
}

/**
 * rf_sheet_paint:
 * @self: a sheet
 * @cr: where to paint; its origin is the top left of the sheet
 */
void
rf_sheet_paint (RfSheet *self,
                cairo_t *cr)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  rf_ladder_paint_head (self->ladder, cr);
  cairo_translate (cr, 0, rf_ladder_get_head_height (self->ladder));
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, rf_ladder_get_width (self->ladder),
                   rf_ladder_get_body_height (self->ladder));
  cairo_clip (cr);
  rf_ladder_paint_body (self->ladder, cr);
  cairo_restore (cr);
  cairo_translate (cr, 0, rf_ladder_get_body_height (self->ladder));
  paint_notes (self, cr);
  cairo_restore (cr);
}

/**
 * rf_sheet_dup_title:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 *
 * Returns: (transfer full): "SIP messages of kevin, mike, wayne", safe to draw
 */
char *
rf_sheet_dup_title (RfTrace      *trace,
                    const RfLook *look)
{
  g_autoptr (RfLifelineMap) lines = NULL;
  guint n_lines;
  g_autoptr (GString) title = NULL;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  lines = rf_look_create_lines (look, trace);
  n_lines = rf_lifeline_map_get_n (lines);
  if (n_lines == 0)
    return g_strdup (rf_say ("No SIP messages"));
  title = g_string_new (NULL);
  for (guint i = 0; i < MIN (n_lines, MAX_TITLE_PARTIES); i++) {
    g_autofree char *party = rf_lifeline_map_dup_label (lines, (int) i);

    g_string_append_printf (title, "%s%s", i > 0 ? ", " : "", party);
  }
  if (n_lines > MAX_TITLE_PARTIES) {
    g_string_append_c (title, ' ');
    g_string_append_printf (title, rf_say ("and %u more"), n_lines - MAX_TITLE_PARTIES);
  }
  whole = g_strdup_printf (rf_say ("SIP messages of %s"), title->str);
  return rf_label_dup_clean (whole, -1, MAX_TITLE_CHARS, RF_LABEL_CUT_END);
}

/**
 * rf_sheet_show_text:
 * @cr: where to paint; its current point is the top left of the text
 * @text: safe to draw
 * @size: of the letters
 * @max_width: room for it; what is longer ends in an ellipsis
 *
 * Writes a line beside the ladder: a title, a page number.
 *
 * Returns: the width that it takes
 */
double
rf_sheet_show_text (cairo_t    *cr,
                    const char *text,
                    double      size,
                    double      max_width)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("sans");
  int width;

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, &width, NULL);
  pango_cairo_show_layout (cr, layout);
  return (double) width / PANGO_SCALE;
}

/**
 * rf_sheet_append:
 * @array: a #GByteArray
 * @data: (array length=length): what to append to it
 * @length: how many bytes
 *
 * A #cairo_write_func_t.
 *
 * Returns: that it went well
 */
cairo_status_t
rf_sheet_append (gpointer             array,
                 const unsigned char *data,
                 unsigned int         length)
{
  g_byte_array_append (array, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * rf_sheet_finish:
 * @cr: (transfer full): what was painted with
 * @surface: (transfer full): what was painted on
 * @error: a #GError, or %NULL
 *
 * Writes out what is left to be written.
 *
 * Returns: whether all of the painting went well
 */
gboolean
rf_sheet_finish (cairo_t          *cr,
                 cairo_surface_t  *surface,
                 GError          **error)
{
  cairo_status_t status = cairo_status (cr);

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
