/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-patience"

#include "rf-patience.h"

/*
 * How long a transferor waits, by the clock of the test.
 */

#define SECOND (gint64) 1000
#define START  (1000 * SECOND)

static guint
left_s (const RfPatience *patience, guint expires, gint64 now_ms)
{
  return rf_patience_left (patience, expires, now_ms) / 1000;
}

static void
test_expiry (void)
{
  RfPatience patience;

  rf_patience_begin (&patience, START);
  g_assert_cmpuint (left_s (&patience, RF_PATIENCE_NO_EXPIRY, START), ==, 200);
  g_assert_cmpuint (left_s (&patience, 60, START), ==, 92);
  g_assert_cmpuint (left_s (&patience, 0, START), ==, 32);
  g_assert_cmpuint (left_s (&patience, 3600, START), ==, 200);
  g_assert_cmpuint (left_s (&patience, G_MAXUINT - 1, START), ==, 200);
}

/* As a phone that says 100 each few seconds, for ever. */
static void
test_nothing_new (void)
{
  RfPatience patience;
  gint64 now_ms = START;

  rf_patience_begin (&patience, START);
  while (rf_patience_left (&patience, 60, now_ms) > 0) {
    g_assert_cmpint (now_ms, <=, START + 615 * SECOND);
    now_ms += 5 * SECOND;
    rf_patience_hear (&patience, 100, now_ms);
  }
  g_assert_cmpint (now_ms, ==, START + 605 * SECOND);
}

/* A target that rings for three minutes and more, and whose phone says so each minute. */
static void
test_long_ring (void)
{
  RfPatience patience;

  rf_patience_begin (&patience, START);
  rf_patience_hear (&patience, 100, START + SECOND);
  rf_patience_hear (&patience, 180, START + 2 * SECOND);
  rf_patience_hear (&patience, 180, START + 180 * SECOND);
  g_assert_cmpuint (left_s (&patience, 60, START + 180 * SECOND), ==, 92);
  rf_patience_hear (&patience, 180, START + 590 * SECOND);
  g_assert_cmpuint (left_s (&patience, 60, START + 590 * SECOND), ==, 12);
}

/* To go back is no news, or two codes in turn would last for ever. */
static void
test_back_and_forth (void)
{
  RfPatience patience;

  rf_patience_begin (&patience, START);
  for (int i = 0; i < 100; i++) {
    rf_patience_hear (&patience, 100, START + i * 10 * SECOND);
    rf_patience_hear (&patience, 180, START + i * 10 * SECOND);
  }
  g_assert_cmpuint (rf_patience_left (&patience, 60, START + 601 * SECOND), ==, 0);
  g_assert_cmpuint (rf_patience_left (&patience, 60, START + 10000 * SECOND), ==, 0);
}

/* One call, two attempts: the second has all the time again. */
static void
test_again (void)
{
  RfPatience patience;

  rf_patience_begin (&patience, START);
  rf_patience_hear (&patience, 180, START);
  rf_patience_begin (&patience, START + 900 * SECOND);
  g_assert_cmpuint (left_s (&patience, 60, START + 900 * SECOND), ==, 92);
  rf_patience_hear (&patience, 100, START + 1000 * SECOND);
  g_assert_cmpuint (left_s (&patience, 60, START + 1595 * SECOND), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patience/expiry", test_expiry);
  g_test_add_func ("/patience/nothing-new", test_nothing_new);
  g_test_add_func ("/patience/long-ring", test_long_ring);
  g_test_add_func ("/patience/back-and-forth", test_back_and_forth);
  g_test_add_func ("/patience/again", test_again);
  return g_test_run ();
}
