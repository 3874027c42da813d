/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "soak-transfers"

#include "rf-test-phone.h"
#include "rf-test-wait.h"
#include "soak-dialogs.h"
#include "soak-holding.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Many transfers in a row on one set of cores, of every kind in turn: each ends as it should, and
 * nothing is left of it: no call, no dialog or subscription, no D-Bus object, no descriptor. Where
 * there are more than WARM_UP, no memory either, in the cores and here.
 * Called with the number of transfers and the transport, "udp" or "tcp".
 *
 * Memory is compared at rest. Under load each transaction is kept for 32 s (RFC 3261 §17), so what
 * is in use then says how fast the transfers came, and not what they leave.
 */

#define DEFAULT_TRANSFERS 100
/* By then caches and pools have their size. */
#define WARM_UP           100
/* Transactions are over after 64*T1 = 32 s, and the cores return memory after 33 s. */
#define REST_S            35
/* Bytes in use: a buffer of GDBus or a hash table may have become larger. One leaked block a
 * transfer, and the smallest takes 32 bytes, would be more in the 900 after the warm-up. */
#define MAX_GROWTH        16384
/* The few blocks that live on, a table of GLib's for one, lie on other pages each time. One leaked
 * page for every tenth transfer would be more. */
#define MAX_TORN_KIB      256
/* Three calls, each at both ends. */
#define MAX_DIALOGS       6

enum { KEVIN, MIKE, WAYNE, N_PARTIES };

static const char *const users[N_PARTIES] = { "kevin", "mike", "wayne" };
static RfPhone *phones[N_PARTIES];
static guint n_transfers = DEFAULT_TRANSFERS;
static const char *transport = "udp";
static SoakDialogs *dialogs;

static RfCall *
find_call (guint party, RfCallState state)
{
  GListModel *calls = G_LIST_MODEL (phones[party]);

  for (guint i = g_list_model_get_n_items (calls); i > 0; i--) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i - 1);

    if (rf_call_get_state (call) == state)
      return call;
  }
  return NULL;
}

static guint
count_calls (guint party, RfCallState state)
{
  GListModel *calls = G_LIST_MODEL (phones[party]);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (calls); i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i);

    n += rf_call_get_state (call) == state;
  }
  return n;
}

static guint
count_live_calls (guint party)
{
  GListModel *calls = G_LIST_MODEL (phones[party]);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (calls); i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i);

    n += rf_call_is_live (call);
  }
  return n;
}

/* Nobody but these two is in a call, and they are in one only. */
static gboolean
are_alone (guint one, guint other)
{
  for (guint i = 0; i < N_PARTIES; i++) {
    guint n = i == one || i == other;

    if (count_live_calls (i) != n || count_calls (i, RF_CALL_ESTABLISHED) != n)
      return FALSE;
  }
  return TRUE;
}

static void
on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rf_call_command_finish (RF_CALL (object), result, &error);
  g_assert_no_error (error);
}

static void
dial (guint from, guint to)
{
  rf_phone_dial_async (phones[from], rf_phone_get_aor (phones[to]), NULL, NULL, NULL);
  rf_test_wait (find_call (to, RF_CALL_RINGING_IN), 10);
}

static void
answer (guint party)
{
  rf_call_answer_async (find_call (party, RF_CALL_RINGING_IN), NULL, on_done, NULL);
}

static void
call (guint from, guint to)
{
  guint before = count_calls (from, RF_CALL_ESTABLISHED);

  dial (from, to);
  answer (to);
  rf_test_wait (count_calls (from, RF_CALL_ESTABLISHED) > before
                && find_call (to, RF_CALL_ESTABLISHED), 10);
}

static void
hang_up (RfCall *leg, guint code)
{
  rf_call_hang_up_async (leg, code, NULL, on_done, NULL);
}

static void
transfer_blind (RfCall *original)
{
  rf_call_transfer_async (original, rf_phone_get_aor (phones[WAYNE]), NULL, on_done, NULL);
  rf_test_wait (find_call (WAYNE, RF_CALL_RINGING_IN), 10);
}

static void
act_blind (RfCall *original)
{
  transfer_blind (original);
  answer (WAYNE);
}

static void
act_busy (RfCall *original)
{
  transfer_blind (original);
  hang_up (find_call (WAYNE, RF_CALL_RINGING_IN), 486);
}

static void
act_gives_up (RfCall *original)
{
  transfer_blind (original);
  rf_test_wait (find_call (KEVIN, RF_CALL_RINGING_OUT), 10);
  hang_up (find_call (KEVIN, RF_CALL_RINGING_OUT), 0);
}

