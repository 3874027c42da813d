/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-link"

#include "config.h"

#include "rf-link.h"

#include "rf-bytes.h"

#define ETHERTYPE_VLAN      0x8100
#define ETHERTYPE_QINQ      0x88a8
#define ETHERTYPE_QINQ_OLD  0x9100
#define ETHERTYPE_MPLS      0x8847
#define ETHERTYPE_MPLS_MANY 0x8848
#define ETHERTYPE_PPPOE     0x8864
#define MIN_ETHERTYPE       0x0600 /* below is a length (IEEE 802.3) */
#define MAX_TAGS            8

/* How a frame of some kind says what it carries. */
typedef enum {
  TYPE_AT,   /* an Ethertype at a fixed place */
  TYPE_NONE, /* IP at once, behind so many bytes */
  TYPE_PPP,
  TYPE_NFLOG,
} Kind;

typedef struct {
  guint       number;
  const char *name;
  Kind        kind;
  gsize       type_at;
  gsize       header;
} Link;

/* The numbers of the registry of link types, with those that old systems wrote for the same. */
static const Link links[] = {
  { RF_LINK_ETHERNET, "Ethernet", TYPE_AT, 12, 14 },
  { 113, "Linux cooked", TYPE_AT, 14, 16 },
  { 276, "Linux cooked 2", TYPE_AT, 0, 20 },
  { RF_LINK_RAW, "raw IP", TYPE_NONE, 0, 0 },
  { 12, "raw IP", TYPE_NONE, 0, 0 },
  { 14, "raw IP", TYPE_NONE, 0, 0 },
  { 228, "raw IPv4", TYPE_NONE, 0, 0 },
  { 229, "raw IPv6", TYPE_NONE, 0, 0 },
  /* a family in the byte order of the machine that wrote it; IP says its version itself */
  { 0, "BSD loopback", TYPE_NONE, 0, 4 },
  { 108, "OpenBSD loopback", TYPE_NONE, 0, 4 },
  { 9, "PPP", TYPE_PPP, 0, 0 },
  { 50, "PPP", TYPE_PPP, 0, 0 },
  { 51, "PPPoE", TYPE_PPP, 0, 6 },
  { 104, "Cisco HDLC", TYPE_AT, 2, 4 },
  { 239, "NFLOG", TYPE_NFLOG, 0, 4 },
};

/* Those that people meet, for the sentence about why they are not read. */
static const struct {
  guint       number;
  const char *name;
} others[] = {
  { 6, "token ring" }, { 105, "IEEE 802.11" }, { 119, "IEEE 802.11, Prism" },
  { 127, "IEEE 802.11, radiotap" }, { 187, "Bluetooth" }, { 189, "USB" }, { 201, "Bluetooth" },
  { 220, "USB" }, { 227, "CAN bus" }, { 249, "USB" }, { 253, "Netlink" },
};

static const Link *
find_link (guint link_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    if (links[i].number == link_type)
      return &links[i];
  }

  return NULL;
}

/**
 * rf_link_is_known:
 * @link_type: a link type, as pcap files number them
 *
 * Returns: whether such frames can be read
 */
gboolean
rf_link_is_known (guint link_type)
{
  return find_link (link_type) != NULL;
}

/**
 * rf_link_dup_name:
 * @link_type: a link type, as pcap files number them
 *
 * Returns: (transfer full): what it is called
 */
char *
rf_link_dup_name (guint link_type)
{
  const Link *link = find_link (link_type);

  if (link)
    return g_strdup (link->name);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    if (others[i].number == link_type)
      return g_strdup (others[i].name);
  }

  return g_strdup_printf ("link type %u", link_type);
}

/* RFC 1661 and RFC 1662: address and control may be left out, and half of the protocol. */
static gboolean
strip_ppp (RfStr *bytes,
           guint *ethertype)
{
  guint protocol;

  if (bytes->len >= 2 && rf_get_be16 (*bytes, 0) == 0xff03)
    *bytes = rf_str_skip (*bytes, 2);
  if (bytes->len < 2)
    return FALSE;
  protocol = rf_get_u8 (*bytes, 0);
  if (protocol & 1)
    *bytes = rf_str_skip (*bytes, 1);
  else {
    protocol = rf_get_be16 (*bytes, 0);
    *bytes = rf_str_skip (*bytes, 2);
  }
  *ethertype = protocol == 0x21 ? RF_ETHERTYPE_IPV4 : RF_ETHERTYPE_IPV6;

  return protocol == 0x21 || protocol == 0x57;
}

