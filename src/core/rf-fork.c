/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-fork"

/*
 * An INVITE of ours that a proxy has sent to several phones, and that more than one of them has
 * answered (RFC 3261 §13.2.2.4). The first answer is the call. libre forgets the INVITE with it,
 * and would leave the others to repeat theirs for 32 s, with somebody on the line who hears
 * nothing: each of them is acknowledged, and released at once.
 *
 * libre forks a dialog only before it has an answer, so these are written here: they consist of one
 * ACK and one BYE.
 */

#include "config.h"

#include "rf-fork.h"

#include "rf-credentials.h"

/* How long answers to one INVITE may come: 64 × T1 (ms). */
#define PATIENCE 32000

/* Each answer makes us send something to where it says, so there is an end to them. */
#define MAX_FORKS   64
#define MAX_SURPLUS 16

/* The dialog of a phone that came too late. */
typedef struct {
  char               *tag;
  char               *uri;
  char               *hop;        /* what the first Route says, or <uri> */
  char               *headers;    /* of every request: the dialog and the way */
  struct sip_auth    *auth;       /* (nullable) */
  struct sip_request *bye;        /* (nullable): while it has no answer */
  gboolean            challenged;
} Surplus;

typedef struct {
  char           *call_id;
  char           *local_tag;
  char           *remote_tag; /* of the call */
  guint32         number;     /* CSeq of the INVITE */
  struct account *account;    /* (nullable): baresip's, for challenges */
  GPtrArray      *surplus;
  struct tmr      timer;
} Fork;

static GQueue forks = G_QUEUE_INIT;

static void
surplus_free (gpointer data)
{
  Surplus *self = data;

  mem_deref (self->bye);
  mem_deref (self->auth);
  g_free (self->tag);
  g_free (self->uri);
  g_free (self->hop);
  g_free (self->headers);
  g_free (self);
}

static void
fork_free (gpointer data)
{
  Fork *self = data;

  tmr_cancel (&self->timer);
  g_ptr_array_unref (self->surplus);
  mem_deref (self->account);
  g_free (self->call_id);
  g_free (self->local_tag);
  g_free (self->remote_tag);
  g_free (self);
}

static void
on_patience_over (void *arg)
{
  g_queue_remove (&forks, arg);
  fork_free (arg);
}

static Fork *
find_fork (const struct sip_msg *msg)
{
  for (GList *item = forks.head; item != NULL; item = item->next) {
    Fork *fork = item->data;

    if (msg->cseq.num == fork->number && pl_strcmp (&msg->callid, fork->call_id) == 0 &&
        pl_strcmp (&msg->from.tag, fork->local_tag) == 0)
      return fork;
  }
  return NULL;
}

static Surplus *
find_surplus (Fork                 *fork,
              const struct sip_msg *msg)
{
  for (guint i = 0; i < fork->surplus->len; i++) {
    Surplus *surplus = fork->surplus->pdata[i];

    if (pl_strcmp (&msg->to.tag, surplus->tag) == 0)
      return surplus;
  }
  return NULL;
}

static void
remember (RfLeg                *leg,
          const struct sip_msg *msg)
{
  Fork *fork;

  while (forks.length >= MAX_FORKS)
    fork_free (g_queue_pop_head (&forks));

  fork = g_new0 (Fork, 1);
  fork->call_id = g_strndup (msg->callid.p, msg->callid.l);
  fork->local_tag = g_strndup (msg->from.tag.p, msg->from.tag.l);
  fork->remote_tag = g_strndup (msg->to.tag.p, msg->to.tag.l);
  fork->number = msg->cseq.num;
  if (leg->account->ua != NULL && rf_credentials_are_for (leg))
    fork->account = mem_ref (ua_account (leg->account->ua));
  fork->surplus = g_ptr_array_new_with_free_func (surplus_free);
  g_queue_push_tail (&forks, fork);
  tmr_start (&fork->timer, PATIENCE, on_patience_over, fork);
}

static bool
append_route (const struct sip_hdr *header,
              const struct sip_msg *msg,
              void                 *arg)
{
  g_string_append_printf (arg, "Route: %.*s\r\n", (int) header->val.l, header->val.p);
  return false;
}

static bool
take_route (const struct sip_hdr *header,
            const struct sip_msg *msg,
            void                 *arg)
{
  *(char **) arg = g_strndup (header->val.p, header->val.l);
  return true;
}

/* What both requests begin with; the way is that of the answer in reverse (RFC 3261 §12.1.2). */
static char *
dup_headers (const struct sip_msg *msg)
{
  GString *headers = g_string_new (NULL);

  (void) sip_msg_hdr_apply (msg, false, SIP_HDR_RECORD_ROUTE, append_route, headers);
  g_string_append_printf (headers, "From: %.*s\r\n", (int) msg->from.val.l, msg->from.val.p);
  g_string_append_printf (headers, "To: %.*s\r\n", (int) msg->to.val.l, msg->to.val.p);
  g_string_append_printf (headers, "Call-ID: %.*s\r\n", (int) msg->callid.l, msg->callid.p);
  return g_string_free (headers, FALSE);
}

