/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-history-recorder"

#include "rf-history-recorder.h"

struct _RfHistoryRecorder {
  GObject    parent_instance;

  RfHistory *history;
};

G_DEFINE_FINAL_TYPE (RfHistoryRecorder, rf_history_recorder, G_TYPE_OBJECT)

/* What has been written of a call goes with it, as nobody but its window may hold it. */
static G_DEFINE_QUARK (rf-history-written, written)

static gint64
new_id (void)
{
  return ((gint64) (g_random_int () & G_MAXINT32) << 32) | g_random_int ();
}

static RfHistoryOutcome
get_incoming_outcome (guint code)
{
  switch (code) {
  case 486:
  case 600:
  case 603:
    return RF_HISTORY_DECLINED;
  case 0:
  case 480:
  case 487:
    return RF_HISTORY_MISSED;
  default:
    return RF_HISTORY_FAILED;
  }
}

static RfHistoryOutcome
get_outgoing_outcome (guint code)
{
  switch (code) {
  case 486:
  case 600:
    return RF_HISTORY_BUSY;
  case 603:
    return RF_HISTORY_DECLINED;
  case 0:
  case 487:
    return RF_HISTORY_CANCELLED;
  default:
    return RF_HISTORY_FAILED;
  }
}

static RfHistoryOutcome
get_outcome (RfCall *call)
{
  guint code = rf_call_get_end_code (call);

  if (rf_call_is_live (call))
    return RF_HISTORY_OPEN;
  if (rf_call_get_state (call) == RF_CALL_LOST)
    return RF_HISTORY_LOST;
  if (rf_call_get_established_at (call) != 0)
    return RF_HISTORY_ANSWERED;
  return rf_call_is_incoming (call) ? get_incoming_outcome (code) : get_outgoing_outcome (code);
}

static RfTransferResult
get_transferee_result (RfCall *call)
{
  const char *stage = rf_call_get_transferee_stage (call);

  if (g_strcmp0 (stage, "succeeded") == 0)
    return RF_TRANSFER_SUCCEEDED;
  if (g_strcmp0 (stage, "failed") == 0)
    return RF_TRANSFER_FAILED;
  return RF_TRANSFER_PENDING;
}

/* The texts stay the transfer's. */
static void
take_transfer (RfHistoryRecord *record,
               RfTransfer      *transfer)
{
  record->turn_result = rf_transfer_get_result (transfer);
  record->turn = record->turn_result != RF_TRANSFER_CANCELLED ? RF_HISTORY_TURN_TRANSFERRED
                                                              : RF_HISTORY_TURN_NONE;
  record->turn_uri = (char *) rf_transfer_get_target (transfer);
  record->turn_label = (char *) rf_transfer_get_target_label (transfer);
  record->turn_code = rf_transfer_get_code (transfer);
  record->turn_cause = rf_transfer_get_cause (transfer);
}

static void
take_other_call (RfHistoryRecord *record,
                 RfHistoryTurn    turn,
                 RfCall          *other)
{
  record->turn = turn;
  record->turn_uri = (char *) rf_call_get_peer_uri (other);
  record->turn_label = (char *) rf_call_get_peer_label (other);
}

/* Where there was more than one transfer, the one that this call ended by. The other calls are held
 * weakly: when they are gone, what was known of them stays. */
static void
take_turn (RfHistoryRecord *record,
           RfCall          *call)
{
  RfCall *replaced_by = rf_call_get_replaced_by (call);
  RfCall *triggered = rf_call_get_triggered_call (call);
  RfTransfer *transfer = rf_call_get_transfer (call);
  gboolean failed = transfer != NULL && (rf_transfer_get_result (transfer) == RF_TRANSFER_FAILED
                                         || rf_transfer_get_result (transfer)
                                              == RF_TRANSFER_REFUSED);

  /* One that could not even be begun is gone without a trace. */
  if (record->turn == RF_HISTORY_TURN_TRANSFERRED && transfer == NULL)
    record->turn = RF_HISTORY_TURN_NONE;
  if (replaced_by != NULL) {
    take_other_call (record, RF_HISTORY_TURN_CONTINUED, replaced_by);
  } else if (transfer != NULL && !(failed && triggered != NULL)) {
    take_transfer (record, transfer);
  } else if (triggered != NULL) {
    take_other_call (record, RF_HISTORY_TURN_SENT, triggered);
  }
  if (record->turn == RF_HISTORY_TURN_SENT) {
    record->turn_result = get_transferee_result (call);
    record->turn_code = rf_call_get_transferee_code (call);
  }
}

