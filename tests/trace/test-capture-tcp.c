/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-capture.h"
#include "testlib-trace.h"

/* Messages on TCP, put together from whatever segments there are. */

#define ISN 1000u

typedef struct {
  TestFile    file;
  TestPcap    pcap;
  GByteArray *capture;
  gint64      now_us; /* each packet takes 1 ms */
  guint32     first;  /* sequence number of the first byte */
  GString    *text;   /* all bytes of the stream */
  TestRead    read;
} Scene;

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  test_file_set_up (&scene->file, NULL);
  scene->pcap = (TestPcap) { .link_type = TEST_LINK_RAW };
  scene->capture = test_pcap (&scene->pcap);
  scene->now_us = TEST_START_US;
  scene->first = ISN + 1;
  scene->text = g_string_new (NULL);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  g_byte_array_unref (scene->capture);
  g_string_free (scene->text, TRUE);
  test_read_clear (&scene->read);
  test_file_tear_down (&scene->file, NULL);
}

/* Adds messages of 200 bytes of body to what the stream is to carry. */
static void
plan (Scene *scene,
      guint  from,
      guint  to)
{
  for (guint i = from; i <= to; i++) {
    g_autofree char *message = test_message (i, 200);

    g_string_append (scene->text, message);
  }
}

static void
add (Scene      *scene,
     GByteArray *packet)
{
  test_pcap_add (&scene->pcap, scene->capture, scene->now_us, packet);
  scene->now_us += 1000;
}

static void
send_flags (Scene   *scene,
            guint32  seq,
            guint8   flags)
{
  add (scene, test_tcp (FALSE, seq, 0, flags, "", 0));
}

/* A segment with the bytes of the stream from @start to @end. */
static void
send_part (Scene *scene,
           gsize  start,
           gsize  end)
{
  end = MIN (end, scene->text->len);
  add (scene, test_tcp (FALSE, scene->first + (guint32) start, 1, TEST_ACK,
                        scene->text->str + start, end - start));
}

/* The other side has everything before @position. */
static void
acknowledge (Scene *scene,
             gsize  position)
{
  add (scene, test_tcp (TRUE, 1, scene->first + (guint32) position, TEST_ACK, "", 0));
}

static void
read_scene (Scene *scene)
{
  test_read_clear (&scene->read);
  test_read_bytes (&scene->read, &scene->file, scene->capture);
}

static void
assert_numbers (Scene      *scene,
                const char *expected)
{
  read_scene (scene);
  test_assert_text (test_dup_numbers (scene->read.trace), expected);
}

static const RfCaptureLoss *
loss (Scene      *scene,
      RfLossKind  kind)
{
  return &scene->read.report.losses[kind];
}

static void
assert_no_loss (Scene *scene)
{
  g_assert_false (rf_capture_report_has_loss (&scene->read.report));
  g_assert_cmpuint (scene->read.report.skipped, ==, 0);
}

static gsize
length_of_one (void)
{
  g_autofree char *message = test_message (1, 200);

  return strlen (message);
}

static void
test_whole (Scene         *scene,
            gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 3);
  send_flags (scene, ISN, TEST_SYN);
  for (gsize i = 0; i < 3; i++)
    send_part (scene, i * one, (i + 1) * one);
  send_flags (scene, scene->first + 3 * (guint32) one, TEST_FIN | TEST_ACK);
  assert_numbers (scene, "1 2 3");
  g_assert_cmpint (rf_trace_get_message (scene->read.trace, 2)->time_us, ==, TEST_START_US + 3000);
  g_assert_cmpint (rf_trace_get_message (scene->read.trace, 2)->transport, ==, RF_TRANSPORT_TCP);
  assert_no_loss (scene);
}

