/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture"

#include "config.h"

#include "rf-capture.h"

#include "rf-frame.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <pcap/pcap.h>

/**
 * rf_capture_report_clear:
 * @report: a report
 *
 * Frees what @report holds and sets it to zero.
 */
void
rf_capture_report_clear (RfCaptureReport *report)
{
  g_return_if_fail (report != NULL);

  g_free (report->problem);
  *report = (RfCaptureReport) { 0 };
}

/* libpcap's own words for these are not for everybody. */
static FILE *
open_file (const char  *path,
           GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  GStatBuf info;
  FILE *file;

  if (g_stat (path, &info) == 0 && S_ISDIR (info.st_mode)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                 "“%s” is a folder. Name a capture file in it.", name);
    return NULL;
  }
  file = g_fopen (path, "rb");
  if (!file) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 code == ENOENT ? "There is no file “%s”. Check the name." :
                 code == EACCES ? "“%s” may not be read by you. Ask for the right to read it." :
                 "“%s” could not be opened.", name);
    return NULL;
  }
  if (g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_size == 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "“%s” is empty: there is nothing captured in it.", name);
    fclose (file);
    return NULL;
  }

  return file;
}

static pcap_t *
open_capture (const char  *path,
              GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  char reason[PCAP_ERRBUF_SIZE] = "";
  FILE *file = open_file (path, error);
  pcap_t *capture;

  if (!file)
    return NULL;
  capture = pcap_fopen_offline_with_tstamp_precision (file, PCAP_TSTAMP_PRECISION_MICRO, reason);
  if (!capture) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "“%s” is no capture that can be read (%s). A pcap or pcapng file is needed.",
                 name, reason);
    fclose (file);
    return NULL;
  }
  if (!rf_frame_knows_link (pcap_datalink (capture))) {
    const char *link = pcap_datalink_val_to_name (pcap_datalink (capture));

    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "“%s” was captured on a kind of network that is not read here (%s). "
                 "Capture on Ethernet, or on “any”.", name, link ? link : "unknown");
    pcap_close (capture);
    return NULL;
  }

  return capture;
}

static void
read_packet (RfTrace                  *trace,
             RfCaptureReport          *report,
             int                       link_type,
             const struct pcap_pkthdr *header,
             const guint8             *bytes)
{
  RfFrame frame;
  RfTraceInput input = { 0 };

  report->packets++;
  if (!rf_frame_decode (&frame, link_type, rf_str_new ((const char *) bytes, header->caplen)) ||
      !rf_sip_message_looks_like (frame.payload.p, frame.payload.len)) {
    report->skipped++;
    return;
  }

  input.time_us = (gint64) header->ts.tv_sec * G_USEC_PER_SEC + header->ts.tv_usec;
  input.transport = frame.transport;
  input.source = frame.source;
  input.destination = frame.destination;
  input.data = frame.payload.p;
  input.length = frame.payload.len;
  report->damaged_bytes += frame.missing;
  if (frame.missing > 0)
    rf_trace_count_damaged (trace, 0, frame.missing);
  if (rf_trace_append (trace, &input, NULL))
    report->messages++;
  else
    report->damaged_bytes += frame.payload.len;
}

/**
 * rf_capture_read:
 * @path: a pcap or pcapng file
 * @trace: where its messages go
 * @report: (out): what was found; clear it with rf_capture_report_clear()
 * @error: set where nothing at all could be read
 *
 * Appends the SIP messages of a capture to @trace and finishes it. Where the file is cut off or
 * damaged, the part before that is in the trace and the report has a sentence about the rest.
 *
 * Returns: whether the file could be read, if only in part
 */
gboolean
rf_capture_read (const char       *path,
                 RfTrace          *trace,
                 RfCaptureReport  *report,
                 GError          **error)
{
  struct pcap_pkthdr *header;
  const guint8 *bytes;
  pcap_t *capture;
  int status;

  g_return_val_if_fail (path != NULL && report != NULL, FALSE);
  g_return_val_if_fail (RF_IS_TRACE (trace), FALSE);

  *report = (RfCaptureReport) { 0 };
  capture = open_capture (path, error);
  if (!capture)
    return FALSE;

  while ((status = pcap_next_ex (capture, &header, &bytes)) == 1)
    read_packet (trace, report, pcap_datalink (capture), header, bytes);
  if (status == PCAP_ERROR)
    report->problem = g_strdup_printf ("The file is cut off or damaged after %" G_GUINT64_FORMAT
                                       " packets (%s). What comes before is shown.",
                                       report->packets, pcap_geterr (capture));
  pcap_close (capture);
  rf_trace_finish (trace);

  return TRUE;
}
