/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-transferee"

/*
 * A REFER that arrives on a call of ours. baresip's own handling is passed by: it would answer
 * 202 before anybody was asked, report with bare line feeds, and keep the subscription for a
 * minute only.
 */

#include "config.h"

#include "rf-transferee.h"

#include "rf-referral.h"
#include "rf-session.h"
#include "rf-tap.h"
#include "rf-uri-check.h"
#include "rf-wire-text.h"

/* How long a person may think (s), and how long reports are promised for (s, RFC 3515 §2.4.4). */
#define ASK_SECONDS 30
#define EXPIRES_MIN 60
#define EXPIRES     300
#define EXPIRES_MAX 3600

#define ALLOW "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY, SUBSCRIBE, INFO\r\n"

typedef struct {
  guint code;
  char *reason;
} Report;

struct _RfTransferee {
  RfLeg         *leg;
  RfLeg         *target; /* (nullable): the triggered call, owned by the agent */
  RfReferral      referral;
  char          *referred_by;
  gboolean       waiting; /* for the person */
  gboolean       reported;
  guint          progress;
  struct sipnot *subscription;
  /* of Report; one NOTIFY is on its way at a time, so that none is merged with the next */
  GQueue         reports;
  gboolean       in_flight;
  gboolean       succeeded;
  /* of the REFER: the call's own, or another where it came outside of the call */
  char          *call_id;
  struct tmr     next;
  struct tmr     ask;
  struct tmr     release;
};

static void
report_free (gpointer data)
{
  Report *report = data;

  g_free (report->reason);
  g_free (report);
}

/* The transferor was to release the call (RFC 5589 §6) and has not. */
static void
on_release (void *arg)
{
  RfTransferee *self = arg;

  rf_leg_hang_up (self->leg, 0, NULL);
}

static void
send_next (RfTransferee *self)
{
  Report *report;
  gboolean last;

  if (self->in_flight || g_queue_is_empty (&self->reports))
    return;

  report = g_queue_pop_head (&self->reports);
  last = report->code >= 200;
  self->in_flight = TRUE;
  (void) sipevent_notifyf (self->subscription, NULL,
                           last ? SIPEVENT_TERMINATED : SIPEVENT_ACTIVE, SIPEVENT_NORESOURCE, 0,
                           "SIP/2.0 %u %s\r\n", report->code, report->reason);
  report_free (report);
  if (last) {
    self->subscription = mem_deref (self->subscription);
    self->reported = TRUE;
    /* As some phones do, which wait for no answer to what they said; a moment later the transferor
     * would be first. */
    if (self->succeeded && self->leg->account->release_after == 0)
      on_release (self);
    rf_leg_forget_if_done (self->leg);
  }
}

static void
on_next (void *arg)
{
  send_next (arg);
}

static void
report (RfTransferee *self,
        guint         code,
        const char   *reason)
{
  Report *news;

  if (self->leg->account->faults & RF_FAULT_NO_NOTIFY)
    self->reported = code >= 200;
  if (self->subscription == NULL)
    return;

  news = g_new0 (Report, 1);
  news->code = code;
  news->reason = g_strdup (reason);
  g_strdelimit (news->reason, "\r\n", ' ');
  g_queue_push_tail (&self->reports, news);
  send_next (self);
}

static void
tell (RfTransferee *self,
      const char   *stage,
      guint         code,
      const char   *reason)
{
  rf_tap_flush ();
  rf_dbus_call_emit_transferee_stage (self->leg->iface, stage, code, reason,
                                      self->target != NULL ? rf_leg_get_path (self->target) : "/");
}

/* Expired, or the transferor refused a NOTIFY: it wants no more reports; the call we are placing
 * goes on. */
static void
on_subscription_closed (int                   err,
                        const struct sip_msg *msg,
                        void                 *arg)
{
  RfTransferee *self = arg;

  self->subscription = mem_deref (self->subscription);
  g_queue_clear_full (&self->reports, report_free);
  self->reported = TRUE;
  rf_leg_forget_if_done (self->leg);
}

static int
on_challenge (char      **user,
              char      **password,
              const char *realm,
              void       *arg)
{
  return account_auth (arg, user, password, realm);
}

