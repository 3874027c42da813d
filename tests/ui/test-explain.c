/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-explain"

#include "config.h"

#include "rf-explain.h"
#include "testlib-trace.h"

#define REPLACING "<sip:wayne@192.0.2.3?Replaces=call-3%40mike%3Bto-tag%3Dw3%3Bfrom-tag%3Dm3>"

static const RfExplanation *
find_row (const GPtrArray *rows,
          const char      *key)
{
  for (guint i = 0; i < rows->len; i++) {
    const RfExplanation *row = rows->pdata[i];

    if (g_str_equal (row->key, key))
      return row;
  }

  return NULL;
}

/* @link is the message that the row has to lead to, or -1. */
static void
assert_says (TestScene  *scene,
             guint       message,
             const char *key,
             const char *sentence,
             int         link)
{
  g_autoptr (GPtrArray) rows = rf_explain_message (scene->trace, message, NULL);
  const RfExplanation *row = find_row (rows, key);

  g_assert_nonnull (row);
  g_assert_cmpstr (row->sentence, ==, sentence);
  g_assert_cmpint (row->link, ==, link);
  g_assert_cmpint (row->link >= 0, ==, row->link_label != NULL);
}

/* Who was renamed is so in every sentence, by the party that sent and by the address that is meant;
 * who was not is called as ever. */
static void
test_renamed (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (RfLifelines) lifelines = rf_lifelines_new ();
  g_autoptr (GPtrArray) rows = NULL;
  guint refer;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  refer = test_refer (&scene, &test_kevin_mike, 1, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Referred-By: <sip:mike@192.0.2.2>\r\n" });
  rf_lifelines_rename (lifelines, "sip:mike@192.0.2.2", "Front desk");
  rf_lifelines_rename (lifelines, "sip:wayne@192.0.2.3", "Warehouse");
  rows = rf_explain_message (scene.trace, refer, lifelines);
  g_assert_cmpstr (find_row (rows, "Request")->sentence, ==,
                   "Front desk asks kevin to call somebody: this is how a transfer begins.");
  g_assert_cmpstr (find_row (rows, "Refer-To")->sentence, ==, "kevin is asked to call Warehouse.");
  g_assert_cmpstr (find_row (rows, "From")->sentence, ==,
                   "The request is from Front desk. The tag marks this end of the dialog.");
}

/* The article's transfer, as the sample has it. */
static void
test_blind_transfer (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer, invite, notify;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  refer = test_refer (&scene, &test_kevin_mike, 1, "<sip:wayne@192.0.2.3>", "202 Accepted");
  invite = refer + 2;
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Referred-By: <sip:mike@192.0.2.2>\r\n" });
  notify = test_notify (&scene, &test_kevin_mike, 2, "refer;id=1", "active;expires=60",
                        "180 Ringing");
  test_notify (&scene, &test_kevin_mike, 3, "refer", "terminated;reason=noresource", "200 OK");

  assert_says (&scene, 0, "Request", "kevin calls mike.", -1);
  assert_says (&scene, 3, "Request", "kevin confirms to mike that the final answer has arrived.",
               0);
  assert_says (&scene, refer, "Request",
               "mike asks kevin to call somebody: this is how a transfer begins.", (int) invite);
  assert_says (&scene, refer, "Refer-To", "kevin is asked to call wayne.", (int) invite);
  assert_says (&scene, refer, "Referred-By", "mike is the one who asks for the transfer.", -1);
  assert_says (&scene, refer + 1, "Response",
               "kevin answers the REFER of mike. The request to transfer has been taken. It only "
               "means: I will try.", (int) refer);
  assert_says (&scene, invite, "Request", "kevin calls wayne, since mike has asked for it.",
               (int) refer);
  assert_says (&scene, invite + 2, "Response",
               "wayne answers the INVITE of kevin. The call is answered.", (int) invite);
  assert_says (&scene, notify, "Request", "kevin reports to mike how the transfer is going.",
               (int) refer);
  assert_says (&scene, notify, "Event", "This is news about the transfer whose REFER has CSeq 1.",
               (int) refer);
  assert_says (&scene, notify, "Subscription-State",
               "More reports will come, for 60 seconds at most.", -1);
  assert_says (&scene, notify, "Report", "The phone of wayne rings. That is no success yet.",
               (int) refer);
  assert_says (&scene, notify + 2, "Report", "wayne has answered: the transfer has succeeded.",
               (int) refer);
  assert_says (&scene, notify + 2, "Subscription-State",
               "This is the last report: there is nothing more to report.", -1);
}

static void
test_attended_transfer (void)
{
  g_auto (TestScene) scene = { 0 };
  guint refer, invite;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_call (&scene, &test_mike_wayne, NULL); /* from 4 on */
  refer = test_refer (&scene, &test_kevin_mike, 1, REPLACING, "202 Accepted");
  invite = refer + 2;
  test_call (&scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Replaces: call-3@mike;to-tag=w3;from-tag=m3\r\n"
                                         "Require: replaces\r\n" });

  assert_says (&scene, refer, "Refer-To", "kevin is asked to call wayne.", (int) invite);
  assert_says (&scene, refer, "Replaces in it",
               "The new call is to take the place of the call between mike and wayne.", 4);
  assert_says (&scene, invite, "Replaces",
               "This call is to take the place of the call between mike and wayne.", 4);
  assert_says (&scene, invite, "Require",
               "Who does not know this has to refuse. replaces: can take over a call.", -1);
}

