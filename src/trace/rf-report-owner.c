/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-report-owner"

#include "config.h"

#include "rf-report-owner.h"

#include "rf-index-table.h"

/* A REFER by what the id of Event names (RFC 3515 §2.4.6). */
typedef struct {
  const RfDialog *dialog;
  guint32         cseq;
  RfAttempt      *attempt;
} ReferKey;

struct _RfReportOwners {
  RfArena      *arena;
  const RfPool *attempts;
  GHashTable   *by_cseq;      /* ReferKey */
  RfIndexTable  by_events_at; /* attempts */
};

static guint
hash_refer (gconstpointer key)
{
  const ReferKey *k = key;

  return rf_str_hash (rf_str_new ((const char *) &k->cseq, sizeof k->cseq), k->dialog->index);
}

static gboolean
equal_refers (gconstpointer a,
              gconstpointer b)
{
  const ReferKey *x = a;
  const ReferKey *y = b;

  return x->dialog == y->dialog && x->cseq == y->cseq;
}

/**
 * rf_report_owners_new:
 * @arena: where what is kept is to live
 * @attempts: the attempts of the trace
 *
 * Returns: (transfer full): nothing known yet
 */
RfReportOwners *
rf_report_owners_new (RfArena      *arena,
                      const RfPool *attempts)
{
  RfReportOwners *self = g_new0 (RfReportOwners, 1);

  self->arena = arena;
  self->attempts = attempts;
  self->by_cseq = g_hash_table_new (hash_refer, equal_refers);
  rf_index_table_init (&self->by_events_at);

  return self;
}

/**
 * rf_report_owners_free:
 * @self: the owners
 *
 * Frees what is known of them.
 */
void
rf_report_owners_free (RfReportOwners *self)
{
  g_hash_table_unref (self->by_cseq);
  rf_index_table_clear (&self->by_events_at);
  g_free (self);
}

static void
link_refer (RfAttempt *attempt,
            RfDialog  *dialog)
{
  if (dialog->last_refer)
    dialog->last_refer->next_in_refer_dialog = attempt;
  else
    dialog->first_open_refer = attempt;
  dialog->last_refer = attempt;
}

/**
 * rf_report_owners_add_refer:
 * @self: the owners
 * @attempt: an attempt
 * @refer: its REFER, or a later copy of that with what was asked for
 *
 * From here on reports may name @refer.
 */
void
rf_report_owners_add_refer (RfReportOwners  *self,
                            RfAttempt       *attempt,
                            const RfMessage *refer)
{
  ReferKey *key = rf_arena_new0 (self->arena, ReferKey);

  g_assert (attempt != NULL);

  if (refer->dialog->last_refer != attempt)
    link_refer (attempt, refer->dialog);
  key->dialog = refer->dialog;
  key->cseq = refer->transaction->cseq;
  key->attempt = attempt;
  g_hash_table_add (self->by_cseq, key);
}

/**
 * rf_report_owners_note_answer:
 * @self: the owners
 * @attempt: an attempt
 * @answer: that its REFER was accepted
 *
 * The answer to a REFER with explicitsub says where its reports are to be asked for (RFC 7614).
 */
void
rf_report_owners_note_answer (RfReportOwners  *self,
                              RfAttempt       *attempt,
                              const RfMessage *answer)
{
  RfSipAddress address;
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, answer->pub.data, answer->pub.length);
  while (attempt->events_at.len == 0 && rf_sip_header_iter_next (&iter, &name, &value)) {
    if (!rf_str_case_equal_c (name, "Refer-Events-At") || !rf_sip_address_parse (&address, value))
      continue;
    attempt->events_at = address.uri;
    rf_index_table_add (&self->by_events_at, rf_str_hash (address.uri, 0), attempt->pub.index);
  }
}

/* There are phones that never say that a subscription has ended, but its final status was said. */
static gboolean
reports_no_more (const RfAttempt *attempt)
{
  return attempt->subscription_ended || attempt->notified_status > 0 ||
         attempt->pub.refer_status >= 300;
}

