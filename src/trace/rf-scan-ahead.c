/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-scan-ahead"

#include "config.h"

#include "rf-scan-ahead.h"

/*
 * Half of the work on a message is to read it, and that needs nothing but its bytes; where it
 * belongs depends on all messages before it. So a helper reads ahead in a thread of its own, and
 * the owner takes what was read, in order. Whoever has nothing else to do reads the next: where the
 * helper gets no processor the owner reads it all, as if there were none, and where there is one
 * only, none is started. What is read ahead is bounded by the slots.
 */

#define N_SLOTS      8
/* A thread is not worth it for fewer: a window reads in slices, and most captures are short. */
#define WORTH_HELPER 1024

typedef struct {
  RfScanned scanned;
  gboolean  is_done;
} Slot;

struct _RfScanAhead {
  GThread       *helper;
  GMutex         lock;      /* of all below but what is in slots that somebody fills or has */
  GCond          changed;
  gboolean       is_stopped;
  RfWaitingWalk  walk;
  guint          n_left;    /* messages that nobody has begun to read */
  guint          n_begun;   /* slots that somebody fills, has filled, or has emptied again */
  guint          n_emptied;
  gboolean       is_given;  /* the first that is not emptied is with the owner */
  Slot           slots[N_SLOTS];
};

static Slot *
get_slot (RfScanAhead *self,
          guint        number)
{
  return &self->slots[number % N_SLOTS];
}

/* The next slot to be filled, %NULL where there is no room or nothing more. */
static Slot *
begin_slot (RfScanAhead *self)
{
  Slot *slot = get_slot (self, self->n_begun);

  if (self->n_left == 0 || self->n_begun - self->n_emptied >= N_SLOTS)
    return NULL;
  self->n_begun++;
  slot->is_done = FALSE;
  slot->scanned.entries = rf_waiting_walk_take (&self->walk, MIN (RF_SCANNED_MAX, self->n_left),
                                                &slot->scanned.n_entries);
  self->n_left -= slot->scanned.n_entries;

  return slot;
}

/* Gives the lock away meanwhile. */
static void
fill_slot (RfScanAhead *self,
           Slot        *slot)
{
  RfScanned *scanned = &slot->scanned;

  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < scanned->n_entries; i++)
    scanned->is_read[i] = rf_sip_message_scan (&scanned->sips[i], scanned->entries[i].data,
                                               scanned->entries[i].length, NULL);
  g_mutex_lock (&self->lock);
  slot->is_done = TRUE;
  g_cond_signal (&self->changed);
}

static gpointer
help (gpointer data)
{
  RfScanAhead *self = data;

  g_mutex_lock (&self->lock);
  while (!self->is_stopped && self->n_left > 0) {
    Slot *slot = begin_slot (self);

    if (slot)
      fill_slot (self, slot);
    else
      g_cond_wait (&self->changed, &self->lock);
  }
  g_mutex_unlock (&self->lock);

  return NULL;
}

/**
 * rf_scan_ahead_new:
 * @list: a list, to which nothing is added meanwhile
 * @count: how many messages of it are wanted
 *
 * Begins to read.
 *
 * Returns: (transfer full): what gives them out
 */
RfScanAhead *
rf_scan_ahead_new (const RfWaitingList *list,
                   guint                count)
{
  RfScanAhead *self = g_new (RfScanAhead, 1);

  g_assert (list != NULL && count <= list->n_waiting);

  self->helper = NULL;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->is_stopped = self->is_given = FALSE;
  rf_waiting_walk_init (&self->walk, list);
  self->n_left = count;
  self->n_begun = self->n_emptied = 0;
  if (count >= WORTH_HELPER && g_get_num_processors () > 1)
    self->helper = g_thread_try_new ("scan-ahead", help, self, NULL);

  return self;
}

/**
 * rf_scan_ahead_free:
 * @self: (nullable): what gives messages out
 *
 * Ends it. What was read and not taken has to be read again.
 */
void
rf_scan_ahead_free (RfScanAhead *self)
{
  if (!self)
    return;
  g_mutex_lock (&self->lock);
  self->is_stopped = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->helper, g_thread_join);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The helper sleeps until half of the slots are free: it is woken seldom. */
static void
take_back (RfScanAhead *self)
{
  if (!self->is_given)
    return;
  self->is_given = FALSE;
  self->n_emptied++;
  if (self->n_begun - self->n_emptied == N_SLOTS / 2)
    g_cond_signal (&self->changed);
}

/**
 * rf_scan_ahead_next:
 * @self: what gives messages out
 *
 * Returns: (transfer none) (nullable): the next of them, until the next call; %NULL at the end. The
 *   caller may drop them from the list.
 */
const RfScanned *
rf_scan_ahead_next (RfScanAhead *self)
{
  Slot *wanted;

  g_assert (self != NULL);

  g_mutex_lock (&self->lock);
  take_back (self);
  wanted = get_slot (self, self->n_emptied);
  self->is_given = self->n_left > 0 || self->n_begun > self->n_emptied;
  while (self->is_given && !(self->n_begun > self->n_emptied && wanted->is_done)) {
    Slot *slot = begin_slot (self);

    if (slot)
      fill_slot (self, slot);
    else
      g_cond_wait (&self->changed, &self->lock);
  }
  g_mutex_unlock (&self->lock);

  return self->is_given ? &wanted->scanned : NULL;
}
