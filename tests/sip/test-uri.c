/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-uri.h"

#include <re_types.h>
#include <re_fmt.h>
#include <re_uri.h>

static void
assert_str (RfStr       actual,
            const char *expected)
{
  g_autofree char *text = rf_str_dup (actual);

  g_assert_cmpstr (text, ==, expected);
}

static const struct {
  const char *text;
  const char *user;
  const char *host;
  guint       port;
  const char *params;
  const char *headers;
  const char *identity;
} good[] = {
  { "sip:a@b", "a", "b", 0, "", "", "sip:a@b" },
  { "sip:a@B.Example:5060", "a", "B.Example", 5060, "", "", "sip:a@b.example" },
  { "SIPS:a@b:5061;x=y?h=v", "a", "b", 5061, ";x=y", "h=v", "sip:a@b" },
  { "sip:a:secret@b:5070", "a", "b", 5070, "", "", "sip:a@b:5070" },
  { "sip:b;lr", "", "b", 0, ";lr", "", "sip:b" },
  { "sip:a@[2001:db8::1]:5070", "a", "2001:db8::1", 5070, "", "", "sip:a@[2001:db8::1]:5070" },
  { "sip:1;isub=2@b?Replaces=x%40y", "1;isub=2", "b", 0, "", "Replaces=x%40y", "sip:1;isub=2@b" },
  { "sip:w@b?Replaces=x@y%3Bto-tag%3D1", "w", "b", 0, "", "Replaces=x@y%3Bto-tag%3D1", "sip:w@b" },
  { "sip:b?Replaces=x@y", "", "b", 0, "", "Replaces=x@y", "sip:b" },
  { "sip:joe%40smith@b", "joe%40smith", "b", 0, "", "", "sip:joe@smith@b" },
  { "tel:+43-1-555;ext=1", "+43-1-555", "", 0, ";ext=1", "", "tel:+43-1-555" },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *identity = NULL;
    RfUri uri;

    g_assert_true (rf_uri_parse (&uri, rf_str_from_c (good[i].text)));
    assert_str (uri.user, good[i].user);
    assert_str (uri.host, good[i].host);
    g_assert_cmpuint (uri.port, ==, good[i].port);
    assert_str (uri.params, good[i].params);
    assert_str (uri.headers, good[i].headers);
    identity = rf_uri_dup_identity (&uri);
    g_assert_cmpstr (identity, ==, good[i].identity);
  }
}

/* RFC 4475 §3.3.4: any scheme may stand in From. */
static void
test_other_scheme (void)
{
  g_autofree char *identity = NULL;
  RfUri uri;

  g_assert_true (rf_uri_parse (&uri, rf_str_from_c ("http://www.Example.com/a")));
  identity = rf_uri_dup_identity (&uri);
  g_assert_cmpstr (identity, ==, "http://www.Example.com/a");
}

static void
test_bad (void)
{
  static const char * const bad[] = {
    "", "sip", "sip:", ":a@b", "sip:@", "sip:a@", "sip:a@:5060", "sip:a@b:70000", "sip:a@b:x",
    "sip:a@b@c", "sip:a@[::1", "sip:a@[]", "sip:a@[192.0.2.1;lr]", "sip:a b@c", "<sip:a@b>",
    "4ip:a@b", "s p:a@b", "tel:", "sip:a@b:5060x", "http:",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    RfUri uri;

    if (rf_uri_parse (&uri, rf_str_from_c (bad[i])))
      g_error ("taken as a URI: %s", bad[i]);
  }
}

/* What libre makes of the same text, where it is meant for such text. */
static void
test_against_libre (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    struct pl pl = { good[i].text, strlen (good[i].text) };
    struct uri theirs;
    RfUri ours;

    if (g_str_has_prefix (good[i].text, "tel:") || strstr (good[i].text, "b?Replaces=x@y"))
      continue;
    g_assert_true (rf_uri_parse (&ours, rf_str_from_c (good[i].text)));
    g_assert_cmpint (uri_decode (&theirs, &pl), ==, 0);
    g_assert_true (rf_str_equal (ours.user, rf_str_new (theirs.user.p, theirs.user.l)));
    g_assert_true (rf_str_equal (ours.host, rf_str_new (theirs.host.p, theirs.host.l)));
    g_assert_true (rf_str_equal (ours.params, rf_str_new (theirs.params.p, theirs.params.l)));
    g_assert_cmpuint (ours.port, ==, theirs.port);
  }
}

