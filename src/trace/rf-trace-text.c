/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-trace-text"

#include "config.h"

#include "rf-report.h"
#include "rf-say.h"
#include "rf-sdp.h"
#include "rf-sipfrag.h"
#include "rf-trace.h"
#include "rf-uri.h"

#include <glib/gi18n.h>

/* A request to change a call by which its sender wants to hear nothing. */
#define HOLD_FORMAT N_("%s (hold)")

/* A status has three digits. */
static char *
dup_status (guint       status,
            const char *reason)
{
  const char digits[] = { (char) ('0' + status / 100 % 10), (char) ('0' + status / 10 % 10),
                          (char) ('0' + status % 10), '\0' };

  return g_strconcat (digits, reason[0] != '\0' ? " " : "", reason, NULL);
}

static RfStr
get_title (const RfSipMessage *sip)
{
  if (!sip->is_request)
    return sip->reason;

  return sip->method_name;
}

/* What a re-INVITE or UPDATE offers. */
static RfTraceOffer
get_offer (const RfSipMessage *sip)
{
  RfSdp sdp;

  if (!sip->is_request || sip->to.tag.len == 0 ||
      (sip->method != RF_SIP_INVITE && sip->method != RF_SIP_UPDATE) ||
      !rf_sdp_parse (&sdp, sip->body))
    return RF_OFFER_NONE;

  return sdp.is_hold ? RF_OFFER_HOLD : RF_OFFER_SOUND;
}

static char *
dup_summary (const RfSipMessage *sip,
             gboolean            in_english)
{
  g_autofree char *title = rf_str_dup_printable (get_title (sip));

  if (!sip->is_request)
    return dup_status (sip->status, title);
  if (get_offer (sip) != RF_OFFER_HOLD)
    return g_steal_pointer (&title);

  return in_english ? g_strdup_printf (HOLD_FORMAT, title)
                    : g_strdup_printf (rf_say (HOLD_FORMAT), title);
}

/**
 * rf_trace_dup_summary_of:
 * @sip: what a message says
 *
 * Returns: (transfer full): as rf_trace_dup_summary() has it, always in English, for whoever has
 *   read the message
 */
char *
rf_trace_dup_summary_of (const RfSipMessage *sip)
{
  g_return_val_if_fail (sip != NULL, NULL);

  return dup_summary (sip, TRUE);
}

/**
 * rf_trace_dup_summary:
 * @self: a trace
 * @index: index of a message
 *
 * Returns: (transfer full): what stands above the arrow: "INVITE", "INVITE (hold)", "180 Ringing";
 *   valid UTF-8
 */
char *
rf_trace_dup_summary (RfTrace *self,
                      guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (self, index);
  RfSipMessage sip;

  g_return_val_if_fail (message != NULL, NULL);

  if (!rf_sip_message_scan (&sip, message->data, message->length, NULL))
    return g_strdup (""); /* cannot be: it was scanned on its way in */

  return dup_summary (&sip, FALSE);
}

/**
 * rf_trace_get_offer:
 * @self: a trace
 * @index: index of a message
 *
 * Returns: what it offers, where it is a re-INVITE or UPDATE with a description (RFC 3264 §8)
 */
RfTraceOffer
rf_trace_get_offer (RfTrace *self,
                    guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (self, index);
  RfSipMessage sip;

  g_return_val_if_fail (message != NULL, RF_OFFER_NONE);

  if (!rf_sip_message_scan (&sip, message->data, message->length, NULL))
    return RF_OFFER_NONE;

  return get_offer (&sip);
}

static char *
dup_target (const RfSipMessage *sip)
{
  g_auto (RfReferTo) refer_to = { 0 };
  g_autofree char *method = NULL;
  g_autofree char *user = NULL;
  g_autofree char *shown = NULL;

  if (!rf_refer_to_parse (&refer_to, sip->refer_to))
    return NULL;
  user = rf_uri_dup_user (&refer_to.uri);
  shown = rf_str_dup_printable (user[0] != '\0' ? rf_str_from_c (user) : refer_to.text);
  if (!refer_to.method)
    /* TRANSLATORS: whom a REFER asks to call */
    return g_strdup_printf (rf_say ("to %s"), shown);
  method = rf_str_dup_printable (rf_str_from_c (refer_to.method));

  /* TRANSLATORS: what else a REFER asks to send, and to whom: "for BYE to kevin" */
  return g_strdup_printf (rf_say ("for %s to %s"), method, shown);
}

