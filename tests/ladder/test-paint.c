/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-ladder-lifelines.h"
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

/* As alike as the rounding of cairo allows: half a slanted line is not drawn as all of it is. */
static void
assert_alike (cairo_surface_t *a,
              cairo_surface_t *b)
{
  for (int y = 0; y < cairo_image_surface_get_height (a); y++) {
    for (int x = 0; x < cairo_image_surface_get_width (a); x++) {
      for (guint shift = 0; shift < 24; shift += 8) {
        int one = (int) (pixel (a, x, y) >> shift & 0xff);
        int other = (int) (pixel (b, x, y) >> shift & 0xff);

        g_assert_cmpint (ABS (one - other), <=, 8);
      }
    }
  }
}

/* Nor does it show from which side somebody scrolled along a wide one. */
static void
test_clip_of_columns (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = NULL;
  cairo_surface_t *whole, *parts;

  ladder_fixture_append_star (trace, 12);
  for (guint i = 1; i < 12; i++)
    ladder_fixture_answer_star (trace, i);
  ladder = rf_ladder_new (trace);
  rf_ladder_set_true_time (ladder, TRUE);
  whole = paint_whole (ladder);
  parts = create_body (ladder);
  for (double left = 0; left < rf_ladder_get_width (ladder); left += 30) {
    cairo_t *cr = cairo_create (parts);

    cairo_rectangle (cr, left, 0, 30, rf_ladder_get_body_height (ladder));
    cairo_clip (cr);
    rf_ladder_paint_body (ladder, cr);
    cairo_destroy (cr);
  }
  cairo_surface_flush (parts);
  assert_alike (whole, parts);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (parts);
}

static cairo_status_t
append_report (gpointer             report,
               const unsigned char *data,
               unsigned int         length)
{
  g_string_append_len (report, (const char *) data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* How many lines cairo is asked for where only a part of the width is painted. */
static guint64
count_strokes (RfLadder *ladder,
               double    left,
               double    width)
{
  const char *const mark = "stroke: count ";
  cairo_surface_t *image = create_body (ladder);
  cairo_surface_t *observer = cairo_surface_create_observer (image,
                                                             CAIRO_SURFACE_OBSERVER_NORMAL);
  cairo_t *cr = cairo_create (observer);
  g_autoptr (GString) report = g_string_new (NULL);

  cairo_rectangle (cr, left, 0, width, rf_ladder_get_body_height (ladder));
  cairo_clip (cr);
  rf_ladder_paint_body (ladder, cr);
  cairo_destroy (cr);
  cairo_surface_observer_print (observer, append_report, report);
  cairo_surface_destroy (observer);
  cairo_surface_destroy (image);
  g_assert_nonnull (strstr (report->str, mark));
  return g_ascii_strtoull (strstr (report->str, mark) + strlen (mark), NULL, 10);
}

/* An arrow costs what is seen of it, however many lifelines it passes. */
static void
test_cost_of_columns (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLadder) ladder = NULL;
  guint n_rows;

  ladder_fixture_append_star (trace, 60);
  ladder = rf_ladder_new (trace);
  n_rows = rf_ladder_get_n_rows (ladder);
  g_assert_cmpuint (n_rows, ==, 59);
  /* A piece of line each, its bridges, and the lifelines. */
  g_assert_cmpuint (count_strokes (ladder, 5000, 400), <=, 2 * n_rows + 1);
  g_assert_cmpuint (count_strokes (ladder, 5000, 400), >, n_rows / 2);
  g_assert_cmpuint (count_strokes (ladder, 0, rf_ladder_get_width (ladder)), <, 5 * n_rows);
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

/* Parts make the same picture as the whole also where rows are left out and folded. */
static void
test_clip_of_rows (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  cairo_surface_t *whole, *parts;

  rf_row_filter_set_methods (filter, ~RF_ROW_FILTER_METHOD (RF_SIP_ACK));
  rf_ladder_set_filter (ladder, filter);
  rf_ladder_set_time_mode (ladder, RF_TIME_SINCE_PREVIOUS);
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    if (rf_trace_get_phase (trace, i) == 4)
      rf_ladder_set_folded (ladder, i, TRUE);
  }
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), <, rf_trace_get_n_messages (trace) - 3);
  whole = paint_whole (ladder);
  parts = create_body (ladder);
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

