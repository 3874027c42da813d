/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-target"

#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

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
} End;

typedef struct {
  const char *name;
  End         end;
  const char *script;
} Case;

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
  { "unknown-extension", REFUSED,
    "call | replace " SELF REPLACES NAMED "\nRequire: strangeness | replace-refused 420"
    " | hang-up" },
  { "ringing", REFUSED,
    "call-ringing | replace " SELF REPLACES NAMED " | replace-refused 481 | give-up" },
  { "ended", REFUSED,
    "call | hang-up | replace " SELF REPLACES NAMED " | replace-refused 603" },
  { "by-peer-itself", TAKEN,
    "call | replace " SELF REPLACES NAMED " | replace-taken | hung-up | hung-up" },
  { "sent-by-peer", TAKEN,
    "call | replace " OTHER REPLACES NAMED BY_PEER " | replace-taken | hung-up | hung-up" },
  { "required", TAKEN,
    "call | replace " OTHER REPLACES NAMED BY_PEER "\nRequire: replaces"
    " | replace-taken | hung-up | hung-up" },
  { "before-the-answer", TAKEN,
    "ring 0 | replace " SELF REPLACES NAMED ";early-only | replace-taken | given-up | hung-up" },
  { "stranger", OFFERED,
    "call | replace " OTHER REPLACES NAMED " | replace-taken | hung-up | hung-up" },
  { "sent-by-stranger", OFFERED,
    "call | replace " OTHER REPLACES NAMED BY_OTHER " | replace-taken | hung-up | hung-up" },
  { "stranger-declined", DECLINED,
    "call | replace " OTHER REPLACES NAMED " | expect 180 | replace-refused 603 | hung-up" },
};

typedef struct {
  RfCall  *old;
  RfCall  *new;
  gboolean rang; /* the new one, for the person */
} Calls;

static RfPhone *phone;
static gboolean nobody_there;
static RfTrace *trace;
static Calls calls;

static void
on_state_changed (RfCall *call)
{
  if (call == calls.new && rf_call_get_state (call) == RF_CALL_RINGING_IN)
    calls.rang = TRUE;
}

static void
on_call_added (RfPhone *from, RfCall *call)
{
  if (!calls.old) {
    calls.old = g_object_ref (call);
    if (rf_call_is_incoming (call) && !nobody_there)
      rf_call_answer_async (call, NULL, NULL, NULL);
    return;
  }
  g_assert_null (calls.new);
  calls.new = g_object_ref (call);
  g_signal_connect (call, "notify::state", G_CALLBACK (on_state_changed), NULL);
  on_state_changed (call);
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

static void
check_exchange (void)
{
  const RfTestPattern terminated = { .method = RF_SIP_INVITE, .status = 487, .from = "stranger" };

  rf_test_wait (calls.new && rf_call_get_state (calls.new) == RF_CALL_ESTABLISHED, 10);
  rf_test_wait (!rf_call_is_live (calls.old), 10);
  g_assert_true (rf_call_get_replaced_call (calls.new) == calls.old);
  g_assert_true (rf_call_get_replaced_by (calls.old) == calls.new);
  g_assert_null (rf_call_get_replaces (calls.new));
  if (!rf_call_is_incoming (calls.old))
    rf_test_wait (rf_test_find_message (trace, 0, &terminated) >= 0, 10);
  hang_up (calls.new);
}

static void
run (const Case *item)
{
  switch (item->end) {
  case REFUSED:
    break;
  case TAKEN:
    check_exchange ();
    g_assert_false (calls.rang);
    break;
  case OFFERED:
    check_offer ();
    rf_call_answer_async (calls.new, NULL, NULL, NULL);
    check_exchange ();
    break;
  case DECLINED:
    check_offer ();
    hang_up (calls.new);
    g_assert_cmpint (rf_call_get_state (calls.old), ==, RF_CALL_ESTABLISHED);
    hang_up (calls.old);
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
  RfFeed *feed;
  int status;

  g_test_init (&argc, &argv, NULL);
  trace = rf_trace_new ();
  feed = rf_feed_new (trace, 0);
  phone = rf_test_phone_new ("kevin", "ask", feed);
  g_object_set (phone, "linger", 60000, NULL);
  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-target/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  status = g_test_run ();
  rf_test_phone_stop (phone);
  g_assert_finalize_object (feed);
  g_assert_finalize_object (trace);
  return status;
}
