/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-sip-message.h"

#define HEAD "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\r\n" \
             "From: <sip:a@x>;tag=1\r\nTo: <sip:b@y>\r\n" \
             "Call-ID: c\r\n"

static void
assert_str (RfStr       actual,
            const char *expected)
{
  g_autofree char *text = rf_str_dup (actual);

  g_assert_cmpstr (text, ==, expected);
}

/* What is read for a list is what reading all of it says. */
static void
check_names (const RfSipMessage *sip,
             const char         *data,
             gsize               length)
{
  RfSipMessage names;

  rf_sip_message_scan_names (&names, data, length);
  g_assert_cmpint (names.is_request, ==, sip->is_request);
  g_assert_cmpint (names.method, ==, sip->method);
  g_assert_cmpuint (names.status, ==, sip->status);
  g_assert_cmpuint (names.cseq, ==, sip->cseq);
  g_assert_true (rf_str_equal (names.cseq_method, sip->cseq_method));
  g_assert_true (rf_str_equal (names.method_name, sip->method_name));
  g_assert_true (rf_str_equal (names.reason, sip->reason));
  g_assert_true (rf_str_equal (names.call_id, sip->call_id));
}

/* Copies to a block of its own size, so that a read past the end is seen by the sanitizers. */
static gboolean
scan (RfSipMessage  *sip,
      const char    *text,
      char         **copy,
      GError       **error)
{
  *copy = g_memdup2 (text, strlen (text));
  if (!rf_sip_message_scan (sip, *copy, strlen (text), error))
    return FALSE;
  check_names (sip, *copy, strlen (text));

  return TRUE;
}

static void
test_request (void)
{
  const char *text =
    "REFER sip:kevin@192.0.2.1:5060;transport=udp SIP/2.0\r\n"
    "Via: SIP/2.0/UDP proxy.example.org;branch=z9hG4bKp, SIP/2.0/UDP "
    "192.0.2.2:5070;branch=z9hG4bKu\r\n"
    "Via: SIP/2.0/UDP 192.0.2.9\r\n"
    "From: \"Mike \\\"M\\\" <x>\" <sip:mike@example.org;user=phone>;tag=m1;x=y\r\n"
    "To: Kevin <sip:kevin@example.org>;tag=k1\r\n"
    "Call-ID: a84b4c76e66710@pc33\r\n"
    "CSeq: 314159 REFER\r\n"
    "Contact: <sip:mike@192.0.2.2:5070>\r\n"
    "Refer-To: <sip:wayne@example.org?Replaces=1%3Bto-tag%3D2%3Bfrom-tag%3D3>\r\n"
    "Referred-By: <sip:mike@example.org>\r\n"
    "Target-Dialog: d1;local-tag=l;remote-tag=r\r\n"
    "Supported: replaces, tdialog\r\n"
    "Allow: INVITE, REFER\r\n"
    "Content-Type: text/plain\r\n"
    "Content-Length: 3\r\n"
    "\r\n"
    "abcdef";
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = NULL;
  RfSipMessage sip;

  g_assert_true (scan (&sip, text, &copy, &error));
  g_assert_no_error (error);
  g_assert_true (sip.is_request);
  g_assert_cmpint (sip.method, ==, RF_SIP_REFER);
  assert_str (sip.request_uri, "sip:kevin@192.0.2.1:5060;transport=udp");
  assert_str (sip.via_branch, "z9hG4bKp");
  assert_str (sip.via_sent_by, "proxy.example.org");
  g_assert_cmpuint (sip.n_vias, ==, 3);
  assert_str (sip.from.display_name, "Mike \\\"M\\\" <x>");
  assert_str (sip.from.uri, "sip:mike@example.org;user=phone");
  assert_str (sip.from.tag, "m1");
  assert_str (sip.to.display_name, "Kevin");
  assert_str (sip.to.tag, "k1");
  assert_str (sip.call_id, "a84b4c76e66710@pc33");
  g_assert_cmpuint (sip.cseq, ==, 314159);
  assert_str (sip.contact, "<sip:mike@192.0.2.2:5070>");
  assert_str (sip.refer_to, "<sip:wayne@example.org?Replaces=1%3Bto-tag%3D2%3Bfrom-tag%3D3>");
  g_assert_cmpuint (sip.n_refer_to, ==, 1);
  assert_str (sip.referred_by, "<sip:mike@example.org>");
  assert_str (sip.target_dialog, "d1;local-tag=l;remote-tag=r");
  assert_str (sip.supported, "replaces, tdialog");
  assert_str (sip.allow, "INVITE, REFER");
  assert_str (sip.content_type, "text/plain");
  g_assert_cmpint (sip.content_length, ==, 3);
  assert_str (sip.body, "abc");
}

