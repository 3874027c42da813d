/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

#include "rf-history-store.h"
#include "rf-history.h"
#include "rf-text.h"

#define DEADLINE_SECONDS 20

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("rf-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "below", "history.db", NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *below = g_build_filename (path, name, NULL);

    remove_folder (below);
  }
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static RfHistoryRecord
make_record (gint64 id)
{
  return (RfHistoryRecord) {
    .id = id,
    .account = (char *) "sip:mike@example.org",
    .peer_uri = (char *) "sip:kevin@example.org",
    .peer_label = (char *) "Kevin",
    .incoming = TRUE,
    .started_at = id * G_USEC_PER_SEC,
    .answered_at = id * G_USEC_PER_SEC + 1,
    .ended_at = id * G_USEC_PER_SEC + 2,
    .outcome = RF_HISTORY_ANSWERED,
    .reason = (char *) "",
    .sent_by = (char *) "\"Wayne\" <sip:wayne@example.org>",
    .turn = RF_HISTORY_TURN_TRANSFERRED,
    .turn_uri = (char *) "sip:alice@example.org",
    .turn_label = (char *) "Alice",
    .turn_result = RF_TRANSFER_FAILED,
    .turn_code = 486,
    .turn_cause = RF_TRANSFER_CAUSE_TARGET_NOT_HELD,
  };
}

static RfHistoryEntry *
make_entry (gint64           id,
            RfHistoryOutcome outcome)
{
  RfHistoryRecord record = make_record (id);

  record.outcome = outcome;
  return rf_history_entry_new (&record);
}

static RfHistoryStore *
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  RfHistoryStore *store = rf_history_store_open (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

static void
put (RfHistoryStore        *store,
     const RfHistoryRecord *record)
{
  g_autoptr (GError) error = NULL;

  rf_history_store_put (store, record, &error);
  g_assert_no_error (error);
}

static GPtrArray *
load (RfHistoryStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = rf_history_store_load (store, G_MAXINT, &error);

  g_assert_no_error (error);
  return entries;
}

static const RfHistoryRecord *
nth (GPtrArray *entries,
     guint      n)
{
  return rf_history_entry_get_record (g_ptr_array_index (entries, n));
}

static void
execute (const char *path,
         const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* Everything that is put comes back, from a file that was closed in between. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  RfHistoryRecord record = make_record (7);
  g_autoptr (RfHistoryEntry) entry = rf_history_entry_new (&record);
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GPtrArray) entries = NULL;

  put (store, &record);
  g_clear_pointer (&store, rf_history_store_close);
  store = open_store (fixture);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_true (rf_history_entry_equal (entry, g_ptr_array_index (entries, 0)));
}

static void
test_private (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  GStatBuf status;

  rf_history_store_close (open_store (fixture));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 077, ==, 0);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 077, ==, 0);
}

/* Newest first, whatever the order in which they are put; a second put is of the same call. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  static const gint64 ids[] = { 5, 9, 1, 7, 9 };
  static const gint64 sorted[] = { 9, 7, 5, 1 };
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    RfHistoryRecord record = make_record (ids[i]);

    record.code = i;
    put (store, &record);
  }
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (sorted));
  for (guint i = 0; i < entries->len; i++)
    g_assert_cmpint (nth (entries, i)->id, ==, sorted[i]);
  g_assert_cmpuint (nth (entries, 0)->code, ==, 4);
}

/* Calls in numbers of which one knows that they were 1 to RF_HISTORY_KEPT. */
static void
fill_to_the_brim (Fixture *fixture)
{
  g_autofree char *sql = g_strdup_printf (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
    " INSERT INTO calls SELECT i, '', 'sip:x@y', 'x', 0, i, 0, 0, 'missed', 0, '', '', '', '', '',"
    " 'pending', 0, '' FROM n", RF_HISTORY_KEPT);

  rf_history_store_close (open_store (fixture));
  execute (fixture->path, sql);
}

static void
test_bound (Fixture       *fixture,
            gconstpointer  data)
{
  RfHistoryRecord record = make_record (RF_HISTORY_KEPT + 1);
  g_autoptr (RfHistoryStore) store = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  fill_to_the_brim (fixture);
  store = open_store (fixture);
  put (store, &record);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, RF_HISTORY_KEPT);
  g_assert_cmpint (nth (entries, 0)->id, ==, record.id);
  g_assert_cmpint (nth (entries, entries->len - 1)->id, ==, 2);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  for (gint64 id = 1; id <= 3; id++) {
    RfHistoryRecord record = make_record (id);

    put (store, &record);
  }
  g_assert_true (rf_history_store_remove (store, 2, &error));
  g_assert_no_error (error);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpint (nth (entries, 1)->id, ==, 1);

  g_assert_true (rf_history_store_clear (store, &error));
  g_assert_no_error (error);
  g_ptr_array_unref (entries);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  g_assert_null (g_strstr_len (bytes, (gssize) length, "Kevin"));
  g_free (bytes);
  g_assert_true (g_file_get_contents (log, &bytes, &length, NULL));
  g_assert_null (g_strstr_len (bytes, (gssize) length, "Kevin"));
}

