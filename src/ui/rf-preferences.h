/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <handy.h>

#include "rf-identity.h"

G_BEGIN_DECLS

#define RF_TYPE_PREFERENCES (rf_preferences_get_type ())
G_DECLARE_FINAL_TYPE (RfPreferences, rf_preferences, RF, PREFERENCES, HdyPreferencesWindow)

GtkWidget *rf_preferences_new (GtkWindow  *parent,
                               GSettings  *settings,
                               RfIdentity *identity,
                               RfPhone    *phone);

G_END_DECLS
