/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pool"

#include "config.h"

#include "rf-pool.h"

/**
 * rf_pool_init:
 * @self: (out): a pool
 * @arena: where the records are to live
 * @size: bytes of one, a multiple of what its members have to be aligned to
 *
 * Makes @self empty.
 */
void
rf_pool_init (RfPool  *self,
              RfArena *arena,
              gsize    size)
{
  g_assert (self != NULL);

  *self = (RfPool) { .arena = arena, .size = size, .chunks = g_ptr_array_new () };
}

/**
 * rf_pool_clear:
 * @self: a pool
 *
 * Frees the pool; the records are the arena's.
 */
void
rf_pool_clear (RfPool *self)
{
  g_assert (self != NULL);

  g_clear_pointer (&self->chunks, g_ptr_array_unref);
}

/**
 * rf_pool_add:
 * @self: a pool
 *
 * Returns: (transfer none): a new record of zeros
 */
gpointer
rf_pool_add (RfPool *self)
{
  g_assert (self != NULL);

  if (self->n_records % RF_POOL_CHUNK == 0)
    g_ptr_array_add (self->chunks, rf_arena_alloc (self->arena, RF_POOL_CHUNK * self->size));

  return rf_pool_get (self, self->n_records++);
}
