/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-parties"

#include "config.h"

#include "rf-parties.h"

#include "rf-aliases.h"
#include "rf-anonymous.h"
#include "rf-b2bua.h"
#include "rf-party-label.h"
#include "rf-retarget.h"

/*
 * Whether an address is a phone or a proxy shows only when it forwards something: until then what
 * is sent there is drawn as going to the one it is meant for. When it does forward, the lifeline
 * that stood in for it becomes the proxy's, the phone behind it gets a new one, and earlier
 * messages at that address are turned to it. A B2BUA is found out in the same way, by the call that
 * it makes of another. From then on all that comes from the address of either is drawn from it.
 */

struct _RfParties {
  RfArena       *arena;
  const RfPool  *messages;
  RfPartyLabels *labels;
  RfAliases      by_uri;      /* URIs as they are written, for not taking one apart again */
  RfAliases      by_identity;
  RfAliases      by_user;     /* user part and endpoint */
  RfPool         places;
  RfIndexTable   by_endpoint; /* places */
};

/**
 * rf_parties_new:
 * @arena: where parties are to live
 * @messages: the messages of the trace
 *
 * Returns: (transfer full): nobody
 */
RfParties *
rf_parties_new (RfArena      *arena,
                const RfPool *messages)
{
  RfParties *self = g_new0 (RfParties, 1);

  self->arena = arena;
  self->messages = messages;
  self->labels = rf_party_labels_new (arena);
  rf_aliases_init (&self->by_uri, arena);
  rf_aliases_init (&self->by_identity, arena);
  rf_aliases_init (&self->by_user, arena);
  rf_pool_init (&self->places, arena, sizeof (RfPlace));
  rf_index_table_init (&self->by_endpoint);

  return self;
}

/**
 * rf_parties_free:
 * @self: the parties
 *
 * Frees the index; the parties are the arena's.
 */
void
rf_parties_free (RfParties *self)
{
  rf_aliases_clear (&self->by_uri);
  rf_aliases_clear (&self->by_identity);
  rf_aliases_clear (&self->by_user);
  rf_pool_clear (&self->places);
  rf_index_table_clear (&self->by_endpoint);
  rf_party_labels_free (self->labels);
  g_free (self);
}

static RfPlace *
get_place (RfParties        *self,
           const RfEndpoint *endpoint)
{
  guint32 hash = rf_endpoint_hash (endpoint);
  guint32 index = self->places.n_records;
  RfPlace *place;

  for (guint32 at = hash, i; rf_index_table_next (&self->by_endpoint, hash, &at, &i);) {
    place = rf_pool_get (&self->places, i);
    if (rf_endpoint_equal (&place->endpoint, endpoint))
      return place;
  }
  place = rf_pool_add (&self->places);
  place->endpoint = *endpoint;
  rf_index_table_add (&self->by_endpoint, hash, index);

  return place;
}

/* Nearly all messages of a call go between the same two places, and name the same two. */
static RfPlace *
get_place_in_call (RfParties        *self,
                   RfCallNode       *call,
                   guint             end,
                   const RfEndpoint *endpoint)
{
  for (guint i = 0; i < G_N_ELEMENTS (call->last_places); i++) {
    if (call->last_places[i] && rf_endpoint_equal (&call->last_places[i]->endpoint, endpoint))
      return call->last_places[i];
  }

  return call->last_places[end] = get_place (self, endpoint);
}

static RfPartyLabel *
get_lifeline (RfParties *self,
              RfUa      *ua)
{
  if (!ua->party) {
    ua->party = rf_party_labels_add (self->labels, ua->identity, ua->user);
    rf_party_labels_offer_name (self->labels, ua->party, ua->given_name, RF_NAME_GIVEN);
  }

  return ua->party;
}

/* Remembers that @ua is reached at @place. */
static void
bind_place (RfParties *self,
            RfUa      *ua,
            RfPlace   *place)
{
  if (ua->last_place == place)
    return;

  ua->last_place = place;
  if (!ua->place)
    ua->place = place;
  else if (ua->place != place)
    ua->has_more_places = TRUE;
  if (!place->first_ua)
    place->first_ua = ua;
  if (ua->user[0] != '\0')
    rf_aliases_add (&self->by_user, rf_str_from_c (ua->user), &place->endpoint, ua);
}

