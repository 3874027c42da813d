/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transactions"

#include "config.h"

#include "rf-transactions.h"

#include "rf-index-table.h"

/*
 * Nearly every call has a handful of transactions, which are soon looked through and likely to be
 * in the cache. Only those of calls with more are in the tables, for a stranger may send any number
 * with one Call-ID.
 */
#define FEW 8

/* What makes a message another one than those of its transaction before it. Two that agree in it
 * are copies of each other. Where they were captured tells nothing: on either side of who
 * translates addresses it is the same message between others. */
typedef struct {
  const RfMessage *message;
  /* To tag: a forked INVITE is answered once by each branch (RFC 3261 §13.2.2.4) */
  RfStr            tag;
  /* The hop, for all ACKs to a 2xx are in the transaction of their INVITE. */
  RfStr            branch;
  RfStr            sent_by;
  RfStr            bytes; /* of a provisional response: each may say something new */
} Copy;

struct _RfTransactions {
  RfPool        transactions;
  const RfPool *messages;
  RfIndexTable  by_branch;   /* of calls with many, by all that its hop has for itself */
  RfIndexTable  by_request;  /* that of the first hop, by what stays the same through proxies */
  RfIndexTable  more_copies; /* first copies of transactions that have many messages */
};

static guint32
hash_request (const RfTransaction *key)
{
  return rf_str_hash (key->from_tag, key->call->hash ^ (key->cseq * 31 + key->method));
}

static gboolean
is_same_request (const RfTransaction *a,
                 const RfTransaction *b)
{
  return a->call == b->call && a->cseq == b->cseq && a->method == b->method &&
         rf_str_equal (a->from_tag, b->from_tag) && rf_str_equal (a->method_name, b->method_name);
}

/* RFC 3261 §17.2.3, and Call-ID and From tag too, which stand in for the branch in messages of RFC
 * 2543. */
static gboolean
is_same (const RfTransaction *a,
         const RfTransaction *b)
{
  return is_same_request (a, b) && rf_str_equal (a->branch, b->branch) &&
         rf_str_case_equal (a->sent_by, b->sent_by);
}

/**
 * rf_transactions_new:
 * @arena: where transactions are to live
 * @messages: the messages of the trace
 *
 * Returns: (transfer full): an empty index
 */
RfTransactions *
rf_transactions_new (RfArena      *arena,
                     const RfPool *messages)
{
  RfTransactions *self = g_new0 (RfTransactions, 1);

  self->messages = messages;
  rf_pool_init (&self->transactions, arena, sizeof (RfTransaction));
  rf_index_table_init (&self->by_branch);
  rf_index_table_init (&self->by_request);
  rf_index_table_init (&self->more_copies);

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
  rf_pool_clear (&self->transactions);
  rf_index_table_clear (&self->by_branch);
  rf_index_table_clear (&self->by_request);
  rf_index_table_clear (&self->more_copies);
  g_free (self);
}

static RfTransaction *
find_in (RfTransactions      *self,
         const RfIndexTable  *table,
         guint32              hash,
         const RfTransaction *key,
         gboolean           (*equal) (const RfTransaction *, const RfTransaction *))
{
  for (guint32 at = hash, i; rf_index_table_next (table, hash, &at, &i);) {
    RfTransaction *transaction = rf_pool_get (&self->transactions, i);

    if (equal (transaction, key))
      return transaction;
  }

  return NULL;
}

static RfTransaction *
find_among_few (const RfTransaction *key,
                gboolean           (*equal) (const RfTransaction *, const RfTransaction *))
{
  for (RfTransaction *at = key->call->newest_transaction; at; at = at->older_in_call) {
    if (equal (at, key))
      return at;
  }

  return NULL;
}

static guint32
hash_branch (const RfTransaction *key)
{
  return rf_str_hash (key->branch, hash_request (key));
}

