/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-websocket"
#define _GNU_SOURCE /* memmem */

#include "config.h"

#include "rf-websocket.h"

#include "rf-bytes.h"
#include "rf-sip-message.h"

#define OPCODE_CONTINUED 0x0
#define OPCODE_TEXT      0x1
#define OPCODE_BINARY    0x2
#define OPCODE_CLOSE     0x8 /* and what controls the connection from there on */
#define OPCODE_PONG      0xa
#define MAX_CONTROL      125
#define IS_LAST          0x80
#define IS_RESERVED      0x30 /* no extension has these; 0x40 is for compression (RFC 7692) */
#define IS_MASKED        0x80
#define MAX_BUFFER       (1024 * 1024)
#define MAX_HANDSHAKE    (16 * 1024)

/* RFC 6455 §5.2. */
typedef struct {
  guint  opcode;
  gboolean is_last;
  gsize  header;
  gsize  length;
  guint8 mask[4];
} Frame;

/* Whether a frame may begin with the two bytes at the front of @bytes. */
static gboolean
is_frame (RfStr bytes)
{
  guint first = rf_get_u8 (bytes, 0);
  guint opcode = first & 0x0f;

  if ((first & IS_RESERVED) != 0)
    return FALSE;
  if (opcode < OPCODE_CLOSE)
    return opcode <= OPCODE_BINARY;

  return opcode <= OPCODE_PONG && (first & IS_LAST) != 0 &&
         (rf_get_u8 (bytes, 1) & 0x7f) <= MAX_CONTROL;
}

/* FALSE while the header is not all there. */
static gboolean
read_header (Frame *frame,
             RfStr  bytes)
{
  guint length;
  gboolean is_masked;

  *frame = (Frame) { .header = 2 };
  if (bytes.len < 2)
    return FALSE;
  frame->opcode = rf_get_u8 (bytes, 0) & 0x0f;
  frame->is_last = (rf_get_u8 (bytes, 0) & IS_LAST) != 0;
  is_masked = (rf_get_u8 (bytes, 1) & IS_MASKED) != 0;
  length = rf_get_u8 (bytes, 1) & 0x7f;
  frame->header += (length == 126 ? 2 : length == 127 ? 8 : 0) + (is_masked ? 4 : 0);
  if (bytes.len < frame->header)
    return FALSE;
  if (length < 126)
    frame->length = length;
  else if (length == 126)
    frame->length = rf_get_be16 (bytes, 2);
  else
    frame->length = rf_get_be32 (bytes, 2) > 0 ? G_MAXUINT32 : rf_get_be32 (bytes, 6);
  if (is_masked)
    memcpy (frame->mask, bytes.p + frame->header - 4, 4);

  return TRUE;
}

static void
append_unmasked (GByteArray  *out,
                 const Frame *frame,
                 RfStr        bytes)
{
  guint start = out->len;

  g_byte_array_append (out, (const guint8 *) bytes.p, (guint) bytes.len);
  for (gsize i = 0; i < bytes.len; i++)
    out->data[start + i] ^= frame->mask[i % 4];
}

/**
 * rf_websocket_looks_like:
 * @bytes: the beginning of a segment
 *
 * Returns: whether a frame with a SIP message begins there (RFC 7118)
 */
gboolean
rf_websocket_looks_like (RfStr bytes)
{
  g_autoptr (GByteArray) text = NULL;
  Frame frame;

  if (bytes.len == 0 || (rf_get_u8 (bytes, 0) & 0x7f) == OPCODE_CONTINUED ||
      (rf_get_u8 (bytes, 0) & 0x7f) > OPCODE_BINARY || !read_header (&frame, bytes))
    return FALSE;
  text = g_byte_array_new ();
  append_unmasked (text, &frame, rf_str_head (rf_str_skip (bytes, frame.header), frame.length));

  return rf_sip_message_looks_like ((const char *) text->data, text->len);
}

/**
 * rf_websocket_looks_like_handshake:
 * @bytes: the beginning of a segment
 *
 * Returns: whether HTTP headers begin there that may lead to frames (RFC 6455 §4)
 */
gboolean
rf_websocket_looks_like_handshake (RfStr bytes)
{
  RfStr line = rf_str_head (bytes, rf_str_find (bytes, '\n'));
  RfStr trimmed = rf_str_trim (line);

  if (!rf_str_starts_with_case (bytes, "GET "))
    return rf_str_starts_with_case (bytes, "HTTP/1.1 101");

  return line.len == bytes.len ||
         rf_str_starts_with_case (rf_str_skip (trimmed, trimmed.len - MIN (trimmed.len, 9)),
                                  " HTTP/1.1");
}

