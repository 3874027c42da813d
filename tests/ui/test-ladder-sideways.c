/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-ladder-sideways"

#include "config.h"

#include "ladder-stage.h"
#include "rf-ladder-heads.h"

#include <gdk/gdkkeysyms.h>
#include <handy.h>

/* Also not behind the times, nor the phases. */
static gboolean
sees (LadderStage *stage,
      double       x)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (stage->canvas));
  double begin = gtk_adjustment_get_value (scroll);

  return x >= begin + rf_ladder_canvas_get_covered (stage->canvas) &&
         x <= begin + gtk_adjustment_get_page_size (scroll) -
         rf_ladder_canvas_get_margin (stage->canvas);
}

/* A selected message is brought into sight sideways: both of its ends, or one of them. */
static void
test_selected (LadderStage   *stage,
               gconstpointer  data)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (stage->canvas));
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfLadder *ladder;
  double before, from, to, gutter;

  ladder_fixture_append_star (trace, 40);
  for (guint i = 1; i < 40; i++)
    ladder_fixture_answer_star (trace, i);
  rf_ladder_view_set_trace (stage->view, trace);
  ladder = rf_ladder_canvas_get_ladder (stage->canvas);
  g_assert_cmpfloat (rf_ladder_get_width (ladder), >, 5000);
  gutter = rf_ladder_canvas_get_gutter (stage->canvas);
  g_assert_cmpfloat (gutter, >=, rf_ladder_get_gutter (ladder));

  for (int i = 0; i < 78; i++) {
    rf_ladder_view_set_selected (stage->view, i);
    g_assert_true (rf_ladder_find_arrow (ladder, i, &from, &to));
    g_assert_true ((from < to) == (i < 39));
    g_assert_true (sees (stage, from) || sees (stage, to));
    if (ABS (from - to) + gutter <= gtk_adjustment_get_page_size (scroll))
      g_assert_true (sees (stage, from) && sees (stage, to));
  }
  /* From where neither end is in sight the view goes to the sender, and stays for the answer. */
  for (int i = 30; i < 30 + 39 + 1; i += 39) {
    rf_ladder_view_set_selected (stage->view, -1);
    gtk_adjustment_set_value (scroll, 3000);
    rf_ladder_view_set_selected (stage->view, i);
    g_assert_true (rf_ladder_find_arrow (ladder, i, &from, &to));
    g_assert_true (sees (stage, from));
    g_assert_false (sees (stage, to));
    before = gtk_adjustment_get_value (scroll);
    rf_ladder_view_set_selected (stage->view, i == 30 ? 69 : 30);
    g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, before);
  }
  /* What is in sight does not move; nor does it come back when a person has gone elsewhere. */
  gtk_adjustment_set_value (scroll, 0);
  rf_ladder_view_set_selected (stage->view, 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  gtk_adjustment_set_value (scroll, 3000);
  ladder_stage_press_key (stage, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 3000);
  ladder_stage_press_key (stage, GDK_KEY_0, GDK_CONTROL_MASK);
  rf_ladder_view_set_trace (stage->view, stage->trace);
}

/* The times stay at the left where there is room, and what is behind them cannot be pressed. */
static void
test_times (LadderStage   *stage,
            gconstpointer  data)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (stage->canvas));
  RfLadderHeads *heads = rf_ladder_canvas_get_heads (stage->canvas);
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfLadder *ladder;
  GdkRectangle head;
  double gutter;

  ladder_fixture_append_star (trace, 40);
  rf_ladder_view_set_trace (stage->view, trace);
  ladder = rf_ladder_canvas_get_ladder (stage->canvas);
  gutter = rf_ladder_canvas_get_gutter (stage->canvas);
  g_assert_cmpfloat (rf_ladder_canvas_get_covered (stage->canvas), ==, 0);

  gtk_adjustment_set_value (scroll, rf_ladder_get_lifeline_place (ladder, 20) - gutter);
  g_assert_cmpfloat (rf_ladder_canvas_get_covered (stage->canvas), ==, gutter);
  rf_ladder_heads_get_area (heads, 20, &head);
  g_assert_cmpint (head.x, <, gutter);
  g_assert_cmpint (rf_ladder_heads_find (heads, gutter - 1, head.y), ==, -1);
  g_assert_cmpint (rf_ladder_heads_find (heads, gutter, head.y), ==, 20);
  /* Who goes there with the keys sees all of it. */
  rf_ladder_heads_set_cursor (heads, 20);
  rf_ladder_heads_get_area (heads, 20, &head);
  g_assert_cmpint (head.x, >=, gutter);

  /* With larger letters less than three times as much would be left. */
  gtk_adjustment_set_value (scroll, 3000);
  while (rf_ladder_get_gutter (ladder) * 4 <= gtk_adjustment_get_page_size (scroll))
    ladder_stage_press_key (stage, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpfloat (rf_ladder_canvas_get_covered (stage->canvas), ==, 0);
  ladder_stage_press_key (stage, GDK_KEY_0, GDK_CONTROL_MASK);
  rf_ladder_view_set_trace (stage->view, stage->trace);
}

