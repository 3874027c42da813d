/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-calls"

#include "config.h"

#include "rf-calls.h"

struct _RfCalls {
  RfArena     *arena;
  RfPool       calls;   /* RfCallNode */
  RfIndexTable by_id;
};

/**
 * rf_calls_new:
 * @arena: where calls are to live
 *
 * Returns: (transfer full): no calls
 */
RfCalls *
rf_calls_new (RfArena *arena)
{
  RfCalls *self = g_new0 (RfCalls, 1);

  self->arena = arena;
  rf_pool_init (&self->calls, arena, sizeof (RfCallNode));
  rf_index_table_init (&self->by_id);

  return self;
}

/**
 * rf_calls_free:
 * @self: the calls
 *
 * Frees the index; the calls are the arena's.
 */
void
rf_calls_free (RfCalls *self)
{
  rf_pool_clear (&self->calls);
  rf_index_table_clear (&self->by_id);
  g_free (self);
}

static RfCallNode *
find (RfCalls *self,
      RfStr    call_id,
      guint32  hash)
{
  for (guint32 at = hash, i; rf_index_table_next (&self->by_id, hash, &at, &i);) {
    RfCallNode *call = rf_pool_get (&self->calls, i);

    if (rf_str_equal (call->call_id, call_id))
      return call;
  }

  return NULL;
}

/**
 * rf_calls_find:
 * @self: the calls
 * @call_id: a Call-ID
 *
 * Returns: (nullable): the call with that Call-ID
 */
RfCallNode *
rf_calls_find (RfCalls *self,
               RfStr    call_id)
{
  g_assert (self != NULL);

  return find (self, call_id, rf_str_hash (call_id, 0));
}

/**
 * rf_calls_get:
 * @self: the calls
 * @call_id: a Call-ID
 *
 * Returns: (transfer none): the call with that Call-ID, which may be a new one
 */
RfCallNode *
rf_calls_get (RfCalls *self,
              RfStr    call_id)
{
  guint32 hash = rf_str_hash (call_id, 0);
  RfCallNode *call = find (self, call_id, hash);

  g_assert (self != NULL);

  if (call)
    return call;
  rf_index_table_add (&self->by_id, hash, self->calls.n_records);
  call = rf_pool_add (&self->calls);
  call->call_id = rf_arena_dup_str (self->arena, call_id);
  call->hash = hash;

  return call;
}
