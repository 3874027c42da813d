/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-ctl-demo"

#include "rf-ctl-demo.h"

#include "rf-ctl-output.h"
#include "rf-export-format.h"
#include "rf-export.h"
#include "rf-runner.h"

#include <glib-unix.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define EXIT_AS_PROMISED 0
#define EXIT_NOT_SO      1
#define EXIT_UNUSABLE    2
/* What a shell reports for a program that a signal ended. */
#define EXIT_SIGNAL(n)   (128 + (n))

/**
 * Options:
 * @exports: files to write at the end, each with the suffix of a format
 * @format: "text" or "json"
 *
 * The command line.
 */
typedef struct {
  gboolean  list;
  char    **exports;
  char     *format;
  double    speed;
  char    **scenario;
} Options;

/**
 * Demo:
 * @text: (nullable): prints the ladder as it grows; %NULL for JSON, which is printed at the end
 * @ascii: the output is a terminal that shows nothing else
 * @status: exit status
 *
 * One run.
 */
typedef struct {
  const Options *options;
  RfRunner      *runner;
  RfTextLadder  *text;
  GMainLoop     *loop;
  gboolean       colour;
  gboolean       ascii;
  gboolean       stopping;
  int            status;
} Demo;

static void
options_clear (Options *options)
{
  g_strfreev (options->exports);
  g_strfreev (options->scenario);
  g_free (options->format);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void G_GNUC_PRINTF (1, 2)
complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  rf_ctl_complain ("demo", "%s", text);
}

static gboolean
write_export (RfTrace *trace, const char *path, GError **error)
{
  const RfExportOptions options = RF_EXPORT_OPTIONS_INIT;
  g_autoptr (GBytes) bytes = rf_export_format_for_path (path)->export (trace, &options, error);

  return bytes && rf_ctl_write (path, bytes, error);
}

static gboolean
write_exports (Demo *demo)
{
  RfTrace *trace = rf_runner_get_trace (demo->runner);
  gboolean all = TRUE;

  for (guint i = 0; demo->options->exports && demo->options->exports[i]; i++) {
    const char *path = demo->options->exports[i];
    g_autoptr (GError) error = NULL;

    if (!write_export (trace, path, &error)) {
      complain ("%s", error->message);
      all = FALSE;
    }
  }
  return all;
}

static gboolean
check_exports (const Options *options, GError **error)
{
  for (guint i = 0; options->exports && options->exports[i]; i++)
    if (!rf_export_format_for_path (options->exports[i])) {
      g_autofree char *suffixes = rf_export_format_dup_suffixes ();

      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "%s: a file to export to ends in %s.", options->exports[i], suffixes);
      return FALSE;
    }
  return TRUE;
}

/* Before anything starts: a run of several seconds must not end in "no such format". */
static gboolean
check_options (const Options *options, GError **error)
{
  const char *const formats[] = { "text", "json", NULL };

  if (options->format && !g_strv_contains (formats, options->format)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--format is text or json, not “%s”.", options->format);
    return FALSE;
  }
  if (!(options->speed >= 0 && options->speed <= 100)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--speed is a number from 0 (no pauses) to 100.");
    return FALSE;
  }
  if (options->scenario && options->scenario[0] && options->scenario[1]) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "One scenario at a time: “%s” is one too many.", options->scenario[1]);
    return FALSE;
  }
  return check_exports (options, error);
}

static gboolean
parse_options (Options *options, int argc, char **argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[SCENARIO]");
  g_autofree char *suffixes = rf_export_format_dup_suffixes ();
  g_autofree char *exports =
    g_strdup_printf ("Write the ladder to FILE at the end, by its suffix: %s; may be given "
                     "several times", suffixes);
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, "Name the scenarios that there are", NULL },
    { "export", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->exports,
      exports, "FILE" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format,
      "text prints the ladder as it grows, json one document at the end", "text|json" },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
      "2 is twice as fast, 0 leaves out all pauses", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->scenario, NULL, NULL },
    { NULL }
  };
  g_auto (GStrv) arguments = g_new0 (char *, argc + 1);

  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_option_context_set_summary (context,
                                "Three real phones on this machine act a SCENARIO (a name, or "
                                "the path of an .ini file;\n“blind” where none is given), and "
                                "the ladder is printed as it grows.");
  g_option_context_add_main_entries (context, entries, NULL);
  /* The usage line starts with it. */
  g_set_prgname ("refereectl demo");
  options->speed = 1;
  return g_option_context_parse_strv (context, &arguments, error) && check_options (options, error);
}

static int
print_list (void)
{
  g_auto (GStrv) names = rf_scenario_list ();
  int status = EXIT_AS_PROMISED;

  for (guint i = 0; names[i]; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RfScenario) scenario = rf_scenario_load (names[i], &error);

    if (scenario) {
      printf ("%-20s %s\n", names[i], rf_scenario_get_title (scenario));
    } else {
      complain ("%s", error->message);
      status = EXIT_UNUSABLE;
    }
  }
  if (!names[0]) {
    complain ("no scenario is installed.");
    status = EXIT_UNUSABLE;
  }
  return status;
}

static void
print_text (Demo *demo, const char *text)
{
  g_autofree char *ascii = demo->ascii ? rf_export_dup_ascii (text) : NULL;

  fputs (ascii ? ascii : text, stdout);
  fflush (stdout);
}

static void
print_news (Demo *demo)
{
  g_autofree char *news = NULL;

  if (!demo->text)
    return;
  news = rf_text_ladder_dup_news (demo->text);
  print_text (demo, news);
}

