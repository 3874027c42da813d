/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-ladder.h"
#include "rf-layout.h"

#include <string.h>

#define N_STEPS 24

typedef struct {
  RfTrace  *trace;
  RfLadder *ladder;
  guint     n_changed;
} Fixture;

static void
on_changed (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->trace = ladder_fixture_blind ();
  fixture->ladder = rf_ladder_new (fixture->trace);
  g_signal_connect_swapped (fixture->ladder, "changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->ladder);
  g_assert_finalize_object (fixture->trace);
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  RfLadder *ladder = fixture->ladder;

  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, N_STEPS);
  g_assert_cmpfloat (rf_ladder_get_row_height (ladder), ==, 24);
  g_assert_cmpfloat (rf_ladder_get_body_height (ladder), ==, N_STEPS * 24);
  g_assert_cmpfloat (rf_ladder_get_place (ladder, 7), ==, 7 * 24);
}

static void
test_hit (Fixture       *fixture,
          gconstpointer  data)
{
  RfLadder *ladder = fixture->ladder;

  g_assert_cmpint (rf_ladder_message_at (ladder, -0.1), ==, -1);
  g_assert_cmpint (rf_ladder_message_at (ladder, 0), ==, 0);
  g_assert_cmpint (rf_ladder_message_at (ladder, 23.9), ==, 0);
  g_assert_cmpint (rf_ladder_message_at (ladder, 24), ==, 1);
  g_assert_cmpint (rf_ladder_message_at (ladder, N_STEPS * 24 - 0.1), ==, N_STEPS - 1);
  g_assert_cmpint (rf_ladder_message_at (ladder, N_STEPS * 24), ==, -1);
  g_assert_cmpint (rf_ladder_message_at (ladder, G_MAXDOUBLE), ==, -1);
}

static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  RfLadder *ladder = fixture->ladder;

  rf_ladder_set_limit (ladder, 5);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, 5);
  g_assert_cmpint (rf_ladder_message_at (ladder, 5 * 24), ==, -1);
  g_assert_cmpint (rf_ladder_get_row (ladder, 5), ==, -1);
  rf_ladder_set_limit (ladder, 0);
  g_assert_cmpfloat (rf_ladder_get_body_height (ladder), ==, 0);
  rf_ladder_set_limit (ladder, 1000);
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, N_STEPS);
  rf_ladder_set_limit (ladder, -5);
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, N_STEPS);
}

static void
test_scale (Fixture       *fixture,
            gconstpointer  data)
{
  RfLadder *ladder = fixture->ladder;
  double width = rf_ladder_get_min_width (ladder);

  rf_ladder_set_scale (ladder, 2);
  g_assert_cmpfloat (rf_ladder_get_row_height (ladder), ==, 48);
  g_assert_cmpfloat (rf_ladder_get_head_height (ladder), ==, 96);
  g_assert_cmpfloat_with_epsilon (rf_ladder_get_min_width (ladder), 2 * width, 0.01);
  g_assert_cmpint (rf_ladder_message_at (ladder, 47), ==, 0);
  rf_ladder_set_scale (ladder, 100);
  g_assert_cmpfloat (rf_ladder_get_scale (ladder), ==, 12);
  rf_ladder_set_scale (ladder, 0);
  g_assert_cmpfloat (rf_ladder_get_scale (ladder), ==, 0.25);
}

static void
test_width (Fixture       *fixture,
            gconstpointer  data)
{
  RfLadder *ladder = fixture->ladder;
  double least = rf_ladder_get_min_width (ladder);

  g_assert_cmpfloat (rf_ladder_get_width (ladder), ==, least);
  rf_ladder_set_width (ladder, 100);
  g_assert_cmpfloat (rf_ladder_get_width (ladder), >, 500);
  g_assert_cmpfloat (rf_ladder_get_width (ladder), <, least);
  rf_ladder_set_width (ladder, least - 20);
  g_assert_cmpfloat (rf_ladder_get_width (ladder), ==, least - 20);
  rf_ladder_set_width (ladder, least + 200);
  g_assert_cmpfloat (rf_ladder_get_width (ladder), ==, least + 200);
  g_assert_cmpfloat (rf_ladder_get_min_width (ladder), ==, least);
}

