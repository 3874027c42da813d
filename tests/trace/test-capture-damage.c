/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-capture.h"
#include "testlib-trace.h"

#include <string.h>

/*
 * Good captures, damaged at every place: never a crash, and every message in a packet that was not
 * touched is there.
 */

#define N_MESSAGES 7

typedef struct {
  GByteArray *bytes;
  gsize       header;                /* what is before the first record */
  gsize       ends[N_MESSAGES + 1];  /* of the header and of each record */
} Capture;

static void
capture_clear (Capture *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Capture, capture_clear)

static void
make_pcap (Capture *self)
{
  const TestPcap pcap = { .link_type = TEST_LINK_ETHERNET };

  self->bytes = test_pcap (&pcap);
  self->ends[0] = self->bytes->len;
  for (guint i = 1; i <= N_MESSAGES; i++) {
    test_pcap_add (&pcap, self->bytes, TEST_START_US + i, test_message_frame (i));
    self->ends[i] = self->bytes->len;
  }
}

static void
make_ng (Capture *self)
{
  self->bytes = g_byte_array_new ();
  test_ng_section (self->bytes, FALSE);
  test_ng_interface (self->bytes, FALSE, TEST_LINK_ETHERNET, "", 0);
  self->ends[0] = self->bytes->len;
  for (guint i = 1; i <= N_MESSAGES; i++) {
    test_ng_packet (self->bytes, FALSE, 0, TEST_START_US + i, test_message_frame (i));
    self->ends[i] = self->bytes->len;
  }
}

/* Which numbers are in the trace, as bits. */
static guint
get_numbers (RfTrace *trace)
{
  guint bits = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);
    RfSipMessage sip;

    if (rf_sip_message_scan (&sip, message->data, message->length, NULL) &&
        sip.cseq <= N_MESSAGES)
      bits |= 1u << sip.cseq;
  }

  return bits;
}

/* Those whose records have no byte from @start to @end. */
static guint
get_untouched (const Capture *self,
               gsize          start,
               gsize          end)
{
  guint bits = 0;

  for (guint i = 1; i <= N_MESSAGES; i++) {
    if (self->ends[i] <= start || self->ends[i - 1] >= end)
      bits |= 1u << i;
  }

  return bits;
}

static void
check (const Capture  *self,
       const TestFile *file,
       GByteArray     *damaged,
       gsize           start,
       gsize           end)
{
  guint untouched = get_untouched (self, start, end);
  g_auto (TestRead) read = { 0 };
  guint found;

  test_read_bytes (&read, file, damaged);
  found = get_numbers (read.trace);
  if ((found & untouched) != untouched)
    g_error ("bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT ": messages %x of %x", start, end,
             found, untouched);
}

typedef void (*Make) (Capture *self);

static const Make makes[] = { make_pcap, make_ng };

/* One byte at every place, set to what does most harm, and one bit turned. */
static void
test_every_byte (TestFile      *file,
                 gconstpointer  data)
{
  static const guint8 values[] = { 0x00, 0xff, 0x7f };

  for (guint kind = 0; kind < G_N_ELEMENTS (makes); kind++) {
    g_auto (Capture) capture = { 0 };

    makes[kind] (&capture);
    for (gsize at = capture.ends[0]; at < capture.bytes->len; at++) {
      guint which = (guint) (at % (G_N_ELEMENTS (values) + 1));
      guint8 kept = capture.bytes->data[at];

      capture.bytes->data[at] = which < G_N_ELEMENTS (values) ? values[which]
                                                              : kept ^ (1 << (at / 4 % 8));
      check (&capture, file, capture.bytes, at, at + 1);
      capture.bytes->data[at] = kept;
    }
  }
}

/* The lengths, which lead to all that follows, with all values of each of their bytes. */
static void
test_lengths (TestFile      *file,
              gconstpointer  data)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (makes); kind++) {
    g_auto (Capture) capture = { 0 };

    makes[kind] (&capture);
    for (gsize i = 0; i < 36; i++) {
      gsize at = capture.ends[3] + (i < 32 ? i : capture.ends[4] - capture.ends[3] - 36 + i);
      guint8 kept = capture.bytes->data[at];

      for (guint value = 0; value < 256; value += 15) {
        capture.bytes->data[at] = (guint8) value;
        check (&capture, file, capture.bytes, at, at + 1);
      }
      capture.bytes->data[at] = kept;
    }
  }
}

