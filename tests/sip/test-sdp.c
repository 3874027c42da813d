/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-sdp.h"

static void
test_sdp (void)
{
  static const struct {
    const char     *body;
    gboolean        has_audio;
    RfSdpDirection  direction;
    gboolean        is_hold;
    const char     *codec;
  } cases[] = {
    { "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8 101\r\n"
      "a=rtpmap:101 telephone-event/8000\r\n",
      TRUE, RF_SDP_SENDRECV, FALSE, "PCMA" },
    { "v=0\nm=audio 4000 RTP/AVP 96 0\na=rtpmap:96 opus/48000/2\na=sendonly\n", TRUE,
      RF_SDP_SENDONLY, TRUE, "opus" },
    { "v=0\r\na=inactive\r\nm=audio 4000 RTP/AVP 0\r\n", TRUE, RF_SDP_INACTIVE, TRUE, "PCMU" },
    { "v=0\r\na=sendonly\r\nm=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n", TRUE, RF_SDP_SENDRECV, FALSE,
      "PCMU" },
    { "v=0\r\nm=audio 4000 RTP/AVP 0\r\na=recvonly\r\n", TRUE, RF_SDP_RECVONLY, FALSE, "PCMU" },
    { "v=0\r\nc=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\n", TRUE, RF_SDP_SENDRECV, TRUE,
      "PCMU" },
    { "v=0\r\nm=audio 1 RTP/AVP 0\r\nm=video 2 RTP/AVP 31\r\na=sendonly\r\n"
      "m=audio 3 RTP/AVP 8\r\na=inactive\r\n",
      TRUE, RF_SDP_SENDRECV, FALSE, "PCMU" },
    { "v=0\r\nm=video 2 RTP/AVP 31\r\n", FALSE, RF_SDP_SENDRECV, FALSE, "" },
    { "m=audio", FALSE, RF_SDP_SENDRECV, FALSE, "" },
    { "m=audio ", FALSE, RF_SDP_SENDRECV, FALSE, "" },
    { "", FALSE, RF_SDP_SENDRECV, FALSE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *copy = g_memdup2 (cases[i].body, strlen (cases[i].body));
    RfSdp sdp;

    g_assert_cmpint (rf_sdp_parse (&sdp, rf_str_new (copy, strlen (cases[i].body))), ==,
                     cases[i].has_audio);
    if (!cases[i].has_audio)
      continue;
    g_assert_cmpint (sdp.direction, ==, cases[i].direction);
    g_assert_cmpint (sdp.is_hold, ==, cases[i].is_hold);
    g_assert_true (rf_str_equal (sdp.codec, rf_str_from_c (cases[i].codec)));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/sdp/table", test_sdp);

  return g_test_run ();
}
