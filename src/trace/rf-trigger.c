/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-trigger"

#include "config.h"

#include "rf-trigger.h"

#include "rf-attempts.h"
#include "rf-b2bua.h"

/* An INVITE belongs to a REFER from this score on. */
#define ENOUGH 4
/* And from this on where not even its sender is known to be the transferee, only its address. */
#define ENOUGH_BY_PLACE 6
/* One that is inferred gives way to any that fits. */
#define INFERRED 3
/* So many attempts of one transferee are looked at, newest first: a stranger may send any
 * number. */
#define MAX_CANDIDATES 64
/* And so many of those that were reported on, that they do not stand before one that waits. */
#define MAX_REPORTED 8
#define CLOSE_US (5 * G_USEC_PER_SEC)
#define AT_ONCE_US G_USEC_PER_SEC
/* Who has reported how its call ended, and was not seen to call for so long (64*T1), has called
 * where the capture does not show it. */
#define UNSEEN_US (32 * G_USEC_PER_SEC)

/* What of an INVITE may have come from a REFER, taken apart once for all that are looked at. */
typedef struct {
  RfUri             request_uri;
  gboolean          has_request_uri;
  RfUri             to;
  gboolean          has_to;
  RfUri             referred_by;
  gboolean          has_referred_by;
  RfReplaces        replaces;
  gboolean          has_replaces;
  gint64            time_us;
  const RfEndpoint *source;
  const RfAttempt  *asked;        /* by the last REFER that arrived at the source */
  gboolean          is_by_server; /* it may be one of several, for several phones */
} Invite;

static void
invite_read (Invite             *self,
             RfMessage          *message,
             const RfSipMessage *sip)
{
  const RfPlace *place = rf_message_get_place (message, 0);
  RfSipAddress address;

  self->time_us = message->pub.time_us;
  self->source = message->pub.source;
  self->asked = place->asked;
  self->is_by_server = place->is_b2bua;
  self->has_request_uri = rf_uri_parse (&self->request_uri, sip->request_uri);
  self->has_to = rf_uri_parse (&self->to, sip->to.uri);
  self->has_referred_by = rf_sip_address_parse (&address, sip->referred_by) &&
                          rf_uri_parse (&self->referred_by, address.uri);
  self->has_replaces = rf_replaces_parse (&self->replaces, sip->replaces);
}

/* Milder than RFC 3261 §19.1.4: a phone may add a transport or leave out a default port. */
static gboolean
means_target (const RfAttempt *attempt,
              const RfUri     *uri)
{
  return attempt->target_uri.scheme.len > 0 && rf_uri_same_target (uri, &attempt->target_uri);
}

static gboolean
has_same_replaces (const RfAttempt  *attempt,
                   const RfReplaces *replaces)
{
  return attempt->has_replaces &&
         rf_str_equal (replaces->call_id, attempt->replaces.call_id) &&
         rf_str_equal (replaces->to_tag, attempt->replaces.to_tag) &&
         rf_str_equal (replaces->from_tag, attempt->replaces.from_tag);
}

static gboolean
has_same_referred_by (const RfAttempt *attempt,
                      const RfUri     *uri)
{
  RfUri own;

  return rf_uri_parse (&own, attempt->referred_by) && rf_uri_equal (uri, &own);
}

static gboolean
has_same_user (const RfAttempt *attempt,
               const Invite    *invite)
{
  return (invite->has_request_uri &&
          rf_uri_same_user (&attempt->target_uri, &invite->request_uri)) ||
         (invite->has_to && rf_uri_same_user (&attempt->target_uri, &invite->to));
}

static guint
get_score (const RfAttempt *attempt,
           const Invite    *invite)
{
  gboolean hits_target = invite->has_request_uri && means_target (attempt, &invite->request_uri);
  guint score = 0;

  if (hits_target)
    score += 4;
  if (invite->has_replaces && has_same_replaces (attempt, &invite->replaces))
    score += 4;
  if (invite->has_referred_by && has_same_referred_by (attempt, &invite->referred_by))
    score += 3;
  if (invite->has_to && means_target (attempt, &invite->to))
    score += 2;
  if (invite->time_us - attempt->last_sign_us <= CLOSE_US)
    score += 1;
  /* A server in between may write another host, or all that the phone has registered: then the
   * user and the time must do. */
  if (!hits_target && has_same_user (attempt, invite))
    score += 3;

  return score;
}

