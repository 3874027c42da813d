/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-entry-model"

#include "config.h"

#include "rf-entry-model.h"
#include "rf-words-capture.h"
#include "testlib-trace.h"

#include <time.h>

#define MANY 20000

typedef struct {
  TestScene     scene;
  RfEntryModel *model;
} Fixture;

static const TestLeg zoe_mike = {
  .call_id = "zoe-and-mike", .caller = "Zo\xc3\x8b <sip:zoe@192.0.2.7>", .caller_tag = "z1",
  .caller_at = "192.0.2.7:5060", .callee = "<sip:mike@192.0.2.2>", .callee_tag = "z2",
  .callee_at = "192.0.2.2:5060",
};
static const TestLeg registration = {
  .call_id = "registration", .caller = "<sip:wayne@192.0.2.3>", .caller_tag = "r1",
  .caller_at = "192.0.2.3:5060", .callee = "<sip:wayne@192.0.2.3>", .callee_tag = "r2",
  .callee_at = "192.0.2.9:5060",
};

/* A transfer that succeeded, a call that was refused, and a registration. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  const TestRequest initial = { .initial = TRUE };

  test_scene_init (scene);
  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_call (scene, &test_kevin_wayne, NULL);
  test_notify (scene, &test_kevin_mike, 3, "refer", "terminated;reason=noresource", "200 OK");
  test_reply (scene, &zoe_mike, test_request (scene, &zoe_mike, "INVITE", 1, &initial),
              "486 Busy Here");
  test_reply (scene, &registration,
              test_request (scene, &registration, "REGISTER", 1, &initial), "200 OK");
  fixture->model = rf_entry_model_new (scene->trace);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->model);
  test_scene_clear (&fixture->scene);
}

/* What is listed, by index of entry: 0 the transfer, 1 the call, 2 the registration. */
static char *
dup_rows (Fixture *fixture)
{
  GString *rows = g_string_new (NULL);

  for (guint i = 0; i < rf_entry_model_get_n_rows (fixture->model); i++)
    g_string_append_printf (rows, "%u", rf_entry_model_get_entry (fixture->model, i));

  return g_string_free (rows, FALSE);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *search;
    const char *rows;
  } cases[] = {
    { "", "012" },
    { "  ", "012" },
    { "mike", "01" },
    { "MIKE", "01" },
    { "zo\xc3\xab", "1" },
    { "192.0.2.7", "1" },
    { "busy", "1" },
    { "486", "1" },
    { "mike succeeded", "0" },
    { "succeeded  mike", "0" },
    { "zoe-and", "1" },
    { "register", "2" },
    { "nobody", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    rf_entry_model_arrange (fixture->model, cases[i].search, RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_TIME,
                            FALSE);
    test_assert_text (dup_rows (fixture), cases[i].rows);
  }
}

/* Who is called otherwise by a person is so in the list, and is found and sorted by that. */
static void
test_renamed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (RfLifelines) lifelines = rf_lifelines_new ();
  g_auto (GValue) text = G_VALUE_INIT;
  GtkTreeIter iter;

  rf_lifelines_rename (lifelines, "sip:mike@192.0.2.2", "Front desk");
  rf_lifelines_rename (lifelines, "sip:kevin@192.0.2.1", "Zz & Co.");
  rf_entry_model_arrange (fixture->model, "", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_FROM, FALSE);
  test_assert_text (dup_rows (fixture), "021");
  rf_entry_model_set_lifelines (fixture->model, lifelines);
  rf_entry_model_arrange (fixture->model, "front desk", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_FROM,
                          FALSE);
  test_assert_text (dup_rows (fixture), "10");
  g_assert_true (gtk_tree_model_iter_nth_child (GTK_TREE_MODEL (fixture->model), &iter, NULL, 1));
  gtk_tree_model_get_value (GTK_TREE_MODEL (fixture->model), &iter, RF_ENTRY_COLUMN_TEXT, &text);
  g_assert_cmpstr (g_value_get_string (&text), ==,
                   "Zz &amp; Co. → wayne\n"
                   "<small>succeeded; sent by Front desk, blind</small>");

  rf_lifelines_reset (lifelines);
  rf_entry_model_set_lifelines (fixture->model, lifelines);
  rf_entry_model_arrange (fixture->model, "front desk", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_FROM,
                          FALSE);
  test_assert_text (dup_rows (fixture), "");
}

static char *
dup_time (Fixture *fixture,
          guint    row)
{
  GValue text = G_VALUE_INIT;
  GtkTreeIter iter;

  g_assert_true (gtk_tree_model_iter_nth_child (GTK_TREE_MODEL (fixture->model), &iter, NULL,
                                                (int) row));
  gtk_tree_model_get_value (GTK_TREE_MODEL (fixture->model), &iter, RF_ENTRY_COLUMN_TIME, &text);

  return (char *) g_value_get_string (&text);
}

