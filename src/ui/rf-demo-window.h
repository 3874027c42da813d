/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <handy.h>

G_BEGIN_DECLS

#define RF_TYPE_DEMO_WINDOW (rf_demo_window_get_type ())
G_DECLARE_FINAL_TYPE (RfDemoWindow, rf_demo_window, RF, DEMO_WINDOW, HdyApplicationWindow)

GtkWidget *rf_demo_window_new (GtkApplication *app, GSettings *settings, const char *scenario);

G_END_DECLS
