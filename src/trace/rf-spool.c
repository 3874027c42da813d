/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-spool"

#include "config.h"

#include "rf-spool.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define CHUNK     (256 * 1024)
#define GZIP_ONLY (16 + MAX_WBITS) /* and the largest window */
/* RFC 8878 §3.1.1.2. */
#define ZSTD_BLOCK_HEADER_LEN 3
#define MAGIC_LEN 4
/* A capture packs to a tenth, a generated one to a hundredth. What packs far better than that is
 * made to fill a disk. */
#define MAX_RATIO 300
#define MIN_MAX   ((guint64) 1 << 30)

typedef enum {
  PLAIN,
  GZIP,
  ZSTD,
} Packing;

typedef enum {
  FED,      /* takes more */
  FOLLOWED, /* what comes next is not packed */
  REFUSED,  /* not what it should be */
  WIDE,     /* needs more memory than zstd allows by itself, which is 128 MiB */
  FULL,     /* the limit is reached */
  FAILED,   /* the copy cannot be written */
} Fed;

typedef struct {
  Packing            packing;
  z_stream          *gzip;
  ZSTD_DStream      *zstd;
  gsize              zstd_wants;  /* bytes, for its next step */
  gboolean           is_at_start; /* between two packed parts, where the end may be */
  guint8            *chunk;       /* what was unpacked */
  int                out;
  guint64            written;
  guint64            max;
} Spool;

static Packing
get_packing (const guint8 *magic,
             gsize         length)
{
  static const guint8 gzip[] = { 0x1f, 0x8b };
  static const guint8 zstd[] = { 0x28, 0xb5, 0x2f, 0xfd };

  if (length >= sizeof gzip && memcmp (magic, gzip, sizeof gzip) == 0)
    return GZIP;
  if (length >= sizeof zstd && memcmp (magic, zstd, sizeof zstd) == 0)
    return ZSTD;
  /* A frame of zstd that holds no data may come first: 0x184d2a50 to …5f, the low byte first. */
  if (length >= MAGIC_LEN && (magic[0] & 0xf0) == 0x50 &&
      memcmp (magic + 1, "\x2a\x4d\x18", 3) == 0)
    return ZSTD;

  return PLAIN;
}

/* Whether a packed part may begin with @first. */
static gboolean
may_be_packed (Packing packing,
               guint8  first)
{
  return packing == GZIP ? first == 0x1f : first == 0x28 || (first & 0xf0) == 0x50;
}

/**
 * rf_spool_is_packed:
 * @fd: a file
 *
 * Returns: whether it is compressed in a way that rf_spool() can unpack
 */
gboolean
rf_spool_is_packed (int fd)
{
  guint8 magic[MAGIC_LEN];
  ssize_t length = pread (fd, magic, sizeof magic, 0);

  return length > 0 && get_packing (magic, (gsize) length) != PLAIN;
}

/* On a disk rather than in memory, where /tmp often is; without a name, so that it is gone with the
 * last who has it open. */
static int
open_unnamed (GError **error)
{
  const char *named = g_getenv ("TMPDIR");
  const char *folder = named ? named : g_access ("/var/tmp", W_OK) == 0 ? "/var/tmp"
                                                                        : g_get_tmp_dir ();
  g_autofree char *path = g_build_filename (folder, "referee-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 "there is no room for a copy in %s (%s). Set TMPDIR to a folder that has some.",
                 folder, g_strerror (code));
    return -1;
  }
  g_unlink (path);

  return fd;
}

/* Whether what was copied up to now may be a capture: there is no sense in filling a disk with
 * something else. */
