/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-sip-message.h"

G_BEGIN_DECLS

typedef enum {
  RF_TRANSPORT_UNKNOWN,
  RF_TRANSPORT_UDP,
  RF_TRANSPORT_TCP,
  RF_TRANSPORT_TLS,
} RfTransport;

/**
 * RfEndpoint:
 * @family: 0 (unknown), 4 or 6
 * @address: in network order; four bytes used when @family is 4
 * @port: in host order
 *
 * One end of a hop. Plain data: compare with rf_endpoint_equal().
 */
typedef struct {
  guint8  family;
  guint8  address[16];
  guint16 port;
} RfEndpoint;

/* For times that are more exact than µs. */
#define RF_NS_PER_US 1000
#define RF_NS_PER_S  G_GINT64_CONSTANT (1000000000)

/**
 * RfTraceMessage:
 * @time_us: µs since 1970-01-01 UTC
 * @rest_ns: ns beyond @time_us, below 1000
 * @n_sent: for which time it is sent, from 1, or of a first copy, how many copies there are so far;
 *   65,535 for more
 * @data: the message as it was on the wire, from its start line; not terminated; owned by the trace
 * @source: where it came from
 * @destination: where it went
 * @index: position in the trace, from 0; never changes
 * @length: bytes in @data
 * @from_party: index of the lifeline the arrow starts at
 * @to_party: index of the lifeline it ends at
 * @dialog: index of its dialog, or -1
 * @transaction: index of its transaction
 * @retransmission_of: index of the first copy, or -1
 * @status: status code, 0 in a request
 * @sipfrag_status: status code in the body of a NOTIFY for refer, else 0
 * @method: of the start line, or of CSeq in a response
 * @transport: how it was sent
 * @is_request: FALSE for a response
 * @replaces: it is an INVITE that would take the place of another call (RFC 3891 §3)
 * @is_translated: between other addresses than the first copy, on the other side of a NAT
 * @missing: bytes behind @data that were not captured, as far as 16 bits can tell
 *
 * One message of a trace. The record is owned by the trace and stays where it is while the trace
 * lives. There are millions of them, so it is kept small.
 */
typedef struct {
  gint64            time_us;
  const char       *data;
  const RfEndpoint *source;
  const RfEndpoint *destination;
  guint             index;
  guint             length;
  int               from_party;
  int               to_party;
  int               dialog;
  int               transaction;
  int               retransmission_of;
  guint16           status;
  guint16           sipfrag_status;
  guint16           rest_ns;
  guint16           n_sent;
  RfSipMethod       method : 6;
  RfTransport       transport : 4;
  guint             is_request : 1;
  guint             replaces : 1;
  guint             is_translated : 1;
  guint             missing : 16;
} RfTraceMessage;

/**
 * RfPartyKind:
 * @RF_PARTY_PHONE: somebody with an identity
 * @RF_PARTY_PROXY: was seen to forward messages
 * @RF_PARTY_B2BUA: seems to have made a call of its own of one that it got. The two legs have
 *   nothing in common that proves it, so this is inferred.
 */
typedef enum {
  RF_PARTY_PHONE,
  RF_PARTY_PROXY,
  RF_PARTY_B2BUA,
} RfPartyKind;

/**
 * RfTraceParty:
 * @id: stable key within the trace: "sip:kevin@192.0.2.1:5070", or "192.0.2.9:5060" for a proxy
 * @label: what a lifeline is headed with: "kevin", or more where two would read the same
 * @kind: what it is, as far as the messages show
 *
 * One who sends or receives, named by SIP identity, not by address.
 */
typedef struct {
  const char *id;
  const char *label;
  RfPartyKind kind;
} RfTraceParty;

typedef enum {
  RF_DIALOG_INVITE,
  RF_DIALOG_REGISTER,
  RF_DIALOG_SUBSCRIBE,
  RF_DIALOG_REFER,
  RF_DIALOG_OTHER,
} RfDialogKind;

typedef enum {
  RF_DIALOG_TRYING,
  RF_DIALOG_EARLY,
  RF_DIALOG_CONFIRMED,
  RF_DIALOG_TERMINATED,
  RF_DIALOG_FAILED,
} RfDialogState;

typedef struct {
  const char   *call_id;
  const char   *local_tag;  /* of the side that sent the first request */
  const char   *remote_tag; /* "" while unknown */
  RfDialogKind  kind;
  RfDialogState state;
} RfTraceDialog;

typedef enum {
  RF_TRANSFER_BLIND,
  RF_TRANSFER_ATTENDED,
  RF_TRANSFER_SEMI_ATTENDED,
} RfTransferKind;

