/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paragraph"

#include "config.h"

#include "rf-paragraph.h"

#include "rf-ruler.h"

#include <pango/pangocairo.h>

/* Broken as it is measured, wherever it is painted: every surface gets the same lines. */
static PangoLayout *
create_layout (const char *text,
               double      size,
               double      width)
{
  g_autoptr (RfRuler) ruler = rf_ruler_new ();
  PangoLayout *layout = pango_layout_new (rf_ruler_get_context (ruler));
  PangoFontDescription *font = pango_font_description_from_string ("sans");

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/**
 * rf_paragraph_get_height:
 * @text: lines, safe to draw
 * @size: of the letters
 * @width: room for each line; what is longer is broken, so that nothing of it is lost
 *
 * Returns: the room that they take downwards
 */
double
rf_paragraph_get_height (const char *text,
                         double      size,
                         double      width)
{
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  g_return_val_if_fail (text != NULL, 0);

  layout = create_layout (text, size, width);
  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

/**
 * rf_paragraph_show:
 * @text: lines, safe to draw
 * @size: of the letters
 * @width: room for each line, as for rf_paragraph_get_height()
 * @cr: where to paint; its current point is the top left of the text
 *
 * Writes several lines beside the ladder.
 */
void
rf_paragraph_show (const char *text,
                   double      size,
                   double      width,
                   cairo_t    *cr)
{
  g_autoptr (PangoLayout) layout = NULL;

  g_return_if_fail (text != NULL);
  g_return_if_fail (cr != NULL);

  layout = create_layout (text, size, width);
  pango_cairo_show_layout (cr, layout);
}
