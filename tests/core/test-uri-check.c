/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-agent.h"
#include "rf-uri-check.h"

/* The domain alone is taken from the agent, which does not exist outside of baresip. */
GQuark
rf_core_error_quark (void)
{
  return g_quark_from_static_string ("rf-core-error");
}

static const char *good[] = {
  "sip:wayne@192.0.2.4", "sips:wayne@example.org:5061;transport=tls", "sip:192.0.2.4",
  "sip:joe%40smith@example.org", "sip:wayne@[2001:db8::1]:5060",
};

static const char *bad[] = {
  "", "wayne", "sip:", "sip:@", "tel:+43155501", "http://example.org", "sip:a@b\r\nX-Evil: y",
  "sip:a@b> <sip:c@d", "\"a\" <sip:a@b>", "sip:a b@c",
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", good[i]);
    g_assert_true (rf_uri_check (good[i], &error));
    g_assert_no_error (error);
  }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_false (rf_uri_check (bad[i], &error));
    g_assert_error (error, RF_CORE_ERROR, RF_CORE_ERROR_BAD_URI);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uri-check/good", test_good);
  g_test_add_func ("/uri-check/bad", test_bad);
  return g_test_run ();
}