/* Whatever passes a filter, the view is where an arrow of it is: that of the selected message, and
 * of the uppermost one where that does not pass or none is selected. */
static void
test_filter (LadderStage   *stage,
             gconstpointer  data)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (stage->canvas));
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfLadder *ladder;
  double from, to;

  ladder_fixture_append_star (trace, 40);
  for (guint i = 1; i < 40; i++)
    ladder_fixture_answer_star (trace, i);
  rf_ladder_view_set_trace (stage->view, trace);
  ladder = rf_ladder_canvas_get_ladder (stage->canvas);
  for (int selected = -1; selected < 2; selected += 2) {
    rf_ladder_view_set_selected (stage->view, selected);
    gtk_adjustment_set_value (scroll, 3000);
    g_assert_true (rf_ladder_find_arrow (ladder, 30, &from, &to));
    g_assert_false (sees (stage, from) || sees (stage, to));
    stage->updated = FALSE;
    rf_row_filter_set_text (stage->filter, "star-31");
    LADDER_STAGE_WAIT_FOR (stage->updated);
    g_assert_cmpint (rf_ladder_canvas_get_row_message (stage->canvas, 0), ==, 30);
    g_assert_true (sees (stage, from) || sees (stage, to));

    /* Who goes elsewhere stays there, whatever comes. */
    gtk_adjustment_set_value (scroll, 3000);
    stage->updated = FALSE;
    ladder_fixture_answer_star (trace, 5);
    LADDER_STAGE_WAIT_FOR (stage->updated);
    g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 3000);
    rf_row_filter_clear (stage->filter);
  }
  rf_ladder_view_set_trace (stage->view, stage->trace);
}

/* The phases stay at the right with their numbers, and are folded there too. */
static void
test_phases (LadderStage   *stage,
             gconstpointer  data)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (stage->canvas));
  double margin, from, to;
  GdkRectangle area;
  RfLadder *ladder;
  int x, y, n_rows;

  g_assert_false (ladder_stage_has_tip (stage, 899, 100, NULL));
  stage->updated = FALSE;
  ladder_fixture_append_star (stage->trace, 40);
  LADDER_STAGE_WAIT_FOR (stage->updated);
  ladder = rf_ladder_canvas_get_ladder (stage->canvas);
  margin = rf_ladder_canvas_get_margin (stage->canvas);
  g_assert_cmpfloat (margin, >, 0);
  for (int i = 0; i < (int) rf_ladder_canvas_get_n_rows (stage->canvas); i++) {
    rf_ladder_view_set_selected (stage->view, i);
    g_assert_true (rf_ladder_find_arrow (ladder, (guint) i, &from, &to));
    g_assert_true (sees (stage, from) || sees (stage, to));
  }

  rf_ladder_view_set_selected (stage->view, 0);
  n_rows = (int) rf_ladder_canvas_get_n_rows (stage->canvas);
  rf_ladder_canvas_get_row_area (stage->canvas, 1, &area);
  x = area.width - (int) margin / 2;
  y = area.y + area.height / 2;
  g_assert_true (ladder_stage_has_tip (stage, x, y, "1 the call"));
  g_assert_false (ladder_stage_has_tip (stage, x - (int) margin, y, NULL));
  ladder_stage_click (stage, x, y);
  g_assert_cmpint (rf_ladder_canvas_get_n_rows (stage->canvas), <, n_rows);

  /* Where the names are in sight, they say what they are. */
  gtk_adjustment_set_value (scroll, 1e6);
  g_assert_false (ladder_stage_has_tip (stage, x, y, NULL));
}

int
main (int   argc,
      char *argv[])
{
  const struct {
    const char *path;
    void      (*run) (LadderStage *stage, gconstpointer data);
  } tests[] = {
    { "/ladder-sideways/selected", test_selected },
    { "/ladder-sideways/times", test_times },
    { "/ladder-sideways/filter", test_filter },
    { "/ladder-sideways/phases", test_phases },
  };

  gtk_test_init (&argc, &argv, NULL);
  hdy_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, LadderStage, NULL, ladder_stage_set_up, tests[i].run,
                ladder_stage_tear_down);

  return g_test_run ();
}
