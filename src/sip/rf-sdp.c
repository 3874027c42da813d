/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-sdp"

#include "config.h"

#include "rf-sdp.h"

/* Codecs that need no rtpmap (RFC 3551 §6), as far as telephones use them. */
static const struct {
  guint       payload;
  const char *name;
} static_codecs[] = {
  { 0, "PCMU" }, { 3, "GSM" }, { 4, "G723" }, { 8, "PCMA" }, { 9, "G722" },
  { 15, "G728" }, { 18, "G729" },
};

/* What has been read so far: the first audio stream inherits from the session what it does not say
 * itself. */
typedef struct {
  gboolean in_audio;
  gboolean has_audio;
  gboolean audio_done;
  gboolean null_address;
  guint64  payload;
  RfStr    codec;
  RfSdp   *sdp;
} Reader;

static gboolean
parse_direction (RfStr           value,
                 RfSdpDirection *direction)
{
  static const char * const names[] = {
    [RF_SDP_SENDRECV] = "sendrecv",
    [RF_SDP_SENDONLY] = "sendonly",
    [RF_SDP_RECVONLY] = "recvonly",
    [RF_SDP_INACTIVE] = "inactive",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (rf_str_case_equal_c (value, names[i])) {
      *direction = i;
      return TRUE;
    }
  }

  return FALSE;
}

/* "audio 49170 RTP/AVP 0 8 101" */
static void
read_media (Reader *reader,
            RfStr   value)
{
  RfStr payload = RF_STR_INIT;

  reader->audio_done = reader->has_audio;
  reader->in_audio = !reader->has_audio && rf_str_starts_with_case (value, "audio ");
  if (!reader->in_audio)
    return;

  reader->has_audio = TRUE;
  for (int word = 0; word < 3; word++)
    value = rf_str_trim (rf_str_skip (value, rf_str_find (value, ' ')));
  payload = rf_str_head (value, rf_str_find (value, ' '));
  if (!rf_str_parse_uint (payload, 127, &reader->payload))
    reader->payload = G_MAXUINT64;
}

static void
read_attribute (Reader *reader,
                RfStr   value)
{
  guint64 payload;
  gsize space;

  if (parse_direction (value, &reader->sdp->direction))
    return;
  if (!reader->in_audio || !rf_str_starts_with_case (value, "rtpmap:"))
    return;

  value = rf_str_skip (value, strlen ("rtpmap:"));
  space = rf_str_find (value, ' ');
  if (rf_str_parse_uint (rf_str_head (value, space), 127, &payload) && payload == reader->payload) {
    value = rf_str_trim (rf_str_skip (value, space));
    reader->codec = rf_str_head (value, rf_str_find (value, '/'));
  }
}

static void
read_line (Reader *reader,
           RfStr   line)
{
  RfStr value = rf_str_trim (rf_str_skip (line, 2));

  if (line.len < 2 || line.p[1] != '=')
    return;
  if (line.p[0] == 'm')
    read_media (reader, value);
  else if (reader->audio_done || (reader->has_audio && !reader->in_audio))
    return;
  else if (line.p[0] == 'c')
    reader->null_address = rf_str_case_equal_c (value, "IN IP4 0.0.0.0");
  else if (line.p[0] == 'a')
    read_attribute (reader, value);
}

static RfStr
find_static_codec (guint64 payload)
{
  for (guint i = 0; i < G_N_ELEMENTS (static_codecs); i++) {
    if (static_codecs[i].payload == payload)
      return rf_str_from_c (static_codecs[i].name);
  }

  return RF_STR_INIT;
}

/**
 * rf_sdp_parse:
 * @self: (out): what was found
 * @body: an SDP body
 *
 * Returns: whether @body describes an audio stream
 */
gboolean
rf_sdp_parse (RfSdp *self,
              RfStr  body)
{
  Reader reader = { .sdp = self };

  g_return_val_if_fail (self != NULL, FALSE);

  *self = (RfSdp) { 0 };
  while (body.len > 0) {
    gsize end = rf_str_find (body, '\n');

    read_line (&reader, rf_str_trim (rf_str_head (body, end)));
    body = rf_str_skip (body, end + 1);
  }
  if (!reader.has_audio)
    return FALSE;

  self->codec = reader.codec.len > 0 ? reader.codec : find_static_codec (reader.payload);
  self->is_hold = reader.null_address || self->direction == RF_SDP_SENDONLY ||
                  self->direction == RF_SDP_INACTIVE;

  return TRUE;
}
