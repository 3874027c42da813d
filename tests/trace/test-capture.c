/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-capture.h"
#include "testlib-trace.h"

#include <glib/gstdio.h>

#define SIP "BYE sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n" \
            "From: <sip:a@192.0.2.1>;tag=1\r\n" \
            "To: <sip:b@192.0.2.2>;tag=2\r\nCall-ID: c\r\nCSeq: 1 BYE\r\n\r\n"

static void
assert_same (RfTrace *a,
             RfTrace *b)
{
  g_assert_cmpuint (rf_trace_get_n_messages (a), ==, rf_trace_get_n_messages (b));
  for (guint i = 0; i < rf_trace_get_n_messages (a); i++) {
    const RfTraceMessage *x = rf_trace_get_message (a, i);
    const RfTraceMessage *y = rf_trace_get_message (b, i);

    g_assert_cmpint (x->time_us, ==, y->time_us);
    g_assert_cmpuint (x->rest_ns, ==, y->rest_ns);
    g_assert_cmpint (x->transport, ==, y->transport);
    g_assert_cmpmem (x->data, x->length, y->data, y->length);
    g_assert_cmpuint (x->missing, ==, y->missing);
    g_assert_true (rf_endpoint_equal (x->source, y->source));
    g_assert_true (rf_endpoint_equal (x->destination, y->destination));
  }
  g_assert_cmpuint (rf_trace_get_n_transfers (a), ==, rf_trace_get_n_transfers (b));
}

/* Asks the other programs' reader, where it is there: no complaint about a length or a checksum. */
static void
ask_tshark (const char *path)
{
  const char *argv[] = { "tshark", "-r", path, "-o", "ip.check_checksum:TRUE", "-o",
                         "udp.check_checksum:TRUE",
                         "-T", "fields", "-E", "separator=|", "-e", "ip.checksum.status", "-e",
                         "udp.checksum.status",
                         "-e", "frame.comment", NULL };
  g_autofree char *out = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL,
                     &out, NULL, NULL, NULL)) {
    g_test_message ("tshark is not there to ask");
    return;
  }
  lines = g_strsplit (out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  for (guint i = 0; i < 6; i++)
    g_assert_true (g_str_has_prefix (lines[i], i < 4 ? "1|1|phase 1, the call; transfer 1"
                                                      : "1|1|phase 2, REFER; transfer 1"));
}

static void
test_round_trip (TestFile      *file,
                 gconstpointer  data)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) again = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  RfCaptureReport report;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  g_assert_true (rf_capture_write (file->path, scene.trace, &error));
  g_assert_no_error (error);
  g_assert_true (rf_capture_read (file->path, again, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.packets, ==, 6);
  g_assert_cmpuint (report.messages, ==, 6);
  g_assert_cmpuint (report.skipped, ==, 0);
  g_assert_null (report.problem);
  assert_same (scene.trace, again);
  g_assert_cmpint (rf_trace_get_transfer (again, 0)->outcome, ==, RF_OUTCOME_UNKNOWN);
  ask_tshark (file->path);
  rf_capture_report_clear (&report);
}

static void
test_round_trip_ipv6 (TestFile      *file,
                      gconstpointer  data)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) again = rf_trace_new ();
  RfCaptureReport report;
  const TestLeg leg = {
    "c6", "<sip:a@[2001:db8::1]>", "1", "[2001:db8::1]:5060", "<sip:b@[2001:db8::2]>", "2",
    "[2001:db8::2]:5070",
  };

  test_scene_init (&scene);
  test_call (&scene, &leg, NULL);
  g_assert_true (rf_capture_write (file->path, scene.trace, NULL));
  g_assert_true (rf_capture_read (file->path, again, &report, NULL));
  assert_same (scene.trace, again);
  rf_capture_report_clear (&report);
}

static void
append_message (RfTrace     *trace,
                RfTransport  transport,
                const char  *source,
                const char  *destination,
                const char  *text)
{
  RfTraceInput input = { .time_us = TEST_START_US + rf_trace_get_n_messages (trace),
                         .transport = transport, .data = text, .length = strlen (text) };

  if (source)
    g_assert_true (rf_endpoint_parse (&input.source, source));
  g_assert_true (rf_endpoint_parse (&input.destination, destination));
  g_assert_true (rf_trace_append (trace, &input, NULL));
}