/* Where the width is a little short, it is the space beside the lifelines that gives way. */
static void
test_narrow (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);
  double most, least, labels;

  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  most = rf_layout_get_min_width (layout);
  g_assert_cmpfloat (rf_layout_get_width (layout), ==, most);
  rf_layout_set_width (layout, 1);
  least = rf_layout_get_width (layout);
  g_assert_cmpfloat (least, <, most - 112);
  labels = rf_layout_measure (layout, "6 end of the new call");

  for (double width = most; width > 300; width -= 7) {
    rf_layout_set_width (layout, width);
    /* All of it is in sight, or as much as can be. */
    g_assert_cmpfloat (rf_layout_get_width (layout), ==, MAX (width, least));
    g_assert_cmpfloat (rf_layout_get_column (layout, 1) - rf_layout_get_column (layout, 0), >=,
                       rf_layout_measure (layout, "NOTIFY 180 Ringing") + 10 + 32);
    g_assert_cmpfloat (rf_layout_get_column (layout, 0) - rf_layout_get_gutter (layout), >=, 16);
    g_assert_cmpfloat (rf_layout_get_bracket (layout) - rf_layout_get_column (layout, 2), >=, 24);
    /* The label begins 8 behind its bracket. */
    g_assert_cmpfloat (rf_layout_get_width (layout) - rf_layout_get_bracket (layout), >=,
                       8 + labels);
  }
}

/* Where that is not enough, the names of the phases are short. */
static void
test_short_phases (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLayout) layout = NULL;
  g_autofree char *name = NULL;
  g_autofree char *alone = NULL;
  double width;

  alone = rf_row_dup_short_phase (trace, 6, 0);
  g_assert_cmpstr (alone, ==, "6 end of the new call");
  ladder_fixture_append_transfer (trace, "-again");
  g_assert_cmpuint (rf_trace_get_n_transfers (trace), ==, 2);
  layout = rf_layout_new (trace, NULL);
  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  g_assert_false (rf_layout_has_short_phases (layout));

  for (width = rf_layout_get_min_width (layout); !rf_layout_has_short_phases (layout); width--)
    rf_layout_set_width (layout, width);
  name = rf_row_dup_short_phase (trace, 6, 1);
  g_assert_cmpstr (name, ==, "6 end of the new call ⇄2");
  g_assert_cmpfloat (rf_layout_get_width (layout) - rf_layout_get_bracket (layout), >=,
                     8 + rf_layout_measure (layout, name));
  g_assert_cmpfloat (rf_layout_get_width (layout), ==, width + 1);
}

/* One change, one signal; the same again, none. */
static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  RfLadder *ladder = fixture->ladder;

  rf_ladder_set_selected (ladder, 3);
  rf_ladder_set_selected (ladder, 3);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpint (rf_ladder_get_selected (ladder), ==, 3);
  rf_ladder_set_theme (ladder, RF_LADDER_DARK);
  rf_ladder_set_theme (ladder, RF_LADDER_DARK);
  g_assert_cmpuint (fixture->n_changed, ==, 2);
}

static void
test_row_text (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct {
    guint       row;
    const char *text;
  } vectors[] = {
    { 1, "1.0 ms, mike to kevin: 180 Ringing, phase 1, the call" },
    { 7, "25.187 s, mike to kevin: REFER, to wayne, phase 2, REFER" },
    { 10, "25.191 s, kevin to wayne: INVITE, phase 3, the new call" },
    { 14, "25.921 s, kevin to mike: NOTIFY again (2), 180 Ringing, phase 4, progress" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *text = rf_ladder_dup_row_text (fixture->ladder, vectors[i].row);

    g_assert_cmpstr (text, ==, vectors[i].text);
  }
}

/* Message by message, the ladder comes to what it is when all are there at once. */
static void
test_live (void)
{
  g_autoptr (RfTrace) whole_trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) whole = rf_ladder_new (whole_trace);
  g_autoptr (RfTrace) trace = ladder_fixture_blind_start (2);
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  Fixture fixture = { 0 };

  g_signal_connect_swapped (ladder, "changed", G_CALLBACK (on_changed), &fixture);
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, 2);
  ladder_fixture_blind_rest (trace, 2);
  g_assert_cmpuint (fixture.n_changed, ==, N_STEPS - 2);
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, N_STEPS);
  g_assert_cmpfloat (rf_ladder_get_min_width (ladder), ==, rf_ladder_get_min_width (whole));
}

