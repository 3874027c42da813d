/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tunnel"

#include "config.h"

#include "rf-tunnel.h"

#include "rf-bytes.h"
#include "rf-link.h"

#define ETHERTYPE_BRIDGING   0x6558 /* a whole Ethernet frame */
#define ETHERTYPE_ERSPAN     0x88be
#define ETHERTYPE_ERSPAN_III 0x22eb
#define GRE_HAS_CHECKSUM     0x8000
#define GRE_HAS_KEY          0x2000
#define GRE_HAS_SEQUENCE     0x1000
#define GRE_UNREAD           0x4007 /* routing of RFC 1701, and other versions */
#define ERSPAN_HEADER        8
#define ERSPAN_III_HEADER    12
#define VXLAN_HEADER         8
#define GENEVE_HEADER        8
#define GTP_HEADER           8
#define GTP_PACKET           0xff
#define TZSP_HEADER          4
#define TZSP_ETHERNET        1
#define TZSP_PADDING         0
#define TZSP_END             1
#define MAX_EXTENSIONS       8

/* What a switch mirrors: type II has a number in the header of GRE, type I has neither that nor one
 * of its own. */
static gboolean
strip_erspan (RfStr *bytes,
              guint *ethertype,
              guint  flags)
{
  if ((flags & GRE_HAS_SEQUENCE) != 0 && !rf_take (bytes, ERSPAN_HEADER))
    return FALSE;

  return rf_link_strip (RF_LINK_ETHERNET, bytes, ethertype);
}

/* The last bits say what kind of frame it is, 2 for one of IP, and whether 8 bytes more follow. */
static gboolean
strip_erspan_iii (RfStr *bytes,
                  guint *ethertype)
{
  guint bits;

  if (bytes->len < ERSPAN_III_HEADER)
    return FALSE;
  bits = rf_get_be16 (*bytes, 10);
  if (!rf_take (bytes, ERSPAN_III_HEADER + (bits & 1 ? 8 : 0)))
    return FALSE;
  *ethertype = RF_ETHERTYPE_IP;

  return (bits >> 10 & 0x1f) == 2 || rf_link_strip (RF_LINK_ETHERNET, bytes, ethertype);
}

/**
 * rf_tunnel_strip_gre:
 * @bytes: (inout): what IP carries; what the tunnel carries
 * @ethertype: (out): what that is
 *
 * Goes over the headers of GRE (RFC 2784, RFC 2890), and of ERSPAN in it.
 *
 * Returns: %FALSE where there is no packet
 */
gboolean
rf_tunnel_strip_gre (RfStr *bytes,
                     guint *ethertype)
{
  guint flags;
  gsize header = 4;

  if (bytes->len < header)
    return FALSE;
  flags = rf_get_be16 (*bytes, 0);
  *ethertype = rf_get_be16 (*bytes, 2);
  header += (flags & GRE_HAS_CHECKSUM) ? 4 : 0;
  header += (flags & GRE_HAS_KEY) ? 4 : 0;
  header += (flags & GRE_HAS_SEQUENCE) ? 4 : 0;
  if ((flags & GRE_UNREAD) != 0 || !rf_take (bytes, header))
    return FALSE;
  switch (*ethertype) {
  case ETHERTYPE_BRIDGING:
    return rf_link_strip (RF_LINK_ETHERNET, bytes, ethertype);
  case ETHERTYPE_ERSPAN:
    return strip_erspan (bytes, ethertype, flags);
  case ETHERTYPE_ERSPAN_III:
    return strip_erspan_iii (bytes, ethertype);
  default:
    return TRUE;
  }
}

/* RFC 7348. */
static gboolean
strip_vxlan (RfStr *bytes,
             guint *ethertype)
{
  return bytes->len >= VXLAN_HEADER && rf_get_be32 (*bytes, 0) == 0x08000000 &&
         rf_take (bytes, VXLAN_HEADER) && rf_link_strip (RF_LINK_ETHERNET, bytes, ethertype);
}