typedef struct {
  const char *method;
  const char *headers;
  const char *body;
  const char *key;
  const char *sentence;
} Vector;

#define SDP "Content-Type: application/sdp\r\n"
#define SIPFRAG "Event: refer\r\nContent-Type: message/sipfrag\r\n"

/* What a request within the call of kevin with mike says. */
static const Vector vectors[] = {
  { "BYE", NULL, NULL, "Request", "kevin ends the call with mike." },
  { "INVITE", SDP, TEST_SDP ("sendonly"), "Request", "kevin puts mike on hold." },
  { "INVITE", SDP, TEST_SDP ("sendonly"), "Direction",
    "kevin only sends and does not listen: this puts the call on hold." },
  { "INVITE", SDP, TEST_SDP ("inactive"), "Direction",
    "kevin neither sends nor listens: this puts the call on hold." },
  { "INVITE", SDP, TEST_SDP ("recvonly"), "Direction",
    "kevin only listens: it agrees to be on hold." },
  { "INVITE", SDP, TEST_SDP ("sendrecv"), "Audio",
    "kevin wants to receive it at 192.0.2.1, port 4000, not encrypted." },
  { "INVITE", SDP, "c=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\n", "Audio",
    "kevin wants to hear nothing: the address is zero, the old way to put a call on hold." },
  { "INVITE", SDP, "c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 96 9 0 101\r\na=ptime:20\r\n"
    "a=rtpmap:96 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n", "Codecs, best first",
    "opus at 48 kHz, G722 at 16 kHz, PCMU at 8 kHz. Pressed keys go as telephone-event. A packet "
    "holds 20 ms." },
  { "INVITE", SDP, "c=IN IP4 192.0.2.1\r\nm=audio 1 RTP/AVP 0\r\nm=video 0 RTP/AVP 97\r\n", "Video",
    "kevin does not want this stream: its port is 0." },
  { "INVITE", SDP, "c=IN IP4 192.0.2.1\r\nm=audio 1 RTP/SAVP 0\r\n", "Audio",
    "kevin wants to receive it at 192.0.2.1, port 1, encrypted." },
  { "NOTIFY", SIPFRAG, "SIP/2.0 486 Busy Here\r\n", "Report",
    "The call to the other one has failed. The line is busy." },
  { "NOTIFY", "Event: presence\r\n", NULL, "Event", "What the news is about." },
  { "NOTIFY", "o: refer\r\n", NULL, "Event", "This is news about a transfer." },
  { "NOTIFY", "Subscription-State: pending\r\n", NULL, "Subscription-State",
    "Whether there will be reports is not decided yet." },
  { "INVITE", "r: nonsense\r\n", NULL, "Refer-To", "No address to call can be read here." },
  { "REFER", "Refer-To: <sip:wayne@192.0.2.3;method=%42YE>\r\n", NULL, "Refer-To",
    "mike is asked to send BYE to wayne." },
  { "INVITE", "Replaces: 1@x;to-tag=a;from-tag=b\r\n", NULL, "Replaces",
    "This call is to take the place of one that is not seen here." },
  { "OPTIONS", "Target-Dialog: 1@x;local-tag=a;remote-tag=b\r\n", NULL, "Target-Dialog",
    "This is about a call that is not seen here." },
  { "INVITE", "Referred-By: \"\\\"Big\\\" W\" <sip:zed@192.0.2.8>\r\n", NULL, "Referred-By",
    "\"Big\" W is the one who asks for the transfer." },
  { "REFER", "Refer-Sub: false\r\n", NULL, "Refer-Sub", "No reports on the transfer are wanted." },
  { "INVITE", "m: <sip:kevin@192.0.2.1>\r\n", NULL, "Contact",
    "Requests to kevin in this dialog go straight here." },
  { "INVITE", "Record-Route: <sip:192.0.2.9;lr>\r\nContact: <sip:kevin@192.0.2.1>\r\n", NULL,
    "Contact", "Requests to kevin in this dialog are for this address, and go there by way of the "
    "proxies that stay." },
  { "REGISTER", "Expires: 60\r\nContact: <sip:kevin@192.0.2.1>\r\n", NULL, "Contact",
    "Calls are to be sent to this address." },
  { "REGISTER", "Expires: 0\r\nContact: *\r\n", NULL, "Contact",
    "All addresses are taken back: calls are to go to none of them any more." },
  { "REGISTER", "Contact: <sip:kevin@192.0.2.1>\r\nExpires: 0\r\n", NULL, "Contact",
    "This address is taken back: calls are not to go there any more." },
  { "REGISTER", "Expires: 60\r\nContact: <sip:kevin@192.0.2.1>;q=1;EXPIRES=0\r\n", NULL, "Contact",
    "This address is taken back: calls are not to go there any more." },
  { "REGISTER", "Expires: 0\r\nContact: <sip:kevin@192.0.2.1>;expires=7\r\n", NULL, "Contact",
    "Calls are to be sent to this address." },
  { "REGISTER", "Contact: <sip:kevin@192.0.2.1>\r\n", NULL, "Request",
    "kevin tells mike at which address it can be reached." },
  { "REGISTER", "Contact: <sip:kevin@192.0.2.1>;expires=0\r\n", NULL, "Request",
    "kevin takes back what it has told mike: it can no longer be reached at that address." },
  { "REGISTER", NULL, NULL, "Request", "kevin asks mike at which addresses it can be reached." },
  { "REFER", "Refer-To: <sip:wayne@192.0.2.3;method=BYE>\r\n", NULL, "Request",
    "kevin asks mike to send somebody a request that is no call: this is no transfer." },
  { "INVITE", "Allow: INVITE, refer,NOTIFY\r\n", NULL, "Allow",
    "REFER and NOTIFY are in the list: kevin can be transferred, and can transfer others." },
  { "INVITE", "Allow: INVITE, BYE\r\n", NULL, "Allow",
    "REFER is not in the list: kevin cannot be transferred." },
  { "INVITE", "k: timer, replaces, unheard-of\r\n", NULL, "Supported",
    "What kevin can do. replaces: can take over a call; timer: checks from time to time whether "
    "the call still lives." },
  { "INVITE", "Expires: 30\r\n", NULL, "Expires", "This is valid for 30 seconds." },
  { "SUBSCRIBE", "Expires: 0\r\n", NULL, "Expires", "0 seconds: no more news is wanted." },
  { "CANCEL", "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n", NULL, "Reason",
    "Why this is sent: Call completed elsewhere." },
  { "BYE", "Reason: SIP;cause=486\r\n", NULL, "Reason", "Why this is sent: The line is busy." },
  { "BYE", "Warning: 399 x \"no way\"\r\n", NULL, "Warning",
    "The other side says what is wrong: no way." },
  { "BYE", NULL, NULL, "Max-Forwards", "The request may pass 70 more proxies." },
  { "BYE", NULL, NULL, "Via", "The answer goes back here. 1 hop so far." },
  { "BYE", NULL, NULL, "Call-ID",
    "With the tags of From and To it names the dialog. This is message 5 of 5 in it." },
  { "UNHEARD-OF", NULL, NULL, "Request", "kevin sends mike a request that is not known here." },
};

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_auto (TestScene) scene = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  const RfExplanation *row;
  guint message;

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  message = test_request (&scene, &test_kevin_mike, vector->method, 7,
                          &(TestRequest) { .headers = vector->headers, .body = vector->body });
  rows = rf_explain_message (scene.trace, message, NULL);
  row = find_row (rows, vector->key);

  g_assert_nonnull (row);
  g_assert_cmpstr (row->sentence, ==, vector->sentence);
}

