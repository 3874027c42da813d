/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-index-table"

#include "config.h"

#include "rf-index-table.h"

#define FIRST_SIZE 16

/**
 * rf_index_table_init:
 * @self: (out): a table
 *
 * Makes @self empty.
 */
void
rf_index_table_init (RfIndexTable *self)
{
  g_assert (self != NULL);

  self->slots = g_new0 (RfIndexSlot, FIRST_SIZE);
  self->mask = FIRST_SIZE - 1;
  self->n_used = 0;
}

/**
 * rf_index_table_clear:
 * @self: a table
 *
 * Frees what @self holds.
 */
void
rf_index_table_clear (RfIndexTable *self)
{
  g_assert (self != NULL);

  g_clear_pointer (&self->slots, g_free);
}

static void
put (RfIndexTable *self,
     RfIndexSlot   entry)
{
  guint32 at = entry.hash;

  while (self->slots[at & self->mask].number != 0)
    at++;
  self->slots[at & self->mask] = entry;
}

/* Entries with one hash keep their order: the walk begins behind a free slot, so that those that
 * went past the end of the table do not overtake. */
static void
grow (RfIndexTable *self)
{
  g_autofree RfIndexSlot *old = self->slots;
  guint32 old_mask = self->mask;
  guint32 start = 0;

  self->mask = old_mask * 2 + 1;
  self->slots = g_new0 (RfIndexSlot, (gsize) self->mask + 1);
  while (old[start].number != 0)
    start++;
  for (guint32 i = 1; i <= old_mask; i++) {
    RfIndexSlot entry = old[(start + i) & old_mask];

    if (entry.number != 0)
      put (self, entry);
  }
}

/**
 * rf_index_table_add:
 * @self: a table
 * @hash: hash of its key
 * @index: what is to be found under it
 *
 * Adds an entry behind others with the same hash.
 */
void
rf_index_table_add (RfIndexTable *self,
                    guint32       hash,
                    guint32       index)
{
  g_assert (self != NULL && index < G_MAXUINT32);

  /* A quarter stays free, so that a search soon ends. */
  if (self->n_used >= self->mask - self->mask / 4)
    grow (self);
  put (self, (RfIndexSlot) { .hash = hash, .number = index + 1 });
  self->n_used++;
}

/**
 * rf_index_table_replace:
 * @self: a table
 * @hash: hash of a key
 * @index: what is found under it
 * @by: what is to be found in its place
 *
 * Lets something else take the place of an entry that is there.
 */
void
rf_index_table_replace (RfIndexTable *self,
                        guint32       hash,
                        guint32       index,
                        guint32       by)
{
  guint32 at = hash;

  g_assert (self != NULL && by < G_MAXUINT32);

  for (;; at++) {
    RfIndexSlot *slot = &self->slots[at & self->mask];

    g_assert (slot->number != 0);
    if (slot->hash != hash || slot->number != index + 1)
      continue;
    slot->number = by + 1;
    return;
  }
}
