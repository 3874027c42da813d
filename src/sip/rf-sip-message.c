/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-sip-message"

#include "config.h"

#include "rf-sip-message.h"

/*
 * One pass over the bytes, nothing allocated and nothing copied, for this is what indexing a
 * capture of a million messages spends its time on. It is liberal: it takes whatever can still be
 * placed in a ladder, and leaves judging a message to those who judge.
 */

typedef enum {
  HEADER_OTHER,
  HEADER_VIA,
  HEADER_FROM,
  HEADER_TO,
  HEADER_CALL_ID,
  HEADER_CSEQ,
  HEADER_CONTACT,
  HEADER_REFER_TO,
  HEADER_REFERRED_BY,
  HEADER_REPLACES,
  HEADER_EVENT,
  HEADER_SUBSCRIPTION_STATE,
  HEADER_CONTENT_TYPE,
  HEADER_CONTENT_LENGTH,
  HEADER_ALLOW,
  HEADER_SUPPORTED,
  HEADER_TARGET_DIALOG,
  HEADER_REQUIRE,
  HEADER_REFER_SUB,
} Header;

typedef struct {
  const char *name;
  Header      header;
} HeaderName;

#define LONGEST_NAME 18

/* By the length of the name, for most headers of a message are none of these. */
static const HeaderName header_names[LONGEST_NAME + 1][4] = {
  [2] = { { "To", HEADER_TO } },
  [3] = { { "Via", HEADER_VIA } },
  [4] = { { "From", HEADER_FROM }, { "CSeq", HEADER_CSEQ } },
  [5] = { { "Event", HEADER_EVENT }, { "Allow", HEADER_ALLOW } },
  [7] = { { "Call-ID", HEADER_CALL_ID }, { "Contact", HEADER_CONTACT },
          { "Require", HEADER_REQUIRE } },
  [8] = { { "Refer-To", HEADER_REFER_TO }, { "Replaces", HEADER_REPLACES } },
  [9] = { { "Supported", HEADER_SUPPORTED }, { "Refer-Sub", HEADER_REFER_SUB } },
  [11] = { { "Referred-By", HEADER_REFERRED_BY } },
  [12] = { { "Content-Type", HEADER_CONTENT_TYPE } },
  [13] = { { "Target-Dialog", HEADER_TARGET_DIALOG } },
  [14] = { { "Content-Length", HEADER_CONTENT_LENGTH } },
  [LONGEST_NAME] = { { "Subscription-State", HEADER_SUBSCRIPTION_STATE } },
};

static const char * const method_names[] = {
  [RF_SIP_UNKNOWN] = "UNKNOWN",
  [RF_SIP_INVITE] = "INVITE",
  [RF_SIP_ACK] = "ACK",
  [RF_SIP_BYE] = "BYE",
  [RF_SIP_CANCEL] = "CANCEL",
  [RF_SIP_REGISTER] = "REGISTER",
  [RF_SIP_OPTIONS] = "OPTIONS",
  [RF_SIP_REFER] = "REFER",
  [RF_SIP_NOTIFY] = "NOTIFY",
  [RF_SIP_SUBSCRIBE] = "SUBSCRIBE",
  [RF_SIP_PRACK] = "PRACK",
  [RF_SIP_UPDATE] = "UPDATE",
  [RF_SIP_INFO] = "INFO",
  [RF_SIP_MESSAGE] = "MESSAGE",
  [RF_SIP_PUBLISH] = "PUBLISH",
};

G_DEFINE_QUARK (rf-sip-error-quark, rf_sip_error)

/* The one-letter forms of RFC 3261 §20 and of the extensions that matter here. */
static Header
find_compact_header (char letter)
{
  switch (g_ascii_tolower (letter)) {
  case 'v': return HEADER_VIA;
  case 'f': return HEADER_FROM;
  case 't': return HEADER_TO;
  case 'i': return HEADER_CALL_ID;
  case 'm': return HEADER_CONTACT;
  case 'r': return HEADER_REFER_TO;
  case 'b': return HEADER_REFERRED_BY;
  case 'o': return HEADER_EVENT;
  case 'c': return HEADER_CONTENT_TYPE;
  case 'l': return HEADER_CONTENT_LENGTH;
  case 'k': return HEADER_SUPPORTED;
  default: return HEADER_OTHER;
  }
}

static Header
find_header (RfStr name)
{
  if (name.len == 1)
    return find_compact_header (name.p[0]);
  if (name.len > LONGEST_NAME)
    return HEADER_OTHER;

  for (const HeaderName *known = header_names[name.len]; known->name; known++) {
    RfStr usual = rf_str_new (known->name, name.len);

    if (rf_str_equal (name, usual) || rf_str_case_equal (name, usual))
      return known->header;
  }

  return HEADER_OTHER;
}

