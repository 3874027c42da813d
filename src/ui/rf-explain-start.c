/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-explain-start"

#include "config.h"

#include "rf-explain-private.h"

#include "rf-registration.h"
#include "rf-sdp.h"
#include "rf-uri.h"

#include <glib/gi18n.h>

/* What the first line says: who asks whom for what, or how that was answered. */

typedef struct {
  guint       status;
  const char *sentence;
} StatusWords;

static const StatusWords status_words[] = {
  { 100, N_("The request has arrived. Nothing is decided yet.") },
  { 180, N_("The phone rings.") },
  { 181, N_("The call is being diverted to another address.") },
  { 182, N_("The call waits in a queue.") },
  { 183, N_("The call makes progress; a tone or a voice may be heard already.") },
  { 200, N_("What was asked for is done.") },
  { 202, N_("What was asked for was taken on, and is not done yet.") },
  { 300, N_("There are several addresses to try.") },
  { 301, N_("Whom the request is for has another address now.") },
  { 302, N_("The request is to be sent to another address this time.") },
  { 305, N_("The request has to go through a proxy.") },
  { 400, N_("The request is malformed.") },
  { 401, N_("A password is asked for: the request is to be sent again with proof of it.") },
  { 403, N_("The request is forbidden, and a password would not help.") },
  { 404, N_("Nobody with this address is known.") },
  { 405, N_("This kind of request is not taken here.") },
  { 407, N_("The proxy asks for a password: the request is to be sent again with proof of it.") },
  { 408, N_("No answer came in time.") },
  { 410, N_("Whom the request is for is gone for good.") },
  { 415, N_("The body is of a kind that is not understood.") },
  { 416, N_("An address of this scheme cannot be called.") },
  { 420, N_("The request requires an extension that is not known here.") },
  { 421, N_("An extension is missing that is needed to answer.") },
  { 422, N_("The session timer is too short.") },
  { 423, N_("The time asked for is too short.") },
  { 429, N_("Who asks for the transfer has to be proven with Referred-By.") },
  { 480, N_("Whom the request is for cannot be reached now.") },
  { 481, N_("There is no such call or transaction, or it is over.") },
  { 482, N_("The request went in a circle.") },
  { 483, N_("The request has passed too many proxies.") },
  { 484, N_("The number is not complete.") },
  { 486, N_("The line is busy.") },
  { 487, N_("The call was taken back before it was answered.") },
  { 488, N_("The media offered cannot be taken.") },
  { 489, N_("News of this kind is not offered.") },
  { 491, N_("Both sides have asked at the same time: try again in a moment.") },
  { 500, N_("The server has failed.") },
  { 501, N_("This is not implemented here.") },
  { 502, N_("A server further on has failed.") },
  { 503, N_("The service is not available now.") },
  { 504, N_("A server further on gave no answer.") },
  { 600, N_("The line is busy everywhere.") },
  { 603, N_("The request is declined.") },
  { 604, N_("Nobody with this address exists anywhere.") },
  { 606, N_("The media offered cannot be taken anywhere.") },
};

static const char *const class_words[] = {
  NULL,
  N_("The request is being worked on."),
  N_("What was asked for is done."),
  N_("The request is to be sent to another address."),
  N_("The request is refused."),
  N_("The server cannot do this now."),
  N_("The request is refused everywhere."),
};

static const char *
get_done_words (RfSipMethod method)
{
  switch (method) {
  case RF_SIP_INVITE:
    return _("The call is answered.");
  case RF_SIP_BYE:
    return _("The end of the call is confirmed.");
  case RF_SIP_CANCEL:
    return _("That the call is taken back has arrived. The INVITE gets an answer of its own.");
  case RF_SIP_NOTIFY:
    return _("The report has arrived.");
  default:
    return NULL;
  }
}

/**
 * rf_explain_status:
 * @method: of the request that is answered
 * @status: 100 to 699
 *
 * Returns: what the answer means, translated
 */