/* The same user at the same address is the same phone, where one of its two names is just that
 * address. */
static RfUa *
find_by_user (RfParties        *self,
              const char       *user,
              const RfEndpoint *literal,
              const RfEndpoint *endpoint)
{
  RfUa *ua = user[0] != '\0'
               ? rf_aliases_find (&self->by_user, rf_str_from_c (user), endpoint)
               : NULL;

  if (ua && (rf_endpoint_same_address (literal, endpoint) ||
             rf_endpoint_same_address (&ua->literal, endpoint)))
    return ua;

  return NULL;
}

/* Who @uri means. @place, where given, is the address that it is seen at; it helps to know it
 * again. */
static RfUa *
get_ua (RfParties *self,
        RfStr      uri,
        RfPlace   *place)
{
  RfUa *ua = rf_aliases_find (&self->by_uri, uri, NULL);
  g_autofree char *identity = NULL;
  g_autofree char *user = NULL;
  RfEndpoint literal = { 0 };
  RfUri parts;

  if (ua)
    return ua;

  /* What is no URI is still somebody: its text is then all there is to know it by. */
  if (rf_uri_parse (&parts, uri)) {
    identity = rf_uri_dup_identity (&parts);
    user = rf_uri_dup_user (&parts);
    rf_endpoint_from_host_port (&literal, parts.host, parts.port);
  } else {
    identity = rf_str_dup (uri);
    user = g_strdup ("");
  }

  ua = rf_aliases_find (&self->by_identity, rf_str_from_c (identity), NULL);
  if (!ua && place)
    ua = find_by_user (self, user, &literal, &place->endpoint);
  if (!ua) {
    ua = rf_arena_new0 (self->arena, RfUa);
    ua->identity = rf_arena_dup_c (self->arena, identity);
    ua->user = rf_arena_dup_c (self->arena, user);
    ua->literal = literal;
  }
  rf_aliases_add (&self->by_identity, rf_str_from_c (identity), NULL, ua);
  rf_aliases_add (&self->by_uri, uri, NULL, ua);

  return ua;
}

/* Who hides behind @uri at @end of @message; NULL where it hides nobody. */
static RfUa *
find_nameless (RfParties          *self,
               const RfMessage    *message,
               const RfSipMessage *sip,
               guint               end,
               RfStr               uri)
{
  RfCallNode *call = message->transaction->call;
  g_autofree char *identity = NULL;
  RfAlias *alias;
  RfUri parts;
  RfUa *ua;

  if (call->nameless && rf_str_equal (call->nameless->text, uri))
    return rf_alias_get_ua (call->nameless);
  if (!rf_uri_parse (&parts, uri) || !rf_uri_is_anonymous (&parts))
    return NULL;

  identity = rf_anonymous_dup_identity (message, sip, end, &parts);
  ua = get_ua (self, rf_str_from_c (identity), NULL);
  if (!call->nameless) {
    alias = rf_arena_new0 (self->arena, RfAlias);
    *alias = (RfAlias) { .text = rf_arena_dup_str (self->arena, uri), .ua = ua };
    call->nameless = alias;
  }

  return ua;
}

/* Who is meant by the URI in From (@end 0) or To of a message. */
static RfUa *
get_ua_in_call (RfParties          *self,
                const RfMessage    *message,
                const RfSipMessage *sip,
                guint               end,
                RfPlace            *place)
{
  RfCallNode *call = message->transaction->call;
  RfStr uri = end == 0 ? sip->from.uri : sip->to.uri;
  RfUa *ua = rf_retarget_find (call, end == 0 ? sip->from.tag : sip->to.tag);

  if (ua)
    return ua;
  for (guint i = 0; i < G_N_ELEMENTS (call->last_names); i++) {
    if (call->last_names[i] && rf_str_equal (call->last_names[i]->text, uri))
      return rf_alias_get_ua (call->last_names[i]);
  }
  call->last_names[end] = rf_aliases_lookup (&self->by_uri, uri, NULL);
  if (call->last_names[end])
    return rf_alias_get_ua (call->last_names[end]);

  ua = find_nameless (self, message, sip, end, uri);
  if (ua)
    return ua;
  ua = get_ua (self, uri, place);
  call->last_names[end] = rf_aliases_lookup (&self->by_uri, uri, NULL);

  return ua;
}

