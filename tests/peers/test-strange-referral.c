/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-referral"

#include "rf-test-phone.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

#include <signal.h>

/*
 * What a stranger asks for outlives the stranger's call and the stranger's interest: the person
 * still decides, the outcome is told to whoever listens, and two calls do not stay side by side.
 */

#define ASKS     "call | refer Refer-To: <[target]> | expect 202"
#define HEARS    " | report 100 active"
#define ANSWERS  "ring 300 | pick-up | hung-up"
#define KEEPS    ASKS HEARS " | report 180 active | report 200 terminated"
#define SUCCEEDS "dialing ringing/180 succeeded/200"
#define PATIENT  "ring 3000 | pick-up | hung-up"

/* What the person does with the question. */
typedef enum {
  ACCEPTS,
  ACCEPTS_LATE, /* after the stranger has hung up */
  DECLINES_LATE,
  HANGS_UP,     /* the call that it is about */
} Choice;

/* What the person does once the new call is up. */
typedef enum {
  NOTHING,
  LEAVES,    /* the new call */
  HOLDS,
  HOLDS_OLD, /* the call before */
  MUTES_OLD,
} Then;

typedef struct {
  const char *name;
  Choice      choice;
  const char *script;
  const char *target; /* (nullable): script of who is called */
  const char *stages;
  Then        then;
} Case;

static const Case cases[] = {
  { "leaves-at-once", ACCEPTS_LATE,
    ASKS HEARS " | hang-up | report 180 active | report 200 terminated", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "leaves-in-vain", DECLINES_LATE, ASKS HEARS " | hang-up | report 603 terminated", NULL,
    "declined/603" },
  /* Its dialog has gone with the call. */
  { "leaves-and-forgets", ACCEPTS_LATE, ASKS " | report-refused 100 481 | hang-up", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "is-hung-up-on", HANGS_UP, ASKS HEARS " | hung-up | report 603 terminated", NULL,
    "declined/603" },
  { "hears-nothing", ACCEPTS, ASKS " | report-ignored 200 | hung-up", PATIENT,
    "dialing ringing/180 succeeded/200" },
  { "hears-nothing-of-failure", ACCEPTS, ASKS " | report-ignored 486 | hang-up",
    "reject 486 Busy", "dialing failed/486" },
  { "wants-no-reports", ACCEPTS, ASKS " | report-refused 100 481 | hung-up", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  /* A challenge that says nothing to answer it with. */
  { "knows-no-challenge", ACCEPTS, ASKS " | report-refused 100 407 | hung-up", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "is-all-that-is-left", ACCEPTS,
    ASKS HEARS " | report 180 active | report 200 terminated | wait 2500 | hang-up",
    "ring 300 | pick-up | hang-up", "dialing ringing/180 succeeded/200" },
  { "is-returned-to", ACCEPTS, KEEPS " | wait 2500 | hang-up", ANSWERS, SUCCEEDS, LEAVES },
  { "is-preferred", ACCEPTS, KEEPS " | wait 2500 | hang-up", "ring 300 | pick-up | hold | hung-up",
    SUCCEEDS, HOLDS },
  { "is-held", ACCEPTS, KEEPS " | hold | wait 2500 | hang-up", ANSWERS, SUCCEEDS, HOLDS_OLD },
  { "is-muted", ACCEPTS, KEEPS " | wait 2500 | hang-up", ANSWERS, SUCCEEDS, MUTES_OLD },
  { "is-busy-for-a-moment", ACCEPTS,
    ASKS " | report-refused 100 500 | report 180 active;expires=[23][09][0-9]$"
    " | report 200 terminated | hang-up", ANSWERS, SUCCEEDS },
  { "said-for-how-long", ACCEPTS,
    "call | refer Refer-To: <[target]>\nExpires: 90 | expect 202 | report-refused 100 500"
    " | report 180 active;expires=[89][0-9]$ | report 200 terminated | hang-up",
    ANSWERS, SUCCEEDS },
  /* No report comes later than that, though the outcome does. */
  { "said-for-not-long", ACCEPTS,
    "call | refer Refer-To: <[target]>\nExpires: 2 | expect 202 | report-refused 100 500"
    " | report 180 active;expires=[012]$ | report 180 terminated;reason=timeout$ | hung-up",
    PATIENT, SUCCEEDS },
};

static RfPhone *phone;
static RfCall *asked;
static GString *stages;

static void
on_stage_changed (RfCall *call)
{
  const char *stage = rf_call_get_transferee_stage (call);
  guint code = rf_call_get_transferee_code (call);

  g_string_append_printf (stages, "%s%s", stages->len ? " " : "", stage);
  if (code)
    g_string_append_printf (stages, "/%u", code);
}

static void
on_call_added (RfPhone *from, RfCall *call)
{
  if (!rf_call_is_incoming (call))
    return;
  asked = g_object_ref (call);
  g_signal_connect (call, "notify::transferee-stage", G_CALLBACK (on_stage_changed), NULL);
  rf_call_answer_async (call, NULL, NULL, NULL);
}

/* The question is still there when nobody is left who has asked it. */
static void
choose (Choice choice)
{
  rf_test_wait (asked && rf_call_get_request_target (asked), 10);
  if (choice == HANGS_UP) {
    rf_call_hang_up_async (asked, 0, NULL, NULL, NULL);
    rf_test_wait (!rf_call_get_request_target (asked), 10);
    return;
  }
  if (choice == ACCEPTS_LATE || choice == DECLINES_LATE)
    rf_test_wait (!rf_call_is_live (asked), 10);
  g_assert_nonnull (rf_call_get_request_target (asked));
  rf_call_answer_request_async (asked, choice != DECLINES_LATE, NULL, NULL, NULL);
}

static RfCall *
get_new_call (void)
{
  GListModel *calls = G_LIST_MODEL (phone);

  for (guint i = 0; i < g_list_model_get_n_items (calls); i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, i);

    if (!rf_call_is_incoming (call))
      return call;
  }
  return NULL;
}

