/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-demo-player.h"

G_BEGIN_DECLS

#define RF_TYPE_TRANSPORT_BAR (rf_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (RfTransportBar, rf_transport_bar, RF, TRANSPORT_BAR, GtkBox)

GtkWidget *rf_transport_bar_new          (void);
void       rf_transport_bar_set_player   (RfTransportBar *self,
                                          RfDemoPlayer   *player);
void       rf_transport_bar_set_scenario (RfTransportBar *self,
                                          const char     *scenario);

G_END_DECLS
