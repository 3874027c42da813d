/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-target"

#include "rf-test-child.h"
#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

#include <string.h>

/*
 * A stranger talks to our phone and calls it once more, with a Replaces header. What RFC 3891 §3
 * says is to be done; and nobody may take the place of a call without a right to it (§8).
 */

#define NAMED    "[call_id];to-tag=[$their_tag];from-tag=stranger"
#define SELF     "From: <sip:stranger@[local_ip]:[local_port]>;tag=new"
#define OTHER    "From: \"Other\" <sip:other@example.org>;tag=new"
#define BY_PEER  "\nReferred-By: <sip:stranger@[local_ip]:[local_port]>"
#define BY_OTHER "\nReferred-By: <sip:boss@example.org>"
#define REPLACES "\nReplaces: "

typedef enum {
  REFUSED, /* by the phone itself; the old call stays */
  TAKEN,   /* at once, in place of the old call */
  OFFERED, /* rings and says what it would replace; the person takes it */
  DECLINED, /* as well; the person does not */
  WITHDRAWN, /* as well, until the stranger takes it back */
  FORGOTTEN, /* answered at once, but the stranger does not confirm it */
} End;

/* What the person does with the old call before. */
typedef enum {
  NOTHING,
  PUT_ASIDE, /* turns the microphone off and holds the call */
  TRANSFER,
} Before;

typedef struct {
  const char *name;
  End         end;
  const char *script;
  Before      before;
} Case;

typedef struct {
  gboolean is_asserted; /* that the caller is whom we talk to, who says nothing; or the reverse */
} Assertion;

