/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-pcapng"

#include "config.h"

#include "rf-export.h"

#include "rf-capture.h"

static gboolean
is_shown (guint    message,
          gpointer user_data)
{
  return rf_row_map_shows (user_data, message);
}

/**
 * rf_export_pcapng:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @error: a #GError, or %NULL
 *
 * Writes the messages that are shown, those of folded phases too, as a capture. Phases and
 * transfers are those of the whole trace; what is left out is said in a comment on the capture.
 *
 * Returns: (transfer full) (nullable): the capture
 */
GBytes *
rf_export_pcapng (RfTrace       *trace,
                  const RfLook  *look,
                  GError       **error)
{
  g_autoptr (RfRowMap) map = NULL;
  g_autofree char *left_out = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  map = rf_look_create_map (look, trace);
  left_out = rf_look_dup_left_out (look, trace, map);
  return rf_capture_to_bytes (trace, is_shown, map, left_out, error);
}
