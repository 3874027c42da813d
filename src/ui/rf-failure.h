/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rf_failure_show (GtkWindow  *parent,
                      const char *what,
                      const char *why);
char *rf_failure_dup_reason (GFile        *file,
                             const GError *error);

G_END_DECLS
