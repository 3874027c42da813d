/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-referred-by.h"

#include <string.h>

/* In whose name a REFER may come. One address is kept byte by byte, however odd. */
static const char *const good[] = {
  "<sip:mike@192.0.2.3>",
  "sip:mike@192.0.2.3",
  "sip:mike@192.0.2.3;cid=1@h",
  "\"Mike, the \\\"boss\\\" <x>\" <sips:mike@example.org;user=phone?a=b>;cid=\"1,2\"",
  "Mike  A. <sip:mike@example.org> ;\tx=y",
  "\"K\xc3\xa4the\" <tel:+43155501>",
  "M\xc3\xbcller <sip:m@example.org>",
  "<sip:a,b@example.org>",
};

/* What is none vouches for nobody. */
static const char *const bad[] = {
  "",
  "garbage",
  "<http://x>",
  "<mailto:a@example.org>",
  "<alice@atlanta.example.com>",
  "<sip:a@b>, <sip:c@d>",
  "<sip:a@b>;x=y, <sip:c@d>",
  "sip:a@b, sip:c@d",
  "sip:a@b,sip:c@d",
  "sip:a@b?c=d",
  "\"Mike <sip:a@b>",
  "\"Mike\" A <sip:a@b>",
  "Mike: <sip:a@b>",
  "<sip:a@b",
  "<sip:a@b> x",
  "<sip:a@b>;x=\"y",
  "<>",
  "\"K\x01\" <sip:a@b>",
  "\"K\x7f\" <sip:a@b>",
  "\"K\xe4the\" <sip:a@b>",
};

static struct sip_msg *
decode (const char *headers,
        gsize       length)
{
  static const char start[] = "REFER sip:kevin@192.0.2.2 SIP/2.0\r\n"
                              "Via: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKa\r\n"
                              "From: <sip:mike@192.0.2.3>;tag=m\r\n"
                              "To: <sip:kevin@192.0.2.2>;tag=k\r\n"
                              "Call-ID: c\r\n"
                              "CSeq: 2 REFER\r\n";
  static const char end[] = "Content-Length: 0\r\n\r\n";
  struct mbuf *mb = mbuf_alloc (1024);
  struct sip_msg *msg = NULL;

  mbuf_write_mem (mb, (const uint8_t *) start, strlen (start));
  mbuf_write_mem (mb, (const uint8_t *) headers, length);
  mbuf_write_mem (mb, (const uint8_t *) end, strlen (end));
  mb->pos = 0;
  g_assert_cmpint (sip_msg_decode (&msg, mb), ==, 0);
  mem_deref (mb);
  return msg;
}

/* (transfer full): what is left of @text */
static char *
read_one (const char *text)
{
  g_autofree char *header = g_strdup_printf ("Referred-By: %s\r\n", text);
  g_autofree char *printable = g_strescape (text, NULL);
  struct sip_msg *msg = decode (header, strlen (header));
  char *value = NULL;

  g_test_message ("%s", printable);
  g_assert_true (rf_referred_by_read (msg, &value));
  mem_deref (msg);
  return value;
}

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *value = read_one (good[i]);

    g_assert_cmpstr (value, ==, good[i]);
  }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *value = read_one (bad[i]);

    g_assert_cmpstr (value, ==, NULL);
  }
}

static void
test_length (void)
{
  g_autofree char *name = g_strnfill (2048 - 12, 'a');
  g_autofree char *longest = g_strdup_printf ("<sip:%s@b.org>", name);
  g_autofree char *longer = g_strdup_printf ("<sip:x%s@b.org>", name);
  g_autofree char *value = read_one (longest);

  g_assert_cmpuint (strlen (longest), ==, 2048);
  g_assert_cmpstr (value, ==, longest);
  g_assert_null (read_one (longer));
}

static void
test_nul (void)
{
  static const char header[] = "Referred-By: \"K\0evin\" <sip:a@b>\r\n";
  struct sip_msg *msg = decode (header, sizeof header - 1);
  char *value = NULL;

  g_assert_true (rf_referred_by_read (msg, &value));
  g_assert_null (value);
  mem_deref (msg);
}

/* None is fine, two are not, by whatever name. */
static void
test_count (void)
{
  static const char two[] = "Referred-By: <sip:a@b>\r\nb: <sip:a@b>\r\n";
  struct sip_msg *none = decode ("", 0);
  struct sip_msg *doubled = decode (two, strlen (two));
  char *value = NULL;

  g_assert_true (rf_referred_by_read (none, &value));
  g_assert_null (value);
  g_assert_false (rf_referred_by_read (doubled, &value));
  g_assert_null (value);
  mem_deref (none);
  mem_deref (doubled);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/referred-by/good", test_good);
  g_test_add_func ("/referred-by/bad", test_bad);
  g_test_add_func ("/referred-by/length", test_length);
  g_test_add_func ("/referred-by/nul", test_nul);
  g_test_add_func ("/referred-by/count", test_count);
  return g_test_run ();
}
