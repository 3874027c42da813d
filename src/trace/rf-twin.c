/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-twin"

#include "config.h"

#include "rf-twin.h"

#include "rf-uri.h"

/*
 * Finds the messages that belong to one, for a person who reads it. That is asked seldom, so
 * nothing is kept for it: the messages around are looked through, up to a bound that keeps a long
 * capture from holding up the window.
 */

#define MAX_LOOK 200000

typedef gboolean (*Matcher) (RfTrace              *trace,
                             const RfTraceMessage *wanted,
                             const RfTraceMessage *candidate);

static gboolean
is_of_kind (const RfTraceMessage *a,
            const RfTraceMessage *b)
{
  return a->is_request == b->is_request && a->method == b->method && a->status == b->status;
}

static int
find_before (RfTrace              *trace,
             const RfTraceMessage *message,
             Matcher               matches)
{
  guint end = message->index > MAX_LOOK ? message->index - MAX_LOOK : 0;

  for (guint i = message->index; i > end; i--)
    if (matches (trace, message, rf_trace_get_message (trace, i - 1)))
      return (int) i - 1;

  return -1;
}

static int
find_after (RfTrace              *trace,
            const RfTraceMessage *message,
            Matcher               matches)
{
  guint n_messages = rf_trace_get_n_messages (trace);
  guint end = n_messages - message->index > MAX_LOOK ? message->index + MAX_LOOK : n_messages;

  for (guint i = message->index + 1; i < end; i++)
    if (matches (trace, message, rf_trace_get_message (trace, i)))
      return (int) i;

  return -1;
}

static gboolean
is_request_of (RfTrace              *trace,
               const RfTraceMessage *wanted,
               const RfTraceMessage *candidate)
{
  return candidate->transaction == wanted->transaction && candidate->is_request &&
         candidate->method != RF_SIP_ACK && candidate->retransmission_of < 0;
}

/* The INVITE of a CANCEL has a transaction of its own (RFC 3261 §9.1). */
static gboolean
is_cancelled_by (RfTrace              *trace,
                 const RfTraceMessage *wanted,
                 const RfTraceMessage *candidate)
{
  return candidate->is_request && candidate->method == RF_SIP_INVITE &&
         candidate->dialog == wanted->dialog && candidate->from_party == wanted->from_party &&
         candidate->retransmission_of < 0;
}

static int
find_request (RfTrace              *trace,
              const RfTraceMessage *message)
{
  if (!message->is_request || message->method == RF_SIP_ACK)
    return find_before (trace, message, is_request_of);
  if (message->method == RF_SIP_CANCEL)
    return find_before (trace, message, is_cancelled_by);

  return -1;
}

static gboolean
is_final_answer_to (RfTrace              *trace,
                    const RfTraceMessage *wanted,
                    const RfTraceMessage *candidate)
{
  return candidate->transaction == wanted->transaction && candidate->status >= 200;
}

static int
find_answer (RfTrace              *trace,
             const RfTraceMessage *message)
{
  if (!message->is_request || message->method == RF_SIP_ACK)
    return -1;

  return find_after (trace, message, is_final_answer_to);
}

/* What came before a REFER in its call did not come of it. */
static int
find_refer (RfTrace              *trace,
            const RfTraceMessage *message)
{
  int transfer = rf_trace_get_transfer_of (trace, message->index);
  guint refer;

  if (transfer < 0 || rf_trace_get_phase (trace, message->index) < 3)
    return -1;
  refer = rf_trace_get_transfer (trace, transfer)->refer_message;

  return refer != message->index ? (int) refer : -1;
}

static gboolean
is_triggered_by (RfTrace              *trace,
                 const RfTraceMessage *wanted,
                 const RfTraceMessage *candidate)
{
  return candidate->is_request && candidate->method == RF_SIP_INVITE &&
         rf_trace_get_phase (trace, candidate->index) == 3 &&
         rf_trace_get_transfer_of (trace, candidate->index) ==
         rf_trace_get_transfer_of (trace, wanted->index);
}

static int
find_triggered (RfTrace              *trace,
                const RfTraceMessage *message)
{
  if (message->method != RF_SIP_REFER || !message->is_request ||
      rf_trace_get_transfer_of (trace, message->index) < 0)
    return -1;

  return find_after (trace, message, is_triggered_by);
}

/* The messages of a dialog that are looked at around @around. */
static void
get_bounds (RfTrace *trace,
            guint    around,
            guint   *start,
            guint   *end)
{
  guint n_messages = rf_trace_get_n_messages (trace);

  *start = around > MAX_LOOK ? around - MAX_LOOK : 0;
  *end = n_messages - around > MAX_LOOK ? around + MAX_LOOK : n_messages;
}

static int
find_first_of_dialog (RfTrace *trace,
                      guint    around,
                      int      dialog)
{
  guint start, end;

  get_bounds (trace, around, &start, &end);
  for (guint i = start; i < end; i++)
    if (rf_trace_get_message (trace, i)->dialog == dialog)
      return (int) i;

  return -1;
}

static int
find_dialog (RfTrace              *trace,
             const RfTraceMessage *message)
{
  int first;

  if (message->dialog < 0)
    return -1;
  first = find_first_of_dialog (trace, message->index, message->dialog);

  return first != (int) message->index ? first : -1;
}

