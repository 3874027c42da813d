/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-history"

#include "rf-history.h"

#include <gio/gio.h>

#include "rf-history-store.h"

enum {
  PROP_PROBLEM = 1,
  PROP_PROBLEM_DETAIL,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* Of the thread, which opens the store when it first needs it. */
typedef struct {
  char           *path;
  RfHistoryStore *store;
} Worker;

typedef enum {
  JOB_LOAD,
  JOB_PUT,
  JOB_REMOVE,
  JOB_CLEAR,
} JobKind;

/* What the thread is to do, and then how that went. */
typedef struct {
  JobKind           kind;
  gint64            id;
  RfHistoryEntry   *entry;
  GPtrArray        *loaded;
  RfHistoryProblem  problem;
  char             *detail;
} Job;

struct _RfHistory {
  GObject           parent_instance;

  GPtrArray        *entries;
  GHashTable       *removed; /* ids that late news must not bring back */
  GThreadPool      *thread;
  GCancellable     *cancel;
  RfHistoryProblem  problem;
  char             *problem_detail;
};

static void rf_history_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RfHistory, rf_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, rf_history_model_init))

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->entry);
  g_clear_pointer (&job->loaded, g_ptr_array_unref);
  g_free (job->detail);
  g_free (job);
}

static gboolean
do_job (RfHistoryStore  *store,
        Job             *job,
        GError         **error)
{
  switch (job->kind) {
  case JOB_LOAD:
    job->loaded = rf_history_store_load (store, RF_HISTORY_LISTED, error);
    return job->loaded != NULL;
  case JOB_PUT:
    return rf_history_store_put (store, rf_history_entry_get_record (job->entry), error);
  case JOB_REMOVE:
    return rf_history_store_remove (store, job->id, error);
  case JOB_CLEAR:
  default:
    return rf_history_store_clear (store, error);
  }
}

static gboolean
try_job (Worker  *worker,
         Job     *job,
         GError **error)
{
  if (worker->store == NULL)
    worker->store = rf_history_store_open (worker->path, error);
  return worker->store != NULL && do_job (worker->store, job, error);
}

static void
note_problem (Job          *job,
              const GError *error)
{
  job->problem = g_error_matches (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_TOO_NEW)
                   ? RF_HISTORY_PROBLEM_TOO_NEW
                   : RF_HISTORY_PROBLEM_UNUSABLE;
  job->detail = g_strdup (error->message);
}

/* Begins a new file in place of a damaged one, and does there what could not be done before. */
static void
begin_anew (Worker *worker,
            Job    *job)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  g_clear_pointer (&worker->store, rf_history_store_close);
  aside = rf_history_store_set_aside (worker->path, &error);
  if (aside != NULL && try_job (worker, job, &error)) {
    job->problem = RF_HISTORY_PROBLEM_DAMAGED;
    job->detail = g_steal_pointer (&aside);
  } else {
    note_problem (job, error);
  }
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Worker *worker = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!try_job (worker, job, &error)) {
    if (g_error_matches (error, RF_HISTORY_ERROR, RF_HISTORY_ERROR_DAMAGED))
      begin_anew (worker, job);
    else
      note_problem (job, error);
  }
  g_task_return_boolean (task, TRUE);
}

static void
set_problem (RfHistory        *self,
             RfHistoryProblem  problem,
             const char       *detail)
{
  if (self->problem == problem && g_strcmp0 (self->problem_detail, detail) == 0)
    return;
  self->problem = problem;
  g_free (self->problem_detail);
  self->problem_detail = g_strdup (detail);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM_DETAIL]);
  g_object_thaw_notify (G_OBJECT (self));
}

static gint64
get_id (RfHistory *self,
        guint      position)
{
  return rf_history_entry_get_record (g_ptr_array_index (self->entries, position))->id;
}

