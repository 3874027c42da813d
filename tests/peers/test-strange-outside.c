/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-outside"

#include "rf-test-phone.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * A stranger who is in no call with us sends a REFER. It is refused, but where the person wants to
 * be asked; then nothing is called without the person's word, whatever the policy for calls.
 */

#define REFER   "introduce kevin | refer-outside Refer-To: <[target]>"
#define ASKS    REFER " | expect 202 | report 100 active"
#define ANSWERS "ring 300 | pick-up | hung-up"

typedef enum {
  NOBODY, /* is asked */
  ACCEPTS,
  DECLINES,
} Choice;

typedef struct {
  const char *name;
  const char *consent;
  gboolean    ask_outside;
  Choice      choice;
  const char *script;
  const char *target; /* (nullable): script of who is called */
  const char *stages;
  guint       refused; /* what the phone is told that it was refused with, unasked; 0 for nothing */
} Case;

static const Case cases[] = {
  { "by-default", "ask", FALSE, NOBODY, REFER " | expect 403", NULL, "", 403 },
  { "always-is-for-calls", "always", FALSE, NOBODY, REFER " | expect 403", NULL, "", 403 },
  { "never", "never", TRUE, NOBODY, REFER " | expect 403", NULL, "", 403 },
  { "nobody-here", "ask", TRUE, NOBODY,
    "introduce wayne | refer-outside Refer-To: <[target]> | expect 403", NULL, "" },
  { "subscribes", "ask", TRUE, NOBODY,
    "introduce kevin | subscribe-outside refer | expect 403", NULL, "" },
  { "subscribes-to-nothing", "ask", TRUE, NOBODY,
    "introduce kevin | subscribe-outside presence | bad-event", NULL, "" },
  { "unspeakable", "ask", TRUE, NOBODY,
    "introduce kevin | refer-outside Refer-To: <http://example.org> | expect 416", NULL, "" },
  { "unknown-extension", "ask", TRUE, NOBODY, REFER "\nRequire: telepathy | expect 420", NULL, "" },
  { "other-domain", "domains", TRUE, NOBODY, REFER " | expect 603", NULL, "", 603 },
  { "accepted", "ask", TRUE, ACCEPTS, ASKS " | report 180 active | report 200 terminated",
    ANSWERS, "dialing ringing/180 succeeded/200" },
  { "accepted-though-always", "always", TRUE, ACCEPTS,
    ASKS " | report 180 active | report 200 terminated", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "accepted-in-vain", "ask", TRUE, ACCEPTS, ASKS " | report 486 terminated",
    "reject 486 Busy", "dialing failed/486" },
  { "declined", "ask", TRUE, DECLINES, ASKS " | report 603 terminated", NULL, "declined/603" },
};

static RfPhone *phone;
static RfCall *asked;
static guint refused;
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
  if (rf_call_get_state (call) != RF_CALL_ASKING)
    return;
  g_assert_null (asked);
  asked = g_object_ref (call);
  g_signal_connect (call, "notify::transferee-stage", G_CALLBACK (on_stage_changed), NULL);
}

static void
on_request_refused (RfPhone *from, const char *uri, guint code)
{
  g_assert_cmpuint (refused, ==, 0);
  g_assert_true (g_str_has_prefix (uri, "sip:stranger@"));
  refused = code;
}

static void
start_phone (const Case *item)
{
  const char *const domains[] = { "example.org", NULL };
  const RfAccountConfig account = {
    .user = "kevin",
    .consent = item->consent,
    .consent_domains = domains,
    .ask_outside = item->ask_outside,
    .ring_timeout = -1,
    .release_after = 0,
  };

  g_string_truncate (stages, 0);
  refused = 0;
  phone = rf_test_phone_new_as (&account, NULL);
  g_object_set (phone, "linger", 60000, NULL);
  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), NULL);
  g_signal_connect (phone, "request-refused", G_CALLBACK (on_request_refused), NULL);
}

static void
stop_phone (void)
{
  g_clear_object (&asked);
  rf_test_phone_stop (phone);
}

static RfCall *
get_triggered (void)
{
  return asked ? rf_call_get_triggered_call (asked) : NULL;
}

static void
choose (Choice choice)
{
  if (choice == NOBODY)
    return;
  rf_test_wait (asked && rf_call_get_request_target (asked), 10);
  g_assert_false (rf_call_is_live (asked));
  g_assert_null (get_triggered ());
  rf_call_answer_request_async (asked, choice == ACCEPTS, NULL, NULL, NULL);
}

/* (transfer full): the address of whom the stranger names */
static char *
dup_target (RfTestStranger *target)
{
  return target ? rf_test_stranger_dup_uri (target) : g_strdup ("sip:wayne@127.0.0.1:9");
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfTestStranger *target = item->target ? rf_test_stranger_new (item->target, 0, NULL) : NULL;
  g_autofree char *uri = dup_target (target);
  RfTestStranger *stranger;

  start_phone (item);
  stranger = rf_test_stranger_new (item->script, rf_test_phone_get_port (phone), uri);
  choose (item->choice);
  rf_test_wait (g_str_equal (stages->str, item->stages), 20);
  rf_test_stranger_finish (stranger);
  rf_test_wait (refused == item->refused, 10);
  if (get_triggered () && rf_call_is_live (get_triggered ()))
    rf_call_hang_up_async (get_triggered (), 0, NULL, NULL, NULL);
  if (target)
    rf_test_stranger_finish (target);
  g_assert_cmpstr (stages->str, ==, item->stages);
  g_assert_cmpuint (refused, ==, item->refused);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (phone)), ==,
                    item->choice == NOBODY ? 0 : item->target ? 2 : 1);
  stop_phone ();
}

static RfTestStranger *
ask (const char *script)
{
  return rf_test_stranger_new (script, rf_test_phone_get_port (phone), "sip:wayne@127.0.0.1:9");
}

/* A stranger cannot fill the window with questions; the next is heard when this one is settled. */
static void
test_one_at_a_time (void)
{
  const Case asks = { .consent = "ask", .ask_outside = TRUE };
  RfTestStranger *first, *second;

  start_phone (&asks);
  first = ask (ASKS " | report 603 terminated");
  rf_test_wait (asked && rf_call_get_request_target (asked), 10);
  second = ask (REFER " | expect 491");
  rf_test_stranger_finish (second);
  choose (DECLINES);
  rf_test_stranger_finish (first);

  g_clear_object (&asked);
  first = ask (ASKS " | report 603 terminated");
  choose (DECLINES);
  rf_test_stranger_finish (first);
  stop_phone ();
}

/* RFC 3891 §3: only the dialog of an INVITE can be replaced. */
static void
test_is_no_call (void)
{
  const Case asks = { .consent = "ask", .ask_outside = TRUE };
  RfTestStranger *stranger;

  start_phone (&asks);
  stranger = ask (REFER " | subscribed | report 100 active | replace From: [$me];tag=new\n"
                  "Replaces: outside///[call_id];to-tag=[$their_tag];from-tag=outside"
                  " | replace-refused 481");
  rf_test_stranger_finish (stranger);
  rf_test_wait (asked && rf_call_get_request_target (asked), 10);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (phone)), ==, 1);
  stop_phone ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  stages = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-outside/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/strange-outside/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/strange-outside/is-no-call", test_is_no_call);
  status = g_test_run ();
  g_string_free (stages, TRUE);
  return status;
}
