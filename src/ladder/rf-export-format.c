/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-format"

#include "config.h"

#include "rf-export-format.h"

#include "rf-export.h"

#include <string.h>

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
export_text (RfTrace                *trace,
             const RfExportOptions  *options,
             GError                **error)
{
  g_autoptr (RfTextLadder) ladder = rf_text_ladder_new (trace, options->look, options->width,
                                                        options->colour);
  g_autofree char *rows = rf_text_ladder_dup_news (ladder);
  g_autofree char *caption = rf_text_ladder_dup_caption (ladder);
  g_autofree char *text = g_strconcat (rows, caption, NULL);

  return take_text (options->ascii ? rf_export_dup_ascii (text) : g_steal_pointer (&text));
}

static GBytes *
export_json (RfTrace                *trace,
             const RfExportOptions  *options,
             GError                **error)
{
  return take_text (rf_export_json (trace, options->look));
}

static GBytes *
export_summary (RfTrace                *trace,
                const RfExportOptions  *options,
                GError                **error)
{
  return take_text (rf_export_summary (trace));
}

static GBytes *
export_svg (RfTrace                *trace,
            const RfExportOptions  *options,
            GError                **error)
{
  return rf_export_svg (trace, options->look, options->ret_n_left_out, error);
}

static GBytes *
export_png (RfTrace                *trace,
            const RfExportOptions  *options,
            GError                **error)
{
  return rf_export_png (trace, options->look, options->scale, options->ret_n_left_out, error);
}

static GBytes *
export_pdf (RfTrace                *trace,
            const RfExportOptions  *options,
            GError                **error)
{
  return rf_export_pdf (trace, options->look, options->ret_n_left_out, error);
}

static GBytes *
export_mermaid (RfTrace                *trace,
                const RfExportOptions  *options,
                GError                **error)
{
  return take_text (rf_export_mermaid (trace, options->look, options->ret_n_left_out));
}

static GBytes *
export_html (RfTrace                *trace,
             const RfExportOptions  *options,
             GError                **error)
{
  return take_text (rf_export_html (trace, options->look, options->ret_n_left_out));
}

static GBytes *
export_pcapng (RfTrace                *trace,
               const RfExportOptions  *options,
               GError                **error)
{
  return rf_export_pcapng (trace, options->look, error);
}

static const RfExportFormat formats[] = {
  { "text", ".txt", "text/plain", FALSE, export_text },
  { "json", ".json", "application/json", FALSE, export_json },
  { "summary", NULL, "text/plain", FALSE, export_summary },
  { "svg", ".svg", "image/svg+xml", FALSE, export_svg },
  { "png", ".png", "image/png", TRUE, export_png },
  { "pdf", ".pdf", "application/pdf", TRUE, export_pdf },
  { "mermaid", ".mmd", "text/vnd.mermaid", FALSE, export_mermaid },
  { "html", ".html", "text/html", FALSE, export_html },
  { "pcapng", ".pcapng", "application/x-pcapng", TRUE, export_pcapng },
};

/**
 * rf_export_format_get:
 * @index: from 0
 *
 * Returns: (transfer none) (nullable): a format, %NULL behind the last
 */
const RfExportFormat *
rf_export_format_get (guint index)
{
  return index < G_N_ELEMENTS (formats) ? &formats[index] : NULL;
}

/**
 * rf_export_format_find:
 * @name: name of a format
 *
 * Returns: (transfer none) (nullable): the format
 */
const RfExportFormat *
rf_export_format_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].name, name))
      return &formats[i];
  return NULL;
}

/**
 * rf_export_format_for_path:
 * @path: name of a file
 *
 * Returns: (transfer none) (nullable): the format that its suffix asks for
 */
const RfExportFormat *
rf_export_format_for_path (const char *path)
{
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  length = strlen (path);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    const char *suffix = formats[i].suffix;

    if (suffix && length > strlen (suffix) &&
        g_ascii_strcasecmp (path + length - strlen (suffix), suffix) == 0)
      return &formats[i];
  }
  return NULL;
}

static char *
dup_list (gboolean of_suffixes)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *head = NULL;
  const char *last;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    const char *word = of_suffixes ? formats[i].suffix : formats[i].name;

    if (word)
      g_ptr_array_add (words, (gpointer) word);
  }
  last = g_ptr_array_steal_index (words, words->len - 1);
  g_ptr_array_add (words, NULL);
  head = g_strjoinv (", ", (char **) words->pdata);
  return g_strdup_printf ("%s or %s", head, last);
}

/**
 * rf_export_format_dup_names:
 *
 * Returns: (transfer full): "text, json … or pcapng", for a sentence
 */
char *
rf_export_format_dup_names (void)
{
  return dup_list (FALSE);
}

/**
 * rf_export_format_dup_suffixes:
 *
 * Returns: (transfer full): ".txt, .json … or .pcapng", for a sentence
 */
char *
rf_export_format_dup_suffixes (void)
{
  return dup_list (TRUE);
}
