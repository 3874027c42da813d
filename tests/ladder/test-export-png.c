/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-export.h"
#include "rf-ladder.h"

#include <math.h>
#include <string.h>

#define MARGIN 16
#define MAX_SIDE 32767

typedef struct {
  GBytes *bytes;
  gsize   offset;
} Reader;

static cairo_status_t
on_read (gpointer       closure,
         unsigned char *data,
         unsigned int   length)
{
  Reader *reader = closure;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (reader->bytes, &size);

  if (size - reader->offset < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, bytes + reader->offset, length);
  reader->offset += length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
open_png (GBytes *bytes)
{
  Reader reader = { bytes, 0 };
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (on_read, &reader);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

/* Rows of pixels that are not white from one end to the other. */
static guint
count_drawn (cairo_surface_t *surface)
{
  guint count = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++) {
    const guint32 *row = (const guint32 *) (const void *)
      (cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface));
    gboolean drawn = FALSE;

    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      drawn |= (row[x] & 0xffffff) != 0xffffff;
    count += drawn;
  }
  return count;
}

static void
test_size (void)
{
  static const double scales[] = { 0.5, 1, 2, 4 };
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  double width = rf_ladder_get_width (ladder) + 2 * MARGIN;
  double height = rf_ladder_get_head_height (ladder) + rf_ladder_get_body_height (ladder) +
                  2 * MARGIN;

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) png = rf_export_png (trace, NULL, scales[i], NULL, &error);
    cairo_surface_t *surface = open_png (png);

    g_assert_no_error (error);
    g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int) ceil (width * scales[i]));
    g_assert_cmpint (cairo_image_surface_get_height (surface), ==, (int) ceil (height * scales[i]));
    g_assert_cmpuint (count_drawn (surface), >, (guint) (height * scales[i] * 0.8));
    cairo_surface_destroy (surface);
  }
}

static void
append_options (RfTrace *trace,
                guint    n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *call = g_strdup_printf ("options-%u", i);
    const LadderStep step = { (int) i, "kevin", "mike", "OPTIONS", "1 OPTIONS", call, "", "" };

    ladder_fixture_append (trace, &step, 1);
  }
}

/* As many whole rows as an image can hold, and a line about the others. */
static void
test_long (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GBytes) png = NULL;
  cairo_surface_t *surface;
  guint n_left = 0;

  append_options (trace, 2000);
  png = rf_export_png (trace, NULL, 1, &n_left, NULL);
  g_assert_cmpuint (n_left, >, 2000 - MAX_SIDE / 24);
  g_assert_cmpuint (n_left, <, 2000 - MAX_SIDE / 24 + 10);
  surface = open_png (png);
  g_assert_cmpint (cairo_image_surface_get_height (surface), <=, MAX_SIDE);
  g_assert_cmpint (cairo_image_surface_get_height (surface), >, MAX_SIDE - 3 * 24);
  cairo_surface_destroy (surface);
}

/* An image that cannot be is refused in a sentence; the same ladder is there in other formats. */
static void
test_wide (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) svg = NULL;

  ladder_fixture_append_star (trace, 60);
  g_assert_null (rf_export_png (trace, NULL, 4, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "60 lifelines"));
  svg = rf_export_svg (trace, NULL, NULL, NULL);
  g_assert_nonnull (svg);
}

static void
test_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GBytes) png = rf_export_png (trace, NULL, 1, NULL, NULL);
  cairo_surface_t *surface = open_png (png);

  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 48 + 2 * MARGIN);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export-png/size", test_size);
  g_test_add_func ("/export-png/long", test_long);
  g_test_add_func ("/export-png/wide", test_wide);
  g_test_add_func ("/export-png/empty", test_empty);
  return g_test_run ();
}