static void
act_attended (RfCall *original)
{
  call (MIKE, WAYNE);
  rf_call_transfer_to_async (original, find_call (MIKE, RF_CALL_ESTABLISHED), NULL, on_done, NULL);
}

static void
act_semi_attended (RfCall *original)
{
  dial (MIKE, WAYNE);
  rf_test_wait (find_call (MIKE, RF_CALL_RINGING_OUT), 10);
  rf_call_transfer_to_async (original, find_call (MIKE, RF_CALL_RINGING_OUT), NULL, on_done, NULL);
  rf_test_wait (rf_call_get_transfer (original)
                && rf_transfer_get_stage (rf_call_get_transfer (original))
                     == RF_TRANSFER_STAGE_WAITING, 10);
  answer (WAYNE);
}

static const struct {
  const char       *name;
  void            (*act) (RfCall *original);
  RfTransferResult  result;
  guint             code;
} kinds[] = {
  { "blind", act_blind, RF_TRANSFER_SUCCEEDED, 200 },
  { "attended", act_attended, RF_TRANSFER_SUCCEEDED, 200 },
  { "busy", act_busy, RF_TRANSFER_FAILED, 486 },
  { "semi-attended", act_semi_attended, RF_TRANSFER_SUCCEEDED, 200 },
  { "given up", act_gives_up, RF_TRANSFER_FAILED, 487 },
};

static gboolean
is_over (RfTransfer *transfer)
{
  return rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING;
}

static void
forget_calls (guint party)
{
  GListModel *calls = G_LIST_MODEL (phones[party]);

  while (g_list_model_get_n_items (calls) > 0) {
    g_autoptr (RfCall) ended = g_list_model_get_item (calls, 0);

    soak_dialogs_remember (dialogs, phones[party], ended);
    rf_phone_forget_call (phones[party], ended);
  }
}

static void
transfer_once (guint kind)
{
  gboolean succeeds = kinds[kind].result == RF_TRANSFER_SUCCEEDED;
  g_autoptr (RfTransfer) transfer = NULL;
  g_autoptr (RfCall) transferred = NULL;
  RfCall *original;

  call (KEVIN, MIKE);
  transferred = g_object_ref (find_call (KEVIN, RF_CALL_ESTABLISHED));
  original = find_call (MIKE, RF_CALL_ESTABLISHED);
  kinds[kind].act (original);
  transfer = g_object_ref (rf_call_get_transfer (original));
  rf_test_wait (is_over (transfer), 10);
  if (rf_transfer_get_result (transfer) != kinds[kind].result
      || rf_transfer_get_code (transfer) != kinds[kind].code)
    g_error ("A transfer (%s) ended as %d with %u", kinds[kind].name,
             rf_transfer_get_result (transfer), rf_transfer_get_code (transfer));

  /* Each core's news come by a way of their own, and Kevin's may be the last. */
  rf_test_wait (rf_call_is_live (transferred) != succeeds
                && are_alone (KEVIN, succeeds ? WAYNE : MIKE), 10);
  hang_up (find_call (KEVIN, RF_CALL_ESTABLISHED), 0);
  rf_test_wait (count_live_calls (KEVIN) + count_live_calls (MIKE) + count_live_calls (WAYNE) == 0,
                10);
  for (guint i = 0; i < N_PARTIES; i++)
    forget_calls (i);
}

/* From @done up to @wanted transfers. Returns @wanted. */
static guint
transfer_until (guint done, guint wanted)
{
  gint64 begin = g_get_monotonic_time ();
  double seconds;

  for (guint i = done; i < wanted; i++)
    transfer_once (i % G_N_ELEMENTS (kinds));
  seconds = (double) (g_get_monotonic_time () - begin) / G_TIME_SPAN_SECOND;
  printf ("# %u transfers over %s in %.1f s, %.0f ms each; all ended as they should\n",
          wanted - done, transport, seconds, seconds * 1000 / (wanted - done));
  return wanted;
}

