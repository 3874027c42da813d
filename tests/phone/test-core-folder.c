/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rf-core-folder.h"
#include "rf-phone-types.h"

typedef struct {
  char *top;
  char *module;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  const char *folder = data;
  g_autofree char *place = NULL;

  fixture->top = g_dir_make_tmp ("rf-test-XXXXXX", NULL);
  place = g_build_filename (fixture->top, folder, NULL);
  g_assert_cmpint (g_mkdir (place, 0700), ==, 0);
  fixture->module = g_build_filename (place, "referee-core.so", NULL);
  g_assert_true (g_file_set_contents (fixture->module, "", 0, NULL));
  g_setenv ("XDG_RUNTIME_DIR", fixture->top, TRUE);
  g_setenv ("REFEREE_CORE_MODULE", fixture->module, TRUE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *place = g_path_get_dirname (fixture->module);
  g_autofree char *runtime = g_build_filename (fixture->top, "referee", NULL);

  g_unlink (fixture->module);
  g_rmdir (place);
  g_rmdir (runtime);
  /* Nothing was left behind. */
  g_assert_cmpint (g_rmdir (fixture->top), ==, 0);
  g_free (fixture->top);
  g_free (fixture->module);
}

static guint
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static char *
create (char **config)
{
  RfListen listen = { (char *) "127.0.0.1", 20010, TRUE };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  char *folder = rf_core_folder_create ("ke vin/../x", &listen, &error);

  g_assert_no_error (error);
  path = g_build_filename (folder, "config", NULL);
  g_assert_true (g_file_get_contents (path, config, NULL, NULL));
  g_assert_cmphex (get_mode (folder), ==, 0700);
  g_assert_cmphex (get_mode (path), ==, 0600);
  return folder;
}

static void
test_create (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *config = NULL;
  g_autofree char *folder = create (&config);
  g_autofree char *line = g_strdup_printf ("module_app %s\n", fixture->module + 1);
  g_autofree char *name = g_strdup_printf ("ke_vin____x-%d-", getpid ());
  g_autofree char *start = g_build_filename (fixture->top, "referee", name, NULL);

  g_assert_true (g_str_has_prefix (folder, start));
  g_assert_nonnull (strstr (config, line));
  g_assert_nonnull (strstr (config, "sip_listen 127.0.0.1:20010\n"));
  g_assert_nonnull (strstr (config, "net_interface 127.0.0.1\n"));
  g_assert_nonnull (strstr (config, "baresip/modules/g711.so\n"));
  g_assert_null (strstr (config, "menu.so"));
  rf_core_folder_remove (folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* The core cannot read a path with white space; it gets another name for it. */
static void
test_white_space (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *config = NULL;
  g_autofree char *folder = create (&config);
  g_autofree char *link = g_build_filename (folder, "referee-core.so", NULL);
  g_autofree char *line = g_strdup_printf ("module_app %s\n", link + 1);
  g_autofree char *target = g_file_read_link (link, NULL);

  g_assert_nonnull (strstr (config, line));
  g_assert_cmpstr (target, ==, fixture->module);
  rf_core_folder_remove (folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fixture->module, G_FILE_TEST_EXISTS));
}

static void
check_missing (const char *variable,
               const char *value,
               const char *word)
{
  RfListen listen = { (char *) "127.0.0.1", 20010, TRUE };
  g_autoptr (GError) error = NULL;

  g_setenv (variable, value, TRUE);
  g_assert_null (rf_core_folder_create ("kevin", &listen, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_NO_CORE);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_missing (Fixture      *fixture,
              gconstpointer data)
{
  check_missing ("REFEREE_BARESIP_MODULES", fixture->top, "baresip-core");
  g_unsetenv ("REFEREE_BARESIP_MODULES");
  check_missing ("REFEREE_CORE_MODULE", "/nowhere/referee-core.so", "referee-core.so");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/core-folder/create", Fixture, "plain", set_up, test_create, tear_down);
  g_test_add ("/core-folder/white-space", Fixture, "white space", set_up, test_white_space,
              tear_down);
  g_test_add ("/core-folder/missing", Fixture, "plain", set_up, test_missing, tear_down);
  return g_test_run ();
}
