/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-file"

#include "config.h"

#include "rf-capture-file.h"

#include "rf-map.h"
#include "rf-spool.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* So much is mapped at once: plenty, as long as there are addresses. */
#define WINDOW (GLIB_SIZEOF_VOID_P > 4 ? (guint64) 1 << 30 : (guint64) 64 << 20)
/* A file that grows is mapped beyond its end: pages there are not touched before it has them. */
#define GROWTH (GLIB_SIZEOF_VOID_P > 4 ? (guint64) 64 << 20 : (guint64) 4 << 20)
/* Pages are given back in steps of this size. */
#define RELEASE_STEP ((guint64) 4 << 20)

/* Zeros are passed over in steps; those that are left may be the beginning of a record. */
#define ZEROS_STEP 4096
#define ZEROS_LEFT 32

struct _RfCaptureFile {
  int                fd;
  dev_t              device;      /* with the inode: which file it is, whatever its name */
  ino_t              inode;
  guint64            size;
  gboolean           is_spooled;  /* a copy of ours, which never changes */
  gboolean           is_packed;
  RfCaptureFileFlags flags;

  GBytes            *window;
  RfMap             *map;
  guint64            window_offset;
  gsize              window_length;
  guint64            released;
};

static void
set_open_error (GError    **error,
                const char *name,
                int         code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               code == ENOENT ? "There is no file “%s”. Check the name." :
               code == EACCES ? "“%s” may not be read by you. Ask for the right to read it." :
               "“%s” could not be opened.", name);
}

static int
open_fd (const char   *path,
         const char   *name,
         struct stat  *info,
         GError      **error)
{
  int fd = g_str_equal (path, "-") ? dup (STDIN_FILENO) : g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0 || fstat (fd, info) < 0) {
    set_open_error (error, name, errno);
    if (fd >= 0)
      close (fd);
    return -1;
  }
  if (S_ISDIR (info->st_mode)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                 "“%s” is a folder. Name a capture file in it.", name);
    close (fd);
    return -1;
  }
  if (S_ISREG (info->st_mode) && info->st_size == 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "“%s” is empty: there is nothing captured in it.", name);
    close (fd);
    return -1;
  }

  return fd;
}

static void
note_spool_end (RfCaptureFile *self,
                RfSpoolEnd     end)
{
  if (end == RF_SPOOL_BROKEN)
    self->flags |= RF_CAPTURE_FILE_BROKEN;
  if (end == RF_SPOOL_FOLLOWED)
    self->flags |= RF_CAPTURE_FILE_FOLLOWED;
  if (end == RF_SPOOL_TOO_WIDE)
    self->flags |= RF_CAPTURE_FILE_TOO_WIDE;
  if (end == RF_SPOOL_TOO_LARGE)
    self->flags |= RF_CAPTURE_FILE_TOO_LARGE;
}

static void
set_nothing_error (GError     **error,
                   const char  *name,
                   RfSpoolEnd   end)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               end == RF_SPOOL_BROKEN ?
               "“%s” is compressed, and cut off or damaged so early that nothing of it can be "
               "unpacked. Copy it once more from where it was captured." :
               end == RF_SPOOL_TOO_WIDE ?
               "“%s” is compressed, and needs more memory to be unpacked than is allowed here. "
               "Unpack it first, with “zstd -d --long=31”." :
               "There is nothing captured in “%s”.", name);
}

/* What is packed or comes through a pipe goes to a file of our own first, from where it can be
 * mapped like any other. */
static gboolean
spool (RfCaptureFile  *self,
       const char     *name,
       guint64         max_unpacked,
       GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  RfSpoolEnd end;
  struct stat info;
  int fd = rf_spool (self->fd, max_unpacked, &end, &self->is_packed, &local_error);

  if (fd < 0) {
    g_set_error (error, local_error->domain, local_error->code, "“%s” could not be read: %s", name,
                 local_error->message);
    return FALSE;
  }
  note_spool_end (self, end);
  close (self->fd);
  self->fd = fd;
  self->is_spooled = TRUE;
  if (fstat (fd, &info) == 0)
    self->size = (guint64) info.st_size;
  if (self->size == 0) {
    set_nothing_error (error, name, end);
    return FALSE;
  }

  return TRUE;
}

/**
 * rf_capture_file_open:
 * @path: the file, or "-" for standard input
 * @max_unpacked: most bytes that a compressed file may unpack to, or 0 for what is sensible
 * @error: set where it cannot be read
 *
 * Returns: (transfer full) (nullable): its bytes
 */
