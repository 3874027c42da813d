/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-report-owner"

#include "config.h"

#include "rf-report-owner.h"

#include "rf-attempts.h"
#include "rf-index-table.h"

/*
 * Both sides of a call may ask the other to call somebody, at the same time and with the same CSeq,
 * and in one dialog. Who reports is who was asked: the To tag of a NOTIFY is the From tag of its
 * REFER (RFC 3515 §2.4.4), and so is the From tag of a SUBSCRIBE. Addresses tell nothing of that,
 * for a proxy may stand between.
 */

/* Of two REFERs this much later the first should have been reported on: Timer N of RFC 6665
 * §4.1.2.4. */
#define TIMER_N_US (32 * G_USEC_PER_SEC)

/* What one side of a dialog has asked of the other. */
struct _RfReferrals {
  RfAttempt *earliest;   /* that may still be reported on */
  RfAttempt *latest;     /* the same, from the other end */
  RfAttempt *newest;
  RfAttempt *subscribed; /* whose REFER went elsewhere, but whose reports come here */
  gboolean   asks_else;  /* its last REFER asked for no call */
};

/* A REFER by what the id of Event names (RFC 3515 §2.4.6), or by what a phone calls it instead. */
typedef struct {
  const RfReferrals *referrals;
  guint64            name;
  RfAttempt         *attempt; /* NULL where it asks for no call */
} ReferKey;

struct _RfReportOwners {
  RfArena      *arena;
  const RfPool *attempts;
  GHashTable   *by_name;      /* ReferKey */
  RfIndexTable  by_events_at; /* attempts */
};

static guint
hash_refer (gconstpointer key)
{
  const ReferKey *k = key;

  return rf_str_hash (rf_str_new ((const char *) &k->name, sizeof k->name),
                      GPOINTER_TO_UINT (k->referrals));
}

static gboolean
equal_refers (gconstpointer a,
              gconstpointer b)
{
  const ReferKey *x = a;
  const ReferKey *y = b;

  return x->referrals == y->referrals && x->name == y->name;
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
  self->by_name = g_hash_table_new (hash_refer, equal_refers);
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
  g_hash_table_unref (self->by_name);
  rf_index_table_clear (&self->by_events_at);
  g_free (self);
}

/* Where it is kept what the side with @tag has asked for. Phones without tags are one side. */
static RfReferrals **
get_slot (RfDialog *dialog,
          RfStr     tag)
{
  return &dialog->referrals[rf_str_equal (tag, dialog->local_tag) ? 0 : 1];
}

/* The tag of whom a NOTIFY is for. Where it has no To tag, as none that a phone of RFC 2543 sends,
 * that is the side that it is not from. */
static RfStr
get_receiver_tag (const RfDialog     *dialog,
                  const RfSipMessage *notify)
{
  if (notify->to.tag.len > 0)
    return notify->to.tag;

  return rf_str_equal (notify->from.tag, dialog->local_tag) ? dialog->remote_tag
                                                            : dialog->local_tag;
}

/* What is reported on in @dialog by or for the side with @tag. Outside of a call a REFER may be
 * forked: all that accept it report, each in a dialog of its own (RFC 3515 §2.4.4). */
static RfReferrals *
get_referrals (RfDialog *dialog,
               RfStr     tag)
{
  RfReferrals *own = *get_slot (dialog, tag);
  RfDialog *first = dialog->forked_from;

  return own || !first || first->pub.kind != RF_DIALOG_REFER ? own : *get_slot (first, tag);
}

static RfReferrals *
get_or_add (RfReportOwners *self,
            RfDialog       *dialog,
            RfStr           tag)
{
  RfReferrals **slot = get_slot (dialog, tag);

  if (!*slot)
    *slot = rf_arena_new0 (self->arena, RfReferrals);

  return *slot;
}

static void
add_name (RfReportOwners    *self,
          const RfReferrals *referrals,
          guint64            name,
          RfAttempt         *attempt)
{
  ReferKey *key = rf_arena_new0 (self->arena, ReferKey);

  key->referrals = referrals;
  key->name = name;
  key->attempt = attempt;
  g_hash_table_add (self->by_name, key);
}

static void
link_refer (RfReferrals *referrals,
            RfAttempt   *attempt)
{
  if (referrals->newest)
    referrals->newest->next_referral = attempt;
  else
    referrals->earliest = attempt;
  attempt->previous_open = referrals->latest;
  referrals->latest = referrals->newest = attempt;
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
  RfReferrals *referrals = get_or_add (self, refer->dialog, refer->transaction->from_tag);

  g_assert (attempt != NULL);

  referrals->asks_else = FALSE;
  if (referrals->newest != attempt)
    link_refer (referrals, attempt);
  add_name (self, referrals, refer->transaction->cseq, attempt);
}

