/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-entry-model"

#include "config.h"

#include "rf-entry-model.h"

#include "rf-str.h"
#include "rf-words-entry.h"
#include "rf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/**
 * RfEntryModel:
 *
 * The entries of a capture as the rows of a #GtkTreeView: those that are wanted, in the order that
 * is wanted. A row is an index and nothing else; its texts are made when they are drawn, so that a
 * hundred thousand calls cost no more than those on the screen.
 *
 * It tells nobody of changes, as there would be one for each row: whoever changes it takes it out
 * of the view and puts it back.
 */

/* The clock is looked at so often. */
#define CLOCK_STEP 64

struct _RfEntryModel {
  GObject      parent_instance;

  RfTrace     *trace;
  RfLifelines *lifelines;  /* NULL where nobody is called otherwise */
  RfEntryList *list;
  GArray      *rows;       /* guint: indices of entries */
  GPtrArray   *keys;       /* what is searched in each entry; of some NULL as yet */
  guint        n_ready;    /* so many of the first are there */
  GHashTable  *name_keys;  /* names, and by what they are sorted */
  GPtrArray   *names;      /* where it is sorted by them: the key of each entry */
  RfEntrySort  sort;
  gboolean     reversed;
  gboolean     has_dates;  /* as those that are shown are of more than one day */
};

static void init_tree_model (GtkTreeModelIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RfEntryModel, rf_entry_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_TREE_MODEL, init_tree_model))

static const char *const icons[] = {
  [RF_ENTRY_TRANSFER] = "referee-transfer-symbolic",
  [RF_ENTRY_CALL] = "call-start-symbolic",
  [RF_ENTRY_REGISTRATION] = "avatar-default-symbolic",
  [RF_ENTRY_OTHER] = "mail-send-symbolic",
};

static const char *const kinds[] = {
  [RF_ENTRY_TRANSFER] = NC_("entry", "Transfer"),
  [RF_ENTRY_CALL] = NC_("entry", "Call"),
  [RF_ENTRY_REGISTRATION] = NC_("entry", "Registration"),
  [RF_ENTRY_OTHER] = NC_("entry", "Other request"),
};

static const RfEntry *
get_entry (RfEntryModel *self,
           guint         row)
{
  return rf_entry_list_get (self->list, g_array_index (self->rows, guint, row));
}

static const char *
get_name (RfEntryModel *self,
          int           party,
          const char   *name)
{
  if (!self->lifelines || party < 0)
    return name;

  return rf_lifelines_get_label (self->lifelines, rf_trace_get_party (self->trace, (guint) party));
}

/* The entry with what a person calls those who have to do with it. */
static RfEntry
name_entry (RfEntryModel  *self,
            const RfEntry *entry)
{
  RfEntry named = *entry;

  named.from = get_name (self, entry->from_party, entry->from);
  named.to = get_name (self, entry->to_party, entry->to);
  named.by = get_name (self, entry->by_party, entry->by);

  return named;
}

static GtkTreeModelFlags
get_flags (GtkTreeModel *model)
{
  return GTK_TREE_MODEL_LIST_ONLY;
}

static int
get_n_columns (GtkTreeModel *model)
{
  return RF_N_ENTRY_COLUMNS;
}

static GType
get_column_type (GtkTreeModel *model,
                 int           column)
{
  return G_TYPE_STRING;
}

static gboolean
set_iter (RfEntryModel *self,
          GtkTreeIter  *iter,
          guint         row)
{
  *iter = (GtkTreeIter) { .stamp = 1, .user_data = GUINT_TO_POINTER (row) };

  return row < self->rows->len;
}

static guint
get_row (GtkTreeIter *iter)
{
  return GPOINTER_TO_UINT (iter->user_data);
}

static gboolean
get_iter (GtkTreeModel *model,
          GtkTreeIter  *iter,
          GtkTreePath  *path)
{
  if (gtk_tree_path_get_depth (path) != 1)
    return FALSE;

  return set_iter (RF_ENTRY_MODEL (model), iter, (guint) gtk_tree_path_get_indices (path)[0]);
}

static GtkTreePath *
get_path (GtkTreeModel *model,
          GtkTreeIter  *iter)
{
  return gtk_tree_path_new_from_indices ((int) get_row (iter), -1);
}

