/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-hostile"

#include "rf-test-peer.h"
#include "rf-test-phone.h"
#include "rf-test-wait.h"

#include <string.h>

/*
 * What a stranger writes into a message is text and nothing else. Each of these messages ends a
 * baresip 1.0 without our module; with it the core lives, and what was written is shown as it came.
 */

#define CONVERSIONS "%s%s%s%s%s%s"
#define WRITES      "%n%n%n%n"

#define SDP "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n" \
            "a=rtpmap:0 PCMU/8000\n"

typedef struct {
  RfPhone    *phone;
  RfTestPeer *peer;
  GPid        core;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data)
{
  fixture->phone = rf_test_phone_new ("kevin", "ask", NULL);
  fixture->peer = rf_test_peer_new ();
  fixture->core = rf_phone_get_core_pid (fixture->phone);
}

/* In every test the same core that was there at the beginning must be there at the end, and answer.
 * */
static void
teardown (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (rf_phone_get_state (fixture->phone), ==, RF_PHONE_READY);
  g_assert_cmpint (rf_phone_get_core_pid (fixture->phone), ==, fixture->core);
  g_assert_true (rf_test_process_lives (fixture->core));
  g_assert_cmpint (rf_phone_measure_ping (fixture->phone), >=, 0);
  rf_test_peer_free (fixture->peer);
  rf_test_phone_stop (fixture->phone);
}

static guint16
get_port (Fixture *fixture)
{
  return rf_test_phone_get_port (fixture->phone);
}

static RfCallState
get_call_state (Fixture *fixture)
{
  RfCall *call = rf_test_phone_get_call (fixture->phone);

  return call ? rf_call_get_state (call) : RF_CALL_LOST;
}

/* A request of the peer's, in the dialog "hostile" of its own making. */
static char *
dup_request (Fixture *fixture, const char *method, guint cseq, const char *from, const char *to,
             const char *extra, const char *body)
{
  return g_strdup_printf ("%s sip:kevin@127.0.0.1:%u SIP/2.0\n"
                          "Via: SIP/2.0/UDP 127.0.0.1:%u;branch=z9hG4bK-%s-%u;rport\n"
                          "Max-Forwards: 70\nFrom: %s;tag=hostile\nTo: %s\nCall-ID: hostile\n"
                          "CSeq: %u %s\n%s\n%s",
                          method, get_port (fixture), rf_test_peer_get_port (fixture->peer), method,
                          cseq, from, to, cseq, method, extra, body);
}

typedef struct {
  const char *name;
  const char *from;
  const char *contact;   /* user part of Contact */
  const char *peer_uri;
  const char *peer_label;
} HostileInvite;

static const HostileInvite invites[] = {
  { "from-user", "<sip:" CONVERSIONS "@x>", "peer", "sip:" CONVERSIONS "@x", NULL },
  { "from-writes", "<sip:" WRITES "@x>", "peer", "sip:" WRITES "@x", NULL },
  { "from-escaped", "<sip:joe%40smith@x>", "peer", "sip:joe%40smith@x", NULL },
  { "from-name", "\"" CONVERSIONS WRITES "\" <sip:a@x>", "peer", "sip:a@x", CONVERSIONS WRITES },
  { "from-wide", "<sip:%99999999d%99999999s@x>", "peer", "sip:%99999999d%99999999s@x", NULL },
  { "contact", "<sip:a@x>", CONVERSIONS, "sip:a@x", NULL },
  { "markup", "\"<b>&amp;</b>\" <sip:a@x>", "peer", "sip:a@x", "<b>&amp;</b>" },
};

static char *
dup_invite (Fixture *fixture, const HostileInvite *hostile)
{
  g_autofree char *to = g_strdup_printf ("<%s>", rf_phone_get_aor (fixture->phone));
  g_autofree char *extra = g_strdup_printf ("Contact: <sip:%s@127.0.0.1:%u>\n"
                                            "Content-Type: application/sdp\n", hostile->contact,
                                            rf_test_peer_get_port (fixture->peer));

  return dup_request (fixture, "INVITE", 1, hostile->from, to, extra, SDP);
}