/**
 * rf_report_owners_add_other:
 * @self: the owners
 * @refer: a REFER that asks for something else than a call
 *
 * From here on reports may be about @refer, which is no attempt.
 */
void
rf_report_owners_add_other (RfReportOwners  *self,
                            const RfMessage *refer)
{
  RfReferrals *referrals = get_or_add (self, refer->dialog, refer->transaction->from_tag);

  referrals->asks_else = TRUE;
  add_name (self, referrals, refer->transaction->cseq, NULL);
}

/**
 * rf_report_owners_get_newest:
 * @refer: a REFER, or an answer to one
 *
 * Returns: (nullable): the last attempt in its dialog of who sent the REFER
 */
RfAttempt *
rf_report_owners_get_newest (const RfMessage *refer)
{
  const RfReferrals *referrals = *get_slot (refer->dialog, refer->transaction->from_tag);

  return referrals ? referrals->newest : NULL;
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

static gboolean
is_accepted (const RfAttempt *attempt)
{
  return attempt->pub.refer_status >= 200 && attempt->pub.refer_status < 300;
}

/* Not by a challenge: the REFER may have come again, and be missing in the capture. */
static gboolean
has_ended (const RfAttempt *attempt)
{
  guint status = attempt->pub.refer_status;

  return attempt->subscription_ended || attempt->waives_reports ||
         (status >= 300 && !rf_attempt_is_challenge (status));
}

/* There are phones that never say that a subscription has ended, but its final status was said. */
static gboolean
reports_no_more (const RfAttempt *attempt)
{
  return has_ended (attempt) || attempt->notified_status > 0 || attempt->pub.refer_status >= 300;
}

/* Leaves out what is over, from either end. What was left out once is not looked at again. */
static void
narrow (RfReferrals *self)
{
  while (self->latest != self->earliest && self->latest->previous_open && has_ended (self->latest))
    self->latest = self->latest->previous_open;
  while (self->earliest != self->latest && self->earliest->next_referral &&
         reports_no_more (self->earliest))
    self->earliest = self->earliest->next_referral;
}

/* Ids are numbers; what is none has a number of its own beyond them. */
static guint64
get_name (RfStr id)
{
  guint64 number;

  if (rf_str_parse_uint (id, G_MAXUINT32, &number))
    return number;

  return (guint64) 1 << 32 | rf_str_hash (id, 0);
}

static const ReferKey *
find_key (RfReportOwners    *self,
          const RfReferrals *referrals,
          guint64            name)
{
  const ReferKey key = { .referrals = referrals, .name = name };

  return g_hash_table_lookup (self->by_name, &key);
}

/* The first report on a REFER says that nothing has happened yet, or nothing at all. */
static gboolean
is_beginning (const RfMessage    *message,
              const RfSipMessage *sip)
{
  if (sip->method != RF_SIP_NOTIFY)
    return FALSE;

  return message->pub.sipfrag_status == 100 ||
         (message->pub.sipfrag_status == 0 &&
          !rf_str_case_equal_c (sip->subscription_state, "terminated"));
}

/* Whether a report without an id is about the later of two. Only what is about the first REFER in a
 * dialog needs none (RFC 3515 §2.4.6), so it is about the earlier, unless this is a phone that has
 * no ids: the result is that of the call of the later; or the reports begin anew, for a REFER is
 * reported on as soon as it is accepted, and the earlier has been, or should have been long ago. */
static gboolean
is_about_later (const RfAttempt    *earlier,
                const RfAttempt    *later,
                const RfMessage    *message,
                const RfSipMessage *sip)
{
  const guint status = message->pub.sipfrag_status;

  if (later->is_named || later->pub.refer_status >= 300)
    return FALSE;
  if (earlier->is_named)
    return TRUE;
  if (status >= 200 && (status == earlier->invite_status) != (status == later->invite_status))
    return status == later->invite_status;
  if (later->is_unnamed)
    return TRUE;
  if (earlier->n_notifies > 0)
    return is_beginning (message, sip);

  return (is_accepted (later) && !is_accepted (earlier)) ||
         message->pub.time_us - earlier->last_sign_us > TIMER_N_US;
}

static RfAttempt *
find_unnamed (RfReferrals        *referrals,
              const RfMessage    *message,
              const RfSipMessage *sip)
{
  RfAttempt *newest = referrals->newest;

  if (!newest)
    return referrals->subscribed;
  narrow (referrals);
  /* Where none is due any more, the last that was accepted is the likeliest. */
  if (referrals->earliest == referrals->latest)
    return reports_no_more (referrals->latest) && is_accepted (newest) ? newest
                                                                       : referrals->latest;

  return is_about_later (referrals->earliest, referrals->latest, message, sip)
           ? referrals->latest
           : referrals->earliest;
}

/* Whether @name may be that of a REFER before the capture, which began in the middle of a call. */
static gboolean
may_be_older (const RfAttempt *attempt,
              guint64          name)
{
  const RfDialog *dialog = attempt->refer_dialog;

  return dialog->pub.kind == RF_DIALOG_INVITE && dialog->answered_us == 0 &&
         name < attempt->refer->cseq;
}

/* The only one that can be meant by what nothing is called. Of two, one may be over, or what the
 * earlier is called may have been heard. */
static RfAttempt *
get_only (const RfReferrals *referrals)
{
  RfAttempt *earliest = referrals->earliest;
  RfAttempt *latest = referrals->latest;

  if (earliest == latest)
    return latest;
  if (earliest->next_referral != latest)
    return NULL;
  if (reports_no_more (latest))
    return earliest;

  return earliest->n_notifies > 0 && latest->n_notifies == 0 ? latest : NULL;
}

/* There are phones that get the id wrong. */
static RfAttempt *
find_misnamed (RfReferrals *referrals,
               guint64      name)
{
  RfAttempt *only;

  if (!referrals->newest || referrals->asks_else)
    return referrals->subscribed;
  narrow (referrals);
  only = get_only (referrals);
  if (!only || only->is_named || reports_no_more (only) || may_be_older (only, name))
    return NULL;

  return only;
}

/* A subscription of its own, in another dialog than the REFER. */
static RfAttempt *
find_subscribed (RfReportOwners     *self,
                 const RfSipMessage *sip)
{
  guint32 hash = rf_str_hash (sip->request_uri, 0);

  for (guint32 at = hash, i; rf_index_table_next (&self->by_events_at, hash, &at, &i);) {
    RfAttempt *attempt = rf_pool_get (self->attempts, i);

    if (rf_str_equal (attempt->events_at, sip->request_uri))
      return attempt;
  }

  return NULL;
}

/* The first SUBSCRIBE says what the dialog is about, by where it goes. */
static void
on_subscribe (RfReportOwners     *self,
              const RfMessage    *message,
              const RfSipMessage *sip)
{
  RfReferrals **slot = get_slot (message->dialog, sip->from.tag);
  RfAttempt *subscribed;

  if (*slot && ((*slot)->newest || (*slot)->subscribed))
    return;
  subscribed = find_subscribed (self, sip);
  if (subscribed)
    get_or_add (self, message->dialog, sip->from.tag)->subscribed = subscribed;
}

/* Of a NOTIFY that was cut off soon, Event may be missing too. */
static gboolean
is_about_refer (const RfMessage    *message,
                const RfSipMessage *sip,
                const RfReferrals  *referrals)
{
  return rf_str_case_equal_c (sip->event, "refer") ||
         (sip->method == RF_SIP_NOTIFY && sip->event.len == 0 && message->pub.missing > 0 &&
          referrals && (referrals->newest || referrals->subscribed));
}

/* %FALSE where it asks for no call. */
static gboolean
find_by_id (RfReportOwners      *self,
            RfReferrals         *referrals,
            const RfSipMessage  *sip,
            RfAttempt          **owner)
{
  const guint64 name = get_name (sip->event_id);
  const ReferKey *key = find_key (self, referrals, name);
  gboolean is_report = sip->method == RF_SIP_NOTIFY;

  *owner = key ? key->attempt : find_misnamed (referrals, name);
  if (!*owner)
    return !key && !referrals->asks_else;

  if (is_report && !key && !(*owner)->is_named)
    add_name (self, referrals, name, *owner);
  (*owner)->is_named |= is_report;

  return TRUE;
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
  gboolean is_report = sip->method == RF_SIP_NOTIFY;
  RfReferrals *referrals;

  g_assert (owner != NULL);

  *owner = NULL;
  if (!is_report && rf_str_case_equal_c (sip->event, "refer"))
    on_subscribe (self, message, sip);
  referrals = get_referrals (message->dialog, is_report ? get_receiver_tag (message->dialog, sip)
                                                        : sip->from.tag);
  if (!is_about_refer (message, sip, referrals))
    return FALSE;
  if (!referrals)
    return TRUE;
  if (sip->event_id.len > 0)
    return find_by_id (self, referrals, sip, owner);
  if (referrals->asks_else)
    return FALSE;

  *owner = find_unnamed (referrals, message, sip);
  if (*owner && is_report && sip->event.len > 0)
    (*owner)->is_unnamed = TRUE;

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
  RfReferrals *referrals = get_referrals (answer->dialog, sip->to.tag);

  g_assert (self != NULL);

  return referrals && !referrals->asks_else ? find_unnamed (referrals, answer, sip) : NULL;
}