static char *
dup_sipfrag (const RfSipMessage *sip)
{
  g_autofree char *shown = NULL;
  RfStr reason;
  guint status;

  if (!rf_sipfrag_parse (sip->body, &status, &reason))
    return NULL;
  shown = rf_str_dup_printable (reason);

  return dup_status (status, shown);
}

/* What a NOTIFY says of the call, or why it does not. */
static char *
dup_report (const RfTraceMessage *message,
            const RfSipMessage   *sip)
{
  switch (rf_report_get_kind (message, sip)) {
  case RF_REPORT_EMPTY:
    return g_strdup (rf_say ("report without a status"));
  case RF_REPORT_CUT:
    return g_strdup (rf_say ("report cut off"));
  case RF_REPORT_UNREADABLE:
    return g_strdup (rf_say ("report that cannot be read"));
  case RF_REPORT_STATUS:
  default:
    return dup_sipfrag (sip);
  }
}

/* What is wrong with a report, or with its absence. */
static char *
dup_difference (RfTrace            *self,
                guint               index,
                const RfSipMessage *sip)
{
  guint transfer = (guint) rf_trace_get_transfer_of (self, index);
  g_autofree char *reported = NULL;

  if (!sip->is_request)
    return g_strdup (rf_say ("no report seen"));
  reported = dup_report (rf_trace_get_message (self, index), sip);

  /* TRANSLATORS: what was reported of a call, and the status that it really got */
  return g_strdup_printf (rf_say ("%s, but the call got %u"), reported ? reported : "",
                          rf_trace_get_transfer (self, transfer)->triggered_status);
}

/**
 * rf_trace_dup_detail:
 * @self: a trace
 * @index: index of a message
 *
 * Returns: (transfer full) (nullable): what stands beside the arrow: "to wayne" at a REFER, or "for
 *   BYE to kevin" where it asks for something else than a call; "180 Ringing" at a NOTIFY that says
 *   so, or "report cut off" at one that may have; "no report seen" at the answer to a call of which
 *   no report came; valid UTF-8
 */
char *
rf_trace_dup_detail (RfTrace *self,
                     guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (self, index);
  RfSipMessage sip;

  g_return_val_if_fail (message != NULL, NULL);

  if (!rf_sip_message_scan (&sip, message->data, message->length, NULL))
    return NULL;
  if (rf_trace_shows_difference (self, index))
    return dup_difference (self, index, &sip);
  if (!sip.is_request)
    return NULL;
  if (sip.method == RF_SIP_REFER)
    return dup_target (&sip);
  if (sip.method == RF_SIP_NOTIFY &&
      (rf_str_case_equal_c (sip.event, "refer") || rf_trace_get_phase (self, index) == 4))
    return dup_report (message, &sip);

  return NULL;
}

/**
 * rf_trace_dup_brief_detail:
 * @self: a trace
 * @index: index of a message that has a detail about a status
 *
 * Returns: (transfer full): that detail where there is little room: "180" for "180 Ringing", "no
 *   status" for "report without a status, but the call got 200"
 */
char *
rf_trace_dup_brief_detail (RfTrace *self,
                           guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (self, index);
  RfSipMessage sip;

  g_return_val_if_fail (message != NULL, NULL);

  if (!rf_sip_message_scan (&sip, message->data, message->length, NULL))
    return g_strdup (""); /* cannot be: it was scanned on its way in */
  if (!sip.is_request)
    return g_strdup (rf_say ("no report"));
  switch (rf_report_get_kind (message, &sip)) {
  case RF_REPORT_EMPTY:
    return g_strdup (rf_say ("no status"));
  case RF_REPORT_CUT:
    return g_strdup (rf_say ("cut off"));
  case RF_REPORT_UNREADABLE:
    return g_strdup (rf_say ("unreadable"));
  case RF_REPORT_STATUS:
  default:
    return g_strdup_printf ("%u", message->sipfrag_status);
  }
}

/* The name of @value in @names; wire data never gets here, so a bad one is a mistake in the
 * program. */
