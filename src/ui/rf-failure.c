/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-failure"

#include "config.h"

#include "rf-failure.h"

#include <glib/gi18n.h>

/**
 * rf_failure_show:
 * @parent: the window of the person who asked for it
 * @what: what could not be done, in a few words
 * @why: the sentence about why
 *
 * Says that something that was asked for could not be done.
 */
void
rf_failure_show (GtkWindow  *parent,
                 const char *what,
                 const char *why)
{
  GtkWidget *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (what != NULL && why != NULL);

  dialog = gtk_message_dialog_new (parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                   GTK_MESSAGE_ERROR, GTK_BUTTONS_CLOSE, "%s", what);
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", why);
  g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
is_full (const GError *error)
{
  return g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

static gboolean
is_kept_out (const GError *error)
{
  return g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
         g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM) ||
         g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS) ||
         g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/**
 * rf_failure_dup_reason:
 * @file: (nullable): what was to be written
 * @error: why it was not
 *
 * The system speaks of the file that stands for this one until it is whole, and does not say what
 * can be done.
 *
 * Returns: (transfer full): the sentence about why, for rf_failure_show()
 */
char *
rf_failure_dup_reason (GFile        *file,
                       const GError *error)
{
  g_autofree char *name = file ? g_file_get_basename (file) : NULL;
  g_autofree char *shown = name ? g_filename_display_name (name) : NULL;

  g_return_val_if_fail (error != NULL, NULL);

  if (shown && is_full (error))
    return g_strdup_printf (_("There is not enough room for “%s”. Nothing was written. Make room, "
                              "or choose another folder."), shown);
  if (shown && is_kept_out (error))
    return g_strdup_printf (_("“%s” cannot be written in this folder. Choose another one."), shown);

  return g_strdup (error->message);
}