/* Stretches that are overwritten, left out, or there twice. */
static void
test_stretches (TestFile      *file,
                gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (86);

  for (int round = 0; round < 900; round++) {
    g_auto (Capture) capture = { 0 };
    g_autoptr (GByteArray) damaged = NULL;
    gsize length = (gsize) g_rand_int_range (rand, 1, 700);
    gsize start, end;

    makes[round % 2] (&capture);
    start = (gsize) g_rand_int_range (rand, (gint32) capture.ends[0],
                                      (gint32) capture.bytes->len - 1);
    end = MIN (start + length, capture.bytes->len);
    damaged = test_bytes (capture.bytes->data, capture.bytes->len);
    switch (round / 2 % 3) {
    case 0:
      for (gsize i = start; i < end; i++)
        damaged->data[i] = (guint8) g_rand_int (rand);
      break;
    case 1:
      g_byte_array_remove_range (damaged, (guint) start, (guint) (end - start));
      break;
    default:
      g_byte_array_set_size (damaged, (guint) end);
      g_byte_array_append (damaged, capture.bytes->data + start,
                           (guint) (capture.bytes->len - start));
      break;
    }
    check (&capture, file, damaged, start, end);
  }
}

static void
check_end (const TestRead *read,
           RfCaptureEnd    end,
           guint           n_damaged,
           const char     *problem)
{
  g_assert_cmpint (read->report.end, ==, end);
  g_assert_cmpuint (read->report.losses[RF_LOSS_DAMAGED].count, ==, n_damaged);
  g_assert_cmpint (rf_capture_report_is_told (&read->report, RF_LOSS_DAMAGED), ==, n_damaged == 1);
  if (problem)
    g_assert_true (g_str_has_prefix (read->report.problem, problem));
  else
    g_assert_null (read->report.problem);
}

/* A file that is still being written ends anywhere, and is not damaged for that. */
static void
test_ends_in_packet (TestFile      *file,
                     gconstpointer  data)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (makes); kind++) {
    g_auto (Capture) capture = { 0 };
    gsize last;

    makes[kind] (&capture);
    last = capture.ends[N_MESSAGES - 1];
    for (gsize end = last; end <= capture.ends[N_MESSAGES]; end++) {
      g_autoptr (GByteArray) cut = test_bytes (capture.bytes->data, end);
      g_auto (TestRead) read = { 0 };

      test_read_bytes (&read, file, cut);
      if (end == last || end == capture.ends[N_MESSAGES])
        check_end (&read, RF_CAPTURE_END_GOOD, 0, NULL);
      else
        check_end (&read, RF_CAPTURE_END_IN_PACKET, 1, "The file ends inside a packet, after 6 ");
      g_assert_cmpuint (read.report.damaged_bytes, ==,
                        end == capture.ends[N_MESSAGES] ? 0 : end - last);
    }
  }
}

/* Only the magic number, and not the whole header: that it is a capture can be told, and that there
 * is not more of it. */
static void
test_ends_in_header (TestFile      *file,
                     gconstpointer  data)
{
  static const gsize headers[] = { 24, 28 };

  for (guint kind = 0; kind < G_N_ELEMENTS (makes); kind++) {
    g_auto (Capture) capture = { 0 };

    makes[kind] (&capture);
    for (gsize end = 1; end <= headers[kind]; end++) {
      g_autoptr (RfTrace) trace = rf_trace_new ();
      g_autoptr (GError) error = NULL;
      RfCaptureReport report;
      gboolean is_read;

      test_file_write (file, capture.bytes->data, end);
      is_read = rf_capture_read (file->path, trace, &report, &error);
      rf_capture_report_clear (&report);
      g_assert_cmpint (is_read, ==, end == headers[kind]);
      if (is_read)
        continue;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, end < 4 ? "is no capture that can be read"
                                                        : "is cut off within its header"));
    }
  }
}

/* It makes no sense up to its end; or its end is cut off, and there is damage before that too. */
static void
test_ends_in_damage (TestFile      *file,
                     gconstpointer  data)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (makes); kind++) {
    g_auto (Capture) capture = { 0 };
    g_auto (TestRead) noise = { 0 };
    g_auto (TestRead) both = { 0 };

    makes[kind] (&capture);
    memset (capture.bytes->data + capture.ends[3], 0xff, capture.ends[4] - capture.ends[3]);
    g_byte_array_set_size (capture.bytes, (guint) capture.ends[N_MESSAGES] - 10);
    test_read_bytes (&both, file, capture.bytes);
    check_end (&both, RF_CAPTURE_END_IN_PACKET, 2, "The file ends inside a packet, after 5 ");

    g_byte_array_set_size (capture.bytes, (guint) capture.ends[4]);
    test_read_bytes (&noise, file, capture.bytes);
    check_end (&noise, RF_CAPTURE_END_DAMAGED, 1, "The file is cut off or damaged after 3 ");
  }
}

