/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-listener"

/*
 * Our place in libre's chain of listeners: behind the server transactions, which absorb
 * retransmissions and CANCEL, and before baresip. Here requests are read that baresip 1.x would
 * misuse or cannot handle.
 */

#include "config.h"

#include "rf-listener.h"

#include "rf-credentials.h"
#include "rf-fork.h"
#include "rf-hush.h"
#include "rf-redirect.h"
#include "rf-subscribe.h"
#include "rf-takeover.h"
#include "rf-transferee.h"
#include "rf-wire-text.h"

/* baresip copies the To URI into a buffer of 256 bytes and goes on with what was there when it
 * does not fit. */
#define MAX_TO_URI 255

static RfAgent         *agent;
static struct sip_lsnr *requests;
static struct sip_lsnr *responses;
static RfInvite         invite;
static char            *harmless_from;
static char            *harmless_reason;

static char *
dup_contact (const struct sip_msg *msg)
{
  const struct sip_hdr *contact = sip_msg_hdr (msg, SIP_HDR_CONTACT);
  struct sip_addr address;

  if (contact == NULL || sip_addr_decode (&address, &contact->val) != 0)
    return g_strdup ("");
  return rf_wire_text_dup_pl (&address.auri);
}

static void
remember_invite (const struct sip_msg *msg)
{
  rf_invite_clear (&invite);
  invite.call_id = g_strndup (msg->callid.p, msg->callid.l);
  invite.local_tag = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", msg->tag);
  invite.remote_tag = g_strndup (msg->from.tag.p, msg->from.tag.l);
  invite.peer_uri = rf_wire_text_dup_pl (&msg->from.auri);
  invite.peer_name = rf_wire_text_dup_pl (&msg->from.dname);
  invite.referred_by = rf_wire_text_dup_header (msg, SIP_HDR_REFERRED_BY);
  if (invite.referred_by == NULL)
    invite.referred_by = g_strdup ("");
  invite.allows_refer = sip_msg_hdr (msg, SIP_HDR_ALLOW) == NULL ||
                        sip_msg_hdr_has_value (msg, SIP_HDR_ALLOW, "REFER");
  invite.supports_replaces = sip_msg_hdr_has_value (msg, SIP_HDR_SUPPORTED, "replaces");
  invite.has_route = sip_msg_hdr (msg, SIP_HDR_RECORD_ROUTE) != NULL;
  invite.contact = dup_contact (msg);
  invite.source = msg->src;
}

/* baresip knows no extensions and would answer 420; this one is ours. */
static bool
take_replaces (const struct sip_hdr *header,
               const struct sip_msg *msg,
               void                 *arg)
{
  if (pl_strcasecmp (&header->val, "replaces") == 0)
    ((struct sip_hdr *) header)->id = SIP_HDR_NONE;
  return false;
}

/* baresip 1.x uses the caller's URI and the reason phrase of a refusal as printf formats. It
 * gets copies without conversions, which it reads before the next message comes; what goes into
 * the dialog (From as a whole) and what we show stay as they came. */
static void
defuse (struct pl  *text,
        char      **copy)
{
  if (pl_strchr (text, '%') == NULL)
    return;

  g_free (*copy);
  *copy = g_strndup (text->p, text->l);
  g_strdelimit (*copy, "%", '_');
  pl_set_str (text, *copy);
}

static bool
hear_new_invite (const struct sip_msg *msg)
{
  RfTakeover verdict;

  if (msg->to.auri.l > MAX_TO_URI) {
    (void) sip_treply (NULL, uag_sip (), msg, 414, "Request-URI Too Long");
    return true;
  }
  verdict = rf_takeover_judge (agent, msg);
  if (verdict.code != 0) {
    (void) sip_treply (NULL, uag_sip (), msg, verdict.code, verdict.reason);
    return true;
  }

  remember_invite (msg);
  invite.replaces = verdict.leg;
  invite.trusted = verdict.trusted;
  if (verdict.trusted)
    rf_hush_begin (msg);
  (void) sip_msg_hdr_apply (msg, true, SIP_HDR_REQUIRE, take_replaces, NULL);
  defuse (&((struct sip_msg *) msg)->from.auri, &harmless_from);
  return false;
}

