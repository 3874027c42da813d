/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-capture-loader.h"
#include "rf-ladder-view.h"

G_BEGIN_DECLS

#define RF_TYPE_LADDER_EXPORT (rf_ladder_export_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderExport, rf_ladder_export, RF, LADDER_EXPORT, GtkMenuButton)

GtkWidget *rf_ladder_export_new         (void);
void       rf_ladder_export_set_view    (RfLadderExport  *self,
                                         RfLadderView    *view);
void       rf_ladder_export_set_whole   (RfLadderExport  *self,
                                         RfTrace         *whole);
void       rf_ladder_export_set_loader  (RfLadderExport  *self,
                                         RfCaptureLoader *loader);
void       rf_ladder_export_set_capture (RfLadderExport  *self,
                                         GFile           *capture);
void       rf_ladder_export_add_keys    (GtkApplication  *app);

G_END_DECLS
