/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-rtp-flows"

#include "config.h"

#include "rf-rtp-flows.h"

#include "rf-endpoint.h"
#include "rf-index-table.h"
#include "rf-rtp-ports.h"

/* A port and an SSRC that come again after so long are of another call, */
#define BREAK_US   (60 * G_USEC_PER_SEC)
/* and after so long where the numbers do not go on. */
#define PAUSE_US   (2 * G_USEC_PER_SEC)
/* What has fewer packets when room is needed only looked like RTP. */
#define MIN_PACKETS 4
#define NO_FLOW    G_MAXUINT32

struct _RfRtpFlows {
  GArray       *flows;
  RfIndexTable  by_key;    /* the newest of each */
  RfRtpPorts   *ports;
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
  self->ports = rf_rtp_ports_new (max_flows);
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
      guint32           hash,
      const RfEndpoint *source,
      const RfEndpoint *destination,
      guint32           ssrc)
{
  for (guint32 at = hash, i; rf_index_table_next (&self->by_key, hash, &at, &i);) {
    if (is_key (get (self, i), source, destination, ssrc))
      return i;
  }

  return NO_FLOW;
}

/* Only the newest with its key is looked for, however often it began anew. */
static void
index_flow (RfRtpFlows *self,
            guint       index)
{
  const RfRtpFlow *flow = get (self, index);
  guint32 hash = hash_key (&flow->source, &flow->destination, flow->ssrc);
  guint older = find (self, hash, &flow->source, &flow->destination, flow->ssrc);

  if (older == NO_FLOW)
    rf_index_table_add (&self->by_key, hash, index);
  else
    rf_index_table_replace (&self->by_key, hash, older, index);
}

static void
index_all (RfRtpFlows *self)
{
  rf_index_table_clear (&self->by_key);
  rf_index_table_init (&self->by_key);
  for (guint i = 0; i < self->flows->len; i++)
    index_flow (self, i);
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
  rf_rtp_ports_free (self->ports);
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
  const RfRtpFlow flow = {
    .source = *source, .destination = *destination, .ssrc = ssrc,
    .turn = rf_rtp_ports_get_turn (self->ports),
  };

  if (self->flows->len == self->max_flows && !self->is_full)
    make_room (self);
  if (self->flows->len == self->max_flows)
    return NO_FLOW;
  g_array_append_val (self->flows, flow);
  index_flow (self, self->flows->len - 1);

  return self->flows->len - 1;
}

/**
 * rf_rtp_flows_learn:
 * @self: flows
 * @message: (array length=length): a SIP message that came before the next packet
 * @length: how many bytes
 *
 * Learns which ports are whose. Where one goes from a call to another, the flows on it begin anew:
 * gateways and test tools use the same ports and SSRC again, and even let the numbers go on.
 */
void
rf_rtp_flows_learn (RfRtpFlows *self,
                    const char *message,
                    gsize       length)
{
  g_return_if_fail (self != NULL);

  rf_rtp_ports_learn (self->ports, message, length);
}

/* Whether one of its ports went to another call since its last packet. */
static gboolean
has_moved (RfRtpFlows *self,
           RfRtpFlow  *flow)
{
  guint64 turn = rf_rtp_ports_get_turn (self->ports);
  guint64 before = flow->turn;

  if (turn == before)
    return FALSE;
  flow->turn = turn;

  return rf_rtp_ports_get_turn_of (self->ports, &flow->destination) > before ||
         rf_rtp_ports_get_turn_of (self->ports, &flow->source) > before;
}

static gboolean
begins_anew (RfRtpFlows        *self,
             RfRtpFlow         *flow,
             const RfRtpHeader *header,
             gint64             time_us)
{
  gint64 passed_us = time_us - flow->stream.last_us;

  return passed_us > BREAK_US || has_moved (self, flow) ||
         (passed_us > PAUSE_US && !rf_rtp_stream_goes_on (&flow->stream, header));
}

static guint
find_flow (RfRtpFlows       *self,
           const RfEndpoint *source,
           const RfEndpoint *destination,
           guint32           ssrc)
{
  if (self->last != NO_FLOW && is_key (get (self, self->last), source, destination, ssrc))
    return self->last;

  return find (self, hash_key (source, destination, ssrc), source, destination, ssrc);
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
  index = find_flow (self, source, destination, header.ssrc);
  if (index == NO_FLOW || begins_anew (self, get (self, index), &header, time_us))
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