/* What a request that has no tag in To is there for, and what the answer to it says. */
static void
test_outside (void)
{
  static const struct {
    const char *method;
    const char *headers;
    const char *to;
    const char *answer;
  } cases[] = {
    { "OPTIONS", "", "The request is for mike. Without a tag it begins something new.",
      "mike answers the OPTIONS of kevin. What was asked for is done." },
    { "CANCEL", "", "The request is for mike. It has no tag, as the INVITE that it takes back has "
      "none.", NULL },
    { "ACK", "", "The request is for mike.", NULL },
    { "REGISTER", "Contact: <sip:kevin@192.0.2.1>\r\n",
      "The request is for mike. Without a tag it begins something new.",
      "192.0.2.2 answers the REGISTER of kevin. The address is registered." },
    { "REGISTER", "Contact: <sip:kevin@192.0.2.1>\r\nExpires: 0\r\n",
      "The request is for mike. Without a tag it begins something new.",
      "192.0.2.2 answers the REGISTER of kevin. The address is registered no more." },
    { "REGISTER", "", "The request is for mike. Without a tag it begins something new.",
      "192.0.2.2 answers the REGISTER of kevin. What was asked for is done." },
    { "REFER", "Refer-To: <sip:wayne@192.0.2.3;method=BYE>\r\n",
      "The request is for mike. Without a tag it begins something new.",
      "mike answers the REFER of kevin. What was asked for was taken on, and is not done yet." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TestScene) scene = { 0 };
    guint request;

    test_scene_init (&scene);
    request = test_request (&scene, &test_kevin_mike, cases[i].method, 1,
                            &(TestRequest) { .initial = TRUE, .headers = cases[i].headers });
    assert_says (&scene, request, "To", cases[i].to, -1);
    if (cases[i].answer)
      assert_says (&scene, test_reply (&scene, &test_kevin_mike, request, "200 OK"), "Response",
                   cases[i].answer, (int) request);
  }
}