static gboolean
may_be_capture (const Spool *self)
{
  static const guint8 magics[][MAGIC_LEN] = {
    { 0x0a, 0x0d, 0x0d, 0x0a },                                        /* pcapng */
    { 0xa1, 0xb2, 0xc3, 0xd4 }, { 0xd4, 0xc3, 0xb2, 0xa1 },            /* pcap */
    { 0xa1, 0xb2, 0x3c, 0x4d }, { 0x4d, 0x3c, 0xb2, 0xa1 },
    { 0xa1, 0xb2, 0xcd, 0x34 }, { 0x34, 0xcd, 0xb2, 0xa1 },
  };
  guint8 magic[MAGIC_LEN];

  if (self->written < MAGIC_LEN || pread (self->out, magic, MAGIC_LEN, 0) != MAGIC_LEN)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++) {
    if (memcmp (magic, magics[i], MAGIC_LEN) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Half of what is free, and no more than a capture would unpack to. */
static guint64
get_limit (int in,
           int out,
           Packing packing)
{
  guint64 limit = G_MAXINT64;
  struct statvfs disk;
  struct stat info;

  if (packing != PLAIN && fstat (in, &info) == 0 && S_ISREG (info.st_mode))
    limit = MAX (MIN_MAX, (guint64) info.st_size * MAX_RATIO);
  if (fstatvfs (out, &disk) == 0)
    limit = MIN (limit, (guint64) disk.f_bavail * disk.f_frsize / 2);

  return limit;
}

static Fed
write_out (Spool        *self,
           const guint8 *bytes,
           gsize         length)
{
  gsize room = (gsize) MIN (length, self->max - self->written);

  for (gsize done = 0; done < room; ) {
    ssize_t n = write (self->out, bytes + done, room - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return errno == ENOSPC ? FULL : FAILED;
    done += (gsize) n;
    self->written += (guint64) n;
  }

  return room < length ? FULL : FED;
}

/* Zlib itself and not a GConverter, which does not say what it has unpacked before an error. */
static Fed
feed_gzip (Spool        *self,
           const guint8 *bytes,
           gsize         length)
{
  z_stream *gzip = self->gzip;
  gboolean is_full = FALSE; /* there may be more inside than went out */

  gzip->next_in = bytes;
  gzip->avail_in = (uInt) length;
  while (gzip->avail_in > 0 || is_full) {
    int result;
    Fed fed;

    /* Several packed one after the other are one; zeros behind them are padding. */
    if (self->is_at_start && *gzip->next_in == 0) {
      gzip->next_in++;
      gzip->avail_in--;
      continue;
    }
    if (self->is_at_start && !may_be_packed (self->packing, *gzip->next_in))
      return FOLLOWED;
    self->is_at_start = FALSE;
    gzip->next_out = self->chunk;
    gzip->avail_out = CHUNK;
    result = inflate (gzip, Z_NO_FLUSH);
    fed = write_out (self, self->chunk, CHUNK - gzip->avail_out);
    if (fed != FED)
      return fed;
    is_full = result != Z_STREAM_END && gzip->avail_out == 0;
    if (result == Z_STREAM_END) {
      inflateReset (gzip);
      self->is_at_start = TRUE;
    } else if (result != Z_OK && result != Z_BUF_ERROR)
      return REFUSED;
  }

  return FED;
}

/* How much to give it at once. A call that ends in an error does not say what it has unpacked
 * before, so no call may get the end of one block and anything of the next, of which it wants the
 * header, too. */
static gsize
get_zstd_step (const Spool *self)
{
  gsize wanted = MAX (self->zstd_wants, 1);

  return wanted > ZSTD_BLOCK_HEADER_LEN ? wanted - ZSTD_BLOCK_HEADER_LEN : wanted;
}

static Fed
feed_zstd (Spool        *self,
           const guint8 *bytes,
           gsize         length)
{
  ZSTD_inBuffer in = { bytes, 0, 0 };
  gboolean is_full = FALSE; /* there may be more inside than went out */

  while (in.pos < length || is_full) {
    ZSTD_outBuffer out = { self->chunk, CHUNK, 0 };
    size_t left;
    Fed fed;

    if (self->is_at_start && in.pos < length && !may_be_packed (self->packing, bytes[in.pos]))
      return FOLLOWED;
    in.size = in.pos + MIN (get_zstd_step (self), length - in.pos);
    left = ZSTD_decompressStream (self->zstd, &out, &in);
    if (ZSTD_isError (left))
      return ZSTD_getErrorCode (left) == ZSTD_error_frameParameter_windowTooLarge ? WIDE : REFUSED;
    fed = write_out (self, self->chunk, out.pos);
    if (fed != FED)
      return fed;
    self->zstd_wants = left;
    self->is_at_start = left == 0;
    is_full = out.pos == out.size;
  }

  return FED;
}

static Fed
feed (Spool        *self,
      const guint8 *bytes,
      gsize         length)
{
  switch (self->packing) {
  case GZIP:
    return feed_gzip (self, bytes, length);
  case ZSTD:
    return feed_zstd (self, bytes, length);
  default:
    return write_out (self, bytes, length);
  }
}

static void
spool_begin (Spool        *self,
             const guint8 *bytes,
             gsize         length)
{
  self->packing = get_packing (bytes, length);
  self->is_at_start = TRUE;
  if (self->packing == GZIP) {
    self->gzip = g_new0 (z_stream, 1);
    inflateInit2 (self->gzip, GZIP_ONLY); /* without memory inflate() fails too */
  }
  if (self->packing == ZSTD)
    self->zstd = ZSTD_createDStream ();
}

static void
spool_clear (Spool *self)
{
  if (self->gzip)
    inflateEnd (self->gzip);
  g_clear_pointer (&self->gzip, g_free);
  g_clear_pointer (&self->zstd, ZSTD_freeDStream);
  g_free (self->chunk);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Spool, spool_clear)

/* A pipe gives what it has; the magic must be there as a whole. */
static gssize
read_full (int     fd,
           guint8 *bytes,
           gsize   length)
{
  gsize done = 0;

  while (done < length) {
    ssize_t n = read (fd, bytes + done, length - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    done += (gsize) n;
  }

  return (gssize) done;
}

static RfSpoolEnd
get_end (const Spool *self,
         Fed          fed)
{
  if (fed == FULL)
    return RF_SPOOL_TOO_LARGE;
  if (fed == FOLLOWED)
    return RF_SPOOL_FOLLOWED;
  if (fed == WIDE)
    return RF_SPOOL_TOO_WIDE;
  /* At the end of the file a packed part has to be at its end too. */
  return fed == FED && self->is_at_start ? RF_SPOOL_ALL : RF_SPOOL_BROKEN;
}

static gboolean
copy (Spool       *self,
      int          fd,
      guint64      max,
      RfSpoolEnd  *end,
      GError     **error)
{
  g_autofree guint8 *bytes = g_malloc (CHUNK);
  gssize length = 0;
  Fed fed = FED;

  for (gboolean is_first = TRUE; fed == FED; is_first = FALSE) {
    length = read_full (fd, bytes, CHUNK);
    if (length <= 0)
      break;
    if (is_first) {
      spool_begin (self, bytes, (gsize) length);
      self->max = max > 0 ? max : get_limit (fd, self->out, self->packing);
    }
    fed = feed (self, bytes, (gsize) length);
    if (fed == FED && !may_be_capture (self))
      break; /* the reader will say so */
  }
  if (length < 0 || fed == FAILED) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s.", g_strerror (code));
    return FALSE;
  }
  *end = get_end (self, fed);

  return TRUE;
}

/**
 * rf_spool:
 * @fd: a file, a pipe or a terminal; read to its end
 * @max: most bytes that the copy may have, or 0 for what is sensible
 * @end: (out): whether it is all there
 * @is_packed: (out): whether it had to be unpacked
 * @error: set where nothing could be copied
 *
 * Copies what comes from @fd, unpacked, to a file that has no name and goes when it is closed.
 *
 * Returns: the copy, or -1
 */
int
rf_spool (int          fd,
          guint64      max,
          RfSpoolEnd  *end,
          gboolean    *is_packed,
          GError     **error)
{
  g_auto (Spool) self = { .chunk = g_malloc (CHUNK), .is_at_start = TRUE };

  self.out = open_unnamed (error);
  if (self.out < 0)
    return -1;
  if (!copy (&self, fd, max, end, error)) {
    close (self.out);
    return -1;
  }
  *is_packed = self.packing != PLAIN;

  return self.out;
}
