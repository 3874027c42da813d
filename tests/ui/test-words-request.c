/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-words-request"

#include "rf-test-calls.h"
#include "rf-words.h"

#include <locale.h>


static void
test_request (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    const char *target;
    gboolean    attended;
    const char *note;
  } cases[] = {
    { "sip:wayne@example.org", FALSE, "Blind transfer: a new call to wayne." },
    { "sips:wayne@EXAMPLE.org;transport=tls", TRUE,
      "Attended transfer: Kevin is in a call with wayne." },
    { "sip:wayne@other.example", FALSE,
      "Blind transfer: a new call to wayne. It is in another domain: other.example." },
    { "sip:wayne@example.org;user=ip", FALSE, "Blind transfer: a new call to wayne." },
  };
  g_autoptr (RfCall) silent = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                                 "sip:k@h");
  g_autofree char *nothing = rf_words_request (silent);
  g_autofree char *no_note = rf_words_request_note (silent);

  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (no_note, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                                 "sip:k@h");
    g_autofree char *expected = g_strdup_printf ("Kevin asks to connect you to %s.",
                                                 cases[i].target);
    g_autofree char *request = NULL;
    g_autofree char *note = NULL;

    rf_test_calls_ask (calls, call, cases[i].target, "<sip:k@h>", cases[i].attended);
    request = rf_words_request (call);
    note = rf_words_request_note (call);
    g_assert_cmpstr (request, ==, expected);
    g_assert_cmpstr (note, ==, cases[i].note);
  }
}


/* Who asks is who is in the call, whatever Referred-By has in it; nothing vouches for that. */
static void
test_request_in_a_name (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    const char *by;
    const char *request;
  } cases[] = {
    { "", "Kevin asks to connect you to sip:w@h." },
    { "<sip:k@h>", "Kevin asks to connect you to sip:w@h." },
    { "\"The boss\" <sips:K@h>", "Kevin asks to connect you to sip:w@h, in the name of The boss." },
    { "\"The boss\" <sip:k@h;transport=tcp>", "Kevin asks to connect you to sip:w@h." },
    { "\"Your bank\" <sip:security@bank.example>;cid=1",
      "Kevin asks to connect you to sip:w@h, in the name of Your bank." },
    { "sip:security@bank.example;x=1",
      "Kevin asks to connect you to sip:w@h, in the name of security." },
    { "Kevin <sip:k@10.0.0.7>", "Kevin asks to connect you to sip:w@h." },
    { "<http://x>", "Kevin asks to connect you to sip:w@h." },
    { "<tel:+431555>", "Kevin asks to connect you to sip:w@h." },
    { "Referred-By-garbage", "Kevin asks to connect you to sip:w@h." },
    { "<sip:a@b>, <sip:c@d>", "Kevin asks to connect you to sip:w@h." },
    { "sip:a@b, sip:c@d", "Kevin asks to connect you to sip:w@h." },
    { "\"Never ending <sip:a@b>", "Kevin asks to connect you to sip:w@h, in the name of "
      "Never ending." },
    { "%s%n<", "Kevin asks to connect you to sip:w@h." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                                 "sip:k@h");
    g_autofree char *request = NULL;
    g_autofree char *afterwards = NULL;
    g_autofree char *expected = g_strconcat ("Kevin has left and", cases[i].request
                                             + strlen ("Kevin"), NULL);

    rf_test_calls_ask (calls, call, "sip:w@h", cases[i].by, FALSE);
    request = rf_words_request (call);
    g_assert_cmpstr (request, ==, cases[i].request);
    rf_test_calls_end (calls, call, "remote");
    afterwards = rf_words_request (call);
    g_assert_cmpstr (afterwards, ==, expected);
  }
}

