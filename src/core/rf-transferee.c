/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-transferee"

/*
 * A REFER that arrives on a call of ours, or outside of any. baresip's own handling is passed by:
 * it would answer 202 before anybody was asked, report with bare line feeds, and keep the
 * subscription for a minute only.
 */

#include "config.h"

#include "rf-transferee.h"

#include "rf-consent.h"
#include "rf-reporter.h"
#include "rf-session.h"
#include "rf-tap.h"
#include "rf-wire-text.h"

/* How long a person may think (s). */
#define ASK_SECONDS 30

struct _RfTransferee {
  RfLeg      *leg;
  RfLeg      *target; /* (nullable): the triggered call, owned by the agent */
  RfReferral  referral;
  RfReporter *reporter;
  gboolean    waiting; /* for the person */
  guint       progress;
  gboolean    succeeded;
  gboolean    keeps;   /* the original call, whatever the transferor does not do */
  struct tmr  ask;
  struct tmr  release;
};

/* The transferor was to release the call (RFC 5589 §6) and has not. */
static void
on_release (void *arg)
{
  RfTransferee *self = arg;

  rf_leg_hang_up (self->leg, 0, NULL);
}

/* The transferor knows, as far as it can be told, and has some time from now on. Some phones do not
 * wait for an answer to what they said; a moment later the transferor would be first. */
static void
await_release (RfTransferee *self)
{
  guint seconds = self->leg->account->release_after;

  if (seconds == 0)
    on_release (self);
  else if (self->leg->call != NULL)
    tmr_start (&self->release, seconds * 1000, on_release, self);
}