/* Empty lines before a message are no part of it (RFC 3261 §7.5). Over UDP it is written where its
 * datagram begins: other programs take one that begins with an empty line for no SIP. */
static void
test_empty_lines (TestFile      *file,
                  gconstpointer  data)
{
  static const char *const before[] = { "", "\r\n\r\n", "\r\n", "\n\n\r\n" };
  const char *argv[] = { "tshark", "-r", file->path, "-T", "fields", "-e", "sip.CSeq.method",
                         NULL };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *seen = NULL;
  g_auto (TestRead) read = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (before); i++) {
    g_autofree char *text = g_strconcat (before[i], SIP, NULL);

    append_message (trace, i % 2 ? RF_TRANSPORT_TCP : RF_TRANSPORT_UDP, "192.0.2.1:5060",
                    "192.0.2.2:5060", text);
  }
  g_assert_true (rf_capture_write (file->path, trace, &error));
  g_assert_no_error (error);

  test_read_init (&read, file->path);
  g_assert_cmpuint (rf_trace_get_n_messages (read.trace), ==, G_N_ELEMENTS (before));
  assert_same (trace, read.trace);
  for (guint i = 0; i < G_N_ELEMENTS (before); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    g_assert_cmpmem (message->data, message->length, SIP, strlen (SIP));
  }
  if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                    NULL, NULL, &seen, NULL, NULL, NULL))
    g_assert_cmpstr (seen, ==, "BYE\nBYE\nBYE\nBYE\n");
}

static void
assert_round_trip (const TestFile *file,
                   RfTrace        *trace)
{
  g_autoptr (GError) error = NULL;
  g_auto (TestRead) read = { 0 };

  g_assert_true (rf_capture_write (file->path, trace, &error));
  g_assert_no_error (error);
  test_read_init (&read, file->path);
  assert_same (trace, read.trace);
  g_assert_false (rf_capture_report_has_loss (&read.report));
}

/* Other programs find nothing to complain about: a checksum, a length, a missing segment. */
static void
ask_tshark_for_complaints (const char *path)
{
  const char *argv[] = {
    "tshark", "-r", path, "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o",
    "tcp.check_checksum:TRUE", "-Y", "_ws.malformed || _ws.expert.severity >= 0x600000", NULL,
  };
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
                     &status, NULL)) {
    g_test_message ("tshark is not there to ask");
    return;
  }
  g_test_message ("%s", err);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (out, ==, "");
}

/* Whatever a message came over, it is a datagram in the file, and the same when it is read. */
static void
test_transports (TestFile      *file,
                 gconstpointer  data)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  append_message (trace, RF_TRANSPORT_UDP, "192.0.2.1:5060", "192.0.2.2:5060", SIP);
  append_message (trace, RF_TRANSPORT_TCP, "192.0.2.1:5060", "192.0.2.2:5060", SIP);
  append_message (trace, RF_TRANSPORT_TLS, "192.0.2.1:5060", "192.0.2.2:5061", SIP);
  append_message (trace, RF_TRANSPORT_TLS, "192.0.2.1:5060", "[2001:db8::2]:5061", SIP);
  append_message (trace, RF_TRANSPORT_UDP, NULL, "192.0.2.2:5060", SIP);
  append_message (trace, RF_TRANSPORT_UDP, NULL, "[2001:db8::2]:5060", SIP);
  assert_round_trip (file, trace);
  ask_tshark_for_complaints (file->path);
}

/* Messages that no datagram can carry, more than one of them between the same two. */
static void
test_large (TestFile      *file,
            gconstpointer  data)
{
  static const gsize sizes[] = { 65000, 65507 - 217, 65600, 119000, 300000 };
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++) {
    g_autofree char *text = test_message (i + 1, sizes[i % G_N_ELEMENTS (sizes)]);
    gboolean is_datagram = strlen (text) <= 65507;

    append_message (trace, is_datagram ? RF_TRANSPORT_UDP : RF_TRANSPORT_TCP,
                    i % 2 ? "192.0.2.1:5060" : "[2001:db8::1]:5060", "192.0.2.2:5060", text);
  }
  assert_round_trip (file, trace);
  ask_tshark_for_complaints (file->path);
}