static const Case cases[] = {
  { "wrong-to-tag", REFUSED,
    "call | replace " SELF REPLACES "[call_id];to-tag=wrong;from-tag=stranger"
    " | replace-refused 481 | hang-up" },
  { "wrong-from-tag", REFUSED,
    "call | replace " SELF REPLACES "[call_id];to-tag=[$their_tag];from-tag=wrong"
    " | replace-refused 481 | hang-up" },
  { "tags-swapped", REFUSED,
    "call | replace " SELF REPLACES "[call_id];to-tag=stranger;from-tag=[$their_tag]"
    " | replace-refused 481 | hang-up" },
  { "unknown-call", REFUSED,
    "call | replace " SELF REPLACES "nobody;to-tag=[$their_tag];from-tag=stranger"
    " | replace-refused 481 | hang-up" },
  { "early-only", REFUSED,
    "call | replace " SELF REPLACES NAMED ";early-only | replace-refused 486 | hang-up" },
  { "two-replaces", REFUSED,
    "call | replace " SELF REPLACES NAMED REPLACES NAMED " | replace-refused 400 | hang-up" },
  { "no-tags", REFUSED,
    "call | replace " SELF REPLACES "[call_id] | replace-refused 400 | hang-up" },
  { "two-from-tags", REFUSED,
    "call | replace " SELF REPLACES NAMED ";from-tag=zz | replace-refused 400 | hang-up" },
  { "two-to-tags", REFUSED,
    "call | replace " SELF REPLACES NAMED ";to-tag=zz | replace-refused 400 | hang-up" },
  { "two-in-one", REFUSED,
    "call | replace " SELF REPLACES NAMED ",b;to-tag=1;from-tag=2 | replace-refused 400"
    " | hang-up" },
  { "with-join", REFUSED,
    "call | replace " SELF REPLACES NAMED "\nJoin: " NAMED " | replace-refused 400 | hang-up" },
  { "no-such-tags", REFUSED, /* of a peer that knows RFC 2543 only */
    "call | replace " SELF REPLACES "[call_id];to-tag=0;from-tag=0 | replace-refused 481"
    " | hang-up" },
  { "inside-a-call", REFUSED, "call | replace-inside INVITE | acknowledge | hang-up" },
  { "not-for-a-call", REFUSED, "call | replace-inside INFO | hang-up" },
  { "unknown-extension", REFUSED,
    "call | replace " SELF REPLACES NAMED "\nRequire: replaces, strangeness"
    " | replace-unsupported strangeness | hang-up" },
  { "no-common-codec", REFUSED,
    "call | replace-unspeakable " SELF REPLACES NAMED " | replace-refused 488 | hang-up" },
  { "ringing", REFUSED,
    "call-ringing | replace " SELF REPLACES NAMED " | replace-refused 481 | give-up" },
  { "ended", REFUSED,
    "call | hang-up | replace " SELF REPLACES NAMED " | replace-refused 603" },
  { "ended-under-other-tags", REFUSED,
    "call | hang-up | replace " SELF REPLACES "[call_id];to-tag=[$their_tag];from-tag=wrong"
    " | replace-refused 481" },
  { "asks-first", REFUSED, "ask-for-options | call | hang-up" },
  { "by-peer-itself", TAKEN,
    "call | replace " SELF REPLACES NAMED " | replace-taken | hung-up | hung-up" },
  { "sent-by-peer", TAKEN,
    "call | replace " OTHER REPLACES NAMED BY_PEER " | replace-taken | hung-up | hung-up" },
  { "required", TAKEN,
    "call | replace " OTHER REPLACES NAMED BY_PEER "\nRequire: replaces"
    " | replace-taken | hung-up | hung-up" },
  { "before-the-answer", TAKEN,
    "ring 10 | replace " SELF REPLACES NAMED ";early-only | replace-taken | given-up | hung-up" },
  { "early-or-not", TAKEN,
    "ring 10 | replace " SELF REPLACES NAMED " | replace-taken | given-up | hung-up" },
  { "one-of-two-that-ring", TAKEN,
    "ring 10 | ring-too other | replace " SELF REPLACES NAMED " | replace-taken | given-up"
    " | hung-up" },
  { "the-other-that-rings", TAKEN,
    "ring 10 | ring-too other | replace " SELF REPLACES
    "[call_id];to-tag=[$their_tag];from-tag=other | replace-taken | given-up | hung-up" },
  { "put-aside", TAKEN,
    "call | hold | replace " SELF REPLACES NAMED " | replace-taken | hung-up | hold | hung-up",
    PUT_ASIDE },
  { "put-aside-in-vain", TAKEN,
    "call | hold | replace " SELF REPLACES NAMED " | replace-taken | hung-up"
    " | hold-refused 488 Never | hung-up", PUT_ASIDE },
  { "being-transferred", TAKEN,
    "call | hold | refer-heard | refer-answered 202 Accepted | replace " SELF REPLACES NAMED
    " | replace-taken | hung-up | hold | hung-up | notify 503 terminated", TRANSFER },
  { "never-confirmed", FORGOTTEN,
    "call | replace " SELF REPLACES NAMED " | replace-forgotten" },
  { "stranger", OFFERED,
    "call | replace " OTHER REPLACES NAMED " | expect 180 | replace-taken | hung-up | hung-up" },
  { "sent-by-stranger", OFFERED,
    "call | replace " OTHER REPLACES NAMED BY_OTHER
    " | expect 180 | replace-taken | hung-up | hung-up" },
  { "stranger-declined", DECLINED,
    "call | replace " OTHER REPLACES NAMED " | expect 180 | replace-refused 603 | hung-up" },
  { "stranger-withdraws", WITHDRAWN,
    "call | replace " OTHER REPLACES NAMED " | expect 180 | replace-cancelled | hung-up" },
};

typedef struct {
  RfCall  *old;
  RfCall  *new;
  gboolean rang; /* the new one, for the person */
} Calls;

static RfPhone *phone;
static const Case *current;
static gboolean nobody_there;
static RfTrace *trace;
static RfFeed *feed;
static guint first_message; /* of the case */
static Calls calls;

static void
do_before (RfCall *call)
{
  switch (current->before) {
  case NOTHING:
    break;
  case PUT_ASIDE:
    rf_call_set_muted_async (call, TRUE, NULL, NULL, NULL);
    rf_call_set_hold_async (call, TRUE, NULL, NULL, NULL);
    break;
  case TRANSFER:
    rf_call_transfer_async (call, "sip:wayne@127.0.0.1:9", NULL, NULL, NULL);
    break;
  }
}

static void
on_state_changed (RfCall *call)
{
  if (call == calls.new && rf_call_get_state (call) == RF_CALL_RINGING_IN)
    calls.rang = TRUE;
  if (current && call == calls.old && rf_call_get_state (call) == RF_CALL_ESTABLISHED)
    do_before (call);
}

