/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "rf-address.h"
#include "rf-phone-types.h"

#define AOR "sip:kevin@example.org:5070;transport=tcp"

/* NULL for what has to be refused. */
static const struct {
  const char *typed;
  const char *uri;
} completions[] = {
  { "sip:wayne@example.org", "sip:wayne@example.org" },
  { "SIPS:wayne@example.org", "SIPS:wayne@example.org" },
  { "sip:example.org", "sip:example.org" },
  { "sip:wayne@[2001:db8::1]:5080;transport=tcp", "sip:wayne@[2001:db8::1]:5080;transport=tcp" },
  { "sip:wayne@127.0.0.1:5080", "sip:wayne@127.0.0.1:5080" },
  { "sip:%77ayne@example.org?Subject=hi", "sip:%77ayne@example.org?Subject=hi" },
  { "<sip:wayne@example.org>", "sip:wayne@example.org" },
  { "  wayne@example.net  ", "sip:wayne@example.net" },
  { "wayne", "sip:wayne@example.org:5070" },
  { "*97", "sip:*97@example.org:5070" },
  { "1234", "sip:1234@example.org:5070" },
  { "+49-30/123.456", "sip:+4930123456@example.org:5070" },
  { "(030)123", "sip:030123@example.org:5070" },
  { "192.0.2.9", "sip:192.0.2.9" },
  { "192.0.2.9:5080", "sip:192.0.2.9:5080" },
  { "[2001:db8::9]:5080", "sip:[2001:db8::9]:5080" },

  { "", NULL },
  { "   ", NULL },
  { "way ne", NULL },
  { "way\tne", NULL },
  { "wayne@example.org\r\nRoute: <sip:evil@example.net>", NULL },
  { "sip:wayne@example.org\nX: y", NULL },
  { "way\001ne", NULL },
  { "way\177ne", NULL },
  { "w\303\244yne", NULL },
  { "\377\376", NULL },
  { "tel:+49301234", NULL },
  { "mailto:wayne@example.org", NULL },
  { "http://example.org/", NULL },
  { "sip:", NULL },
  { "sip:@example.org", NULL },
  { "sip:wayne@", NULL },
  { "sip:wayne@:5060", NULL },
  { "sip:wayne@example.org:", NULL },
  { "sip:wayne@example.org:port", NULL },
  { "sip:wayne@example.org:65536", NULL },
  { "sip:wayne@example.org:5060x", NULL },
  { "sip:wayne@example..org", NULL },
  { "sip:wayne@-example.org", NULL },
  { "sip:wayne@exa_mple.org", NULL },
  { "sip:wayne@exa%6dple.org", NULL },
  { "sip:wayne@[2001:db8::zz]", NULL },
  { "sip:wayne@[2001:db8::1", NULL },
  { "sip:way%ne@example.org", NULL },
  { "sip:way%4@example.org", NULL },
  { "sip:wa\"yne@example.org", NULL },
  { "sip:wa<yne@example.org", NULL },
  { "sip:wayne@kevin@example.org", NULL },
  { "sip:wayne@example.org;a=>b", NULL },
  { "sip:wayne@example.org?a={b}", NULL },
};

static void
test_complete (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (completions); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *uri = rf_address_complete (completions[i].typed, AOR, &error);

    g_test_message ("row %u", i);
    g_assert_cmpstr (uri, ==, completions[i].uri);
    if (completions[i].uri != NULL) {
      g_assert_no_error (error);
      g_assert_true (rf_address_check (uri, NULL));
      continue;
    }
    /* A sentence that can be shown, which repeats nothing of what was typed. */
    g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_true (g_ascii_isupper (error->message[0]));
    g_assert_true (g_str_has_suffix (error->message, "."));
  }
}

static void
test_length (void)
{
  g_autofree char *most = g_strnfill (RF_ADDRESS_MAX - strlen ("sip:@h.example"), 'a');
  g_autofree char *fits = g_strconcat ("sip:", most, "@h.example", NULL);
  g_autofree char *over = g_strconcat ("sip:a", most, "@h.example", NULL);
  g_autofree char *user = g_strnfill (RF_ADDRESS_MAX - 8, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (fits), ==, RF_ADDRESS_MAX);
  g_assert_true (rf_address_check (fits, NULL));
  g_assert_false (rf_address_check (over, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI);
  g_clear_error (&error);
  /* Short enough as typed, too long once it is complete. */
  g_assert_null (rf_address_complete (user, AOR, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI);
}

static void
test_no_account (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = rf_address_complete ("sip:wayne@example.org", NULL, NULL);

  g_assert_cmpstr (uri, ==, "sip:wayne@example.org");
  g_assert_null (rf_address_complete ("wayne", NULL, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BAD_URI);
}

static void
test_secure_account (void)
{
  g_autofree char *uri = rf_address_complete ("wayne", "sips:kevin@[2001:db8::1]:5063", NULL);

  g_assert_cmpstr (uri, ==, "sips:wayne@[2001:db8::1]:5063");
}

static void
test_label (void)
{
  static const struct {
    const char *uri;
    const char *label;
  } labels[] = {
    { "sip:wayne@example.org", "wayne" },
    { "sip:w%20b@example.org;x=y", "w b" },
    { "sip:example.org:5070", "example.org" },
    { "sip:%s%s%n@example.org", "%s%s%n" },
    { "sip:a%0d%0ab@example.org", "a\\x0d\\x0ab" },
    { "sip:a%ff@example.org", "a\xef\xbf\xbd" },
    { "tel:+4930", "+4930" },
    { "nonsense", "nonsense" },
    { "", "" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    g_autofree char *label = rf_address_dup_label (labels[i].uri);

    g_assert_cmpstr (label, ==, labels[i].label);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/complete", test_complete);
  g_test_add_func ("/address/length", test_length);
  g_test_add_func ("/address/no-account", test_no_account);
  g_test_add_func ("/address/secure-account", test_secure_account);
  g_test_add_func ("/address/label", test_label);
  return g_test_run ();
}