static const char *
get_name (const char * const *names,
          guint               n_names,
          guint               value)
{
  g_return_val_if_fail (value < n_names, "");

  return names[value];
}

/**
 * rf_phase_get_title:
 * @phase: 0 to 6
 * @was_recovered: whether the transfer came to nothing and the call goes on
 *
 * Returns: what the phase is called, in English; empty for 0
 */
const char *
rf_phase_get_title (guint    phase,
                    gboolean was_recovered)
{
  static const char * const names[] = {
    "", N_("the call"), "REFER", N_("the new call"), N_("progress"), N_("release"),
    N_("end of the new call"),
  };

  if (phase == 5 && was_recovered)
    return N_("recovery");
  return get_name (names, G_N_ELEMENTS (names), phase);
}

/**
 * rf_trace_get_phase_title:
 * @self: a trace
 * @phase: 0 to 6
 * @transfer: index of a transfer, or -1
 *
 * Returns: what the phase of @transfer is called, in English; empty for 0
 */
const char *
rf_trace_get_phase_title (RfTrace *self,
                          guint    phase,
                          int      transfer)
{
  return rf_phase_get_title (phase, transfer >= 0 &&
                                    rf_trace_get_transfer (self, transfer)->was_recovered);
}

/**
 * rf_transfer_kind_to_string:
 * @kind: a kind of transfer
 *
 * Returns: its name in reports
 */
const char *
rf_transfer_kind_to_string (RfTransferKind kind)
{
  static const char * const names[] = {
    [RF_TRANSFER_BLIND] = N_("blind"),
    [RF_TRANSFER_ATTENDED] = N_("attended"),
    [RF_TRANSFER_SEMI_ATTENDED] = N_("semi-attended"),
  };

  return get_name (names, G_N_ELEMENTS (names), kind);
}

/**
 * rf_outcome_to_string:
 * @outcome: how a transfer ended
 *
 * Returns: its name in reports
 */
const char *
rf_outcome_to_string (RfTransferOutcome outcome)
{
  static const char * const names[] = {
    [RF_OUTCOME_PENDING] = N_("pending"),
    [RF_OUTCOME_SUCCEEDED] = N_("succeeded"),
    [RF_OUTCOME_FAILED] = N_("failed"),
    [RF_OUTCOME_REFUSED] = N_("refused"),
    [RF_OUTCOME_UNKNOWN] = N_("unknown"),
    [RF_OUTCOME_ABANDONED] = N_("abandoned"),
  };

  return get_name (names, G_N_ELEMENTS (names), outcome);
}

/**
 * rf_released_by_to_string:
 * @who: who released the original call
 *
 * Returns: the name in reports
 */
const char *
rf_released_by_to_string (RfReleasedBy who)
{
  static const char * const names[] = {
    [RF_RELEASED_BY_NONE] = "none",
    [RF_RELEASED_BY_TRANSFEROR] = "transferor",
    [RF_RELEASED_BY_TRANSFEREE] = "transferee",
    [RF_RELEASED_BY_TARGET] = "target",
  };

  return get_name (names, G_N_ELEMENTS (names), who);
}

/**
 * rf_dialog_kind_to_string:
 * @kind: a kind of dialog
 *
 * Returns: its name in reports
 */
const char *
rf_dialog_kind_to_string (RfDialogKind kind)
{
  static const char * const names[] = {
    [RF_DIALOG_INVITE] = "invite",
    [RF_DIALOG_REGISTER] = "register",
    [RF_DIALOG_SUBSCRIBE] = "subscribe",
    [RF_DIALOG_REFER] = "refer",
    [RF_DIALOG_OTHER] = "other",
  };

  return get_name (names, G_N_ELEMENTS (names), kind);
}

/**
 * rf_dialog_state_to_string:
 * @state: state of a dialog
 *
 * Returns: its name in reports
 */
const char *
rf_dialog_state_to_string (RfDialogState state)
{
  static const char * const names[] = {
    [RF_DIALOG_TRYING] = "trying",
    [RF_DIALOG_EARLY] = "early",
    [RF_DIALOG_CONFIRMED] = "confirmed",
    [RF_DIALOG_TERMINATED] = "terminated",
    [RF_DIALOG_FAILED] = "failed",
  };

  return get_name (names, G_N_ELEMENTS (names), state);
}