/* An anonymous URI comes with no name that tells anything, and who answers in the place of another
 * with the name of that one. */
static gboolean
is_nameless (const RfMessage    *message,
             const RfSipAddress *address)
{
  const RfCallNode *call = message->transaction->call;

  return (call->nameless && rf_str_equal (call->nameless->text, address->uri)) ||
         rf_retarget_find (call, address->tag);
}

/**
 * rf_parties_find:
 * @self: the parties
 * @uri: a URI without brackets
 *
 * Returns: (nullable): who is known under @uri
 */
RfUa *
rf_parties_find (RfParties *self,
                 RfStr      uri)
{
  g_autofree char *identity = NULL;
  RfUri parts;
  RfUa *ua;

  g_assert (self != NULL);

  ua = rf_aliases_find (&self->by_uri, uri, NULL);
  if (ua || !rf_uri_parse (&parts, uri))
    return ua;
  identity = rf_uri_dup_identity (&parts);

  return rf_aliases_find (&self->by_identity, rf_str_from_c (identity), NULL);
}

/**
 * rf_parties_name:
 * @self: the parties
 * @uri: a URI without brackets; must live as long as the arena
 * @name: what its lifeline is to be called; must live as long as the arena
 *
 * Names somebody, whether or not anything was heard of him yet.
 */
void
rf_parties_name (RfParties *self,
                 RfStr      uri,
                 RfStr      name)
{
  RfUa *ua;

  g_assert (self != NULL);

  ua = get_ua (self, uri, NULL);
  ua->given_name = name;
  if (ua->party)
    rf_party_labels_offer_name (self->labels, ua->party, name, RF_NAME_GIVEN);
}

static guint32 *
get_next_at (RfMessage     *message,
             const RfPlace *place)
{
  return &message->next_at[rf_message_get_place (message, 0) == place ? 0 : 1];
}

static void
add_to_place (RfMessage *message,
              RfPlace   *place)
{
  if (place->last)
    *get_next_at (place->last, place) = message->pub.index + 1;
  else
    place->first = message;
  place->last = message;
}

static void
turn_messages (RfParties *self,
               RfPlace   *place,
               int        party)
{
  RfMessage *message = place->first;

  while (message) {
    guint32 next = *get_next_at (message, place);

    if (rf_message_get_place (message, 0) == place)
      message->pub.from_party = party;
    if (rf_message_get_place (message, 1) == place)
      message->pub.to_party = party;
    message = next > 0 ? rf_pool_get (self->messages, next - 1) : NULL;
  }
}

/* @place was seen to forward. Its lifeline is named by the address that it gives in Via where that
 * is its own. */
static RfPartyLabel *
make_proxy (RfParties *self,
            RfPlace   *place,
            RfStr      sent_by)
{
  RfEndpoint endpoint = place->endpoint;
  RfPlace *home = place;
  RfUa *stand_in;
  g_autofree char *address = NULL;

  if (place->proxy)
    return place->proxy;

  if (rf_endpoint_from_host_port (&endpoint, sent_by, 5060) &&
      rf_endpoint_same_address (&endpoint, &place->endpoint))
    home = get_place (self, &endpoint);
  if (home != place) {
    place->proxy = make_proxy (self, home, RF_STR_INIT);
    turn_messages (self, place, (int) place->proxy->index);
    return place->proxy;
  }

  address = rf_endpoint_to_string (&place->endpoint);
  stand_in = place->first_ua;
  if (stand_in && stand_in->party && !stand_in->has_more_places) {
    place->proxy = g_steal_pointer (&stand_in->party);
    stand_in->place = stand_in->last_place = NULL;
    rf_party_labels_rename (self->labels, place->proxy, address);
  } else {
    place->proxy = rf_party_labels_add (self->labels, address, address);
  }
  place->proxy->pub.kind = RF_PARTY_PROXY;
  turn_messages (self, place, (int) place->proxy->index);

  return place->proxy;
}