typedef enum {
  RF_OUTCOME_PENDING,
  RF_OUTCOME_SUCCEEDED,
  RF_OUTCOME_FAILED,
  RF_OUTCOME_REFUSED,
  RF_OUTCOME_UNKNOWN,
  RF_OUTCOME_ABANDONED,
} RfTransferOutcome;

typedef enum {
  RF_RELEASED_BY_NONE,
  RF_RELEASED_BY_TRANSFEROR,
  RF_RELEASED_BY_TRANSFEREE,
  RF_RELEASED_BY_TARGET,
} RfReleasedBy;

/**
 * RfTraceOffer:
 * @RF_OFFER_NONE: nothing, as there is no description
 * @RF_OFFER_SOUND: that sound goes on, or goes on again
 * @RF_OFFER_HOLD: its sender wants to hear nothing
 *
 * What a message within a dialog offers to change in it.
 */
typedef enum {
  RF_OFFER_NONE,
  RF_OFFER_SOUND,
  RF_OFFER_HOLD,
} RfTraceOffer;

/**
 * RfTraceTransfer:
 * @index: from 0, in the order of the REFERs
 * @refer_message: index of the REFER (the first, where it was challenged and sent again)
 * @transferor: party index, never -1; that of a proxy where nothing else was seen of whom
 *   @transferor_id names
 * @transferor_id: SIP identity
 * @transferee: as @transferor
 * @transferee_id: SIP identity
 * @target: party index, or -1 while no lifeline is known for it
 * @target_uri: the URI of Refer-To, without brackets and headers
 * @referred_by: (nullable): the URI of Referred-By
 * @refer_status: final status of the REFER, or 0
 * @progress: (array length=n_progress): statuses that the NOTIFYs carried, in order, without
 *   repeats of one NOTIFY
 * @final_status: final status of the call to the target, as reported or seen; 0 while there is
 *   none, and of a refused REFER, where @refer_status says it all
 * @triggered_status: final status of the call to the target as it was seen, whatever was reported
 *   of it; 0 while there is none
 * @differs_at: index of the message at which it shows that the call to the target did not go as was
 *   reported, or that nothing was reported of it; -1 where neither shows
 * @relay_of: index of the transfer that a B2BUA seems to have passed on as this one, which is the
 *   same to those who take part; -1 where this is the first
 * @was_recovered: it came to nothing, and the call that was to be transferred was taken back from
 *   hold (RFC 5589 §6.3)
 *
 * One REFER attempt with all that belongs to it. Owned by the trace.
 */
typedef struct {
  guint             index;
  RfTransferKind    kind;
  guint             refer_message;
  int               transferor;
  const char       *transferor_id;
  int               transferee;
  const char       *transferee_id;
  int               target;
  const char       *target_uri;
  const char       *referred_by;
  guint16           refer_status;
  const guint16    *progress;
  guint             n_progress;
  RfTransferOutcome outcome;
  guint16           final_status;
  guint16           triggered_status;
  int               differs_at;
  int               relay_of;
  RfReleasedBy      released_by;
  gboolean          was_recovered;
} RfTraceTransfer;

/**
 * RfTraceInput:
 *
 * @is_held: @data lies in bytes that the trace holds (rf_trace_hold()), and is not copied
 *
 * A message on its way into a trace. Other fields as in #RfTraceMessage.
 */
typedef struct {
  gint64      time_us;
  guint16     rest_ns;
  RfTransport transport;
  RfEndpoint  source;
  RfEndpoint  destination;
  const char *data;
  gsize       length;
  gsize       missing;
  gboolean    is_held;
} RfTraceInput;

/**
 * RfTrace:
 *
 * The messages of a capture or of live phones, in order of time, and what follows from them:
 * parties, dialogs, transactions, transfers and the phase that each message belongs to.
 * Append-only: indices never change.
 *
 * Signals:
 * - "messages-added" (guint first, guint count): count messages from first on are new. Parties,
 *   dialogs and transfers are up to date when it is emitted; phases of earlier messages may have
 *   changed too, and their parties and labels, where the new message shows that an address is a
 *   proxy or that two would read the same.
 * - "audio-changed" (): more is known of the sound of calls; see rf-trace-audio.h.
 */
#define RF_TYPE_TRACE (rf_trace_get_type ())
G_DECLARE_FINAL_TYPE (RfTrace, rf_trace, RF, TRACE, GObject)