static void
arrange_kind (Fixture *fixture,
              int      kind)
{
  rf_entry_model_arrange (fixture->model, "", kind, RF_ENTRY_SORT_TIME, FALSE);
}

/* Times have a date where what is shown is of more than one day. */
static void
test_days (Fixture       *fixture,
           gconstpointer  data)
{
  const TestRequest initial = { .initial = TRUE };
  TestLeg later = zoe_mike;

  arrange_kind (fixture, RF_ENTRY_SHOW_ALL);
  g_assert_false (rf_entry_model_has_dates (fixture->model));
  test_assert_text (dup_time (fixture, 0), "12:00:00\n<small>0:00</small>");

  /* The last moment of the same day. */
  fixture->scene.now_ms = 12 * 60 * 60 * 1000 - 1;
  later.call_id = "the-same-day";
  test_request (&fixture->scene, &later, "INVITE", 1, &initial);
  rf_entry_model_update (fixture->model);
  arrange_kind (fixture, RF_ENTRY_SHOW_ALL);
  g_assert_false (rf_entry_model_has_dates (fixture->model));

  later.call_id = "the-next-day";
  test_request (&fixture->scene, &later, "INVITE", 1, &initial);
  rf_entry_model_update (fixture->model);
  arrange_kind (fixture, RF_ENTRY_SHOW_ALL);
  g_assert_true (rf_entry_model_has_dates (fixture->model));
  test_assert_text (dup_time (fixture, 0), "12:00:00\n<small>02/22/24 · 0:00</small>");
  test_assert_text (dup_time (fixture, 4), "00:00:00\n<small>02/23/24 · 0:00</small>");

  /* The transfer is of the first day. */
  arrange_kind (fixture, RF_ENTRY_TRANSFER);
  g_assert_false (rf_entry_model_has_dates (fixture->model));
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const rows[] = { "0", "1", "2" };

  for (int kind = RF_ENTRY_TRANSFER; kind <= RF_ENTRY_REGISTRATION; kind++) {
    rf_entry_model_arrange (fixture->model, "", kind, RF_ENTRY_SORT_TIME, FALSE);
    test_assert_text (dup_rows (fixture), rows[kind]);
  }
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const rows[][2] = {
    [RF_ENTRY_SORT_TIME] = { "012", "210" },
    [RF_ENTRY_SORT_DURATION] = { "012", "210" },
    [RF_ENTRY_SORT_OUTCOME] = { "102", "201" },
    [RF_ENTRY_SORT_KIND] = { "012", "210" },
    [RF_ENTRY_SORT_FROM] = { "021", "120" },
    [RF_ENTRY_SORT_TO] = { "102", "201" },
  };

  for (int sort = RF_ENTRY_SORT_TIME; sort <= RF_ENTRY_SORT_TO; sort++) {
    for (int reversed = 0; reversed < 2; reversed++) {
      rf_entry_model_arrange (fixture->model, "", RF_ENTRY_SHOW_ALL, (RfEntrySort) sort, reversed);
      test_assert_text (dup_rows (fixture), rows[sort][reversed]);
    }
  }
}

static void
assert_row (GtkTreeModel *model,
            GtkTreeIter  *iter,
            const char   *icon,
            const char   *text)
{
  g_autofree char *shown_icon = NULL;
  g_autofree char *shown_text = NULL;

  gtk_tree_model_get (model, iter, RF_ENTRY_COLUMN_ICON, &shown_icon,
                      RF_ENTRY_COLUMN_TEXT, &shown_text, -1);
  g_assert_cmpstr (shown_icon, ==, icon);
  g_assert_cmpstr (shown_text, ==, text);
}

/* Where what was reported is not what happened, both are said. */
static void
test_untrue_report (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfEntryModel) model = NULL;
  const TestRequest initial = { .initial = TRUE, .uri = "sip:wayne@192.0.2.3" };
  GtkTreeIter iter;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_reply (&scene, &test_kevin_wayne,
              test_request (&scene, &test_kevin_wayne, "INVITE", 1, &initial), "486 Busy Here");
  test_notify (&scene, &test_kevin_mike, 3, "refer", "terminated;reason=noresource", "200 OK");
  model = rf_entry_model_new (scene.trace);
  rf_entry_model_arrange (model, "", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_TIME, FALSE);
  g_assert_true (gtk_tree_model_get_iter_first (GTK_TREE_MODEL (model), &iter));
  assert_row (GTK_TREE_MODEL (model), &iter, "referee-transfer-symbolic",
              "kevin → wayne\n<small>succeeded, but the call failed: busy (486); "
              "sent by mike, blind</small>");
}

