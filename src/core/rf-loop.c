/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-loop"

#include "config.h"

#include "rf-loop.h"

#include "rf-baresip.h"

/* GLib polls one wake-up descriptor, and a few more while a socket is being set up. */
#define MAX_FDS 32

static GMainContext *context;
static struct tmr    timeout;
static GPollFD       watched[MAX_FDS];
static int           n_watched;

static void on_ready   (int flags, void *arg);
static void on_timeout (void *arg);

static gboolean
contains (const GPollFD *fds,
          int            n_fds,
          const GPollFD *wanted)
{
  for (int i = 0; i < n_fds; i++)
    if (fds[i].fd == wanted->fd && fds[i].events == wanted->events)
      return TRUE;
  return FALSE;
}

static int
to_libre_flags (gushort events)
{
  return ((events & (G_IO_IN | G_IO_HUP | G_IO_ERR)) ? FD_READ : 0) |
         ((events & G_IO_OUT) ? FD_WRITE : 0) |
         ((events & G_IO_PRI) ? FD_EXCEPT : 0);
}

/* Makes libre watch what GLib wants watched from now on. */
static void
watch (void)
{
  GPollFD wanted[MAX_FDS];
  int priority, timeout_ms, n_wanted;

  g_main_context_prepare (context, &priority);
  n_wanted = g_main_context_query (context, priority, &timeout_ms, wanted, MAX_FDS);
  n_wanted = MIN (n_wanted, MAX_FDS);

  for (int i = 0; i < n_watched; i++)
    if (!contains (wanted, n_wanted, &watched[i]))
      fd_close (watched[i].fd);
  for (int i = 0; i < n_wanted; i++)
    if (!contains (watched, n_watched, &wanted[i]))
      (void) fd_listen (wanted[i].fd, to_libre_flags (wanted[i].events), on_ready, NULL);

  memcpy (watched, wanted, n_wanted * sizeof *wanted);
  n_watched = n_wanted;

  if (timeout_ms >= 0)
    tmr_start (&timeout, timeout_ms, on_timeout, NULL);
  else
    tmr_cancel (&timeout);
}

static void
serve (void)
{
  if (context == NULL)
    return;

  while (g_main_context_iteration (context, FALSE))
    ;
  watch ();
}

static void
on_ready (int   flags,
          void *arg)
{
  serve ();
}

static void
on_timeout (void *arg)
{
  serve ();
}

/**
 * rf_loop_init:
 *
 * Makes a main context the default of this thread and serves it from libre's loop, without a
 * thread of its own. Other threads wake it by writing to its descriptor, hence the flag.
 *
 * Returns: FALSE where the context could not be acquired
 */
gboolean
rf_loop_init (void)
{
  context = g_main_context_new_with_flags (G_MAIN_CONTEXT_FLAGS_OWNERLESS_POLLING);
  if (!g_main_context_acquire (context))
    return FALSE;

  g_main_context_push_thread_default (context);
  tmr_init (&timeout);
  watch ();
  return TRUE;
}

/**
 * rf_loop_close:
 *
 * Serves what is still waiting, and takes the context away.
 */
void
rf_loop_close (void)
{
  if (context == NULL)
    return;

  while (g_main_context_iteration (context, FALSE))
    ;
  tmr_cancel (&timeout);
  for (int i = 0; i < n_watched; i++)
    fd_close (watched[i].fd);
  n_watched = 0;
  g_main_context_pop_thread_default (context);
  g_main_context_release (context);
  g_clear_pointer (&context, g_main_context_unref);
}
