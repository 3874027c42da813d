/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-transferor"

#include "rf-test-child.h"
#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

#include <string.h>

/*
 * Strangers who call our phone and want to transfer it, with REFERs that are in order and with
 * others. What is not in order is refused, and the call stays.
 */

#define X8(x)      x x x x x x x x
#define LONG_NAME  X8 (X8 (X8 ("x")))

#define OTHER      "sip:other@127.0.0.1:9"
#define REFER      "call | refer Refer-To: <[target]> | expect 202 | report 100 active"
#define OUTSIDE    "call | refer-outside Refer-To: <[target]>\nTarget-Dialog: "
#define ANSWERS    "ring 300 | pick-up | hung-up"

typedef struct {
  const char *name;
  gboolean    ask;    /* the person, who then says no */
  const char *script;
  const char *target; /* script of who is called; NULL where nobody may be */
  const char *stages;
} Case;

static const Case cases[] = {
  { "plain", FALSE, REFER " | report 180 active | report 200 terminated | hang-up", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "attended", FALSE,
    "call | refer Refer-To: <[target]?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2"
    "&Require=replaces>\nReferred-By: \"The boss\" <sip:boss@example.org>;x=1 | expect 202"
    " | report 100 active | report 180 active | report 200 terminated | hang-up",
    "ring-in-place 100 | pick-up | hung-up", "dialing ringing/180 succeeded/200" },
  { "two-referred-by", FALSE,
    "call | refer Refer-To: <[target]>\nReferred-By: <sip:a@example.org>\nReferred-By: <sip:a@b>"
    " | expect 400 | hang-up", NULL, "refused/400" },
  { "in-the-name-of-evil", FALSE,
    "call | refer Refer-To: <[target]>\nReferred-By: <http://evil.example.org> | expect 202"
    " | report 100 active | report 180 active | report 200 terminated | hang-up", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "other-headers", FALSE,
    "call | refer Refer-To: <[target]?X-Evil=1&Route=%3Csip:evil@127.0.0.1:9%3E&body=evil>"
    " | expect 202 | report 100 active | report 180 active | report 200 terminated | hang-up",
    ANSWERS, "dialing ringing/180 succeeded/200" },
  { "busy", FALSE, REFER " | report 486 terminated | hang-up", "reject 486 Busy",
    "dialing failed/486" },
  { "no-session", FALSE, REFER " | report 180 active | report 488 terminated | hang-up",
    "ring 10 | pick-up-without | hung-up", "dialing ringing/180 failed/488" },
  { "no-common-codec", FALSE, REFER " | report 180 active | report 488 terminated | hang-up",
    "ring 10 | pick-up-with 40000 99 NOPE/8000 | hung-up", "dialing ringing/180 failed/488" },
  { "no-audio", FALSE, REFER " | report 180 active | report 488 terminated | hang-up",
    "ring 10 | pick-up-with 0 0 PCMU/8000 | hung-up", "dialing ringing/180 failed/488" },
  { "never-releases", FALSE, REFER " | report 180 active | report 200 terminated | hung-up",
    ANSWERS, "dialing ringing/180 succeeded/200" },
  { "releases-early", FALSE,
    REFER " | report 180 active | hang-up | report 200 terminated", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "declined", TRUE, REFER " | report 603 terminated | hang-up", NULL, "declined/603" },
  { "declined-attended", TRUE,
    "call | refer Refer-To: <[target]?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2> | expect 202"
    " | report 100 active | report 603 terminated | hang-up", NULL, "declined/603" },
  { "declined-twice", TRUE,
    REFER " | report 603 terminated | refer Refer-To: <" OTHER "> | expect 202"
    " | report 100 active ;id= | report 603 terminated ;id= | hang-up", NULL, "declined/603" },
  { "two-at-once", TRUE,
    REFER " | refer Refer-To: <" OTHER "> | expect 491 | report 603 terminated"
    " | hang-up", NULL, "declined/603" },
  { "outside", FALSE,
    "call | refer-outside Refer-To: <[target]> | expect 403 | hang-up", NULL, "" },
  { "outside-wrong-dialog", FALSE,
    OUTSIDE "[call_id];local-tag=stranger;remote-tag=[$their_tag] | expect 403 | hang-up", NULL,
    "" },
  { "outside-named", FALSE,
    OUTSIDE "[call_id];local-tag=[$their_tag];remote-tag=stranger | expect 202"
    " | report 100 active | report 180 active | report 200 terminated | hang-up", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "subscribes-without-refer", FALSE, "call | subscribe refer | expect 403 | hang-up", NULL, "" },
  { "after-bye", FALSE,
    "call | hang-up | refer Refer-To: <[target]> | expect 481", NULL, "" },
  { "no-refer-to", FALSE, "call | refer X-Nothing: here | expect 400 | hang-up", NULL,
    "refused/400" },
  { "two-refer-to", FALSE,
    "call | refer Refer-To: <[target]>\nRefer-To: <" OTHER "> | expect 400 | hang-up",
    NULL, "refused/400" },
  { "line-break", FALSE,
    "call | refer Refer-To: <sip:a%0d%0aX-Evil:%20yes@127.0.0.1:9> | expect 400 | hang-up", NULL,
    "refused/400" },
  { "line-break-in-replaces", FALSE,
    "call | refer Refer-To: <sip:a@127.0.0.1:9?Replaces=a%0D%0AX:y%3Bto-tag%3D1%3Bfrom-tag%3D2>"
    " | expect 400 | hang-up", NULL, "refused/400" },
  { "nul", FALSE,
    "call | refer Refer-To: <sip:a%00b@127.0.0.1:9> | expect 400 | hang-up", NULL, "refused/400" },
  { "nul-in-replaces", FALSE,
    "call | refer Refer-To: <sip:a@127.0.0.1:9?Replaces=a%00b%3Bto-tag%3D1%3Bfrom-tag%3D2>"
    " | expect 400 | hang-up", NULL, "refused/400" },
  { "long", FALSE,
    "call | refer Refer-To: <sip:" LONG_NAME "@127.0.0.1:9> | expect 400 | hang-up", NULL,
    "refused/400" },
  { "long-replaces", FALSE,
    "call | refer Refer-To: <sip:a@127.0.0.1:9?Replaces=" LONG_NAME LONG_NAME LONG_NAME LONG_NAME
    "%3Bto-tag%3D1%3Bfrom-tag%3D2> | expect 400 | hang-up", NULL, "refused/400" },
  { "http", FALSE,
    "call | refer Refer-To: <http://127.0.0.1:9/x> | expect 416 | hang-up", NULL, "refused/416" },
  { "mailto", FALSE,
    "call | refer Refer-To: <mailto:a@example.org> | expect 416 | hang-up", NULL, "refused/416" },
  { "javascript", FALSE,
    "call | refer Refer-To: <javascript:alert(1)> | expect 416 | hang-up", NULL, "refused/416" },
  { "data", FALSE, "call | refer Refer-To: <data:text/html,x> | expect 416 | hang-up", NULL,
    "refused/416" },
  { "maddr", FALSE,
    "call | refer Refer-To: <sip:a@example.org;maddr=127.0.0.1> | expect 400 | hang-up", NULL,
    "refused/400" },
  { "tel-without-number", FALSE, "call | refer Refer-To: <tel:> | expect 400 | hang-up", NULL,
    "refused/400" },
  /* Not over UDP, which is all that this phone has. */
  { "sips", FALSE,
    "call | refer Refer-To: <sips:wayne@127.0.0.1:9> | expect 202 | report 100 active"
    " | report 503 terminated | hang-up", NULL, "failed/503" },
  { "line-break-in-other-header", FALSE,
    "call | refer Refer-To: <sip:a@127.0.0.1:9?Subject=a%0d%0aX-Evil:%20yes> | expect 400"
    " | hang-up", NULL, "refused/400" },
  { "not-to-call", FALSE,
    "call | refer Refer-To: <sip:a@127.0.0.1:9;method=MESSAGE> | expect 400 | hang-up", NULL,
    "refused/400" },
  { "to-call", FALSE,
    "call | refer Refer-To: <[target];method=INVITE> | expect 202 | report 100 active"
    " | report 180 active | report 200 terminated | hang-up", ANSWERS,
    "dialing ringing/180 succeeded/200" },
  { "no-dialog-in-replaces", FALSE,
    "call | refer Refer-To: <sip:a@127.0.0.1:9?Replaces=nonsense> | expect 400 | hang-up", NULL,
    "refused/400" },
  { "two-addresses", FALSE,
    "call | refer Refer-To: <[target]>, <" OTHER "> | expect 400 | hang-up", NULL,
    "refused/400" },
  { "bracket-left-open", FALSE,
    "call | refer Refer-To: <[target] | expect 400 | hang-up", NULL, "refused/400" },
  { "unknown-extension", FALSE,
    "call | refer Refer-To: <[target]>\nRequire: nosuchthing | refer-unsupported nosuchthing"
    " | hang-up", NULL, "refused/420" },
  { "known-extensions", FALSE,
    "call | refer Refer-To: <[target]>\nRequire: replaces, tdialog | expect 202"
    " | report 100 active | report 486 terminated | hang-up", "reject 486 Busy",
    "dialing failed/486" },
  { "again-the-same-number", FALSE,
    "call | refer-numbered 1 Refer-To: <[target]> | expect 500 | hang-up", NULL, "" },
  { "to-ourselves", FALSE,
    "call | refer Refer-To: <sip:kevin@[remote_ip]:[remote_port]> | expect 482 | hang-up", NULL,
    "refused/482" },
  { "to-our-contact", FALSE,
    "call | refer Refer-To: <[$peer]> | expect 482 | hang-up", NULL, "refused/482" },
  { "no-host", FALSE, "call | refer Refer-To: <sip:> | expect 400 | hang-up", NULL,
    "refused/400" },
};

