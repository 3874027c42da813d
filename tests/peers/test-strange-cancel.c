/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-cancel"

#include "rf-phone-types.h"
#include "rf-test-ear.h"
#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * A transfer to strangers is called off at each of its stages. Before the REFER nothing has come of
 * it, and whom it put on hold is heard again. After it nothing makes the other phone stop: the end
 * is unknown, and what the other phone says late is answered and told.
 *
 * The strangers go on when they hear that the person has taken them back, so that nothing depends
 * on who is faster.
 */

#define TARGET      "sip:wayne@127.0.0.1:9"
#define UNTIL_REFER "answer | hold | refer-heard | "
#define ACCEPTED    UNTIL_REFER "refer-answered 202 Accepted | "
#define HELD        "hold-sent hold-confirmed "
#define SENT        HELD "refer-sent "
#define DONE        "terminated;reason=noresource"

typedef struct {
  const char *name;
  const char *at;    /* the story until the transfer is called off */
  const char *calls; /* what the person does then: takes the caller back (-, and r where nobody
                      * waits for the answer), puts it on hold again (+), hangs up (x) */
  const char *script;
  const char *story;
  const char *holds; /* how often the call was put on hold and taken back, whoever wanted it */
} Case;

static const Case cases[] = {
  { "before-hold-confirmed", "hold-sent", "", "answer | hold-slow 2000 | resumed | hung-up",
    "hold-sent cancelled", "+-" },
  { "no-answer", HELD "refer-sent", "-",
    UNTIL_REFER "refer-unanswered | resumed | refer-answered 202 Accepted"
    " | notify 100 active;expires=60 | notify 200 " DONE " | hung-up",
    SENT "unknown succeeded/200", "+-" },
  { "no-answer-then-refused", HELD "refer-sent", "-",
    UNTIL_REFER "refer-unanswered | resumed | refer-answered 603 No | hung-up",
    SENT "unknown refused/603", "+-" },
  { "after-202", SENT "accepted/202", "-", ACCEPTED "resumed | notify 200 " DONE " | hung-up",
    SENT "accepted/202 unknown succeeded/200", "+-" },
  /* Who was taken back is not cut off while they wait once more, or are about to be heard, or
   * while the person asks somebody else. */
  { "after-202-held-again", SENT "accepted/202", "-+",
    ACCEPTED "resumed | hold | notify 200 " DONE " | hung-up",
    SENT "accepted/202 unknown succeeded/200", "+-+" },
  { "after-202-not-resumed-yet", SENT "accepted/202", "r",
    ACCEPTED "hold-pondered | notify 200 " DONE " | agreed | hung-up",
    SENT "accepted/202 unknown succeeded/200", "+-" },
  { "after-202-still-held", SENT "accepted/202", "+",
    ACCEPTED "wait 3000 | notify 200 " DONE " | hung-up",
    SENT "accepted/202 unknown succeeded/200", "+" },
  /* Nor does the person lose the news by hanging up. */
  { "after-202-hung-up", SENT "accepted/202", "x",
    ACCEPTED "hung-up | wait 1000 | notify 200 " DONE,
    SENT "accepted/202 unknown succeeded/200 released", "+" },
  { "after-100", SENT "accepted/202 trying/100", "-",
    ACCEPTED "notify 100 active;expires=60 | resumed | notify 486 " DONE
    " | notify-too-late 200 " DONE " | hang-up",
    SENT "accepted/202 trying/100 unknown failed/486", "+-" },
  { "after-180", SENT "accepted/202 ringing/180", "-",
    ACCEPTED "notify 180 active;expires=60 | resumed | notify 180 active;expires=60"
    " | notify 200 " DONE " | hung-up",
    SENT "accepted/202 ringing/180 unknown succeeded/200", "+-" },
  { "and-released", SENT "accepted/202 ringing/180", "-",
    ACCEPTED "notify 180 active;expires=60 | resumed | hang-up",
    SENT "accepted/202 ringing/180 unknown", "+-" },
};

static RfPhone *phone;
static RfTrace *trace; /* of all */
static RfFeed *feed;

