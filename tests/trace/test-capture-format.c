/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-capture.h"
#include "testlib-trace.h"

/* The two formats of capture files, in all their kinds. */

#define IPV4 0x0800

static gint64
time_of (RfTrace *trace,
         guint    index)
{
  return rf_trace_get_message (trace, index)->time_us - TEST_START_US;
}

static gint64
time_ns_of (RfTrace *trace,
            guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);

  g_assert_cmpuint (message->rest_ns, <, RF_NS_PER_US);
  return message->time_us * RF_NS_PER_US + message->rest_ns;
}

static void
test_pcap_kinds (TestFile      *file,
                 gconstpointer  data)
{
  for (int kind = 0; kind < 4; kind++) {
    const TestPcap pcap = { kind & 1, kind & 2, TEST_LINK_ETHERNET };
    g_autoptr (GByteArray) capture = test_pcap (&pcap);
    g_auto (TestRead) read = { 0 };

    test_pcap_add (&pcap, capture, TEST_START_US + 123456, test_message_frame (1));
    test_pcap_add (&pcap, capture, TEST_START_US + 999999, test_message_frame (2));
    if (pcap.is_ns) /* in the first record, behind the seconds */
      capture->data[24 + 4 + (pcap.is_swapped ? 3 : 0)] += 5;
    test_read_bytes (&read, file, capture);
    test_assert_text (test_dup_numbers (read.trace), "1 2");
    g_assert_cmpint (time_of (read.trace, 0), ==, 123456);
    g_assert_cmpuint (rf_trace_get_message (read.trace, 0)->rest_ns, ==, pcap.is_ns ? 5 : 0);
    g_assert_cmpint (time_of (read.trace, 1), ==, 999999);
    g_assert_cmpuint (read.report.packets, ==, 2);
    g_assert_false (rf_capture_report_has_loss (&read.report));
  }
}

/* Longer records, as an old patch of the Linux kernel wrote them. */
static void
test_pcap_modified (TestFile      *file,
                    gconstpointer  data)
{
  const TestPcap pcap = { .link_type = TEST_LINK_ETHERNET };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  const guint32 magic = 0xa1b2cd34;
  g_auto (TestRead) read = { 0 };

  memcpy (capture->data, &magic, sizeof magic);
  for (guint i = 1; i <= 3; i++) {
    GByteArray *frame = test_message_frame (i);

    test_put_u32 (capture, FALSE, TEST_START_US / G_USEC_PER_SEC);
    test_put_u32 (capture, FALSE, i);
    test_put_u32 (capture, FALSE, frame->len);
    test_put_u32 (capture, FALSE, frame->len);
    test_put_u32 (capture, FALSE, 2);
    test_put_u32 (capture, FALSE, 0);
    g_byte_array_append (capture, frame->data, frame->len);
    g_byte_array_unref (frame);
  }
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "1 2 3");
}

static void
test_ng_kinds (TestFile      *file,
               gconstpointer  data)
{
  for (int is_swapped = 0; is_swapped < 2; is_swapped++) {
    g_autoptr (GByteArray) capture = g_byte_array_new ();
    g_auto (TestRead) read = { 0 };

    test_ng_section (capture, is_swapped);
    test_ng_interface (capture, is_swapped, TEST_LINK_ETHERNET, "", 0);
    test_ng_packet (capture, is_swapped, 0, TEST_START_US + 5, test_message_frame (1));
    test_ng_block (capture, is_swapped, 0x0bad0bad, "what is this?", 13);
    test_ng_packet (capture, is_swapped, 0, TEST_START_US + 7, test_message_frame (2));
    test_read_bytes (&read, file, capture);
    test_assert_text (test_dup_numbers (read.trace), "1 2");
    g_assert_cmpint (time_of (read.trace, 0), ==, 5);
    g_assert_cmpint (time_of (read.trace, 1), ==, 7);
    g_assert_false (rf_capture_report_has_loss (&read.report));
  }
}

