/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-demo-command"
#define _GNU_SOURCE /* posix_openpt() */

#include "rf-test-phone.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "refereectl demo" as a person or a script runs it. */

/* What a run gave. */
typedef struct {
  int   status;
  char *out;
  char *err;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

typedef struct {
  char *folder;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("referee-demo-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static GSubprocess *
spawn_with (GSubprocessLauncher *launcher, const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, (gpointer) g_getenv ("REFEREECTL"));
  g_ptr_array_add (argv, (gpointer) "demo");
  for (guint i = 0; arguments[i]; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static GSubprocess *
spawn (const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  return spawn_with (launcher, arguments);
}

/* With @fd, which it takes, for its output. */
static GSubprocess *
spawn_to (int fd, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_assert_cmpint (fd, >=, 0);
  g_subprocess_launcher_take_stdout_fd (launcher, fd);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  return spawn_with (launcher, arguments);
}

static Run
run_demo (const char *const *arguments)
{
  g_autoptr (GSubprocess) process = spawn (arguments);
  g_autoptr (GError) error = NULL;
  Run run = { 0 };

  g_subprocess_communicate_utf8 (process, NULL, NULL, &run.out, &run.err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run.status = g_subprocess_get_exit_status (process);
  return run;
}

static JsonObject *
get_transfer (JsonParser *parser)
{
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonArray *transfers = json_object_get_array_member (root, "transfers");

  g_assert_cmpuint (json_array_get_length (transfers), ==, 1);
  return json_array_get_object_element (transfers, 0);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_auto (Run) run = run_demo ((const char *[]) { "--list", NULL });
  g_auto (GStrv) lines = g_strsplit (run.out, "\n", -1);

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_true (g_str_has_prefix (lines[0], "blind "));
  g_assert_true (g_str_has_suffix (lines[0], "Blind transfer"));
  g_assert_nonnull (strstr (run.out, "\nrefused-by-policy "));
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_auto (Run) run = run_demo ((const char *[]) { "--speed", "0", NULL });

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_true (g_utf8_validate (run.out, -1, NULL));
  g_assert_null (strchr (run.out, '\033'));
  g_assert_nonnull (strstr (run.out, "● Kevin calls Mike.\n"));
  g_assert_nonnull (strstr (run.out, "REFER"));
  g_assert_nonnull (strstr (run.out, "202 Accepted"));
  g_assert_nonnull (strstr (run.out, "● As promised: "));
}

static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_auto (Run) run = run_demo ((const char *[]) {
    "blind-busy", "--speed=0", "--format=json", NULL });
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *transfer;

  g_assert_cmpint (run.status, ==, 0);
  json_parser_load_from_data (parser, run.out, -1, &error);
  g_assert_no_error (error);
  transfer = get_transfer (parser);
  g_assert_cmpstr (json_object_get_string_member (transfer, "outcome"), ==, "failed");
  g_assert_cmpint (json_object_get_int_member (transfer, "final_status"), ==, 486);
  g_assert_cmpint (json_object_get_int_member (transfer, "refer_status"), ==, 202);
}

/* Each file by its suffix, all of the same run; the capture can be read again. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *svg = in_folder (fixture, "demo.svg");
  g_autofree char *json = in_folder (fixture, "demo.json");
  g_autofree char *text = in_folder (fixture, "demo.txt");
  g_autofree char *capture = in_folder (fixture, "demo.pcapng");
  g_auto (Run) run = run_demo ((const char *[]) {
    "blind", "--speed", "0", "--format", "json", "--export", svg, "--export", json,
    "--export", text, "--export", capture, NULL });
  const struct {
    const char *path;
    const char *start;
  } files[] = { { svg, "<?xml" }, { json, "{" }, { text, "" }, { capture, "\x0a\x0d\x0d\x0a" } };
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run.status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *contents = NULL;

    g_file_get_contents (files[i].path, &contents, NULL, &error);
    g_assert_no_error (error);
    g_assert_true (g_str_has_prefix (contents, files[i].start));
  }
  g_file_get_contents (text, &written, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (written, "REFER"));
}

typedef struct {
  const char *name;
  const char *arguments[4];
  const char *complaint;
} BadUsage;

static const BadUsage bad_usages[] = {
  { "scenario", { "no-such" }, "no-such" },
  { "file", { "./no-such.ini" }, "no-such.ini" },
  { "option", { "--fast" }, "--fast" },
  { "format", { "--format", "xml" }, "“xml”" },
  { "speed", { "--speed", "-1" }, "--speed" },
  { "not-a-number", { "--speed", "quick" }, "quick" },
  { "no-speed", { "--speed", "nan" }, "--speed" },
  { "suffix", { "--export", "demo.gif" }, "demo.gif" },
  { "two", { "blind", "blind-busy" }, "blind-busy" },
};

/* A sentence and 2, before anything is started. */
static void
test_bad_usage (Fixture *fixture, gconstpointer data)
{
  const BadUsage *bad = data;
  gint64 begin = g_get_monotonic_time ();
  g_auto (Run) run = run_demo (bad->arguments);

  g_assert_cmpint (run.status, ==, 2);
  g_assert_cmpstr (run.out, ==, "");
  g_assert_true (g_str_has_prefix (run.err, "refereectl demo: "));
  g_assert_nonnull (strstr (run.err, bad->complaint));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_TIME_SPAN_SECOND);
}

static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "no-such-folder", "demo.svg", NULL);
  g_auto (Run) run = run_demo ((const char *[]) {
    "--speed=0", "--format=json", "--export", path, NULL });

  g_assert_cmpint (run.status, ==, 2);
  g_assert_nonnull (strstr (run.err, path));
}

/* Whoever has the output in a file must not take the half of it for all. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  const char *const lists[][4] = {
    { "--list", NULL },
    { "--speed=0", "--format=json", NULL },
    { "--speed=0", "--format=text", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (GSubprocess) process = spawn_to (g_open ("/dev/full", O_WRONLY), lists[i]);
    g_autoptr (GError) error = NULL;
    g_autofree char *complaint = NULL;

    g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, &error);
    g_assert_no_error (error);
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    g_assert_nonnull (strstr (complaint, "The output could not be written"));
  }
}

/* What the other side of a terminal has to show. */
static GString *
read_terminal (int fd)
{
  GString *text = g_string_new (NULL);
  char part[4096];
  gssize length;

  while ((length = read (fd, part, sizeof part)) > 0)
    g_string_append_len (text, part, length);
  return text;
}

/* A terminal of a locale without UTF-8 gets letters that it has. */
static void
test_terminal (Fixture *fixture, gconstpointer data)
{
  int terminal = posix_openpt (O_RDWR | O_NOCTTY);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GString) text = NULL;

  g_assert_cmpint (terminal, >=, 0);
  g_assert_cmpint (grantpt (terminal) + unlockpt (terminal), ==, 0);
  process = spawn_to (g_open (ptsname (terminal), O_RDWR | O_NOCTTY),
                      (const char *[]) { "--speed=0", NULL });
  text = read_terminal (terminal);
  close (terminal);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  g_assert_true (g_str_is_ascii (text->str));
  g_assert_nonnull (strstr (text->str, "* Kevin calls Mike."));
  g_assert_nonnull (strstr (text->str, "- INVITE -"));
}

