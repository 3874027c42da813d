/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-arena"

#include "config.h"

#include "rf-arena.h"

#include "rf-large-page.h"

#define BLOCK_SIZE (64 * 1024)
#define MAX_BLOCKS 32                /* a trace with more is a long one, and has large ones then */
#define ALIGNMENT  16

struct _RfArena {
  GPtrArray *blocks;
  GPtrArray *large_blocks;
  char      *at;
  gsize      left;
};

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
  self->large_blocks = g_ptr_array_new_with_free_func (rf_large_page_free);

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

static void
begin_block (RfArena *self)
{
  if (self->blocks->len < MAX_BLOCKS) {
    self->at = g_malloc0 (BLOCK_SIZE);
    self->left = BLOCK_SIZE;
    g_ptr_array_add (self->blocks, self->at);
  } else {
    self->at = rf_large_page_new ();
    self->left = RF_LARGE_PAGE;
    g_ptr_array_add (self->large_blocks, self->at);
  }
}

/* @size bytes from the block in use, or from a block of their own. */
static char *
take (RfArena *self,
      gsize    size)
{
  gsize largest = (self->blocks->len < MAX_BLOCKS ? BLOCK_SIZE : RF_LARGE_PAGE) / 4;
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
