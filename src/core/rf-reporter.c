/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-reporter"

/*
 * What whoever sent a REFER is told of it (RFC 3515 §2.4.4): one NOTIFY at a time, as libre makes
 * one of two that wait.
 *
 * libre gives the subscription up once a NOTIFY is not answered, and lets the next one wait until
 * it knows, 32 s. The outcome is not lost with that: it waits for a moment only, and goes out past
 * libre's subscription, in the same dialog. What was promised stays promised: the subscription
 * lasts as long as it would have, and no longer.
 */

#include "config.h"

#include "rf-reporter.h"

#include "rf-credentials.h"
#include "rf-wire-text.h"

/* How long reports are promised for (s). */
#define EXPIRES_MIN 60
#define EXPIRES     300
#define EXPIRES_MAX 3600

/* How long the outcome waits for the answer to the report before it (ms). */
#define PATIENCE 2000

/* How often the answer to a challenge may be challenged again. */
#define MAX_CHALLENGES 3

typedef struct {
  guint code;
  char *reason;
} Report;

struct _RfReporter {
  struct sipnot      *subscription; /* (nullable): libre's, until it was given up */
  struct sip_dialog  *dialog;
  struct sip_request *request;      /* (nullable): the NOTIFY that went past it */
  char               *headers;      /* of such a NOTIFY */
  char               *call_id;
  GQueue              reports;      /* of Report */
  Report             *newest;       /* (nullable): that has gone */
  gint64              expires_at;   /* monotonic, µs */
  guint               challenges;
  gboolean            silent;
  gboolean            started;
  gboolean            in_flight;
  gboolean            over;
  struct tmr          next;
  struct tmr          patience;
  struct tmr          expiry;       /* of a subscription that libre has given up */
  RfReporterFunc     *func;
  gpointer            user_data;
};

static void
report_free (gpointer data)
{
  Report *report = data;

  g_free (report->reason);
  g_free (report);
}

static void send_next (RfReporter *self);

static void
on_next (void *arg)
{
  send_next (arg);
}

/* Nobody wants more reports. */
static void
end (RfReporter *self)
{
  g_queue_clear_full (&self->reports, report_free);
  tmr_cancel (&self->patience);
  tmr_cancel (&self->expiry);
  if (self->over)
    return;

  self->over = TRUE;
  self->func (self->user_data);
}

static guint64
get_ms_left (RfReporter *self)
{
  gint64 left = self->expires_at - g_get_monotonic_time ();

  return left > 0 ? (guint64) left / 1000 : 0;
}

/* As libre has it. */
static void
set_expiry (RfReporter           *self,
            const struct sip_msg *msg)
{
  guint seconds = pl_isset (&msg->expires) ? pl_u32 (&msg->expires) : EXPIRES;

  self->expires_at = g_get_monotonic_time () + MIN (seconds, EXPIRES_MAX) * G_USEC_PER_SEC;
}

static void on_expired (void *arg);

/* These end the subscription (RFC 6665 §4.2.2, RFC 5057 §5.1); others, as silence, may pass. */
static gboolean
ends_subscription (guint code)
{
  const guint codes[] = { 401, 403, 404, 405, 407, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501,
                          604 };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;
  return FALSE;
}

/* After this one libre has given its subscription up. Where it did as the time was over, it says so
 * itself. */
static void
settle (RfReporter           *self,
        gboolean              unanswered,
        const struct sip_msg *msg)
{
  guint64 left = get_ms_left (self);

  self->in_flight = FALSE;
  if (left == 0 || (msg != NULL ? ends_subscription (msg->scode) : !unanswered)) {
    end (self);
    return;
  }
  tmr_start (&self->next, 0, on_next, self);
  tmr_start (&self->expiry, left, on_expired, self);
}

/* A NOTIFY was refused or not answered; or the subscription has expired. */
static void
on_subscription_closed (int                   err,
                        const struct sip_msg *msg,
                        void                 *arg)
{
  RfReporter *self = arg;

  self->subscription = mem_deref (self->subscription);
  settle (self, self->in_flight, msg);
}

static void
on_direct_answer (int                   err,
                  const struct sip_msg *msg,
                  void                 *arg)
{
  if (msg == NULL || msg->scode >= 200)
    settle (arg, TRUE, msg);
}

static void
send_past_libre (RfReporter   *self,
                 const Report *report,
                 const char   *state)
{
  g_autofree char *body = g_strdup_printf ("SIP/2.0 %u %s\r\n", report->code, report->reason);

  self->request = mem_deref (self->request);
  if (sip_drequestf (&self->request, uag_sip (), true, "NOTIFY", self->dialog, 0, NULL, NULL,
                     on_direct_answer, self,
                     "%s"
                     "Subscription-State: %s\r\n"
                     "Content-Type: message/sipfrag\r\n"
                     "Content-Length: %zu\r\n"
                     "\r\n"
                     "%s", self->headers, state, strlen (body), body) != 0)
    self->in_flight = FALSE;
}