/* The user whom @leg wanted of a B2BUA is whom @sip calls in the other leg, by the address of a
 * phone, where no other phone of his was seen. */
static void
learn_called (RfParties          *self,
              const RfMessage    *leg,
              const RfSipMessage *sip)
{
  RfUa *wanted = leg->dialog->remote_ua;
  g_autofree char *identity = NULL;
  RfUri phone;

  if (!wanted || wanted->user[0] == '\0' || wanted->has_more_places ||
      (wanted->place && !wanted->place->proxy) || !rf_uri_parse (&phone, sip->to.uri) ||
      !rf_str_equal (phone.user, rf_str_from_c (wanted->user)))
    return;
  wanted->place = wanted->last_place = NULL;
  identity = rf_uri_dup_identity (&phone);
  rf_aliases_add (&self->by_identity, rf_str_from_c (identity), NULL, wanted);
}

/* In the other leg a B2BUA may write its own host for that of the caller. */
static void
learn_caller (const RfMessage *leg,
              RfUa            *from)
{
  RfUa *caller = leg->dialog->local_ua;

  if (from == caller || from->party || from->place || !rf_b2bua_is_namesake (caller, from))
    return;
  from->meant = caller;
}

/* Whether @message shows that whoever is at its source stands in the middle of a call. */
static gboolean
is_by_b2bua (RfParties          *self,
             RfMessage          *message,
             const RfSipMessage *sip,
             RfUa               *from)
{
  RfPlace *place = rf_message_get_place (message, 0);
  const RfMessage *leg;
  RfPartyLabel *label;

  /* A place where nothing but the sender was ever seen is his. */
  if (sip->method != RF_SIP_INVITE || sip->to.tag.len > 0 ||
      (!place->is_b2bua && (place->proxy || (from->place == place && !from->has_more_places))))
    return place->is_b2bua;
  leg = rf_b2bua_find_leg (place, message, sip, from);
  if (!leg)
    return place->is_b2bua;
  if (leg->transaction->call != message->transaction->call)
    message->transaction->call->leg_of = leg->transaction->call;
  if (!place->is_b2bua) {
    place->is_b2bua = TRUE;
    label = make_proxy (self, place, RF_STR_INIT);
    label->pub.kind = RF_PARTY_B2BUA;
    rf_party_labels_call (self->labels, label, rf_b2bua_get_name (message, leg));
  }
  learn_called (self, leg, sip);
  if (rf_endpoint_same_address (&from->literal, &place->endpoint))
    learn_caller (leg, from);

  return TRUE;
}

static RfPartyLabel *
place_sender (RfParties          *self,
              RfMessage          *message,
              const RfSipMessage *sip,
              RfEnds             *ends)
{
  RfPlace *place = rf_message_get_place (message, 0);
  RfUa *ua = get_ua_in_call (self, message, sip, 0, sip->n_vias == 1 ? place : NULL);
  RfEndpoint listening;

  ends->from = ua;
  if (sip->n_vias > 1)
    return make_proxy (self, place, sip->via_sent_by);
  if (is_by_b2bua (self, message, sip, ua)) {
    ends->from = ua->meant ? ua->meant : ua;
    return place->proxy;
  }
  /* A proxy also asks on its own account; above all its CANCEL, and its ACK to a final response
   * that is no 2xx, go one hop, with its own Via only, but in the name of the caller (RFC 3261
   * §9.1, §17.1.1.3). */
  if (place->proxy)
    return place->proxy;

  if (ua->last_place != place) {
    bind_place (self, ua, place);
    /* Over TCP a phone sends from any port; the one it listens on stands in Via. */
    if (rf_endpoint_from_host_port (&listening, sip->via_sent_by, 5060) &&
        rf_endpoint_same_address (&listening, &place->endpoint))
      rf_aliases_add (&self->by_user, rf_str_from_c (ua->user), &listening, ua);
  }
  if (!is_nameless (message, &sip->from))
    rf_party_labels_offer_name (self->labels, get_lifeline (self, ua), sip->from.display_name,
                                sip->to.tag.len == 0 ? RF_NAME_OWN : RF_NAME_HEARSAY);

  return get_lifeline (self, ua);
}

/* Whom a request is for. Before a dialog is there, a server may have put the address of a phone in
 * the start line. */
