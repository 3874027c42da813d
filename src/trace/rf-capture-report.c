/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-report"

#include "config.h"

#include "rf-capture.h"
#include "rf-link.h"

/* What is said about each kind: to scripts its name; to people @one where it happened once, else
 * the count between @before and @after; then how many bytes and where; then @rest. */
static const struct {
  const char *name;
  const char *one;
  const char *before;
  const char *after;
  const char *rest;
} words[RF_N_LOSSES] = {
  [RF_LOSS_NOT_SIP] = {
    "not-sip", "1 packet holds no SIP", "", " packets hold no SIP", "" },
  [RF_LOSS_ENCRYPTED] = {
    "encrypted", "1 packet is encrypted (TLS)", "", " packets are encrypted (TLS)",
    " What is in them cannot be shown: capture where they are not, or let a phone write the "
    "capture." },
  [RF_LOSS_LINK] = {
    "network", "1 packet is of a kind of network that is not read here",
    "", " packets are of a kind of network that is not read here",
    " Capture on Ethernet, or on “any”." },
  [RF_LOSS_FRAGMENTS] = {
    "fragments", "Of 1 packet not all fragments were captured",
    "Of ", " packets not all fragments were captured",
    " Capture without a filter by port: only the first fragment has one." },
  [RF_LOSS_GAP] = {
    "gap", "A TCP stream has a gap", "TCP streams have ", " gaps",
    " Those bytes were not captured, or make no sense without the ones that were not." },
  [RF_LOSS_TRUNCATED] = {
    "cut-off", "1 packet was cut off by the capture", "", " packets were cut off by the capture",
    " Capture whole packets (tcpdump -s 0)." },
  [RF_LOSS_DAMAGED] = {
    "damaged", "The file is damaged in 1 place", "The file is damaged in ", " places",
    " What was not understood there is left out." },
  [RF_LOSS_UNREADABLE] = {
    "not-understood", "1 message was not understood", "", " messages were not understood",
    " What begins as SIP does and belongs to no call is left out." },
  [RF_LOSS_TRAILING] = {
    "trailing", "1 message is followed by something in its packet",
    "", " messages are followed by something in their packets",
    " By the Content-Length it belongs to no message." },
  [RF_LOSS_ORDER] = {
    "order", "1 message is not in order of time", "", " messages are not in order of time",
    " Later ones had been taken in before: the file was still being written, or more than 500,000 "
    "stood between." },
  [RF_LOSS_RTP] = {
    "sound", "1 packet that may be sound was left out",
    "", " packets that may be sound were left out",
    " There are more streams in the file than are followed." },
  [RF_LOSS_TRANSPORT] = {
    "transport", "1 packet came over SCTP, a transport that is not read here",
    "", " packets came over SCTP, a transport that is not read here",
    " SIP that goes over it is not shown: capture where it goes over UDP or TCP." },
  [RF_LOSS_TUNNEL] = {
    "tunnel", "1 packet is in a tunnel that is not read here (HEP)",
    "", " packets are in a tunnel that is not read here (HEP)",
    " Capture where they were before they went to Homer." },
  [RF_LOSS_LENGTH] = {
    "length", "1 message is shorter than its Content-Length says",
    "", " messages are shorter than their Content-Length says", "" },
};

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

/**
 * rf_capture_report_copy:
 * @report: a report
 *
 * Returns: (transfer full): the same, which does not change when more is read; free it with
 *   rf_capture_report_free()
 */
RfCaptureReport *
rf_capture_report_copy (const RfCaptureReport *report)
{
  RfCaptureReport *copy;

  g_return_val_if_fail (report != NULL, NULL);

  copy = g_memdup2 (report, sizeof *report);
  copy->problem = g_strdup (report->problem);

  return copy;
}

/**
 * rf_capture_report_free:
 * @report: (transfer full): what rf_capture_report_copy() has made
 */
void
rf_capture_report_free (RfCaptureReport *report)
{
  g_return_if_fail (report != NULL);

  rf_capture_report_clear (report);
  g_free (report);
}

/**
 * rf_loss_kind_to_string:
 * @kind: why something is not in a trace
 *
 * Returns: (transfer none): a word for scripts, "damaged", which stays what it is
 */
const char *
rf_loss_kind_to_string (RfLossKind kind)
{
  g_return_val_if_fail (kind < RF_N_LOSSES, NULL);

  return words[kind].name;
}

/**
 * rf_capture_report_has_loss:
 * @report: a report
 *
 * Returns: whether something that may have been SIP or sound is not in the trace, or not as it
 *   should be
 */