/* Segments of every length, so that messages are split at every place and several are in one. */
static void
test_split_and_joined (Scene         *scene,
                       gconstpointer  data)
{
  plan (scene, 1, 4);
  for (gsize size = 1; size < scene->text->len; size = size < 40 ? size + 1 : size * 5 / 4) {
    g_byte_array_set_size (scene->capture, 24);
    send_flags (scene, ISN, TEST_SYN);
    for (gsize at = 0; at < scene->text->len; at += size)
      send_part (scene, at, at + size);
    assert_numbers (scene, "1 2 3 4");
    assert_no_loss (scene);
  }
}

/* The time is that of the segment that completes a message. */
static void
test_time (Scene         *scene,
           gconstpointer  data)
{
  plan (scene, 1, 1);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, 100);
  send_part (scene, 100, 200);
  send_part (scene, 200, 9999);
  assert_numbers (scene, "1");
  g_assert_cmpint (rf_trace_get_message (scene->read.trace, 0)->time_us, ==, TEST_START_US + 3000);
}

static void
test_out_of_order (Scene         *scene,
                   gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  plan (scene, 1, 6);
  for (int round = 0; round < 50; round++) {
    guint order[16];
    guint n = (guint) (scene->text->len + 99) / 100;

    n = MIN (n, G_N_ELEMENTS (order));
    g_byte_array_set_size (scene->capture, 24);
    send_flags (scene, ISN, TEST_SYN);
    for (guint i = 0; i < n; i++)
      order[i] = i;
    for (guint i = n - 1; i > 0; i--) {
      guint other = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);
      guint kept = order[i];

      order[i] = order[other];
      order[other] = kept;
    }
    for (guint i = 0; i < n; i++)
      send_part (scene, order[i] * 100, (order[i] + 1) * 100);
    send_part (scene, n * 100, 9999);
    assert_numbers (scene, "1 2 3 4 5 6");
    assert_no_loss (scene);
  }
}

/* The same again, a little more, a little less, and other bytes in the place of those there. */
static void
test_retransmitted (Scene         *scene,
                    gconstpointer  data)
{
  g_autofree char *noise = g_strnfill (150, '#');

  plan (scene, 1, 3);
  send_flags (scene, ISN, TEST_SYN);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, 300);
  send_part (scene, 0, 300);
  send_part (scene, 200, 500);
  send_part (scene, 100, 450);
  send_part (scene, 700, 900);
  send_part (scene, 650, 950);
  add (scene, test_tcp (FALSE, scene->first + 350, 1, TEST_ACK, noise, 150));
  send_part (scene, 500, 800);
  send_part (scene, 900, 9999);
  send_part (scene, 0, 9999);
  add (scene, test_tcp (FALSE, scene->first + (guint32) scene->text->len - 1, 1, TEST_ACK, "", 1));
  assert_numbers (scene, "1 2 3");
  assert_no_loss (scene);
}

static void
test_sequence_wraps (Scene         *scene,
                     gconstpointer  data)
{
  plan (scene, 1, 3);
  scene->first = G_MAXUINT32 - 400;
  send_flags (scene, scene->first - 1, TEST_SYN);
  send_part (scene, 0, 300);
  send_part (scene, 600, 900); /* beyond 0, before the segment that crosses it */
  send_part (scene, 300, 600);
  send_part (scene, 900, 9999);
  assert_numbers (scene, "1 2 3");
  assert_no_loss (scene);
}

/* The capture begins in the middle of a message. */
static void
test_begun_before (Scene         *scene,
                   gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 3);
  send_part (scene, 50, one);
  send_part (scene, one, 2 * one + 30);
  send_part (scene, 2 * one + 30, 9999);
  assert_numbers (scene, "2 3");
  g_assert_cmpuint (loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, one - 50);
  g_assert_cmpuint (loss (scene, RF_LOSS_NOT_SIP)->first.packet, ==, 1);
}

