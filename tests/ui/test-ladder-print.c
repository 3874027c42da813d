/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-ladder-print.h"

#include <glib/gstdio.h>

#define N_CALLS 80

/* As many messages as need more than one page. */
static RfTrace *
create_trace (void)
{
  RfTrace *trace = ladder_fixture_blind ();

  for (guint i = 0; i < N_CALLS; i++) {
    g_autofree char *call = g_strdup_printf ("options-%u", i);
    const LadderStep step = {
      40000 + (int) i, "wayne", "mike", "OPTIONS", "1 OPTIONS", call, "", "",
    };

    ladder_fixture_append (trace, &step, 1);
  }
  return trace;
}

/* What goes to a printer goes to a file here. */
static void
test_print (void)
{
  g_autoptr (RfTrace) trace = create_trace ();
  g_autoptr (GtkPrintOperation) operation = rf_ladder_print_new (trace, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("rf-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "printed.pdf", NULL);
  g_autofree char *pdf = NULL;
  int n_pages;

  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &pdf, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_object_get (operation, "n-pages-to-print", &n_pages, NULL);
  g_assert_cmpint (n_pages, ==, 3);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ladder-print/pages", test_print);
  return g_test_run ();
}
