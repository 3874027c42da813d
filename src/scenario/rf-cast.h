/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"
#include "rf-scenario.h"

G_BEGIN_DECLS

/**
 * RfCast:
 *
 * The phones of a scenario's parties, each with a core of its own on a free port of 127.0.0.1, and
 * the one trace that all of them feed.
 *
 * Signals:
 * - "changed" (): something about a phone, a call or a transfer has changed
 * - "core-lost" (guint party, string reason): the core of a party's phone died; the phone starts
 *   another
 */
#define RF_TYPE_CAST (rf_cast_get_type ())
G_DECLARE_FINAL_TYPE (RfCast, rf_cast, RF, CAST, GObject)

RfCast   *rf_cast_new          (RfScenario          *scenario);
void      rf_cast_set_player   (RfCast              *self,
                                guint                party,
                                const char          *player);
void      rf_cast_start_async  (RfCast              *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean  rf_cast_start_finish (RfCast              *self,
                                GAsyncResult        *result,
                                GError             **error);
void      rf_cast_stop_async   (RfCast              *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean  rf_cast_stop_finish  (RfCast              *self,
                                GAsyncResult        *result,
                                GError             **error);
RfTrace  *rf_cast_get_trace    (RfCast              *self);
void      rf_cast_flush        (RfCast              *self);
void      rf_cast_catch_up_async  (RfCast              *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean  rf_cast_catch_up_finish (RfCast              *self,
                                   GAsyncResult        *result,
                                   GError             **error);
RfPhone  *rf_cast_get_phone    (RfCast              *self,
                                guint                party);
void      rf_cast_listen_as    (RfCast              *self,
                                int                  party);
int       rf_cast_get_listener (RfCast              *self);
char     *rf_cast_dup_target   (RfCast              *self,
                                const char          *target);

G_END_DECLS
