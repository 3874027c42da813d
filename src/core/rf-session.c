/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-session"

/*
 * From a call to its SIP dialog. baresip keeps the dialog of a call to itself, but REFER and
 * NOTIFY belong into that dialog; libre's session socket knows them all. The struct below
 * repeats the head of libre's own, the same from 1.1 to 4.10.
 */

#include "config.h"

#include "rf-session.h"

struct session_socket {
  struct sip_lsnr *response_listener;
  struct sip_lsnr *request_listener;
  struct hash     *sessions; /* by Call-ID */
};

/* The head of libre's session, the same in 1.1 and 2.0. */
struct session {
  struct le              he;
  struct tmr             timer;
  struct list            replies;
  struct list            requests;
  struct sip_loopstate   loop;
  struct session_socket *sock;
  const struct sip_msg  *msg;
  struct sip_request    *request;
  struct sip_dialog     *dialog;
  struct sip_strans     *transaction;
  struct sip_auth       *auth;
  struct sip            *sip;
  char                  *contact_user;
  char                  *content_type;
};

static bool
is_session_of (struct le *le,
               void      *arg)
{
  return sip_dialog_cmp (sipsess_dialog (le->data), arg);
}

static struct session *
find_session (const struct sip_msg *msg)
{
  struct session_socket *sock = (struct session_socket *) uag_sipsess_sock ();
  struct le *le;

  if (sock == NULL)
    return NULL;

  le = hash_lookup (sock->sessions, hash_joaat_pl (&msg->callid), is_session_of, (void *) msg);
  return le != NULL ? le->data : NULL;
}

static struct session *
find_session_of (const char *call_id,
                 const char *local_tag,
                 const char *remote_tag)
{
  struct sip_msg name = { .req = true };

  pl_set_str (&name.callid, call_id);
  pl_set_str (&name.to.tag, local_tag);
  pl_set_str (&name.from.tag, remote_tag);
  return find_session (&name);
}

/**
 * rf_session_find_dialog:
 * @msg: a request or a response inside a dialog
 *
 * Returns: (nullable) (transfer none): the INVITE dialog that @msg belongs to, matched by
 * Call-ID and both
 *   tags (RFC 3261 §12)
 */
struct sip_dialog *
rf_session_find_dialog (const struct sip_msg *msg)
{
  struct session *session = find_session (msg);

  return session != NULL ? sipsess_dialog ((struct sipsess *) session) : NULL;
}

/**
 * rf_session_find_dialog_of:
 * @call_id: the Call-ID
 * @local_tag: our tag
 * @remote_tag: the peer's tag
 *
 * Returns: (nullable) (transfer none): the INVITE dialog with that name
 */
struct sip_dialog *
rf_session_find_dialog_of (const char *call_id,
                           const char *local_tag,
                           const char *remote_tag)
{
  struct session *session = find_session_of (call_id, local_tag, remote_tag);

  return session != NULL ? sipsess_dialog ((struct sipsess *) session) : NULL;
}

/**
 * rf_session_announce_replaces:
 * @call_id: Call-ID of an incoming call that was not answered yet
 * @local_tag: our tag
 * @remote_tag: the peer's tag
 *
 * Makes the answer to the INVITE say "Supported: replaces" (RFC 3891 §6.2), or no transferor
 * would offer us an attended transfer. baresip gives the answer its headers itself; the one of
 * them that comes from the session is the type of the body, so the line rides on that one.
 *
 * Returns: FALSE where the session is not as we know it
 */
gboolean
rf_session_announce_replaces (const char *call_id,
                              const char *local_tag,
                              const char *remote_tag)
{
  struct session *session = find_session_of (call_id, local_tag, remote_tag);
  char *announced = NULL;

  if (session == NULL || session->dialog != sipsess_dialog ((struct sipsess *) session) ||
      g_strcmp0 (session->content_type, "application/sdp") != 0 ||
      str_dup (&announced, "application/sdp\r\nSupported: replaces") != 0)
    return FALSE;

  mem_deref (session->content_type);
  session->content_type = announced;
  return TRUE;
}

/* (nullable): the place of the re-INVITE of ours that has no final answer yet */
static struct sip_request **
find_request (const char *call_id,
              const char *local_tag,
              const char *remote_tag)
{
  struct session *session = find_session_of (call_id, local_tag, remote_tag);

  if (session == NULL || session->dialog != sipsess_dialog ((struct sipsess *) session) ||
      session->request == NULL)
    return NULL;
  return &session->request;
}

/**
 * rf_session_has_request:
 * @call_id: the Call-ID
 * @local_tag: our tag
 * @remote_tag: the peer's tag
 *
 * Returns: whether an INVITE of ours has no final answer yet
 */
gboolean
rf_session_has_request (const char *call_id,
                        const char *local_tag,
                        const char *remote_tag)
{
  return find_request (call_id, local_tag, remote_tag) != NULL;
}

/**
 * rf_session_cancel_request:
 * @call_id: the Call-ID
 * @local_tag: our tag
 * @remote_tag: the peer's tag
 *
 * Sends a CANCEL for the INVITE of ours that has no final answer yet; that answer is still due.
 */
void
rf_session_cancel_request (const char *call_id,
                           const char *local_tag,
                           const char *remote_tag)
{
  struct sip_request **request = find_request (call_id, local_tag, remote_tag);

  if (request != NULL)
    sip_request_cancel (*request);
}

/**
 * rf_session_drop_request:
 * @call_id: the Call-ID
 * @local_tag: our tag
 * @remote_tag: the peer's tag
 *
 * Makes the session forget a request that was cancelled and has no final answer nevertheless, so
 * that the call outlives it (RFC 3261 §9.1).
 */
void
rf_session_drop_request (const char *call_id,
                         const char *local_tag,
                         const char *remote_tag)
{
  struct sip_request **request = find_request (call_id, local_tag, remote_tag);

  if (request != NULL)
    mem_deref (*request);
}