gboolean
rf_capture_report_has_loss (const RfCaptureReport *report)
{
  g_return_val_if_fail (report != NULL, FALSE);

  for (guint i = RF_LOSS_NOT_SIP + 1; i < RF_N_LOSSES; i++) {
    if (report->losses[i].count > 0)
      return TRUE;
  }

  return report->problem != NULL;
}

/**
 * rf_capture_report_is_told:
 * @report: a report
 * @kind: why something is not in the trace
 *
 * Returns: whether the problem tells people all that there is to say of that kind
 */
gboolean
rf_capture_report_is_told (const RfCaptureReport *report,
                           RfLossKind             kind)
{
  g_return_val_if_fail (report != NULL && kind < RF_N_LOSSES, FALSE);

  return kind == RF_LOSS_DAMAGED && report->losses[kind].count == 1 &&
         report->end != RF_CAPTURE_END_GOOD && report->problem != NULL;
}

/**
 * rf_capture_report_dup_sentence:
 * @report: a report
 * @kind: why something is not in the trace
 *
 * Returns: (transfer full): a sentence or two about all of that kind, with the place of the first,
 *   in English
 */
char *
rf_capture_report_dup_sentence (const RfCaptureReport *report,
                                RfLossKind             kind)
{
  const RfCaptureLoss *loss;
  gboolean is_last_packet;
  GString *out;

  g_return_val_if_fail (report != NULL, NULL);
  g_return_val_if_fail (kind < RF_N_LOSSES, NULL);

  loss = &report->losses[kind];
  is_last_packet = kind == RF_LOSS_DAMAGED && loss->count == 1 &&
                   report->end == RF_CAPTURE_END_IN_PACKET;
  out = g_string_new (NULL);
  if (is_last_packet)
    g_string_append (out, "The last packet is not all there");
  else if (loss->count == 1)
    g_string_append (out, words[kind].one);
  else
    g_string_append_printf (out, "%s%" G_GUINT64_FORMAT "%s", words[kind].before, loss->count,
                            words[kind].after);
  if (kind == RF_LOSS_LINK) {
    g_autofree char *link = rf_link_dup_name (report->link_type);

    g_string_append_printf (out, ": %s", link);
  }
  g_string_append_printf (out, " (%" G_GUINT64_FORMAT " %s; ", loss->bytes,
                          loss->bytes == 1 ? "byte" : "bytes");
  if (loss->count > 1)
    g_string_append (out, "the first: ");
  if (loss->first.packet > 0)
    g_string_append_printf (out, "packet %" G_GUINT64_FORMAT ", ", loss->first.packet);
  g_string_append_printf (out, "offset %" G_GUINT64_FORMAT "%s).%s", loss->first.offset,
                          report->is_packed ? " of the unpacked file" : "",
                          is_last_packet ? "" : words[kind].rest);

  return g_string_free (out, FALSE);
}

/* Nothing is missing for that, and nobody can tell the one from the other; but who looks for a
 * message in vain where it should be is to know. */
static char *
dup_step (const RfCaptureReport *report)
{
  return g_strdup_printf ("The times run backwards by %" G_GUINT64_FORMAT " s at packet %"
                          G_GUINT64_FORMAT ": the clock was set, or files were joined. Messages "
                          "are in order of time, which may not be the one in which they were sent.",
                          report->step_s, report->step);
}

/**
 * rf_capture_report_dup_sentences:
 * @report: a report
 * @from: the first kind to tell: %RF_LOSS_NOT_SIP for all, or the one behind it for losses only
 *
 * Returns: (transfer full) (array zero-terminated=1): what is not in the trace and why, a sentence
 *   or two for each reason, with the place of the first; that the times run backwards, where they
 *   do; then the problem, where there is one, which takes the place of what is said about the end
 *   of the file
 */
char **
rf_capture_report_dup_sentences (const RfCaptureReport *report,
                                 RfLossKind             from)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();

  g_return_val_if_fail (report != NULL, NULL);

  for (guint kind = from; kind < RF_N_LOSSES; kind++) {
    if (report->losses[kind].count > 0 && !rf_capture_report_is_told (report, kind))
      g_ptr_array_add (sentences, rf_capture_report_dup_sentence (report, kind));
  }
  if (report->step > 0)
    g_ptr_array_add (sentences, dup_step (report));
  if (report->problem)
    g_ptr_array_add (sentences, g_strdup (report->problem));
  g_ptr_array_add (sentences, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&sentences), FALSE);
}