/* How many bytes each frame has, and how many it had; %NULL where tshark is not there to ask. */
static char *
dup_tshark_lengths (const char *path)
{
  const char *argv[] = { "tshark", "-r", path, "-T", "fields", "-E", "separator= ",
                         "-e", "frame.cap_len", "-e", "frame.len", NULL };
  char *out = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, &out, NULL, NULL, NULL);

  return out;
}

/* A pcap file with one datagram. */
static void
write_pcap (const TestFile *file,
            guint           link_type,
            const char     *payload)
{
  const TestPcap pcap = { .link_type = link_type };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);

  test_pcap_add (&pcap, capture, TEST_START_US,
                 test_ethernet (0x0800, test_ipv4 (17, FALSE, test_udp (payload))));
  test_file_write (file, capture->data, capture->len);
}

static void
test_other_traffic (TestFile      *file,
                    gconstpointer  data)
{
  static const struct {
    const char *payload;
    guint       skipped;
    guint       damaged;
  } cases[] = {
    { "\r\n\r\n", 1, 0 }, { "GET / HTTP/1.1\r\n\r\n", 1, 0 }, { "", 1, 0 },
    { "BYE sip:b SIP/2.0\r\n\r\n", 0, 21 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfTrace) trace = rf_trace_new ();
    RfCaptureReport report;

    write_pcap (file, TEST_LINK_ETHERNET, cases[i].payload);
    g_assert_true (rf_capture_read (file->path, trace, &report, NULL));
    g_assert_cmpuint (report.messages, ==, 0);
    g_assert_cmpuint (report.skipped, ==, cases[i].skipped);
    g_assert_cmpuint (report.damaged_bytes, ==, cases[i].damaged);
    rf_capture_report_clear (&report);
  }
}

/* One packet is one packet, and no packets are some. */
static void
test_cut_soon (TestFile      *file,
               gconstpointer  data)
{
  static const char *const problems[] = {
    "The file ends inside a packet, after 0 packets. What comes before is shown.",
    "The file ends inside a packet, after 1 packet. What comes before is shown.",
    "The file ends inside a packet, after 2 packets. What comes before is shown.",
  };
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };

  for (guint i = 0; i < G_N_ELEMENTS (problems); i++) {
    g_autoptr (GByteArray) capture = test_pcap (&pcap);
    g_autofree char *message = test_message (1, 0);
    g_auto (TestRead) read = { 0 };
    g_auto (GStrv) sentences = NULL;

    for (guint n = 0; n <= i; n++)
      test_pcap_add (&pcap, capture, TEST_START_US, test_ipv4 (17, FALSE, test_udp (message)));
    g_byte_array_set_size (capture, capture->len - 10);
    test_read_bytes (&read, file, capture);
    g_assert_cmpstr (read.report.problem, ==, problems[i]);
    /* And that is all that is said of it. */
    sentences = rf_capture_report_dup_sentences (&read.report, RF_LOSS_NOT_SIP);
    g_assert_cmpuint (g_strv_length (sentences), ==, 1);
  }
}

/* Messages that the capture cut off, over UDP and TCP, are cut off in what is written of them. */
static void
test_cut (TestFile      *file,
          gconstpointer  data)
{
  const TestPcap pcap = { .link_type = TEST_LINK_RAW };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_autofree char *message = test_message (1, 500);
  g_autofree char *other = test_message (2, 500);
  g_autofree char *lengths = NULL;
  g_autofree char *wanted = NULL;
  g_auto (TestRead) first = { 0 };
  g_auto (TestRead) again = { 0 };

  test_pcap_add_cut (&pcap, capture, TEST_START_US, 300, test_ipv4 (17, FALSE, test_udp (message)));
  test_pcap_add_cut (&pcap, capture, TEST_START_US + 1, 400,
                     test_tcp (FALSE, 1, 1, TEST_ACK, other, strlen (other)));
  test_read_bytes (&first, file, capture);
  g_assert_cmpuint (first.report.messages, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const RfTraceMessage *cut = rf_trace_get_message (first.trace, i);

    g_assert_cmpuint (cut->missing, >, 0);
    g_assert_cmpuint (cut->length + cut->missing, ==, strlen (message));
  }
  g_assert_true (rf_capture_write (file->path, first.trace, NULL));
  test_read_init (&again, file->path);
  assert_same (first.trace, again.trace);
  g_assert_cmpuint (again.report.losses[RF_LOSS_TRUNCATED].count, ==, 2);
  g_assert_cmpuint (rf_trace_get_damaged_bytes (again.trace), ==,
                    rf_trace_get_damaged_bytes (first.trace));
  lengths = dup_tshark_lengths (file->path);
  wanted = g_strdup_printf ("300 %zu\n388 %zu\n", 28 + strlen (message), 28 + strlen (other));
  if (lengths)
    g_assert_cmpstr (lengths, ==, wanted);
}

