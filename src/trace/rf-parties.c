/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-parties"

#include "config.h"

#include "rf-parties.h"

#include "rf-party-label.h"

/*
 * Whether an address is a phone or a proxy shows only when it forwards something: until then what
 * is sent there is drawn as going to the one it is meant for. When it does forward, the lifeline
 * that stood in for it becomes the proxy's, the phone behind it gets a new one, and earlier
 * messages at that address are turned to it.
 */

/* A user agent: somebody with a SIP identity. */
struct _RfUa {
  RfPartyLabel *party;    /* its lifeline; NULL until it needs one */
  const char   *identity;
  const char   *user;
  RfStr         given_name; /* empty where it was given none */
  RfEndpoint    literal;  /* the address in its identity, family 0 where that is a name */
  RfPlace      *place;    /* where it was seen first */
  RfPlace      *last_place;
  gboolean      has_more_places;
};

/* An address and port on the wire. */
struct _RfPlace {
  RfEndpoint    endpoint;
  RfPartyLabel *proxy;    /* NULL as long as nothing was seen to be forwarded from here */
  RfUa         *first_ua;
  RfMessage    *first;    /* messages that left or arrived here */
  RfMessage    *last;
};

/* One way to write an identity, or a user at an address, and whom it means. */
typedef struct {
  RfStr      text;
  RfEndpoint endpoint;
  RfUa      *ua;
} Alias;

struct _RfParties {
  RfArena       *arena;
  RfPartyLabels *labels;
  /* Alias: URIs as they are written, for not taking the same one apart again */
  GHashTable    *by_uri;
  GHashTable    *by_identity; /* Alias */
  GHashTable    *by_user;     /* Alias: user part and endpoint */
  GHashTable    *places;      /* RfPlace */
};

static guint
hash_alias (gconstpointer key)
{
  const Alias *alias = key;

  return rf_str_hash (alias->text, rf_endpoint_hash (&alias->endpoint));
}

static gboolean
equal_aliases (gconstpointer a,
               gconstpointer b)
{
  const Alias *x = a;
  const Alias *y = b;

  return rf_str_equal (x->text, y->text) && rf_endpoint_equal (&x->endpoint, &y->endpoint);
}

static guint
hash_place (gconstpointer key)
{
  return rf_endpoint_hash (&((const RfPlace *) key)->endpoint);
}

static gboolean
equal_places (gconstpointer a,
              gconstpointer b)
{
  return rf_endpoint_equal (&((const RfPlace *) a)->endpoint, &((const RfPlace *) b)->endpoint);
}

/**
 * rf_parties_new:
 * @arena: where parties are to live
 *
 * Returns: (transfer full): nobody
 */
RfParties *
rf_parties_new (RfArena *arena)
{
  RfParties *self = g_new0 (RfParties, 1);

  self->arena = arena;
  self->labels = rf_party_labels_new (arena);
  self->by_uri = g_hash_table_new (hash_alias, equal_aliases);
  self->by_identity = g_hash_table_new (hash_alias, equal_aliases);
  self->by_user = g_hash_table_new (hash_alias, equal_aliases);
  self->places = g_hash_table_new (hash_place, equal_places);

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
  g_hash_table_unref (self->by_uri);
  g_hash_table_unref (self->by_identity);
  g_hash_table_unref (self->by_user);
  g_hash_table_unref (self->places);
  rf_party_labels_free (self->labels);
  g_free (self);
}

static RfUa *
find_alias (GHashTable       *table,
            RfStr             text,
            const RfEndpoint *endpoint)
{
  Alias key = { .text = text, .endpoint = endpoint ? *endpoint : (RfEndpoint) { 0 } };
  Alias *alias = g_hash_table_lookup (table, &key);

  return alias ? alias->ua : NULL;
}

/* Does nothing where @text already means somebody. @text must live as long as the arena. */
static void
add_alias (RfParties        *self,
           GHashTable       *table,
           RfStr             text,
           const RfEndpoint *endpoint,
           RfUa             *ua)
{
  Alias *alias;

  if (find_alias (table, text, endpoint))
    return;
  alias = rf_arena_new0 (self->arena, Alias);
  alias->text = text;
  alias->ua = ua;
  if (endpoint)
    alias->endpoint = *endpoint;
  g_hash_table_add (table, alias);
}

