/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-sip-stream"

#include "config.h"

#include "rf-sip-stream.h"

#include "rf-sip-message.h"

#define MAX_START_LINE (8 * 1024)
#define MAX_HEADERS    (64 * 1024)
#define MAX_MESSAGE    (4 * 1024 * 1024)
#define MAX_FRAGMENT   (4 * 1024) /* looked at; those of transfers are one line */

/* Offset behind the empty line that ends the headers, or 0. */
static gsize
find_headers_end (const char *bytes,
                  gsize       length,
                  gsize       from)
{
  const char *at = bytes + from;
  const char *end = bytes + length;

  while (at < end && (at = memchr (at, '\n', (gsize) (end - at))) != NULL) {
    at++;
    if (at < end && *at == '\n')
      return (gsize) (at + 1 - bytes);
    if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
      return (gsize) (at + 2 - bytes);
  }

  return 0;
}

/* RFC 3261 §18.3: over a stream the length of the body must be told; where it is not, there is
 * none. */
static gsize
get_body_length (const char *headers,
                 gsize       length)
{
  RfSipHeaderIter iter;
  RfStr name, value;
  guint64 number;

  rf_sip_header_iter_init (&iter, headers, length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (!rf_str_case_equal_c (name, "Content-Length") && !rf_str_case_equal_c (name, "l"))
      continue;
    if (rf_str_parse_uint (rf_str_trim (value), G_MAXUINT32, &number))
      return (gsize) number;
  }

  return 0;
}

/* Of a message without Content-Type there should be no body (RFC 3261 §20.15). */
static RfSipStreamBody
get_body_kind (const char *headers,
               gsize       length)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, headers, length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (!rf_str_case_equal_c (name, "Content-Type") && !rf_str_case_equal_c (name, "c"))
      continue;
    value = rf_str_trim (rf_str_head (value, rf_str_find (value, ';')));
    if (rf_str_case_equal_c (value, "application/sdp"))
      return RF_SIP_STREAM_BODY_PLAIN;
    return rf_str_case_equal_c (value, "message/sipfrag") ? RF_SIP_STREAM_BODY_FRAGMENT
                                                          : RF_SIP_STREAM_BODY_ANY;
  }

  return RF_SIP_STREAM_BODY_PLAIN;
}

/* Bytes of a message whose headers end before @rest. No body is as long as some say that theirs is;
 * such a one ends where the next message begins, or with the segment. */
static gsize
get_need (const char *headers,
          gsize       length,
          RfStr       rest)
{
  gsize body = get_body_length (headers, length);

  if (body <= MAX_MESSAGE - length)
    return length + body;

  return rf_sip_message_looks_like (rest.p, rest.len) ? length
                                                      : MIN (length + rest.len, MAX_MESSAGE);
}

/* Behind the headers, whose end was found. */
static void
begin_body (RfSipStream *self,
            const char  *headers,
            gsize        length,
            gsize        need)
{
  self->need = need;
  self->headers = length;
  self->body = get_body_kind (headers, length);
}

/* What separates messages: keep-alives (RFC 5626 §3.5.1), and what some send instead. */
static void
skip_keep_alives (RfStr *bytes)
{
  while (bytes->len > 0 && (bytes->p[0] == '\r' || bytes->p[0] == '\n' || bytes->p[0] == '\0'))
    *bytes = rf_str_skip (*bytes, 1);
}

/* A line without its end yet is text at least. */
static gboolean
may_begin (const char *bytes,
           gsize       length)
{
  if (memchr (bytes, '\n', length))
    return rf_sip_message_looks_like (bytes, length);
  if (length > MAX_START_LINE)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if ((guchar) bytes[i] < ' ' && bytes[i] != '\r' && bytes[i] != '\t')
      return FALSE;
  }

  return g_ascii_isalnum (bytes[0]) || strchr ("-.!%*_+`'~", bytes[0]) != NULL;
}

/* What is one message already is taken from where it lies. */
static RfSipStreamStatus
take_directly (RfSipStream *self,
               RfStr       *bytes,
               RfStr       *message)
{
  gsize headers, need = 0;

  skip_keep_alives (bytes);
  if (bytes->len == 0)
    return RF_SIP_STREAM_MORE;
  if (!may_begin (bytes->p, bytes->len))
    return RF_SIP_STREAM_LOST;
  headers = find_headers_end (bytes->p, bytes->len, 0);
  if (headers > MAX_MESSAGE || (headers == 0 && bytes->len > MAX_HEADERS))
    return RF_SIP_STREAM_LOST;
  if (headers > 0)
    need = get_need (bytes->p, headers, rf_str_skip (*bytes, headers));
  if (need > 0 && need <= bytes->len) {
    *message = rf_str_head (*bytes, need);
    *bytes = rf_str_skip (*bytes, need);
    return RF_SIP_STREAM_MESSAGE;
  }

  if (!self->buffer)
    self->buffer = g_byte_array_new ();
  g_byte_array_append (self->buffer, (const guint8 *) bytes->p, (guint) bytes->len);
  if (need > 0)
    begin_body (self, bytes->p, headers, need);
  *bytes = RF_STR_INIT;

  return RF_SIP_STREAM_MORE;
}

