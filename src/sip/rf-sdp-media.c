/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-sdp-media"

#include "config.h"

#include "rf-sdp-media.h"

/* Payload types that need no rtpmap (RFC 3551 §6), as far as telephones use them. */
static const struct {
  guint8      payload;
  guint16     rate;
  const char *name;
} static_codecs[] = {
  { 0, 8000, "PCMU" }, { 3, 8000, "GSM" }, { 4, 8000, "G723" }, { 8, 8000, "PCMA" },
  { 9, 8000, "G722" }, { 13, 8000, "CN" }, { 15, 8000, "G728" }, { 18, 8000, "G729" },
};

/* What the session says counts for every stream that does not say it itself. */
typedef struct {
  RfSdpMedia *media;
  guint       n_media; /* how many have a place */
  guint       count;   /* how many there are */
  RfSdpMedia  session;
} Reader;

static RfStr
take_word (RfStr *text)
{
  gsize space = rf_str_find (*text, ' ');
  RfStr word = rf_str_head (*text, space);

  *text = rf_str_trim (rf_str_skip (*text, space));

  return word;
}

static void
add_codec (RfSdpMedia *media,
           guint8      payload)
{
  RfSdpCodec *codec = &media->codecs[media->n_codecs++];

  *codec = (RfSdpCodec) { .payload = payload };
  for (guint i = 0; i < G_N_ELEMENTS (static_codecs); i++) {
    if (static_codecs[i].payload == payload) {
      codec->name = rf_str_from_c (static_codecs[i].name);
      codec->rate = static_codecs[i].rate;
    }
  }
}

/* "audio 49170/2 RTP/AVP 0 8 101" */
static void
read_media_line (RfSdpMedia *media,
                 RfStr       value)
{
  RfStr port;
  guint64 number;

  media->kind = take_word (&value);
  port = take_word (&value);
  if (rf_str_parse_uint (rf_str_head (port, rf_str_find (port, '/')), G_MAXUINT16, &number))
    media->port = (guint) number;
  media->protocol = take_word (&value);
  media->is_encrypted = rf_str_starts_with_case (media->protocol, "RTP/SAVP") ||
                        rf_str_starts_with_case (media->protocol, "UDP/TLS/");
  while (value.len > 0 && media->n_codecs < RF_SDP_MAX_CODECS)
    if (rf_str_parse_uint (take_word (&value), 127, &number))
      add_codec (media, (guint8) number);
}

/* "101 telephone-event/8000" */
static void
read_rtpmap (RfSdpMedia *media,
             RfStr       value)
{
  RfStr payload = take_word (&value);
  gsize slash = rf_str_find (value, '/');
  RfStr rate = rf_str_skip (value, slash + 1);
  guint64 number, hertz = 0;

  if (!rf_str_parse_uint (payload, 127, &number))
    return;
  rf_str_parse_uint (rf_str_head (rate, rf_str_find (rate, '/')), G_MAXINT, &hertz);
  for (guint i = 0; i < media->n_codecs; i++) {
    if (media->codecs[i].payload == number) {
      media->codecs[i].name = rf_str_head (value, slash);
      media->codecs[i].rate = (guint) hertz;
    }
  }
}

static gboolean
read_direction (RfSdpMedia *media,
                RfStr       value)
{
  static const char *const names[] = {
    [RF_SDP_SENDRECV] = "sendrecv",
    [RF_SDP_SENDONLY] = "sendonly",
    [RF_SDP_RECVONLY] = "recvonly",
    [RF_SDP_INACTIVE] = "inactive",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (rf_str_case_equal_c (value, names[i])) {
      media->direction = i;
      return TRUE;
    }
  }

  return FALSE;
}

static void
read_attribute (RfSdpMedia *media,
                RfStr       value)
{
  guint64 number;

  if (read_direction (media, value))
    return;
  if (rf_str_starts_with_case (value, "rtpmap:"))
    read_rtpmap (media, rf_str_skip (value, strlen ("rtpmap:")));
  else if (rf_str_starts_with_case (value, "crypto:") ||
           rf_str_starts_with_case (value, "fingerprint:"))
    media->is_encrypted = TRUE;
  else if (rf_str_starts_with_case (value, "ptime:") &&
           rf_str_parse_uint (rf_str_skip (value, strlen ("ptime:")), 10000, &number))
    media->ptime = (guint) number;
}

/* "IN IP4 192.0.2.1/127" */
static void
read_address (RfSdpMedia *media,
              RfStr       value)
{
  take_word (&value);
  take_word (&value);
  media->address = rf_str_head (value, rf_str_find (value, '/'));
}

/* The part that a line is about; %NULL where there is no place for it. */
static RfSdpMedia *
get_current (Reader *self)
{
  if (self->count == 0)
    return &self->session;

  return self->count <= self->n_media ? &self->media[self->count - 1] : NULL;
}

static void
read_line (Reader *self,
           RfStr   line)
{
  RfStr value = rf_str_trim (rf_str_skip (line, 2));
  RfSdpMedia *current;

  if (line.len < 2 || line.p[1] != '=')
    return;
  if (line.p[0] == 'm' && self->count++ < self->n_media)
    self->media[self->count - 1] = self->session;
  current = get_current (self);
  if (!current)
    return;

  if (line.p[0] == 'm') {
    current->at = line;
    read_media_line (current, value);
  } else if (line.p[0] == 'c') {
    read_address (current, value);
  } else if (line.p[0] == 'a') {
    read_attribute (current, value);
  }
}

/* Keys are no codec to choose from. */
static void
take_keys_out (RfSdpMedia *media)
{
  guint n_kept = 0;

  for (guint i = 0; i < media->n_codecs; i++) {
    if (rf_str_case_equal_c (media->codecs[i].name, "telephone-event"))
      media->can_send_keys = TRUE;
    else
      media->codecs[n_kept++] = media->codecs[i];
  }
  media->n_codecs = n_kept;
}

/**
 * rf_sdp_read_media:
 * @body: an SDP body
 * @media: (out caller-allocates) (array length=n_media): where the streams go
 * @n_media: how many have a place there
 *
 * Reads what a description says of each stream. More codecs than %RF_SDP_MAX_CODECS are left out.
 *
 * Returns: how many streams there are, which may be more than @n_media
 */
guint
rf_sdp_read_media (RfStr       body,
                   RfSdpMedia *media,
                   guint       n_media)
{
  Reader reader = { .media = media, .n_media = n_media };

  g_return_val_if_fail (media != NULL || n_media == 0, 0);

  while (body.len > 0) {
    gsize end = rf_str_find (body, '\n');

    read_line (&reader, rf_str_trim (rf_str_head (body, end)));
    body = rf_str_skip (body, end + 1);
  }
  for (guint i = 0; i < MIN (reader.count, n_media); i++)
    take_keys_out (&media[i]);

  return reader.count;
}

/**
 * rf_sdp_media_is_nulled:
 * @self: a stream
 *
 * Returns: whether its address is zero, which is how RFC 2543 put a call on hold
 */
gboolean
rf_sdp_media_is_nulled (const RfSdpMedia *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return rf_str_case_equal_c (self->address, "0.0.0.0") ||
         rf_str_case_equal_c (self->address, "::");
}