static gboolean
is_answered (const RfAttempt *attempt)
{
  return attempt->invite_status >= 200 && attempt->invite_status < 300;
}

/* Whether its call has come to nothing, or is being given up. */
static gboolean
has_lost_call (const RfAttempt *attempt)
{
  return attempt->triggered && !is_answered (attempt) &&
         (attempt->invite_status >= 300 || attempt->was_cancelled);
}

/* Nothing orders the final report and the call: some phones and servers report success as soon as
 * they have taken the REFER, and call then. An attempt needs no call any more where its REFER was
 * refused for good, or where it was reported on and its call has ended too. After a success was
 * reported, a call that fails may still be tried elsewhere. */
static gboolean
is_over (const RfAttempt *attempt,
         const Invite    *invite)
{
  if (rf_attempt_is_refused_for_good (attempt))
    return TRUE;
  if (attempt->notified_status == 0)
    return FALSE;
  return is_answered (attempt) || (attempt->notified_status >= 300 && attempt->invite_status > 0) ||
         invite->time_us - attempt->last_sign_us > UNSEEN_US;
}

/* Whether @attempt may be taken off a list. @n_reported counts those that may not, though they were
 * reported on. */
static gboolean
is_out (const RfAttempt *attempt,
        const Invite    *invite,
        guint           *n_reported)
{
  if (is_over (attempt, invite))
    return TRUE;
  return attempt->notified_status > 0 && ++*n_reported > MAX_REPORTED;
}

/* Whether @invite says itself that it was sent because of @attempt. */
static gboolean
names_attempt (const RfAttempt *attempt,
               const Invite    *invite)
{
  return (invite->has_replaces && has_same_replaces (attempt, &invite->replaces)) ||
         (invite->has_referred_by && has_same_referred_by (attempt, &invite->referred_by));
}

/* Until there is a report the transferee is expected to call, and to try again elsewhere where that
 * fails: another gateway, another codec. What comes after a report or a failed call may be its
 * person's own call, unless it says why or comes at once; after a reported failure it has to say
 * so. */
static gboolean
may_have_triggered (const RfAttempt *attempt,
                    const Invite    *invite)
{
  if (rf_attempt_is_refused (attempt))
    return FALSE;
  if (attempt->notified_status == 0 && !has_lost_call (attempt))
    return TRUE;
  return names_attempt (attempt, invite) ||
         (attempt->notified_status < 300 && invite->time_us - attempt->last_sign_us <= CLOSE_US);
}

/* How near to the sender of an INVITE the REFER arrived. A server that passes on what it is asked
 * makes a second REFER of the first, with the same words; the one who calls heard only the last. */
static guint
get_nearness (const RfAttempt *attempt,
              const Invite    *invite)
{
  const RfEndpoint *asked = attempt->refer->request->pub.destination;

  /* Behind a NAT it has arrived at another address than it was sent to. */
  if (rf_endpoint_equal (asked, invite->source) || attempt == invite->asked)
    return 2;
  return rf_endpoint_same_address (asked, invite->source) ? 1 : 0;
}

/* Whether @attempt can do with a call that fits it as @score says: a first one, another where that
 * was lost, or one that fits better. One that fits as well is one more of a server that tries
 * several phones, as long as none has answered; a phone does not call twice at a time. */
static gboolean
wants_call (const RfAttempt *attempt,
            const Invite    *invite,
            guint            score)
{
  return score > attempt->trigger_score || has_lost_call (attempt) ||
         (attempt->triggered && invite->is_by_server && !is_answered (attempt) &&
          score == attempt->trigger_score);
}

/* Of two that fit as well the one that was not reported on is taken, then the one that has no call
 * yet, then the one that was asked where the INVITE comes from, else the older: a transferee does
 * first what it was asked first. Attempts that are over are taken off the list on the way. */
