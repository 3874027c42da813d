/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-uri"

#include "config.h"

#include "rf-uri.h"

/*
 * libre's uri_decode() is not used here: it looks for something like a URI anywhere in the text, in
 * time that grows with the square of its length, and these texts come from strangers. What follows
 * is one walk from left to right. The tests hold the two against each other.
 */

static gboolean
is_scheme (RfStr text)
{
  if (text.len == 0 || !g_ascii_isalpha (text.p[0]))
    return FALSE;
  for (gsize i = 1; i < text.len; i++) {
    if (!g_ascii_isalnum (text.p[i]) && !strchr ("+-.", text.p[i]))
      return FALSE;
  }

  return TRUE;
}

static gboolean
has_blank_or_bracket (RfStr text)
{
  for (gsize i = 0; i < text.len; i++) {
    if ((guchar) text.p[i] <= ' ' || text.p[i] == '<' || text.p[i] == '>' || text.p[i] == '"')
      return TRUE;
  }

  return FALSE;
}

/* What stands in brackets is an address, so that nobody hides parameters there. A zone may follow
 * (RFC 6874). */
static gboolean
is_address (RfStr text)
{
  text = rf_str_head (text, rf_str_find (text, '%'));
  for (gsize i = 0; i < text.len; i++) {
    if (!g_ascii_isxdigit (text.p[i]) && text.p[i] != ':' && text.p[i] != '.')
      return FALSE;
  }

  return text.len > 0;
}

/* Takes "[v6]", "name" and ":port" from the head of @rest. */
static gboolean
parse_host_port (RfUri *self,
                 RfStr *rest)
{
  gsize end = 0;
  guint64 port;

  if (rest->len > 0 && rest->p[0] == '[') {
    gsize close = rf_str_find (*rest, ']');

    self->host = rf_str_skip (rf_str_head (*rest, close), 1);
    if (close == rest->len || !is_address (self->host))
      return FALSE;
    *rest = rf_str_skip (*rest, close + 1);
  } else {
    while (end < rest->len && !strchr (":;?@", rest->p[end]))
      end++;
    self->host = rf_str_head (*rest, end);
    *rest = rf_str_skip (*rest, end);
  }

  if (rest->len > 0 && rest->p[0] == ':') {
    RfStr digits = rf_str_skip (*rest, 1);

    for (end = 0; end < digits.len && g_ascii_isdigit (digits.p[end]); end++)
      ;
    if (!rf_str_parse_uint (rf_str_head (digits, end), G_MAXUINT16, &port))
      return FALSE;
    self->port = (guint16) port;
    *rest = rf_str_skip (digits, end);
  }

  return self->host.len > 0 && (rest->len == 0 || rest->p[0] == ';' || rest->p[0] == '?');
}

static void
parse_user (RfUri *self,
            RfStr  userinfo)
{
  gsize colon = rf_str_find (userinfo, ':');

  self->user = rf_str_head (userinfo, colon);
  self->password = rf_str_skip (userinfo, colon + 1);
}

/* The "@" that ends the user part. One behind "?" belongs to a header that was not escaped, as
 * some send it. */
static gsize
find_at (RfStr rest)
{
  gsize at = rf_str_find (rest, '@');
  gsize first_question = rf_str_find (rest, '?');

  if (at == rest.len || first_question > at)
    return at;

  /* A user part may hold "?" too (RFC 3261 §25.1, user-unreserved); a header follows as
   * name=value. */
  return rf_str_find (rf_str_head (rf_str_skip (rest, first_question), at - first_question), '=') ==
         at - first_question ? at : rest.len;
}

/**
 * rf_uri_parse:
 * @self: (out): the parts
 * @text: a URI without angle brackets
 *
 * Takes sip, sips and tel URIs apart; of any other scheme, everything behind the colon becomes the
 * host.
 *
 * Returns: whether @text is a URI
 */
gboolean
rf_uri_parse (RfUri *self,
              RfStr  text)
{
  gsize colon;
  gsize at;
  RfStr rest;

  g_return_val_if_fail (self != NULL, FALSE);

  text = rf_str_trim (text);
  colon = rf_str_find (text, ':');
  *self = (RfUri) { .scheme = rf_str_head (text, colon) };
  if (colon == text.len || !is_scheme (self->scheme) || has_blank_or_bracket (text))
    return FALSE;

  rest = rf_str_skip (text, colon + 1);
  if (rf_str_case_equal_c (self->scheme, "tel")) {
    self->user = rf_str_head (rest, rf_str_find (rest, ';'));
    self->params = rf_str_skip (rest, self->user.len);
    return self->user.len > 0;
  }
  if (!rf_str_case_equal_c (self->scheme, "sip") && !rf_str_case_equal_c (self->scheme, "sips")) {
    self->host = rest;
    return rest.len > 0;
  }

  at = find_at (rest);
  if (at < rest.len) {
    parse_user (self, rf_str_head (rest, at));
    rest = rf_str_skip (rest, at + 1);
  }
  if (!parse_host_port (self, &rest))
    return FALSE;
  self->params = rf_str_head (rest, rf_str_find (rest, '?'));
  self->headers = rf_str_skip (rest, self->params.len + 1);

  return TRUE;
}