static void
place_call (RfTransferee *self)
{
  struct list headers = LIST_INIT;
  g_autoptr (GError) error = NULL;
  RfLeg *leg = self->leg;

  if (self->referred_by != NULL)
    (void) custom_hdrs_add (&headers, "Referred-By", "%s", self->referred_by);
  if (self->referral.replaces != NULL)
    (void) custom_hdrs_add (&headers, "Replaces", "%s", self->referral.replaces);
  if (self->referral.require_replaces)
    (void) custom_hdrs_add (&headers, "Require", "replaces");

  if (leg->account->ua != NULL)
    self->target = rf_leg_new_outgoing (leg->agent, leg->account, self->referral.uri, &headers,
                                        self->referred_by, &error);
  list_flush (&headers);
  if (self->target == NULL) {
    report (self, 503, "Service Unavailable");
    tell (self, "failed", 503, error != NULL ? error->message : "The account was removed.");
    return;
  }

  self->target->triggered_by = self;
  tell (self, "dialing", 0, "");
}

static void
decline (RfTransferee *self)
{
  report (self, 603, "Declined");
  tell (self, "declined", 603, "Declined");
}

static void
on_no_answer (void *arg)
{
  RfTransferee *self = arg;

  self->waiting = FALSE;
  decline (self);
}

static void
ask (RfTransferee *self)
{
  self->waiting = TRUE;
  tmr_start (&self->ask, ASK_SECONDS * 1000, on_no_answer, self);
  rf_tap_flush ();
  rf_dbus_call_emit_transfer_requested (self->leg->iface, self->referral.uri,
                                        self->referred_by != NULL ? self->referred_by : "",
                                        self->referral.replaces != NULL,
                                        g_get_real_time () + ASK_SECONDS * G_USEC_PER_SEC);
}

/* The fault of a phone that says it will try, and has nothing that could report. */
static int
accept_without_reports (RfLeg                *leg,
                        const struct sip_msg *msg)
{
  struct sip_contact contact;

  sip_contact_set (&contact, ua_cuser (leg->account->ua), &msg->dst, msg->tp);
  return sip_treplyf (NULL, NULL, uag_sip (), msg, false, 202, "Accepted",
                      "%H" ALLOW "Content-Length: 0\r\n\r\n", sip_contact_print, &contact);
}

static int
subscribe (RfTransferee         *self,
           struct sip_dialog    *dialog,
           const struct sip_msg *msg)
{
  RfLeg *leg = self->leg;

  if (leg->account->faults & RF_FAULT_NO_NOTIFY)
    return accept_without_reports (leg, msg);
  return sipevent_accept (&self->subscription, uag_sipevent_sock (), msg, dialog, NULL,
                          202, "Accepted", EXPIRES_MIN, EXPIRES, EXPIRES_MAX,
                          ua_cuser (leg->account->ua), "message/sipfrag",
                          on_challenge, ua_account (leg->account->ua), true,
                          on_subscription_closed, self, "%s", ALLOW);
}

/* Takes the REFER on: 202, which only means "I will try", and the first report at once (RFC 3515
 * §2.4.4). */
static void
accept_refer (RfLeg                *leg,
              struct sip_dialog    *dialog,
              const struct sip_msg *msg,
              RfReferral            *referral)
{
  RfTransferee *self = g_new0 (RfTransferee, 1);

  self->leg = leg;
  self->referral = *referral;
  self->call_id = g_strndup (msg->callid.p, msg->callid.l);
  self->referred_by = rf_wire_text_dup_header (msg, SIP_HDR_REFERRED_BY);
  g_queue_init (&self->reports);
  if (subscribe (self, dialog, msg) != 0) {
    (void) sip_treply (NULL, uag_sip (), msg, 500, "Server Internal Error");
    rf_transferee_free (self);
    return;
  }

  g_clear_pointer (&leg->transferee, rf_transferee_free);
  leg->transferee = self;
  /* Where nobody has to be asked the INVITE goes first and the report follows it at once. */
  self->in_flight = TRUE;
  report (self, 100, "Trying");
  if (leg->account->consent != RF_CONSENT_ASK)
    place_call (self);
  else
    ask (self);
  self->in_flight = FALSE;
  send_next (self);
}

static void
refuse (const struct sip_msg *msg,
        guint                 code,
        const char           *reason)
{
  (void) sip_treply (NULL, uag_sip (), msg, code, reason);
}

static const char *
host_of (const char *uri,
         gsize      *length)
{
  struct uri decoded;
  struct pl pl;

  pl_set_str (&pl, uri);
  if (uri_decode (&decoded, &pl) != 0)
    return NULL;
  *length = decoded.host.l;
  return decoded.host.p;
}

