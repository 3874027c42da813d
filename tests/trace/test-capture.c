/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-capture.h"
#include "testlib-trace.h"

#include <glib/gstdio.h>
#include <pcap/pcap.h>

#define SIP "BYE sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n" \
            "From: <sip:a@192.0.2.1>;tag=1\r\n" \
            "To: <sip:b@192.0.2.2>;tag=2\r\nCall-ID: c\r\nCSeq: 1 BYE\r\n\r\n"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("rf-capture-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "a.pcapng", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_same (RfTrace *a,
             RfTrace *b)
{
  g_assert_cmpuint (rf_trace_get_n_messages (a), ==, rf_trace_get_n_messages (b));
  for (guint i = 0; i < rf_trace_get_n_messages (a); i++) {
    const RfTraceMessage *x = rf_trace_get_message (a, i);
    const RfTraceMessage *y = rf_trace_get_message (b, i);

    g_assert_cmpint (x->time_us, ==, y->time_us);
    g_assert_cmpmem (x->data, x->length, y->data, y->length);
    g_assert_true (rf_endpoint_equal (&x->source, &y->source));
    g_assert_true (rf_endpoint_equal (&x->destination, &y->destination));
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
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfTrace) again = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  RfCaptureReport report;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  g_assert_true (rf_capture_write (fixture->path, scene.trace, &error));
  g_assert_no_error (error);
  g_assert_true (rf_capture_read (fixture->path, again, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.packets, ==, 6);
  g_assert_cmpuint (report.messages, ==, 6);
  g_assert_cmpuint (report.skipped, ==, 0);
  g_assert_null (report.problem);
  assert_same (scene.trace, again);
  g_assert_cmpint (rf_trace_get_transfer (again, 0)->outcome, ==, RF_OUTCOME_UNKNOWN);
  ask_tshark (fixture->path);
  rf_capture_report_clear (&report);
}

static void
test_ipv6 (Fixture       *fixture,
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
  g_assert_true (rf_capture_write (fixture->path, scene.trace, NULL));
  g_assert_true (rf_capture_read (fixture->path, again, &report, NULL));
  assert_same (scene.trace, again);
  rf_capture_report_clear (&report);
}

/* An IPv4 packet with UDP and @payload, without checksums. */
static GByteArray *
make_ip (const char *payload)
{
  gsize udp = 8 + strlen (payload);
  gsize total = 20 + udp;
  guint8 head[28] = {
    0x45, 0, total >> 8, total & 0xff, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2,
    0x13, 0xc4, 0x13, 0xc4, udp >> 8, udp & 0xff, 0, 0,
  };
  GByteArray *packet = g_byte_array_new ();

  g_byte_array_append (packet, head, sizeof head);
  g_byte_array_append (packet, (const guint8 *) payload, strlen (payload));

  return packet;
}

static void
write_pcap (const char   *path,
            int           link_type,
            const guint8 *link,
            gsize         link_length,
            const char   *payload)
{
  g_autoptr (GByteArray) ip = make_ip (payload);
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  struct pcap_pkthdr header = { .ts = { .tv_sec = 1708603200, .tv_usec = 123456 } };
  pcap_t *dead = pcap_open_dead (link_type, 65535);
  pcap_dumper_t *dumper = pcap_dump_open (dead, path);

  g_assert_nonnull (dumper);
  g_byte_array_append (frame, link, link_length);
  g_byte_array_append (frame, ip->data, ip->len);
  header.caplen = header.len = frame->len;
  pcap_dump ((guint8 *) dumper, &header, frame->data);
  pcap_dump_close (dumper);
  pcap_close (dead);
}

static const struct {
  const char *name;
  int         link_type;
  gsize       length;
  guint8      bytes[24];
} links[] = {
  { "ethernet", DLT_EN10MB, 14, { [12] = 0x08 } },
  { "vlan", DLT_EN10MB, 18, { [12] = 0x81, [15] = 5, [16] = 0x08 } },
  { "two vlans", DLT_EN10MB, 22, { [12] = 0x88, [13] = 0xa8, [16] = 0x81, [20] = 0x08 } },
  { "cooked", DLT_LINUX_SLL, 16, { [14] = 0x08 } },
  { "cooked 2", DLT_LINUX_SLL2, 20, { [0] = 0x08 } },
  { "raw", DLT_RAW, 0, { 0 } },
  { "loopback", DLT_NULL, 4, { 2 } },
};

static void
test_links (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (RfTrace) trace = rf_trace_new ();
    g_autoptr (GError) error = NULL;
    RfCaptureReport report;

    g_test_message ("%s", links[i].name);
    write_pcap (fixture->path, links[i].link_type, links[i].bytes, links[i].length, SIP);
    g_assert_true (rf_capture_read (fixture->path, trace, &report, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (report.messages, ==, 1);
    g_assert_cmpint (rf_trace_get_message (trace, 0)->time_us, ==,
                     G_GINT64_CONSTANT (1708603200123456));
    test_assert_text (rf_endpoint_to_string (&rf_trace_get_message (trace, 0)->source),
                      "192.0.2.1:5060");
    rf_capture_report_clear (&report);
  }
}

/* In place and without waiting for the disk: this is done hundreds of times. */
static void
overwrite (const char *path,
           const char *bytes,
           gsize       length)
{
  g_unlink (path); /* the flag alone does not shorten a file in every GLib */
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
}

static void
test_other_traffic (Fixture       *fixture,
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

    write_pcap (fixture->path, DLT_EN10MB, links[0].bytes, 14, cases[i].payload);
    g_assert_true (rf_capture_read (fixture->path, trace, &report, NULL));
    g_assert_cmpuint (report.messages, ==, 0);
    g_assert_cmpuint (report.skipped, ==, cases[i].skipped);
    g_assert_cmpuint (report.damaged_bytes, ==, cases[i].damaged);
    rf_capture_report_clear (&report);
  }
}

/* Cut off anywhere: an error where nothing is left, else the good part and a sentence. */
static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  g_auto (TestScene) scene = { 0 };
  g_autofree char *bytes = NULL;
  gboolean had_problem = FALSE;
  gsize length;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  g_assert_true (rf_capture_write (fixture->path, scene.trace, NULL));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));

  for (gsize n = 1; n < length; n += 37) {
    g_autoptr (RfTrace) trace = rf_trace_new ();
    g_autoptr (GError) error = NULL;
    RfCaptureReport report;

    overwrite (fixture->path, bytes, n);
    if (!rf_capture_read (fixture->path, trace, &report, &error)) {
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
test_frames_overwritten (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (791);
  g_autofree char *bytes = NULL;
  gsize length;

  write_pcap (fixture->path, DLT_EN10MB, links[2].bytes, 22, SIP);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (int round = 0; round < 300; round++) {
    g_autofree char *copy = g_memdup2 (bytes, length);
    g_autoptr (RfTrace) trace = rf_trace_new ();
    RfCaptureReport report;

    for (int i = 0; i < 3; i++)
      copy[g_rand_int_range (rand, 40, 104)] = (char) g_rand_int (rand);
    overwrite (fixture->path, copy, length);
    if (rf_capture_read (fixture->path, trace, &report, NULL)) {
      g_assert_cmpuint (report.messages, <=, 1);
      rf_capture_report_clear (&report);
    }
  }
}

static void
test_errors (Fixture       *fixture,
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

  g_assert_false (rf_capture_read (fixture->path, trace, &report, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (rf_capture_read (fixture->folder, trace, &report, &folder));
  g_assert_error (folder, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (fixture->path, cases[i].content, -1, NULL));
    g_assert_false (rf_capture_read (fixture->path, trace, &report, &error));
    g_assert_error (error, G_IO_ERROR, (int) cases[i].code);
  }
  g_assert_false (rf_capture_write ("/nonexistent/a.pcapng", trace, &unwritable));
  g_assert_nonnull (unwritable);
  /* A link type that is not read. */
  write_pcap (fixture->path, DLT_USER0, links[0].bytes, 14, SIP);
  g_clear_error (&missing);
  g_assert_false (rf_capture_read (fixture->path, trace, &report, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

#define ADD(name, function) \
  g_test_add ("/trace/capture/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("ipv6", test_ipv6);
  ADD ("links", test_links);
  ADD ("other-traffic", test_other_traffic);
  ADD ("truncated", test_truncated);
  ADD ("frames-overwritten", test_frames_overwritten);
  ADD ("errors", test_errors);

  return g_test_run ();
}
