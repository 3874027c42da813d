/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-test-party"

#include "config.h"

#include "rf-phone.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * One phone without a window, to be led by a test: it does what lines on its standard input say,
 * and tells what happens in lines on its standard output.
 *
 *   in:  dial TEXT | answer | reject CODE | hangup | hold | resume | transfer TEXT | connect |
 *        consent yes|no | quit
 *   out: ready AOR CORE-PID | call STATE PEER CODE | stage STAGE CODE | request TARGET |
 *        done COMMAND | error COMMAND: SENTENCE | lost REASON
 *
 * Commands other than dial act on the newest call that is live; "connect" transfers the one before
 * it to the newest. The end of the input is "quit".
 */

static char *opt_consent;
static char *opt_listen;
static char *opt_source;
static char *opt_player;
static gboolean opt_answer;
static char **opt_faults;

static const GOptionEntry options[] = {
  { "consent", 0, 0, G_OPTION_ARG_STRING, &opt_consent,
    "What becomes of a REFER: ask, always, never", "POLICY" },
  { "listen", 0, 0, G_OPTION_ARG_STRING, &opt_listen, "Where SIP is heard", "ADDRESS:PORT" },
  { "source", 0, 0, G_OPTION_ARG_STRING, &opt_source, "Where speech comes from", "SOURCE" },
  { "player", 0, 0, G_OPTION_ARG_STRING, &opt_player, "Where speech goes", "PLAYER" },
  { "answer", 0, 0, G_OPTION_ARG_NONE, &opt_answer, "Answer every call", NULL },
  { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_faults, "A misbehaviour", "FAULT" },
  { NULL }
};

typedef struct {
  RfPhone          *phone;
  GMainLoop        *loop;
  GDataInputStream *input;
  gboolean          stopping;
  int               status;
} Party;

typedef struct {
  Party *party;
  char  *line;
} Command;

static void G_GNUC_PRINTF (1, 2)
tell (const char *format,
      ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *line = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s\n", line);
  fflush (stdout);
}

static const char *
state_nick (RfCallState state)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (RF_TYPE_CALL_STATE);
  GEnumValue *value = g_enum_get_value (states, state);

  return value ? value->value_nick : "?";
}

static void
on_state_changed (RfCall *call)
{
  tell ("call %s %s %u", state_nick (rf_call_get_state (call)), rf_call_get_peer_uri (call),
        rf_call_get_end_code (call));
}

static void
on_stage_changed (RfTransfer *transfer,
                  int         stage)
{
  tell ("stage %d %u", stage, rf_transfer_get_code (transfer));
}

static void
on_result_changed (RfTransfer *transfer)
{
  tell ("result %d %u", (int) rf_transfer_get_result (transfer), rf_transfer_get_code (transfer));
}

static void
on_transfer_changed (RfCall     *call,
                     GParamSpec *pspec,
                     Party      *party)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  if (!transfer)
    return;
  g_signal_connect (transfer, "stage-changed", G_CALLBACK (on_stage_changed), party);
  g_signal_connect (transfer, "notify::result", G_CALLBACK (on_result_changed), party);
}

static void
on_request_changed (RfCall *call)
{
  if (rf_call_get_request_target (call))
    tell ("request %s", rf_call_get_request_target (call));
}

static void
on_call_added (RfPhone *phone,
               RfCall  *call,
               Party   *party)
{
  g_signal_connect (call, "notify::state", G_CALLBACK (on_state_changed), party);
  g_signal_connect (call, "notify::transfer", G_CALLBACK (on_transfer_changed), party);
  g_signal_connect (call, "notify::request-target", G_CALLBACK (on_request_changed), party);
  on_state_changed (call);
  if (opt_answer && rf_call_is_incoming (call))
    rf_call_answer_async (call, NULL, NULL, NULL);
}

static void
on_core_lost (RfPhone    *phone,
              const char *reason)
{
  tell ("lost %s", reason);
}

/* The newest but @skip. */
static RfCall *
live_call (Party *party,
           guint  skip)
{
  GListModel *calls = G_LIST_MODEL (party->phone);

  for (guint i = g_list_model_get_n_items (calls); i > 0; i--) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i - 1);

    if (rf_call_is_live (call) && skip-- == 0)
      return g_steal_pointer (&call);
  }
  return NULL;
}

static Command *
command_new (Party      *party,
             const char *line)
{
  Command *command = g_new0 (Command, 1);

  command->party = party;
  command->line = g_strdup (line);
  return command;
}

static void
command_finish (Command *command,
                GError  *error)
{
  if (error)
    tell ("error %s: %s", command->line, error->message);
  else
    tell ("done %s", command->line);
  g_free (command->line);
  g_free (command);
}

