/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-test-control"

#include "config.h"

#include "rf-control.h"

#include <gio/gunixinputstream.h>

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/*
 * What the running Referee is to scripts, without a window: a phone that they can lead. It tells
 * "ready AOR CORE-PID" and runs to the end of its standard input. With --slow-core it tells
 * "stopped CORE-PID" before that, and its core waits for SIGCONT before it has the account.
 */

typedef struct {
  RfPhone   *phone;
  RfControl *control;
  GMainLoop *loop;
  char       byte;
  int        status;
} Referee;

static void
on_stop_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Referee *self = user_data;

  if (!rf_phone_stop_finish (RF_PHONE (source), result, NULL))
    self->status = 1;
  g_main_loop_quit (self->loop);
}

static void
on_input_ended (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Referee *self = user_data;

  g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  rf_phone_stop_async (self->phone, NULL, on_stop_ready, self);
}

static void
fail (Referee      *self,
      const GError *error)
{
  g_printerr ("%s\n", error->message);
  self->status = 1;
  g_main_loop_quit (self->loop);
}

static void
on_start_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Referee *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!rf_phone_start_finish (RF_PHONE (source), result, &error)) {
    fail (self, error);
    return;
  }
  g_print ("ready %s %d\n", rf_phone_get_aor (self->phone),
           (int) rf_phone_get_core_pid (self->phone));
  fflush (stdout);
}

/* Before the core is told the account. */
static void
on_address_known (RfPhone *phone)
{
  GPid core = rf_phone_get_core_pid (phone);

  kill (core, SIGSTOP);
  g_print ("stopped %d\n", (int) core);
  fflush (stdout);
}

static void
on_name_acquired (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  Referee *self = user_data;
  RfAccountConfig account = {
    .user = "mike", .display_name = "Mike", .consent = "ask", .ask_outside = TRUE,
    .ring_timeout = -1, .release_after = -1,
  };
  g_autoptr (GError) error = NULL;

  self->control = rf_control_new (self->phone, connection, &error);
  if (self->control == NULL)
    fail (self, error);
  else
    rf_phone_start_async (self->phone, &account, NULL, on_start_ready, self);
}

static void
on_name_lost (GDBusConnection *connection,
              const char      *name,
              gpointer         user_data)
{
  g_error ("The name %s was not to be had", name);
}

int
main (int    argc,
      char **argv)
{
  RfPhoneConfig config = { "mike", "127.0.0.1:0", "silence", "silence" };
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (RfPhone) phone = rf_phone_new (&config, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Referee self = { .phone = phone, .loop = loop };
  gboolean is_slow = argc > 1 && g_str_equal (argv[1], "--slow-core");
  guint name = g_bus_own_name (G_BUS_TYPE_SESSION, RF_APP_ID, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                               on_name_acquired, on_name_lost, &self, NULL);

  if (is_slow)
    g_signal_connect (phone, "notify::aor", G_CALLBACK (on_address_known), NULL);
  g_input_stream_read_async (input, &self.byte, 1, G_PRIORITY_DEFAULT, NULL, on_input_ended, &self);
  g_main_loop_run (loop);
  g_clear_object (&self.control);
  g_bus_unown_name (name);
  return self.status;
}
