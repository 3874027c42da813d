/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-theme"

#include "config.h"

#include "rf-ladder-theme.h"

#include "rf-palette.h"

/* Themes of high contrast have borders that stand out from the paper, as 4:1 or 2.5:1; those of
 * others hardly do, as 1.2:1 to 1.7:1. */
#define LEAST_BORDER_CONTRAST 2

static double
brightness (const GdkRGBA *colour)
{
  return 0.299 * colour->red + 0.587 * colour->green + 0.114 * colour->blue;
}

static RfColour
to_colour (const GdkRGBA *colour)
{
  return (RfColour) (colour->red * 255) << 16 | (RfColour) (colour->green * 255) << 8 |
         (RfColour) (colour->blue * 255);
}

static gboolean
has_contrast (GtkStyleContext *context)
{
  GdkRGBA borders, paper;

  return gtk_style_context_lookup_color (context, "borders", &borders) &&
         gtk_style_context_lookup_color (context, "theme_base_color", &paper) &&
         rf_palette_contrast (to_colour (&borders), to_colour (&paper)) >= LEAST_BORDER_CONTRAST;
}

/**
 * rf_ladder_theme_of:
 * @widget: a widget
 *
 * Returns: how a ladder in it is to be painted. Whether it is dark, and of high contrast, is read
 *   from its colours, so that it is right in every theme.
 */
RfLadderTheme
rf_ladder_theme_of (GtkWidget *widget)
{
  GtkStyleContext *context;
  GdkRGBA colour;
  gboolean dark;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), RF_LADDER_LIGHT);

  context = gtk_widget_get_style_context (widget);
  if (gtk_style_context_lookup_color (context, "theme_base_color", &colour)) {
    dark = brightness (&colour) < 0.5;
  } else {
    gtk_style_context_get_color (context, gtk_style_context_get_state (context), &colour);
    dark = brightness (&colour) > 0.5;
  }

  if (has_contrast (context))
    return dark ? RF_LADDER_DARK_CONTRAST : RF_LADDER_LIGHT_CONTRAST;

  return dark ? RF_LADDER_DARK : RF_LADDER_LIGHT;
}

/**
 * rf_ladder_theme_draw_edge:
 * @widget: a widget
 * @cr: where to draw
 * @area: where the line is
 *
 * Draws the edge of what stays where it is, where something is out of sight behind it.
 */
void
rf_ladder_theme_draw_edge (GtkWidget          *widget,
                           cairo_t            *cr,
                           const GdkRectangle *area)
{
  GtkStyleContext *context;
  GdkRGBA colour;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (area != NULL);

  context = gtk_widget_get_style_context (widget);
  gtk_style_context_get_color (context, gtk_style_context_get_state (context), &colour);
  colour.alpha *= 0.25;
  gdk_cairo_set_source_rgba (cr, &colour);
  gdk_cairo_rectangle (cr, area);
  cairo_fill (cr);
}