static RfUa *
find_addressee (RfParties          *self,
                const RfMessage    *message,
                const RfSipMessage *sip,
                RfEnds             *ends,
                RfPlace            *place)
{
  RfUa *ua = NULL;

  if (sip->to.tag.len == 0) {
    ua = rf_parties_find (self, sip->request_uri);
    if (!ua && rf_retarget_is_redirected (message->transaction->call, sip))
      ua = get_ua (self, sip->request_uri, place);
  }
  if (!ua && sip->method != RF_SIP_REGISTER)
    ua = ends->to = get_ua_in_call (self, message, sip, 1, place);
  if (!ua || ua == ends->from)
    ua = place->first_ua != ends->from ? place->first_ua : NULL;

  return ua ? ua : get_ua (self, sip->request_uri, place);
}

static gboolean
begins_dialog (const RfSipMessage *sip)
{
  return sip->to.tag.len == 0 && (sip->method == RF_SIP_INVITE || sip->method == RF_SIP_REFER ||
                                  sip->method == RF_SIP_SUBSCRIBE);
}

static RfPartyLabel *
place_receiver (RfParties          *self,
                RfMessage          *message,
                const RfSipMessage *sip,
                RfEnds             *ends)
{
  RfPlace *place = rf_message_get_place (message, 1);
  gboolean is_call = sip->method == RF_SIP_INVITE && sip->to.tag.len == 0;
  RfPartyLabel *party;
  RfUa *ua, *named;

  if (place->is_b2bua && is_call)
    rf_b2bua_note (place, self->arena, message, ends->from, NULL);
  if (place->proxy)
    return place->proxy;
  ua = find_addressee (self, message, sip, ends, place);
  if (is_call)
    rf_b2bua_note (place, self->arena, message, ends->from, ua);
  party = get_lifeline (self, ua);
  bind_place (self, ua, place);
  if (begins_dialog (sip) && !ends->to)
    ends->to = get_ua_in_call (self, message, sip, 1, place);
  if (begins_dialog (sip) && ends->to != ua)
    rf_retarget_note_request (message->transaction->call, self->arena, message->transaction, ua);
  named = ends->to ? ends->to : rf_parties_find (self, sip->to.uri);
  if (named == ua && !is_nameless (message, &sip->to))
    rf_party_labels_offer_name (self->labels, party, sip->to.display_name, RF_NAME_HEARSAY);

  return party;
}

/* A phone may be called by its Contact: in Refer-To, or by a server that it registered with. */
static void
learn_contact (RfParties          *self,
               const RfSipMessage *sip,
               const RfEnds       *ends)
{
  RfUa *owner = sip->is_request ? ends->from : ends->to;
  g_autofree char *identity = NULL;
  RfSipAddress contact;
  RfStr text;
  RfUri parts;

  if (sip->is_request ? sip->method != RF_SIP_INVITE && sip->method != RF_SIP_REGISTER
                      : sip->method != RF_SIP_INVITE || sip->status < 200 || sip->status > 299)
    return;
  if (!rf_sip_address_parse (&contact,
                             rf_str_head (sip->contact,
                                          rf_str_find_outside_quotes (sip->contact, ','))) ||
      rf_aliases_find (&self->by_uri, contact.uri, NULL) || !rf_uri_parse (&parts, contact.uri) ||
      parts.user.len == 0)
    return;

  identity = rf_uri_dup_identity (&parts);
  text = rf_str_from_c (identity);
  rf_aliases_add (&self->by_identity, text, NULL, owner);
  /* It comes with each call, and is not to be taken apart again. */
  rf_aliases_add (&self->by_uri, contact.uri, NULL,
                  rf_aliases_find (&self->by_identity, text, NULL));
}

static void
place_request (RfParties          *self,
               RfMessage          *message,
               const RfSipMessage *sip,
               RfEnds             *ends)
{
  RfPartyLabel *from = place_sender (self, message, sip, ends);
  RfPartyLabel *to = place_receiver (self, message, sip, ends);

  message->pub.from_party = (int) from->index;
  message->pub.to_party = (int) to->index;
}