/* As the view asks for it. */
static void
test_tree_model (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkTreeModel *model = GTK_TREE_MODEL (fixture->model);
  g_autoptr (GtkTreePath) path = NULL;
  GtkTreeIter iter, other;

  g_assert_false (gtk_tree_model_get_iter_first (model, &iter));
  rf_entry_model_arrange (fixture->model, "", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_TIME, FALSE);
  g_assert_cmpint (gtk_tree_model_iter_n_children (model, NULL), ==, 3);
  g_assert_true (gtk_tree_model_get_iter_first (model, &iter));
  assert_row (model, &iter, "referee-transfer-symbolic",
              "kevin → wayne\n<small>succeeded; sent by mike, blind</small>");
  g_assert_true (gtk_tree_model_iter_next (model, &iter));
  assert_row (model, &iter, "call-start-symbolic",
              "Zo\xc3\x8b called mike\n<small>busy (486)</small>");
  g_assert_true (gtk_tree_model_iter_next (model, &iter));
  assert_row (model, &iter, "avatar-default-symbolic",
              "wayne\n<small>REGISTER, accepted</small>");
  path = gtk_tree_model_get_path (model, &iter);
  g_assert_cmpint (gtk_tree_path_get_indices (path)[0], ==, 2);
  g_assert_true (gtk_tree_model_get_iter (model, &other, path));
  g_assert_true (gtk_tree_model_iter_previous (model, &other));
  g_assert_false (gtk_tree_model_iter_has_child (model, &other));
  g_assert_false (gtk_tree_model_iter_parent (model, &other, &iter));
  g_assert_false (gtk_tree_model_iter_next (model, &iter));
}

/* What the list says of an address that is given, and then taken back. */
static void
test_taken_back (Fixture       *fixture,
                 gconstpointer  data)
{
  const TestRequest last = { .initial = TRUE, .headers = "Contact: *\r\nExpires: 0\r\n" };
  GtkTreeIter iter;

  test_reply (&fixture->scene, &registration,
              test_request (&fixture->scene, &registration, "REGISTER", 2, &last), "200 OK");
  rf_entry_model_update (fixture->model);
  rf_entry_model_arrange (fixture->model, "wayne register", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_TIME,
                          FALSE);
  g_assert_true (gtk_tree_model_get_iter_first (GTK_TREE_MODEL (fixture->model), &iter));
  assert_row (GTK_TREE_MODEL (fixture->model), &iter, "avatar-default-symbolic",
              "wayne\n<small>REGISTER, address taken back</small>");
}

static void
test_update (Fixture       *fixture,
             gconstpointer  data)
{
  test_request (&fixture->scene, &registration, "OPTIONS", 9, &(TestRequest) { .initial = TRUE });
  test_bye (&fixture->scene, &(TestLeg) {
    .call_id = "late", .caller = "<sip:a@192.0.2.5>", .caller_tag = "1",
    .caller_at = "192.0.2.5:5060", .callee = "<sip:b@192.0.2.6>", .callee_tag = "2",
    .callee_at = "192.0.2.6:5060" }, 2, FALSE);
  rf_entry_model_update (fixture->model);
  g_assert_cmpuint (rf_entry_model_get_n_rows (fixture->model), ==, 0);
  rf_entry_model_arrange (fixture->model, "before", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_TIME, FALSE);
  test_assert_text (dup_rows (fixture), "3");
}

static gint64
get_time_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
search (RfEntryModel *model)
{
  gint64 start_us = get_time_us ();

  rf_entry_model_arrange (model, "sip", RF_ENTRY_SHOW_ALL, RF_ENTRY_SORT_TIME, FALSE);

  return get_time_us () - start_us;
}

/* In slices, however many there are; the first search then takes as long as any other. */
static void
test_prepare (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfEntryModel) model = NULL;
  g_autoptr (RfEntryModel) other = NULL;
  gint64 longest_us = 0, all_us = 0, first_us, slow_us;
  guint n_slices = 0;

  test_scene_init (&scene);
  for (guint i = 0; i < MANY; i++) {
    g_autofree char *call_id = g_strdup_printf ("call-%u", i);
    TestLeg leg = zoe_mike;

    leg.call_id = call_id;
    test_request (&scene, &leg, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  }
  model = rf_entry_model_new (scene.trace);
  g_assert_false (rf_entry_model_is_ready (model));
  for (gboolean is_more = TRUE; is_more; n_slices++) {
    gint64 start_us = get_time_us ();

    is_more = rf_entry_model_prepare (model, 1000);
    longest_us = MAX (longest_us, get_time_us () - start_us);
    all_us += get_time_us () - start_us;
  }
  g_assert_true (rf_entry_model_is_ready (model));
  first_us = search (model);
  other = rf_entry_model_new (scene.trace);
  slow_us = search (other);
  g_test_message ("%u slices, the longest %.2f ms, all %.2f ms; first search %.2f ms, without them "
                  "%.2f ms", n_slices, (double) longest_us / 1000, (double) all_us / 1000,
                  (double) first_us / 1000, (double) slow_us / 1000);
  g_assert_cmpuint (n_slices, >, 4);
  g_assert_cmpint (longest_us, <, all_us / 2);
  g_assert_cmpint (first_us, <, slow_us / 2);
  g_assert_cmpuint (rf_entry_model_get_n_rows (model), ==, MANY);
  g_assert_cmpuint (rf_entry_model_get_n_rows (other), ==, MANY);
  rf_entry_model_update (model);
  g_assert_false (rf_entry_model_is_ready (model));
}