const char *
rf_explain_status (RfSipMethod method,
                   guint       status)
{
  const char *words = status / 100 == 2 ? get_done_words (method) : NULL;

  if (words)
    return words;
  if (method == RF_SIP_REFER && status / 100 == 2)
    return _("The request to transfer has been taken. It only means: I will try.");
  for (guint i = 0; i < G_N_ELEMENTS (status_words); i++)
    if (status_words[i].status == status)
      return _(status_words[i].sentence);

  return status >= 100 && status < 700 ? _(class_words[status / 100]) : _("The answer is unknown.");
}

static char *
dup_invite_words (RfExplain *self)
{
  RfSdp sdp;

  if (self->sip.to.tag.len > 0) {
    if (rf_sdp_parse (&sdp, self->sip.body) && sdp.is_hold)
      /* Translators: the first is the one who holds, as "Mike puts Kevin on hold." */
      return g_strdup_printf (_("%1$s puts %2$s on hold."), self->sender, self->receiver);
    return g_strdup_printf (_("%1$s proposes to %2$s to change the call, or to go on with it."),
                            self->sender, self->receiver);
  }
  if (self->transfer && rf_trace_get_phase (self->trace, self->message->index) == 3) {
    g_autofree char *who = rf_explain_dup_who (self,
                                               rf_str_from_c (self->transfer->transferor_id));

    return g_strdup_printf (_("%1$s calls %2$s, since %3$s has asked for it."), self->sender,
                            self->receiver, who);
  }

  return g_strdup_printf (_("%1$s calls %2$s."), self->sender, self->receiver);
}

/* A REFER may ask for any request (RFC 3515 §2.1). */
static gboolean
asks_for_other (RfStr refer_to)
{
  g_auto (RfReferTo) parsed = { 0 };

  return rf_refer_to_parse (&parsed, refer_to) && parsed.method;
}

static char *
dup_refer_words (RfExplain *self)
{
  if (asks_for_other (self->sip.refer_to))
    return g_strdup_printf (_("%1$s asks %2$s to send somebody a request that is no call: this is "
                              "no transfer."), self->sender, self->receiver);

  return g_strdup_printf (_("%1$s asks %2$s to call somebody: this is how a transfer begins."),
                          self->sender, self->receiver);
}

static char *
dup_register_words (RfExplain *self)
{
  switch (rf_registration_read (self->message->data, self->message->length)) {
  case RF_REGISTRATION_ASKED:
    return g_strdup_printf (_("%1$s asks %2$s at which addresses it can be reached."), self->sender,
                            self->receiver);
  case RF_REGISTRATION_TAKEN_BACK:
    return g_strdup_printf (_("%1$s takes back what it has told %2$s: it can no longer be reached "
                              "at that address."), self->sender, self->receiver);
  case RF_REGISTRATION_GIVEN:
  default:
    return g_strdup_printf (_("%1$s tells %2$s at which address it can be reached."), self->sender,
                            self->receiver);
  }
}

static char *
dup_method_words (RfExplain *self)
{
  const char *from = self->sender;
  const char *to = self->receiver;

  switch (self->sip.method) {
  case RF_SIP_INVITE:
    return dup_invite_words (self);
  case RF_SIP_ACK:
    return g_strdup_printf (_("%1$s confirms to %2$s that the final answer has arrived."), from,
                            to);
  case RF_SIP_BYE:
    return g_strdup_printf (_("%1$s ends the call with %2$s."), from, to);
  case RF_SIP_CANCEL:
    return g_strdup_printf (_("%1$s takes the call to %2$s back before it is answered."), from, to);
  case RF_SIP_REGISTER:
    return dup_register_words (self);
  case RF_SIP_OPTIONS:
    return g_strdup_printf (_("%1$s asks %2$s what it can do."), from, to);
  case RF_SIP_REFER:
    return dup_refer_words (self);
  case RF_SIP_NOTIFY:
    if (rf_str_case_equal_c (self->sip.event, "refer"))
      return g_strdup_printf (_("%1$s reports to %2$s how the transfer is going."), from, to);
    return g_strdup_printf (_("%1$s tells %2$s news that it has asked for."), from, to);
  case RF_SIP_SUBSCRIBE:
    return g_strdup_printf (_("%1$s asks %2$s to be told news, or to be told no more."), from, to);
  case RF_SIP_PRACK:
    return g_strdup_printf (_("%1$s confirms to %2$s that a provisional answer has arrived."), from,
                            to);
  case RF_SIP_UPDATE:
    return g_strdup_printf (_("%1$s proposes to %2$s to change the call."), from, to);
  case RF_SIP_INFO:
    return g_strdup_printf (_("%1$s sends %2$s something within the call, as a pressed key."), from,
                            to);
  case RF_SIP_MESSAGE:
    return g_strdup_printf (_("%1$s sends %2$s a text message."), from, to);
  case RF_SIP_PUBLISH:
    return g_strdup_printf (_("%1$s tells %2$s its own state, for others to ask for."), from, to);
  case RF_SIP_UNKNOWN:
  default:
    return g_strdup_printf (_("%1$s sends %2$s a request that is not known here."), from, to);
  }
}