static int
get_escaped (RfStr text,
             gsize at)
{
  int high, low;

  if (at + 2 >= text.len || text.p[at] != '%')
    return -1;
  high = g_ascii_xdigit_value (text.p[at + 1]);
  low = g_ascii_xdigit_value (text.p[at + 2]);

  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/**
 * rf_uri_unescape:
 * @text: part of a URI
 *
 * Returns: (transfer full): @text with its %HH decoded; %00 and what is no escape are left as they
 *   are
 */
char *
rf_uri_unescape (RfStr text)
{
  GString *out = g_string_sized_new (text.len + 1);

  for (gsize i = 0; i < text.len; i++) {
    int c = get_escaped (text, i);

    if (c > 0) {
      g_string_append_c (out, (char) c);
      i += 2;
    } else {
      g_string_append_c (out, text.p[i]);
    }
  }

  return g_string_free (out, FALSE);
}

static gboolean
equal_unescaped (RfStr    a,
                 RfStr    b,
                 gboolean fold_case)
{
  g_autofree char *plain_a = NULL;
  g_autofree char *plain_b = NULL;

  if (rf_str_equal (a, b))
    return TRUE;
  if (rf_str_find (a, '%') == a.len && rf_str_find (b, '%') == b.len)
    return fold_case && rf_str_case_equal (a, b);

  plain_a = rf_uri_unescape (a);
  plain_b = rf_uri_unescape (b);

  return fold_case ? g_ascii_strcasecmp (plain_a, plain_b) == 0 : g_str_equal (plain_a, plain_b);
}

/* These matter when they stand in only one of the two; any other is compared only where both have
 * it. */
static gboolean
is_decisive_param (RfStr name)
{
  static const char * const names[] = { "user", "ttl", "method", "maddr", "transport" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (rf_str_case_equal_c (name, names[i]))
      return TRUE;
  }

  return FALSE;
}

/* More parameters than this are not looked at: comparing is a nested loop, and the URI is a
 * stranger's. */
#define MAX_PARAMS 32

static gboolean
params_agree (RfStr a,
              RfStr b)
{
  RfStr name, value, other;

  for (int i = 0; i < MAX_PARAMS && rf_str_next_param (&a, &name, &value); i++) {
    RfStr rest = b;
    RfStr b_name;
    gboolean found = FALSE;

    for (int j = 0; j < MAX_PARAMS && !found && rf_str_next_param (&rest, &b_name, &other); j++)
      found = rf_str_case_equal (name, b_name);
    if (found ? !equal_unescaped (value, other, TRUE) : is_decisive_param (name))
      return FALSE;
  }

  return TRUE;
}

static gboolean
find_header_value (RfStr  headers,
                   RfStr  name,
                   RfStr *value)
{
  while (headers.len > 0) {
    RfStr one = rf_str_head (headers, rf_str_find (headers, '&'));
    gsize equals = rf_str_find (one, '=');

    headers = rf_str_skip (headers, one.len + 1);
    if (!equal_unescaped (rf_str_head (one, equals), name, TRUE))
      continue;
    *value = rf_str_skip (one, equals + 1);
    return TRUE;
  }

  return FALSE;
}

static gboolean
headers_agree (RfStr a,
               RfStr b)
{
  for (int i = 0; i < MAX_PARAMS && a.len > 0; i++) {
    RfStr one = rf_str_head (a, rf_str_find (a, '&'));
    gsize equals = rf_str_find (one, '=');
    RfStr other;

    if (!find_header_value (b, rf_str_head (one, equals), &other) ||
        !equal_unescaped (rf_str_skip (one, equals + 1), other, FALSE))
      return FALSE;
    a = rf_str_skip (a, one.len + 1);
  }

  return TRUE;
}

static gboolean
hosts_agree (const RfUri *a,
             const RfUri *b)
{
  return rf_str_case_equal (a->scheme, b->scheme) && rf_str_case_equal (a->host, b->host) &&
         equal_unescaped (a->user, b->user, FALSE);
}

/**
 * rf_uri_equal:
 * @a: a URI
 * @b: another
 *
 * Compares as RFC 3261 §19.1.4 says: for one, a URI without a port and one with the default port
 * differ.
 *
 * Returns: whether the two are the same
 */
gboolean
rf_uri_equal (const RfUri *a,
              const RfUri *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return hosts_agree (a, b) && a->port == b->port &&
         equal_unescaped (a->password, b->password, FALSE) &&
         params_agree (a->params, b->params) && params_agree (b->params, a->params) &&
         headers_agree (a->headers, b->headers) && headers_agree (b->headers, a->headers);
}

/**
 * rf_uri_same_target:
 * @a: a URI
 * @b: another
 *
 * Returns: whether the two lead to the same user of the same host and port, whatever else they
 *   carry
 */
gboolean
rf_uri_same_target (const RfUri *a,
                    const RfUri *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return hosts_agree (a, b) && (a->port ? a->port : rf_uri_get_default_port (a)) ==
                               (b->port ? b->port : rf_uri_get_default_port (b));
}

static gboolean
is_tel (const RfUri *self)
{
  return rf_str_case_equal_c (self->scheme, "tel");
}

/* The next character of a telephone number that counts (RFC 3966 §5.1.1), 0 at its end. */
static char
next_digit (RfStr *number)
{
  while (number->len > 0 && strchr ("-.()", number->p[0]))
    *number = rf_str_skip (*number, 1);
  if (number->len == 0 || number->p[0] == ';')
    return '\0';
  *number = rf_str_skip (*number, 1);

  return number->p[-1];
}

static gboolean
equal_numbers (RfStr a,
               RfStr b)
{
  char digit;

  do {
    digit = next_digit (&a);
    if (digit != next_digit (&b))
      return FALSE;
  } while (digit != '\0');

  return TRUE;
}

/**
 * rf_uri_same_user:
 * @a: a URI
 * @b: another
 *
 * Returns: whether both have the same user, of whatever host: where one is a tel URI, the same
 *   number, as it is written for the eye or without separators (RFC 3261 §19.1.6)
 */
gboolean
rf_uri_same_user (const RfUri *a,
                  const RfUri *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->user.len == 0 || b->user.len == 0)
    return FALSE;

  return is_tel (a) || is_tel (b) ? equal_numbers (a->user, b->user)
                                  : equal_unescaped (a->user, b->user, FALSE);
}

