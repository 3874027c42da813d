/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee"

#include "config.h"

#include "rf-application.h"
#include "rf-paths.h"
#include "rf-say.h"

#include <glib/gi18n.h>

#include <locale.h>

/*
 * Run from a build folder, or from a prefix that the session does not know, the schema and the
 * translations are found beside the program's other data.
 */
static void
find_data (char **locale_dir)
{
  g_autofree char *data_dir = rf_paths_dup_data_dir ();
  g_autofree char *local = g_build_filename (data_dir, "gschemas.compiled", NULL);
  g_autofree char *shared_dir = g_build_filename (data_dir, "..", "glib-2.0", "schemas", NULL);
  g_autofree char *shared = g_build_filename (shared_dir, "gschemas.compiled", NULL);

  if (g_file_test (local, G_FILE_TEST_EXISTS)) {
    g_setenv ("GSETTINGS_SCHEMA_DIR", data_dir, FALSE);
    *locale_dir = g_build_filename (data_dir, "..", "po", NULL);
  } else if (g_file_test (shared, G_FILE_TEST_EXISTS)) {
    g_setenv ("GSETTINGS_SCHEMA_DIR", shared_dir, FALSE);
  }
}


/* What is drawn and exported speaks the language of the window. */
static const char *
translate (const char *one, const char *many, gulong n)
{
  return many ? ngettext (one, many, n) : gettext (one);
}


int
main (int argc, char *argv[])
{
  g_autoptr (RfApplication) app = NULL;
  g_autofree char *locale_dir = NULL;

  find_data (&locale_dir);
  setlocale (LC_ALL, "");
  bindtextdomain (RF_GETTEXT_DOMAIN, locale_dir ? locale_dir : RF_LOCALEDIR);
  bind_textdomain_codeset (RF_GETTEXT_DOMAIN, "UTF-8");
  textdomain (RF_GETTEXT_DOMAIN);
  rf_say_in (translate);
  g_set_application_name ("Referee");

  app = rf_application_new ();

  return g_application_run (G_APPLICATION (app), argc, argv);
}