/* Adds to the headers that have begun as much as belongs to them. FALSE where they are none. */
static gboolean
take_headers (RfSipStream *self,
              RfStr       *bytes)
{
  gsize before = self->buffer->len;
  gsize more = MIN (bytes->len, MAX_HEADERS + 1 - before);
  gsize headers;

  g_byte_array_append (self->buffer, (const guint8 *) bytes->p, (guint) more);
  if (!may_begin ((const char *) self->buffer->data, self->buffer->len)) {
    *bytes = rf_str_skip (*bytes, more);
    return FALSE;
  }
  headers = find_headers_end ((const char *) self->buffer->data, self->buffer->len,
                              before - MIN (before, 3));
  if (headers == 0) {
    *bytes = rf_str_skip (*bytes, more);
    return self->buffer->len <= MAX_HEADERS;
  }
  *bytes = rf_str_skip (*bytes, headers - before);
  g_byte_array_set_size (self->buffer, (guint) headers);
  begin_body (self, (const char *) self->buffer->data, headers,
              get_need ((const char *) self->buffer->data, headers, *bytes));

  return TRUE;
}

/**
 * rf_sip_stream_next:
 * @self: a stream
 * @bytes: (inout): what came next in it; what was not taken yet
 * @message: (out): the message
 * @is_copied: (out): whether @message is in a buffer, until the next call, and not in @bytes
 *
 * Takes the next message off a stream. Where it is lost, rf_sip_stream_get_rest() has what was
 * taken up to now, @bytes the rest, and the caller finds a new beginning.
 *
 * Returns: whether there is one
 */
RfSipStreamStatus
rf_sip_stream_next (RfSipStream *self,
                    RfStr       *bytes,
                    RfStr       *message,
                    gboolean    *is_copied)
{
  gsize more;

  if (self->is_handed_over)
    rf_sip_stream_reset (self);
  *is_copied = self->buffer && self->buffer->len > 0;
  if (!*is_copied)
    return take_directly (self, bytes, message);

  if (self->need == 0 && bytes->len > 0 && !take_headers (self, bytes))
    return RF_SIP_STREAM_LOST;
  if (self->need == 0)
    return RF_SIP_STREAM_MORE;
  more = MIN (self->need - self->buffer->len, bytes->len);
  if (more > 0)
    g_byte_array_append (self->buffer, (const guint8 *) bytes->p, (guint) more);
  *bytes = rf_str_skip (*bytes, more);
  if (self->buffer->len < self->need)
    return RF_SIP_STREAM_MORE;
  *message = rf_str_new ((const char *) self->buffer->data, self->buffer->len);
  self->is_handed_over = TRUE;

  return RF_SIP_STREAM_MESSAGE;
}

/**
 * rf_sip_stream_get_rest:
 * @self: a stream
 * @has_headers: (out): whether all headers of the message are there
 *
 * Returns: what is there of a message that has begun
 */
RfStr
rf_sip_stream_get_rest (RfSipStream *self,
                        gboolean    *has_headers)
{
  *has_headers = self->need > 0 && !self->is_handed_over;
  if (!self->buffer || self->is_handed_over)
    return RF_STR_INIT;

  return rf_str_new ((const char *) self->buffer->data, self->buffer->len);
}

/**
 * rf_sip_stream_may_quote:
 * @self: a stream, in which the headers of a message are all there
 *
 * A fragment begins with the only start line that it has, unless it has a body of its own.
 *
 * Returns: whether what comes next may be the beginning of another message that is quoted in the
 *   body of this one
 */
gboolean
rf_sip_stream_may_quote (const RfSipStream *self)
{
  RfStr body = rf_str_skip (rf_str_new ((const char *) self->buffer->data, self->buffer->len),
                            self->headers);

  if (self->body != RF_SIP_STREAM_BODY_FRAGMENT)
    return self->body == RF_SIP_STREAM_BODY_ANY;

  return body.len > MAX_FRAGMENT || !rf_sip_message_looks_like (body.p, body.len) ||
         get_body_kind (body.p, body.len) != RF_SIP_STREAM_BODY_PLAIN;
}

/**
 * rf_sip_stream_reset:
 * @self: a stream
 *
 * Forgets what has begun.
 */
void
rf_sip_stream_reset (RfSipStream *self)
{
  g_clear_pointer (&self->buffer, g_byte_array_unref);
  self->need = self->headers = 0;
  self->is_handed_over = FALSE;
}
