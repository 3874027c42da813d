/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-capture-file.h"
#include "rf-capture-sink.h"
#include "testlib-capture.h"
#include "testlib-trace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

/* Files as they come: packed, through a pipe, growing, shrinking, out of order. */

#define ZSTD_BLOCK_LEN (128 * 1024)

static const TestPcap pcap = { .link_type = TEST_LINK_ETHERNET };

/* Messages from @from to @to, a second apart. */
static void
add_messages (GByteArray *capture,
              guint       from,
              guint       to)
{
  for (guint i = from; i <= to; i++)
    test_pcap_add (&pcap, capture, TEST_START_US + i * G_USEC_PER_SEC, test_message_frame (i));
}

static GByteArray *
make_capture (guint messages)
{
  GByteArray *capture = test_pcap (&pcap);

  add_messages (capture, 1, messages);

  return capture;
}

static GByteArray *
pack_gzip (gconstpointer bytes,
           gsize         length)
{
  g_autoptr (GZlibCompressor) compressor =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream =
    g_converter_output_stream_new (memory, G_CONVERTER (compressor));

  g_assert_true (g_output_stream_write_all (stream, bytes, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));

  return test_bytes (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                     g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
}

static GByteArray *
pack_zstd (gconstpointer bytes,
           gsize         length)
{
  gsize room = ZSTD_compressBound (length);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_set_size (out, (guint) room);
  g_byte_array_set_size (out, (guint) ZSTD_compress (out->data, room, bytes, length, 3));

  return out;
}

typedef GByteArray *(*Pack) (gconstpointer bytes, gsize length);

static const Pack packs[] = { pack_gzip, pack_zstd };

static void
test_packed (TestFile      *file,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autoptr (GByteArray) capture = make_capture (3000);
    g_autoptr (GByteArray) packed = packs[i] (capture->data, capture->len);
    g_auto (TestRead) read = { 0 };

    test_read_bytes (&read, file, packed);
    g_assert_cmpuint (read.report.messages, ==, 3000);
    g_assert_false (rf_capture_report_has_loss (&read.report));
  }
}

/* Several packed one after the other are one, as rotating writers leave them. */
static void
test_packed_twice (TestFile      *file,
                   gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autoptr (GByteArray) capture = make_capture (200);
    g_autoptr (GByteArray) first = packs[i] (capture->data, 5000);
    g_autoptr (GByteArray) second = packs[i] (capture->data + 5000, capture->len - 5000);
    g_auto (TestRead) read = { 0 };

    g_byte_array_append (first, second->data, second->len);
    if (i == 0)
      g_byte_array_append (first, (const guint8[512]) { 0 }, 512); /* as tapes pad */
    test_read_bytes (&read, file, first);
    g_assert_cmpuint (read.report.messages, ==, 200);
    g_assert_false (rf_capture_report_has_loss (&read.report));
  }
}

/* Cut off, or damaged in the middle: the good part is shown. */
static void
test_packed_cut (TestFile      *file,
                 gconstpointer  data)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (packs); i++) {
    g_autoptr (GByteArray) capture = make_capture (6000);
    g_autoptr (GByteArray) packed = packs[i / 2] (capture->data, capture->len);
    g_auto (TestRead) read = { 0 };

    if (i % 2 == 0)
      g_byte_array_set_size (packed, packed->len * 3 / 4);
    else
      memset (packed->data + packed->len * 3 / 4, 0xff, packed->len / 4);
    test_read_bytes (&read, file, packed);
    g_test_message ("%" G_GUINT64_FORMAT " messages: %s", read.report.messages,
                    read.report.problem);
    g_assert_cmpuint (read.report.messages, >, 2000);
    g_assert_cmpuint (read.report.messages, <, 6000);
    g_assert_nonnull (strstr (read.report.problem, "compressed file is cut off or damaged"));
  }
}

static void
test_assert_problem (const TestRead *read,
                     guint64         packets)
{
  g_autofree char *problem =
    g_strdup_printf ("The compressed file is cut off or damaged after %" G_GUINT64_FORMAT
                     " %s. What comes before is shown.", packets,
                     packets == 1 ? "packet" : "packets");

  g_assert_cmpuint (packets, >, 0);
  g_assert_cmpstr (read->report.problem, ==, problem);
}

