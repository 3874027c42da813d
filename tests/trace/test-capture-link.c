/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-capture.h"
#include "testlib-trace.h"

/* What packets are wrapped in on the way, and packets in several parts. */

static GByteArray *
message_packet (guint number)
{
  g_autofree char *message = test_message (number, 10);

  return test_ipv4 (17, FALSE, test_udp (message));
}

static const struct {
  const char *name;
  guint       link_type;
  gsize       length;
  guint8      bytes[64];
} links[] = {
  { "ethernet", 1, 14, { [12] = 0x08 } },
  { "vlan", 1, 18, { [12] = 0x81, [15] = 5, [16] = 0x08 } },
  { "two vlans", 1, 22, { [12] = 0x88, [13] = 0xa8, [16] = 0x81, [20] = 0x08 } },
  { "old two vlans", 1, 22, { [12] = 0x91, [16] = 0x81, [20] = 0x08 } },
  { "cooked", 113, 16, { [14] = 0x08 } },
  { "cooked 2", 276, 20, { [0] = 0x08 } },
  { "raw", 101, 0, { 0 } },
  { "raw of Linux", 12, 0, { 0 } },
  { "raw of OpenBSD", 14, 0, { 0 } },
  { "raw IPv4", 228, 0, { 0 } },
  { "loopback", 0, 4, { 2 } },
  { "loopback of OpenBSD", 108, 4, { 0, 0, 0, 2 } },
  { "PPP", 9, 4, { 0xff, 0x03, 0x00, 0x21 } },
  { "PPP, short", 9, 1, { 0x21 } },
  { "PPPoE alone", 51, 8, { 0x11, [6] = 0x00, 0x21 } },
  { "PPPoE", 1, 22, { [12] = 0x88, 0x64, 0x11, [20] = 0x00, 0x21 } },
  { "Cisco HDLC", 104, 4, { 0x0f, 0, 0x08, 0 } },
  { "MPLS", 1, 22, { [12] = 0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64 } },
  { "SNAP", 1, 22, { [13] = 200, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 } },
  /* family, version, resource; a value that is passed over; the packet, its length left open */
  { "NFLOG", 239, 16, { 2, 0, 0, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0xff, 0xff, 9, 0 } },
  { "IP in IP", 101, 20, { 0x45, [9] = 4 } },
  { "GRE", 101, 24, { 0x45, [9] = 47, [22] = 8 } },
  { "GRE with a key", 101, 28, { 0x45, [9] = 47, [20] = 0x20, [22] = 8 } },
  { "ERSPAN", 101, 38, { 0x45, [9] = 47, [22] = 0x88, 0xbe, [36] = 8 } },
  { "ERSPAN II", 101, 50, { 0x45, [9] = 47, [20] = 0x10, [22] = 0x88, 0xbe, [28] = 0x10,
                            [48] = 8 } },
  { "ERSPAN III", 101, 54, { 0x45, [9] = 47, [20] = 0x10, [22] = 0x22, 0xeb, [28] = 0x20,
                             [52] = 8 } },
  { "ERSPAN III, more", 101, 62, { 0x45, [9] = 47, [20] = 0x10, [22] = 0x22, 0xeb, [28] = 0x20,
                                   [39] = 1, [60] = 8 } },
  { "ERSPAN III, IP", 101, 40, { 0x45, [9] = 47, [20] = 0x10, [22] = 0x22, 0xeb, [28] = 0x20,
                                 [38] = 8 } },
  { "VXLAN", 101, 50, { 0x45, [9] = 17, [22] = 0x12, 0xb5, 1, 0, [28] = 8, [48] = 8 } },
  { "Geneve", 101, 54, { 0x45, [9] = 17, [22] = 0x17, 0xc1, 1, 0, [28] = 1, 0, 0x65, 0x58,
                         [52] = 8 } },
  { "Geneve, IP", 101, 36, { 0x45, [9] = 17, [22] = 0x17, 0xc1, 1, 0, [30] = 8, 0 } },
  { "GTP-U", 101, 36, { 0x45, [9] = 17, [22] = 0x08, 0x68, 1, 0, [28] = 0x30, 0xff } },
  { "GTP-U, extended", 101, 44, { 0x45, [9] = 17, [22] = 0x08, 0x68, 1, 0, [28] = 0x34, 0xff,
                                  [39] = 0x85, 1 } },
  { "TZSP", 101, 51, { 0x45, [9] = 17, [22] = 0x90, 0x90, 1, 0, [28] = 1, 0, 0, 1, 10, 1, 200, 0,
                       1, [49] = 8 } },
};