static gboolean
find (RfHistory *self,
      gint64     id,
      guint     *position)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (get_id (self, i) == id) {
      *position = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_removed (RfHistory *self,
            gint64     id)
{
  return g_hash_table_contains (self->removed, &id);
}

static gboolean
is_over (RfHistoryEntry *entry)
{
  return rf_history_entry_get_record (entry)->outcome != RF_HISTORY_OPEN;
}

/* Nobody saw the end of what the file of an earlier run still has as open. */
static RfHistoryEntry *
end_lost (RfHistoryEntry *entry)
{
  RfHistoryRecord record = *rf_history_entry_get_record (entry);

  if (record.outcome == RF_HISTORY_OPEN)
    record.outcome = RF_HISTORY_LOST;
  if (record.turn_result == RF_TRANSFER_PENDING)
    record.turn_result = RF_TRANSFER_UNKNOWN;
  return rf_history_entry_new (&record);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return rf_history_entry_compare (*(RfHistoryEntry **) a, *(RfHistoryEntry **) b);
}

/* What was put while the file was read is newer than what was read. */
static void
take_loaded (RfHistory *self,
             GPtrArray *loaded)
{
  guint n_old = self->entries->len;
  guint position;

  for (guint i = 0; i < loaded->len; i++) {
    RfHistoryEntry *entry = g_ptr_array_index (loaded, i);
    gint64 id = rf_history_entry_get_record (entry)->id;

    if (!is_removed (self, id) && !find (self, id, &position))
      g_ptr_array_add (self->entries, end_lost (entry));
  }
  g_ptr_array_sort (self->entries, compare);
  if (self->entries->len > RF_HISTORY_LISTED)
    g_ptr_array_set_size (self->entries, RF_HISTORY_LISTED);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->entries->len);
}

static void
on_job_ready (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  RfHistory *self;

  /* Fails only where the history is gone. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  self = RF_HISTORY (user_data);
  if (job->loaded != NULL)
    take_loaded (self, job->loaded);
  if (job->problem != RF_HISTORY_PROBLEM_NONE)
    set_problem (self, job->problem, job->detail);
  else if (self->problem != RF_HISTORY_PROBLEM_DAMAGED)
    set_problem (self, RF_HISTORY_PROBLEM_NONE, NULL);
}

static void
push_job (RfHistory      *self,
          JobKind         kind,
          RfHistoryEntry *entry,
          gint64          id)
{
  GTask *task = g_task_new (NULL, self->cancel, on_job_ready, self);
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->id = id;
  job->entry = entry != NULL ? g_object_ref (entry) : NULL;
  g_task_set_source_tag (task, push_job);
  g_task_set_task_data (task, job, job_free);
  g_thread_pool_push (self->thread, task, NULL);
}

static void
remove_at (RfHistory *self,
           guint      position)
{
  g_ptr_array_remove_index (self->entries, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
note_removed (RfHistory *self,
              gint64     id)
{
  g_hash_table_add (self->removed, g_memdup2 (&id, sizeof id));
}

static void
list (RfHistory      *self,
      RfHistoryEntry *entry)
{
  guint position = 0;

  while (position < self->entries->len
         && rf_history_entry_compare (g_ptr_array_index (self->entries, position), entry) < 0)
    position++;
  if (position >= RF_HISTORY_LISTED)
    return;
  if (self->entries->len == RF_HISTORY_LISTED)
    remove_at (self, RF_HISTORY_LISTED - 1);
  g_ptr_array_insert (self->entries, position, g_object_ref (entry));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static GType
rf_history_get_item_type (GListModel *model)
{
  return RF_TYPE_HISTORY_ENTRY;
}

static guint
rf_history_get_n_items (GListModel *model)
{
  return RF_HISTORY (model)->entries->len;
}

static gpointer
rf_history_get_item (GListModel *model,
                     guint       position)
{
  RfHistory *self = RF_HISTORY (model);

  return position < self->entries->len
           ? g_object_ref (g_ptr_array_index (self->entries, position))
           : NULL;
}

static void
rf_history_model_init (GListModelInterface *iface)
{
  iface->get_item_type = rf_history_get_item_type;
  iface->get_n_items = rf_history_get_n_items;
  iface->get_item = rf_history_get_item;
}

static void
rf_history_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  RfHistory *self = RF_HISTORY (object);

  switch (id) {
  case PROP_PROBLEM:
    g_value_set_int (value, self->problem);
    break;
  case PROP_PROBLEM_DETAIL:
    g_value_set_string (value, self->problem_detail);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
worker_free (Worker *worker)
{
  g_clear_pointer (&worker->store, rf_history_store_close);
  g_free (worker->path);
  g_free (worker);
}

static void
rf_history_finalize (GObject *object)
{
  RfHistory *self = RF_HISTORY (object);
  Worker *worker = self->thread->user_data;

  g_cancellable_cancel (self->cancel);
  g_thread_pool_free (self->thread, FALSE, TRUE);
  worker_free (worker);
  g_object_unref (self->cancel);
  g_hash_table_unref (self->removed);
  g_ptr_array_unref (self->entries);
  g_free (self->problem_detail);

  G_OBJECT_CLASS (rf_history_parent_class)->finalize (object);
}

static void
rf_history_class_init (RfHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rf_history_get_property;
  object_class->finalize = rf_history_finalize;

  props[PROP_PROBLEM] =
    g_param_spec_int ("problem", NULL, NULL, 0, RF_HISTORY_PROBLEM_UNUSABLE, 0, flags);
  props[PROP_PROBLEM_DETAIL] = g_param_spec_string ("problem-detail", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
rf_history_init (RfHistory *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->removed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancel = g_cancellable_new ();
}

/**
 * rf_history_new:
 * @path: where the file is or is to be; nothing is opened before it is needed
 *
 * Returns: (transfer full): a history that has not been read yet
 */
RfHistory *
rf_history_new (const char *path)
{
  RfHistory *self;
  Worker *worker;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (RF_TYPE_HISTORY, NULL);
  worker = g_new0 (Worker, 1);
  worker->path = g_strdup (path);
  /* One thread, so that jobs are done in their order; a shared one, as an own one would be started
   * now. */
  self->thread = g_thread_pool_new (run_job, worker, 1, FALSE, NULL);
  return self;
}

/**
 * rf_history_dup_user_path:
 *
 * Returns: (transfer full): where the history of this person's phone is
 */
char *
rf_history_dup_user_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "referee", "history.db", NULL);
}

