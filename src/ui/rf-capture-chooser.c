/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-chooser"

#include "config.h"

#include "rf-capture-chooser.h"

#include <glib/gi18n.h>

/*
 * The ways in which a person names a capture to a window: by a dialog, and by dropping it there.
 * What was named goes to the application, as it does from the command line and the file manager.
 */

static void
open_files (GApplication *app,
            GPtrArray    *files)
{
  if (files->len > 0)
    g_application_open (app, (GFile **) files->pdata, (int) files->len, "");
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GSList *chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  for (GSList *l = chosen; l; l = l->next)
    g_ptr_array_add (files, l->data);
  g_slist_free (chosen);
  if (response == GTK_RESPONSE_ACCEPT)
    open_files (user_data, files);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser    *chooser,
            const char        *name,
            const char *const *patterns)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *patterns; patterns++)
    gtk_file_filter_add_pattern (filter, *patterns);
  gtk_file_chooser_add_filter (chooser, filter);
}

/**
 * rf_capture_chooser_show:
 * @app: the application
 *
 * Asks which captures to open, and opens them.
 */
void
rf_capture_chooser_show (GtkApplication *app)
{
  static const char *const captures[] = {
    "*.pcap", "*.pcapng", "*.cap", "*.pcap.gz", "*.pcapng.gz", "*.cap.gz", "*.pcap.zst",
    "*.pcapng.zst", "*.cap.zst", NULL
  };
  static const char *const all[] = { "*", NULL };
  GtkFileChooserNative *dialog;

  g_return_if_fail (GTK_IS_APPLICATION (app));

  dialog = gtk_file_chooser_native_new (_("Open capture"), gtk_application_get_active_window (app),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  add_filter (GTK_FILE_CHOOSER (dialog), _("Captures"), captures);
  add_filter (GTK_FILE_CHOOSER (dialog), _("All files"), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), app, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_drag_data_received (GtkWidget        *widget,
                       GdkDragContext   *context,
                       int               x,
                       int               y,
                       GtkSelectionData *data,
                       guint             info,
                       guint             time)
{
  g_auto (GStrv) uris = gtk_selection_data_get_uris (data);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  /* Only files: a link that is dropped is not to be dialled by accident. */
  for (guint i = 0; uris && uris[i]; i++) {
    if (g_str_has_prefix (uris[i], "file:"))
      g_ptr_array_add (files, g_file_new_for_uri (uris[i]));
  }
  open_files (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (widget))), files);
  gtk_drag_finish (context, files->len > 0, FALSE, time);
}

/**
 * rf_capture_chooser_add_drop:
 * @window: a window of the application
 *
 * Lets files be dropped on the window, to be opened.
 */
void
rf_capture_chooser_add_drop (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  gtk_drag_dest_set (GTK_WIDGET (window), GTK_DEST_DEFAULT_ALL, NULL, 0, GDK_ACTION_COPY);
  gtk_drag_dest_add_uri_targets (GTK_WIDGET (window));
  g_signal_connect (window, "drag-data-received", G_CALLBACK (on_drag_data_received), NULL);
}
