/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RfMap:
 *
 * A part of a file in memory that stays readable whatever becomes of the file.
 */
typedef struct _RfMap RfMap;

GBytes  *rf_map_new            (int       fd,
                                guint64   offset,
                                gsize     length,
                                RfMap   **map,
                                GError  **error);
gboolean rf_map_was_cut        (RfMap *self);
void     rf_map_release_before (gconstpointer at,
                                gsize         length);

G_END_DECLS
