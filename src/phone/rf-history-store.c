/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-history-store"

#include "rf-history-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

G_DEFINE_QUARK (rf-history-error-quark, rf_history_error)

#define BUSY_MSEC 2000 /* for which another program may keep the file to itself */

/* Step n leads from version n, as kept in user_version, to the one after it. Steps are added, never
 * changed: files of every version are out there. */
static const char *const migrations[] = {
  "CREATE TABLE calls ("
  "  id INTEGER PRIMARY KEY, account TEXT NOT NULL, peer_uri TEXT NOT NULL,"
  "  peer_label TEXT NOT NULL, incoming INTEGER NOT NULL, started_at INTEGER NOT NULL,"
  "  answered_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, outcome TEXT NOT NULL,"
  "  code INTEGER NOT NULL, reason TEXT NOT NULL, sent_by TEXT NOT NULL, turn TEXT NOT NULL,"
  "  turn_uri TEXT NOT NULL, turn_label TEXT NOT NULL, turn_result TEXT NOT NULL,"
  "  turn_code INTEGER NOT NULL);"
  "CREATE INDEX calls_by_start ON calls (started_at, id);",
  "ALTER TABLE calls ADD COLUMN turn_cause TEXT NOT NULL DEFAULT '';",
};
#define VERSION ((int) G_N_ELEMENTS (migrations))

/* Words, not numbers, so that the enums may grow in any order. */
static const char *const outcome_names[RF_HISTORY_N_OUTCOMES] = {
  "open", "answered", "missed", "declined", "busy", "cancelled", "failed", "lost",
};
static const char *const turn_names[RF_HISTORY_N_TURNS] = {
  "", "transferred", "sent", "continued",
};
static const char *const result_names[] = {
  "pending", "succeeded", "failed", "refused", "unknown", "cancelled",
};
static const char *const cause_names[RF_TRANSFER_N_CAUSES] = {
  [RF_TRANSFER_CAUSE_STATUS] = "",
  [RF_TRANSFER_CAUSE_CALL_ENDED] = "call-ended",
  [RF_TRANSFER_CAUSE_CANNOT_HOLD] = "cannot-hold",
  [RF_TRANSFER_CAUSE_CORE_ENDED] = "core-ended",
  [RF_TRANSFER_CAUSE_NOT_FOLLOWED] = "not-followed",
  [RF_TRANSFER_CAUSE_NOT_SENT] = "not-sent",
  [RF_TRANSFER_CAUSE_NO_ANSWER] = "no-answer",
  [RF_TRANSFER_CAUSE_NO_REPLACES] = "no-replaces",
  [RF_TRANSFER_CAUSE_NO_RESULT] = "no-result",
  [RF_TRANSFER_CAUSE_RESUMED] = "resumed",
  [RF_TRANSFER_CAUSE_SILENT] = "silent",
  [RF_TRANSFER_CAUSE_TARGET_ENDED] = "target-ended",
  [RF_TRANSFER_CAUSE_TARGET_NOT_HELD] = "target-not-held",
};

enum {
  STATEMENT_PUT,
  STATEMENT_PRUNE,
  STATEMENT_LOAD,
  STATEMENT_REMOVE,
  STATEMENT_CLEAR,
  N_STATEMENTS,
};

#define COLUMNS "id, account, peer_uri, peer_label, incoming, started_at, answered_at, ended_at," \
                " outcome, code, reason, sent_by, turn, turn_uri, turn_label, turn_result," \
                " turn_code, turn_cause"

static const char *const statements[N_STATEMENTS] = {
  [STATEMENT_PUT] = "INSERT OR REPLACE INTO calls (" COLUMNS ")"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
                    " ?16, ?17, ?18)",
  [STATEMENT_PRUNE] = "DELETE FROM calls WHERE id IN (SELECT id FROM calls"
                      " ORDER BY started_at DESC, id DESC LIMIT -1 OFFSET ?1)",
  [STATEMENT_LOAD] = "SELECT " COLUMNS " FROM calls"
                     " ORDER BY started_at DESC, id DESC LIMIT ?1",
  [STATEMENT_REMOVE] = "DELETE FROM calls WHERE id = ?1",
  [STATEMENT_CLEAR] = "DELETE FROM calls",
};

