/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rf_recent_captures_attach (GMenu           *menu,
                                GtkRecentFilter *filter,
                                const char      *action);

G_END_DECLS
