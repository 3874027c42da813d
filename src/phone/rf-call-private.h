/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-call.h"
#include "rf-dbus-core.h"

G_BEGIN_DECLS

/* Of the files rf-call*.c only. */
struct _RfCall {
  GObject      parent_instance;

  RfDBusCall  *proxy;
  RfCallState  state;
  gboolean     incoming;
  char        *call_id;
  char        *account;
  char        *peer_uri;
  char        *peer_name;
  char        *peer_label;
  char        *referred_by;
  char        *codec;
  char        *end_reason;
  char        *redirected_to;
  gint64       created_at;
  gint64       established_at;
  gint64       ended_at;
  gboolean     local_hold;
  guint        n_resumes; /* that have no answer yet */
  gboolean     remote_hold;
  gboolean     muted;
  gboolean     peer_allows_refer;
  gboolean     peer_supports_replaces;
  guint        end_code;
  RfTransfer  *transfer;
  char        *request_target;
  char        *request_by;
  gboolean     request_attended;
  gint64       request_deadline;
  char        *transferee_stage;
  guint        transferee_code;
  char        *transferee_reason;
  char        *asked_by;
  /* Weak, all of them: calls name each other, and each goes when nobody shows it any more. */
  RfCall      *triggered_call;
  RfCall      *replaces;
  RfCall      *replaced_call;
  RfCall      *replaced_by;
};

/* For the other files of this layer and its tests. RfCall emits "command-failed" (GError) where a
 * command had no callback. */
RfCall      *rf_call_new                   (RfDBusCall *proxy);
RfDBusCall  *rf_call_get_proxy             (RfCall *self);
const char  *rf_call_get_path              (RfCall *self);
void         rf_call_set_transfer          (RfCall     *self,
                                            RfTransfer *transfer);
void         rf_call_report_failure        (RfCall       *self,
                                            const GError *error);
void         rf_call_take_end              (RfCall *self);
void         rf_call_take_loss             (RfCall     *self,
                                            const char *why);
void         rf_call_clear_request         (RfCall *self);
RfCallState  rf_call_next_state            (RfCallState  state,
                                            gboolean     incoming,
                                            const char  *name);

/* rf-call-referral.c */
void         rf_call_take_transferee_stage (RfCall     *self,
                                            const char *stage,
                                            guint       code,
                                            const char *reason,
                                            RfCall     *triggered);
void         rf_call_set_replaces          (RfCall *self,
                                            RfCall *old);
void         rf_call_settle_replacement    (RfCall *self);

/* rf-call-commands.c */
GTask       *rf_call_new_command      (RfCall              *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GTask       *rf_call_begin_command    (RfCall              *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void         rf_call_on_done          (GObject      *source,
                                       GAsyncResult *result,
                                       gpointer      user_data);

G_END_DECLS
