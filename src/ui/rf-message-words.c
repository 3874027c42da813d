/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-words"

#include "config.h"

#include "rf-message-words.h"

#include "rf-message-text.h"

#include <glib/gi18n.h>

#include <string.h>

/* What heads a message: what it is, who sent it to whom, when, and over what. */

static const char *
transport_to_string (RfTransport transport)
{
  switch (transport) {
  case RF_TRANSPORT_UDP:
    return "UDP";
  case RF_TRANSPORT_TCP:
    return "TCP";
  case RF_TRANSPORT_TLS:
    return "TLS";
  case RF_TRANSPORT_UNKNOWN:
  default:
    return _("transport unknown");
  }
}

static char *
dup_party_label (RfTrace     *trace,
                 int          party,
                 RfLifelines *lifelines)
{
  const char *label;

  if (party < 0 || (guint) party >= rf_trace_get_n_parties (trace))
    return g_strdup (_("unknown"));

  label = rf_lifelines_get_label (lifelines, rf_trace_get_party (trace, (guint) party));
  return rf_message_text_clean (label, strlen (label));
}

/**
 * rf_message_words_time:
 * @time_us: µs since 1970-01-01 UTC
 *
 * Returns: (transfer full): date and time of day, to the microsecond
 */
char *
rf_message_words_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *clock = local != NULL ? g_date_time_format (local, "%x %H:%M:%S") : NULL;

  if (clock == NULL)
    return g_strdup (_("time unknown"));

  return g_strdup_printf ("%s.%06d", clock, (int) (time_us % G_USEC_PER_SEC));
}

/**
 * rf_message_words_title:
 * @trace: a trace
 * @message: index of a message
 * @lifelines: (nullable): what a person calls whom
 *
 * Returns: (transfer full): what it is, and who sent it to whom
 */
char *
rf_message_words_title (RfTrace     *trace,
                        guint        message,
                        RfLifelines *lifelines)
{
  const RfTraceMessage *record = rf_trace_get_message (trace, message);
  g_autofree char *from = dup_party_label (trace, record->from_party, lifelines);
  g_autofree char *to = dup_party_label (trace, record->to_party, lifelines);
  g_autofree char *summary = rf_trace_dup_summary (trace, message);
  g_autofree char *clean = rf_message_text_clean (summary, strlen (summary));

  /* Translators: "REFER, mike to kevin" */
  return g_strdup_printf (_("%s, %s to %s"), clean, from, to);
}

/**
 * rf_message_words_route:
 * @message: a message
 *
 * Returns: (transfer full): when it was sent, over what, and the addresses of both ends
 */
char *
rf_message_words_route (const RfTraceMessage *message)
{
  g_autofree char *source = NULL;
  g_autofree char *destination = NULL;
  g_autofree char *when = NULL;

  g_return_val_if_fail (message != NULL, NULL);

  source = rf_endpoint_to_string (message->source);
  destination = rf_endpoint_to_string (message->destination);
  when = rf_message_words_time (message->time_us);

  return g_strdup_printf ("%s · %s · %s → %s", when, transport_to_string (message->transport),
                          source, destination);
}
