/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create() */

#include "rf-fuzz.h"

#include "rf-capture.h"
#include "rf-frame.h"
#include "rf-link.h"
#include "rf-sip-stream.h"
#include "rf-websocket.h"

#include <sys/mman.h>
#include <unistd.h>

/*
 * The input is a capture file of whatever kind. It is read whole, and again while it grows; what
 * was found in it is written, and must come back the same. A step too far in a mapped file goes
 * unseen, so the input is also read as a frame, and as a stream, from where it lies.
 */

#define LINK_TYPES 300 /* all that are known are below */

/* A file that is only in memory. */
typedef struct {
  int   fd;
  char *path;
} MemoryFile;

static void
memory_file_append (MemoryFile   *self,
                    gconstpointer bytes,
                    gsize         length)
{
  const guint8 *at = bytes;

  while (length > 0) {
    ssize_t written = write (self->fd, at, length);

    g_assert_cmpint (written, >, 0);
    at += written;
    length -= (gsize) written;
  }
}

static void
memory_file_init (MemoryFile   *self,
                  gconstpointer bytes,
                  gsize         length)
{
  self->fd = memfd_create ("capture", MFD_CLOEXEC);
  g_assert_cmpint (self->fd, >=, 0);
  self->path = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  memory_file_append (self, bytes, length);
}

static void
memory_file_clear (MemoryFile *self)
{
  close (self->fd);
  g_free (self->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MemoryFile, memory_file_clear)

static void
check_report (const RfCaptureReport *report,
              RfTrace               *trace)
{
  g_auto (GStrv) sentences = rf_capture_report_dup_sentences (report, 0);

  g_assert_cmpuint (report->messages, ==, rf_trace_get_n_messages (trace));
  for (guint i = 0; sentences[i]; i++)
    g_assert_true (g_utf8_validate (sentences[i], -1, NULL));
  rf_capture_report_has_loss (report);
}

static RfTrace *
read_whole (const guint8 *data,
            gsize         size)
{
  g_auto (MemoryFile) file = { -1, NULL };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GError) error = NULL;
  RfCaptureReport report;

  memory_file_init (&file, data, size);
  if (!rf_capture_read (file.path, trace, &report, &error)) {
    g_assert_nonnull (error);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return NULL;
  }
  check_report (&report, trace);
  rf_capture_report_clear (&report);

  return g_steal_pointer (&trace);
}

static void
read_all_that_is_there (RfCapture *capture)
{
  double progress;

  /* As little at once as can be. */
  while (rf_capture_read_more (capture, 1))
    ;
  progress = rf_capture_get_progress (capture);
  g_assert_true (progress >= 0 && progress <= 1);
}

static void
read_growing (const guint8 *data,
              gsize         size)
{
  g_auto (MemoryFile) file = { -1, NULL };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfCapture) capture = NULL;
  const gsize half = size / 2;

  memory_file_init (&file, data, half);
  capture = rf_capture_new (file.path, trace, NULL);
  if (!capture)
    return;
  read_all_that_is_there (capture);
  memory_file_append (&file, data + half, size - half);
  read_all_that_is_there (capture);
  rf_capture_finish (capture);
  check_report (rf_capture_get_report (capture), trace);
}

static void
check_same (RfTrace *trace,
            RfTrace *copy)
{
  const guint n_messages = rf_trace_get_n_messages (trace);

  g_assert_cmpuint (rf_trace_get_n_messages (copy), ==, n_messages);
  for (guint i = 0; i < n_messages; i++) {
    const RfTraceMessage *a = rf_trace_get_message (trace, i);
    const RfTraceMessage *b = rf_trace_get_message (copy, i);

    g_assert_cmpmem (a->data, a->length, b->data, b->length);
    g_assert_cmpint (a->time_us, ==, b->time_us);
    g_assert_cmpuint (a->rest_ns, ==, b->rest_ns);
    g_assert_true (rf_endpoint_equal (a->source, b->source));
    g_assert_true (rf_endpoint_equal (a->destination, b->destination));
    g_assert_cmpint (a->transport, ==, b->transport);
  }
}

static void
write_and_read_back (RfTrace *trace)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = rf_capture_to_bytes (trace, NULL, NULL, NULL, &error);
  g_autoptr (RfTrace) copy = NULL;
  gconstpointer data;
  gsize size;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &size);
  copy = read_whole (data, size);
  g_assert_nonnull (copy);
  check_same (trace, copy);
}

static void
read_frame (RfStr bytes)
{
  for (guint link = 0; link < LINK_TYPES; link++) {
    RfFrame frame;

    if (!rf_link_is_known (link))
      continue;
    rf_frame_decode (&frame, link, bytes);
    if (frame.payload.len > 0) {
      g_assert_true (frame.payload.p >= bytes.p);
      g_assert_true (frame.payload.p + frame.payload.len <= bytes.p + bytes.len);
    }
  }
}

static void
read_sip (RfSipStream *stream,
          RfStr        bytes)
{
  gboolean is_copied, has_headers;
  RfStr message;

  while (rf_sip_stream_next (stream, &bytes, &message, &is_copied) == RF_SIP_STREAM_MESSAGE)
    rf_sip_message_looks_like (message.p, message.len);
  rf_sip_stream_get_rest (stream, &has_headers);
}

static void
read_stream (RfStr bytes)
{
  const RfStr parts[] = { rf_str_head (bytes, bytes.len / 2), rf_str_skip (bytes, bytes.len / 2) };
  RfSipStream stream = { 0 }, inner = { 0 };
  RfWebsocket websocket = { 0 };
  RfStr message;

  rf_websocket_looks_like (bytes);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    read_sip (&stream, parts[i]);
    if (rf_websocket_add (&websocket, parts[i])) {
      while (rf_websocket_next (&websocket, &message))
        read_sip (&inner, message);
    }
  }
  rf_sip_stream_reset (&stream);
  rf_sip_stream_reset (&inner);
  rf_websocket_reset (&websocket);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const RfStr bytes = { (const char *) data, size };
  g_autoptr (RfTrace) trace = read_whole (data, size);

  read_growing (data, size);
  if (trace && rf_trace_get_n_messages (trace) > 0)
    write_and_read_back (trace);
  read_frame (bytes);
  read_stream (bytes);

  return 0;
}
