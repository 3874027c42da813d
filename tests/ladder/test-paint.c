/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-ladder.h"
#include "rf-layout.h"
#include "rf-palette.h"

#include <string.h>

static cairo_surface_t *
create_body (RfLadder *ladder)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                     (int) rf_ladder_get_width (ladder),
                                     (int) rf_ladder_get_body_height (ladder));
}

static cairo_surface_t *
paint_whole (RfLadder *ladder)
{
  cairo_surface_t *surface = create_body (ladder);
  cairo_t *cr = cairo_create (surface);

  rf_ladder_paint_body (ladder, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static RfColour
pixel (cairo_surface_t *surface,
       int              x,
       int              y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) +
                      y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] & 0xffffff;
}

static guint
count_pixels (cairo_surface_t *surface,
              RfColour         colour,
              int              top,
              int              bottom)
{
  guint count = 0;

  for (int y = top; y < bottom; y++) {
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      count += pixel (surface, x, y) == colour;
  }
  return count;
}

static void
assert_same (cairo_surface_t *a,
             cairo_surface_t *b)
{
  for (int y = 0; y < cairo_image_surface_get_height (a); y++) {
    for (int x = 0; x < cairo_image_surface_get_width (a); x++)
      g_assert_cmphex (pixel (a, x, y), ==, pixel (b, x, y));
  }
}

/* A view paints what was damaged; the parts must make the same picture as the whole. */
static void
test_clip (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  cairo_surface_t *whole = paint_whole (ladder);
  cairo_surface_t *parts = create_body (ladder);

  for (double top = 0; top < rf_ladder_get_body_height (ladder); top += 40) {
    cairo_t *cr = cairo_create (parts);

    cairo_rectangle (cr, 0, top, rf_ladder_get_width (ladder), 40);
    cairo_clip (cr);
    rf_ladder_paint_body (ladder, cr);
    cairo_destroy (cr);
  }
  cairo_surface_flush (parts);
  assert_same (whole, parts);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (parts);
}

/* Each row shows the colour of its phase, in both themes. */
static void
test_phase_colours (gconstpointer data)
{
  RfLadderTheme theme = GPOINTER_TO_INT (data);
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  cairo_surface_t *surface;

  rf_ladder_set_theme (ladder, theme);
  surface = paint_whole (ladder);
  for (guint i = 0; i < rf_ladder_get_n_rows (ladder); i++) {
    RfColour colour = rf_palette_get (theme)->phases[rf_trace_get_phase (trace, i)];

    g_assert_cmpuint (count_pixels (surface, colour, i * 24, i * 24 + 24), >, 10);
  }
  cairo_surface_destroy (surface);
}

static void
test_selection (void)
{
  RfColour colour = rf_palette_get (RF_LADDER_LIGHT)->selection;
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  cairo_surface_t *surface;
  guint width = (guint) rf_ladder_get_width (ladder);

  rf_ladder_set_selected (ladder, 7);
  surface = paint_whole (ladder);
  g_assert_cmpuint (count_pixels (surface, colour, 0, 7 * 24), ==, 0);
  g_assert_cmpuint (count_pixels (surface, colour, 7 * 24, 8 * 24), >, width * 24 / 2);
  g_assert_cmpuint (count_pixels (surface, colour, 8 * 24, 24 * 24), ==, 0);
  cairo_surface_destroy (surface);
}

/* What is over the limit leaves no trace, not even in the brackets of the phases. */
static void
test_limit (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  cairo_surface_t *surface = create_body (ladder);
  cairo_t *cr = cairo_create (surface);
  guint width = (guint) rf_ladder_get_width (ladder);

  rf_ladder_set_limit (ladder, 10);
  rf_ladder_paint_body (ladder, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmpuint (count_pixels (surface, 0xffffff, 10 * 24, 24 * 24), ==, width * 14 * 24);
  cairo_surface_destroy (surface);
}

static void
test_head (void)
{
  const RfPalette *palette = rf_palette_get (RF_LADDER_LIGHT);
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  int width = (int) rf_ladder_get_width (ladder);
  int height = (int) rf_ladder_get_head_height (ladder);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  rf_ladder_paint_head (ladder, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmpuint (count_pixels (surface, palette->head, 0, height), >, 3 * 1000);
  cairo_surface_destroy (surface);
}

/* Between the label and the arrowhead there is always paper: no glyph may touch the triangle. */
static void
test_label_clear_of_arrowhead (void)
{
  static const LadderStep steps[] = {
    { 0, "kevin", "mike", "INVITE", "1 INVITE", "d", "", "" },
    { 1, "mike", "kevin",
      "480 A reason that goes on and on and on until there is no room left for any more of it",
      "1 INVITE", "d", "", "" },
  };
  const RfColour paper = rf_palette_get (RF_LADDER_LIGHT)->background;
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLadder) ladder = NULL;
  g_autoptr (RfLayout) layout = NULL;
  cairo_surface_t *surface;
  int tip;

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
  ladder = rf_ladder_new (trace);
  layout = rf_layout_new (trace);
  rf_layout_add (layout, 0, 2);
  tip = (int) rf_layout_get_column (layout, 0);
  surface = paint_whole (ladder);
  for (int x = tip + 2; x < tip + 12; x++) {
    for (int y = 24 + 2; y < 24 + 13; y++)
      g_assert_cmphex (pixel (surface, x, y), ==, paper);
  }
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/paint/clip", test_clip);
  g_test_add_data_func ("/paint/phase-colours/light", GINT_TO_POINTER (RF_LADDER_LIGHT),
                        test_phase_colours);
  g_test_add_data_func ("/paint/phase-colours/dark", GINT_TO_POINTER (RF_LADDER_DARK),
                        test_phase_colours);
  g_test_add_func ("/paint/selection", test_selection);
  g_test_add_func ("/paint/limit", test_limit);
  g_test_add_func ("/paint/head", test_head);
  g_test_add_func ("/paint/label-clear-of-arrowhead", test_label_clear_of_arrowhead);
  return g_test_run ();
}