static RfTransaction *
find_same (RfTransactions      *self,
           const RfTransaction *key)
{
  if (key->call->n_transactions <= FEW)
    return find_among_few (key, is_same);

  return find_in (self, &self->by_branch, hash_branch (key), key, is_same);
}

/* On its first hop. */
static RfTransaction *
find_same_request (RfTransactions      *self,
                   const RfTransaction *key)
{
  RfTransaction *found;

  if (key->call->n_transactions > FEW)
    return find_in (self, &self->by_request, hash_request (key), key, is_same_request);
  found = find_among_few (key, is_same_request);

  return found ? found->origin : NULL;
}

static void
put_in_tables (RfTransactions *self,
               RfTransaction  *transaction)
{
  if (transaction->origin == transaction)
    rf_index_table_add (&self->by_request, hash_request (transaction), transaction->index);
  rf_index_table_add (&self->by_branch, hash_branch (transaction), transaction->index);
}

static RfTransaction *
add_transaction (RfTransactions      *self,
                 const RfTransaction *key)
{
  RfTransaction *first = find_same_request (self, key);
  guint32 index = self->transactions.n_records;
  RfTransaction *transaction = rf_pool_add (&self->transactions);
  RfCallNode *call = key->call;

  *transaction = *key;
  transaction->index = index;
  transaction->origin = first ? first : transaction;
  transaction->older_in_call = call->newest_transaction;
  call->newest_transaction = transaction;
  call->n_transactions++;
  if (call->n_transactions > FEW + 1) {
    put_in_tables (self, transaction);
  } else if (call->n_transactions == FEW + 1) {
    for (RfTransaction *at = transaction; at; at = at->older_in_call)
      put_in_tables (self, at);
  }

  return transaction;
}

static RfTransaction *
find_or_add (RfTransactions      *self,
             const RfTransaction *key,
             gboolean             is_ack)
{
  RfTransaction *found = key->call->last_transaction;

  /* Most answers come before the next question. */
  if (found && is_same (found, key))
    return found;

  found = find_same (self, key);
  /* The ACK to a 2xx has a branch of its own (RFC 3261 §13.2.2.4) and is still the end of that
   * INVITE. */
  if (!found && is_ack)
    found = find_same_request (self, key);

  return found ? found : add_transaction (self, key);
}

static guint
get_code (const RfMessage *message)
{
  return message->pub.is_request ? message->pub.method : message->pub.status;
}

static guint32
hash_copy (const Copy *copy)
{
  const RfMessage *message = copy->message;
  guint seed = message->transaction->index * 2654435761u ^
               (get_code (message) << 1 | (guint) message->pub.is_request);

  seed = rf_str_hash (copy->sent_by, rf_str_hash (copy->branch, seed));

  return rf_str_hash (copy->bytes, rf_str_hash (copy->tag, seed));
}

/* @other does not have its headers at hand, and is asked for them last: it is seldom that the rest
 * agrees. */
static gboolean
is_copy (const Copy      *copy,
         const RfMessage *other)
{
  const RfMessage *message = copy->message;
  RfSipMessage sip;

  return other->transaction == message->transaction &&
         other->pub.is_request == message->pub.is_request &&
         get_code (other) == get_code (message) &&
         (copy->bytes.len == 0 ||
          rf_str_equal (copy->bytes, rf_str_new (other->pub.data, other->pub.length))) &&
         rf_sip_message_scan (&sip, other->pub.data, other->pub.length, NULL) &&
         rf_str_equal (sip.to.tag, copy->tag) &&
         rf_str_equal (sip.via_branch, copy->branch) &&
         rf_str_equal (sip.via_sent_by, copy->sent_by);
}

