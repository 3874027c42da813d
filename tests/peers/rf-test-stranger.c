/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-stranger.h"

#include "rf-test-child.h"
#include "rf-test-wait.h"

#include <gio/gio.h>

#include <string.h>
#include <sys/wait.h>

/* Longer than Timer N, which some scripts sit out. */
#define SCRIPT_SECONDS 60

struct _RfTestStranger {
  char    *script;
  char    *folder;
  guint    seconds;
  GPid     pid;
  guint16  port;
  gboolean over;
};

static char *
dup_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
replace (GString *text, const char *name, const char *value)
{
  g_string_replace (text, name, value ? value : "", 0);
}

/* The file that the first word of @piece names, with the others put in. */
static void
append_piece (GString *scenario, const char *piece, guint place)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "pieces", NULL);
  g_auto (GStrv) words = g_strsplit (piece, " ", 4);
  g_autofree char *name = g_strconcat (words[0], ".xml", NULL);
  g_autofree char *file = dup_file (folder, name);
  g_autofree char *number = g_strdup_printf ("%u", place);
  g_autoptr (GString) text = g_string_new (file);
  const char *all = strchr (piece, ' ');
  guint n = g_strv_length (words);

  replace (text, "{n}", number);
  replace (text, "{1}", n > 1 ? words[1] : NULL);
  replace (text, "{2}", n > 2 ? words[2] : NULL);
  replace (text, "{3}", n > 3 ? words[3] : NULL);
  replace (text, "{*}", all ? all + 1 : NULL);
  g_string_append (scenario, text->str);
}

static char *
dup_scenario (const char *script)
{
  g_auto (GStrv) pieces = g_strsplit (script, "|", -1);
  GString *scenario = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                    "<scenario name=\"stranger\">\n");

  for (guint i = 0; pieces[i]; i++)
    append_piece (scenario, g_strstrip (pieces[i]), i + 1);
  g_string_append (scenario, "</scenario>\n");
  return g_string_free (scenario, FALSE);
}

static void
write_scenario (RfTestStranger *self, const char *path)
{
  g_autofree char *scenario = dup_scenario (self->script);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, scenario, -1, &error);
  g_assert_no_error (error);
}

/* A test that waits for something else would never hear of it. */
static void
on_exited (GPid pid, int status, gpointer user_data)
{
  RfTestStranger *self = user_data;

  self->over = TRUE;
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return;
  rf_test_child_show (self->folder, "output");
  rf_test_child_show (self->folder, "messages");
  rf_test_child_show (self->folder, "errors");
  g_error ("The stranger did not come to the end of its script: %s", self->script);
}

static void
start (RfTestStranger *self, guint16 towards, const char *target)
{
  g_autofree char *path = g_build_filename (self->folder, "scenario.xml", NULL);
  g_autofree char *errors = g_build_filename (self->folder, "errors", NULL);
  g_autofree char *messages = g_build_filename (self->folder, "messages", NULL);
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_autofree char *remote = g_strdup_printf ("127.0.0.1:%u", towards);
  g_autofree char *timeout = g_strdup_printf ("%u", self->seconds);
  /* Without -nr it would take a second answer that reads like the first for the same one. */
  const char *command[] = {
    g_getenv ("RF_TEST_PROGRAM"), "-sf", path, "-m", "1", "-nostdin", "-nr",
    "-i", "127.0.0.1", "-p", port, "-timeout", timeout, "-timeout_error",
    "-trace_err", "-error_file", errors, "-trace_msg", "-message_file", messages,
    "-key", "target", target ? target : "", towards ? remote : NULL, NULL,
  };

  write_scenario (self, path);
  self->pid = rf_test_child_spawn (command, self->folder);
  g_child_watch_add (self->pid, on_exited, self);
}

static RfTestStranger *
stranger_new (const char *script, guint16 towards, const char *target, guint seconds, guint16 port)
{
  RfTestStranger *self = g_new0 (RfTestStranger, 1);
  g_autoptr (GError) error = NULL;

  g_test_message ("A stranger with the script: %s", script);
  self->script = g_strdup (script);
  self->seconds = seconds;
  self->folder = g_dir_make_tmp ("referee-stranger-XXXXXX", &error);
  g_assert_no_error (error);
  self->port = port;
  start (self, towards, target);
  rf_test_wait (self->over || !rf_test_child_is_port_free (self->port), 10);
  return self;
}

RfTestStranger *
rf_test_stranger_new (const char *script, guint16 towards, const char *target)
{
  return stranger_new (script, towards, target, SCRIPT_SECONDS, rf_test_child_find_port ());
}

RfTestStranger *
rf_test_stranger_new_for (const char *script, guint16 towards, const char *target, guint seconds)
{
  return stranger_new (script, towards, target, seconds, rf_test_child_find_port ());
}

RfTestStranger *
rf_test_stranger_new_at (const char *script, guint16 towards, const char *target, guint16 port)
{
  return stranger_new (script, towards, target, SCRIPT_SECONDS, port);
}

guint16
rf_test_stranger_get_port (RfTestStranger *self)
{
  return self->port;
}

char *
rf_test_stranger_dup_uri (RfTestStranger *self)
{
  return g_strdup_printf ("sip:stranger@127.0.0.1:%u", self->port);
}

/* What SIPp has left to do takes it no longer than the waits in the script; it gives up by
 * itself. */
void
rf_test_stranger_finish (RfTestStranger *self)
{
  rf_test_wait (self->over, self->seconds + 5);
  rf_test_child_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->script);
  g_free (self);
}
