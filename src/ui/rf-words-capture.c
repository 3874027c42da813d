/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words-capture"

#include "config.h"

#include "rf-words-capture.h"

#include <glib/gi18n.h>

#include <string.h>

/*
 * What the reader of captures says, in the person's language. Its sentences are known here; each
 * has at most one place, %s, for a name or a number.
 */

static const char *const sentences[] = {
  N_("There is no file “%s”. Check the name."),
  N_("“%s” may not be read by you. Ask for the right to read it."),
  N_("“%s” could not be opened."),
  N_("“%s” is a folder. Name a capture file in it."),
  N_("“%s” is empty: there is nothing captured in it."),
  N_("There is nothing captured in “%s”."),
  N_("“%s” is compressed, and cut off or damaged so early that nothing of it can be unpacked. Copy "
     "it once more from where it was captured."),
  N_("“%s” is compressed, and needs more memory to be unpacked than is allowed here. Unpack it "
     "first, with “zstd -d --long=31”."),
  N_("“%s” is no capture that can be read. A pcap or pcapng file is needed; it may be compressed "
     "with gzip or zstd."),
  N_("“%s” is a capture that is cut off within its header, before the first packet. Wait until "
     "more is captured, or copy it once more from where it was captured."),
  N_("The file is cut off or damaged after %s packets. What comes before is shown."),
  N_("The file ends inside a packet, after %s packets. What comes before is shown."),
  N_("The compressed file is cut off or damaged after %s packets. What comes before is shown."),
  N_("The compressed file goes on with something that is not compressed after %s packets. What "
     "comes before is shown."),
  N_("The rest of the compressed file needs more memory than is allowed here (unpack it first, "
     "with “zstd -d --long=31”), after %s packets. What comes before is shown."),
  N_("The file became shorter while it was read, after %s packets. What comes before is shown."),
  N_("The file unpacks to more than there is room for. Reading ended after %s packets. What comes "
     "before is shown."),
  N_("Reading was stopped after %s packets. What comes before is shown."),
  N_("The file is cut off or damaged after 1 packet. What comes before is shown."),
  N_("The file ends inside a packet, after 1 packet. What comes before is shown."),
  N_("The compressed file is cut off or damaged after 1 packet. What comes before is shown."),
  N_("The compressed file goes on with something that is not compressed after 1 packet. What comes "
     "before is shown."),
  N_("The rest of the compressed file needs more memory than is allowed here (unpack it first, "
     "with “zstd -d --long=31”), after 1 packet. What comes before is shown."),
  N_("The file became shorter while it was read, after 1 packet. What comes before is shown."),
  N_("The file unpacks to more than there is room for. Reading ended after 1 packet. What comes "
     "before is shown."),
  N_("Reading was stopped after 1 packet. What comes before is shown."),
  N_("The file is not on this machine. Copy it here first."),
  N_("Opening the file was stopped."),
};

/* What stands in the place of @pattern in @sentence, or %NULL where they are not the same. */
static char *
dup_place (const char *sentence,
           const char *pattern)
{
  const char *place = strstr (pattern, "%s");
  gsize before = place ? (gsize) (place - pattern) : 0;
  gsize after = place ? strlen (place + 2) : 0;
  gsize length = strlen (sentence);

  if (!place)
    return g_str_equal (sentence, pattern) ? g_strdup ("") : NULL;
  if (length < before + after || strncmp (sentence, pattern, before) != 0 ||
      !g_str_equal (sentence + length - after, place + 2))
    return NULL;

  return g_strndup (sentence + before, length - before - after);
}

static char *
translate (const char *sentence)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    g_autofree char *place = dup_place (sentence, sentences[i]);
    g_autofree char *name = NULL;
    g_auto (GStrv) parts = NULL;

    if (!place)
      continue;
    /* Where it is stands in the title of the window. */
    name = g_path_get_basename (place);
    parts = g_strsplit (_(sentences[i]), "%s", 2);
    return g_strjoinv (name, parts);
  }

  return g_strdup (sentence);
}