/* A folded phase is one row in its colour, and what follows moves up. */
static void
test_fold (void)
{
  const RfPalette *palette = rf_palette_get (RF_LADDER_LIGHT);
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  cairo_surface_t *surface;
  guint end = 0;

  while (rf_trace_get_phase (trace, end) == 1)
    end++;
  g_assert_cmpuint (end, >, 2);
  g_assert_true (rf_ladder_set_folded (ladder, 1, TRUE));
  g_assert_false (rf_ladder_set_folded (ladder, 0, TRUE));
  g_assert_cmpint (rf_ladder_get_row (ladder, end - 1), ==, 0);
  g_assert_cmpint (rf_ladder_get_row (ladder, end), ==, 1);
  g_assert_cmpint (rf_ladder_message_at (ladder, 30), ==, end);
  rf_ladder_set_selected (ladder, 1);
  surface = paint_whole (ladder);
  g_assert_cmpuint (count_pixels (surface, palette->phases[1], 0, 24), >, 100);
  g_assert_cmpuint (count_pixels (surface, palette->selection, 0, 24), >, 1000);
  g_assert_cmpuint (count_pixels (surface, palette->phases[rf_trace_get_phase (trace, end)], 24,
                                  48), >, 10);
  cairo_surface_destroy (surface);
}

/* Where one party waits, its lifeline is hatched in the same way whatever is left out above. */
static void
test_hold_of_rows (void)
{
  const RfColour paper = rf_palette_get (RF_LADDER_LIGHT)->background;
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  int refer = (int) rf_trace_get_transfer (trace, 0)->refer_message;
  cairo_surface_t *whole = paint_whole (ladder);
  cairo_surface_t *one;
  guint n_hatched = 0;
  int kevin;

  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  kevin = (int) rf_layout_get_column (layout, 0);
  rf_row_filter_set_methods (filter, RF_ROW_FILTER_METHOD (RF_SIP_REFER));
  rf_ladder_set_filter (ladder, filter);
  g_assert_cmpint (rf_ladder_get_row (ladder, (guint) refer), ==, 0);
  one = paint_whole (ladder);
  for (int y = 0; y < 12; y++) {
    for (int x = kevin - 4; x < kevin + 4; x++) {
      g_assert_cmphex (pixel (one, x, y), ==, pixel (whole, x, refer * 24 + y));
      n_hatched += pixel (one, x, y) != paper;
    }
  }
  /* More than the line itself. */
  g_assert_cmpuint (n_hatched, >, 3 * 12);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (one);
}

/* A lazy ladder paints what it has not read yet as well as the one that has read all. */
static void
test_lazy (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfLadder) lazy = rf_ladder_new_lazy (trace);
  cairo_surface_t *whole = paint_whole (ladder);
  cairo_surface_t *same;

  while (rf_ladder_read_on (lazy, 1));
  g_assert_cmpfloat (rf_ladder_get_width (lazy), ==, rf_ladder_get_width (ladder));
  same = paint_whole (lazy);
  assert_same (whole, same);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (same);
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
  layout = rf_layout_new (trace, NULL);
  rf_layout_add (layout, 0, 2);
  tip = (int) rf_layout_get_column (layout, 0);
  surface = paint_whole (ladder);
  for (int x = tip + 2; x < tip + 12; x++) {
    for (int y = 24 + 2; y < 24 + 13; y++)
      g_assert_cmphex (pixel (surface, x, y), ==, paper);
  }
  cairo_surface_destroy (surface);
}

/* How much is written right of the brackets in a row. */
static guint
count_names (RfLadder        *ladder,
             cairo_surface_t *surface,
             guint            row)
{
  double brief;
  int left = (int) (rf_ladder_get_phases (ladder, &brief) + RF_LAYOUT_BRACKET_MARGIN +
                    RF_LAYOUT_BRACKET_ARM) + 4;
  guint count = 0;

  for (int y = (int) row * 24 + 4; y < (int) row * 24 + 20; y++)
    for (int x = left; x < cairo_image_surface_get_width (surface); x++)
      count += pixel (surface, x, y) != rf_palette_get (RF_LADDER_LIGHT)->background;
  return count;
}

/* A phase that began above what is in sight has its name at the top of that. */
static void
test_sight_start (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  cairo_surface_t *all = paint_whole (ladder);
  cairo_surface_t *below;

  g_assert_cmpuint (rf_trace_get_phase (trace, 3), ==, 1);
  g_assert_cmpuint (rf_ladder_find_row_below (ladder, 0), ==, 0);
  g_assert_cmpuint (rf_ladder_find_row_below (ladder, 24 + 0.5), ==, 2);
  g_assert_cmpuint (rf_ladder_find_row_below (ladder, 48), ==, 2);
  g_assert_cmpuint (rf_ladder_find_row_below (ladder, 1e9), ==, rf_ladder_get_n_rows (ladder));
  rf_ladder_set_sight_start (ladder, 2);
  below = paint_whole (ladder);
  g_assert_cmpuint (count_names (ladder, all, 0), >, 0);
  g_assert_cmpuint (count_names (ladder, all, 2), ==, 0);
  g_assert_cmpuint (count_names (ladder, below, 0), ==, 0);
  g_assert_cmpuint (count_names (ladder, below, 2), >, count_names (ladder, all, 0));
  cairo_surface_destroy (all);
  cairo_surface_destroy (below);
}

