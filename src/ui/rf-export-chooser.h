/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-export-format.h"

G_BEGIN_DECLS

#define RF_TYPE_EXPORT_CHOOSER (rf_export_chooser_get_type ())
G_DECLARE_FINAL_TYPE (RfExportChooser, rf_export_chooser, RF, EXPORT_CHOOSER, GObject)

/**
 * RfExportChoice:
 * @format: name of the format, as in #RfExportFormat
 * @title: what a person calls it
 * @ascii: whether it is to be ASCII alone
 *
 * One of the ways to export that the dialog offers.
 */
typedef struct {
  const char *format;
  const char *title;
  gboolean    ascii;
} RfExportChoice;

RfExportChooser *rf_export_chooser_new  (GFile *capture);
void             rf_export_chooser_show (RfExportChooser *self,
                                         GtkWindow       *parent);

G_END_DECLS
