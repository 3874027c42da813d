/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-lifelines"

#include "config.h"

#include "rf-lifelines.h"

#include "rf-str.h"

/* More steps back than this nobody remembers. */
#define MAX_UNDO 100

/* What is wanted. It is not changed once it is there, but replaced, so that undoing is keeping. */
typedef struct {
  GHashTable *names;   /* id → name */
  GHashTable *leaders; /* id → id of the party whose lifeline it shares */
  GHashTable *places;  /* id → place + 1 */
} Wishes;

struct _RfLifelines {
  GObject    parent_instance;

  Wishes    *wishes;
  GPtrArray *undo; /* what was wanted before, the newest last */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RfLifelines, rf_lifelines, G_TYPE_OBJECT)

static void
wishes_free (Wishes *self)
{
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->leaders);
  g_hash_table_unref (self->places);
  g_free (self);
}

static Wishes *
wishes_new (void)
{
  Wishes *self = g_new (Wishes, 1);

  self->names = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, g_free);
  self->leaders = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, g_free);
  self->places = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, NULL);
  return self;
}

static void
copy_texts (GHashTable *to,
            GHashTable *from)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

static Wishes *
wishes_copy (const Wishes *from)
{
  Wishes *self = wishes_new ();
  GHashTableIter iter;
  gpointer key, value;

  copy_texts (self->names, from->names);
  copy_texts (self->leaders, from->leaders);
  g_hash_table_iter_init (&iter, from->places);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (self->places, g_strdup (key), value);
  return self;
}

static gboolean
wishes_is_plain (const Wishes *self)
{
  return g_hash_table_size (self->names) + g_hash_table_size (self->leaders) +
         g_hash_table_size (self->places) == 0;
}

static void
rf_lifelines_finalize (GObject *object)
{
  RfLifelines *self = RF_LIFELINES (object);

  g_clear_pointer (&self->wishes, wishes_free);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  G_OBJECT_CLASS (rf_lifelines_parent_class)->finalize (object);
}