/* A segment that never comes, and the other side has it. */
static void
test_gap_acknowledged (Scene         *scene,
                       gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 9);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, one + 40); /* and the beginning of the second */
  for (gsize i = 2; i < 9; i++) {
    send_part (scene, i * one, (i + 1) * one);
    acknowledge (scene, (i + 1) * one);
  }
  assert_numbers (scene, "1 3 4 5 6 7 8 9");
  g_assert_cmpuint (loss (scene, RF_LOSS_GAP)->count, ==, 1);
  g_assert_cmpuint (loss (scene, RF_LOSS_GAP)->bytes, ==, one);
  g_assert_cmpuint (loss (scene, RF_LOSS_GAP)->first.packet, ==, 3);
  g_assert_cmpuint (rf_trace_get_damaged_bytes (scene->read.trace), ==, one);
}

/* The gap lies in the body: what there is of the message is shown. */
static void
test_gap_in_body (Scene         *scene,
                  gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 2);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, one - 100);
  send_part (scene, one, 9999);
  assert_numbers (scene, "1 2");
  g_assert_cmpuint (rf_trace_get_message (scene->read.trace, 0)->length, ==, one - 100);
  g_assert_cmpuint (loss (scene, RF_LOSS_GAP)->bytes, ==, 100);
}

/* Nobody acknowledges, and much comes behind the gap. */
static void
test_gap_long (Scene         *scene,
               gconstpointer  data)
{
  g_autofree char *message = test_message (100, 200);
  gsize one = strlen (message);

  plan (scene, 100, 999);
  send_flags (scene, ISN, TEST_SYN);
  for (gsize i = 0; i < 900; i++) {
    if (i != 5)
      send_part (scene, i * one, (i + 1) * one);
  }
  read_scene (scene);
  g_assert_cmpuint (scene->read.report.messages, ==, 899);
  g_assert_cmpuint (loss (scene, RF_LOSS_GAP)->count, ==, 1);
  g_assert_cmpuint (loss (scene, RF_LOSS_GAP)->bytes, ==, one);
  g_assert_cmpuint (loss (scene, RF_LOSS_ORDER)->count, ==, 0);
}

/* The same two ports again, with and without a SYN to tell. */
static void
test_ports_used_again (Scene         *scene,
                       gconstpointer  data)
{
  plan (scene, 1, 2);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, 9999);
  send_flags (scene, 0, TEST_RST);
  scene->first = 3000000001u;
  send_flags (scene, 3000000000u, TEST_SYN);
  send_part (scene, 0, 9999);
  scene->first = 77;
  send_part (scene, 0, 9999);
  assert_numbers (scene, "1 2 1 2 1 2");
  assert_no_loss (scene);
}

/* How many bytes are in messages or counted as not there. */
static guint64
count_bytes (Scene *scene)
{
  guint64 bytes = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (scene->read.trace); i++)
    bytes += rf_trace_get_message (scene->read.trace, i)->length;
  for (guint i = 0; i < RF_N_LOSSES; i++) {
    if (i != RF_LOSS_ORDER)
      bytes += scene->read.report.losses[i].bytes;
  }

  return bytes;
}

/* Without a SYN, and the first segment found is not the first there is. */
static void
test_begun_out_of_order (Scene         *scene,
                         gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 4);
  send_part (scene, one, 2 * one); /* whole messages */
  send_part (scene, 0, one);
  send_part (scene, 2 * one, 3 * one);
  send_part (scene, 0, one);       /* again: it is known now */
  send_part (scene, 3 * one, 4 * one);
  assert_numbers (scene, "2 1 3 4");
  assert_no_loss (scene);

  g_byte_array_set_size (scene->capture, 24);
  send_part (scene, 100, 200);     /* parts of one */
  send_part (scene, 200, one);
  send_part (scene, 0, 150);
  send_part (scene, one, 9999);
  assert_numbers (scene, "1 2 3 4");
  assert_no_loss (scene);
}

