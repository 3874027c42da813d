/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-capture.h"
#include "testlib-trace.h"

/* The sample that comes with the program says what the manual says about it. */
static void
test_blind_transfer (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "data", "samples",
                                                 "blind-transfer.pcapng", NULL);
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  const RfTraceTransfer *transfer;
  RfCaptureReport report;

  g_assert_true (rf_capture_read (path, trace, &report, &error));
  g_assert_no_error (error);
  g_assert_null (report.problem);
  test_assert_text (test_dup_phases (trace), "11111" "22" "3" "44" "3" "44" "3" "44" "3" "55" "66");
  g_assert_cmpuint (rf_trace_get_n_parties (trace), ==, 3);
  g_assert_cmpstr (rf_trace_get_party (trace, 0)->label, ==, "Kevin");
  g_assert_cmpstr (rf_trace_get_party (trace, 1)->label, ==, "Mike");
  g_assert_cmpstr (rf_trace_get_party (trace, 2)->label, ==, "Wayne");
  transfer = rf_trace_get_transfer (trace, 0);
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpint (transfer->released_by, ==, RF_RELEASED_BY_TRANSFEREE);
  test_assert_text (test_dup_progress (transfer), "100 180 200");
  rf_capture_report_clear (&report);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/sample/blind-transfer", test_blind_transfer);

  return g_test_run ();
}
