/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-arena.h"

G_BEGIN_DECLS

#define RF_POOL_CHUNK 256

/**
 * RfPool:
 *
 * Records of one size in an arena, numbered from 0. A record stays where it is.
 */
typedef struct {
  RfArena   *arena;
  gsize      size;
  GPtrArray *chunks;
  guint      n_records;
} RfPool;

void     rf_pool_init  (RfPool  *self,
                        RfArena *arena,
                        gsize    size);
void     rf_pool_clear (RfPool *self);
/* A record of zeros; its index is what n_records was before. */
gpointer rf_pool_add   (RfPool *self);

static inline gpointer
rf_pool_get (const RfPool *self,
             guint         index)
{
  char *chunk = g_ptr_array_index (self->chunks, index / RF_POOL_CHUNK);

  return chunk + index % RF_POOL_CHUNK * self->size;
}

G_END_DECLS