/* Brackets with numbers take little width, and none where there are no phases. */
static void
test_brief_phases (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfTrace) star = rf_trace_new ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfLadder) bare = NULL;
  cairo_surface_t *surface = create_body (ladder);
  cairo_t *cr = cairo_create (surface);
  double brief;
  int left = (int) rf_ladder_get_phases (ladder, &brief);

  rf_ladder_paint_phases (ladder, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint row = 0; row < rf_ladder_get_n_rows (ladder); row++) {
    RfColour colour = rf_palette_get (RF_LADDER_LIGHT)->phases[rf_trace_get_phase (trace, row)];

    g_assert_cmpuint (count_pixels (surface, colour, row * 24, row * 24 + 24), >, 10);
    for (int y = (int) row * 24; y < (int) row * 24 + 24; y++)
      for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
        if (x < left || x >= left + (int) brief)
          g_assert_cmphex (pixel (surface, x, y), ==, 0xffffff);
  }
  g_assert_cmpuint (count_names (ladder, surface, 0), >, 0);
  cairo_surface_destroy (surface);

  ladder_fixture_append_star (star, 4);
  bare = rf_ladder_new (star);
  rf_ladder_get_phases (bare, &brief);
  g_assert_cmpfloat (brief, ==, 0);
}

/* Each of two calls after one another has its bracket, and its name beside it. */
static void
test_brackets_of_calls (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_calls ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);
  RfColour colour = rf_palette_get (RF_LADDER_LIGHT)->phases[1];
  cairo_surface_t *surface;
  int bracket;

  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  bracket = (int) rf_layout_get_bracket (layout);
  g_assert_cmpint ((int) rf_ladder_get_width (ladder), ==, (int) rf_layout_get_width (layout));
  for (guint folded = 0; folded < 2; folded++) {
    surface = paint_whole (ladder);
    for (guint row = 1; row < rf_ladder_get_n_rows (ladder); row++) {
      gboolean begins = folded || row == 5 || row == 8;

      g_assert_true ((pixel (surface, bracket, (int) row * 24) != colour) == begins);
    }
    cairo_surface_destroy (surface);
    rf_ladder_set_folded (ladder, 0, TRUE);
  }
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, 3);
}

/* What is written above the arrow of a row, right of a lifeline. */
static guint
count_letters (RfLadder *ladder,
               guint     row,
               guint     column)
{
  const RfColour paper = rf_palette_get (RF_LADDER_LIGHT)->background;
  cairo_surface_t *surface = paint_whole (ladder);
  cairo_rectangle_t head, next;
  guint count = 0;

  rf_ladder_get_head_area (ladder, column, &head);
  rf_ladder_get_head_area (ladder, column + 1, &next);
  for (int x = (int) (head.x + head.width / 2) + 3; x < next.x + next.width / 2 - 3; x++) {
    for (guint y = row * 24 + 2; y < row * 24 + 13; y++)
      count += pixel (surface, x, (int) y) != paper;
  }
  cairo_surface_destroy (surface);
  return count;
}

static void
set_sight (RfLadder *ladder,
           guint     left,
           guint     right)
{
  cairo_rectangle_t head, end;

  rf_ladder_get_head_area (ladder, left, &head);
  rf_ladder_get_head_area (ladder, right, &end);
  rf_ladder_set_sight (ladder, head.x, end.x + end.width - head.x);
}

/* The words of an arrow stand beside its sender, or where that is out of sight beside the first
 * lifeline that is in sight. */
