/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-demo-player"

#include "config.h"

#include "rf-demo-player.h"
#include "rf-test-wait.h"

#include <signal.h>

/* The player with real phones: what it shows of them, and that it leaves none behind. */

#define SECONDS 30
#define MAX_PARTIES 8

typedef struct {
  RfDemoPlayer *player;
  gboolean      closed;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->player = rf_demo_player_new ();
  g_object_set (fixture->player, "speed", 0.0, NULL);
}

static void
on_close_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (rf_demo_player_close_finish (RF_DEMO_PLAYER (source), result, &error));
  g_assert_no_error (error);
  fixture->closed = TRUE;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  rf_demo_player_close_async (fixture->player, on_close_ready, fixture);
  rf_test_wait (fixture->closed, SECONDS);
  g_assert_finalize_object (fixture->player);
}

static guint
count_messages (Fixture *fixture)
{
  RfRunner *runner = rf_demo_player_get_runner (fixture->player);

  return rf_trace_get_n_messages (rf_runner_get_trace (runner));
}

/* A step may also only tell something: then it is done when the phones rest again. */
static gboolean
is_stepped (Fixture *fixture,
            guint    shown)
{
  RfRunner *runner = rf_demo_player_get_runner (fixture->player);

  return count_messages (fixture) > shown || rf_runner_get_state (runner) != RF_RUNNER_PLAYING;
}

static void
test_plays (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *narration = NULL;
  g_autofree char *verdict = NULL;

  rf_demo_player_open (fixture->player, "blind");
  g_assert_true (rf_demo_player_is_starting (fixture->player));
  g_assert_false (rf_demo_player_get_can_play (fixture->player));
  g_assert_false (rf_demo_player_get_can_step (fixture->player));
  narration = rf_demo_player_dup_narration (fixture->player);
  g_assert_cmpstr (narration, ==, "Starting the phones…");

  rf_test_wait (rf_demo_player_get_playing (fixture->player), SECONDS);
  g_assert_true (rf_demo_player_get_can_step (fixture->player));
  rf_test_wait (rf_demo_player_is_over (fixture->player), SECONDS);
  g_assert_cmpint (rf_demo_player_get_limit (fixture->player), ==, -1);
  g_assert_cmpuint (count_messages (fixture), >, 15);
  g_assert_null (rf_demo_player_dup_problem (fixture->player));
  g_assert_false (rf_demo_player_get_can_step (fixture->player));
  verdict = rf_demo_player_dup_narration (fixture->player);
  g_assert_nonnull (strstr (verdict, "200"));
}

/* Whatever the phones have sent meanwhile, a step shows one message more, and the end is told
 * last. */
static void
test_steps (Fixture       *fixture,
            gconstpointer  data)
{
  guint shown;

  rf_demo_player_open (fixture->player, "blind");
  rf_test_wait (rf_demo_player_get_can_step (fixture->player), SECONDS);
  rf_demo_player_pause (fixture->player);
  shown = rf_demo_player_get_limit (fixture->player);

  while (!rf_demo_player_is_over (fixture->player)) {
    g_assert_true (rf_demo_player_get_can_step (fixture->player));
    g_assert_cmpint (rf_demo_player_get_limit (fixture->player), >=, shown);
    rf_demo_player_step (fixture->player);
    g_assert_cmpint (rf_demo_player_get_limit (fixture->player), ==, shown + 1);
    g_assert_false (rf_demo_player_get_playing (fixture->player));
    rf_test_wait (is_stepped (fixture, shown), SECONDS);
    shown = MIN (shown + 1, count_messages (fixture));
  }
  g_assert_cmpuint (shown, ==, count_messages (fixture));
  g_assert_cmpuint (rf_demo_player_get_n_held (fixture->player), ==, 0);
}

static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  GPid cores[MAX_PARTIES] = { 0 };
  RfRunner *former;
  guint n_cores;

  rf_demo_player_open (fixture->player, "blind");
  rf_test_wait (rf_demo_player_get_can_step (fixture->player), SECONDS);
  former = rf_demo_player_get_runner (fixture->player);
  n_cores = MIN (rf_runner_get_n_phones (former), MAX_PARTIES);
  for (guint i = 0; i < n_cores; i++)
    cores[i] = rf_phone_get_core_pid (rf_runner_get_phone (former, i));

  rf_demo_player_pause (fixture->player);
  rf_demo_player_restart (fixture->player);
  g_assert_true (rf_demo_player_is_starting (fixture->player));
  rf_test_wait (rf_demo_player_get_can_step (fixture->player), SECONDS);
  g_assert_cmpint (rf_demo_player_get_limit (fixture->player), ==, 0);
  g_assert_false (rf_demo_player_get_playing (fixture->player));
  for (guint i = 0; i < n_cores; i++) {
    g_assert_cmpint (cores[i], >, 0);
    rf_test_wait (kill (cores[i], 0) != 0, SECONDS);
  }

  rf_demo_player_play (fixture->player);
  rf_test_wait (rf_demo_player_is_over (fixture->player), SECONDS);
  g_assert_null (rf_demo_player_dup_problem (fixture->player));
}

static void
test_unknown_scenario (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *problem = NULL;

  rf_demo_player_open (fixture->player, "no-such-scenario");
  g_assert_true (rf_demo_player_has_failed (fixture->player));
  g_assert_false (rf_demo_player_is_starting (fixture->player));
  g_assert_false (rf_demo_player_get_can_play (fixture->player));
  problem = rf_demo_player_dup_problem (fixture->player);
  g_assert_nonnull (strstr (problem, "no-such-scenario"));

  rf_demo_player_open (fixture->player, "blind");
  g_assert_false (rf_demo_player_has_failed (fixture->player));
  rf_test_wait (rf_demo_player_is_over (fixture->player), SECONDS);
}

static void
test_closed_while_starting (Fixture       *fixture,
                            gconstpointer  data)
{
  rf_demo_player_open (fixture->player, "blind");
  g_assert_true (rf_demo_player_is_starting (fixture->player));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/demo-player/plays", Fixture, NULL, set_up, test_plays, tear_down);
  g_test_add ("/demo-player/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/demo-player/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/demo-player/unknown-scenario", Fixture, NULL, set_up, test_unknown_scenario,
              tear_down);
  g_test_add ("/demo-player/closed-while-starting", Fixture, NULL, set_up,
              test_closed_while_starting, tear_down);

  return g_test_run ();
}