/**
 * rf_sip_method_parse:
 * @name: a method as it is written; its case matters (RFC 3261 §7.1)
 *
 * Returns: the method, %RF_SIP_UNKNOWN for any other
 */
RfSipMethod
rf_sip_method_parse (RfStr name)
{
  for (guint i = RF_SIP_UNKNOWN + 1; i < G_N_ELEMENTS (method_names); i++) {
    const char *known = method_names[i];

    if (name.len > 0 && known[0] == name.p[0] && rf_str_equal (name, rf_str_from_c (known)))
      return i;
  }

  return RF_SIP_UNKNOWN;
}

/**
 * rf_sip_method_to_string:
 * @method: a method
 *
 * Returns: its name
 */
const char *
rf_sip_method_to_string (RfSipMethod method)
{
  g_return_val_if_fail (method < G_N_ELEMENTS (method_names), "UNKNOWN");

  return method_names[method];
}

/* RFC 3261 §25.1 lets a method be any token, not only letters. */
static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-.!%*_+`'~", c));
}

/* Cuts the next line off @rest: up to LF, a CR before it taken away. FALSE at the end. */
G_ALWAYS_INLINE static inline gboolean
take_line (RfStr *rest,
           RfStr *line)
{
  gsize n = rf_str_find (*rest, '\n');

  if (rest->len == 0)
    return FALSE;
  *line = rf_str_head (*rest, n);
  *rest = rf_str_skip (*rest, n + 1);
  if (line->len > 0 && line->p[line->len - 1] == '\r')
    line->len--;

  return TRUE;
}

/* Joins the lines that fold into @line (RFC 3261 §7.3.1): the slice then spans the line breaks. */
G_ALWAYS_INLINE static inline void
take_folded (RfStr *rest,
             RfStr *line)
{
  RfStr more;

  while (rest->len > 0 && (rest->p[0] == ' ' || rest->p[0] == '\t') && take_line (rest, &more))
    line->len = (gsize) (more.p + more.len - line->p);
}

/**
 * rf_sip_skip_empty_lines:
 * @text: a message, or what is left of one
 *
 * Empty lines before a start line are no part of the message (RFC 3261 §7.5): over a stream they
 * keep the connection alive (RFC 5626 §3.5.1), and may come in one read with it.
 *
 * Returns: @text without its leading CR and LF; a slice of it
 */
RfStr
rf_sip_skip_empty_lines (RfStr text)
{
  while (text.len > 0 && (text.p[0] == '\r' || text.p[0] == '\n'))
    text = rf_str_skip (text, 1);

  return text;
}

/**
 * rf_sip_message_looks_like:
 * @data: bytes of a packet
 * @length: bytes in @data
 *
 * Tells SIP from other traffic by the first line alone, so that a packet that looks like SIP and
 * cannot be scanned is counted as damaged and not as something else.
 *
 * Returns: whether the first line is one of SIP
 */
gboolean
rf_sip_message_looks_like (const char *data,
                           gsize       length)
{
  RfStr rest = rf_sip_skip_empty_lines (rf_str_new (data, length));
  RfStr line;
  gsize space;

  if (rest.len < 12 || !is_token_char (rest.p[0]) || !take_line (&rest, &line))
    return FALSE;
  if (rf_str_starts_with_case (line, "SIP/"))
    return TRUE;

  line = rf_str_trim (line);
  space = rf_str_find (line, ' ');

  return space < line.len && line.len > space + 8 &&
         rf_str_starts_with_case (rf_str_skip (line, line.len - 8), " SIP/");
}

/**
 * rf_sip_message_may_begin:
 * @data: the first bytes of a packet of which the rest was not captured
 * @length: bytes in @data
 *
 * Returns: whether they are too few to tell whether it was SIP: nothing, or a part of what may be a
 *   start line
 */
gboolean
rf_sip_message_may_begin (const char *data,
                          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (data[i]))
      return FALSE;

  return TRUE;
}

static gboolean
scan_status_line (RfSipMessage  *self,
                  RfStr          line,
                  GError       **error)
{
  RfStr rest = rf_str_trim (rf_str_skip (line, strlen ("SIP/2.0")));
  gsize digits = rf_str_find (rest, ' ');
  guint64 status;

  if (!rf_str_starts_with_case (line, "SIP/2.0 ") ||
      !rf_str_parse_uint (rf_str_head (rest, digits), 699, &status) || status < 100) {
    g_set_error (error, RF_SIP_ERROR, RF_SIP_ERROR_BAD_START_LINE,
                 "The status line is not one of SIP 2.0 with a code from 100 to 699");
    return FALSE;
  }
  self->status = (guint) status;
  self->reason = rf_str_trim (rf_str_skip (rest, digits + 1));

  return TRUE;
}

static gboolean
scan_request_line (RfSipMessage  *self,
                   RfStr          line,
                   GError       **error)
{
  gsize space = rf_str_find (line, ' ');
  RfStr rest = rf_str_trim (rf_str_skip (line, space + 1));
  gsize uri_end = rf_str_find (rest, ' ');
  RfStr version = rf_str_trim (rf_str_skip (rest, uri_end + 1));

  if (space == 0 || uri_end == 0 || !rf_str_case_equal_c (version, "SIP/2.0")) {
    g_set_error (error, RF_SIP_ERROR, RF_SIP_ERROR_BAD_START_LINE,
                 "The request line is not method, address and SIP/2.0");
    return FALSE;
  }
  self->is_request = TRUE;
  self->method_name = rf_str_head (line, space);
  self->method = rf_sip_method_parse (self->method_name);
  self->request_uri = rf_str_head (rest, uri_end);

  return TRUE;
}

static gboolean
scan_start_line (RfSipMessage  *self,
                 RfStr         *rest,
                 GError       **error)
{
  RfStr line;

  *rest = rf_sip_skip_empty_lines (*rest);
  if (!take_line (rest, &line) || !is_token_char (line.p[0])) {
    g_set_error (error, RF_SIP_ERROR, RF_SIP_ERROR_NOT_SIP,
                 "There is no SIP message in these bytes");
    return FALSE;
  }
  line = rf_str_trim (line);
  if (rf_str_starts_with_case (line, "SIP/"))
    return scan_status_line (self, line, error);

  return scan_request_line (self, line, error);
}

/* "SIP / 2.0 / UDP host : port ; branch=...", with white space nearly anywhere (RFC 3261 §25.1). */
static void
scan_via (RfSipMessage *self,
          RfStr         value)
{
  gsize end = rf_str_find_outside_quotes (value, ',');
  RfStr top = rf_str_head (value, end);

  self->n_vias++;
  while (end < value.len) {
    value = rf_str_skip (value, end + 1);
    end = rf_str_find_outside_quotes (value, ',');
    self->n_vias++;
  }
  if (self->via_sent_by.p)
    return;

  for (int slashes = 0; slashes < 2; slashes++)
    top = rf_str_skip (top, rf_str_find (top, '/') + 1);
  top = rf_str_trim (top);
  while (top.len > 0 && !rf_is_lws (top.p[0]))
    top = rf_str_skip (top, 1);
  self->via_sent_by = rf_str_trim (rf_str_head (top, rf_str_find (top, ';')));
  rf_str_get_param (rf_str_skip (top, rf_str_find (top, ';')), "branch", &self->via_branch);
}

/* Offset behind the quoted string that @value begins with; 0 where it never ends. */
static gsize
find_quoted_end (RfStr value)
{
  gsize end = 1 + rf_str_find (rf_str_skip (value, 1), '"');

  if (rf_str_find (rf_str_head (value, end), '\\') < end) {
    for (end = 1; end < value.len && value.p[end] != '"'; end++)
      end += value.p[end] == '\\';
  }

  return end < value.len ? end + 1 : 0;
}

/**
 * rf_sip_address_parse:
 * @self: (out): the parts
 * @value: value of a From, To, Contact, Refer-To or Referred-By header
 *
 * Returns: %FALSE where there is no URI in it
 */
gboolean
rf_sip_address_parse (RfSipAddress *self,
                      RfStr         value)
{
  RfStr rest;
  gsize open = 0;

  value = rf_str_trim (value);
  *self = (RfSipAddress) { .value = value };

  /* A quoted name may hold angle brackets of its own. */
  if (value.len > 0 && value.p[0] == '"')
    open = find_quoted_end (value);
  open += rf_str_find (rf_str_skip (value, open), '<');

  if (open < value.len) {
    RfStr inner = rf_str_skip (value, open + 1);
    gsize close = rf_str_find (inner, '>');

    self->display_name = rf_str_unquote (rf_str_head (value, open));
    self->uri = rf_str_trim (rf_str_head (inner, close));
    rest = rf_str_skip (inner, close + 1);
  } else {
    self->uri = rf_str_trim (rf_str_head (value, rf_str_find (value, ';')));
    rest = rf_str_skip (value, rf_str_find (value, ';'));
  }
  self->params = rf_str_skip (rest, rf_str_find (rest, ';'));
  rf_str_get_param (self->params, "tag", &self->tag);

  return self->uri.len > 0;
}

static gboolean
scan_cseq (RfSipMessage *self,
           RfStr         value)
{
  gsize digits = 0;
  guint64 number;
  RfStr name;

  while (digits < value.len && g_ascii_isdigit (value.p[digits]))
    digits++;
  name = rf_str_trim (rf_str_skip (value, digits));
  if (!rf_str_parse_uint (rf_str_head (value, digits), G_MAXUINT32, &number) || name.len == 0)
    return FALSE;

  self->cseq = (guint32) number;
  self->cseq_method = name;
  if (!self->is_request) {
    self->method_name = name;
    self->method = rf_sip_method_parse (name);
  }

  return TRUE;
}

static void
scan_event (RfSipMessage *self,
            RfStr         value)
{
  gsize end = rf_str_find (value, ';');

  self->event = rf_str_trim (rf_str_head (value, end));
  rf_str_get_param (rf_str_skip (value, end), "id", &self->event_id);
}

static void
scan_subscription_state (RfSipMessage *self,
                         RfStr         value)
{
  gsize end = rf_str_find (value, ';');

  self->subscription_state = rf_str_trim (rf_str_head (value, end));
  rf_str_get_param (rf_str_skip (value, end), "reason", &self->subscription_reason);
}

static void
keep_first (RfStr *slot,
            RfStr  value)
{
  if (!slot->p)
    *slot = value;
}

/* FALSE for a header that must be understood and cannot be. Of a repeated header the first
 * counts. */
static gboolean
scan_header (RfSipMessage *self,
             Header        header,
             RfStr         value)
{
  guint64 number;

  switch (header) {
  case HEADER_VIA:
    scan_via (self, value);
    break;
  case HEADER_FROM:
    return self->from.value.p || rf_sip_address_parse (&self->from, value);
  case HEADER_TO:
    return self->to.value.p || rf_sip_address_parse (&self->to, value);
  case HEADER_CALL_ID:
    keep_first (&self->call_id, value);
    break;
  case HEADER_CSEQ:
    return scan_cseq (self, value);
  case HEADER_CONTACT:
    keep_first (&self->contact, value);
    break;
  case HEADER_REFER_TO:
    keep_first (&self->refer_to, value);
    self->n_refer_to++;
    break;
  case HEADER_REFERRED_BY:
    keep_first (&self->referred_by, value);
    break;
  case HEADER_REPLACES:
    keep_first (&self->replaces, value);
    break;
  case HEADER_EVENT:
    scan_event (self, value);
    break;
  case HEADER_SUBSCRIPTION_STATE:
    scan_subscription_state (self, value);
    break;
  case HEADER_CONTENT_TYPE:
    keep_first (&self->content_type, value);
    break;
  case HEADER_CONTENT_LENGTH:
    if (self->content_length < 0 && rf_str_parse_uint (value, G_MAXINT32, &number))
      self->content_length = (gint64) number;
    break;
  case HEADER_ALLOW:
    keep_first (&self->allow, value);
    break;
  case HEADER_SUPPORTED:
    keep_first (&self->supported, value);
    break;
  case HEADER_TARGET_DIALOG:
    keep_first (&self->target_dialog, value);
    break;
  case HEADER_REQUIRE:
    keep_first (&self->require, value);
    break;
  case HEADER_REFER_SUB:
    keep_first (&self->refer_sub, value);
    break;
  case HEADER_OTHER:
  default:
    break;
  }

  return TRUE;
}

/* The next header of @rest; FALSE at the empty line, which is taken away, and at the end. */
G_ALWAYS_INLINE static inline gboolean
take_header (RfStr *rest,
             RfStr *name,
             RfStr *value)
{
  RfStr line;

  while (take_line (rest, &line)) {
    gsize colon;

    if (line.len == 0)
      return FALSE;
    take_folded (rest, &line);
    for (colon = 0; colon < line.len && line.p[colon] != ':'; colon++)
      ;
    if (colon == line.len)
      continue;
    *name = rf_str_trim (rf_str_head (line, colon));
    *value = rf_str_trim (rf_str_skip (line, colon + 1));
    return TRUE;
  }

  return FALSE;
}

static gboolean
check_complete (RfSipMessage  *self,
                gboolean       has_cseq,
                GError       **error)
{
  const char *missing = NULL;

  if (!self->via_sent_by.p || self->via_sent_by.len == 0)
    missing = "Via";
  else if (!self->from.value.p)
    missing = "From";
  else if (!self->to.value.p)
    missing = "To";
  else if (self->call_id.len == 0)
    missing = "Call-ID";
  else if (!has_cseq)
    missing = "CSeq";
  if (!missing)
    return TRUE;

  g_set_error (error, RF_SIP_ERROR, RF_SIP_ERROR_MISSING_HEADER,
               "The message has no %s header, so its place in a call cannot be told", missing);

  return FALSE;
}

/**
 * rf_sip_message_scan:
 * @self: (out): what the message says; its slices point into @data
 * @data: (array length=length): one message and at most some bytes behind it
 * @length: bytes in @data
 * @error: set when the message cannot be placed in a call
 *
 * Reads a message in one pass. Empty lines before it are skipped (RFC 3261 §7.5), folded lines and
 * lines that end in a bare LF are taken, and a body shorter than Content-Length promises is taken
 * as it is.
 *
 * Returns: whether there is a message with what is needed to place it
 */
gboolean
rf_sip_message_scan (RfSipMessage  *self,
                     const char    *data,
                     gsize          length,
                     GError       **error)
{
  RfStr rest = rf_str_new (data, length);
  RfStr name, value;
  gboolean has_cseq = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  *self = (RfSipMessage) { .content_length = -1 };
  if (!scan_start_line (self, &rest, error))
    return FALSE;

  while (take_header (&rest, &name, &value)) {
    Header header = find_header (name);

    if (header == HEADER_CSEQ && has_cseq)
      continue;
    if (!scan_header (self, header, value)) {
      g_autofree char *shown = rf_str_dup_printable (rf_str_head (name, 32));

      g_set_error (error, RF_SIP_ERROR, RF_SIP_ERROR_BAD_HEADER, "The %s header cannot be read",
                   shown);
      return FALSE;
    }
    has_cseq |= header == HEADER_CSEQ;
  }
  self->body = self->content_length >= 0 ? rf_str_head (rest, (gsize) self->content_length) : rest;

  return check_complete (self, has_cseq, error);
}

/**
 * rf_sip_message_scan_names:
 * @self: (out): the start line, Call-ID and CSeq of a message; its slices point into @data
 * @data: (array length=length): a message that was scanned before
 * @length: bytes in @data
 *
 * Reads only what a list of messages shows, and no further than there: with most messages that is a
 * third of the work.
 */
void
rf_sip_message_scan_names (RfSipMessage *self,
                           const char   *data,
                           gsize         length)
{
  RfStr rest = rf_str_new (data, length);
  RfStr name, value;
  gboolean has_cseq = FALSE;

  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);

  *self = (RfSipMessage) { .content_length = -1 };
  if (!scan_start_line (self, &rest, NULL))
    return;
  while ((!has_cseq || !self->call_id.p) && take_header (&rest, &name, &value)) {
    Header header = find_header (name);

    if (header == HEADER_CALL_ID)
      keep_first (&self->call_id, value);
    else if (header == HEADER_CSEQ && !has_cseq)
      has_cseq = scan_cseq (self, value);
  }
}

/**
 * rf_sip_header_iter_init:
 * @iter: an iterator on the stack
 * @data: a message
 * @length: bytes in @data
 *
 * Sets @iter before the first header of the message.
 */
void
rf_sip_header_iter_init (RfSipHeaderIter *iter,
                         const char      *data,
                         gsize            length)
{
  RfStr rest = rf_sip_skip_empty_lines (rf_str_new (data, length));
  RfStr start_line;

  g_return_if_fail (iter != NULL);

  take_line (&rest, &start_line);
  iter->at = rest.p;
  iter->end = rest.p ? rest.p + rest.len : NULL;
}

/**
 * rf_sip_header_iter_next:
 * @iter: an iterator
 * @name: (out): name of the header as it is written
 * @value: (out): its value, folded lines with their line breaks
 *
 * Returns: %FALSE behind the last header; what is then left from `iter->at` on is the body
 */
gboolean
rf_sip_header_iter_next (RfSipHeaderIter *iter,
                         RfStr           *name,
                         RfStr           *value)
{
  RfStr rest;
  gboolean found;

  g_return_val_if_fail (iter != NULL && name != NULL && value != NULL, FALSE);

  if (iter->at == iter->end)
    return FALSE;
  rest = rf_str_new (iter->at, (gsize) (iter->end - iter->at));
  found = take_header (&rest, name, value);
  iter->at = rest.p;

  return found;
}
