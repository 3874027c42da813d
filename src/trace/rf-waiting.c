/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-waiting"

#include "config.h"

#include "rf-waiting.h"

#include "rf-large-page.h"

/* What most captures need; a longer list goes on in large pages, which are faster to get and are
 * given back to the system while the trace grows. */
#define SMALL_SIZE (64 * 1024)

struct _RfWaitingChunk {
  RfWaitingChunk *next;
  guint           n_room;
  guint           n_entries;
  guint           n_taken;
  gboolean        is_large;
  RfWaiting       entries[];
};

static RfWaitingChunk *
new_chunk (gboolean is_large)
{
  gsize size = is_large ? RF_LARGE_PAGE : SMALL_SIZE;
  RfWaitingChunk *self = is_large ? rf_large_page_new () : g_malloc (size);

  self->next = NULL;
  self->n_room = (guint) ((size - sizeof *self) / sizeof (RfWaiting));
  self->n_entries = self->n_taken = 0;
  self->is_large = is_large;

  return self;
}

static void
free_chunk (RfWaitingChunk *self)
{
  if (self->is_large)
    rf_large_page_free (self);
  else
    g_free (self);
}

/**
 * rf_waiting_list_init:
 * @self: (out): a list
 *
 * Makes @self empty.
 */
void
rf_waiting_list_init (RfWaitingList *self)
{
  *self = (RfWaitingList) { .newest_ns = G_MININT64 };
}

static void
drop_first_chunk (RfWaitingList *self)
{
  RfWaitingChunk *chunk = self->first;

  self->first = chunk->next;
  if (!self->first)
    self->last = NULL;
  free_chunk (chunk);
}

/**
 * rf_waiting_list_clear:
 * @self: a list
 *
 * Frees what @self holds.
 */
void
rf_waiting_list_clear (RfWaitingList *self)
{
  while (self->first)
    drop_first_chunk (self);
}

/**
 * rf_waiting_list_add:
 * @self: a list
 * @time_ns: when the message was seen
 *
 * Returns: (transfer none): a new entry at the end, whose time is set and nothing else
 */
RfWaiting *
rf_waiting_list_add (RfWaitingList *self,
                     gint64         time_ns)
{
  RfWaitingChunk *chunk = self->last;
  RfWaiting *entry;

  if (!chunk || chunk->n_entries == chunk->n_room) {
    chunk = new_chunk (self->last != NULL);
    if (self->last)
      self->last->next = chunk;
    else
      self->first = chunk;
    self->last = chunk;
  }
  self->n_waiting++;
  self->is_unsorted |= time_ns < self->newest_ns;
  self->newest_ns = MAX (self->newest_ns, time_ns);
  entry = &chunk->entries[chunk->n_entries++];
  entry->time_ns = time_ns;

  return entry;
}

static int
compare_times (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const RfWaiting *x = a, *y = b;

  return (x->time_ns > y->time_ns) - (x->time_ns < y->time_ns);
}

/**
 * rf_waiting_list_sort:
 * @self: a list
 *
 * Puts it in order of time, where it is not; what has the same time stays in its order. All is in
 * one array for that long.
 */
void
rf_waiting_list_sort (RfWaitingList *self)
{
  g_autofree RfWaiting *all = NULL;
  gsize n = 0;

  if (!self->is_unsorted)
    return;
  all = g_new (RfWaiting, self->n_waiting);
  for (const RfWaitingChunk *chunk = self->first; chunk; chunk = chunk->next) {
    memcpy (all + n, chunk->entries + chunk->n_taken,
            (chunk->n_entries - chunk->n_taken) * sizeof (RfWaiting));
    n += chunk->n_entries - chunk->n_taken;
  }
  g_assert (n == self->n_waiting);
  g_qsort_with_data (all, (int) n, sizeof *all, compare_times, NULL); /* stable */
  n = 0;
  for (RfWaitingChunk *chunk = self->first; chunk; chunk = chunk->next) {
    memcpy (chunk->entries + chunk->n_taken, all + n,
            (chunk->n_entries - chunk->n_taken) * sizeof (RfWaiting));
    n += chunk->n_entries - chunk->n_taken;
  }
  self->is_unsorted = FALSE;
}

/**
 * rf_waiting_list_drop:
 * @self: a list
 * @count: no more than wait
 *
 * Takes the first @count out.
 */
void
rf_waiting_list_drop (RfWaitingList *self,
                      guint          count)
{
  g_assert (count <= self->n_waiting);

  self->n_waiting -= count;
  while (count > 0) {
    guint some = MIN (count, self->first->n_entries - self->first->n_taken);

    self->first->n_taken += some;
    count -= some;
    if (self->first->n_taken == self->first->n_entries)
      drop_first_chunk (self);
  }
}

/**
 * rf_waiting_walk_init:
 * @walk: (out): a walk
 * @list: a list
 *
 * Begins where @list does.
 */
void
rf_waiting_walk_init (RfWaitingWalk       *walk,
                      const RfWaitingList *list)
{
  *walk = (RfWaitingWalk) { list->first, list->first ? list->first->n_taken : 0 };
}

/**
 * rf_waiting_walk_take:
 * @walk: a walk
 * @most: how many entries, at most
 * @count: (out): how many there are
 *
 * Returns: (transfer none) (array length=count) (nullable): the next entries, %NULL at the end
 */
const RfWaiting *
rf_waiting_walk_take (RfWaitingWalk *walk,
                      guint          most,
                      guint         *count)
{
  const RfWaiting *entries;

  *count = 0;
  if (!walk->chunk)
    return NULL;
  entries = walk->chunk->entries + walk->at;
  *count = MIN (most, walk->chunk->n_entries - walk->at);
  walk->at += *count;
  /* At once, for a chunk lives no longer than its last entry waits. */
  if (walk->at == walk->chunk->n_entries) {
    walk->chunk = walk->chunk->next;
    walk->at = 0;
  }

  return entries;
}
