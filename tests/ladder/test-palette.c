/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-palette.h"

/* WCAG 2.1, success criteria 1.4.3 and 1.4.6, and 1.4.11 for what is not text */
#define LEGIBLE 4.5
#define MORE_LEGIBLE 7
#define VISIBLE 3

static const struct {
  RfLadderTheme theme;
  RfColour      background;
  double        least;
} themes[] = {
  { RF_LADDER_LIGHT, 0xffffff, LEGIBLE },
  { RF_LADDER_DARK, 0x1e1e1e, LEGIBLE },
  { RF_LADDER_LIGHT_CONTRAST, 0xffffff, MORE_LEGIBLE },
  { RF_LADDER_DARK_CONTRAST, 0x000000, MORE_LEGIBLE },
};

static void
test_contrast_formula (void)
{
  g_assert_cmpfloat_with_epsilon (rf_palette_contrast (0x000000, 0xffffff), 21.0, 0.001);
  g_assert_cmpfloat_with_epsilon (rf_palette_contrast (0x777777, 0xffffff), 4.478, 0.001);
  g_assert_cmpfloat (rf_palette_contrast (0x123456, 0x123456), ==, 1.0);
}

static void
test_legible (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
    const RfPalette *palette = rf_palette_get (themes[i].theme);
    const RfColour texts[] = { palette->text, palette->dim };

    g_assert_cmphex (palette->background, ==, themes[i].background);
    for (guint phase = 0; phase < RF_PALETTE_N_PHASES; phase++) {
      g_assert_cmpfloat (rf_palette_contrast (palette->phases[phase], palette->background),
                         >=, themes[i].least);
      g_assert_cmpfloat (rf_palette_contrast (palette->phases[phase], palette->selection),
                         >=, themes[i].least);
    }
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++) {
      g_assert_cmpfloat (rf_palette_contrast (texts[j], palette->background), >=, themes[i].least);
      g_assert_cmpfloat (rf_palette_contrast (texts[j], palette->selection), >=, themes[i].least);
      g_assert_cmpfloat (rf_palette_contrast (texts[j], palette->head), >=, themes[i].least);
    }
  }
}

static void
test_lifelines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
    const RfPalette *palette = rf_palette_get (themes[i].theme);

    if (themes[i].least == MORE_LEGIBLE) {
      g_assert_cmpfloat (rf_palette_contrast (palette->lifeline, palette->background), >=, VISIBLE);
      g_assert_cmpfloat (rf_palette_contrast (palette->lifeline, palette->head), >=, VISIBLE);
    }
  }
}

/* The sum of the differences of the channels; enough to tell that no two phases are the same. */
static int
distance (RfColour a,
          RfColour b)
{
  int sum = 0;

  for (guint shift = 0; shift <= 16; shift += 8)
    sum += ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff));
  return sum;
}

static void
test_distinct (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
    const RfPalette *palette = rf_palette_get (themes[i].theme);

    for (guint a = 1; a < RF_PALETTE_N_PHASES; a++) {
      for (guint b = a + 1; b < RF_PALETTE_N_PHASES; b++)
        g_assert_cmpint (distance (palette->phases[a], palette->phases[b]), >=, 60);
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/palette/contrast-formula", test_contrast_formula);
  g_test_add_func ("/palette/legible", test_legible);
  g_test_add_func ("/palette/lifelines", test_lifelines);
  g_test_add_func ("/palette/distinct", test_distinct);
  return g_test_run ();
}
