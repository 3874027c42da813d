/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ruler"

#include "config.h"

#include "rf-ruler.h"

#include "rf-str.h"

#include <pango/pangocairo.h>

#define MAX_CACHED_WIDTHS 4096

struct _RfRuler {
  PangoContext *context;
  PangoLayout  *layout;
  GHashTable   *widths; /* text → width in Pango units */
};

static PangoContext *
create_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Unhinted, as what is measured at scale 1 has to hold at every scale. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
  /* What a stranger wrote must not turn the direction of the line that it stands in. */
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  return context;
}

static PangoLayout *
create_layout (PangoContext *context)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string ("sans");

  pango_font_description_set_absolute_size (font, RF_RULER_FONT_SIZE * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_font_description_free (font);
  return layout;
}

/**
 * rf_ruler_new:
 *
 * Returns: (transfer full): a ruler
 */
RfRuler *
rf_ruler_new (void)
{
  RfRuler *self = g_new0 (RfRuler, 1);

  self->context = create_context ();
  self->layout = create_layout (self->context);
  self->widths = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, NULL);
  return self;
}

/**
 * rf_ruler_free:
 * @self: a ruler
 */
void
rf_ruler_free (RfRuler *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->layout);
  g_object_unref (self->context);
  g_hash_table_unref (self->widths);
  g_free (self);
}

/**
 * rf_ruler_measure:
 * @self: a ruler
 * @text: a label
 *
 * Returns: its width. The same few labels come again and again, so they are measured once.
 */
double
rf_ruler_measure (RfRuler    *self,
                  const char *text)
{
  gpointer known;
  int width;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL, 0);

  if (g_hash_table_lookup_extended (self->widths, text, NULL, &known))
    return (double) GPOINTER_TO_INT (known) / PANGO_SCALE;

  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_size (self->layout, &width, NULL);
  if (g_hash_table_size (self->widths) >= MAX_CACHED_WIDTHS)
    g_hash_table_remove_all (self->widths);
  g_hash_table_insert (self->widths, g_strdup (text), GINT_TO_POINTER (width));
  return (double) width / PANGO_SCALE;
}

/**
 * rf_ruler_get_context:
 * @self: a ruler
 *
 * Returns: (transfer none): the Pango context that it measures with
 */
PangoContext *
rf_ruler_get_context (RfRuler *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->context;
}