static void
on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  rf_call_command_finish (RF_CALL (object), result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

static void
set_hold (RfCall *call, gboolean hold)
{
  gboolean done = FALSE;

  rf_call_set_hold_async (call, hold, NULL, on_done, &done);
  rf_test_wait (done, 10);
}

static void
on_local_hold_changed (RfCall *call, GParamSpec *pspec, GString *holds)
{
  g_string_append_c (holds, rf_call_get_local_hold (call) ? '+' : '-');
}

/* To be called off is an end at once, and the caller is still there. */
static void
call_off (const Case *item, RfTestStory *story)
{
  RfCall *call = rf_test_story_get_call (story);

  rf_test_story_cancel (story, item->at);
  g_assert_cmpint (rf_call_get_state (call), ==, RF_CALL_ESTABLISHED);
  for (const char *p = item->calls; *p; p++) {
    if (*p == 'x')
      rf_test_story_hang_up (story);
    else if (*p == 'r')
      rf_call_set_hold_async (call, FALSE, NULL, NULL, NULL);
    else
      set_hold (call, *p == '+');
  }
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfTestStranger *stranger = rf_test_stranger_new (item->script, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);
  g_autoptr (GString) holds = g_string_new (NULL);
  g_autoptr (RfCall) call = g_object_ref (rf_test_story_get_call (story));

  g_signal_connect (call, "notify::local-hold", G_CALLBACK (on_local_hold_changed), holds);
  call_off (item, story);
  rf_test_wait (g_str_equal (rf_test_story_get_text (story), item->story), 10);
  rf_test_wait (g_str_equal (holds->str, item->holds), 10);
  if (g_str_has_suffix (item->script, "| hang-up"))
    rf_test_wait (!rf_call_is_live (call), 10);
  rf_test_story_hang_up (story);
  rf_test_stranger_finish (stranger);
  rf_test_story_expect (story, item->story);
  g_assert_cmpstr (holds->str, ==, item->holds);
  g_signal_handlers_disconnect_by_data (call, holds);
  rf_test_story_free (story);
}

static void
on_refused (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (rf_call_command_finish (RF_CALL (object), result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "No transfer of this call is under way.");
  *done = TRUE;
}

/* There is nothing to call off any more, and nothing is: the caller waits on hold as before. */
static void
test_after_the_end (void)
{
  RfTestStranger *stranger =
    rf_test_stranger_new (ACCEPTED "notify 486 " DONE " | hung-up", 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);
  RfCall *call = rf_test_story_get_call (story);
  gboolean done = FALSE;

  rf_test_wait (rf_test_story_is_over (story), 10);
  rf_call_cancel_transfer_async (call, NULL, on_refused, &done);
  rf_test_wait (done, 10);
  g_assert_cmpint (rf_call_get_state (call), ==, RF_CALL_ESTABLISHED);
  g_assert_true (rf_call_get_local_hold (call));
  rf_test_story_hang_up (story);
  rf_test_stranger_finish (stranger);
  rf_test_story_expect (story, SENT "accepted/202 failed/486");
  rf_test_story_free (story);
}

/* The next attempt leaves the subscription of the one that was called off alone: to end it, costs
 * the call with some phones. */
static void
test_again (void)
{
  RfTestStranger *stranger = rf_test_stranger_new (
    ACCEPTED "resumed | hold | refer-heard | refer-answered 202 Accepted"
    " | notify 200 " DONE " ;id=[$refer_number] | hung-up", 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);

  rf_test_story_cancel (story, SENT "accepted/202");
  set_hold (rf_test_story_get_call (story), FALSE);
  rf_test_story_go_on (story, TARGET);
  rf_test_wait (rf_test_story_is_over (story), 10);
  rf_test_stranger_finish (stranger);
  rf_test_story_expect (story, SENT "accepted/202 unknown " SENT
                        "accepted/202 answered/200 subscription-ended released succeeded/200");
  rf_test_story_free (story);
}

/* Both were put on hold for it, and both are heard again; the target can still take over. */
static void
test_attended (void)
{
  RfTestStranger *target = rf_test_stranger_new ("answer | hold-slow 2000 | resumed | hung-up", 0,
                                                 NULL);
  RfTestStranger *caller = rf_test_stranger_new ("answer | hold | resumed | hung-up", 0, NULL);
  g_autofree char *target_uri = rf_test_stranger_dup_uri (target);
  g_autofree char *caller_uri = rf_test_stranger_dup_uri (caller);
  g_autoptr (RfCall) consultation = rf_test_story_dial (phone, target_uri);
  RfTestStory *story = rf_test_story_new_with (phone, caller_uri, consultation);
  RfCall *call = rf_test_story_get_call (story);
  g_autoptr (GString) holds = g_string_new (NULL);
  gboolean done = FALSE;

  g_signal_connect (consultation, "notify::local-hold", G_CALLBACK (on_local_hold_changed), holds);
  rf_test_wait (rf_call_get_local_hold (call), 10);
  rf_test_story_cancel (story, "hold-sent");
  rf_test_wait (!rf_call_get_local_hold (call), 10);
  rf_test_wait (g_str_equal (holds->str, "+-"), 10);
  g_assert_true (rf_call_can_take_over (consultation));
  rf_test_story_hang_up (story);
  rf_test_stranger_finish (caller);
  rf_call_hang_up_async (consultation, 0, NULL, on_done, &done);
  rf_test_wait (done && !rf_call_is_live (consultation), 10);
  rf_test_stranger_finish (target);
  rf_test_story_expect (story, "hold-sent cancelled");
  g_signal_handlers_disconnect_by_data (consultation, holds);
  rf_test_story_free (story);
}

/* A phone that confirms a CANCEL need not say more, and is told nevertheless that the call is
 * over. */
static void
test_hang_up (void)
{
  const RfTestPattern pondered = { .method = RF_SIP_INVITE, .status = 100 };
  const guint first = rf_trace_get_n_messages (trace);
  RfTestStranger *stranger = rf_test_stranger_new_for (
    "answer | hold-pondered | given-up-halfway | hung-up", 0, NULL, 10);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);

  rf_test_story_cancel (story, "hold-sent");
  rf_test_wait (rf_test_find_message (trace, first, &pondered) >= 0, 10);
  rf_test_story_hang_up (story);
  rf_test_stranger_finish (stranger);
  rf_test_story_expect (story, "hold-sent cancelled");
  rf_test_story_free (story);
}

/* Who is taken back is heard at once, even where the other phone does not answer the hold. */
static void
test_heard (void)
{
  const RfTestPattern pondered = { .method = RF_SIP_INVITE, .status = 100 };
  const guint first = rf_trace_get_n_messages (trace);
  g_autoptr (RfTestEar) ear = rf_test_ear_new ();
  RfPhone *humming = rf_test_phone_new_humming ("hannah", feed);
  g_autofree char *script = g_strdup_printf (
    "answer-at %u | hold-pondered | given-up-halfway | hung-up", rf_test_ear_get_port (ear));
  RfTestStranger *stranger = rf_test_stranger_new (script, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (humming, uri, TARGET);

  rf_test_wait (g_str_equal (rf_test_story_get_text (story), "hold-sent"), 10);
  rf_test_ear_forget (ear);
  rf_test_story_cancel (story, "hold-sent");
  rf_test_wait (rf_test_ear_has_heard (ear), 10);
  rf_test_wait (rf_test_find_message (trace, first, &pondered) >= 0, 10);
  rf_test_story_hang_up (story);
  rf_test_stranger_finish (stranger);
  rf_test_story_free (story);
  rf_test_phone_stop (humming);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  trace = rf_trace_new ();
  feed = rf_feed_new (trace, 0);
  phone = rf_test_phone_new ("kevin", "ask", feed);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-cancel/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/strange-cancel/after-the-end", test_after_the_end);
  g_test_add_func ("/strange-cancel/again", test_again);
  g_test_add_func ("/strange-cancel/attended", test_attended);
  g_test_add_func ("/strange-cancel/hang-up", test_hang_up);
  g_test_add_func ("/strange-cancel/heard", test_heard);
  status = g_test_run ();
  rf_test_phone_stop (phone);
  g_assert_finalize_object (feed);
  g_assert_finalize_object (trace);

  return status;
}
