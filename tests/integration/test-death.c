/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-death"

#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-play.h"
#include "rf-test-wait.h"

#include <signal.h>
#include <stdlib.h>

/* A process dies; what is left must notice, end what has to end, and go on. */

typedef struct {
  GSubprocess      *process;
  GDataInputStream *output;
  GPid              core;
} Party;

/* Reads lines of the party's until one begins with @start. */
static char *
party_wait_for (Party *party, const char *start)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_data_input_stream_read_line (party->output, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (line);
    g_test_message ("party: %s", line);
    if (g_str_has_prefix (line, start))
      return g_steal_pointer (&line);
  }
}

/* An app of its own, with one phone. */
static void
party_start (Party *party)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;

  party->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error, g_getenv ("RF_TEST_PARTY"), "mike", NULL);
  g_assert_no_error (error);
  party->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (party->process));
  line = party_wait_for (party, "ready ");
  words = g_strsplit (line, " ", 3);
  party->core = atoi (words[2]);
  g_assert_cmpint (party->core, >, 0);
}

static void
party_say (Party *party, const char *verb, const char *argument)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", verb, argument);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (party->process), line, strlen (line),
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

static RfCallState
get_call_state (RfPhone *phone)
{
  RfCall *call = rf_test_phone_get_call (phone);

  return call ? rf_call_get_state (call) : RF_CALL_LOST;
}

/* Nobody is left who could tell the core to end; it has to see that itself, and release the call.
 * */
static void
test_app_killed (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfFeed) feed = rf_feed_new (trace, 0);
  RfPhone *phone = rf_test_phone_new ("kevin", "always", feed);
  Party party = { 0 };
  g_autofree char *established = NULL;
  int bye;

  party_start (&party);
  party_say (&party, "dial", rf_phone_get_aor (phone));
  rf_test_wait (get_call_state (phone) == RF_CALL_RINGING_IN, 10);
  rf_call_answer_async (rf_test_phone_get_call (phone), NULL, NULL, NULL);
  rf_test_wait (get_call_state (phone) == RF_CALL_ESTABLISHED, 10);
  established = party_wait_for (&party, "call established");

  g_subprocess_send_signal (party.process, SIGKILL);
  rf_test_wait (!rf_test_process_lives (party.core) && get_call_state (phone) == RF_CALL_ENDED, 2);
  bye = rf_test_find_message (trace, 0, &(RfTestPattern) { .method = RF_SIP_BYE, .from = "mike" });
  g_assert_cmpint (bye, >=, 0);

  g_subprocess_wait (party.process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (party.process));
  g_object_unref (party.output);
  g_object_unref (party.process);
  rf_test_phone_stop (phone);
}

static void
on_core_lost (guint *lost)
{
  (*lost)++;
}

/* In the middle of a demo; the phone comes back by itself and can be called again. */
static void
test_core_killed (void)
{
  g_autoptr (RfTestPlay) play = rf_test_play_new ("blind");
  RfPhone *kevin = rf_test_play_phone (play, "kevin");
  RfPhone *mike = rf_test_play_phone (play, "mike");
  g_autoptr (RfCall) lost_call = NULL;
  guint registration = 0; /* without a server, there is none to lose */
  guint lost = 0;
  GPid core;

  rf_test_play_start (play);
  rf_test_play_to_step (play, 2);
  lost_call = g_object_ref (rf_test_phone_get_call (mike));
  g_assert_cmpint (rf_call_get_state (lost_call), ==, RF_CALL_ESTABLISHED);
  core = rf_phone_get_core_pid (mike);
  g_signal_connect_swapped (mike, "core-lost", G_CALLBACK (on_core_lost), &lost);
  g_signal_connect_swapped (mike, "notify::registration", G_CALLBACK (on_core_lost), &registration);

  kill (core, SIGKILL);
  rf_test_wait (lost > 0 && rf_phone_get_state (mike) == RF_PHONE_READY, 2);
  g_assert_cmpuint (lost, ==, 1);
  g_assert_cmpuint (registration, ==, 0);
  g_assert_cmpint (rf_phone_get_core_pid (mike), !=, core);
  g_assert_cmpint (rf_phone_get_core_pid (mike), >, 0);
  g_assert_cmpint (rf_call_get_state (lost_call), ==, RF_CALL_LOST);
  g_assert_cmpint (rf_call_get_state (rf_test_phone_get_call (kevin)), ==, RF_CALL_ESTABLISHED);

  /* By hand: a new call to the new core. */
  rf_call_hang_up_async (rf_test_phone_get_call (kevin), 0, NULL, NULL, NULL);
  rf_phone_dial_async (kevin, rf_phone_get_aor (mike), NULL, NULL, NULL);
  rf_test_wait (get_call_state (mike) == RF_CALL_RINGING_IN, 10);
  rf_call_answer_async (rf_test_phone_get_call (mike), NULL, NULL, NULL);
  rf_test_wait (get_call_state (mike) == RF_CALL_ESTABLISHED, 10);

  /* It goes on with the call that was made by hand. */
  rf_test_play_to_end (play);
  g_assert_true (play->as_expected);
  g_signal_handlers_disconnect_by_data (mike, &lost);
  g_signal_handlers_disconnect_by_data (mike, &registration);
}

/* While it plays, the scenario cannot go on and says why. */
static void
test_core_killed_while_playing (void)
{
  g_autoptr (RfTestPlay) play = rf_test_play_new ("blind-no-answer");
  RfPhone *wayne = rf_test_play_phone (play, "wayne");
  const char *problem;

  rf_test_play_start (play);
  rf_runner_play (play->runner);
  rf_test_wait (get_call_state (wayne) == RF_CALL_RINGING_IN, 10);
  kill (rf_phone_get_core_pid (wayne), SIGKILL);
  rf_test_wait (rf_runner_get_state (play->runner) == RF_RUNNER_FAILED, 10);
  problem = rf_runner_get_problem (play->runner);
  g_assert_nonnull (strstr (problem, "Wayne"));
  g_assert_false (play->finished);
  rf_test_wait (rf_phone_get_state (wayne) == RF_PHONE_READY, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/death/app-killed", test_app_killed);
  g_test_add_func ("/death/core-killed", test_core_killed);
  g_test_add_func ("/death/core-killed-while-playing", test_core_killed_while_playing);

  return g_test_run ();
}
