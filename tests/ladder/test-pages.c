/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-export.h"
#include "rf-pages.h"

#include <string.h>

/* What stands at or behind @from; a PDF has zeros in it, where other functions stop. */
static const char *
find (GBytes     *pdf,
      const char *from,
      const char *text)
{
  gsize length;
  const char *data = g_bytes_get_data (pdf, &length);

  if (!from)
    from = data;
  for (; from + strlen (text) <= data + length; from++)
    if (memcmp (from, text, strlen (text)) == 0)
      return from;
  return NULL;
}

/* The catalogue of pages is "/Type /Pages". */
static guint
count_pages (GBytes *pdf)
{
  const char *const mark = "/Type /Page";
  guint count = 0;

  for (const char *p = find (pdf, NULL, mark); p; p = find (pdf, p + 1, mark))
    count += p[strlen (mark)] != 's';
  return count;
}

static void
append_options (RfTrace    *trace,
                guint       n,
                const char *from,
                const char *to)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *call = g_strdup_printf ("%s-%s-%u", from, to, i);
    const LadderStep step = { 40000 + (int) i, from, to, "OPTIONS", "1 OPTIONS", call, "", "" };

    ladder_fixture_append (trace, &step, 1);
  }
}

static void
test_one (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = rf_export_pdf (trace, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (pdf, NULL), "%PDF-1.4"));
  g_assert_cmpuint (count_pages (pdf), ==, 1);
  g_assert_nonnull (find (pdf, NULL, "/Title (SIP messages of kevin, mike, wayne)"));
  /* Letters, not outlines: only a font with its code points can be searched. */
  g_assert_nonnull (find (pdf, NULL, "/ToUnicode"));
  g_assert_nonnull (find (pdf, NULL, "/MediaBox [ 0 0 595.276"));
}

static void
test_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GBytes) pdf = rf_export_pdf (trace, NULL, NULL, NULL);

  g_assert_cmpuint (count_pages (pdf), ==, 1);
  g_assert_nonnull (find (pdf, NULL, "/Title (No SIP messages)"));
}

/* All rows are on some page. */
static void
test_many (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfPages) pages = NULL;
  g_autoptr (GBytes) pdf = NULL;

  append_options (trace, 2000, "wayne", "mike");
  pages = rf_pages_new (trace, NULL);
  pdf = rf_export_pdf (trace, NULL, NULL, NULL);
  g_assert_cmpuint (rf_pages_get_n (pages), >, 30);
  g_assert_cmpuint (rf_pages_get_n (pages), <, 60);
  g_assert_cmpuint (count_pages (pdf), ==, rf_pages_get_n (pages));
}

/* Nobody prints a million messages; what is too much is left out. */
static void
test_limit (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfPages) whole = NULL;
  g_autoptr (RfPages) cut = NULL;

  append_options (trace, RF_EXPORT_MAX_PAGED_ROWS, "wayne", "mike");
  whole = rf_pages_new (trace, NULL);
  g_assert_cmpuint (rf_pages_get_n_left_out (whole), ==, 0);
  append_options (trace, 1000, "mike", "wayne");
  cut = rf_pages_new (trace, NULL);
  g_assert_cmpuint (rf_pages_get_n_left_out (cut), ==, 1000);
  /* One line of the page says so. */
  g_assert_cmpuint (rf_pages_get_n (cut), >=, rf_pages_get_n (whole));
  g_assert_cmpuint (rf_pages_get_n (cut), <, 1.05 * rf_pages_get_n (whole));
}

/* The more lifelines, the larger the paper, upright only while that is legible. */
static void
test_paper (void)
{
  double before = 0;

  for (guint n_parties = 2; n_parties <= 20; n_parties++) {
    g_autoptr (RfTrace) trace = rf_trace_new ();
    g_autoptr (RfPages) pages = NULL;
    double width, height;

    ladder_fixture_append_star (trace, n_parties);
    g_assert_cmpuint (rf_trace_get_n_parties (trace), ==, n_parties);
    pages = rf_pages_new (trace, NULL);
    rf_pages_get_paper (pages, &width, &height);
    g_assert_cmpfloat (width, >=, before);
    g_assert_cmpint (rf_pages_is_wide (pages), ==, width > height);
    before = width;
    if (n_parties == 3)
      g_assert_cmpfloat (width, ==, RF_PAGES_A4_SHORT);
  }
  g_assert_cmpfloat (before, >, RF_PAGES_A4_LONG);
}

static guint
count_dark (cairo_surface_t *surface,
            int              top,
            int              bottom)
{
  guint count = 0;

  for (int y = top; y < bottom; y++) {
    const guint8 *row = cairo_image_surface_get_data (surface) +
                        y * cairo_image_surface_get_stride (surface);

    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      count += row[4 * x] < 128;
  }
  return count;
}

/* What is not white between two places. */
static guint
count_pale (cairo_surface_t *surface,
            int              left,
            int              right,
            int              top,
            int              bottom)
{
  guint count = 0;

  for (int y = top; y < bottom; y++) {
    const guint8 *row = cairo_image_surface_get_data (surface) +
                        y * cairo_image_surface_get_stride (surface);

    for (int x = left; x < right; x++)
      count += row[4 * x] < 240;
  }
  return count;
}

