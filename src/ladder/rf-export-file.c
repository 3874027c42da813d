/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-file"

#include "config.h"

#include "rf-export.h"

#include "rf-say.h"

#include <glib/gstdio.h>

#include <stdlib.h>

#define DEFAULT_MODE 0666

/* Who may read what stands there already goes for what replaces it. */
static int
get_mode (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (int) (status.st_mode & 0777) : DEFAULT_MODE;
}

/* GLib speaks of the file that stands for this one until it is whole, of which nobody has heard:
 * only its last words, which are the system's, are told. */
static void
set_error (GError       **error,
           const char    *path,
           const GError  *cause)
{
  const char *reason = g_strrstr (cause->message, ": ");
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, cause->domain, cause->code, rf_say ("%s could not be written: %s."), name,
               reason ? reason + 2 : cause->message);
}

/**
 * rf_export_write:
 * @path: (type filename): a file, which may be there already
 * @bytes: its new contents
 * @error: a #GError, or %NULL
 *
 * Writes a file, which is there whole or not at all. It keeps its permissions; where @path is a
 * link the file that it leads to is replaced, not the link.
 *
 * Returns: whether that went well
 */
gboolean
rf_export_write (const char  *path,
                 GBytes      *bytes,
                 GError     **error)
{
  char *real_path;
  const char *data;
  gsize length;
  gboolean ok;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  real_path = realpath (path, NULL);
  data = g_bytes_get_data (bytes, &length);
  ok = g_file_set_contents_full (real_path ? real_path : path, data, (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT, get_mode (path), &cause);
  free (real_path);
  if (!ok)
    set_error (error, path, cause);
  return ok;
}
