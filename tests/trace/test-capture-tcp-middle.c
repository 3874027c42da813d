/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-tcp.h"
#include "testlib-trace.h"

/* Streams of which the beginning was not captured, and no segment begins with a message. */

typedef TestConnection Scene;

/* Messages whose bodies end with their line. */
static void
plan_lines (Scene *scene,
            guint  to)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, to);
  for (gsize end = one; end <= scene->text->len; end += one)
    g_string_overwrite (scene->text, end - 2, "\r\n");
}

/* Segments of one size that begin in the middle of the first message: the others are all there, and
 * the first is a loss. */
static void
test_never_aligned (Scene         *scene,
                    gconstpointer  data)
{
  gsize one = test_length_of_one ();

  plan_lines (scene, 9);
  for (gsize size = 2 * one - 30; size < scene->text->len; size += 37) {
    g_byte_array_set_size (scene->capture, 24);
    for (gsize at = one - 150; at < scene->text->len; at += size)
      test_send_part (scene, at, at + size);
    test_assert_numbers (scene, "2 3 4 5 6 7 8 9");
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 1);
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, 150);
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->first.packet, ==, 1);
    g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->count, ==, 0);
  }
}

/* Cut anywhere, also in the first line that is found. */
static void
test_cut_anywhere (Scene         *scene,
                   gconstpointer  data)
{
  gsize one = test_length_of_one ();

  plan_lines (scene, 3);
  for (gsize cut = one + strlen ("INFO sip:"); cut < 2 * one; cut++) {
    g_byte_array_set_size (scene->capture, 24);
    test_send_part (scene, one - 150, cut);
    test_send_part (scene, cut, 9999);
    test_assert_numbers (scene, "2 3");
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, 150);
  }
}

/* The first segments are the rest of a message, and nothing else is in them: the next comes in a
 * segment of its own, at once or long after. */
static void
test_rest_alone (Scene         *scene,
                 gconstpointer  data)
{
  static const gint64 pauses_us[] = { 0, 5 * G_USEC_PER_SEC };
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 3);
  for (guint i = 0; i < G_N_ELEMENTS (pauses_us); i++) {
    g_byte_array_set_size (scene->capture, 24);
    test_send_part (scene, one - 150, one - 60);
    test_send_part (scene, one - 60, one);
    scene->now_us += pauses_us[i];
    test_send_part (scene, one, 2 * one);
    test_send_part (scene, 2 * one, 9999);
    test_assert_numbers (scene, "2 3");
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 1);
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, 150);
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->first.packet, ==, 1);
    g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->count, ==, 0);
    g_assert_cmpuint (scene->read.report.skipped, ==, 0);
  }
}

/* What keeps a connection alive is no rest of anything. */
static void
test_kept_alive (Scene         *scene,
                 gconstpointer  data)
{
  g_string_append_len (scene->text, "\r\n\r\n\0", 5);
  test_plan (scene, 1, 2);
  test_send_part (scene, 0, 4);
  test_send_part (scene, 4, 5);
  scene->now_us += 5 * G_USEC_PER_SEC;
  test_send_part (scene, 5, 9999);
  test_assert_numbers (scene, "1 2");
  g_assert_false (rf_capture_report_has_loss (&scene->read.report));
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, 5);
}

/* Far more than any message, and then one: what is far before that is none of SIP. */
static void
test_much_before (Scene         *scene,
                  gconstpointer  data)
{
  const gsize before = 300000;

  for (gsize i = 0; i < before; i++)
    g_string_append_c (scene->text, (char) (i % 251));
  test_plan (scene, 1, 2);
  for (gsize at = 0; at < before; at += 1000)
    test_send_part (scene, at, MIN (at + 1000, before));
  test_send_part (scene, before, 999999);
  test_assert_numbers (scene, "1 2");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, <=, 65536);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->first.packet, ==, 1);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes +
                    test_loss (scene, RF_LOSS_GAP)->bytes, ==, before);
}

/* Another connection, found in its middle too and no SIP at all, is none of it: its packets are
 * told with the place of the first of them. */
static void
test_other_before (Scene         *scene,
                   gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 2);
  for (guint i = 0; i < 3; i++)
    test_add_packet (scene, test_tcp (TRUE, 7000 + i * 5, 1, TEST_ACK, "hello", 5));
  test_send_part (scene, 50, one);
  test_send_part (scene, one, 9999);
  test_assert_numbers (scene, "2");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->count, ==, 3);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, 15);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->first.packet, ==, 1);
  g_assert_cmpuint (scene->read.report.skipped, ==, 3);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 1);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, one - 50);
}

/* Behind a gap it is the same. */
static void
test_behind_gap (Scene         *scene,
                 gconstpointer  data)
{
  gsize one = test_length_of_one ();

  plan_lines (scene, 9);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one);
  test_send_part (scene, 2 * one - 100, 4 * one + 50);
  test_send_part (scene, 4 * one + 50, 9999);
  test_assert_numbers (scene, "1 3 4 5 6 7 8 9");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 1);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, one);
}