/* The packet in which unpacking ended has its place not in the file, and no sentence of its own. */
static void
test_packed_place (TestFile      *file,
                   gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autoptr (GByteArray) capture = make_capture (200);
    g_autoptr (GByteArray) first = packs[i] (capture->data, 5000);
    g_autoptr (GByteArray) second = packs[i] (capture->data + 5000, capture->len - 5000);
    g_autofree char *place = NULL;
    g_auto (GStrv) sentences = NULL;
    g_auto (TestRead) read = { 0 };

    g_byte_array_append (first, second->data, 8);
    test_read_bytes (&read, file, first);
    g_assert_cmpint (read.report.end, ==, RF_CAPTURE_END_IN_PACKET);
    place = rf_capture_report_dup_sentence (&read.report, RF_LOSS_DAMAGED);
    g_assert_true (g_str_has_prefix (place, "The last packet is not all there ("));
    g_assert_true (g_str_has_suffix (place, " of the unpacked file)."));
    sentences = rf_capture_report_dup_sentences (&read.report, RF_LOSS_NOT_SIP);
    g_assert_cmpuint (g_strv_length (sentences), ==, 1);
    test_assert_problem (&read, read.report.packets);
  }
}

/* All that was unpacked before the error is read, however little: of gzip everything where only the
 * sum at the end is wrong, of zstd every block but the last, whose end is damaged. */
static void
test_packed_end (TestFile      *file,
                 gconstpointer  data)
{
  for (guint n = 1; n <= 4096; n *= 8) {
    g_autoptr (GByteArray) capture = make_capture (n);
    g_autoptr (GByteArray) whole = pack_gzip (capture->data, capture->len);
    g_auto (TestRead) read = { 0 };

    whole->data[whole->len - 8] ^= 1;
    test_read_bytes (&read, file, whole);
    g_assert_cmpuint (read.report.messages, ==, n);
    test_assert_problem (&read, n);
  }
  for (guint n = 800; n <= 3200; n *= 2) {
    g_autoptr (GByteArray) capture = make_capture (n);
    g_autoptr (GByteArray) blocks = pack_zstd (capture->data, capture->len);
    guint whole_blocks = (capture->len - 1) / ZSTD_BLOCK_LEN;
    guint longest = (capture->len - 24) / n + 4; /* the numbers have up to four digits */
    g_auto (TestRead) read = { 0 };

    blocks->data[blocks->len - 1] = 0;
    test_read_bytes (&read, file, blocks);
    g_assert_cmpuint (read.report.messages, >=, whole_blocks * ZSTD_BLOCK_LEN / longest - 1);
    g_assert_cmpuint (read.report.messages, <, n);
    test_assert_problem (&read, read.report.packets);
  }
}

/* All is there, and something else behind it. */
static void
test_packed_followed (TestFile      *file,
                      gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autoptr (GByteArray) capture = make_capture (20);
    g_autoptr (GByteArray) packed = packs[i] (capture->data, capture->len);
    g_auto (TestRead) read = { 0 };

    g_byte_array_append (packed, (const guint8 *) "signed", 6);
    test_read_bytes (&read, file, packed);
    g_assert_cmpuint (read.report.messages, ==, 20);
    g_assert_cmpstr (read.report.problem, ==,
                     "The compressed file goes on with something that is not compressed after 20 "
                     "packets. What comes before is shown.");
  }
}

