/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-call.h"
#include "rf-feed.h"
#include "rf-phone-types.h"

G_BEGIN_DECLS

/**
 * RfPhone:
 *
 * One phone: a core process with its supervisor, its account and its calls. A GListModel of RfCall,
 * newest last; ended and lost calls leave it after rf_phone_forget_call(), or by themselves after
 * the time of "linger" (ms, default 4000), which begins when no transfer of theirs is open.
 *
 * The core's death never ends the phone: live calls become %RF_CALL_LOST, state becomes
 * %RF_PHONE_LOST, a new core is started at once (again with growing pauses where it keeps dying)
 * and the account is added again.
 *
 * Properties: "name", "state" (RfPhoneState), "problem" (sentence or NULL), "aor" (as in use, NULL
 * until ready), "display-name", "version" (s), "limits" (strv), "audio-problem" (sentence, or NULL
 * when there is sound), "registration" (s: "local", "registering", "registered", "failed"),
 * "registration-reason" (s), "audible" (b), "linger" (u).
 * Signals: "incoming-call" (RfCall that waits for our answer), "call-added" (RfCall),
 * "command-failed" (RfCall nullable, GError boxed), "core-lost" (string reason), "request-refused"
 * (string URI, uint code: who was in no call with us and asked for one in vain), "transfer-event"
 * (RfCall, RfTransfer, string, uint code, int64 µs since 1970: each stage and end of each transfer
 * that we asked for).
 */
#define RF_TYPE_PHONE (rf_phone_get_type ())
G_DECLARE_FINAL_TYPE (RfPhone, rf_phone, RF, PHONE, GObject)

RfPhone      *rf_phone_new                (const RfPhoneConfig *config,
                                           RfFeed              *feed);
void          rf_phone_start_async        (RfPhone               *self,
                                           const RfAccountConfig *account,
                                           GCancellable          *cancellable,
                                           GAsyncReadyCallback    callback,
                                           gpointer               user_data);
gboolean      rf_phone_start_finish       (RfPhone       *self,
                                           GAsyncResult  *result,
                                           GError       **error);
void          rf_phone_stop_async         (RfPhone             *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean      rf_phone_stop_finish        (RfPhone       *self,
                                           GAsyncResult  *result,
                                           GError       **error);
void          rf_phone_set_account_async  (RfPhone               *self,
                                           const RfAccountConfig *account,
                                           GCancellable          *cancellable,
                                           GAsyncReadyCallback    callback,
                                           gpointer               user_data);
gboolean      rf_phone_set_account_finish (RfPhone       *self,
                                           GAsyncResult  *result,
                                           GError       **error);

void          rf_phone_dial_async         (RfPhone             *self,
                                           const char          *text,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
RfCall       *rf_phone_dial_finish        (RfPhone       *self,
                                           GAsyncResult  *result,
                                           GError       **error);
char         *rf_phone_complete_uri       (RfPhone     *self,
                                           const char  *text,
                                           GError     **error);

RfPhoneState  rf_phone_get_state          (RfPhone *self);
const char   *rf_phone_get_name           (RfPhone *self);
const char   *rf_phone_get_aor            (RfPhone *self);
const char   *rf_phone_get_problem        (RfPhone *self);
const char   *rf_phone_get_audio_problem  (RfPhone *self);
void          rf_phone_set_audible        (RfPhone  *self,
                                           gboolean  audible);
void          rf_phone_forget_call        (RfPhone *self,
                                           RfCall  *call);
GPid          rf_phone_get_core_pid       (RfPhone *self);
gint64        rf_phone_measure_ping       (RfPhone *self);
void          rf_phone_catch_up_async     (RfPhone             *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean      rf_phone_catch_up_finish    (RfPhone             *self,
                                           GAsyncResult        *result,
                                           GError             **error);

G_END_DECLS
