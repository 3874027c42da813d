/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-map"

#include "config.h"

#include "rf-map.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * A capture that somebody empties or shortens while it is mapped has pages with nothing behind
 * them, and touching one raises SIGBUS: in the middle of reading, or hours later, when a message is
 * clicked. Copying every capture first would cost its size in memory or on the disk. So we do what
 * display servers do with the buffers of their clients: a handler puts pages of zeros where the
 * file is gone, and the reader asks afterwards whether that happened.
 *
 * The handler may run at any time in any thread, so it only walks this list: nodes are added at its
 * head, never taken out, and used again once their map is gone.
 */
struct _RfMap {
  RfMap   *next;
  guintptr start;  /* 0 while the node is free */
  gsize    length;
  int      is_cut;
};

static RfMap *maps;
static GMutex maps_lock; /* whoever changes the list; the handler only reads */
static struct sigaction previous;

static RfMap *
find_map (guintptr address)
{
  for (RfMap *map = g_atomic_pointer_get (&maps); map; map = map->next) {
    guintptr start = (guintptr) g_atomic_pointer_get (&map->start);

    if (start != 0 && address >= start && address - start < map->length)
      return map;
  }

  return NULL;
}

/* Only what is allowed in a signal handler. Everything behind the page that is gone is gone too,
 * so one call mends it all. */
static void
on_bus_error (int        number,
              siginfo_t *info,
              void      *context)
{
  guintptr page_size = (guintptr) sysconf (_SC_PAGESIZE);
  guintptr page = (guintptr) info->si_addr & ~(page_size - 1);
  RfMap *map = find_map ((guintptr) info->si_addr);

  if (map && mmap ((void *) page, map->start + map->length - page, PROT_READ,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
    g_atomic_int_set (&map->is_cut, 1);
    return;
  }

  if ((previous.sa_flags & SA_SIGINFO) && previous.sa_sigaction)
    previous.sa_sigaction (number, info, context);
  else
    sigaction (SIGBUS, &previous, NULL); /* the same access raises it again, for whom it is */
}

static void
install_handler (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    struct sigaction action = { .sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_NODEFER };

    sigemptyset (&action.sa_mask);
    sigaction (SIGBUS, &action, &previous);
    g_once_init_leave (&once, 1);
  }
}

static RfMap *
register_map (gpointer start,
              gsize    length)
{
  RfMap *self;

  g_mutex_lock (&maps_lock);
  for (self = maps; self && self->start != 0; self = self->next)
    ;
  if (!self) {
    self = g_new0 (RfMap, 1);
    self->next = maps;
    g_atomic_pointer_set (&maps, self);
  }
  self->length = length;
  self->is_cut = 0;
  g_atomic_pointer_set (&self->start, (guintptr) start);
  g_mutex_unlock (&maps_lock);

  return self;
}

static void
unmap (RfMap *self)
{
  gpointer start = (gpointer) self->start;

  g_mutex_lock (&maps_lock);
  g_atomic_pointer_set (&self->start, (guintptr) 0);
  g_mutex_unlock (&maps_lock);
  munmap (start, self->length);
}

/**
 * rf_map_new:
 * @fd: an open file
 * @offset: where the part begins, a multiple of the page size
 * @length: bytes, more than none
 * @map: (out): tells what becomes of it, while the bytes live
 * @error: set where the system has no room for it
 *
 * Returns: (transfer full) (nullable): the part of the file
 */
GBytes *
rf_map_new (int       fd,
            guint64   offset,
            gsize     length,
            RfMap   **map,
            GError  **error)
{
  void *start;

  g_return_val_if_fail (length > 0 && map != NULL, NULL);

  install_handler ();
  start = mmap (NULL, length, PROT_READ, MAP_PRIVATE, fd, (off_t) offset);
  if (start == MAP_FAILED) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 "The file could not be read into memory (%s)", g_strerror (code));
    return NULL;
  }
  *map = register_map (start, length);

  return g_bytes_new_with_free_func (start, length, (GDestroyNotify) unmap, *map);
}

/**
 * rf_map_was_cut:
 * @self: a map whose bytes live
 *
 * Returns: whether a part of it was found gone, and reads as zeros since
 */
gboolean
rf_map_was_cut (RfMap *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_atomic_int_get (&self->is_cut) != 0;
}

/**
 * rf_map_release_before:
 * @at: a place in a map; elsewhere nothing happens
 * @length: most bytes before it
 *
 * Says that the pages before a place are not needed for now. They come back from the file when they
 * are touched.
 */
void
rf_map_release_before (gconstpointer at,
                       gsize         length)
{
  guintptr page_size = (guintptr) sysconf (_SC_PAGESIZE);
  guintptr end = (guintptr) at & ~(page_size - 1);
  RfMap *map = find_map ((guintptr) at - 1);

  if (!map || end <= map->start)
    return;
  length = MIN (length, end - map->start) & ~(page_size - 1);
  madvise ((void *) (end - length), length, MADV_DONTNEED);
}