/* Nothing at all can be unpacked, which is not to say that nothing was captured. */
static void
test_packed_nothing (TestFile      *file,
                     gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autoptr (GByteArray) capture = make_capture (20);
    g_autoptr (GByteArray) packed = packs[i] (capture->data, capture->len);
    g_autoptr (RfTrace) trace = rf_trace_new ();
    g_autoptr (GError) error = NULL;
    RfCaptureReport report;

    test_file_write (file, packed->data, 12);
    g_assert_false (rf_capture_read (file->path, trace, &report, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    g_assert_nonnull (strstr (error->message, "cut off or damaged so early"));
  }
}

/* One block as it is, in a frame that may refer to what was up to 2 GiB before, as "zstd --long=31"
 * writes it (RFC 8878 §3.1.1). */
static GByteArray *
pack_zstd_wide (gconstpointer bytes,
                gsize         length)
{
  const guint32 block = 1 | (guint32) length << 3;
  const guint8 head[] = { 0x28, 0xb5, 0x2f, 0xfd, 0, (31 - 10) << 3,
                          block & 0xff, block >> 8 & 0xff, block >> 16 & 0xff };
  GByteArray *out = test_bytes (head, sizeof head);

  g_byte_array_append (out, bytes, (guint) length);

  return out;
}

/* Nothing is wrong with it, and it is said what to do; the part before it is shown. */
static void
test_packed_wide (TestFile      *file,
                  gconstpointer  data)
{
  g_autoptr (GByteArray) capture = make_capture (20);
  g_autoptr (GByteArray) wide = pack_zstd_wide (capture->data, capture->len);
  g_autoptr (GByteArray) first = pack_zstd (capture->data, 5000);
  g_autoptr (GByteArray) rest = pack_zstd_wide (capture->data + 5000, capture->len - 5000);
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  g_auto (TestRead) read = { 0 };
  RfCaptureReport report;

  test_file_write (file, wide->data, wide->len);
  g_assert_false (rf_capture_read (file->path, trace, &report, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "needs more memory to be unpacked than is allowed"));
  g_assert_nonnull (strstr (error->message, "zstd -d --long=31"));
  g_assert_null (strstr (error->message, "damaged"));

  g_byte_array_append (first, rest->data, rest->len);
  test_read_bytes (&read, file, first);
  g_assert_cmpuint (read.report.messages, >, 5);
  g_assert_cmpuint (read.report.messages, <, 20);
  g_assert_nonnull (strstr (read.report.problem, "zstd -d --long=31”), after "));
  g_assert_null (strstr (read.report.problem, "damaged"));
}

/* A small file that would fill a disk. */
static void
test_packed_bomb (TestFile      *file,
                  gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autoptr (GByteArray) zeros = test_pcap (&pcap);
    g_autoptr (GByteArray) packed = NULL;
    g_autoptr (RfCaptureFile) opened = NULL;
    g_autoptr (GError) error = NULL;

    g_byte_array_set_size (zeros, 8 << 20);
    memset (zeros->data + 24, 0, zeros->len - 24);
    packed = packs[i] (zeros->data, zeros->len);
    g_assert_cmpuint (packed->len, <, 20000);
    test_file_write (file, packed->data, packed->len);
    opened = rf_capture_file_open (file->path, 1 << 20, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (rf_capture_file_get_size (opened), ==, 1 << 20);
    g_assert_cmpuint (rf_capture_file_get_flags (opened), ==, RF_CAPTURE_FILE_TOO_LARGE);
  }
}

/* What never ends and is no capture is left alone at once. */
static void
test_endless (TestFile      *file,
              gconstpointer  data)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  RfCaptureReport report;

  g_assert_false (rf_capture_read ("/dev/zero", trace, &report, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  test_file_write (file, "", 0);
}

/* What is packed and is no capture. */
static void
test_packed_other (TestFile      *file,
                   gconstpointer  data)
{
  static const char *const contents[] = { "", "a letter, and no capture at all, packed" };

  for (guint i = 0; i < 4; i++) {
    g_autoptr (GByteArray) packed = packs[i / 2] (contents[i % 2], strlen (contents[i % 2]));
    g_autoptr (RfTrace) trace = rf_trace_new ();
    g_autoptr (GError) error = NULL;
    RfCaptureReport report;

    test_file_write (file, packed->data, packed->len);
    g_assert_false (rf_capture_read (file->path, trace, &report, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
}

typedef struct {
  const char *path;
  GByteArray *bytes;
} Writer;

static gpointer
write_slowly (gpointer data)
{
  const Writer *writer = data;
  int fd = open (writer->path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  for (gsize at = 0; at < writer->bytes->len; at += 777) {
    gsize length = MIN (777, writer->bytes->len - at);

    g_assert_cmpint (write (fd, writer->bytes->data + at, length), ==, (gssize) length);
  }
  close (fd);

  return NULL;
}

static void
test_pipe (TestFile      *file,
           gconstpointer  data)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GByteArray) capture = make_capture (500);
    g_autoptr (GByteArray) packed = pack_gzip (capture->data, capture->len);
    Writer writer = { file->path, i == 0 ? capture : packed };
    g_auto (TestRead) read = { 0 };
    GThread *thread;

    g_assert_cmpint (mkfifo (file->path, 0600), ==, 0);
    thread = g_thread_new ("writer", write_slowly, &writer);
    test_read_init (&read, file->path);
    g_thread_join (thread);
    g_assert_cmpint (unlink (file->path), ==, 0);
    g_assert_cmpuint (read.report.messages, ==, 500);
    g_assert_false (rf_capture_report_has_loss (&read.report));
  }
  test_file_write (file, "", 0);
}

static void
test_standard_input (TestFile      *file,
                     gconstpointer  data)
{
  g_autoptr (GByteArray) capture = make_capture (5);
  int kept = dup (STDIN_FILENO);
  g_auto (TestRead) read = { 0 };
  int fd;

  test_file_write (file, capture->data, capture->len);
  fd = open (file->path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (dup2 (fd, STDIN_FILENO), ==, STDIN_FILENO);
  close (fd);
  test_read_init (&read, "-");
  test_assert_text (test_dup_numbers (read.trace), "1 2 3 4 5");
  if (kept >= 0) {
    g_assert_cmpint (dup2 (kept, STDIN_FILENO), ==, STDIN_FILENO);
    close (kept);
  }
}

/* The file grows by bytes that end anywhere; each message is there as soon as all of it is. */
static void
test_growing (TestFile      *file,
              gconstpointer  data)
{
  g_autoptr (GByteArray) capture = make_capture (60);
  gsize record = (capture->len - 24) / 60;
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfCapture) reader = NULL;
  gsize at = 30;

  test_file_write (file, capture->data, at);
  reader = rf_capture_new (file->path, trace, NULL);
  g_assert_nonnull (reader);
  while (at < capture->len) {
    gsize step = MIN (97, capture->len - at);

    test_file_append (file, capture->data + at, step);
    at += step;
    g_assert_false (rf_capture_read_more (reader, 0));
    /* the numbers have one digit at first, so records differ by a few bytes */
    g_assert_cmpuint (rf_trace_get_n_messages (trace), >=, (at - 24) / (record + 2));
    g_assert_cmpuint (rf_trace_get_n_messages (trace), <=, (at - 24) / (record - 5));
  }
  rf_capture_finish (reader);
  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, 60);
  g_assert_false (rf_capture_report_has_loss (rf_capture_get_report (reader)));
}

/* The same with blocks. */
static void
test_growing_ng (TestFile      *file,
                 gconstpointer  data)
{
  g_autoptr (GByteArray) capture = g_byte_array_new ();
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfCapture) reader = NULL;

  test_ng_section (capture, FALSE);
  test_ng_interface (capture, FALSE, TEST_LINK_ETHERNET, "", 0);
  for (guint i = 1; i <= 30; i++)
    test_ng_packet (capture, FALSE, 0, TEST_START_US + i, test_message_frame (i));
  test_file_write (file, capture->data, 30);
  reader = rf_capture_new (file->path, trace, NULL);
  g_assert_nonnull (reader);
  for (gsize at = 30; at < capture->len; at += 61) {
    test_file_append (file, capture->data + at, MIN (61, capture->len - at));
    g_assert_false (rf_capture_read_more (reader, 0));
  }
  rf_capture_finish (reader);
  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, 30);
  g_assert_false (rf_capture_report_has_loss (rf_capture_get_report (reader)));
}

