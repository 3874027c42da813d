/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-transfer.h"

G_BEGIN_DECLS

typedef enum {
  RF_CALL_DIALING,
  RF_CALL_RINGING_OUT, /* the far end rings */
  RF_CALL_RINGING_IN,  /* waits for our answer */
  RF_CALL_EARLY,
  RF_CALL_ESTABLISHED,
  RF_CALL_ENDED,
  RF_CALL_LOST,        /* the core died under it */
  RF_CALL_ASKING,      /* no call: somebody asks, outside of any, that one be placed */
} RfCallState;

#define RF_TYPE_CALL_STATE (rf_call_state_get_type ())
GType rf_call_state_get_type (void);

/**
 * RfCall:
 *
 * One call, for as long as anybody wants to show it; outlives the core that carried it.
 *
 * Properties, all notify: "call-id", "account" (AOR), "incoming" (b), "state" (RfCallState),
 * "peer-uri", "peer-name", "peer-label" (the best short name: display name, else user part, else
 * the URI; always valid UTF-8, never markup), "referred-by", "created-at", "established-at",
 * "ended-at" (int64 µs since 1970, 0 while not), "local-hold", "resuming" (b: whoever has asked for
 * it, the other phone has not answered yet), "remote-hold", "muted", "codec",
 * "peer-allows-refer", "peer-supports-replaces", "end-code" (u), "end-reason", "redirected-to"
 * (where a redirect led that was not followed), "transfer" (RfTransfer of the newest attempt as
 * transferor, nullable), "request-target", "request-by"
 * (strings: a REFER that waits for the person, NULL when none; it may outlive the call where the
 * other party has hung up), "request-attended" (b: it names a
 * call to be replaced), "request-deadline" (int64 µs).
 * What became of the other party's newest REFER: "transferee-stage" (string, NULL when none:
 * dialing, ringing, succeeded, failed, declined, unanswered, refused), "transferee-code" (u),
 * "transferee-reason", "triggered-call" (RfCall that it made us place), and on that one "asked-by"
 * (string, NULL where nobody made us: the best short name of whose REFER it was). An incoming call
 * that takes the place of another: "replaces" (RfCall that it asks for while it rings), then
 * "replaced-call", and on the old one "replaced-by". A call that another one names so is NULL
 * there, without a notification, once nobody holds it.
 *
 * An incoming call that takes the place of another one with the right to do so is %RF_CALL_EARLY at
 * first, never %RF_CALL_RINGING_IN: the core answers it.
 *
 * A request that came outside of any call is %RF_CALL_ASKING from the beginning to the end: it has
 * the properties of a request and of what became of it, and no others of a call but who asks.
 *
 * Signal "transfer-event": as #RfTransfer::advanced, with the RfTransfer in front.
 */
#define RF_TYPE_CALL (rf_call_get_type ())
G_DECLARE_FINAL_TYPE (RfCall, rf_call, RF, CALL, GObject)

RfCallState  rf_call_get_state          (RfCall *self);
gboolean     rf_call_is_incoming        (RfCall *self);
gboolean     rf_call_is_live            (RfCall *self);
const char  *rf_call_get_call_id        (RfCall *self);
const char  *rf_call_get_account        (RfCall *self);
const char  *rf_call_get_peer_uri       (RfCall *self);
const char  *rf_call_get_peer_label     (RfCall *self);
const char  *rf_call_get_referred_by    (RfCall *self);
gint64       rf_call_get_created_at     (RfCall *self);
gint64       rf_call_get_established_at (RfCall *self);
gint64       rf_call_get_ended_at       (RfCall *self);
gboolean     rf_call_get_local_hold     (RfCall *self);
gboolean     rf_call_is_resuming        (RfCall *self);
gboolean     rf_call_get_remote_hold    (RfCall *self);
gboolean     rf_call_get_muted          (RfCall *self);
const char  *rf_call_get_codec          (RfCall *self);
gboolean     rf_call_get_peer_allows_refer (RfCall *self);
guint        rf_call_get_end_code       (RfCall *self);
const char  *rf_call_get_end_reason     (RfCall *self);
const char  *rf_call_get_redirected_to  (RfCall *self);
RfTransfer  *rf_call_get_transfer       (RfCall *self);
const char  *rf_call_get_request_target (RfCall *self);
const char  *rf_call_get_request_by     (RfCall *self);
gboolean     rf_call_is_request_attended (RfCall *self);
const char  *rf_call_get_transferee_stage  (RfCall *self);
guint        rf_call_get_transferee_code   (RfCall *self);
const char  *rf_call_get_transferee_reason (RfCall *self);
RfCall      *rf_call_get_triggered_call (RfCall *self);
const char  *rf_call_get_asked_by       (RfCall *self);
RfCall      *rf_call_get_replaces       (RfCall *self);
RfCall      *rf_call_get_replaced_call  (RfCall *self);
RfCall      *rf_call_get_replaced_by    (RfCall *self);
gboolean     rf_call_can_transfer       (RfCall  *self,
                                         char   **why_not);
gboolean     rf_call_can_take_over      (RfCall *self);

/* Commands. Each answers through rf_call_command_finish(); a NULL callback sends the error to
 * RfPhone::command-failed. */
void     rf_call_answer_async         (RfCall              *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_hang_up_async        (RfCall              *self,
                                       guint                code,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_set_hold_async       (RfCall              *self,
                                       gboolean             hold,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_set_muted_async      (RfCall              *self,
                                       gboolean             muted,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_send_dtmf_async      (RfCall              *self,
                                       const char          *digits,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_transfer_async       (RfCall              *self,
                                       const char          *target,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_transfer_to_async    (RfCall              *self,
                                       RfCall              *other,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_cancel_transfer_async (RfCall              *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void     rf_call_answer_request_async (RfCall              *self,
                                       gboolean             accept,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean rf_call_command_finish       (RfCall        *self,
                                       GAsyncResult  *result,
                                       GError       **error);

G_END_DECLS