static void
on_call_added (RfPhone *from, RfCall *call)
{
  if (!calls.old) {
    calls.old = g_object_ref (call);
    g_signal_connect (call, "notify::state", G_CALLBACK (on_state_changed), NULL);
    if (rf_call_is_incoming (call) && !nobody_there)
      rf_call_answer_async (call, NULL, NULL, NULL);
    return;
  }
  g_assert_null (calls.new);
  calls.new = g_object_ref (call);
  g_signal_connect (call, "notify::state", G_CALLBACK (on_state_changed), NULL);
  on_state_changed (call);
}

static RfPhone *
phone_new (const RfAccountConfig *account)
{
  RfPhone *new_phone = rf_test_phone_new_as (account, feed);

  g_object_set (new_phone, "linger", 60000, NULL);
  g_signal_connect (new_phone, "call-added", G_CALLBACK (on_call_added), NULL);
  return new_phone;
}

static void
hang_up (RfCall *call)
{
  if (rf_call_is_live (call))
    rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
  rf_test_wait (!rf_call_is_live (call), 10);
}

/* The phone says so before anything is done about it, and the old call is untouched until then. */
static void
check_offer (void)
{
  rf_test_wait (calls.new && calls.rang, 10);
  g_assert_true (rf_call_get_replaces (calls.new) == calls.old);
  g_assert_cmpint (rf_call_get_state (calls.old), ==, RF_CALL_ESTABLISHED);
}

/* What the person did with the old call goes for the new one, which nobody was asked about. */
static gboolean
is_as_before (void)
{
  const RfTestPattern refusal = { .method = RF_SIP_INVITE, .status = 488 };
  gboolean is_held = rf_call_get_local_hold (calls.new);
  gboolean is_muted = rf_call_get_muted (calls.new);

  if (strstr (current->script, "hold-refused"))
    return !is_held && is_muted && rf_test_find_message (trace, first_message, &refusal) >= 0;
  return is_held == (current->before != NOTHING) && is_muted == (current->before == PUT_ASIDE);
}

/* A transfer of the old call has nothing to do with it: its end is told all the same. */
static void
check_transfer (void)
{
  RfTransfer *transfer = rf_call_get_transfer (calls.old);

  g_assert_true ((transfer != NULL) == (current->before == TRANSFER));
  if (transfer)
    rf_test_wait (rf_transfer_get_result (transfer) == RF_TRANSFER_FAILED, 10);
}

static void
check_exchange (void)
{
  const RfTestPattern terminated = { .method = RF_SIP_INVITE, .status = 487 };

  rf_test_wait (calls.new && rf_call_get_state (calls.new) == RF_CALL_ESTABLISHED, 10);
  rf_test_wait (!rf_call_is_live (calls.old), 10);
  g_assert_true (rf_call_get_replaced_call (calls.new) == calls.old);
  g_assert_true (rf_call_get_replaced_by (calls.old) == calls.new);
  g_assert_null (rf_call_get_replaces (calls.new));
  rf_test_wait (is_as_before (), 10);
  if (!rf_call_is_incoming (calls.old))
    rf_test_wait (rf_test_find_message (trace, first_message, &terminated) >= 0, 10);
  hang_up (calls.new);
  check_transfer ();
}

/* The new call has come to nothing, and the old one goes on as if there had been none. */
static void
check_left_alone (void)
{
  rf_test_wait (calls.new && !rf_call_is_live (calls.new), 40);
  g_assert_cmpint (rf_call_get_state (calls.old), ==, RF_CALL_ESTABLISHED);
  g_assert_null (rf_call_get_replaced_by (calls.old));
  g_assert_null (rf_call_get_replaced_call (calls.new));
  hang_up (calls.old);
}

/* The old call has rung as every call. */
static guint
count_ringing (void)
{
  const RfTestPattern ringing = { .method = RF_SIP_INVITE, .status = 180 };
  guint count = 0;

  for (int i = (int) first_message - 1;
       (i = rf_test_find_message (trace, (guint) i + 1, &ringing)) >= 0;)
    count++;
  return count;
}