/* One that calls whomever it is told to, one that asks. */
static RfPhone *phones[2];
static RfTrace *trace; /* of the one that asks */
static GString *stages;

static void
on_stage_changed (RfCall *call)
{
  const char *stage = rf_call_get_transferee_stage (call);
  guint code = rf_call_get_transferee_code (call);

  if (!stage)
    return;
  if (stages->len)
    g_string_append_c (stages, ' ');
  g_string_append (stages, stage);
  if (code)
    g_string_append_printf (stages, "/%u", code);
}

static void
on_call_added (RfPhone *phone, RfCall *call)
{
  g_signal_connect (call, "notify::transferee-stage", G_CALLBACK (on_stage_changed), NULL);
  if (rf_call_is_incoming (call))
    rf_call_answer_async (call, NULL, NULL, NULL);
}

/* Where a second REFER is refused for the sake of the first, not before that. */
static void
decline (const Case *item, const char *target)
{
  const RfTestPattern pending = { .method = RF_SIP_REFER, .status = 491 };
  RfCall *call;

  rf_test_wait ((call = rf_test_phone_get_call (phones[TRUE])) &&
                g_strcmp0 (rf_call_get_request_target (call), target) == 0, 10);
  g_assert_cmpint (rf_call_is_request_attended (call), ==,
                   strstr (item->script, "Replaces") != NULL);
  if (strstr (item->script, "491"))
    rf_test_wait (rf_test_find_message (trace, 0, &pending) >= 0, 10);
  rf_call_answer_request_async (call, FALSE, NULL, NULL, NULL);
}

