/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-messages.h"

static gboolean
matches (RfTrace *trace, guint index, const RfTestPattern *pattern)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  RfSipMessage parts;

  if (message->method != pattern->method || message->status != pattern->status)
    return FALSE;
  if (pattern->sipfrag && message->sipfrag_status != pattern->sipfrag)
    return FALSE;
  if (pattern->phase && rf_trace_get_phase (trace, index) != pattern->phase)
    return FALSE;
  if (pattern->from
      && g_ascii_strcasecmp (rf_test_get_sender (trace, (int) index), pattern->from) != 0)
    return FALSE;
  if (!pattern->body)
    return TRUE;
  parts = rf_test_scan_message (trace, (int) index);
  return g_strstr_len (parts.body.p, (gssize) parts.body.len, pattern->body) != NULL;
}

/* Index of the first message from @first on that looks like @pattern, or -1. */
int
rf_test_find_message (RfTrace *trace, guint first, const RfTestPattern *pattern)
{
  for (guint i = first; i < rf_trace_get_n_messages (trace); i++)
    if (matches (trace, i, pattern))
      return (int) i;
  return -1;
}

/* The message in parts; it points into the trace. */
RfSipMessage
rf_test_scan_message (RfTrace *trace, int index)
{
  const RfTraceMessage *message;
  g_autoptr (GError) error = NULL;
  RfSipMessage parts;

  g_assert_cmpint (index, >=, 0);
  message = rf_trace_get_message (trace, (guint) index);
  rf_sip_message_scan (&parts, message->data, message->length, &error);
  g_assert_no_error (error);
  return parts;
}

/* What its lifeline is headed with, or "". */
const char *
rf_test_get_sender (RfTrace *trace, int index)
{
  int party = rf_trace_get_message (trace, (guint) index)->from_party;

  return party < 0 ? "" : rf_trace_get_party (trace, (guint) party)->label;
}

/* For whoever looks into why a test has failed. */
void
rf_test_show_messages (RfTrace *trace)
{
  guint n = rf_trace_get_n_messages (trace);

  for (guint i = 0; i < n; i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    g_printerr ("# %u: %.6f s, phase %u, from %s, call %d: %.*s\n", i,
                (message->time_us - rf_trace_get_message (trace, 0)->time_us) / 1e6,
                rf_trace_get_phase (trace, i), rf_test_get_sender (trace, (int) i),
                message->dialog, (int) MIN (message->length, 2000), message->data);
  }
}
