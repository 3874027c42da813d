/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-look.h"

G_BEGIN_DECLS

GtkPrintOperation *rf_ladder_print_new (RfTrace      *trace,
                                        const RfLook *look);
void               rf_ladder_print     (RfTrace      *trace,
                                        const RfLook *look,
                                        GtkWindow    *parent);

G_END_DECLS
