/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-clipboard"

#include "config.h"

#include "rf-ladder-clipboard.h"

static const GtkTargetEntry targets[] = {
  { .target = (char *) "image/png" },
};

static void
on_picture_wanted (GtkClipboard     *clipboard,
                   GtkSelectionData *selection,
                   guint             info,
                   gpointer          user_data)
{
  gsize length;
  const guchar *data = g_bytes_get_data (user_data, &length);

  gtk_selection_data_set (selection, gtk_selection_data_get_target (selection), 8, data,
                          (int) MIN (length, G_MAXINT));
}

static void
on_cleared (GtkClipboard *clipboard,
            gpointer      user_data)
{
  g_bytes_unref (user_data);
}

/**
 * rf_ladder_clipboard_set_picture:
 * @clipboard: where to copy to
 * @png: a picture as PNG
 *
 * Copies a picture as the PNG that it is. GTK by itself would take it apart, and put it together
 * again for whoever pastes it.
 */
void
rf_ladder_clipboard_set_picture (GtkClipboard *clipboard,
                                 GBytes       *png)
{
  g_return_if_fail (GTK_IS_CLIPBOARD (clipboard));
  g_return_if_fail (png != NULL);

  if (gtk_clipboard_set_with_data (clipboard, targets, G_N_ELEMENTS (targets), on_picture_wanted,
                                   on_cleared, g_bytes_ref (png)))
    gtk_clipboard_set_can_store (clipboard, NULL, 0);
  else
    g_bytes_unref (png);
}