/* Values with their kinds; 9 is the packet. Lengths are in the byte order of the machine that wrote
 * them, so that which fits is taken. */
static gboolean
strip_nflog (RfStr *bytes,
             guint *ethertype)
{
  *ethertype = RF_ETHERTYPE_IP;
  while (bytes->len >= 4) {
    guint length = rf_get_u8 (*bytes, 0) | rf_get_u8 (*bytes, 1) << 8;
    guint kind = rf_get_u8 (*bytes, 2) | rf_get_u8 (*bytes, 3) << 8;

    if (kind > 255) {
      length = rf_get_be16 (*bytes, 0);
      kind = rf_get_be16 (*bytes, 2);
    }
    if (length < 4)
      return FALSE;
    if (kind == 9) {
      *bytes = rf_str_skip (rf_str_head (*bytes, length), 4);
      return TRUE;
    }
    *bytes = rf_str_skip (*bytes, (length + 3) & ~3u);
  }

  return FALSE;
}

/* LLC and SNAP (IEEE 802.2): aa aa 03, an organisation of zeros, a type. */
static gboolean
strip_snap (RfStr *bytes,
            guint *ethertype)
{
  if (bytes->len < 8 || rf_get_be32 (*bytes, 0) != 0xaaaa0300)
    return FALSE;
  *ethertype = rf_get_be16 (*bytes, 6);

  return rf_take (bytes, 8);
}

static gboolean
strip_mpls (RfStr *bytes,
            guint *ethertype)
{
  gboolean is_last = FALSE;

  for (int i = 0; i < MAX_TAGS && !is_last; i++) {
    if (bytes->len < 4)
      return FALSE;
    is_last = rf_get_u8 (*bytes, 2) & 1;
    *bytes = rf_str_skip (*bytes, 4);
  }
  *ethertype = RF_ETHERTYPE_IP;

  return is_last;
}

/**
 * rf_link_strip_tags:
 * @bytes: (inout): what follows an Ethertype; what follows the last of them
 * @ethertype: (inout): that type; the last
 *
 * Goes over VLAN tags, labels and the like to the packet.
 *
 * Returns: %FALSE where there is no packet
 */
gboolean
rf_link_strip_tags (RfStr *bytes,
                    guint *ethertype)
{
  for (int i = 0; i < MAX_TAGS; i++) {
    switch (*ethertype) {
    case ETHERTYPE_VLAN:
    case ETHERTYPE_QINQ:
    case ETHERTYPE_QINQ_OLD:
      if (bytes->len < 4)
        return FALSE;
      *ethertype = rf_get_be16 (*bytes, 2);
      *bytes = rf_str_skip (*bytes, 4);
      break;
    case ETHERTYPE_PPPOE:
      return rf_take (bytes, 6) && strip_ppp (bytes, ethertype);
    case ETHERTYPE_MPLS:
    case ETHERTYPE_MPLS_MANY:
      return strip_mpls (bytes, ethertype);
    default:
      return *ethertype >= MIN_ETHERTYPE || *ethertype == RF_ETHERTYPE_IP ||
             (strip_snap (bytes, ethertype) && *ethertype >= MIN_ETHERTYPE);
    }
  }

  return FALSE;
}

/**
 * rf_link_strip:
 * @link_type: link type of the frame, one that is known
 * @bytes: (inout): the frame; what it carries
 * @ethertype: (out): what that is
 *
 * Returns: %FALSE where it carries no packet
 */
gboolean
rf_link_strip (guint  link_type,
               RfStr *bytes,
               guint *ethertype)
{
  const Link *link = find_link (link_type);

  if (!link || bytes->len < link->header)
    return FALSE;

  *ethertype = RF_ETHERTYPE_IP;
  if (link->kind == TYPE_AT)
    *ethertype = rf_get_be16 (*bytes, link->type_at);
  *bytes = rf_str_skip (*bytes, link->header);
  switch (link->kind) {
  case TYPE_PPP:
    return strip_ppp (bytes, ethertype);
  case TYPE_NFLOG:
    return strip_nflog (bytes, ethertype);
  case TYPE_NONE:
    return TRUE;
  case TYPE_AT:
  default:
    return *ethertype != RF_ETHERTYPE_IP && rf_link_strip_tags (bytes, ethertype);
  }
}