RfTrace               *rf_trace_new               (void);
gboolean               rf_trace_append            (RfTrace             *self,
                                                   const RfTraceInput  *input,
                                                   GError             **error);
/* The same for a message that is held and was scanned already. */
void                   rf_trace_append_scanned    (RfTrace            *self,
                                                   const RfTraceInput *input,
                                                   const RfSipMessage *sip);
/* Keeps @bytes as long as the trace, so that messages may lie in them uncopied. */
void                   rf_trace_hold              (RfTrace *self,
                                                   GBytes  *bytes);
/* In between, new messages are told of at once when it is over. */
void                   rf_trace_freeze            (RfTrace *self);
void                   rf_trace_thaw              (RfTrace *self);
/* Nothing more will come: what is pending becomes unknown, until a message is appended after
 * all. */
void                   rf_trace_finish            (RfTrace *self);
guint                  rf_trace_get_n_messages    (RfTrace *self);
const RfTraceMessage  *rf_trace_get_message       (RfTrace *self, guint index);
/* Where the first @n messages are, which anybody may read from any thread; (transfer container). */
const RfTraceMessage **rf_trace_dup_messages      (RfTrace *self, guint n);
/* µs from one message to another, as far as they are over. */
gint64                 rf_trace_get_us_between    (RfTrace *self,
                                                   guint    from,
                                                   guint    to);
void                   rf_trace_name_party        (RfTrace    *self,
                                                   const char *uri,
                                                   const char *name);
guint                  rf_trace_get_n_parties     (RfTrace *self);
const RfTraceParty    *rf_trace_get_party         (RfTrace *self, guint index);
guint                  rf_trace_get_n_dialogs     (RfTrace *self);
const RfTraceDialog   *rf_trace_get_dialog        (RfTrace *self, guint index);
/* The dialog with this Call-ID and these tags, in either order; -1 where there is none. */
int                    rf_trace_find_dialog       (RfTrace *self,
                                                   RfStr    call_id,
                                                   RfStr    tag,
                                                   RfStr    other_tag);
guint                  rf_trace_get_n_transfers   (RfTrace *self);
const RfTraceTransfer *rf_trace_get_transfer      (RfTrace *self, guint index);

/* Phase of a message, 0 (unrelated) to 6, and the transfer it belongs to, or -1. */
guint                  rf_trace_get_phase         (RfTrace *self, guint index);
int                    rf_trace_get_transfer_of   (RfTrace *self, guint index);

/* "INVITE", "INVITE (hold)", "180 Ringing", "REFER", "NOTIFY"; (transfer full), valid UTF-8. */
char                  *rf_trace_dup_summary       (RfTrace *self, guint index);
char                  *rf_trace_dup_summary_of    (const RfSipMessage *sip);
/* What a re-INVITE or UPDATE offers. */
RfTraceOffer           rf_trace_get_offer         (RfTrace *self, guint index);
/* What stands beside the arrow: "to wayne", "180 Ringing" of a sipfrag; (nullable) (transfer
 * full). */
char                  *rf_trace_dup_detail        (RfTrace *self, guint index);
char                  *rf_trace_dup_brief_detail  (RfTrace *self, guint index);

/* Whether the message shows that the call to the target of a transfer went otherwise than was
 * reported, or was not reported. */
gboolean               rf_trace_shows_difference  (RfTrace *self, guint index);

/* Messages that could not be read and were left out, with the bytes in them. */
guint64                rf_trace_get_n_damaged     (RfTrace *self);
guint64                rf_trace_get_damaged_bytes (RfTrace *self);
void                   rf_trace_count_damaged     (RfTrace *self, guint64 count, guint64 bytes);

/* "the call", "REFER", "the new call", "progress", "release", "end of the new call";
 * untranslated */
const char            *rf_phase_get_title         (guint    phase,
                                                    gboolean was_recovered);
const char            *rf_trace_get_phase_title   (RfTrace *self,
                                                    guint    phase,
                                                    int      transfer);
const char            *rf_transfer_kind_to_string (RfTransferKind kind);
const char            *rf_outcome_to_string       (RfTransferOutcome outcome);
const char            *rf_released_by_to_string   (RfReleasedBy who);
const char            *rf_dialog_kind_to_string   (RfDialogKind kind);
const char            *rf_dialog_state_to_string  (RfDialogState state);

gboolean               rf_endpoint_parse          (RfEndpoint *endpoint, const char *text);
char                  *rf_endpoint_to_string      (const RfEndpoint *endpoint);
gboolean               rf_endpoint_equal          (const RfEndpoint *a, const RfEndpoint *b);

G_END_DECLS
