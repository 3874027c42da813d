/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-words"

#include "rf-core-reasons.h"
#include "rf-failure.h"
#include "rf-test-calls.h"
#include "rf-words.h"

#include <locale.h>
#include <string.h>


/* What the system says of a file that could not be written, and what is made of it. */
static void
test_not_written (void)
{
  static const struct {
    int         code;
    const char *reason;
  } cases[] = {
    { G_FILE_ERROR_NOSPC, "There is not enough room for “a%s.svg”. Nothing was written. Make room, "
                          "or choose another folder." },
    { G_FILE_ERROR_ACCES, "“a%s.svg” cannot be written in this folder. Choose another one." },
    { G_FILE_ERROR_ROFS, "“a%s.svg” cannot be written in this folder. Choose another one." },
    { G_FILE_ERROR_IO, "write() failed" },
  };
  g_autoptr (GFile) file = g_file_new_for_path ("/tmp/a%s.svg");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, cases[i].code, "write() failed");
    g_autofree char *reason = rf_failure_dup_reason (file, error);
    g_autofree char *copied = rf_failure_dup_reason (NULL, error);

    g_assert_cmpstr (reason, ==, cases[i].reason);
    g_assert_cmpstr (copied, ==, error->message);
  }
}


static void
test_clean (void)
{
  static const struct {
    const char *text;
    const char *clean;
  } cases[] = {
    { NULL, "" },
    { "Kevin", "Kevin" },
    { "  Kevin\r\nVia: x ", "Kevin  Via: x" },
    { "a\tb\x7f" "c", "a b c" },
    { "\xe2\x80\xaegnp.exe", "gnp.exe" },
    { "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
    { "<b>%s%n</b>", "<b>%s%n</b>" },
    { "علی", "\xe2\x80\x8e\xe2\x81\xa8" "علی" "\xe2\x81\xa9" },
    { "\xe2\x80\xae" "דוד\xe2\x81\xa6", "\xe2\x80\x8e\xe2\x81\xa8" "דוד" "\xe2\x81\xa9" },
  };
  g_autofree char *endless = g_strnfill (100000, 'x');
  g_autofree char *bounded = rf_words_clean (endless);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *clean = rf_words_clean (cases[i].text);

    g_assert_cmpstr (clean, ==, cases[i].clean);
  }
  g_assert_cmpint (g_utf8_strlen (bounded, -1), ==, 61);
  g_assert_true (g_str_has_suffix (bounded, "x…"));
}


