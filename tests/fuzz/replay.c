/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-fuzz.h"

/*
 * Gives a target each file of its corpus, as a test: for compilers that know no fuzzer, and so that
 * what was found once stays mended.
 *
 *   replay-TARGET FOLDER
 */

static void
test_input (gconstpointer path)
{
  g_autofree char *bytes = NULL;
  g_autofree guint8 *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  /* Not one byte more, or a read behind the end would go unseen. */
  exact = g_memdup2 (bytes, length);
  g_assert_cmpint (LLVMFuzzerTestOneInput (exact, length), ==, 0);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return g_steal_pointer (&names);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *target = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  LLVMFuzzerInitialize (&argc, &argv);

  target = g_path_get_basename (argv[1]);
  names = list_names (argv[1]);
  g_assert_cmpuint (names->len, >, 0);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *test = g_strdup_printf ("/fuzz/%s/%s", target, (char *) names->pdata[i]);

    g_test_add_data_func_full (test, g_build_filename (argv[1], names->pdata[i], NULL), test_input,
                               g_free);
  }

  return g_test_run ();
}
