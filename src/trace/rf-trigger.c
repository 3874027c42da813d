/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-trigger"

#include "config.h"

#include "rf-trigger.h"

/* An INVITE belongs to a REFER from this score on. */
#define ENOUGH 4
/* So many attempts of one transferee are looked at, newest first: a stranger may send any
 * number. */
#define MAX_CANDIDATES 8
#define CLOSE_US (5 * G_USEC_PER_SEC)

static gboolean
means_target (const RfAttempt *attempt,
              RfStr            text)
{
  RfUri uri;

  /* Milder than RFC 3261 §19.1.4: a phone may add a transport or leave out a default port. */
  return attempt->target_uri.scheme.len > 0 && rf_uri_parse (&uri, text) &&
         rf_uri_same_target (&uri, &attempt->target_uri);
}

static gboolean
has_same_replaces (const RfAttempt *attempt,
                   RfStr            text)
{
  RfReplaces replaces;

  return attempt->has_replaces && rf_replaces_parse (&replaces, text) &&
         rf_str_equal (replaces.call_id, attempt->replaces.call_id) &&
         rf_str_equal (replaces.to_tag, attempt->replaces.to_tag) &&
         rf_str_equal (replaces.from_tag, attempt->replaces.from_tag);
}

static gboolean
has_same_referred_by (const RfAttempt *attempt,
                      RfStr            text)
{
  RfSipAddress address;
  RfUri a, b;

  return attempt->referred_by.len > 0 && rf_sip_address_parse (&address, text) &&
         rf_uri_parse (&a, address.uri) && rf_uri_parse (&b, attempt->referred_by) &&
         rf_uri_equal (&a, &b);
}

static gboolean
has_same_user (const RfAttempt *attempt,
               RfStr            text)
{
  RfUri uri;

  return attempt->target_uri.user.len > 0 && rf_uri_parse (&uri, text) &&
         rf_str_equal (uri.user, attempt->target_uri.user);
}

static guint
get_score (const RfAttempt    *attempt,
           const RfMessage    *message,
           const RfSipMessage *sip)
{
  gboolean hits_target = means_target (attempt, sip->request_uri);
  guint score = 0;

  if (hits_target)
    score += 4;
  if (has_same_replaces (attempt, sip->replaces))
    score += 4;
  if (has_same_referred_by (attempt, sip->referred_by))
    score += 3;
  if (means_target (attempt, sip->to.uri))
    score += 2;
  if (message->pub.time_us - attempt->last_sign_us <= CLOSE_US)
    score += 1;
  /* A server in between may write another host: then the user and the time must do. */
  if (!hits_target && has_same_user (attempt, sip->request_uri))
    score += 3;

  return score;
}

static gboolean
is_open (const RfAttempt *attempt)
{
  return attempt->notified_status == 0 && attempt->pub.refer_status < 300;
}

/**
 * rf_trigger_match:
 * @newest: (nullable): newest attempt that asks the sender of @message to call; older ones hang on
 *   it
 * @message: an INVITE that begins a call
 * @sip: what it says
 *
 * Finds the REFER that made the transferee call, by what the INVITE took over from it. An INVITE
 * that fits better takes the place of one that was there before, for the transferee may also have
 * called by itself.
 */
void
rf_trigger_match (RfAttempt          *newest,
                  RfMessage          *message,
                  const RfSipMessage *sip)
{
  RfAttempt *best = NULL;
  guint best_score = ENOUGH - 1;
  guint n = 0;

  for (RfAttempt *attempt = newest; attempt; attempt = attempt->next_of_transferee) {
    guint score = is_open (attempt) ? get_score (attempt, message, sip) : 0;

    if (score > best_score && score > attempt->trigger_score) {
      best = attempt;
      best_score = score;
    }
    if (++n == MAX_CANDIDATES)
      break;
  }
  if (!best)
    return;

  if (best->triggered)
    best->triggered->triggered_by = NULL;
  best->triggered = message->dialog->call;
  best->triggered->triggered_by = best;
  best->trigger_score = best_score;
  best->invite_status = 0;
  best->was_cancelled = FALSE;
}
