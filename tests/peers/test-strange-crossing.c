/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-crossing"

#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * Our phone wants to hold a call, to transfer it, at the moment when the stranger wants to change
 * it as well (491). Both try again, whoever owns the Call-ID after 2.1 to 4 s and the other one
 * within 2 s, so that they do not cross once more (RFC 3261 §14.1).
 */

#define TARGET  "sip:wayne@127.0.0.1:9"
#define CROSSED " | hold-refused 491 Pending | hold | refer-heard | refer-answered 202 Accepted" \
                " | notify 200 terminated;reason=noresource | hung-up"

static RfTrace *trace;
static RfPhone *phone;

/* From the 491 after @first to the next INVITE, in seconds. */
static double
get_pause (guint first)
{
  const RfTestPattern refusal = { .method = RF_SIP_INVITE, .status = 491 };
  const RfTestPattern invite = { .method = RF_SIP_INVITE };
  int refused = rf_test_find_message (trace, first, &refusal);
  int again;

  g_assert_cmpint (refused, >=, 0);
  again = rf_test_find_message (trace, (guint) refused, &invite);
  g_assert_cmpint (again, >=, 0);
  return (rf_trace_get_message (trace, (guint) again)->time_us -
          rf_trace_get_message (trace, (guint) refused)->time_us) / (double) G_USEC_PER_SEC;
}

static void
test_as_caller (void)
{
  const guint first = rf_trace_get_n_messages (trace);
  RfTestStranger *stranger = rf_test_stranger_new ("answer" CROSSED, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);
  double pause;

  rf_test_wait (rf_test_story_is_over (story), 20);
  rf_test_stranger_finish (stranger);
  g_assert_true (g_str_has_suffix (rf_test_story_get_text (story), "succeeded/200"));
  rf_test_story_free (story);
  pause = get_pause (first);
  g_assert_cmpfloat (pause, >=, 2.1);
  g_assert_cmpfloat (pause, <=, 4.0);
}

static void
test_as_called (void)
{
  const guint first = rf_trace_get_n_messages (trace);
  RfTestStranger *stranger = rf_test_stranger_new ("call" CROSSED, rf_test_phone_get_port (phone),
                                                   NULL);
  g_autoptr (RfCall) call = NULL;

  rf_test_wait ((call = rf_test_phone_get_call (phone)) != NULL &&
                rf_call_get_state (call) == RF_CALL_RINGING_IN, 10);
  g_object_ref (call);
  rf_call_answer_async (call, NULL, NULL, NULL);
  rf_test_wait (rf_call_get_state (call) == RF_CALL_ESTABLISHED, 10);
  rf_call_transfer_async (call, TARGET, NULL, NULL, NULL);
  rf_test_wait (rf_call_get_transfer (call) &&
                rf_transfer_get_result (rf_call_get_transfer (call)) == RF_TRANSFER_SUCCEEDED, 20);
  rf_test_stranger_finish (stranger);
  g_assert_cmpfloat (get_pause (first), <=, 2.0);
}

int
main (int argc, char **argv)
{
  RfFeed *feed;
  int status;

  g_test_init (&argc, &argv, NULL);
  trace = rf_trace_new ();
  feed = rf_feed_new (trace, 0);
  phone = rf_test_phone_new ("kevin", "ask", feed);
  g_test_add_func ("/strange-crossing/as-caller", test_as_caller);
  g_test_add_func ("/strange-crossing/as-called", test_as_called);
  status = g_test_run ();
  rf_test_phone_stop (phone);
  g_assert_finalize_object (feed);
  g_assert_finalize_object (trace);
  return status;
}
