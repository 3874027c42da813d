/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-capture.h"
#include "rf-export-format.h"
#include "rf-export.h"
#include "rf-pages.h"
#include "rf-paragraph.h"
#include "rf-sheet.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include <string.h>

#define CHOICE "11 of 24 messages. Filter: BYE, NOTIFY; text “kevin”."

/* What a person has chosen, and the ladder that shows it. */
typedef struct {
  RfTrace     *trace;
  RfRowFilter *filter;
  RfLadder    *ladder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->trace = ladder_fixture_blind ();
  fixture->filter = rf_row_filter_new ();
  fixture->ladder = rf_ladder_new (fixture->trace);
  rf_ladder_set_filter (fixture->ladder, fixture->filter);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->ladder);
  g_assert_finalize_object (fixture->filter);
  g_assert_finalize_object (fixture->trace);
}

static void
choose (Fixture *fixture)
{
  rf_row_filter_set_methods (fixture->filter, RF_ROW_FILTER_METHOD (RF_SIP_NOTIFY) |
                                              RF_ROW_FILTER_METHOD (RF_SIP_BYE));
  rf_row_filter_set_text (fixture->filter, "Kevin");
}

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, what)) != NULL; p++)
    n++;
  return n;
}

/* What changes in the window afterwards does not change what was taken. */
static void
test_is_a_copy (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (RfLook) look = NULL;
  g_autoptr (RfLadder) other = rf_ladder_new (fixture->trace);
  guint n_rows;

  choose (fixture);
  rf_ladder_set_folded (fixture->ladder, 20, TRUE);
  rf_ladder_set_time_mode (fixture->ladder, RF_TIME_SINCE_PREVIOUS);
  n_rows = rf_ladder_get_n_rows (fixture->ladder);
  look = rf_ladder_dup_look (fixture->ladder);
  rf_row_filter_clear (fixture->filter);
  rf_ladder_unfold_all (fixture->ladder);

  rf_ladder_set_look (other, look);
  g_assert_cmpuint (rf_ladder_get_n_rows (other), ==, n_rows);
  g_assert_cmpuint (n_rows, <, rf_ladder_get_n_rows (fixture->ladder));
  for (guint row = 0; row < n_rows; row++) {
    guint message = (guint) rf_ladder_get_row_message (other, row);
    g_autofree char *words = rf_ladder_dup_row_text (other, message);

    g_assert_true (message == 20 ? strstr (words, "folded, 2 messages") != NULL
                                 : row == 0 || strstr (words, "from the row above") != NULL);
  }
}

static char *
dup_caption (Fixture *fixture,
             guint    n_whole)
{
  g_autoptr (RfLook) look = rf_ladder_dup_look (fixture->ladder);

  look->n_whole = n_whole;
  return rf_look_dup_caption (look, fixture->trace, rf_ladder_get_map (fixture->ladder));
}

static void
test_caption (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const calls[] = { "d4", NULL };
  g_autofree char *nothing = dup_caption (fixture, 0);
  g_autofree char *of_calls = dup_caption (fixture, 1234567);
  g_autofree char *of_times = NULL;
  g_autofree char *of_methods = NULL;
  g_autofree char *of_all = NULL;
  g_autofree char *folded = NULL;

  g_assert_null (nothing);
  g_assert_cmpstr (of_calls, ==, "24 of 1,234,567 messages. Filter: selected calls.");
  rf_ladder_set_folded (fixture->ladder, 0, TRUE);
  folded = dup_caption (fixture, 0);
  g_assert_null (folded);
  rf_ladder_set_time_mode (fixture->ladder, RF_TIME_SINCE_REFER);
  of_times = dup_caption (fixture, 0);
  g_assert_cmpstr (of_times, ==, "Times with + or - are since REFER, others since the start.");
  rf_ladder_set_time_mode (fixture->ladder, RF_TIME_OF_DAY);
  choose (fixture);
  of_methods = dup_caption (fixture, 0);
  g_assert_cmpstr (of_methods, ==,
                   CHOICE " Times of day, from 2023-11-14 on, at UTC+00:00.");
  rf_row_filter_set_transfers_only (fixture->filter, TRUE);
  rf_row_filter_set_calls (fixture->filter, calls);
  rf_ladder_set_time_mode (fixture->ladder, RF_TIME_SINCE_START);
  of_all = dup_caption (fixture, 0);
  g_assert_cmpstr (of_all, ==, "2 of 24 messages. Filter: only transfers; BYE, NOTIFY; "
                               "text “kevin”; selected calls.");
}

