/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-rtp-ports"

#include "config.h"

#include "rf-rtp-ports.h"

#include "rf-endpoint.h"
#include "rf-media.h"

/* The calls that said a port last. Where a server joins two of them, both say the same again and
 * again, and nothing goes from one to the other. */
#define N_CALLS 4

typedef struct {
  RfEndpoint endpoint;
  guint      calls[N_CALLS]; /* hashes of Call-IDs */
  guint      n_calls;        /* ever; the oldest gives way */
  guint64    turn;           /* when it went to another call; 0 if it never did */
} Port;

struct _RfRtpPorts {
  GHashTable *ports; /* Port, by its endpoint */
  guint       max_ports;
  guint64     turn;
};

static guint
hash_port (gconstpointer port)
{
  return rf_endpoint_hash (&((const Port *) port)->endpoint);
}

static gboolean
equal_ports (gconstpointer a,
             gconstpointer b)
{
  return rf_endpoint_equal (&((const Port *) a)->endpoint, &((const Port *) b)->endpoint);
}

/**
 * rf_rtp_ports_new:
 * @max_ports: how many are remembered at most; where there are more, all are forgotten
 *
 * Returns: (transfer full): nothing learnt yet
 */
RfRtpPorts *
rf_rtp_ports_new (guint max_ports)
{
  RfRtpPorts *self = g_new0 (RfRtpPorts, 1);

  self->ports = g_hash_table_new_full (hash_port, equal_ports, g_free, NULL);
  self->max_ports = max_ports;

  return self;
}

/**
 * rf_rtp_ports_free:
 * @self: (nullable): what was learnt
 */
void
rf_rtp_ports_free (RfRtpPorts *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->ports);
  g_free (self);
}

static Port *
find (RfRtpPorts       *self,
      const RfEndpoint *endpoint)
{
  const Port key = { .endpoint = *endpoint };

  return g_hash_table_lookup (self->ports, &key);
}

static Port *
get (RfRtpPorts       *self,
     const RfEndpoint *endpoint)
{
  Port *port = find (self, endpoint);

  if (port)
    return port;
  if (g_hash_table_size (self->ports) >= self->max_ports)
    g_hash_table_remove_all (self->ports);
  port = g_new0 (Port, 1);
  port->endpoint = *endpoint;
  g_hash_table_add (self->ports, port);

  return port;
}

static void
note_call (RfRtpPorts *self,
           Port       *port,
           guint       call)
{
  for (guint i = 0; i < MIN (port->n_calls, N_CALLS); i++) {
    if (port->calls[i] == call)
      return;
  }
  if (port->n_calls > 0)
    port->turn = ++self->turn;
  port->calls[port->n_calls++ % N_CALLS] = call;
}

/**
 * rf_rtp_ports_learn:
 * @self: what was learnt
 * @message: (array length=length): a SIP message; most have no description
 * @length: how many bytes
 *
 * Learns where the writer of @message wants to hear, and in which call.
 */
void
rf_rtp_ports_learn (RfRtpPorts *self,
                    const char *message,
                    gsize       length)
{
  RfSdpMedia media[RF_SDP_MAX_MEDIA];
  RfEndpoint endpoint;
  RfSipMessage sip;
  guint n_media;

  g_return_if_fail (self != NULL);

  if (!rf_sip_message_scan (&sip, message, length, NULL) || sip.body.len == 0 ||
      !rf_media_may_describe (sip.method, sip.status))
    return;
  n_media = rf_media_read_audio (&sip, media);
  for (guint i = 0; i < n_media; i++) {
    if (rf_media_read_endpoint (&endpoint, &media[i]))
      note_call (self, get (self, &endpoint), rf_str_hash (sip.call_id, 0));
  }
}

/**
 * rf_rtp_ports_get_turn:
 * @self: what was learnt
 *
 * Returns: how often a port has gone to another call
 */
guint64
rf_rtp_ports_get_turn (RfRtpPorts *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->turn;
}

/**
 * rf_rtp_ports_get_turn_of:
 * @self: what was learnt
 * @port: an address and port
 *
 * Returns: the turn in which it went to another call; 0 where it never did, as far as is known
 */
guint64
rf_rtp_ports_get_turn_of (RfRtpPorts       *self,
                          const RfEndpoint *port)
{
  const Port *found;

  g_return_val_if_fail (self != NULL && port != NULL, 0);

  found = find (self, port);

  return found ? found->turn : 0;
}