static void
report_past_libre (RfReporter   *self,
                   const Report *report)
{
  g_autofree char *active = g_strdup_printf ("active;expires=%u",
                                             (guint) (get_ms_left (self) / 1000));

  send_past_libre (self, report, report->code >= 200 ? "terminated;reason=noresource" : active);
}

static void
on_expired (void *arg)
{
  RfReporter *self = arg;

  send_past_libre (self, self->newest, "terminated;reason=timeout");
  end (self);
}

static void
send_by_libre (RfReporter   *self,
               const Report *report)
{
  (void) sipevent_notifyf (self->subscription, NULL,
                           report->code >= 200 ? SIPEVENT_TERMINATED : SIPEVENT_ACTIVE,
                           SIPEVENT_NORESOURCE, 0, "SIP/2.0 %u %s\r\n", report->code,
                           report->reason);
}

/* Where reports had to wait for long, only the newest is still news. */
static Report *
take_next (RfReporter *self)
{
  while (self->subscription == NULL && g_queue_get_length (&self->reports) > 1)
    report_free (g_queue_pop_head (&self->reports));
  return g_queue_pop_head (&self->reports);
}

static void
send_next (RfReporter *self)
{
  Report *report;

  if (!self->started || self->in_flight || self->over || g_queue_is_empty (&self->reports))
    return;

  report = take_next (self);
  self->in_flight = TRUE;
  if (self->subscription != NULL)
    send_by_libre (self, report);
  else
    report_past_libre (self, report);
  g_clear_pointer (&self->newest, report_free);
  self->newest = report;
  if (report->code >= 200) {
    self->subscription = mem_deref (self->subscription);
    end (self);
  }
}

/* libre sends the outcome too, in case the report before it is answered after all. */
static void
on_patience_over (void *arg)
{
  RfReporter *self = arg;

  if (self->subscription != NULL)
    send_by_libre (self, g_queue_peek_tail (&self->reports));
  self->subscription = mem_deref (self->subscription);
  self->in_flight = FALSE;
  send_next (self);
}

/* The fault of a phone that says it will try, and has nothing that could report. */
static int
accept_silently (RfReporter           *self,
                 RfLeg                *leg,
                 const struct sip_msg *refer)
{
  struct sip_contact contact;

  self->silent = TRUE;
  sip_contact_set (&contact, ua_cuser (leg->account->ua), &refer->dst, refer->tp);
  return sip_treplyf (NULL, NULL, uag_sip (), refer, false, 202, "Accepted",
                      "%H" RF_ALLOW "Content-Length: 0\r\n\r\n", sip_contact_print, &contact);
}

static int
prepare_headers (RfReporter           *self,
                 RfLeg                *leg,
                 const struct sip_msg *refer)
{
  struct sip_contact contact;
  char *headers = NULL;
  int err;

  sip_contact_set (&contact, ua_cuser (leg->account->ua), &refer->dst, refer->tp);
  err = re_sdprintf (&headers, "%HEvent: refer;id=%u\r\n" RF_ALLOW, sip_contact_print, &contact,
                     refer->cseq.num);
  self->headers = g_strdup (headers);
  mem_deref (headers);
  return err;
}

static int
accept_refer (RfReporter           *self,
              RfLeg                *leg,
              const struct sip_msg *refer)
{
  int err;

  if (leg->account->faults & RF_FAULT_NO_NOTIFY)
    return accept_silently (self, leg, refer);

  err = prepare_headers (self, leg, refer);
  if (err == 0 && self->dialog == NULL)
    err = sip_dialog_accept (&self->dialog, refer);
  if (err != 0)
    return err;
  return sipevent_accept (&self->subscription, uag_sipevent_sock (), refer, self->dialog, NULL,
                          202, "Accepted", EXPIRES_MIN, EXPIRES, EXPIRES_MAX,
                          ua_cuser (leg->account->ua), "message/sipfrag",
                          rf_credentials_answer, ua_account (leg->account->ua), true,
                          on_subscription_closed, self, "%s", RF_ALLOW);
}

/**
 * rf_reporter_new:
 * @leg: the call that a REFER is about
 * @dialog: (nullable): what the REFER came in, if not in a dialog of its own
 * @refer: the REFER
 * @over: called when nothing more will be reported: the outcome has gone, or the transferor wants
 *   no reports; and when the outcome is answered
 * @user_data: for @over
 *
 * Answers @refer with 202, which only means "I will try".
 *
 * Returns: (transfer full) (nullable): what reports, or NULL where nothing could be answered
 */
