/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-runner.h"

G_BEGIN_DECLS

#define RF_TYPE_DEMO_PARTY (rf_demo_party_get_type ())
G_DECLARE_FINAL_TYPE (RfDemoParty, rf_demo_party, RF, DEMO_PARTY, GtkBox)

GtkWidget *rf_demo_party_new (RfRunner *runner,
                              guint     party);

G_END_DECLS
