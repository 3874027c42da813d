/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "rf-paths.h"

/* This test runs from a build folder, as a program does that is not installed. */
static void
test_build_folder (void)
{
  g_autofree char *module = rf_paths_dup_core_module ();
  g_autofree char *data = rf_paths_dup_data_dir ();
  g_autofree char *top = g_build_filename (g_test_get_dir (G_TEST_BUILT), "..", "..", NULL);
  g_autofree char *build_dir = g_canonicalize_filename (top, NULL);
  g_autofree char *expected_module = g_build_filename (build_dir, "src/core/referee-core.so", NULL);
  g_autofree char *expected_data = g_build_filename (build_dir, "data", NULL);

  g_assert_cmpstr (module, ==, expected_module);
  g_assert_cmpstr (data, ==, expected_data);
}

static void
test_environment (void)
{
  g_autofree char *folder = g_dir_make_tmp ("rf-test-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "module.so", NULL);
  g_autofree char *module = NULL;
  g_autofree char *data = NULL;
  g_autofree char *missing = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_setenv ("REFEREE_CORE_MODULE", file, TRUE);
  g_setenv ("REFEREE_DATA_DIR", folder, TRUE);
  module = rf_paths_dup_core_module ();
  data = rf_paths_dup_data_dir ();
  g_assert_cmpstr (module, ==, file);
  g_assert_cmpstr (data, ==, folder);

  g_unlink (file);
  missing = rf_paths_dup_core_module ();
  g_assert_null (missing);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paths/build-folder", test_build_folder);
  g_test_add_func ("/paths/environment", test_environment);
  return g_test_run ();
}
