/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paint"

#include "config.h"

#include "rf-paint.h"

/* How far lines and letters may reach beyond what they are measured at. */
#define EDGE 8.0

/**
 * rf_painter_init:
 * @self: (out caller-allocates): a painter; clear with rf_painter_clear()
 * @cr: where to paint, with the clip that holds for all of the painting
 * @trace: what to paint
 * @layout: where everything stands
 * @palette: the colours
 */
void
rf_painter_init (RfPainter       *self,
                 cairo_t         *cr,
                 RfTrace         *trace,
                 RfLayout        *layout,
                 const RfPalette *palette)
{
  *self = (RfPainter) {
    .cr = cr,
    .trace = trace,
    .layout = layout,
    .palette = palette,
    .left = -G_MAXDOUBLE,
    .right = G_MAXDOUBLE,
  };
  cairo_clip_extents (cr, &self->clip_left, NULL, &self->clip_right, NULL);
}

/**
 * rf_painter_clear:
 * @self: a painter
 */
void
rf_painter_clear (RfPainter *self)
{
  g_clear_object (&self->text);
}

/**
 * rf_painter_colour:
 * @self: a painter
 * @colour: what to paint with from now on
 */
void
rf_painter_colour (RfPainter *self,
                   RfColour   colour)
{
  cairo_set_source_rgb (self->cr,
                        ((colour >> 16) & 0xff) / 255.0,
                        ((colour >> 8) & 0xff) / 255.0,
                        (colour & 0xff) / 255.0);
}

/**
 * rf_painter_set_text:
 * @self: a painter
 * @text: what to write next, made harmless before
 * @bold: whether in bold letters
 * @max_width: room for it
 * @cut: what to leave out where it needs more
 *
 * Returns: the width that it takes
 */
double
rf_painter_set_text (RfPainter  *self,
                     const char *text,
                     gboolean    bold,
                     double      max_width,
                     RfLabelCut  cut)
{
  RfTypesetter *typesetter = rf_layout_get_typesetter (self->layout);
  int width;

  g_set_object (&self->text, rf_typesetter_set (typesetter, text, bold, max_width, cut));
  pango_layout_get_size (self->text, &width, NULL);
  return (double) width / PANGO_SCALE;
}

/**
 * rf_painter_show_text:
 * @self: a painter
 * @x: left end of the text
 * @y: its middle, top to bottom
 *
 * Writes what rf_painter_set_text() was given.
 */
void
rf_painter_show_text (RfPainter *self,
                      double     x,
                      double     y)
{
  int height;

  pango_layout_get_size (self->text, NULL, &height);
  cairo_move_to (self->cr, x, y - (double) height / PANGO_SCALE / 2);
  pango_cairo_show_layout (self->cr, self->text);
}

/**
 * rf_painter_rounded:
 * @self: a painter
 * @x: left
 * @y: top
 * @width: width
 * @height: height
 * @radius: of the corners
 *
 * Makes a path of a box with round corners.
 */
void
rf_painter_rounded (RfPainter *self,
                    double     x,
                    double     y,
                    double     width,
                    double     height,
                    double     radius)
{
  double right = x + width - radius;
  double bottom = y + height - radius;

  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, right, y + radius, radius, -G_PI_2, 0);
  cairo_arc (self->cr, right, bottom, radius, 0, G_PI_2);
  cairo_arc (self->cr, x + radius, bottom, radius, G_PI_2, G_PI);
  cairo_arc (self->cr, x + radius, y + radius, radius, G_PI, G_PI + G_PI_2);
  cairo_close_path (self->cr);
}

/**
 * rf_painter_reaches:
 * @self: a painter
 * @left: where something begins
 * @right: where it ends
 *
 * Returns: whether any of it, or of its edges, is painted
 */
gboolean
rf_painter_reaches (RfPainter *self,
                    double     left,
                    double     right)
{
  return right + EDGE >= self->clip_left && left - EDGE <= self->clip_right;
}

/**
 * rf_painter_get_top:
 * @self: a painter
 * @row: a row
 *
 * Returns: where it begins
 */
double
rf_painter_get_top (RfPainter *self,
                    guint      row)
{
  return rf_row_spacing_get_top (self->spacing, row);
}

/**
 * rf_painter_get_edge:
 * @self: a painter
 * @row: a row, or their number
 *
 * Returns: how far what began above the row goes: to the row, or to the end of the last
 */
double
rf_painter_get_edge (RfPainter *self,
                     guint      row)
{
  return row < self->n_rows ? rf_row_spacing_get_top (self->spacing, row)
                            : rf_row_spacing_get_bottom (self->spacing, row);
}