static void
run (const Case *item)
{
  switch (item->end) {
  case REFUSED:
    /* They make a call of their own, which the app may hear of when the stranger has left. */
    rf_test_wait (calls.old && !rf_call_is_live (calls.old), 60);
    break;
  case TAKEN:
    check_exchange ();
    g_assert_false (calls.rang);
    g_assert_cmpuint (count_ringing (), ==, strstr (item->script, "ring-too") ? 2 : 1);
    break;
  case OFFERED:
    check_offer ();
    rf_call_answer_async (calls.new, NULL, NULL, NULL);
    check_exchange ();
    g_assert_cmpuint (count_ringing (), ==, 2);
    break;
  case DECLINED:
    check_offer ();
    hang_up (calls.new);
    g_assert_cmpint (rf_call_get_state (calls.old), ==, RF_CALL_ESTABLISHED);
    hang_up (calls.old);
    break;
  case WITHDRAWN:
    check_offer ();
    check_left_alone ();
    break;
  case FORGOTTEN:
    check_left_alone ();
    g_assert_false (calls.rang);
    break;
  }
}

static void
forget (RfCall **call)
{
  if (*call)
    rf_phone_forget_call (phone, *call);
  g_clear_object (call);
}

/* Of this call: what was not confirmed before is still being answered. */
static int
find_answer (RfCall *call)
{
  const RfTestPattern answered = { .method = RF_SIP_INVITE, .status = 200 };
  RfStr call_id = rf_str_from_c (rf_call_get_call_id (call));
  int found = (int) first_message - 1;

  while ((found = rf_test_find_message (trace, (guint) found + 1, &answered)) >= 0)
    if (rf_str_equal (rf_test_scan_message (trace, found).call_id, call_id))
      break;
  return found;
}

/* Of a call that is up. */
static char *
dup_replaces (RfCall *call)
{
  RfSipMessage answer;
  g_autofree char *tag = NULL;

  rf_test_wait (find_answer (call) >= 0, 10);
  answer = rf_test_scan_message (trace, find_answer (call));
  tag = rf_str_dup (answer.to.tag);
  return g_strdup_printf ("%s;to-tag=%s;from-tag=stranger", rf_call_get_call_id (call), tag);
}

/* Anybody can write the name of whom we talk to into From. One who does not come from where the
 * call came from rings like any other, and the person is told what is at stake. */
static void
test_forged_name (void)
{
  RfTestStranger *peer, *forger;
  g_autofree char *replaces = NULL;
  g_autofree char *script = NULL;
  g_autofree char *uri = NULL;

  current = NULL;
  first_message = rf_trace_get_n_messages (trace);
  calls.rang = FALSE;
  nobody_there = FALSE;
  peer = rf_test_stranger_new ("call | hung-up", rf_test_phone_get_port (phone), NULL);
  rf_test_wait (calls.old && rf_call_get_state (calls.old) == RF_CALL_ESTABLISHED, 10);
  replaces = dup_replaces (calls.old);
  uri = rf_test_stranger_dup_uri (peer);
  script = g_strdup_printf ("call-instead From: <%s>;tag=stranger | hung-up", uri);
  forger = rf_test_stranger_new (script, rf_test_phone_get_port (phone), replaces);
  check_offer ();
  rf_call_answer_async (calls.new, NULL, NULL, NULL);
  rf_test_wait (!rf_call_is_live (calls.old), 10);
  hang_up (calls.new);
  rf_test_stranger_finish (peer);
  rf_test_stranger_finish (forger);
  forget (&calls.new);
  forget (&calls.old);
}

/* One has been answered in the place of the call and does not confirm it; another comes for the
 * same place. The person is asked, and who took the place has it for good. */
static void
test_place_is_taken (void)
{
  RfTestStranger *peer, *second;
  g_autoptr (RfCall) first = NULL;
  g_autofree char *replaces = NULL;
  g_autofree char *script = NULL;
  g_autofree char *uri = NULL;

  current = NULL;
  first_message = rf_trace_get_n_messages (trace);
  calls.rang = FALSE;
  nobody_there = FALSE;
  peer = rf_test_stranger_new ("call | replace " SELF REPLACES NAMED " | replace-forgotten",
                               rf_test_phone_get_port (phone), NULL);
  rf_test_wait (calls.new && rf_call_get_state (calls.new) == RF_CALL_EARLY, 10);
  first = g_steal_pointer (&calls.new);
  replaces = dup_replaces (calls.old);
  uri = rf_test_stranger_dup_uri (peer);
  script = g_strdup_printf ("call-instead From: <sip:other@example.org>;tag=stranger\n"
                            "Referred-By: <%s> | hung-up", uri);
  second = rf_test_stranger_new (script, rf_test_phone_get_port (phone), replaces);
  check_offer ();
  rf_call_answer_async (calls.new, NULL, NULL, NULL);
  rf_test_wait (!rf_call_is_live (calls.old) && !rf_call_is_live (first), 10);
  g_assert_cmpint (rf_call_get_established_at (first), ==, 0);
  g_assert_cmpint (rf_call_get_state (calls.new), ==, RF_CALL_ESTABLISHED);
  hang_up (calls.new);
  rf_test_stranger_finish (peer);
  rf_test_stranger_finish (second);
  rf_phone_forget_call (phone, first);
  forget (&calls.new);
  forget (&calls.old);
}