/* A status line in the body of a NOTIFY is none of a message. */
static void
test_quoted_status (Scene         *scene,
                    gconstpointer  data)
{
  gsize one;

  g_string_append (scene->text, "Content-Type: message/sipfrag\r\nContent-Length: 16\r\n\r\n"
                   "SIP/2.0 200 OK\r\n");
  one = scene->text->len;
  test_plan (scene, 1, 2);
  test_send_part (scene, 0, 9999);
  test_assert_numbers (scene, "1 2");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, one);
}

static void
test_response (Scene         *scene,
               gconstpointer  data)
{
  g_string_append (scene->text, "Content-Length: 0\r\n\r\n"
                   "SIP/2.0 200 OK\r\nFrom: <sip:a@b>;tag=1\r\n"
                   "v: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\nTo: <sip:c@d>;tag=2\r\n"
                   "Call-ID: call\r\nCSeq: 7 INFO\r\nl: 0\r\n\r\n");
  test_send_part (scene, 0, 9999);
  test_assert_numbers (scene, "7");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, 21);
}

/* SIP that is quoted in something else, from its first byte on or by its first line. */
static void
test_quoted_in_http (Scene         *scene,
                     gconstpointer  data)
{
  g_string_append (scene->text, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
                   "As follows:\r\n");
  test_plan (scene, 1, 2);
  for (guint i = 0; i < 2; i++) {
    g_byte_array_set_size (scene->capture, 24);
    if (i > 0)
      test_send_flags (scene, TEST_ISN, TEST_SYN);
    test_send_part (scene, 0, 9999);
    test_assert_numbers (scene, "");
    g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, scene->text->len);
    g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 0);
  }
}

/* Neither SIP nor text. */
static void
test_binary (Scene         *scene,
             gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (guint i = 0; i < 20000; i++)
    g_string_append_c (scene->text, (char) g_rand_int_range (rand, 0, 256));
  g_string_overwrite (scene->text, 100, "\nSIP/2.0\nINVITE sip:\nACK SIP/2.0\r\nBYE x SIP/2.0\n\1");
  for (gsize at = 0; at < scene->text->len; at += 1000)
    test_send_part (scene, at, at + 1000);
  test_assert_numbers (scene, "");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->count, ==, 20);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_NOT_SIP)->bytes, ==, scene->text->len);
}

/* The rest of a method is no method; one that is unknown is. */
static void
test_rest_of_method (Scene         *scene,
                     gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 4);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one);
  test_send_part (scene, one + 2, 2 * one);
  test_send_part (scene, 2 * one, 9999);
  test_assert_numbers (scene, "1 3 4");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, one);

  g_byte_array_set_size (scene->capture, 24);
  memcpy (scene->text->str + one, "HELP", 4);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one - 10);
  test_send_part (scene, one, 9999);
  test_assert_numbers (scene, "1 2 3 4");
}

/* The same SYN again does not end what has begun. */
static void
test_syn_again (Scene         *scene,
                gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 2);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, 100);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 100, one + 50);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, one + 50, 9999);
  test_assert_numbers (scene, "1 2");
  test_assert_no_loss (scene);
}

/* Segments of a few bytes, of which none by itself tells that a message begins. */
static void
test_small (Scene         *scene,
            gconstpointer  data)
{
  test_plan (scene, 1, 3);
  for (gsize size = 5; size < 30; size++) {
    g_byte_array_set_size (scene->capture, 24);
    for (gsize at = 0; at < scene->text->len; at += size)
      test_send_part (scene, at, at + size);
    test_assert_numbers (scene, "1 2 3");
    test_assert_no_loss (scene);
  }
}

/* The handshake was not captured, and each header of a frame is a segment. */
static void
test_frames (Scene         *scene,
             gconstpointer  data)
{
  gsize at = 0;

  for (guint i = 1; i <= 3; i++) {
    g_autofree char *message = test_message (i, 0);
    gsize length = strlen (message);
    const char header[] = { (char) 0x81, (char) 0xfe, 0, (char) length, 1, 1, 1, 1 }; /* masked */

    g_assert_cmpuint (length, <, 256);
    for (gsize n = 0; n < length; n++)
      message[n] ^= 1;
    g_string_append_len (scene->text, header, sizeof header);
    g_string_append (scene->text, message);
    test_send_part (scene, at, at + sizeof header);
    test_send_part (scene, at + sizeof header, scene->text->len);
    at = scene->text->len;
  }
  test_assert_numbers (scene, "1 2 3");
  test_assert_no_loss (scene);
}

#define ADD(name, function) \
  g_test_add ("/trace/capture-tcp-middle/" name, Scene, NULL, test_connection_set_up, function, \
              test_connection_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("never-aligned", test_never_aligned);
  ADD ("cut-anywhere", test_cut_anywhere);
  ADD ("rest-alone", test_rest_alone);
  ADD ("kept-alive", test_kept_alive);
  ADD ("much-before", test_much_before);
  ADD ("other-before", test_other_before);
  ADD ("behind-gap", test_behind_gap);
  ADD ("quoted-status", test_quoted_status);
  ADD ("response", test_response);
  ADD ("quoted-in-http", test_quoted_in_http);
  ADD ("binary", test_binary);
  ADD ("rest-of-method", test_rest_of_method);
  ADD ("syn-again", test_syn_again);
  ADD ("small", test_small);
  ADD ("frames", test_frames);

  return g_test_run ();
}
