/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-explain-header"

#include "config.h"

#include "rf-explain-private.h"

#include "rf-registration.h"
#include "rf-uri.h"

#include <glib/gi18n.h>

/* The headers that make a transfer, and those that say to which dialog a message belongs. */

/* Of a message, for a header that another one depends on. */
#define MAX_LOOKED_AT ((gsize) 64 * 1024)

typedef void (*Explainer) (RfExplain  *self,
                           const char *key,
                           RfStr       at,
                           RfStr       value);

typedef struct {
  const char *name;
  char        compact; /* RFC 3261 §7.3.3 and the RFC of the header; 0 for none */
  guint       rank;
  Explainer   explain;
} Header;

/* Who is at both ends of the dialog in whose first message @link is: "Mike and Wayne". */
static char *
dup_ends_of (RfExplain *self,
             RfTwin     twin)
{
  int link = rf_twin_find (self->trace, self->message->index, twin);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  const RfTraceMessage *first;

  if (link < 0)
    return NULL;
  first = rf_trace_get_message (self->trace, link);
  from = rf_explain_dup_party (self, first->from_party);
  to = rf_explain_dup_party (self, first->to_party);

  return g_strdup_printf (_("the call between %1$s and %2$s"), from, to);
}

static char *
dup_target (RfExplain       *self,
            const RfReferTo *refer_to)
{
  if (self->transfer && self->transfer->target >= 0)
    return rf_explain_dup_party (self, self->transfer->target);

  return rf_explain_dup_who (self, refer_to->text);
}

/* What else than a call a REFER asks for. */
static char *
dup_other_request (RfExplain       *self,
                   const RfReferTo *refer_to)
{
  g_autofree char *method = rf_explain_dup_text (rf_str_from_c (refer_to->method));
  g_autofree char *target = rf_explain_dup_who (self, refer_to->text);

  /* Translators: "kevin is asked to send BYE to wayne." */
  return g_strdup_printf (_("%1$s is asked to send %2$s to %3$s."), self->receiver, method, target);
}

static void
explain_refer_to (RfExplain  *self,
                  const char *key,
                  RfStr       at,
                  RfStr       value)
{
  g_auto (RfReferTo) refer_to = { 0 };
  g_autofree char *target = NULL;
  g_autofree char *replaced = NULL;
  RfExplanation *row;

  if (!rf_refer_to_parse (&refer_to, value)) {
    rf_explain_add (self, key, at, value, g_strdup (_("No address to call can be read here.")));
    return;
  }
  if (refer_to.method) {
    rf_explain_add (self, key, at, value, dup_other_request (self, &refer_to));
    return;
  }
  target = dup_target (self, &refer_to);
  row = rf_explain_add (self, key, at, value,
                        g_strdup_printf (_("%1$s is asked to call %2$s."), self->receiver, target));
  rf_explain_link (self, row, RF_TWIN_TRIGGERED, _("Go to the call that it leads to"));
  if (!refer_to.has_replaces)
    return;

  replaced = dup_ends_of (self, RF_TWIN_REPLACED);
  row = rf_explain_add (self, _("Replaces in it"), at, rf_str_from_c (refer_to.replaces_text),
                        g_strdup_printf (_("The new call is to take the place of %s."),
                                         replaced ? replaced : _("a call that is not seen here")));
  rf_explain_link (self, row, RF_TWIN_REPLACED, _("Go to that call"));
}

static void
explain_referred_by (RfExplain  *self,
                     const char *key,
                     RfStr       at,
                     RfStr       value)
{
  g_autofree char *who = rf_explain_dup_who (self, value);
  RfExplanation *row = rf_explain_add (self, key, at, value,
                                       g_strdup_printf (_("%s is the one who asks for the "
                                                          "transfer."), who));

  rf_explain_link (self, row, RF_TWIN_REFER, _("Go to the REFER"));
}

static void
explain_replaces (RfExplain  *self,
                  const char *key,
                  RfStr       at,
                  RfStr       value)
{
  g_autofree char *replaced = dup_ends_of (self, RF_TWIN_REPLACED);
  RfExplanation *row =
    rf_explain_add (self, key, at, value,
                    replaced ? g_strdup_printf (_("This call is to take the place of %s."),
                                                replaced)
                             : g_strdup (_("This call is to take the place of one that is not "
                                           "seen here.")));

  rf_explain_link (self, row, RF_TWIN_REPLACED, _("Go to that call"));
}

static void
explain_target_dialog (RfExplain  *self,
                       const char *key,
                       RfStr       at,
                       RfStr       value)
{
  g_autofree char *named = dup_ends_of (self, RF_TWIN_TARGET_DIALOG);
  RfExplanation *row =
    rf_explain_add (self, key, at, value,
                    named ? g_strdup_printf (_("This is about %s."), named)
                          : g_strdup (_("This is about a call that is not seen here.")));

  rf_explain_link (self, row, RF_TWIN_TARGET_DIALOG, _("Go to that call"));
}

