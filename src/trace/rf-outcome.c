/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-outcome"

#include "config.h"

#include "rf-attempts.h"

/*
 * How a transfer ended. In this order:
 *
 * 1. The REFER was refused: refused. A challenge is no refusal as long as an answer to it may come,
 *    nor where reports show that one was sent and is not in the capture.
 * 2. A NOTIFY carried a final status: that is it. 487 is abandoned where the transferee cancelled,
 *    or where its call is not in the trace.
 * 3. The two agreed on no reports (RFC 4488, RFC 7614), or the transferor ended the
 *    subscription, and the triggered INVITE was answered: that answer is it. Else the answer is
 *    no report: the transferor, whose transfer it is, has not heard of it.
 * 4. The subscription ended without a final status: unknown.
 * 5. Nothing more will come, or nothing came for 64*T1 (Timer F of RFC 3261, Timer N of RFC 6665)
 *    since the REFER went unanswered, since it was accepted and nothing followed, or since the
 *    original call ended: unknown.
 * 6. Else it is pending. A phone may ring for as long as it likes while the original call is up.
 *
 * What the call to the target came to is told apart from that (triggered_status). Where it was seen
 * to end otherwise than was reported, or where it was seen to end and nothing was reported, the
 * message that shows it is marked. What a report that cannot be read has said nobody knows, and
 * what the transferor did not want to hear was not missing.
 *
 * The clock is that of the messages, so a saved trace is judged as the live one was.
 */

#define TIMER_N_US (32 * G_USEC_PER_SEC)

/**
 * rf_attempt_is_challenge:
 * @status: final status of a REFER
 *
 * Returns: whether the same REFER may come again, changed as @status asks
 */
gboolean
rf_attempt_is_challenge (guint status)
{
  return status == 401 || status == 407 || status == 420;
}

/**
 * rf_attempt_may_call_again:
 * @status: final status of a triggered INVITE
 *
 * Returns: whether it asks the transferee to try again, and is not the end of its call
 */
gboolean
rf_attempt_may_call_again (guint status)
{
  return rf_attempt_is_challenge (status) || (status >= 300 && status < 400) || status == 422;
}

/**
 * rf_attempt_is_refused_for_good:
 * @self: an attempt
 *
 * Returns: whether its REFER was answered with a failure that does not ask for it again
 */
gboolean
rf_attempt_is_refused_for_good (const RfAttempt *self)
{
  return self->pub.refer_status >= 300 && !rf_attempt_is_challenge (self->pub.refer_status);
}

/**
 * rf_attempt_has_failed:
 * @self: an attempt
 *
 * Returns: whether it has come to nothing for sure
 */
gboolean
rf_attempt_has_failed (const RfAttempt *self)
{
  return self->notified_status >= 300 || rf_attempt_is_refused_for_good (self);
}

/**
 * rf_attempt_is_refused:
 * @self: an attempt
 *
 * Returns: whether the last answer to its REFER was none that reports follow
 */
gboolean
rf_attempt_is_refused (const RfAttempt *self)
{
  return self->pub.refer_status >= 300 &&
         !(rf_attempt_is_challenge (self->pub.refer_status) && self->n_notifies > 0);
}

static RfTransferOutcome
judge_status (const RfAttempt *self,
              guint            status)
{
  if (status < 300)
    return RF_OUTCOME_SUCCEEDED;
  if (status == 487 && (self->was_cancelled || !self->triggered))
    return RF_OUTCOME_ABANDONED;

  return RF_OUTCOME_FAILED;
}

static gboolean
is_silent (const RfAttempt *self,
           gint64           now_us)
{
  gboolean has_begun = self->n_notifies > 0 || self->triggered;

  return now_us - self->last_sign_us > TIMER_N_US &&
         (!has_begun || (self->gone_us > 0 && now_us - self->gone_us > TIMER_N_US));
}

/* The message that shows that there is no report of the answer, or -1. What came before the answer
 * cannot have been one. */
static int
find_missing (const RfAttempt *self)
{
  int answer = (int) self->answer_message;

  if (self->wants_no_reports || self->refuses_reports || self->unread_report > answer)
    return -1;

  return MAX (answer, self->empty_report);
}

/* The message that shows that report and call differ, or -1. A report must be true (RFC 3515
 * §2.4.5), but of failures it may name any; and of a call that was answered while it was cancelled,
 * either is true. */
static int
find_difference (const RfAttempt *self)
{
  if (self->invite_status == 0 || rf_attempt_may_call_again (self->invite_status))
    return -1;
  if (self->pub.outcome == RF_OUTCOME_UNKNOWN)
    return find_missing (self);
  if (self->notified_status == 0 || self->was_cancelled ||
      (self->notified_status < 300) == (self->invite_status < 300))
    return -1;

  return (int) self->notify_message;
}

/* Whether the answer to the new call is all that there will be. */
static gboolean
is_told_by_answer (const RfAttempt *self)
{
  return self->invite_status > 0 &&
         (self->wants_no_reports || (self->waives_reports && self->n_notifies == 0));
}

/* Somebody who was only ever reached through a proxy has no lifeline; then the proxy stands for
 * him. */
static int
get_party (const RfUa *ua,
           int         instead)
{
  int index = rf_ua_get_index (ua);

  return index >= 0 ? index : instead;
}

/**
 * rf_attempt_judge:
 * @self: an attempt
 * @now_us: time of the newest message
 * @is_over: whether nothing more will come
 *
 * Brings the public record of @self up to date.
 */
void
rf_attempt_judge (RfAttempt *self,
                  gint64     now_us,
                  gboolean   is_over)
{
  gboolean is_silent_now = is_over || is_silent (self, now_us);
  RfTransferOutcome outcome = RF_OUTCOME_PENDING;
  guint status = 0;

  self->pub.transferor = get_party (self->transferor, self->refer->request->pub.from_party);
  self->pub.transferee = get_party (self->transferee, self->refer->request->pub.to_party);
  self->pub.target = rf_ua_get_index (self->target);

  if (rf_attempt_is_refused (self) && (is_silent_now || rf_attempt_has_failed (self)))
    outcome = RF_OUTCOME_REFUSED;
  else if (self->notified_status > 0)
    outcome = judge_status (self, status = self->notified_status);
  else if (is_told_by_answer (self) &&
           (is_silent_now || !rf_attempt_may_call_again (self->invite_status)))
    outcome = judge_status (self, status = self->invite_status);
  else if (self->subscription_ended || is_silent_now)
    outcome = RF_OUTCOME_UNKNOWN;

  self->pub.outcome = outcome;
  self->pub.final_status = (guint16) status;
  self->pub.triggered_status = (guint16) self->invite_status;
  self->pub.differs_at = find_difference (self);
}