/* The core makes a SIP address of a telephone number before it asks. */
static void
test_request_for_a_number (RfTestCalls *calls, gconstpointer data)
{
#define COSTS "It is a telephone number, and the call may cost money."
  static const struct {
    const char *target;
    const char *shown;
    const char *more;
  } cases[] = {
    { "tel:+431555", "+431555", COSTS },
    { "sip:+4315550100@example.org;user=phone", "+4315550100", COSTS },
    { "sip:0900666;phone-context=+43@example.org;transport=tcp;USER=Phone", "0900666", COSTS },
    { "sip:%2b431@other.example;user=phone", "+431",
      COSTS " It is in another domain: other.example." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                                 "sip:k@h");
    g_autofree char *request = NULL;
    g_autofree char *note = NULL;
    g_autofree char *expected = g_strdup_printf ("Kevin asks to connect you to %s.",
                                                 cases[i].shown);
    g_autofree char *expected_note = g_strdup_printf ("Blind transfer: a new call to %s. %s",
                                                      cases[i].shown, cases[i].more);

    rf_test_calls_ask (calls, call, cases[i].target, "", FALSE);
    request = rf_words_request (call);
    note = rf_words_request_note (call);
    g_assert_cmpstr (request, ==, expected);
    g_assert_cmpstr (note, ==, expected_note);
  }
}

/* Kevin hangs up while the person is asked: the question stays, in other words. */
static void
test_request_of_one_who_left (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                               "sip:k@h");
  g_autofree char *request = NULL;

  rf_test_calls_ask (calls, call, "sip:wayne@h", "", FALSE);
  rf_test_calls_end (calls, call, "remote");
  request = rf_words_request (call);
  g_assert_cmpstr (request, ==, "Kevin has left and asks to connect you to sip:wayne@h.");
  g_assert_cmpstr (rf_words_request_wait (call), ==,
                   "Without an answer in 30 seconds nobody is called.");
}

/* Who hangs up oneself is not asked any more. */
static void
test_request_of_one_hung_up_on (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                               "sip:k@h");

  rf_test_calls_ask (calls, call, "sip:wayne@h", "", FALSE);
  rf_test_calls_end (calls, call, "local");
  g_assert_null (rf_call_get_request_target (call));
}


static void
test_request_outside (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    gboolean    attended;
    const char *note;
  } cases[] = {
    { FALSE, "You are in no call with Kevin." },
    { TRUE, "You are in no call with Kevin. The new one would take the place of a call of wayne." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfCall) call = rf_test_calls_add (calls, "incoming", "asking", "Kevin", "sip:k@h");
    g_autofree char *request = NULL;
    g_autofree char *note = NULL;
    g_autofree char *state = NULL;

    g_assert_false (rf_call_is_live (call));
    /* Whom a stranger names as the sender is not believed. */
    rf_test_calls_ask (calls, call, "sip:wayne@example.org", "<sip:boss@example.org>",
                       cases[i].attended);
    request = rf_words_request (call);
    note = rf_words_request_note (call);
    state = rf_words_call_state (call);
    g_assert_cmpstr (request, ==, "Kevin asks you to call sip:wayne@example.org.");
    g_assert_cmpstr (note, ==, cases[i].note);
    g_assert_cmpstr (state, ==, "Asks for a call");
    g_assert_cmpstr (rf_words_request_yes (call), ==, "Call");
    g_assert_cmpstr (rf_words_request_no (call), ==, "Decline");
  }
}


static void
test_request_to_call_back (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                               "sip:k@h");
  g_autofree char *request = NULL;
  g_autofree char *afterwards = NULL;

  rf_test_calls_ask (calls, call, "sip:k@h;transport=tcp", "", FALSE);
  request = rf_words_request (call);
  g_assert_cmpstr (request, ==, "Kevin asks you to call back at sip:k@h;transport=tcp.");
  rf_test_calls_end (calls, call, "remote");
  afterwards = rf_words_request (call);
  g_assert_cmpstr (afterwards, ==,
                   "Kevin has left and asks you to call back at sip:k@h;transport=tcp.");
}


