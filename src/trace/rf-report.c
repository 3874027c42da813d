/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-report"

#include "config.h"

#include "rf-report.h"

/**
 * rf_report_get_kind:
 * @message: a NOTIFY for refer
 * @sip: what it says
 *
 * Returns: what there is of its body (RFC 3515 §2.4.5)
 */
RfReportKind
rf_report_get_kind (const RfTraceMessage *message,
                    const RfSipMessage   *sip)
{
  if (message->sipfrag_status > 0)
    return RF_REPORT_STATUS;
  if (message->missing > 0 || sip->content_length > (gint64) sip->body.len)
    return RF_REPORT_CUT;

  return rf_str_trim (sip->body).len == 0 ? RF_REPORT_EMPTY : RF_REPORT_UNREADABLE;
}

/* Whether @word is one of a list that a header named @name has. */
static gboolean
has_word (const RfTraceMessage *message,
          const char           *name,
          const char           *word)
{
  RfSipHeaderIter iter;
  RfStr found, list;

  rf_sip_header_iter_init (&iter, message->data, message->length);
  while (rf_sip_header_iter_next (&iter, &found, &list)) {
    if (!rf_str_case_equal_c (found, name))
      continue;
    while (list.len > 0) {
      RfStr one = rf_str_head (list, rf_str_find (list, ','));

      list = rf_str_skip (list, one.len + 1);
      if (rf_str_case_equal_c (rf_str_trim (rf_str_head (one, rf_str_find (one, ';'))), word))
        return TRUE;
    }
  }

  return FALSE;
}

/**
 * rf_report_is_waived:
 * @message: a REFER, or a success in answer to it
 * @sip: what it says
 *
 * A transferor can ask for no reports, and gets none where the answer says the same (RFC 4488) or
 * where it would take nothing else (RFC 7614). Where the answer does not say so, reports are due.
 *
 * Returns: whether there will be no report
 */
gboolean
rf_report_is_waived (const RfTraceMessage *message,
                     const RfSipMessage   *sip)
{
  if (!sip->is_request)
    return sip->refer_sub.p && has_word (message, "Refer-Sub", "false");

  return sip->require.p && (has_word (message, "Require", "nosub") ||
                            has_word (message, "Require", "norefersub"));
}

/**
 * rf_report_is_unwanted:
 * @subscribe: a SUBSCRIBE to the reports of a REFER
 *
 * Returns: whether who sent it wants no more of them (RFC 6665 §4.1.2.3)
 */
gboolean
rf_report_is_unwanted (const RfTraceMessage *subscribe)
{
  RfSipHeaderIter iter;
  RfStr name, value;
  guint64 seconds;

  /* As digits, of which there may be more than one (RFC 3261 §25.1, delta-seconds). */
  rf_sip_header_iter_init (&iter, subscribe->data, subscribe->length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (rf_str_case_equal_c (name, "Expires") &&
        rf_str_parse_uint (rf_str_trim (rf_str_head (value, rf_str_find (value, ';'))),
                           G_MAXUINT32, &seconds) && seconds == 0)
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_report_refusal_is_final:
 * @status: what a NOTIFY was answered with
 *
 * Returns: whether that ends the subscription, so that no report can follow (RFC 6665 §4.2.2)
 */
gboolean
rf_report_refusal_is_final (guint status)
{
  static const guint16 all[] = {
    404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604,
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    if (all[i] == status)
      return TRUE;
  }

  return FALSE;
}
