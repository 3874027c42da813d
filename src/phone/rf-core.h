/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-dbus-core.h"
#include "rf-listen.h"

G_BEGIN_DECLS

/**
 * RfCore:
 *
 * One core process with its connection, from start to end; a new process is a new object.
 *
 * Signal "died" (string reason): it ended without being asked to, after it had been started.
 */
#define RF_TYPE_CORE (rf_core_get_type ())
G_DECLARE_FINAL_TYPE (RfCore, rf_core, RF, CORE, GObject)

RfCore             *rf_core_new          (const char *name);
void                rf_core_start_async  (RfCore              *self,
                                          const RfListen      *listen,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean            rf_core_start_finish (RfCore        *self,
                                          GAsyncResult  *result,
                                          GError       **error);
void                rf_core_stop_async   (RfCore              *self,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean            rf_core_stop_finish  (RfCore        *self,
                                          GAsyncResult  *result,
                                          GError       **error);
void                rf_core_kill         (RfCore *self);
RfDBusPhone        *rf_core_get_phone    (RfCore *self);
GDBusObjectManager *rf_core_get_manager  (RfCore *self);
GPid                rf_core_get_pid      (RfCore *self);

G_END_DECLS
