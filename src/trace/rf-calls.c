/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-calls"

#include "config.h"

#include "rf-calls.h"

/* After so much silence no transaction is open any more: 64 * T1 (RFC 3261 §17). */
#define TIMER_B_US (32 * G_USEC_PER_SEC)

struct _RfCalls {
  RfArena     *arena;
  RfPool       calls;   /* RfCallNode */
  RfIndexTable by_id; /* the first of each Call-ID */
};

/**
 * rf_calls_new:
 * @arena: where calls are to live
 *
 * Returns: (transfer full): no calls
 */
RfCalls *
rf_calls_new (RfArena *arena)
{
  RfCalls *self = g_new0 (RfCalls, 1);

  self->arena = arena;
  rf_pool_init (&self->calls, arena, sizeof (RfCallNode));
  rf_index_table_init (&self->by_id);

  return self;
}

/**
 * rf_calls_free:
 * @self: the calls
 *
 * Frees the index; the calls are the arena's.
 */
void
rf_calls_free (RfCalls *self)
{
  rf_pool_clear (&self->calls);
  rf_index_table_clear (&self->by_id);
  g_free (self);
}

static RfCallNode *
find (RfCalls *self,
      RfStr    call_id,
      guint32  hash)
{
  for (guint32 at = hash, i; rf_index_table_next (&self->by_id, hash, &at, &i);) {
    RfCallNode *call = rf_pool_get (&self->calls, i);

    if (rf_str_equal (call->call_id, call_id))
      return call;
  }

  return NULL;
}

/**
 * rf_calls_find:
 * @self: the calls
 * @call_id: a Call-ID
 *
 * Returns: (nullable): the newest call with that Call-ID
 */
RfCallNode *
rf_calls_find (RfCalls *self,
               RfStr    call_id)
{
  RfCallNode *first = find (self, call_id, rf_str_hash (call_id, 0));

  g_assert (self != NULL);

  return first ? first->newest : NULL;
}

static RfCallNode *
add (RfCalls *self,
     RfStr    call_id,
     guint32  hash)
{
  RfCallNode *call = rf_pool_add (&self->calls);

  call->call_id = rf_arena_dup_str (self->arena, call_id);
  call->hash = hash;
  call->newest = call;

  return call;
}

/* Whether @sip begins another call with the Call-ID of @call: phones must not do that (RFC 3261
 * §8.1.1.4), but scripts that were written by hand do when they run a second time. The call must be
 * over, and the INVITE neither belong to its transactions nor be another try at it. */
static gboolean
begins_anew (RfTransactions     *transactions,
             RfCallNode         *call,
             const RfTraceInput *input,
             const RfSipMessage *sip)
{
  const RfDialog *last = call->last_dialog;
  gboolean is_late = input->time_us - call->last_us > TIMER_B_US;

  if (!sip->is_request || sip->method != RF_SIP_INVITE || sip->to.tag.len > 0 ||
      input->missing > 0 || !last || last->pub.kind != RF_DIALOG_INVITE || call->n_up > 0)
    return FALSE;
  if (last->pub.state == RF_DIALOG_TERMINATED)
    return is_late || !rf_transactions_know (transactions, sip, call);
  if (last->pub.state != RF_DIALOG_FAILED || sip->cseq > call->invite_cseq)
    return FALSE;

  return is_late || (!rf_str_equal (sip->from.tag, last->local_tag) &&
                     !rf_transactions_know (transactions, sip, call));
}

/**
 * rf_calls_get:
 * @self: the calls
 * @transactions: what is known of the messages in them
 * @input: a new message
 * @sip: what it says
 *
 * Returns: (transfer none): the call that @input belongs to, which may be a new one
 */
RfCallNode *
rf_calls_get (RfCalls            *self,
              RfTransactions     *transactions,
              const RfTraceInput *input,
              const RfSipMessage *sip)
{
  guint32 hash = rf_str_hash (sip->call_id, 0);
  RfCallNode *first = find (self, sip->call_id, hash);

  g_assert (self != NULL);

  if (!first) {
    rf_index_table_add (&self->by_id, hash, self->calls.n_records);
    first = add (self, sip->call_id, hash);
  } else if (begins_anew (transactions, first->newest, input, sip)) {
    first->newest = add (self, sip->call_id, rf_str_hash (sip->call_id, self->calls.n_records));
  }
  first->newest->last_us = input->time_us;

  return first->newest;
}