static void
explain_event (RfExplain  *self,
               const char *key,
               RfStr       at,
               RfStr       value)
{
  g_autofree char *id = rf_explain_dup_text (self->sip.event_id);
  RfExplanation *row;

  if (!rf_str_case_equal_c (self->sip.event, "refer")) {
    rf_explain_add (self, key, at, value, g_strdup (_("What the news is about.")));
    return;
  }
  row = rf_explain_add (self, key, at, value,
                        *id != '\0'
                        ? g_strdup_printf (_("This is news about the transfer whose REFER has "
                                             "CSeq %s."), id)
                        : g_strdup (_("This is news about a transfer.")));
  rf_explain_link (self, row, RF_TWIN_REFER, _("Go to the REFER"));
}

/* RFC 6665 §4.1.3 */
static const char *
get_end_reason (RfStr reason)
{
  if (rf_str_case_equal_c (reason, "noresource"))
    return _("there is nothing more to report");
  if (rf_str_case_equal_c (reason, "timeout"))
    return _("its time is over");
  if (rf_str_case_equal_c (reason, "rejected"))
    return _("it was refused");
  if (rf_str_case_equal_c (reason, "deactivated") || rf_str_case_equal_c (reason, "probation"))
    return _("it may be asked for again");
  if (rf_str_case_equal_c (reason, "giveup"))
    return _("it was given up");

  return NULL;
}

static char *
dup_state_words (RfExplain *self,
                 RfStr      value)
{
  const char *reason = get_end_reason (self->sip.subscription_reason);
  guint64 seconds = 0;
  RfStr expires;

  if (rf_str_case_equal_c (self->sip.subscription_state, "terminated"))
    return reason ? g_strdup_printf (_("This is the last report: %s."), reason)
                  : g_strdup (_("This is the last report."));
  if (rf_str_case_equal_c (self->sip.subscription_state, "pending"))
    return g_strdup (_("Whether there will be reports is not decided yet."));
  if (rf_str_get_param (rf_str_skip (value, rf_str_find (value, ';')), "expires", &expires) &&
      rf_str_parse_uint (expires, G_MAXINT, &seconds))
    return g_strdup_printf (ngettext ("More reports will come, for %u second at most.",
                                      "More reports will come, for %u seconds at most.",
                                      (gulong) seconds), (guint) seconds);

  return g_strdup (_("More reports will come."));
}

static void
explain_subscription_state (RfExplain  *self,
                            const char *key,
                            RfStr       at,
                            RfStr       value)
{
  rf_explain_add (self, key, at, value, dup_state_words (self, value));
}

static void
explain_refer_sub (RfExplain  *self,
                   const char *key,
                   RfStr       at,
                   RfStr       value)
{
  rf_explain_add (self, key, at, value,
                  rf_str_starts_with_case (value, "false")
                  ? g_strdup (_("No reports on the transfer are wanted."))
                  : g_strdup (_("Reports on the transfer are wanted.")));
}

static void
explain_from (RfExplain  *self,
              const char *key,
              RfStr       at,
              RfStr       value)
{
  g_autofree char *who = rf_explain_dup_who (self, value);

  rf_explain_add (self, key, at, value,
                  g_strdup_printf (_("The request is from %s. The tag marks this end of the "
                                     "dialog."), who));
}

/* CANCEL and ACK belong to what an INVITE has begun, and have a To as it has, or its answer, so
 * maybe without a tag (RFC 3261 §9.1, §17.1.1.3). */
static char *
dup_to_words (const RfSipMessage *sip,
              const char         *who)
{
  if (sip->to.tag.len > 0)
    return g_strdup_printf (_("The request is for %s. The tag marks that end of the "
                              "dialog."), who);
  if (sip->method == RF_SIP_CANCEL && sip->is_request)
    return g_strdup_printf (_("The request is for %s. It has no tag, as the INVITE that it takes "
                              "back has none."), who);
  if (sip->method == RF_SIP_ACK || !sip->is_request)
    return g_strdup_printf (_("The request is for %s."), who);

  return g_strdup_printf (_("The request is for %s. Without a tag it begins something new."), who);
}

static void
explain_to (RfExplain  *self,
            const char *key,
            RfStr       at,
            RfStr       value)
{
  g_autofree char *who = rf_explain_dup_who (self, value);

  rf_explain_add (self, key, at, value, dup_to_words (&self->sip, who));
}

/* Another header that changes what one means; it stands among the first bytes or counts for
 * nothing, as a stranger's message may be long. */
static gboolean
find_other (RfExplain  *self,
            const char *wanted,
            RfStr      *ret_value)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, self->message->data, MIN (self->message->length, MAX_LOOKED_AT));
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (!rf_str_case_equal_c (name, wanted))
      continue;
    *ret_value = rf_str_trim (value);
    return TRUE;
  }

  return FALSE;
}

static char *
dup_registered (RfExplain *self,
                RfStr      contact)
{
  RfStr expires = RF_STR_INIT;

  if (rf_str_equal (contact, rf_str_from_c ("*")))
    return g_strdup (_("All addresses are taken back: calls are to go to none of them any more."));
  if (self->sip.is_request)
    find_other (self, "Expires", &expires);
  if (rf_registration_takes_back (contact, expires))
    return g_strdup (_("This address is taken back: calls are not to go there any more."));

  return g_strdup (_("Calls are to be sent to this address."));
}

