/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rf_failure_show (GtkWindow  *parent,
                      const char *what,
                      const char *why);

G_END_DECLS