static gboolean
is_domain_allowed (RfAccount  *account,
                   const char *uri)
{
  gsize length = 0;
  const char *host = host_of (uri, &length);

  for (gsize i = 0; host != NULL && account->consent_domains != NULL &&
                    account->consent_domains[i] != NULL; i++)
    if (strlen (account->consent_domains[i]) == length &&
        g_ascii_strncasecmp (account->consent_domains[i], host, length) == 0)
      return TRUE;
  return FALSE;
}

/* Telephone numbers are called at our own provider (RFC 3261 §19.1.6). */
static gboolean
make_callable (RfAccount *account,
               RfReferral *referral)
{
  gsize length = 0;
  const char *host = host_of (account->aor, &length);
  char *uri;

  if (g_ascii_strncasecmp (referral->uri, "tel:", 4) != 0)
    return rf_uri_check (referral->uri, NULL);

  uri = g_strdup_printf ("sip:%s@%.*s;user=phone", referral->uri + 4, (int) length, host);
  g_free (referral->uri);
  referral->uri = uri;
  return host != NULL && strchr (uri + 4, ';') != NULL && rf_uri_check (uri, NULL);
}

/* A transferor that stopped listening has not stopped the call that its REFER made us place. */
static gboolean
is_busy (RfTransferee *self)
{
  gboolean calling = self->target != NULL && self->target->call != NULL &&
                     !rf_leg_is_established (self->target);

  return !self->reported || self->waiting || calling;
}

/* A REFER in the dialog of a call: 0, or the status to refuse it with. */
static guint
judge (RfLeg                *leg,
       const struct sip_msg *msg,
       RfReferral            *referral,
       const char          **reason)
{
  guint code;

  if (!rf_leg_is_established (leg) || leg->account->ua == NULL ||
      (leg->transferee != NULL && is_busy (leg->transferee))) {
    *reason = "Request Pending";
    return 491;
  }
  if (leg->account->consent == RF_CONSENT_NEVER) {
    *reason = "Decline";
    return 603;
  }
  code = rf_referral_read (referral, msg, reason);
  if (code == 0 && !make_callable (leg->account, referral)) {
    *reason = "Bad Refer-To";
    code = 400;
  }
  if (code == 0 && leg->account->consent == RF_CONSENT_DOMAINS &&
      !is_domain_allowed (leg->account, referral->uri)) {
    *reason = "Decline";
    code = 603;
  }
  if (code != 0)
    rf_referral_clear (referral);
  return code;
}

/* RFC 4538: a REFER outside of the call names it, with our own tag as the local one. */
static RfLeg *
find_target_dialog (RfAgent              *agent,
                    const struct sip_msg *msg)
{
  const struct sip_hdr *header = sip_msg_hdr (msg, SIP_HDR_TARGET_DIALOG);
  g_autofree char *call_id = NULL;
  g_autofree char *local = NULL;
  g_autofree char *remote = NULL;
  struct pl params, tag;
  const char *semicolon;

  semicolon = header != NULL ? pl_strchr (&header->val, ';') : NULL;
  if (semicolon == NULL)
    return NULL;

  params = (struct pl) { semicolon, header->val.p + header->val.l - semicolon };
  call_id = g_strstrip (g_strndup (header->val.p, semicolon - header->val.p));
  if (msg_param_decode (&params, "local-tag", &tag) != 0)
    return NULL;
  local = g_strndup (tag.p, tag.l);
  if (msg_param_decode (&params, "remote-tag", &tag) != 0)
    return NULL;
  remote = g_strndup (tag.p, tag.l);
  return rf_agent_find_dialog (agent, call_id, local, remote);
}

/**
 * rf_transferee_hear_refer:
 * @agent: the phone
 * @msg: a REFER, for the first time (not a retransmission)
 *
 * Answers it. A REFER that belongs to no call is refused: it would make us call whomever a
 * stranger names.
 */
void
rf_transferee_hear_refer (RfAgent              *agent,
                          const struct sip_msg *msg)
{
  gboolean inside = pl_isset (&msg->to.tag);
  RfLeg *leg = inside ? rf_agent_find_leg (agent, msg) : find_target_dialog (agent, msg);
  struct sip_dialog *dialog = inside ? rf_session_find_dialog (msg) : NULL;
  const char *reason = "";
  RfReferral referral = { 0 };
  guint code;

  if (!inside && leg == NULL) {
    refuse (msg, 403, "Forbidden");
    return;
  }
  if (leg == NULL || leg->call == NULL || (inside && dialog == NULL)) {
    refuse (msg, 481, "Call/Transaction Does Not Exist");
    return;
  }
  if (inside && !sip_dialog_rseq_valid (dialog, msg)) {
    refuse (msg, 500, "Bad Sequence");
    return;
  }

  code = judge (leg, msg, &referral, &reason);
  if (code == 0) {
    accept_refer (leg, dialog, msg, &referral);
    return;
  }
  refuse (msg, code, reason);
  rf_dbus_call_emit_transferee_stage (leg->iface, "refused", code, reason, "/");
}