static void
on_reports_over (gpointer user_data)
{
  RfTransferee *self = user_data;

  if (self->succeeded && !self->keeps)
    await_release (self);
  rf_leg_forget_if_done (self->leg);
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

static void
place_call (RfTransferee *self)
{
  struct list headers = LIST_INIT;
  g_autoptr (GError) error = NULL;
  RfLeg *leg = self->leg;

  if (self->referral.referred_by != NULL)
    (void) custom_hdrs_add (&headers, "Referred-By", "%s", self->referral.referred_by);
  if (self->referral.replaces != NULL)
    (void) custom_hdrs_add (&headers, "Replaces", "%s", self->referral.replaces);
  if (self->referral.require_replaces)
    (void) custom_hdrs_add (&headers, "Require", "replaces");

  if (leg->account->ua != NULL)
    self->target = rf_leg_new_outgoing (leg->agent, leg->account, self->referral.uri, &headers,
                                        self->referral.referred_by, &error);
  list_flush (&headers);
  if (self->target == NULL) {
    rf_reporter_tell (self->reporter, 503, "Service Unavailable");
    tell (self, "failed", 503, error != NULL ? error->message : "The account was removed.");
    rf_leg_forget_if_done (leg);
    return;
  }

  self->target->triggered_by = self;
  tell (self, "dialing", 0, "");
}

static void
decline (RfTransferee *self,
         const char   *stage)
{
  self->waiting = FALSE;
  rf_reporter_tell (self->reporter, 603, "Declined");
  tell (self, stage, 603, "Declined");
  rf_leg_forget_if_done (self->leg);
}

static void
on_no_answer (void *arg)
{
  RfTransferee *self = arg;

  decline (self, "unanswered");
}

static void
ask (RfTransferee *self)
{
  const char *by = self->referral.referred_by;

  self->waiting = TRUE;
  tmr_start (&self->ask, ASK_SECONDS * 1000, on_no_answer, self);
  rf_tap_flush ();
  rf_dbus_call_emit_transfer_requested (self->leg->iface, self->referral.uri, by != NULL ? by : "",
                                        self->referral.replaces != NULL,
                                        g_get_real_time () + ASK_SECONDS * G_USEC_PER_SEC);
}

/* Takes the REFER on, with the first report at once (RFC 3515 §2.4.4). */
static void
accept_refer (RfLeg                *leg,
              struct sip_dialog    *dialog,
              const struct sip_msg *msg,
              RfReferral            *referral)
{
  RfTransferee *self = g_new0 (RfTransferee, 1);

  self->leg = leg;
  self->referral = *referral;
  self->reporter = rf_reporter_new (leg, dialog, msg, on_reports_over, self);
  if (self->reporter == NULL) {
    (void) sip_treply (NULL, uag_sip (), msg, 500, "Server Internal Error");
    rf_transferee_free (self);
    return;
  }

  g_clear_pointer (&leg->transferee, rf_transferee_free);
  leg->transferee = self;
  /* Where nobody has to be asked the INVITE goes first and the report follows it at once. */
  rf_reporter_tell (self->reporter, 100, "Trying");
  if (leg->account->consent != RF_CONSENT_ASK && !leg->asking)
    place_call (self);
  else
    ask (self);
  rf_reporter_start (self->reporter);
}

static void
refuse (const struct sip_msg *msg,
        guint                 code,
        const char           *reason)
{
  (void) sip_treply (NULL, uag_sip (), msg, code, reason);
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

static bool
collect_unsupported (const struct sip_hdr *header,
                     const struct sip_msg *msg,
                     void                 *arg)
{
  GString *names = arg;
  g_autofree char *name = rf_wire_text_dup_pl (&header->val);

  if (g_ascii_strcasecmp (name, "replaces") != 0 && g_ascii_strcasecmp (name, "tdialog") != 0)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
  return false;
}

/* RFC 3261 §8.2.2.3 */
static gboolean
needs_what_we_lack (const struct sip_msg *msg)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *printable = NULL;

  (void) sip_msg_hdr_apply (msg, true, SIP_HDR_REQUIRE, collect_unsupported, names);
  if (names->len == 0)
    return FALSE;

  printable = rf_wire_text_dup_phrase (names->str);
  (void) sip_treplyf (NULL, NULL, uag_sip (), msg, false, 420, "Bad Extension",
                      "Unsupported: %s\r\nContent-Length: 0\r\n\r\n", printable);
  return TRUE;
}

/* A CSeq that the dialog has had is of no new request (RFC 3261 §12.2.1.1); libre only minds
 * smaller ones. */
static gboolean
is_in_sequence (struct sip_dialog    *dialog,
                const struct sip_msg *msg)
{
  struct sip_msg before = *msg;

  if (msg->cseq.num == 0)
    return sip_dialog_rseq_valid (dialog, msg);

  before.cseq.num--;
  return sip_dialog_rseq_valid (dialog, &before) && sip_dialog_rseq_valid (dialog, msg);
}

/* A REFER in the dialog of a call: 0, or the status to refuse it with. */
static guint
judge (RfLeg                *leg,
       const struct sip_msg *msg,
       RfReferral           *referral,
       const char          **reason)
{
  if (!rf_leg_is_established (leg) || leg->account->ua == NULL ||
      (leg->transferee != NULL && rf_transferee_is_pending (leg->transferee))) {
    *reason = "Request Pending";
    return 491;
  }
  return rf_consent_judge (leg->account, msg, referral, reason);
}

static void
hear_refer_about (RfLeg                *leg,
                  struct sip_dialog    *dialog,
                  const struct sip_msg *msg)
{
  const char *reason = "";
  RfReferral referral = { 0 };
  guint code;

  if (needs_what_we_lack (msg)) {
    rf_dbus_call_emit_transferee_stage (leg->iface, "refused", 420, "Bad Extension", "/");
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

static void
refuse_outside (RfAgent              *agent,
                const struct sip_msg *msg,
                guint                 code,
                const char           *reason)
{
  g_autofree char *uri = rf_wire_text_dup_pl (&msg->from.auri);

  refuse (msg, code, reason);
  rf_tap_flush ();
  rf_agent_report_refusal (agent, uri, code);
}

/* It would make us call whomever a stranger names, so nothing but a person's word lets it, where
 * the person wants to be asked at all; and one stranger at a time. */
static void
hear_refer_outside (RfAgent              *agent,
                    const struct sip_msg *msg)
{
  RfAccount *account = rf_agent_find_called (agent, msg);
  const char *reason = "";
  RfReferral referral;
  RfLeg *leg;
  guint code;

  if (account == NULL) {
    refuse (msg, 403, "Forbidden");
    return;
  }
  if (!account->ask_outside || account->consent == RF_CONSENT_NEVER) {
    refuse_outside (agent, msg, 403, "Forbidden");
    return;
  }
  if (rf_agent_find_asking (agent) != NULL) {
    refuse (msg, 491, "Request Pending");
    return;
  }
  if (needs_what_we_lack (msg))
    return;

  code = rf_consent_judge (account, msg, &referral, &reason);
  if (code != 0) {
    if (code == RF_CONSENT_STATUS)
      refuse_outside (agent, msg, code, reason);
    else
      refuse (msg, code, reason);
    return;
  }
  leg = rf_leg_new_asking (agent, account, msg);
  accept_refer (leg, NULL, msg, &referral);
  rf_leg_forget_if_done (leg);
}

/**
 * rf_transferee_hear_refer:
 * @agent: the phone
 * @msg: a REFER, for the first time (not a retransmission)
 *
 * Answers it. A REFER outside of a call may name the call that it is about (RFC 4538).
 */
void
rf_transferee_hear_refer (RfAgent              *agent,
                          const struct sip_msg *msg)
{
  gboolean inside = pl_isset (&msg->to.tag);
  RfLeg *leg = inside ? rf_agent_find_leg (agent, msg) : find_target_dialog (agent, msg);
  struct sip_dialog *dialog = inside ? rf_session_find_dialog (msg) : NULL;

  if (!inside && leg == NULL)
    hear_refer_outside (agent, msg);
  else if (inside && leg != NULL && rf_leg_is_early (leg, msg))
    refuse (msg, 491, "Request Pending");
  else if (leg == NULL || leg->call == NULL || (inside && dialog == NULL))
    refuse (msg, 481, "Call/Transaction Does Not Exist");
  else if (inside && !is_in_sequence (dialog, msg))
    refuse (msg, 500, "Bad Sequence");
  else
    hear_refer_about (leg, dialog, msg);
}

/**
 * rf_transferee_free:
 * @self: (transfer full): a REFER that nobody waits for any more
 */
void
rf_transferee_free (RfTransferee *self)
{
  tmr_cancel (&self->ask);
  tmr_cancel (&self->release);
  if (self->target != NULL)
    self->target->triggered_by = NULL;
  g_clear_pointer (&self->reporter, rf_reporter_free);
  rf_referral_clear (&self->referral);
  g_free (self);
}

/**
 * rf_transferee_get_leg:
 * @self: a REFER
 *
 * Returns: (transfer none): the leg that it came in
 */
RfLeg *
rf_transferee_get_leg (RfTransferee *self)
{
  return self->leg;
}

/**
 * rf_transferee_is_pending:
 * @self: a REFER
 *
 * A transferor that stopped listening has not stopped the call that its REFER made us place, and
 * the person may still be asked.
 *
 * Returns: whether it is not settled yet
 */
gboolean
rf_transferee_is_pending (RfTransferee *self)
{
  gboolean calling = self->target != NULL && self->target->call != NULL &&
                     !rf_leg_is_established (self->target);

  return !rf_reporter_is_over (self->reporter) || self->waiting || calling;
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
    decline (self, "declined");
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
  rf_reporter_hear_answer (self->reporter, msg);
}

/**
 * rf_transferee_hear_renewal:
 * @self: a REFER
 * @msg: a SUBSCRIBE in the dialog that it came in
 */
void
rf_transferee_hear_renewal (RfTransferee         *self,
                            const struct sip_msg *msg)
{
  rf_reporter_hear_renewal (self->reporter, msg);
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
  return rf_reporter_expects (self->reporter, msg);
}

/**
 * rf_transferee_call_gone:
 * @self: a REFER whose call is over
 * @by_us: whether we have ended it
 *
 * A transferor that leaves as soon as we have said that we will try takes nothing back: its REFER
 * lives on without the call (RFC 5057 §4.1), and so does the question. Who hangs up while they are
 * asked does not want to be connected.
 */
void
rf_transferee_call_gone (RfTransferee *self,
                         gboolean      by_us)
{
  tmr_cancel (&self->release);
  if (self->waiting && by_us)
    rf_transferee_answer (self, FALSE);
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
  rf_reporter_tell (self->reporter, code, code == 183 ? "Session Progress" : "Ringing");
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
  gboolean was_over = rf_reporter_is_over (self->reporter);

  self->succeeded = TRUE;
  rf_reporter_tell (self->reporter, 200, "OK");
  tell (self, "succeeded", 200, "OK");
  if (was_over)
    on_reports_over (self);
  rf_leg_forget_if_done (self->leg);
}

/**
 * rf_transferee_keep_call:
 * @self: a REFER
 *
 * The new call is over or on hold, or the person does something with the original one: that is the
 * one to speak in. After a transfer that has succeeded it is left to the transferor to release it.
 */
void
rf_transferee_keep_call (RfTransferee *self)
{
  if (!self->succeeded)
    return;

  self->keeps = TRUE;
  tmr_cancel (&self->release);
}

/**
 * rf_transferee_target_ended:
 * @self: a REFER
 * @code: final status of the triggered INVITE; of no meaning after an answer
 * @reason: its reason phrase
 */
void
rf_transferee_target_ended (RfTransferee *self,
                            guint         code,
                            const char   *reason)
{
  if (self->succeeded) {
    rf_transferee_keep_call (self);
    return;
  }

  rf_reporter_tell (self->reporter, code, reason);
  tell (self, "failed", code, reason);
  rf_leg_forget_if_done (self->leg);
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
