/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loaded into a core before everything else, so that a test can ask for its bytes in use: at each
 * SIGRTMAX they are written to a file named as the process in the folder SOAK_HEAP_DIR. The thread
 * that does it allocates nothing.
 */

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
tell (const char *dir)
{
  struct mallinfo2 info = mallinfo2 ();
  char path[1024], unfinished[1040], text[32];
  int length = snprintf (text, sizeof text, "%zu\n", info.uordblks + info.hblkhd);
  int fd;

  snprintf (path, sizeof path, "%s/%d", dir, (int) getpid ());
  snprintf (unfinished, sizeof unfinished, "%s.new", path);
  fd = open (unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  if (write (fd, text, (size_t) length) == length)
    (void) rename (unfinished, path);
  close (fd);
}

static void *
serve (void *dir)
{
  sigset_t wanted;
  int signal;

  sigemptyset (&wanted);
  sigaddset (&wanted, SIGRTMAX);
  while (sigwait (&wanted, &signal) == 0)
    tell (dir);
  return NULL;
}

/* Every thread that starts later has the signal blocked, too. */
__attribute__ ((constructor)) static void
start (void)
{
  char *dir = getenv ("SOAK_HEAP_DIR");
  sigset_t all, before;
  pthread_t thread;

  if (!dir)
    return;

  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &before);
  if (pthread_create (&thread, NULL, serve, dir) == 0)
    pthread_detach (thread);
  sigaddset (&before, SIGRTMAX);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}
