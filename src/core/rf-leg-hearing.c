/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-leg-hearing"

/* What a leg learns from the messages of its dialog as they pass. */

#include "config.h"

#include "rf-leg.h"
#include "rf-sdp.h"
#include "rf-transferor.h"
#include "rf-wire-text.h"

#define MAX_EARLY_TAGS 16

static void
learn_tag (char           **tag,
           const struct pl *heard)
{
  if (**tag == '\0') {
    g_free (*tag);
    *tag = g_strndup (heard->p, heard->l);
  }
}

/* A proxy may let several phones ring (RFC 3261 §16.6), but not any number of them. */
static void
learn_early_tag (RfLeg           *leg,
                 const struct pl *heard)
{
  g_autofree char *tag = g_strndup (heard->p, heard->l);

  if (*tag == '\0' || leg->early_tags->len >= MAX_EARLY_TAGS ||
      g_ptr_array_find_with_equal_func (leg->early_tags, tag, g_str_equal, NULL))
    return;
  g_ptr_array_add (leg->early_tags, g_steal_pointer (&tag));
}

static void
read_contact (RfLeg                *leg,
              const struct sip_msg *msg)
{
  const struct sip_hdr *contact = sip_msg_hdr (msg, SIP_HDR_CONTACT);
  struct sip_addr address;

  if (contact != NULL && sip_addr_decode (&address, &contact->val) == 0) {
    g_free (leg->remote_contact);
    leg->remote_contact = rf_wire_text_dup_pl (&address.auri);
  }
  leg->has_route = sip_msg_hdr (msg, SIP_HDR_RECORD_ROUTE) != NULL;
}

/* An answer to a later INVITE that does not name them again takes nothing back. */
static void
read_capabilities (RfLeg                *leg,
                   const struct sip_msg *msg)
{
  if (sip_msg_hdr (msg, SIP_HDR_ALLOW) != NULL)
    rf_dbus_call_set_peer_allows_refer (leg->iface,
                                        sip_msg_hdr_has_value (msg, SIP_HDR_ALLOW, "REFER"));
  if (sip_msg_hdr (msg, SIP_HDR_SUPPORTED) != NULL)
    rf_dbus_call_set_peer_supports_replaces (leg->iface,
                                             sip_msg_hdr_has_value (msg, SIP_HDR_SUPPORTED,
                                                                    "replaces"));
}

/* Some phones send the last report and the BYE in one breath, and the network turns them around.
 * libre would refuse the report for its number, and how the transfer ended would never be known; it
 * looks at the number here, and takes what it answers from the text. */
static void
let_overtaken_report_in (RfLeg                *leg,
                         const struct sip_msg *msg)
{
  if (pl_strcmp (&msg->met, "BYE") == 0)
    leg->bye_number = msg->cseq.num;
  else if (pl_strcmp (&msg->met, "NOTIFY") == 0 && msg->cseq.num < leg->bye_number)
    ((struct sip_msg *) msg)->cseq.num = leg->bye_number;
}

/**
 * rf_leg_hear_request:
 * @leg: a leg
 * @msg: a request in its dialog, before libre sees it
 *
 * Learns from a re-INVITE whether the peer holds us (RFC 3264 §8.4).
 */
void
rf_leg_hear_request (RfLeg                *leg,
                     const struct sip_msg *msg)
{
  RfSdp sdp;

  let_overtaken_report_in (leg, msg);
  if (pl_strcmp (&msg->met, "INVITE") != 0 || mbuf_get_left (msg->mb) == 0)
    return;

  if (!rf_sdp_parse (&sdp, (RfStr) { (const char *) mbuf_buf (msg->mb), mbuf_get_left (msg->mb) }))
    return;

  if (leg->transferor != NULL && rf_dbus_call_get_remote_hold (leg->iface) && !sdp.is_hold)
    rf_transferor_peer_resumed (leg->transferor);
  rf_dbus_call_set_remote_hold (leg->iface, sdp.is_hold);
}

/**
 * rf_leg_hear_response:
 * @leg: a leg
 * @msg: a response to one of our requests in its dialog, before libre sees it
 *
 * Learns tags and capabilities, and tells whoever waits for this answer.
 */
void
rf_leg_hear_response (RfLeg                *leg,
                      const struct sip_msg *msg)
{
  learn_tag (&leg->local_tag, &msg->from.tag);
  if (pl_strcmp (&msg->cseq.met, "INVITE") == 0) {
    if (msg->scode > 100 && msg->scode < 300 && !rf_leg_is_established (leg))
      leg->source = msg->src;
    if (msg->scode > 100 && msg->scode < 200) {
      learn_early_tag (leg, &msg->to.tag);
      tmr_cancel (&leg->ring_timer);
    }
    if (msg->scode >= 200 && msg->scode < 300) {
      learn_tag (&leg->remote_tag, &msg->to.tag);
      read_contact (leg, msg);
      read_capabilities (leg, msg);
    }
    if (msg->scode >= 300) {
      g_free (leg->refusal);
      leg->refusal = rf_wire_text_dup_pl (&msg->reason);
    }
    rf_leg_publish_names (leg);
    if (rf_leg_is_established (leg))
      rf_hold_hear_answer (leg, msg);
  }
  else if (leg->transferor != NULL && (pl_strcmp (&msg->cseq.met, "REFER") == 0 ||
                                       pl_strcmp (&msg->cseq.met, "SUBSCRIBE") == 0)) {
    rf_transferor_hear_answer (leg->transferor, msg);
  }
}
