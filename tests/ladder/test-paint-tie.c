/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-ladder.h"
#include "rf-layout.h"
#include "rf-palette.h"
#include "rf-row.h"

#include <string.h>

#define REPLACES "Replaces: second;to-tag=wayne-tag;from-tag=mike-tag\r\n"
#define ROW 24

/* Rows of what append_exchange() writes. */
enum { KNOT = 7, INVITE = 12 };

/* Mike calls Kevin, then Wayne; he goes on with Kevin, who then calls Wayne in his place. */
static void
append_exchange (RfTrace    *trace,
                 const char *replaces)
{
  const LadderStep steps[] = {
    { 0, "mike", "kevin", "INVITE", "1 INVITE", "first", "", "" },
    { 1, "kevin", "mike", "180 Ringing", "1 INVITE", "first", "", "" },
    { 2, "kevin", "mike", "200 OK", "1 INVITE", "first", "", "" },
    { 3, "mike", "kevin", "ACK", "1 ACK", "first", "", "" },
    { 4, "mike", "wayne", "INVITE", "1 INVITE", "second", "", "" },
    { 5, "wayne", "mike", "180 Ringing", "1 INVITE", "second", "", "" },
    { 6, "wayne", "mike", "200 OK", "1 INVITE", "second", "", "" },
    { 7, "mike", "wayne", "ACK", "1 ACK", "second", "", "" },
    { 8, "mike", "kevin", "INFO", "2 INFO", "first", "", "" },
    { 9, "kevin", "mike", "200 OK", "2 INFO", "first", "", "" },
    { 10, "mike", "kevin", "INFO", "3 INFO", "first", "", "" },
    { 11, "kevin", "mike", "200 OK", "3 INFO", "first", "", "" },
    { 12, "kevin", "wayne", "INVITE", "1 INVITE", "third", replaces, "" },
    { 13, "wayne", "kevin", "200 OK", "1 INVITE", "third", "", "" },
  };

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
}

static cairo_surface_t *
create_body (RfLadder *ladder)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) rf_ladder_get_width (ladder),
                                     (int) rf_ladder_get_body_height (ladder));
}

/* Paints in stripes of @height. */
static cairo_surface_t *
paint (RfLadder *ladder,
       double    height)
{
  cairo_surface_t *surface = create_body (ladder);

  for (double top = 0; top < rf_ladder_get_body_height (ladder); top += height) {
    cairo_t *cr = cairo_create (surface);

    cairo_rectangle (cr, 0, top, rf_ladder_get_width (ladder), height);
    cairo_clip (cr);
    rf_ladder_paint_body (ladder, cr);
    cairo_destroy (cr);
  }
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

/* Where the lifeline of @user is, in a ladder with one lifeline a party. */
static int
find_lifeline (RfTrace    *trace,
               const char *user)
{
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);

  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  for (guint i = 0; i < rf_trace_get_n_parties (trace); i++)
    if (g_str_equal (rf_trace_get_party (trace, i)->label, user))
      return (int) rf_layout_get_column (layout, i);
  g_assert_not_reached ();
}

/* How many pixels in the middle of @row, clear of words, are not paper beside the lifeline of
 * Wayne, who is the last. */
static guint
count_tie (RfLadder *ladder,
           RfTrace  *trace,
           guint     row)
{
  cairo_surface_t *surface = paint (ladder, rf_ladder_get_body_height (ladder));
  int x = find_lifeline (trace, "wayne");
  guint count = 0;

  for (int y = (int) row * ROW + 2; y < (int) row * ROW + 16; y++)
    for (int i = 6; i < 22; i++)
      count += pixel (surface, x + i, y) != rf_palette_get (RF_LADDER_LIGHT)->background;
  cairo_surface_destroy (surface);
  return count;
}

static void
test_drawn (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLadder) ladder = NULL;

  append_exchange (trace, REPLACES);
  ladder = rf_ladder_new (trace);
  for (guint row = 0; row < rf_ladder_get_n_rows (ladder); row++) {
    gboolean is_tied = row > KNOT && row <= INVITE;

    g_assert_cmpint (count_tie (ladder, trace, row) > 0, ==, is_tied);
  }
}

/* Nothing is tied to what is not shown, nor where nothing is replaced. */
static void
test_not_drawn (void)
{
  g_autoptr (RfTrace) replacing = rf_trace_new ();
  g_autoptr (RfTrace) plain = rf_trace_new ();
  g_autoptr (RfLadder) with = NULL;
  g_autoptr (RfLadder) without = NULL;

  append_exchange (plain, "");
  without = rf_ladder_new (plain);
  g_assert_cmpuint (count_tie (without, plain, INVITE - 1), ==, 0);

  append_exchange (replacing, REPLACES);
  with = rf_ladder_new (replacing);
  g_assert_cmpuint (count_tie (with, replacing, INVITE - 1), >, 0);
  rf_ladder_set_limit (with, INVITE);
  g_assert_cmpuint (count_tie (with, replacing, INVITE - 1), ==, 0);
}

/* Each stripe knows of the tie that passes through it, wherever its ends are. */
static void
test_stripes (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLadder) ladder = NULL;
  cairo_surface_t *whole, *stripes;

  append_exchange (trace, REPLACES);
  ladder = rf_ladder_new (trace);
  whole = paint (ladder, rf_ladder_get_body_height (ladder));
  stripes = paint (ladder, 10);
  for (int y = 0; y < cairo_image_surface_get_height (whole); y++)
    for (int x = 0; x < cairo_image_surface_get_width (whole); x++)
      g_assert_cmphex (pixel (whole, x, y), ==, pixel (stripes, x, y));
  cairo_surface_destroy (whole);
  cairo_surface_destroy (stripes);
}

static void
assert_words (const char *replaces,
              const char *expected)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfRowReader) reader = NULL;
  g_autofree char *words = NULL;
  g_auto (RfRow) row = { 0 };

  append_exchange (trace, replaces);
  reader = rf_row_reader_new (trace, NULL);
  rf_row_reader_read (reader, INVITE, &row);
  words = rf_row_dup_words (&row);
  g_assert_cmpstr (words, ==, expected);
  g_assert_false (row.is_chip);
}

/* A drawing says nothing that is not said in words as well. */
static void
test_words (void)
{
  assert_words ("", "INVITE");
  assert_words (REPLACES, "INVITE replaces mike");
  assert_words ("Replaces: unseen;to-tag=a;from-tag=b\r\n", "INVITE replaces a call");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/paint-tie/drawn", test_drawn);
  g_test_add_func ("/paint-tie/not-drawn", test_not_drawn);
  g_test_add_func ("/paint-tie/stripes", test_stripes);
  g_test_add_func ("/paint-tie/words", test_words);

  return g_test_run ();
}