static void
test_links (TestFile      *file,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    const TestPcap pcap = { .link_type = links[i].link_type };
    g_autoptr (GByteArray) capture = test_pcap (&pcap);
    g_auto (TestRead) read = { 0 };

    g_test_message ("%s", links[i].name);
    test_pcap_add (&pcap, capture, TEST_START_US,
                   test_behind (links[i].bytes, links[i].length, message_packet (7)));
    test_read_bytes (&read, file, capture);
    test_assert_text (test_dup_numbers (read.trace), "7");
    test_assert_text (rf_endpoint_to_string (rf_trace_get_message (read.trace, 0)->source),
                      "192.0.2.1:5060");
    g_assert_false (rf_capture_report_has_loss (&read.report));
  }
}

/* Every frame, cut off at every place: never a crash, and always counted. */
static void
test_cut_everywhere (TestFile      *file,
                     gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    const TestPcap pcap = { .link_type = links[i].link_type };
    g_autoptr (GByteArray) capture = test_pcap (&pcap);
    gsize length = links[i].length + 40;
    g_auto (TestRead) read = { 0 };

    for (gsize n = 1; n < length; n++)
      test_pcap_add_cut (&pcap, capture, TEST_START_US, n,
                         test_behind (links[i].bytes, links[i].length, message_packet (7)));
    test_read_bytes (&read, file, capture);
    g_assert_cmpuint (read.report.packets, ==, length - 1);
    g_assert_cmpuint (read.report.messages, ==, 0);
    g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].count +
                      read.report.losses[RF_LOSS_NOT_SIP].count +
                      read.report.losses[RF_LOSS_UNREADABLE].count, >=, length - 1);
    g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].count, >, 0);
  }
}

static void
test_ipv6_headers (TestFile      *file,
                   gconstpointer  data)
{
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };
  static const guint8 hops[8] = { 60 };
  static const guint8 options[16] = { 44, 1 };
  static const guint8 atomic[8] = { 51 };
  static const guint8 authentication[24] = { 17, 4 };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_autofree char *message = test_message (3, 0);
  GByteArray *packet = test_udp (message);
  g_auto (TestRead) read = { 0 };

  packet = test_behind (authentication, sizeof authentication, packet);
  packet = test_behind (atomic, sizeof atomic, packet);
  packet = test_behind (options, sizeof options, packet);
  packet = test_behind (hops, sizeof hops, packet);
  test_pcap_add (&pcap, capture, TEST_START_US, test_ipv6 (0, packet));
  test_pcap_add (&pcap, capture, TEST_START_US, test_ipv4 (41, FALSE,
                                                           test_ipv6 (17, test_udp (message))));
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "3 3");
  test_assert_text (rf_endpoint_to_string (rf_trace_get_message (read.trace, 0)->source),
                    "[2001:db8::1]:5060");
}

/* A large message over UDP, and the captures that its fragments make. */
typedef struct {
  TestPcap    pcap;
  GByteArray *capture;
  GByteArray *udp;
  gint64      now_us;
} Fragments;

static void
fragments_init (Fragments *self,
                guint      number)
{
  g_autofree char *message = test_message (number, 3000);

  self->pcap = (TestPcap) { .link_type = TEST_LINK_RAW };
  self->capture = test_pcap (&self->pcap);
  self->udp = test_udp (message);
  self->now_us = TEST_START_US;
}

