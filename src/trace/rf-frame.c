/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-frame"

#include "config.h"

#include "rf-frame.h"

#include "rf-bytes.h"
#include "rf-link.h"
#include "rf-tunnel.h"

#define PROTOCOL_HOPS     0
#define PROTOCOL_IPV4     4
#define PROTOCOL_TCP      6
#define PROTOCOL_UDP      17
#define PROTOCOL_IPV6     41
#define PROTOCOL_ROUTING  43
#define PROTOCOL_FRAGMENT 44
#define PROTOCOL_GRE      47
#define PROTOCOL_AH       51
#define PROTOCOL_NONE     59
#define PROTOCOL_OPTIONS  60
#define PROTOCOL_SCTP     132
#define UDP_HEADER        8
#define TCP_HEADER        20
#define IPV4_HEADER       20
#define IPV6_HEADER       40
#define MAX_IPV6_HEADERS  8
#define MAX_DEPTH         4 /* packets within packets */

static void decode_ethertype (RfFrame *self,
                              guint    ethertype,
                              RfStr    bytes,
                              int      depth);

/* Whether a packet in a datagram of a tunnel was found. */
static gboolean
decode_udp_tunnel (RfFrame *self,
                   RfStr    bytes,
                   int      depth)
{
  RfFrame inner = { 0 };
  guint ethertype;

  if (depth >= MAX_DEPTH || !rf_tunnel_strip_udp (self->destination.port, &bytes, &ethertype))
    return FALSE;
  decode_ethertype (&inner, ethertype, bytes, depth + 1);
  if (inner.kind == RF_FRAME_OTHER)
    return FALSE;
  *self = inner;

  return TRUE;
}

static void
decode_udp (RfFrame *self,
            RfStr    bytes,
            int      depth)
{
  gsize length;

  if (bytes.len < UDP_HEADER) {
    self->kind = RF_FRAME_CUT;
    return;
  }
  length = rf_get_be16 (bytes, 4);
  if (length < UDP_HEADER)
    return;
  length -= UDP_HEADER;

  self->source.port = (guint16) rf_get_be16 (bytes, 0);
  self->destination.port = (guint16) rf_get_be16 (bytes, 2);
  bytes = rf_str_skip (bytes, UDP_HEADER);
  if (decode_udp_tunnel (self, bytes, depth))
    return;
  self->kind = RF_FRAME_UDP;
  self->missing = length > bytes.len ? length - bytes.len : 0;
  self->payload = rf_str_head (bytes, length);
}

static void
decode_tcp (RfFrame *self,
            RfStr    bytes)
{
  gsize header;

  if (bytes.len < TCP_HEADER) {
    self->kind = RF_FRAME_CUT;
    return;
  }
  header = (rf_get_u8 (bytes, 12) >> 4) * 4;
  if (header < TCP_HEADER)
    return;
  self->source.port = (guint16) rf_get_be16 (bytes, 0);
  self->destination.port = (guint16) rf_get_be16 (bytes, 2);
  self->seq = rf_get_be32 (bytes, 4);
  self->ack = rf_get_be32 (bytes, 8);
  self->flags = (guint8) rf_get_u8 (bytes, 13);
  self->kind = header > bytes.len ? RF_FRAME_CUT : RF_FRAME_TCP;
  self->payload = rf_str_skip (bytes, header);
}

static void
decode_transport (RfFrame *self,
                  guint    protocol,
                  RfStr    bytes,
                  int      depth)
{
  guint ethertype;

  switch (protocol) {
  case PROTOCOL_UDP:
    decode_udp (self, bytes, depth);
    break;
  case PROTOCOL_TCP:
    decode_tcp (self, bytes);
    break;
  case PROTOCOL_SCTP:
    self->kind = RF_FRAME_SCTP;
    self->payload = bytes;
    break;
  case PROTOCOL_IPV4:
    decode_ethertype (self, RF_ETHERTYPE_IPV4, bytes, depth + 1);
    break;
  case PROTOCOL_IPV6:
    decode_ethertype (self, RF_ETHERTYPE_IPV6, bytes, depth + 1);
    break;
  case PROTOCOL_GRE:
    if (rf_tunnel_strip_gre (&bytes, &ethertype))
      decode_ethertype (self, ethertype, bytes, depth + 1);
    break;
  default:
    break;
  }
}

/* As rf-packet.c writes them: an address that is not known is written as zeros, and an IPv4 address
 * across from one of IPv6 as RFC 4291 §2.5.5.2 says. */
static void
set_address (RfEndpoint *endpoint,
             const char *bytes,
             guint       family)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  static const guint8 zeros[16];

  if (family == 6 && memcmp (bytes, mapped, sizeof mapped) == 0) {
    bytes += sizeof mapped;
    family = 4;
  }
  if (family == 4) {
    memcpy (endpoint->address, bytes, 4);
    endpoint->family = memcmp (bytes, zeros, 4) == 0 ? 0 : 4;
  } else {
    memcpy (endpoint->address, bytes, 16);
    endpoint->family = memcmp (bytes, zeros, 16) == 0 ? 0 : 6;
  }
}

static void
set_fragment (RfFrame *self,
              guint    protocol,
              RfStr    bytes)
{
  self->kind = RF_FRAME_FRAGMENT;
  self->protocol = (guint8) protocol;
  self->payload = bytes;
}