/* Names come from the network: they end no statement and fill no disk, and what a file holds is
 * made fit to be shown. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *endless = g_strnfill (1000000, 'W');
  const char *const names[] = {
    "'); DROP TABLE calls; --", "%s%n%x", "<b>&amp;", "a\r\nb\033[31m", "cut\xe2\x80", "\xff\xfe",
    "\xe2\x80\xae" "gnp.exe", "小林 \xf0\x9f\x93\x9e", "", endless,
  };
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    RfHistoryRecord record = make_record (i);

    record.peer_label = (char *) names[i];
    record.reason = NULL;
    put (store, &record);
  }
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < entries->len; i++) {
    const RfHistoryRecord *record = nth (entries, entries->len - 1 - i);
    g_autofree char *expected = rf_text_for_show (names[i]);

    g_assert_cmpstr (record->peer_label, ==, expected);
    g_assert_true (g_utf8_validate (record->peer_label, -1, NULL));
    g_assert_cmpint (g_utf8_strlen (record->peer_label, -1), <=, RF_TEXT_MAX);
    g_assert_cmpstr (record->reason, ==, "");
  }
}

/* What a hand has changed in the file is read as far as it makes sense. */
static void
test_changed_by_hand (Fixture       *fixture,
                      gconstpointer  data)
{
  RfHistoryRecord record = make_record (1);
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GPtrArray) entries = NULL;

  put (store, &record);
  execute (fixture->path,
           "UPDATE calls SET started_at = -5, code = 1000000, outcome = 'odd', turn = x'ff00',"
           " turn_result = 17, peer_label = x'ff', sent_by = 3.5, answered_at = 'noon'");
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpint (nth (entries, 0)->started_at, ==, 0);
  g_assert_cmpint (nth (entries, 0)->answered_at, ==, 0);
  g_assert_cmpuint (nth (entries, 0)->code, ==, G_MAXUINT16);
  g_assert_cmpint (nth (entries, 0)->outcome, ==, RF_HISTORY_LOST);
  g_assert_cmpint (nth (entries, 0)->turn, ==, RF_HISTORY_TURN_NONE);
  g_assert_cmpint (nth (entries, 0)->turn_result, ==, RF_TRANSFER_UNKNOWN);
  g_assert_cmpstr (nth (entries, 0)->peer_label, ==, "\xef\xbf\xbd");
  g_assert_cmpstr (nth (entries, 0)->sent_by, ==, "3.5");
}

/* Version 0 is an empty file; each step leads on, and none is taken twice. */
static void
test_migration (Fixture       *fixture,
                gconstpointer  data)
{
  RfHistoryRecord record = make_record (1);
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (RfHistoryStore) store = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  execute (fixture->path, "PRAGMA user_version = 0; VACUUM;");
  store = open_store (fixture);
  put (store, &record);
  g_clear_pointer (&store, rf_history_store_close);
  execute (fixture->path, "ALTER TABLE calls DROP COLUMN turn_cause; PRAGMA user_version = 1;");
  store = open_store (fixture);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpuint (nth (entries, 0)->turn_code, ==, 486);
  g_assert_cmpint (nth (entries, 0)->turn_cause, ==, RF_TRANSFER_CAUSE_STATUS);
}

/* Nobody follows it any more. */
static void
test_still_pending (Fixture       *fixture,
                    gconstpointer  data)
{
  RfHistoryRecord record = make_record (1);
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GPtrArray) entries = NULL;

  record.turn_result = RF_TRANSFER_PENDING;
  put (store, &record);
  entries = load (store);
  g_assert_cmpint (nth (entries, 0)->turn_result, ==, RF_TRANSFER_UNKNOWN);
}

static void
test_too_new (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  RfHistoryRecord record = make_record (1);
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GPtrArray) entries = NULL;

  put (store, &record);
  g_clear_pointer (&store, rf_history_store_close);
  execute (fixture->path, "PRAGMA user_version = 1000");
  store = rf_history_store_open (fixture->path, &error);
  g_assert_null (store);
  g_assert_error (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_TOO_NEW);

  execute (fixture->path, "PRAGMA user_version = 2");
  store = open_store (fixture);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 1);
}

