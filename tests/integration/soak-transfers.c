/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "soak-transfers"

#include "rf-phone-private.h"
#include "rf-test-phone.h"
#include "rf-test-wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Many transfers in a row on one set of cores, of every kind in turn: each ends as it should, and
 * nothing is left of it: no call, no D-Bus object, no descriptor, and, once it is warm, no memory.
 * Called with the number of transfers and the transport, "udp" or "tcp".
 */

#define DEFAULT_TRANSFERS 100
/* By then caches and pools have their size … */
#define WARM_UP           100
/* … and as many transactions end as begin: each is kept for 32 s (RFC 3261 §17), over TCP those of
 * an INVITE only. */
#define WARM_UP_S         35
/* What a core may grow by after that. Transactions of all sizes come and go, and glibc keeps the
 * holes that they leave: the heap grows for a while although what is in use does not. */
#define HOLES_KIB         4096
#define MAX_BYTES_A_TRANSFER 256

#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_COUNTS FALSE
#else
#define MEMORY_COUNTS TRUE
#endif

enum { KEVIN, MIKE, WAYNE, N_PARTIES };

static const char *const users[N_PARTIES] = { "kevin", "mike", "wayne" };
static RfPhone *phones[N_PARTIES];
static guint n_transfers = DEFAULT_TRANSFERS;
static const char *transport = "udp";

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

/* What one process holds. */
typedef struct {
  guint64 private_kib;
  guint   descriptors;
  guint   objects;
} Holding;

/* What it shares with other processes comes and goes with them. */
static guint64
read_private_kib (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !(line = strstr (text, "\nPrivate_Dirty:")))
    return 0;
  return g_ascii_strtoull (line + strlen ("\nPrivate_Dirty:"), NULL, 10);
}

static guint
count_descriptors (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", (int) pid);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

/* What the core itself says that it exports. */
static guint
count_objects (guint party)
{
  GDBusProxy *proxy = G_DBUS_PROXY (rf_phone_get_proxy (phones[party]));
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) objects = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (g_dbus_proxy_get_connection (proxy), NULL,
                                       "/org/referee/Core1", "org.freedesktop.DBus.ObjectManager",
                                       "GetManagedObjects", NULL, NULL, G_DBUS_CALL_FLAGS_NONE,
                                       5000, NULL, &error);
  g_assert_no_error (error);
  objects = g_variant_get_child_value (reply, 0);
  return (guint) g_variant_n_children (objects);
}

/* The cores, and this program as the last. */
static void
look (Holding holdings[N_PARTIES + 1])
{
  for (guint i = 0; i <= N_PARTIES; i++) {
    GPid pid = i < N_PARTIES ? rf_phone_get_core_pid (phones[i]) : getpid ();

    holdings[i] = (Holding) {
      .private_kib = read_private_kib (pid),
      .descriptors = count_descriptors (pid),
      .objects = i < N_PARTIES ? count_objects (i) : 0,
    };
  }
}

/* The core keeps a call for as long as reports about it may be on their way. */
static gboolean
have_all_gone (const Holding *before)
{
  for (guint i = 0; i < N_PARTIES; i++)
    if (count_objects (i) != before[i].objects
        || count_descriptors (rf_phone_get_core_pid (phones[i])) != before[i].descriptors)
      return FALSE;
  return TRUE;
}

static void
print_holdings (guint done, const Holding *holdings)
{
  printf ("# after %4u:", done);
  for (guint i = 0; i <= N_PARTIES; i++)
    printf ("  %s %" G_GUINT64_FORMAT " KiB, %u fds", i < N_PARTIES ? users[i] : "app",
            holdings[i].private_kib, holdings[i].descriptors);
  printf ("\n");
  fflush (stdout);
}

static void
check_memory (const Holding *warm, const Holding *last, guint n)
{
  guint64 allowed = HOLES_KIB + (guint64) n * MAX_BYTES_A_TRANSFER / 1024;

  for (guint i = 0; i <= N_PARTIES; i++)
    if (MEMORY_COUNTS && last[i].private_kib > warm[i].private_kib + allowed)
      g_error ("%s has grown from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " KiB in %u "
               "transfers", i < N_PARTIES ? users[i] : "The program itself", warm[i].private_kib,
               last[i].private_kib, n);
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

/* When transactions end as fast as they begin. */
static gboolean
is_warm (guint done, gint64 begin)
{
  return done >= WARM_UP
         && g_get_monotonic_time () - begin > WARM_UP_S * G_TIME_SPAN_SECOND;
}

/* Returns how many transfers it took to get warm, 0 where there were too few of them. */
static guint
transfer_all (gint64 begin, Holding *warm)
{
  Holding now[N_PARTIES + 1];
  guint n_warm = 0;

  for (guint done = 1; done <= n_transfers; done++) {
    transfer_once (done % G_N_ELEMENTS (kinds));
    if (n_warm == 0 && is_warm (done, begin)) {
      n_warm = done;
      look (warm);
      print_holdings (done, warm);
    } else if (done % WARM_UP == 0) {
      look (now);
      print_holdings (done, now);
    }
  }
  return n_warm;
}

/* All transfers, with a look before and after them. Returns as transfer_all(). */
static guint
run_all (Holding *before, Holding *warm, Holding *last)
{
  gint64 begin;
  guint n_warm;
  double seconds;

  look (before);
  print_holdings (0, before);
  begin = g_get_monotonic_time ();
  n_warm = transfer_all (begin, warm);
  seconds = (double) (g_get_monotonic_time () - begin) / G_TIME_SPAN_SECOND;
  rf_test_wait (have_all_gone (before), 40);
  look (last);
  print_holdings (n_transfers, last);
  printf ("# %u transfers over %s in %.1f s, %.0f ms each; all ended as they should\n", n_transfers,
          transport, seconds, seconds * 1000 / n_transfers);
  return n_warm;
}

static void
test_soak (void)
{
  Holding before[N_PARTIES + 1], warm[N_PARTIES + 1], last[N_PARTIES + 1];
  guint n_warm;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    transfer_once (i);
  n_warm = run_all (before, warm, last);
  /* Where a descriptor of the set-up was still open at the first look, that was no measure. */
  if (last[N_PARTIES].descriptors < before[N_PARTIES].descriptors)
    n_warm = run_all (before, warm, last);
  g_assert_cmpuint (last[N_PARTIES].descriptors, ==, before[N_PARTIES].descriptors);
  if (n_warm > 0)
    check_memory (warm, last, n_transfers - n_warm);
  else
    printf ("# Too few to judge memory by: that takes %d s\n", WARM_UP_S);
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

  for (guint i = 0; i < N_PARTIES; i++)
    phones[i] = start_phone (users[i]);
  g_test_add_func ("/soak/transfers", test_soak);
  result = g_test_run ();
  for (guint i = 0; i < N_PARTIES; i++)
    rf_test_phone_stop (phones[i]);
  return result;
}