/* What somebody pasted into the field for text is no part of the sentence around it. */
static void
test_caption_hostile (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *caption = NULL;

  rf_row_filter_set_text (fixture->filter, LADDER_FIXTURE_HOSTILE);
  caption = dup_caption (fixture, 0);
  g_assert_true (g_utf8_validate (caption, -1, NULL));
  g_assert_null (strchr (caption, '\033'));
  g_assert_cmpint (g_utf8_strlen (caption, -1), <, 100);
}

static GBytes *
export (Fixture    *fixture,
        const char *format)
{
  RfExportOptions options = RF_EXPORT_OPTIONS_INIT;
  g_autoptr (RfLook) look = rf_ladder_dup_look (fixture->ladder);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  options.look = look;
  bytes = rf_export_format_find (format)->export (fixture->trace, &options, &error);
  g_assert_no_error (error);
  return bytes;
}

static char *
dup_export (Fixture    *fixture,
            const char *format)
{
  g_autoptr (GBytes) bytes = export (fixture, format);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return g_strndup (data, length);
}

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  choose (fixture);
  text = dup_export (fixture, "text");
  g_assert_true (g_str_has_suffix (text, "\n\n" CHOICE "\n"));
  /* Names and roles, the rows, what the signs mean, what is left out. */
  g_assert_cmpuint (count (text, "\n"), ==, 2 + 11 + 2 + 2);
  g_assert_cmpuint (count (text, "REFER to wayne"), ==, 0);
  g_assert_cmpuint (count (text, " NOTIFY "), ==, 4);

  rf_row_filter_clear (fixture->filter);
  rf_ladder_set_folded (fixture->ladder, 7, TRUE);
  rf_ladder_set_time_mode (fixture->ladder, RF_TIME_OF_DAY);
  folded = dup_export (fixture, "text");
  g_assert_nonnull (strstr (folded, "\n22:13:45.310      ▸ 2 REFER · 2 messages\n"));
  g_assert_cmpuint (count (folded, "REFER to wayne"), ==, 0);
}

static void
test_json (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *text = NULL;
  JsonObject *root, *phases;
  JsonArray *messages;

  choose (fixture);
  rf_ladder_set_folded (fixture->ladder, 20, TRUE);
  text = dup_export (fixture, "json");
  g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "left_out"), ==, CHOICE);
  messages = json_object_get_array_member (root, "messages");
  g_assert_cmpuint (json_array_get_length (messages), ==, 11);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (messages, 0),
                                               "index"), ==, 9);
  phases = json_object_get_object_member (
    json_array_get_object_element (json_object_get_array_member (root, "transfers"), 0), "phases");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (phases, "1")), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (phases, "5")), ==, 2);
}

static void
test_mermaid (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *text = NULL;

  choose (fixture);
  rf_ladder_set_folded (fixture->ladder, 20, TRUE);
  text = dup_export (fixture, "mermaid");
  g_assert_nonnull (strstr (text, "  Note right of p0: 11 of 24 messages. Filter#58; BYE, NOTIFY"));
  g_assert_cmpuint (count (text, ">>"), ==, 9);
  g_assert_cmpuint (count (text, "  Note over p0,p2: ▸ 5 release · 2 messages\n"), ==, 1);
}

