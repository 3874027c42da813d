/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl"

#include "config.h"

#include "rf-ctl-demo.h"
#include "rf-ctl-events.h"
#include "rf-ctl-ladder.h"
#include "rf-ctl-output.h"
#include "rf-ctl-phone.h"
#include "rf-ctl-transfer.h"

#include <glib.h>

#include <locale.h>
#include <stdio.h>

/* Usage errors and input that cannot be read; 1 is left to commands whose answer is "no". */
#define EXIT_UNUSABLE 2

/**
 * Command:
 * @run: gets the arguments from the command's name on (argv[0] is the name) and returns the exit
 *   status
 */
typedef struct {
  const char *name;
  const char *summary;
  int       (*run) (int argc, char **argv);
} Command;

static const Command commands[] = {
  { "demo", "three phones on this machine act a transfer, drawn as it happens", rf_ctl_demo_main },
  { "ladder", "draw the SIP messages of a capture as a ladder", rf_ctl_ladder_main },
  { "calls", "list the calls of the running Referee", rf_ctl_calls_main },
  { "dial", "call somebody", rf_ctl_dial_main },
  { "answer", "answer a call", rf_ctl_answer_main },
  { "hangup", "end or decline a call", rf_ctl_hang_up_main },
  { "hold", "put a call on hold", rf_ctl_hold_main },
  { "resume", "take a call off hold", rf_ctl_resume_main },
  { "accept", "let the other phone transfer you, as it asks", rf_ctl_accept_main },
  { "decline", "do not let it", rf_ctl_decline_main },
  { "transfer", "transfer a call, and wait for the end", rf_ctl_transfer_main },
  { "events", "print what happens to the calls, as JSON", rf_ctl_events_main },
};

static void
print_help (FILE *out)
{
  fputs ("Usage:\n"
         "  refereectl COMMAND [ARGUMENTS]\n"
         "\n"
         "Shows and tests SIP call transfers. Needs no display.\n"
         "\n"
         "Commands:\n", out);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (out, "  %-10s %s\n", commands[i].name, commands[i].summary);
  fputs ("\n"
         "All but demo and ladder lead the Referee that runs.\n"
         "\n"
         "Options:\n"
         "  --help     show this text\n"
         "  --version  show the version\n"
         "\n"
         "\"refereectl COMMAND --help\" tells about one command.\n", out);
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  }
  return NULL;
}

static gboolean
is_option (const char *argument,
           const char *long_form,
           const char *short_form)
{
  return g_str_equal (argument, long_form) || g_strcmp0 (argument, short_form) == 0;
}

static int
run (int    argc,
     char **argv)
{
  const Command *command;

  if (argc < 2) {
    print_help (stderr);
    return EXIT_UNUSABLE;
  }
  if (is_option (argv[1], "--help", "-h")) {
    print_help (stdout);
    return 0;
  }
  if (is_option (argv[1], "--version", NULL)) {
    puts ("refereectl " RF_VERSION);
    return 0;
  }

  command = find_command (argv[1]);
  if (!command) {
    rf_ctl_complain (NULL, "There is no command \"%s\". See \"refereectl --help\".", argv[1]);
    return EXIT_UNUSABLE;
  }
  return command->run (argc - 1, argv + 1);
}

int
main (int    argc,
      char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  g_set_prgname ("refereectl");

  status = run (argc, argv);
  /* An answer that was not written is none; of other trouble was told already. */
  if (status < EXIT_UNUSABLE && !rf_ctl_finish ())
    return EXIT_UNUSABLE;

  return status;
}