/* What comes before the first byte never becomes whole: shown as far as it goes, and counted. */
static void
test_begun_with_gap (Scene         *scene,
                     gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 4);
  send_part (scene, 2 * one, 3 * one);
  send_part (scene, 50, 100);
  send_part (scene, one, 2 * one - 10);
  send_part (scene, 3 * one, 4 * one);
  assert_numbers (scene, "3 2 4");
  g_assert_cmpuint (count_bytes (scene), ==, 3 * one + 50 - 10);
  g_assert_cmpuint (loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, 50);
  g_assert_cmpuint (loss (scene, RF_LOSS_NOT_SIP)->first.packet, ==, 2);
}

static void
test_syn_late (Scene         *scene,
               gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 3);
  send_part (scene, one, 2 * one);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, one);
  send_part (scene, 2 * one, 3 * one);
  assert_numbers (scene, "2 1 3");
  assert_no_loss (scene);

  g_byte_array_set_size (scene->capture, 24);
  send_part (scene, 100, 200);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, 100);
  send_part (scene, 200, 9999);
  assert_numbers (scene, "1 2 3");
  assert_no_loss (scene);
}

/* The same two ports, and the SYN of the second connection is not there. */
static void
test_ports_used_again_unseen (Scene         *scene,
                              gconstpointer  data)
{
  static const guint32 nearer[] = { 3000, 200000, 3000000, 100000000, 3000000000u };
  gsize one = length_of_one ();

  plan (scene, 1, 4);
  for (guint i = 0; i < G_N_ELEMENTS (nearer); i++) {
    g_byte_array_set_size (scene->capture, 24);
    scene->first = 10000;
    send_flags (scene, scene->first - 1, TEST_SYN);
    send_part (scene, 0, 2 * one);
    scene->first -= nearer[i];
    for (guint m = 0; m < 4; m++) {
      send_part (scene, m * one, m * one + 70);
      send_part (scene, m * one + 70, (m + 1) * one);
      scene->now_us += G_USEC_PER_SEC;
    }
    assert_numbers (scene, "1 2 1 2 3 4");
    assert_no_loss (scene);
  }
}

typedef struct {
  gsize start;
  gsize end;
} Part;

static void
shuffle (GArray *parts,
         GRand  *rand)
{
  for (guint i = parts->len; i > 1; i--) {
    guint other = (guint) g_rand_int_range (rand, 0, (gint32) i);
    Part kept = g_array_index (parts, Part, i - 1);

    g_array_index (parts, Part, i - 1) = g_array_index (parts, Part, other);
    g_array_index (parts, Part, other) = kept;
  }
}

/* All that is planned, cut anywhere. */
static GArray *
cut_at_random (Scene *scene,
               GRand *rand,
               gint32 most)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));

  for (gsize at = 0; at < scene->text->len; ) {
    Part part = { at, at + (gsize) g_rand_int_range (rand, 40, most) };

    part.end = MIN (part.end, scene->text->len);
    g_array_append_val (parts, part);
    at = part.end;
  }

  return parts;
}

/* A few segments in any order, with a SYN anywhere or without: nothing is lost. */
static void
test_any_order (Scene         *scene,
                gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  plan (scene, 1, 6);
  for (guint round = 0; round < 400; round++) {
    g_autoptr (GArray) parts = cut_at_random (scene, rand, 1000);
    guint syn = (guint) g_rand_int_range (rand, 0, 8); /* which may be never */

    scene->first = round % 4 == 0 ? (guint32) -1000 : ISN + 1;
    g_byte_array_set_size (scene->capture, 24);
    shuffle (parts, rand);
    for (guint i = 0; i < parts->len; i++) {
      if (i == syn)
        send_flags (scene, scene->first - 1, TEST_SYN);
      send_part (scene, g_array_index (parts, Part, i).start, g_array_index (parts, Part, i).end);
      if (g_rand_int_range (rand, 0, 4) == 0) /* twice, and more than it was */
        send_part (scene, g_array_index (parts, Part, i).start,
                   g_array_index (parts, Part, i).end + 30);
    }
    read_scene (scene);
    g_assert_cmpuint (scene->read.report.messages, ==, 6);
    g_assert_cmpuint (count_bytes (scene), ==, scene->text->len);
  }
}

