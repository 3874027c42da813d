/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-tcp.h"
#include "testlib-trace.h"

/* Segments of TCP in whatever order they come, with gaps, and more than once. */

typedef TestConnection Scene;

static void
test_out_of_order (Scene         *scene,
                   gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  test_plan (scene, 1, 6);
  for (int round = 0; round < 50; round++) {
    guint order[16];
    guint n = (guint) (scene->text->len + 99) / 100;

    n = MIN (n, G_N_ELEMENTS (order));
    g_byte_array_set_size (scene->capture, 24);
    test_send_flags (scene, TEST_ISN, TEST_SYN);
    for (guint i = 0; i < n; i++)
      order[i] = i;
    for (guint i = n - 1; i > 0; i--) {
      guint other = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);
      guint kept = order[i];

      order[i] = order[other];
      order[other] = kept;
    }
    for (guint i = 0; i < n; i++)
      test_send_part (scene, order[i] * 100, (order[i] + 1) * 100);
    test_send_part (scene, n * 100, 9999);
    test_assert_numbers (scene, "1 2 3 4 5 6");
    test_assert_no_loss (scene);
  }
}

/* The same again, a little more, a little less, and other bytes in the place of those there. */
static void
test_retransmitted (Scene         *scene,
                    gconstpointer  data)
{
  g_autofree char *noise = g_strnfill (150, '#');

  test_plan (scene, 1, 3);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, 300);
  test_send_part (scene, 0, 300);
  test_send_part (scene, 200, 500);
  test_send_part (scene, 100, 450);
  test_send_part (scene, 700, 900);
  test_send_part (scene, 650, 950);
  test_add_packet (scene, test_tcp (FALSE, scene->first + 350, 1, TEST_ACK, noise, 150));
  test_send_part (scene, 500, 800);
  test_send_part (scene, 900, 9999);
  test_send_part (scene, 0, 9999);
  test_add_packet (scene, test_tcp (FALSE, scene->first + (guint32) scene->text->len - 1, 1,
                                    TEST_ACK, "", 1));
  test_assert_numbers (scene, "1 2 3");
  test_assert_no_loss (scene);
}

static void
test_sequence_wraps (Scene         *scene,
                     gconstpointer  data)
{
  test_plan (scene, 1, 3);
  scene->first = G_MAXUINT32 - 400;
  test_send_flags (scene, scene->first - 1, TEST_SYN);
  test_send_part (scene, 0, 300);
  test_send_part (scene, 600, 900); /* beyond 0, before the segment that crosses it */
  test_send_part (scene, 300, 600);
  test_send_part (scene, 900, 9999);
  test_assert_numbers (scene, "1 2 3");
  test_assert_no_loss (scene);
}

/* The capture begins in the middle of a message. */
static void
test_begun_before (Scene         *scene,
                   gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 3);
  test_send_part (scene, 50, one);
  test_send_part (scene, one, 2 * one + 30);
  test_send_part (scene, 2 * one + 30, 9999);
  test_assert_numbers (scene, "2 3");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, one - 50);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->first.packet, ==, 1);
}

/* A segment that never comes, and the other side has it. */
static void
test_gap_acknowledged (Scene         *scene,
                       gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 9);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one + 40); /* and the beginning of the second */
  for (gsize i = 2; i < 9; i++) {
    test_send_part (scene, i * one, (i + 1) * one);
    test_acknowledge (scene, (i + 1) * one);
  }
  test_assert_numbers (scene, "1 3 4 5 6 7 8 9");
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 1);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, one);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->first.packet, ==, 3);
  g_assert_cmpuint (rf_trace_get_damaged_bytes (scene->read.trace), ==, one);
}

/* The gap lies in the body: what there is of the message is shown. */
static void
test_gap_in_body (Scene         *scene,
                  gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 2);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one - 100);
  test_send_part (scene, one, 9999);
  test_assert_numbers (scene, "1 2");
  g_assert_cmpuint (rf_trace_get_message (scene->read.trace, 0)->length, ==, one - 100);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, 100);
}

