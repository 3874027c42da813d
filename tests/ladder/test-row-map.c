/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-row-map.h"
#include "rf-row-time.h"
#include "rf-row.h"

#include <string.h>

#define N_ROUNDS 300
#define N_PHASES 7

/* What the map is to show, worked out the plain way. */
typedef struct {
  guint    first;
  guint    count;
  gboolean is_fold;
} ModelRow;

static gboolean
contains_text (const RfTraceMessage *message,
               const char           *text)
{
  g_autofree char *data = g_ascii_strdown (message->data, (gssize) message->length);

  return g_strstr_len (data, (gssize) message->length, text) != NULL;
}

static gboolean
model_passes (RfTrace     *trace,
              RfRowFilter *filter,
              guint        message,
              const char  *call_id)
{
  const RfTraceMessage *it = rf_trace_get_message (trace, message);
  guint methods = rf_row_filter_get_methods (filter);
  const char *text = rf_row_filter_get_text (filter);

  if (rf_row_filter_get_transfers_only (filter) && rf_trace_get_transfer_of (trace, message) < 0)
    return FALSE;
  if (methods != 0 && (methods >> it->method & 1) == 0)
    return FALSE;
  if (call_id && !g_str_equal (rf_trace_get_dialog (trace, it->dialog)->call_id, call_id))
    return FALSE;
  return !text || contains_text (it, text);
}

static GArray *
create_model (RfTrace     *trace,
              RfRowFilter *filter,
              const char  *call_id,
              guint        folded,
              guint        limit)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (ModelRow));
  guint end = MIN (rf_trace_get_n_messages (trace), limit);
  guint last_phase = 0;

  for (guint i = 0; i < end; i++) {
    guint phase = rf_trace_get_phase (trace, i);
    ModelRow row = { i, 1, phase > 0 && (folded >> phase & 1) };

    if (!model_passes (trace, filter, i, call_id))
      continue;
    if (row.is_fold && last_phase == phase)
      g_array_index (rows, ModelRow, rows->len - 1).count++;
    else
      g_array_append_val (rows, row);
    last_phase = phase;
  }
  return rows;
}

static void
assert_is_model (RfTrace  *trace,
                 RfRowMap *map,
                 GArray   *model,
                 guint     limit)
{
  guint n_shown = 0, n_found = 0;

  g_assert_cmpuint (rf_row_map_get_n_rows (map, limit), ==, model->len);
  for (guint i = 0; i < model->len; i++) {
    const ModelRow *row = &g_array_index (model, ModelRow, i);

    g_assert_cmpuint (rf_row_map_get_message (map, i), ==, row->first);
    g_assert_cmpuint (rf_row_map_is_fold (map, i), ==, row->is_fold);
    g_assert_cmpuint (rf_row_map_count (map, i, limit), ==, row->count);
    g_assert_cmpint (rf_row_map_find (map, row->first), ==, i);
    g_assert_cmpuint (rf_row_map_find_from (map, row->first), ==, i);
    n_shown += row->count;
  }
  for (guint i = 0; i < MIN (rf_trace_get_n_messages (trace), limit); i++) {
    int row = rf_row_map_find (map, i);

    g_assert_cmpint (row >= 0, ==, rf_row_map_shows (map, i));
    n_found += row >= 0;
    if (row >= 0)
      g_assert_cmpuint (g_array_index (model, ModelRow, row).first, <=, i);
  }
  g_assert_cmpuint (n_found, ==, n_shown);
}

static void
test_identity (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  guint n = rf_trace_get_n_messages (trace);

  g_assert_false (rf_row_map_read (map, G_MAXUINT));
  g_assert_cmpuint (rf_row_map_get_n_rows (map, G_MAXUINT), ==, n);
  g_assert_cmpuint (rf_row_map_get_n_rows (map, 5), ==, 5);
  g_assert_cmpint (rf_row_map_find (map, n - 1), ==, n - 1);
  g_assert_cmpint (rf_row_map_find (map, n), ==, -1);
  g_assert_false (rf_row_map_is_fold (map, 3));
  g_assert_cmpuint (rf_row_map_count (map, 3, G_MAXUINT), ==, 1);
  g_assert_false (rf_row_map_set_folded (map, 0, -1, TRUE));
  g_assert_cmpuint (rf_row_map_get_n_rows (map, G_MAXUINT), ==, n);
}