static void
rf_lifelines_class_init (RfLifelinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_lifelines_finalize;

  /**
   * RfLifelines::changed:
   *
   * Something is wanted otherwise than before.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rf_lifelines_init (RfLifelines *self)
{
  self->wishes = wishes_new ();
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) wishes_free);
}

/**
 * rf_lifelines_new:
 *
 * Returns: (transfer full): nothing is wanted otherwise than it is
 */
RfLifelines *
rf_lifelines_new (void)
{
  return g_object_new (RF_TYPE_LIFELINES, NULL);
}

/**
 * rf_lifelines_copy:
 * @self: (nullable): what is wanted
 *
 * Returns: (transfer full): the same, which stays as it is now
 */
RfLifelines *
rf_lifelines_copy (RfLifelines *self)
{
  RfLifelines *copy = rf_lifelines_new ();

  g_return_val_if_fail (self == NULL || RF_IS_LIFELINES (self), copy);

  if (self) {
    wishes_free (copy->wishes);
    copy->wishes = wishes_copy (self->wishes);
  }
  return copy;
}

/**
 * rf_lifelines_is_plain:
 * @self: what is wanted
 *
 * Returns: whether everything is to be as the trace has it
 */
gboolean
rf_lifelines_is_plain (RfLifelines *self)
{
  g_return_val_if_fail (RF_IS_LIFELINES (self), TRUE);

  return wishes_is_plain (self->wishes);
}

/* Keeps what was, and takes @wishes instead. */
static void
take_wishes (RfLifelines *self,
             Wishes      *wishes)
{
  if (self->undo->len == MAX_UNDO)
    g_ptr_array_remove_index (self->undo, 0);
  g_ptr_array_add (self->undo, self->wishes);
  self->wishes = wishes;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * rf_lifelines_rename:
 * @self: what is wanted
 * @id: id of a party
 * @name: (nullable): what its lifeline is to be called; %NULL or "" for what the trace says
 */
void
rf_lifelines_rename (RfLifelines *self,
                     const char  *id,
                     const char  *name)
{
  Wishes *wishes;

  g_return_if_fail (RF_IS_LIFELINES (self));
  g_return_if_fail (id != NULL);

  if (name && *name == '\0')
    name = NULL;
  if (g_strcmp0 (rf_lifelines_get_name (self, id), name) == 0)
    return;
  wishes = wishes_copy (self->wishes);
  if (name)
    g_hash_table_replace (wishes->names, g_strdup (id), g_strdup (name));
  else
    g_hash_table_remove (wishes->names, id);
  take_wishes (self, wishes);
}

/**
 * rf_lifelines_get_name:
 * @self: what is wanted
 * @id: id of a party
 *
 * Returns: (transfer none) (nullable): what its lifeline is to be called
 */
const char *
rf_lifelines_get_name (RfLifelines *self,
                       const char  *id)
{
  g_return_val_if_fail (RF_IS_LIFELINES (self), NULL);

  return g_hash_table_lookup (self->wishes->names, id);
}

/**
 * rf_lifelines_get_label:
 * @self: (nullable): what is wanted
 * @party: a party
 *
 * Returns: (transfer none): what it is to be called, or what the trace calls it
 */
const char *
rf_lifelines_get_label (RfLifelines        *self,
                        const RfTraceParty *party)
{
  const char *name;

  g_return_val_if_fail (self == NULL || RF_IS_LIFELINES (self), NULL);
  g_return_val_if_fail (party != NULL, NULL);

  name = self ? rf_lifelines_get_name (self, party->id) : NULL;
  return name ? name : party->label;
}

/* Whoever shares the lifeline of @id. */
static void
lead_followers (Wishes     *wishes,
                const char *id,
                const char *into)
{
  GHashTableIter iter;
  gpointer leader;

  g_hash_table_iter_init (&iter, wishes->leaders);
  while (g_hash_table_iter_next (&iter, NULL, &leader)) {
    if (!g_str_equal (leader, id))
      continue;
    if (into)
      g_hash_table_iter_replace (&iter, g_strdup (into));
    else
      g_hash_table_iter_remove (&iter);
  }
}

/**
 * rf_lifelines_merge:
 * @self: what is wanted
 * @id: id of a party
 * @into: id of another
 *
 * Makes one lifeline of the two, with all that share one with either. It stands where that of @into
 * stood.
 */
void
rf_lifelines_merge (RfLifelines *self,
                    const char  *id,
                    const char  *into)
{
  g_autofree char *follower = NULL;
  g_autofree char *leader = NULL;
  Wishes *wishes;

  g_return_if_fail (RF_IS_LIFELINES (self));
  g_return_if_fail (id != NULL && into != NULL);

  follower = g_strdup (rf_lifelines_get_leader (self, id));
  leader = g_strdup (rf_lifelines_get_leader (self, into));
  if (g_str_equal (follower, leader))
    return;
  wishes = wishes_copy (self->wishes);
  lead_followers (wishes, follower, leader);
  g_hash_table_replace (wishes->leaders, g_strdup (follower), g_strdup (leader));
  take_wishes (self, wishes);
}

/**
 * rf_lifelines_split:
 * @self: what is wanted
 * @id: id of a party
 *
 * Gives all that share a lifeline with it one of their own again.
 */
void
rf_lifelines_split (RfLifelines *self,
                    const char  *id)
{
  g_autofree char *leader = NULL;
  Wishes *wishes;

  g_return_if_fail (RF_IS_LIFELINES (self));
  g_return_if_fail (id != NULL);

  leader = g_strdup (rf_lifelines_get_leader (self, id));
  wishes = wishes_copy (self->wishes);
  lead_followers (wishes, leader, NULL);
  if (g_hash_table_size (wishes->leaders) == g_hash_table_size (self->wishes->leaders))
    wishes_free (wishes);
  else
    take_wishes (self, wishes);
}

/**
 * rf_lifelines_get_leader:
 * @self: what is wanted
 * @id: id of a party
 *
 * Returns: (transfer none): id of the party whose lifeline it shares; @id itself where it has its
 *   own
 */
const char *
rf_lifelines_get_leader (RfLifelines *self,
                         const char  *id)
{
  const char *leader;

  g_return_val_if_fail (RF_IS_LIFELINES (self), id);

  leader = g_hash_table_lookup (self->wishes->leaders, id);
  return leader ? leader : id;
}

/**
 * rf_lifelines_set_order:
 * @self: what is wanted
 * @ids: (array zero-terminated=1): ids of parties, in the order in which their lifelines are to
 *   stand; others follow behind
 */
void
rf_lifelines_set_order (RfLifelines        *self,
                        const char * const *ids)
{
  Wishes *wishes;

  g_return_if_fail (RF_IS_LIFELINES (self));
  g_return_if_fail (ids != NULL);

  wishes = wishes_copy (self->wishes);
  g_hash_table_remove_all (wishes->places);
  for (guint i = 0; ids[i]; i++)
    g_hash_table_replace (wishes->places, g_strdup (ids[i]), GUINT_TO_POINTER (i + 1));
  take_wishes (self, wishes);
}

/**
 * rf_lifelines_get_place:
 * @self: what is wanted
 * @id: id of a party
 *
 * Returns: its place in the order, or -1 where it has none
 */
int
rf_lifelines_get_place (RfLifelines *self,
                        const char  *id)
{
  g_return_val_if_fail (RF_IS_LIFELINES (self), -1);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->wishes->places, id)) - 1;
}

/**
 * rf_lifelines_can_undo:
 * @self: what is wanted
 *
 * Returns: whether there is something to take back
 */
gboolean
rf_lifelines_can_undo (RfLifelines *self)
{
  g_return_val_if_fail (RF_IS_LIFELINES (self), FALSE);

  return self->undo->len > 0;
}

/**
 * rf_lifelines_undo:
 * @self: what is wanted
 *
 * Takes back the last change, where there was one.
 */
void
rf_lifelines_undo (RfLifelines *self)
{
  g_return_if_fail (RF_IS_LIFELINES (self));

  if (self->undo->len == 0)
    return;
  wishes_free (self->wishes);
  self->wishes = g_ptr_array_steal_index (self->undo, self->undo->len - 1);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * rf_lifelines_reset:
 * @self: what is wanted
 *
 * Wants everything as the trace has it. That can be taken back like any other change.
 */
void
rf_lifelines_reset (RfLifelines *self)
{
  g_return_if_fail (RF_IS_LIFELINES (self));

  if (!wishes_is_plain (self->wishes))
    take_wishes (self, wishes_new ());
}