/* One promise changed, so that what comes is not what was promised. */
static void
test_not_as_promised (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = g_build_filename (g_getenv ("REFEREE_DATA_DIR"), "scenarios",
                                              "blind.ini", NULL);
  g_autofree char *path = in_folder (fixture, "liar.ini");
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Run) run = { 0 };

  g_key_file_load_from_file (file, source, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_key_file_set_string (file, "scenario", "outcome", "refused");
  g_key_file_save_to_file (file, path, &error);
  g_assert_no_error (error);

  run = run_demo ((const char *[]) { path, "--speed=0", NULL });
  g_assert_cmpint (run.status, ==, 1);
  g_assert_nonnull (strstr (run.err, "Not as promised"));
}

/* Ids of the processes that @pid has started. */
static char *
dup_children (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/task/%s/children", pid, pid);
  char *children = NULL;

  g_file_get_contents (path, &children, NULL, NULL);
  return children ? g_strstrip (children) : g_strdup ("");
}

/* Ctrl+C in the middle: the calls are released, no core is left. */
static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = spawn ((const char *[]) { NULL });
  g_autoptr (GDataInputStream) output = g_data_input_stream_new (
    g_subprocess_get_stdout_pipe (process));
  g_autofree char *children = NULL;
  g_auto (GStrv) cores = NULL;
  g_autoptr (GError) error = NULL;
  gboolean released = FALSE;
  char *line;

  while ((line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error))) {
    gboolean is_up = strstr (line, " ACK ") != NULL;

    released = released || strstr (line, "BYE") != NULL;
    g_free (line);
    /* That Mike answers is said before he does. */
    if (!is_up || children)
      continue;
    children = dup_children (g_subprocess_get_identifier (process));
    g_subprocess_send_signal (process, SIGINT);
  }
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + SIGINT);
  g_assert_true (released);

  cores = g_strsplit (children, " ", -1);
  g_assert_cmpuint (g_strv_length (cores), ==, 3);
  for (guint i = 0; cores[i]; i++)
    g_assert_false (rf_test_process_lives ((GPid) g_ascii_strtoll (cores[i], NULL, 10)));
}

/* Unhurried, but not slow: a person waits for it. */
static void
test_pace (Fixture *fixture, gconstpointer data)
{
  gint64 begin = g_get_monotonic_time ();
  g_auto (Run) run = run_demo ((const char *[]) { "blind", NULL });
  gint64 took = g_get_monotonic_time () - begin;

  g_assert_cmpint (run.status, ==, 0);
  g_test_message ("The blind transfer took %.1f s", (double) took / G_TIME_SPAN_SECOND);
  g_assert_cmpint (took, >, 3 * G_TIME_SPAN_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/demo-command/list", Fixture, NULL, setup, test_list, teardown);
  g_test_add ("/demo-command/text", Fixture, NULL, setup, test_text, teardown);
  g_test_add ("/demo-command/json", Fixture, NULL, setup, test_json, teardown);
  g_test_add ("/demo-command/export", Fixture, NULL, setup, test_export, teardown);
  for (guint i = 0; i < G_N_ELEMENTS (bad_usages); i++) {
    g_autofree char *path = g_strdup_printf ("/demo-command/bad-usage/%s", bad_usages[i].name);

    g_test_add (path, Fixture, &bad_usages[i], setup, test_bad_usage, teardown);
  }
  g_test_add ("/demo-command/unwritable", Fixture, NULL, setup, test_unwritable, teardown);
  g_test_add ("/demo-command/full", Fixture, NULL, setup, test_full, teardown);
  g_test_add ("/demo-command/terminal", Fixture, NULL, setup, test_terminal, teardown);
  g_test_add ("/demo-command/not-as-promised", Fixture, NULL, setup, test_not_as_promised,
              teardown);
  g_test_add ("/demo-command/interrupt", Fixture, NULL, setup, test_interrupt, teardown);
  g_test_add ("/demo-command/pace", Fixture, NULL, setup, test_pace, teardown);

  return g_test_run ();
}
