/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transactions"

#include "config.h"

#include "rf-transactions.h"

/* A message within its transaction: two with the same one are copies of each other. */
typedef struct {
  const RfTransaction *transaction;
  RfEndpoint           source;
  RfEndpoint           destination;
  gboolean             is_request;
  guint                code;  /* method of a request, status of a response */
  /* To tag: a forked INVITE is answered once by each branch (RFC 3261 §13.2.2.4) */
  RfStr                tag;
  RfStr                bytes; /* of a provisional response: each may say something new */
  RfMessage           *first;
} Copy;

struct _RfTransactions {
  RfArena    *arena;
  GHashTable *by_branch;  /* RfTransaction, by all that its hop has for itself */
  /* RfTransaction of the first hop, by what stays the same through proxies */
  GHashTable *by_request;
  GHashTable *copies;     /* Copy */
  guint       n_transactions;
};

static guint
hash_by_request (gconstpointer key)
{
  const RfTransaction *t = key;

  return rf_str_hash (t->call_id, rf_str_hash (t->from_tag, t->cseq * 31 + t->method));
}

static gboolean
equal_by_request (gconstpointer a,
                  gconstpointer b)
{
  const RfTransaction *x = a;
  const RfTransaction *y = b;

  return x->cseq == y->cseq && x->method == y->method && rf_str_equal (x->call_id, y->call_id) &&
         rf_str_equal (x->from_tag, y->from_tag) && rf_str_equal (x->method_name, y->method_name);
}

/* RFC 3261 §17.2.3, and Call-ID and From tag too, which stand in for the branch in messages of RFC
 * 2543. */
static guint
hash_by_branch (gconstpointer key)
{
  const RfTransaction *t = key;

  return rf_str_hash (t->branch, hash_by_request (key));
}

static gboolean
equal_by_branch (gconstpointer a,
                 gconstpointer b)
{
  const RfTransaction *x = a;
  const RfTransaction *y = b;

  return rf_str_equal (x->branch, y->branch) && rf_str_case_equal (x->sent_by, y->sent_by) &&
         equal_by_request (a, b);
}

static guint
hash_copy (gconstpointer key)
{
  const Copy *c = key;
  guint seed = c->transaction->index * 2654435761u ^ (c->code << 1 | (guint) c->is_request);

  return rf_str_hash (c->bytes, rf_str_hash (c->tag, seed ^ rf_endpoint_hash (&c->source)));
}

static gboolean
equal_copies (gconstpointer a,
              gconstpointer b)
{
  const Copy *x = a;
  const Copy *y = b;

  return x->transaction == y->transaction && x->is_request == y->is_request && x->code == y->code &&
         rf_endpoint_equal (&x->source, &y->source) &&
         rf_endpoint_equal (&x->destination, &y->destination) &&
         rf_str_equal (x->tag, y->tag) && rf_str_equal (x->bytes, y->bytes);
}

/**
 * rf_transactions_new:
 * @arena: where transactions are to live
 *
 * Returns: (transfer full): an empty index
 */
RfTransactions *
rf_transactions_new (RfArena *arena)
{
  RfTransactions *self = g_new0 (RfTransactions, 1);

  self->arena = arena;
  self->by_branch = g_hash_table_new (hash_by_branch, equal_by_branch);
  self->by_request = g_hash_table_new (hash_by_request, equal_by_request);
  self->copies = g_hash_table_new (hash_copy, equal_copies);

  return self;
}

/**
 * rf_transactions_free:
 * @self: an index
 *
 * Frees the index; the transactions are the arena's.
 */
void
rf_transactions_free (RfTransactions *self)
{
  g_hash_table_unref (self->by_branch);
  g_hash_table_unref (self->by_request);
  g_hash_table_unref (self->copies);
  g_free (self);
}

static RfTransaction *
add_transaction (RfTransactions      *self,
                 const RfTransaction *key)
{
  RfTransaction *transaction = rf_arena_new0 (self->arena, RfTransaction);
  RfTransaction *first = g_hash_table_lookup (self->by_request, key);

  *transaction = *key;
  transaction->index = self->n_transactions++;
  transaction->origin = first ? first : transaction;
  if (!first)
    g_hash_table_add (self->by_request, transaction);
  g_hash_table_add (self->by_branch, transaction);

  return transaction;
}

static RfTransaction *
find_or_add (RfTransactions     *self,
             const RfSipMessage *sip)
{
  gboolean is_ack = sip->method == RF_SIP_ACK;
  RfTransaction *found;
  RfTransaction key = {
    .method = is_ack ? RF_SIP_INVITE : sip->method,
    .method_name = sip->method == RF_SIP_UNKNOWN ? sip->method_name : RF_STR_INIT,
    .branch = sip->via_branch,
    .sent_by = sip->via_sent_by,
    .call_id = sip->call_id,
    .from_tag = sip->from.tag,
    .cseq = sip->cseq,
    .is_initial = sip->to.tag.len == 0,
  };

  found = g_hash_table_lookup (self->by_branch, &key);
  /* The ACK to a 2xx has a branch of its own (RFC 3261 §13.2.2.4) and is still the end of that
   * INVITE. */
  if (!found && is_ack)
    found = g_hash_table_lookup (self->by_request, &key);

  return found ? found : add_transaction (self, &key);
}

static RfMessage *
find_first_copy (RfTransactions     *self,
                 RfMessage          *message,
                 const RfSipMessage *sip)
{
  gboolean is_provisional = !sip->is_request && sip->status < 200;
  RfStr bytes = rf_str_new (message->pub.data, message->pub.length);
  Copy *copy;
  Copy key = {
    .transaction = message->transaction,
    .source = message->pub.source,
    .destination = message->pub.destination,
    .is_request = sip->is_request,
    .code = sip->is_request ? sip->method : sip->status,
    .tag = sip->to.tag,
    .bytes = is_provisional ? bytes : RF_STR_INIT,
    .first = message,
  };

  copy = g_hash_table_lookup (self->copies, &key);
  if (copy)
    return copy->first;
  copy = rf_arena_new0 (self->arena, Copy);
  *copy = key;
  g_hash_table_add (self->copies, copy);

  return NULL;
}

/**
 * rf_transactions_add:
 * @self: the index
 * @message: a new message of the trace
 * @sip: what it says
 *
 * Sets the transaction of @message, and the first copy where it is a retransmission. The same
 * message on a second hop is none: it comes from somewhere else, with a branch of its own.
 */
void
rf_transactions_add (RfTransactions     *self,
                     RfMessage          *message,
                     const RfSipMessage *sip)
{
  RfMessage *first;

  g_assert (self != NULL);

  message->transaction = find_or_add (self, sip);
  message->pub.transaction = (int) message->transaction->index;

  first = find_first_copy (self, message, sip);
  message->pub.retransmission_of = first ? (int) first->pub.index : -1;
  if (first)
    return;

  if (!sip->is_request && sip->status >= 200)
    message->transaction->final_status = sip->status;
  else if (sip->is_request && sip->method != RF_SIP_ACK && !message->transaction->request)
    message->transaction->request = message;
}
