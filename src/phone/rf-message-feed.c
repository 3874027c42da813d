/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-feed"

#include "rf-message-feed.h"

static RfTransport
transport_from_name (const char *name)
{
  if (g_strcmp0 (name, "udp") == 0)
    return RF_TRANSPORT_UDP;
  if (g_strcmp0 (name, "tcp") == 0)
    return RF_TRANSPORT_TCP;
  if (g_strcmp0 (name, "tls") == 0)
    return RF_TRANSPORT_TLS;
  return RF_TRANSPORT_UNKNOWN;
}

static void
on_message (RfDBusPhone *proxy,
            gint64       time_us,
            const char  *direction,
            const char  *transport,
            const char  *source,
            const char  *destination,
            GVariant    *data,
            RfFeed      *feed)
{
  RfTraceInput input = { .time_us = time_us, .transport = transport_from_name (transport) };

  /* An address that cannot be read stays unknown; the message is worth showing all the same. */
  rf_endpoint_parse (&input.source, source);
  rf_endpoint_parse (&input.destination, destination);
  input.data = g_variant_get_fixed_array (data, &input.length, 1);
  if (input.length > 0)
    rf_feed_push (feed, g_strcmp0 (direction, "sent") == 0, &input);
}

static RfAudioCount
read_count (GVariant *counts)
{
  guint32 packets;
  gint32 lost, jitter_us;

  g_variant_get (counts, "(uii)", &packets, &lost, &jitter_us);

  return (RfAudioCount) { packets, lost, jitter_us < 0 ? -1 : jitter_us / 1000.0 };
}

static void
on_audio_report (RfDBusPhone *proxy,
                 gint64       time_us,
                 const char  *call_id,
                 gboolean     is_caller,
                 const char  *codec,
                 GVariant    *received,
                 GVariant    *sent,
                 RfFeed      *feed)
{
  const RfAudioReport report = {
    .time_us = time_us,
    .call_id = call_id,
    .is_caller = is_caller,
    .codec = codec,
    .received = read_count (received),
    .sent = read_count (sent),
  };

  rf_feed_push_audio (feed, &report);
}

/**
 * rf_message_feed_connect:
 * @proxy: the Phone object of a core
 * @feed: where its messages go
 *
 * Hands every SIP message that the core tells of to @feed, and what it tells of the sound of its
 * calls, for as long as both live.
 */
void
rf_message_feed_connect (RfDBusPhone *proxy,
                         RfFeed      *feed)
{
  g_signal_connect_object (proxy, "message", G_CALLBACK (on_message), feed, 0);
  g_signal_connect_object (proxy, "audio-report", G_CALLBACK (on_audio_report), feed, 0);
}
