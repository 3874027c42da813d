/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-replaced"

#include "config.h"

#include "rf-replaced.h"

#include "rf-trace-private.h"

/**
 * rf_replaced_find_dialog:
 * @trace: a trace
 * @message: index of a message
 *
 * Returns: index of the dialog that its Replaces names; -1 where it has none, or names one that was
 *   not seen
 */
int
rf_replaced_find_dialog (RfTrace *trace,
                         guint    message)
{
  const RfTraceMessage *invite;
  RfReplaces replaces;
  RfSipMessage sip;

  g_return_val_if_fail (RF_IS_TRACE (trace), -1);
  g_return_val_if_fail (message < rf_trace_get_n_messages (trace), -1);

  invite = rf_trace_get_message (trace, message);
  if (!invite->replaces || !rf_sip_message_scan (&sip, invite->data, invite->length, NULL) ||
      !rf_replaces_parse (&replaces, sip.replaces))
    return -1;

  return rf_trace_find_dialog (trace, replaces.call_id, replaces.to_tag, replaces.from_tag);
}

static RfUa *
get_meant (RfUa *ua)
{
  return ua && ua->meant ? ua->meant : ua;
}

/* Who is there besides the one who is called, on whichever hop the INVITE was seen. */
static RfUa *
find_other (const RfDialog *replaced,
            const RfDialog *instead)
{
  RfUa *called = get_meant (instead->remote_ua);
  RfUa *local = get_meant (replaced->local_ua);
  RfUa *remote = get_meant (replaced->remote_ua);

  if (called && called == local)
    return remote;

  return called && called == remote ? local : NULL;
}

/**
 * rf_replaced_find_party:
 * @trace: a trace
 * @message: index of a message
 *
 * Returns: index of the party with whom whoever gets the INVITE talked before, in the call that it
 *   takes the place of; -1 where that was not seen
 */
int
rf_replaced_find_party (RfTrace *trace,
                        guint    message)
{
  int dialog = rf_replaced_find_dialog (trace, message);
  const RfTraceMessage *invite;
  RfUa *other;

  if (dialog < 0)
    return -1;
  invite = rf_trace_get_message (trace, message);
  if (invite->dialog < 0)
    return -1;
  other = find_other ((const RfDialog *) rf_trace_get_dialog (trace, (guint) dialog),
                      (const RfDialog *) rf_trace_get_dialog (trace, (guint) invite->dialog));

  return other && other->party ? (int) other->party->index : -1;
}
