/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-failure"

#include "config.h"

#include "rf-failure.h"

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
