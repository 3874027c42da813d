/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-scenarios"

#include "rf-test-messages.h"
#include "rf-test-play.h"

/*
 * Every scenario that is installed, on real cores: it ends as it promises, and it promises what its
 * name says. Where the transfer comes to nothing the original call survives it.
 */

/**
 * Promise:
 * @refer_status: what the REFER was answered with
 * @final_status: 0 where there is none
 * @releaser: who ended the original call, where that is a part of the story
 *
 * What a scenario's name says.
 */
typedef struct {
  const char       *scenario;
  RfTransferKind    kind;
  RfTransferOutcome outcome;
  guint             refer_status;
  guint             final_status;
  RfReleasedBy      releaser;
} Promise;

static const Promise promises[] = {
  { "attended", RF_TRANSFER_ATTENDED, RF_OUTCOME_SUCCEEDED, 202, 200, RF_RELEASED_BY_TRANSFEROR },
  { "attended-mismatch", RF_TRANSFER_ATTENDED, RF_OUTCOME_FAILED, 202, 481 },
  { "attended-no-replaces", RF_TRANSFER_BLIND, RF_OUTCOME_SUCCEEDED, 202, 200,
    RF_RELEASED_BY_TRANSFEROR },
  { "blind", RF_TRANSFER_BLIND, RF_OUTCOME_SUCCEEDED, 202, 200, RF_RELEASED_BY_TRANSFEROR },
  { "blind-asked", RF_TRANSFER_BLIND, RF_OUTCOME_SUCCEEDED, 202, 200, RF_RELEASED_BY_TRANSFEROR },
  { "blind-busy", RF_TRANSFER_BLIND, RF_OUTCOME_FAILED, 202, 486 },
  { "blind-declined", RF_TRANSFER_BLIND, RF_OUTCOME_FAILED, 202, 603 },
  { "blind-no-answer", RF_TRANSFER_BLIND, RF_OUTCOME_FAILED, 202, 480 },
  { "blind-not-found", RF_TRANSFER_BLIND, RF_OUTCOME_FAILED, 202, 404 },
  { "notify-lost", RF_TRANSFER_BLIND, RF_OUTCOME_UNKNOWN, 202, 0 },
  { "refused-by-person", RF_TRANSFER_BLIND, RF_OUTCOME_FAILED, 202, 603 },
  { "refused-by-policy", RF_TRANSFER_BLIND, RF_OUTCOME_REFUSED, 603, 0 },
  { "semi-attended", RF_TRANSFER_SEMI_ATTENDED, RF_OUTCOME_SUCCEEDED, 202, 200,
    RF_RELEASED_BY_TRANSFEROR },
  { "target-unreachable", RF_TRANSFER_BLIND, RF_OUTCOME_FAILED, 202, 503 },
  { "transferee-gives-up", RF_TRANSFER_BLIND, RF_OUTCOME_ABANDONED, 202, 487 },
  { "transferee-releases", RF_TRANSFER_BLIND, RF_OUTCOME_SUCCEEDED, 202, 200,
    RF_RELEASED_BY_TRANSFEREE },
};

static void
check_promise (const Promise *promise, const RfTraceTransfer *transfer)
{
  g_assert_cmpint (transfer->kind, ==, promise->kind);
  g_assert_cmpint (transfer->outcome, ==, promise->outcome);
  g_assert_cmpuint (transfer->refer_status, ==, promise->refer_status);
  g_assert_cmpuint (transfer->final_status, ==, promise->final_status);
  if (promise->releaser != RF_RELEASED_BY_NONE)
    g_assert_cmpint (transfer->released_by, ==, promise->releaser);
}

static int
find_bye_of (RfTrace *trace, int dialog)
{
  const RfTestPattern bye = { .method = RF_SIP_BYE };

  for (int i = rf_test_find_message (trace, 0, &bye); i >= 0;
       i = rf_test_find_message (trace, (guint) i + 1, &bye))
    if (rf_trace_get_message (trace, (guint) i)->dialog == dialog)
      return i;
  return -1;
}