/* Nobody acknowledges, and much comes behind the gap. */
static void
test_gap_long (Scene         *scene,
               gconstpointer  data)
{
  g_autofree char *message = test_message (100, 200);
  gsize one = strlen (message);

  test_plan (scene, 100, 999);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  for (gsize i = 0; i < 900; i++) {
    if (i != 5)
      test_send_part (scene, i * one, (i + 1) * one);
  }
  test_read_scene (scene);
  g_assert_cmpuint (scene->read.report.messages, ==, 899);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->count, ==, 1);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, one);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_ORDER)->count, ==, 0);
}

/* The same two ports again, with and without a SYN to tell. */
static void
test_ports_used_again (Scene         *scene,
                       gconstpointer  data)
{
  test_plan (scene, 1, 2);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, 9999);
  test_send_flags (scene, 0, TEST_RST);
  scene->first = 3000000001u;
  test_send_flags (scene, 3000000000u, TEST_SYN);
  test_send_part (scene, 0, 9999);
  scene->first = 77;
  test_send_part (scene, 0, 9999);
  test_assert_numbers (scene, "1 2 1 2 1 2");
  test_assert_no_loss (scene);
}

/* Without a SYN, and the first segment found is not the first there is. */
static void
test_begun_out_of_order (Scene         *scene,
                         gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 4);
  test_send_part (scene, one, 2 * one); /* whole messages */
  test_send_part (scene, 0, one);
  test_send_part (scene, 2 * one, 3 * one);
  test_send_part (scene, 0, one);       /* again: it is known now */
  test_send_part (scene, 3 * one, 4 * one);
  test_assert_numbers (scene, "2 1 3 4");
  test_assert_no_loss (scene);

  g_byte_array_set_size (scene->capture, 24);
  test_send_part (scene, 100, 200);     /* parts of one */
  test_send_part (scene, 200, one);
  test_send_part (scene, 0, 150);
  test_send_part (scene, one, 9999);
  test_assert_numbers (scene, "1 2 3 4");
  test_assert_no_loss (scene);
}

/* What comes before the first byte never becomes whole: shown as far as it goes, and counted. */
static void
test_begun_with_gap (Scene         *scene,
                     gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 4);
  test_send_part (scene, 2 * one, 3 * one);
  test_send_part (scene, 50, 100);
  test_send_part (scene, one, 2 * one - 10);
  test_send_part (scene, 3 * one, 4 * one);
  test_assert_numbers (scene, "3 2 4");
  g_assert_cmpuint (test_count_bytes (scene), ==, 3 * one + 50);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->bytes, ==, 50 + 10);
  g_assert_cmpuint (test_loss (scene, RF_LOSS_GAP)->first.packet, ==, 2);
}

static void
test_syn_late (Scene         *scene,
               gconstpointer  data)
{
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 3);
  test_send_part (scene, one, 2 * one);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, one);
  test_send_part (scene, 2 * one, 3 * one);
  test_assert_numbers (scene, "2 1 3");
  test_assert_no_loss (scene);

  g_byte_array_set_size (scene->capture, 24);
  test_send_part (scene, 100, 200);
  test_send_flags (scene, TEST_ISN, TEST_SYN);
  test_send_part (scene, 0, 100);
  test_send_part (scene, 200, 9999);
  test_assert_numbers (scene, "1 2 3");
  test_assert_no_loss (scene);
}

