/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-b2bua"

#include "config.h"

#include "rf-b2bua.h"

/*
 * Who is in the middle of a call with two legs that have nothing in common on the wire: a
 * back-to-back user agent (RFC 3261 §6), as a PBX is. It has no identity in them: in the second leg
 * it speaks under the caller's, or under none that was seen before. That an INVITE is the second
 * leg of another is therefore inferred: while the call that it answers lives, the address that was
 * called calls somebody itself, in the name of its caller, or for the same user as was wanted of
 * it.
 */

/* So many calls that arrived at a place are remembered; the second leg comes soon. */
#define N_HEARD 4
/* As long an INVITE of which nothing more was seen may be taken for one that is still open. */
#define OPEN_US (5 * G_USEC_PER_SEC)

/* An INVITE that began a call to this place. */
typedef struct {
  const RfMessage *invite;
  const RfUa      *from;
  const RfUa      *to;
} Heard;

struct _RfHeard {
  Heard items[N_HEARD];
  guint next;
};

/**
 * rf_b2bua_note:
 * @place: where an INVITE arrived that begins a call
 * @arena: what the trace lives in
 * @invite: the INVITE
 * @from: whom From names
 * @to: (nullable): whom it is for
 *
 * Remembers a call that may be the first leg of one that goes on from @place.
 */
void
rf_b2bua_note (RfPlace         *place,
               RfArena         *arena,
               const RfMessage *invite,
               const RfUa      *from,
               const RfUa      *to)
{
  g_assert (place != NULL);

  if (!place->heard)
    place->heard = rf_arena_new0 (arena, RfHeard);
  place->heard->items[place->heard->next] = (Heard) { invite, from, to };
  place->heard->next = (place->heard->next + 1) % N_HEARD;
}

/* Both legs of a call live at the same time. */
static gboolean
is_alive (const Heard     *heard,
          const RfMessage *invite)
{
  const RfDialog *dialog = heard->invite->dialog;

  if (invite->pub.time_us - heard->invite->pub.time_us <= OPEN_US)
    return TRUE;
  return dialog && (dialog->pub.state == RF_DIALOG_EARLY ||
                    dialog->pub.state == RF_DIALOG_CONFIRMED);
}

static gboolean
has_user (RfStr uri,
          RfStr user)
{
  RfUri parts;

  return rf_uri_parse (&parts, uri) && parts.user.len > 0 && rf_str_equal (parts.user, user);
}

/* Whether the user whom @sip asks for is the one whom the first leg asked for, and its sender is
 * not that user: then it would be a phone that calls a namesake. */
static gboolean
wants_same_user (const Heard        *heard,
                 const RfMessage    *invite,
                 const RfSipMessage *sip)
{
  RfSipMessage first;
  RfUri wanted;

  if (invite->pub.time_us - heard->invite->pub.time_us > OPEN_US ||
      !rf_sip_message_scan (&first, heard->invite->pub.data, heard->invite->pub.length, NULL) ||
      !rf_uri_parse (&wanted, first.to.uri) || wanted.user.len == 0)
    return FALSE;
  return (has_user (sip->request_uri, wanted.user) || has_user (sip->to.uri, wanted.user)) &&
         !has_user (sip->from.uri, wanted.user);
}

/**
 * rf_b2bua_is_namesake:
 * @caller: (nullable): whom From names in one leg
 * @from: whom it names in the other, at the host of the B2BUA
 *
 * Returns: whether both are the same user, at whatever host
 */
gboolean
rf_b2bua_is_namesake (const RfUa *caller,
                      const RfUa *from)
{
  return caller && from->user[0] != '\0' && g_str_equal (caller->user, from->user);
}

static gboolean
is_in_name_of (const RfPlace *place,
               const Heard   *heard,
               const RfUa    *from)
{
  return heard->from == from || (rf_endpoint_same_address (&from->literal, &place->endpoint) &&
                                 rf_b2bua_is_namesake (heard->from, from));
}

static gboolean
is_first_leg (const RfPlace      *place,
              const Heard        *heard,
              const RfMessage    *invite,
              const RfSipMessage *sip,
              const RfUa         *from)
{
  if (!heard->invite || heard->invite == invite || !is_alive (heard, invite))
    return FALSE;
  /* Who is called by himself has two phones. */
  if (is_in_name_of (place, heard, from))
    return heard->to != from;
  return wants_same_user (heard, invite, sip);
}

/**
 * rf_b2bua_find_leg:
 * @place: where @invite was sent from
 * @invite: an INVITE that begins a call
 * @sip: what it says
 * @from: whom From names
 *
 * Returns: (transfer none) (nullable): the INVITE of the leg that it seems to be the other of, the
 *   newest that may be
 */
const RfMessage *
rf_b2bua_find_leg (const RfPlace      *place,
                   const RfMessage    *invite,
                   const RfSipMessage *sip,
                   const RfUa         *from)
{
  g_assert (place != NULL);

  if (!place->heard)
    return NULL;
  for (guint i = 1; i <= N_HEARD; i++) {
    const Heard *heard = &place->heard->items[(place->heard->next + N_HEARD - i) % N_HEARD];

    if (is_first_leg (place, heard, invite, sip, from))
      return heard->invite;
  }
  return NULL;
}

static RfStr
get_user_agent (const RfMessage *message)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, message->pub.data, message->pub.length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (rf_str_case_equal_c (name, "User-Agent"))
      return rf_str_trim (value);
  }
  return RF_STR_INIT;
}

/**
 * rf_b2bua_get_name:
 * @invite: the INVITE that it sent
 * @leg: the one that it had got
 *
 * Returns: what it calls itself, as far as that is not what the caller's phone calls itself; empty
 *   where it says nothing
 */
RfStr
rf_b2bua_get_name (const RfMessage *invite,
                   const RfMessage *leg)
{
  RfStr own = get_user_agent (invite);
  RfStr other = get_user_agent (leg);

  return rf_str_equal (own, other) ? RF_STR_INIT : own;
}
