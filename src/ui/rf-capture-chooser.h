/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rf_capture_chooser_show     (GtkApplication *app);
void rf_capture_chooser_add_drop (GtkWindow      *window);

G_END_DECLS
