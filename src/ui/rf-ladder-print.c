/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-print"

#include "config.h"

#include "rf-ladder-print.h"

#include "rf-failure.h"
#include "rf-ladder-cost.h"
#include "rf-pages.h"
#include "rf-sheet.h"

#include <glib/gi18n.h>

/* The pages are those of a PDF, on the paper that the person chooses. */

static void
on_begin_print (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                gpointer           user_data)
{
  RfPages *pages = user_data;

  rf_pages_set_paper (pages, gtk_print_context_get_width (context),
                      gtk_print_context_get_height (context));
  gtk_print_operation_set_n_pages (operation, (int) MIN (rf_pages_get_n (pages), G_MAXINT));
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              gpointer           user_data)
{
  rf_pages_paint (user_data, (guint) page, gtk_print_context_get_cairo_context (context));
}

static void
on_done (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         GtkWindow               *parent)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  rf_failure_show (parent, _("The ladder could not be printed"), error->message);
}

/**
 * rf_ladder_print_new:
 * @trace: what to print; must not change any more
 * @look: (nullable): what is shown of it
 *
 * Returns: (transfer full): what prints it
 */
GtkPrintOperation *
rf_ladder_print_new (RfTrace      *trace,
                     const RfLook *look)
{
  GtkPrintOperation *operation;
  RfPages *pages;
  g_autoptr (GtkPageSetup) setup = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  operation = gtk_print_operation_new ();
  pages = rf_pages_new (trace, look);
  setup = gtk_page_setup_new ();
  title = rf_sheet_dup_title (trace, look);
  gtk_page_setup_set_orientation (setup, rf_pages_is_wide (pages)
                                         ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                         : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), pages,
                         (GClosureNotify) (void (*) (void)) rf_pages_free, 0);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), pages);
  return operation;
}

/**
 * rf_ladder_print:
 * @trace: what to print; must not change any more
 * @look: (nullable): what is shown of it
 * @parent: the window of the person who asks
 *
 * Asks where to print to, and prints the ladder.
 */
void
rf_ladder_print (RfTrace      *trace,
                 const RfLook *look,
                 GtkWindow    *parent)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (RF_IS_TRACE (trace));
  g_return_if_fail (GTK_IS_WINDOW (parent));

  if (!rf_ladder_check_lifelines (trace, look, &error)) {
    rf_failure_show (parent, _("The ladder could not be printed"), error->message);
    return;
  }
  operation = rf_ladder_print_new (trace, look);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_done), parent, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}
