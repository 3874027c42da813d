/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-retarget"

#include "config.h"

#include "rf-retarget.h"

/*
 * Whom a call has reached where that is not the one whom To names. To stays what the caller wrote
 * (RFC 3261 §8.1.1.2), also where a server sends the call to another phone, or the caller himself
 * does because a 3xx told him to: then the start line of the first request is all that names the
 * phone. Its tag in the answer tells it in everything that follows in its dialog.
 */

/* Of one call as many are noted; nobody forks a call to that many phones. */
#define MAX_NOTES 64

/* One of the two: an answer that told where to try instead, or somebody who was tried. */
struct _RfRetarget {
  const RfMessage     *redirection;
  const RfTransaction *transaction;
  RfUa                *ua;
  RfStr                tag; /* empty until there is an answer */
  RfRetarget          *older;
};

static RfRetarget *
add_note (RfCallNode *call,
          RfArena    *arena)
{
  RfRetarget *note;

  if (call->n_retargets == MAX_NOTES)
    return NULL;
  note = rf_arena_new0 (arena, RfRetarget);
  note->older = call->retargets;
  call->retargets = note;
  call->n_retargets++;

  return note;
}

/**
 * rf_retarget_note_redirection:
 * @call: everything with the Call-ID of @answer
 * @arena: what the trace lives in
 * @answer: a 3xx to an INVITE
 *
 * Remembers where the call may be tried next (RFC 3261 §8.1.3.4).
 */
void
rf_retarget_note_redirection (RfCallNode      *call,
                              RfArena         *arena,
                              const RfMessage *answer)
{
  RfRetarget *note;

  g_assert (call != NULL && answer != NULL);

  for (note = call->retargets; note; note = note->older) {
    if (note->redirection && note->redirection->transaction == answer->transaction)
      return;
  }
  note = add_note (call, arena);
  if (note)
    note->redirection = answer;
}

/* A server that goes on by itself may know the address of whom it is told of: then the user is what
 * is left of the name. */
static gboolean
is_same_user_or_host (const RfUri *a,
                      const RfUri *b)
{
  if (a->user.len > 0 || b->user.len > 0)
    return rf_str_equal (a->user, b->user);

  return rf_str_case_equal (a->host, b->host);
}

static gboolean
lists (RfStr        contacts,
       const RfUri *uri)
{
  while (contacts.len > 0) {
    gsize end = rf_str_find_outside_quotes (contacts, ',');
    RfSipAddress contact;
    RfUri parts;

    if (rf_sip_address_parse (&contact, rf_str_head (contacts, end)) &&
        rf_uri_parse (&parts, contact.uri) && is_same_user_or_host (&parts, uri))
      return TRUE;
    contacts = rf_str_skip (contacts, MIN (end + 1, contacts.len));
  }

  return FALSE;
}

static gboolean
offers (const RfMessage *answer,
        const RfUri     *uri)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, answer->pub.data, answer->pub.length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if ((rf_str_case_equal_c (name, "Contact") || rf_str_case_equal_c (name, "m")) &&
        lists (value, uri))
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_retarget_is_redirected:
 * @call: everything with the Call-ID of @sip
 * @sip: a request without a To tag
 *
 * Returns: whether its start line names somebody whom a 3xx in the call named, and who is not
 *   another address of the user in To
 */
gboolean
rf_retarget_is_redirected (const RfCallNode   *call,
                           const RfSipMessage *sip)
{
  RfUri uri, to;

  g_assert (call != NULL && sip != NULL);

  if (!call->retargets || !rf_uri_parse (&uri, sip->request_uri) ||
      !rf_uri_parse (&to, sip->to.uri) || is_same_user_or_host (&uri, &to))
    return FALSE;
  for (const RfRetarget *note = call->retargets; note; note = note->older) {
    if (note->redirection && offers (note->redirection, &uri))
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_retarget_note_request:
 * @call: everything with the Call-ID of the request
 * @arena: what the trace lives in
 * @transaction: of a request that may begin a dialog
 * @ua: whom its start line names, who is not the one in To
 *
 * Remembers who will answer @transaction.
 */
void
rf_retarget_note_request (RfCallNode          *call,
                          RfArena             *arena,
                          const RfTransaction *transaction,
                          RfUa                *ua)
{
  RfRetarget *note;

  g_assert (call != NULL && transaction != NULL && ua != NULL);

  for (note = call->retargets; note; note = note->older) {
    if (note->transaction == transaction)
      return;
  }
  note = add_note (call, arena);
  if (note) {
    note->transaction = transaction;
    note->ua = ua;
  }
}

/**
 * rf_retarget_note_answer:
 * @call: everything with the Call-ID of the answer
 * @arena: what the trace lives in
 * @transaction: that it answers
 * @tag: its To tag; may be empty
 *
 * Remembers by which tag the one who was called is known in the call.
 */
void
rf_retarget_note_answer (RfCallNode          *call,
                         RfArena             *arena,
                         const RfTransaction *transaction,
                         RfStr                tag)
{
  RfRetarget *asked = NULL, *note;

  g_assert (call != NULL && transaction != NULL);

  if (tag.len == 0)
    return;
  for (note = call->retargets; note; note = note->older) {
    if (note->transaction != transaction)
      continue;
    if (rf_str_equal (note->tag, tag))
      return;
    asked = note;
  }
  if (!asked)
    return;

  /* It was forked on the way: one who answers more than once. */
  note = asked->tag.len > 0 ? add_note (call, arena) : asked;
  if (!note)
    return;
  note->transaction = transaction;
  note->ua = asked->ua;
  note->tag = rf_arena_dup_str (arena, tag);
}

/**
 * rf_retarget_find:
 * @call: everything with one Call-ID
 * @tag: of From or To; may be empty
 *
 * Returns: (transfer none) (nullable): who has @tag in @call, where that is not the one whom the
 *   header names
 */
RfUa *
rf_retarget_find (const RfCallNode *call,
                  RfStr             tag)
{
  g_assert (call != NULL);

  if (tag.len == 0)
    return NULL;
  for (const RfRetarget *note = call->retargets; note; note = note->older) {
    if (rf_str_equal (note->tag, tag))
      return note->ua;
  }

  return NULL;
}