/* The peer confirms that it was answered; gives the To of the dialog. */
static char *
confirm_answer (Fixture *fixture, const char *from)
{
  const char *answer = rf_test_peer_wait_for (fixture->peer, "SIP/2.0 200", "CSeq: 1 INVITE");
  char *to = rf_test_peer_dup_header (answer, "To");
  g_autofree char *ack = dup_request (fixture, "ACK", 1, from, to, "", "");

  rf_test_peer_send (fixture->peer, get_port (fixture), ack);
  rf_test_wait (get_call_state (fixture) == RF_CALL_ESTABLISHED, 10);
  return to;
}

static void
hang_up (Fixture *fixture)
{
  g_autofree char *reply = NULL;
  const char *bye;

  rf_call_hang_up_async (rf_test_phone_get_call (fixture->phone), 0, NULL, NULL, NULL);
  bye = rf_test_peer_wait_for (fixture->peer, "BYE ", "Call-ID: ");
  reply = rf_test_peer_dup_reply (bye, "SIP/2.0 200 OK", "", "");
  rf_test_peer_send (fixture->peer, get_port (fixture), reply);
  rf_test_wait (get_call_state (fixture) == RF_CALL_ENDED, 10);
}

static void
test_invite (Fixture *fixture, gconstpointer data)
{
  const HostileInvite *hostile = data;
  g_autofree char *invite = dup_invite (fixture, hostile);
  g_autofree char *to = NULL;
  RfCall *call;

  rf_test_peer_send (fixture->peer, get_port (fixture), invite);
  rf_test_wait (get_call_state (fixture) == RF_CALL_RINGING_IN, 10);
  call = rf_test_phone_get_call (fixture->phone);
  g_assert_cmpstr (rf_call_get_peer_uri (call), ==, hostile->peer_uri);
  if (hostile->peer_label)
    g_assert_cmpstr (rf_call_get_peer_label (call), ==, hostile->peer_label);

  rf_call_answer_async (call, NULL, NULL, NULL);
  to = confirm_answer (fixture, hostile->from);
  g_assert_cmpstr (rf_call_get_peer_uri (call), ==, hostile->peer_uri);
  hang_up (fixture);
}

/* A stranger's call to a user that does not exist. */
static void
test_request_uri (Fixture *fixture, gconstpointer data)
{
  g_autofree char *invite = dup_invite (fixture, &invites[0]);
  g_autoptr (GString) text = g_string_new (invite);

  g_string_replace (text, "INVITE sip:kevin@", "INVITE sip:" CONVERSIONS WRITES "@", 1);
  rf_test_peer_send (fixture->peer, get_port (fixture), text->str);
  rf_test_peer_wait_for (fixture->peer, "SIP/2.0 404", "CSeq: 1 INVITE");
  g_assert_null (rf_test_phone_get_call (fixture->phone));
}

static void
on_dialled (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  RfCall *call = rf_phone_dial_finish (RF_PHONE (object), result, &error);

  g_assert_no_error (error);
  g_clear_object (&call);
}

static const char *
dial_peer (Fixture *fixture)
{
  g_autofree char *uri = g_strdup_printf ("sip:peer@127.0.0.1:%u",
                                          rf_test_peer_get_port (fixture->peer));

  rf_phone_dial_async (fixture->phone, uri, NULL, on_dialled, NULL);
  return rf_test_peer_wait_for (fixture->peer, "INVITE ", "Call-ID: ");
}

static void
test_reason (Fixture *fixture, gconstpointer data)
{
  const char *invite = dial_peer (fixture);
  g_autofree char *ringing = rf_test_peer_dup_reply (invite, "SIP/2.0 180 " CONVERSIONS, "", "");
  g_autofree char *busy = rf_test_peer_dup_reply (invite, "SIP/2.0 486 " CONVERSIONS WRITES, "",
                                                  "");
  RfCall *call;

  rf_test_peer_send (fixture->peer, get_port (fixture), ringing);
  rf_test_wait (get_call_state (fixture) == RF_CALL_RINGING_OUT, 10);
  rf_test_peer_send (fixture->peer, get_port (fixture), busy);
  rf_test_wait (get_call_state (fixture) == RF_CALL_ENDED, 10);
  call = rf_test_phone_get_call (fixture->phone);
  g_assert_cmpuint (rf_call_get_end_code (call), ==, 486);
  g_assert_cmpstr (rf_call_get_end_reason (call), ==, CONVERSIONS WRITES);
}