static char *
dup_loss (RfLossKind kind,
          gulong     n)
{
  switch (kind) {
  case RF_LOSS_ENCRYPTED:
    return g_strdup_printf (ngettext ("%lu packet is encrypted (TLS) and cannot be shown.",
                                      "%lu packets are encrypted (TLS) and cannot be shown.", n),
                            n);
  case RF_LOSS_LINK:
    return g_strdup_printf (ngettext ("%lu packet is of a kind of network that is not read here.",
                                      "%lu packets are of a kind of network that is not read here.",
                                      n), n);
  case RF_LOSS_FRAGMENTS:
    return g_strdup_printf (ngettext ("Of %lu packet not all fragments were captured.",
                                      "Of %lu packets not all fragments were captured.", n), n);
  case RF_LOSS_GAP:
    return g_strdup_printf (ngettext ("TCP streams have %lu gap.", "TCP streams have %lu gaps.", n),
                            n);
  case RF_LOSS_TRUNCATED:
    return g_strdup_printf (ngettext ("%lu packet was cut off by the capture (tcpdump -s 0 takes "
                                      "whole packets).",
                                      "%lu packets were cut off by the capture (tcpdump -s 0 takes "
                                      "whole packets).", n), n);
  case RF_LOSS_DAMAGED:
    return g_strdup_printf (ngettext ("The file is damaged in %lu place, which is left out.",
                                      "The file is damaged in %lu places, which are left out.", n),
                            n);
  case RF_LOSS_UNREADABLE:
    return g_strdup_printf (ngettext ("%lu message was not understood.",
                                      "%lu messages were not understood.", n), n);
  case RF_LOSS_TRAILING:
    return g_strdup_printf (ngettext ("%lu message is followed by something that belongs to none.",
                                      "%lu messages are followed by something that belongs to "
                                      "none.", n), n);
  case RF_LOSS_RTP:
    return g_strdup_printf (ngettext ("%lu packet that may be sound was left out.",
                                      "%lu packets that may be sound were left out.", n), n);
  case RF_LOSS_TRANSPORT:
    return g_strdup_printf (ngettext ("%lu packet that may be SIP came over SCTP, which is not "
                                      "read here.",
                                      "%lu packets that may be SIP came over SCTP, which is not "
                                      "read here.", n), n);
  case RF_LOSS_TUNNEL:
    return g_strdup_printf (ngettext ("%lu packet is in a tunnel that is not read here (HEP).",
                                      "%lu packets are in a tunnel that is not read here (HEP).",
                                      n), n);
  case RF_LOSS_LENGTH:
    return g_strdup_printf (ngettext ("%lu message is shorter than its Content-Length says.",
                                      "%lu messages are shorter than their Content-Length says.",
                                      n), n);
  case RF_LOSS_ORDER:
    return g_strdup_printf (ngettext ("%lu message is not in order of time.",
                                      "%lu messages are not in order of time.", n), n);
  case RF_LOSS_NOT_SIP:
    return g_strdup_printf (ngettext ("%lu packet holds no SIP.", "%lu packets hold no SIP.", n),
                            n);
  case RF_N_LOSSES:
  default:
    return g_strdup ("");
  }
}

static void
add (GString    *text,
     const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

static void
add_loss (GString               *text,
          const RfCaptureReport *report,
          RfLossKind             kind)
{
  const RfCaptureLoss *loss = &report->losses[kind];
  g_autofree char *sentence = NULL;
  g_autofree char *place = NULL;

  if (loss->count == 0 || rf_capture_report_is_told (report, kind))
    return;
  sentence = dup_loss (kind, (gulong) MIN (loss->count, G_MAXULONG));
  add (text, sentence);
  if (loss->first.packet == 0)
    return;
  place = g_strdup_printf (_("First: packet %lu."),
                           (gulong) MIN (loss->first.packet, G_MAXULONG));
  add (text, place);
}

static char *
dup_losses (const RfCaptureReport *report,
            RfLossKind             from)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (report->problem) {
    g_autofree char *problem = translate (report->problem);

    add (text, problem);
  }
  for (guint kind = from; kind < RF_N_LOSSES; kind++)
    add_loss (text, report, (RfLossKind) kind);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rf_words_capture_losses:
 * @report: what reading a capture found
 *
 * Returns: (transfer full) (nullable): what is not shown of it and why; %NULL where all is
 */
char *
rf_words_capture_losses (const RfCaptureReport *report)
{
  g_return_val_if_fail (report != NULL, NULL);

  return rf_capture_report_has_loss (report) ? dup_losses (report, RF_LOSS_ENCRYPTED) : NULL;
}

/**
 * rf_words_capture_empty:
 * @report: (nullable): what reading a capture without a message found
 *
 * Returns: (transfer full): what is in it instead
 */
char *
rf_words_capture_empty (const RfCaptureReport *report)
{
  g_autofree char *text = report ? dup_losses (report, RF_LOSS_NOT_SIP) : NULL;

  if (text && *text)
    return g_steal_pointer (&text);
  /* More may come that tells what the packets up to now are. */
  if (report && report->packets > 0)
    return dup_loss (RF_LOSS_NOT_SIP, (gulong) MIN (report->packets, G_MAXULONG));

  return g_strdup (_("It holds no packets."));
}

/**
 * rf_words_capture_fate:
 * @fate: what has become of the file of a capture
 *
 * Returns: (transfer full) (nullable): what that means for who reads it; %NULL where nothing
 *   has happened
 */
char *
rf_words_capture_fate (RfCaptureFate fate)
{
  switch (fate) {
  case RF_CAPTURE_GONE:
    return g_strdup (_("The file is no longer there. What was read of it stays here; nothing more "
                       "will come."));
  case RF_CAPTURE_REPLACED:
    return g_strdup (_("Another file has taken the place of this one. What was read of the first "
                       "stays here. Open it again to see the other."));
  case RF_CAPTURE_SHORTENED:
    return g_strdup (_("The file was emptied or begun anew. What was read of it before stays here. "
                       "Open it again to see what it holds now."));
  case RF_CAPTURE_CUT:
    return g_strdup (_("The file was emptied or begun anew. The text of messages that are no "
                       "longer in it cannot be shown. Open it again to see what it holds now."));
  case RF_CAPTURE_THERE:
  default:
    return NULL;
  }
}

/**
 * rf_words_capture_error:
 * @error: (nullable): why a capture could not be read
 *
 * Returns: (transfer full): a sentence about it
 */
char *
rf_words_capture_error (const GError *error)
{
  return error ? translate (error->message) : g_strdup ("");
}
