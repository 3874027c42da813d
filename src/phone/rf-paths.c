/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paths"

#include "config.h"

#include "rf-paths.h"

/* How far above the running program the build folder may be: BUILD/src/app/referee. */
#define MAX_DEPTH 4

/* A build folder is known by what meson leaves in it, so that nothing near an installed program is
 * mistaken for one. */
static char *
dup_build_dir (void)
{
  g_autofree char *dir = g_file_read_link ("/proc/self/exe", NULL);

  for (guint i = 0; dir != NULL && i < MAX_DEPTH; i++) {
    g_autofree char *parent = g_path_get_dirname (dir);
    g_autofree char *mark = g_build_filename (parent, "meson-private", "coredata.dat", NULL);

    if (g_file_test (mark, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&parent);
    g_free (dir);
    dir = g_steal_pointer (&parent);
  }
  return NULL;
}

/**
 * rf_paths_dup_core_module:
 *
 * Returns: (transfer full) (nullable): path of referee-core.so, or %NULL where there is none
 */
char *
rf_paths_dup_core_module (void)
{
  const char *chosen = g_getenv ("REFEREE_CORE_MODULE");
  g_autofree char *build_dir = NULL;
  g_autofree char *path = NULL;

  if (chosen != NULL && *chosen != '\0') {
    path = g_canonicalize_filename (chosen, NULL);
  } else if ((build_dir = dup_build_dir ()) != NULL) {
    path = g_build_filename (build_dir, "src", "core", "referee-core.so", NULL);
  } else {
    path = g_build_filename (RF_PKGLIBDIR, "referee-core.so", NULL);
  }
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

/**
 * rf_paths_dup_data_dir:
 *
 * Returns: (transfer full): the folder that holds scenarios/ and samples/
 */
char *
rf_paths_dup_data_dir (void)
{
  const char *chosen = g_getenv ("REFEREE_DATA_DIR");
  g_autofree char *build_dir = NULL;

  if (chosen != NULL && *chosen != '\0')
    return g_canonicalize_filename (chosen, NULL);
  build_dir = dup_build_dir ();
  return build_dir != NULL ? g_build_filename (build_dir, "data", NULL) : g_strdup (RF_PKGDATADIR);
}