/* The new call lives on; when it is over there must be nothing left. */
static void
forget_calls (RfPhone *phone)
{
  GListModel *calls = G_LIST_MODEL (phone);

  while (g_list_model_get_n_items (calls) > 0) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, 0);

    rf_test_wait (rf_call_get_state (call) == RF_CALL_ESTABLISHED || !rf_call_is_live (call), 10);
    if (rf_call_is_live (call))
      rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
    rf_test_wait (!rf_call_is_live (call), 10);
    rf_phone_forget_call (phone, call);
  }
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfPhone *phone = phones[item->ask];
  RfTestStranger *target = item->target ? rf_test_stranger_new (item->target, 0, NULL) : NULL;
  g_autofree char *uri = target ? rf_test_stranger_dup_uri (target)
                                : g_strdup ("sip:wayne@127.0.0.1:9");
  RfTestStranger *stranger;

  g_string_truncate (stages, 0);
  stranger = rf_test_stranger_new (item->script, rf_test_phone_get_port (phone), uri);
  if (item->ask)
    decline (item, uri);
  if (g_str_equal (item->name, "declined-twice"))
    decline (item, OTHER);
  rf_test_stranger_finish (stranger);
  /* The stranger may know the end before the phone has told of it. */
  rf_test_wait (g_str_equal (stages->str, item->stages), 10);
  rf_test_wait (g_list_model_get_n_items (G_LIST_MODEL (phone)) == (target ? 2 : 1), 10);
  forget_calls (phone);
  if (target)
    rf_test_stranger_finish (target);
  g_assert_cmpstr (stages->str, ==, item->stages);
}