/* Many segments, some never captured, far out of order, and time goes by: of those that are there
 * every byte is shown or counted. */
static void
test_every_byte (Scene         *scene,
                 gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);

  plan (scene, 1, 90);
  for (guint round = 0; round < 200; round++) {
    g_autoptr (GArray) parts = cut_at_random (scene, rand, 300);
    gint32 pause_us = g_rand_int_range (rand, 0, 200000);
    guint64 sent = 0;

    g_byte_array_set_size (scene->capture, 24);
    shuffle (parts, rand);
    if (round % 2 == 0)
      send_flags (scene, ISN, TEST_SYN);
    for (guint i = 0; i < parts->len; i++) {
      const Part *part = &g_array_index (parts, Part, i);

      scene->now_us += pause_us;
      if (g_rand_int_range (rand, 0, 10) == 0)
        continue;
      send_part (scene, part->start, part->end);
      sent += part->end - part->start;
      if (round % 3 == 0)
        acknowledge (scene, part->end);
    }
    read_scene (scene);
    g_assert_cmpuint (count_bytes (scene), >=, sent);
  }
}

static void
test_keep_alives (Scene         *scene,
                  gconstpointer  data)
{
  g_string_append (scene->text, "\r\n\r\n");
  plan (scene, 1, 1);
  g_string_append (scene->text, "\r\n");
  g_string_append_len (scene->text, "\0\0\0", 3);
  plan (scene, 2, 2);
  g_string_append (scene->text, "\r\n\r\n\r\n\r\n");
  plan (scene, 3, 3);
  send_flags (scene, ISN, TEST_SYN);
  for (gsize at = 0; at < scene->text->len; at += 333)
    send_part (scene, at, at + 333);
  assert_numbers (scene, "1 2 3");
  assert_no_loss (scene);
}

/* "l" for Content-Length, and none at all. */
static void
test_lengths (Scene         *scene,
              gconstpointer  data)
{
  g_autofree char *one = test_message (1, 0);
  g_auto (GStrv) parts = g_strsplit (one, "Content-Length: 0\r\n", 2);

  g_string_append_printf (scene->text, "%sl : 5\r\n\r\nhello", parts[0]);
  g_string_append_printf (scene->text, "%s\r\n", parts[0]);
  plan (scene, 2, 2);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, 9999);
  send_part (scene, 0, 9999);
  assert_numbers (scene, "1 1 2");
  assert_no_loss (scene);
}

/* A Content-Length larger than anything: what there is of the message is shown, and the next. */
static void
test_length_huge (Scene         *scene,
                  gconstpointer  data)
{
  g_autofree char *one = test_message (1, 0);
  g_auto (GStrv) parts = g_strsplit (one, "Content-Length: 0\r\n", 2);
  gsize first;

  g_string_append_printf (scene->text, "%sContent-Length: 4294967295\r\n\r\nbody", parts[0]);
  first = scene->text->len;
  g_string_append_printf (scene->text, "%sContent-Length: 4194304\r\n\r\n", parts[0]);
  plan (scene, 2, 2);
  for (gsize size = 60; size < 2000; size += 600) {
    g_byte_array_set_size (scene->capture, 24);
    send_flags (scene, ISN, TEST_SYN);
    for (gsize at = 0; at < first; at += size)
      send_part (scene, at, MIN (at + size, first));
    for (gsize at = first; at < scene->text->len; at += MIN (size, 300))
      send_part (scene, at, at + size);
    assert_numbers (scene, "1 1 2");
    g_assert_cmpuint (count_bytes (scene), ==, scene->text->len);
  }
}