/* In small steps, as a window does that goes on drawing. */
static void
test_steps (TestFile      *file,
            gconstpointer  data)
{
  g_autoptr (GByteArray) capture = make_capture (5000);
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfCapture) reader = NULL;
  double progress = 0;
  guint steps = 0;

  test_file_write (file, capture->data, capture->len);
  reader = rf_capture_new (file->path, trace, NULL);
  for (; rf_capture_read_more (reader, 1); steps++) {
    g_assert_cmpfloat (rf_capture_get_progress (reader), >=, progress);
    progress = rf_capture_get_progress (reader);
    g_assert_cmpfloat (progress, <=, 1);
  }
  rf_capture_finish (reader);
  g_assert_cmpuint (steps, >, 20);
  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, 5000);
}

/* Somebody empties the file while it is being read, or later: never a crash. */
static void
test_shrinking (TestFile      *file,
                gconstpointer  data)
{
  static const gsize left[] = { 0, 1, 5000, 300000 };

  for (guint i = 0; i < G_N_ELEMENTS (left); i++) {
    g_autoptr (GByteArray) capture = make_capture (5000);
    g_autoptr (RfTrace) trace = rf_trace_new ();
    g_autoptr (RfCapture) reader = NULL;
    const RfCaptureReport *report;
    guint sum = 0;

    test_file_write (file, capture->data, capture->len);
    reader = rf_capture_new (file->path, trace, NULL);
    g_assert_nonnull (reader);
    g_assert_true (rf_capture_read_more (reader, 1));
    g_assert_cmpint (truncate (file->path, (off_t) left[i]), ==, 0);
    while (rf_capture_read_more (reader, 1))
      ;
    rf_capture_finish (reader);
    report = rf_capture_get_report (reader);
    g_test_message ("%" G_GUINT64_FORMAT " messages: %s", report->messages, report->problem);
    g_assert_nonnull (strstr (report->problem, "became shorter while it was read"));
    g_assert_cmpuint (report->messages, <, 5000);
    for (guint n = 0; n < rf_trace_get_n_messages (trace); n++)
      sum += (guint8) rf_trace_get_message (trace, n)->data[0];
    g_assert_cmpuint (sum, >=, report->messages > 0);
  }
}

