/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-capture.h"
#include "rf-ladder.h"

#include <pango/pangocairo.h>
#include <stdio.h>
#include <time.h>

/*
 * Measures the ladder of a capture as a view shows it: how long it takes to be there, and how long
 * each frame takes while a person scrolls to any place. Prints a name and µs a line.
 */

#define WIDTH 1920
#define HEIGHT 1080
#define N_FRAMES 300
#define SEED 1
/* Of each frame, for what was not read yet; as the view does. */
#define READ_US 3000

/*
 * Painting waits for nothing, so the processor time that it takes is the time that it takes on a
 * machine with nothing else to do.
 */
static gint64
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
paint (RfLadder        *ladder,
       cairo_surface_t *surface,
       double           y)
{
  gint64 start = get_time ();
  cairo_t *cr = cairo_create (surface);

  rf_ladder_paint_head (ladder, cr);
  cairo_rectangle (cr, 0, rf_ladder_get_head_height (ladder), WIDTH, HEIGHT);
  cairo_clip (cr);
  cairo_translate (cr, 0, rf_ladder_get_head_height (ladder) - y);
  rf_ladder_paint_body (ladder, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return get_time () - start;
}

static double
get_end (RfLadder *ladder)
{
  return MAX (rf_ladder_get_body_height (ladder) - HEIGHT, 0);
}

static void
scroll (RfLadder        *ladder,
        cairo_surface_t *surface,
        const char      *name)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_FRAMES; i++) {
    double y = (double) (gint64) g_rand_double_range (random, 0, get_end (ladder) + 1);

    printf ("%s %" G_GINT64_FORMAT "\n", name, paint (ladder, surface, y));
  }
}

/* From the filter to the first frame that shows what passes, and to all of it. */
static void
measure_filter (RfLadder        *ladder,
                cairo_surface_t *surface)
{
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  gint64 start = get_time ();

  rf_row_filter_set_text (filter, "200 OK");
  rf_ladder_set_filter (ladder, filter);
  paint (ladder, surface, 0);
  printf ("filter-us %" G_GINT64_FORMAT "\n", get_time () - start);
  while (rf_ladder_read_on (ladder, READ_US));
  printf ("filter-all-us %" G_GINT64_FORMAT "\n", get_time () - start);
  scroll (ladder, surface, "filtered-frame-us");
}

/* From even rows to the first frame with rows that stand apart by their time, and to all of it. */
static void
measure_true_time (RfLadder        *ladder,
                   cairo_surface_t *surface)
{
  gint64 start = get_time ();

  rf_ladder_set_true_time (ladder, TRUE);
  paint (ladder, surface, get_end (ladder));
  printf ("timed-us %" G_GINT64_FORMAT "\n", get_time () - start);
  while (rf_ladder_read_on (ladder, READ_US));
  printf ("timed-all-us %" G_GINT64_FORMAT "\n", get_time () - start);
  scroll (ladder, surface, "timed-frame-us");
}

/* A window has loaded its fonts before it shows a ladder. */
static void
load_fonts (cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);
  PangoLayout *layout = pango_cairo_create_layout (cr);

  pango_layout_set_text (layout, "200 OK", -1);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
  cairo_destroy (cr);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLadder) ladder = NULL;
  g_autoptr (GError) error = NULL;
  RfCaptureReport report = { 0 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  gint64 start;

  if (argc != 2 || !rf_capture_read (argv[1], trace, &report, &error)) {
    fprintf (stderr, "Usage: rf-bench-ladder CAPTURE\n%s\n", error ? error->message : "");
    return 2;
  }

  load_fonts (surface);
  start = get_time ();
  ladder = rf_ladder_new_lazy (trace);
  rf_ladder_set_width (ladder, WIDTH);
  paint (ladder, surface, get_end (ladder));
  printf ("open-us %" G_GINT64_FORMAT "\n", get_time () - start);
  scroll (ladder, surface, "first-frame-us");
  while (rf_ladder_read_on (ladder, READ_US));
  printf ("read-us %" G_GINT64_FORMAT "\n", get_time () - start);
  scroll (ladder, surface, "frame-us");
  measure_true_time (ladder, surface);
  measure_filter (ladder, surface);
  cairo_surface_destroy (surface);
  rf_capture_report_clear (&report);
  return 0;
}