static RfAttempt *
find_best (RfAttempt    **newest,
           const Invite  *invite,
           guint         *best_score)
{
  RfAttempt **link = newest;
  RfAttempt *best = NULL;
  guint best_preference = 0;
  guint n_reported = 0;

  *best_score = ENOUGH;
  for (guint n = 0; *link && n < MAX_CANDIDATES;) {
    RfAttempt *attempt = *link;
    guint score;

    if (is_out (attempt, invite, &n_reported)) {
      *link = attempt->next_of_transferee;
      continue;
    }
    score = may_have_triggered (attempt, invite) ? get_score (attempt, invite) : 0;
    if (score >= *best_score && wants_call (attempt, invite, score)) {
      guint preference = (attempt->notified_status == 0 ? 8 : 0) + (attempt->triggered ? 0 : 4) +
                         get_nearness (attempt, invite);

      if (score > *best_score || preference >= best_preference) {
        best = attempt;
        best_preference = preference;
        *best_score = score;
      }
    }
    link = &attempt->next_of_transferee;
    n++;
  }

  return best;
}

/* A B2BUA sends an INVITE on with another Call-ID, and may write other hosts: then it has to be the
 * same user, at once, from where the INVITE of the transferee arrived. */
static RfAttempt *
find_relayed (RfPlace      *place,
              const Invite *invite,
              guint        *best_score)
{
  RfRelay **link = &place->relays;
  RfAttempt *best = NULL;
  guint n_reported = 0;

  *best_score = ENOUGH;
  for (guint n = 0; *link && n < MAX_CANDIDATES;) {
    RfRelay *relay = *link;
    RfAttempt *attempt = relay->attempt;
    guint score;

    if (is_out (attempt, invite, &n_reported)) {
      *link = relay->next;
      continue;
    }
    score = invite->time_us - attempt->last_sign_us <= CLOSE_US ? get_score (attempt, invite) : 0;
    if (score >= *best_score) {
      best = attempt;
      *best_score = score;
    }
    link = &relay->next;
    n++;
  }

  return best;
}

/* What the server that was asked sends on for somebody else has nothing to do with the REFER. */
static gboolean
is_of_other (RfPlace            *place,
             const RfAttempt    *attempt,
             const RfMessage    *message,
             const RfSipMessage *sip,
             const RfUa         *from)
{
  const RfMessage *leg = rf_b2bua_find_leg (place, message, sip, from);

  return leg && leg->pub.time_us > attempt->refer->request->pub.time_us;
}

/* Who calls may do so under another name than it was asked by: another of its numbers, none, or, if
 * it is a server that was asked, anybody's. Then its address has to be the one that was asked, and
 * the INVITE come at once, or say by whom it was asked. */
static RfAttempt *
find_asked (RfPlace            *place,
            const Invite       *invite,
            const RfMessage    *message,
            const RfSipMessage *sip,
            const RfUa         *from,
            guint              *best_score)
{
  RfRelay **link = &place->referred;
  RfAttempt *best = NULL;
  guint n_reported = 0;

  *best_score = ENOUGH_BY_PLACE;
  for (guint n = 0; *link && n < MAX_CANDIDATES;) {
    RfAttempt *attempt = (*link)->attempt;
    guint score;

    if (is_out (attempt, invite, &n_reported)) {
      *link = (*link)->next;
      continue;
    }
    score = may_have_triggered (attempt, invite) ? get_score (attempt, invite) : 0;
    if (score >= *best_score && wants_call (attempt, invite, score - 1) &&
        (invite->has_replaces || invite->has_referred_by ||
         invite->time_us - attempt->last_sign_us <= CLOSE_US) &&
        !is_of_other (place, attempt, message, sip, from)) {
      best = attempt;
      *best_score = score;
    }
    link = &(*link)->next;
    n++;
  }
  /* Should the transferee call in its own name after all, that is the call. */
  *best_score -= 1;

  return best;
}

/* A server may call somebody who has nothing in common with what the REFER says: a member of a
 * group, a number without the digit for an outside line. That it does so because of the REFER is
 * inferred, where it asks at once for the same leg as it had connected with who sent the REFER. A
 * transfer with Replaces connects calls that are there. */
static RfAttempt *
find_continued (const RfPlace   *place,
                const Invite    *invite,
                const RfMessage *message)
{
  const RfCallNode *leg = message->transaction->call->leg_of;
  const RfRelay *note = leg ? place->referred : NULL;

  for (guint n = 0; note && n < MAX_CANDIDATES; n++, note = note->next) {
    RfAttempt *attempt = note->attempt;

    if (attempt->original && attempt->original->call->leg_of == leg && !attempt->has_replaces &&
        invite->time_us - attempt->last_sign_us <= AT_ONCE_US && !is_answered (attempt) &&
        may_have_triggered (attempt, invite))
      return attempt;
  }

  return NULL;
}

