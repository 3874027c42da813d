/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-hearing"

#include "rf-test-play.h"
#include "rf-test-pulse.h"
#include "rf-test-recorder.h"

/* The tones of data/scenarios/blind.ini. */
#define KEVIN_HZ 440
#define MIKE_HZ  554
#define WAYNE_HZ 659
/* Steps of it that have been done when … */
#define MIKE_HAS_ANSWERED  2
#define TRANSFER_IS_OVER   5

static const char *const sinks[] = { "kevin", "mike", "wayne", NULL };

/* Everybody plays into a sink of their own, and everybody is audible: what is in a sink is what
 * that party hears. */
static RfTestPlay *
play_new (void)
{
  RfTestPlay *play = rf_test_play_new ("blind");

  for (guint i = 0; sinks[i]; i++) {
    g_autofree char *player = g_strdup_printf ("pulse:%s", sinks[i]);
    int party = rf_scenario_find_party (play->scenario, sinks[i]);

    rf_runner_set_player (play->runner, (guint) party, player);
  }
  rf_test_play_start (play);
  return play;
}

/* Kevin hears Mike before the transfer, and Wayne, not Mike, after it. */
static void
test_blind (void)
{
  g_autoptr (RfTestPulse) pulse = rf_test_pulse_new (sinks);
  g_autoptr (RfTestPlay) play = NULL;
  g_autoptr (RfTestRecorder) kevin = NULL;
  g_autoptr (RfTestRecorder) mike = NULL;
  g_autoptr (RfTestRecorder) wayne = NULL;

  rf_test_pulse_start (pulse);
  g_setenv ("PULSE_SERVER", rf_test_pulse_get_server (pulse), TRUE);
  play = play_new ();
  for (guint i = 0; i < rf_runner_get_n_phones (play->runner); i++)
    rf_phone_set_audible (rf_runner_get_phone (play->runner, i), TRUE);
  kevin = rf_test_recorder_new (pulse, "kevin");
  mike = rf_test_recorder_new (pulse, "mike");
  wayne = rf_test_recorder_new (pulse, "wayne");

  rf_test_play_to_step (play, MIKE_HAS_ANSWERED);
  g_assert_true (rf_test_recorder_wait_for_tone (kevin, MIKE_HZ, 10));
  g_assert_true (rf_test_recorder_wait_for_tone (mike, KEVIN_HZ, 10));

  rf_test_play_to_step (play, TRANSFER_IS_OVER);
  g_assert_true (rf_test_recorder_wait_for_tone (kevin, WAYNE_HZ, 10));
  g_assert_true (rf_test_recorder_wait_for_rest (kevin, MIKE_HZ, 10));
  g_assert_true (rf_test_recorder_wait_for_tone (wayne, KEVIN_HZ, 10));
  g_assert_true (rf_test_recorder_wait_for_rest (mike, KEVIN_HZ, 10));
}

/* Only the one that is listened as is heard; at first the transferee. */
static void
test_listen_as (void)
{
  g_autoptr (RfTestPulse) pulse = rf_test_pulse_new (sinks);
  g_autoptr (RfTestPlay) play = NULL;
  g_autoptr (RfTestRecorder) kevin = NULL;
  g_autoptr (RfTestRecorder) mike = NULL;

  rf_test_pulse_start (pulse);
  g_setenv ("PULSE_SERVER", rf_test_pulse_get_server (pulse), TRUE);
  play = play_new ();
  kevin = rf_test_recorder_new (pulse, "kevin");
  mike = rf_test_recorder_new (pulse, "mike");

  rf_test_play_to_step (play, MIKE_HAS_ANSWERED);
  g_assert_cmpint (rf_runner_get_listener (play->runner), ==, 0);
  g_assert_true (rf_test_recorder_wait_for_tone (kevin, MIKE_HZ, 10));
  g_assert_true (rf_test_recorder_wait_for_rest (mike, KEVIN_HZ, 10));

  rf_runner_listen_as (play->runner, 1);
  g_assert_true (rf_test_recorder_wait_for_tone (mike, KEVIN_HZ, 10));
  g_assert_true (rf_test_recorder_wait_for_rest (kevin, MIKE_HZ, 10));

  rf_runner_listen_as (play->runner, -1);
  g_assert_true (rf_test_recorder_wait_for_rest (mike, KEVIN_HZ, 10));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hearing/blind", test_blind);
  g_test_add_func ("/hearing/listen-as", test_listen_as);

  return g_test_run ();
}
