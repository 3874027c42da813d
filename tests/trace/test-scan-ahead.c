/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

#include "rf-scan-ahead.h"

/* Enough for a helper, and for its slots to be filled many times. */
#define MANY 20000

typedef struct {
  RfWaitingList  list;
  GPtrArray     *texts;
} Fixture;

/* Every third cannot be read. */
static gboolean
is_good (guint number)
{
  return number % 3 != 0;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->texts = g_ptr_array_new_with_free_func (g_free);
  rf_waiting_list_init (&fixture->list);
  for (guint i = 0; i < MANY; i++) {
    RfWaiting *entry = rf_waiting_list_add (&fixture->list, i);
    char *text = g_strdup_printf ("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP c;branch=d\r\n"
                                  "From: <sip:c@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: e\r\n"
                                  "CSeq: %u %s\r\n\r\n", i, is_good (i) ? "OPTIONS" : "");

    g_ptr_array_add (fixture->texts, text);
    entry->data = text;
    entry->length = (guint32) strlen (text);
  }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  rf_waiting_list_clear (&fixture->list);
  g_ptr_array_unref (fixture->texts);
}

/* Takes @count messages; the one before may be dropped as soon as the next are there. */
static void
check (Fixture *fixture,
       guint    first,
       guint    count,
       guint    stop_behind)
{
  g_autoptr (RfScanAhead) ahead = rf_scan_ahead_new (&fixture->list, count);
  const RfScanned *scanned;
  guint number = first;

  while (number < first + stop_behind && (scanned = rf_scan_ahead_next (ahead)) != NULL) {
    for (guint i = 0; i < scanned->n_entries; i++, number++) {
      g_assert_cmpint (scanned->entries[i].time_ns, ==, number);
      g_assert_true (scanned->is_read[i] == is_good (number));
      if (is_good (number))
        g_assert_cmpuint (scanned->sips[i].cseq, ==, number);
    }
    rf_waiting_list_drop (&fixture->list, scanned->n_entries);
  }
  if (stop_behind < count)
    return;
  g_assert_cmpuint (number, ==, first + count);
  g_assert_null (rf_scan_ahead_next (ahead));
  g_assert_null (rf_scan_ahead_next (ahead));
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  check (fixture, 0, MANY, MANY);
  g_assert_cmpuint (fixture->list.n_waiting, ==, 0);
  check (fixture, MANY, 0, 0);
}

/* Those that are kept are neither read nor given out. */
static void
test_some (Fixture       *fixture,
           gconstpointer  data)
{
  check (fixture, 0, 10, 10);
  check (fixture, 10, MANY - 1010, MANY - 1010);
  g_assert_cmpuint (fixture->list.n_waiting, ==, 1000);
}

/* What was read ahead and not taken is read again. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  while (fixture->list.n_waiting > MANY / 2)
    check (fixture, MANY - fixture->list.n_waiting, fixture->list.n_waiting, 100);
  check (fixture, MANY - fixture->list.n_waiting, fixture->list.n_waiting,
         fixture->list.n_waiting);
}

#define ADD(name, function) \
  g_test_add ("/trace/scan-ahead/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("order", test_order);
  ADD ("some", test_some);
  ADD ("stop", test_stop);

  return g_test_run ();
}
