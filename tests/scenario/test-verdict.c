/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-verdict"

#include "rf-verdict.h"

/* Verdicts on transfers that took place are in tests/integration; here is what no run of a scenario
 * shows. */

static void
check_no_transfer (const char *name, const char *promised)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = rf_scenario_load (name, &error);
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *expected = g_strdup_printf ("Not as promised: no transfer was seen; it should "
                                               "have ended as “%s”.", promised);
  g_autofree char *sentence = NULL;

  g_assert_no_error (error);
  g_assert_false (rf_verdict_on_trace (scenario, trace, &sentence));
  g_assert_cmpstr (sentence, ==, expected);
}

/* It tells all that was promised, and nothing else. */
static void
test_no_transfer (void)
{
  check_no_transfer ("blind-busy", "failed with 486");
  check_no_transfer ("notify-lost", "unknown");
  check_no_transfer ("attended", "succeeded with 200, attended, released by transferor");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/verdict/no-transfer", test_no_transfer);

  return g_test_run ();
}
