/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-output"

#include "config.h"

#include "rf-ctl-output.h"

#include "rf-export.h"
#include "rf-str.h"

#include <gio/gio.h>

#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/**
 * rf_ctl_is_terminal:
 *
 * Returns: whether the output goes to a terminal
 */
gboolean
rf_ctl_is_terminal (void)
{
  return isatty (STDOUT_FILENO) != 0;
}

/**
 * rf_ctl_terminal_width:
 *
 * Returns: columns of the terminal that the output goes to, or 0 where it goes elsewhere
 */
guint
rf_ctl_terminal_width (void)
{
  struct winsize size = { 0 };

  if (!isatty (STDOUT_FILENO) || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    return 0;
  return size.ws_col;
}

/**
 * rf_ctl_wants_colour:
 *
 * Returns: whether the output goes to a terminal that shows colours, and nobody said NO_COLOR
 */
gboolean
rf_ctl_wants_colour (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");

  if (no_colour && *no_colour)
    return FALSE;
  return isatty (STDOUT_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

static gboolean
write_stream (FILE        *stream,
              const char  *name,
              GBytes      *bytes,
              GError     **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (fwrite (data, 1, length, stream) == length && fflush (stream) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               "%s could not be written: %s.", name, g_strerror (errno));
  return FALSE;
}

/* A device, a pipe or a link to what is yet to be made is written to; it must not be replaced by a
 * file. */
static gboolean
is_special (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) ? !g_file_test (path, G_FILE_TEST_IS_REGULAR)
                                                : g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

static gboolean
write_special (const char  *path,
               GBytes      *bytes,
               GError     **error)
{
  FILE *stream = fopen (path, "w");
  gboolean ok;

  if (!stream) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 "%s could not be opened: %s.", path, g_strerror (errno));
    return FALSE;
  }
  ok = write_stream (stream, path, bytes, error);
  fclose (stream);
  return ok;
}

/**
 * rf_ctl_write:
 * @path: (nullable): file to write, or %NULL or "-" for standard output
 * @bytes: its new contents
 * @error: a #GError, or %NULL
 *
 * Writes the output of a command. A file is there whole or not at all.
 *
 * Returns: whether that went well
 */
gboolean
rf_ctl_write (const char  *path,
              GBytes      *bytes,
              GError     **error)
{
  g_return_val_if_fail (bytes != NULL, FALSE);

  if (!path || g_str_equal (path, "-"))
    return write_stream (stdout, "The output", bytes, error);
  if (is_special (path))
    return write_special (path, bytes, error);
  return rf_export_write (path, bytes, error);
}

/**
 * rf_ctl_finish:
 *
 * Writes what is left of standard output, and complains where it could not take all that was
 * printed.
 *
 * Returns: whether it could
 */
gboolean
rf_ctl_finish (void)
{
  if (fflush (stdout) != 0)
    rf_ctl_complain (NULL, "The output could not be written: %s.", g_strerror (errno));
  else if (ferror (stdout))
    rf_ctl_complain (NULL, "The output could not be written.");

  return !ferror (stdout);
}

/**
 * rf_ctl_complain:
 * @command: (nullable): the command that speaks
 * @format: a sentence, as for printf()
 * @...: what goes into it
 *
 * Says on standard error what went wrong, as UTF-8 whatever the locale is. Names of files and what
 * others sent may be in it, and cannot lead the terminal: what is not printable is written as
 * "\xHH".
 */
void
rf_ctl_complain (const char *command,
                 const char *format,
                 ...)
{
  g_autofree char *sentence = NULL;
  g_autofree char *printable = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  printable = rf_str_dup_printable (rf_str_from_c (sentence));
  fprintf (stderr, "refereectl%s%s: %s\n", command ? " " : "", command ? command : "", printable);
}
