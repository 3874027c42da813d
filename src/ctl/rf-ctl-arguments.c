/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-arguments"

#include "config.h"

#include "rf-ctl-arguments.h"

#include "rf-ctl-output.h"

#define MAX_SECONDS (24 * 60 * 60)

static gboolean
check_operands (const RfCtlSyntax *syntax,
                char             **operands)
{
  guint n = g_strv_length (operands);

  for (guint i = 0; i < n; i++)
    if (!g_utf8_validate (operands[i], -1, NULL)) {
      rf_ctl_complain (syntax->command, "An argument is not UTF-8.");
      return FALSE;
    }
  if (n >= syntax->min && n <= syntax->max)
    return TRUE;
  rf_ctl_complain (syntax->command, "%s: refereectl %s %s",
                   n < syntax->min ? "An argument is missing" : "There is an argument too many",
                   syntax->command, syntax->operands);
  return FALSE;
}

/**
 * rf_ctl_parse:
 * @syntax: how the command is called
 * @options: its options, ended with %G_OPTION_ENTRY_NULL
 * @argc: number of arguments
 * @argv: the arguments; the first is the command's name
 *
 * Reads the command line of one command. Ends the program after --help.
 *
 * Returns: (transfer full) (nullable): the operands; %NULL where it was called the wrong way, which
 *   has been said
 */
char **
rf_ctl_parse (const RfCtlSyntax  *syntax,
              const GOptionEntry *options,
              int                 argc,
              char              **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (syntax->operands);
  g_autofree char *program = g_strdup_printf ("refereectl %s", syntax->command);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) operands = NULL;
  const GOptionEntry rest[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &operands, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_return_val_if_fail (options != NULL, NULL);

  g_set_prgname (program);
  g_option_context_set_summary (context, syntax->summary);
  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_add_main_entries (context, rest, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    rf_ctl_complain (syntax->command, "%s. See \"%s --help\".", error->message, program);
    return NULL;
  }
  if (operands == NULL)
    operands = g_new0 (char *, 1);
  return check_operands (syntax, operands) ? g_steal_pointer (&operands) : NULL;
}

/**
 * rf_ctl_check_format:
 * @command: the command that asks
 * @format: (nullable): what --format was given
 * @json: (out): whether it is JSON
 *
 * Returns: whether it is text or JSON; else that has been said
 */
gboolean
rf_ctl_check_format (const char *command,
                     const char *format,
                     gboolean   *json)
{
  *json = g_strcmp0 (format, "json") == 0;
  if (format == NULL || *json || g_str_equal (format, "text"))
    return TRUE;
  rf_ctl_complain (command, "--format is text or json, not \"%s\".", format);
  return FALSE;
}

/**
 * rf_ctl_check_timeout:
 * @command: the command that asks
 * @seconds: what --timeout was given, 0 for nothing
 *
 * Returns: whether it can be waited for so long; else that has been said
 */
gboolean
rf_ctl_check_timeout (const char *command,
                      double      seconds)
{
  if (seconds >= 0 && seconds <= MAX_SECONDS)
    return TRUE;
  rf_ctl_complain (command, "--timeout is a number of seconds from 0 (none) to %d.", MAX_SECONDS);
  return FALSE;
}