static gboolean
on_too_late (gpointer data)
{
  g_error ("What was waited for did not come");
  return G_SOURCE_REMOVE;
}

static void
wait_until (gboolean (*is_so) (RfHistory *),
            RfHistory *history)
{
  guint watchdog = g_timeout_add_seconds (DEADLINE_SECONDS, on_too_late, NULL);

  while (!is_so (history))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
}

static gboolean
is_filled (RfHistory *history)
{
  return g_list_model_get_n_items (G_LIST_MODEL (history)) > 0;
}

static gboolean
has_problem (RfHistory *history)
{
  return rf_history_get_problem (history) != RF_HISTORY_PROBLEM_NONE;
}

static const RfHistoryRecord *
get_item (RfHistory *history,
          guint      position)
{
  g_autoptr (RfHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (history), position);

  g_assert_nonnull (entry);
  return rf_history_entry_get_record (entry);
}

static void
put_entry (RfHistory       *history,
           gint64           id,
           RfHistoryOutcome outcome)
{
  g_autoptr (RfHistoryEntry) entry = make_entry (id, outcome);

  rf_history_put (history, entry);
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n)
{
  *n = *n - removed + added;
  g_assert_cmpuint (*n, ==, g_list_model_get_n_items (model));
}

/* A call is listed when it is over, in its place; what is learned later takes that place. */
static void
test_model (Fixture       *fixture,
            gconstpointer  data)
{
  RfHistory *history = rf_history_new (fixture->path);
  guint n = 0;

  g_signal_connect (history, "items-changed", G_CALLBACK (on_items_changed), &n);
  put_entry (history, 3, RF_HISTORY_OPEN);
  g_assert_cmpuint (n, ==, 0);
  put_entry (history, 5, RF_HISTORY_MISSED);
  put_entry (history, 3, RF_HISTORY_ANSWERED);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (get_item (history, 0)->id, ==, 5);
  put_entry (history, 5, RF_HISTORY_LOST);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (get_item (history, 0)->outcome, ==, RF_HISTORY_LOST);
  rf_history_remove (history, 5);
  put_entry (history, 5, RF_HISTORY_MISSED);
  g_assert_cmpuint (n, ==, 1);
  for (gint64 id = 10; id < 10 + RF_HISTORY_LISTED; id++)
    put_entry (history, id, RF_HISTORY_MISSED);
  g_assert_cmpuint (n, ==, RF_HISTORY_LISTED);
  g_assert_cmpint (get_item (history, n - 1)->id, ==, 10);
  put_entry (history, 1, RF_HISTORY_MISSED);
  g_assert_cmpuint (n, ==, RF_HISTORY_LISTED);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (history), n));
  rf_history_clear (history);
  g_assert_cmpuint (n, ==, 0);
  g_assert_finalize_object (history);
}

/* All that was put is in the file when the history is gone, though nobody let a loop run. */
static void
test_flush_and_load (Fixture       *fixture,
                     gconstpointer  data)
{
  RfHistory *history = rf_history_new (fixture->path);

  put_entry (history, 1, RF_HISTORY_OPEN);
  put_entry (history, 2, RF_HISTORY_BUSY);
  put_entry (history, 3, RF_HISTORY_MISSED);
  rf_history_remove (history, 3);
  g_assert_finalize_object (history);

  history = rf_history_new (fixture->path);
  put_entry (history, 4, RF_HISTORY_ANSWERED);
  rf_history_remove (history, 4);
  rf_history_load (history);
  put_entry (history, 9, RF_HISTORY_ANSWERED);
  rf_history_remove (history, 9);
  wait_until (is_filled, history);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 2);
  g_assert_cmpint (get_item (history, 0)->outcome, ==, RF_HISTORY_BUSY);
  /* Nobody saw the end of that one. */
  g_assert_cmpint (get_item (history, 1)->outcome, ==, RF_HISTORY_LOST);
  g_assert_cmpint (rf_history_get_problem (history), ==, RF_HISTORY_PROBLEM_NONE);
  g_assert_finalize_object (history);
}

