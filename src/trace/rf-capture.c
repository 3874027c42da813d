/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture"

#include "config.h"

#include "rf-capture.h"

#include "rf-capture-file.h"
#include "rf-capture-sink.h"
#include "rf-fragments.h"
#include "rf-frame.h"
#include "rf-link.h"
#include "rf-pcap.h"
#include "rf-pcapng.h"
#include "rf-rtp-flows.h"
#include "rf-sctp.h"
#include "rf-tcp.h"
#include "rf-trace-audio.h"
#include "rf-tunnel.h"

/* The clock is looked at, and the file asked whether it was cut, so often. */
#define CHECK_STEP 256
/* So many messages are listed, to be put in order of time, before the first half of them goes into
 * the trace; the sentence about those that came later says it too. */
#define MAX_WAITING (1024 * 1024)
/* Streams of RTP that are followed; those of ten thousand calls are some 40,000. */
#define MAX_FLOWS   65536
/* Whoever writes to a file may also empty it, and whoever captures anew often does so under the
 * same name. So many bytes of its messages are copied, while it is written to and otherwise. */
#define MAX_COPIED       ((gsize) 256 << 20)
#define MAX_COPIED_WHOLE ((gsize) 32 << 20)

struct _RfCapture {
  char          *path;
  RfCaptureFile *file;
  RfCaptureSink *sink;
  RfFragments   *fragments;
  RfTcp         *tcp;
  RfTrace       *trace;
  RfRtpFlows    *flows;       /* NULL until there may be one */
  guint64        told;        /* their serial when the trace last told of them */

  gboolean       is_ng;
  RfPcap         pcap;
  RfPcapng       pcapng;
  gsize          n_to_copy;   /* bytes of messages, at most */
  gboolean       is_held;     /* some of the messages are only in the file */
  gboolean       is_whole;    /* nothing will be added to the file */
  gboolean       is_finished;
  gboolean       is_scanned;  /* what is there was read, and is on its way into the trace */
};

static char *
dup_name (const char *path)
{
  return g_filename_display_name (g_str_equal (path, "-") ? "standard input" : path);
}

static gboolean
begin (RfCapture  *self,
       GError    **error)
{
  g_autofree char *name = dup_name (self->path);
  g_autofree char *link = NULL;

  self->is_ng = rf_pcapng_begin (&self->pcapng, self->file);
  if (self->is_ng)
    return TRUE;
  if (rf_pcap_is_cut (self->file) || rf_pcapng_is_cut (self->file)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "“%s” is a capture that is cut off within its header, before the first packet. "
                 "Wait until more is captured, or copy it once more from where it was captured.",
                 name);
    return FALSE;
  }
  if (!rf_pcap_begin (&self->pcap, self->file)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "“%s” is no capture that can be read. A pcap or pcapng file is needed; it may be "
                 "compressed with gzip or zstd.", name);
    return FALSE;
  }
  if (rf_link_is_known (self->pcap.link_type))
    return TRUE;
  link = rf_link_dup_name (self->pcap.link_type);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "“%s” was captured on a kind of network that is not read here (%s). "
               "Capture on Ethernet, or on “any”.", name, link);
  return FALSE;
}

/**
 * rf_capture_new:
 * @path: a pcap or pcapng file, as it is or compressed; "-" for standard input
 * @trace: where its messages go
 * @error: set where nothing at all can be read
 *
 * Opens a capture. Compressed ones are unpacked here.
 *
 * Returns: (transfer full) (nullable): the capture, of which nothing is in @trace yet
 */
RfCapture *
rf_capture_new (const char  *path,
                RfTrace     *trace,
                GError     **error)
{
  g_autoptr (RfCapture) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfCapture, 1);
  self->path = g_strdup (path);
  self->trace = g_object_ref (trace);
  self->n_to_copy = MAX_COPIED;
  self->sink = rf_capture_sink_new (trace, MAX_WAITING);
  self->fragments = rf_fragments_new (self->sink);
  self->tcp = rf_tcp_new (self->sink);
  self->file = rf_capture_file_open (path, 0, error);
  if (!self->file || !begin (self, error))
    return NULL;
  rf_capture_sink_get_report (self->sink)->is_packed = rf_capture_file_is_packed (self->file);

  return g_steal_pointer (&self);
}

/**
 * rf_capture_free:
 * @self: (nullable): a capture
 *
 * Closes it. What was read stays in the trace.
 */
