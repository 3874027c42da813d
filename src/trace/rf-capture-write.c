/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-write"

#include "config.h"

#include "rf-capture.h"

#include "rf-endpoint.h"
#include "rf-packet.h"
#include "rf-pcapng.h"

/* pcapng: draft-ietf-opsawg-pcapng, blocks in the byte order of this machine. */
#define BLOCK_SECTION   0x0a0d0d0au
#define BLOCK_INTERFACE 0x00000001u
#define BLOCK_PACKET    0x00000006u
#define BYTE_ORDER_MARK 0x1a2b3c4du
#define LINKTYPE_RAW    101
#define OPTION_END      0
#define OPTION_COMMENT  1
#define OPTION_USERAPPL 4
#define OPTION_TSRESOL  9
#define TSRESOL_NS      9 /* 10^-9 s */

/* One direction between two ends. */
typedef struct {
  RfEndpoint source;
  RfEndpoint destination;
  guint32    seq;
} Hop;

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
            RfStr       value)
{
  gsize length = MIN (value.len, G_MAXUINT16);

  put_u16 (out, code);
  put_u16 (out, (guint16) length);
  g_byte_array_append (out, (const guint8 *) value.p, (guint) length);
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
              const char     *comment,
              GError        **error)
{
  g_autoptr (GByteArray) section = g_byte_array_new ();
  g_autoptr (GByteArray) interface = g_byte_array_new ();

  put_u32 (section, BYTE_ORDER_MARK);
  put_u16 (section, 1);
  put_u16 (section, 0);
  put_u32 (section, G_MAXUINT32); /* length of the section: not given */
  put_u32 (section, G_MAXUINT32);
  if (comment)
    put_option (section, OPTION_COMMENT, rf_str_from_c (comment));
  put_option (section, OPTION_USERAPPL, rf_str_from_c (RF_PCAPNG_WRITER RF_VERSION));
  put_options_end (section);

  put_u16 (interface, LINKTYPE_RAW);
  put_u16 (interface, 0);
  put_u32 (interface, 0); /* no limit to the length of packets */
  put_option (interface, OPTION_TSRESOL, rf_str_new (&(const char) { TSRESOL_NS }, 1));
  put_options_end (interface);

  return write_block (stream, BLOCK_SECTION, section, error) &&
         write_block (stream, BLOCK_INTERFACE, interface, error);
}

static void append_part (GString    *out,
                         const char *format,
                         ...) G_GNUC_PRINTF (2, 3);

static void
append_part (GString    *out,
             const char *format,
             ...)
{
  va_list args;

  if (out->len > 0)
    g_string_append (out, "; ");
  va_start (args, format);
  g_string_append_vprintf (out, format, args);
  va_end (args);
}

/* "phase 2, REFER; transfer 1; over TLS": empty for what is no part of a call and came over UDP.
 * Our own reader takes the last part back, as all are written as datagrams. */
static char *
dup_comment (RfTrace *trace,
              guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  guint phase = rf_trace_get_phase (trace, index);
  int transfer = rf_trace_get_transfer_of (trace, index);
  GString *out = g_string_new (NULL);

  if (phase != 0)
    append_part (out, "phase %u, %s", phase, rf_trace_get_phase_title (trace, phase, transfer));
  if (phase != 0 && transfer >= 0)
    append_part (out, "transfer %d", transfer + 1);
  if (message->transport == RF_TRANSPORT_TCP)
    append_part (out, RF_COMMENT_TCP);
  if (message->transport == RF_TRANSPORT_TLS)
    append_part (out, RF_COMMENT_TLS);

  return g_string_free (out, FALSE);
}

/* Since 1970, as far as 64 bits can tell. */
static guint64
get_time_ns (const RfTraceMessage *message)
{
  guint64 time_us = (guint64) CLAMP (message->time_us, 0, G_MAXINT64 / RF_NS_PER_US - 1);

  return time_us * RF_NS_PER_US + message->rest_ns;
}

static gboolean
write_packet (GOutputStream         *stream,
              const RfTraceMessage  *message,
              GByteArray            *packet,
              gsize                  missing,
              const char            *comment,
              GError               **error)
{
  g_autoptr (GByteArray) block = g_byte_array_sized_new (packet->len + 64);
  guint64 units = get_time_ns (message);

  put_u32 (block, 0); /* the one interface */
  put_u32 (block, (guint32) (units >> 32));
  put_u32 (block, (guint32) units);
  put_u32 (block, packet->len);
  put_u32 (block, packet->len + (guint32) missing);
  g_byte_array_append (block, packet->data, packet->len);
  pad (block);
  if (*comment != '\0') {
    put_option (block, OPTION_COMMENT, rf_str_from_c (comment));
    put_options_end (block);
  }

  return write_block (stream, BLOCK_PACKET, block, error);
}