static void
test_lines (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (GPtrArray) rows = NULL;

  test_scene_init (&scene);
  test_request (&scene, &test_kevin_mike, "INVITE", 1, &(TestRequest) {
    .headers = "Supported: replaces,\r\n timer\r\n" SDP, .body = TEST_SDP ("sendrecv") });
  rows = rf_explain_message (scene.trace, 0, NULL);

  g_assert_cmpuint (find_row (rows, "Request")->first_line, ==, 0);
  g_assert_cmpuint (find_row (rows, "Via")->first_line, ==, 1);
  g_assert_cmpuint (find_row (rows, "Supported")->first_line, ==, 7);
  g_assert_cmpuint (find_row (rows, "Supported")->n_lines, ==, 2);
  g_assert_cmpstr (find_row (rows, "Supported")->value, ==, "replaces,   timer");
  g_assert_cmpuint (find_row (rows, "Audio")->first_line, ==, 17);
}

static void
test_retransmission (void)
{
  g_auto (TestScene) scene = { 0 };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  assert_says (&scene, test_repeat (&scene, 0), "Repeated",
               "The same message once more, since no answer had come in time.", 0);
  assert_says (&scene, test_translate (&scene, 0, "192.0.2.1:5060", "172.17.0.2:5060"),
               "Seen again", "The same message between other addresses: it was captured on both "
               "sides of a NAT.", 0);
}

