/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rf_ladder_clipboard_set_picture (GtkClipboard *clipboard,
                                      GBytes       *png);

G_END_DECLS
