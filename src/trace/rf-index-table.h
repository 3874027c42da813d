/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint32 hash;
  guint32 number; /* index + 1; 0 where the slot is free */
} RfIndexSlot;

/**
 * RfIndexTable:
 *
 * Finds things again that have an index, by the hash of a key that lies in them. Eight bytes a
 * slot, and nothing is allocated for an entry. Nothing can be taken out.
 */
typedef struct {
  RfIndexSlot *slots;
  guint32      mask;
  guint32      n_used;
} RfIndexTable;

void rf_index_table_init  (RfIndexTable *self);
void rf_index_table_clear (RfIndexTable *self);
void rf_index_table_add   (RfIndexTable *self,
                           guint32       hash,
                           guint32       index);
void rf_index_table_replace (RfIndexTable *self,
                             guint32       hash,
                             guint32       index,
                             guint32       by);

/**
 * rf_index_table_next:
 * @self: a table
 * @hash: hash of a key
 * @at: (inout): where to look; @hash before the first call
 * @index: (out): index of something with that hash
 *
 * Goes through all that may be meant, in the order in which they were added. The caller compares
 * the keys.
 *
 * Returns: %FALSE when there is no more
 */
static inline gboolean
rf_index_table_next (const RfIndexTable *self,
                     guint32             hash,
                     guint32            *at,
                     guint32            *index)
{
  for (;;) {
    const RfIndexSlot *slot = &self->slots[(*at)++ & self->mask];

    if (slot->number == 0)
      return FALSE;
    if (slot->hash != hash)
      continue;
    *index = slot->number - 1;
    return TRUE;
  }
}

G_END_DECLS
