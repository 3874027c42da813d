/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-tcp.h"
#include "testlib-trace.h"

/* What is in the streams of TCP, put together from segments in order. */

typedef TestConnection Scene;

static void
test_whole (Scene         *scene,
            gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 3);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  for (gsize i = 0; i < 3; i++)
    test_send_part (scene, i * one, (i + 1) * one);
  test_send_flags (scene, scene->first + 3 * (guint32) one, TEST_FIN | TEST_ACK);
  test_assert_numbers (scene, "1 2 3");
  g_assert_cmpint (rf_trace_get_message (scene->read.trace, 2)->time_us, ==, TEST_START_US + 3000);
  g_assert_cmpint (rf_trace_get_message (scene->read.trace, 2)->transport, ==, RF_TRANSPORT_TCP);
  test_assert_no_loss (scene);
}

/* Segments of every length, so that messages are split at every place and several are in one. */
static void
test_split_and_joined (Scene         *scene,
                       gconstpointer  data)
{
  test_plan (scene, 1, 4);
  for (gsize size = 1; size < scene->text->len; size = size < 40 ? size + 1 : size * 5 / 4) {
    g_byte_array_set_size (scene->capture, 24);
    test_send_flags (scene, TEST_ISN, TEST_SYN);
    for (gsize at = 0; at < scene->text->len; at += size)
      test_send_part (scene, at, at + size);
    test_assert_numbers (scene, "1 2 3 4");
    test_assert_no_loss (scene);
  }
}

/* The time is that of the segment that completes a message. */
static void
test_time (Scene         *scene,
           gconstpointer  data)
{
  test_plan (scene, 1, 1);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, 100);
  test_send_part (scene, 100, 200);
  test_send_part (scene, 200, 9999);
  test_assert_numbers (scene, "1");
  g_assert_cmpint (rf_trace_get_message (scene->read.trace, 0)->time_us, ==, TEST_START_US + 3000);
}

static void
test_keep_alives (Scene         *scene,
                  gconstpointer  data)
{
  g_string_append (scene->text, "\r\n\r\n");
  test_plan (scene, 1, 1);
  g_string_append (scene->text, "\r\n");
  g_string_append_len (scene->text, "\0\0\0", 3);
  test_plan (scene, 2, 2);
  g_string_append (scene->text, "\r\n\r\n\r\n\r\n");
  test_plan (scene, 3, 3);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  for (gsize at = 0; at < scene->text->len; at += 333)
    test_send_part (scene, at, at + 333);
  test_assert_numbers (scene, "1 2 3");
  test_assert_no_loss (scene);
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
  test_plan (scene, 2, 2);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, 9999);
  test_send_part (scene, 0, 9999);
  test_assert_numbers (scene, "1 1 2");
  test_assert_no_loss (scene);
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
  test_plan (scene, 2, 2);
  for (gsize size = 60; size < 2000; size += 600) {
    g_byte_array_set_size (scene->capture, 24);
    test_send_flags (scene, TEST_ISN, TEST_SYN);
    for (gsize at = 0; at < first; at += size)
      test_send_part (scene, at, MIN (at + size, first));
    for (gsize at = first; at < scene->text->len; at += MIN (size, 300))
      test_send_part (scene, at, at + size);
    test_assert_numbers (scene, "1 1 2");
    g_assert_cmpuint (test_count_bytes (scene), ==, scene->text->len);
  }
}

/* A message with @body that says it is @more bytes longer. */
static char *
dup_message_with (guint       number,
                  const char *type,
                  const char *body,
                  gsize       more)
{
  g_autofree char *plain = test_message (number, 0);
  g_auto (GStrv) parts = g_strsplit (plain, "Content-Length: 0\r\n\r\n", 2);

  return g_strdup_printf ("%s%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", parts[0], type,
                          strlen (body) + more, body);
}

/* A Content-Length that reaches into the messages that follow, or beyond all of them: each begins
 * with a segment. */
static void
test_length_too_long (Scene         *scene,
                      gconstpointer  data)
{
  static const char *const bodies[][2] = {
    { "", "" },
    { "Content-Type: application/sdp\r\n", "v=0\r\ns=-\r\n" },
    { "c: message/sipfrag;version=2.0\r\n", "SIP/2.0 200 OK" },
    { "Content-Type: message/sipfrag\r\n", "SIP/2.0 200 OK\r\nContact: <sip:a@b>\r\n\r\n" },
  };
  gsize one = test_length_of_one ();

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    for (gsize more = 1; more < 1000000; more *= 7) {
      g_autofree char *text = dup_message_with (1, bodies[i][0], bodies[i][1], more);
      gsize first = strlen (text);

      g_byte_array_set_size (scene->capture, 24);
      scene->now_us = TEST_START_US;
      g_string_assign (scene->text, text);
      test_plan (scene, 2, 3);
      test_send_flags (scene, TEST_ISN, TEST_SYN);
      test_send_part (scene, 0, first - 1);
      test_send_part (scene, first - 1, first);
      test_send_part (scene, first, first + one);
      test_send_part (scene, first + one, 9999);
      test_assert_numbers (scene, "1 2 3");
      g_assert_cmpuint (test_count_bytes (scene), ==, scene->text->len);
      g_assert_cmpuint (test_loss (scene, RF_LOSS_LENGTH)->count, ==, 1);
      g_assert_cmpuint (test_loss (scene, RF_LOSS_LENGTH)->first.packet, ==, 2);
      g_assert_cmpuint (scene->read.report.damaged_bytes, ==, 0);
      g_assert_cmpint (rf_trace_get_message (scene->read.trace, 1)->time_us, ==,
                       TEST_START_US + 3000);
    }
  }
}

