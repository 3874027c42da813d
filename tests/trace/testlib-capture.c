/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-capture.h"

#include <glib/gstdio.h>
#include <stdio.h>

void
test_file_set_up (TestFile      *file,
                  gconstpointer  data)
{
  file->folder = g_dir_make_tmp ("rf-capture-XXXXXX", NULL);
  g_assert_nonnull (file->folder);
  file->path = g_build_filename (file->folder, "a.pcap", NULL);
}

void
test_file_tear_down (TestFile      *file,
                     gconstpointer  data)
{
  g_unlink (file->path);
  g_assert_cmpint (g_rmdir (file->folder), ==, 0);
  g_free (file->path);
  g_free (file->folder);
}

static void
put_in_file (const TestFile *file,
             const char     *mode,
             gconstpointer   bytes,
             gsize           length)
{
  FILE *stream = g_fopen (file->path, mode);

  g_assert_nonnull (stream);
  g_assert_cmpuint (fwrite (bytes, 1, length, stream), ==, length);
  g_assert_cmpint (fclose (stream), ==, 0);
}

void
test_file_write (const TestFile *file,
                 gconstpointer   bytes,
                 gsize           length)
{
  g_unlink (file->path); /* to shorten a file and close it waits for the disk */
  put_in_file (file, "wb", bytes, length);
}

void
test_file_append (const TestFile *file,
                  gconstpointer   bytes,
                  gsize           length)
{
  put_in_file (file, "ab", bytes, length);
}

void
test_read_init (TestRead   *self,
                const char *path)
{
  g_autoptr (GError) error = NULL;

  *self = (TestRead) { .trace = rf_trace_new () };
  g_assert_true (rf_capture_read (path, self->trace, &self->report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->report.messages, ==, rf_trace_get_n_messages (self->trace));
}

void
test_read_bytes (TestRead       *self,
                 const TestFile *file,
                 GByteArray     *capture)
{
  test_file_write (file, capture->data, capture->len);
  test_read_init (self, file->path);
}

void
test_read_clear (TestRead *self)
{
  g_clear_object (&self->trace);
  rf_capture_report_clear (&self->report);
}

char *
test_dup_numbers (RfTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);
    RfSipMessage sip;

    g_assert_true (rf_sip_message_scan (&sip, message->data, message->length, NULL));
    g_string_append_printf (out, "%s%u", i > 0 ? " " : "", sip.cseq);
  }

  return g_string_free (out, FALSE);
}

char *
test_message (guint number,
              gsize body)
{
  g_autofree char *text = g_strnfill (body, 'x');

  return g_strdup_printf ("INFO sip:b@192.0.2.2 SIP/2.0\r\n"
                          "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK%u\r\n"
                          "From: <sip:a@192.0.2.1>;tag=1\r\nTo: <sip:b@192.0.2.2>;tag=2\r\n"
                          "Call-ID: call\r\nCSeq: %u INFO\r\nContent-Length: %" G_GSIZE_FORMAT
                          "\r\n\r\n%s", number, number, body, text);
}

GByteArray *
test_bytes (gconstpointer bytes,
            gsize         length)
{
  return g_byte_array_append (g_byte_array_new (), bytes, (guint) length);
}

GByteArray *
test_behind (gconstpointer bytes,
             gsize         length,
             GByteArray   *packet)
{
  return g_byte_array_prepend (packet, bytes, (guint) length);
}

GByteArray *
test_udp_bytes (gconstpointer payload,
                gsize         length)
{
  gsize all = length + 8;
  const guint8 header[8] = {
    TEST_PORT >> 8, TEST_PORT & 0xff, TEST_PORT >> 8, TEST_PORT & 0xff, (guint8) (all >> 8),
    (guint8) all,
  };

  return test_behind (header, sizeof header, test_bytes (payload, length));
}

GByteArray *
test_udp (const char *payload)
{
  return test_udp_bytes (payload, strlen (payload));
}

GByteArray *
test_tcp (gboolean      backwards,
          guint32       seq,
          guint32       ack,
          guint8        flags,
          gconstpointer payload,
          gsize         length)
{
  const guint8 header[20] = {
    TEST_PORT >> 8, TEST_PORT & 0xff, TEST_PORT >> 8, TEST_PORT & 0xff,
    (guint8) (seq >> 24), (guint8) (seq >> 16), (guint8) (seq >> 8), (guint8) seq,
    (guint8) (ack >> 24), (guint8) (ack >> 16), (guint8) (ack >> 8), (guint8) ack,
    5 << 4, flags,
  };

  return test_ipv4 (6, backwards,
                    test_behind (header, sizeof header, test_bytes (payload, length)));
}

static GByteArray *
put_ipv4 (guint       protocol,
          gboolean    backwards,
          guint       id,
          guint       fragment,
          GByteArray *content)
{
  gsize total = content->len + 20;
  const guint8 header[20] = {
    0x45, 0, (guint8) (total >> 8), (guint8) total, (guint8) (id >> 8), (guint8) id,
    (guint8) (fragment >> 8), (guint8) fragment, 64, (guint8) protocol, 0, 0,
    192, 0, 2, backwards ? 2 : 1, 192, 0, 2, backwards ? 1 : 2,
  };

  return test_behind (header, sizeof header, content);
}

GByteArray *
test_ipv4 (guint       protocol,
           gboolean    backwards,
           GByteArray *content)
{
  return put_ipv4 (protocol, backwards, 0, 0, content);
}

