/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-trace.h"

G_BEGIN_DECLS

GtkPrintOperation *rf_ladder_print_new (RfTrace   *trace);
void               rf_ladder_print     (RfTrace   *trace,
                                        GtkWindow *parent);

G_END_DECLS