/* Through our own proxy: what it asserts of the caller counts, not what the caller says. */
static void
test_asserted (gconstpointer data)
{
  const Assertion *item = data;
  const Case plain = { .script = "" };
  guint16 port = rf_test_child_find_port ();
  g_autofree char *outbound = g_strdup_printf ("sip:127.0.0.1:%u", port);
  const RfAccountConfig account = { .user = "kevin", .consent = "ask", .outbound = outbound,
                                    .ring_timeout = -1 };
  RfPhone *other_phone = phone;
  g_autofree char *replaces = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *script = NULL;
  RfTestStranger *peer, *proxy;

  current = &plain;
  calls.rang = FALSE;
  nobody_there = FALSE;
  first_message = rf_trace_get_n_messages (trace);
  phone = phone_new (&account);
  peer = rf_test_stranger_new ("call | hung-up", rf_test_phone_get_port (phone), NULL);
  rf_test_wait (calls.old && rf_call_get_state (calls.old) == RF_CALL_ESTABLISHED, 10);
  replaces = dup_replaces (calls.old);
  uri = rf_test_stranger_dup_uri (peer);
  script = g_strdup_printf ("call-instead From: <%s>;tag=stranger\nP-Asserted-Identity: <%s>"
                            " | hung-up", item->is_asserted ? "sip:anonymous@anonymous.invalid"
                                                            : uri,
                            item->is_asserted ? uri : "sip:other@example.org");
  proxy = rf_test_stranger_new_at (script, rf_test_phone_get_port (phone), replaces, port);
  if (item->is_asserted)
    check_exchange ();
  else
    check_offer ();
  g_assert_true (calls.rang != item->is_asserted);
  if (!item->is_asserted) {
    rf_call_answer_async (calls.new, NULL, NULL, NULL);
    check_exchange ();
  }
  rf_test_stranger_finish (peer);
  rf_test_stranger_finish (proxy);
  forget (&calls.new);
  forget (&calls.old);
  rf_test_phone_stop (phone);
  phone = other_phone;
}

/* Our phone calls the stranger, who comes back by another way. */
static RfTestStranger *
be_called (const char *script)
{
  RfTestStranger *stranger = rf_test_stranger_new (script, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);

  rf_phone_dial_async (phone, uri, NULL, NULL, NULL);
  return stranger;
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfTestStranger *stranger;

  current = item;
  first_message = rf_trace_get_n_messages (trace);
  calls.rang = FALSE;
  nobody_there = g_str_has_prefix (item->script, "call-ringing");
  if (g_str_has_prefix (item->script, "ring"))
    stranger = be_called (item->script);
  else
    stranger = rf_test_stranger_new (item->script, rf_test_phone_get_port (phone), NULL);
  run (item);
  rf_test_stranger_finish (stranger);
  g_assert_true ((calls.new != NULL) == (item->end != REFUSED));
  forget (&calls.new);
  forget (&calls.old);
}

int
main (int argc, char **argv)
{
  const Assertion asserted = { TRUE }, denied = { FALSE };
  int status;

  g_test_init (&argc, &argv, NULL);
  trace = rf_trace_new ();
  feed = rf_feed_new (trace, 0);
  phone = phone_new (&(const RfAccountConfig) { .user = "kevin", .consent = "ask",
                                                .ring_timeout = -1, .release_after = -1 });
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-target/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/strange-target/forged-name", test_forged_name);
  g_test_add_func ("/strange-target/place-is-taken", test_place_is_taken);
  g_test_add_data_func ("/strange-target/asserted-by-proxy", &asserted, test_asserted);
  g_test_add_data_func ("/strange-target/denied-by-proxy", &denied, test_asserted);
  status = g_test_run ();
  rf_test_phone_stop (phone);
  g_assert_finalize_object (feed);
  g_assert_finalize_object (trace);
  return status;
}
