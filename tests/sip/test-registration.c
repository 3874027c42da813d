/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-registration.h"

/* Read from a block of their own, so that a tool sees who reads too far. */
static RfRegistration
read_headers (const char *headers)
{
  g_autofree char *text = g_strdup_printf ("REGISTER sip:x SIP/2.0\r\n%s\r\nContact: <sip:body>",
                                           headers);
  gsize length = strlen (text);
  g_autofree char *copy = g_memdup2 (text, length);

  return rf_registration_read (copy, length);
}

static void
test_registration (void)
{
  static const struct {
    const char     *headers;
    RfRegistration  registration;
  } cases[] = {
    { "", RF_REGISTRATION_ASKED },
    { "Expires: 0\r\n", RF_REGISTRATION_ASKED },
    { "Contact: <sip:a@x>\r\n", RF_REGISTRATION_GIVEN },
    { "Contact: <sip:a@x>\r\nExpires: 60\r\n", RF_REGISTRATION_GIVEN },
    { "Contact: <sip:a@x>;expires=60\r\nExpires: 0\r\n", RF_REGISTRATION_GIVEN },
    { "Contact: <sip:a@x>\r\nExpires: 0\r\n", RF_REGISTRATION_TAKEN_BACK },
    { "expires:0\r\nm: <sip:a@x>\r\n", RF_REGISTRATION_TAKEN_BACK },
    { "Contact: <sip:a@x>;q=1;Expires=0\r\nExpires: 60\r\n", RF_REGISTRATION_TAKEN_BACK },
    { "Contact: *\r\nExpires: 0\r\n", RF_REGISTRATION_TAKEN_BACK },
    { "Contact: \"a, b\" <sip:a@x>;expires=0\r\n", RF_REGISTRATION_TAKEN_BACK },
    { "Contact: <sip:a@x>;expires=0, <sip:b@x>;expires=0\r\n", RF_REGISTRATION_TAKEN_BACK },
    /* A phone that has moved takes back where it was. */
    { "Contact: <sip:a@x>;expires=0, <sip:b@x>;expires=9\r\n", RF_REGISTRATION_GIVEN },
    { "Contact: <sip:a@x>;expires=0\r\nContact: <sip:b@x>\r\n", RF_REGISTRATION_GIVEN },
    { "Contact: <\r\nExpires: x\r\n", RF_REGISTRATION_GIVEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (read_headers (cases[i].headers), ==, cases[i].registration);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/registration/table", test_registration);

  return g_test_run ();
}