static cairo_surface_t *
paint (RfPages *pages,
       guint    page)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                         (int) RF_PAGES_A4_SHORT,
                                                         (int) RF_PAGES_A4_LONG);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  rf_pages_paint (pages, page, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The heads are the same on every page, and every page has rows of its own below them. */
static void
test_heads (void)
{
  const int head_top = 60, head_bottom = 90;
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfPages) pages = NULL;
  guint first_head = 0;

  append_options (trace, 80, "wayne", "mike");
  pages = rf_pages_new (trace, NULL);
  g_assert_cmpuint (rf_pages_get_n (pages), ==, 3);
  for (guint page = 0; page < 3; page++) {
    cairo_surface_t *surface = paint (pages, page);
    guint head = count_dark (surface, head_top, head_bottom);

    if (page == 0)
      first_head = head;
    g_assert_cmpuint (head, >, 100);
    g_assert_cmpuint (head, ==, first_head);
    g_assert_cmpuint (count_dark (surface, 110, 200), >, 200);
    cairo_surface_destroy (surface);
  }
}

/* Where a page breaks within a phase, the phase has its name on either side. */
static void
test_phases (void)
{
  const int label_left = 448, label_right = 560, top = 90, row = 16;
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfPages) pages = rf_pages_new (trace, NULL);

  /* Room for five rows, and the call has seven. */
  rf_pages_set_paper (pages, RF_PAGES_A4_SHORT, 233);
  g_assert_cmpuint (rf_pages_get_n (pages), ==, 5);
  for (guint page = 0; page < 2; page++) {
    cairo_surface_t *surface = paint (pages, page);
    guint count = 0;

    for (int y = top; y < top + row; y++) {
      const guint8 *line = cairo_image_surface_get_data (surface) +
                           y * cairo_image_surface_get_stride (surface);

      for (int x = label_left; x < label_right; x++)
        count += line[4 * x] < 192;
    }
    g_assert_cmpuint (count, >, 20);
    cairo_surface_destroy (surface);
  }
}

/* Lifelines that have no room beside each other on the paper stand on several pages, with heads and
 * times on each, and nothing is smaller for it. */
static void
test_parts (void)
{
  g_autoptr (RfTrace) narrow = rf_trace_new ();
  g_autoptr (RfTrace) wide = rf_trace_new ();
  g_autoptr (RfPages) one = NULL;
  g_autoptr (RfPages) pages = NULL;
  guint n_parts, n_times = 0;

  ladder_fixture_append_star (narrow, 6);
  ladder_fixture_append_star (wide, 60);
  one = rf_pages_new (narrow, NULL);
  rf_pages_set_paper (one, RF_PAGES_A4_SHORT, RF_PAGES_A4_LONG);
  g_assert_cmpuint (rf_pages_get_n (one), ==, 1);

  pages = rf_pages_new (wide, NULL);
  rf_pages_set_paper (pages, RF_PAGES_A4_SHORT, RF_PAGES_A4_LONG);
  n_parts = rf_pages_get_n (pages);
  g_assert_cmpuint (rf_pages_get_n_left_out (pages), ==, 0);
  /* One page has six lifelines at the least scale, of which two are on the pages beside it. */
  g_assert_cmpuint (n_parts, >=, 59 / 6);
  g_assert_cmpuint (n_parts, <=, 59 / 4);
  for (guint page = 0; page < n_parts; page++) {
    cairo_surface_t *surface = paint (pages, page);
    guint times = count_pale (surface, 36, 60, 100, 700);

    g_assert_cmpuint (count_dark (surface, 60, 80), >, 30);
    /* The times are the same beside every part. */
    if (page == 0)
      n_times = times;
    g_assert_cmpuint (times, >, 500);
    g_assert_cmpuint (times, ==, n_times);
    cairo_surface_destroy (surface);
  }
}

/* Nobody prints a hundred thousand sheets for a thousand lifelines either. */
static void
test_most_pages (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfPages) pages = NULL;

  ladder_fixture_append_star (trace, 400);
  pages = rf_pages_new (trace, NULL);
  g_assert_cmpuint (rf_pages_get_n_left_out (pages), ==, 0);
  rf_pages_set_paper (pages, 200, 200);
  g_assert_cmpuint (rf_pages_get_n (pages), <=, RF_EXPORT_MAX_PAGES);
  g_assert_cmpuint (rf_pages_get_n_left_out (pages), >, 0);
  rf_pages_set_paper (pages, RF_PAGES_A4_LONG, RF_PAGES_A4_SHORT);
  g_assert_cmpuint (rf_pages_get_n_left_out (pages), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pages/one", test_one);
  g_test_add_func ("/pages/empty", test_empty);
  g_test_add_func ("/pages/many", test_many);
  g_test_add_func ("/pages/limit", test_limit);
  g_test_add_func ("/pages/paper", test_paper);
  g_test_add_func ("/pages/heads", test_heads);
  g_test_add_func ("/pages/phases", test_phases);
  g_test_add_func ("/pages/parts", test_parts);
  g_test_add_func ("/pages/most-pages", test_most_pages);
  return g_test_run ();
}