/* Headers that never end, at the beginning of a connection: they begin as SIP does. */
static void
test_headers_endless (Scene         *scene,
                      gconstpointer  data)
{
  g_string_append (scene->text, "INFO sip:b@192.0.2.2 SIP/2.0\r\n");
  while (scene->text->len < 70000)
    g_string_append (scene->text, "X: a header\r\n");
  send_flags (scene, ISN, TEST_SYN);
  for (gsize at = 0; at < scene->text->len; at += 1000)
    send_part (scene, at, at + 1000);
  assert_numbers (scene, "");
  g_assert_cmpuint (loss (scene, RF_LOSS_NOT_SIP)->count, ==, 0);
  g_assert_cmpuint (loss (scene, RF_LOSS_UNREADABLE)->bytes, ==, scene->text->len);
}

static void
test_encrypted (Scene         *scene,
                gconstpointer  data)
{
  static const guint8 hello[300] = { 22, 3, 1, 1, 39, 1 };
  static const guint8 more[200] = { 23, 3, 3, 0, 195 };
  g_auto (GStrv) sentences = NULL;

  send_flags (scene, ISN, TEST_SYN);
  add (scene, test_tcp (FALSE, ISN + 1, 0, TEST_ACK, hello, sizeof hello));
  add (scene, test_tcp (FALSE, ISN + 301, 0, TEST_ACK, more, sizeof more));
  read_scene (scene);
  g_assert_cmpuint (scene->read.report.messages, ==, 0);
  g_assert_cmpuint (loss (scene, RF_LOSS_ENCRYPTED)->count, ==, 2);
  g_assert_cmpuint (loss (scene, RF_LOSS_ENCRYPTED)->bytes, ==, 500);
  g_assert_cmpuint (loss (scene, RF_LOSS_NOT_SIP)->count, ==, 0);
  sentences = rf_capture_report_dup_sentences (&scene->read.report, RF_LOSS_NOT_SIP);
  g_assert_cmpuint (g_strv_length (sentences), ==, 1);
  g_assert_cmpstr (sentences[0], ==,
                   "2 packets are encrypted (TLS) (500 bytes; the first: packet 2, offset 80). "
                   "What is in them cannot be shown: capture where they are not, or let a phone "
                   "write the capture.");
}

static void
test_other_traffic (Scene         *scene,
                    gconstpointer  data)
{
  g_string_append (scene->text, "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
  g_string_append (scene->text, "POST /x HTTP/1.1\r\nContent-Length: 90000\r\n\r\n");
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, 6);
  send_part (scene, 6, 9999);
  add (scene, test_tcp (FALSE, scene->first + 20000, 1, TEST_ACK, "more", 4));
  assert_numbers (scene, "");
  g_assert_cmpuint (loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, scene->text->len + 4);
  g_assert_cmpuint (loss (scene, RF_LOSS_GAP)->count, ==, 0);
}

/* RFC 7118: a handshake, then masked frames, one of them in two parts, a ping in between. */
static void
put_frame (GString    *out,
           guint8      first,
           const char *text,
           gsize       length)
{
  static const char mask[4] = { 0x12, 0x34, 0x56, 0x78 };

  g_string_append_c (out, (char) first);
  if (length < 126) {
    g_string_append_c (out, (char) (0x80 | length));
  } else {
    g_string_append_c (out, (char) (0x80 | 126));
    g_string_append_c (out, (char) (length >> 8));
    g_string_append_c (out, (char) length);
  }
  g_string_append_len (out, mask, 4);
  for (gsize i = 0; i < length; i++)
    g_string_append_c (out, text[i] ^ mask[i % 4]);
}