void
rf_capture_free (RfCapture *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->tcp, rf_tcp_free);
  g_clear_pointer (&self->fragments, rf_fragments_free);
  g_clear_pointer (&self->sink, rf_capture_sink_free);
  g_clear_pointer (&self->file, rf_capture_file_free);
  rf_pcapng_clear (&self->pcapng);
  g_clear_pointer (&self->flows, rf_rtp_flows_unref);
  g_clear_object (&self->trace);
  g_free (self->path);
  g_free (self);
}

static RfRecordStatus
next_record (RfCapture *self,
             RfRecord  *record)
{
  return self->is_ng ? rf_pcapng_next (&self->pcapng, self->file, self->is_whole, record)
                     : rf_pcap_next (&self->pcap, self->file, self->is_whole, record);
}

static guint64
get_offset (RfCapture *self)
{
  return self->is_ng ? self->pcapng.offset : self->pcap.offset;
}

/* What is no SIP: RTP, which the trace binds to its calls, or nothing of ours. */
static void
take_other (RfCapture            *self,
            const RfFrame        *frame,
            gint64                time_us,
            const RfCapturePlace *place)
{
  RfRtpHeader header;
  RfRtpVerdict verdict = RF_RTP_OTHER;

  if (!self->flows && rf_rtp_header_read (&header, frame->payload)) {
    self->flows = rf_rtp_flows_new (MAX_FLOWS);
    rf_trace_set_rtp (self->trace, self->flows);
    rf_capture_sink_set_flows (self->sink, self->flows);
  }
  if (self->flows)
    verdict = rf_rtp_flows_take (self->flows, &frame->source, &frame->destination, frame->payload,
                                 time_us);
  rf_capture_sink_lose (self->sink, verdict == RF_RTP_LEFT_OUT ? RF_LOSS_RTP : RF_LOSS_NOT_SIP,
                        frame->payload.len, place);
}

/* Whether so much of the packet was cut off that nobody can say what it was. */
static gboolean
is_cut_beyond_telling (const RfFrame *frame)
{
  return frame->missing > 0 && !frame->lacks_fragments &&
         rf_sip_message_may_begin (frame->payload.p, frame->payload.len);
}

/* Whether the bytes of a message need not be copied. */
static gboolean
hold (RfCapture *self,
      gsize      length)
{
  if (length <= self->n_to_copy) {
    self->n_to_copy -= length;
    return FALSE;
  }
  self->is_held = TRUE;

  return TRUE;
}

static void
take_datagram (RfCapture            *self,
               const RfFrame        *frame,
               const RfRecord       *record,
               gboolean              is_mapped,
               const RfCapturePlace *place)
{
  RfTraceInput input = {
    .time_us = record->time_ns / RF_NS_PER_US,
    .rest_ns = (guint16) (record->time_ns % RF_NS_PER_US),
    .transport = record->transport != RF_TRANSPORT_UNKNOWN ? record->transport : RF_TRANSPORT_UDP,
    .source = frame->source,
    .destination = frame->destination,
    .data = frame->payload.p,
    .length = frame->payload.len,
    .missing = frame->missing,
  };

  if (rf_tunnel_is_hep (frame->payload)) {
    rf_capture_sink_lose (self->sink, RF_LOSS_TUNNEL, frame->payload.len, place);
    return;
  }
  if (!rf_sip_message_looks_like (frame->payload.p, frame->payload.len)) {
    if (is_cut_beyond_telling (frame)) {
      rf_capture_sink_lose (self->sink, RF_LOSS_TRUNCATED, frame->missing, place);
      return;
    }
    take_other (self, frame, record->time_ns / RF_NS_PER_US, place);
    return;
  }
  /* That fragments are not there was said of the fragments. */
  if (frame->missing > 0 && !frame->lacks_fragments)
    rf_capture_sink_lose (self->sink, RF_LOSS_TRUNCATED, frame->missing, place);
  input.is_held = is_mapped && hold (self, input.length);
  rf_capture_sink_add (self->sink, &input, place);
}

