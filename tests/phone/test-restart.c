/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-restart.h"

/* Seconds after the death before it, and the pause that must follow. */
static const struct {
  double after;
  guint  pause;
} deaths[] = {
  /* The first ones: at once. */
  { 1, 0 }, { 0.1, 0 }, { 0.1, 0 }, { 0.1, 0 },
  /* Five within 30 s: growing, never above 30. */
  { 0.1, 1 }, { 1.1, 2 }, { 2.1, 4 }, { 4.1, 8 }, { 8.1, 16 }, { 16.1, 30 },
  { 30.1, 30 }, { 59, 30 },
  /* One lived for 31 s, after its pause: from the start again. */
  { 61, 0 }, { 1, 0 }, { 1, 0 }, { 1, 0 }, { 1, 1 },
};

static void
test_table (void)
{
  RfRestart restart = { 0 };
  gint64 now = 1;

  for (guint i = 0; i < G_N_ELEMENTS (deaths); i++) {
    now += deaths[i].after * G_USEC_PER_SEC;
    g_test_message ("death %u", i);
    g_assert_cmpuint (rf_restart_add_death (&restart, now), ==, deaths[i].pause);
  }
}

static void
test_rare (void)
{
  RfRestart restart = { 0 };

  /* Four in 30 seconds, for ever, are no reason to wait. */
  for (guint i = 1; i < 100; i++)
    g_assert_cmpuint (rf_restart_add_death (&restart, i * 8 * G_USEC_PER_SEC), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/restart/table", test_table);
  g_test_add_func ("/restart/rare", test_rare);
  return g_test_run ();
}
