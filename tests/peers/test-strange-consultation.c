/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-consultation"

#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * Our phone talks to two strangers and transfers one to the other. What the call to the target
 * becomes is as much our business as what the caller reports.
 */

#define UNTIL_REFER "answer | hold | refer-heard-in-place | refer-answered 202 Accepted | "
#define SENT        "hold-sent hold-confirmed refer-sent accepted/202 "
#define SUCCEEDED   "answered/200 subscription-ended released succeeded/200"

typedef struct {
  const char *name;
  const char *caller;
  const char *target;
  const char *story;
  gboolean    target_stays; /* until the person hangs up */
} Case;

static const Case cases[] = {
  /* It should have released the call that the caller took the place of (RFC 3891 §3). */
  { "target-forgets",
    UNTIL_REFER "notify 200 terminated;reason=noresource | hung-up", "answer | hold | hung-up",
    SENT SUCCEEDED, FALSE },
  { "replaces-refused",
    UNTIL_REFER "notify 481 terminated;reason=noresource | hung-up", "answer | hold | hung-up",
    SENT "failed/481", TRUE },
  { "caller-refuses",
    "answer | hold | refer-heard-in-place | refer-answered 603 No | hung-up",
    "answer | hold | hung-up", "hold-sent hold-confirmed refer-sent refused/603", TRUE },
  { "target-hold-refused", "answer | hold | hung-up", "answer | hold-refused 488 Never | hung-up",
    "hold-sent failed/488", TRUE },
  { "target-hangs-up-first", "answer | hold | hung-up",
    "answer | hold-ignored | hang-up", "hold-sent failed", FALSE },
};

static RfPhone *phone;

static void
hang_up (RfCall *call)
{
  rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfTestStranger *target = rf_test_stranger_new (item->target, 0, NULL);
  RfTestStranger *caller = rf_test_stranger_new (item->caller, 0, NULL);
  g_autofree char *target_uri = rf_test_stranger_dup_uri (target);
  g_autofree char *caller_uri = rf_test_stranger_dup_uri (caller);
  g_autoptr (RfCall) consultation = rf_test_story_dial (phone, target_uri);
  RfTestStory *story = rf_test_story_new_with (phone, caller_uri, consultation);

  rf_test_wait (rf_test_story_is_over (story), 20);
  rf_test_story_hang_up (story);
  rf_test_stranger_finish (caller);
  if (item->target_stays) {
    g_assert_cmpint (rf_call_get_state (consultation), ==, RF_CALL_ESTABLISHED);
    hang_up (consultation);
  }
  rf_test_stranger_finish (target);
  rf_test_wait (!rf_call_is_live (consultation), 10);
  rf_test_story_expect (story, item->story);
  rf_test_story_free (story);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  phone = rf_test_phone_new ("kevin", "ask", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-consultation/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  status = g_test_run ();
  rf_test_phone_stop (phone);
  return status;
}