static void
test_duration (void)
{
  static const struct {
    gint64      seconds;
    const char *text;
  } cases[] = {
    { -5, "0:00" },
    { 0, "0:00" },
    { 59, "0:59" },
    { 134, "2:14" },
    { 3600, "1:00:00" },
    { 3734, "1:02:14" },
    { G_MAXINT64, "999:00:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = rf_words_duration (cases[i].seconds);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}


static void
test_outcome (void)
{
  static const struct {
    guint       code;
    const char *reason;
    const char *text;
  } cases[] = {
    { 486, "Busy Here", "busy (486)" },
    { 603, "%n%s", "declined (603)" },
    { 499, "Odd\r\nthing", "Odd  thing (499)" },
    { 499, NULL, "SIP status 499" },
    { 0, "connection lost", "connection lost" },
    { 0, "", "no reason given" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = rf_words_outcome (cases[i].code, cases[i].reason);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}


/* Whom the phone was sent on to is named, and that nobody was called there. */
static void
test_redirected (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "dialing", "Zoe",
                                               "sip:zoe@example.org");
  RfDBusCall *skeleton = g_ptr_array_index (calls->skeletons, calls->skeletons->len - 1);
  g_autofree char *text = NULL;

  rf_dbus_call_set_end_code (skeleton, 302);
  rf_dbus_call_set_redirected_to (skeleton, "sip:yan@192.0.2.7");
  rf_test_calls_end (calls, call, "remote");
  text = rf_words_call_state (call);
  g_assert_cmpstr (text, ==,
                   "Ended: it was sent on to sip:yan@192.0.2.7, which was not called (302)");
}


static void
test_sender (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    const char *name_addr;
    const char *text;
  } cases[] = {
    { NULL, "" },
    { "\"Mike A\" <sip:mike@example.org>", "Mike A" },
    { "Mike <sip:mike@example.org>", "Mike" },
    { "<sip:kevin@example.org>", "Kevin" },
    { "<sip:mike@example.org>", "mike" },
    { "sip:mike@example.org", "mike" },
    { "\"<i>'\" <sip:mike@example.org>", "<i>'" },
    { "\"a\\\" <b\" <sip:mike@example.org>", "a\" <b" },
    { "\"Tab\\\tQ\\\"uote\\\\\" <sip:mike@example.org>", "Tab Q\"uote\\" },
    { "\"A name that was cut…", "A name that was cut…" },
    { "\"", "\"" },
    { "\" <", "\"" },
    { "<sip:mike@example.org>;cid=1@h", "mike" },
    { "sip:mike@example.org;cid=1@h", "mike" },
    { "<sip:mike@example.org", "mike" },
    { "<sip:mike", "mike" },
  };
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "outgoing", "established", "Kevin",
                                               "sip:kevin@example.org");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = rf_words_sender (call, cases[i].name_addr);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}


/* Of several calls, which one it is about, and how that one stands. */
static void
test_command (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    const char *state;
    const char *sentence;
    const char *text;
  } cases[] = {
    { "established", "The other phone did not answer.",
      "Kevin’s phone did not answer. You are still connected to Kevin." },
    { "established", "The other phone has not answered the last change yet.",
      "Kevin’s phone has not answered the last change yet. You are still connected to Kevin." },
    { "established", "The other phone refused: 491 Request Pending.",
      "Kevin’s phone refused: another change of the call is under way (491). "
      "You are still connected to Kevin." },
    { "established", "The other phone does not allow transfers.",
      "Kevin’s phone does not allow transfers. You are still connected to Kevin." },
    { "ringing", "There is no call to answer.", "There is no call to answer." },
    { "ringing", "%s%n", "%s%n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfCall) call = rf_test_calls_add (calls, "incoming", cases[i].state, "Kevin",
                                                 "sip:k@h");
    g_autofree char *text = rf_words_command (call, cases[i].sentence);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}


static char *
transfer_words (RfCall *call, const char *const *stages, guint code)
{
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@example.org");

  for (guint i = 0; stages[i]; i++)
    rf_transfer_advance (transfer, stages[i], stages[i + 1] ? 0 : code, NULL, i + 1);

  return rf_words_transfer (call, transfer);
}


static void
test_transfer (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    const char *stages[8];
    guint       code;
    const char *text;
  } cases[] = {
    { { "hold-sent" }, 0, "Putting Kevin on hold to transfer to wayne…" },
    { { "hold-sent", "hold-confirmed", "refer-sent" }, 0, "Asking Kevin’s phone to call wayne…" },
    { { "refer-sent", "accepted" }, 202, "Kevin’s phone will try to call wayne." },
    { { "refer-sent", "accepted", "trying" }, 100, "Kevin’s phone tries to reach wayne…" },
    { { "refer-sent", "accepted", "ringing" }, 180, "It rings at wayne…" },
    { { "refer-sent", "accepted", "answered", "succeeded" }, 200,
      "Kevin is now connected to wayne." },
    { { "refer-sent", "accepted", "failed" }, 486,
      "wayne was not reached: busy (486). You are still connected to Kevin." },
    { { "refer-sent", "refused" }, 603,
      "Kevin’s phone did not take the transfer: declined (603). "
      "You are still connected to Kevin." },
    /* There is no sound in a REFER. */
    { { "refer-sent", "refused" }, 488,
      "Kevin’s phone did not take the transfer: not acceptable (488). "
      "You are still connected to Kevin." },
    { { "refer-sent", "refused" }, 415,
      "Kevin’s phone did not take the transfer: the request was not understood (415). "
      "You are still connected to Kevin." },
    { { "refer-sent", "accepted", "failed" }, 488,
      "wayne was not reached: no common audio format (488). You are still connected to Kevin." },
    { { "refer-sent", "accepted", "trying", "unknown" }, 0,
      "Outcome unknown: Kevin’s phone stopped reporting after 100 Trying." },
  };
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "incoming", "established", "Kevin",
                                               "sip:kevin@example.org");
  g_autofree char *nothing = rf_words_transfer (call, NULL);

  g_assert_cmpstr (nothing, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = transfer_words (call, cases[i].stages, cases[i].code);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}


/* Who was never called cannot have been out of reach; what is not known is not said. */
static void
test_not_begun (RfTestCalls *calls, gconstpointer data)
{
#define STILL " You are still connected to Kevin."
  static const struct {
    const char *stages[6];
    guint       code;
    const char *reason;
    const char *text;
  } cases[] = {
    { { "hold-sent", "failed" }, 488, "Never",
      "Kevin’s phone did not go on hold: no common audio format (488)." STILL },
    { { "hold-sent", "failed" }, 408, RF_REASON_NO_ANSWER,
      "Kevin’s phone did not answer the request to hold." STILL },
    { { "hold-sent", "failed" }, 481, "Gone",
      "Kevin’s phone did not go on hold: the other phone no longer knows the call (481)." STILL },
    { { "hold-sent", "failed" }, 488, RF_REASON_TARGET_NOT_HELD,
      "wayne’s phone did not go on hold." STILL },
    { { "failed" }, 0, RF_REASON_CANNOT_HOLD, "Kevin cannot be put on hold now." STILL },
    { { "hold-sent", "failed" }, 0, RF_REASON_TARGET_ENDED,
      "The call with wayne ended before Kevin was transferred." STILL },
    { { "hold-sent", "failed" }, 0, RF_REASON_CALL_ENDED,
      "The call with Kevin ended before it was transferred to wayne." STILL },
    { { "waiting", "failed" }, 0, RF_REASON_NO_REPLACES,
      "wayne’s phone cannot take over a call." STILL },
    { { "waiting", "failed" }, 486, "Busy Here", "wayne was not reached: busy (486)." STILL },
    { { "hold-sent", "hold-confirmed", "refused" }, 0, RF_REASON_NOT_SENT,
      "Kevin’s phone could not be asked for the transfer." STILL },
    { { "hold-sent", "hold-confirmed", "refer-sent", "unknown" }, 0, RF_REASON_NO_ANSWER,
      "Outcome unknown: Kevin’s phone did not answer the request." },
    { { "refer-sent", "accepted", "trying", "unknown" }, 0, RF_REASON_RESUMED,
      "Outcome unknown: Kevin’s phone took the call up again without a result." },
    { { "refer-sent", "accepted", "unknown" }, 0, RF_REASON_NOT_FOLLOWED,
      "You stopped following. Kevin’s phone may still reach wayne." },
    { { "refer-sent", "accepted", "unknown" }, 0, RF_REASON_CORE_ENDED,
      "Outcome unknown: the call core stopped. Kevin’s phone may still reach wayne." },
    /* The words of the core in a phrase from the wire. */
    { { "refer-sent", "accepted", "failed" }, 486, RF_REASON_NOT_FOLLOWED,
      "wayne was not reached: busy (486)." STILL },
  };
#undef STILL
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "incoming", "established", "Kevin",
                                               "sip:kevin@example.org");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@example.org");
    const char *const *stages = cases[i].stages;
    g_autofree char *text = NULL;

    for (guint s = 0; stages[s]; s++)
      rf_transfer_advance (transfer, stages[s], stages[s + 1] ? 0 : cases[i].code,
                           stages[s + 1] ? NULL : cases[i].reason, s + 1);
    text = rf_words_transfer (call, transfer);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* The call with the target is on hold already, for a transfer of its own. */
static void
test_crosswise (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) kevin = rf_test_calls_add (calls, "incoming", "established", "Kevin",
                                                "sip:kevin@example.org");
  g_autoptr (RfCall) wayne = rf_test_calls_add (calls, "incoming", "established", "Wayne",
                                                "sip:wayne@example.org");
  g_autoptr (RfTransfer) to_kevin = rf_transfer_new_with (kevin);
  g_autoptr (RfTransfer) to_wayne = rf_transfer_new_with (wayne);
  g_autofree char *during = NULL;
  g_autofree char *afterwards = NULL;

  rf_call_set_transfer (wayne, to_kevin);
  rf_transfer_advance (to_kevin, "hold-sent", 0, NULL, 1);
  rf_call_set_transfer (kevin, to_wayne);
  rf_transfer_advance (to_wayne, "failed", 0, RF_REASON_TARGET_NOT_HELD, 1);
  during = rf_words_transfer (kevin, to_wayne);
  g_assert_cmpstr (during, ==, "The call with Wayne is being transferred already. "
                   "You are still connected to Kevin.");
  rf_transfer_advance (to_kevin, "failed", 486, "Busy", 2);
  afterwards = rf_words_transfer (kevin, to_wayne);
  g_assert_cmpstr (afterwards, ==, "Wayne cannot be put on hold now. "
                   "You are still connected to Kevin.");
}