/* The counter of the page knows how many messages a row stands for. */
static void
test_html_count (Fixture       *fixture,
                 gconstpointer  data)
{
  const guint n_messages = rf_trace_get_n_messages (fixture->trace);
  g_autofree char *html = NULL;

  rf_ladder_set_folded (fixture->ladder, 0, TRUE);
  rf_ladder_set_folded (fixture->ladder, 20, TRUE);
  html = dup_export (fixture, "html");
  g_assert_cmpuint (count (html, "<li data-messages=\"2\">"), ==, 1);
  g_assert_cmpuint (count (html, "<li data-messages=\"7\">"), ==, 1);
  g_assert_cmpuint (count (html, "<summary>"), ==, n_messages - 9 + 2);
  g_assert_nonnull (strstr (html, "row.dataset.messages"));
}

static void
test_html (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *html = NULL;

  choose (fixture);
  rf_ladder_set_folded (fixture->ladder, 20, TRUE);
  rf_ladder_set_time_mode (fixture->ladder, RF_TIME_SINCE_REFER);
  html = dup_export (fixture, "html");
  g_assert_nonnull (strstr (html, "<p>" CHOICE " Times with + or - are since REFER, others since "
                                  "the start.</p>"));
  g_assert_cmpuint (count (html, "<details>"), ==, 10);
  g_assert_cmpuint (count (html, "<pre>"), ==, 9);
  g_assert_cmpuint (count (html, "▸ 5 release · 2 messages</span>"), ==, 1);
  g_assert_nonnull (strstr (html, "<span class=\"time\">+0.003 </span>"));
}

