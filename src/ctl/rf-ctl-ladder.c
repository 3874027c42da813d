/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-ladder"

#include "config.h"

#include "rf-ctl-ladder.h"

#include "rf-capture.h"
#include "rf-ctl-output.h"
#include "rf-excerpt.h"
#include "rf-export.h"

#include <string.h>

#define EXIT_SHOWN 0
#define EXIT_UNUSABLE 2

typedef struct {
  char  *format;
  char  *output;
  char  *call_id;
  char **files;
} Options;

/* Makes the bytes of one format; @output is where they go, NULL for the terminal. */
typedef GBytes *(*Exporter) (RfTrace *trace, const char *output, GError **error);

typedef struct {
  const char *name;
  Exporter    export;
} Format;

static void
options_clear (Options *self)
{
  g_free (self->format);
  g_free (self->output);
  g_free (self->call_id);
  g_strfreev (self->files);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

/* As wide as the terminal and in colour, where it goes to one. */
static GBytes *
export_text (RfTrace     *trace,
             const char  *output,
             GError     **error)
{
  guint width = output ? 0 : rf_ctl_terminal_width ();
  g_autoptr (RfTextLadder) ladder = rf_text_ladder_new (trace, width,
                                                        !output && rf_ctl_wants_colour ());

  return take_text (rf_text_ladder_dup_news (ladder));
}

static GBytes *
export_json (RfTrace     *trace,
             const char  *output,
             GError     **error)
{
  return take_text (rf_export_json (trace));
}

static GBytes *
export_svg (RfTrace     *trace,
            const char  *output,
            GError     **error)
{
  GBytes *bytes = NULL;

  return rf_export_svg_bytes (trace, &bytes, error) ? bytes : NULL;
}

static GBytes *
export_summary (RfTrace     *trace,
                const char  *output,
                GError     **error)
{
  return take_text (rf_export_summary (trace));
}

static const Format formats[] = {
  { "text", export_text },
  { "json", export_json },
  { "svg", export_svg },
  { "summary", export_summary },
};

static const Format *
find_format (const char  *name,
             GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (g_str_equal (formats[i].name, name))
      return &formats[i];
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "There is no format \"%s\". It can be text, json, svg or summary.", name);
  return NULL;
}

static gboolean
parse_options (Options   *options,
               int        argc,
               char     **argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options->format,
      "text (default), json, svg or summary", "FORMAT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "write to OUT instead of the terminal", "OUT" },
    { "call", 'c', 0, G_OPTION_ARG_FILENAME, &options->call_id,
      "show only the call with this Call-ID and those that a transfer links to it", "ID" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) local_error = NULL;

  g_set_prgname ("refereectl ladder");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context,
                                "Draws the SIP messages of a capture (pcap or pcapng) as a "
                                "ladder.");
  if (!g_option_context_parse (context, &argc, &argv, &local_error)) {
    g_set_error (error, local_error->domain, local_error->code,
                 "%s. See \"refereectl ladder --help\".", local_error->message);
    return FALSE;
  }
  if (g_strv_length (options->files ? options->files : (char *[]) { NULL }) == 1)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "Name one capture file: refereectl ladder FILE.");
  return FALSE;
}

/* What is not in the picture is said beside it. */
static void
warn_about_damage (const char            *path,
                   RfTrace               *trace,
                   const RfCaptureReport *report)
{
  g_auto (GStrv) sentences = rf_capture_report_dup_sentences (report, RF_LOSS_NOT_SIP + 1);

  for (guint i = 0; sentences[i]; i++)
    rf_ctl_complain ("ladder", "%s", sentences[i]);
  if (rf_trace_get_n_messages (trace) == 0)
    rf_ctl_complain ("ladder", "There is no SIP message in %s.", path);
}

static RfTrace *
read_trace (const Options  *options,
            GError        **error)
{
  const char *path = options->files[0];
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfCaptureReport report = { 0 };
  gboolean ok = rf_capture_read (path, trace, &report, error);

  if (ok)
    warn_about_damage (path, trace, &report);
  rf_capture_report_clear (&report);
  if (!ok)
    return NULL;
  if (options->call_id)
    return rf_excerpt_new (trace, options->call_id, error);
  return g_steal_pointer (&trace);
}

static gboolean
show (const Options  *options,
      GError        **error)
{
  const Format *format = find_format (options->format ? options->format : "text", error);
  g_autoptr (RfTrace) trace = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!format)
    return FALSE;
  trace = read_trace (options, error);
  if (!trace)
    return FALSE;
  bytes = format->export (trace, options->output, error);
  return bytes && rf_ctl_write (options->output, bytes, error);
}

/**
 * rf_ctl_ladder_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "ladder"
 *
 * Returns: the exit status: 0, or 2 where the capture could not be read or the ladder not be
 *   written
 */
int
rf_ctl_ladder_main (int    argc,
                    char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (parse_options (&options, argc, argv, &error) && show (&options, &error))
    return EXIT_SHOWN;
  rf_ctl_complain ("ladder", "%s", error->message);
  return EXIT_UNUSABLE;
}
