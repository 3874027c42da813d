/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RfCaptureFile:
 *
 * The bytes of a capture, wherever they come from, from a moving window over the file.
 */
typedef struct _RfCaptureFile RfCaptureFile;

/**
 * RfCaptureFileFlags:
 * @RF_CAPTURE_FILE_CUT: it became shorter while it was read
 * @RF_CAPTURE_FILE_BROKEN: it is compressed, and the rest cannot be unpacked
 * @RF_CAPTURE_FILE_FOLLOWED: it is compressed, and behind that stands something else
 * @RF_CAPTURE_FILE_TOO_WIDE: it is compressed, and the rest needs more memory than is allowed
 * @RF_CAPTURE_FILE_TOO_LARGE: it is compressed, and unpacks to more than there is room for
 *
 * Why there is less of it than there might be.
 */
typedef enum {
  RF_CAPTURE_FILE_CUT = 1 << 0,
  RF_CAPTURE_FILE_BROKEN = 1 << 1,
  RF_CAPTURE_FILE_TOO_LARGE = 1 << 2,
  RF_CAPTURE_FILE_FOLLOWED = 1 << 3,
  RF_CAPTURE_FILE_TOO_WIDE = 1 << 4,
} RfCaptureFileFlags;

RfCaptureFile     *rf_capture_file_open       (const char  *path,
                                               guint64      max_unpacked,
                                               GError     **error);
void               rf_capture_file_free       (RfCaptureFile *self);
guint64            rf_capture_file_get_size   (RfCaptureFile *self);
void               rf_capture_file_look_again (RfCaptureFile *self);
const guint8      *rf_capture_file_peek       (RfCaptureFile *self,
                                               guint64        offset,
                                               gsize          length);
guint64            rf_capture_file_skip_zeros (RfCaptureFile *self,
                                               guint64        offset);
GBytes            *rf_capture_file_get_bytes  (RfCaptureFile *self);
void               rf_capture_file_release    (RfCaptureFile *self,
                                               guint64        offset);
RfCaptureFileFlags rf_capture_file_get_flags  (RfCaptureFile *self);
gboolean           rf_capture_file_is_packed  (RfCaptureFile *self);
gboolean           rf_capture_file_equal      (const char  *path,
                                               const char  *other);
gboolean           rf_capture_file_is_same    (RfCaptureFile *self,
                                               const char    *path,
                                               gboolean      *is_there);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfCaptureFile, rf_capture_file_free)

G_END_DECLS