static void
decode_ipv4 (RfFrame *self,
             RfStr    bytes,
             int      depth)
{
  gsize header, total;
  guint protocol, flags;

  if (bytes.len < IPV4_HEADER) {
    self->kind = RF_FRAME_CUT;
    return;
  }
  header = (rf_get_u8 (bytes, 0) & 0x0f) * 4;
  total = rf_get_be16 (bytes, 2);
  flags = rf_get_be16 (bytes, 6);
  protocol = rf_get_u8 (bytes, 9);
  if (rf_get_u8 (bytes, 0) >> 4 != 4 || header < IPV4_HEADER)
    return;
  self->source = self->destination = (RfEndpoint) { 0 };
  set_address (&self->source, bytes.p + 12, 4);
  set_address (&self->destination, bytes.p + 16, 4);
  self->id = rf_get_be16 (bytes, 4);
  self->position = (flags & 0x1fff) * 8;
  self->has_more = (flags & 0x2000) != 0;
  /* A total of 0 is what segmentation offload leaves behind. Padding of short Ethernet frames is
   * cut off. */
  if (total >= header) {
    self->missing = total > bytes.len ? total - bytes.len : 0;
    bytes = rf_str_head (bytes, total);
  }
  if (!rf_take (&bytes, header))
    self->kind = RF_FRAME_CUT;
  else if (self->position > 0 || self->has_more)
    set_fragment (self, protocol, bytes);
  else
    decode_transport (self, protocol, bytes, depth);
}

/* What the fragment header of RFC 8200 §4.5 says. Whether there are other fragments at all. */
static gboolean
read_fragment_header (RfFrame *self,
                      RfStr    bytes)
{
  guint position = rf_get_be16 (bytes, 2);

  self->position = position & 0xfff8;
  self->has_more = position & 1;
  self->id = rf_get_be32 (bytes, 4);

  return self->position > 0 || self->has_more;
}

/* Goes over the extension headers of RFC 8200 §4 to the transport, or to a fragment. */
static void
decode_ipv6_next (RfFrame *self,
                  guint    next,
                  RfStr    bytes,
                  int      depth)
{
  for (int i = 0; i < MAX_IPV6_HEADERS; i++) {
    gsize length = 8;
    guint kind = next;

    if (kind != PROTOCOL_HOPS && kind != PROTOCOL_ROUTING && kind != PROTOCOL_OPTIONS &&
        kind != PROTOCOL_FRAGMENT && kind != PROTOCOL_AH) {
      decode_transport (self, kind, bytes, depth);
      return;
    }
    if (bytes.len < 8) {
      self->kind = RF_FRAME_CUT;
      return;
    }
    next = rf_get_u8 (bytes, 0);
    if (kind == PROTOCOL_AH)
      length = (rf_get_u8 (bytes, 1) + 2) * 4;
    else if (kind != PROTOCOL_FRAGMENT)
      length = (rf_get_u8 (bytes, 1) + 1) * 8;
    else if (read_fragment_header (self, bytes)) {
      set_fragment (self, next, rf_str_skip (bytes, 8));
      return;
    }
    if (!rf_take (&bytes, length)) {
      self->kind = RF_FRAME_CUT;
      return;
    }
  }
}

static void
decode_ipv6 (RfFrame *self,
             RfStr    bytes,
             int      depth)
{
  gsize length;
  guint next;

  if (bytes.len < IPV6_HEADER) {
    self->kind = RF_FRAME_CUT;
    return;
  }
  if (rf_get_u8 (bytes, 0) >> 4 != 6)
    return;

  length = rf_get_be16 (bytes, 4);
  next = rf_get_u8 (bytes, 6);
  self->source = self->destination = (RfEndpoint) { 0 };
  set_address (&self->source, bytes.p + 8, 6);
  set_address (&self->destination, bytes.p + 24, 6);
  bytes = rf_str_skip (bytes, IPV6_HEADER);
  if (length > 0) {
    self->missing = length > bytes.len ? length - bytes.len : 0;
    bytes = rf_str_head (bytes, length);
  }
  decode_ipv6_next (self, next, bytes, depth);
}

static void
decode_ethertype (RfFrame *self,
                  guint    ethertype,
                  RfStr    bytes,
                  int      depth)
{
  if (depth > MAX_DEPTH || !rf_link_strip_tags (&bytes, &ethertype))
    return;
  if (ethertype == RF_ETHERTYPE_IP && bytes.len > 0)
    ethertype = rf_get_u8 (bytes, 0) >> 4 == 6 ? RF_ETHERTYPE_IPV6 : RF_ETHERTYPE_IPV4;
  self->missing = 0;
  if (ethertype == RF_ETHERTYPE_IPV4)
    decode_ipv4 (self, bytes, depth);
  else if (ethertype == RF_ETHERTYPE_IPV6)
    decode_ipv6 (self, bytes, depth);
}

/**
 * rf_frame_decode_transport:
 * @self: (inout): a packet whose addresses are known
 * @protocol: what it carries; of IPv6, options may come first (RFC 8200 §4.1)
 * @bytes: that, put together from fragments
 *
 * Reads the rest of it.
 */
void
rf_frame_decode_transport (RfFrame *self,
                           guint    protocol,
                           RfStr    bytes)
{
  g_return_if_fail (self != NULL);

  self->kind = RF_FRAME_OTHER;
  self->missing = 0;
  decode_ipv6_next (self, protocol, bytes, 0);
}

/**
 * rf_frame_decode:
 * @self: (out): what is in it
 * @link_type: link type of the frame, as pcap files number them
 * @bytes: a captured frame
 *
 * Reads the headers of a frame down to UDP, TCP, SCTP or a fragment of IP.
 */
void
rf_frame_decode (RfFrame *self,
                 guint    link_type,
                 RfStr    bytes)
{
  guint ethertype;

  g_return_if_fail (self != NULL);

  *self = (RfFrame) { 0 };
  if (rf_link_strip (link_type, &bytes, &ethertype))
    decode_ethertype (self, ethertype, bytes, 0);
}