static void
test_response (void)
{
  const char *text = "SIP/2.0 180 Es läutet\r\n" HEAD "CSeq: 7 INVITE\r\n\r\n";
  g_autofree char *copy = NULL;
  RfSipMessage sip;

  g_assert_true (scan (&sip, text, &copy, NULL));
  g_assert_false (sip.is_request);
  g_assert_cmpuint (sip.status, ==, 180);
  assert_str (sip.reason, "Es läutet");
  g_assert_cmpint (sip.method, ==, RF_SIP_INVITE);
  g_assert_cmpint (sip.content_length, ==, -1);
}

/* Compact names, folded lines, bare LF, white space where RFC 3261 §7.3.1 allows it. */
static void
test_forms (void)
{
  const char *text =
    "\r\n\r\nNOTIFY sip:mike@192.0.2.2 SIP/2.0\n"
    "v :  SIP / 2.0 / UDP\n  192.0.2.1 : 5060 ;\n branch = z9hG4bKx ;rport\n"
    "f: sip:kevin@example.org;tag=k\n"
    "T: <sip:mike@example.org>\n ;tag=m\n"
    "i: c1\n"
    "cseq:\t12   NOTIFY\n"
    "m: <sip:k@192.0.2.1>\n"
    "o: refer;id=93809824\n"
    "Subscription-State: terminated ; reason=noresource\n"
    "c: message/sipfrag\nl: 14\nk: norefersub\nr: <sip:x@y>\nb: <sip:z@y>\n"
    "\n"
    "SIP/2.0 200 OK";
  g_autofree char *copy = NULL;
  RfSipMessage sip;

  g_assert_true (scan (&sip, text, &copy, NULL));
  assert_str (sip.via_branch, "z9hG4bKx");
  assert_str (sip.via_sent_by, "192.0.2.1 : 5060");
  assert_str (sip.from.uri, "sip:kevin@example.org");
  assert_str (sip.from.tag, "k");
  assert_str (sip.to.tag, "m");
  g_assert_cmpuint (sip.cseq, ==, 12);
  assert_str (sip.event, "refer");
  assert_str (sip.event_id, "93809824");
  assert_str (sip.subscription_state, "terminated");
  assert_str (sip.subscription_reason, "noresource");
  assert_str (sip.content_type, "message/sipfrag");
  assert_str (sip.supported, "norefersub");
  assert_str (sip.refer_to, "<sip:x@y>");
  assert_str (sip.referred_by, "<sip:z@y>");
  assert_str (sip.body, "SIP/2.0 200 OK");
}