/* The examples of RFC 3261 §19.1.4. */
static void
test_equal (void)
{
  static const struct {
    const char *a;
    const char *b;
    gboolean    equal;
  } cases[] = {
    { "sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", TRUE },
    { "sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", TRUE },
    { "sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on", TRUE },
    { "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
      "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", TRUE },
    { "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
      "sip:alice@atlanta.com?priority=urgent&subject=project%20x", TRUE },
    { "SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", FALSE },
    { "sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", FALSE },
    { "sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", FALSE },
    { "sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", FALSE },
    { "sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", FALSE },
    { "sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", FALSE },
    { "sip:carol@chicago.com;security=off", "sip:carol@chicago.com;security=on", FALSE },
    { "sip:a@b", "sips:a@b", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    RfUri a, b;

    g_assert_true (rf_uri_parse (&a, rf_str_from_c (cases[i].a)));
    g_assert_true (rf_uri_parse (&b, rf_str_from_c (cases[i].b)));
    g_assert_cmpint (rf_uri_equal (&a, &b), ==, cases[i].equal);
    g_assert_cmpint (rf_uri_equal (&b, &a), ==, cases[i].equal);
  }
}

static void
test_same_target (void)
{
  RfUri a, b, c;

  g_assert_true (rf_uri_parse (&a, rf_str_from_c ("sip:w@h:5060;transport=tcp")));
  g_assert_true (rf_uri_parse (&b, rf_str_from_c ("sip:w@H")));
  g_assert_true (rf_uri_parse (&c, rf_str_from_c ("sip:w@h:5070")));
  g_assert_true (rf_uri_same_target (&a, &b));
  g_assert_false (rf_uri_same_target (&a, &c));
}

static void
test_unescape (void)
{
  static const struct {
    const char *escaped;
    const char *plain;
  } cases[] = {
    { "a%20b", "a b" }, { "%", "%" }, { "%4", "%4" }, { "%zz", "%zz" }, { "%00x", "%00x" },
    { "%25%34", "%4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *plain = rf_uri_unescape (rf_str_from_c (cases[i].escaped));

    g_assert_cmpstr (plain, ==, cases[i].plain);
  }
}

static void
test_refer_to (void)
{
  g_auto (RfReferTo) refer_to = { 0 };

  g_assert_true (rf_refer_to_parse (&refer_to, rf_str_from_c (
    "\"W\" <sip:wayne@h:5070;transport=tcp?Replaces=1%4099%3Bto-tag%3Dt%3Bfrom-tag%3Df"
    "%3Bearly-only&Require=replaces>")));
  assert_str (refer_to.text, "sip:wayne@h:5070;transport=tcp");
  g_assert_cmpuint (refer_to.uri.headers.len, ==, 0);
  g_assert_true (refer_to.has_replaces);
  assert_str (refer_to.replaces.call_id, "1@99");
  assert_str (refer_to.replaces.to_tag, "t");
  assert_str (refer_to.replaces.from_tag, "f");
  g_assert_true (refer_to.replaces.early_only);
}

/* Without angle brackets, and without a dialog in it. */
static void
test_refer_to_sloppy (void)
{
  g_auto (RfReferTo) bare = { 0 };
  g_auto (RfReferTo) half = { 0 };
  g_auto (RfReferTo) none = { 0 };

  g_assert_true (rf_refer_to_parse (&bare, rf_str_from_c (
    "sip:wayne@h;user=phone?replaces=1%3Bto-tag%3Dt%3Bfrom-tag%3Df")));
  assert_str (bare.text, "sip:wayne@h;user=phone");
  g_assert_true (bare.has_replaces);
  g_assert_null (bare.method);

  g_assert_true (rf_refer_to_parse (&half,
                                    rf_str_from_c ("<sip:wayne@h?Replaces=1%3Bto-tag%3Dt>")));
  g_assert_false (half.has_replaces);
  g_assert_false (rf_refer_to_parse (&none, rf_str_from_c ("wayne")));
}

static void
test_same_user (void)
{
  static const struct { const char *a; const char *b; gboolean is_same; } cases[] = {
    { "sip:w@h", "sips:w@other:5070;x=y", TRUE },
    { "sip:w@h", "sip:%77@h", TRUE },
    { "sip:w@h", "sip:W@h", FALSE },
    { "sip:h", "sip:h", FALSE },
    { "tel:+49-30-123", "sip:+4930123@gateway;user=phone", TRUE },
    { "sip:+4930123;phone-context=x@gateway", "tel:+49(30).123;ext=9", TRUE },
    { "tel:+4930123", "tel:+49-30-1234", FALSE },
    { "tel:+49301234", "sip:+4930123@h", FALSE },
    { "tel:-", "sip:h", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    RfUri a, b;

    g_assert_true (rf_uri_parse (&a, rf_str_from_c (cases[i].a)));
    g_assert_true (rf_uri_parse (&b, rf_str_from_c (cases[i].b)));
    g_assert_cmpint (rf_uri_same_user (&a, &b), ==, cases[i].is_same);
    g_assert_cmpint (rf_uri_same_user (&b, &a), ==, cases[i].is_same);
  }
}

/* Names and values may be escaped (RFC 3261 §19.1.4), of headers too. */
static void
test_refer_to_escaped (void)
{
  static const struct { const char *text; const char *method; gboolean has_replaces; } cases[] = {
    { "<sip:w@h>", NULL, FALSE },
    { "<sip:w@h;method=INVITE>", NULL, FALSE },
    { "<sip:w@h;Method=%49nvite>", NULL, FALSE },
    { "<sip:w@h;method>", NULL, FALSE },
    { "<sip:w@h;lr;method=BYE>", "BYE", FALSE },
    { "<sip:w@h;%6Dethod=B%59E>", "BYE", FALSE },
    { "<sip:w@h;method=%4>", "%4", FALSE },
    { "<sip:w@h?%52eplaces=1%3Bto-tag%3Dt%3Bfrom-tag%3Df>", NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (RfReferTo) refer_to = { 0 };

    g_assert_true (rf_refer_to_parse (&refer_to, rf_str_from_c (cases[i].text)));
    g_assert_cmpstr (refer_to.method, ==, cases[i].method);
    g_assert_cmpint (refer_to.has_replaces, ==, cases[i].has_replaces);
  }
}

/* Of two tags of a kind nobody can say which is meant. */
static void
test_replaces_twice (void)
{
  static const char *const values[] = {
    "a;to-tag=1;from-tag=2;to-tag=1",
    "a;to-tag=1;from-tag=2;from-tag=3",
    "a;to-tag=1;from-tag=2;Remote-Tag=3",
    "a;local-tag=1;remote-tag=2;local-tag",
  };
  RfReplaces replaces;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_false (rf_replaces_parse (&replaces, rf_str_from_c (values[i])));
  g_assert_true (rf_replaces_parse (&replaces, rf_str_from_c ("a;local-tag=1;x=y;remote-tag=2")));
  assert_str (replaces.to_tag, "2");
  assert_str (replaces.from_tag, "1");
}

static void
test_anonymous (void)
{
  static const struct {
    const char *text;
    gboolean    is_anonymous;
  } uris[] = {
    { "sip:anonymous@anonymous.invalid", TRUE },
    { "sip:Anonymous@example.org:5070;user=phone", TRUE },
    { "sips:unknown@unknown.invalid", TRUE },
    { "sip:unavailable@192.0.2.1", TRUE },
    { "sip:Restricted@[2001:db8::1]", TRUE },
    { "sip:+1@Anonymous.Invalid", TRUE },
    { "sip:anonymous.invalid", TRUE },
    { "sip:anonymous.1a2b@example.org", FALSE },
    { "sip:k8g@9f2.invalid;transport=ws", FALSE },
    { "sip:kevin@anonymous.example.org", FALSE },
    { "sip:kevin@anonymous", FALSE },
    { "sip:anonymous", FALSE },
    { "tel:+1", FALSE },
    { "http://anonymous.example.org", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++) {
    RfUri uri;

    g_assert_true (rf_uri_parse (&uri, rf_str_from_c (uris[i].text)));
    g_assert_cmpint (rf_uri_is_anonymous (&uri), ==, uris[i].is_anonymous);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/uri/good", test_good);
  g_test_add_func ("/sip/uri/other-scheme", test_other_scheme);
  g_test_add_func ("/sip/uri/bad", test_bad);
  g_test_add_func ("/sip/uri/against-libre", test_against_libre);
  g_test_add_func ("/sip/uri/equal", test_equal);
  g_test_add_func ("/sip/uri/same-target", test_same_target);
  g_test_add_func ("/sip/uri/anonymous", test_anonymous);
  g_test_add_func ("/sip/uri/unescape", test_unescape);
  g_test_add_func ("/sip/uri/refer-to", test_refer_to);
  g_test_add_func ("/sip/uri/refer-to-sloppy", test_refer_to_sloppy);
  g_test_add_func ("/sip/uri/same-user", test_same_user);
  g_test_add_func ("/sip/uri/refer-to-escaped", test_refer_to_escaped);
  g_test_add_func ("/sip/uri/replaces-twice", test_replaces_twice);

  return g_test_run ();
}