static void
test_unanswered (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                               "sip:k@h");
  g_autofree char *asked = NULL;
  g_autofree char *unanswered = NULL;
  g_autofree char *ended = NULL;
  g_autofree char *declined = NULL;

  rf_test_calls_ask (calls, call, "sip:wayne@h", "", FALSE);
  asked = rf_words_request_end (call);
  g_assert_cmpstr (asked, ==, "");
  rf_call_take_transferee_stage (call, "unanswered", 603, "Declined", NULL);
  unanswered = rf_words_request_end (call);
  g_assert_cmpstr (unanswered, ==, "You did not answer in 30 seconds, so you stay with Kevin.");
  rf_test_calls_end (calls, call, "remote");
  ended = rf_words_request_end (call);
  g_assert_cmpstr (ended, ==, "You did not answer in 30 seconds, so nobody was called.");
  rf_call_take_transferee_stage (call, "declined", 603, "Declined", NULL);
  declined = rf_words_request_end (call);
  g_assert_cmpstr (declined, ==, "");
}


static void
assert_refused (RfCall *call, guint code, const char *expected)
{
  g_autofree char *words = NULL;

  rf_call_take_transferee_stage (call, "refused", code, "", NULL);
  words = rf_words_request_end (call);
  g_assert_cmpstr (words, ==, expected);
}


static void
test_refused (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                               "sip:k@h");

  assert_refused (call, 603, "Kevin asked to connect you to someone else. Your preferences do not "
                  "allow it (603), so you stay with Kevin.");
  assert_refused (call, 416, "Kevin asked to connect you to someone else in a way that is not "
                  "possible (416), so nobody was called.");
  assert_refused (call, 491, "");
  rf_test_calls_end (calls, call, "remote");
  assert_refused (call, 603, "Kevin asked to connect you to someone else. Your preferences do not "
                  "allow it (603), so nobody was called.");
}


static void
test_refusals (void)
{
  g_autofree char *one = rf_words_refusals (1, "sip:eve@\nh", 403);
  g_autofree char *many = rf_words_refusals (1000, "sip:eve@h", 603);

  g_assert_cmpstr (one, ==, "sip:eve@ h, who is in no call with you, asked you to call someone "
                   "else. Your preferences do not allow it (403), so nobody was called.");
  g_assert_cmpstr (many, ==, "1000 requests to call someone else came from outside of your calls, "
                   "the newest from sip:eve@h. Your preferences do not allow it (603), so nobody "
                   "was called.");
}


int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/words/request", RfTestCalls, NULL, rf_test_calls_set_up, test_request,
              rf_test_calls_tear_down);
  g_test_add ("/words/request-in-a-name", RfTestCalls, NULL, rf_test_calls_set_up,
              test_request_in_a_name, rf_test_calls_tear_down);
  g_test_add ("/words/request-for-a-number", RfTestCalls, NULL, rf_test_calls_set_up,
              test_request_for_a_number, rf_test_calls_tear_down);
  g_test_add ("/words/request-of-one-who-left", RfTestCalls, NULL, rf_test_calls_set_up,
              test_request_of_one_who_left, rf_test_calls_tear_down);
  g_test_add ("/words/request-of-one-hung-up-on", RfTestCalls, NULL, rf_test_calls_set_up,
              test_request_of_one_hung_up_on, rf_test_calls_tear_down);
  g_test_add ("/words/request-outside", RfTestCalls, NULL, rf_test_calls_set_up,
              test_request_outside, rf_test_calls_tear_down);
  g_test_add ("/words/request-to-call-back", RfTestCalls, NULL, rf_test_calls_set_up,
              test_request_to_call_back, rf_test_calls_tear_down);
  g_test_add ("/words/unanswered", RfTestCalls, NULL, rf_test_calls_set_up, test_unanswered,
              rf_test_calls_tear_down);
  g_test_add ("/words/refused", RfTestCalls, NULL, rf_test_calls_set_up, test_refused,
              rf_test_calls_tear_down);
  g_test_add_func ("/words/refusals", test_refusals);

  return g_test_run ();
}