/* A line of the story, set off from the rows of the ladder. */
static void
print_line (Demo *demo, const char *line)
{
  g_autofree char *text = NULL;

  if (!demo->text)
    return;
  print_news (demo);
  text = g_strdup_printf (demo->colour ? "\033[1m● %s\033[0m\n" : "● %s\n", line);
  print_text (demo, text);
}

static void
on_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Demo *demo = user_data;

  if (!rf_runner_stop_finish (RF_RUNNER (object), result, &error))
    g_debug ("Stopping the phones: %s", error->message);
  print_news (demo);
  g_main_loop_quit (demo->loop);
}

/* The first reason counts: a failure while the phones are being stopped does not change the status.
 * */
static void
stop (Demo *demo, int status)
{
  if (demo->stopping)
    return;
  demo->stopping = TRUE;
  demo->status = status;
  rf_runner_stop_async (demo->runner, NULL, on_stopped, demo);
}

static gboolean
on_interrupted (gpointer user_data)
{
  stop (user_data, EXIT_SIGNAL (SIGINT));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_asked_to_end (gpointer user_data)
{
  stop (user_data, EXIT_SIGNAL (SIGTERM));
  return G_SOURCE_CONTINUE;
}

static void
on_messages_added (Demo *demo)
{
  print_news (demo);
}

static void
on_narration_changed (Demo *demo)
{
  if (rf_runner_get_narration (demo->runner))
    print_line (demo, rf_runner_get_narration (demo->runner));
}

static void
on_state_changed (Demo *demo)
{
  if (demo->stopping || rf_runner_get_state (demo->runner) != RF_RUNNER_FAILED)
    return;
  print_news (demo);
  complain ("%s", rf_runner_get_problem (demo->runner));
  stop (demo, EXIT_NOT_SO);
}

static void
on_finished (Demo *demo, gboolean as_promised)
{
  g_autofree char *sentence = NULL;

  rf_runner_get_verdict (demo->runner, &sentence);
  if (as_promised)
    print_line (demo, sentence);
  else
    complain ("%s", sentence);
  stop (demo, as_promised ? EXIT_AS_PROMISED : EXIT_NOT_SO);
}

static void
on_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Demo *demo = user_data;

  if (rf_runner_start_finish (RF_RUNNER (object), result, &error)) {
    g_signal_connect_swapped (demo->runner, "notify::state", G_CALLBACK (on_state_changed), demo);
    rf_runner_play (demo->runner);
    return;
  }
  if (!demo->stopping)
    complain ("%s", error->message);
  stop (demo, EXIT_UNUSABLE);
}

static void
demo_connect (Demo *demo)
{
  RfTrace *trace = rf_runner_get_trace (demo->runner);

  if (g_strcmp0 (demo->options->format, "json") != 0) {
    demo->colour = rf_ctl_wants_colour ();
    demo->ascii = rf_ctl_is_terminal () && !g_get_charset (NULL);
    demo->text = rf_text_ladder_new (trace, NULL, 0, demo->colour);
  }
  g_signal_connect_swapped (trace, "messages-added", G_CALLBACK (on_messages_added), demo);
  g_signal_connect_swapped (demo->runner, "notify::narration", G_CALLBACK (on_narration_changed),
                            demo);
  g_signal_connect_swapped (demo->runner, "finished", G_CALLBACK (on_finished), demo);
}

static void
demo_disconnect (Demo *demo)
{
  g_signal_handlers_disconnect_by_data (rf_runner_get_trace (demo->runner), demo);
  g_signal_handlers_disconnect_by_data (demo->runner, demo);
  g_clear_pointer (&demo->text, rf_text_ladder_free);
}

static int
conclude (Demo *demo)
{
  if (demo->status != EXIT_AS_PROMISED && demo->status != EXIT_NOT_SO)
    return demo->status;
  if (!demo->text) {
    g_autofree char *json = rf_export_json (rf_runner_get_trace (demo->runner), NULL);

    puts (json);
  }
  return write_exports (demo) ? demo->status : EXIT_UNUSABLE;
}

static int
run (const Options *options, RfScenario *scenario)
{
  g_autoptr (RfRunner) runner = rf_runner_new (scenario);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Demo demo = { .options = options, .runner = runner, .loop = loop };
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupted, &demo);
  guint end = g_unix_signal_add (SIGTERM, on_asked_to_end, &demo);
  int status;

  rf_runner_set_speed (runner, options->speed);
  demo_connect (&demo);
  print_line (&demo, rf_scenario_get_summary (scenario));
  rf_runner_start_async (runner, NULL, on_started, &demo);
  g_main_loop_run (loop);

  status = conclude (&demo);
  demo_disconnect (&demo);
  g_source_remove (interrupt);
  g_source_remove (end);
  return status;
}

/**
 * rf_ctl_demo_main:
 * @argc: number of arguments
 * @argv: (array length=argc): the arguments, the command's name first
 *
 * Runs "refereectl demo".
 *
 * Returns: the exit status
 */
int
rf_ctl_demo_main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (RfScenario) scenario = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (&options, argc, argv, &error)) {
    complain ("%s", error->message);
    return EXIT_UNUSABLE;
  }
  if (options.list)
    return print_list ();
  scenario = rf_scenario_load (options.scenario ? options.scenario[0] : "blind", &error);
  if (!scenario) {
    complain ("%s", error->message);
    return EXIT_UNUSABLE;
  }
  return run (&options, scenario);
}