static void
test_answer_contact (Fixture *fixture, gconstpointer data)
{
  const char *invite = dial_peer (fixture);
  g_autofree char *extra = g_strdup_printf ("Contact: <sip:%s@127.0.0.1:%u>\n"
                                            "Content-Type: application/sdp\n", CONVERSIONS,
                                            rf_test_peer_get_port (fixture->peer));
  g_autofree char *ok = rf_test_peer_dup_reply (invite, "SIP/2.0 200 " CONVERSIONS, extra, SDP);

  rf_test_peer_send (fixture->peer, get_port (fixture), ok);
  rf_test_wait (get_call_state (fixture) == RF_CALL_ESTABLISHED, 10);
  rf_test_peer_wait_for (fixture->peer, "ACK ", "Call-ID: ");
  hang_up (fixture);
}

static void
send_refer (Fixture *fixture, const char *from, const char *to, const char *refer_to)
{
  g_autofree char *extra = g_strdup_printf ("Contact: <sip:peer@127.0.0.1:%u>\nRefer-To: %s\n"
                                            "Referred-By: <sip:%s@x>\n",
                                            rf_test_peer_get_port (fixture->peer), refer_to,
                                            CONVERSIONS);
  g_autofree char *refer = dup_request (fixture, "REFER", 2, from, to, extra, "");

  rf_test_peer_send (fixture->peer, get_port (fixture), refer);
}

/* The peer takes every report; the newest one that has @sipfrag in it. */
static void
answer_notify (Fixture *fixture, const char *sipfrag)
{
  const char *notify = rf_test_peer_wait_for (fixture->peer, "NOTIFY ", sipfrag);
  g_autofree char *reply = rf_test_peer_dup_reply (notify, "SIP/2.0 200 OK", "", "");

  rf_test_peer_send (fixture->peer, get_port (fixture), reply);
}

/* Asked first, the person sees the text as it came; then it is dialled as it came. */
static void
test_refer_to (Fixture *fixture, gconstpointer data)
{
  const HostileInvite *plain = &invites[5];
  g_autofree char *invite = dup_invite (fixture, plain);
  g_autofree char *target = g_strdup_printf ("sip:%s@127.0.0.1:%u", CONVERSIONS,
                                             rf_test_peer_get_port (fixture->peer));
  g_autofree char *refer_to = g_strdup_printf ("<%s>", target);
  g_autofree char *start = g_strdup_printf ("INVITE %s ", target);
  g_autofree char *to = NULL;
  g_autofree char *busy = NULL;
  RfCall *call;
  const char *triggered;

  rf_test_peer_send (fixture->peer, get_port (fixture), invite);
  rf_test_wait (get_call_state (fixture) == RF_CALL_RINGING_IN, 10);
  call = rf_test_phone_get_call (fixture->phone);
  rf_call_answer_async (call, NULL, NULL, NULL);
  to = confirm_answer (fixture, plain->from);

  send_refer (fixture, plain->from, to, refer_to);
  rf_test_peer_wait_for (fixture->peer, "SIP/2.0 202", "CSeq: 2 REFER");
  answer_notify (fixture, "SIP/2.0 100");
  rf_test_wait (rf_call_get_request_target (call), 10);
  g_assert_cmpstr (rf_call_get_request_target (call), ==, target);

  rf_call_answer_request_async (call, TRUE, NULL, NULL, NULL);
  triggered = rf_test_peer_wait_for (fixture->peer, start, "Referred-By: <sip:" CONVERSIONS "@x>");
  busy = rf_test_peer_dup_reply (triggered, "SIP/2.0 486 " WRITES, "", "");
  rf_test_peer_send (fixture->peer, get_port (fixture), busy);
  answer_notify (fixture, "SIP/2.0 486 " WRITES);
  g_assert_cmpint (rf_call_get_state (call), ==, RF_CALL_ESTABLISHED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (invites); i++) {
    g_autofree char *path = g_strdup_printf ("/hostile/invite/%s", invites[i].name);

    g_test_add (path, Fixture, &invites[i], setup, test_invite, teardown);
  }
  g_test_add ("/hostile/request-uri", Fixture, NULL, setup, test_request_uri, teardown);
  g_test_add ("/hostile/reason", Fixture, NULL, setup, test_reason, teardown);
  g_test_add ("/hostile/answer-contact", Fixture, NULL, setup, test_answer_contact, teardown);
  g_test_add ("/hostile/refer-to", Fixture, NULL, setup, test_refer_to, teardown);

  return g_test_run ();
}