/* Few transactions have more than a handful of different messages; a table is for those. */
static RfMessage *
find_more_copies (RfTransactions *self,
                  const Copy     *copy)
{
  guint32 hash = hash_copy (copy);

  for (guint32 at = hash, i; rf_index_table_next (&self->more_copies, hash, &at, &i);) {
    RfMessage *other = rf_pool_get (self->messages, i);

    if (is_copy (copy, other))
      return other;
  }
  rf_index_table_add (&self->more_copies, hash, copy->message->pub.index);

  return NULL;
}

static RfMessage *
find_first_copy (RfTransactions     *self,
                 const RfMessage    *message,
                 const RfSipMessage *sip)
{
  RfTransaction *transaction = message->transaction;
  gboolean is_provisional = !sip->is_request && sip->status < 200;
  Copy copy = { .message = message, .tag = sip->to.tag, .branch = sip->via_branch,
                .sent_by = sip->via_sent_by };

  if (is_provisional)
    copy.bytes = rf_str_new (message->pub.data, message->pub.length);
  for (guint i = 0; i < transaction->n_firsts; i++) {
    RfMessage *other = rf_pool_get (self->messages, transaction->firsts[i]);

    if (is_copy (&copy, other))
      return other;
  }
  if (transaction->n_firsts == G_N_ELEMENTS (transaction->firsts))
    return find_more_copies (self, &copy);
  transaction->firsts[transaction->n_firsts++] = message->pub.index;

  return NULL;
}

static RfTransaction
get_key (const RfSipMessage *sip,
         RfCallNode         *call)
{
  gboolean is_ack = sip->method == RF_SIP_ACK;

  return (RfTransaction) {
    .method = is_ack ? RF_SIP_INVITE : sip->method,
    .method_name = sip->method == RF_SIP_UNKNOWN ? sip->method_name : RF_STR_INIT,
    .branch = sip->via_branch,
    .sent_by = sip->via_sent_by,
    .call = call,
    .from_tag = sip->from.tag,
    .cseq = sip->cseq,
    .is_initial = sip->to.tag.len == 0,
  };
}

/**
 * rf_transactions_know:
 * @self: the index
 * @sip: what a message says
 * @call: a call with its Call-ID
 *
 * Returns: whether there was a message of the same transaction in @call
 */
gboolean
rf_transactions_know (RfTransactions     *self,
                      const RfSipMessage *sip,
                      RfCallNode         *call)
{
  const RfTransaction key = get_key (sip, call);

  g_assert (self != NULL);

  return find_same (self, &key) != NULL;
}

static void
note_copy (RfMessage *message,
           RfMessage *first)
{
  message->pub.is_translated = message->pub.source != first->pub.source ||
                               message->pub.destination != first->pub.destination;
  /* What was captured on both sides of a translation was sent once. */
  if (!message->pub.is_translated && first->pub.n_sent < G_MAXUINT16)
    first->pub.n_sent++;
  message->pub.n_sent = first->pub.n_sent;
  message->pub.retransmission_of = (int) first->pub.index;
}

/**
 * rf_transactions_add:
 * @self: the index
 * @message: a new message of the trace
 * @sip: what it says
 * @call: its call
 *
 * Sets the transaction of @message, and the first copy where it is a retransmission or was captured
 * on the other side of a NAT. The same message on a second hop is neither: a proxy gives it a
 * branch of its own.
 */
void
rf_transactions_add (RfTransactions     *self,
                     RfMessage          *message,
                     const RfSipMessage *sip,
                     RfCallNode         *call)
{
  gboolean is_ack = sip->method == RF_SIP_ACK;
  const RfTransaction key = get_key (sip, call);
  RfMessage *first;

  g_assert (self != NULL);

  message->transaction = call->last_transaction = find_or_add (self, &key, is_ack);
  message->pub.transaction = (int) message->transaction->index;

  first = find_first_copy (self, message, sip);
  message->pub.retransmission_of = -1;
  message->pub.n_sent = 1;
  if (first)
    note_copy (message, first);
  else if (sip->is_request && !is_ack && !message->transaction->request)
    message->transaction->request = message;
}