/* A message in the body of another is none of its own, though a segment begins with it. */
static void
test_quoted (Scene         *scene,
             gconstpointer  data)
{
  static const char *const types[] = {
    "Content-Type: message/sip\r\n", "Content-Type: message/sipfrag\r\n",
    "c: text/plain\r\n", "Content-Type: multipart/mixed;boundary=b\r\n",
  };
  g_autofree char *quoted = test_message (7, 20);
  g_autofree char *inner = dup_message_with (6, "Content-Type: message/sip\r\n", quoted, 0);
  gsize inner_headers = strlen (inner) - strlen (quoted);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autofree char *text = dup_message_with (1, types[i], inner, 0);
    gsize headers = strlen (text) - strlen (inner);

    g_byte_array_set_size (scene->capture, 24);
    g_string_assign (scene->text, text);
    test_plan (scene, 2, 2);
    test_send_flags (scene, TEST_ISN, TEST_SYN);
    test_send_part (scene, 0, headers);
    test_send_part (scene, headers, headers + inner_headers);
    test_send_part (scene, headers + inner_headers, 9999);
    test_assert_numbers (scene, "1 2");
    test_assert_no_loss (scene);
  }
}

/* The stream ends within a body: what is there is shown where it began, and what is not is said. */
static void
test_cut_body (Scene         *scene,
               gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 2);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one);
  test_send_part (scene, one, 2 * one - 90);
  test_send_part (scene, 2 * one - 90, 2 * one - 6);
  test_assert_numbers (scene, "1 2");
  g_assert_cmpint (rf_trace_get_message (scene->read.trace, 1)->time_us, ==, TEST_START_US + 2000);
  g_assert_cmpuint (rf_trace_get_message (scene->read.trace, 1)->missing, ==, 6);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, 6);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->first.packet, ==, 3);
}

/* Headers that never end, at the beginning of a connection: they begin as SIP does. */
static void
test_headers_endless (Scene         *scene,
                      gconstpointer  data)
{
  g_string_append (scene->text, "INFO sip:b@192.0.2.2 SIP/2.0\r\n");
  while (scene->text->len < 70000)
    g_string_append (scene->text, "X: a header\r\n");
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  for (gsize at = 0; at < scene->text->len; at += 1000)
    test_send_part (scene, at, at + 1000);
  test_assert_numbers (scene, "");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->count, ==, 0);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_UNREADABLE)->bytes, ==, scene->text->len);
}

static void
test_encrypted (Scene         *scene,
                gconstpointer  data)
{
  static const guint8 hello[300] = { 22, 3, 1, 1, 39, 1 };
  static const guint8 more[200] = { 23, 3, 3, 0, 195 };
  g_auto (GStrv) sentences = NULL;

  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_add_packet (scene, test_tcp (FALSE, TEST_ISN + 1, 0, TEST_ACK, hello, sizeof hello));
  test_add_packet (scene, test_tcp (FALSE, TEST_ISN + 301, 0, TEST_ACK, more, sizeof more));
  test_read_scene (scene);
  g_assert_cmpuint (scene->read.report.messages, ==, 0);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_ENCRYPTED)->count, ==, 2);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_ENCRYPTED)->bytes, ==, 500);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->count, ==, 0);
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
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, 6);
  test_send_part (scene, 6, 9999);
  test_add_packet (scene, test_tcp (FALSE, scene->first + 20000, 1, TEST_ACK, "more", 4));
  test_assert_numbers (scene, "");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, scene->text->len + 4);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 0);
}

/* RFC 7118: masked frames, one of them in two parts, a ping in between. */
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

#define HANDSHAKE "GET / HTTP/1.1\r\nUpgrade: WebSocket\r\nSec-WebSocket-Protocol: x, sip\r\n\r\n"