RfReporter *
rf_reporter_new (RfLeg                *leg,
                 struct sip_dialog    *dialog,
                 const struct sip_msg *refer,
                 RfReporterFunc       *over,
                 gpointer              user_data)
{
  RfReporter *self = g_new0 (RfReporter, 1);

  self->dialog = mem_ref (dialog);
  self->call_id = g_strndup (refer->callid.p, refer->callid.l);
  self->func = over;
  self->user_data = user_data;
  g_queue_init (&self->reports);
  set_expiry (self, refer);
  if (accept_refer (self, leg, refer) == 0)
    return self;

  rf_reporter_free (self);
  return NULL;
}

/**
 * rf_reporter_free:
 * @self: (transfer full): a reporter; what it has sent is repeated until it is answered
 */
void
rf_reporter_free (RfReporter *self)
{
  tmr_cancel (&self->next);
  tmr_cancel (&self->patience);
  tmr_cancel (&self->expiry);
  mem_deref (self->subscription);
  mem_deref (self->request);
  mem_deref (self->dialog);
  g_queue_clear_full (&self->reports, report_free);
  g_clear_pointer (&self->newest, report_free);
  g_free (self->headers);
  g_free (self->call_id);
  g_free (self);
}

/**
 * rf_reporter_start:
 * @self: a reporter
 *
 * Lets the reports go. Until then they wait, so that something else can go first.
 */
void
rf_reporter_start (RfReporter *self)
{
  self->started = TRUE;
  send_next (self);
}

/**
 * rf_reporter_tell:
 * @self: a reporter
 * @code: SIP status of what we do for the REFER; from 200 on it is the outcome
 * @reason: its reason phrase, maybe from the network
 *
 * Reports, unless nobody wants to know.
 */
void
rf_reporter_tell (RfReporter *self,
                  guint       code,
                  const char *reason)
{
  Report *report;

  if (self->over)
    return;
  if (self->silent) {
    self->over = code >= 200;
    return;
  }

  report = g_new0 (Report, 1);
  report->code = code;
  report->reason = rf_wire_text_dup_phrase (reason);
  g_queue_push_tail (&self->reports, report);
  if (code >= 200 && self->in_flight)
    tmr_start (&self->patience, PATIENCE, on_patience_over, self);
  send_next (self);
}

/**
 * rf_reporter_is_over:
 * @self: a reporter
 *
 * Returns: whether nothing more will be reported
 */
gboolean
rf_reporter_is_over (RfReporter *self)
{
  return self->over;
}

/**
 * rf_reporter_hear_renewal:
 * @self: a reporter
 * @msg: a SUBSCRIBE in its dialog, before libre sees it
 *
 * Takes note of how long reports are wanted now; one that libre refuses (423) changes nothing.
 */
void
rf_reporter_hear_renewal (RfReporter           *self,
                          const struct sip_msg *msg)
{
  guint seconds = pl_isset (&msg->expires) ? pl_u32 (&msg->expires) : EXPIRES;

  if (self->subscription != NULL && (seconds == 0 || seconds >= EXPIRES_MIN))
    set_expiry (self, msg);
}

/**
 * rf_reporter_expects:
 * @self: a reporter
 * @msg: a response
 *
 * Returns: whether @msg may answer one of its NOTIFYs
 */
gboolean
rf_reporter_expects (RfReporter           *self,
                     const struct sip_msg *msg)
{
  return pl_strcmp (&msg->cseq.met, "NOTIFY") == 0 && pl_strcmp (&msg->callid, self->call_id) == 0;
}

/* libre repeats a report that is refused with one of these, challenge or not. */
static gboolean
is_left_to_libre (RfReporter           *self,
                  const struct sip_msg *msg)
{
  if (msg->scode != 401 && msg->scode != 407)
    return msg->scode < 200;
  if (rf_wire_is_challenge (msg) && ++self->challenges <= MAX_CHALLENGES)
    return TRUE;

  ((struct sip_msg *) msg)->scode = 403;
  return FALSE;
}

/**
 * rf_reporter_hear_answer:
 * @self: a reporter
 * @msg: a response to one of its NOTIFYs, before libre sees it
 */
void
rf_reporter_hear_answer (RfReporter           *self,
                         const struct sip_msg *msg)
{
  if (is_left_to_libre (self, msg))
    return;

  self->challenges = 0;
  self->in_flight = FALSE;
  tmr_start (&self->next, 0, on_next, self);
  if (self->over)
    self->func (self->user_data);
}