static char *
dup_text (RfEntryModel      *self,
          const RfEntry *entry)
{
  const RfEntry named = name_entry (self, entry);
  g_autofree char *title = rf_words_entry_title (&named);
  g_autofree char *outcome = rf_words_entry_outcome (&named, self->trace);

  return g_markup_printf_escaped ("%s\n<small>%s</small>", title, outcome);
}

static char *
dup_time (RfEntryModel  *self,
          const RfEntry *entry)
{
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_local (entry->start_us / G_USEC_PER_SEC);
  g_autofree char *time = start ? g_date_time_format (start, "%H:%M:%S") : g_strdup ("");
  g_autofree char *date = start && self->has_dates ? g_date_time_format (start, "%x · ") : NULL;
  g_autofree char *duration = rf_words_duration (entry->duration_us / G_USEC_PER_SEC);

  return g_markup_printf_escaped ("%s\n<small>%s%s</small>", time, date ? date : "", duration);
}

static void
get_value (GtkTreeModel *model,
           GtkTreeIter  *iter,
           int           column,
           GValue       *value)
{
  RfEntryModel *self = RF_ENTRY_MODEL (model);
  const RfEntry *entry = get_entry (self, get_row (iter));

  g_value_init (value, G_TYPE_STRING);
  switch ((RfEntryColumn) column) {
  case RF_ENTRY_COLUMN_ICON:
    g_value_set_static_string (value, icons[entry->kind]);
    break;
  case RF_ENTRY_COLUMN_TEXT:
    g_value_take_string (value, dup_text (self, entry));
    break;
  case RF_ENTRY_COLUMN_TIME:
    g_value_take_string (value, dup_time (self, entry));
    break;
  case RF_ENTRY_COLUMN_KIND:
    g_value_set_static_string (value, g_dpgettext2 (NULL, "entry", kinds[entry->kind]));
    break;
  case RF_N_ENTRY_COLUMNS:
  default:
    g_assert_not_reached ();
  }
}

static gboolean
iter_next (GtkTreeModel *model,
           GtkTreeIter  *iter)
{
  return set_iter (RF_ENTRY_MODEL (model), iter, get_row (iter) + 1);
}

static gboolean
iter_previous (GtkTreeModel *model,
               GtkTreeIter  *iter)
{
  return get_row (iter) > 0 && set_iter (RF_ENTRY_MODEL (model), iter, get_row (iter) - 1);
}

static gboolean
iter_nth_child (GtkTreeModel *model,
                GtkTreeIter  *iter,
                GtkTreeIter  *parent,
                int           n)
{
  return !parent && n >= 0 && set_iter (RF_ENTRY_MODEL (model), iter, (guint) n);
}

static gboolean
iter_children (GtkTreeModel *model,
               GtkTreeIter  *iter,
               GtkTreeIter  *parent)
{
  return iter_nth_child (model, iter, parent, 0);
}

static gboolean
iter_has_child (GtkTreeModel *model,
                GtkTreeIter  *iter)
{
  return FALSE;
}

static int
iter_n_children (GtkTreeModel *model,
                 GtkTreeIter  *iter)
{
  return iter ? 0 : (int) RF_ENTRY_MODEL (model)->rows->len;
}

static gboolean
iter_parent (GtkTreeModel *model,
             GtkTreeIter  *iter,
             GtkTreeIter  *child)
{
  return FALSE;
}

static void
init_tree_model (GtkTreeModelIface *iface)
{
  iface->get_flags = get_flags;
  iface->get_n_columns = get_n_columns;
  iface->get_column_type = get_column_type;
  iface->get_iter = get_iter;
  iface->get_path = get_path;
  iface->get_value = get_value;
  iface->iter_next = iter_next;
  iface->iter_previous = iter_previous;
  iface->iter_children = iter_children;
  iface->iter_has_child = iter_has_child;
  iface->iter_n_children = iter_n_children;
  iface->iter_nth_child = iter_nth_child;
  iface->iter_parent = iter_parent;
}

