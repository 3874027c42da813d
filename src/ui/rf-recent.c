/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-recent"

#include "config.h"

#include "rf-recent.h"

#include "rf-address.h"
#include "rf-str.h"
#include "rf-target.h"
#include "rf-words.h"

#include <glib/gi18n.h>

#define MAX_RECENT 20

/**
 * RfRecent:
 *
 * With whom a phone had to do of late, newest first and each once, as its history has it: whom it
 * called, who called it, and whom it transferred to. They are targets to choose from.
 */

struct _RfRecent {
  GObject     parent_instance;

  RfHistory  *history;
  GListStore *targets;
};

G_DEFINE_FINAL_TYPE (RfRecent, rf_recent, G_TYPE_OBJECT)


/* An address that cannot be called, as one of a caller who hides, is none to choose. */
static void
add (GPtrArray *targets, GHashTable *seen, const char *uri, const char *label)
{
  g_autofree char *clean = rf_words_clean (label);

  if (targets->len >= MAX_RECENT || g_hash_table_contains (seen, uri) ||
      !rf_address_check (uri, NULL))
    return;

  g_hash_table_add (seen, (gpointer) uri);
  g_ptr_array_add (targets, rf_target_new (clean, uri, _("Recent")));
}


static void
fill (RfRecent *self)
{
  GListModel *history = G_LIST_MODEL (self->history);
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->targets));
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (rf_str_hash_text, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (history) && targets->len < MAX_RECENT; i++) {
    g_autoptr (RfHistoryEntry) entry = g_list_model_get_item (history, i);
    const RfHistoryRecord *record = rf_history_entry_get_record (entry);

    if (record->turn == RF_HISTORY_TURN_TRANSFERRED)
      add (targets, seen, record->turn_uri, record->turn_label);
    add (targets, seen, record->peer_uri, record->peer_label);
  }
  g_list_store_splice (self->targets, 0, n_old, targets->pdata, targets->len);
}


static void
rf_recent_finalize (GObject *object)
{
  RfRecent *self = RF_RECENT (object);

  g_clear_object (&self->history);
  g_clear_object (&self->targets);

  G_OBJECT_CLASS (rf_recent_parent_class)->finalize (object);
}


static void
rf_recent_class_init (RfRecentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_recent_finalize;
}


static void
rf_recent_init (RfRecent *self)
{
  self->targets = g_list_store_new (RF_TYPE_TARGET);
}

/**
 * rf_recent_new:
 * @history: the past calls of a phone
 *
 * Returns: (transfer full): the people in @history
 */
RfRecent *
rf_recent_new (RfHistory *history)
{
  RfRecent *self;

  g_return_val_if_fail (RF_IS_HISTORY (history), NULL);

  self = g_object_new (RF_TYPE_RECENT, NULL);
  self->history = g_object_ref (history);
  g_signal_connect_object (history, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);

  return self;
}

/**
 * rf_recent_get_targets:
 * @self: the people in a history
 *
 * Returns: (transfer none): list of #RfTarget, newest first
 */
GListModel *
rf_recent_get_targets (RfRecent *self)
{
  g_return_val_if_fail (RF_IS_RECENT (self), NULL);

  return G_LIST_MODEL (self->targets);
}