static void
check_set_aside (Fixture    *fixture,
                 const char *bytes,
                 gsize       length)
{
  RfHistory *history = rf_history_new (fixture->path);
  g_autofree char *aside = NULL;
  g_autofree char *kept = NULL;
  gsize n_kept = 0;

  rf_history_load (history);
  put_entry (history, 1, RF_HISTORY_MISSED);
  wait_until (has_problem, history);
  g_assert_cmpint (rf_history_get_problem (history), ==, RF_HISTORY_PROBLEM_DAMAGED);
  aside = g_strdup (rf_history_get_problem_detail (history));
  g_assert_finalize_object (history);
  g_assert_true (g_str_has_prefix (aside, fixture->path));
  g_assert_true (g_file_get_contents (aside, &kept, &n_kept, NULL));
  g_assert_cmpmem (kept, n_kept, bytes, length);

  history = rf_history_new (fixture->path);
  rf_history_load (history);
  wait_until (is_filled, history);
  g_assert_cmpint (rf_history_get_problem (history), ==, RF_HISTORY_PROBLEM_NONE);
  g_assert_finalize_object (history);
}

static void
test_no_database (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *noise = g_strnfill (100000, 'x');

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, noise, 100000, NULL));
  check_set_aside (fixture, noise, 100000);
}

/* One damaged in its middle, where SQLite notices only when it looks there. */
static void
test_broken_page (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  fill_to_the_brim (fixture);
  execute (fixture->path, "PRAGMA journal_mode = DELETE");
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  memset (bytes + length / 2, 0xa5, 20000);
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
  check_set_aside (fixture, bytes, length);
}

/* A database, but somebody else's. */
static void
test_foreign (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  execute (fixture->path, "CREATE TABLE calls (what); PRAGMA user_version = 1;");
  execute (fixture->path, "PRAGMA journal_mode = WAL");
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  check_set_aside (fixture, bytes, length);
}

/* Where a file cannot be, calls are listed all the same. */
static void
test_unusable (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  RfHistory *history = rf_history_new (fixture->path);

  g_assert_true (g_file_set_contents (folder, "a file", -1, NULL));
  rf_history_load (history);
  put_entry (history, 1, RF_HISTORY_MISSED);
  wait_until (has_problem, history);
  g_assert_cmpint (rf_history_get_problem (history), ==, RF_HISTORY_PROBLEM_UNUSABLE);
  g_assert_nonnull (rf_history_get_problem_detail (history));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 1);
  g_assert_finalize_object (history);
}

/* A disk that takes no more, and later does again: nothing that was kept is lost by it. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  RfHistoryRecord record = make_record (1);
  g_autoptr (RfHistoryStore) store = open_store (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  struct rlimit whole, none;

  put (store, &record);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &whole), ==, 0);
  none = whole;
  none.rlim_cur = 1;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  record.id = 2;
  g_assert_false (rf_history_store_put (store, &record, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &whole), ==, 0);
  g_assert_error (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_UNUSABLE);

  record.id = 3;
  put (store, &record);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpint (nth (entries, 0)->id, ==, 3);
  g_assert_cmpint (nth (entries, 1)->id, ==, 1);
}

typedef struct {
  Fixture *fixture;
  gint64   first_id;
} Program;

static gpointer
put_many (gpointer data)
{
  Program *program = data;
  g_autoptr (RfHistoryStore) store = open_store (program->fixture);

  for (gint64 id = program->first_id; id < program->first_id + 100; id++) {
    RfHistoryRecord record = make_record (id);

    put (store, &record);
  }
  return NULL;
}

/* Two programs make the file at the same time, and write to it. */
static void
test_two_at_once (Fixture       *fixture,
                  gconstpointer  data)
{
  Program programs[] = { { fixture, 1000 }, { fixture, 2000 } };
  GThread *one, *other;
  g_autoptr (RfHistoryStore) store = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  one = g_thread_new ("one", put_many, &programs[0]);
  other = g_thread_new ("other", put_many, &programs[1]);
  g_thread_join (one);
  g_thread_join (other);
  store = open_store (fixture);
  entries = load (store);
  g_assert_cmpuint (entries->len, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/history/round-trip", test_round_trip },
    { "/history/private", test_private },
    { "/history/order", test_order },
    { "/history/bound", test_bound },
    { "/history/forget", test_forget },
    { "/history/hostile", test_hostile },
    { "/history/changed-by-hand", test_changed_by_hand },
    { "/history/migration", test_migration },
    { "/history/still-pending", test_still_pending },
    { "/history/too-new", test_too_new },
    { "/history/model", test_model },
    { "/history/flush-and-load", test_flush_and_load },
    { "/history/no-database", test_no_database },
    { "/history/broken-page", test_broken_page },
    { "/history/foreign", test_foreign },
    { "/history/unusable", test_unusable },
    { "/history/full-disk", test_full_disk },
    { "/history/two-at-once", test_two_at_once },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
