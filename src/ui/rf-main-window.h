/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <handy.h>

#include "rf-desk.h"
#include "rf-history.h"
#include "rf-identity.h"
#include "rf-request-notifier.h"
#include "rf-ringer.h"

G_BEGIN_DECLS

#define RF_TYPE_MAIN_WINDOW (rf_main_window_get_type ())
G_DECLARE_FINAL_TYPE (RfMainWindow, rf_main_window, RF, MAIN_WINDOW, HdyApplicationWindow)

GtkWidget  *rf_main_window_new          (GtkApplication *app,
                                         GSettings      *settings);
void        rf_main_window_set_history  (RfMainWindow   *self,
                                         RfHistory      *history);
void        rf_main_window_fill_in      (RfMainWindow   *self,
                                         const char     *address);
RfIdentity *rf_main_window_get_identity (RfMainWindow   *self);
RfPhone    *rf_main_window_get_phone    (RfMainWindow   *self);
RfDesk     *rf_main_window_get_desk     (RfMainWindow   *self);
RfRinger   *rf_main_window_get_ringer   (RfMainWindow   *self);
RfRequestNotifier *rf_main_window_get_requests (RfMainWindow *self);

G_END_DECLS
