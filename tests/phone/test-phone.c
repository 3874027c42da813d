/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "rf-test-phones.h"

static int
compare_int64 (const void *a,
               const void *b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
is_set (gpointer place)
{
  return *(gpointer *) place != NULL;
}

static gboolean
is_held (gpointer call)
{
  return rf_call_get_remote_hold (call);
}

static gboolean
is_ringing (gpointer call)
{
  return rf_call_get_state (call) == RF_CALL_RINGING_OUT;
}

static gboolean
holds (gpointer call)
{
  return rf_call_get_local_hold (call);
}

static gboolean
holds_not (gpointer call)
{
  return !rf_call_get_local_hold (call);
}

static gboolean
is_muted (gpointer call)
{
  return rf_call_get_muted (call);
}

static gboolean
is_decided (gpointer transfer)
{
  return rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING;
}

static gboolean
is_released (gpointer transfer)
{
  return rf_transfer_get_stage (transfer) == RF_TRANSFER_STAGE_RELEASED;
}

static void
on_incoming_call (RfPhone *phone,
                  RfCall  *call,
                  RfCall **place)
{
  g_set_object (place, call);
}

static void
on_command_failed (RfPhone *phone,
                   RfCall  *call,
                   GError  *error,
                   GError **place)
{
  g_assert_null (call);
  *place = g_error_copy (error);
}

static void
test_start (RfTestPhones  *phones,
            gconstpointer  data)
{
  gint64 started = g_get_monotonic_time ();
  g_autofree char *version = NULL;
  gint64 pings[101];
  gpointer pid;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  g_test_message ("ready after %.1f ms", (g_get_monotonic_time () - started) / 1000.0);
  pid = GINT_TO_POINTER (rf_phone_get_core_pid (phones->kevin));
  g_assert_nonnull (pid);
  g_assert_false (rf_test_process_is_gone (pid));
  g_assert_true (g_str_has_prefix (rf_phone_get_aor (phones->kevin), "sip:kevin@127.0.0.1:"));
  g_assert_null (rf_phone_get_problem (phones->kevin));
  g_object_get (phones->kevin, "version", &version, NULL);
  g_assert_true (g_str_has_prefix (version, "baresip "));

  for (guint i = 0; i < G_N_ELEMENTS (pings); i++) {
    pings[i] = rf_phone_measure_ping (phones->kevin);
    g_assert_cmpint (pings[i], >, 0);
  }
  qsort (pings, G_N_ELEMENTS (pings), sizeof *pings, compare_int64);
  g_test_message ("ping: median %" G_GINT64_FORMAT " µs", pings[G_N_ELEMENTS (pings) / 2]);

  rf_test_stop (phones->kevin);
  g_assert_true (rf_test_process_is_gone (pid));
  g_assert_cmpint (rf_phone_measure_ping (phones->kevin), ==, -1);

  /* A phone that was stopped can be started again. */
  g_assert_true (rf_test_start (phones->kevin, NULL));
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gboolean
has_few_descriptors (gpointer n)
{
  return count_descriptors () <= GPOINTER_TO_UINT (n);
}

static void
test_start_often (RfTestPhones  *phones,
                  gconstpointer  data)
{
  guint n = 0;

  phones->kevin = rf_test_phones_new (phones, "kevin", "127.0.0.1:0");
  for (guint i = 0; i < 4; i++) {
    g_assert_true (rf_test_start (phones->kevin, NULL));
    rf_test_stop (phones->kevin);
    if (i == 0)
      n = count_descriptors ();
  }
  /* Connections are closed by a thread of the bus library. */
  rf_test_wait (has_few_descriptors, GUINT_TO_POINTER (n));
}

static void
test_start_twice (RfTestPhones  *phones,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  g_assert_false (rf_test_start (phones->kevin, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
  g_assert_cmpint (rf_phone_get_state (phones->kevin), ==, RF_PHONE_READY);
}

static void
test_stop_while_starting (RfTestPhones  *phones,
                          gconstpointer  data)
{
  RfAccountConfig account = { .user = "kevin", .ring_timeout = -1, .release_after = -1 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_new (phones, "kevin", "127.0.0.1:0");
  rf_phone_start_async (phones->kevin, &account, NULL, rf_test_on_result, &result);
  g_assert_cmpint (rf_phone_get_state (phones->kevin), ==, RF_PHONE_STARTING);
  rf_test_stop (phones->kevin);
  g_assert_nonnull (result);
  g_assert_false (rf_phone_start_finish (phones->kevin, result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
}

static void
test_bad_account (RfTestPhones  *phones,
                  gconstpointer  data)
{
  RfAccountConfig account = { .aor = "sip:ke vin@example.org", .ring_timeout = -1,
                              .release_after = -1 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  rf_phone_set_account_async (phones->kevin, &account, NULL, rf_test_on_result, &result);
  rf_test_wait (is_set, &result);
  g_assert_false (rf_phone_set_account_finish (phones->kevin, result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI);
}

static void
test_set_account (RfTestPhones  *phones,
                  gconstpointer  data)
{
  RfAccountConfig account = { .user = "bob", .display_name = "Bob", .consent = "always",
                              .ring_timeout = -1, .release_after = -1 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) call = NULL;
  g_autoptr (RfCall) other_end = NULL;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  rf_phone_set_account_async (phones->kevin, &account, NULL, rf_test_on_result, &result);
  rf_test_wait (is_set, &result);
  rf_phone_set_account_finish (phones->kevin, result, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (rf_phone_get_aor (phones->kevin), "sip:bob@127.0.0.1:"));
  call = rf_test_call_up (phones->mike, phones->kevin, &other_end);
  g_assert_cmpstr (rf_call_get_peer_label (call), ==, "bob");
}

static void
test_call (RfTestPhones  *phones,
           gconstpointer  data)
{
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  g_assert_false (rf_call_is_incoming (at_kevin));
  g_assert_true (rf_call_is_incoming (at_mike));
  g_assert_cmpstr (rf_call_get_call_id (at_kevin), ==, rf_call_get_call_id (at_mike));
  g_assert_cmpstr (rf_call_get_peer_label (at_kevin), ==, "mike");
  g_assert_cmpstr (rf_call_get_peer_label (at_mike), ==, "kevin");
  g_assert_cmpint (rf_call_get_established_at (at_kevin), >=, rf_call_get_created_at (at_kevin));
  g_assert_cmpint (rf_call_get_ended_at (at_kevin), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (phones->kevin)), ==, 1);

  rf_call_set_hold_async (at_mike, TRUE, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  rf_test_wait (holds, at_mike);
  rf_test_wait (is_held, at_kevin);
  rf_call_set_hold_async (at_mike, FALSE, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  rf_test_wait (holds_not, at_mike);

  rf_call_set_muted_async (at_mike, TRUE, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  rf_test_wait (is_muted, at_mike);

  g_object_set (phones->kevin, "linger", 50, NULL);
  g_object_set (phones->mike, "linger", 50, NULL);
  rf_call_hang_up_async (at_kevin, 0, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  rf_test_wait (rf_test_is_over, at_kevin);
  rf_test_wait (rf_test_is_over, at_mike);
  g_assert_cmpint (rf_call_get_state (at_kevin), ==, RF_CALL_ENDED);
  g_assert_cmpint (rf_call_get_ended_at (at_mike), >, 0);
  rf_test_wait (rf_test_is_empty, phones->kevin);
  rf_test_wait (rf_test_is_empty, phones->mike);

  /* It is still a call, only not one that anything can be done with. */
  rf_call_set_hold_async (at_mike, TRUE, NULL, rf_test_on_result, &result);
  g_assert_false (rf_test_command_finish (&result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
}

static void
test_dial_bad (RfTestPhones  *phones,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) signalled = NULL;

  phones->kevin = rf_test_phones_new (phones, "kevin", "127.0.0.1:0");
  g_assert_null (rf_test_dial (phones->kevin, "sip:mike@127.0.0.1", &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_CORE_LOST);
  g_clear_error (&error);

  g_assert_true (rf_test_start (phones->kevin, NULL));
  g_assert_null (rf_test_dial (phones->kevin, "mailto:mike@127.0.0.1", &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI);

  /* Where nobody waits for the answer, it is told to all. */
  g_signal_connect (phones->kevin, "command-failed", G_CALLBACK (on_command_failed), &signalled);
  rf_phone_dial_async (phones->kevin, "mi ke", NULL, NULL, NULL);
  rf_test_wait (is_set, &signalled);
  g_assert_error (signalled, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI);
}

static void
test_transfer (RfTestPhones  *phones,
               gconstpointer  data)
{
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;
  g_autoptr (RfCall) at_wayne = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RfTransfer *transfer;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  phones->wayne = rf_test_phones_start (phones, "wayne");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  g_signal_connect (phones->wayne, "incoming-call", G_CALLBACK (on_incoming_call), &at_wayne);

  rf_call_transfer_async (at_mike, rf_phone_get_aor (phones->wayne), NULL, rf_test_on_result,
                          &result);
  transfer = rf_call_get_transfer (at_mike);
  g_assert_nonnull (transfer);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);

  rf_call_transfer_async (at_mike, "sip:other@127.0.0.1", NULL, rf_test_on_result, &result);
  g_assert_false (rf_test_command_finish (&result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (rf_call_get_transfer (at_mike) == transfer);

  rf_test_wait (is_set, &at_wayne);
  g_assert_nonnull (strstr (rf_call_get_referred_by (at_wayne), rf_phone_get_aor (phones->mike)));
  g_assert_cmpint (rf_transfer_get_result (transfer), ==, RF_TRANSFER_PENDING);
  rf_call_answer_async (at_wayne, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  g_object_ref (transfer);
  rf_test_wait (is_decided, transfer);
  g_assert_cmpint (rf_transfer_get_result (transfer), ==, RF_TRANSFER_SUCCEEDED);
  rf_test_wait (is_released, transfer);
  g_assert_cmpint (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_WAITING), ==, 0);
  for (int stage = RF_TRANSFER_STAGE_HOLD_SENT; stage < RF_TRANSFER_N_STAGES; stage++) {
    g_test_message ("stage %d", stage);
    g_assert_cmpint (rf_transfer_get_stage_time (transfer, stage), >, 0);
  }
  g_object_unref (transfer);
  rf_test_wait (rf_test_is_over, at_mike);
  rf_test_wait (rf_test_is_over, at_kevin);
  g_assert_true (rf_call_is_live (at_wayne));

  rf_feed_flush (phones->feed);
  g_assert_cmpuint (rf_trace_get_n_transfers (phones->trace), ==, 1);
  g_assert_cmpint (rf_trace_get_transfer (phones->trace, 0)->refer_status, ==, 202);
}

static void
note_state (RfPhone    *phone,
            GParamSpec *pspec,
            GArray     *states)
{
  RfPhoneState state = rf_phone_get_state (phone);

  g_array_append_val (states, state);
}

static void
note_string (RfPhone    *phone,
             const char *text,
             char      **place)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
test_core_killed (RfTestPhones  *phones,
                  gconstpointer  data)
{
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;
  g_autoptr (RfCall) again = NULL;
  g_autoptr (RfCall) at_kevin_again = NULL;
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (RfPhoneState));
  g_autofree char *why = NULL;
  g_autofree char *aor = NULL;
  GPid pid;
  gint64 killed;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  aor = g_strdup (rf_phone_get_aor (phones->kevin));
  g_signal_connect (phones->kevin, "notify::state", G_CALLBACK (note_state), states);
  g_signal_connect (phones->kevin, "core-lost", G_CALLBACK (note_string), &why);

  pid = rf_phone_get_core_pid (phones->kevin);
  killed = g_get_monotonic_time ();
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  rf_test_wait (rf_test_is_lost, phones->kevin);
  g_assert_cmpint (rf_call_get_state (at_kevin), ==, RF_CALL_LOST);
  g_assert_true (g_str_has_suffix (rf_call_get_end_reason (at_kevin), "."));
  g_assert_nonnull (why);
  g_assert_nonnull (rf_phone_get_problem (phones->kevin));

  rf_test_wait (rf_test_is_ready, phones->kevin);
  g_test_message ("ready again after %.1f ms", (g_get_monotonic_time () - killed) / 1000.0);
  g_assert_cmpint (g_get_monotonic_time () - killed, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (rf_phone_get_core_pid (phones->kevin), !=, pid);
  g_assert_cmpstr (rf_phone_get_aor (phones->kevin), ==, aor);
  g_assert_null (rf_phone_get_problem (phones->kevin));
  g_assert_cmpuint (states->len, ==, 2);
  g_assert_cmpint (g_array_index (states, RfPhoneState, 0), ==, RF_PHONE_LOST);
  g_assert_cmpint (g_array_index (states, RfPhoneState, 1), ==, RF_PHONE_READY);

  /* The account is there: it can be called. */
  again = rf_test_call_up (phones->mike, phones->kevin, &at_kevin_again);
  g_signal_handlers_disconnect_by_data (phones->kevin, states);
  g_signal_handlers_disconnect_by_data (phones->kevin, &why);
}

static void
test_core_keeps_dying (RfTestPhones  *phones,
                       gconstpointer  data)
{
  phones->kevin = rf_test_phones_start (phones, "kevin");
  for (guint i = 1; i <= 5; i++) {
    g_assert_cmpint (kill (rf_phone_get_core_pid (phones->kevin), SIGKILL), ==, 0);
    rf_test_wait (rf_test_is_lost, phones->kevin);
    g_test_message ("%s", rf_phone_get_problem (phones->kevin));
    g_assert_cmpint (strstr (rf_phone_get_problem (phones->kevin), "keeps ending") != NULL, ==,
                     i == 5);
    rf_test_wait (rf_test_is_ready, phones->kevin);
  }
}

/* One that hangs is as bad as one that has died: nobody could end its calls. */
static void
test_core_hangs (RfTestPhones  *phones,
                 gconstpointer  data)
{
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  g_assert_cmpint (kill (rf_phone_get_core_pid (phones->kevin), SIGSTOP), ==, 0);
  rf_test_wait (rf_test_is_lost, phones->kevin);
  g_assert_cmpint (rf_call_get_state (at_kevin), ==, RF_CALL_LOST);
  g_assert_nonnull (strstr (rf_phone_get_problem (phones->kevin), "gave no sign"));
  rf_test_wait (rf_test_is_ready, phones->kevin);
}

static void
test_core_killed_in_transfer (RfTestPhones  *phones,
                              gconstpointer  data)
{
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;
  g_autoptr (RfCall) at_wayne = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  phones->wayne = rf_test_phones_start (phones, "wayne");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  g_signal_connect (phones->wayne, "incoming-call", G_CALLBACK (on_incoming_call), &at_wayne);
  rf_call_transfer_async (at_mike, rf_phone_get_aor (phones->wayne), NULL, rf_test_on_result,
                          &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  rf_test_wait (is_set, &at_wayne);
  kill (rf_phone_get_core_pid (phones->mike), SIGKILL);
  rf_test_wait (rf_test_is_lost, phones->mike);
  g_assert_cmpint (rf_transfer_get_result (rf_call_get_transfer (at_mike)), ==,
                   RF_TRANSFER_UNKNOWN);

  rf_call_hang_up_async (at_mike, 0, NULL, rf_test_on_result, &result);
  g_assert_false (rf_test_command_finish (&result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_CORE_LOST);
  rf_test_wait (rf_test_is_ready, phones->mike);
}

/* Letting go of a phone ends its core, whatever it does. */
static void
test_let_go (RfTestPhones  *phones,
             gconstpointer  data)
{
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;
  gpointer pid;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  pid = GINT_TO_POINTER (rf_phone_get_core_pid (phones->kevin));
  g_assert_finalize_object (g_steal_pointer (&phones->kevin));
  rf_test_wait (rf_test_process_is_gone, pid);
  /* It said goodbye. */
  rf_test_wait (rf_test_is_over, at_mike);
}

/* The other side of that: this process is the program that is killed. */
static int
be_a_phone (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  RfTestPhones phones = { 0 };

  phones.kevin = rf_test_phones_start (&phones, "kevin");
  g_print ("%d %s\n", rf_phone_get_core_pid (phones.kevin), rf_phone_get_aor (phones.kevin));
  g_main_loop_run (loop);
  return 1;
}

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **line = user_data;

  *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
}

static void
test_program_killed (RfTestPhones  *phones,
                     gconstpointer  data)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (RfCall) call = NULL;
  g_auto (GStrv) words = NULL;
  g_autofree char *line = NULL;
  gpointer pid;
  gint64 killed;

  phones->mike = rf_test_phones_start (phones, "mike");
  /* Debug messages go to standard output too. */
  g_subprocess_launcher_unsetenv (launcher, "G_MESSAGES_DEBUG");
  program = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", "--be-a-phone", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program));
  g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, NULL, on_line, &line);
  rf_test_wait (is_set, &line);
  words = g_strsplit (line, " ", 2);
  pid = GINT_TO_POINTER (atoi (words[0]));
  g_assert_false (rf_test_process_is_gone (pid));
  call = rf_test_dial (phones->mike, words[1], &error);
  g_assert_no_error (error);
  rf_test_wait (is_ringing, call);

  killed = g_get_monotonic_time ();
  g_subprocess_force_exit (program);
  rf_test_wait (rf_test_process_is_gone, pid);
  g_test_message ("the core was gone after %.1f ms", (g_get_monotonic_time () - killed) / 1000.0);
  g_assert_cmpint (g_get_monotonic_time () - killed, <, 2 * G_USEC_PER_SEC);
  rf_test_wait (rf_test_is_over, call);

  /* Its folder is still there; the next phone clears it away, which the end of this test looks
   * for. */
  phones->kevin = rf_test_phones_start (phones, "kevin");
}

static void
test_no_core (RfTestPhones  *phones,
              gconstpointer  data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_new (phones, "kevin", "127.0.0.1:0");
  g_setenv ("PATH", phones->runtime_dir, TRUE);
  g_assert_false (rf_test_start (phones->kevin, &error));
  g_setenv ("PATH", path, TRUE);
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_NO_CORE);
  g_assert_nonnull (strstr (error->message, "baresip-core"));
  g_assert_cmpint (rf_phone_get_state (phones->kevin), ==, RF_PHONE_FAILED);
  g_assert_cmpstr (rf_phone_get_problem (phones->kevin), ==, error->message);

  /* It can be tried again once it is installed. */
  g_assert_true (rf_test_start (phones->kevin, NULL));
  g_assert_null (rf_phone_get_problem (phones->kevin));
}

static void
put_program (RfTestPhones *phones,
             const char   *name,
             const char   *text)
{
  g_autofree char *path = g_build_filename (phones->runtime_dir, name, NULL);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    g_unlink (path);
  else
    g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
}

/* A program that is not what it should be. */
static void
test_broken_core (RfTestPhones  *phones,
                  gconstpointer  data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *own_path = g_strconcat (phones->runtime_dir, ":", path, NULL);
  g_autoptr (GError) error = NULL;

  put_program (phones, "baresip",
               "#!/bin/sh\necho 'first'\nprintf 'no\\033[1m %%s\\001 luck' >&2\nexit 3\n");
  g_setenv ("PATH", own_path, TRUE);
  phones->kevin = rf_test_phones_new (phones, "kevin", "127.0.0.1:0");
  g_assert_false (rf_test_start (phones->kevin, &error));
  g_setenv ("PATH", path, TRUE);
  put_program (phones, "baresip", NULL);
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "“no %s\\x01 luck”"));
  g_assert_cmpint (rf_phone_get_state (phones->kevin), ==, RF_PHONE_FAILED);
  g_assert_cmpstr (rf_phone_get_problem (phones->kevin), ==, error->message);
}

/* Every address, or the loopback on a machine without a network. */
static void
test_listen_to_all (RfTestPhones  *phones,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_new (phones, "kevin", "0.0.0.0:0");
  rf_test_start (phones->kevin, &error);
  g_assert_no_error (error);
  g_test_message ("%s", rf_phone_get_aor (phones->kevin));
  g_assert_null (strstr (rf_phone_get_aor (phones->kevin), "0.0.0.0"));
}

/* Told by both phones, with what each has heard of the other by RTCP. */
static gboolean
is_sound_known (gpointer trace)
{
  const RfTraceAudio *audio;

  if (rf_trace_get_n_audios (trace) == 0)
    return FALSE;
  audio = rf_trace_get_audio (trace, 0);
  return audio->ways[0].expected > 0 && audio->ways[1].expected > 0;
}

static void
test_sound (RfTestPhones  *phones,
            gconstpointer  data)
{
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const RfTraceAudio *audio;
  guint64 before;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  rf_test_wait (is_sound_known, phones->trace);
  audio = rf_trace_get_audio (phones->trace, 0);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
  g_assert_cmpint (audio->parties[0], !=, audio->parties[1]);
  for (guint way = 0; way < 2; way++) {
    g_assert_cmpstr (audio->ways[way].codec, !=, "");
    g_assert_cmpuint (audio->ways[way].packets, >, 100); /* RTCP comes after five seconds */
    g_assert_cmpuint (audio->ways[way].lost, <, audio->ways[way].expected / 10);
    g_assert_cmpfloat (audio->ways[way].jitter_ms, >=, 0);
    g_assert_cmpfloat (audio->ways[way].mos, >=, 1);
  }

  before = audio->ways[0].packets;
  rf_call_hang_up_async (at_kevin, 0, NULL, rf_test_on_result, &result);
  g_assert_true (rf_test_command_finish (&result, NULL));
  rf_test_wait (rf_test_is_over, at_mike);
  audio = rf_trace_get_audio (phones->trace, 0);
  g_assert_cmpuint (audio->ways[0].packets, >=, before);
  g_assert_cmpint (audio->mark, ==, RF_AUDIO_AS_AGREED);
}

static void
test_busy_port (RfTestPhones  *phones,
                gconstpointer  data)
{
  g_autoptr (RfPhone) holder = rf_test_phones_start (phones, "mike");
  g_autofree char *listen = g_strconcat ("127.0.0.1:",
                                         strrchr (rf_phone_get_aor (holder), ':') + 1, NULL);
  g_autoptr (GError) error = NULL;

  phones->kevin = rf_test_phones_new (phones, "kevin", listen);
  g_assert_false (rf_test_start (phones->kevin, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BUSY_PORT);
  g_assert_cmpint (rf_phone_get_state (phones->kevin), ==, RF_PHONE_FAILED);

  rf_test_stop (holder);
  g_assert_true (rf_test_start (phones->kevin, NULL));
  g_assert_true (g_str_has_suffix (rf_phone_get_aor (phones->kevin), strchr (listen, ':')));
}

#define add(name, function) \
  g_test_add ("/phone/" name, RfTestPhones, NULL, rf_test_phones_set_up, function, \
              rf_test_phones_tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "--be-a-phone"))
    return be_a_phone ();
  g_test_init (&argc, &argv, NULL);
  add ("start", test_start);
  add ("start-often", test_start_often);
  add ("start-twice", test_start_twice);
  add ("stop-while-starting", test_stop_while_starting);
  add ("bad-account", test_bad_account);
  add ("set-account", test_set_account);
  add ("call", test_call);
  add ("dial-bad", test_dial_bad);
  add ("transfer", test_transfer);
  add ("core-killed", test_core_killed);
  add ("core-keeps-dying", test_core_keeps_dying);
  add ("core-hangs", test_core_hangs);
  add ("core-killed-in-transfer", test_core_killed_in_transfer);
  add ("let-go", test_let_go);
  add ("program-killed", test_program_killed);
  add ("no-core", test_no_core);
  add ("broken-core", test_broken_core);
  add ("listen-to-all", test_listen_to_all);
  add ("busy-port", test_busy_port);
  add ("sound", test_sound);
  return g_test_run ();
}
