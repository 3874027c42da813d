/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-arena"

#include "config.h"

#include "rf-arena.h"

#include <sys/mman.h>

#define BLOCK_SIZE (64 * 1024)
#define MAX_BLOCKS 32                /* a trace with more is a long one, and has large ones then */
#define LARGE_SIZE (2 * 1024 * 1024) /* a large page on nearly all machines */
#define ALIGNMENT  16

struct _RfArena {
  GPtrArray *blocks;
  GPtrArray *large_blocks;
  char      *at;
  gsize      left;
};

static void
unmap_large_block (gpointer block)
{
  munmap (block, LARGE_SIZE);
}

/**
 * rf_arena_new:
 *
 * Returns: (transfer full): an empty arena
 */
RfArena *
rf_arena_new (void)
{
  RfArena *self = g_new0 (RfArena, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->large_blocks = g_ptr_array_new_with_free_func (unmap_large_block);

  return self;
}

/**
 * rf_arena_free:
 * @self: an arena
 *
 * Frees it with everything that came from it.
 */
void
rf_arena_free (RfArena *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->large_blocks);
  g_free (self);
}

/* Zeros, placed so that the system can take one large page for them instead of 512 small ones, each
 * of which would have to be asked for. */
static char *
map_large_block (void)
{
  char *all = mmap (NULL, 2 * LARGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                    0);
  gsize before, behind;

  if (all == MAP_FAILED)
    g_error ("There is no room for %d bytes more", LARGE_SIZE); /* as g_malloc() does */
  behind = (guintptr) all % LARGE_SIZE;
  before = LARGE_SIZE - behind;
  munmap (all, before);
  if (behind > 0)
    munmap (all + before + LARGE_SIZE, behind);
#ifdef MADV_HUGEPAGE
  madvise (all + before, LARGE_SIZE, MADV_HUGEPAGE);
#endif

  return all + before;
}

static void
begin_block (RfArena *self)
{
  if (self->blocks->len < MAX_BLOCKS) {
    self->at = g_malloc0 (BLOCK_SIZE);
    self->left = BLOCK_SIZE;
    g_ptr_array_add (self->blocks, self->at);
  } else {
    self->at = map_large_block ();
    self->left = LARGE_SIZE;
    g_ptr_array_add (self->large_blocks, self->at);
  }
}

/* @size bytes from the block in use, or from a block of their own. */
static char *
take (RfArena *self,
      gsize    size)
{
  gsize largest = (self->blocks->len < MAX_BLOCKS ? BLOCK_SIZE : LARGE_SIZE) / 4;
  char *result;

  if (size > largest) {
    result = g_malloc0 (size);
    g_ptr_array_add (self->blocks, result);
    return result;
  }
  if (size > self->left)
    begin_block (self);
  result = self->at;
  self->at += size;
  self->left -= size;

  return result;
}

/**
 * rf_arena_alloc:
 * @self: an arena
 * @size: bytes
 *
 * Returns: (transfer none): @size bytes of zeros, aligned for anything
 */
gpointer
rf_arena_alloc (RfArena *self,
                gsize    size)
{
  gsize odd;

  g_assert (self != NULL);

  odd = self->left % ALIGNMENT; /* texts are put end to end */
  if (odd > 0) {
    self->at += odd;
    self->left -= odd;
  }

  return take (self, (size + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1));
}

/**
 * rf_arena_dup:
 * @self: an arena
 * @text: any bytes
 *
 * Returns: (transfer none): a copy of @text with a zero behind it
 */
char *
rf_arena_dup (RfArena *self,
              RfStr    text)
{
  char *copy;

  g_assert (self != NULL);

  copy = take (self, text.len + 1);
  if (text.len > 0)
    memcpy (copy, text.p, text.len);

  return copy;
}

/**
 * rf_arena_dup_str:
 * @self: an arena
 * @text: any bytes
 *
 * Returns: @text in a copy that the arena owns
 */
RfStr
rf_arena_dup_str (RfArena *self,
                  RfStr    text)
{
  return rf_str_new (rf_arena_dup (self, text), text.len);
}

/**
 * rf_arena_dup_c:
 * @self: an arena
 * @text: a string
 *
 * Returns: (transfer none): a copy of @text
 */
char *
rf_arena_dup_c (RfArena    *self,
                const char *text)
{
  return rf_arena_dup (self, rf_str_from_c (text));
}