static int
find_named (RfTrace              *trace,
            const RfTraceMessage *message,
            const RfReplaces     *name)
{
  int dialog = rf_trace_find_dialog (trace, name->call_id, name->to_tag, name->from_tag);

  return dialog >= 0 ? find_first_of_dialog (trace, message->index, dialog) : -1;
}

static int
find_replaced (RfTrace              *trace,
               const RfTraceMessage *message)
{
  g_auto (RfReferTo) refer_to = { 0 };
  RfReplaces replaces;
  RfSipMessage sip;

  if (!rf_sip_message_scan (&sip, message->data, message->length, NULL))
    return -1;
  if (rf_replaces_parse (&replaces, sip.replaces))
    return find_named (trace, message, &replaces);
  if (rf_refer_to_parse (&refer_to, sip.refer_to) && refer_to.has_replaces)
    return find_named (trace, message, &refer_to.replaces);

  return -1;
}

static int
find_target_dialog (RfTrace              *trace,
                    const RfTraceMessage *message)
{
  RfReplaces name;
  RfSipMessage sip;

  if (!rf_sip_message_scan (&sip, message->data, message->length, NULL) ||
      !rf_replaces_parse (&name, sip.target_dialog))
    return -1;

  return find_named (trace, message, &name);
}

static guint32
get_cseq (const RfTraceMessage *message)
{
  RfSipMessage sip;

  return rf_sip_message_scan (&sip, message->data, message->length, NULL) ? sip.cseq : 0;
}

/* Whether @candidate is what its receiver has then sent on as @wanted. */
static gboolean
is_hop_before (RfTrace              *trace,
               const RfTraceMessage *wanted,
               const RfTraceMessage *candidate)
{
  return is_of_kind (wanted, candidate) && candidate->dialog == wanted->dialog &&
         candidate->transaction != wanted->transaction &&
         candidate->to_party == wanted->from_party && get_cseq (candidate) == get_cseq (wanted);
}

static gboolean
is_like_in_dialog (RfTrace              *trace,
                   const RfTraceMessage *wanted,
                   const RfTraceMessage *candidate)
{
  return is_of_kind (wanted, candidate) && candidate->dialog == wanted->dialog &&
         candidate->retransmission_of < 0;
}

static gboolean
is_like (RfTrace              *trace,
         const RfTraceMessage *wanted,
         const RfTraceMessage *candidate)
{
  return is_of_kind (wanted, candidate) && candidate->retransmission_of < 0;
}

static int
find_like_before (RfTrace              *trace,
                  const RfTraceMessage *message)
{
  const Matcher matchers[] = { is_hop_before, is_like_in_dialog, is_like };
  int found = message->retransmission_of;

  for (guint i = 0; i < G_N_ELEMENTS (matchers) && found < 0; i++)
    found = find_before (trace, message, matchers[i]);

  return found;
}

/**
 * rf_twin_find:
 * @trace: a trace
 * @message: index of a message
 * @twin: which other message
 *
 * Looks for a message that belongs to another, among the 200,000 before and behind it.
 *
 * Returns: index of the message; -1 where there is none, or where it would be the message itself
 */
int
rf_twin_find (RfTrace *trace,
              guint    message,
              RfTwin   twin)
{
  const RfTraceMessage *of;

  g_return_val_if_fail (RF_IS_TRACE (trace), -1);
  g_return_val_if_fail (message < rf_trace_get_n_messages (trace), -1);

  of = rf_trace_get_message (trace, message);
  switch (twin) {
  case RF_TWIN_REQUEST:
    return find_request (trace, of);
  case RF_TWIN_ANSWER:
    return find_answer (trace, of);
  case RF_TWIN_FIRST_COPY:
    return of->retransmission_of;
  case RF_TWIN_REFER:
    return find_refer (trace, of);
  case RF_TWIN_TRIGGERED:
    return find_triggered (trace, of);
  case RF_TWIN_DIALOG:
    return find_dialog (trace, of);
  case RF_TWIN_REPLACED:
    return find_replaced (trace, of);
  case RF_TWIN_TARGET_DIALOG:
    return find_target_dialog (trace, of);
  case RF_TWIN_BEFORE:
    return find_like_before (trace, of);
  default:
    g_return_val_if_reached (-1);
  }
}

/**
 * rf_twin_get_place:
 * @trace: a trace
 * @message: index of a message
 * @ret_count: (out): how many messages its dialog has
 *
 * Counts, as far as rf_twin_find() looks.
 *
 * Returns: which message of its dialog it is, from 1; 0 where it is in none
 */
guint
rf_twin_get_place (RfTrace *trace,
                   guint    message,
                   guint   *ret_count)
{
  guint start, end, place = 0;
  int dialog;

  g_return_val_if_fail (RF_IS_TRACE (trace), 0);
  g_return_val_if_fail (message < rf_trace_get_n_messages (trace), 0);
  g_return_val_if_fail (ret_count != NULL, 0);

  *ret_count = 0;
  dialog = rf_trace_get_message (trace, message)->dialog;
  if (dialog < 0)
    return 0;
  get_bounds (trace, message, &start, &end);
  for (guint i = start; i < end; i++) {
    if (rf_trace_get_message (trace, i)->dialog == dialog)
      (*ret_count)++;
    if (i == message)
      place = *ret_count;
  }

  return place;
}
