/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk-a11y.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RF_TYPE_ENTRY_ICON_ACCESSIBLE (rf_entry_icon_accessible_get_type ())
G_DECLARE_FINAL_TYPE (RfEntryIconAccessible, rf_entry_icon_accessible, RF, ENTRY_ICON_ACCESSIBLE,
                      GtkImageCellAccessible)

#define RF_TYPE_ENTRY_ICON (rf_entry_icon_get_type ())
G_DECLARE_FINAL_TYPE (RfEntryIcon, rf_entry_icon, RF, ENTRY_ICON, GtkCellRendererPixbuf)

G_END_DECLS