/* Any filter and any folds, over a trace that comes in parts, against the plain way. */
static void
test_random (void)
{
  static const char * const texts[] = { NULL, "sip", "NOTIFY", "ringing", "Wayne", "nowhere" };
  const char *call_ids[] = { NULL, NULL };

  for (guint round = 0; round < N_ROUNDS; round++) {
    guint n_start = (guint) g_test_rand_int_range (0, 24);
    g_autoptr (RfTrace) trace = ladder_fixture_blind_start (n_start);
    g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
    g_autoptr (RfRowMap) map = rf_row_map_new (trace);
    g_autoptr (GArray) model = NULL;
    guint folded = (guint) g_test_rand_int () & (guint) g_test_rand_int ();
    guint limit = g_test_rand_bit () ? G_MAXUINT : (guint) g_test_rand_int_range (0, 26);
    const char *call_id = NULL;

    rf_row_filter_set_transfers_only (filter, g_test_rand_bit ());
    rf_row_filter_set_text (filter, texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
    if (g_test_rand_bit ())
      rf_row_filter_set_methods (filter, (guint) g_test_rand_int ());
    if (n_start > 0 && g_test_rand_bit ()) {
      guint dialog = (guint) g_test_rand_int_range (0, (int) rf_trace_get_n_dialogs (trace));

      call_id = call_ids[0] = rf_trace_get_dialog (trace, dialog)->call_id;
      rf_row_filter_set_calls (filter, call_ids);
    }
    rf_row_map_set_filter (map, filter);
    for (guint phase = 1; phase < N_PHASES; phase++) {
      for (int transfer = -1; transfer < 1; transfer++)
        rf_row_map_set_folded (map, phase, transfer, folded >> phase & 1);
    }
    while (rf_row_map_read (map, 3));

    ladder_fixture_blind_rest (trace, n_start);
    rf_row_map_note_new (map, n_start, rf_trace_get_n_messages (trace) - n_start);
    while (rf_row_map_read (map, 5));
    model = create_model (trace, filter, call_id, folded, limit);
    assert_is_model (trace, map, model, limit);
  }
}

/* The REFER gives the call before it its phase; what was left out before is found anew. */
static void
test_hindsight (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind_start (5);
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);

  rf_row_filter_set_transfers_only (filter, TRUE);
  rf_row_map_set_filter (map, filter);
  g_assert_false (rf_row_map_read (map, G_MAXUINT));
  g_assert_cmpuint (rf_row_map_get_n_rows (map, G_MAXUINT), ==, 0);
  ladder_fixture_blind_rest (trace, 5);
  rf_row_map_note_new (map, 5, rf_trace_get_n_messages (trace) - 5);
  g_assert_false (rf_row_map_read (map, G_MAXUINT));
  g_assert_cmpuint (rf_row_map_get_message (map, 0), ==, 0);
  g_assert_cmpuint (rf_row_map_get_n_rows (map, G_MAXUINT), ==, rf_trace_get_n_messages (trace));
}

static void
on_changed (guint *n_changed)
{
  ++*n_changed;
}

/* One change, one signal; the same again, none. */
static void
test_filter_changed (void)
{
  static const char * const none[] = { NULL };
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  guint n_changed = 0;

  g_signal_connect_swapped (filter, "changed", G_CALLBACK (on_changed), &n_changed);
  g_assert_true (rf_row_filter_is_empty (filter));
  rf_row_filter_set_text (filter, "");
  rf_row_filter_set_calls (filter, NULL);
  rf_row_filter_clear (filter);
  g_assert_cmpuint (n_changed, ==, 0);
  rf_row_filter_set_text (filter, "REFER");
  rf_row_filter_set_text (filter, "refer");
  g_assert_cmpuint (n_changed, ==, 1);
  rf_row_filter_set_methods (filter, RF_ROW_FILTER_METHOD (RF_SIP_REFER));
  rf_row_filter_set_transfers_only (filter, TRUE);
  rf_row_filter_set_calls (filter, none);
  g_assert_cmpuint (n_changed, ==, 4);
  g_assert_false (rf_row_filter_is_empty (filter));
  rf_row_filter_clear (filter);
  g_assert_cmpuint (n_changed, ==, 5);
  g_assert_true (rf_row_filter_is_empty (filter));
}

static void
test_long_text (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();
  g_autofree char *text = g_strnfill (100000, 'a');

  rf_row_filter_set_text (filter, text);
  g_assert_false (rf_row_filter_passes (filter, trace, 0));
}

static void
test_times (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, 0);
  guint refer = transfer->refer_message;

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    gint64 ms = (rf_trace_get_message (trace, i)->time_us -
                 rf_trace_get_message (trace, refer)->time_us) / 1000;
    g_autofree char *start = rf_row_time_dup (trace, RF_TIME_SINCE_START, i, -1);
    g_autofree char *plain = rf_row_dup_time (trace, i);
    g_autofree char *since = rf_row_time_dup (trace, RF_TIME_SINCE_REFER, i, -1);
    g_autofree char *clock = rf_row_time_dup (trace, RF_TIME_OF_DAY, i, -1);

    g_assert_cmpstr (start, ==, plain);
    g_assert_cmpuint (rf_row_count_time_chars (trace, i), ==, strlen (plain));
    g_assert_cmpfloat_with_epsilon (g_ascii_strtod (since, NULL), (double) ms / 1000, 0.0001);
    g_assert_cmpint (since[0], ==, ms < 0 ? '-' : '+');
    g_assert_cmpuint (strlen (clock), ==, rf_row_time_get_chars (RF_TIME_OF_DAY, 0));
  }
}

