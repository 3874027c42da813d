/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-write"

#include "config.h"

#include "rf-capture.h"
#include "rf-packet.h"

/* pcapng: draft-ietf-opsawg-pcapng, blocks in the byte order of this machine. */
#define BLOCK_SECTION   0x0a0d0d0au
#define BLOCK_INTERFACE 0x00000001u
#define BLOCK_PACKET    0x00000006u
#define BYTE_ORDER_MARK 0x1a2b3c4du
#define LINKTYPE_RAW    101
#define OPTION_END      0
#define OPTION_COMMENT  1
#define OPTION_USERAPPL 4

static void
put_u16 (GByteArray *out,
         guint16     value)
{
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

static void
put_u32 (GByteArray *out,
         guint32     value)
{
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

static void
pad (GByteArray *out)
{
  static const guint8 zeros[4];

  g_byte_array_append (out, zeros, (4 - out->len % 4) % 4);
}

static void
put_option (GByteArray *out,
            guint16     code,
            const char *text)
{
  gsize length = MIN (strlen (text), G_MAXUINT16);

  put_u16 (out, code);
  put_u16 (out, (guint16) length);
  g_byte_array_append (out, (const guint8 *) text, length);
  pad (out);
}

static void
put_options_end (GByteArray *out)
{
  put_u16 (out, OPTION_END);
  put_u16 (out, 0);
}

/* A block has its type before its content, and its whole length before and behind it. */
static gboolean
write_block (GOutputStream  *stream,
             guint32         type,
             GByteArray     *content,
             GError        **error)
{
  guint32 total = content->len + 12;
  guint32 head[2] = { type, total };

  return g_output_stream_write_all (stream, head, sizeof head, NULL, NULL, error) &&
         g_output_stream_write_all (stream, content->data, content->len, NULL, NULL, error) &&
         g_output_stream_write_all (stream, &total, sizeof total, NULL, NULL, error);
}

static gboolean
write_header (GOutputStream  *stream,
              GError        **error)
{
  g_autoptr (GByteArray) section = g_byte_array_new ();
  g_autoptr (GByteArray) interface = g_byte_array_new ();

  put_u32 (section, BYTE_ORDER_MARK);
  put_u16 (section, 1);
  put_u16 (section, 0);
  put_u32 (section, G_MAXUINT32); /* length of the section: not given */
  put_u32 (section, G_MAXUINT32);
  put_option (section, OPTION_USERAPPL, "Referee " RF_VERSION);
  put_options_end (section);

  put_u16 (interface, LINKTYPE_RAW);
  put_u16 (interface, 0);
  /* no limit to the length of packets; times in µs, as where nothing is said */
  put_u32 (interface, 0);

  return write_block (stream, BLOCK_SECTION, section, error) &&
         write_block (stream, BLOCK_INTERFACE, interface, error);
}

/* "phase 2, REFER; transfer 1", or NULL for what is no part of a call. */
static char *
dup_comment (RfTrace *trace,
             guint    index)
{
  guint phase = rf_trace_get_phase (trace, index);
  int transfer = rf_trace_get_transfer_of (trace, index);

  if (phase == 0)
    return NULL;
  if (transfer < 0)
    return g_strdup_printf ("phase %u, %s", phase, rf_phase_get_title (phase));

  return g_strdup_printf ("phase %u, %s; transfer %d", phase, rf_phase_get_title (phase),
                          transfer + 1);
}

static gboolean
write_message (GOutputStream  *stream,
               RfTrace        *trace,
               guint           index,
               GError        **error)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  g_autoptr (GByteArray) packet = rf_packet_new (message);
  g_autoptr (GByteArray) block = g_byte_array_sized_new (packet->len + 64);
  g_autofree char *comment = dup_comment (trace, index);
  guint64 time_us = (guint64) MAX (message->time_us, 0);

  put_u32 (block, 0); /* the one interface */
  put_u32 (block, (guint32) (time_us >> 32));
  put_u32 (block, (guint32) time_us);
  put_u32 (block, packet->len);
  put_u32 (block, packet->len);
  g_byte_array_append (block, packet->data, packet->len);
  pad (block);
  if (comment) {
    put_option (block, OPTION_COMMENT, comment);
    put_options_end (block);
  }

  return write_block (stream, BLOCK_PACKET, block, error);
}

/**
 * rf_capture_write:
 * @path: the file to write; replaced as a whole when everything is written
 * @trace: what to write
 * @error: set where it could not be written
 *
 * Saves @trace as a pcapng file that other programs read too: each message as a UDP datagram,
 * whatever it came over, with its phase and transfer as a comment.
 *
 * Returns: whether the file is there
 */
gboolean
rf_capture_write (const char  *path,
                  RfTrace     *trace,
                  GError     **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileOutputStream) out = NULL;
  g_autoptr (GOutputStream) buffered = NULL;
  gboolean ok;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);

  file = g_file_new_for_path (path);
  out = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (!out)
    return FALSE;

  buffered = g_buffered_output_stream_new (G_OUTPUT_STREAM (out));
  ok = write_header (buffered, error);
  for (guint i = 0; ok && i < rf_trace_get_n_messages (trace); i++)
    ok = write_message (buffered, trace, i, error);

  return ok && g_output_stream_close (buffered, NULL, error);
}