/* RFC 8926: version 0, the length of the options in words, what it carries. */
static gboolean
strip_geneve (RfStr *bytes,
              guint *ethertype)
{
  guint first;

  if (bytes->len < GENEVE_HEADER)
    return FALSE;
  first = rf_get_u8 (*bytes, 0);
  *ethertype = rf_get_be16 (*bytes, 2);
  if (first >> 6 != 0 || !rf_take (bytes, GENEVE_HEADER + first * 4))
    return FALSE;

  return *ethertype != ETHERTYPE_BRIDGING || rf_link_strip (RF_LINK_ETHERNET, bytes, ethertype);
}

/* 3GPP TS 29.281 §5: version 1 with an IP packet. One of three flags adds four bytes, of which the
 * last is the kind of the first extension header, as the last byte of each is that of the next. */
static gboolean
strip_gtp (RfStr *bytes,
           guint *ethertype)
{
  guint flags, next;

  if (bytes->len < GTP_HEADER || rf_get_u8 (*bytes, 0) >> 4 != 3 ||
      rf_get_u8 (*bytes, 1) != GTP_PACKET)
    return FALSE;
  flags = rf_get_u8 (*bytes, 0) & 7;
  next = flags & 4 && bytes->len >= GTP_HEADER + 4 ? rf_get_u8 (*bytes, GTP_HEADER + 3) : 0;
  *ethertype = RF_ETHERTYPE_IP;
  if (!rf_take (bytes, GTP_HEADER + (flags ? 4 : 0)))
    return FALSE;
  for (int i = 0; i < MAX_EXTENSIONS && next != 0; i++) {
    gsize length = bytes->len > 0 ? rf_get_u8 (*bytes, 0) * 4 : 0;

    if (length == 0 || bytes->len < length)
      return FALSE;
    next = rf_get_u8 (*bytes, length - 1);
    *bytes = rf_str_skip (*bytes, length);
  }

  return next == 0;
}

/* What a router sends of what it hears: fields up to the one that is the end, then a frame. */
static gboolean
strip_tzsp (RfStr *bytes,
            guint *ethertype)
{
  guint field = TZSP_PADDING;

  if (bytes->len < TZSP_HEADER || rf_get_u8 (*bytes, 0) != 1 ||
      rf_get_be16 (*bytes, 2) != TZSP_ETHERNET)
    return FALSE;
  *bytes = rf_str_skip (*bytes, TZSP_HEADER);
  while (field != TZSP_END) {
    if (bytes->len < 2)
      return FALSE;
    field = rf_get_u8 (*bytes, 0);
    *bytes = rf_str_skip (*bytes, field > TZSP_END ? 2 + rf_get_u8 (*bytes, 1) : 1);
  }

  return rf_link_strip (RF_LINK_ETHERNET, bytes, ethertype);
}

/**
 * rf_tunnel_strip_udp:
 * @port: where a datagram goes
 * @bytes: (inout): what is in it; what the tunnel carries
 * @ethertype: (out): what that is
 *
 * Goes over the header of a tunnel that is known by its port: VXLAN, Geneve, GTP-U or TZSP.
 *
 * Returns: %FALSE where there is no packet
 */
gboolean
rf_tunnel_strip_udp (guint  port,
                     RfStr *bytes,
                     guint *ethertype)
{
  static const struct {
    guint      port;
    gboolean (*strip) (RfStr *bytes,
                       guint *ethertype);
  } tunnels[] = {
    { 4789, strip_vxlan }, { 6081, strip_geneve }, { 2152, strip_gtp }, { 37008, strip_tzsp },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tunnels); i++) {
    if (tunnels[i].port == port)
      return tunnels[i].strip (bytes, ethertype);
  }

  return FALSE;
}

/**
 * rf_tunnel_is_hep:
 * @bytes: what is in a datagram
 *
 * Returns: whether it is a packet that was wrapped up for Homer (HEP3), which is not read
 */
gboolean
rf_tunnel_is_hep (RfStr bytes)
{
  return rf_str_starts_with_case (bytes, "HEP3");
}