/* A core that dies takes what was not asked for with it, and of the rest nobody tells. */
static void
test_core_ended (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    const char      *stage;
    RfTransferResult result;
    const char      *text;
  } cases[] = {
    { "hold-sent", RF_TRANSFER_FAILED,
      "The call core stopped before Kevin was transferred to wayne." },
    { "hold-confirmed", RF_TRANSFER_UNKNOWN,
      "Outcome unknown: the call core stopped. Kevin’s phone may still reach wayne." },
    { "refer-sent", RF_TRANSFER_UNKNOWN,
      "Outcome unknown: the call core stopped. Kevin’s phone may still reach wayne." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfCall) call = rf_test_calls_add (calls, "incoming", "established", "Kevin",
                                                 "sip:kevin@example.org");
    g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@example.org");
    g_autofree char *text = NULL;

    rf_call_set_transfer (call, transfer);
    rf_transfer_advance (transfer, cases[i].stage, 0, NULL, 1);
    rf_call_take_loss (call, "Lost.");
    g_assert_cmpint (rf_transfer_get_result (transfer), ==, cases[i].result);
    text = rf_words_transfer (call, transfer);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* Each reason of the core's has words of the window's, which can be translated. */
static void
test_causes (void)
{
  static const char *const reasons[] = { RF_REASONS };

  g_assert_cmpuint (G_N_ELEMENTS (reasons), ==, RF_TRANSFER_N_CAUSES - 1);
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    g_assert_cmpint (rf_transfer_cause_from_reason (0, reasons[i]), !=, RF_TRANSFER_CAUSE_STATUS);
  g_assert_cmpint (rf_transfer_cause_from_reason (0, "Busy"), ==, RF_TRANSFER_CAUSE_STATUS);
  g_assert_cmpint (rf_transfer_cause_from_reason (0, NULL), ==, RF_TRANSFER_CAUSE_STATUS);
}


static void
test_sentence (void)
{
  static const struct {
    const char *sentence;
    const char *text;
  } cases[] = {
    { "The other phone did not answer.", "The other phone did not answer." },
    { "The other phone refused: 488 Nope.",
      "The other phone refused: no common audio format (488)." },
    { "The other phone refused: 499 %n%s..", "The other phone refused: %n%s. (499)." },
    { "The other phone refused: 99999999999 x.", "The other phone refused: x (999)." },
    { "The other phone refused: ", "The other phone refused: no reason given." },
    { "Something else.", "Something else." },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = rf_words_sentence (cases[i].sentence);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}


static void
test_take_over (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) kevin = rf_test_calls_add (calls, "incoming", "established", "Kevin",
                                                "sip:kevin@example.org");
  g_autoptr (RfCall) rings = rf_test_calls_add (calls, "outgoing", "ringing", "Wayne", "sip:w@h");
  g_autoptr (RfCall) up = rf_test_calls_add (calls, "outgoing", "established", "Wayne", "sip:w@h");
  g_autofree char *of_ringing = rf_words_take_over (kevin, rings);
  g_autofree char *of_up = rf_words_take_over (kevin, up);

  g_assert_cmpstr (of_ringing, ==, "Kevin is connected as soon as Wayne answers.");
  g_assert_cmpstr (of_up, ==, "Wayne’s phone cannot take over a call: it will ring again.");
}


static void
test_replaces (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) old = rf_test_calls_add (calls, "incoming", "established", "Mike",
                                              "sip:mike@example.org");
  g_autoptr (RfCall) rings = rf_test_calls_add (calls, "incoming", "ringing", "Kevin", "sip:k@h");
  g_autoptr (RfCall) up = rf_test_calls_add (calls, "incoming", "established", "Kevin", "sip:k@h");
  g_autofree char *of_none = rf_words_replaces (old);

  rf_call_set_replaces (rings, old);
  g_autofree char *of_ringing = rf_words_replaces (rings);
  rf_call_set_replaces (up, old);
  g_autofree char *of_up = rf_words_replaces (up);

  g_assert_cmpstr (of_none, ==, "");
  g_assert_cmpstr (of_ringing, ==, "Takes the place of your call with Mike.");
  g_assert_cmpstr (of_up, ==, "Took the place of your call with Mike.");
  rf_call_take_end (old);
  g_autofree char *ended = rf_words_call_state (old);
  g_assert_cmpstr (ended, ==, "Continued as the call with Kevin");
}


