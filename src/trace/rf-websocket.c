/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-websocket"

#include "config.h"

#include "rf-websocket.h"

#include "rf-bytes.h"
#include "rf-sip-message.h"

#define OPCODE_CONTINUED 0x0
#define OPCODE_TEXT      0x1
#define OPCODE_BINARY    0x2
#define OPCODE_CLOSE     0x8 /* and what controls the connection from there on */
#define IS_LAST          0x80
#define IS_MASKED        0x80
#define MAX_BUFFER       (1024 * 1024)

/* RFC 6455 §5.2. */
typedef struct {
  guint  opcode;
  gboolean is_last;
  gsize  header;
  gsize  length;
  guint8 mask[4];
} Frame;

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
 * Returns: whether there is one
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

    if (!read_header (&frame, bytes) || frame.length > bytes.len - frame.header) {
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
  self->is_handed_over = FALSE;
}