static void
on_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  rf_phone_start_finish (RF_PHONE (object), result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

static RfPhone *
start_phone (const char *user)
{
  const RfPhoneConfig config = {
    .name = user, .listen = "127.0.0.1:0", .source = "silence", .player = "silence",
  };
  const RfAccountConfig account = {
    .user = user,
    .transport = transport,
    .consent = "always",
    .ring_timeout = -1,
    .release_after = -1,
  };
  RfPhone *phone = rf_phone_new (&config, NULL);
  gboolean done = FALSE;

  rf_phone_start_async (phone, &account, NULL, on_started, &done);
  rf_test_wait (done, 15);
  return phone;
}

/* One more than the phones: this program is the last. */
static RfPhone *
get_process (guint i)
{
  return i < N_PARTIES ? phones[i] : NULL;
}

static void
look (guint done, SoakHolding holdings[N_PARTIES + 1])
{
  printf ("# after %4u over %s:", done, transport);
  for (guint i = 0; i <= N_PARTIES; i++) {
    soak_holding_look (&holdings[i], get_process (i));
    printf ("  %s %" G_GUINT64_FORMAT " B in use, %" G_GUINT64_FORMAT " KiB, %u fds, %u objects",
            i < N_PARTIES ? users[i] : "app", holdings[i].in_use, holdings[i].private_kib,
            holdings[i].descriptors, holdings[i].objects);
  }
  printf ("\n");
  fflush (stdout);
}

/* There are no more descriptors and objects than there were. The core keeps a call for as long as
 * reports about it may be on their way. */
static gboolean
are_all_back (const SoakHolding *before)
{
  for (guint i = 0; i <= N_PARTIES; i++)
    if (!soak_holding_is_back (&before[i], get_process (i)))
      return FALSE;
  return TRUE;
}

/* What is in use at rest depends on nothing but what has leaked. */
static void
check_same (const SoakHolding *first, const SoakHolding *now)
{
  for (guint i = 0; i <= N_PARTIES; i++) {
    g_assert_cmpuint (now[i].objects, <=, first[i].objects);
    g_assert_cmpuint (now[i].descriptors, <=, first[i].descriptors);
    g_assert_cmpuint (now[i].in_use, <=, first[i].in_use + MAX_GROWTH);
    g_assert_cmpuint (now[i].private_kib, <=, first[i].private_kib + MAX_TORN_KIB);
  }
}

/* No call since so long that every transaction has ended, and the cores have seen it. */
static void
rest (void)
{
  gint64 end = g_get_monotonic_time () + REST_S * G_TIME_SPAN_SECOND;

  rf_test_wait (g_get_monotonic_time () > end, REST_S + 1);
}

/* All transfers, with a look at rest after each of the points. */
static void
run_measured (void)
{
  static const guint points[] = { 100, 200, 500, 1000 };
  SoakHolding first[N_PARTIES + 1], now[N_PARTIES + 1];
  guint done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (points) && points[i] <= n_transfers; i++) {
    done = transfer_until (done, points[i]);
    rest ();
    look (done, i == 0 ? first : now);
    if (i > 0)
      check_same (first, now);
  }
}

static void
run_plain (void)
{
  SoakHolding before[N_PARTIES + 1], last[N_PARTIES + 1];

  look (0, before);
  (void) transfer_until (0, n_transfers);
  rf_test_wait (are_all_back (before), 40);
  look (n_transfers, last);
}

/* A dialog that is there is found, or to find none later would say nothing. */
static void
try_dialogs (void)
{
  call (KEVIN, MIKE);
  soak_dialogs_remember (dialogs, phones[KEVIN], find_call (KEVIN, RF_CALL_ESTABLISHED));
  g_assert_cmpuint (soak_dialogs_release (dialogs), ==, 200);
  hang_up (find_call (MIKE, RF_CALL_ESTABLISHED), 0);
  rf_test_wait (count_live_calls (KEVIN) + count_live_calls (MIKE) == 0, 10);
  for (guint i = 0; i < N_PARTIES; i++)
    forget_calls (i);
}

static void
test_soak (void)
{
  try_dialogs ();
  /* One of each kind first: what they leave open for the next is open then. */
  (void) transfer_until (0, G_N_ELEMENTS (kinds));
  if (n_transfers > WARM_UP)
    run_measured ();
  else
    run_plain ();
  printf ("# no core knows any of %u dialogs\n", soak_dialogs_check_all (dialogs));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    n_transfers = (guint) CLAMP (atoi (argv[1]), 1, 1000000);
  if (argc > 2)
    transport = argv[2];

  if (n_transfers > WARM_UP)
    soak_holding_prepare (g_getenv ("SOAK_HEAP_MODULE"));
  dialogs = soak_dialogs_new ((n_transfers + G_N_ELEMENTS (kinds) + 1) * MAX_DIALOGS);
  for (guint i = 0; i < N_PARTIES; i++)
    phones[i] = start_phone (users[i]);
  g_test_add_func ("/soak/transfers", test_soak);
  result = g_test_run ();
  for (guint i = 0; i < N_PARTIES; i++)
    rf_test_phone_stop (phones[i]);
  soak_dialogs_free (dialogs);
  soak_holding_close ();
  return result;
}
