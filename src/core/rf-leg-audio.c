/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-leg-audio"

#include "config.h"

#include "rf-leg.h"

/* How the sound of a call is getting on, told at regular times. */

#define INTERVAL_MS 1000
#define UNKNOWN     (-1)

/* Copies can make up for more than was lost. */
static GVariant *
new_counts (uint32_t packets,
            gboolean is_known,
            int      lost,
            uint32_t jitter_us)
{
  return g_variant_new ("(uii)", packets, is_known ? MAX (lost, 0) : UNKNOWN,
                        is_known ? (int) MIN (jitter_us, (uint32_t) G_MAXINT) : UNKNOWN);
}

static void
report (RfLeg *leg)
{
  const struct stream *stream = audio_strm (call_audio (leg->call));
  const struct rtcp_stats *rtcp = stream_rtcp_stats (stream);
  const char *codec = rf_dbus_call_get_codec (leg->iface);

  if (stream == NULL || rtcp == NULL)
    return;
  rf_agent_report_audio (leg->agent, leg->call_id, !leg->incoming, codec != NULL ? codec : "",
                         new_counts (stream_metric_get_rx_n_packets (stream), rtcp->rx.sent > 0,
                                     rtcp->rx.lost, rtcp->rx.jit),
                         new_counts (stream_metric_get_tx_n_packets (stream), rtcp->tx.sent > 0,
                                     rtcp->tx.lost, rtcp->tx.jit));
}

static void
on_interval (void *arg)
{
  RfLeg *leg = arg;

  report (leg);
  tmr_start (&leg->audio_timer, INTERVAL_MS, on_interval, leg);
}

/**
 * rf_leg_start_audio_reports:
 * @leg: a leg that was just answered
 *
 * Reports from now on.
 */
void
rf_leg_start_audio_reports (RfLeg *leg)
{
  on_interval (leg);
}

/**
 * rf_leg_stop_audio_reports:
 * @leg: a leg whose call is about to go
 *
 * Reports once more what there was, if anything was reported.
 */
void
rf_leg_stop_audio_reports (RfLeg *leg)
{
  if (leg->call != NULL && tmr_isrunning (&leg->audio_timer))
    report (leg);
  tmr_cancel (&leg->audio_timer);
}
