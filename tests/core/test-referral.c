/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-referral.h"

/* What a REFER may ask of us, and what is refused before anything is dialled. */
static const struct {
  const char *headers;
  guint       code;
  const char *uri;
  const char *replaces;
} vectors[] = {
  { "Refer-To: <sip:wayne@192.0.2.4>\r\n", 0, "sip:wayne@192.0.2.4", NULL },
  { "Refer-To: sip:wayne@192.0.2.4\r\n", 0, "sip:wayne@192.0.2.4", NULL },
  { "r: \"Wayne\" <sips:wayne@example.org;user=phone>;x=y\r\n", 0,
    "sips:wayne@example.org;user=phone", NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2&Subject=x>\r\n", 0,
    "sip:w@192.0.2.4", "a@b;to-tag=1;from-tag=2" },
  { "Refer-To: sip:wayne@192.0.2.4;user=phone\r\n", 0, "sip:wayne@192.0.2.4;user=phone", NULL },
  { "Refer-To: <tel:+43155501>\r\n", 0, "tel:+43155501", NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a%0D%0AX-Evil%3A%20y>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a%00b>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a%3Bto-tag%3D1>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2"
    "&R%65places=b%3Bto-tag%3D1%3Bfrom-tag%3D2>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2%2Cb>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2%3Bto-tag%3D3>\r\n",
    400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Subject=a%0d%0aEvil:%20yes>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?X%0d%0aEvil=1>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4?Subject=a%00b>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4;method=BYE>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4;x=y;Method=MESSAGE>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4;%6dethod=%42YE>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4;x=y;method=INVITE;lr>\r\n", 0, "sip:w@192.0.2.4;x=y;lr", NULL },
  { "Refer-To: <sip:w@192.0.2.4;METHO%44=%49nvite;lr>\r\n", 0, "sip:w@192.0.2.4;lr", NULL },
  { "Refer-To: <sip:a@192.0.2.4>, <sip:b@192.0.2.4>\r\n", 400, NULL, NULL },
  { "Refer-To: sip:a@192.0.2.4, sip:b@192.0.2.4\r\n", 400, NULL, NULL },
  { "Refer-To: \"Smith, W\" <sip:w@192.0.2.4>\r\n", 0, "sip:w@192.0.2.4", NULL },
  { "Refer-To: <sip:w@192.0.2.4\r\n", 400, NULL, NULL },
  { "", 400, NULL, NULL },
  { "Refer-To: <sip:a@192.0.2.4>\r\nRefer-To: <sip:b@192.0.2.4>\r\n", 400, NULL, NULL },
  { "Refer-To: nonsense\r\n", 400, NULL, NULL },
  { "Refer-To: <http://intranet.example.org/>\r\n", 416, NULL, NULL },
  { "Refer-To: <mailto:wayne@example.org>\r\n", 416, NULL, NULL },
  { "Refer-To: <javascript:alert(1)>\r\n", 416, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4;maddr=198.51.100.1>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4;transport=udp;MAddr=198.51.100.1;lr>\r\n", 400, NULL, NULL },
  { "Refer-To: <sip:w@192.0.2.4;maddress=x>\r\n", 0, "sip:w@192.0.2.4;maddress=x", NULL },
  { "Refer-To: <sip:%s%s%s%s@192.0.2.4>\r\n", 0, "sip:%s%s%s%s@192.0.2.4", NULL },
};

/* Whether a phone that cannot replace must refuse; -1 where the REFER is refused. */
static const struct {
  const char *headers;
  int         required;
} extensions[] = {
  { "Subject=x", FALSE },
  { "Require=replaces", TRUE },
  { "require=Replaces", TRUE },
  { "Require=%20replaces%20", TRUE },
  { "Require=foo", -1 },
  { "Require=", -1 },
  { "Require=replaces%2Cfoo", -1 },
  { "Require=replaces,foo", -1 },
  { "Require=replaces&Require=foo", -1 },
  { "Require=replaces&R%65quire=replaces", -1 },
  { "Require=tdialog", -1 },
};

static struct sip_msg *
decode (const char *headers)
{
  struct mbuf *mb = mbuf_alloc (1024);
  struct sip_msg *msg = NULL;

  g_assert_cmpint (mbuf_printf (mb,
                                "REFER sip:kevin@192.0.2.2 SIP/2.0\r\n"
                                "Via: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKa\r\n"
                                "From: <sip:mike@192.0.2.3>;tag=m\r\n"
                                "To: <sip:kevin@192.0.2.2>;tag=k\r\n"
                                "Call-ID: c\r\n"
                                "CSeq: 2 REFER\r\n"
                                "%s"
                                "Content-Length: 0\r\n\r\n", headers), ==, 0);
  mb->pos = 0;
  g_assert_cmpint (sip_msg_decode (&msg, mb), ==, 0);
  mem_deref (mb);
  return msg;
}

static void
test_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    struct sip_msg *msg = decode (vectors[i].headers);
    RfReferral referral;
    const char *reason = NULL;

    g_test_message ("%s", vectors[i].headers);
    g_assert_cmpuint (rf_referral_read (&referral, msg, &reason), ==, vectors[i].code);
    g_assert_cmpstr (referral.uri, ==, vectors[i].uri);
    g_assert_cmpstr (referral.replaces, ==, vectors[i].replaces);
    g_assert_true (vectors[i].code == 0 || reason != NULL);
    rf_referral_clear (&referral);
    mem_deref (msg);
  }
}

static void
test_extensions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++) {
    g_autofree char *header =
      g_strdup_printf ("Refer-To: <sip:w@192.0.2.4?%s>\r\n", extensions[i].headers);
    struct sip_msg *msg = decode (header);
    RfReferral referral;
    const char *reason = NULL;
    gboolean refused = extensions[i].required < 0;

    g_test_message ("%s", extensions[i].headers);
    g_assert_cmpuint (rf_referral_read (&referral, msg, &reason), ==, refused ? 400 : 0);
    g_assert_cmpint (referral.require_replaces, ==, refused ? FALSE : extensions[i].required);
    rf_referral_clear (&referral);
    mem_deref (msg);
  }
}

static void
test_long (void)
{
  g_autofree char *name = g_strnfill (4000, 'a');
  g_autofree char *header = g_strdup_printf ("Refer-To: <sip:%s@192.0.2.4>\r\n", name);
  struct sip_msg *msg = decode (header);
  RfReferral referral;
  const char *reason = NULL;

  g_assert_cmpuint (rf_referral_read (&referral, msg, &reason), ==, 400);
  g_assert_null (referral.uri);
  mem_deref (msg);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/referral/vectors", test_vectors);
  g_test_add_func ("/referral/extensions", test_extensions);
  g_test_add_func ("/referral/long", test_long);
  return g_test_run ();
}