static void
test_pcapng (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RfTrace) again = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  RfCaptureReport report = { 0 };
  int fd;

  choose (fixture);
  rf_ladder_set_folded (fixture->ladder, 20, TRUE);
  bytes = export (fixture, "pcapng");
  /* The comment is the first option of the section. */
  g_assert_cmpmem ((const char *) g_bytes_get_data (bytes, NULL) + 28, strlen (CHOICE),
                   CHOICE, strlen (CHOICE));
  fd = g_file_open_tmp ("rf-look-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  g_assert_true (rf_capture_read (path, again, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rf_trace_get_n_messages (again), ==, 11);
  rf_capture_report_clear (&report);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* A row less is a row lower; a caption takes a line of its own. */
static void
test_pictures (Fixture       *fixture,
               gconstpointer  data)
{
  g_auto (RfSheet) whole = { 0 };
  g_auto (RfSheet) part = { 0 };
  g_auto (RfSheet) start = { 0 };
  g_autoptr (RfLook) look = NULL;
  g_autofree char *svg = NULL;

  choose (fixture);
  rf_ladder_set_folded (fixture->ladder, 20, TRUE);
  look = rf_ladder_dup_look (fixture->ladder);
  g_assert_true (rf_sheet_init (&whole, fixture->trace, NULL, NULL));
  g_assert_true (rf_sheet_init (&part, fixture->trace, look, NULL));
  g_assert_true (rf_sheet_init (&start, fixture->trace, look, NULL));
  rf_sheet_limit (&start, 7);
  g_assert_cmpfloat (rf_sheet_get_height (&whole) - rf_sheet_get_height (&part), ==,
                     (24 - 10) * 24 - 24);
  g_assert_cmpuint (part.n_left_out, ==, 0);
  /* The first of the three rows that there is no room for stands for two messages. */
  g_assert_cmpuint (start.n_left_out, ==, 4);
  g_assert_cmpstr (part.caption, ==, CHOICE);
  svg = dup_export (fixture, "svg");
  g_assert_nonnull (strstr (svg, "<desc>" CHOICE "</desc>"));
}

/* What leaves has the pauses too, if only in words. */
static void
test_true_time (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct {
    const char *format;
    const char *pause;
  } told[] = {
    { "text", "\n               ⋮ 23.3 s later\n   24.900" },
    { "mermaid", "  Note over p0,p2: 23.3 s later\n  p1->>p0: 24.900 · INVITE (hold)\n" },
    { "html", "<li><p class=\"pause\">⋮ 23.3 s later</p><details>" },
  };
  g_auto (RfSheet) even = { 0 };
  g_auto (RfSheet) timed = { 0 };
  g_autoptr (RfLook) look = NULL;

  rf_ladder_set_true_time (fixture->ladder, TRUE);
  look = rf_ladder_dup_look (fixture->ladder);
  g_assert_true (rf_sheet_init (&even, fixture->trace, NULL, NULL));
  g_assert_true (rf_sheet_init (&timed, fixture->trace, look, NULL));
  g_assert_cmpfloat (rf_sheet_get_height (&timed) - rf_sheet_get_height (&even), ==,
                     rf_ladder_get_body_height (fixture->ladder) - 24 * 24);
  g_assert_cmpfloat (rf_sheet_get_height (&timed), >, rf_sheet_get_height (&even));
  for (guint i = 0; i < G_N_ELEMENTS (told); i++) {
    g_autofree char *text = dup_export (fixture, told[i].format);

    g_assert_cmpuint (count (text, " later"), ==, 1);
    g_assert_nonnull (strstr (text, told[i].pause));
  }
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (RfPages) whole = NULL;
  g_autoptr (RfPages) part = NULL;
  g_autoptr (RfLook) look = NULL;

  for (guint i = 0; i < 200; i++) {
    g_autofree char *call = g_strdup_printf ("options-%u", i);
    const LadderStep step = {
      40000 + (int) i, "kevin", "mike", "OPTIONS", "1 OPTIONS", call, "", "",
    };

    ladder_fixture_append (fixture->trace, &step, 1);
  }
  rf_row_filter_set_transfers_only (fixture->filter, TRUE);
  look = rf_ladder_dup_look (fixture->ladder);
  whole = rf_pages_new (fixture->trace, NULL);
  part = rf_pages_new (fixture->trace, look);
  g_assert_cmpuint (rf_pages_get_n (whole), >, 3);
  g_assert_cmpuint (rf_pages_get_n (part), ==, 1);
}

static RfCaptureReport
make_report (void)
{
  return (RfCaptureReport) {
    .packets = 9,
    .losses = {
      [RF_LOSS_NOT_SIP] = { 5, 500, { 1, 24 } },
      [RF_LOSS_DAMAGED] = { 2, 30, { 0, 4805 } },
      [RF_LOSS_TRUNCATED] = { 1, 1, { 7, 924 } },
    },
    .problem = g_strdup ("It ends <early>; so it is."),
  };
}

#define UNREAD_CUT \
  "1 packet was cut off by the capture (1 byte; packet 7, offset 924). Capture whole packets " \
  "(tcpdump -s 0)."
#define UNREAD_DAMAGE \
  "The file is damaged in 2 places (30 bytes; the first: offset 4805). What was not understood " \
  "there is left out."
#define UNREAD_END "It ends <early>; so it is."

static char *
dup_export_unread (Fixture    *fixture,
                   const char *name,
                   const char *words)
{
  RfExportOptions options = RF_EXPORT_OPTIONS_INIT;
  g_autoptr (RfLook) look = rf_look_new_whole ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  RfCaptureReport report = make_report ();

  rf_look_set_report (look, &report, words);
  rf_capture_report_clear (&report);
  options.look = look;
  bytes = rf_export_format_find (name)->export (fixture->trace, &options, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Whoever gets the file is told what could not be read, whatever kind of file it is. */
static void
test_unread (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *format;
    const char *told;
  } told[] = {
    { "text", "\n\n" UNREAD_CUT "\n" UNREAD_DAMAGE "\n" UNREAD_END "\n" },
    { "html", "<p>" UNREAD_CUT "</p>\n<p>" UNREAD_DAMAGE "</p>\n"
              "<p>It ends &lt;early&gt;; so it is.</p>\n" },
    { "svg", "<desc>" UNREAD_CUT "\n" UNREAD_DAMAGE "\nIt ends &lt;early&gt;; so it is.</desc>" },
    { "mermaid", "  Note over p0,p2: 1 packet was cut off by the capture (1 byte#59; packet 7,"
                 "<br/>offset 924). Capture whole packets (tcpdump -s 0).\n" },
    { "mermaid", "  Note over p0,p2: It ends #60;early#62;#59; so it is.\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++) {
    g_autofree char *text = dup_export_unread (fixture, told[i].format, NULL);

    g_assert_cmpuint (count (text, told[i].told), ==, 1);
    g_assert_cmpuint (count (text, "holds no SIP"), ==, 0);
  }
}

static void
test_unread_translated (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *text = dup_export_unread (fixture, "text", "Die Datei ist beschädigt.");
  g_autofree char *json = dup_export_unread (fixture, "json", "Die Datei ist beschädigt.");

  g_assert_true (g_str_has_suffix (text, "\n\nDie Datei ist beschädigt.\n"));
  g_assert_null (strstr (text, "damaged"));
  /* What scripts read is the same everywhere. */
  g_assert_null (strstr (json, "Datei"));
  g_assert_nonnull (strstr (json, "damaged in 2 places"));
}

static void
assert_loss (JsonArray  *losses,
             guint       index,
             const char *reason,
             int         n,
             const char *sentence)
{
  JsonObject *loss = json_array_get_object_element (losses, index);

  g_assert_cmpstr (json_object_get_string_member (loss, "reason"), ==, reason);
  g_assert_cmpint (json_object_get_int_member (loss, "count"), ==, n);
  g_assert_cmpstr (json_object_get_string_member (loss, "sentence"), ==, sentence);
}

static void
test_unread_json (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *text = dup_export_unread (fixture, "json", NULL);
  JsonArray *losses;
  JsonObject *damage, *cut;

  g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  losses = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                         "not_read");
  g_assert_cmpuint (json_array_get_length (losses), ==, 3);
  assert_loss (losses, 0, "cut-off", 1, UNREAD_CUT);
  assert_loss (losses, 1, "damaged", 2, UNREAD_DAMAGE);
  assert_loss (losses, 2, "ended-early", 1, UNREAD_END);
  cut = json_array_get_object_element (losses, 0);
  g_assert_cmpint (json_object_get_int_member (cut, "packet"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (cut, "offset"), ==, 924);
  damage = json_array_get_object_element (losses, 1);
  g_assert_cmpint (json_object_get_int_member (damage, "bytes"), ==, 30);
  g_assert_true (json_object_get_null_member (damage, "packet"));
  g_assert_cmpint (json_object_get_int_member (damage, "offset"), ==, 4805);
}

/* In a comment on the whole of the capture, which changes nothing of what is read from it. */
static void
test_unread_pcapng (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *comment = UNREAD_CUT " " UNREAD_DAMAGE " " UNREAD_END;
  g_autoptr (RfLook) look = rf_look_new_whole ();
  g_autoptr (GBytes) told = NULL;
  g_autoptr (GBytes) plain = rf_export_pcapng (fixture->trace, NULL, NULL);
  RfCaptureReport report = make_report ();
  gsize told_length, plain_length, more = (4 + strlen (comment) + 3) / 4 * 4;
  const char *told_data, *plain_data;

  rf_look_set_report (look, &report, NULL);
  rf_capture_report_clear (&report);
  told = rf_export_pcapng (fixture->trace, look, NULL);
  told_data = g_bytes_get_data (told, &told_length);
  plain_data = g_bytes_get_data (plain, &plain_length);
  g_assert_cmpmem (told_data + 28, strlen (comment), comment, strlen (comment));
  g_assert_cmpuint (told_length, ==, plain_length + more);
  /* Behind the head of the section all is as it was, but for its length. */
  g_assert_cmpmem (told_data + told_length - plain_length + 64, plain_length - 64,
                   plain_data + 64, plain_length - 64);
}

/* Nothing of it is cut off, however narrow the picture is. */
static void
test_unread_pictures (Fixture       *fixture,
                      gconstpointer  data)
{
  g_auto (RfSheet) whole = { 0 };
  g_auto (RfSheet) told = { 0 };
  g_autoptr (RfPages) pages = NULL;
  g_autoptr (RfPages) told_pages = NULL;
  g_autoptr (RfLook) look = rf_look_new_whole ();
  RfCaptureReport report = make_report ();
  double one_line;

  for (guint kind = RF_LOSS_NOT_SIP + 1; kind < RF_N_LOSSES; kind++)
    report.losses[kind].count = 2;
  rf_look_set_report (look, &report, NULL);
  rf_capture_report_clear (&report);
  g_assert_true (rf_sheet_init (&whole, fixture->trace, NULL, NULL));
  g_assert_true (rf_sheet_init (&told, fixture->trace, look, NULL));
  one_line = rf_paragraph_get_height ("A", 12, 1000);
  g_assert_cmpfloat (rf_sheet_get_height (&told) - rf_sheet_get_height (&whole), >, 11 * one_line);
  g_assert_cmpfloat (rf_paragraph_get_height ("A longer line", 12, 10), >, 4 * one_line);
  for (guint i = 0; i < 30; i++) {
    g_autofree char *call = g_strdup_printf ("options-%u", i);
    const LadderStep step = {
      40000 + (int) i, "kevin", "mike", "OPTIONS", "1 OPTIONS", call, "", "",
    };

    ladder_fixture_append (fixture->trace, &step, 1);
  }
  pages = rf_pages_new (fixture->trace, NULL);
  told_pages = rf_pages_new (fixture->trace, look);
  g_assert_cmpuint (rf_pages_get_n (pages), <=, rf_pages_get_n (told_pages));
}

/* Where all was read, nothing is said. */
static void
test_all_read (Fixture       *fixture,
               gconstpointer  data)
{
  /* Not SVG, in which cairo numbers what it draws. */
  static const char *const names[] = { "text", "json", "png", "mermaid", "html", "pcapng" };
  g_autoptr (RfLook) look = rf_look_new_whole ();
  RfCaptureReport report = { .losses = { [RF_LOSS_NOT_SIP] = { 5, 500, { 1, 24 } } } };
  RfExportOptions options = RF_EXPORT_OPTIONS_INIT;

  rf_look_set_report (look, &report, NULL);
  g_assert_null (look->report);
  g_assert_null (rf_look_get_unread (look));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const RfExportFormat *format = rf_export_format_find (names[i]);
    g_autoptr (GBytes) plain = NULL;
    g_autoptr (GBytes) read = NULL;

    options.look = NULL;
    plain = format->export (fixture->trace, &options, NULL);
    options.look = look;
    read = format->export (fixture->trace, &options, NULL);
    g_assert_true (g_bytes_equal (plain, read));
  }
}

int
main (int    argc,
      char **argv)
{
  const struct {
    const char *path;
    void      (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/look/is-a-copy", test_is_a_copy },
    { "/look/caption", test_caption },
    { "/look/caption-hostile", test_caption_hostile },
    { "/look/text", test_text },
    { "/look/json", test_json },
    { "/look/mermaid", test_mermaid },
    { "/look/html", test_html },
    { "/look/html-count", test_html_count },
    { "/look/pcapng", test_pcapng },
    { "/look/pictures", test_pictures },
    { "/look/true-time", test_true_time },
    { "/look/pages", test_pages },
    { "/look/unread", test_unread },
    { "/look/unread-translated", test_unread_translated },
    { "/look/unread-json", test_unread_json },
    { "/look/unread-pcapng", test_unread_pcapng },
    { "/look/unread-pictures", test_unread_pictures },
    { "/look/all-read", test_all_read },
  };

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