/* Lifelines stand on the grid, in order, and far enough apart for their labels. */
static void
test_columns (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);

  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  g_assert_cmpuint (rf_layout_get_n_columns (layout), ==, 3);
  for (int i = 0; i < 2; i++) {
    double x = rf_layout_get_column (layout, i);
    double gap = rf_layout_get_column (layout, i + 1) - x;

    g_assert_cmpfloat (gap, >=, rf_layout_measure (layout, "NOTIFY 180 Ringing") + 16);
    g_assert_cmpint ((int) gap % 16, ==, 0);
    g_assert_cmpuint (rf_layout_find_column (layout, x), ==, i);
    g_assert_cmpuint (rf_layout_find_column (layout, x + 1), ==, i + 1);
  }
  g_assert_cmpfloat (rf_layout_get_bracket (layout), >, rf_layout_get_column (layout, 2));
}

static void
test_hold (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);
  const RfHoldSpan *span;

  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  g_assert_cmpuint (rf_holds_get_n_spans (rf_layout_get_holds (layout)), ==, 1);
  span = rf_holds_get_span (rf_layout_get_holds (layout), 0);
  g_assert_cmpint (span->party, ==, rf_trace_get_message (trace, 4)->to_party);
  g_assert_cmpuint (span->first, ==, 4);
  g_assert_cmpuint (span->last, ==, 20);
}

/* Whoever says no is not on hold, and whoever says no to being taken back still is. */
static void
test_refused_hold (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_refused_hold ();
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);
  const RfHoldSpan *span;

  rf_layout_add (layout, 0, 8);
  g_assert_cmpuint (rf_holds_get_n_spans (rf_layout_get_holds (layout)), ==, 0);
  rf_layout_add (layout, 8, rf_trace_get_n_messages (trace) - 8);
  g_assert_cmpuint (rf_holds_get_n_spans (rf_layout_get_holds (layout)), ==, 1);
  span = rf_holds_get_span (rf_layout_get_holds (layout), 0);
  g_assert_cmpint (span->party, ==, rf_trace_get_message (trace, 6)->to_party);
  g_assert_cmpuint (span->first, ==, 6);
  g_assert_cmpuint (span->last, ==, 13);
}

#define SDP_HEADER "Content-Type: application/sdp\r\n"
#define SDP(direction) \
  "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" \
  "m=audio 4000 RTP/AVP 0\r\na=" direction "\r\n"

/* An UPDATE holds as an INVITE does (RFC 3311); one that only keeps the call alive changes
 * nothing. */
static void
test_hold_by_update (void)
{
  static const LadderStep steps[] = {
    { 0, "kevin", "mike", "INVITE", "1 INVITE", "c", SDP_HEADER, SDP ("sendrecv") },
    { 1, "mike", "kevin", "200 OK", "1 INVITE", "c", SDP_HEADER, SDP ("sendrecv") },
    { 2, "kevin", "mike", "ACK", "1 ACK", "c", "", "" },
    { 3, "mike", "kevin", "UPDATE", "2 UPDATE", "c", SDP_HEADER, SDP ("sendonly") },
    { 4, "kevin", "mike", "200 OK", "2 UPDATE", "c", SDP_HEADER, SDP ("recvonly") },
    { 5, "mike", "kevin", "UPDATE", "3 UPDATE", "c", "", "" },
    { 6, "kevin", "mike", "200 OK", "3 UPDATE", "c", "", "" },
    { 7, "mike", "kevin", "UPDATE", "4 UPDATE", "c", SDP_HEADER, SDP ("sendrecv") },
    { 8, "kevin", "mike", "200 OK", "4 UPDATE", "c", SDP_HEADER, SDP ("sendrecv") },
  };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);
  const RfHoldSpan *span;

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  g_assert_cmpuint (rf_holds_get_n_spans (rf_layout_get_holds (layout)), ==, 1);
  span = rf_holds_get_span (rf_layout_get_holds (layout), 0);
  g_assert_cmpuint (span->first, ==, 3);
  g_assert_cmpuint (span->last, ==, 7);
}

