/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-account.h"
#include "rf-core.h"
#include "rf-phone-types.h"

G_BEGIN_DECLS

/**
 * RfSupervisor:
 *
 * Keeps one core running with the account on it: starts it, and when it dies starts another, for as
 * long as it was not told to stop.
 *
 * Properties: "state" (RfPhoneState), "problem" (sentence or NULL), "aor" (s, NULL until first
 * ready).
 * Signals: "core-started" (RfCore): it can be talked to, and has no account yet; "core-lost"
 * (string reason): it died. "core-gone": it was stopped.
 */
#define RF_TYPE_SUPERVISOR (rf_supervisor_get_type ())
G_DECLARE_FINAL_TYPE (RfSupervisor, rf_supervisor, RF, SUPERVISOR, GObject)

RfSupervisor *rf_supervisor_new                (const RfPhoneConfig *config);
void          rf_supervisor_start_async        (RfSupervisor        *self,
                                                RfAccount           *account,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean      rf_supervisor_start_finish       (RfSupervisor  *self,
                                                GAsyncResult  *result,
                                                GError       **error);
void          rf_supervisor_stop_async         (RfSupervisor        *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean      rf_supervisor_stop_finish        (RfSupervisor  *self,
                                                GAsyncResult  *result,
                                                GError       **error);
void          rf_supervisor_set_account_async  (RfSupervisor        *self,
                                                RfAccount           *account,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean      rf_supervisor_set_account_finish (RfSupervisor  *self,
                                                GAsyncResult  *result,
                                                GError       **error);
RfPhoneState  rf_supervisor_get_state          (RfSupervisor *self);
const char   *rf_supervisor_get_problem        (RfSupervisor *self);
const char   *rf_supervisor_get_aor            (RfSupervisor *self);
RfAccount    *rf_supervisor_get_account        (RfSupervisor *self);
RfCore       *rf_supervisor_get_core           (RfSupervisor *self);

G_END_DECLS
