/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-sctp"

#include "config.h"

#include "rf-sctp.h"

#include "rf-bytes.h"
#include "rf-sip-message.h"

/* RFC 9260 §3.1 to §3.3.1, and RFC 8260 §2.1. */
#define HEADER        12
#define CHUNK_HEADER  4
#define CHUNK_DATA    0
#define CHUNK_I_DATA  64
#define DATA_HEADER   16
#define I_DATA_HEADER 20
#define PORT_SIP      5060
#define PORT_SIPS     5061

static gboolean
is_sip_port (guint port)
{
  return port == PORT_SIP || port == PORT_SIPS;
}

/* What a user of SCTP sends; FALSE for what SCTP says for itself. */
static gboolean
get_data (RfStr  chunk,
          RfStr *ret_data)
{
  guint type = rf_get_u8 (chunk, 0);

  if (type != CHUNK_DATA && type != CHUNK_I_DATA)
    return FALSE;
  *ret_data = rf_str_skip (chunk, type == CHUNK_DATA ? DATA_HEADER : I_DATA_HEADER);

  return TRUE;
}

/**
 * rf_sctp_may_hold_sip:
 * @packet: a packet of SCTP, as far as it was captured
 *
 * SIP goes over SCTP, too (RFC 4168), which is not read here. What carries nothing but other
 * protocols is no loss.
 *
 * Returns: whether it carries what begins as SIP does, or anything between the ports of SIP
 */
gboolean
rf_sctp_may_hold_sip (RfStr packet)
{
  gboolean is_sip;

  if (packet.len < HEADER)
    return FALSE;
  is_sip = is_sip_port (rf_get_be16 (packet, 0)) || is_sip_port (rf_get_be16 (packet, 2));
  packet = rf_str_skip (packet, HEADER);
  while (packet.len >= CHUNK_HEADER) {
    gsize length = rf_get_be16 (packet, 2);
    RfStr data;

    if (length < CHUNK_HEADER)
      return FALSE;
    if (get_data (rf_str_head (packet, length), &data) &&
        (is_sip || rf_sip_message_looks_like (data.p, data.len)))
      return TRUE;
    packet = rf_str_skip (packet, (length + 3) & ~(gsize) 3);
  }

  return FALSE;
}