/**
 * rf_uri_get_default_port:
 * @self: a URI
 *
 * Returns: the port that is meant where none is written
 */
guint16
rf_uri_get_default_port (const RfUri *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return rf_str_case_equal_c (self->scheme, "sips") ? 5061 : 5060;
}

static gboolean
is_word_for_nobody (RfStr text)
{
  static const char * const words[] = {
    "anonymous", "restricted", "unavailable", "unknown", "private",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (rf_str_case_equal_c (text, words[i]))
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_uri_is_anonymous:
 * @self: a URI
 *
 * Who withholds his name is sip:anonymous\@anonymous.invalid (RFC 3323 §4.1.1.3); the field has
 * other words for it, and other hosts. A host below .invalid alone does not tell: browsers write
 * one into their Contact, with a user part of their own.
 *
 * Returns: whether @self is what many share, and so is nobody's identity
 */
gboolean
rf_uri_is_anonymous (const RfUri *self)
{
  gsize dot;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->user.len > 0 && is_word_for_nobody (self->user))
    return TRUE;
  dot = rf_str_find (self->host, '.');

  return rf_str_case_equal_c (rf_str_skip (self->host, dot), ".invalid") &&
         (self->user.len == 0 || is_word_for_nobody (rf_str_head (self->host, dot)));
}

/**
 * rf_uri_dup_identity:
 * @self: a URI
 *
 * Says who is meant in one way only: without password, parameters, headers and a default port, the
 * host in small letters, sips as sip. A URI of a scheme that is not known stays as it is. It may
 * hold any byte that a URI may hold.
 *
 * Returns: (transfer full): "sip:user@host:port"
 */
char *
rf_uri_dup_identity (const RfUri *self)
{
  GString *out;
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;
  gboolean is_v6;

  g_return_val_if_fail (self != NULL, NULL);

  user = rf_uri_unescape (self->user);
  if (rf_str_case_equal_c (self->scheme, "tel"))
    return g_strconcat ("tel:", user, NULL);
  if (!rf_str_case_equal_c (self->scheme, "sip") && !rf_str_case_equal_c (self->scheme, "sips"))
    return g_strdup_printf ("%.*s:%.*s", RF_STR_ARGS (self->scheme), RF_STR_ARGS (self->host));

  host = g_ascii_strdown (self->host.p ? self->host.p : "", (gssize) self->host.len);
  is_v6 = rf_str_find (self->host, ':') < self->host.len;
  out = g_string_new ("sip:");
  if (user[0] != '\0')
    g_string_append_printf (out, "%s@", user);
  g_string_append_printf (out, is_v6 ? "[%s]" : "%s", host);
  if (self->port != 0 && self->port != rf_uri_get_default_port (self))
    g_string_append_printf (out, ":%u", self->port);

  return g_string_free (out, FALSE);
}

/**
 * rf_uri_dup_user:
 * @self: a URI
 *
 * Returns: (transfer full): the user part, decoded; empty where there is none
 */
char *
rf_uri_dup_user (const RfUri *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return rf_uri_unescape (self->user);
}

/**
 * rf_uri_dup_param:
 * @self: a URI
 * @name: name of a parameter of it; its case does not matter
 *
 * Returns: (transfer full) (nullable): the decoded value of the first such parameter; empty where
 *   it has none
 */
char *
rf_uri_dup_param (const RfUri *self,
                  const char  *name)
{
  RfStr rest, found, value;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  rest = self->params;
  while (rf_str_next_param (&rest, &found, &value)) {
    if (equal_unescaped (found, rf_str_from_c (name), TRUE))
      return rf_uri_unescape (value);
  }

  return NULL;
}

/**
 * rf_uri_dup_header:
 * @self: a URI
 * @name: name of a header in it; its case does not matter
 *
 * Returns: (transfer full) (nullable): the decoded value of the first such header
 */
char *
rf_uri_dup_header (const RfUri *self,
                   const char  *name)
{
  RfStr value;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  if (!find_header_value (self->headers, rf_str_from_c (name), &value))
    return NULL;

  return rf_uri_unescape (value);
}

/* One of each (RFC 3891 §6.1): of two, nobody can say which is meant. */
static gboolean
take_tags (RfReplaces *self,
           RfStr       params)
{
  RfStr name, value;
  guint n_to = 0;
  guint n_from = 0;

  while (rf_str_next_param (&params, &name, &value)) {
    if (rf_str_case_equal_c (name, "to-tag") || rf_str_case_equal_c (name, "remote-tag")) {
      self->to_tag = value;
      n_to++;
    } else if (rf_str_case_equal_c (name, "from-tag") || rf_str_case_equal_c (name, "local-tag")) {
      self->from_tag = value;
      n_from++;
    }
  }

  return n_to == 1 && n_from == 1;
}

/**
 * rf_replaces_parse:
 * @self: (out): the parts
 * @text: value of a Replaces or Target-Dialog header
 *
 * Returns: whether it names a dialog: a Call-ID and both tags, once each
 */
gboolean
rf_replaces_parse (RfReplaces *self,
                   RfStr       text)
{
  gsize end = rf_str_find (text, ';');
  RfStr params = rf_str_skip (text, end);

  g_return_val_if_fail (self != NULL, FALSE);

  *self = (RfReplaces) { .call_id = rf_str_trim (rf_str_head (text, end)) };
  self->early_only = rf_str_get_param (params, "early-only", NULL);

  return take_tags (self, params) && self->call_id.len > 0;
}

/**
 * rf_refer_to_parse:
 * @self: (out): what is asked for; clear it with rf_refer_to_clear()
 * @value: value of a Refer-To header
 *
 * A URI with parameters or headers must stand in angle brackets (RFC 8217); where the brackets are
 * missing everything is taken as the URI, as the sender meant it.
 *
 * Returns: whether there is a URI in it
 */
gboolean
rf_refer_to_parse (RfReferTo *self,
                   RfStr      value)
{
  RfSipAddress address;
  gsize question;

  g_return_val_if_fail (self != NULL, FALSE);

  *self = (RfReferTo) { 0 };
  if (!rf_sip_address_parse (&address, value))
    return FALSE;
  if (rf_str_find_outside_quotes (address.value, '<') == address.value.len)
    address.uri = address.value;
  if (!rf_uri_parse (&self->uri, address.uri))
    return FALSE;

  question = self->uri.headers.len > 0 ? (gsize) (self->uri.headers.p - 1 - address.uri.p)
                                       : address.uri.len;
  self->text = rf_str_head (address.uri, question);
  self->method = rf_uri_dup_param (&self->uri, "method");
  if (self->method && (*self->method == '\0' || g_ascii_strcasecmp (self->method, "INVITE") == 0))
    g_clear_pointer (&self->method, g_free);
  self->replaces_text = rf_uri_dup_header (&self->uri, "Replaces");
  self->has_replaces = self->replaces_text &&
                       rf_replaces_parse (&self->replaces, rf_str_from_c (self->replaces_text));
  self->uri.headers = RF_STR_INIT;

  return TRUE;
}

/**
 * rf_refer_to_clear:
 * @self: what rf_refer_to_parse() filled in
 *
 * Frees what @self holds.
 */
void
rf_refer_to_clear (RfReferTo *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->replaces_text, g_free);
  self->has_replaces = FALSE;
}
