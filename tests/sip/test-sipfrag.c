/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-sipfrag.h"

static void
test_sipfrag (void)
{
  static const struct {
    const char *body;
    guint       status;
    const char *reason;
  } cases[] = {
    { "SIP/2.0 100 Trying\r\n", 100, "Trying" },
    { "SIP/2.0 200 OK", 200, "OK" },
    { "SIP/2.0 486 Busy Here\nX: y\n", 486, "Busy Here" },
    { "SIP/2.0 603", 603, "" },
    { "\r\nSIP/2.0 180  Ringing  \r\n", 180, "Ringing" },
    { "", 0, NULL }, { "SIP/2.0", 0, NULL }, { "SIP/2.0 99 x", 0, NULL },
    { "SIP/2.0 1000 x", 0, NULL },
    { "HTTP/1.1 200 OK", 0, NULL }, { "INVITE sip:x SIP/2.0\r\n", 0, NULL },
    { "SIP/2.0 2x0 OK", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *copy = g_memdup2 (cases[i].body, strlen (cases[i].body));
    guint status = 0;
    RfStr reason = RF_STR_INIT;

    g_assert_cmpint (rf_sipfrag_parse (rf_str_new (copy, strlen (cases[i].body)), &status, &reason),
                     ==,
                     cases[i].status != 0);
    g_assert_cmpuint (status, ==, cases[i].status);
    if (cases[i].reason)
      g_assert_true (rf_str_equal (reason, rf_str_from_c (cases[i].reason)));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/sipfrag/table", test_sipfrag);

  return g_test_run ();
}