static void
take_frame (RfCapture            *self,
            const RfFrame        *frame,
            const RfRecord       *record,
            gboolean              is_mapped,
            const RfCapturePlace *place)
{
  switch (frame->kind) {
  case RF_FRAME_UDP:
    take_datagram (self, frame, record, is_mapped, place);
    break;
  case RF_FRAME_TCP:
    rf_tcp_take (self->tcp, frame, record->time_ns,
                 is_mapped && hold (self, frame->payload.len), place);
    break;
  case RF_FRAME_SCTP:
    rf_capture_sink_lose (self->sink, rf_sctp_may_hold_sip (frame->payload) ? RF_LOSS_TRANSPORT
                                                                            : RF_LOSS_NOT_SIP,
                          record->bytes.len, place);
    break;
  case RF_FRAME_CUT:
    /* One that is all there was sent like that. */
    if (record->length > record->bytes.len)
      rf_capture_sink_lose (self->sink, RF_LOSS_TRUNCATED, record->length - record->bytes.len,
                            place);
    else
      rf_capture_sink_lose (self->sink, RF_LOSS_NOT_SIP, record->bytes.len, place);
    break;
  case RF_FRAME_FRAGMENT:
  case RF_FRAME_OTHER:
  default:
    rf_capture_sink_lose (self->sink, RF_LOSS_NOT_SIP, record->bytes.len, place);
    break;
  }
}

/* What a fragment completed; of one that was given up, what there is of it. */
static void
take_assembled (const RfFrame        *frame,
                gint64                time_ns,
                const RfCapturePlace *place,
                gpointer              user_data)
{
  RfCapture *self = user_data;
  const RfRecord record = { .time_ns = time_ns, .bytes = frame->payload,
                            .length = frame->payload.len };

  take_frame (self, frame, &record, FALSE, place);
}

/* Packets of one interface come a little out of order, but nobody keeps them back for a second.
 * Unsigned, as a file may claim any time and the difference may not fit. */
static void
note_step (RfCaptureReport *report,
           const RfRecord  *record)
{
  guint64 back_ns = (guint64) record->before_ns - (guint64) record->time_ns;

  if (report->step > 0 || record->time_ns >= record->before_ns || back_ns < RF_NS_PER_S)
    return;
  report->step = report->packets;
  report->step_s = (back_ns + RF_NS_PER_S / 2) / RF_NS_PER_S;
}

static void
take_packet (RfCapture      *self,
             const RfRecord *record)
{
  RfCaptureReport *report = rf_capture_sink_get_report (self->sink);
  RfCapturePlace place = { ++report->packets, record->offset };
  RfFrame frame;

  note_step (report, record);
  if (!rf_link_is_known (record->link_type)) {
    if (report->losses[RF_LOSS_LINK].count == 0)
      report->link_type = record->link_type;
    rf_capture_sink_lose (self->sink, RF_LOSS_LINK, record->bytes.len, &place);
    return;
  }
  rf_capture_sink_set_source (self->sink, rf_capture_file_get_bytes (self->file));
  rf_frame_decode (&frame, record->link_type, record->bytes);
  if (frame.kind == RF_FRAME_FRAGMENT)
    rf_fragments_take (self->fragments, &frame, record->time_ns, &place, take_assembled, self);
  else
    take_frame (self, &frame, record, TRUE, &place);
}

static void
say_problem (RfCapture  *self,
             const char *what)
{
  RfCaptureReport *report = rf_capture_sink_get_report (self->sink);

  if (!report->problem)
    report->problem = g_strdup_printf ("%s after %" G_GUINT64_FORMAT
                                       " %s. What comes before is shown.",
                                       what, report->packets,
                                       report->packets == 1 ? "packet" : "packets");
}

/* Whether the file is still all there. */
static gboolean
check_file (RfCapture *self)
{
  rf_capture_file_look_again (self->file);
  if (rf_capture_file_get_flags (self->file) & RF_CAPTURE_FILE_CUT) {
    say_problem (self, "The file became shorter while it was read,");
    return FALSE;
  }

  return TRUE;
}

static gboolean
is_partly_unpacked (RfCapture *self)
{
  return (rf_capture_file_get_flags (self->file) &
          (RF_CAPTURE_FILE_BROKEN | RF_CAPTURE_FILE_TOO_WIDE | RF_CAPTURE_FILE_TOO_LARGE)) != 0;
}

static void
say_end (RfCapture    *self,
         RfCaptureEnd  end)
{
  rf_capture_sink_get_report (self->sink)->end = end;
  /* Of what is packed only a part was unpacked, which note_packing() says. */
  if (!is_partly_unpacked (self))
    say_problem (self, end == RF_CAPTURE_END_IN_PACKET ? "The file ends inside a packet,"
                                                       : "The file is cut off or damaged");
}