struct _RfHistoryStore {
  sqlite3      *db;
  sqlite3_stmt *statements[N_STATEMENTS];
};

static gboolean
fail (RfHistoryStore  *self,
      int              status,
      GError         **error)
{
  gboolean damaged = (status & 0xff) == SQLITE_CORRUPT || (status & 0xff) == SQLITE_NOTADB;

  g_set_error (error, RF_HISTORY_ERROR,
               damaged ? RF_HISTORY_ERROR_DAMAGED : RF_HISTORY_ERROR_UNUSABLE, "%s",
               self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (status));
  return FALSE;
}

/* A file that answers, but not as one of ours would, is as good as damaged. */
static gboolean
fail_as_foreign (RfHistoryStore  *self,
                 int              status,
                 GError         **error)
{
  return fail (self, (status & 0xff) == SQLITE_ERROR ? SQLITE_CORRUPT : status, error);
}

static gboolean
execute (RfHistoryStore  *self,
         const char      *sql,
         GError         **error)
{
  int status = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  return status == SQLITE_OK || fail_as_foreign (self, status, error);
}

/* The first column of the first row. */
static gboolean
query_text (RfHistoryStore  *self,
            const char      *sql,
            char           **text,
            GError         **error)
{
  sqlite3_stmt *statement = NULL;
  int status = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);

  if (status == SQLITE_OK)
    status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    *text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  else
    fail_as_foreign (self, status, error);
  sqlite3_finalize (statement);
  return status == SQLITE_ROW;
}

static gboolean
check_form (RfHistoryStore  *self,
            GError         **error)
{
  g_autofree char *answer = NULL;

  if (!query_text (self, "PRAGMA quick_check(1)", &answer, error))
    return FALSE;
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;
  g_set_error (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_DAMAGED, "%s",
               answer != NULL ? answer : "no answer");
  return FALSE;
}