/* RFC 3261 §18.3: what is in a datagram behind the body belongs to nothing. It is counted. */
static void
test_trailing (TestFile      *file,
               gconstpointer  data)
{
  static const struct {
    const char *behind;
    guint       bytes;
  } cases[] = { { "", 0 }, { "\r\n\r\n", 0 }, { "\r\nx", 3 }, { SIP, sizeof SIP - 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *message = test_message (1, 40);
    g_autofree char *payload = g_strconcat (message, cases[i].behind, NULL);
    g_auto (TestRead) read = { 0 };
    const RfCaptureLoss *loss = &read.report.losses[RF_LOSS_TRAILING];

    write_pcap (file, TEST_LINK_ETHERNET, payload);
    test_read_init (&read, file->path);
    g_assert_cmpuint (read.report.messages, ==, 1);
    g_assert_cmpuint (loss->count, ==, cases[i].bytes > 0 ? 1 : 0);
    g_assert_cmpuint (loss->bytes, ==, cases[i].bytes);
    g_assert_cmpuint (loss->first.packet, ==, cases[i].bytes > 0 ? 1 : 0);
    g_assert_cmpuint (rf_trace_get_damaged_bytes (read.trace), ==, cases[i].bytes);
    g_assert_cmpuint (rf_trace_get_n_damaged (read.trace), ==, 0);
  }
}

/* RFC 3261 §18.3: a datagram that ends before the body does is an error. It is shown, and said. */
static void
test_length (TestFile      *file,
             gconstpointer  data)
{
  for (gsize there = 39; there <= 40; there++) {
    g_autofree char *message = test_message (1, 40);
    g_auto (TestRead) read = { 0 };
    const RfCaptureLoss *loss = &read.report.losses[RF_LOSS_LENGTH];

    message[strlen (message) - 40 + there] = '\0';
    write_pcap (file, TEST_LINK_ETHERNET, message);
    test_read_init (&read, file->path);
    g_assert_cmpuint (read.report.messages, ==, 1);
    g_assert_cmpuint (loss->count, ==, there < 40);
    g_assert_cmpuint (loss->first.packet, ==, there < 40);
    g_assert_cmpuint (rf_trace_get_damaged_bytes (read.trace), ==, 0);
  }
}

/* Cut off anywhere: an error where nothing is left, else the good part and a sentence. */
static void
test_truncated (TestFile      *file,
                gconstpointer  data)
{
  g_auto (TestScene) scene = { 0 };
  g_autofree char *bytes = NULL;
  gboolean had_problem = FALSE;
  gsize length;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  g_assert_true (rf_capture_write (file->path, scene.trace, NULL));
  g_assert_true (g_file_get_contents (file->path, &bytes, &length, NULL));

  for (gsize n = 1; n < length; n += 37) {
    g_autoptr (RfTrace) trace = rf_trace_new ();
    g_autoptr (GError) error = NULL;
    RfCaptureReport report;

    test_file_write (file, bytes, n);
    if (!rf_capture_read (file->path, trace, &report, &error)) {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      continue;
    }
    g_assert_cmpuint (report.messages, <, 4);
    had_problem |= report.problem != NULL && report.messages == 3;
    rf_capture_report_clear (&report);
  }
  g_assert_true (had_problem);
}

static void
test_frames_overwritten (TestFile      *file,
                         gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (791);
  g_autofree char *bytes = NULL;
  gsize length;

  write_pcap (file, TEST_LINK_ETHERNET, SIP);
  g_assert_true (g_file_get_contents (file->path, &bytes, &length, NULL));
  for (int round = 0; round < 300; round++) {
    g_autofree char *copy = g_memdup2 (bytes, length);
    g_autoptr (RfTrace) trace = rf_trace_new ();
    RfCaptureReport report;

    for (int i = 0; i < 3; i++)
      copy[g_rand_int_range (rand, 40, 104)] = (char) g_rand_int (rand);
    test_file_write (file, copy, length);
    if (rf_capture_read (file->path, trace, &report, NULL)) {
      g_assert_cmpuint (report.messages, <=, 1);
      rf_capture_report_clear (&report);
    }
  }
}

static void
test_errors (TestFile      *file,
             gconstpointer  data)
{
  static const struct {
    const char *content;
    GIOErrorEnum code;
  } cases[] = {
    { "", G_IO_ERROR_INVALID_DATA }, { "x", G_IO_ERROR_INVALID_DATA },
    { "this is a letter and no capture at all", G_IO_ERROR_INVALID_DATA },
  };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) folder = NULL;
  g_autoptr (GError) unwritable = NULL;
  RfCaptureReport report;

  g_assert_false (rf_capture_read (file->path, trace, &report, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (rf_capture_read (file->folder, trace, &report, &folder));
  g_assert_error (folder, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (file->path, cases[i].content, -1, NULL));
    g_assert_false (rf_capture_read (file->path, trace, &report, &error));
    g_assert_error (error, G_IO_ERROR, (int) cases[i].code);
  }
  g_assert_false (rf_capture_write ("/nonexistent/a.pcapng", trace, &unwritable));
  g_assert_nonnull (unwritable);
  /* A link type that is not read. */
  write_pcap (file, 147, SIP);
  g_clear_error (&missing);
  g_assert_false (rf_capture_read (file->path, trace, &report, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

/* What a person reads about each kind, once and more than once. */
static void
test_sentences (void)
{
  RfCaptureReport report = { .link_type = 147 };

  g_assert_false (rf_capture_report_has_loss (&report));
  for (guint kind = 0; kind < RF_N_LOSSES; kind++)
    report.losses[kind] = (RfCaptureLoss) { 1 + kind % 2, kind, { kind % 3, 1000 + kind } };
  g_assert_true (rf_capture_report_has_loss (&report));
  report.problem = g_strdup ("The end is missing.");

  for (guint from = 0; from < 2; from++) {
    g_auto (GStrv) sentences = rf_capture_report_dup_sentences (&report, from);

    g_assert_cmpuint (g_strv_length (sentences), ==, RF_N_LOSSES - from + 1);
    g_assert_cmpstr (sentences[RF_N_LOSSES - from], ==, "The end is missing.");
    g_assert_cmpstr (sentences[RF_LOSS_LINK - from], ==,
                     "1 packet is of a kind of network that is not read here: link type 147 "
                     "(2 bytes; packet 2, offset 1002). Capture on Ethernet, or on “any”.");
    g_assert_cmpstr (sentences[RF_LOSS_FRAGMENTS - from], ==,
                     "Of 2 packets not all fragments were captured (3 bytes; the first: offset "
                     "1003). Capture without a filter by port: only the first fragment has one.");
  }
  rf_capture_report_clear (&report);
  g_assert_null (report.problem);
}

#define ADD(name, function) \
  g_test_add ("/trace/capture/" name, TestFile, NULL, test_file_set_up, function, \
              test_file_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("round-trip-ipv6", test_round_trip_ipv6);
  ADD ("empty-lines", test_empty_lines);
  ADD ("transports", test_transports);
  ADD ("large", test_large);
  ADD ("other-traffic", test_other_traffic);
  ADD ("cut", test_cut);
  ADD ("cut-soon", test_cut_soon);
  ADD ("trailing", test_trailing);
  ADD ("length", test_length);
  ADD ("truncated", test_truncated);
  ADD ("frames-overwritten", test_frames_overwritten);
  ADD ("errors", test_errors);
  g_test_add_func ("/trace/capture/sentences", test_sentences);

  return g_test_run ();
}