static void
on_command_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  rf_call_command_finish (RF_CALL (source), result, &error);
  command_finish (user_data, error);
}

static void
on_dial_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  RfCall *call = rf_phone_dial_finish (RF_PHONE (source), result, &error);

  g_clear_object (&call);
  command_finish (user_data, error);
}

/* FALSE where @verb is none of the commands on a call. */
static gboolean
act_on_call (RfCall     *call,
             const char *verb,
             const char *argument,
             Command    *command)
{
  if (g_str_equal (verb, "answer"))
    rf_call_answer_async (call, NULL, on_command_ready, command);
  else if (g_str_equal (verb, "reject"))
    rf_call_hang_up_async (call, (guint) atoi (argument), NULL, on_command_ready, command);
  else if (g_str_equal (verb, "hangup"))
    rf_call_hang_up_async (call, 0, NULL, on_command_ready, command);
  else if (g_str_equal (verb, "hold") || g_str_equal (verb, "resume"))
    rf_call_set_hold_async (call, verb[0] == 'h', NULL, on_command_ready, command);
  else if (g_str_equal (verb, "transfer"))
    rf_call_transfer_async (call, argument, NULL, on_command_ready, command);
  else if (g_str_equal (verb, "consent"))
    rf_call_answer_request_async (call, g_str_equal (argument, "yes"), NULL, on_command_ready,
                                  command);
  else
    return FALSE;
  return TRUE;
}

static void
obey (Party      *party,
      const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  const char *argument = words[0] && words[1] ? words[1] : "";
  g_autoptr (RfCall) call = live_call (party, 0);
  g_autoptr (RfCall) before = live_call (party, 1);
  Command *command = command_new (party, line);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (words[0], "dial")) {
    rf_phone_dial_async (party->phone, argument, NULL, on_dial_ready, command);
    return;
  }
  if (before && g_str_equal (words[0], "connect")) {
    rf_call_transfer_to_async (before, call, NULL, on_command_ready, command);
    return;
  }
  if (call && act_on_call (call, words[0], argument, command))
    return;
  error = g_error_new_literal (RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                               call ? "Unknown command." : "There is no call.");
  command_finish (command, error);
}

static void
on_stop_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Party *party = user_data;
  g_autoptr (GError) error = NULL;

  if (!rf_phone_stop_finish (RF_PHONE (source), result, &error)) {
    tell ("error quit: %s", error->message);
    party->status = 1;
  }
  g_main_loop_quit (party->loop);
}

static void
stop (Party *party)
{
  if (party->stopping)
    return;
  party->stopping = TRUE;
  rf_phone_stop_async (party->phone, NULL, on_stop_ready, party);
}

static void
on_line_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Party *party = user_data;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  if (!line || g_str_equal (line, "quit")) {
    stop (party);
    return;
  }
  if (line[0] != '\0')
    obey (party, line);
  g_data_input_stream_read_line_async (party->input, G_PRIORITY_DEFAULT, NULL, on_line_ready,
                                       party);
}

static void
on_start_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Party *party = user_data;
  g_autoptr (GError) error = NULL;

  if (!rf_phone_start_finish (RF_PHONE (source), result, &error)) {
    tell ("error start: %s", error->message);
    party->status = 1;
    g_main_loop_quit (party->loop);
    return;
  }
  tell ("ready %s %d", rf_phone_get_aor (party->phone),
        (int) rf_phone_get_core_pid (party->phone));
  g_data_input_stream_read_line_async (party->input, G_PRIORITY_DEFAULT, NULL, on_line_ready,
                                       party);
}

static int
run (const char *user)
{
  RfPhoneConfig config = {
    .name = user,
    .listen = opt_listen ? opt_listen : "127.0.0.1:0",
    .source = opt_source ? opt_source : "silence",
    .player = opt_player ? opt_player : "silence",
  };
  RfAccountConfig account = {
    .user = user,
    .display_name = user,
    .consent = opt_consent ? opt_consent : "always",
    .ring_timeout = -1,
    .release_after = -1,
    .faults = (const char *const *) opt_faults,
  };
  g_autoptr (GInputStream) standard_input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (RfPhone) phone = rf_phone_new (&config, NULL);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (standard_input);
  Party party = { .phone = phone, .loop = loop, .input = input };

  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), &party);
  g_signal_connect (phone, "core-lost", G_CALLBACK (on_core_lost), &party);
  rf_phone_start_async (phone, &account, NULL, on_start_ready, &party);
  g_main_loop_run (loop);
  return party.status;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("NAME");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2) {
    g_printerr ("%s\n", error ? error->message : "One name is needed.");
    return 2;
  }
  return run (argv[1]);
}
