/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-pcapng"

#include "config.h"

#include "rf-export.h"

#include "rf-capture.h"
#include "rf-say.h"
#include "rf-trace-audio.h"

static gboolean
is_shown (guint    message,
          gpointer user_data)
{
  return rf_row_map_shows (user_data, message);
}

/**
 * rf_export_pcapng_dup_unheard:
 * @trace: a trace
 *
 * A trace counts sound and does not keep it.
 *
 * Returns: (transfer full) (nullable): "The sound of 2 calls is not in the capture that was
 *   written, which has SIP messages alone.", or %NULL where no sound is known
 */
char *
rf_export_pcapng_dup_unheard (RfTrace *trace)
{
  guint n_calls;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  n_calls = rf_trace_get_n_audios (trace);
  if (n_calls == 0)
    return NULL;
  return g_strdup_printf (rf_say_n ("The sound of %u call is not in the capture that was written, "
                                    "which has SIP messages alone.",
                                    "The sound of %u calls is not in the capture that was written, "
                                    "which has SIP messages alone.", n_calls), n_calls);
}

static char *
dup_comment (RfTrace      *trace,
             const RfLook *look,
             RfRowMap     *map)
{
  g_autofree char *left_out = rf_look_dup_left_out (look, trace, map);
  g_autofree char *unheard = rf_export_pcapng_dup_unheard (trace);
  const char *parts[] = { left_out, unheard, rf_look_get_unread (look) };
  g_autoptr (GString) comment = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (parts[i])
      g_string_append_printf (comment, "%s%s", comment->len > 0 ? " " : "", parts[i]);
  }
  g_string_replace (comment, "\n", " ", 0);
  return comment->len > 0 ? g_string_free (g_steal_pointer (&comment), FALSE) : NULL;
}

/**
 * rf_export_pcapng:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @error: a #GError, or %NULL
 *
 * Writes the messages that are shown, those of folded phases too, as a capture. Phases and
 * transfers are those of the whole trace; what is left out, that there was sound, and what could
 * not be read is said in a comment on the capture.
 *
 * Returns: (transfer full) (nullable): the capture
 */
GBytes *
rf_export_pcapng (RfTrace       *trace,
                  const RfLook  *look,
                  GError       **error)
{
  g_autoptr (RfRowMap) map = NULL;
  g_autofree char *comment = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  map = rf_look_create_map (look, trace);
  comment = dup_comment (trace, look, map);
  return rf_capture_to_bytes (trace, is_shown, map, comment, error);
}
