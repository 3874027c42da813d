/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-account.h"

static const char *const domains[] = { "example.org", "example.net", NULL };
static const char *const faults[] = { "no-notify", NULL };
static const char *const nothing[] = { NULL };
static const char *const bad_text[] = { "example.org", "a\nb", NULL };

static void
test_options (void)
{
  RfAccountConfig config = {
    .aor = "sip:kevin@example.org",
    .display_name = "Kevin",
    .registrar = "sip:example.org",
    .outbound = "",
    .auth_user = "kevin",
    .password = "söcret",
    .consent = "domains",
    .ring_timeout = 30,
    .consent_domains = domains,
    .ask_outside = TRUE,
    .release_after = 0,
    .faults = faults,
  };
  g_autoptr (RfAccount) account = rf_account_new (&config, NULL);
  g_autoptr (GVariant) options = g_variant_ref_sink (rf_account_build_options (account));
  g_autoptr (GVariant) expected = g_variant_ref_sink (g_variant_new_parsed (
    "{'registrar': <'sip:example.org'>, 'auth-user': <'kevin'>, 'password': <'söcret'>, "
    "'consent': <'domains'>, 'consent-domains': <['example.org', 'example.net']>, "
    "'ask-outside': <true>, 'faults': <['no-notify']>, "
    "'ring-timeout': <uint32 30>, 'release-after': <uint32 0>}"));
  g_autofree char *aor = rf_account_dup_aor (account, "192.0.2.1:5060");

  g_assert_cmpvariant (options, expected);
  g_assert_cmpstr (aor, ==, "sip:kevin@example.org");
  g_assert_cmpstr (rf_account_get_name (account), ==, "Kevin");
}

static void
test_local (void)
{
  RfAccountConfig config = { .user = "kevin", .ring_timeout = -1, .consent_domains = nothing,
                             .release_after = -1, .faults = nothing };
  g_autoptr (RfAccount) account = rf_account_new (&config, NULL);
  g_autoptr (GVariant) options = g_variant_ref_sink (rf_account_build_options (account));
  g_autofree char *v4 = rf_account_dup_aor (account, "192.0.2.1:5060");
  g_autofree char *v6 = rf_account_dup_aor (account, "[2001:db8::1]:5060");

  g_assert_cmpuint (g_variant_n_children (options), ==, 0);
  g_assert_cmpstr (v4, ==, "sip:kevin@192.0.2.1:5060");
  g_assert_cmpstr (v6, ==, "sip:kevin@[2001:db8::1]:5060");
  g_assert_cmpstr (rf_account_get_name (account), ==, "");
}

static const RfAccountConfig bad[] = {
  { .aor = NULL, .user = NULL },
  { .aor = NULL, .user = "" },
  { .aor = NULL, .user = "ke vin" },
  { .aor = NULL, .user = "kevin@example.org" },
  { .aor = "" },
  { .aor = "kevin@example.org" },
  { .aor = "sip:kevin@example.org\r\n" },
  { .aor = "sip:kevin@example.org", .registrar = "example.org" },
  { .aor = "sip:kevin@example.org", .outbound = "sip:a b" },
  { .aor = "sip:kevin@example.org", .display_name = "Kevin\r\nX: y" },
  { .aor = "sip:kevin@example.org", .display_name = "\xff" },
  { .aor = "sip:kevin@example.org", .password = "\xff" },
  { .aor = "sip:kevin@example.org", .auth_user = "a\nb" },
  { .aor = "sip:kevin@example.org", .consent_domains = bad_text },
  { .aor = "sip:kevin@example.org", .faults = bad_text },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("row %u", i);
    g_assert_null (rf_account_new (&bad[i], &error));
    g_assert_nonnull (error);
    g_assert_true (error->domain == RF_PHONE_ERROR);
    g_assert_true (g_str_has_suffix (error->message, "."));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/options", test_options);
  g_test_add_func ("/account/local", test_local);
  g_test_add_func ("/account/bad", test_bad);
  return g_test_run ();
}