/* FALSE where it is damaged because somebody is at it. */
static gboolean
note_damage (RfCapture      *self,
             const RfRecord *record,
             gboolean        is_cut)
{
  const RfCapturePlace place = { 0, record->offset };

  if (!check_file (self))
    return FALSE;
  rf_capture_sink_lose (self->sink, RF_LOSS_DAMAGED, record->length, &place);
  if (get_offset (self) >= rf_capture_file_get_size (self->file))
    say_end (self, is_cut ? RF_CAPTURE_END_IN_PACKET : RF_CAPTURE_END_DAMAGED);

  return TRUE;
}

/* Reads what is there. Whether there is more, as there is where the time was up. */
static gboolean
scan (RfCapture *self,
      gint64     deadline_us)
{
  RfRecord record;
  RfRecordStatus status;

  for (guint i = 1; ; i++) {
    if (i % CHECK_STEP == 0) {
      if (!check_file (self))
        return FALSE;
      rf_capture_file_release (self->file, get_offset (self));
      if (deadline_us > 0 && g_get_monotonic_time () >= deadline_us)
        return TRUE;
    }
    status = next_record (self, &record);
    switch (status) {
    case RF_RECORD_PACKET:
      take_packet (self, &record);
      break;
    case RF_RECORD_DAMAGED:
    case RF_RECORD_CUT:
      if (!note_damage (self, &record, status == RF_RECORD_CUT))
        return FALSE;
      break;
    case RF_RECORD_SKIPPED:
      break;
    case RF_RECORD_END:
    default:
      check_file (self);
      return FALSE;
    }
  }
}

/* What waited for more is taken as far as it goes, where no more will come: before anything is put
 * in order of time, for it is older than what was read last. */
static void
end_scan (RfCapture *self)
{
  if (!self->is_whole)
    return;
  rf_fragments_flush (self->fragments, take_assembled, self);
  rf_tcp_flush (self->tcp);
}

static void
tell_audio (RfCapture *self)
{
  guint64 serial = self->flows ? rf_rtp_flows_get_serial (self->flows) : 0;

  if (serial == self->told)
    return;
  self->told = serial;
  rf_trace_tell_audio (self->trace);
}

/**
 * rf_capture_read_more:
 * @self: a capture
 * @budget_us: how long it may take about, in µs; 0 for as long as it takes
 *
 * Reads on. The messages come into the trace at the end, where they can be put in order. When all
 * that is there was read, a later call takes what the file has grown by.
 *
 * Returns: whether there is more to read now
 */
gboolean
rf_capture_read_more (RfCapture *self,
                      gint64     budget_us)
{
  gint64 deadline_us = budget_us > 0 ? g_get_monotonic_time () + budget_us : 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->is_scanned) {
    if (check_file (self) && scan (self, deadline_us))
      return TRUE;
    end_scan (self);
    self->is_scanned = TRUE;
  }
  if (rf_capture_sink_flush (self->sink, deadline_us))
    return TRUE;
  self->is_scanned = FALSE;
  tell_audio (self);

  return FALSE;
}

static void
note_packing (RfCapture *self)
{
  RfCaptureFileFlags flags = rf_capture_file_get_flags (self->file);

  if (flags & RF_CAPTURE_FILE_BROKEN)
    say_problem (self, "The compressed file is cut off or damaged");
  if (flags & RF_CAPTURE_FILE_FOLLOWED)
    say_problem (self, "The compressed file goes on with something that is not compressed");
  if (flags & RF_CAPTURE_FILE_TOO_WIDE)
    say_problem (self, "The rest of the compressed file needs more memory than is allowed here "
                 "(unpack it first, with “zstd -d --long=31”),");
  if (flags & RF_CAPTURE_FILE_TOO_LARGE)
    say_problem (self, "The file unpacks to more than there is room for. Reading ended");
}

/**
 * rf_capture_set_whole:
 * @self: a capture
 *
 * Says that nothing will be added to the file, so that what is cut off at its end is damage. Known
 * before the file is read, it lets what stands behind damage be put in order of time too.
 */
void
rf_capture_set_whole (RfCapture *self)
{
  g_return_if_fail (self != NULL);

  self->is_whole = TRUE;
  self->n_to_copy = MIN (self->n_to_copy, MAX_COPIED_WHOLE);
}

/**
 * rf_capture_stop:
 * @self: a capture of which more is to be read
 *
 * Reads no further into the file. What was found up to here comes into the trace with the next
 * calls of rf_capture_read_more(), until that says that there is no more.
 */