/* NULL where the answer does not say where it comes from. */
static Surplus *
surplus_new (struct account       *account,
             const struct sip_msg *msg)
{
  const struct sip_hdr *contact = sip_msg_hdr (msg, SIP_HDR_CONTACT);
  struct sip_addr address;
  Surplus *self;

  if (contact == NULL || sip_addr_decode (&address, &contact->val) != 0)
    return NULL;

  self = g_new0 (Surplus, 1);
  self->tag = g_strndup (msg->to.tag.p, msg->to.tag.l);
  self->uri = g_strndup (address.auri.p, address.auri.l);
  self->headers = dup_headers (msg);
  (void) sip_msg_hdr_apply (msg, false, SIP_HDR_RECORD_ROUTE, take_route, &self->hop);
  if (self->hop == NULL)
    self->hop = g_strdup_printf ("<%s>", self->uri);
  if (account != NULL)
    (void) sip_auth_alloc (&self->auth, rf_credentials_answer, account, true);
  return self;
}

static void
send_request (Surplus             *self,
              struct sip_request **request,
              const char          *method,
              guint32              number,
              sip_resp_h          *answered)
{
  struct sip_addr hop;
  struct pl text;

  pl_set_str (&text, self->hop);
  if (sip_addr_decode (&hop, &text) == 0)
    (void) sip_requestf (request, uag_sip (), request != NULL, method, self->uri, &hop.uri,
                         self->auth, NULL, answered, self,
                         "%sCSeq: %u %s\r\nContent-Length: 0\r\n\r\n",
                         self->headers, number, method);
}

static void
on_released (int                   err,
             const struct sip_msg *msg,
             void                 *arg)
{
  Surplus *self = arg;

  if (msg == NULL || (msg->scode != 401 && msg->scode != 407) || self->challenged)
    return;

  self->challenged = TRUE;
  if (sip_auth_authenticate (self->auth, msg) == 0)
    send_request (self, &self->bye, "BYE", msg->cseq.num + 1, on_released);
}

/* An answer that comes again has not heard our ACK. */
static gboolean
hear_surplus (Fork                 *fork,
              const struct sip_msg *msg)
{
  Surplus *surplus = find_surplus (fork, msg);
  gboolean is_new = surplus == NULL;

  if (is_new && fork->surplus->len < MAX_SURPLUS) {
    surplus = surplus_new (fork->account, msg);
    if (surplus != NULL)
      g_ptr_array_add (fork->surplus, surplus);
  }
  if (surplus == NULL)
    return FALSE;

  send_request (surplus, NULL, "ACK", fork->number, NULL);
  if (is_new)
    send_request (surplus, &surplus->bye, "BYE", fork->number + 1, on_released);
  tmr_start (&fork->timer, PATIENCE, on_patience_over, fork);
  return TRUE;
}

/**
 * rf_fork_hear_answer:
 * @leg: (nullable): the leg that @msg belongs to
 * @msg: a response, before libre sees it
 *
 * Takes the answers of phones that come too late for the call.
 *
 * Returns: whether @msg was one, which is nobody else's business
 */
gboolean
rf_fork_hear_answer (RfLeg                *leg,
                     const struct sip_msg *msg)
{
  Fork *fork;

  if (msg->scode < 200 || msg->scode >= 300 || pl_strcmp (&msg->cseq.met, "INVITE") != 0 ||
      !pl_isset (&msg->to.tag))
    return FALSE;

  fork = find_fork (msg);
  if (fork != NULL)
    return pl_strcmp (&msg->to.tag, fork->remote_tag) != 0 && hear_surplus (fork, msg);
  if (leg != NULL && !leg->incoming && !rf_leg_is_established (leg))
    remember (leg, msg);
  return FALSE;
}

/**
 * rf_fork_has_credentials:
 * @response: a response to a BYE
 *
 * Returns: whether it may be for one who came too late, and where it comes from may ask who we are
 */
gboolean
rf_fork_has_credentials (const struct sip_msg *response)
{
  for (GList *item = forks.head; item != NULL; item = item->next) {
    Fork *fork = item->data;

    if (fork->account != NULL && pl_strcmp (&response->callid, fork->call_id) == 0 &&
        pl_strcmp (&response->from.tag, fork->local_tag) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * rf_fork_stop:
 *
 * Forgets all INVITEs.
 */
void
rf_fork_stop (void)
{
  g_queue_clear_full (&forks, fork_free);
}