static void
explain_contact (RfExplain  *self,
                 const char *key,
                 RfStr       at,
                 RfStr       value)
{
  RfStr route;
  char *sentence;

  if (self->sip.status >= 300 && self->sip.status < 400)
    sentence = g_strdup (_("This is the address to try."));
  else if (self->sip.method == RF_SIP_REGISTER)
    sentence = dup_registered (self, value);
  else if (find_other (self, "Record-Route", &route))
    sentence = g_strdup_printf (_("Requests to %s in this dialog are for this address, and go "
                                  "there by way of the proxies that stay."), self->sender);
  else
    sentence = g_strdup_printf (_("Requests to %s in this dialog go straight here."), self->sender);
  rf_explain_add (self, key, at, value, sentence);
}

static void
explain_call_id (RfExplain  *self,
                 const char *key,
                 RfStr       at,
                 RfStr       value)
{
  guint count;
  guint place = rf_twin_get_place (self->trace, self->message->index, &count);
  RfExplanation *row;

  if (place == 0)
    return;
  /* Translators: "Message 3 of 14 in this dialog." */
  row = rf_explain_add (self, key, at, value,
                        g_strdup_printf (_("With the tags of From and To it names the dialog. This "
                                           "is message %1$u of %2$u in it."), place, count));
  rf_explain_link (self, row, RF_TWIN_DIALOG, _("Go to the first of them"));
}

static void
explain_cseq (RfExplain  *self,
              const char *key,
              RfStr       at,
              RfStr       value)
{
  g_autofree char *method = rf_explain_dup_text (self->sip.method_name);
  RfExplanation *row;

  if (self->sip.is_request && self->sip.method != RF_SIP_ACK && self->sip.method != RF_SIP_CANCEL) {
    row = rf_explain_add (self, key, at, value,
                          g_strdup_printf (_("The number of this %1$s in the order of what %2$s "
                                             "asks. Its answers carry it too."), method,
                                           self->sender));
    rf_explain_link (self, row, RF_TWIN_ANSWER, _("Go to the answer"));
    return;
  }
  row = rf_explain_add (self, key, at, value,
                        g_strdup_printf (_("This belongs to the request with number %u."),
                                         self->sip.cseq));
  rf_explain_link (self, row, RF_TWIN_REQUEST, _("Go to the request"));
}

static const Header headers[] = {
  { "Refer-To", 'r', RF_EXPLAIN_TRANSFER, explain_refer_to },
  { "Referred-By", 'b', RF_EXPLAIN_TRANSFER, explain_referred_by },
  { "Replaces", 0, RF_EXPLAIN_TRANSFER, explain_replaces },
  { "Target-Dialog", 0, RF_EXPLAIN_TRANSFER, explain_target_dialog },
  { "Event", 'o', RF_EXPLAIN_TRANSFER, explain_event },
  { "Subscription-State", 0, RF_EXPLAIN_TRANSFER, explain_subscription_state },
  { "Refer-Sub", 0, RF_EXPLAIN_TRANSFER, explain_refer_sub },
  { "From", 'f', RF_EXPLAIN_DIALOG, explain_from },
  { "To", 't', RF_EXPLAIN_DIALOG, explain_to },
  { "Contact", 'm', RF_EXPLAIN_DIALOG, explain_contact },
  { "Call-ID", 'i', RF_EXPLAIN_DIALOG, explain_call_id },
  { "CSeq", 0, RF_EXPLAIN_DIALOG, explain_cseq },
};

/* Compact names of the headers that the other units explain. */
static const Header others[] = {
  { "Via", 'v', 0, NULL },
  { "Supported", 'k', 0, NULL },
  { "Allow-Events", 'u', 0, NULL },
  { "Session-Expires", 'x', 0, NULL },
  { "Content-Type", 'c', 0, NULL },
};

static gboolean
is_named (const Header *header,
          RfStr         name)
{
  if (name.len == 1)
    return header->compact != 0 && g_ascii_tolower (name.p[0]) == header->compact;

  return rf_str_case_equal_c (name, header->name);
}

static char *
dup_full_name (RfStr name)
{
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (is_named (&others[i], name))
      return g_strdup (others[i].name);

  return rf_explain_dup_text (name);
}

/**
 * rf_explain_header:
 * @self: a message
 * @name: name of one of its headers
 * @value: its value
 *
 * Explains a header, where it is one that is known here.
 */
void
rf_explain_header (RfExplain *self,
                   RfStr      name,
                   RfStr      value)
{
  RfStr at = rf_str_new (name.p, (gsize) (value.p + value.len - name.p));
  g_autofree char *key = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    if (is_named (&headers[i], name)) {
      self->rank = headers[i].rank;
      headers[i].explain (self, headers[i].name, at, rf_str_trim (value));
      return;
    }
  }
  key = dup_full_name (name);
  if (!rf_explain_capability (self, key, at, rf_str_trim (value)))
    rf_explain_way (self, key, at, rf_str_trim (value));
}