GByteArray *
test_ipv4_fragment (guint         protocol,
                    guint         id,
                    gsize         position,
                    gboolean      has_more,
                    gconstpointer bytes,
                    gsize         length)
{
  return put_ipv4 (protocol, FALSE, id, (guint) (position / 8) | (has_more ? 0x2000 : 0),
                   test_bytes (bytes, length));
}

GByteArray *
test_ipv6 (guint       next_header,
           GByteArray *content)
{
  const guint8 header[40] = {
    0x60, 0, 0, 0, (guint8) (content->len >> 8), (guint8) content->len, (guint8) next_header, 64,
    0x20, 0x01, 0x0d, 0xb8, [23] = 1, 0x20, 0x01, 0x0d, 0xb8, [39] = 2,
  };

  return test_behind (header, sizeof header, content);
}

GByteArray *
test_ethernet (guint       ethertype,
               GByteArray *packet)
{
  const guint8 header[14] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, (guint8) (ethertype >> 8),
                              (guint8) ethertype };

  return test_behind (header, sizeof header, packet);
}

GByteArray *
test_message_frame (guint number)
{
  g_autofree char *message = test_message (number, 10);

  return test_ethernet (0x0800, test_ipv4 (17, FALSE, test_udp (message)));
}

void
test_put_u16 (GByteArray *out,
              gboolean    is_swapped,
              guint16     value)
{
  value = is_swapped ? GUINT16_SWAP_LE_BE (value) : value;
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

void
test_put_u32 (GByteArray *out,
              gboolean    is_swapped,
              guint32     value)
{
  value = is_swapped ? GUINT32_SWAP_LE_BE (value) : value;
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

GByteArray *
test_pcap (const TestPcap *self)
{
  GByteArray *out = g_byte_array_new ();

  test_put_u32 (out, self->is_swapped, self->is_ns ? 0xa1b23c4d : 0xa1b2c3d4);
  test_put_u16 (out, self->is_swapped, 2);
  test_put_u16 (out, self->is_swapped, 4);
  test_put_u32 (out, self->is_swapped, 0);
  test_put_u32 (out, self->is_swapped, 0);
  test_put_u32 (out, self->is_swapped, 65535);
  test_put_u32 (out, self->is_swapped, self->link_type);

  return out;
}

void
test_pcap_add_cut (const TestPcap *self,
                   GByteArray     *out,
                   gint64          time_us,
                   gsize           captured,
                   GByteArray     *frame)
{
  captured = MIN (captured, frame->len);
  test_put_u32 (out, self->is_swapped, (guint32) (time_us / G_USEC_PER_SEC));
  test_put_u32 (out, self->is_swapped,
                (guint32) (time_us % G_USEC_PER_SEC) * (self->is_ns ? 1000 : 1));
  test_put_u32 (out, self->is_swapped, (guint32) captured);
  test_put_u32 (out, self->is_swapped, frame->len);
  g_byte_array_append (out, frame->data, (guint) captured);
  g_byte_array_unref (frame);
}

void
test_pcap_add (const TestPcap *self,
               GByteArray     *out,
               gint64          time_us,
               GByteArray     *frame)
{
  test_pcap_add_cut (self, out, time_us, frame->len, frame);
}

void
test_ng_block (GByteArray    *out,
               gboolean       is_swapped,
               guint32        type,
               gconstpointer  content,
               gsize          length)
{
  static const guint8 zeros[4];
  gsize padding = (4 - length % 4) % 4;
  guint32 total = (guint32) (length + padding + 12);

  test_put_u32 (out, is_swapped, type);
  test_put_u32 (out, is_swapped, total);
  g_byte_array_append (out, content, (guint) length);
  g_byte_array_append (out, zeros, (guint) padding);
  test_put_u32 (out, is_swapped, total);
}

void
test_ng_section (GByteArray *out,
                 gboolean    is_swapped)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  test_put_u32 (content, is_swapped, 0x1a2b3c4d);
  test_put_u16 (content, is_swapped, 1);
  test_put_u16 (content, is_swapped, 0);
  test_put_u32 (content, is_swapped, G_MAXUINT32);
  test_put_u32 (content, is_swapped, G_MAXUINT32);
  test_ng_block (out, is_swapped, 0x0a0d0d0a, content->data, content->len);
}

void
test_ng_interface (GByteArray    *out,
                   gboolean       is_swapped,
                   guint          link_type,
                   gconstpointer  options,
                   gsize          length)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  test_put_u16 (content, is_swapped, (guint16) link_type);
  test_put_u16 (content, is_swapped, 0);
  test_put_u32 (content, is_swapped, 0);
  g_byte_array_append (content, options, (guint) length);
  test_ng_block (out, is_swapped, 1, content->data, content->len);
}

void
test_ng_packet (GByteArray *out,
                gboolean    is_swapped,
                guint       interface,
                guint64     units,
                GByteArray *frame)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  test_put_u32 (content, is_swapped, interface);
  test_put_u32 (content, is_swapped, (guint32) (units >> 32));
  test_put_u32 (content, is_swapped, (guint32) units);
  test_put_u32 (content, is_swapped, frame->len);
  test_put_u32 (content, is_swapped, frame->len);
  g_byte_array_append (content, frame->data, frame->len);
  test_ng_block (out, is_swapped, 6, content->data, content->len);
  g_byte_array_unref (frame);
}