static RfPlace *
get_place (RfParties        *self,
           const RfEndpoint *endpoint)
{
  RfPlace key = { .endpoint = *endpoint };
  RfPlace *place = g_hash_table_lookup (self->places, &key);

  if (!place) {
    place = rf_arena_new0 (self->arena, RfPlace);
    place->endpoint = *endpoint;
    g_hash_table_add (self->places, place);
  }

  return place;
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
    add_alias (self, self->by_user, rf_str_from_c (ua->user), &place->endpoint, ua);
}

/* The same user at the same address is the same phone, where one of its two names is just that
 * address. */
static RfUa *
find_by_user (RfParties        *self,
              const char       *user,
              const RfEndpoint *literal,
              const RfEndpoint *endpoint)
{
  RfUa *ua = user[0] != '\0' ? find_alias (self->by_user, rf_str_from_c (user), endpoint) : NULL;

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
  RfUa *ua = find_alias (self->by_uri, uri, NULL);
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

  ua = find_alias (self->by_identity, rf_str_from_c (identity), NULL);
  if (!ua && place)
    ua = find_by_user (self, user, &literal, &place->endpoint);
  if (!ua) {
    ua = rf_arena_new0 (self->arena, RfUa);
    ua->identity = rf_arena_dup_c (self->arena, identity);
    ua->user = rf_arena_dup_c (self->arena, user);
    ua->literal = literal;
  }
  add_alias (self, self->by_identity, rf_str_from_c (rf_arena_dup_c (self->arena, identity)), NULL,
             ua);
  add_alias (self, self->by_uri, uri, NULL, ua);

  return ua;
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

  ua = find_alias (self->by_uri, uri, NULL);
  if (ua || !rf_uri_parse (&parts, uri))
    return ua;
  identity = rf_uri_dup_identity (&parts);

  return find_alias (self->by_identity, rf_str_from_c (identity), NULL);
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

static int
get_side (const RfMessage *message,
          const RfPlace   *place)
{
  return message->places[0] == place ? 0 : 1;
}

static void
add_to_place (RfMessage *message,
              RfPlace   *place)
{
  if (place->last)
    place->last->next_at[get_side (place->last, place)] = message;
  else
    place->first = message;
  place->last = message;
}

static void
turn_messages (RfPlace *place,
               int      party)
{
  for (RfMessage *m = place->first; m; m = m->next_at[get_side (m, place)]) {
    if (m->places[0] == place)
      m->pub.from_party = party;
    if (m->places[1] == place)
      m->pub.to_party = party;
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
    turn_messages (place, (int) place->proxy->index);
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
  turn_messages (place, (int) place->proxy->index);

  return place->proxy;
}

static RfPartyLabel *
place_sender (RfParties          *self,
              RfMessage          *message,
              const RfSipMessage *sip,
              RfUa              **sender)
{
  RfPlace *place = message->places[0];
  RfUa *ua = get_ua (self, sip->from.uri, sip->n_vias == 1 ? place : NULL);
  RfEndpoint listening;

  *sender = ua;
  if (sip->n_vias > 1)
    return make_proxy (self, place, sip->via_sent_by);
  /* A proxy may also ask on its own account. */
  if (place->proxy && (!ua->place || (ua->place == place && !ua->has_more_places)))
    return place->proxy;

  if (ua->last_place != place) {
    bind_place (self, ua, place);
    /* Over TCP a phone sends from any port; the one it listens on stands in Via. */
    if (rf_endpoint_from_host_port (&listening, sip->via_sent_by, 5060) &&
        rf_endpoint_same_address (&listening, &place->endpoint))
      add_alias (self, self->by_user, rf_str_from_c (ua->user), &listening, ua);
  }
  rf_party_labels_offer_name (self->labels, get_lifeline (self, ua), sip->from.display_name,
                              sip->to.tag.len == 0 ? RF_NAME_OWN : RF_NAME_HEARSAY);

  return get_lifeline (self, ua);
}

/* Whom a request is for. Before a dialog is there, a server may have put the address of a phone in
 * the start line. */
static RfUa *
find_addressee (RfParties          *self,
                const RfSipMessage *sip,
                RfUa               *sender,
                RfPlace            *place)
{
  RfUa *ua = NULL;

  if (sip->to.tag.len == 0)
    ua = rf_parties_find (self, sip->request_uri);
  if (!ua && sip->method != RF_SIP_REGISTER)
    ua = get_ua (self, sip->to.uri, place);
  if (!ua || ua == sender)
    ua = place->first_ua != sender ? place->first_ua : NULL;

  return ua ? ua : get_ua (self, sip->request_uri, place);
}

static RfPartyLabel *
place_receiver (RfParties          *self,
                RfMessage          *message,
                const RfSipMessage *sip,
                RfUa               *sender)
{
  RfPlace *place = message->places[1];
  RfPartyLabel *party;
  RfUa *ua;

  if (place->proxy)
    return place->proxy;
  ua = find_addressee (self, sip, sender, place);
  party = get_lifeline (self, ua);
  bind_place (self, ua, place);
  if (rf_parties_find (self, sip->to.uri) == ua)
    rf_party_labels_offer_name (self->labels, party, sip->to.display_name, RF_NAME_HEARSAY);

  return party;
}

/* A phone may be called by its Contact: in Refer-To, or by a server that it registered with. */
static void
learn_contact (RfParties          *self,
               const RfSipMessage *sip)
{
  RfStr owner = sip->is_request ? sip->from.uri : sip->to.uri;
  g_autofree char *identity = NULL;
  RfSipAddress contact;
  RfUri parts;
  RfUa *ua;

  if (sip->is_request ? sip->method != RF_SIP_INVITE && sip->method != RF_SIP_REGISTER
                      : sip->method != RF_SIP_INVITE || sip->status < 200 || sip->status > 299)
    return;
  if (!rf_sip_address_parse (&contact,
                             rf_str_head (sip->contact,
                                          rf_str_find_outside_quotes (sip->contact, ','))) ||
      find_alias (self->by_uri, contact.uri, NULL) || !(ua = rf_parties_find (self, owner)) ||
      !rf_uri_parse (&parts, contact.uri) || parts.user.len == 0)
    return;

  identity = rf_uri_dup_identity (&parts);
  add_alias (self, self->by_identity, rf_str_from_c (rf_arena_dup_c (self->arena, identity)), NULL,
             ua);
}

static void
place_request (RfParties          *self,
               RfMessage          *message,
               const RfSipMessage *sip)
{
  RfUa *sender;
  RfPartyLabel *from = place_sender (self, message, sip, &sender);
  RfPartyLabel *to = place_receiver (self, message, sip, sender);

  message->pub.from_party = (int) from->index;
  message->pub.to_party = (int) to->index;
}

/* Responses run back the way of their request; where that was not captured, Via and the identities
 * tell. */
static void
place_response (RfParties          *self,
                RfMessage          *message,
                const RfSipMessage *sip)
{
  RfMessage *request = message->transaction->request;
  RfPlace *here = message->places[0];
  RfPlace *there = message->places[1];
  RfPartyLabel *from, *to;
  RfUa *ua;

  if (request) {
    message->pub.from_party = request->pub.to_party;
    message->pub.to_party = request->pub.from_party;
    return;
  }

  if (sip->n_vias > 1) {
    to = make_proxy (self, there, sip->via_sent_by);
  } else {
    ua = get_ua (self, sip->from.uri, there);
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

/**
 * rf_parties_place:
 * @self: the parties
 * @message: a new message, its transaction known
 * @sip: what it says
 *
 * Sets both ends of @message, and of earlier ones where this one shows that they went through a
 * proxy.
 */
void
rf_parties_place (RfParties          *self,
                  RfMessage          *message,
                  const RfSipMessage *sip)
{
  g_assert (self != NULL);

  message->places[0] = get_place (self, &message->pub.source);
  message->places[1] = get_place (self, &message->pub.destination);
  if (sip->is_request)
    place_request (self, message, sip);
  else
    place_response (self, message, sip);

  add_to_place (message, message->places[0]);
  if (message->places[1] != message->places[0])
    add_to_place (message, message->places[1]);

  /* Both ends of a dialog are to be found, even where only a proxy was seen. */
  get_ua (self, sip->from.uri, NULL);
  get_ua (self, sip->to.uri, NULL);
  learn_contact (self, sip);
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