/* Whether the header @name has @word in its list. */
static gboolean
has_word (RfStr       headers,
          const char *name,
          const char *word)
{
  RfSipHeaderIter iter;
  RfStr found, list;

  rf_sip_header_iter_init (&iter, headers.p, headers.len);
  while (rf_sip_header_iter_next (&iter, &found, &list)) {
    if (!rf_str_case_equal_c (found, name))
      continue;
    while (list.len > 0) {
      RfStr one = rf_str_head (list, rf_str_find (list, ','));

      list = rf_str_skip (list, one.len + 1);
      if (rf_str_case_equal_c (rf_str_trim (one), word))
        return TRUE;
    }
  }

  return FALSE;
}

/* Offset behind the empty line that ends the headers, or 0. @from is where it was not yet. */
static gsize
find_headers_end (RfStr bytes,
                  gsize from)
{
  static const char end[] = "\r\n\r\n";
  const char *at = memmem (bytes.p + from, bytes.len - from, end, strlen (end));

  return at ? (gsize) (at - bytes.p) + strlen (end) : 0;
}

/**
 * rf_websocket_shake_hands:
 * @self: frames
 * @bytes: (inout): what came next in the stream, the first of it looks like a handshake; what
 *   follows that
 *
 * Reads the headers with which either side agrees on frames with SIP (RFC 7118 §4).
 *
 * Returns: what came of it
 */
RfWebsocketHandshake
rf_websocket_shake_hands (RfWebsocket *self,
                          RfStr       *bytes)
{
  gsize before = self->buffer ? self->buffer->len : 0;
  gsize more = MIN (bytes->len, MAX_HANDSHAKE - before);
  RfStr headers;
  gsize length;
  gboolean is_agreed;

  rf_websocket_add (self, rf_str_head (*bytes, more));
  headers = rf_str_new ((const char *) self->buffer->data, self->buffer->len);
  length = find_headers_end (headers, before - MIN (before, 3));
  *bytes = rf_str_skip (*bytes, length > 0 ? length - before : more);
  if (length == 0 && headers.len < MAX_HANDSHAKE)
    return RF_WEBSOCKET_HANDSHAKE;

  headers = rf_str_head (headers, length);
  is_agreed = has_word (headers, "Upgrade", "websocket") &&
              has_word (headers, "Sec-WebSocket-Protocol", "sip");
  rf_websocket_reset (self);

  return is_agreed ? RF_WEBSOCKET_AGREED : RF_WEBSOCKET_NONE;
}

/**
 * rf_websocket_add:
 * @self: frames
 * @bytes: what came next in the stream
 *
 * Returns: %FALSE where there are no frames in it, but something else
 */
gboolean
rf_websocket_add (RfWebsocket *self,
                  RfStr        bytes)
{
  if (!self->buffer)
    self->buffer = g_byte_array_new ();
  if (self->buffer->len + bytes.len > MAX_BUFFER)
    return FALSE;
  g_byte_array_append (self->buffer, (const guint8 *) bytes.p, (guint) bytes.len);

  return TRUE;
}

/* Only once all frames were read: one by one, a buffer full of small ones would be moved for each
 * of them. */
static void
drop_taken (RfWebsocket *self)
{
  g_byte_array_remove_range (self->buffer, 0, (guint) self->n_taken);
  self->n_taken = 0;
}

/**
 * rf_websocket_next:
 * @self: frames
 * @message: (out): what one message carries, until the next call
 *
 * Returns: whether there is one; where there is none, @self says whether frames go on
 */
gboolean
rf_websocket_next (RfWebsocket *self,
                   RfStr       *message)
{
  if (!self->message)
    self->message = g_byte_array_new ();
  if (self->is_handed_over)
    g_byte_array_set_size (self->message, 0);
  self->is_handed_over = FALSE;

  while (self->buffer) {
    RfStr bytes = rf_str_skip (rf_str_new ((const char *) self->buffer->data, self->buffer->len),
                               self->n_taken);
    Frame frame;

    self->is_broken = bytes.len >= 2 && !is_frame (bytes);
    if (self->is_broken || !read_header (&frame, bytes) ||
        frame.length > bytes.len - frame.header) {
      drop_taken (self);
      return FALSE;
    }
    if (frame.opcode == OPCODE_TEXT || frame.opcode == OPCODE_BINARY)
      g_byte_array_set_size (self->message, 0);
    if (frame.opcode < OPCODE_CLOSE && self->message->len + frame.length <= MAX_BUFFER)
      append_unmasked (self->message, &frame,
                       rf_str_head (rf_str_skip (bytes, frame.header), frame.length));
    self->n_taken += frame.header + frame.length;
    if (frame.opcode < OPCODE_CLOSE && frame.is_last) {
      *message = rf_str_new ((const char *) self->message->data, self->message->len);
      self->is_handed_over = TRUE;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * rf_websocket_reset:
 * @self: frames
 *
 * Forgets them.
 */
void
rf_websocket_reset (RfWebsocket *self)
{
  g_clear_pointer (&self->buffer, g_byte_array_unref);
  g_clear_pointer (&self->message, g_byte_array_unref);
  self->n_taken = 0;
  self->is_handed_over = self->is_broken = FALSE;
}