/* The same two ports, and the SYN of the second connection is not there. */
static void
test_ports_used_again_unseen (Scene         *scene,
                              gconstpointer  data)
{
  static const guint32 nearer[] = { 3000, 200000, 3000000, 100000000, 3000000000u };
  gsize one = test_length_of_one ();

  test_plan (scene, 1, 4);
  for (guint i = 0; i < G_N_ELEMENTS (nearer); i++) {
    g_byte_array_set_size (scene->capture, 24);
    scene->first = 10000;
    test_send_flags (scene, scene->first - 1, TEST_SYN);
    test_send_part (scene, 0, 2 * one);
    scene->first -= nearer[i];
    for (guint m = 0; m < 4; m++) {
      test_send_part (scene, m * one, m * one + 70);
      test_send_part (scene, m * one + 70, (m + 1) * one);
      scene->now_us += G_USEC_PER_SEC;
    }
    test_assert_numbers (scene, "1 2 1 2 3 4");
    test_assert_no_loss (scene);
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

  test_plan (scene, 1, 6);
  for (guint round = 0; round < 400; round++) {
    g_autoptr (GArray) parts = cut_at_random (scene, rand, 1000);
    guint syn = (guint) g_rand_int_range (rand, 0, 8); /* which may be never */

    scene->first = round % 4 == 0 ? (guint32) -1000 : TEST_ISN + 1;
    g_byte_array_set_size (scene->capture, 24);
    shuffle (parts, rand);
    for (guint i = 0; i < parts->len; i++) {
      if (i == syn)
        test_send_flags (scene, scene->first - 1, TEST_SYN);
      test_send_part (scene, g_array_index (parts, Part, i).start,
                      g_array_index (parts, Part, i).end);
      if (g_rand_int_range (rand, 0, 4) == 0) /* twice, and more than it was */
        test_send_part (scene, g_array_index (parts, Part, i).start,
                        g_array_index (parts, Part, i).end + 30);
    }
    test_read_scene (scene);
    g_assert_cmpuint (scene->read.report.messages, ==, 6);
    g_assert_cmpuint (test_count_bytes (scene), ==, scene->text->len);
  }
}

/* What may come between two segments of a hostile capture. */
static void
send_disturbance (Scene        *scene,
                  GRand        *rand,
                  const GArray *parts)
{
  const Part *part = &g_array_index (parts, Part, (guint) g_rand_int_range (rand, 0,
                                                                            (gint32) parts->len));

  switch (g_rand_int_range (rand, 0, 60)) {
  case 0:
    test_send_flags (scene, scene->first - 1, TEST_SYN);
    break;
  case 1:
    test_send_flags (scene, scene->first + (guint32) part->end, TEST_RST);
    break;
  case 2:
    test_send_flags (scene, scene->first + (guint32) part->end, TEST_FIN | TEST_ACK);
    break;
  case 3:
    test_acknowledge (scene, part->start);
    break;
  case 4: /* of a connection far away */
    test_add_packet (scene, test_tcp (FALSE, scene->first + 0x50000000u + (guint32) part->start, 1,
                                      TEST_ACK, "noise", 5));
    break;
  case 5:
    scene->now_us += 5 * G_USEC_PER_SEC;
    break;
  case 6:
    scene->now_us -= 2 * G_USEC_PER_SEC;
    break;
  default:
    break;
  }
}

/* Many segments, some never captured, some twice, far out of order, and all that can come between
 * them: of those that are there every byte is shown or counted. */
static void
test_every_byte (Scene         *scene,
                 gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);

  test_plan (scene, 1, 90);
  for (guint round = 0; round < 300; round++) {
    g_autoptr (GArray) parts = cut_at_random (scene, rand, 300);
    gint32 pause_us = g_rand_int_range (rand, 0, 200000);
    guint64 sent = 0;

    scene->first = round % 5 == 0 ? (guint32) -20000 : TEST_ISN + 1;
    g_byte_array_set_size (scene->capture, 24);
    if (round % 4 > 0)
      shuffle (parts, rand);
    if (round % 2 == 0)
      test_send_flags (scene, scene->first - 1, TEST_SYN);
    for (guint i = 0; i < parts->len; i++) {
      const Part *part = &g_array_index (parts, Part, i);

      scene->now_us += pause_us;
      send_disturbance (scene, rand, parts);
      if (g_rand_int_range (rand, 0, 10) == 0)
        continue;
      test_send_part (scene, part->start, part->end);
      sent += part->end - part->start;
      if (g_rand_int_range (rand, 0, 9) == 0)
        test_send_part (scene, part->start - MIN (part->start, 100), part->end);
      if (round % 3 == 0)
        test_acknowledge (scene, part->end);
    }
    test_read_scene (scene);
    g_assert_cmpuint (test_count_bytes (scene), >=, sent);
  }
}

#define ADD(name, function) \
  g_test_add ("/trace/capture-tcp-order/" name, Scene, NULL, test_connection_set_up, function, \
              test_connection_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
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

  return g_test_run ();
}
