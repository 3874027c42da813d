/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-sdp-media.h"

/* "audio 4000 192.0.2.1 0 key PCMU/8000 …": a stream in one line. */
static char *
dup_media (const RfSdpMedia *media)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%.*s %u %.*s %u", RF_STR_ARGS (media->kind), media->port,
                          RF_STR_ARGS (media->address), media->direction);
  if (media->is_encrypted)
    g_string_append (out, " encrypted");
  if (media->can_send_keys)
    g_string_append (out, " keys");
  if (media->ptime > 0)
    g_string_append_printf (out, " %ums", media->ptime);
  if (rf_sdp_media_is_nulled (media))
    g_string_append (out, " nulled");
  for (guint i = 0; i < media->n_codecs; i++)
    g_string_append_printf (out, " %.*s/%u", RF_STR_ARGS (media->codecs[i].name),
                            media->codecs[i].rate);

  return g_string_free (out, FALSE);
}

static void
test_table (void)
{
  static const struct {
    const char *body;
    guint       count;
    const char *media[2];
  } cases[] = {
    { "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 96 8 101\r\na=rtpmap:96 opus/48000/2\r\n"
      "a=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na=sendonly\r\n",
      1, { "audio 4000 192.0.2.1 1 keys 20ms opus/48000 PCMA/8000" } },
    { "c=IN IP4 192.0.2.1\na=inactive\nm=audio 1 RTP/SAVP 0\nm=video 2 RTP/AVP 97\n"
      "c=IN IP6 2001:db8::1\na=sendrecv\n",
      2, { "audio 1 192.0.2.1 3 encrypted PCMU/8000", "video 2 2001:db8::1 0 /0" } },
    { "c=IN IP4 0.0.0.0\r\nm=audio 4000/2 RTP/AVP 18\r\n", 1,
      { "audio 4000 0.0.0.0 0 nulled G729/8000" } },
    { "m=audio 1 UDP/TLS/RTP/SAVPF 0\n", 1, { "audio 1  0 encrypted PCMU/8000" } },
    { "m=audio 1 RTP/AVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\n", 1,
      { "audio 1  0 encrypted PCMU/8000" } },
    { "m=audio 0 RTP/AVP 0\nm=\n", 2, { "audio 0  0 PCMU/8000", " 0  0" } },
    { "m=audio 99999999999999999999 RTP/AVP x 300 -1\na=rtpmap:\na=rtpmap:0\na=ptime:x\nc=\n", 1,
      { "audio 0  0" } },
    { "", 0, { NULL } },
    { "m", 0, { NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *copy = g_memdup2 (cases[i].body, strlen (cases[i].body));
    RfSdpMedia media[2];
    guint count = rf_sdp_read_media (rf_str_new (copy, strlen (cases[i].body)), media, 2);

    g_assert_cmpuint (count, ==, cases[i].count);
    for (guint k = 0; k < count; k++) {
      g_autofree char *shown = dup_media (&media[k]);

      g_assert_cmpstr (shown, ==, cases[i].media[k]);
    }
  }
}

/* More streams and codecs than there is place for are counted or left out. */
static void
test_bounds (void)
{
  g_autoptr (GString) body = g_string_new ("v=0\r\n");
  RfSdpMedia media[2];

  for (guint i = 0; i < 1000; i++) {
    g_string_append (body, "m=audio 1 RTP/AVP");
    for (guint k = 0; k < 100; k++)
      g_string_append_printf (body, " %u", k);
    g_string_append (body, "\r\na=sendonly\r\n");
  }

  g_assert_cmpuint (rf_sdp_read_media (rf_str_new (body->str, body->len), media, 2), ==, 1000);
  g_assert_cmpuint (media[1].n_codecs, ==, RF_SDP_MAX_CODECS);
  g_assert_cmpuint (rf_sdp_read_media (rf_str_new (body->str, body->len), NULL, 0), ==, 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/sdp-media/table", test_table);
  g_test_add_func ("/sip/sdp-media/bounds", test_bounds);

  return g_test_run ();
}