static void
test_words_in_sight (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLadder) ladder = NULL;
  guint there, back;

  ladder_fixture_append_star (trace, 20);
  ladder_fixture_answer_star (trace, 15);
  ladder = rf_ladder_new (trace);
  there = 14;
  back = 19;
  g_assert_cmpuint (count_letters (ladder, there, 0), >, 20);
  g_assert_cmpuint (count_letters (ladder, back, 14), >, 20);
  g_assert_cmpuint (count_letters (ladder, there, 8), ==, 0);
  g_assert_cmpuint (count_letters (ladder, back, 10), ==, 0);

  set_sight (ladder, 8, 11);
  g_assert_cmpuint (count_letters (ladder, there, 0), ==, 0);
  g_assert_cmpuint (count_letters (ladder, there, 8), >, 20);
  g_assert_cmpuint (count_letters (ladder, back, 10), >, 20);
  g_assert_cmpuint (count_letters (ladder, back, 14), ==, 0);
  /* No gap is whole in sight: the words are where they are without. */
  rf_ladder_set_sight (ladder, 2000, 50);
  g_assert_cmpuint (count_letters (ladder, there, 0), >, 20);
  set_sight (ladder, 0, 3);
  g_assert_cmpuint (count_letters (ladder, there, 0), >, 20);
  g_assert_cmpuint (count_letters (ladder, back, 2), >, 20);
}

static void
assert_same_left (cairo_surface_t *a,
                  cairo_surface_t *b,
                  int              width)
{
  for (int y = 0; y < cairo_image_surface_get_height (a); y++) {
    for (int x = 0; x < width; x++)
      g_assert_cmphex (pixel (a, x, y), ==, pixel (b, x, y));
  }
}

/* The times are painted alone as they are with all the rest, in parts of any height, and over
 * whatever is there. */
static void
test_times (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  int gutter = (int) rf_ladder_get_gutter (ladder);
  cairo_surface_t *whole, *times;

  rf_ladder_set_selected (ladder, 7);
  rf_ladder_set_folded (ladder, 0, TRUE);
  whole = paint_whole (ladder);
  times = create_body (ladder);
  for (double top = 0; top < rf_ladder_get_body_height (ladder); top += 40) {
    cairo_t *cr = cairo_create (times);

    cairo_rectangle (cr, 0, top, gutter, 40);
    cairo_clip (cr);
    cairo_set_source_rgb (cr, 1, 0, 0);
    cairo_paint (cr);
    rf_ladder_paint_times (ladder, cr);
    cairo_destroy (cr);
  }
  cairo_surface_flush (times);
  assert_same_left (whole, times, gutter);
  g_assert_cmpuint (count_pixels (times, rf_palette_get (RF_LADDER_LIGHT)->accent, 0,
                                  cairo_image_surface_get_height (times)), >, 0);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (times);
}

/* Of heads only that is painted which is in sight; a view has something else beside it. */
static void
test_heads_in_sight (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  RfColour paper = rf_palette_get (RF_LADDER_LIGHT)->background;
  int width = (int) rf_ladder_get_width (ladder);
  cairo_surface_t *surface;
  cairo_rectangle_t head;
  guint painted = 0;
  int middle;
  cairo_t *cr;

  rf_ladder_get_head_area (ladder, 1, &head);
  middle = (int) (head.x + head.width / 2);
  rf_ladder_set_sight (ladder, middle, width - middle);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, 48);
  cr = cairo_create (surface);
  rf_ladder_paint_head (ladder, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int x = 0; x < width; x++) {
    if (x < middle)
      g_assert_cmphex (pixel (surface, x, 20), ==, paper);
    else
      painted += pixel (surface, x, 20) != paper;
  }
  g_assert_cmpuint (painted, >, 0);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/paint/clip", test_clip);
  g_test_add_func ("/paint/clip-of-columns", test_clip_of_columns);
  g_test_add_func ("/paint/cost-of-columns", test_cost_of_columns);
  g_test_add_data_func ("/paint/phase-colours/light", GINT_TO_POINTER (RF_LADDER_LIGHT),
                        test_phase_colours);
  g_test_add_data_func ("/paint/phase-colours/dark", GINT_TO_POINTER (RF_LADDER_DARK),
                        test_phase_colours);
  g_test_add_func ("/paint/selection", test_selection);
  g_test_add_func ("/paint/clip-of-rows", test_clip_of_rows);
  g_test_add_func ("/paint/fold", test_fold);
  g_test_add_func ("/paint/hold-of-rows", test_hold_of_rows);
  g_test_add_func ("/paint/lazy", test_lazy);
  g_test_add_func ("/paint/limit", test_limit);
  g_test_add_func ("/paint/head", test_head);
  g_test_add_func ("/paint/label-clear-of-arrowhead", test_label_clear_of_arrowhead);
  g_test_add_func ("/paint/sight-start", test_sight_start);
  g_test_add_func ("/paint/brief-phases", test_brief_phases);
  g_test_add_func ("/paint/brackets-of-calls", test_brackets_of_calls);
  g_test_add_func ("/paint/words-in-sight", test_words_in_sight);
  g_test_add_func ("/paint/times", test_times);
  g_test_add_func ("/paint/heads-in-sight", test_heads_in_sight);
  return g_test_run ();
}