void
rf_capture_stop (RfCapture *self)
{
  g_return_if_fail (self != NULL);

  say_problem (self, "Reading was stopped");
  self->is_scanned = TRUE;
}

/**
 * rf_capture_finish:
 * @self: a capture
 *
 * Says that nothing more will come: what is not whole is read as far as it goes, and the trace is
 * finished.
 */
void
rf_capture_finish (RfCapture *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_finished)
    return;
  self->is_finished = self->is_whole = TRUE;
  if (check_file (self))
    scan (self, 0);
  note_packing (self);
  end_scan (self);
  rf_capture_sink_flush (self->sink, 0);
  check_file (self);
  rf_trace_finish (self->trace);
  tell_audio (self);
}

/**
 * rf_capture_get_progress:
 * @self: a capture
 *
 * Returns: how much of it was read, from 0 to 1
 */
double
rf_capture_get_progress (RfCapture *self)
{
  guint64 size;

  g_return_val_if_fail (self != NULL, 0);

  /* Finding the messages and listing them take about the same time. */
  size = rf_capture_file_get_size (self->file);
  return (size > 0 ? (double) get_offset (self) / (double) size : 1) / 2 +
         (self->is_scanned ? (1 - rf_capture_sink_get_pending (self->sink)) / 2 : 0);
}

/**
 * rf_capture_get_report:
 * @self: a capture
 *
 * Returns: (transfer none): what was found up to now
 */
const RfCaptureReport *
rf_capture_get_report (RfCapture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return rf_capture_sink_get_report (self->sink);
}

/**
 * rf_capture_find_fate:
 * @self: a capture
 *
 * Returns: what has become of its file meanwhile. One that was shortened stays so, however it grows
 *   then.
 */
RfCaptureFate
rf_capture_find_fate (RfCapture *self)
{
  gboolean is_there;

  g_return_val_if_fail (self != NULL, RF_CAPTURE_THERE);

  rf_capture_file_look_again (self->file);
  if (!g_str_equal (self->path, "-") &&
      !rf_capture_file_is_same (self->file, self->path, &is_there))
    return is_there ? RF_CAPTURE_REPLACED : RF_CAPTURE_GONE;
  if (rf_capture_file_get_flags (self->file) & RF_CAPTURE_FILE_CUT)
    return self->is_held ? RF_CAPTURE_CUT : RF_CAPTURE_SHORTENED;

  return RF_CAPTURE_THERE;
}

/**
 * rf_capture_is_in:
 * @self: a capture
 * @path: (type filename): name of a file, which need not be there
 *
 * Returns: whether whoever writes to @path replaces what is read: the file that was opened,
 *   whatever its name is by now, or the one that has its name
 */
gboolean
rf_capture_is_in (RfCapture  *self,
                  const char *path)
{
  gboolean is_there;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (rf_capture_file_equal (self->path, path))
    return TRUE;

  return g_file_test (path, G_FILE_TEST_EXISTS) &&
         rf_capture_file_is_same (self->file, path, &is_there);
}

/**
 * rf_capture_read:
 * @path: a pcap or pcapng file, as it is or compressed; "-" for standard input
 * @trace: where its messages go
 * @report: (out): what was found; clear it with rf_capture_report_clear()
 * @error: set where nothing at all could be read
 *
 * Appends the SIP messages of a capture to @trace and finishes it. Where the file is cut off or
 * damaged, what can be read is in the trace and the report has sentences about the rest.
 *
 * Returns: whether the file could be read, if only in part
 */
gboolean
rf_capture_read (const char       *path,
                 RfTrace          *trace,
                 RfCaptureReport  *report,
                 GError          **error)
{
  g_autoptr (RfCapture) capture = NULL;

  g_return_val_if_fail (path != NULL && report != NULL, FALSE);
  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);

  *report = (RfCaptureReport) { 0 };
  capture = rf_capture_new (path, trace, error);
  if (!capture)
    return FALSE;
  /* All in one go, so that what stands behind damage is put in order of time too. What is read in
   * one go is used and done with, too, so that nothing is copied. */
  capture->n_to_copy = 0;
  rf_capture_finish (capture);
  *report = *rf_capture_get_report (capture);
  rf_capture_sink_get_report (capture->sink)->problem = NULL; /* it is the caller's now */

  return TRUE;
}
