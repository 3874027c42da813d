/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-ladder"

#include "config.h"

#include "rf-ctl-ladder.h"

#include "rf-capture-file.h"
#include "rf-capture.h"
#include "rf-ctl-output.h"
#include "rf-excerpt.h"
#include "rf-export-format.h"
#include "rf-export.h"
#include "rf-sheet.h"

#define EXIT_SHOWN 0
#define EXIT_UNUSABLE 2

typedef struct {
  char      *format;
  char      *output;
  char      *call_id;
  gboolean   ascii;
  double     scale;
  char     **files;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->format);
  g_free (self->output);
  g_free (self->call_id);
  g_strfreev (self->files);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
goes_to_terminal (const Options *options)
{
  return rf_ctl_is_terminal () && (!options->output || g_str_equal (options->output, "-"));
}

static const RfExportFormat *
find_named_format (const char  *name,
                   GError     **error)
{
  const RfExportFormat *format = rf_export_format_find (name);
  g_autofree char *names = NULL;

  if (format)
    return format;
  names = rf_export_format_dup_names ();
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "There is no format \"%s\". It can be %s.", name, names);
  return NULL;
}

/* What the suffix of the file asks for; text where it has none. */
static const RfExportFormat *
find_format_for_path (const char  *path,
                      GError     **error)
{
  const RfExportFormat *format = rf_export_format_for_path (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *suffixes = NULL;

  if (format)
    return format;
  if (!strchr (name, '.'))
    return rf_export_format_find ("text");
  suffixes = rf_export_format_dup_suffixes ();
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "%s: a file to export to ends in %s, or --format says what it is to be.", path,
               suffixes);
  return NULL;
}

/* What --format says, else what the name of the file asks for, else text. */
static const RfExportFormat *
choose_format (const Options  *options,
               GError        **error)
{
  const RfExportFormat *format;

  if (options->format)
    format = find_named_format (options->format, error);
  else if (options->output)
    format = find_format_for_path (options->output, error);
  else
    format = rf_export_format_find ("text");
  if (!format || !format->is_binary || !goes_to_terminal (options))
    return format;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "A terminal cannot show %s. Name a file with -o, or lead the output into a pipe.",
               format->name);
  return NULL;
}

/* As wide as the terminal and in colour, where it goes to one, and in letters that it has. */
static RfExportOptions
choose_options (const Options *options)
{
  gboolean terminal = goes_to_terminal (options);

  return (RfExportOptions) {
    .width = terminal ? rf_ctl_terminal_width () : 0,
    .colour = terminal && rf_ctl_wants_colour (),
    .ascii = options->ascii || (terminal && !g_get_charset (NULL)),
    .scale = options->scale,
  };
}

static gboolean
check_options (const Options  *options,
               GError        **error)
{
  if (!options->files || g_strv_length (options->files) != 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "Name one capture file: refereectl ladder FILE.");
    return FALSE;
  }
  if (options->output && *options->output == '\0') {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "-o has to name a file, or \"-\" for the output.");
    return FALSE;
  }
  if (options->scale >= RF_EXPORT_MIN_SCALE && options->scale <= RF_EXPORT_MAX_SCALE)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--scale is a number from %g to %g.", RF_EXPORT_MIN_SCALE, RF_EXPORT_MAX_SCALE);
  return FALSE;
}

/* What is read would be gone, with all that no ladder has of it. */
static gboolean
check_output (const Options  *options,
              GError        **error)
{
  if (!options->output || g_str_equal (options->output, "-") ||
      !rf_capture_file_equal (options->files[0], options->output))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "%s is the capture that is read, and would be replaced. Name another file with -o.",
               options->output);
  return FALSE;
}

static gboolean
parse_options (Options   *options,
               int        argc,
               char     **argv,
               GError   **error)
{
  g_autofree char *names = rf_export_format_dup_names ();
  g_autofree char *formats = g_strconcat (names, "; text where nothing is said", NULL);
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options->format,
      formats, "FORMAT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "write to OUT instead of the terminal; its suffix says the format where --format does not",
      "OUT" },
    { "ascii", 0, 0, G_OPTION_ARG_NONE, &options->ascii, "text in ASCII alone", NULL },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options->scale,
      "make a PNG so many times as large, 0.5 to 4", "N" },
    { "call", 'c', 0, G_OPTION_ARG_FILENAME, &options->call_id,
      "show only the call with this Call-ID and those that a transfer links to it", "ID" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) local_error = NULL;

  options->scale = 1;
  g_set_prgname ("refereectl ladder");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context,
                                "Draws the SIP messages of a capture (pcap or pcapng, also "
                                "compressed with gzip or zstd) as a ladder. FILE can be \"-\" for "
                                "standard input.");
  if (!g_option_context_parse (context, &argc, &argv, &local_error)) {
    g_set_error (error, local_error->domain, local_error->code,
                 "%s. See \"refereectl ladder --help\".", local_error->message);
    return FALSE;
  }
  return check_options (options, error);
}

