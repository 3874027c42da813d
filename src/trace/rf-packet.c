/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-packet"

#include "config.h"

#include "rf-packet.h"

#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define HOP_LIMIT    64
#define IPV4_HEADER  20
#define IPV6_HEADER  40
#define UDP_HEADER   8
#define TCP_HEADER   20
#define TCP_FLAGS    0x18 /* ACK and PSH */
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
          guint                 protocol,
          gsize                 length)
{
  put_u16 (out, 0x4500);
  put_u16 (out, (guint) (IPV4_HEADER + length));
  put_u16 (out, message->index & 0xffff);
  put_u16 (out, 0);
  put_u8 (out, HOP_LIMIT);
  put_u8 (out, (guint8) protocol);
  put_u16 (out, 0);
  put_address (out, message->source, FALSE);
  put_address (out, message->destination, FALSE);
  set_u16 (out, 10, fold (add_up (out->data, IPV4_HEADER, 0)));
}

static void
put_ipv6 (GByteArray           *out,
          const RfTraceMessage *message,
          guint                 protocol,
          gsize                 length)
{
  put_u16 (out, 0x6000);
  put_u16 (out, 0);
  put_u16 (out, (guint) length);
  put_u8 (out, (guint8) protocol);
  put_u8 (out, HOP_LIMIT);
  put_address (out, message->source, TRUE);
  put_address (out, message->destination, TRUE);
}

static gboolean
is_ipv6 (const RfTraceMessage *message)
{
  return message->source->family == 6 || message->destination->family == 6;
}

/* The header of IP, with @length bytes behind it still to come. */
static GByteArray *
begin (const RfTraceMessage *message,
       guint                 protocol,
       gsize                 length)
{
  GByteArray *out = g_byte_array_sized_new ((guint) (IPV6_HEADER + length));

  if (is_ipv6 (message))
    put_ipv6 (out, message, protocol, length);
  else
    put_ipv4 (out, message, protocol, length);

  return out;
}

/* RFC 768 and RFC 9293 §3.1: over the addresses, the protocol and the length too. @at is where the
 * sum goes in the header behind that of IP. */
static guint
put_checksum (GByteArray           *out,
              const RfTraceMessage *message,
              guint                 protocol,
              gsize                 at)
{
  gsize header = is_ipv6 (message) ? IPV6_HEADER : IPV4_HEADER;
  gsize addresses = is_ipv6 (message) ? 32 : 8;
  gsize length = out->len - header;
  guint sum = fold (add_up (out->data + header - addresses, addresses + length,
                            protocol + (guint32) length));

  set_u16 (out, header + at, sum);

  return sum;
}

/**
 * rf_packet_fits_datagram:
 * @message: a message of a trace
 *
 * Returns: whether a UDP datagram can carry it
 */
gboolean
rf_packet_fits_datagram (const RfTraceMessage *message)
{
  return message->length <= MAX_PAYLOAD;
}

/**
 * rf_packet_get_missing:
 * @message: a message of a trace that fits into a datagram
 *
 * Returns: how many bytes of it were not captured, as far as a datagram could have carried them
 */
gsize
rf_packet_get_missing (const RfTraceMessage *message)
{
  return MIN (message->missing, MAX_PAYLOAD - MIN (message->length, MAX_PAYLOAD));
}

/**
 * rf_packet_new:
 * @message: a message of a trace that fits into a datagram
 *
 * Returns: (transfer full): an IP packet that carries it over UDP; where its end was not captured
 *   the packet ends there too, and says how long it was
 */
GByteArray *
rf_packet_new (const RfTraceMessage *message)
{
  gsize captured = UDP_HEADER + MIN (message->length, MAX_PAYLOAD);
  gsize length = captured + rf_packet_get_missing (message);
  GByteArray *out = begin (message, PROTOCOL_UDP, length);

  put_u16 (out, message->source->port);
  put_u16 (out, message->destination->port);
  put_u16 (out, (guint) length);
  put_u16 (out, 0);
  g_byte_array_append (out, (const guint8 *) message->data, (guint) (captured - UDP_HEADER));
  /* 0 would mean that there is no sum. */
  if (put_checksum (out, message, PROTOCOL_UDP, 6) == 0)
    set_u16 (out, out->len - captured + 6, 0xffff);

  return out;
}

/**
 * rf_packet_new_segment:
 * @message: a message of a trace
 * @start: where in it the segment begins
 * @seq: sequence number of its first byte
 *
 * Returns: (transfer full): an IP packet that carries a part of it over TCP
 */
GByteArray *
rf_packet_new_segment (const RfTraceMessage *message,
                       gsize                 start,
                       guint32               seq)
{
  gsize payload = MIN (message->length - start, RF_PACKET_SEGMENT);
  GByteArray *out = begin (message, PROTOCOL_TCP, TCP_HEADER + payload);

  put_u16 (out, message->source->port);
  put_u16 (out, message->destination->port);
  put_u16 (out, seq >> 16);
  put_u16 (out, seq & 0xffff);
  put_u16 (out, 0); /* what the other side sent is not told here */
  put_u16 (out, 1);
  put_u16 (out, TCP_HEADER / 4 << 12 | TCP_FLAGS);
  put_u16 (out, G_MAXUINT16);
  put_u16 (out, 0);
  put_u16 (out, 0);
  g_byte_array_append (out, (const guint8 *) message->data + start, (guint) payload);
  put_checksum (out, message, PROTOCOL_TCP, 16);

  return out;
}