static guint
hash_hop (gconstpointer key)
{
  const Hop *hop = key;

  return rf_endpoint_hash (&hop->source) * 31 + rf_endpoint_hash (&hop->destination);
}

static gboolean
is_same_hop (gconstpointer a,
             gconstpointer b)
{
  const Hop *x = a, *y = b;

  return rf_endpoint_equal (&x->source, &y->source) &&
         rf_endpoint_equal (&x->destination, &y->destination);
}

/* Where the stream from one end to the other stands. */
static guint32 *
get_seq (GHashTable           *hops,
         const RfTraceMessage *message)
{
  const Hop key = { *message->source, *message->destination, 0 };
  Hop *hop = g_hash_table_lookup (hops, &key);

  if (!hop) {
    hop = g_memdup2 (&key, sizeof key);
    hop->seq = 1;
    g_hash_table_add (hops, hop);
  }

  return &hop->seq;
}

/* More than a datagram can carry came over a stream, and goes into one again. The comment stands
 * where the message is complete. */
static gboolean
write_segments (GOutputStream         *stream,
                GHashTable            *hops,
                const RfTraceMessage  *message,
                const char            *comment,
                GError               **error)
{
  guint32 *seq = get_seq (hops, message);

  for (gsize start = 0; start < message->length; start += RF_PACKET_SEGMENT) {
    gboolean is_last = message->length - start <= RF_PACKET_SEGMENT;
    g_autoptr (GByteArray) packet = rf_packet_new_segment (message, start, *seq + (guint32) start);

    if (!write_packet (stream, message, packet, 0, is_last ? comment : "", error))
      return FALSE;
  }
  *seq += (guint32) message->length;

  return TRUE;
}

static gboolean
write_message (GOutputStream  *stream,
               GHashTable     *hops,
               RfTrace        *trace,
               guint           index,
               GError        **error)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  g_autofree char *comment = dup_comment (trace, index);
  g_autoptr (GByteArray) packet = NULL;

  if (!rf_packet_fits_datagram (message))
    return write_segments (stream, hops, message, comment, error);
  packet = rf_packet_new (message);

  return write_packet (stream, message, packet, rf_packet_get_missing (message), comment, error);
}

static gboolean
write_trace (GOutputStream  *stream,
             RfTrace        *trace,
             RfCaptureFunc   wants,
             gpointer        user_data,
             const char     *comment,
             GError        **error)
{
  g_autoptr (GOutputStream) buffered = g_buffered_output_stream_new (stream);
  g_autoptr (GHashTable) hops = g_hash_table_new_full (hash_hop, is_same_hop, g_free, NULL);
  gboolean ok = write_header (buffered, comment, error);

  for (guint i = 0; ok && i < rf_trace_get_n_messages (trace); i++)
    if (!wants || wants (i, user_data))
      ok = write_message (buffered, hops, trace, i, error);

  return ok && g_output_stream_close (buffered, NULL, error);
}

/**
 * rf_capture_to_bytes:
 * @trace: what to write
 * @wants: (nullable) (scope call): says which messages are to be in it; %NULL for all
 * @user_data: for @wants
 * @comment: (nullable): what whoever opens it is to know
 * @error: set where there is no room for it
 *
 * Returns: (transfer full) (nullable): what rf_capture_write() would put into a file
 */
GBytes *
rf_capture_to_bytes (RfTrace        *trace,
                     RfCaptureFunc   wants,
                     gpointer        user_data,
                     const char     *comment,
                     GError        **error)
{
  g_autoptr (GOutputStream) stream = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  stream = g_memory_output_stream_new_resizable ();
  if (!write_trace (stream, trace, wants, user_data, comment, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/**
 * rf_capture_write:
 * @path: the file to write; replaced as a whole when everything is written
 * @trace: what to write
 * @error: set where it could not be written
 *
 * Saves @trace as a pcapng file that other programs read too: each message as a UDP datagram,
 * whatever it came over, with its phase and transfer as a comment. Empty lines before a message,
 * which are no part of it (RFC 3261 §7.5), are left out. Where the end of a message was not
 * captured, the packet is cut off there. What no datagram can carry is written as segments of TCP.
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

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);

  file = g_file_new_for_path (path);
  out = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (!out)
    return FALSE;

  return write_trace (G_OUTPUT_STREAM (out), trace, NULL, NULL, NULL, error);
}