/* What is not in the picture is said beside it. That a capture holds other traffic too is no loss,
 * and only the summary tells it. */
static void
warn_about_losses (const char            *path,
                   RfTrace               *trace,
                   const RfCaptureReport *report)
{
  g_auto (GStrv) sentences = rf_capture_report_dup_sentences (report, RF_LOSS_NOT_SIP + 1);

  for (guint i = 0; sentences[i]; i++)
    rf_ctl_complain ("ladder", "%s", sentences[i]);
  if (rf_trace_get_n_messages (trace) == 0)
    rf_ctl_complain ("ladder", "There is no SIP message in %s.", path);
}

/* What is in the trace and not in the format. */
static void
warn_about_format (const RfExportFormat *format,
                   RfTrace              *trace,
                   guint                 n_left_out)
{
  g_autofree char *left_out = n_left_out > 0 ? rf_sheet_dup_left_out (n_left_out) : NULL;
  g_autofree char *unheard = NULL;

  if (left_out)
    rf_ctl_complain ("ladder", "%s", left_out);
  if (g_str_equal (format->name, "pcapng"))
    unheard = rf_export_pcapng_dup_unheard (trace);
  if (unheard)
    rf_ctl_complain ("ladder", "%s", unheard);
}

/* The summary, and what is not in the trace. Takes @summary. */
static GBytes *
append_losses (GBytes                *summary,
               const RfCaptureReport *report)
{
  g_autoptr (GBytes) owned = summary;
  g_auto (GStrv) sentences = rf_capture_report_dup_sentences (report, RF_LOSS_NOT_SIP);
  GString *out = g_string_new_len (g_bytes_get_data (owned, NULL),
                                   (gssize) g_bytes_get_size (owned));

  for (guint i = 0; sentences[i]; i++)
    g_string_append_printf (out, "%s\n", sentences[i]);

  return g_string_free_to_bytes (out);
}

static RfTrace *
read_trace (const Options    *options,
            RfCaptureReport  *report,
            GError          **error)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfTrace *excerpt;

  if (!rf_capture_read (options->files[0], trace, report, error))
    return NULL;
  if (!options->call_id)
    return g_steal_pointer (&trace);
  excerpt = rf_excerpt_new (trace, options->call_id, error);
  if (excerpt)
    rf_trace_finish (excerpt);
  return excerpt;
}

/* All of it; whoever gets the file without our words on standard error is to know what is missing
 * all the same. */
static RfLook *
dup_look (const RfCaptureReport *report)
{
  RfLook *look = rf_look_new_whole ();

  rf_look_set_report (look, report, NULL);
  return look;
}

static gboolean
show (const Options    *options,
      RfCaptureReport  *report,
      GError          **error)
{
  const RfExportFormat *format = choose_format (options, error);
  RfExportOptions export = choose_options (options);
  g_autoptr (RfTrace) trace = NULL;
  g_autoptr (RfLook) look = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean is_summary;
  guint n_left_out = 0;

  if (!format || !check_output (options, error))
    return FALSE;
  trace = read_trace (options, report, error);
  if (!trace)
    return FALSE;
  is_summary = g_str_equal (format->name, "summary");
  if (!is_summary)
    warn_about_losses (options->files[0], trace, report);
  export.look = look = dup_look (report);
  export.ret_n_left_out = &n_left_out;
  bytes = format->export (trace, &export, error);
  if (bytes && is_summary)
    bytes = append_losses (bytes, report);
  if (!bytes || !rf_ctl_write (options->output, bytes, error))
    return FALSE;
  warn_about_format (format, trace, n_left_out);
  return TRUE;
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
  RfCaptureReport report = { 0 };
  gboolean ok = parse_options (&options, argc, argv, &error) && show (&options, &report, &error);

  rf_capture_report_clear (&report);
  if (ok)
    return EXIT_SHOWN;
  rf_ctl_complain ("ladder", "%s", error->message);
  return EXIT_UNUSABLE;
}
