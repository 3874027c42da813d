/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-history-entry"

#include "rf-history-entry.h"

#include "rf-text.h"

struct _RfHistoryEntry {
  GObject         parent_instance;

  RfHistoryRecord record;
};

G_DEFINE_FINAL_TYPE (RfHistoryEntry, rf_history_entry, G_TYPE_OBJECT)

static const gsize text_offsets[] = {
  G_STRUCT_OFFSET (RfHistoryRecord, account),
  G_STRUCT_OFFSET (RfHistoryRecord, peer_uri),
  G_STRUCT_OFFSET (RfHistoryRecord, peer_label),
  G_STRUCT_OFFSET (RfHistoryRecord, reason),
  G_STRUCT_OFFSET (RfHistoryRecord, sent_by),
  G_STRUCT_OFFSET (RfHistoryRecord, turn_uri),
  G_STRUCT_OFFSET (RfHistoryRecord, turn_label),
};

static void
rf_history_entry_finalize (GObject *object)
{
  RfHistoryEntry *self = RF_HISTORY_ENTRY (object);

  for (guint i = 0; i < G_N_ELEMENTS (text_offsets); i++)
    g_free (G_STRUCT_MEMBER (char *, &self->record, text_offsets[i]));

  G_OBJECT_CLASS (rf_history_entry_parent_class)->finalize (object);
}

static void
rf_history_entry_class_init (RfHistoryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_history_entry_finalize;
}

static void
rf_history_entry_init (RfHistoryEntry *self)
{
}

/**
 * rf_history_entry_new:
 * @record: what is known of a call; its texts may be %NULL, or anything that a file can hold
 *
 * Returns: (transfer full): an entry with a copy of @record
 */
RfHistoryEntry *
rf_history_entry_new (const RfHistoryRecord *record)
{
  RfHistoryEntry *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (RF_TYPE_HISTORY_ENTRY, NULL);
  self->record = *record;
  for (guint i = 0; i < G_N_ELEMENTS (text_offsets); i++)
    G_STRUCT_MEMBER (char *, &self->record, text_offsets[i]) =
      rf_text_for_show (G_STRUCT_MEMBER (char *, record, text_offsets[i]));
  return self;
}

/**
 * rf_history_entry_get_record:
 * @self: an entry
 *
 * Returns: (transfer none): what it holds
 */
const RfHistoryRecord *
rf_history_entry_get_record (RfHistoryEntry *self)
{
  g_return_val_if_fail (RF_IS_HISTORY_ENTRY (self), NULL);
  return &self->record;
}

/**
 * rf_history_entry_equal:
 * @a: an entry
 * @b: another one
 *
 * Returns: whether they tell the same of the same call
 */
gboolean
rf_history_entry_equal (RfHistoryEntry *a,
                        RfHistoryEntry *b)
{
  const RfHistoryRecord *first = &a->record, *second = &b->record;

  for (guint i = 0; i < G_N_ELEMENTS (text_offsets); i++)
    if (!g_str_equal (G_STRUCT_MEMBER (char *, first, text_offsets[i]),
                      G_STRUCT_MEMBER (char *, second, text_offsets[i])))
      return FALSE;
  return first->id == second->id && first->incoming == second->incoming
         && first->started_at == second->started_at && first->answered_at == second->answered_at
         && first->ended_at == second->ended_at && first->outcome == second->outcome
         && first->code == second->code && first->turn == second->turn
         && first->turn_result == second->turn_result && first->turn_code == second->turn_code
         && first->turn_cause == second->turn_cause;
}

/**
 * rf_history_entry_compare:
 * @a: an entry
 * @b: another one
 *
 * Returns: as strcmp() does, the newer one first
 */
int
rf_history_entry_compare (RfHistoryEntry *a,
                          RfHistoryEntry *b)
{
  if (a->record.started_at != b->record.started_at)
    return a->record.started_at > b->record.started_at ? -1 : 1;
  return (a->record.id < b->record.id) - (a->record.id > b->record.id);
}