static void
test_cancel_note (RfTestCalls *calls, gconstpointer data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (calls, "incoming", "established", "Kevin",
                                               "sip:kevin@example.org");
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@example.org");

  rf_call_set_transfer (call, transfer);
  rf_transfer_advance (transfer, "hold-confirmed", 0, NULL, 1);
  g_autofree char *before = rf_words_cancel_note (call);
  rf_transfer_advance (transfer, "refer-sent", 0, NULL, 2);
  g_autofree char *asked = rf_words_cancel_note (call);
  rf_transfer_advance (transfer, "accepted", 202, NULL, 2);
  g_autofree char *after = rf_words_cancel_note (call);
  rf_transfer_advance (transfer, "unknown", 0, "You stopped following the transfer", 3);
  g_autofree char *stopped = rf_words_transfer (call, transfer);

  g_assert_cmpstr (before, ==, "");
  g_assert_cmpstr (asked, ==,
                   "Kevin’s phone has not answered the request; it may still follow it.");
  g_assert_cmpstr (after, ==, "Kevin’s phone goes on trying; nothing in SIP makes it stop.");
  g_assert_cmpstr (stopped, ==, "You stopped following. Kevin’s phone may still reach wayne.");
}


static void
test_consultation (RfTestCalls *calls, gconstpointer data)
{
  RfPhoneConfig config = { .name = "test", .listen = "127.0.0.1:0" };
  g_autoptr (RfPhone) phone = rf_phone_new (&config, NULL);
  g_autoptr (RfCall) kevin = rf_test_calls_add (calls, "incoming", "established", "Kevin",
                                                "sip:kevin@example.org");
  g_autoptr (RfCall) wayne = rf_test_calls_add (calls, "outgoing", "established", "Wayne",
                                                "sip:wayne@example.org");
  g_autoptr (RfConsultation) asking = rf_consultation_new_between (phone, kevin, wayne);
  g_autofree char *nothing = rf_words_consultation (NULL, kevin);
  g_autofree char *of_caller = rf_words_consultation (asking, kevin);
  g_autofree char *of_asked = rf_words_consultation (asking, wayne);

  g_assert_cmpint (rf_consultation_get_stage (asking), ==, RF_CONSULTATION_ASKING);
  g_assert_true (rf_consultation_can_complete (asking));
  g_assert_true (rf_consultation_can_swap (asking));
  g_assert_true (rf_consultation_can_return (asking));
  rf_call_take_end (wayne);
  g_autofree char *failed = rf_words_consultation (asking, kevin);
  g_assert_cmpint (rf_consultation_get_stage (asking), ==, RF_CONSULTATION_FAILED);
  g_assert_false (rf_consultation_can_complete (asking));
  g_assert_true (rf_consultation_can_return (asking));
  rf_call_take_end (kevin);
  g_assert_cmpint (rf_consultation_get_stage (asking), ==, RF_CONSULTATION_OVER);
  g_assert_false (rf_consultation_can_return (asking));

  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (of_caller, ==, "You are back with Kevin while Wayne waits.");
  g_assert_cmpstr (of_asked, ==, "Wayne’s phone cannot take over a call: it will ring again.");
  g_assert_cmpstr (failed, ==, "Wayne was not reached: no reason given. "
                   "You are still connected to Kevin.");
}


