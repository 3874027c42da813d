/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-chooser"

#include "config.h"

#include "rf-export-chooser.h"

#include <glib/gi18n.h>

#include <string.h>

/**
 * RfExportChooser:
 *
 * Asks for the file that a ladder is exported to, and for its format. A name that says no format
 * gets the suffix of the one that is chosen in the list, before GTK looks whether there is such a
 * file already.
 */

/* The first is offered at first. */
static const RfExportChoice choices[] = {
  { "svg", N_("Picture (SVG)"), FALSE },
  { "png", N_("Picture (PNG)"), FALSE },
  { "pdf", N_("Pages (PDF)"), FALSE },
  { "html", N_("Web page (HTML)"), FALSE },
  { "text", N_("Text"), FALSE },
  { "text", N_("Text, ASCII only"), TRUE },
  { "mermaid", N_("Mermaid diagram"), FALSE },
  { "pcapng", N_("Capture without sound (pcapng)"), FALSE },
  { "json", N_("Data (JSON)"), FALSE },
};

struct _RfExportChooser {
  GObject    parent_instance;

  GFile     *capture; /* that the ladder is of; may be NULL */
  GFile     *folder;  /* of the last export; NULL before the first */
  GtkWidget *dialog;  /* NULL until it is shown */
};

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RfExportChooser, rf_export_chooser, G_TYPE_OBJECT)

static const char *
get_suffix (const RfExportChoice *choice)
{
  return rf_export_format_find (choice->format)->suffix;
}

static const RfExportChoice *
get_listed (RfExportChooser *self)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (GTK_FILE_CHOOSER (self->dialog));
  const RfExportChoice *choice = filter ? g_object_get_data (G_OBJECT (filter), "choice") : NULL;

  return choice ? choice : &choices[0];
}

/* What a name asks for, NULL where it says no format. Where there are several of its suffix, the
 * list decides. */
static const RfExportChoice *
find_choice (RfExportChooser *self,
             const char      *name)
{
  const RfExportFormat *format = rf_export_format_for_path (name);
  const RfExportChoice *listed = get_listed (self);

  if (!format || g_str_equal (format->name, listed->format))
    return format ? listed : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (g_str_equal (choices[i].format, format->name))
      return &choices[i];

  return NULL;
}

/* GTK asks whether to replace the file of the name that stands in the dialog, and puts that one
 * into the list of recent files: so it is to be the whole name before it looks. That of a folder
 * stays, as GTK goes there. */
static void
on_export_clicked (RfExportChooser *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->dialog);
  g_autofree char *typed = gtk_file_chooser_get_current_name (chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
  g_autofree char *name = file ? g_file_get_basename (file) : NULL;
  g_autofree char *full_name = NULL;

  if (!name || !typed || *typed == '\0' || find_choice (self, name) ||
      g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    return;
  full_name = g_strconcat (typed, get_suffix (get_listed (self)), NULL);
  gtk_file_chooser_set_current_name (chooser, full_name);
}

static void
on_response (RfExportChooser *self,
             int              response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->dialog));
  g_autofree char *name = file ? g_file_get_basename (file) : NULL;
  const RfExportChoice *choice = name ? find_choice (self, name) : NULL;

  gtk_widget_hide (self->dialog);
  if (response != GTK_RESPONSE_ACCEPT || !choice)
    return;
  g_clear_object (&self->folder);
  self->folder = g_file_get_parent (file);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, file, choice);
}

/* Who chooses another format in the list means the name too. */
static void
on_filter_changed (RfExportChooser *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->dialog);
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  const RfExportFormat *named = name ? rf_export_format_for_path (name) : NULL;
  g_autofree char *stem = NULL;
  g_autofree char *full_name = NULL;

  if (!named)
    return;
  stem = g_strndup (name, strlen (name) - strlen (named->suffix));
  full_name = g_strconcat (stem, get_suffix (get_listed (self)), NULL);
  gtk_file_chooser_set_current_name (chooser, full_name);
}

static void
add_filters (GtkFileChooser *chooser)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autofree char *pattern = g_strconcat ("*", get_suffix (&choices[i]), NULL);
    GtkFileFilter *filter = gtk_file_filter_new ();

    gtk_file_filter_set_name (filter, _(choices[i].title));
    gtk_file_filter_add_pattern (filter, pattern);
    g_object_set_data (G_OBJECT (filter), "choice", (gpointer) &choices[i]);
    gtk_file_chooser_add_filter (chooser, filter);
  }
}

/* Takes the first of @suffixes that @name has off it. */
static void
strip_suffix (char              *name,
              const char *const *suffixes)
{
  gsize length = strlen (name);

  for (; *suffixes; suffixes++) {
    gsize suffix = strlen (*suffixes);

    if (length > suffix && g_ascii_strcasecmp (name + length - suffix, *suffixes) == 0) {
      name[length - suffix] = '\0';
      return;
    }
  }
}

