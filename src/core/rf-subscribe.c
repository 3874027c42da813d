/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-subscribe"

/* A SUBSCRIBE to what nobody can subscribe to. libre knows the subscriptions that a REFER has made;
 * where a SUBSCRIBE is to make a new one, baresip is silent. */

#include "config.h"

#include "rf-subscribe.h"

#include "rf-leg.h"
#include "rf-transferee.h"

static gboolean
is_about_refer (const struct sip_msg *msg)
{
  const struct sip_hdr *header = sip_msg_hdr (msg, SIP_HDR_EVENT);
  struct sipevent_event event;

  return header != NULL && sipevent_event_decode (&event, &header->val) == 0 &&
         pl_strcasecmp (&event.event, "refer") == 0;
}

static gboolean
has_subscription (RfLeg *leg)
{
  return leg->transferee != NULL && rf_transferee_is_pending (leg->transferee);
}

static void
refuse_event (const struct sip_msg *msg)
{
  (void) sip_treplyf (NULL, NULL, uag_sip (), msg, false, 489, "Bad Event",
                      "Allow-Events: refer\r\nContent-Length: 0\r\n\r\n");
}

/**
 * rf_subscribe_refuse:
 * @agent: the phone
 * @msg: a SUBSCRIBE
 *
 * Answers it where it belongs to no subscription: a REFER is the only way to one (RFC 3515 §2.4.4),
 * and there are none to other events (RFC 6665 §4.2.1). One that renews a subscription is noted.
 *
 * Returns: whether it is answered; if not it is for libre
 */
gboolean
rf_subscribe_refuse (RfAgent              *agent,
                     const struct sip_msg *msg)
{
  gboolean inside = pl_isset (&msg->to.tag);
  RfLeg *leg = inside ? rf_agent_find_leg (agent, msg) : NULL;

  if (leg != NULL && has_subscription (leg) && is_about_refer (msg))
    rf_transferee_hear_renewal (leg->transferee, msg);
  if (inside && (leg == NULL || has_subscription (leg) || !is_about_refer (msg)))
    return FALSE;

  if (is_about_refer (msg))
    (void) sip_treply (NULL, uag_sip (), msg, 403, "Forbidden");
  else
    refuse_event (msg);
  return TRUE;
}