static void
take_call (RfHistoryRecord *record,
           RfCall          *call)
{
  const char *referred_by = rf_call_get_referred_by (call);

  record->account = (char *) rf_call_get_account (call);
  record->peer_uri = (char *) rf_call_get_peer_uri (call);
  record->peer_label = (char *) rf_call_get_peer_label (call);
  record->incoming = rf_call_is_incoming (call);
  if (rf_call_get_created_at (call) != 0)
    record->started_at = rf_call_get_created_at (call);
  record->answered_at = rf_call_get_established_at (call);
  record->ended_at = rf_call_get_ended_at (call);
  record->outcome = get_outcome (call);
  record->code = rf_call_get_end_code (call);
  record->reason = (char *) rf_call_get_end_reason (call);
  if (referred_by != NULL && *referred_by != '\0')
    record->sent_by = (char *) referred_by;
  take_turn (record, call);
}

/* @sent_by is for a call that does not tell it itself. */
static void
note (RfHistoryRecorder *self,
      RfCall            *call,
      const char        *sent_by)
{
  RfHistoryEntry *written = g_object_get_qdata (G_OBJECT (call), written_quark ());
  g_autoptr (RfHistoryEntry) entry = NULL;
  RfHistoryRecord record = { 0 };

  if (written != NULL)
    record = *rf_history_entry_get_record (written);
  else
    record = (RfHistoryRecord) { .id = new_id (), .started_at = g_get_real_time () };
  if (sent_by != NULL && (record.sent_by == NULL || *record.sent_by == '\0'))
    record.sent_by = (char *) sent_by;
  take_call (&record, call);
  entry = rf_history_entry_new (&record);
  if (written != NULL && rf_history_entry_equal (written, entry))
    return;

  rf_history_put (self->history, entry);
  g_object_set_qdata_full (G_OBJECT (call), written_quark (), g_steal_pointer (&entry),
                           g_object_unref);
}

/* A phone that asks us to call somebody need not say in whose name (RFC 3892 is optional). */
static void
note_triggered (RfHistoryRecorder *self,
                RfCall            *call)
{
  RfCall *triggered = rf_call_get_triggered_call (call);
  g_autofree char *sent_by = NULL;

  if (triggered == NULL)
    return;
  sent_by = g_strdup_printf ("<%s>", rf_call_get_peer_uri (call));
  note (self, triggered, sent_by);
}

static void
on_call_changed (RfHistoryRecorder *self,
                 GParamSpec        *pspec,
                 RfCall            *call)
{
  if (rf_call_get_state (call) != RF_CALL_ASKING)
    note (self, call, NULL);
  note_triggered (self, call);
}

static void
on_transfer_event (RfHistoryRecorder *self,
                   RfCall            *call)
{
  note (self, call, NULL);
}

static void
rf_history_recorder_finalize (GObject *object)
{
  g_clear_object (&RF_HISTORY_RECORDER (object)->history);

  G_OBJECT_CLASS (rf_history_recorder_parent_class)->finalize (object);
}

static void
rf_history_recorder_class_init (RfHistoryRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_history_recorder_finalize;
}

static void
rf_history_recorder_init (RfHistoryRecorder *self)
{
}

/**
 * rf_history_recorder_new:
 * @history: where calls are written
 * @phone: (nullable): whose calls, from now on; %NULL for those that are given one by one
 *
 * Returns: (transfer full): a recorder, at work until nobody holds it
 */
RfHistoryRecorder *
rf_history_recorder_new (RfHistory *history,
                         RfPhone   *phone)
{
  RfHistoryRecorder *self;

  g_return_val_if_fail (RF_IS_HISTORY (history), NULL);
  g_return_val_if_fail (phone == NULL || RF_IS_PHONE (phone), NULL);

  self = g_object_new (RF_TYPE_HISTORY_RECORDER, NULL);
  self->history = g_object_ref (history);
  if (phone != NULL) {
    g_signal_connect_object (phone, "call-added", G_CALLBACK (rf_history_recorder_note), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (phone, "transfer-event", G_CALLBACK (on_transfer_event), self,
                             G_CONNECT_SWAPPED);
  }
  return self;
}

/**
 * rf_history_recorder_note:
 * @self: a recorder
 * @call: a call
 *
 * Writes @call, and from now on whatever becomes of it.
 */
void
rf_history_recorder_note (RfHistoryRecorder *self,
                          RfCall            *call)
{
  g_return_if_fail (RF_IS_HISTORY_RECORDER (self));
  g_return_if_fail (RF_IS_CALL (call));

  g_signal_connect_object (call, "notify", G_CALLBACK (on_call_changed), self, G_CONNECT_SWAPPED);
  on_call_changed (self, NULL, call);
}