/* baresip knows of no extension, and names none in its answer. */
static bool
answer_options (const struct sip_msg *msg)
{
  RfLeg *leg = rf_agent_find_leg (agent, msg);
  RfAccount *account = leg != NULL ? leg->account : rf_agent_find_called (agent, msg);
  struct sip_contact contact;

  if (account == NULL || account->ua == NULL || sip_msg_hdr (msg, SIP_HDR_REQUIRE) != NULL)
    return false;

  sip_contact_set (&contact, ua_cuser (account->ua), &msg->dst, msg->tp);
  (void) sip_treplyf (NULL, NULL, uag_sip (), msg, true, 200, "OK",
                      "%H" RF_ALLOW "Supported: %stdialog\r\nAccept: application/sdp\r\n"
                      "Content-Length: 0\r\n\r\n", sip_contact_print, &contact,
                      account->faults & RF_FAULT_NO_REPLACES ? "" : "replaces, ");
  return true;
}

static bool
on_request (const struct sip_msg *msg,
            void                 *arg)
{
  RfLeg *leg;

  if (rf_takeover_is_misplaced (msg)) {
    (void) sip_treply (NULL, uag_sip (), msg, 400, "Replaces Only Begins a Call");
    return true;
  }
  if (pl_strcmp (&msg->met, "REFER") == 0) {
    rf_transferee_hear_refer (agent, msg);
    return true;
  }
  if (pl_strcmp (&msg->met, "INVITE") == 0 && !pl_isset (&msg->to.tag))
    return hear_new_invite (msg);

  if (pl_strcmp (&msg->met, "SUBSCRIBE") == 0 && rf_subscribe_refuse (agent, msg))
    return true;
  if (pl_strcmp (&msg->met, "OPTIONS") == 0)
    return answer_options (msg);

  leg = rf_agent_find_leg (agent, msg);
  if (leg != NULL)
    rf_leg_hear_request (leg, msg);
  return false;
}

static bool
on_response (const struct sip_msg *msg,
             void                 *arg)
{
  RfLeg *leg = rf_agent_find_leg (agent, msg);
  RfTransferee *transferee = rf_agent_find_transferee (agent, msg);

  if (rf_fork_hear_answer (leg, msg))
    return true;
  rf_credentials_judge (leg == NULL && transferee != NULL ? rf_transferee_get_leg (transferee)
                                                          : leg, (struct sip_msg *) msg);
  if (leg != NULL)
    rf_leg_hear_response (leg, msg);
  if (leg != NULL)
    rf_redirect_judge (leg, (struct sip_msg *) msg);
  if (transferee != NULL)
    rf_transferee_hear_answer (transferee, msg);
  defuse (&((struct sip_msg *) msg)->reason, &harmless_reason);
  return false;
}

/* A struct sip_lsnr, opaque as it is, starts with its list element, in all libre versions. */
static gboolean
move_behind (struct sip_lsnr *lsnr,
             uint32_t         n_before)
{
  struct le *le = (struct le *) lsnr;
  struct list *list = le->list;
  struct le *before;

  if (le->data != lsnr || list == NULL || list_count (list) < 4)
    return FALSE;

  list_unlink (le);
  if (n_before == 0) {
    list_prepend (list, le, lsnr);
    return TRUE;
  }
  before = list_head (list);
  for (uint32_t i = 1; i < n_before; i++)
    before = before->next;
  list_insert_after (list, before, le, lsnr);
  return TRUE;
}

/**
 * rf_listener_start:
 * @listening_agent: (transfer none): the phone; outlives the listener
 *
 * The chain begins with the client transactions (responses) and the server transactions (requests).
 *
 * Returns: FALSE where libre is not as we know it
 */
gboolean
rf_listener_start (RfAgent *listening_agent)
{
  agent = listening_agent;
  if (sip_listen (&requests, uag_sip (), true, on_request, NULL) != 0 ||
      sip_listen (&responses, uag_sip (), false, on_response, NULL) != 0)
    return FALSE;

  return move_behind (requests, 2) && move_behind (responses, 0);
}

/**
 * rf_listener_stop:
 *
 * libre may have freed the listeners already; then it has cleared both pointers.
 */
void
rf_listener_stop (void)
{
  rf_fork_stop ();
  rf_hush_end ();
  requests = mem_deref (requests);
  responses = mem_deref (responses);
  rf_invite_clear (&invite);
  g_clear_pointer (&harmless_from, g_free);
  g_clear_pointer (&harmless_reason, g_free);
  agent = NULL;
}

/**
 * rf_listener_get_invite:
 * @call_id: (nullable): Call-ID of a call that has just come in
 *
 * Returns: (transfer none) (nullable): what its INVITE said
 */
const RfInvite *
rf_listener_get_invite (const char *call_id)
{
  return g_strcmp0 (invite.call_id, call_id) == 0 && call_id != NULL ? &invite : NULL;
}
