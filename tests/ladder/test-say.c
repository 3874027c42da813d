/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-say"

#include "config.h"

#include "rf-export-format.h"
#include "rf-layout.h"
#include "rf-row.h"
#include "rf-say.h"
#include "testlib-trace.h"

#include "ladder-fixture.h"

/* Some German, as a window would find it in its catalogue. */
static const char *
say_in_german (const char *one,
               const char *many,
               gulong      n)
{
  static const char *const words[][2] = {
    { "%s to %s: %s", "%s an %s: %s" },
    { "to %s", "an %s" },
    { "%s (hold)", "%s (Halten)" },
    { "phase %u, %s", "Phase %u, %s" },
    { "the call", "der Anruf" },
    { "progress", "Fortschritt" },
    { "▸ %s · %u messages", "▸ %s · %u Nachrichten" },
    { "succeeded", "gelungen" },
    { "SIP messages of %s", "SIP-Nachrichten von %s" },
    { "en", "de" },
  };
  const char *text = many && n != 1 ? many : one;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (words[i][0], text))
      return words[i][1];
  }

  return text;
}

static char *
dup_spoken (RfTrace *trace,
            guint    message)
{
  RfRowReader *reader = rf_row_reader_new (trace, NULL);
  g_auto (RfRow) row = { 0 };
  char *spoken;

  rf_row_reader_read (reader, message, &row);
  spoken = rf_row_dup_spoken_at (&row, trace, NULL);
  rf_row_reader_free (reader);

  return spoken;
}

static guint
find_summary (RfTrace    *trace,
              const char *wanted)
{
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    g_autofree char *summary = rf_trace_dup_summary (trace, i);

    if (g_str_equal (summary, wanted))
      return i;
  }

  g_assert_not_reached ();
}

static void
test_rows (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  guint hold = find_summary (trace, "INVITE (hold)");
  guint refer = find_summary (trace, "REFER");

  test_assert_text (dup_spoken (trace, 0), "kevin to mike: INVITE, phase 1, the call");
  rf_say_in (say_in_german);
  test_assert_text (dup_spoken (trace, 0), "kevin an mike: INVITE, Phase 1, der Anruf");
  test_assert_text (dup_spoken (trace, hold),
                    "mike an kevin: INVITE (Halten), Phase 1, der Anruf");
  test_assert_text (dup_spoken (trace, refer), "mike an kevin: REFER, an wayne, Phase 2, REFER");
  test_assert_text (rf_row_dup_phase (trace, 4, 0), "4 Fortschritt");
  rf_say_in (NULL);
}

static char *
dup_export (RfTrace    *trace,
            const char *name)
{
  g_autoptr (GError) error = NULL;
  const RfExportOptions options = RF_EXPORT_OPTIONS_INIT;
  g_autoptr (GBytes) bytes = rf_export_format_find (name)->export (trace, &options, &error);

  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* What programs read is the same everywhere; what people read is in their language. */
static void
test_exports (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *json = dup_export (trace, "json");
  g_autofree char *html = NULL;

  rf_say_in (say_in_german);
  test_assert_text (dup_export (trace, "json"), json);
  html = dup_export (trace, "html");
  g_assert_nonnull (strstr (html, "<html lang=\"de\">"));
  g_assert_nonnull (strstr (html, "SIP-Nachrichten von kevin"));
  g_assert_nonnull (strstr (html, "gelungen"));
  g_assert_nonnull (strstr (html, "INVITE (Halten)"));
  rf_say_in (NULL);
}

/* Who is on hold does not hang on the language. */
static void
test_holds (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfLayout) layout = NULL;

  rf_say_in (say_in_german);
  layout = rf_layout_new (trace, NULL);
  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  g_assert_cmpuint (rf_holds_get_n_spans (rf_layout_get_holds (layout)), ==, 1);
  rf_say_in (NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/say/rows", test_rows);
  g_test_add_func ("/say/exports", test_exports);
  g_test_add_func ("/say/holds", test_holds);

  return g_test_run ();
}