/* "office.svg" for "office.pcap.gz" */
static char *
dup_offered_name (RfExportChooser *self)
{
  static const char *const packed[] = { ".gz", ".zst", NULL };
  static const char *const captures[] = { ".pcap", ".pcapng", ".cap", ".dmp", ".ntar", NULL };
  g_autofree char *name = self->capture ? g_file_get_basename (self->capture) : NULL;
  g_autofree char *stem = name ? g_filename_display_name (name) : NULL;

  if (stem) {
    strip_suffix (stem, packed);
    strip_suffix (stem, captures);
  }
  /* Translators: the name that a file is offered. */
  return g_strconcat (stem ? stem : _("Ladder"), get_suffix (get_listed (self)), NULL);
}

/* At first beside the capture, where a person keeps what belongs to it. */
static void
offer_folder (RfExportChooser *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->dialog);
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr (GFile) folder = NULL;

  if (self->folder)
    folder = g_object_ref (self->folder);
  else if (self->capture && g_file_is_native (self->capture))
    folder = g_file_get_parent (self->capture);
  else
    folder = g_file_new_for_path (documents ? documents : g_get_home_dir ());
  gtk_file_chooser_set_current_folder_file (chooser, folder, NULL);
}

/* GTK forgets both when the dialog is hidden. */
static void
offer (RfExportChooser *self)
{
  g_autofree char *name = dup_offered_name (self);

  offer_folder (self);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), name);
}

/* We are to hear of the click before the dialog does, so we ask to before the button is in it. */
static void
add_buttons (RfExportChooser *self,
             GtkDialog       *dialog)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Export"));

  gtk_dialog_add_button (dialog, _("Cancel"), GTK_RESPONSE_CANCEL);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_export_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_can_default (button, TRUE);
  gtk_widget_show (button);
  gtk_dialog_add_action_widget (dialog, button, GTK_RESPONSE_ACCEPT);
  gtk_dialog_set_default_response (dialog, GTK_RESPONSE_ACCEPT);
}

static GtkWidget *
create_dialog (RfExportChooser *self)
{
  GtkWidget *dialog = gtk_file_chooser_dialog_new (_("Export the ladder"), NULL,
                                                   GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  add_buttons (self, GTK_DIALOG (dialog));
  gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  g_signal_connect (dialog, "delete-event", G_CALLBACK (gtk_widget_hide_on_delete), NULL);
  g_signal_connect_object (dialog, "notify::filter", G_CALLBACK (on_filter_changed), self,
                           G_CONNECT_SWAPPED);

  return dialog;
}

static void
rf_export_chooser_dispose (GObject *object)
{
  RfExportChooser *self = RF_EXPORT_CHOOSER (object);

  g_clear_pointer (&self->dialog, gtk_widget_destroy);
  g_clear_object (&self->folder);
  g_clear_object (&self->capture);

  G_OBJECT_CLASS (rf_export_chooser_parent_class)->dispose (object);
}

static void
rf_export_chooser_class_init (RfExportChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_export_chooser_dispose;

  /**
   * RfExportChooser::chosen:
   * @self: the chooser
   * @file: what to write, with its suffix; what is there is to be replaced
   * @choice: (type gpointer): the #RfExportChoice of what to write
   */
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", RF_TYPE_EXPORT_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_POINTER);
}

static void
rf_export_chooser_init (RfExportChooser *self)
{
}

/**
 * rf_export_chooser_new:
 * @capture: (nullable): the capture that the ladder is of, which says a name and a folder
 *
 * Returns: (transfer full): a chooser that was not shown yet
 */
RfExportChooser *
rf_export_chooser_new (GFile *capture)
{
  RfExportChooser *self;

  g_return_val_if_fail (capture == NULL || G_IS_FILE (capture), NULL);

  self = g_object_new (RF_TYPE_EXPORT_CHOOSER, NULL);
  g_set_object (&self->capture, capture);

  return self;
}

/**
 * rf_export_chooser_show:
 * @self: a chooser
 * @parent: the window of the person who asked for it
 *
 * Asks, in the folder of the last export and with the format of the last time; at first in the
 * folder of the capture.
 */
void
rf_export_chooser_show (RfExportChooser *self,
                        GtkWindow       *parent)
{
  g_return_if_fail (RF_IS_EXPORT_CHOOSER (self));
  g_return_if_fail (GTK_IS_WINDOW (parent));

  if (!self->dialog)
    self->dialog = create_dialog (self);
  if (!gtk_widget_get_visible (self->dialog))
    offer (self);
  gtk_window_set_transient_for (GTK_WINDOW (self->dialog), parent);
  gtk_window_present (GTK_WINDOW (self->dialog));
}