/* Where the request of a response was not captured, Via and the identities tell. */
static void
place_answer_alone (RfParties          *self,
                    RfMessage          *message,
                    const RfSipMessage *sip)
{
  RfPlace *here = rf_message_get_place (message, 0);
  RfPlace *there = rf_message_get_place (message, 1);
  RfPartyLabel *from, *to;
  RfUa *ua;

  if (sip->n_vias > 1) {
    to = make_proxy (self, there, sip->via_sent_by);
  } else if (there->proxy) {
    to = there->proxy;
  } else {
    ua = get_ua_in_call (self, message, sip, 0, there);
    bind_place (self, ua, there);
    to = get_lifeline (self, ua);
  }
  from = here->proxy;
  if (!from) {
    ua = get_ua (self, sip->method == RF_SIP_REGISTER ? sip->via_sent_by : sip->to.uri, here);
    bind_place (self, ua, here);
    from = get_lifeline (self, ua);
  }
  message->pub.from_party = (int) from->index;
  message->pub.to_party = (int) to->index;
}

/* Responses run back the way of their request. */
static void
place_response (RfParties          *self,
                RfMessage          *message,
                const RfSipMessage *sip)
{
  const RfTransaction *transaction = message->transaction;
  const RfMessage *request = transaction->request;

  if (!request) {
    place_answer_alone (self, message, sip);
    return;
  }
  message->pub.from_party = request->pub.to_party;
  message->pub.to_party = request->pub.from_party;
  if (transaction->is_initial)
    rf_retarget_note_answer (transaction->call, self->arena, transaction, sip->to.tag);
  if (sip->method == RF_SIP_INVITE && sip->status >= 300 && sip->status <= 399)
    rf_retarget_note_redirection (transaction->call, self->arena, message);
}

/**
 * rf_parties_set_places:
 * @self: the parties
 * @message: a new message
 * @call: everything with its Call-ID
 * @input: where it was seen
 *
 * Sets source and destination of @message.
 */
void
rf_parties_set_places (RfParties          *self,
                       RfMessage          *message,
                       RfCallNode         *call,
                       const RfTraceInput *input)
{
  g_assert (self != NULL);

  message->pub.source = &get_place_in_call (self, call, 0, &input->source)->endpoint;
  message->pub.destination = &get_place_in_call (self, call, 1, &input->destination)->endpoint;
}

/**
 * rf_parties_place:
 * @self: the parties
 * @message: a new message, its places and its transaction known
 * @sip: what it says
 * @ends: (out): whom From and To name
 *
 * Sets both ends of @message, and of earlier ones where this one shows that they went through a
 * proxy.
 */
void
rf_parties_place (RfParties          *self,
                  RfMessage          *message,
                  const RfSipMessage *sip,
                  RfEnds             *ends)
{
  g_assert (self != NULL);

  *ends = (RfEnds) { 0 };
  if (sip->is_request)
    place_request (self, message, sip, ends);
  else
    place_response (self, message, sip);

  add_to_place (message, rf_message_get_place (message, 0));
  if (message->pub.source != message->pub.destination)
    add_to_place (message, rf_message_get_place (message, 1));

  /* Both ends of a dialog are to be found, even where only a proxy was seen. */
  if (!ends->from)
    ends->from = get_ua_in_call (self, message, sip, 0, NULL);
  if (!ends->to)
    ends->to = get_ua_in_call (self, message, sip, 1, NULL);
  learn_contact (self, sip, ends);
}

/**
 * rf_parties_get_n:
 * @self: the parties
 *
 * Returns: how many lifelines there are
 */
guint
rf_parties_get_n (RfParties *self)
{
  return rf_party_labels_get_n (self->labels);
}

/**
 * rf_parties_get:
 * @self: the parties
 * @index: index of a lifeline
 *
 * Returns: (transfer none): its name
 */
const RfTraceParty *
rf_parties_get (RfParties *self,
                guint      index)
{
  return &rf_party_labels_get (self->labels, index)->pub;
}

/**
 * rf_ua_get_index:
 * @ua: (nullable): somebody
 *
 * Returns: index of the lifeline, or -1
 */
int
rf_ua_get_index (const RfUa *ua)
{
  return ua && ua->party ? (int) ua->party->index : -1;
}