/* So that upper and lower case are the same; most of it is ASCII. */
static char *
fold (const char *text)
{
  return g_str_is_ascii (text) ? g_ascii_strdown (text, -1) : g_utf8_casefold (text, -1);
}

static char *
dup_key (RfEntryModel *self,
         guint         index)
{
  const RfEntry entry = name_entry (self, rf_entry_list_get (self->list, index));
  g_autofree char *outcome = rf_words_entry_outcome (&entry, self->trace);
  g_autoptr (GString) key = g_string_sized_new (256);
  g_autofree char *valid = NULL;

  g_string_append (key, entry.from);
  g_string_append_c (g_string_append (g_string_append_c (key, '\n'), entry.to), '\n');
  g_string_append_c (g_string_append (key, entry.by ? entry.by : ""), '\n');
  g_string_append_c (g_string_append (key, entry.from_id), '\n');
  g_string_append_c (g_string_append (key, entry.to_id), '\n');
  g_string_append (key, outcome);
  for (int call = (int) entry.call; call >= 0; ) {
    g_string_append_c (key, '\n');
    g_string_append (key, rf_entry_list_next_call_id (self->list, &call));
  }
  if (g_str_is_ascii (key->str))
    return g_ascii_strdown (key->str, (gssize) key->len);
  valid = g_utf8_make_valid (key->str, (gssize) key->len);

  return g_utf8_casefold (valid, -1);
}

static const char *
get_key (RfEntryModel *self,
         guint         index)
{
  if (!g_ptr_array_index (self->keys, index))
    g_ptr_array_index (self->keys, index) = dup_key (self, index);

  return g_ptr_array_index (self->keys, index);
}