static gboolean
migrate_step_by_step (RfHistoryStore  *self,
                      GError         **error)
{
  g_autofree char *answer = NULL;
  int version;

  if (!query_text (self, "PRAGMA user_version", &answer, error))
    return FALSE;
  version = answer != NULL ? (int) g_ascii_strtoll (answer, NULL, 10) : 0;
  if (version > VERSION) {
    g_set_error (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_TOO_NEW,
                 "The file has version %d, and %d is the newest that is known.", version, VERSION);
    return FALSE;
  }
  for (int i = MAX (version, 0); i < VERSION; i++) {
    g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d", i + 1);

    if (!execute (self, migrations[i], error) || !execute (self, mark, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
prepare (RfHistoryStore  *self,
         GError         **error)
{
  for (guint i = 0; i < N_STATEMENTS; i++) {
    int status = sqlite3_prepare_v3 (self->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                                     &self->statements[i], NULL);

    if (status != SQLITE_OK)
      return fail_as_foreign (self, status, error);
  }
  return TRUE;
}

/* All steps or none, and never two programs at once; nothing is changed in a file that is not
 * ours. */
static gboolean
migrate (RfHistoryStore  *self,
         GError         **error)
{
  if (!execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (migrate_step_by_step (self, error) && prepare (self, error))
    return execute (self, "COMMIT", error);
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* Whom one calls is nobody else's business. SQLite gives its other files the rights of this one. */
static gboolean
create_file (const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    return g_close (fd, error);
  g_set_error (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_UNUSABLE, "%s", g_strerror (errno));
  return FALSE;
}

static gboolean
open_file (RfHistoryStore  *self,
           const char      *path,
           GError         **error)
{
  int status = sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

  if (status != SQLITE_OK)
    return fail (self, status, error);
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_MSEC);
  return execute (self, "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;"
                        "PRAGMA trusted_schema = OFF;", error);
}

/* Where another program hinders it, the file is as good without a write-ahead log, only slower; so
 * the answer does not matter. Not before the file is known to be sound: it is written to. */
static void
use_log (RfHistoryStore *self)
{
  sqlite3_exec (self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
}

/* Runs a statement that answers no rows, and makes it ready for the next time. */
static gboolean
run (RfHistoryStore  *self,
     guint            i,
     GError         **error)
{
  sqlite3_stmt *statement = self->statements[i];
  int status = sqlite3_step (statement);
  gboolean done = status == SQLITE_DONE || fail (self, status, error);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return done;
}

static void
bind_text (sqlite3_stmt *statement,
           int           column,
           const char   *text)
{
  sqlite3_bind_text (statement, column, text != NULL ? text : "", -1, SQLITE_TRANSIENT);
}

static void
bind_record (sqlite3_stmt          *statement,
             const RfHistoryRecord *record)
{
  sqlite3_bind_int64 (statement, 1, record->id);
  bind_text (statement, 2, record->account);
  bind_text (statement, 3, record->peer_uri);
  bind_text (statement, 4, record->peer_label);
  sqlite3_bind_int (statement, 5, record->incoming);
  sqlite3_bind_int64 (statement, 6, record->started_at);
  sqlite3_bind_int64 (statement, 7, record->answered_at);
  sqlite3_bind_int64 (statement, 8, record->ended_at);
  bind_text (statement, 9, outcome_names[record->outcome]);
  sqlite3_bind_int64 (statement, 10, record->code);
  bind_text (statement, 11, record->reason);
  bind_text (statement, 12, record->sent_by);
  bind_text (statement, 13, turn_names[record->turn]);
  bind_text (statement, 14, record->turn_uri);
  bind_text (statement, 15, record->turn_label);
  bind_text (statement, 16, result_names[record->turn_result]);
  sqlite3_bind_int64 (statement, 17, record->turn_code);
  bind_text (statement, 18, cause_names[record->turn_cause]);
}

/* A word that is not known, as somebody changed the file, has the meaning of @otherwise. */
static guint
read_word (sqlite3_stmt      *statement,
           int                column,
           const char *const *words,
           guint              n_words,
           guint              otherwise)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  for (guint i = 0; i < n_words; i++)
    if (g_strcmp0 (text, words[i]) == 0)
      return i;
  return otherwise;
}

static guint
read_code (sqlite3_stmt *statement,
           int           column)
{
  return (guint) CLAMP (sqlite3_column_int64 (statement, column), 0, G_MAXUINT16);
}

static gint64
read_time (sqlite3_stmt *statement,
           int           column)
{
  return MAX (sqlite3_column_int64 (statement, column), 0);
}

/* Nobody follows a transfer that an earlier run of the program has asked for. The texts stay
 * SQLite's; the entry copies them. */
static RfHistoryEntry *
read_entry (sqlite3_stmt *statement)
{
#define TEXT(column) ((char *) sqlite3_column_text (statement, column))
  RfHistoryRecord record = {
    .id = sqlite3_column_int64 (statement, 0),
    .account = TEXT (1),
    .peer_uri = TEXT (2),
    .peer_label = TEXT (3),
    .incoming = sqlite3_column_int (statement, 4) != 0,
    .started_at = read_time (statement, 5),
    .answered_at = read_time (statement, 6),
    .ended_at = read_time (statement, 7),
    .outcome = read_word (statement, 8, outcome_names, RF_HISTORY_N_OUTCOMES, RF_HISTORY_LOST),
    .code = read_code (statement, 9),
    .reason = TEXT (10),
    .sent_by = TEXT (11),
    .turn = read_word (statement, 12, turn_names, RF_HISTORY_N_TURNS, RF_HISTORY_TURN_NONE),
    .turn_uri = TEXT (13),
    .turn_label = TEXT (14),
    .turn_result = read_word (statement, 15, result_names, G_N_ELEMENTS (result_names),
                              RF_TRANSFER_UNKNOWN),
    .turn_code = read_code (statement, 16),
    .turn_cause = read_word (statement, 17, cause_names, RF_TRANSFER_N_CAUSES,
                             RF_TRANSFER_CAUSE_STATUS),
  };
#undef TEXT

  if (record.turn_result == RF_TRANSFER_PENDING)
    record.turn_result = RF_TRANSFER_UNKNOWN;
  return rf_history_entry_new (&record);
}

/**
 * rf_history_store_open:
 * @path: where the file is or is to be
 * @error: return location: an #RfHistoryError
 *
 * Opens the file, or makes one with its folder. One of an older version is brought up to date.
 *
 * Returns: (transfer full) (nullable): the store
 */
RfHistoryStore *
rf_history_store_open (const char  *path,
                       GError     **error)
{
  g_autoptr (RfHistoryStore) self = g_new0 (RfHistoryStore, 1);

  g_return_val_if_fail (path != NULL, NULL);

  if (!create_file (path, error) || !open_file (self, path, error) || !check_form (self, error))
    return NULL;
  use_log (self);
  if (!migrate (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * rf_history_store_close:
 * @self: a store
 *
 * Closes the file and frees the store.
 */
void
rf_history_store_close (RfHistoryStore *self)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  sqlite3_close (self->db);
  g_free (self);
}

/**
 * rf_history_store_put:
 * @self: a store
 * @record: a call
 * @error: return location: an #RfHistoryError
 *
 * Keeps @record, in place of what was known of the same call. The oldest beyond %RF_HISTORY_KEPT
 * go.
 *
 * Returns: whether it is kept
 */
gboolean
rf_history_store_put (RfHistoryStore        *self,
                      const RfHistoryRecord *record,
                      GError               **error)
{
  bind_record (self->statements[STATEMENT_PUT], record);
  if (!run (self, STATEMENT_PUT, error))
    return FALSE;
  sqlite3_bind_int (self->statements[STATEMENT_PRUNE], 1, RF_HISTORY_KEPT);
  return run (self, STATEMENT_PRUNE, error);
}

/**
 * rf_history_store_load:
 * @self: a store
 * @n_max: how many calls at most
 * @error: return location: an #RfHistoryError
 *
 * Returns: (transfer full) (nullable) (element-type RfHistoryEntry): the newest calls, newest first
 */
GPtrArray *
rf_history_store_load (RfHistoryStore  *self,
                       guint            n_max,
                       GError         **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement = self->statements[STATEMENT_LOAD];
  int status;

  sqlite3_bind_int64 (statement, 1, n_max);
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (entries, read_entry (statement));
  if (status != SQLITE_DONE)
    fail (self, status, error);
  sqlite3_reset (statement);
  return status == SQLITE_DONE ? g_steal_pointer (&entries) : NULL;
}

/**
 * rf_history_store_remove:
 * @self: a store
 * @id: of a call
 * @error: return location: an #RfHistoryError
 *
 * Returns: whether the call is forgotten
 */
gboolean
rf_history_store_remove (RfHistoryStore  *self,
                         gint64           id,
                         GError         **error)
{
  sqlite3_bind_int64 (self->statements[STATEMENT_REMOVE], 1, id);
  return run (self, STATEMENT_REMOVE, error);
}

/**
 * rf_history_store_clear:
 * @self: a store
 * @error: return location: an #RfHistoryError
 *
 * Forgets every call, and leaves nothing of them in the file or its log.
 *
 * Returns: whether all are forgotten
 */
gboolean
rf_history_store_clear (RfHistoryStore  *self,
                        GError         **error)
{
  return run (self, STATEMENT_CLEAR, error)
         && execute (self, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static gboolean
rename_beside (const char *path,
               const char *aside,
               const char *ending)
{
  g_autofree char *from = g_strconcat (path, ending, NULL);
  g_autofree char *to = g_strconcat (aside, ending, NULL);

  return g_rename (from, to) == 0;
}

/**
 * rf_history_store_set_aside:
 * @path: of a damaged file
 * @error: return location: an #RfHistoryError
 *
 * Renames the file and its log, so that a new one can be begun and nothing is lost to whoever can
 * mend it.
 *
 * Returns: (transfer full) (nullable): where it is now
 */
char *
rf_history_store_set_aside (const char  *path,
                            GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, time);

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS) && i < 100; i++) {
    g_free (aside);
    aside = g_strdup_printf ("%s.damaged-%s-%u", path, time, i);
  }
  if (!rename_beside (path, aside, "")) {
    g_set_error (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_UNUSABLE, "%s", g_strerror (errno));
    return NULL;
  }
  rename_beside (path, aside, "-wal");
  rename_beside (path, aside, "-shm");
  return g_steal_pointer (&aside);
}
