/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-waiting.h"

/* More than fit in the first chunk, and in the one behind it. */
#define MANY 70000

static void
fill (RfWaitingList *list,
      guint          n,
      gint64       (*get_time) (guint number))
{
  for (guint i = 0; i < n; i++)
    rf_waiting_list_add (list, get_time (i))->length = i;
}

static gint64
get_number (guint number)
{
  return number;
}

/* Each thousand runs backwards, and every time is there twice. */
static gint64
get_mixed (guint number)
{
  return (number / 1000 * 1000 + 999 - number % 1000) / 2;
}

static void
test_walk (void)
{
  RfWaitingList list;
  RfWaitingWalk walk;
  guint seen = 0, count;

  rf_waiting_list_init (&list);
  fill (&list, MANY, get_number);
  g_assert_false (list.is_unsorted);
  rf_waiting_list_drop (&list, 17);
  rf_waiting_walk_init (&walk, &list);
  for (const RfWaiting *at; (at = rf_waiting_walk_take (&walk, 100, &count)) != NULL;) {
    g_assert_cmpuint (count, >, 0);
    g_assert_cmpuint (count, <=, 100);
    for (guint i = 0; i < count; i++)
      g_assert_cmpuint (at[i].length, ==, 17 + seen++);
    rf_waiting_list_drop (&list, count); /* what was passed may go */
  }
  g_assert_cmpuint (seen, ==, MANY - 17);
  g_assert_cmpuint (list.n_waiting, ==, 0);
  g_assert_null (rf_waiting_walk_take (&walk, 100, &count));
  g_assert_cmpuint (count, ==, 0);
  rf_waiting_list_clear (&list);
}

static void
test_sort (void)
{
  RfWaitingList list;
  RfWaitingWalk walk;
  const RfWaiting *at;
  RfWaiting last = { .time_ns = -1 };
  guint count, seen = 0;

  rf_waiting_list_init (&list);
  fill (&list, MANY, get_mixed);
  g_assert_true (list.is_unsorted);
  rf_waiting_list_drop (&list, 1);
  rf_waiting_list_sort (&list);
  g_assert_false (list.is_unsorted);
  rf_waiting_walk_init (&walk, &list);
  while ((at = rf_waiting_walk_take (&walk, 1, &count)) != NULL) {
    g_assert_cmpint (at->time_ns, ==, get_mixed (at->length));
    g_assert_true (at->time_ns > last.time_ns ||
                   (at->time_ns == last.time_ns && at->length > last.length));
    last = *at;
    seen++;
  }
  g_assert_cmpuint (seen, ==, MANY - 1);
  rf_waiting_list_clear (&list);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/waiting/walk", test_walk);
  g_test_add_func ("/trace/waiting/sort", test_sort);

  return g_test_run ();
}
