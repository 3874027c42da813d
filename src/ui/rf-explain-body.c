/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-explain-body"

#include "config.h"

#include "rf-explain-private.h"

#include "rf-sdp-media.h"
#include "rf-sipfrag.h"

#include <glib/gi18n.h>

/* What is in the body: how the new call of a transfer is going, or which media are wanted. */

/* The target's own line, where the trace knows whose it is. */
static char *
dup_progress_words (RfExplain *self,
                    guint      status)
{
  g_autofree char *target = NULL;

  if (self->transfer && self->transfer->target >= 0)
    target = rf_explain_dup_party (self, self->transfer->target);
  else
    target = g_strdup (_("the other one"));

  if (status == 100)
    return g_strdup_printf (_("The call to %s is being tried. That is no success yet."), target);
  if (status == 180)
    return g_strdup_printf (_("The phone of %s rings. That is no success yet."), target);
  if (status < 200)
    return g_strdup_printf (_("The call to %s makes progress. That is no success yet."), target);
  if (status < 300)
    return g_strdup_printf (_("%s has answered: the transfer has succeeded."), target);

  return g_strdup_printf (_("The call to %1$s has failed. %2$s"), target,
                          rf_explain_status (RF_SIP_INVITE, status));
}

static void
explain_sipfrag (RfExplain *self)
{
  RfStr line = rf_str_trim (rf_str_head (rf_str_trim (self->sip.body),
                                         rf_str_find (rf_str_trim (self->sip.body), '\n')));
  RfExplanation *row;
  guint status;

  if (!rf_sipfrag_parse (self->sip.body, &status, NULL))
    return;
  row = rf_explain_add (self, _("Report"), line, line, dup_progress_words (self, status));
  rf_explain_link (self, row, RF_TWIN_REFER, _("Go to the REFER"));
}

static char *
dup_kind (const RfSdpMedia *media)
{
  if (rf_str_case_equal_c (media->kind, "audio"))
    return g_strdup (_("Audio"));
  if (rf_str_case_equal_c (media->kind, "video"))
    return g_strdup (_("Video"));

  return rf_explain_dup_text (media->kind);
}

static char *
dup_place_words (RfExplain        *self,
                 const RfSdpMedia *media)
{
  g_autofree char *address = rf_explain_dup_text (media->address);

  if (media->port == 0)
    return g_strdup_printf (_("%s does not want this stream: its port is 0."), self->sender);
  if (rf_sdp_media_is_nulled (media))
    return g_strdup_printf (_("%s wants to hear nothing: the address is zero, the old way to put a "
                              "call on hold."), self->sender);
  if (media->is_encrypted)
    return g_strdup_printf (_("%1$s wants to receive it at %2$s, port %3$u, encrypted."),
                            self->sender, address, media->port);

  return g_strdup_printf (_("%1$s wants to receive it at %2$s, port %3$u, not encrypted."),
                          self->sender, address, media->port);
}

static char *
dup_direction_words (RfExplain        *self,
                     const RfSdpMedia *media)
{
  switch (media->direction) {
  case RF_SDP_SENDONLY:
    return g_strdup_printf (_("%s only sends and does not listen: this puts the call on hold."),
                            self->sender);
  case RF_SDP_RECVONLY:
    return g_strdup_printf (_("%s only listens: it agrees to be on hold."), self->sender);
  case RF_SDP_INACTIVE:
    return g_strdup_printf (_("%s neither sends nor listens: this puts the call on hold."),
                            self->sender);
  case RF_SDP_SENDRECV:
  default:
    return g_strdup_printf (_("%s sends and listens."), self->sender);
  }
}

/* By a mistake that can no longer be mended, G.722 says 8 kHz and has 16 (RFC 3551 §4.5.2). */
static guint
get_kilohertz (const RfSdpCodec *codec)
{
  if (rf_str_case_equal_c (codec->name, "G722"))
    return 16;

  return codec->rate % 1000 == 0 ? codec->rate / 1000 : 0;
}

static void
append_codec (GString          *text,
              const RfSdpCodec *codec)
{
  g_autofree char *name = rf_explain_dup_text (codec->name);

  if (text->len > 0)
    g_string_append (text, ", ");
  if (*name == '\0')
    /* Translators: a codec that has a number but no name */
    g_string_append_printf (text, _("number %u"), codec->payload);
  else if (get_kilohertz (codec) > 0)
    g_string_append_printf (text, _("%1$s at %2$u kHz"), name, get_kilohertz (codec));
  else
    g_string_append (text, name);
}

static char *
dup_codec_words (const RfSdpMedia *media)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (media->n_codecs == 0)
    return NULL;
  for (guint i = 0; i < media->n_codecs; i++)
    append_codec (text, &media->codecs[i]);
  g_string_append_c (text, '.');
  if (media->can_send_keys)
    g_string_append_printf (text, " %s", _("Pressed keys go as telephone-event."));
  if (media->ptime > 0) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text, _("A packet holds %u ms."), media->ptime);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
explain_media (RfExplain        *self,
               const RfSdpMedia *media)
{
  g_autofree char *kind = dup_kind (media);

  rf_explain_add (self, kind, media->at, media->at, dup_place_words (self, media));
  if (media->port == 0)
    return;
  rf_explain_add (self, _("Direction"), media->at, RF_STR_INIT, dup_direction_words (self, media));
  /* Translators: codecs, the one that is liked best first */
  rf_explain_add (self, _("Codecs, best first"), media->at, RF_STR_INIT, dup_codec_words (media));
}

static void
explain_sdp (RfExplain *self)
{
  RfSdpMedia media[RF_SDP_MAX_MEDIA];
  guint count = rf_sdp_read_media (self->sip.body, media, RF_SDP_MAX_MEDIA);

  for (guint i = 0; i < MIN (count, RF_SDP_MAX_MEDIA); i++)
    explain_media (self, &media[i]);
  if (count > RF_SDP_MAX_MEDIA)
    rf_explain_add (self, _("More streams"), RF_STR_INIT, RF_STR_INIT,
                    g_strdup_printf (_("%u more streams are not explained."),
                                     count - RF_SDP_MAX_MEDIA));
}

/**
 * rf_explain_body:
 * @self: a message
 *
 * Explains the body of a message, where it is of a kind that is known here.
 */
void
rf_explain_body (RfExplain *self)
{
  if (rf_str_starts_with_case (self->sip.content_type, "message/sipfrag") ||
      self->message->sipfrag_status != 0)
    explain_sipfrag (self);
  else if (rf_str_starts_with_case (self->sip.content_type, "application/sdp"))
    explain_sdp (self);
}