/* Calls after one another are not one; those that lie in one another are not told apart. */
static void
test_calls (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_calls ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  const guint n = rf_trace_get_n_messages (trace);
  RfLadderSpot spot;

  for (guint i = 0; i < n; i++) {
    gboolean begins = i == 0 || i == 5 || i == 8;

    g_assert_cmpuint (rf_trace_get_phase (trace, i), ==, 1);
    g_assert_cmpint (rf_ladder_get_fold (ladder, i), ==,
                     begins ? RF_LADDER_UNFOLDED : RF_LADDER_NO_FOLD);
  }
  spot = (RfLadderSpot) { 0, -1 };
  g_assert_true (rf_ladder_find (ladder, &spot, RF_LADDER_FIND_PHASE, FALSE));
  g_assert_cmpint (spot.message, ==, 5);
  spot = (RfLadderSpot) { 11, -1 };
  g_assert_true (rf_ladder_find (ladder, &spot, RF_LADDER_FIND_PHASE, TRUE));
  g_assert_cmpint (spot.message, ==, 8);

  /* Folded, each has a row of its own. */
  g_assert_true (rf_ladder_set_folded (ladder, 6, TRUE));
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, 3);
  for (guint row = 0; row < 3; row++)
    g_assert_cmpint (rf_ladder_get_fold (ladder, row), ==, RF_LADDER_FOLDED);
  g_assert_cmpint (rf_ladder_get_row (ladder, 4), ==, 0);
  g_assert_cmpint (rf_ladder_get_row (ladder, 7), ==, 1);
  g_assert_cmpint (rf_ladder_get_row (ladder, 11), ==, 2);
}

/* Of calls that run at the same time, those between others are told apart. */
static void
test_side_by_side (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_side_by_side ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  static const guint places[] = { 0, 2, 4, 7 };
  guint next = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    gboolean begins = next < G_N_ELEMENTS (places) && places[next] == i;

    g_assert_cmpuint (rf_trace_get_phase (trace, i), ==, 1);
    g_assert_cmpint (rf_ladder_get_fold (ladder, i), ==,
                     begins ? RF_LADDER_UNFOLDED : RF_LADDER_NO_FOLD);
    next += begins ? 1 : 0;
  }
  g_assert_true (rf_ladder_set_folded (ladder, 0, TRUE));
  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, G_N_ELEMENTS (places));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_assert_cmpint (rf_ladder_get_row_message (ladder, i), ==, (int) places[i]);
}

/* A folded phase says of which transfer it is, where there are several. */
static void
test_fold_text (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autofree char *text = NULL;

  g_assert_true (rf_ladder_set_folded (ladder, 7, TRUE));
  text = rf_ladder_dup_row_text (ladder, 7);
  g_assert_cmpstr (text, ==, "25.187 s, phase 2, REFER, folded, 2 messages");
  ladder_fixture_append_transfer (trace, "-again");
  g_free (text);
  text = rf_ladder_dup_row_text (ladder, 7);
  g_assert_cmpstr (text, ==, "25.187 s, phase 2, REFER, transfer 1 of 2, folded, 2 messages");
  g_free (text);
  g_assert_true (rf_ladder_set_folded (ladder, N_STEPS + 7, TRUE));
  text = rf_ladder_dup_row_text (ladder, N_STEPS + 7);
  g_assert_cmpstr (text, ==, "65.187 s, phase 2, REFER, transfer 2 of 2, folded, 2 messages");
}

static void
test_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);

  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, 0);
  g_assert_cmpint (rf_ladder_message_at (ladder, 0), ==, -1);
  g_assert_cmpfloat (rf_ladder_get_min_width (ladder), >=, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/layout/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("rows", test_rows);
  ADD ("hit", test_hit);
  ADD ("limit", test_limit);
  ADD ("scale", test_scale);
  ADD ("width", test_width);
  ADD ("changed", test_changed);
  ADD ("row-text", test_row_text);
#undef ADD
  g_test_add_func ("/layout/live", test_live);
  g_test_add_func ("/layout/columns", test_columns);
  g_test_add_func ("/layout/narrow", test_narrow);
  g_test_add_func ("/layout/short-phases", test_short_phases);
  g_test_add_func ("/layout/hold", test_hold);
  g_test_add_func ("/layout/refused-hold", test_refused_hold);
  g_test_add_func ("/layout/hold-by-update", test_hold_by_update);
  g_test_add_func ("/layout/calls", test_calls);
  g_test_add_func ("/layout/side-by-side", test_side_by_side);
  g_test_add_func ("/layout/fold-text", test_fold_text);
  g_test_add_func ("/layout/empty", test_empty);
  return g_test_run ();
}