static void
test_shrinking_later (TestFile      *file,
                      gconstpointer  data)
{
  g_autoptr (GByteArray) capture = make_capture (5000);
  g_auto (TestRead) read = { 0 };
  const RfTraceMessage *last;

  test_read_bytes (&read, file, capture);
  g_assert_cmpint (truncate (file->path, 0), ==, 0);
  last = rf_trace_get_message (read.trace, 4999);
  g_assert_cmpint (last->data[last->length - 1], ==, '\0');
}

/* Parts of several captures one behind the other: in order of time, and of two at the same time the
 * one that came first is first. */
static void
test_order (TestFile      *file,
            gconstpointer  data)
{
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_auto (TestRead) read = { 0 };

  add_messages (capture, 5, 8);
  add_messages (capture, 1, 4);
  test_pcap_add (&pcap, capture, TEST_START_US + 6 * G_USEC_PER_SEC, test_message_frame (60));
  add_messages (capture, 9, 9);
  test_read_bytes (&read, file, capture);
  test_assert_text (test_dup_numbers (read.trace), "1 2 3 4 5 6 60 7 8 9");
  g_assert_false (rf_capture_report_has_loss (&read.report));
}

/* A clock that was set back is told from packets that are a little out of order. It loses
 * nothing. */
static void
test_clock_set (TestFile      *file,
                gconstpointer  data)
{
  const gint64 times_ms[] = { 0, 2000, 1001, 9000, 4000, 100 };
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_auto (TestRead) read = { 0 };
  g_auto (GStrv) sentences = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (times_ms); i++)
    test_pcap_add (&pcap, capture, TEST_START_US + times_ms[i] * 1000, test_message_frame (i + 1));
  test_read_bytes (&read, file, capture);
  g_assert_cmpuint (read.report.step, ==, 5);
  g_assert_false (rf_capture_report_has_loss (&read.report));
  sentences = rf_capture_report_dup_sentences (&read.report, RF_LOSS_NOT_SIP);
  g_assert_cmpuint (g_strv_length (sentences), ==, 1);
  g_assert_true (g_str_has_prefix (sentences[0], "The times run backwards by 5 s at packet 5: "));
}

static void
test_order_random (TestFile      *file,
                   gconstpointer  data)
{
  g_autoptr (GByteArray) capture = test_pcap (&pcap);
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  g_auto (TestRead) read = { 0 };

  for (guint i = 0; i < 5000; i++)
    test_pcap_add (&pcap, capture, TEST_START_US + g_rand_int_range (rand, 0, 1000),
                   test_message_frame (i));
  test_read_bytes (&read, file, capture);
  g_assert_cmpuint (read.report.messages, ==, 5000);
  for (guint i = 1; i < 5000; i++) {
    const RfTraceMessage *a = rf_trace_get_message (read.trace, i - 1);
    const RfTraceMessage *b = rf_trace_get_message (read.trace, i);

    g_assert_cmpint (a->time_us, <=, b->time_us);
    if (a->time_us == b->time_us)
      g_assert_true (a->data < b->data); /* as they lie in the file */
  }
}