static void
fragments_clear (Fragments *self)
{
  g_clear_pointer (&self->capture, g_byte_array_unref);
  g_clear_pointer (&self->udp, g_byte_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fragments, fragments_clear)

static void
add_fragment (Fragments *self,
              guint      id,
              gsize      start,
              gsize      end)
{
  end = MIN (end, self->udp->len);
  test_pcap_add (&self->pcap, self->capture, self->now_us++,
                 test_ipv4_fragment (17, id, start, end < self->udp->len, self->udp->data + start,
                                     end - start));
}

static void
test_fragments (TestFile      *file,
                gconstpointer  data)
{
  static const gsize orders[][4] = {
    { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 2, 0, 3, 1 }, { 1, 3, 0, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_auto (Fragments) fragments = { 0 };
    g_auto (TestRead) read = { 0 };

    fragments_init (&fragments, i + 1);
    for (guint n = 0; n < 4; n++)
      add_fragment (&fragments, 77, orders[i][n] * 800, (orders[i][n] + 1) * 800);
    test_read_bytes (&read, file, fragments.capture);
    g_assert_cmpuint (read.report.messages, ==, 1);
    g_assert_cmpint (rf_trace_get_message (read.trace, 0)->time_us, ==, TEST_START_US + 3);
    g_assert_cmpmem (rf_trace_get_message (read.trace, 0)->data,
                     rf_trace_get_message (read.trace, 0)->length,
                     fragments.udp->data + 8, fragments.udp->len - 8);
    g_assert_false (rf_capture_report_has_loss (&read.report));
  }
}

static void
test_fragments_ipv6 (TestFile      *file,
                     gconstpointer  data)
{
  const guint next = GPOINTER_TO_UINT (data);
  static const guint8 options[8] = { 17, 0, 1, 4 };
  g_auto (Fragments) fragments = { 0 };
  g_auto (TestRead) read = { 0 };

  fragments_init (&fragments, 5);
  if (next == 60)
    fragments.udp = test_behind (options, sizeof options, fragments.udp);
  for (gsize start = 0; start < fragments.udp->len; start += 1200) {
    gsize end = MIN (start + 1200, fragments.udp->len);
    guint position = (guint) start | (end < fragments.udp->len);
    const guint8 header[8] = {
      (guint8) next, 0, (guint8) (position >> 8), (guint8) position, 0, 1, 2, 3,
    };

    test_pcap_add (&fragments.pcap, fragments.capture, TEST_START_US,
                   test_ipv6 (44, test_behind (header, sizeof header,
                                               test_bytes (fragments.udp->data + start,
                                                           end - start))));
  }
  test_read_bytes (&read, file, fragments.capture);
  test_assert_text (test_dup_numbers (read.trace), "5");
  g_assert_false (rf_capture_report_has_loss (&read.report));
}

/* Twice the same, overlapping with other bytes, those of another packet in between. */
static void
test_fragments_overlapping (TestFile      *file,
                            gconstpointer  data)
{
  g_auto (Fragments) fragments = { 0 };
  g_auto (TestRead) read = { 0 };
  guint8 noise[1600];

  memset (noise, '#', sizeof noise);
  fragments_init (&fragments, 6);
  add_fragment (&fragments, 1, 0, 800);
  add_fragment (&fragments, 2, 0, 800);
  add_fragment (&fragments, 1, 0, 800);
  add_fragment (&fragments, 1, 1600, 2400);
  /* what came first stays */
  test_pcap_add (&fragments.pcap, fragments.capture, fragments.now_us++,
                 test_ipv4_fragment (17, 1, 0, TRUE, noise, 800));
  add_fragment (&fragments, 1, 400, 2000);
  test_pcap_add (&fragments.pcap, fragments.capture, fragments.now_us++,
                 test_ipv4_fragment (17, 1, 800, TRUE, noise, 1600));
  add_fragment (&fragments, 1, 2400, 9999);
  add_fragment (&fragments, 1, 2400, 9999); /* the same again, when all is there */
  add_fragment (&fragments, 2, 800, 9999);
  test_read_bytes (&read, file, fragments.capture);
  test_assert_text (test_dup_numbers (read.trace), "6 6");
  for (guint i = 0; i < 2; i++)
    g_assert_cmpmem (rf_trace_get_message (read.trace, i)->data,
                     rf_trace_get_message (read.trace, i)->length,
                     fragments.udp->data + 8, fragments.udp->len - 8);
  g_assert_cmpuint (read.report.losses[RF_LOSS_FRAGMENTS].count, ==, 0);
}

/* A part that is missing: what is there is shown, the rest is counted with its place. */
static void
test_fragments_missing (TestFile      *file,
                        gconstpointer  data)
{
  g_auto (Fragments) fragments = { 0 };
  g_auto (TestRead) read = { 0 };

  fragments_init (&fragments, 8);
  add_fragment (&fragments, 1, 0, 800);
  add_fragment (&fragments, 1, 1600, 9999);
  fragments.now_us += 60 * G_USEC_PER_SEC;
  add_fragment (&fragments, 1, 800, 1600); /* a minute late: of another packet */
  test_read_bytes (&read, file, fragments.capture);
  test_assert_text (test_dup_numbers (read.trace), "8");
  g_assert_cmpuint (rf_trace_get_message (read.trace, 0)->length, ==, 792);
  g_assert_cmpuint (read.report.losses[RF_LOSS_FRAGMENTS].count, ==, 2);
  g_assert_cmpuint (read.report.losses[RF_LOSS_FRAGMENTS].bytes, ==,
                    fragments.udp->len - 1600 + 800);
  g_assert_cmpuint (read.report.losses[RF_LOSS_FRAGMENTS].first.packet, ==, 1);
  g_assert_cmpuint (rf_trace_get_message (read.trace, 0)->missing, ==, fragments.udp->len - 800);
  g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].count, ==, 0);
}

