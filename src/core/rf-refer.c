/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-refer"

/*
 * A REFER of ours and the subscription that it makes, which shares the dialog of the call.
 *
 * libre ends a subscription that nobody wants any more with a SUBSCRIBE. There are phones that then
 * end the whole dialog, and the call with it, so a subscription that the peer has not ended stays,
 * unheard, until the call is over.
 */

#include "config.h"

#include "rf-refer.h"

#include <errno.h>

#include "rf-credentials.h"
#include "rf-session.h"

/* The head of libre's subscription. */
struct subscription {
  struct le            he;
  struct sip_loopstate loop;
  struct tmr           renewal;
};

struct _RfRefer {
  RfLeg             *leg;
  struct sipsub     *subscription;
  RfReferReportFunc *report; /* (nullable): so is the next; NULL when nobody listens any more */
  RfReferClosedFunc *closed;
  gpointer           user_data;
  gboolean           expires;    /* nobody needs it any longer than the peer gives it */
  gboolean           is_named;   /* reports say by an id which REFER they are about */
  RfRefer           *speaks_for; /* (nullable): whom the newest report was for, if another */
};

static void
refer_free (RfRefer *self)
{
  self->leg->refers = g_slist_remove (self->leg->refers, self);
  mem_deref (self->subscription);
  g_free (self);
}

/* libre knows no way to keep a subscription and not to renew it. */
static void
stop_renewing (RfRefer *self)
{
  struct subscription *subscription = (struct subscription *) self->subscription;

  if (subscription != NULL && subscription->he.data == subscription)
    tmr_cancel (&subscription->renewal);
}

static void
stop_listening (RfRefer *self)
{
  self->report = NULL;
  self->closed = NULL;
}

static RfRefer *
find_newest_heard (RfLeg *leg)
{
  for (GSList *item = leg->refers; item != NULL; item = item->next)
    if (((RfRefer *) item->data)->report != NULL)
      return item->data;
  return NULL;
}

static gboolean
has_id (const struct sip_msg *notify)
{
  const struct sip_hdr *header = sip_msg_hdr (notify, SIP_HDR_EVENT);
  struct sipevent_event event;

  return header != NULL && sipevent_event_decode (&event, &header->val) == 0 &&
         pl_isset (&event.id);
}

/* The second REFER of a call and those after it are told apart by an id (RFC 3515 §2.4.6). Phones
 * that give none mean the newest, and libre finds the oldest for them. */
static RfRefer *
find_addressee (RfRefer              *self,
                const struct sip_msg *notify)
{
  RfRefer *newest = find_newest_heard (self->leg);

  if (self->report != NULL)
    return self;
  return newest != NULL && !newest->is_named && !has_id (notify) ? newest : NULL;
}

/* A NOTIFY is always answered 200: what is wrong with its body is the sender's business to hear
 * by other ways, and a refusal would end the subscription (RFC 6665 §4.2.2) and with it all
 * news. */
static void
on_notify (struct sip           *sip,
           const struct sip_msg *msg,
           void                 *arg)
{
  RfRefer *self = arg;
  RfRefer *addressee = find_addressee (self, msg);

  (void) sip_treply (NULL, sip, msg, 200, "OK");
  if (self->expires)
    stop_renewing (self);
  self->is_named = self->is_named || has_id (msg);
  self->speaks_for = addressee != self ? addressee : NULL;
  if (addressee != NULL)
    addressee->report (msg, addressee->user_data);
}

static void
on_closed (int                             err,
           const struct sip_msg           *msg,
           const struct sipevent_substate *state,
           void                           *arg)
{
  RfRefer *self = arg;
  RfRefer *addressee = state != NULL && self->speaks_for != NULL ? self->speaks_for : self;
  RfReferClosedFunc *closed = addressee->closed;
  gpointer user_data = addressee->user_data;

  stop_listening (addressee);
  refer_free (self);
  if (closed != NULL)
    closed (err, msg, state != NULL, user_data);
}

static int
subscribe (RfRefer    *self,
           const char *target)
{
  RfLeg *leg = self->leg;
  struct sip_dialog *dialog = rf_session_find_dialog_of (leg->call_id, leg->local_tag,
                                                         leg->remote_tag);

  if (dialog == NULL || leg->account->ua == NULL)
    return ENOENT;
  return sipevent_drefer (&self->subscription, uag_sipevent_sock (), dialog,
                          ua_cuser (leg->account->ua),
                          rf_credentials_answer, ua_account (leg->account->ua), true,
                          on_notify, on_closed, self,
                          "Refer-To: <%s>\r\n"
                          "Referred-By: <%s>\r\n",
                          target, leg->account->aor);
}

/**
 * rf_refer_send:
 * @leg: a leg with an established call
 * @target: what Refer-To says between the brackets
 * @report: called for each NOTIFY
 * @closed: called once, when no report will come any more
 * @user_data: for both
 * @error: return location
 *
 * Sends a REFER in the dialog of the call.
 *
 * Returns: (transfer none) (nullable): the REFER, until @closed was called or rf_refer_retire()
 */
RfRefer *
rf_refer_send (RfLeg             *leg,
               const char        *target,
               RfReferReportFunc *report,
               RfReferClosedFunc *closed,
               gpointer           user_data,
               GError           **error)
{
  RfRefer *self = g_new0 (RfRefer, 1);
  int err;

  self->leg = leg;
  self->report = report;
  self->closed = closed;
  self->user_data = user_data;
  err = subscribe (self, target);
  if (err != 0) {
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_FAILED, g_strerror (err));
    g_free (self);
    return NULL;
  }

  leg->refers = g_slist_prepend (leg->refers, self);
  return self;
}

/**
 * rf_refer_let_expire:
 * @self: a REFER whose end has been told
 *
 * What the other phone still reports is heard, but it is not asked to go on.
 */
void
rf_refer_let_expire (RfRefer *self)
{
  self->expires = TRUE;
  stop_renewing (self);
}

/**
 * rf_refer_retire:
 * @self: a REFER
 *
 * Nobody listens any more.
 */
void
rf_refer_retire (RfRefer *self)
{
  stop_listening (self);
  rf_refer_let_expire (self);
  if (self->leg->call == NULL)
    refer_free (self);
}

/**
 * rf_refer_free_all:
 * @leg: a leg whose call is over
 */
void
rf_refer_free_all (RfLeg *leg)
{
  while (leg->refers != NULL)
    refer_free (leg->refers->data);
}