static void
set_triggered (RfAttempt  *attempt,
               RfCallNode *call,
               guint       score)
{
  gboolean is_next = has_lost_call (attempt);

  /* A server tries several at once. */
  if (!is_next && attempt->triggered && attempt->invite_status == 0 &&
      score <= attempt->trigger_score) {
    call->is_beside = TRUE;
    return;
  }
  if (!is_next && attempt->triggered)
    attempt->triggered->triggered_by = NULL;
  attempt->triggered = call;
  attempt->trigger_score = MAX (score, attempt->trigger_score);
  attempt->invite_status = 0;
  attempt->was_cancelled = FALSE;
}

/**
 * rf_trigger_note_refer:
 * @attempt: an attempt
 * @message: its REFER on any of its hops
 * @arena: what the trace lives in
 *
 * Remembers where @attempt was asked, for it may be that nothing else tells who calls.
 */
void
rf_trigger_note_refer (RfAttempt       *attempt,
                       const RfMessage *message,
                       RfArena         *arena)
{
  RfPlace *place = rf_message_get_place (message, 1);
  RfRelay *note;

  if (place->referred && place->referred->attempt == attempt)
    return;
  note = rf_arena_new0 (arena, RfRelay);
  *note = (RfRelay) { .attempt = attempt, .next = place->referred };
  place->referred = note;
}

/**
 * rf_trigger_note_call:
 * @attempt: an attempt
 * @message: the INVITE that it has triggered
 * @arena: what the trace lives in
 *
 * Remembers where the call arrived, for a B2BUA may make another call of it there.
 */
void
rf_trigger_note_call (RfAttempt       *attempt,
                      const RfMessage *message,
                      RfArena         *arena)
{
  RfPlace *place = rf_message_get_place (message, 1);
  RfRelay *relay = rf_arena_new0 (arena, RfRelay);

  *relay = (RfRelay) { .attempt = attempt, .next = place->relays };
  place->relays = relay;
}

/**
 * rf_trigger_note_answer:
 * @attempt: an attempt
 * @answer: final response to an INVITE that it has triggered
 * @status: its status
 *
 * Remembers what the call to the target came to: of several, the one that was answered.
 */
void
rf_trigger_note_answer (RfAttempt       *attempt,
                        const RfMessage *answer,
                        guint            status)
{
  RfCallNode *call = answer->transaction->call;
  gboolean is_other = attempt->triggered != call;

  if (is_other && (status >= 300 || is_answered (attempt)))
    return;
  attempt->triggered = call;
  attempt->invite_status = status;
  attempt->answer_message = answer->pub.index;
  attempt->last_sign_us = answer->pub.time_us;
}

/**
 * rf_trigger_match:
 * @from: whom From names
 * @message: an INVITE that begins a call
 * @sip: what it says
 * @arena: what the trace lives in
 *
 * Finds the REFER that made the transferee call, by what the INVITE took over from it. An INVITE
 * that fits better takes the place of one that was there before, for the transferee may also have
 * called by itself. What a B2BUA makes of the INVITE belongs to the attempt too.
 */
void
rf_trigger_match (RfUa               *from,
                  RfMessage          *message,
                  const RfSipMessage *sip,
                  RfArena            *arena)
{
  RfPlace *source = rf_message_get_place (message, 0);
  RfCallNode *call = message->dialog->call;
  RfAttempt *attempt, *relayed;
  Invite invite;
  guint score, relayed_score;

  if (!from->newest_attempt && !source->relays && !source->referred)
    return;
  invite_read (&invite, message, sip);
  relayed = find_relayed (source, &invite, &relayed_score);
  attempt = find_best (&from->newest_attempt, &invite, &score);
  /* Whom a transferred call rings at may be asked for a call himself. */
  if (relayed && (!attempt || attempt == relayed || score <= relayed_score)) {
    attempt = relayed;
  } else {
    if (!attempt && source->referred)
      attempt = find_asked (source, &invite, message, sip, from, &score);
    if (!attempt && (attempt = find_continued (source, &invite, message)))
      score = INFERRED;
    if (!attempt)
      return;
    set_triggered (attempt, call, score);
  }

  call->triggered_by = attempt;
  call->first_triggered = message->dialog->index;
  rf_trigger_note_call (attempt, message, arena);
}