static void
test_losses (void)
{
  RfCaptureReport report = { 0 };

  g_assert_null (rf_words_capture_losses (&report));
  test_assert_text (rf_words_capture_empty (&report), "It holds no packets.");
  report.packets = 3; /* of which nothing is told yet */
  test_assert_text (rf_words_capture_empty (&report), "3 packets hold no SIP.");
  report.losses[RF_LOSS_NOT_SIP] = (RfCaptureLoss) { 3, 300, { 1, 24 } };
  g_assert_null (rf_words_capture_losses (&report));
  test_assert_text (rf_words_capture_empty (&report), "3 packets hold no SIP. First: packet 1.");
  report.losses[RF_LOSS_ENCRYPTED] = (RfCaptureLoss) { 1, 100, { 7, 924 } };
  test_assert_text (rf_words_capture_losses (&report),
                    "1 packet is encrypted (TLS) and cannot be shown. First: packet 7.");
  report.losses[RF_LOSS_ENCRYPTED].count = 0;
  for (guint kind = 0; kind < RF_N_LOSSES; kind++) {
    RfCaptureReport one = { 0 };
    g_autofree char *words = NULL;

    one.losses[kind].count = 2;
    words = rf_words_capture_empty (&one);
    g_assert_true (g_str_has_suffix (words, "."));
    g_assert_nonnull (strstr (words, "2 "));
  }
  report.losses[RF_LOSS_DAMAGED] = (RfCaptureLoss) { 1, 100, { 0, 924 } };
  report.end = RF_CAPTURE_END_DAMAGED;
  report.problem = (char *) "The file is cut off or damaged after 9 packets. What comes before is "
                            "shown.";
  test_assert_text (rf_words_capture_losses (&report), report.problem);
  report.end = RF_CAPTURE_END_GOOD; /* it is another place that is damaged */
  report.problem = (char *) "Reading was stopped after 9 packets. What comes before is shown.";
  test_assert_text (rf_words_capture_losses (&report),
                    "Reading was stopped after 9 packets. What comes before is shown. The file is "
                    "damaged in 1 place, which is left out.");
}

static void
test_errors (void)
{
  static const struct {
    const char *sentence;
    const char *words;
  } cases[] = {
    { "There is no file “/home/mike/a.pcap”. Check the name.",
      "There is no file “a.pcap”. Check the name." },
    { "There is nothing captured in “/home/mike/a.gz”.", "There is nothing captured in “a.gz”." },
    { "“/home/mike/a.pcap” is a capture that is cut off within its header, before the first "
      "packet. Wait until more is captured, or copy it once more from where it was captured.",
      "“a.pcap” is a capture that is cut off within its header, before the first packet. "
      "Wait until more is captured, or copy it once more from where it was captured." },
    { "“/home/mike/a.zst” is compressed, and needs more memory to be unpacked than is allowed "
      "here. Unpack it first, with “zstd -d --long=31”.",
      "“a.zst” is compressed, and needs more memory to be unpacked than is allowed here. "
      "Unpack it first, with “zstd -d --long=31”." },
    { "Opening the file was stopped.", "Opening the file was stopped." },
    { "“%s%n” could not be opened.", "“%s%n” could not be opened." },
    { "Something else.", "Something else." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, 0, cases[i].sentence);

    test_assert_text (rf_words_capture_error (error), cases[i].words);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/entry-model/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("search", test_search);
  ADD ("renamed", test_renamed);
  ADD ("days", test_days);
  ADD ("kinds", test_kinds);
  ADD ("order", test_order);
  ADD ("tree-model", test_tree_model);
  ADD ("taken-back", test_taken_back);
  ADD ("update", test_update);
  g_test_add_func ("/entry-model/prepare", test_prepare);
  g_test_add_func ("/entry-model/untrue-report", test_untrue_report);
  g_test_add_func ("/words-capture/losses", test_losses);
  g_test_add_func ("/words-capture/errors", test_errors);

  return g_test_run ();
}
