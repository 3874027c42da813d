/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-theme"

#include "config.h"

#include "rf-ladder-theme.h"

static double
brightness (const GdkRGBA *colour)
{
  return 0.299 * colour->red + 0.587 * colour->green + 0.114 * colour->blue;
}

/**
 * rf_ladder_theme_of:
 * @widget: a widget
 *
 * Returns: how a ladder in it is to be painted. Whether it is dark is read from its background, so
 *   that it is right in every theme.
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
