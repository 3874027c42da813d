/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-file"

#include "config.h"

#include "rf-export.h"

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

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  real_path = realpath (path, NULL);
  data = g_bytes_get_data (bytes, &length);
  ok = g_file_set_contents_full (real_path ? real_path : path, data, (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT, get_mode (path), error);
  free (real_path);
  return ok;
}
