/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-rtp-flows"

#include "config.h"

#include "rf-rtp-flows.h"

#include "rf-endpoint.h"
#include "rf-index-table.h"

/* A port and an SSRC that come again after so long are of another call. */
#define BREAK_US   (60 * G_USEC_PER_SEC)
/* What has fewer packets when room is needed only looked like RTP. */
#define MIN_PACKETS 4
#define NO_FLOW    G_MAXUINT32

struct _RfRtpFlows {
  GArray       *flows;
  RfIndexTable  by_key;
  guint         max_flows;
  guint         last;      /* likely the next packet belongs there too */
  gboolean      is_full;
  guint64       serial;
};

/**
 * rf_rtp_flows_new:
 * @max_flows: how many are followed at most
 *
 * Returns: (transfer full): no flows
 */
RfRtpFlows *
rf_rtp_flows_new (guint max_flows)
{
  RfRtpFlows *self = g_atomic_rc_box_new0 (RfRtpFlows);

  self->flows = g_array_new (FALSE, FALSE, sizeof (RfRtpFlow));
  self->max_flows = max_flows;
  self->last = NO_FLOW;
  rf_index_table_init (&self->by_key);

  return self;
}

static RfRtpFlow *
get (RfRtpFlows *self,
     guint       index)
{
  return &g_array_index (self->flows, RfRtpFlow, index);
}

static guint32
hash_key (const RfEndpoint *source,
          const RfEndpoint *destination,
          guint32           ssrc)
{
  return rf_str_hash (rf_str_new ((const char *) &ssrc, sizeof ssrc),
                      rf_endpoint_hash (source) * 31 + rf_endpoint_hash (destination));
}

static void
index_all (RfRtpFlows *self)
{
  rf_index_table_clear (&self->by_key);
  rf_index_table_init (&self->by_key);
  for (guint i = 0; i < self->flows->len; i++) {
    const RfRtpFlow *flow = get (self, i);

    rf_index_table_add (&self->by_key, hash_key (&flow->source, &flow->destination, flow->ssrc), i);
  }
}

/**
 * rf_rtp_flows_dup:
 * @self: flows
 *
 * Returns: (transfer full): the same as they are now, for another thread
 */
RfRtpFlows *
rf_rtp_flows_dup (RfRtpFlows *self)
{
  RfRtpFlows *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = rf_rtp_flows_new (self->max_flows);
  g_array_append_vals (copy->flows, self->flows->data, self->flows->len);
  copy->is_full = self->is_full;
  copy->serial = self->serial;
  index_all (copy);

  return copy;
}

/**
 * rf_rtp_flows_ref:
 * @self: flows
 *
 * Returns: (transfer full): @self
 */
RfRtpFlows *
rf_rtp_flows_ref (RfRtpFlows *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  RfRtpFlows *self = data;

  g_array_unref (self->flows);
  rf_index_table_clear (&self->by_key);
}

/**
 * rf_rtp_flows_unref:
 * @self: flows
 */
void
rf_rtp_flows_unref (RfRtpFlows *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}

static gboolean
is_key (const RfRtpFlow  *flow,
        const RfEndpoint *source,
        const RfEndpoint *destination,
        guint32           ssrc)
{
  return flow->ssrc == ssrc && rf_endpoint_equal (&flow->destination, destination) &&
         rf_endpoint_equal (&flow->source, source);
}

/* The newest with this key, or NO_FLOW. */
static guint
find (RfRtpFlows       *self,
      const RfEndpoint *source,
      const RfEndpoint *destination,
      guint32           ssrc)
{
  guint found = NO_FLOW;
  guint32 hash;

  if (self->last != NO_FLOW && is_key (get (self, self->last), source, destination, ssrc))
    return self->last;
  hash = hash_key (source, destination, ssrc);
  for (guint32 at = hash, i; rf_index_table_next (&self->by_key, hash, &at, &i);) {
    if (is_key (get (self, i), source, destination, ssrc))
      found = i;
  }

  return found;
}

/* Without those that were taken for RTP by chance. That is done until it brings too little. */
static void
make_room (RfRtpFlows *self)
{
  guint n_kept = 0;

  for (guint i = 0; i < self->flows->len; i++) {
    if (get (self, i)->stream.packets >= MIN_PACKETS)
      *get (self, n_kept++) = *get (self, i);
  }
  self->is_full = n_kept > self->max_flows / 8 * 7;
  g_array_set_size (self->flows, n_kept);
  index_all (self);
}

static guint
add (RfRtpFlows       *self,
     const RfEndpoint *source,
     const RfEndpoint *destination,
     guint32           ssrc)
{
  const RfRtpFlow flow = { .source = *source, .destination = *destination, .ssrc = ssrc };

  if (self->flows->len == self->max_flows && !self->is_full)
    make_room (self);
  if (self->flows->len == self->max_flows)
    return NO_FLOW;
  g_array_append_val (self->flows, flow);
  rf_index_table_add (&self->by_key, hash_key (source, destination, ssrc), self->flows->len - 1);

  return self->flows->len - 1;
}

/**
 * rf_rtp_flows_take:
 * @self: flows
 * @source: where a datagram came from
 * @destination: where it went
 * @packet: its bytes, at least the first of them
 * @time_us: when it came
 *
 * Takes note of a datagram that may be RTP.
 *
 * Returns: what became of it
 */
RfRtpVerdict
rf_rtp_flows_take (RfRtpFlows       *self,
                   const RfEndpoint *source,
                   const RfEndpoint *destination,
                   RfStr             packet,
                   gint64            time_us)
{
  RfRtpHeader header;
  guint index;

  g_return_val_if_fail (self != NULL, RF_RTP_OTHER);

  if (!rf_rtp_header_read (&header, packet))
    return RF_RTP_OTHER;
  index = find (self, source, destination, header.ssrc);
  if (index == NO_FLOW || time_us - get (self, index)->stream.last_us > BREAK_US)
    index = add (self, source, destination, header.ssrc);
  self->last = index;
  if (index == NO_FLOW)
    return RF_RTP_LEFT_OUT;
  self->serial++;
  rf_rtp_stream_add (&get (self, index)->stream, &header, time_us);

  return RF_RTP_TAKEN;
}

/**
 * rf_rtp_flows_get_n:
 * @self: flows
 *
 * Returns: how many there are
 */
guint
rf_rtp_flows_get_n (RfRtpFlows *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->flows->len;
}

/**
 * rf_rtp_flows_get:
 * @self: flows
 * @index: which
 *
 * Returns: (transfer none): it; the next packet may move it
 */
const RfRtpFlow *
rf_rtp_flows_get (RfRtpFlows *self,
                  guint       index)
{
  g_return_val_if_fail (self != NULL && index < self->flows->len, NULL);

  return get (self, index);
}

/**
 * rf_rtp_flows_get_serial:
 * @self: flows
 *
 * Returns: a number that changes with every packet
 */
guint64
rf_rtp_flows_get_serial (RfRtpFlows *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->serial;
}