/* Messages further into a file than 32 bits can tell. The file is nearly all holes, and reading it
 * leaves no more in memory than a small one does. */
static void
test_huge (TestFile      *file,
           gconstpointer  data)
{
  const guint32 snap_length = 1 << 20;
  const guint n_holes = 4200;
  g_autoptr (GByteArray) capture = make_capture (1);
  g_autoptr (GByteArray) last = make_capture (3);
  const guint32 head[4] = { TEST_START_US / G_USEC_PER_SEC, 0, snap_length, snap_length };
  g_auto (TestRead) read = { 0 };
  guint64 at;
  int fd;

  memcpy (capture->data + 16, &snap_length, sizeof snap_length);
  test_file_write (file, capture->data, capture->len);
  fd = open (file->path, O_WRONLY | O_CLOEXEC);
  at = capture->len;
  for (guint i = 0; i < n_holes; i++, at += sizeof head + snap_length)
    g_assert_cmpint (pwrite (fd, head, sizeof head, (off_t) at), ==, sizeof head);
  g_assert_cmpuint (at, >, G_MAXUINT32);
  g_assert_cmpint (pwrite (fd, last->data + 24, last->len - 24, (off_t) at), ==, last->len - 24);
  close (fd);

  test_read_init (&read, file->path);
  test_assert_text (test_dup_numbers (read.trace), "1 1 2 3");
  g_assert_cmpuint (read.report.packets, ==, n_holes + 4);
  g_assert_cmpuint (read.report.losses[RF_LOSS_NOT_SIP].bytes, ==, (guint64) n_holes << 20);
  g_assert_false (rf_capture_report_has_loss (&read.report));
}

/* What comes later than the list is long stays where it is, and is counted. */
static void
test_order_too_late (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfCaptureSink) sink = rf_capture_sink_new (trace, 8);
  const RfCaptureLoss *late = &rf_capture_sink_get_report (sink)->losses[RF_LOSS_ORDER];

  for (guint i = 0; i < 40; i++) {
    g_autofree char *message = test_message (i, 0);
    RfTraceInput input = { .time_us = i, .data = message, .length = strlen (message) };

    if (i == 19 || i == 23) /* a little late, and far too late */
      input.time_us = i == 19 ? 17 : 1;
    rf_capture_sink_add (sink, &input, &(RfCapturePlace) { i + 1, i * 1000 });
  }
  g_assert_false (rf_capture_sink_flush (sink, 0));
  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, 40);
  g_assert_cmpuint (late->count, ==, 1);
  g_assert_cmpuint (late->first.packet, ==, 24);
  for (guint i = 1; i < 40; i++) {
    gint64 before = rf_trace_get_message (trace, i - 1)->time_us;

    g_assert_true (rf_trace_get_message (trace, i)->time_us >= before ||
                   rf_trace_get_message (trace, i)->time_us == 1);
  }
}

#define ADD(name, function) \
  g_test_add ("/trace/capture-file/" name, TestFile, NULL, test_file_set_up, function, \
              test_file_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("packed", test_packed);
  ADD ("packed-twice", test_packed_twice);
  ADD ("packed-cut", test_packed_cut);
  ADD ("packed-place", test_packed_place);
  ADD ("packed-end", test_packed_end);
  ADD ("packed-followed", test_packed_followed);
  ADD ("packed-nothing", test_packed_nothing);
  ADD ("packed-wide", test_packed_wide);
  ADD ("packed-bomb", test_packed_bomb);
  ADD ("packed-other", test_packed_other);
  ADD ("endless", test_endless);
  ADD ("pipe", test_pipe);
  ADD ("standard-input", test_standard_input);
  ADD ("growing", test_growing);
  ADD ("growing-pcapng", test_growing_ng);
  ADD ("steps", test_steps);
  ADD ("shrinking", test_shrinking);
  ADD ("shrinking-later", test_shrinking_later);
  ADD ("huge", test_huge);
  ADD ("order", test_order);
  ADD ("clock-set", test_clock_set);
  ADD ("order-random", test_order_random);
  g_test_add_func ("/trace/capture-file/order-too-late", test_order_too_late);

  return g_test_run ();
}