/* One that was not captured to its end: whole packets are what is to be captured. */
static void
test_fragments_cut (TestFile      *file,
                    gconstpointer  data)
{
  g_auto (Fragments) fragments = { 0 };
  g_auto (TestRead) read = { 0 };
  gsize rest;

  fragments_init (&fragments, 8);
  rest = fragments.udp->len - 800;
  add_fragment (&fragments, 1, 0, 800);
  test_pcap_add_cut (&fragments.pcap, fragments.capture, fragments.now_us, 20 + rest - 10,
                     test_ipv4_fragment (17, 1, 800, FALSE, fragments.udp->data + 800, rest));
  test_read_bytes (&read, file, fragments.capture);
  test_assert_text (test_dup_numbers (read.trace), "8");
  g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].count, ==, 1);
}

/* Packets that are shorter than their headers, but all there. */
static void
test_short (TestFile      *file,
            gconstpointer  data)
{
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };
  static const guint8 bytes[] = { 0x45, 0, 0, 16 };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_auto (TestRead) read = { 0 };

  for (guint i = 1; i <= sizeof bytes; i++) {
    GByteArray *packet = g_byte_array_new ();

    g_byte_array_append (packet, bytes, i);
    test_pcap_add (&pcap, capture, TEST_START_US, packet);
  }
  test_read_bytes (&read, file, capture);
  g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].count, ==, 0);
  g_assert_cmpuint (read.report.losses[RF_LOSS_NOT_SIP].count, ==, sizeof bytes);
}

/* More packets that never become whole than are waited for, and fragments that lie beyond the
 * longest packet. */