/* if_tsresol in powers of ten and of two, and if_tsoffset. */
static void
test_ng_resolutions (TestFile      *file,
                     gconstpointer  data)
{
  static const struct {
    guint8  resolution;
    guint64 units;
    gint64  time_ns; /* since 1970 */
  } cases[] = {
    { 0, 1700000000, G_GINT64_CONSTANT (1700000000000000000) },
    { 3, G_GUINT64_CONSTANT (1700000000123), G_GINT64_CONSTANT (1700000000123000000) },
    { 6, G_GUINT64_CONSTANT (1700000000123456), G_GINT64_CONSTANT (1700000000123456000) },
    { 8, G_GUINT64_CONSTANT (170000000012345678), G_GINT64_CONSTANT (1700000000123456780) },
    { 9, G_GUINT64_CONSTANT (1700000000123456789), G_GINT64_CONSTANT (1700000000123456789) },
    { 10, G_GUINT64_CONSTANT (17000000001234567899), G_GINT64_CONSTANT (1700000000123456789) },
    { 19, G_GUINT64_CONSTANT (15000000000000000000), 1500000000 },
    { 40, 5, 0 },
    { 0x80, 1700000000, G_GINT64_CONSTANT (1700000000000000000) },
    { 0x80 | 10, (G_GUINT64_CONSTANT (1700000000) << 10) + 512,
      G_GINT64_CONSTANT (1700000000500000000) },
    { 0x80 | 32, (G_GUINT64_CONSTANT (1700000000) << 32) + 0x40000001,
      G_GINT64_CONSTANT (1700000000250000000) },
    { 0x80 | 34, (G_GUINT64_CONSTANT (500000000) << 34) + G_GUINT64_CONSTANT (0x3ffffffff),
      G_GINT64_CONSTANT (500000000999999999) },
    { 0x80 | 63, G_GUINT64_CONSTANT (0xc000000000000000), 1500000000 },
    { 0x80 | 127, 5, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) capture = g_byte_array_new ();
    g_autoptr (GByteArray) options = g_byte_array_new ();
    g_auto (TestRead) read = { 0 };

    test_put_u16 (options, FALSE, 1); /* a comment in front */
    test_put_u16 (options, FALSE, 5);
    g_byte_array_append (options, (const guint8 *) "hello\0\0\0", 8);
    test_put_u16 (options, FALSE, 9);
    test_put_u16 (options, FALSE, 1);
    g_byte_array_append (options, (const guint8[4]) { cases[i].resolution }, 4);
    test_put_u32 (options, FALSE, 0);
    test_ng_section (capture, FALSE);
    test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, options->data, options->len);
    test_ng_packet (capture, FALSE, 0, cases[i].units, test_message_frame (1));
    test_read_bytes (&read, file, capture);
    g_test_message ("resolution %u", cases[i].resolution);
    g_assert_cmpint (time_ns_of (read.trace, 0), ==, cases[i].time_ns);
  }
}

static void
test_ng_offset (TestFile      *file,
                gconstpointer  data)
{
  g_autoptr (GByteArray) capture = g_byte_array_new ();
  g_autoptr (GByteArray) options = g_byte_array_new ();
  const gint64 offset = -3600;
  g_auto (TestRead) read = { 0 };

  test_put_u16 (options, FALSE, 14);
  test_put_u16 (options, FALSE, 8);
  g_byte_array_append (options, (const guint8 *) &offset, sizeof offset);
  test_ng_section (capture, FALSE);
  test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, options->data, options->len);
  test_ng_packet (capture, FALSE, 0, TEST_START_US, test_message_frame (1));
  test_read_bytes (&read, file, capture);
  g_assert_cmpint (time_of (read.trace, 0), ==, G_GINT64_CONSTANT (-3600000000));
}

/* Each interface has a clock of its own, and each section others. */
static void
test_clocks (TestFile      *file,
             gconstpointer  data)
{
  static const struct { guint interface; gint64 s; } packets[] = { { 0, 9 }, { 1, 2 }, { 0, 10 },
                                                                   { 1, 3 } };
  g_autoptr (GByteArray) capture = g_byte_array_new ();
  g_auto (TestRead) joined = { 0 };
  g_auto (TestRead) set_back = { 0 };

  for (guint section = 0; section < 2; section++) {
    test_ng_section (capture, FALSE);
    test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, NULL, 0);
    test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, NULL, 0);
    for (guint i = 0; i < G_N_ELEMENTS (packets); i++)
      test_ng_packet (capture, FALSE, packets[i].interface,
                      (guint64) (TEST_START_US + packets[i].s * G_USEC_PER_SEC),
                      test_message_frame (i));
  }
  test_read_bytes (&joined, file, capture);
  g_assert_cmpuint (joined.report.step, ==, 0);

  test_ng_packet (capture, FALSE, 1, TEST_START_US, test_message_frame (5));
  test_read_bytes (&set_back, file, capture);
  g_assert_cmpuint (set_back.report.step, ==, 9);
  g_assert_cmpuint (set_back.report.step_s, ==, 3);
}

