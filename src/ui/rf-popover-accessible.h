/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk-a11y.h>

G_BEGIN_DECLS

#define RF_TYPE_POPOVER_ACCESSIBLE (rf_popover_accessible_get_type ())
G_DECLARE_FINAL_TYPE (RfPopoverAccessible, rf_popover_accessible, RF, POPOVER_ACCESSIBLE,
                      GtkPopoverAccessible)

void rf_popover_accessible_install (void);

G_END_DECLS