/* However it is cut into segments, only the handshake is no SIP. */
static void
test_websocket (Scene         *scene,
                gconstpointer  data)
{
  g_autofree char *one = test_message (1, 0);
  g_autofree char *two = test_message (2, 0);
  gsize handshake = strlen (HANDSHAKE);

  g_string_append (scene->text, HANDSHAKE);
  put_frame (scene->text, 0x81, one, strlen (one));
  put_frame (scene->text, 0x02, two, 50);
  put_frame (scene->text, 0x89, "ping", 4);
  put_frame (scene->text, 0x80, two + 50, strlen (two) - 50);
  put_frame (scene->text, 0x81, "\r\n\r\n", 4);
  put_frame (scene->text, 0x81, one, strlen (one));
  for (gsize size = 1; size < scene->text->len; size = size < 20 ? size + 1 : size * 5 / 4) {
    g_byte_array_set_size (scene->capture, 24);
    test_send_flags (scene, TEST_ISN, TEST_SYN);
    for (gsize at = 0; at < scene->text->len; at += size)
      test_send_part (scene, at, at + size);
    test_assert_numbers (scene, "1 2 1");
    g_assert_false (rf_capture_report_has_loss (&scene->read.report));
    g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, handshake);
  }
}

/* A handshake that was refused, frames that hold something else, and what is no frame any more. */
static void
test_websocket_other (Scene         *scene,
                      gconstpointer  data)
{
  g_autofree char *one = test_message (1, 0);
  gsize first;

  g_string_append (scene->text, HANDSHAKE HANDSHAKE);
  put_frame (scene->text, 0x81, "hello", 5);
  put_frame (scene->text, 0x81, one, strlen (one));
  first = scene->text->len;
  g_string_append (scene->text, "Gone wrong.");
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, strlen (HANDSHAKE));
  test_send_part (scene, strlen (HANDSHAKE), first);
  test_send_part (scene, first, 9999);
  test_assert_numbers (scene, "1");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, 2 * strlen (HANDSHAKE) + 5);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_UNREADABLE)->bytes, ==, 11);
}

/* A port that is used again with the same numbers, and no SYN. What is sent again is still that. */
static void
test_same_numbers (Scene         *scene,
                   gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 2);
  test_send_part (scene, 0, one);
  test_send_part (scene, one, 2 * one);
  test_send_part (scene, 0, one);
  g_string_truncate (scene->text, 0);
  test_plan (scene, 3, 4);
  test_send_part (scene, 0, one + 50);
  test_send_part (scene, 0, one);
  test_send_part (scene, one + 50, 2 * one);
  test_send_part (scene, one, 2 * one);
  test_assert_numbers (scene, "1 2 3 4");
  test_assert_no_loss (scene);
}

/* Each message has the number of the one before it. */
static void
test_one_number (Scene         *scene,
                 gconstpointer  data)
{
  for (guint i = 1; i <= 4; i++) {
    g_string_truncate (scene->text, 0);
    test_plan (scene, i, i);
    test_send_part (scene, 0, scene->text->len);
    test_send_part (scene, 0, scene->text->len);
  }
  test_assert_numbers (scene, "1 2 3 4");
  test_assert_no_loss (scene);
}

static void
test_truncated (Scene         *scene,
                gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 3);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one);
  test_pcap_add_cut (&scene->pcap, scene->capture, scene->now_us, 40 + one - 60,
                     test_tcp (FALSE, scene->first + (guint32) one, 1, TEST_ACK,
                               scene->text->str + one, one));
  test_send_part (scene, 2 * one, 3 * one);
  test_assert_numbers (scene, "1 2 3");
  g_assert_cmpuint (rf_trace_get_message (scene->read.trace, 1)->length, ==, one - 60);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_TRUNCATED)->count, ==, 1);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_TRUNCATED)->bytes, ==, 60);
}

/* Far more connections than are remembered, each with half a message. */
static void
test_many (Scene         *scene,
           gconstpointer  data)
{
  gsize half;

  test_plan (scene, 1, 1);
  half = test_length_of_one () - 100;
  for (guint i = 0; i < 20000; i++) {
    GByteArray *packet = test_tcp (FALSE, TEST_ISN, 1, TEST_ACK, scene->text->str, half);

    packet->data[20] = (guint8) (i >> 8);
    packet->data[21] = (guint8) i;
    test_add_packet (scene, packet);
  }
  test_read_scene (scene);
  g_assert_cmpuint (scene->read.report.messages, ==, 20000);
}

#define ADD(name, function) \
  g_test_add ("/trace/capture-tcp/" name, Scene, NULL, test_connection_set_up, function, \
              test_connection_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("split-and-joined", test_split_and_joined);
  ADD ("time", test_time);
  ADD ("keep-alives", test_keep_alives);
  ADD ("lengths", test_lengths);
  ADD ("length-huge", test_length_huge);
  ADD ("length-too-long", test_length_too_long);
  ADD ("quoted", test_quoted);
  ADD ("cut-body", test_cut_body);
  ADD ("headers-endless", test_headers_endless);
  ADD ("encrypted", test_encrypted);
  ADD ("other-traffic", test_other_traffic);
  ADD ("websocket", test_websocket);
  ADD ("websocket-other", test_websocket_other);
  ADD ("same-numbers", test_same_numbers);
  ADD ("one-number", test_one_number);
  ADD ("truncated", test_truncated);
  ADD ("many", test_many);

  return g_test_run ();
}