static void
assert_times_ns (RfTrace      *trace,
                 const gint64 *times_ns)
{
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    g_assert_cmpint (time_ns_of (trace, i), ==, TEST_START_US * RF_NS_PER_US + times_ns[i]);
}

/* Times between two microseconds count: for the order, and in what is written. The last one is of a
 * message in two segments, the second of which came first. */
static void
test_nanoseconds (TestFile      *file,
                  gconstpointer  data)
{
  static const guint8 ns[] = { 9, 0, 1, 0, 9, 0, 0, 0 };
  static const gint64 times_ns[] = { 1, 7, 999, 1000, 2345 };
  static const struct { gint64 ns; guint number; } packets[] = {
    { 999, 3 }, { 7, 2 }, { 1000, 4 }, { 1, 1 },
  };
  const guint64 start = (guint64) TEST_START_US * RF_NS_PER_US;
  g_autoptr (GByteArray) capture = g_byte_array_new ();
  g_autofree char *text = test_message (5, 0);
  g_auto (TestRead) read = { 0 };
  g_auto (TestRead) again = { 0 };
  g_autoptr (GError) error = NULL;

  test_ng_section (capture, FALSE);
  test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, ns, sizeof ns);
  for (guint i = 0; i < G_N_ELEMENTS (packets); i++)
    test_ng_packet (capture, FALSE, 0, start + packets[i].ns,
                    test_message_frame (packets[i].number));
  test_ng_packet (capture, FALSE, 0, start + 2000,
                  test_ethernet (IPV4, test_tcp (FALSE, 99, 0, TEST_SYN, "", 0)));
  test_ng_packet (capture, FALSE, 0, start + 2344,
                  test_ethernet (IPV4, test_tcp (FALSE, 110, 0, TEST_ACK, text + 10,
                                                 strlen (text) - 10)));
  test_ng_packet (capture, FALSE, 0, start + 2345,
                  test_ethernet (IPV4, test_tcp (FALSE, 100, 0, TEST_ACK, text, 10)));
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "1 2 3 4 5");
  assert_times_ns (read.trace, times_ns);
  g_assert_cmpuint (read.report.losses[RF_LOSS_ORDER].count, ==, 0);

  g_assert_true (rf_capture_write (file->path, read.trace, &error));
  g_assert_no_error (error);
  test_read_init (&again, file->path);
  test_assert_text (test_dup_numbers (again.trace), "1 2 3 4 5");
  assert_times_ns (again.trace, times_ns);
}

/* Interfaces of several kinds, a second section in the other byte order, and packets in order of
 * time across them. */
static void
test_ng_sections (TestFile      *file,
                  gconstpointer  data)
{
  static const guint8 ns[] = { 9, 0, 1, 0, 9, 0, 0, 0 };
  g_autoptr (GByteArray) capture = g_byte_array_new ();
  g_autofree char *text = test_message (2, 0);
  g_auto (TestRead) read = { 0 };

  test_ng_section (capture, FALSE);
  test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, "", 0);
  test_ng_interface (capture, FALSE, TEST_LINK_RAW, ns, sizeof ns);
  test_ng_interface (capture, FALSE, 147, "", 0);
  test_ng_packet (capture, FALSE, 0, TEST_START_US + 1000, test_message_frame (1));
  test_ng_packet (capture, FALSE, 1, (guint64) (TEST_START_US + 3000) * 1000,
                  test_ipv4 (17, FALSE, test_udp (text)));
  test_ng_packet (capture, FALSE, 2, TEST_START_US + 1500, test_message_frame (9));
  test_ng_section (capture, TRUE);
  test_ng_interface (capture, TRUE, TEST_LINK_ETHERNET, "", 0);
  test_ng_packet (capture, TRUE, 0, TEST_START_US + 2000, test_message_frame (3));
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "1 3 2");
  g_assert_cmpuint (read.report.packets, ==, 4);
  g_assert_cmpuint (read.report.losses[RF_LOSS_LINK].count, ==, 1);
  g_assert_cmpuint (read.report.losses[RF_LOSS_LINK].first.packet, ==, 3);
  g_assert_cmpuint (read.report.link_type, ==, 147);
  g_assert_cmpuint (read.report.losses[RF_LOSS_LINK].bytes, >, 0);
  g_assert_cmpuint (rf_trace_get_damaged_bytes (read.trace), ==,
                    read.report.losses[RF_LOSS_LINK].bytes);
  g_assert_null (read.report.problem);
}

