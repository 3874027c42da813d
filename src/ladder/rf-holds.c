/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-holds"

#include "config.h"

#include "rf-holds.h"

/* A capture may open holds without end; more than these at a time would only slow the drawing. */
#define MAX_OPEN 512

/* A hold that lasts; its span stands in @spans at @span. */
typedef struct {
  int   dialog;
  int   holder;
  guint span;
} OpenHold;

/* A request that has no final answer yet, and what it will change where it is taken. */
typedef struct {
  int      transaction;
  int      dialog;
  int      holder;
  int      party;
  guint    row;
  gboolean is_hold;
} Offer;

struct _RfHolds {
  GArray *spans;
  GArray *open;
  GArray *offers;
};

/**
 * rf_holds_new:
 *
 * Returns: (transfer full): holds that know no message yet
 */
RfHolds *
rf_holds_new (void)
{
  RfHolds *self = g_new0 (RfHolds, 1);

  self->spans = g_array_new (FALSE, FALSE, sizeof (RfHoldSpan));
  self->open = g_array_new (FALSE, FALSE, sizeof (OpenHold));
  self->offers = g_array_new (FALSE, FALSE, sizeof (Offer));
  return self;
}

/**
 * rf_holds_free:
 * @self: the holds
 */
void
rf_holds_free (RfHolds *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->spans);
  g_array_unref (self->open);
  g_array_unref (self->offers);
  g_free (self);
}

/* Ends the holds of a dialog: those by @holder, or all where it is -1. */
static void
close_holds (RfHolds *self,
             int      dialog,
             int      holder,
             guint    row)
{
  for (guint i = self->open->len; i > 0; i--) {
    OpenHold *open = &g_array_index (self->open, OpenHold, i - 1);

    if (open->dialog != dialog || (holder >= 0 && open->holder != holder))
      continue;
    g_array_index (self->spans, RfHoldSpan, open->span).last = row;
    g_array_remove_index_fast (self->open, i - 1);
  }
}

static void
open_hold (RfHolds     *self,
           const Offer *offer)
{
  RfHoldSpan span = {
    .party = offer->party,
    .first = offer->row,
    .last = G_MAXUINT,
  };
  OpenHold open = {
    .dialog = offer->dialog,
    .holder = offer->holder,
    .span = self->spans->len,
  };

  if (self->open->len == MAX_OPEN)
    return;
  g_array_append_val (self->spans, span);
  g_array_append_val (self->open, open);
}

static void
take_offer (RfHolds              *self,
            const RfTraceMessage *message,
            gboolean              is_hold)
{
  const Offer offer = {
    .transaction = message->transaction,
    .dialog = message->dialog,
    .holder = message->from_party,
    .party = message->to_party,
    .row = message->index,
    .is_hold = is_hold,
  };

  if (self->offers->len == MAX_OPEN)
    g_array_remove_index (self->offers, 0);
  g_array_append_val (self->offers, offer);
}

/* An offer that is refused changes nothing (RFC 3261 §14.1). */
static void
take_answer (RfHolds              *self,
             const RfTraceMessage *message)
{
  for (guint i = 0; i < self->offers->len; i++) {
    const Offer offer = g_array_index (self->offers, Offer, i);

    if (offer.transaction != message->transaction)
      continue;
    g_array_remove_index (self->offers, i);
    if (message->status < 300)
      close_holds (self, offer.dialog, offer.holder, offer.row);
    if (message->status < 300 && offer.is_hold)
      open_hold (self, &offer);
    return;
  }
}

static gboolean
may_offer (const RfTraceMessage *message)
{
  return message->method == RF_SIP_INVITE || message->method == RF_SIP_UPDATE;
}

/* An INVITE without a description asks for an offer of the other side, and with that for sound. */
static void
take_request (RfHolds              *self,
              RfTrace              *trace,
              const RfTraceMessage *message)
{
  RfTraceOffer offer = rf_trace_get_offer (trace, message->index);

  if (offer != RF_OFFER_NONE || message->method == RF_SIP_INVITE)
    take_offer (self, message, offer == RF_OFFER_HOLD);
}

/**
 * rf_holds_add:
 * @self: the holds
 * @trace: a trace
 * @index: index of its next message
 *
 * Takes note of what the message does to the holds of its dialog (RFC 3264 section 8.4). A hold
 * begins and ends with the request that says so, once that was taken.
 */
void
rf_holds_add (RfHolds *self,
              RfTrace *trace,
              guint    index)
{
  const RfTraceMessage *message;

  g_return_if_fail (self != NULL);
  g_return_if_fail (RF_IS_TRACE (trace));

  message = rf_trace_get_message (trace, index);
  if (message->dialog < 0 || message->retransmission_of >= 0)
    return;
  if (!message->is_request && may_offer (message) && message->status >= 200)
    take_answer (self, message);
  else if (message->is_request && may_offer (message))
    take_request (self, trace, message);
  else if (message->is_request && message->method == RF_SIP_BYE)
    close_holds (self, message->dialog, -1, index);
}

/**
 * rf_holds_new_of:
 * @trace: a trace
 *
 * Returns: (transfer full): the holds of all its messages
 */
RfHolds *
rf_holds_new_of (RfTrace *trace)
{
  RfHolds *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = rf_holds_new ();
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    rf_holds_add (self, trace, i);
  return self;
}

/**
 * rf_holds_get_n_spans:
 * @self: the holds
 *
 * Returns: how many there are or were
 */
guint
rf_holds_get_n_spans (RfHolds *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->spans->len;
}

/**
 * rf_holds_get_span:
 * @self: the holds
 * @index: which one, in the order in which they began
 *
 * Returns: (transfer none): it; not to be kept, as the next message may move it
 */
const RfHoldSpan *
rf_holds_get_span (RfHolds *self,
                   guint    index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->spans->len, NULL);

  return &g_array_index (self->spans, RfHoldSpan, index);
}