static void
explain_request (RfExplain *self,
                 RfStr      line)
{
  RfExplanation *row = rf_explain_add (self, _("Request"), line, line, dup_method_words (self));

  switch (self->sip.method) {
  case RF_SIP_ACK:
  case RF_SIP_CANCEL:
    rf_explain_link (self, row, RF_TWIN_REQUEST, _("Go to its INVITE"));
    break;
  case RF_SIP_REFER:
    rf_explain_link (self, row, RF_TWIN_TRIGGERED, _("Go to the call that it leads to"));
    break;
  case RF_SIP_INVITE:
  case RF_SIP_NOTIFY:
  case RF_SIP_BYE:
    rf_explain_link (self, row, RF_TWIN_REFER, _("Go to the REFER"));
    break;
  default:
    rf_explain_link (self, row, RF_TWIN_ANSWER, _("Go to the answer"));
  }
}

/* What the answer says of what @request was there for, NULL where its status says it all. */
static const char *
get_consent_words (const RfSipMessage   *sip,
                   const RfTraceMessage *request)
{
  if (sip->method == RF_SIP_REFER && asks_for_other (sip->refer_to))
    return rf_explain_status (RF_SIP_UNKNOWN, 202);
  if (sip->method != RF_SIP_REGISTER)
    return NULL;
  switch (rf_registration_read (request->data, request->length)) {
  case RF_REGISTRATION_GIVEN:
    return _("The address is registered.");
  case RF_REGISTRATION_TAKEN_BACK:
    return _("The address is registered no more.");
  case RF_REGISTRATION_ASKED:
  default:
    return NULL;
  }
}

static const char *
get_meaning (RfExplain *self)
{
  int index = rf_twin_find (self->trace, self->message->index, RF_TWIN_REQUEST);
  const char *words = NULL;
  RfSipMessage sip;

  if (index >= 0 && self->sip.status / 100 == 2) {
    const RfTraceMessage *request = rf_trace_get_message (self->trace, (guint) index);

    if (rf_sip_message_scan (&sip, request->data, request->length, NULL))
      words = get_consent_words (&sip, request);
  }

  return words ? words : rf_explain_status (self->sip.method, self->sip.status);
}

static void
explain_response (RfExplain *self,
                  RfStr      line)
{
  const char *meaning = get_meaning (self);
  g_autofree char *method = rf_explain_dup_text (self->sip.method_name);
  /* Translators: "Kevin answers the REFER of Mike. It only means: I will try." */
  char *sentence = g_strdup_printf (_("%1$s answers the %2$s of %3$s. %4$s"), self->sender, method,
                                    self->receiver, meaning);
  RfExplanation *row = rf_explain_add (self, _("Response"), line, line, sentence);

  rf_explain_link (self, row, RF_TWIN_REQUEST, _("Go to the request"));
}

/**
 * rf_explain_start:
 * @self: a message
 * @line: its first line
 *
 * Explains what a message is there for.
 */
void
rf_explain_start (RfExplain *self,
                  RfStr      line)
{
  if (self->sip.is_request)
    explain_request (self, line);
  else
    explain_response (self, line);
}