/**
 * rf_history_load:
 * @self: a history
 *
 * Lists what the file has, as soon as it is read.
 */
void
rf_history_load (RfHistory *self)
{
  g_return_if_fail (RF_IS_HISTORY (self));
  push_job (self, JOB_LOAD, NULL, 0);
}

/**
 * rf_history_put:
 * @self: a history
 * @entry: a call, in place of what was known of it before
 *
 * Keeps @entry, and lists it when the call is over.
 */
void
rf_history_put (RfHistory      *self,
                RfHistoryEntry *entry)
{
  gint64 id;
  guint position;

  g_return_if_fail (RF_IS_HISTORY (self));
  g_return_if_fail (RF_IS_HISTORY_ENTRY (entry));

  id = rf_history_entry_get_record (entry)->id;
  if (is_removed (self, id))
    return;
  push_job (self, JOB_PUT, entry, 0);
  if (find (self, id, &position)) {
    g_object_unref (g_ptr_array_index (self->entries, position));
    g_ptr_array_index (self->entries, position) = g_object_ref (entry);
    g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
  } else if (is_over (entry)) {
    list (self, entry);
  }
}

/**
 * rf_history_remove:
 * @self: a history
 * @id: of a call
 *
 * Forgets the call.
 */
void
rf_history_remove (RfHistory *self,
                   gint64     id)
{
  guint position;

  g_return_if_fail (RF_IS_HISTORY (self));

  note_removed (self, id);
  push_job (self, JOB_REMOVE, NULL, id);
  if (find (self, id, &position))
    remove_at (self, position);
}

/**
 * rf_history_clear:
 * @self: a history
 *
 * Forgets all calls.
 */
void
rf_history_clear (RfHistory *self)
{
  guint n_old;

  g_return_if_fail (RF_IS_HISTORY (self));

  n_old = self->entries->len;
  for (guint i = 0; i < n_old; i++)
    note_removed (self, get_id (self, i));
  push_job (self, JOB_CLEAR, NULL, 0);
  g_ptr_array_set_size (self->entries, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
}

/**
 * rf_history_get_problem:
 * @self: a history
 *
 * Returns: what is wrong with the file
 */
RfHistoryProblem
rf_history_get_problem (RfHistory *self)
{
  g_return_val_if_fail (RF_IS_HISTORY (self), RF_HISTORY_PROBLEM_NONE);
  return self->problem;
}

/**
 * rf_history_get_problem_detail:
 * @self: a history
 *
 * Returns: (nullable): see #RfHistoryProblem
 */
const char *
rf_history_get_problem_detail (RfHistory *self)
{
  g_return_val_if_fail (RF_IS_HISTORY (self), NULL);
  return self->problem_detail;
}