/* Damage to the header, which may make the file unreadable, and noise instead of a capture. */
static void
test_no_crash (TestFile      *file,
               gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (int round = 0; round < 600; round++) {
    g_auto (Capture) capture = { 0 };
    g_autoptr (RfTrace) trace = rf_trace_new ();
    RfCaptureReport report;
    guint n = (guint) g_rand_int_range (rand, 1, 200);

    makes[round % 2] (&capture);
    for (guint i = 0; i < n; i++)
      capture.bytes->data[g_rand_int_range (rand, round % 3 == 0 ? 0 : 30,
                                            (gint32) capture.bytes->len)] =
        (guint8) g_rand_int (rand);
    test_file_write (file, capture.bytes->data, capture.bytes->len);
    if (rf_capture_read (file->path, trace, &report, NULL)) {
      g_auto (GStrv) sentences = rf_capture_report_dup_sentences (&report, RF_LOSS_NOT_SIP);

      g_assert_nonnull (sentences);
      g_assert_cmpuint (report.messages, ==, rf_trace_get_n_messages (trace));
      g_assert_cmpuint (report.messages, <=, report.packets);
      rf_capture_report_clear (&report);
    }
  }
}

/* A message in segments, in fragments of both kinds of IP, in a tunnel and in WebSocket frames. */
static void
add_parts (const TestPcap *pcap,
           GByteArray     *capture,
           guint           number)
{
  g_autofree char *message = test_message (number, 200);
  g_autoptr (GByteArray) udp = test_udp (message);
  gsize length = strlen (message);
  const guint8 frame[4] = { 0x81, 126, (guint8) (length >> 8), (guint8) length };
  static const guint8 gre[4] = { 0, 0, 8, 0 };
  guint32 seq = number * 1000;

  test_pcap_add (pcap, capture, TEST_START_US, test_tcp (FALSE, seq - 1, 0, TEST_SYN, "", 0));
  for (gsize at = 0; at < length; at += 150)
    test_pcap_add (pcap, capture, TEST_START_US,
                   test_tcp (FALSE, seq + (guint32) at, 1, TEST_ACK, message + at,
                             MIN (150, length - at)));
  for (gsize at = 0; at < udp->len; at += 160) {
    gsize end = MIN (at + 160, udp->len);
    guint position = (guint) at | (end < udp->len);
    const guint8 header[8] = { 17, 0, (guint8) (position >> 8), (guint8) position, 0, 1, 2, 3 };

    test_pcap_add (pcap, capture, TEST_START_US,
                   test_ipv4_fragment (17, number, at, end < udp->len, udp->data + at, end - at));
    test_pcap_add (pcap, capture, TEST_START_US,
                   test_ipv6 (44, test_behind (header, sizeof header,
                                               test_bytes (udp->data + at, end - at))));
  }
  test_pcap_add (pcap, capture, TEST_START_US,
                 test_ipv4 (47, FALSE, test_behind (gre, sizeof gre,
                                                    test_ipv4 (17, FALSE, test_udp (message)))));
  test_pcap_add (pcap, capture, TEST_START_US,
                 test_tcp (TRUE, seq, 0, TEST_ACK, frame, sizeof frame));
  test_pcap_add (pcap, capture, TEST_START_US,
                 test_tcp (TRUE, seq + 4, 0, TEST_ACK, message, length));
}

/* Damage inside of packets: to lengths, places and numbers of all that is put together. */
static void
test_parts (TestFile      *file,
            gconstpointer  data)
{
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_autoptr (GRand) rand = g_rand_new_with_seed (47);
  g_auto (TestRead) whole = { 0 };

  add_parts (&pcap, capture, 1);
  add_parts (&pcap, capture, 2);
  test_read_bytes (&whole, file, capture);
  g_assert_cmpuint (whole.report.messages, ==, 10);

  for (int round = 0; round < 3000; round++) {
    g_autoptr (GByteArray) damaged = test_bytes (capture->data, capture->len);
    g_auto (TestRead) read = { 0 };
    gsize record = 24;

    while (record + 16 < damaged->len) {
      guint32 length;

      memcpy (&length, damaged->data + record + 8, sizeof length);
      if (g_rand_int_range (rand, 0, 6) == 0)
        damaged->data[record + 16 + (gsize) g_rand_int_range (rand, 0, (gint32) MIN (length, 60))] =
          (guint8) g_rand_int (rand);
      record += 16 + length;
    }
    test_read_bytes (&read, file, damaged);
    g_assert_cmpuint (read.report.packets, ==, whole.report.packets);
    g_assert_cmpuint (read.report.losses[RF_LOSS_DAMAGED].count, ==, 0);
    g_assert_cmpuint (read.report.messages, <, 40);
  }
}

#define ADD(name, function) \
  g_test_add ("/trace/capture-damage/" name, TestFile, NULL, test_file_set_up, function, \
              test_file_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("every-byte", test_every_byte);
  ADD ("lengths", test_lengths);
  ADD ("stretches", test_stretches);
  ADD ("ends-in-packet", test_ends_in_packet);
  ADD ("ends-in-header", test_ends_in_header);
  ADD ("ends-in-damage", test_ends_in_damage);
  ADD ("no-crash", test_no_crash);
  ADD ("parts", test_parts);

  return g_test_run ();
}