static void
test_fragments_bounded (TestFile      *file,
                        gconstpointer  data)
{
  g_auto (Fragments) fragments = { 0 };
  g_auto (TestRead) read = { 0 };
  guint8 bytes[64] = { 0 };

  fragments_init (&fragments, 9);
  add_fragment (&fragments, 60000, 0, 1600);
  for (guint i = 0; i < 3000; i++)
    test_pcap_add (&fragments.pcap, fragments.capture, fragments.now_us,
                   test_ipv4_fragment (17, i, 65528 - 8 * (i % 4), i % 2, bytes, 64));
  add_fragment (&fragments, 60001, 0, 1600);
  add_fragment (&fragments, 60001, 1600, 9999);
  test_read_bytes (&read, file, fragments.capture);
  test_assert_text (test_dup_numbers (read.trace), "9 9");
  g_assert_cmpuint (read.report.packets, ==, 3003);
  g_assert_cmpuint (read.report.losses[RF_LOSS_FRAGMENTS].count, ==, 3001);
}

/* Snap length: what is there of a message is shown. */
static void
test_truncated (TestFile      *file,
                gconstpointer  data)
{
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_autofree char *message = test_message (1, 500);
  gsize length = strlen (message);
  g_auto (TestRead) read = { 0 };

  test_pcap_add_cut (&pcap, capture, TEST_START_US, 28 + length - 200,
                     test_ipv4 (17, FALSE, test_udp (message)));
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "1");
  g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].count, ==, 1);
  g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].bytes, ==, 200);
  g_assert_cmpuint (read.report.damaged_bytes, ==, 200);
  g_assert_cmpuint (rf_trace_get_damaged_bytes (read.trace), ==, 200);
}

/* What is cut off within its first line, or before it, may have been a message. */
static void
test_truncated_early (TestFile      *file,
                      gconstpointer  data)
{
  static const guint kept[] = { 0, 1, 14 };
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_autofree char *message = test_message (1, 500);
  const char *rtp = "\x80\x08\x01\x02 and so on, of which nothing is SIP";
  gsize length = strlen (message), lost = 0;
  g_auto (TestRead) read = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++) {
    test_pcap_add_cut (&pcap, capture, TEST_START_US, 28 + kept[i],
                       test_ipv4 (17, FALSE, test_udp (message)));
    lost += length - kept[i];
  }
  test_pcap_add_cut (&pcap, capture, TEST_START_US, 28 + 8,
                     test_ipv4 (17, FALSE, test_udp (rtp)));
  test_read_bytes (&read, file, capture);
  g_assert_cmpuint (rf_trace_get_n_messages (read.trace), ==, 0);
  g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].count, ==, G_N_ELEMENTS (kept));
  g_assert_cmpuint (read.report.losses[RF_LOSS_TRUNCATED].bytes, ==, lost);
  g_assert_cmpuint (read.report.skipped, ==, 1);
}

/* SCTP from and to @port, with a chunk that says something for SCTP itself and one of @type, in
 * which @data is behind @header bytes. */
static GByteArray *
sctp (guint       port,
      guint8      type,
      gsize       header,
      const char *data)
{
  static const guint8 zeros[20];
  static const guint8 sack[20] = { 3, 0, 0, 17 };
  const gsize length = header + strlen (data);
  const guint8 ports[] = { (guint8) (port >> 8), (guint8) port, (guint8) (port >> 8),
                           (guint8) port };
  const guint8 chunk[] = { type, 3, (guint8) (length >> 8), (guint8) length };
  GByteArray *out = test_bytes (ports, sizeof ports);

  g_byte_array_append (out, zeros, 8);
  g_byte_array_append (out, sack, sizeof sack);
  g_byte_array_append (out, chunk, sizeof chunk);
  if (header > sizeof chunk)
    g_byte_array_append (out, zeros, (guint) (header - sizeof chunk));
  g_byte_array_append (out, (const guint8 *) data, (guint) strlen (data));
  return out;
}

