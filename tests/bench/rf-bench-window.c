/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <X11/Xlib.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * Starts a program and prints "PID MILLISECONDS": the time from its start to its first window on
 * the screen, as the X server tells it. Then waits for the end of its own input, and ends the
 * program.
 *
 * Windows below MIN_SIZE or without a frame are a toolkit's or a window manager's helpers.
 */

#define MIN_SIZE   100
#define TIMEOUT_MS 20000

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int
on_gone_window (Display     *display,
                XErrorEvent *event)
{
  (void) display;
  (void) event;
  return 0; /* a window may go before we ask about it */
}

static int
is_application_window (Display         *display,
                       const XMapEvent *event)
{
  XWindowAttributes attributes;

  return !event->override_redirect
         && XGetWindowAttributes (display, event->window, &attributes)
         && attributes.width >= MIN_SIZE && attributes.height >= MIN_SIZE;
}

/* 0 where no window came in time. */
static double
wait_for_window (Display *display,
                 double   started)
{
  struct pollfd watch = { .fd = ConnectionNumber (display), .events = POLLIN };

  for (;;) {
    while (XPending (display) > 0) {
      XEvent event;
      double seen = now_ms ();

      XNextEvent (display, &event);
      if (event.type == MapNotify && is_application_window (display, &event.xmap))
        return seen - started;
    }
    if (now_ms () - started > TIMEOUT_MS)
      return 0;
    poll (&watch, 1, 100);
  }
}

static pid_t
start (char **argv)
{
  pid_t pid = fork ();

  if (pid == 0) {
    execvp (argv[0], argv);
    perror (argv[0]);
    _exit (127);
  }
  return pid;
}

static void
wait_for_end_of_input (void)
{
  char byte;

  while (read (STDIN_FILENO, &byte, 1) > 0)
    continue;
}

int
main (int    argc,
      char **argv)
{
  Display *display = XOpenDisplay (NULL);
  double started, taken;
  pid_t pid;

  if (argc < 2 || !display) {
    fprintf (stderr, "%s\n", display ? "A program is needed." : "There is no display.");
    return 2;
  }
  XSetErrorHandler (on_gone_window);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);

  started = now_ms ();
  pid = start (argv + 1);
  taken = wait_for_window (display, started);
  printf ("%d %.1f\n", (int) pid, taken);
  fflush (stdout);
  wait_for_end_of_input ();
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  return taken > 0 ? 0 : 1;
}