/* All words have to be there, in whatever order. */
static gboolean
matches (const char  *key,
         char       **words)
{
  for (char **word = words; *word; word++) {
    if (!strstr (key, *word))
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_of_kind (const RfEntry *entry,
            int                kind)
{
  RfEntryKind shown = MIN (entry->kind, RF_ENTRY_REGISTRATION);

  return kind == RF_ENTRY_SHOW_ALL || shown == (RfEntryKind) kind;
}

static int
compare_numbers (gint64 a,
                 gint64 b)
{
  return a < b ? -1 : a > b;
}

/* What went wrong first, then what is open. */
static int
get_rank (const RfEntry *entry)
{
  static const int ranks[] = {
    [RF_ENTRY_FAILED] = 0, [RF_ENTRY_PENDING] = 1, [RF_ENTRY_LATE] = 2, [RF_ENTRY_UP] = 3,
    [RF_ENTRY_DONE] = 4,
  };

  return ranks[entry->state];
}

static const char *
get_name_key (RfEntryModel *self,
              const char   *name)
{
  char *key = g_hash_table_lookup (self->name_keys, name);

  if (!key) {
    g_autofree char *clean = rf_words_clean (name);
    g_autofree char *folded = fold (clean);

    key = g_utf8_collate_key (folded, -1);
    g_hash_table_insert (self->name_keys, g_strdup (name), key);
  }

  return key;
}

/* Keys are made once, not for each comparison, and of a name that many entries have only one. */
static void
collate_names (RfEntryModel *self,
               RfEntrySort   sort)
{
  g_ptr_array_set_size (self->names, 0);
  if (sort != RF_ENTRY_SORT_FROM && sort != RF_ENTRY_SORT_TO)
    return;
  for (guint i = 0; i < rf_entry_list_get_n (self->list); i++) {
    const RfEntry entry = name_entry (self, rf_entry_list_get (self->list, i));
    const char *key = get_name_key (self, sort == RF_ENTRY_SORT_TO ? entry.to : entry.from);

    g_ptr_array_add (self->names, (char *) key);
  }
}

static int
compare_names (RfEntryModel *self,
               guint         first,
               guint         second)
{
  return strcmp (g_ptr_array_index (self->names, first), g_ptr_array_index (self->names, second));
}

static int
compare_rows (gconstpointer first,
              gconstpointer second,
              gpointer      user_data)
{
  RfEntryModel *self = user_data;
  const RfEntry *a = rf_entry_list_get (self->list, *(const guint *) first);
  const RfEntry *b = rf_entry_list_get (self->list, *(const guint *) second);
  int order = 0;

  if (self->sort == RF_ENTRY_SORT_DURATION)
    order = compare_numbers (b->duration_us, a->duration_us);
  else if (self->sort == RF_ENTRY_SORT_OUTCOME)
    order = compare_numbers (get_rank (a), get_rank (b));
  else if (self->sort == RF_ENTRY_SORT_KIND)
    order = compare_numbers (a->kind, b->kind);
  else if (self->names->len > 0)
    order = compare_names (self, *(const guint *) first, *(const guint *) second);
  if (order == 0 && self->sort == RF_ENTRY_SORT_OUTCOME)
    order = compare_numbers (a->status, b->status);
  if (order == 0)
    order = compare_numbers (a->start_us, b->start_us);

  return self->reversed ? -order : order;
}

static gboolean
is_same_day (gint64 a_us,
             gint64 b_us)
{
  g_autoptr (GDateTime) a = g_date_time_new_from_unix_local (a_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) b = g_date_time_new_from_unix_local (b_us / G_USEC_PER_SEC);

  return a && b && g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* Whether the shown entries begin on more than one day. */
static gboolean
spans_days (RfEntryModel *self)
{
  gint64 first_us = G_MAXINT64;
  gint64 last_us = G_MININT64;

  for (guint i = 0; i < self->rows->len; i++) {
    gint64 start_us = get_entry (self, i)->start_us;

    first_us = MIN (first_us, start_us);
    last_us = MAX (last_us, start_us);
  }

  return self->rows->len > 1 && !is_same_day (first_us, last_us);
}

static void
forget_keys (RfEntryModel *self)
{
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  self->n_ready = 0;
}

/* As many as there are entries; none of them is made yet. */
static void
ensure_keys (RfEntryModel *self)
{
  if (self->keys)
    return;
  self->keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (self->keys, (int) rf_entry_list_get_n (self->list));
}

static void
rf_entry_model_finalize (GObject *object)
{
  RfEntryModel *self = RF_ENTRY_MODEL (object);

  forget_keys (self);
  g_clear_pointer (&self->list, rf_entry_list_free);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->name_keys);
  g_clear_object (&self->trace);
  g_clear_object (&self->lifelines);

  G_OBJECT_CLASS (rf_entry_model_parent_class)->finalize (object);
}

static void
rf_entry_model_class_init (RfEntryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_entry_model_finalize;
}

static void
rf_entry_model_init (RfEntryModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->names = g_ptr_array_new ();
  self->name_keys = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, g_free);
}

/**
 * rf_entry_model_new:
 * @trace: a trace
 *
 * Returns: (transfer full): its entries, of which none is shown before they are arranged
 */
RfEntryModel *
rf_entry_model_new (RfTrace *trace)
{
  RfEntryModel *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_object_new (RF_TYPE_ENTRY_MODEL, NULL);
  self->trace = g_object_ref (trace);
  self->list = rf_entry_list_new (trace);

  return self;
}

/**
 * rf_entry_model_get_list:
 * @self: a model
 *
 * Returns: (transfer none): all the entries
 */
RfEntryList *
rf_entry_model_get_list (RfEntryModel *self)
{
  g_return_val_if_fail (RF_IS_ENTRY_MODEL (self), NULL);

  return self->list;
}

/**
 * rf_entry_model_get_trace:
 * @self: a model
 *
 * Returns: (transfer none): what the entries are of
 */
RfTrace *
rf_entry_model_get_trace (RfEntryModel *self)
{
  g_return_val_if_fail (RF_IS_ENTRY_MODEL (self), NULL);

  return self->trace;
}

/**
 * rf_entry_model_get_n_rows:
 * @self: a model
 *
 * Returns: how many entries are shown
 */
guint
rf_entry_model_get_n_rows (RfEntryModel *self)
{
  g_return_val_if_fail (RF_IS_ENTRY_MODEL (self), 0);

  return self->rows->len;
}

/**
 * rf_entry_model_get_entry:
 * @self: a model
 * @row: index of a row
 *
 * Returns: index of the entry that is shown in it
 */
guint
rf_entry_model_get_entry (RfEntryModel *self,
                          guint         row)
{
  g_return_val_if_fail (RF_IS_ENTRY_MODEL (self), 0);
  g_return_val_if_fail (row < self->rows->len, 0);

  return g_array_index (self->rows, guint, row);
}

/**
 * rf_entry_model_has_dates:
 * @self: a model
 *
 * Returns: whether the times of what is shown have a date, as they are of more than one day
 */
gboolean
rf_entry_model_has_dates (RfEntryModel *self)
{
  g_return_val_if_fail (RF_IS_ENTRY_MODEL (self), FALSE);

  return self->has_dates;
}

/**
 * rf_entry_model_update:
 * @self: a model that is in no view
 *
 * Takes in what is new in the trace. Nothing is shown until it is arranged again.
 */
void
rf_entry_model_update (RfEntryModel *self)
{
  g_return_if_fail (RF_IS_ENTRY_MODEL (self));

  g_array_set_size (self->rows, 0);
  forget_keys (self);
  rf_entry_list_update (self->list);
}

/**
 * rf_entry_model_set_lifelines:
 * @self: a model that is in no view
 * @lifelines: (nullable): what a person calls whom
 *
 * Has the entries say so; also to be called where that has changed. Nothing is shown until it is
 * arranged again.
 */
void
rf_entry_model_set_lifelines (RfEntryModel *self,
                              RfLifelines  *lifelines)
{
  g_return_if_fail (RF_IS_ENTRY_MODEL (self));
  g_return_if_fail (lifelines == NULL || RF_IS_LIFELINES (lifelines));

  g_set_object (&self->lifelines, lifelines);
  g_array_set_size (self->rows, 0);
  forget_keys (self);
}

/**
 * rf_entry_model_is_ready:
 * @self: a model
 *
 * Returns: whether a search needs nothing that has yet to be made
 */
gboolean
rf_entry_model_is_ready (RfEntryModel *self)
{
  g_return_val_if_fail (RF_IS_ENTRY_MODEL (self), TRUE);

  return self->n_ready >= rf_entry_list_get_n (self->list);
}

/**
 * rf_entry_model_prepare:
 * @self: a model
 * @budget_us: how long it may take about, in µs
 *
 * Makes what is searched, which for very many entries takes longer than a frame. A search makes
 * what is missing.
 *
 * Returns: whether there is more to make
 */
gboolean
rf_entry_model_prepare (RfEntryModel *self,
                        gint64        budget_us)
{
  const gint64 deadline_us = g_get_monotonic_time () + budget_us;

  g_return_val_if_fail (RF_IS_ENTRY_MODEL (self), FALSE);

  ensure_keys (self);
  while (!rf_entry_model_is_ready (self)) {
    get_key (self, self->n_ready++);
    if (self->n_ready % CLOCK_STEP == 0 && g_get_monotonic_time () >= deadline_us)
      break;
  }

  return !rf_entry_model_is_ready (self);
}

/**
 * rf_entry_model_arrange:
 * @self: a model that is in no view
 * @search: words that all have to be in what is shown
 * @kind: the #RfEntryKind that is shown, registrations for all that is no call; or
 *   %RF_ENTRY_SHOW_ALL
 * @sort: what comes first
 * @reversed: whether that comes last
 *
 * Decides which entries are shown and in what order.
 */
void
rf_entry_model_arrange (RfEntryModel *self,
                        const char   *search,
                        int           kind,
                        RfEntrySort   sort,
                        gboolean      reversed)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  gboolean is_searched;

  g_return_if_fail (RF_IS_ENTRY_MODEL (self));
  g_return_if_fail (search != NULL);

  folded = fold (search);
  words = g_strsplit (g_strstrip (folded), " ", -1);
  is_searched = *folded != '\0';
  ensure_keys (self);
  g_array_set_size (self->rows, 0);
  for (guint i = 0; i < rf_entry_list_get_n (self->list); i++) {
    if (is_of_kind (rf_entry_list_get (self->list, i), kind) &&
        (!is_searched || matches (get_key (self, i), words)))
      g_array_append_val (self->rows, i);
  }
  self->has_dates = spans_days (self);
  self->sort = sort;
  self->reversed = reversed;
  collate_names (self, sort);
  g_array_sort_with_data (self->rows, compare_rows, self);
}