static RfAttempt *
find_named (RfReportOwners     *self,
            RfDialog           *dialog,
            const RfSipMessage *sip)
{
  ReferKey key = { .dialog = dialog };
  ReferKey *found;
  guint64 id;

  if (!rf_str_parse_uint (sip->event_id, G_MAXUINT32, &id))
    return NULL;

  key.cseq = (guint32) id;
  found = g_hash_table_lookup (self->by_cseq, &key);
  if (!found)
    return NULL;

  found->attempt->is_named = TRUE;
  return found->attempt;
}

/* Without an id, a report is about the earliest REFER in its dialog that still has something to
 * say. A later REFER that was accepted is reported at once, with an id (RFC 3515 §2.4.6); a phone
 * that does not do so gives no ids, and means the newest. */
static RfAttempt *
find_unnamed (RfDialog *dialog)
{
  RfAttempt *newest = dialog->last_refer;

  while (dialog->first_open_refer && dialog->first_open_refer->next_in_refer_dialog &&
         reports_no_more (dialog->first_open_refer))
    dialog->first_open_refer = dialog->first_open_refer->next_in_refer_dialog;

  if (newest && newest->pub.refer_status >= 200 && newest->pub.refer_status < 300 &&
      !newest->is_named)
    return newest;
  return dialog->first_open_refer;
}

/* A subscription of its own, in another dialog than the REFER. */
static RfAttempt *
find_subscribed (RfReportOwners     *self,
                 RfDialog           *dialog,
                 const RfSipMessage *sip)
{
  guint32 hash = rf_str_hash (sip->request_uri, 0);

  for (guint32 at = hash, i; rf_index_table_next (&self->by_events_at, hash, &at, &i);) {
    RfAttempt *attempt = rf_pool_get (self->attempts, i);

    if (!rf_str_equal (attempt->events_at, sip->request_uri))
      continue;
    dialog->first_open_refer = dialog->last_refer = attempt;
    return attempt;
  }

  return NULL;
}

/* Of a NOTIFY that was cut off soon, Event may be missing too. */
static gboolean
is_about_refer (const RfMessage    *message,
                const RfSipMessage *sip)
{
  return rf_str_case_equal_c (sip->event, "refer") ||
         (sip->method == RF_SIP_NOTIFY && sip->event.len == 0 && message->pub.missing > 0 &&
          message->dialog->last_refer);
}

/**
 * rf_report_owners_find:
 * @self: the owners
 * @message: a NOTIFY or SUBSCRIBE
 * @sip: what it says
 * @owner: (out) (nullable): the attempt that it is about, %NULL where its REFER was not seen
 *
 * Returns: whether @message is about a REFER that asks for a call
 */
gboolean
rf_report_owners_find (RfReportOwners      *self,
                       const RfMessage     *message,
                       const RfSipMessage  *sip,
                       RfAttempt          **owner)
{
  RfDialog *dialog = message->dialog;

  g_assert (owner != NULL);

  *owner = NULL;
  if (!is_about_refer (message, sip))
    return FALSE;
  if (sip->event_id.len > 0)
    *owner = find_named (self, dialog, sip);
  /* Of two REFERs in a dialog the id tells (RFC 3515 §2.4.6). */
  if (dialog->refers_else && !*owner)
    return FALSE;
  if (sip->method == RF_SIP_SUBSCRIBE && !dialog->last_refer)
    *owner = find_subscribed (self, dialog, sip);
  else if (sip->event_id.len == 0)
    *owner = find_unnamed (dialog);

  return TRUE;
}

/**
 * rf_report_owners_find_unseen:
 * @self: the owners
 * @answer: an answer to a NOTIFY that is not there
 * @sip: what it says
 *
 * Returns: (nullable): the attempt that the NOTIFY was about
 */
RfAttempt *
rf_report_owners_find_unseen (RfReportOwners     *self,
                              const RfMessage    *answer,
                              const RfSipMessage *sip)
{
  g_assert (self != NULL);

  if (answer->dialog->refers_else)
    return NULL;

  return sip->event_id.len > 0 ? find_named (self, answer->dialog, sip)
                               : find_unnamed (answer->dialog);
}
