/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-play.h"

#include "rf-test-messages.h"
#include "rf-test-wait.h"

static void
on_finished (RfTestPlay *self, gboolean as_expected)
{
  self->finished = TRUE;
  self->as_expected = as_expected;
}

static void
on_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rf_runner_start_finish (RF_RUNNER (object), result, &error);
  g_assert_no_error (error);
}

static void
on_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *stopped = user_data;
  g_autoptr (GError) error = NULL;

  rf_runner_stop_finish (RF_RUNNER (object), result, &error);
  g_assert_no_error (error);
  *stopped = TRUE;
}

RfTestPlay *
rf_test_play_new (const char *scenario)
{
  g_autoptr (GError) error = NULL;
  RfTestPlay *self = g_new0 (RfTestPlay, 1);

  self->scenario = rf_scenario_load (scenario, &error);
  g_assert_no_error (error);
  self->runner = rf_runner_new (self->scenario);
  rf_runner_set_speed (self->runner, 0);
  for (guint i = 0; i < rf_runner_get_n_phones (self->runner); i++)
    rf_runner_set_player (self->runner, i, "silence");
  g_signal_connect_swapped (self->runner, "finished", G_CALLBACK (on_finished), self);
  return self;
}

/* Stops the phones, and checks that nothing keeps the runner. */
void
rf_test_play_free (RfTestPlay *self)
{
  gboolean stopped = FALSE;

  rf_runner_stop_async (self->runner, NULL, on_stopped, &stopped);
  rf_test_wait (stopped, 10);
  for (guint i = 0; i < rf_runner_get_n_phones (self->runner); i++)
    g_assert_cmpint (rf_phone_get_core_pid (rf_runner_get_phone (self->runner, i)), ==, 0);
  g_assert_cmpint (rf_runner_get_state (self->runner), ==, RF_RUNNER_STOPPED);
  g_assert_finalize_object (self->runner);
  g_assert_finalize_object (self->scenario);
  g_free (self);
}

void
rf_test_play_start (RfTestPlay *self)
{
  rf_runner_start_async (self->runner, NULL, on_started, NULL);
  rf_test_wait (rf_runner_get_state (self->runner) != RF_RUNNER_STARTING, 15);
  g_assert_cmpstr (rf_runner_get_problem (self->runner), ==, NULL);
  g_assert_cmpint (rf_runner_get_state (self->runner), ==, RF_RUNNER_READY);
}

void
rf_test_play_to_end (RfTestPlay *self)
{
  rf_runner_play (self->runner);
  rf_test_wait (rf_runner_get_state (self->runner) != RF_RUNNER_PLAYING, 60);
  if (rf_runner_get_problem (self->runner))
    rf_test_show_messages (rf_runner_get_trace (self->runner));
  g_assert_cmpstr (rf_runner_get_problem (self->runner), ==, NULL);
  g_assert_true (self->finished);
}

/* By single steps, so that it stands still before @step. */
void
rf_test_play_to_step (RfTestPlay *self, guint step)
{
  while (rf_runner_get_next_step (self->runner) < step) {
    rf_runner_step (self->runner);
    rf_test_wait (rf_runner_get_state (self->runner) != RF_RUNNER_PLAYING, 30);
    g_assert_cmpstr (rf_runner_get_problem (self->runner), ==, NULL);
  }
  g_assert_cmpint (rf_runner_get_state (self->runner), ==, RF_RUNNER_PAUSED);
}

RfPhone *
rf_test_play_phone (RfTestPlay *self, const char *party)
{
  int index = rf_scenario_find_party (self->scenario, party);

  g_assert_cmpint (index, >=, 0);
  return rf_runner_get_phone (self->runner, (guint) index);
}