/* Whatever became of the stranger, the one who was called is not left behind. */
static void
end_new_call (void)
{
  RfCall *call = get_new_call ();

  if (call == NULL)
    return;
  if (rf_call_is_live (call))
    rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
  rf_test_wait (!rf_call_is_live (call), 10);
  rf_phone_forget_call (phone, call);
}

static void
go_on (Then then)
{
  switch (then) {
  case NOTHING:
    break;
  case LEAVES:
    rf_call_hang_up_async (get_new_call (), 0, NULL, NULL, NULL);
    break;
  case HOLDS:
    rf_call_set_hold_async (get_new_call (), TRUE, NULL, NULL, NULL);
    break;
  case HOLDS_OLD:
    rf_call_set_hold_async (asked, TRUE, NULL, NULL, NULL);
    break;
  case MUTES_OLD:
    rf_call_set_muted_async (asked, TRUE, NULL, NULL, NULL);
    break;
  }
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfTestStranger *target = item->target ? rf_test_stranger_new (item->target, 0, NULL) : NULL;
  g_autofree char *uri = target ? rf_test_stranger_dup_uri (target)
                                : g_strdup ("sip:wayne@127.0.0.1:9");
  RfTestStranger *stranger;

  g_string_truncate (stages, 0);
  stranger = rf_test_stranger_new (item->script, rf_test_phone_get_port (phone), uri);
  choose (item->choice);
  rf_test_wait (g_str_equal (stages->str, item->stages), 20);
  go_on (item->then);
  rf_test_stranger_finish (stranger);
  rf_test_wait (!rf_call_is_live (asked), 10);
  end_new_call ();
  if (target)
    rf_test_stranger_finish (target);
  g_assert_cmpstr (stages->str, ==, item->stages);
  rf_phone_forget_call (phone, asked);
  g_clear_object (&asked);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (phone)), ==, 0);
}

/* No core is left that could be told the answer, and so nothing is asked any more. */
static void
test_core_killed (void)
{
  RfTestStranger *stranger = rf_test_stranger_new (ASKS HEARS " | hang-up",
                                                   rf_test_phone_get_port (phone),
                                                   "sip:wayne@127.0.0.1:9");

  rf_test_wait (asked && rf_call_get_request_target (asked) && !rf_call_is_live (asked), 10);
  rf_test_stranger_finish (stranger);
  g_assert_nonnull (rf_call_get_request_target (asked));
  kill (rf_phone_get_core_pid (phone), SIGKILL);
  rf_test_wait (!rf_call_get_request_target (asked), 5);
  rf_test_wait (rf_phone_get_state (phone) == RF_PHONE_READY, 10);
  rf_phone_forget_call (phone, asked);
  g_clear_object (&asked);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (phone)), ==, 0);
}

int
main (int argc, char **argv)
{
  const RfAccountConfig account = {
    .user = "kevin",
    .consent = "ask",
    .ring_timeout = -1,
    .release_after = 1,
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  stages = g_string_new (NULL);
  phone = rf_test_phone_new_as (&account, NULL);
  g_object_set (phone, "linger", 60000, NULL);
  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-referral/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/strange-referral/core-killed", test_core_killed);
  status = g_test_run ();
  rf_test_phone_stop (phone);
  g_string_free (stages, TRUE);
  return status;
}