/* After the failure the transferor takes the caller back in the same dialog, and only a person ends
 * the call. */
static void
check_original_survived (RfTrace *trace)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, 0);
  int refer = (int) transfer->refer_message;
  int dialog = rf_trace_get_message (trace, transfer->refer_message)->dialog;
  int resume = rf_test_find_message (trace, (guint) refer, &(RfTestPattern) {
    .method = RF_SIP_INVITE, .from = "mike", .body = "a=sendrecv" });
  int bye = find_bye_of (trace, dialog);

  g_assert_cmpint (resume, >, refer);
  g_assert_cmpint (rf_trace_get_message (trace, (guint) resume)->dialog, ==, dialog);
  g_assert_cmpint (bye, >, resume);
  g_assert_cmpstr (rf_test_get_sender (trace, bye), ==, "Kevin");
}

static gboolean
has_come_to_nothing (RfTransferOutcome outcome)
{
  return outcome == RF_OUTCOME_FAILED || outcome == RF_OUTCOME_REFUSED
         || outcome == RF_OUTCOME_ABANDONED;
}

static void
test_scenario (gconstpointer data)
{
  const Promise *promise = data;
  g_autoptr (RfTestPlay) play = rf_test_play_new (promise->scenario);
  g_autofree char *sentence = NULL;
  RfTrace *trace = rf_runner_get_trace (play->runner);

  rf_test_play_start (play);
  rf_test_play_to_end (play);

  g_assert_true (rf_runner_get_verdict (play->runner, &sentence));
  g_assert_true (g_str_has_prefix (sentence, "As promised: "));
  g_assert_true (play->as_expected);
  g_assert_cmpuint (rf_trace_get_n_damaged (trace), ==, 0);
  g_assert_cmpuint (rf_trace_get_n_transfers (trace), ==, 1);
  check_promise (promise, rf_trace_get_transfer (trace, 0));
  if (has_come_to_nothing (promise->outcome))
    check_original_survived (trace);
  for (guint i = 0; i < rf_trace_get_n_dialogs (trace); i++)
    g_assert_cmpint (rf_trace_get_dialog (trace, i)->state, !=, RF_DIALOG_CONFIRMED);
}

/* What is installed and not in the table would go untested. */
static void
test_all_promised (void)
{
  g_auto (GStrv) names = rf_scenario_list ();

  for (guint i = 0; names[i]; i++) {
    guint found = 0;

    for (guint n = 0; n < G_N_ELEMENTS (promises); n++)
      found += g_str_equal (promises[n].scenario, names[i]);
    if (found != 1)
      g_error ("The scenario “%s” is %u times in the table of this test.", names[i], found);
  }
  g_assert_cmpuint (g_strv_length (names), ==, G_N_ELEMENTS (promises));
}

/* A verdict that is never "no" would be none. */
static void
test_broken_promise (void)
{
  g_autofree char *folder = g_dir_make_tmp ("referee-promise-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "liar.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *source = g_build_filename (g_getenv ("REFEREE_DATA_DIR"), "scenarios",
                                              "blind-busy.ini", NULL);
  g_autofree char *sentence = NULL;
  g_autoptr (RfTestPlay) play = NULL;

  g_key_file_load_from_file (file, source, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_key_file_set_string (file, "scenario", "status", "603");
  g_key_file_save_to_file (file, path, &error);
  g_assert_no_error (error);

  play = rf_test_play_new (path);
  rf_test_play_start (play);
  rf_test_play_to_end (play);
  g_assert_false (play->as_expected);
  g_assert_false (rf_runner_get_verdict (play->runner, &sentence));
  g_assert_nonnull (strstr (sentence, "failed with 486"));
  g_assert_nonnull (strstr (sentence, "failed with 603"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (promises); i++) {
    g_autofree char *path = g_strdup_printf ("/scenarios/%s", promises[i].scenario);

    g_test_add_data_func (path, &promises[i], test_scenario);
  }
  g_test_add_func ("/scenarios/all-promised", test_all_promised);
  g_test_add_func ("/scenarios/broken-promise", test_broken_promise);

  return g_test_run ();
}
