/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-runner"

#include "rf-test-phone.h"
#include "rf-test-play.h"
#include "rf-test-wait.h"

#include <glib/gstdio.h>

#include <string.h>

/* The runner under a person's hands: play, pause, step, stop, and phones that are used beside it.
 * */

/* Steps of blind.ini that have been done when … */
#define KEVIN_HAS_DIALLED 1
#define MIKE_HAS_ANSWERED 2

static RfCallState
get_call_state (RfPhone *phone)
{
  RfCall *call = rf_test_phone_get_call (phone);

  return call ? rf_call_get_state (call) : RF_CALL_LOST;
}

static void
test_steps (void)
{
  g_autoptr (RfTestPlay) play = rf_test_play_new ("blind");
  RfPhone *mike = rf_test_play_phone (play, "mike");

  rf_test_play_start (play);
  g_assert_cmpuint (rf_runner_get_next_step (play->runner), ==, 0);
  g_assert_null (rf_runner_get_narration (play->runner));

  rf_test_play_to_step (play, 1);
  g_assert_cmpuint (rf_runner_get_next_step (play->runner), ==, KEVIN_HAS_DIALLED);
  g_assert_cmpstr (rf_runner_get_narration (play->runner), ==, "Kevin calls Mike.");
  g_assert_cmpint (get_call_state (mike), ==, RF_CALL_RINGING_IN);

  rf_test_play_to_step (play, 2);
  g_assert_cmpint (get_call_state (mike), ==, RF_CALL_ESTABLISHED);
  rf_test_play_to_end (play);
  g_assert_true (play->as_expected);
}

/* The pause before a step is a person's: it can be cut short. */
static void
test_pause (void)
{
  g_autoptr (RfTestPlay) play = rf_test_play_new ("blind");

  rf_test_play_start (play);
  rf_runner_set_speed (play->runner, 0.01);
  rf_runner_play (play->runner);
  g_assert_cmpint (rf_runner_get_state (play->runner), ==, RF_RUNNER_PLAYING);
  rf_runner_pause (play->runner);
  g_assert_cmpint (rf_runner_get_state (play->runner), ==, RF_RUNNER_PAUSED);

  rf_runner_play (play->runner);
  rf_test_play_to_step (play, 1);
  g_assert_cmpuint (rf_runner_get_next_step (play->runner), ==, KEVIN_HAS_DIALLED);

  rf_runner_set_speed (play->runner, 0);
  rf_test_play_to_end (play);
  g_assert_true (play->as_expected);
}

/* What a person has done already is not done again. */
static void
test_by_hand (void)
{
  g_autoptr (RfTestPlay) play = rf_test_play_new ("blind");
  RfPhone *mike = rf_test_play_phone (play, "mike");
  RfPhone *wayne = rf_test_play_phone (play, "wayne");

  rf_test_play_start (play);
  rf_test_play_to_step (play, KEVIN_HAS_DIALLED);
  rf_call_answer_async (rf_test_phone_get_call (mike), NULL, NULL, NULL);
  rf_test_wait (get_call_state (mike) == RF_CALL_ESTABLISHED, 10);
  rf_call_transfer_async (rf_test_phone_get_call (mike), rf_phone_get_aor (wayne), NULL, NULL,
                          NULL);
  rf_test_wait (get_call_state (wayne) == RF_CALL_RINGING_IN, 10);

  rf_test_play_to_end (play);
  g_assert_true (play->as_expected);
  g_assert_cmpuint (rf_trace_get_n_transfers (rf_runner_get_trace (play->runner)), ==, 1);
}

/* A copy of a scenario in which no step waits longer than a second. */
static char *
write_impatient (const char *folder)
{
  g_autofree char *source = g_build_filename (g_getenv ("REFEREE_DATA_DIR"), "scenarios",
                                              "blind.ini", NULL);
  char *path = g_build_filename (folder, "impatient.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (file, source, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_key_file_set_integer (file, "step 3", "within", 1);
  g_key_file_save_to_file (file, path, &error);
  g_assert_no_error (error);
  return path;
}

/* A person takes away what a step needs: it says so, and goes on when that is back. */
static void
test_deadline (void)
{
  g_autofree char *folder = g_dir_make_tmp ("referee-runner-XXXXXX", NULL);
  g_autofree char *path = write_impatient (folder);
  g_autoptr (RfTestPlay) play = rf_test_play_new (path);
  RfPhone *kevin = rf_test_play_phone (play, "kevin");
  RfPhone *mike = rf_test_play_phone (play, "mike");
  const char *problem;

  g_unlink (path);
  g_rmdir (folder);
  rf_test_play_start (play);
  rf_test_play_to_step (play, MIKE_HAS_ANSWERED);
  rf_call_hang_up_async (rf_test_phone_get_call (mike), 0, NULL, NULL, NULL);
  rf_test_wait (get_call_state (mike) == RF_CALL_ENDED, 10);

  rf_runner_play (play->runner);
  rf_test_wait (rf_runner_get_state (play->runner) == RF_RUNNER_FAILED, 10);
  problem = rf_runner_get_problem (play->runner);
  g_assert_nonnull (strstr (problem, "Mike's phone has no call that could be transferred"));
  g_assert_false (play->finished);
  g_assert_cmpuint (rf_runner_get_next_step (play->runner), ==, MIKE_HAS_ANSWERED);

  rf_phone_dial_async (kevin, rf_phone_get_aor (mike), NULL, NULL, NULL);
  rf_test_wait (get_call_state (mike) == RF_CALL_RINGING_IN, 10);
  rf_call_answer_async (rf_test_phone_get_call (mike), NULL, NULL, NULL);
  rf_test_wait (get_call_state (mike) == RF_CALL_ESTABLISHED, 10);
  rf_test_play_to_end (play);
  g_assert_true (play->as_expected);
}

static void
on_start_ended (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_false (rf_runner_start_finish (RF_RUNNER (object), result, error));
}

/* Closing the window at once: the phones that are on their way are caught. */
static void
test_stop_while_starting (void)
{
  g_autoptr (GError) error = NULL;
  RfTestPlay *play = rf_test_play_new ("blind");

  rf_runner_start_async (play->runner, NULL, on_start_ended, &error);
  g_assert_cmpint (rf_runner_get_state (play->runner), ==, RF_RUNNER_STARTING);
  rf_test_play_free (play);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* In the middle of a call: it is released, not just dropped. */
static void
test_stop_in_call (void)
{
  RfTestPlay *play = rf_test_play_new ("blind");
  g_autoptr (RfTrace) trace = g_object_ref (rf_runner_get_trace (play->runner));
  guint n;

  rf_test_play_start (play);
  rf_test_play_to_step (play, MIKE_HAS_ANSWERED);
  rf_test_play_free (play);
  n = rf_trace_get_n_dialogs (trace);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (rf_trace_get_dialog (trace, i)->state, ==, RF_DIALOG_TERMINATED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/runner/steps", test_steps);
  g_test_add_func ("/runner/pause", test_pause);
  g_test_add_func ("/runner/by-hand", test_by_hand);
  g_test_add_func ("/runner/deadline", test_deadline);
  g_test_add_func ("/runner/stop-while-starting", test_stop_while_starting);
  g_test_add_func ("/runner/stop-in-call", test_stop_in_call);

  return g_test_run ();
}