/**
 * rf_transferee_free:
 * @self: (transfer full): a REFER that nobody waits for any more
 */
void
rf_transferee_free (RfTransferee *self)
{
  tmr_cancel (&self->next);
  tmr_cancel (&self->ask);
  tmr_cancel (&self->release);
  if (self->target != NULL)
    self->target->triggered_by = NULL;
  mem_deref (self->subscription);
  g_queue_clear_full (&self->reports, report_free);
  rf_referral_clear (&self->referral);
  g_free (self->referred_by);
  g_free (self->call_id);
  g_free (self);
}

/**
 * rf_transferee_is_pending:
 * @self: a REFER
 *
 * Returns: whether its last report is still to be sent
 */
gboolean
rf_transferee_is_pending (RfTransferee *self)
{
  return !self->reported;
}

/**
 * rf_transferee_is_waiting:
 * @self: a REFER
 *
 * Returns: whether it waits for the person's answer
 */
gboolean
rf_transferee_is_waiting (RfTransferee *self)
{
  return self->waiting;
}

/**
 * rf_transferee_answer:
 * @self: a REFER that waits for the person
 * @accept: what the person said
 */
void
rf_transferee_answer (RfTransferee *self,
                      gboolean      accept)
{
  tmr_cancel (&self->ask);
  self->waiting = FALSE;
  if (accept)
    place_call (self);
  else
    decline (self);
}

/**
 * rf_transferee_hear_answer:
 * @self: a REFER
 * @msg: a response to one of its NOTIFYs
 */
void
rf_transferee_hear_answer (RfTransferee         *self,
                           const struct sip_msg *msg)
{
  if (msg->scode < 200 || msg->scode == 401 || msg->scode == 407)
    return;

  self->in_flight = FALSE;
  tmr_start (&self->next, 0, on_next, self);
  if (self->reported && self->succeeded)
    tmr_start (&self->release, self->leg->account->release_after * 1000, on_release, self);
}

/**
 * rf_transferee_expects:
 * @self: a REFER
 * @msg: a response
 *
 * Returns: whether @msg may answer one of its NOTIFYs
 */
gboolean
rf_transferee_expects (RfTransferee         *self,
                       const struct sip_msg *msg)
{
  return pl_strcmp (&msg->cseq.met, "NOTIFY") == 0 && pl_strcmp (&msg->callid, self->call_id) == 0;
}

/**
 * rf_transferee_call_gone:
 * @self: a REFER whose call is over
 */
void
rf_transferee_call_gone (RfTransferee *self)
{
  tmr_cancel (&self->release);
}

/**
 * rf_transferee_target_progressed:
 * @self: a REFER
 * @code: provisional status that the target's phone answered with, over 100
 */
void
rf_transferee_target_progressed (RfTransferee *self,
                                 guint         code)
{
  if (code == self->progress)
    return;

  self->progress = code;
  report (self, code, code == 183 ? "Session Progress" : "Ringing");
  tell (self, "ringing", code, "");
}

/**
 * rf_transferee_target_answered:
 * @self: a REFER
 *
 * The transferor releases the original call when it hears of it.
 */
void
rf_transferee_target_answered (RfTransferee *self)
{
  self->succeeded = TRUE;
  report (self, 200, "OK");
  tell (self, "succeeded", 200, "OK");
}

/**
 * rf_transferee_target_ended:
 * @self: a REFER
 * @code: final status of the triggered INVITE; 0 after an answer
 * @reason: its reason phrase
 */
void
rf_transferee_target_ended (RfTransferee *self,
                            guint         code,
                            const char   *reason)
{
  if (code == 0)
    return;

  report (self, code, reason);
  tell (self, "failed", code, reason);
}

/**
 * rf_transferee_forget_target:
 * @self: a REFER whose triggered call goes away
 */
void
rf_transferee_forget_target (RfTransferee *self)
{
  self->target = NULL;
}