/* Blocks for packets as there were before the one in use, and the one without a time. */
static void
test_ng_old_blocks (TestFile      *file,
                    gconstpointer  data)
{
  g_autoptr (GByteArray) capture = g_byte_array_new ();
  g_autoptr (GByteArray) old = g_byte_array_new ();
  g_autoptr (GByteArray) simple = g_byte_array_new ();
  GByteArray *frame = test_message_frame (1);
  g_auto (TestRead) read = { 0 };

  test_ng_section (capture, FALSE);
  test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, "", 0);
  test_put_u16 (old, FALSE, 0);
  test_put_u16 (old, FALSE, 7); /* drops */
  test_put_u32 (old, FALSE, (guint32) ((TEST_START_US + 9) >> 32));
  test_put_u32 (old, FALSE, (guint32) (TEST_START_US + 9));
  test_put_u32 (old, FALSE, frame->len);
  test_put_u32 (old, FALSE, frame->len);
  g_byte_array_append (old, frame->data, frame->len);
  test_ng_block (capture, FALSE, 2, old->data, old->len);
  g_byte_array_unref (frame);
  frame = test_message_frame (2);
  test_put_u32 (simple, FALSE, frame->len);
  g_byte_array_append (simple, frame->data, frame->len);
  test_ng_block (capture, FALSE, 3, simple->data, simple->len);
  g_byte_array_unref (frame);
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "1 2");
  g_assert_cmpint (time_of (read.trace, 0), ==, 9);
  g_assert_cmpint (time_of (read.trace, 1), ==, 9);
}

/* A packet of an interface that was never described, and one longer than its block. */
static void
test_ng_bad_packets (TestFile      *file,
                     gconstpointer  data)
{
  g_autoptr (GByteArray) capture = g_byte_array_new ();
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_auto (TestRead) read = { 0 };
  guint64 bad;

  test_ng_section (capture, FALSE);
  test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, "", 0);
  test_ng_packet (capture, FALSE, 0, TEST_START_US, test_message_frame (1));
  bad = capture->len;
  test_ng_packet (capture, FALSE, 5, TEST_START_US, test_message_frame (9));
  for (int i = 0; i < 3; i++)
    test_put_u32 (content, FALSE, 0);
  test_put_u32 (content, FALSE, 4000);
  test_put_u32 (content, FALSE, 4000);
  test_ng_block (capture, FALSE, 6, content->data, content->len);
  test_ng_packet (capture, FALSE, 0, TEST_START_US, test_message_frame (2));
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "1 2");
  g_assert_cmpuint (read.report.losses[RF_LOSS_DAMAGED].count, ==, 2);
  g_assert_cmpuint (read.report.losses[RF_LOSS_DAMAGED].first.offset, ==, bad);
}

#define ADD(name, function) \
  g_test_add ("/trace/capture-format/" name, TestFile, NULL, test_file_set_up, function, \
              test_file_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pcap", test_pcap_kinds);
  ADD ("pcap-modified", test_pcap_modified);
  ADD ("pcapng", test_ng_kinds);
  ADD ("pcapng-resolutions", test_ng_resolutions);
  ADD ("pcapng-offset", test_ng_offset);
  ADD ("clocks", test_clocks);
  ADD ("nanoseconds", test_nanoseconds);
  ADD ("pcapng-sections", test_ng_sections);
  ADD ("pcapng-old-blocks", test_ng_old_blocks);
  ADD ("pcapng-bad-packets", test_ng_bad_packets);

  return g_test_run ();
}
