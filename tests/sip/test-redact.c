/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-redact.h"

#include <string.h>

#define BEFORE "REGISTER sip:x SIP/2.0\r\nFrom: <sip:a@x>;response=\"keep\"\r\n"
#define AFTER  "\r\nContact: <sip:a@x>\r\n\r\nAuthorization: Basic keep"

static const struct {
  const char *plain;
  const char *blanked;
} cases[] = {
  { "Authorization: Digest username=\"a\", nonce=\"n\", response=\"0123\", cnonce=\"ab\", qop=auth",
    "Authorization: Digest username=\"a\", nonce=\"n\", response=\"****\", cnonce=\"**\", "
    "qop=auth" },
  { "proxy-authorization:digest RESPONSE = 0123,\r\n  cnonce=\"a,b\"",
    "proxy-authorization:digest RESPONSE = ****,\r\n  cnonce=\"***\"" },
  { "Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ************" },
  { "Authorization: Bearer\r\n abc.def", "Authorization: Bearer\r\n *******" },
  { "Authorization: Unknown a=b, c=d", "Authorization: Unknown **** ***" },
  { "Authorization: Digest response=\"open", "Authorization: Digest response=*****" },
  { "Authorization:", "Authorization:" },
  { "WWW-Authenticate: Digest nonce=\"n\", response=\"x\"",
    "WWW-Authenticate: Digest nonce=\"n\", response=\"x\"" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *expected = g_strconcat (BEFORE, cases[i].blanked, AFTER, NULL);
    g_autofree char *text = g_strconcat (BEFORE, cases[i].plain, AFTER, NULL);
    gsize length = strlen (text);
    g_autofree char *copy = g_memdup2 (text, length);

    rf_redact (copy, length);
    g_assert_cmpmem (copy, length, expected, strlen (expected));
  }
}

static void
test_empty (void)
{
  char one = 'A';

  rf_redact (NULL, 0);
  rf_redact (&one, 1);
  g_assert_cmpint (one, ==, 'A');
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/redact/cases", test_cases);
  g_test_add_func ("/sip/redact/empty", test_empty);

  return g_test_run ();
}
