/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-frame"

#include "config.h"

#include "rf-frame.h"

#include <pcap/dlt.h>

#define ETHERTYPE_IPV4    0x0800
#define ETHERTYPE_IPV6    0x86dd
#define ETHERTYPE_VLAN    0x8100
#define ETHERTYPE_QINQ    0x88a8
#define PROTOCOL_UDP      17
#define UDP_HEADER        8
#define MAX_VLAN_TAGS     4
#define MAX_IPV6_HEADERS  8

static guint
get_u8 (RfStr bytes,
        gsize at)
{
  return (guint8) bytes.p[at];
}

static guint
get_u16 (RfStr bytes,
         gsize at)
{
  return get_u8 (bytes, at) << 8 | get_u8 (bytes, at + 1);
}

static gboolean
skip (RfStr *bytes,
      gsize  count)
{
  if (bytes->len < count)
    return FALSE;
  *bytes = rf_str_skip (*bytes, count);

  return TRUE;
}

static gboolean
decode_udp (RfFrame *self,
            RfStr    bytes)
{
  gsize length;

  if (bytes.len < UDP_HEADER)
    return FALSE;

  length = get_u16 (bytes, 4);
  self->transport = RF_TRANSPORT_UDP;
  self->source.port = (guint16) get_u16 (bytes, 0);
  self->destination.port = (guint16) get_u16 (bytes, 2);
  self->payload = rf_str_skip (bytes, UDP_HEADER);
  if (length < UDP_HEADER)
    return FALSE;
  length -= UDP_HEADER;
  self->missing = length > self->payload.len ? length - self->payload.len : 0;
  self->payload = rf_str_head (self->payload, length);

  return TRUE;
}

/* TCP is left out here: a message has to be put together from its segments, which no single frame
 * can tell. */
static gboolean
decode_transport (RfFrame *self,
                  guint    protocol,
                  RfStr    bytes)
{
  return protocol == PROTOCOL_UDP && decode_udp (self, bytes);
}

static gboolean
decode_ipv4 (RfFrame *self,
             RfStr    bytes)
{
  gsize header, total;
  guint protocol;

  if (bytes.len < 20 || get_u8 (bytes, 0) >> 4 != 4)
    return FALSE;
  header = (get_u8 (bytes, 0) & 0x0f) * 4;
  total = get_u16 (bytes, 2);
  /* Later fragments have no ports; what they hold is counted as missing from the first. */
  if (header < 20 || (get_u16 (bytes, 6) & 0x1fff) != 0)
    return FALSE;

  protocol = get_u8 (bytes, 9);
  self->source.family = self->destination.family = 4;
  memcpy (self->source.address, bytes.p + 12, 4);
  memcpy (self->destination.address, bytes.p + 16, 4);
  /* A total of 0 is what segmentation offload leaves behind. Padding of short Ethernet frames is
   * cut off. */
  if (total >= header)
    bytes = rf_str_head (bytes, total);

  return skip (&bytes, header) && decode_transport (self, protocol, bytes);
}

/* Goes over the extension headers of RFC 8200 §4 to the transport. FALSE for a later fragment. */
static gboolean
skip_extensions (guint *next,
                 RfStr *bytes)
{
  for (int i = 0; i < MAX_IPV6_HEADERS; i++) {
    gsize length = 8;

    switch (*next) {
    case 0:  /* hop by hop */
    case 43: /* routing */
    case 60: /* destination */
      if (bytes->len < 2)
        return FALSE;
      length = (get_u8 (*bytes, 1) + 1) * 8;
      break;
    case 44: /* fragment */
      if (bytes->len < 8 || get_u16 (*bytes, 2) >> 3 != 0)
        return FALSE;
      break;
    default:
      return TRUE;
    }
    *next = bytes->len > 0 ? get_u8 (*bytes, 0) : 59;
    if (!skip (bytes, length))
      return FALSE;
  }

  return FALSE;
}

static gboolean
decode_ipv6 (RfFrame *self,
             RfStr    bytes)
{
  gsize length;
  guint next;

  if (bytes.len < 40 || get_u8 (bytes, 0) >> 4 != 6)
    return FALSE;

  length = get_u16 (bytes, 4);
  next = get_u8 (bytes, 6);
  self->source.family = self->destination.family = 6;
  memcpy (self->source.address, bytes.p + 8, 16);
  memcpy (self->destination.address, bytes.p + 24, 16);
  bytes = rf_str_skip (bytes, 40);
  if (length > 0)
    bytes = rf_str_head (bytes, length);

  return skip_extensions (&next, &bytes) && decode_transport (self, next, bytes);
}

static gboolean
decode_ip (RfFrame *self,
           RfStr    bytes)
{
  if (bytes.len == 0)
    return FALSE;

  return get_u8 (bytes, 0) >> 4 == 6 ? decode_ipv6 (self, bytes) : decode_ipv4 (self, bytes);
}

/* @bytes begin behind the type of what they hold; VLAN tags in between are passed over. */
static gboolean
decode_ethertype (RfFrame *self,
                  guint    type,
                  RfStr    bytes)
{
  for (int i = 0; i < MAX_VLAN_TAGS && (type == ETHERTYPE_VLAN || type == ETHERTYPE_QINQ); i++) {
    if (bytes.len < 4)
      return FALSE;
    type = get_u16 (bytes, 2);
    bytes = rf_str_skip (bytes, 4);
  }
  if (type == ETHERTYPE_IPV4)
    return decode_ipv4 (self, bytes);

  return type == ETHERTYPE_IPV6 && decode_ipv6 (self, bytes);
}

static gboolean
decode_with_type_at (RfFrame *self,
                     RfStr    bytes,
                     gsize    type_at,
                     gsize    header)
{
  guint type;

  if (bytes.len < header)
    return FALSE;
  type = get_u16 (bytes, type_at);

  return decode_ethertype (self, type, rf_str_skip (bytes, header));
}

/**
 * rf_frame_knows_link:
 * @link_type: a link type as libpcap numbers them
 *
 * Returns: whether rf_frame_decode() can read such frames
 */
gboolean
rf_frame_knows_link (int link_type)
{
  switch (link_type) {
  case DLT_EN10MB:
  case DLT_LINUX_SLL:
  case DLT_LINUX_SLL2:
  case DLT_RAW:
  case DLT_IPV4:
  case DLT_IPV6:
  case DLT_NULL:
  case DLT_LOOP:
    return TRUE;
  default:
    return FALSE;
  }
}

/**
 * rf_frame_decode:
 * @self: (out): the datagram
 * @link_type: link type of the capture, as libpcap numbers them
 * @bytes: a captured frame
 *
 * Returns: whether there is a UDP datagram in the frame
 */
gboolean
rf_frame_decode (RfFrame *self,
                 int      link_type,
                 RfStr    bytes)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *self = (RfFrame) { 0 };
  switch (link_type) {
  case DLT_EN10MB:
    return decode_with_type_at (self, bytes, 12, 14);
  case DLT_LINUX_SLL:
    return decode_with_type_at (self, bytes, 14, 16);
  case DLT_LINUX_SLL2:
    return decode_with_type_at (self, bytes, 0, 20);
  case DLT_RAW:
  case DLT_IPV4:
  case DLT_IPV6:
    return decode_ip (self, bytes);
  /* a family in the byte order of the machine that wrote it; IP says its version itself */
  case DLT_NULL:
  case DLT_LOOP:
    return skip (&bytes, 4) && decode_ip (self, bytes);
  default:
    return FALSE;
  }
}
