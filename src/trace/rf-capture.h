/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfLossKind:
 * @RF_LOSS_NOT_SIP: packets, or stretches of a stream, that hold something else; as it should be
 * @RF_LOSS_ENCRYPTED: TLS, which may hold SIP
 * @RF_LOSS_LINK: packets from a kind of network that is not read
 * @RF_LOSS_FRAGMENTS: packets of which not all fragments are there
 * @RF_LOSS_GAP: bytes of a TCP stream that were not captured, and what cannot be read without them
 * @RF_LOSS_TRUNCATED: bytes that the capture cut off at its packet length
 * @RF_LOSS_DAMAGED: parts of the file that make no sense
 * @RF_LOSS_UNREADABLE: messages that begin as SIP does and go on as something else
 * @RF_LOSS_TRAILING: messages with bytes behind the end that their Content-Length gives them, which
 *   belong to nothing (RFC 3261 §18.3)
 * @RF_LOSS_ORDER: messages that were found when later ones were in the trace already;
 *   they are in the trace
 * @RF_LOSS_RTP: packets that may be RTP, of more streams than are followed
 * @RF_LOSS_TRANSPORT: packets that may hold SIP, of a transport that is not read: SCTP
 * @RF_LOSS_TUNNEL: packets that carry others in a way that is not read: HEP
 * @RF_LOSS_LENGTH: messages that end before their Content-Length does, though nothing of them was
 *   left out by the capture; they are in the trace
 *
 * Why something in a capture is not in the trace, or not as it should be.
 */
typedef enum {
  RF_LOSS_NOT_SIP,
  RF_LOSS_ENCRYPTED,
  RF_LOSS_LINK,
  RF_LOSS_FRAGMENTS,
  RF_LOSS_GAP,
  RF_LOSS_TRUNCATED,
  RF_LOSS_DAMAGED,
  RF_LOSS_UNREADABLE,
  RF_LOSS_TRAILING,
  RF_LOSS_ORDER,
  RF_LOSS_RTP,
  RF_LOSS_TRANSPORT,
  RF_LOSS_TUNNEL,
  RF_LOSS_LENGTH,
  RF_N_LOSSES,
} RfLossKind;

/**
 * RfCapturePlace:
 * @packet: number of the packet in the file, from 1, as other programs count too
 * @offset: where in the file it begins; of a compressed file, in what it unpacks to
 *
 * A place in a capture.
 */
typedef struct {
  guint64 packet;
  guint64 offset;
} RfCapturePlace;

/**
 * RfCaptureLoss:
 * @count: how often
 * @bytes: how many bytes
 * @first: where it was for the first time
 */
typedef struct {
  guint64        count;
  guint64        bytes;
  RfCapturePlace first;
} RfCaptureLoss;

/**
 * RfCaptureEnd:
 * @RF_CAPTURE_END_GOOD: behind a packet, as far as the file was read
 * @RF_CAPTURE_END_IN_PACKET: within one, as of a file that was cut off or is still being written
 * @RF_CAPTURE_END_DAMAGED: in something that makes no sense
 *
 * Where the file ends. What is not good is the last of the damaged parts, and the problem is about
 * it.
 */
typedef enum {
  RF_CAPTURE_END_GOOD,
  RF_CAPTURE_END_IN_PACKET,
  RF_CAPTURE_END_DAMAGED,
} RfCaptureEnd;

/**
 * RfCaptureReport:
 * @packets: packets read
 * @messages: SIP messages found
 * @skipped: packets that hold no SIP
 * @damaged_bytes: bytes that were not understood or are missing
 * @losses: what was lost, by its kind
 * @step: the first packet that its interface has captured before the one in front of it, by a
 *   second or more; 0 where there is none
 * @step_s: by how many seconds
 * @end: where the file ends
 * @is_packed: whether offsets are not in the file but in what it unpacks to
 * @link_type: the first kind of network that is not read; see %RF_LOSS_LINK
 * @problem: (nullable): sentence about why reading ended early; the part before it is in the trace
 */
typedef struct {
  guint64        packets;
  guint64        messages;
  guint64        skipped;
  guint64        damaged_bytes;
  RfCaptureLoss  losses[RF_N_LOSSES];
  guint64        step;
  guint64        step_s;
  RfCaptureEnd   end;
  gboolean       is_packed;
  guint          link_type;
  char          *problem;
} RfCaptureReport;

void     rf_capture_report_clear         (RfCaptureReport *report);
RfCaptureReport *rf_capture_report_copy  (const RfCaptureReport *report);
void     rf_capture_report_free          (RfCaptureReport *report);
gboolean rf_capture_report_has_loss      (const RfCaptureReport *report);
gboolean rf_capture_report_is_told       (const RfCaptureReport *report,
                                          RfLossKind             kind);
char    *rf_capture_report_dup_sentence  (const RfCaptureReport *report,
                                          RfLossKind             kind);
char   **rf_capture_report_dup_sentences (const RfCaptureReport *report,
                                          RfLossKind             from);
const char *rf_loss_kind_to_string       (RfLossKind kind);

/**
 * RfCaptureFate:
 * @RF_CAPTURE_THERE: it is where it was, and may have grown
 * @RF_CAPTURE_GONE: there is no file of its name any more
 * @RF_CAPTURE_REPLACED: another file has its name
 * @RF_CAPTURE_SHORTENED: it is shorter than it was, or was begun anew; what was read is kept
 * @RF_CAPTURE_CUT: the same, and messages of which only the place in the file was kept are lost
 *
 * What has become of the file of a capture.
 */
typedef enum {
  RF_CAPTURE_THERE,
  RF_CAPTURE_GONE,
  RF_CAPTURE_REPLACED,
  RF_CAPTURE_SHORTENED,
  RF_CAPTURE_CUT,
} RfCaptureFate;

/**
 * RfCapture:
 *
 * A capture that is being read, in steps, and again where the file has grown.
 */
typedef struct _RfCapture RfCapture;

RfCapture             *rf_capture_new          (const char  *path,
                                                RfTrace     *trace,
                                                GError     **error);
void                   rf_capture_free         (RfCapture *self);
gboolean               rf_capture_read_more    (RfCapture *self,
                                                gint64     budget_us);
void                   rf_capture_set_whole    (RfCapture *self);
void                   rf_capture_stop         (RfCapture *self);
void                   rf_capture_finish       (RfCapture *self);
double                 rf_capture_get_progress (RfCapture *self);
const RfCaptureReport *rf_capture_get_report   (RfCapture *self);
RfCaptureFate          rf_capture_find_fate    (RfCapture *self);
gboolean               rf_capture_is_in        (RfCapture  *self,
                                                const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfCapture, rf_capture_free)

/* Reads a whole capture into @trace. FALSE with @error only where nothing at all could be read. */
gboolean rf_capture_read  (const char       *path,
                           RfTrace          *trace,
                           RfCaptureReport  *report,
                           GError          **error);
/* Writes @trace as pcapng: UDP over IP frames with the times of the messages, phases and transfers
 * as packet comments. */
gboolean rf_capture_write (const char       *path,
                           RfTrace          *trace,
                           GError          **error);
/* The same, not in a file; of the messages that are wanted, and with a comment on the whole. */
typedef gboolean (*RfCaptureFunc) (guint    message,
                                   gpointer user_data);
GBytes  *rf_capture_to_bytes (RfTrace        *trace,
                              RfCaptureFunc   wants,
                              gpointer        user_data,
                              const char     *comment,
                              GError        **error);

G_END_DECLS