/* Where there is no REFER to count from, each row has a time nonetheless. */
static void
test_times_without_transfer (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_calls ();

  g_assert_cmpuint (rf_trace_get_n_transfers (trace), ==, 0);
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    g_autofree char *since = rf_row_time_dup (trace, RF_TIME_SINCE_REFER, i, -1);
    g_autofree char *spoken = rf_row_time_dup_spoken (trace, RF_TIME_SINCE_REFER, i, -1);
    g_autofree char *plain = rf_row_dup_time (trace, i);
    g_autofree char *plain_spoken = rf_row_dup_spoken_time (trace, i);

    g_assert_cmpstr (since, ==, plain);
    g_assert_cmpstr (spoken, ==, plain_spoken);
  }
}

static void
test_time_of_row_above (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *first = rf_row_time_dup (trace, RF_TIME_SINCE_PREVIOUS, 0, -1);
  g_autofree char *same = rf_row_time_dup (trace, RF_TIME_SINCE_PREVIOUS, 5, 5);
  g_autofree char *spoken = rf_row_time_dup_spoken (trace, RF_TIME_SINCE_PREVIOUS, 5, 5);
  g_autofree char *nothing = rf_row_time_dup_spoken (trace, RF_TIME_SINCE_PREVIOUS, 0, -1);

  g_assert_cmpstr (first, ==, "");
  g_assert_cmpstr (same, ==, "+0.000");
  g_assert_cmpstr (spoken, ==, "+0.000 s from the row above");
  g_assert_null (nothing);
}

/* A clock of one's own, so that the test says what time it is. */
static void
test_time_of_day (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *clock = rf_row_time_dup (trace, RF_TIME_OF_DAY, 0, -1);

  /* 1700000000 is 22:13:20 UTC. */
  g_assert_cmpstr (clock, ==, "22:13:20.123");
}

/* Times are shown to the nearest millisecond, the same in the window and in what is exported. */
static void
test_rounding (void)
{
  static const struct {
    gint64 us;
    gint64 ms;
  } vectors[] = {
    { 0, 0 }, { 499, 0 }, { 500, 1 }, { 999, 1 }, { 1499, 1 }, { 1500, 2 },
    { -499, 0 }, { -500, -1 }, { -1499, -1 }, { -1500, -2 },
    { G_MAXINT64, G_MAXINT64 / 1000 + 1 }, { G_MININT64, G_MININT64 / 1000 - 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    g_assert_cmpint (rf_row_time_round (vectors[i].us), ==, vectors[i].ms);
}

static void
append_at (RfTrace    *trace,
           gint64      after_us,
           const char *number)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data =
    g_strdup_printf ("OPTIONS sip:mike@192.0.2.2 SIP/2.0\r\n"
                     "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-%s\r\n"
                     "From: <sip:kevin@example.org>;tag=a\r\nTo: <sip:mike@example.org>\r\n"
                     "Call-ID: %s\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n",
                     number, number);
  RfTraceInput input = {
    .time_us = LADDER_FIXTURE_START + after_us,
    .transport = RF_TRANSPORT_UDP,
    .data = data,
    .length = strlen (data),
  };

  g_assert_true (rf_endpoint_parse (&input.source, "192.0.2.1:5060"));
  g_assert_true (rf_endpoint_parse (&input.destination, "192.0.2.2:5060"));
  rf_trace_append (trace, &input, &error);
  g_assert_no_error (error);
}

static void
test_rounded_times (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *start = NULL;
  g_autofree char *above = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *late = NULL;

  append_at (trace, 0, "0");
  append_at (trace, 12960, "1");
  append_at (trace, 999960, "2");
  start = rf_row_time_dup (trace, RF_TIME_SINCE_START, 1, 0);
  above = rf_row_time_dup (trace, RF_TIME_SINCE_PREVIOUS, 2, 1);
  clock = rf_row_time_dup (trace, RF_TIME_OF_DAY, 1, 0);
  spoken = rf_row_time_dup_spoken (trace, RF_TIME_SINCE_START, 1, 0);
  late = rf_row_time_dup_spoken (trace, RF_TIME_SINCE_START, 2, 1);
  g_assert_cmpstr (start, ==, "0.013");
  g_assert_cmpstr (above, ==, "+0.987");
  g_assert_true (g_str_has_suffix (clock, ":20.136")); /* 20.123456 and 12.96 ms */
  g_assert_cmpstr (spoken, ==, "13.0 ms");
  g_assert_cmpstr (late, ==, "1.000 s");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row-map/identity", test_identity);
  g_test_add_func ("/row-map/random", test_random);
  g_test_add_func ("/row-map/hindsight", test_hindsight);
  g_test_add_func ("/row-filter/changed", test_filter_changed);
  g_test_add_func ("/row-filter/long-text", test_long_text);
  g_test_add_func ("/row-time/modes", test_times);
  g_test_add_func ("/row-time/without-transfer", test_times_without_transfer);
  g_test_add_func ("/row-time/row-above", test_time_of_row_above);
  g_test_add_func ("/row-time/of-day", test_time_of_day);
  g_test_add_func ("/row-time/rounding", test_rounding);
  g_test_add_func ("/row-time/rounded", test_rounded_times);
  return g_test_run ();
}