static void
test_states (RfTestCalls *calls, gconstpointer data)
{
  static const struct {
    const char *direction;
    const char *state;
    const char *words;
    const char *no_transfer;
  } cases[] = {
    { "outgoing", "dialing", "Calling…", "The call is not answered yet." },
    { "outgoing", "ringing", "Rings there…", "The call is not answered yet." },
    { "incoming", "ringing", "Calls you", "The call is not answered yet." },
    { "outgoing", "established", "Connected", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfCall) call = rf_test_calls_add (calls, cases[i].direction, cases[i].state, "Kevin",
                                                 "sip:k@h");
    g_autofree char *words = rf_words_call_state (call);
    g_autofree char *no_transfer = rf_words_no_transfer (call);

    g_assert_cmpstr (words, ==, cases[i].words);
    g_assert_cmpstr (no_transfer, ==, cases[i].no_transfer);
  }
}


int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/clean", test_clean);
  g_test_add_func ("/words/duration", test_duration);
  g_test_add_func ("/words/outcome", test_outcome);
  g_test_add_func ("/words/not-written", test_not_written);
  g_test_add ("/words/redirected", RfTestCalls, NULL, rf_test_calls_set_up, test_redirected,
              rf_test_calls_tear_down);
  g_test_add ("/words/crosswise", RfTestCalls, NULL, rf_test_calls_set_up, test_crosswise,
              rf_test_calls_tear_down);
  g_test_add ("/words/command", RfTestCalls, NULL, rf_test_calls_set_up, test_command,
              rf_test_calls_tear_down);
  g_test_add ("/words/sender", RfTestCalls, NULL, rf_test_calls_set_up, test_sender,
              rf_test_calls_tear_down);
  g_test_add ("/words/transfer", RfTestCalls, NULL, rf_test_calls_set_up, test_transfer,
              rf_test_calls_tear_down);
  g_test_add_func ("/words/sentence", test_sentence);
  g_test_add_func ("/words/causes", test_causes);
  g_test_add ("/words/not-begun", RfTestCalls, NULL, rf_test_calls_set_up, test_not_begun,
              rf_test_calls_tear_down);
  g_test_add ("/words/core-ended", RfTestCalls, NULL, rf_test_calls_set_up, test_core_ended,
              rf_test_calls_tear_down);
  g_test_add ("/words/take-over", RfTestCalls, NULL, rf_test_calls_set_up, test_take_over,
              rf_test_calls_tear_down);
  g_test_add ("/words/replaces", RfTestCalls, NULL, rf_test_calls_set_up, test_replaces,
              rf_test_calls_tear_down);
  g_test_add ("/words/cancel-note", RfTestCalls, NULL, rf_test_calls_set_up, test_cancel_note,
              rf_test_calls_tear_down);
  g_test_add ("/words/consultation", RfTestCalls, NULL, rf_test_calls_set_up, test_consultation,
              rf_test_calls_tear_down);
  g_test_add ("/words/states", RfTestCalls, NULL, rf_test_calls_set_up, test_states,
              rf_test_calls_tear_down);

  return g_test_run ();
}