/* Names and values from the network are shown and never obeyed; their number is bounded. */
static void
test_hostile (void)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (GString) headers = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = NULL;
  TestLeg leg = test_kevin_mike;

  leg.caller = "\"%s%n<b>\xe2\x80\xae\x1b\xff\" <sip:%25s@192.0.2.1>";
  g_string_append (headers, "Referred-By: %s%n\x1b[2J\xe2\x80\xae\xff\r\nContact: <\r\n"
                   "Subscription-State: \r\nEvent:\r\nReplaces: ;;;=\r\nAllow: ,,,\r\n"
                   "Reason: ;text=\"\r\nWarning: \"\r\nExpires: 99999999999999999999\r\n"
                   "WWW-Authenticate: Digest realm=\r\nSession-Expires: ;\r\nRetry-After: x\r\n"
                   "Refer-To: <sip:%00%0d%0a@x?Replaces=%00%3Bto-tag>\r\n" SDP);
  for (guint i = 0; i < 5000; i++)
    g_string_append (headers, "Route: <sip:x>\r\n");
  test_scene_init (&scene);
  test_request (&scene, &leg, "INVITE", 1, &(TestRequest) {
    .headers = headers->str, .body = "m=\r\nm=%s%n 1 x 0 1 2\r\na=rtpmap:0 %s%n/1\r\nc=\r\n" });
  rows = rf_explain_message (scene.trace, 0, NULL);

  g_assert_cmpuint (rows->len, <=, 100);
  g_assert_cmpuint (rows->len, >, 20);
  for (guint i = 0; i < rows->len; i++) {
    const RfExplanation *row = rows->pdata[i];

    g_assert_true (g_utf8_validate (row->sentence, -1, NULL));
    g_assert_true (g_utf8_validate (row->key, -1, NULL));
    g_assert_cmpuint (strlen (row->sentence), <, 4000);
    g_assert_null (strchr (row->sentence, '\x1b'));
    g_assert_null (strstr (row->sentence, "\xe2\x80\xae"));
    g_assert_true (row->value == NULL || strchr (row->value, '\x1b') == NULL);
  }
}

/* Every byte that a message may lose or have changed on its way leaves something to explain, or a
 * message that the trace has not taken. */
static void
test_damage (void)
{
  g_auto (TestScene) scene = { 0 };
  const RfTraceMessage *message;
  RfTraceInput input = { .transport = RF_TRANSPORT_UDP };

  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_refer (&scene, &test_kevin_mike, 1, REPLACING, "202 Accepted");
  message = rf_trace_get_message (scene.trace, 4);
  for (guint i = 0; i < message->length; i++) {
    g_autofree char *copy = g_memdup2 (message->data, message->length);
    g_autoptr (GPtrArray) rows = NULL;

    copy[i] = '\0';
    input.data = copy;
    input.length = message->length - i / 2;
    if (rf_trace_append (scene.trace, &input, NULL))
      rows = rf_explain_message (scene.trace, rf_trace_get_n_messages (scene.trace) - 1, NULL);
    g_assert_true (rows == NULL || rows->len > 0);
  }
  g_assert_cmpuint (rf_trace_get_n_messages (scene.trace), >, 50);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/explain/renamed", test_renamed);
  g_test_add_func ("/explain/blind-transfer", test_blind_transfer);
  g_test_add_func ("/explain/attended-transfer", test_attended_transfer);
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *path = g_strdup_printf ("/explain/%s/%u", vectors[i].key, i);

    g_test_add_data_func (path, &vectors[i], test_vector);
  }
  g_test_add_func ("/explain/outside", test_outside);
  g_test_add_func ("/explain/lines", test_lines);
  g_test_add_func ("/explain/retransmission", test_retransmission);
  g_test_add_func ("/explain/hostile", test_hostile);
  g_test_add_func ("/explain/damage", test_damage);

  return g_test_run ();
}