/* Of a header that there may be one of, the first counts. */
static void
test_repeated (void)
{
  const char *text =
    "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 INVITE\r\nCSeq: 2 BYE\r\nCSeq: none\r\n"
    "From: <sip:c@x>;tag=2\r\nTo: <sip:d@y>;tag=3\r\nCall-ID: d\r\n\r\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = NULL;
  RfSipMessage sip;

  g_assert_true (scan (&sip, text, &copy, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sip.cseq, ==, 1);
  g_assert_cmpint (sip.method, ==, RF_SIP_INVITE);
  assert_str (sip.from.tag, "1");
  assert_str (sip.to.tag, "");
  assert_str (sip.call_id, "c");
}

/* RFC 4475 §3.1.2.17: the start line tells what is asked, and CSeq something else. */
static void
test_mismatch (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = NULL;
  RfSipMessage sip;

  g_assert_true (scan (&sip, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 8 INVITE\r\n\r\n", &copy,
                       &error));
  g_assert_no_error (error);
  g_assert_cmpint (sip.method, ==, RF_SIP_OPTIONS);
  assert_str (sip.method_name, "OPTIONS");
  assert_str (sip.cseq_method, "INVITE");
}

static void
test_methods (void)
{
  for (RfSipMethod method = RF_SIP_INVITE; method <= RF_SIP_PUBLISH; method++)
    g_assert_cmpint (rf_sip_method_parse (rf_str_from_c (rf_sip_method_to_string (method))), ==,
                     method);

  g_assert_cmpint (rf_sip_method_parse (rf_str_from_c ("invite")), ==, RF_SIP_UNKNOWN);
  g_assert_cmpint (rf_sip_method_parse (rf_str_from_c ("INVITEX")), ==, RF_SIP_UNKNOWN);
  g_assert_cmpint (rf_sip_method_parse (RF_STR_INIT), ==, RF_SIP_UNKNOWN);
}

static void
test_broken (void)
{
  static const struct {
    const char *text;
    RfSipError  code;
  } cases[] = {
    { "", RF_SIP_ERROR_NOT_SIP },
    { "\r\n\r\n", RF_SIP_ERROR_NOT_SIP },
    { "\x16\x03\x01", RF_SIP_ERROR_NOT_SIP },
    { "INVITE", RF_SIP_ERROR_BAD_START_LINE },
    { "INVITE sip:x", RF_SIP_ERROR_BAD_START_LINE },
    { "INVITE sip:x SIP/7.0\r\n" HEAD "CSeq: 1 INVITE\r\n\r\n", RF_SIP_ERROR_BAD_START_LINE },
    { "INVITE sip:x y SIP/2.0\r\n" HEAD "CSeq: 1 INVITE\r\n\r\n", RF_SIP_ERROR_BAD_START_LINE },
    { "SIP/2.0 4294967301 x\r\n" HEAD "CSeq: 1 INVITE\r\n\r\n", RF_SIP_ERROR_BAD_START_LINE },
    { "SIP/2.0 99 x\r\n" HEAD "CSeq: 1 INVITE\r\n\r\n", RF_SIP_ERROR_BAD_START_LINE },
    { "SIP/2.0 700 x\r\n" HEAD "CSeq: 1 INVITE\r\n\r\n", RF_SIP_ERROR_BAD_START_LINE },
    { "BYE sip:x SIP/2.0\r\n" HEAD "\r\n", RF_SIP_ERROR_MISSING_HEADER },
    { "BYE sip:x SIP/2.0\r\nCSeq: 1 BYE\r\n\r\n", RF_SIP_ERROR_MISSING_HEADER },
    { "BYE sip:x SIP/2.0\r\n" HEAD "CSeq: 36893488147419103232 BYE\r\n\r\n",
      RF_SIP_ERROR_BAD_HEADER },
    { "BYE sip:x SIP/2.0\r\n" HEAD "CSeq: -1 BYE\r\n\r\n", RF_SIP_ERROR_BAD_HEADER },
    { "BYE sip:x SIP/2.0\r\n" HEAD "CSeq: 1\r\n\r\n", RF_SIP_ERROR_BAD_HEADER },
    { "BYE sip:x SIP/2.0\r\nFrom: \r\n\r\n", RF_SIP_ERROR_BAD_HEADER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *copy = NULL;
    RfSipMessage sip;

    g_assert_false (scan (&sip, cases[i].text, &copy, &error));
    g_assert_error (error, RF_SIP_ERROR, (int) cases[i].code);
  }
}

/* Whatever a message is cut off at, nothing is read behind the end. */
static void
test_every_prefix (void)
{
  const char *text =
    "NOTIFY sip:m SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=\"z\r\n"
    "From: \"a\\\" <sip:a@x>;tag=1\r\nTo: <sip:b\r\n"
    "Call-ID: c\r\n d\r\nCSeq: 1 NOTIFY\r\nEvent: refer;id\r\nSubscription-State: ;;=;\r\n"
    "Content-Length: 9\r\n\r\nSIP/2";

  for (gsize n = 0; n <= strlen (text); n++) {
    g_autofree char *copy = g_memdup2 (text, n);
    RfSipHeaderIter iter;
    RfSipMessage sip;
    RfStr name, value;
    guint headers = 0;

    rf_sip_message_scan (&sip, copy, n, NULL);
    rf_sip_message_looks_like (copy, n);
    rf_sip_header_iter_init (&iter, copy, n);
    while (rf_sip_header_iter_next (&iter, &name, &value))
      headers++;
    g_assert_cmpuint (headers, <=, 8);
  }
}

static void
test_addresses (void)
{
  static const struct {
    const char *value;
    const char *name;
    const char *uri;
    const char *tag;
  } cases[] = {
    { "sip:a@b", "", "sip:a@b", "" },
    { "sip:a@b;tag=1", "", "sip:a@b", "1" },
    { "<sip:a@b;transport=tcp>;tag=1", "", "sip:a@b;transport=tcp", "1" },
    { "A B <sip:a@b>;TAG = 2", "A B", "sip:a@b", "2" },
    { "\"<sip:x@y>\" <sip:a@b>;tag=3", "<sip:x@y>", "sip:a@b", "3" },
    { "caller<sip:a@b>;tag=4", "caller", "sip:a@b", "4" },
    { "\"open <sip:a@b>;tag=5", "\"open", "sip:a@b", "5" },
    { "<sip:a@b", "", "sip:a@b", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    RfSipAddress address;

    g_assert_true (rf_sip_address_parse (&address, rf_str_from_c (cases[i].value)));
    assert_str (address.display_name, cases[i].name);
    assert_str (address.uri, cases[i].uri);
    assert_str (address.tag, cases[i].tag);
  }
}

static void
test_looks_like (void)
{
  g_assert_true (rf_sip_message_looks_like ("SIP/2.0 200 OK\r\n", 16));
  g_assert_true (rf_sip_message_looks_like ("\r\nBYE sip:x SIP/2.0\r\n", 21));
  g_assert_true (rf_sip_message_looks_like ("!x%* sip:x SIP/2.0\r\n", 20));
  g_assert_false (rf_sip_message_looks_like ("GET / HTTP/1.1\r\n", 16));
  g_assert_false (rf_sip_message_looks_like ("\r\n\r\n", 4));
  g_assert_false (rf_sip_message_looks_like (NULL, 0));
  g_assert_true (rf_sip_message_may_begin (NULL, 0));
  g_assert_true (rf_sip_message_may_begin ("INVITE sip:kev", 14));
  g_assert_false (rf_sip_message_may_begin ("GET / HTTP/1.1\r\n", 16));
  g_assert_false (rf_sip_message_may_begin ("\x80\x08", 2));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/message/request", test_request);
  g_test_add_func ("/sip/message/response", test_response);
  g_test_add_func ("/sip/message/forms", test_forms);
  g_test_add_func ("/sip/message/repeated", test_repeated);
  g_test_add_func ("/sip/message/mismatch", test_mismatch);
  g_test_add_func ("/sip/message/methods", test_methods);
  g_test_add_func ("/sip/message/broken", test_broken);
  g_test_add_func ("/sip/message/every-prefix", test_every_prefix);
  g_test_add_func ("/sip/message/addresses", test_addresses);
  g_test_add_func ("/sip/message/looks-like", test_looks_like);

  return g_test_run ();
}
