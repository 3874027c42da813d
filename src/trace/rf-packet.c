/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-packet"

#include "config.h"

#include "rf-packet.h"

#define PROTOCOL_UDP 17
#define HOP_LIMIT    64
#define IPV4_HEADER  20
#define IPV6_HEADER  40
#define UDP_HEADER   8
#define MAX_PAYLOAD  (G_MAXUINT16 - IPV4_HEADER - UDP_HEADER)

static void
put_u8 (GByteArray *out,
        guint8      value)
{
  g_byte_array_append (out, &value, 1);
}

static void
put_u16 (GByteArray *out,
         guint       value)
{
  put_u8 (out, (guint8) (value >> 8));
  put_u8 (out, (guint8) value);
}

static void
set_u16 (GByteArray *out,
         gsize       at,
         guint       value)
{
  out->data[at] = (guint8) (value >> 8);
  out->data[at + 1] = (guint8) value;
}

/* The sum of RFC 1071 over @length bytes; @sum is what goes before them. */
static guint32
add_up (const guint8 *bytes,
        gsize         length,
        guint32       sum)
{
  for (gsize i = 0; i + 1 < length; i += 2)
    sum += (guint32) bytes[i] << 8 | bytes[i + 1];
  if (length % 2)
    sum += (guint32) bytes[length - 1] << 8;

  return sum;
}

static guint
fold (guint32 sum)
{
  while (sum >> 16)
    sum = (sum & 0xffff) + (sum >> 16);

  return ~sum & 0xffff;
}

/* Where the two ends are of different kinds, IPv4 is written as IPv6 does it (RFC 4291
 * §2.5.5.2). */
static void
put_address (GByteArray       *out,
             const RfEndpoint *endpoint,
             gboolean          is_v6)
{
  static const guint8 zeros[16];
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };

  if (endpoint->family == 0)
    g_byte_array_append (out, zeros, is_v6 ? 16 : 4);
  else if (!is_v6)
    g_byte_array_append (out, endpoint->address, 4);
  else if (endpoint->family == 6)
    g_byte_array_append (out, endpoint->address, 16);
  else {
    g_byte_array_append (out, mapped, sizeof mapped);
    g_byte_array_append (out, endpoint->address, 4);
  }
}

static void
put_ipv4 (GByteArray           *out,
          const RfTraceMessage *message,
          gsize                 length)
{
  put_u16 (out, 0x4500);
  put_u16 (out, (guint) (IPV4_HEADER + length));
  put_u16 (out, message->index & 0xffff);
  put_u16 (out, 0);
  put_u8 (out, HOP_LIMIT);
  put_u8 (out, PROTOCOL_UDP);
  put_u16 (out, 0);
  put_address (out, &message->source, FALSE);
  put_address (out, &message->destination, FALSE);
  set_u16 (out, 10, fold (add_up (out->data, IPV4_HEADER, 0)));
}

static void
put_ipv6 (GByteArray           *out,
          const RfTraceMessage *message,
          gsize                 length)
{
  put_u16 (out, 0x6000);
  put_u16 (out, 0);
  put_u16 (out, (guint) length);
  put_u8 (out, PROTOCOL_UDP);
  put_u8 (out, HOP_LIMIT);
  put_address (out, &message->source, TRUE);
  put_address (out, &message->destination, TRUE);
}

/**
 * rf_packet_new:
 * @message: a message of a trace
 *
 * Returns: (transfer full): an IP packet that carries it over UDP; of a message that is longer than
 *   a datagram can be, the part that fits
 */
GByteArray *
rf_packet_new (const RfTraceMessage *message)
{
  gsize payload = MIN (message->length, MAX_PAYLOAD);
  gsize length = UDP_HEADER + payload;
  gboolean is_v6 = message->source.family == 6 || message->destination.family == 6;
  GByteArray *out = g_byte_array_sized_new ((guint) (IPV6_HEADER + length));
  gsize ip_header = is_v6 ? IPV6_HEADER : IPV4_HEADER;
  gsize addresses = is_v6 ? 32 : 8;
  guint sum;

  if (is_v6)
    put_ipv6 (out, message, length);
  else
    put_ipv4 (out, message, length);

  put_u16 (out, message->source.port);
  put_u16 (out, message->destination.port);
  put_u16 (out, (guint) length);
  put_u16 (out, 0);
  g_byte_array_append (out, (const guint8 *) message->data, (guint) payload);

  /* RFC 768: over the addresses, the protocol and the length too; 0 would mean that there is
   * none. */
  sum = fold (add_up (out->data + ip_header - addresses, addresses + length,
                      PROTOCOL_UDP + (guint32) length));
  set_u16 (out, ip_header + 6, sum != 0 ? sum : 0xffff);

  return out;
}