/* Whom we call has a dialog with us as soon as the phone rings there. */
static void
test_early (void)
{
  RfTestStranger *stranger =
    rf_test_stranger_new ("ring 10 | refer Refer-To: <" OTHER "> | expect 491 | pick-up | hung-up",
                          0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfCall *call = rf_test_story_dial (phones[FALSE], uri);

  rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
  rf_test_stranger_finish (stranger);
  forget_calls (phones[FALSE]);
  g_object_unref (call);
}

/* A telephone number is called at our own provider, by way of the proxy that it has given us. */
static void
test_tel (void)
{
  const guint16 port = rf_test_child_find_port ();
  g_autofree char *outbound = g_strdup_printf ("sip:127.0.0.1:%u", port);
  const RfAccountConfig account = {
    .user = "kevin", .consent = "always", .outbound = outbound,
    .ring_timeout = -1, .release_after = -1,
  };
  RfPhone *phone = rf_test_phone_new_as (&account, NULL);
  RfTestStranger *provider, *stranger;

  g_string_truncate (stages, 0);
  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), NULL);
  provider = rf_test_stranger_new_at (
    "unknown-number [+]43-1-55501@127[.]0[.]0[.]1;user=phone", 0, NULL, port);
  stranger = rf_test_stranger_new ("call | refer Refer-To: <tel:+43-1-55501> | expect 202"
                                   " | report 100 active | report 404 terminated | hang-up",
                                   rf_test_phone_get_port (phone), NULL);
  rf_test_stranger_finish (stranger);
  rf_test_stranger_finish (provider);
  rf_test_wait (g_str_equal (stages->str, "dialing failed/404"), 10);
  rf_test_phone_stop (phone);
}

static RfPhone *
phone_new (const char *consent, RfFeed *feed)
{
  const RfAccountConfig account = {
    .user = "kevin",
    .consent = consent,
    .ring_timeout = -1,
    .release_after = 1,
  };
  RfPhone *phone = rf_test_phone_new_as (&account, feed);

  g_object_set (phone, "linger", 60000, NULL);
  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), NULL);
  return phone;
}

int
main (int argc, char **argv)
{
  RfFeed *feed;
  int status;

  g_test_init (&argc, &argv, NULL);
  trace = rf_trace_new ();
  feed = rf_feed_new (trace, 0);
  stages = g_string_new (NULL);
  phones[FALSE] = phone_new ("always", NULL);
  phones[TRUE] = phone_new ("ask", feed);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-transferor/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/strange-transferor/early", test_early);
  g_test_add_func ("/strange-transferor/tel", test_tel);
  status = g_test_run ();
  rf_test_phone_stop (phones[FALSE]);
  rf_test_phone_stop (phones[TRUE]);
  g_assert_finalize_object (feed);
  g_assert_finalize_object (trace);
  g_string_free (stages, TRUE);
  return status;
}
