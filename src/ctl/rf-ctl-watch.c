/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-watch"

#include "config.h"

#include "rf-ctl-watch.h"

#include "rf-ctl-output.h"

#include <glib-unix.h>

#include <signal.h>

struct _RfCtlWatch {
  const char            *command;
  const RfCtlWatchFuncs *funcs;
  gpointer               data;
  RfDBusControl         *control;
  GMainLoop             *loop;
  guint                  interrupt_id;
  guint                  terminate_id;
  guint                  timeout_id;
  gboolean               over;
  int                    status;
};

static void
on_event (RfDBusControl *control,
          GVariant      *event,
          RfCtlWatch    *self)
{
  if (!self->over)
    self->funcs->event (self, event, self->data);
}

static void
on_owner_changed (RfDBusControl *control,
                  GParamSpec    *pspec,
                  RfCtlWatch    *self)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (control));

  if (owner != NULL || self->over)
    return;
  rf_ctl_complain (self->command, "Referee has ended.");
  rf_ctl_watch_quit (self,
                     self->funcs->vanished ? self->funcs->vanished (self->data) : RF_CTL_NOT_DONE);
}

/* 128 more is what a shell reports for a program that a signal ended. */
static gboolean
on_signal (RfCtlWatch *self,
           int         number)
{
  if (!self->over && self->funcs->interrupted)
    self->funcs->interrupted (self, 128 + number, self->data);
  rf_ctl_watch_quit (self, 128 + number);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupted (gpointer user_data)
{
  return on_signal (user_data, SIGINT);
}

static gboolean
on_asked_to_end (gpointer user_data)
{
  return on_signal (user_data, SIGTERM);
}

static gboolean
on_timed_out (gpointer user_data)
{
  RfCtlWatch *self = user_data;

  self->timeout_id = 0;
  if (!self->over && self->funcs->timed_out)
    self->funcs->timed_out (self, self->data);
  rf_ctl_watch_quit (self, RF_CTL_NOT_DONE);
  return G_SOURCE_REMOVE;
}

/**
 * rf_ctl_watch_new:
 * @command: the command that waits
 * @funcs: what it does when something happens
 * @data: for @funcs
 *
 * Returns: (transfer full) (nullable): it; %NULL where no Referee runs, which has been said
 */
RfCtlWatch *
rf_ctl_watch_new (const char            *command,
                  const RfCtlWatchFuncs *funcs,
                  gpointer               data)
{
  RfDBusControl *control = rf_ctl_remote_connect (command);
  RfCtlWatch *self;

  if (control == NULL)
    return NULL;
  self = g_new0 (RfCtlWatch, 1);
  self->command = command;
  self->funcs = funcs;
  self->data = data;
  self->control = control;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->interrupt_id = g_unix_signal_add (SIGINT, on_interrupted, self);
  self->terminate_id = g_unix_signal_add (SIGTERM, on_asked_to_end, self);
  g_signal_connect (control, "event", G_CALLBACK (on_event), self);
  g_signal_connect (control, "notify::g-name-owner", G_CALLBACK (on_owner_changed), self);
  return self;
}

/**
 * rf_ctl_watch_get_control:
 * @self: a watch
 *
 * Returns: (transfer none): the running Referee
 */
RfDBusControl *
rf_ctl_watch_get_control (RfCtlWatch *self)
{
  return self->control;
}

/**
 * rf_ctl_watch_run:
 * @self: a watch
 * @seconds: how long at most, 0 for as long as it takes
 *
 * Waits.
 *
 * Returns: the exit status
 */
int
rf_ctl_watch_run (RfCtlWatch *self,
                  double      seconds)
{
  if (seconds > 0)
    self->timeout_id = g_timeout_add ((guint) (seconds * 1000), on_timed_out, self);
  if (!self->over)
    g_main_loop_run (self->loop);
  return self->status;
}

/**
 * rf_ctl_watch_quit:
 * @self: a watch
 * @status: the exit status
 *
 * Stops waiting. The first status counts.
 */
void
rf_ctl_watch_quit (RfCtlWatch *self,
                   int         status)
{
  if (self->over)
    return;
  self->over = TRUE;
  self->status = status;
  g_main_loop_quit (self->loop);
}

void
rf_ctl_watch_free (RfCtlWatch *self)
{
  g_signal_handlers_disconnect_by_data (self->control, self);
  g_source_remove (self->interrupt_id);
  g_source_remove (self->terminate_id);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_object_unref (self->control);
  g_main_loop_unref (self->loop);
  g_free (self);
}