static void
test_websocket (Scene         *scene,
                gconstpointer  data)
{
  g_autofree char *one = test_message (1, 0);
  g_autofree char *two = test_message (2, 0);
  gsize handshake, first;

  g_string_append (scene->text, "GET / HTTP/1.1\r\nUpgrade: websocket\r\n"
                   "Sec-WebSocket-Protocol: sip\r\n\r\n");
  handshake = scene->text->len;
  put_frame (scene->text, 0x81, one, strlen (one));
  first = scene->text->len;
  put_frame (scene->text, 0x02, two, 50);
  put_frame (scene->text, 0x89, "ping", 4);
  put_frame (scene->text, 0x80, two + 50, strlen (two) - 50);
  put_frame (scene->text, 0x81, "\r\n\r\n", 4);
  put_frame (scene->text, 0x81, one, strlen (one));
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, handshake);
  send_part (scene, handshake, first + 20);
  for (gsize at = first + 20; at < scene->text->len; at += 60)
    send_part (scene, at, at + 60);
  assert_numbers (scene, "1 2 1");
  g_assert_false (rf_capture_report_has_loss (&scene->read.report));
}

static void
test_truncated (Scene         *scene,
                gconstpointer  data)
{
  gsize one = length_of_one ();

  plan (scene, 1, 3);
  send_flags (scene, ISN, TEST_SYN);
  send_part (scene, 0, one);
  test_pcap_add_cut (&scene->pcap, scene->capture, scene->now_us, 40 + one - 60,
                     test_tcp (FALSE, scene->first + (guint32) one, 1, TEST_ACK,
                               scene->text->str + one, one));
  send_part (scene, 2 * one, 3 * one);
  assert_numbers (scene, "1 2 3");
  g_assert_cmpuint (rf_trace_get_message (scene->read.trace, 1)->length, ==, one - 60);
  g_assert_cmpuint (loss (scene, RF_LOSS_TRUNCATED)->count, ==, 1);
  g_assert_cmpuint (loss (scene, RF_LOSS_TRUNCATED)->bytes, ==, 60);
}

/* Far more connections than are remembered, each with half a message. */
static void
test_many (Scene         *scene,
           gconstpointer  data)
{
  gsize half;

  plan (scene, 1, 1);
  half = length_of_one () - 100;
  for (guint i = 0; i < 20000; i++) {
    GByteArray *packet = test_tcp (FALSE, ISN, 1, TEST_ACK, scene->text->str, half);

    packet->data[20] = (guint8) (i >> 8);
    packet->data[21] = (guint8) i;
    add (scene, packet);
  }
  read_scene (scene);
  g_assert_cmpuint (scene->read.report.messages, ==, 20000);
}

#define ADD(name, function) \
  g_test_add ("/trace/capture-tcp/" name, Scene, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("split-and-joined", test_split_and_joined);
  ADD ("time", test_time);
  ADD ("out-of-order", test_out_of_order);
  ADD ("retransmitted", test_retransmitted);
  ADD ("sequence-wraps", test_sequence_wraps);
  ADD ("begun-before", test_begun_before);
  ADD ("gap-acknowledged", test_gap_acknowledged);
  ADD ("gap-in-body", test_gap_in_body);
  ADD ("gap-long", test_gap_long);
  ADD ("begun-out-of-order", test_begun_out_of_order);
  ADD ("begun-with-gap", test_begun_with_gap);
  ADD ("syn-late", test_syn_late);
  ADD ("ports-used-again", test_ports_used_again);
  ADD ("ports-used-again-unseen", test_ports_used_again_unseen);
  ADD ("any-order", test_any_order);
  ADD ("every-byte", test_every_byte);
  ADD ("keep-alives", test_keep_alives);
  ADD ("lengths", test_lengths);
  ADD ("length-huge", test_length_huge);
  ADD ("headers-endless", test_headers_endless);
  ADD ("encrypted", test_encrypted);
  ADD ("other-traffic", test_other_traffic);
  ADD ("websocket", test_websocket);
  ADD ("truncated", test_truncated);
  ADD ("many", test_many);

  return g_test_run ();
}