RfCaptureFile *
rf_capture_file_open (const char  *path,
                      guint64      max_unpacked,
                      GError     **error)
{
  g_autoptr (RfCaptureFile) self = g_new0 (RfCaptureFile, 1);
  g_autofree char *name = g_filename_display_name (g_str_equal (path, "-") ? "standard input"
                                                                           : path);
  struct stat info;

  self->fd = open_fd (path, name, &info, error);
  if (self->fd < 0)
    return NULL;
  self->device = info.st_dev;
  self->inode = info.st_ino;
  self->size = (guint64) info.st_size;
  if ((!S_ISREG (info.st_mode) || rf_spool_is_packed (self->fd)) &&
      !spool (self, name, max_unpacked, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
drop_window (RfCaptureFile *self)
{
  if (self->map && rf_map_was_cut (self->map))
    self->flags |= RF_CAPTURE_FILE_CUT;
  g_clear_pointer (&self->window, g_bytes_unref);
  self->map = NULL;
  self->window_length = 0;
}

/**
 * rf_capture_file_free:
 * @self: (nullable): a file
 *
 * Closes it. What was kept of it stays.
 */
void
rf_capture_file_free (RfCaptureFile *self)
{
  if (!self)
    return;
  drop_window (self);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/**
 * rf_capture_file_get_size:
 * @self: a file
 *
 * Returns: how many bytes it has, as far as is known
 */
guint64
rf_capture_file_get_size (RfCaptureFile *self)
{
  return self->size;
}

/**
 * rf_capture_file_look_again:
 * @self: a file
 *
 * Finds out whether it has grown, or shrunk, since.
 */
void
rf_capture_file_look_again (RfCaptureFile *self)
{
  struct stat info;

  if (self->is_spooled || fstat (self->fd, &info) < 0)
    return;
  if ((guint64) info.st_size < self->size)
    self->flags |= RF_CAPTURE_FILE_CUT;
  else
    self->size = (guint64) info.st_size;
}

static gboolean
move_window (RfCaptureFile *self,
             guint64        offset,
             gsize          length)
{
  g_autoptr (GError) error = NULL;
  guint64 start = offset - offset % (guint64) sysconf (_SC_PAGESIZE);
  guint64 room = MIN (self->size - start + (self->is_spooled ? 0 : GROWTH),
                      MAX (WINDOW, offset - start + length));

  drop_window (self);
  self->window = rf_map_new (self->fd, start, (gsize) room, &self->map, &error);
  if (!self->window) {
    g_debug ("%s", error->message);
    return FALSE;
  }
  self->window_offset = self->released = start;
  self->window_length = (gsize) room;

  return TRUE;
}

/**
 * rf_capture_file_peek:
 * @self: a file
 * @offset: where in it
 * @length: how many bytes
 *
 * Returns: (transfer none) (nullable): the bytes, until the next call with a place elsewhere; %NULL
 *   where not all of them are there
 */
const guint8 *
rf_capture_file_peek (RfCaptureFile *self,
                      guint64        offset,
                      gsize          length)
{
  if (offset > self->size || length > self->size - offset)
    return NULL;
  if (!self->window || offset < self->window_offset ||
      offset - self->window_offset + length > self->window_length) {
    if (length == 0 || !move_window (self, offset, length))
      return NULL;
  }

  return (const guint8 *) g_bytes_get_data (self->window, NULL) + (offset - self->window_offset);
}

/**
 * rf_capture_file_skip_zeros:
 * @self: a file
 * @offset: where in it
 *
 * A machine that went down leaves files with nothing but zeros at their end, which may be long.
 *
 * Returns: a place up to which there are only zeros, and a few before it too
 */
guint64
rf_capture_file_skip_zeros (RfCaptureFile *self,
                            guint64        offset)
{
  static const guint8 zeros[ZEROS_STEP + ZEROS_LEFT];
  const guint8 *at;

  while ((at = rf_capture_file_peek (self, offset, sizeof zeros)) != NULL &&
         memcmp (at, zeros, sizeof zeros) == 0) {
    offset += ZEROS_STEP;
    rf_capture_file_release (self, offset);
  }

  return offset;
}

/**
 * rf_capture_file_get_bytes:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): the bytes that the last peek lies in, to be held by whoever
 *   goes on to use them
 */
GBytes *
rf_capture_file_get_bytes (RfCaptureFile *self)
{
  return self->window;
}

/**
 * rf_capture_file_release:
 * @self: a file
 * @offset: what is before is not needed for now
 *
 * Keeps what has been read from counting as used memory.
 */
void
rf_capture_file_release (RfCaptureFile *self,
                         guint64        offset)
{
  const guint8 *start;

  if (!self->window || offset < self->released + RELEASE_STEP)
    return;
  start = g_bytes_get_data (self->window, NULL);
  rf_map_release_before (start + MIN (offset - self->window_offset, self->window_length),
                         (gsize) (offset - self->released));
  self->released = offset;
}

/**
 * rf_capture_file_get_flags:
 * @self: a file
 *
 * Returns: why there may be less of it than there was
 */
RfCaptureFileFlags
rf_capture_file_get_flags (RfCaptureFile *self)
{
  if (self->map && rf_map_was_cut (self->map))
    self->flags |= RF_CAPTURE_FILE_CUT;

  return self->flags;
}

/**
 * rf_capture_file_is_packed:
 * @self: a file
 *
 * Returns: whether it is compressed, so that places are those in what it unpacks to
 */
gboolean
rf_capture_file_is_packed (RfCaptureFile *self)
{
  return self->is_packed;
}

/**
 * rf_capture_file_equal:
 * @path: (type filename): a name, or "-" for standard input
 * @other: (type filename): another name
 *
 * Returns: whether both lead to one file, by whatever links
 */
gboolean
rf_capture_file_equal (const char *path,
                       const char *other)
{
  struct stat info;
  struct stat other_info;
  gboolean is_there;

  g_return_val_if_fail (path != NULL && other != NULL, FALSE);

  is_there = g_str_equal (path, "-") ? fstat (STDIN_FILENO, &info) == 0 : stat (path, &info) == 0;

  return is_there && stat (other, &other_info) == 0 && S_ISREG (info.st_mode) &&
         info.st_dev == other_info.st_dev && info.st_ino == other_info.st_ino;
}

/**
 * rf_capture_file_is_same:
 * @self: a file
 * @path: where it was found
 * @is_there: (out): whether there is any file now
 *
 * Returns: whether it is still the one that stands there
 */
gboolean
rf_capture_file_is_same (RfCaptureFile *self,
                         const char    *path,
                         gboolean      *is_there)
{
  struct stat info;

  /* One that may not be looked at now is no other. */
  if (stat (path, &info) < 0) {
    *is_there = errno != ENOENT && errno != ENOTDIR;
    return *is_there;
  }
  *is_there = TRUE;

  return info.st_dev == self->device && info.st_ino == self->inode;
}