/* RFC 4168: that SIP goes over SCTP is said, and that something else does is no loss. */
static void
test_sctp (TestFile      *file,
           gconstpointer  data)
{
  static const struct {
    guint       port;
    guint8      type;
    gsize       header;
    const char *data;
    gboolean    is_loss;
  } cases[] = {
    { 5060, 0, 16, "OPTIONS sip:mike@192.0.2.2 SIP/2.0\r\n", TRUE },
    { 5060, 0, 16, "the rest of a message", TRUE },
    { 5061, 0, 16, "\x17\x03\x03", TRUE },
    { 2905, 0, 16, "SIP/2.0 200 OK\r\n", TRUE },
    { 2905, 64, 20, "SIP/2.0 200 OK\r\n", TRUE },
    { 2905, 0, 16, "\x01\x02\x03", FALSE },
    { 2905, 0, 4, "", FALSE },
    { 5060, 4, 4, "SIP/2.0 200 OK\r\n", FALSE },
    { 5060, 0, 0, "", FALSE }, /* a chunk that leads nowhere */
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++) {
    guint n = i / 2;
    const TestPcap pcap = { .link_type = 101 };
    g_autoptr (GByteArray) capture = test_pcap (&pcap);
    GByteArray *packet = sctp (cases[n].port, cases[n].type, cases[n].header, cases[n].data);
    g_auto (TestRead) read = { 0 };

    test_pcap_add (&pcap, capture, TEST_START_US,
                   i % 2 ? test_ipv6 (132, packet) : test_ipv4 (132, FALSE, packet));
    test_read_bytes (&read, file, capture);
    g_assert_cmpuint (read.report.losses[RF_LOSS_TRANSPORT].count, ==, cases[n].is_loss);
    g_assert_cmpuint (read.report.losses[RF_LOSS_NOT_SIP].count, ==, !cases[n].is_loss);
    g_assert_cmpint (rf_capture_report_has_loss (&read.report), ==, cases[n].is_loss);
  }
}

/* What is not read is not said to hold no SIP. */
static void
test_hep (TestFile      *file,
          gconstpointer  data)
{
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_autofree char *message = test_message (1, 0);
  g_autofree char *wrapped = g_strconcat ("HEP3\1\1\1\1", message, NULL);
  g_auto (TestRead) read = { 0 };

  test_pcap_add (&pcap, capture, TEST_START_US, test_ipv4 (17, FALSE, test_udp (wrapped)));
  test_read_bytes (&read, file, capture);
  g_assert_cmpuint (read.report.losses[RF_LOSS_TUNNEL].count, ==, 1);
  g_assert_cmpuint (read.report.losses[RF_LOSS_TUNNEL].bytes, ==, strlen (wrapped));
  g_assert_cmpuint (read.report.losses[RF_LOSS_NOT_SIP].count, ==, 0);
  g_assert_true (rf_capture_report_has_loss (&read.report));
}

#define ADD(name, function, data) \
  g_test_add ("/trace/capture-link/" name, TestFile, data, test_file_set_up, function, \
              test_file_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("links", test_links, NULL);
  ADD ("cut-everywhere", test_cut_everywhere, NULL);
  ADD ("ipv6-headers", test_ipv6_headers, NULL);
  ADD ("fragments", test_fragments, NULL);
  ADD ("fragments-ipv6", test_fragments_ipv6, GUINT_TO_POINTER (17));
  ADD ("fragments-ipv6-options", test_fragments_ipv6, GUINT_TO_POINTER (60));
  ADD ("fragments-overlapping", test_fragments_overlapping, NULL);
  ADD ("fragments-missing", test_fragments_missing, NULL);
  ADD ("fragments-cut", test_fragments_cut, NULL);
  ADD ("short", test_short, NULL);
  ADD ("fragments-bounded", test_fragments_bounded, NULL);
  ADD ("truncated", test_truncated, NULL);
  ADD ("truncated-early", test_truncated_early, NULL);
  ADD ("sctp", test_sctp, NULL);
  ADD ("hep", test_hep, NULL);

  return g_test_run ();
}
